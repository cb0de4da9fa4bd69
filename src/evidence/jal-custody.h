/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who had an exhibit, and whether its bytes are still those that were taken in. */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_HANDOVER_HANDED,    /* the exhibit itself went to the party */
  JAL_HANDOVER_RETURNED,  /* the exhibit itself came from the party */
  JAL_HANDOVER_DISCLOSED, /* the party got a copy: disclosure */
} JalHandoverKind;

/**
 * JalHandover:
 * @party: who: a name, rank and station as the court will read them
 * @reason: why; may be ""
 * @date: the day it happened; JAL_DATE_NONE: today
 */
typedef struct
{
  JalHandoverKind kind;
  const char *party;
  const char *reason;
  JalDate date;
} JalHandover;

/* Puts on record that the exhibit went to, or came from, somebody, or that somebody got a copy. REFUSED when the day lies in the
   future, or before the exhibit was received: taken in here, or received from somebody, whichever was first. Undo takes it back; the
   audit keeps both. */
gboolean jal_custody_hand_over (JalStore *store, JalId document_id, const JalHandover *handover, GError **error);
/* Returns (transfer full, nullable): the sentence why that cannot have happened on @date, seen from the custody that stands there
   (@events, nullable), leaving out @except; NULL when it can. For saying so while somebody still types. */
char *jal_custody_dup_trouble (GListModel *events, JalId except, JalHandoverKind kind, JalDate date);
/* Whether a person wrote the event, so that he may correct it: receipts, copies and checks were written by the program and
   stay as they are. @kind (out, nullable). */
gboolean jal_custody_event_is_typed (JalCustodyEvent *event, JalHandoverKind *kind);
/* Returns (transfer full): one event. */
JalCustodyEvent *jal_custody_get_event (JalStore *store, JalId event_id, GError **error);
/* Corrects what a person wrote, or takes it out; REFUSED for what the program wrote. With undo; the audit keeps both. */
gboolean jal_custody_change (JalStore *store, JalId event_id, const JalHandover *handover, GError **error);
gboolean jal_custody_remove (JalStore *store, JalId event_id, GError **error);
/* Bytes hashed so far, on the caller's thread. */
typedef void (*JalCustodyProgress) (guint64 done, guint64 size, gpointer data);
/* Hashes every original of the document again and compares with what was taken in. @on_record: the check stands in the
   custody of the document; otherwise (a look when it is opened) only a mismatch does. @matches tells what it found; TRUE
   is returned in both cases. One that does not match is neither printed nor exported from then on. */
gboolean jal_custody_check (JalStore *store, JalId document_id, gboolean on_record, gboolean *matches,
                            JalCustodyProgress progress, gpointer progress_data, GCancellable *cancellable,
                            GError **error);
/* The day an event happened: that of a handover, else the day it was recorded. */
JalDate jal_custody_event_date (JalCustodyEvent *event);

G_END_DECLS
