/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What happens on a court day: who came, what was produced, what was said. Who stands in the attendance of a session to come
   is whom the planner asks about: there is one list. */

typedef struct
{
  const char *who;   /* NULL: as it is. The label of one person of the case means that person */
  const char *role;  /* NULL: as it is; "witness" for a new one. A person of the case has their own */
  const char *state; /* "expected", "came", "absent" */
  const char *heard; /* "", "heard", "part_heard", "stood_down" */
  const char *note;
  JalId person_id;   /* a person of the case, instead of @who; a new entry needs either */
  int escorted;      /* -1: as it is */
  int cost;          /* in hundredths; -1: as it is. A survivor who came costs what the law data say, unless set. */
} JalAttendanceDraft;

#define JAL_ATTENDANCE_DRAFT_INIT ((JalAttendanceDraft){ .escorted = -1, .cost = -1 })

/* Returns (transfer none) (array zero-terminated=1): the ids of the roles, states and ways to be heard. */
const char *const *jal_attendance_roles (void);
const char *const *jal_attendance_states (void);
const char *const *jal_attendance_heard (void);

/* Returns (transfer full): a GListStore of JalAttendance. */
GListStore *jal_attendance_list (JalStore *store, JalId session_id, GCancellable *cancellable, GError **error);
gboolean jal_attendance_add (JalStore *store, JalId session_id, const JalAttendanceDraft *draft, JalId *id, GError **error);
gboolean jal_attendance_update (JalStore *store, JalId id, const JalAttendanceDraft *draft, GError **error);
gboolean jal_attendance_remove (JalStore *store, JalId id, GError **error);
/* Writes down everybody of the case whom the session needs and who is not in its list yet, as expected, in one action with
   one undo. @n (out, nullable): how many. From then on offers and plans ask about these people. */
gboolean jal_attendance_call (JalStore *store, JalId session_id, guint *n, GError **error);

/* "identified" (MFI), "produced", "objected", "rejected". */
const char *const *jal_produced_states (void);
/* Returns (transfer full): a GListStore of JalProduced, oldest first. */
GListStore *jal_produced_list (JalStore *store, JalId session_id, GCancellable *cancellable, GError **error);
/* Everything that happened to one document in court. */
GListStore *jal_produced_of_document (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);
/* Writes down what became of an exhibit. @label (nullable): as the court marked it; when it was marked for identification or
   produced, the register's exhibit number becomes the same, in the same action. REFUSED when document and session belong to
   different cases. @witness (nullable): the label of one person of the case means that person. */
gboolean jal_produced_add (JalStore *store, JalId session_id, JalId document_id, const char *state, const char *label,
                           const char *witness, const char *note, JalId *id, GError **error);
gboolean jal_produced_remove (JalStore *store, JalId id, GError **error);

/* Returns (transfer full): the note of proceedings, "" when there is none. */
/* An empty one apart, that it was read goes on record, once until the vault is closed. */
char *jal_session_note_get (JalStore *store, JalId session_id, GError **error);
gboolean jal_session_note_set (JalStore *store, JalId session_id, const char *text, GError **error);

G_END_DECLS
