/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_FINDING_PAGE,      /* pages of the file that do not authenticate, or are missing */
  JAL_FINDING_STRUCTURE, /* a table that does not hang together */
  JAL_FINDING_ORIGINAL,  /* a stored file of which pieces are damaged, or whose SHA-256 is not that of its import */
  JAL_FINDING_INDEX,     /* the search index does not fit the text; it can be made anew */
  JAL_FINDING_AUDIT,     /* the record of what was done does not hold */
  JAL_FINDING_SEAL,      /* pages were exchanged, or taken away, since the vault was closed */
  JAL_FINDING_AGE,       /* this computer has seen a newer state of this vault */
  JAL_FINDING_JOURNAL,   /* a journal that does not belong to the vault lay beside it */
  JAL_FINDING_HEADER,    /* one of the two copies of the header was damaged; the other was used */
  JAL_FINDING_TAIL,      /* bytes behind the last page that are not the vault's */
  JAL_FINDING_RECORD,    /* entries beside the vault that were not whole, are missing, or could not be taken in */
  JAL_FINDING_HISTORY,   /* no damage: not closed cleanly, so exchanged pages would not have been noticed */
} JalFindingKind;

/**
 * JalFinding:
 * @kind: what it is
 * @damage: FALSE when it is only worth knowing
 * @table: (nullable): PAGE, STRUCTURE: the table it belongs to; NULL when it cannot be told
 * @first: PAGE: the first page of the run, from 1; ORIGINAL: the first bad piece, from 0; AUDIT: the record
 * @count: PAGE, ORIGINAL: how many; ORIGINAL: 0 when every piece can be read and only the SHA-256 differs; TAIL: bytes
 * @blob: ORIGINAL
 * @text: a translated sentence, without any name or text of a case
 */
typedef struct
{
  JalFindingKind kind;
  gboolean damage;
  char *table;
  guint64 first;
  guint64 count;
  JalId blob;
  char *text;
} JalFinding;

/**
 * JalCheckReport:
 *
 * What a check has seen. It is whole: a check that was cancelled returns none.
 */
typedef struct
{
  GPtrArray *findings; /* of JalFinding, damage first */
  guint n_damages;     /* findings that are damage */
  guint64 n_pages;
  guint64 n_originals;
  guint64 n_records; /* of the audit */
  guint64 original_bytes;
  char audit_head[64 + 1]; /* of this device's chain */
} JalCheckReport;

typedef enum
{
  JAL_CHECK_ALL = 0,
  /* Not what this computer remembers of the vault: for a backup, which is older by its nature. */
  JAL_CHECK_NO_AGE = 1 << 0,
} JalCheckFlags;

/* How far it is, 0 to 1, on the caller's thread. */
typedef void (*JalCheckProgress) (double fraction, gpointer data);

/* Checks everything: that each page of the file authenticates, that the tables hang together and the search index fits,
   each stored file against the SHA-256 of its import, the chain of the audit, the seal of the last closing. Work that
   somebody waits for goes first. @progress is nullable. Returns (transfer full): the report, also of a vault full of
   damage; NULL only when it was cancelled, or the store was closed. */
JalCheckReport *jal_store_check (JalStore *store, JalCheckFlags flags, JalCheckProgress progress, gpointer data,
                                 GCancellable *cancellable, GError **error);
void jal_check_report_free (JalCheckReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalCheckReport, jal_check_report_free)

G_END_DECLS
