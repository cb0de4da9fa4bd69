/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

#include "worker/jal-worker.h"
#include "worker/reader-facts.h"
#include "worker/reader.h"

G_BEGIN_DECLS

struct _JalReaderWorker
{
  JalWorker *worker;
  guint64 size;     /* of the input */
  char *password;   /* nullable */
  gboolean is_open; /* n_pages is known */
  PopplerDocument *document; /* NULL until it is needed */
  guint n_walked;            /* pages that poppler has gone through in it */
  gboolean is_orderly;       /* jal_facts_is_in_order() */
  /* A few pages of it, as a document of their own; NULL: none. */
  PopplerDocument *near_document;
  JalNearPages near;
  JalFacts *facts;           /* nullable: the second reader could not open it */
  struct _JalPieces *pieces[2]; /* nullable: what pages, and their notes alone, can write; see reader-all-words.c */
  guint n_pages;
  gboolean without_notes; /* pages are as they were before people wrote on them */
  PopplerPage *bare_page; /* nullable: what is drawn in place of the current page */
  gboolean as_printed;    /* the current page is drawn without notes as it would be printed: something may be missing */
  guint64 image_pixels; /* 0: not a picture */
  gboolean incomplete;  /* a picture that ends before its end */
  gboolean has_labels;  /* pages have names of their own */
  /* the page asked for last */
  guint page_index;
  gboolean page_known; /* the facts are those of page_index */
  PopplerPage *page;   /* NULL: not needed yet */
  JalPageFacts page_facts;
  gboolean page_doubtful; /* the two readers disagree about this page */
  /* Known of page_index once it has been drawn: it is not one JPEG picture alone; it has a giant one. */
  gboolean page_is_no_scan;
  gboolean page_pictures_known;
  JalImageFacts page_pictures; /* with page_pictures_known */
  guint complaints;       /* of poppler, since the request began */
};

/* Returns (transfer none, nullable) the document. */
PopplerDocument *jal_reader_worker_get_document (JalReaderWorker *reader);
/* Fills page_facts. poppler goes through all pages up to the one it is asked for, and of a long scan that is the whole file:
   so it is not asked where the page's dictionary leaves nothing open. FALSE: there is no such page. */
gboolean jal_reader_worker_know_page (JalReaderWorker *reader, guint page);
/* Returns (transfer none, nullable) the page, with page_facts filled. */
PopplerPage *jal_reader_worker_get_page (JalReaderWorker *reader, guint page);
/* Returns (transfer full, nullable) the page of the whole document, which alone knows where its links lead. */
PopplerPage *jal_reader_worker_get_whole_page (JalReaderWorker *reader, guint page);
/* Whether the page is known to have no words, and that without poppler. */
gboolean jal_reader_worker_is_wordless (JalReaderWorker *reader, guint page);
/* The words of a page and where each character stands, in the order in which they are read. */
void jal_reader_worker_text (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
/* A mark of direction as poppler puts them around words that are read from the right (U+202A to U+202C). */
gboolean jal_reader_is_direction (gunichar c);
/* How far two boxes are apart, in the direction in which they are; negative where they overlap. */
double jal_reader_get_gap (const PopplerRectangle *a, const PopplerRectangle *b);
/* The larger side of a letter's box: near its font's size, however it is turned. */
double jal_reader_get_size (const PopplerRectangle *box);
/* What lies between two boxes of a line; where the second is on another line, the end of the first. */
PopplerRectangle jal_reader_get_between (const PopplerRectangle *a, const PopplerRectangle *b);
/* Puts a space between cells of a table that have nothing between them. Replaces @text and @boxes, of which there are as many. */
void jal_reader_part_cells (char **text, PopplerRectangle **boxes, guint *n_boxes);
/* Puts the words of a table in the order of its rows where poppler mixes them. Replaces @text and @boxes, of which there are as many. */
void jal_reader_put_rows (char **text, PopplerRectangle **boxes, guint *n_boxes);
/* Whether the page writes in a font that does not say which letters its shapes are: it shows words that its text does not say. */
gboolean jal_reader_worker_has_untold (JalReaderWorker *reader, guint page);
/* Whether letters of the page's @text are drawn as empty boxes, because its font is not in the file and none here has them. */
gboolean jal_reader_worker_lacks_shapes (JalReaderWorker *reader, guint page, const char *text);
/* Whether a font (a handle of libqpdf's, in the file @qpdf) says which letters its shapes are, and is not to be believed. */
gboolean jal_reader_tells_wrong (gpointer qpdf, unsigned int font);
/* What leads to pages: the document's outline, a page's links. */
void jal_reader_worker_outline (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
void jal_reader_worker_links (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
/* Takes what people wrote on the current page, @page of the document, off it: see reader-bare.c. What it may have hidden is the
   program's care: see JalWireNote. */
void jal_reader_worker_drop_notes (JalReaderWorker *reader, guint page);
/* What was put on a page before the file came. */
void jal_reader_worker_notes (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
/* Draws a picture's file into @width × @height pixels, as the page of a scan. */
gboolean jal_reader_worker_draw_jpeg (const JalScan *scan, guint32 *pixels, guint width, guint height);
/* Words of notes and fields of a page. */
void jal_reader_worker_beside (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
/* reader-unshown.c */
void jal_reader_worker_unshown (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);

typedef struct
{
  GArray *items;  /* JalWireLead */
  GString *words; /* of all of them */
} JalReaderLeads;

JalReaderLeads jal_reader_leads_begin (void);
gboolean jal_reader_leads_is_full (const JalReaderLeads *leads);
/* Takes words of up to JAL_READER_LEAD_CHARS; what is longer is cut. */
void jal_reader_leads_add (JalReaderLeads *leads, JalWireLead *lead, const char *words);
/* Sends and frees them. */
void jal_reader_leads_answer (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request, JalReaderLeads *leads);
#define JAL_READER_LEAD_CHARS 2000
/* Draws a page that is one JPEG picture without poppler. FALSE: it is not, or not so simple; @pixels may be spoilt then. */
gboolean jal_reader_worker_draw_scan (JalReaderWorker *reader, const JalWireRender *render, guint8 *pixels);
/* reader-phrases.c */
void jal_reader_worker_scan (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);
void jal_reader_worker_render (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request);

G_END_DECLS
