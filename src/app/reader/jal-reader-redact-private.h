/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside redacting in the reader: what is redacted and reviewed (jal-reader-redact.c), made and moved (-make.c), given out (-copy.c). */
#pragma once

#include "app/reader/jal-reader-page-private.h"
#include "app/reader/jal-reader-redact.h"
#include "app/reader/jal-redact-pane.h"

G_BEGIN_DECLS

/* Hangs on the page: what it owns lives as long as it does. */
typedef struct
{
  GListStore *redactions; /* of JalRedaction: those of the open document */
  GListStore *of_case;    /* those of the whole case, while somebody reviews them */
  JalRedactPane *pane;
  GtkStack *side;  /* marks, redactions */
  gboolean known;  /* the redactions of the open document have been read */
  gboolean wanted; /* a redacted copy, as soon as it can be made */
  JalId goal;      /* a redaction to be shown when it is read */
} JalReaderRedacting;

JalReaderRedacting *jal_reader_redact_get (JalReaderPage *self);
/* Shows the review beside the page. */
void jal_reader_redact_show_review (JalReaderPage *self);
/* What a copy would be without: rejected ones stay readable. */
guint jal_reader_redact_count_applied (JalReaderPage *self);

/* jal-reader-redact-make.c */
void jal_reader_redact_make_area (JalReaderPage *self, guint page, JalBox area);
void jal_reader_redact_place (JalReaderPage *self, const JalRedaction *redaction, guint page, JalBox area);
void jal_reader_redact_remove (JalReaderPage *self, const JalRedaction *redaction);

/* jal-reader-redact-copy.c: asks, then saves a redacted copy. */
void jal_reader_redact_ask_copy (JalReaderPage *self);
gboolean jal_reader_redact_is_copying (JalReaderPage *self);
void jal_reader_redact_cancel_copy (JalReaderPage *self);

G_END_DECLS
