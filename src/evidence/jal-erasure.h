/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Content that may not be held: an exhibit by number, hash and holder only. */
#pragma once

#include "record/jal-record.h"
#include "store/jal-backup.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_ERASURE_ABUSE,     /* it shows abuse: nobody but its holder may have it */
  JAL_ERASURE_RETENTION, /* the time for which it may be kept is over */
} JalErasureWhy;

/* What an erasure, or another look for what it has not reached, is at. */
typedef enum
{
  JAL_ERASURE_ERASING, /* in the vault; not counted */
  JAL_ERASURE_COPYING, /* a new backup: bytes */
  JAL_ERASURE_READING, /* it back: bytes */
  JAL_ERASURE_LOOKING, /* through older copies: thousandths of each */
} JalErasurePhase;

/* On the caller's thread. */
typedef void (*JalErasureProgress) (JalErasurePhase phase, guint64 done, guint64 total, gpointer user_data);
/* Returns (transfer none): the phase in words. */
const char *jal_erasure_phase_words (JalErasurePhase phase);

/* What came of an erasure beyond the vault itself. */
typedef struct
{
  guint n_documents;       /* whose content is gone, in all cases of the vault */
  guint n_backups;         /* older backups that were deleted after a new one was made and verified */
  char **not_reached;      /* NULL-terminated: files of older backups that still hold it, as far as is known */
  char **unseen;           /* NULL-terminated: folders and files that could not be looked at: they may hold it */
  char *trouble;           /* nullable: why no new backup could be made, so that older ones were left */
} JalErasureReport;

void jal_erasure_report_clear (JalErasureReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalErasureReport, jal_erasure_report_clear)

/* Erases for good what the vault holds of the document's originals: bytes, text, index, marks with the words they quote,
   history; wherever else in the vault the same bytes stand, too. Number, SHA-256 and @holder (who has the exhibit; not
   empty) stay. Then a new backup is made and verified and older ones are deleted. Cannot be taken back. Slow: @progress is
   nullable. Cancelled before the vault has changed it is an error; later, what was not reached stays on the list, and @report says so. */
gboolean jal_erasure_erase_document (JalStore *store, JalId document_id, JalErasureWhy why, const char *holder,
                                     JalErasureReport *report, JalErasureProgress progress, gpointer progress_data,
                                     GCancellable *cancellable, GError **error);
/* The same for a whole case at the end of its retention: of the case its court's number is kept, of its exhibits number,
   SHA-256 and @holder; people, sessions, marks, bundles and notes go. */
gboolean jal_erasure_erase_case (JalStore *store, JalId case_id, const char *holder, JalErasureReport *report,
                                 JalErasureProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error);

/* What erasures of the document's content have not reached yet (JAL_ID_NONE: of any). Returns (transfer full). */
gboolean jal_erasure_list_left (JalStore *store, JalId document_id, char ***not_reached, char ***unseen, GError **error);
/* Looks again for what erasures have not reached: makes and verifies a new backup, deletes the older ones that are within reach
   now, and says what is still left. Slow; @progress is nullable. Cancelled before the new one is made and
   verified, nothing is deleted and the list stays as it is. */
gboolean jal_erasure_look_again (JalStore *store, JalErasureReport *report, JalErasureProgress progress, gpointer progress_data,
                                 GCancellable *cancellable, GError **error);
/* The user says that nothing is left at @path, one of those listed: it goes on record, by whom. NOT_FOUND when none is listed. */
gboolean jal_erasure_say_gone (JalStore *store, const char *path, GError **error);

/* Enters an exhibit whose content is not taken in: @sha256 (nullable: not known) as 64 hex digits. A file with that hash is
   refused from then on. REFUSED when a field is not usable. Can be undone. */
gboolean jal_erasure_register (JalStore *store, JalId case_id, const char *title, const char *exhibit,
                               const char *sha256, const char *holder, JalId *document_id, GError **error);
/* Inside a transaction: whether content with this hash may not be held. */
gboolean jal_erasure_forbids (JalTx *tx, const char *sha256, gboolean *forbids, GError **error);

/* The holder of a document whose content is not held here. Returns (transfer full) (nullable): NULL when it is held.
   @sha256 (out, nullable, transfer full): its hash, "" when that is not known. */
char *jal_erasure_get_holder (JalStore *store, JalId document_id, char **sha256, GError **error);

G_END_DECLS
