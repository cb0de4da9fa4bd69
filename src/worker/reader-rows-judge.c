/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what looks like a table is one, and better read row by row than as poppler has it. */
#define G_LOG_DOMAIN "jal-reader"

#include <math.h>

#include "worker/reader-rows-private.h"

/* A line of more is prose, if it goes on with the one above it: it begins with a small letter, or that one fills the
 * column and has no end. */
#define SAYS_MUCH 5
/* Cells that begin so: no table then. */
#define GOES_ON 0.3
#define PROSE_MIN 3
#define FULL 0.88
/* Of the cells that a table has room for. */
#define FILLED_MIN 0.5

/* A column of the last table. */
typedef struct
{
  double left, right;
  guint n_cells;
  guint n_long;                /* rows with a line that says much */
  guint n_going_on;            /* of those lines, the first of each row */
  const JalRowWord *said_much; /* the last such line */
  /* The line that is gone through, and the one above it. */
  const JalRowWord *first, *last, *before_first, *before;
  guint n_words;
} Column;

/* Whether the line is wrapped from the one above it in the same cell. */
static gboolean
is_wrapped (const Column *column)
{
  return column->before != NULL && column->before->row == column->first->row && column->first->x1 < column->before->x2
         && column->before_first->x1 < column->last->x2;
}

static void
end_column_line (const JalRows *rows, Column *column)
{
  if (column->n_words >= SAYS_MUCH && !is_wrapped (column)
      && (column->said_much == NULL || column->said_much->row != column->first->row))
    {
      gboolean goes_on
          = g_unichar_islower (rows->chars[column->first->first])
            || (column->before != NULL && column->before->x2 > column->left + FULL * (column->right - column->left)
                && !g_unichar_ispunct (rows->chars[column->before->first + column->before->n - 1]));

      column->n_long++;
      column->n_going_on += goes_on ? 1 : 0;
      column->said_much = column->first;
    }
  if (column->n_words > 0)
    {
      column->before_first = column->first;
      column->before = column->last;
    }
  column->n_words = 0;
}

static void
measure_columns (const JalRows *rows, Column *columns)
{
  for (guint i = 0; i < rows->order->len; i++)
    {
      const JalRowWord *word = rows->order->pdata[i];

      if (word->table != rows->n_tables)
        continue;
      columns[word->column].left = MIN (columns[word->column].left, word->x1);
      columns[word->column].right = MAX (columns[word->column].right, word->x2);
    }
}

gboolean
jal_rows_is_regular (const JalRows *rows, guint n_rows)
{
  guint n_columns = rows->gutters->len + 1, n_filled = 0;
  Column columns[COLUMNS_MAX] = { 0 };

  for (guint i = 0; i < n_columns; i++)
    columns[i] = (Column){ .left = INFINITY, .right = -INFINITY };
  measure_columns (rows, columns);
  for (guint i = 0; i < rows->order->len; i++)
    {
      const JalRowWord *word = rows->order->pdata[i];
      Column *column = &columns[word->column];

      if (word->table != rows->n_tables)
        continue;
      if (column->last == NULL || column->last->line != word->line)
        {
          end_column_line (rows, column);
          column->n_cells += column->last == NULL || column->last->row != word->row ? 1 : 0;
          column->first = word;
        }
      column->last = word;
      column->n_words++;
    }
  for (guint i = 0; i < n_columns; i++)
    {
      end_column_line (rows, &columns[i]);
      n_filled += columns[i].n_cells;
      if (columns[i].n_long >= PROSE_MIN && columns[i].n_going_on > GOES_ON * columns[i].n_long)
        return FALSE;
    }
  return n_rows >= ROWS_MIN && n_filled >= FILLED_MIN * n_columns * n_rows;
}

gboolean
jal_rows_is_in_order (const JalRows *rows)
{
  const JalRowWord *before = NULL;
  gboolean across = TRUE, down = TRUE;

  for (guint i = 0; i < rows->words->len; i++)
    {
      const JalRowWord *word = &g_array_index (rows->words, JalRowWord, i);

      if (word->table != rows->n_tables)
        continue;
      if (before != NULL)
        {
          across = across && (word->row > before->row || (word->row == before->row && word->column >= before->column));
          down
              = down && (word->column > before->column || (word->column == before->column && word->row >= before->row));
        }
      before = word;
    }
  return across || down;
}

/* Whether the cell of both has another word on a line between them, behind @above on its line, or before @word on its.
 */
static gboolean
has_words_between (const JalRows *rows, const JalRowWord *above, const JalRowWord *word)
{
  for (guint i = above->line; i <= word->line; i++)
    {
      const JalRowLine *line = jal_rows_line_at (rows, i);

      for (guint k = line->first; k < line->first + line->n; k++)
        {
          const JalRowWord *other = rows->order->pdata[k];

          if (other->table == word->table && other->row == word->row && other->column == word->column
              && (i > above->line || other->x1 > above->x1) && (i < word->line || other->x1 < word->x1))
            return TRUE;
        }
    }
  return FALSE;
}

/* Where the words begin that stand close together in the cell of @word, as far as to it. */
static double
get_left (const JalRows *rows, const JalRowWord *word)
{
  const JalRowLine *line = jal_rows_line_at (rows, word->line);
  double left = word->x1;

  for (guint k = line->first + line->n; k-- > line->first;)
    {
      const JalRowWord *other = rows->order->pdata[k];

      if (other->table == word->table && other->column == word->column && other->x1 < left
          && other->x2 > left - CELL_GAP * word->size)
        left = other->x1;
    }
  return left;
}

static gboolean
parts (const JalRows *rows, const JalRowWord *above, const JalRowWord *word)
{
  double step = (word->y1 - above->y1) / word->size;

  if (word->line <= above->line || word->x1 >= above->x2 || step >= WRAPPED || get_left (rows, above) >= word->x2)
    return FALSE;
  if (above->table != word->table)
    return word->line - above->line == 1;
  if (above->row == word->row && above->column == word->column)
    return has_words_between (rows, above, word);
  return step < CELL_STEP || !jal_rows_is_dense (rows, jal_rows_line_at (rows, above->line))
         || !jal_rows_is_dense (rows, jal_rows_line_at (rows, word->line));
}

gboolean
jal_rows_part_a_cell (const JalRows *rows)
{
  for (guint i = 1; i < rows->words->len; i++)
    {
      const JalRowWord *above = &g_array_index (rows->words, JalRowWord, i - 1), *word = above + 1;

      if ((above->table == rows->n_tables || word->table == rows->n_tables) && parts (rows, above, word))
        return TRUE;
    }
  return FALSE;
}
