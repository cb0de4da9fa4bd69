/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-redaction-rows.h"
#include "pages/jal-reader.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* What was found in one file. */
typedef struct
{
  GArray *hidden;     /* of JalHiddenWords: what can be read and not seen, page from 0 in the file */
  GPtrArray *received; /* of JalMark: what others put on the pages, page from 0 in the file */
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
/* Writes the texts and hidden words of an original. */
gboolean jal_import_pages_write (JalImportPages *pages, JalTx *tx, JalId original_id, GError **error);
/* Whether @error ends the whole import: no room, no sandbox, the vault closed or damaged. */
gboolean jal_import_concerns_all (const GError *error);

G_END_DECLS
