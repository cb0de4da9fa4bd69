/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

#define JAL_TYPE_READER_PAGE (jal_reader_page_get_type ())
G_DECLARE_FINAL_TYPE (JalReaderPage, jal_reader_page, JAL, READER_PAGE, AdwBin)

/* Opens the document at @page (from 0). */
void jal_reader_page_show (JalReaderPage *self, JalId document_id, guint page);

G_END_DECLS
