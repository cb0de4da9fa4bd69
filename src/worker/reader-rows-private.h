/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/reader-private.h"

/* A word of a page: what stands between two white spaces. */
typedef struct
{
  guint first; /* character */
  guint n;
  double x1, y1, x2, y2;
  double size;
  gboolean movable;
  guint line;  /* of those that stand side by side */
  guint table; /* 0: none */
  guint row;   /* of the table */
  guint column;
} JalRowWord;

/* Tells each of @words (JalRowWord, as poppler has them; @chars are those of the page) which table it belongs to, and
   where in it. Returns the number of tables whose words are to be put in another order than they are in. */
guint jal_reader_find_tables (GArray *words, const gunichar *chars);

/* --- While tables are looked for ---------------------------------------------------------------------------------- */

/* What is no whole number is in sizes of a letter. */
#define GUTTER 0.45  /* what all rows leave free between two columns, at least */
#define CELL_GAP 0.9 /* two words of two cells, at least */
#define ROWS_MIN 3
/* From a line to the next of the same cell, at most; and where they are as close as lines of a cell usually are. */
#define WRAPPED 1.7
#define CELL_STEP 1.55
#define COLUMNS_MAX 60

typedef struct
{
  guint first; /* of the words in the order of lines */
  guint n;
  double y1, y2, size;
  guint n_cells;
  gboolean movable;
} JalRowLine;

typedef struct
{
  double x1, x2;
} JalRowGutter;

typedef struct
{
  const gunichar *chars;
  GArray *words;    /* JalRowWord, as poppler has them */
  GPtrArray *order; /* JalRowWord *, line by line, from left to right */
  GArray *lines;    /* JalRowLine */
  GArray *gutters;  /* JalRowGutter, of the table that is being looked at */
  guint n_tables;
} JalRows;

/* reader-rows-find.c */
const JalRowLine *jal_rows_line_at (const JalRows *rows, guint i);
guint jal_rows_column_of (const JalRows *rows, const JalRowWord *word);

/* reader-rows-lines.c */
/* Makes the lines from @first to @last a table; tells each word its row and column. Returns the number of rows; 0:
   nobody knows which lines are one row. */
guint jal_rows_mark_table (JalRows *rows, guint first, guint last);

/* Whether @line has more than half of the cells of a row. */
gboolean jal_rows_is_dense (const JalRows *rows, const JalRowLine *line);

/* reader-rows-judge.c */
/* Whether the last table has most of its cells, and no prose in them. */
gboolean jal_rows_is_regular (const JalRows *rows, guint n_rows);
/* Whether the words of the last table come row by row, or column by column, as poppler has them. */
gboolean jal_rows_is_in_order (const JalRows *rows);
/* Whether the last table would part two words that poppler has together, one below the other, as close as the lines of
   a cell, or in a line of few cells: they may be a name in one cell. */
gboolean jal_rows_part_a_cell (const JalRows *rows);
