/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-redaction-rows.h"
#include "pages/jal-reader.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Text beyond this is left out of the index of one document; its pages can still be read. */
#define JAL_IMPORT_TEXT_BYTES_MAX (64u * 1024 * 1024)
/* More than a worker sends of one page. */
#define JAL_IMPORT_PAGE_BYTES_MAX (4u * 1024 * 1024)

/* What was found in one file. */
typedef struct
{
  GArray *hidden;     /* of JalHiddenWords: what can be read and not seen, page from 0 in the file */
  GPtrArray *received; /* of JalMark: what others put on the pages, page from 0 in the file */
  gboolean more_received; /* there are more of them than are listed */
  gboolean lost_received; /* those of some page could not be read */
  GPtrArray *texts; /* char *, one a page; NULL where the page could not be read */
  guint n_unread;
  GString *unread; /* those pages as people read them: "3, 7" */
  guint n_doubtful;
  GString *doubtful; /* pages that may not be shown whole */
} JalImportPages;

typedef enum
{
  JAL_IMPORT_UNLOCKED,    /* no password is needed */
  JAL_IMPORT_BY_PASSWORD, /* the password that was given opens it */
  JAL_IMPORT_LOCKED,      /* nothing does */
} JalImportLock;

void jal_import_pages_init (JalImportPages *pages);
void jal_import_pages_clear (JalImportPages *pages);
/* Reads every page of @bytes (not taken over). @password: nullable. A PDF that stays locked has no pages; @lock says so, and
   that is no error. FALSE when the file must stay out: REFUSED with what can be done about
   it, or an error that is not about the file. */
gboolean jal_import_pages_read (JalImportPages *pages, const JalBytes *bytes, JalReaderKind kind, const char *password,
                                JalImportLock *lock, GCancellable *cancellable, GError **error);
/* Returns (transfer full): what the vault keeps of a page's words; @unsaid: jal_reader_look_over(). */
char *jal_import_pages_dup_text (const JalPageText *text, gboolean unsaid);
/* Cuts what jal_import_pages_dup_text() added off @text. */
void jal_import_pages_cut_text (char *text);
/* Writes the texts and hidden words of an original. */
gboolean jal_import_pages_write (JalImportPages *pages, JalTx *tx, JalId original_id, GError **error);
/* The notes alone. A page that cannot be read has none; FALSE only when it was called back, or concerns all. */
gboolean jal_import_pages_read_notes (JalImportPages *pages, JalReader *reader, GCancellable *cancellable, GError **error);
/* Writes them, and that they were read. */
gboolean jal_import_pages_write_notes (JalImportPages *pages, JalTx *tx, JalId original_id, GError **error);
typedef enum
{
  JAL_IMPORT_NOTES_FAILED, /* @error is set */
  JAL_IMPORT_NOTES_UNKNOWN, /* the file was not read for them */
  JAL_IMPORT_NOTES_ALL,
  JAL_IMPORT_NOTES_MORE, /* it has more than are listed */
} JalImportNotes;
JalImportNotes jal_import_pages_get_notes (JalTx *tx, JalId original_id, GError **error);
/* Whether @error ends the whole import: no room, no sandbox, the vault closed or damaged. */
gboolean jal_import_concerns_all (const GError *error);

G_END_DECLS
