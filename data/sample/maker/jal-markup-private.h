/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jal-markup.h"

G_BEGIN_DECLS

#define JAL_MARKUP_MAX_COLUMNS 16

typedef struct
{
  JalPaper *paper;
  JalMarkupDraw draw;
  const char *where;
  guint line;

  guint n_columns;
  double weights[JAL_MARKUP_MAX_COLUMNS];
  PangoAlignment aligns[JAL_MARKUP_MAX_COLUMNS];
  char *head; /* the table's head row, written again on each new page */
  double table_size;
  int outline[8]; /* the last outline entry of each level */
} JalMarkupWriter;

/* Ends the program with @what and the line it is about. */
void jal_markup_wrong (JalMarkupWriter *writer, const char *what);
/* Width of the column of type, in points. */
double jal_markup_column (JalMarkupWriter *writer);
/* Returns (transfer full): the parts of @text between "|", trimmed; and (transfer none): part @i, or "". */
char **jal_markup_split (const char *text);
char *jal_markup_cell (char **cells, guint i);
/* Sees to it that a page is open with @height points left before anything is drawn at paper->y. */
void jal_markup_ready (JalMarkupWriter *writer, double height);
void jal_markup_paragraph (JalMarkupWriter *writer, const char *markup, const char *font, double indent, PangoAlignment align, gboolean justify);

void jal_markup_hand (JalMarkupWriter *writer, const char *text);
void jal_markup_filled (JalMarkupWriter *writer, const char *label, const char *value, gboolean by_hand);
void jal_markup_table (JalMarkupWriter *writer, const char *line);
void jal_markup_field (JalMarkupWriter *writer, char **cells, gboolean tick);
void jal_markup_sign (JalMarkupWriter *writer, char **cells);
void jal_markup_photo (JalMarkupWriter *writer, char **cells);

G_END_DECLS
