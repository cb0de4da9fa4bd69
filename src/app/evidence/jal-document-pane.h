/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalDocumentPane:
 *
 * One document of the register: what it is called, what it is, where it came from and who had it. A field is kept when
 * the focus leaves it or Enter is pressed; there is no Save button.
 */
#define JAL_TYPE_DOCUMENT_PANE (jal_document_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalDocumentPane, jal_document_pane, JAL, DOCUMENT_PANE, AdwBin)

/* Shows @document, or nothing when it is NULL. Fields that are being edited keep what was typed while the document stays
   the same. */
void jal_document_pane_show (JalDocumentPane *self, JalStore *store, JalDocument *document);
void jal_document_pane_drop (JalDocumentPane *self);
/* Puts the cursor into the title. */
void jal_document_pane_edit_title (JalDocumentPane *self);

G_END_DECLS
