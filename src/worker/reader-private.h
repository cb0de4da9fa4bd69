/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

#include "worker/jal-worker.h"
#include "worker/reader-facts.h"
#include "worker/reader.h"

G_BEGIN_DECLS

struct _JalReaderWorker
{
  PopplerDocument *document; /* NULL until opened */
  JalFacts *facts;           /* nullable: the second reader could not open it */
  guint n_pages;
  guint64 image_pixels; /* 0: not a picture */
  gboolean incomplete;  /* a picture that ends before its end */
  /* the page asked for last */
  PopplerPage *page;
  guint page_index;
  JalPageFacts page_facts;
  gboolean page_doubtful; /* the two readers disagree about this page */
  guint complaints;       /* of poppler, since the request began */
};

/* Returns (transfer none, nullable) the page, with page_facts filled. */
PopplerPage *jal_reader_worker_get_page (JalReaderWorker *reader, guint page);
/* What leads to pages: the document's outline, a page's links. */
void jal_reader_worker_outline (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
void jal_reader_worker_links (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
/* Draws a page that is one JPEG picture without poppler. FALSE: it is not, or not so simple; @pixels may be spoilt then. */
gboolean jal_reader_worker_draw_scan (JalReaderWorker *reader, const JalWireRender *render, guint8 *pixels);
/* reader-phrases.c */
void jal_reader_worker_scan (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
void jal_reader_worker_render (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);

G_END_DECLS
