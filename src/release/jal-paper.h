/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers that the program writes itself: sheets, lists, pictures of a plan, as a PDF or on a printer. */
#pragma once

#include <gio/gio.h>

#include "law/jal-lang.h"
#include "release/jal-release.h"

G_BEGIN_DECLS

/**
 * JalPaper:
 *
 * A paper being written, from top to bottom. The composer breaks it into A4 or A3 pages with the footer and "2 / 5" at
 * the foot of each. Printed words are the caller's: they come from the law room in the paper's language. Strings are
 * copied and must be UTF-8.
 */
typedef struct _JalPaper JalPaper;

/* Returns (transfer full): an empty A4 paper in portrait. @title (nullable) is the title of the PDF, not printed. */
JalPaper *jal_paper_new (const char *title, JalLang lang);
void jal_paper_free (JalPaper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPaper, jal_paper_free)

void jal_paper_set_landscape (JalPaper *paper, gboolean landscape);
void jal_paper_set_a3 (JalPaper *paper, gboolean a3);
/* Up to two lines at the foot of every page. */
void jal_paper_set_footer (JalPaper *paper, const char *footer);

typedef enum
{
  JAL_PAPER_PLAIN = 0,
  JAL_PAPER_BOLD = 1 << 0,
  JAL_PAPER_SMALL = 1 << 1,
  JAL_PAPER_CENTRED = 1 << 2,
} JalPaperStyle;

/* @level: 1 (a title) to 3. A heading stays with what follows it. */
void jal_paper_add_heading (JalPaper *paper, guint level, const char *text);
/* A paragraph; "\n" begins a new line. */
void jal_paper_add_text (JalPaper *paper, const char *text, JalPaperStyle style);
/* Large letters of one width, for what somebody will type from the paper. */
void jal_paper_add_code (JalPaper *paper, const char *text, gboolean centred);
/* A QR code of @text, @side millimetres wide (10…200). */
void jal_paper_add_qr (JalPaper *paper, const char *text, double side, gboolean centred);
void jal_paper_add_space (JalPaper *paper, double millimetres);
void jal_paper_add_page_break (JalPaper *paper);

/* A column of a table: @share of the width relative to the others; @end sets numbers at the end of the column. */
typedef struct
{
  const char *title;
  double share;
  gboolean end;
} JalPaperColumnSpec;

/* Begins a table of 1 to 12 columns; every following jal_paper_add_row() is a row of it. Its head is repeated on every
   page and no row is cut. */
void jal_paper_add_table (JalPaper *paper, const JalPaperColumnSpec *columns, guint n_columns);
/* @cells: as many strings as the table has columns; NULL counts as empty. */
void jal_paper_add_row (JalPaper *paper, const char *const *cells);

/* Begins a drawing @height millimetres high over the whole inner width (jal_paper_get_width()); it is never cut. The
   shapes that follow belong to it. All places are millimetres from its upper left corner; a colour is red, green, blue
   in 0…1 and NULL for none (fill) or black (line, words). */
void jal_paper_add_drawing (JalPaper *paper, double height);
/* Millimetres between the margins: 174 on upright A4, 261 on A4 in landscape, 384 on A3 in landscape. Set the format
   first. */
double jal_paper_get_width (JalPaper *paper);
/* Millimetres from the top to the foot margin. */
double jal_paper_get_height (JalPaper *paper);
void jal_paper_draw_line (JalPaper *paper, double x, double y, double x2, double y2, double line, gboolean dashed,
                          const double *color);
void jal_paper_draw_box (JalPaper *paper, double x, double y, double width, double height, double line, gboolean dashed,
                         const double *fill, const double *color);
void jal_paper_draw_circle (JalPaper *paper, double x, double y, double radius, double line, gboolean dashed,
                            const double *fill, const double *color);
/* @size: points, 3…96. @align: -1 start, 0 centre, 1 end. With @width 0 the words stand on one line at @x (which is
   then their start, centre or end); otherwise they are broken within @x … @x + @width. */
void jal_paper_draw_words (JalPaper *paper, double x, double y, double width, const char *text, double size,
                           gboolean bold, int align, const double *color);

/* Draws the paper in a composer of its own. Returns (transfer full): the PDF, in memory alone; NULL with an error. */
GBytes *jal_paper_render (JalPaper *paper, GCancellable *cancellable, GError **error);

/**
 * JalPaperRecord:
 * @kind: what the paper is, for the audit: "custody sheet", "recovery sheet", "timeline"
 * @case_id: its case, or JAL_ID_NONE
 * @subject_id: the row it is about, or JAL_ID_NONE
 * @of_vault: it says nothing of any case: it may leave where copies are held back
 *
 * How a paper that leaves the vault is put on record, as "paper.export" with its SHA-256.
 */
typedef struct
{
  const char *kind;
  JalId case_id;
  JalId subject_id;
  gboolean of_vault;
} JalPaperRecord;

/* Draws the paper into @file (transfer full), which is a file or a printer: see jal_release_file_new() and
   jal_release_printer_new(). It is on record before it has its name. */
gboolean jal_release_paper (JalStore *store, JalPaper *paper, const JalPaperRecord *record, JalReleaseFile *file,
                            GCancellable *cancellable, GError **error);
/* The same for a file at @path. */
gboolean jal_release_paper_save (JalStore *store, JalPaper *paper, const JalPaperRecord *record, const char *path,
                                 gboolean replace, GCancellable *cancellable, GError **error);

G_END_DECLS
