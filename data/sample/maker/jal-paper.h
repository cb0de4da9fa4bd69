/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "jal-dice.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_PAPER_TYPED, /* text stays text */
  JAL_PAPER_GREY,  /* each page one grey JPEG picture, slightly askew */
  JAL_PAPER_FAX,   /* each page one black and white Group 4 picture */
} JalPaperMake;

/* A field of a form: where it stands and what is written in it. */
typedef struct
{
  guint page;   /* from 0 */
  double x, y;  /* top left corner in points from the top left of the page */
  double width, height;
  char *name;
  char *label;
  char *value;  /* "on" or "off" for a box to tick */
  gboolean tick;
} JalPaperField;

/**
 * JalPaper:
 *
 * A document being written, page after page, in points from the top left. The measuring pass writes to nowhere and
 * finds out how many pages there will be, so that the second can print "Page 2 of 5".
 */
typedef struct
{
  JalPaperMake make;
  double width, height;
  double left, right, top, bottom; /* margins */
  char *footer;                    /* the warning at the foot of every page */
  char *running;                   /* nullable: running head */
  char *page_words;                /* printf format: "Page %u of %u" */
  char *family;                    /* of the body type */
  double size;
  double leading;
  gboolean line_numbers;
  JalDice dice;

  cairo_t *cr;   /* the page being written */
  double y;      /* where the next line goes */
  guint page;    /* from 1 while a page is open */
  guint n_pages; /* 0 in the measuring pass */
  guint n_extra; /* further pages behind them: the looks of form fields and layers */
  guint line;    /* on this page, for line numbers */
  GArray *fields; /* of JalPaperField */

  cairo_surface_t *pdf;
  GByteArray *bytes;
  cairo_surface_t *scan; /* the page's picture, for the scanned makes */
} JalPaper;

JalPaper *jal_paper_new (JalPaperMake make, double width, double height, const char *footer, const char *seed, guint n_pages, const char *date);
void jal_paper_free (JalPaper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPaper, jal_paper_free)

/* Ends the page and begins the next. */
void jal_paper_turn (JalPaper *paper);
/* Begins a new page unless @height points are left on this one. */
void jal_paper_need (JalPaper *paper, double height);
/* Returns (transfer full): @markup laid out @width wide; @font like "Liberation Serif Bold 12" or NULL for the body's. */
PangoLayout *jal_paper_layout (JalPaper *paper, const char *markup, const char *font, double width, PangoAlignment align);
/* Writes the layout's lines from paper->y on at @x, turning pages as needed. */
void jal_paper_flow (JalPaper *paper, PangoLayout *layout, double x, gboolean numbered);
/* Writes @markup at a place without moving paper->y; returns its height. */
double jal_paper_put (JalPaper *paper, const char *markup, const char *font, double x, double y, double width, PangoAlignment align);
/* Appends a page of the size @width × @height that shows @markup alone; see n_extra. */
void jal_paper_extra (JalPaper *paper, const char *markup, const char *font, double width, double height, double red, double green, double blue);
/* Ends the document. Returns (transfer full): the PDF, or NULL in the measuring pass. */
GBytes *jal_paper_finish (JalPaper *paper);

G_END_DECLS
