/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-reader-page.h"

G_BEGIN_DECLS

/* The reader's part in redacting: verbs, the pane beside the marks, what is drawn on the pages. It keeps what it needs to
   itself. */

/* Once, after the template. */
void jal_reader_redact_init (JalReaderPage *self);
/* Reads the redactions of the open document again. */
void jal_reader_redact_read (JalReaderPage *self);
void jal_reader_redact_close (JalReaderPage *self);
/* Enables what makes sense now. */
void jal_reader_redact_update (JalReaderPage *self);
/* Once the document that is open or being opened is read: asks for its redacted copy, or, where nothing in it is redacted yet,
   shows where the case's protected names stand. */
void jal_reader_redact_begin (JalReaderPage *self);
/* Chooses the redaction on the page, which may be on its way; JAL_ID_NONE lets go. */
void jal_reader_redact_choose (JalReaderPage *self, JalId id);
/* Says what the keys do with the chosen redaction, as long as no tool is armed and the keys are @on_page. */
void jal_reader_redact_show_hint (JalReaderPage *self, gboolean on_page);
/* Shows the marks beside the page, and not the redactions; and whether they are shown. */
void jal_reader_redact_show_marks (JalReaderPage *self);
gboolean jal_reader_redact_is_marks_side (JalReaderPage *self);
/* Redacts what is selected. */
void jal_reader_redact_selection (JalReaderPage *self);

G_END_DECLS
