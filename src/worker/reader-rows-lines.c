/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lines of a table are one row: those that overlap, that stand closer than rows do, and those in which a cell
 * goes on. */
#define G_LOG_DOMAIN "jal-reader"

#include <math.h>

#include "worker/reader-rows-private.h"

/* In sizes of a letter. */
/* Between two words of a cell. */
#define WORD_GAP 0.25
/* A line so much closer than the rows usually are goes on with the row above it. */
#define CLOSER 0.85

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double d = *(const double *)a - *(const double *)b;

  return d < 0 ? -1 : d > 0 ? 1 : 0;
}

/* From the middle of a line with most cells to the next such: how far rows are apart. */
static double
get_pitch (const JalRows *rows, guint first, guint last)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (double));
  double before = NAN;

  for (guint i = first; i <= last; i++)
    if (2 * jal_rows_line_at (rows, i)->n_cells > rows->gutters->len + 1)
      {
        double middle = (jal_rows_line_at (rows, i)->y1 + jal_rows_line_at (rows, i)->y2) / 2, step = middle - before;

        if (!isnan (step))
          g_array_append_val (steps, step);
        before = middle;
      }
  g_array_sort (steps, compare_doubles);
  return steps->len > 0 ? g_array_index (steps, double, steps->len / 2) : 0;
}

/* The words of @line in @column: the first, the last, how many. */
static guint
find_cell (const JalRows *rows, const JalRowLine *line, guint column, const JalRowWord **first, const JalRowWord **last)
{
  guint n = 0;

  for (guint k = line->first; k < line->first + line->n; k++)
    if (jal_rows_column_of (rows, rows->order->pdata[k]) == column)
      {
        *last = rows->order->pdata[k];
        *first = n++ == 0 ? *last : *first;
      }
  return n;
}

/* Whether @line, with the first cell alone, is wrapped from the one above it: its first word had no room there. A name
   of two words may be broken with room to spare; rather too many rows are taken for one than such a name for two. */
static gboolean
has_no_room_above (const JalRows *rows, const JalRowLine *above, const JalRowLine *line)
{
  const JalRowWord *first = NULL, *last = NULL, *next = NULL, *unused = NULL;
  guint n_above = find_cell (rows, above, 0, &first, &last), n = find_cell (rows, line, 0, &next, &unused);

  if (n_above == 0 || n == 0)
    return FALSE;
  return last->x2 + WORD_GAP * line->size + next->x2 - next->x1
             > g_array_index (rows->gutters, JalRowGutter, 0).x2 - GUTTER * line->size
         || (n_above == 1 && n == 1);
}

static gboolean
goes_on (const JalRows *rows, const JalRowLine *above, const JalRowLine *line, double pitch)
{
  double step = (line->y1 + line->y2 - above->y1 - above->y2) / 2;
  guint n_columns = rows->gutters->len + 1, n_filled = 0;
  gboolean filled[COLUMNS_MAX] = { FALSE };

  for (guint k = line->first; k < line->first + line->n; k++)
    {
      guint column = jal_rows_column_of (rows, rows->order->pdata[k]);

      n_filled += filled[column] ? 0 : 1;
      filled[column] = TRUE;
    }
  if (step < 0.7 * MIN (above->size, line->size))
    return TRUE;
  if (step < CLOSER * pitch && n_filled < n_columns)
    return TRUE;
  if (step >= WRAPPED * line->size || 2 * n_filled > n_columns)
    return FALSE;
  return !filled[0] || (n_filled == 1 && above->n_cells > 1 && has_no_room_above (rows, above, line));
}

/* Returns the number of its rows. */
guint
jal_rows_mark_table (JalRows *rows, guint first, guint last)
{
  double pitch = get_pitch (rows, first, last);
  guint row = 0;

  rows->n_tables++;
  for (guint i = first; i <= last; i++)
    {
      const JalRowLine *line = jal_rows_line_at (rows, i);

      row += i > first && !goes_on (rows, jal_rows_line_at (rows, i - 1), line, pitch) ? 1 : 0;
      for (guint k = line->first; k < line->first + line->n; k++)
        {
          JalRowWord *word = rows->order->pdata[k];

          word->table = rows->n_tables;
          word->row = row;
          word->column = jal_rows_column_of (rows, word);
        }
    }
  return row + 1;
}
