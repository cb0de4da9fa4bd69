/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-redaction-rows.h"
#include "pages/jal-reader.h"

G_BEGIN_DECLS

/* What was found in one file. */
typedef struct
{
  GArray *hidden;     /* of JalHiddenWords: what can be read and not seen, page from 0 in the file */
  GPtrArray *texts; /* char *, one a page; NULL where the page could not be read */
  guint n_unread;
  GString *unread; /* those pages as people read them: "3, 7" */
  guint n_doubtful;
  GString *doubtful; /* pages that may not be shown whole */
} JalImportPages;

void jal_import_pages_init (JalImportPages *pages);
void jal_import_pages_clear (JalImportPages *pages);
/* Reads every page of @bytes (not taken over). FALSE when the file must stay out: REFUSED with what can be done about
   it, or an error that is not about the file. */
gboolean jal_import_pages_read (JalImportPages *pages, const JalBytes *bytes, JalReaderKind kind,
                                GCancellable *cancellable, GError **error);
/* Whether @error ends the whole import: no room, no sandbox, the vault closed or damaged. */
gboolean jal_import_concerns_all (const GError *error);

G_END_DECLS
