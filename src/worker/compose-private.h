/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the composer's files share. A build runs in this order:
 *
 *   spec -> sources (one input open at a time) -> slots -> index and plain pages -> stamps, marks -> outline -> write
 */

#include <glib.h>
#include <json-glib/json-glib.h>

#include "worker/compose-pdf.h"
#include "worker/compose-spec.h"
#include "worker/compose.h"

G_BEGIN_DECLS

#define JAL_COMPOSE_A4_WIDTH 595.276
#define JAL_COMPOSE_A4_HEIGHT 841.89

/* An appearance drawn into the page: a form XObject of the output and the matrix that takes it to user space. */
typedef struct
{
  JalPdfRef form;
  double matrix[6];
} JalComposePicture;

/* A link that a page of an input carries: to page @target of the same input (-1: none), a web address, or a named move. */
typedef struct
{
  double rect[4];
  char *looks; /* entries for border, colour and quads, ready for the dictionary */
  int target;
  char *view; /* "/XYZ 10 20 null" */
  char *uri;
  char *named;
} JalComposeLink;

/* One page of one input, copied into the output once. */
typedef struct
{
  JalPdfRef ref;       /* the page object; none when it could not be copied */
  const char *missing; /* why not: a warning's code */
  double box[4];       /* what is visible: CropBox inside MediaBox */
  int rotate;
  double unit; /* UserUnit */
  guint open_states;   /* q without Q at the end of its contents */
  guint open_marked;   /* BMC or BDC without EMC */
  gboolean open_text;  /* BT without ET */
  gboolean covered;    /* a note that stayed out of it hides what is still in it */
  GArray *pictures; /* of JalComposePicture */
  GPtrArray *links; /* of JalComposeLink */
  GPtrArray *marks; /* of JalComposeMark, owned by the record */
  gboolean placed;
} JalComposePage;

/* One physical page of the output. */
typedef struct
{
  JalComposePage *page; /* NULL for a plain page in the place of what could not be included */
  const char *missing;
  guint section;
  guint item;
  guint input;
  guint input_page;
  int rotate;
  JalPdfRef ref;
} JalComposeSlot;

typedef struct
{
  guint first; /* page numbers of the output, from 1; 0 when there are none */
  guint last;
} JalComposeRange;

typedef struct
{
  JalPdfRef font;
  JalPdfRef halo[128];
  double width[128]; /* of the font size 1 */
  double height;     /* of a digit, of the font size 1 */
} JalComposeStampFont;

/* Where a line of the index lies: page of the index from 0, box in that page's user space, and where it leads. */
typedef struct
{
  guint page;
  double rect[4];
  guint target; /* page number of the output */
} JalComposeIndexRow;

typedef struct
{
  JalComposeSpec *spec;
  const JalComposeIo *io;
  qpdf_data out;
  GHashTable **pages;     /* an input: page number -> JalComposePage */
  GArray *slots;          /* of JalComposeSlot */
  GHashTable *slots_of;   /* JalComposePage -> GArray of guint: the slots that show it */
  GPtrArray *memory;  /* of GBytes: own PDFs that libqpdf reads until the output is written */
  GPtrArray *own;     /* of JalPdfRef *: pages drawn here, the index first, then the plain pages */
  guint index_pages;
  GArray *index_rows; /* of JalComposeIndexRow */
  JalComposeRange **items; /* a section: its items' ranges */
  JalComposeRange *sections;
  JalComposeStampFont stamp;
  JalPdfRef save_state; /* the stream "q" before every page's own contents */
  GArray *layers_on;    /* of JalPdfRef */
  GArray *layers_off;
  JsonArray *warnings;
  guint n_received; /* notes that came with an input and stayed out */
  guint done;
} JalCompose;

/* Adds a warning; @page is -1 for the whole input. */
void jal_compose_warn (JalCompose *compose, guint input, int page, const char *code);
/* Adds a warning for the whole input that says how many. */
void jal_compose_warn_count (JalCompose *compose, guint input, const char *code, guint count);
/* FALSE with JAL_COMPOSE_ERROR_CANCELLED once the caller wants to stop. */
gboolean jal_compose_progress (JalCompose *compose, guint done, GError **error);

/* compose-source.c: opens input @input, prepares and copies the pages that the record names, closes it again. */
void jal_compose_source_read (JalCompose *compose, guint input);
void jal_compose_page_free (gpointer page);

/* compose-clean.c: takes everything out of what @object reaches that is not drawn: metadata, scripts, files, history. */
void jal_compose_clean (qpdf_data pdf, qpdf_oh object, GHashTable *seen);

/* compose-content.c: makes the contents of @page of @pdf safe to be followed by our own, and fills in what is open. */
void jal_compose_content_prepare (qpdf_data pdf, qpdf_oh page, JalComposePage *result);

/* compose-stamp.c */
gboolean jal_compose_stamp_prepare (JalCompose *compose, GError **error);
/* Appends the drawing of @label on a page and the resources it needs. Returns FALSE when it cannot be 12 pt on A4. */
gboolean jal_compose_stamp_draw (JalCompose *compose, const double box[4], int rotate, double unit, const char *label,
                                 qpdf_oh fonts, qpdf_oh xobjects, GString *out);
/* From the page as it is seen (origin bottom left, upright) to its user space. */
void jal_compose_view_matrix (const double box[4], int rotate, double matrix[6]);

/* compose-index.c: lays the index out, numbers all pages, draws the index and the plain pages and takes them in. */
gboolean jal_compose_index_make (JalCompose *compose, GError **error);

/* compose-paper.c: draws the pages of the job "paper" and puts them into the page tree; index_pages counts them. */
gboolean jal_compose_paper_make (JalCompose *compose, GError **error);

/* compose-place.c: puts the slots into the page tree with stamps, pictures, links and marks. */
gboolean jal_compose_place (JalCompose *compose, GError **error);

/* compose-finish.c: outline, labels, layers, information, and the writing. */
gboolean jal_compose_finish (JalCompose *compose, GError **error);

/* Opens a PDF made here, from memory that is kept until the end of the build; clean up with qpdf_cleanup(). */
qpdf_data jal_compose_open_own (JalCompose *compose, GByteArray *bytes);

G_END_DECLS
