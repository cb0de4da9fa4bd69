/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lines of a table are one row.
 *
 *  1. A line that has most of its cells begins a row, unless it overlaps the line above it or stands closer to it than
 * rows do.
 *  2. Lines of few cells between two such lines belong to the nearer one: cells stand at the top of their row, in its
 * middle, or at its bottom (as a spreadsheet has it), and the widest step is that from row to row.
 *  3. Where no step is wider than the others, and the lines are as close as those of a cell, nobody knows: no table is
 * told then. A name that is broken in its cell must not be parted.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <math.h>

#include "worker/reader-rows-private.h"

/* In sizes of a letter: a line that is no further below another overlaps it. */
#define OVERLAP 0.7
/* A line so much closer than the rows usually are goes on with the row above it. */
#define CLOSER 0.85
/* A step so much wider than the others is one from row to row. */
#define WIDER 1.12

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

static guint
count_filled (const JalRows *rows, const JalRowLine *line)
{
  gboolean filled[COLUMNS_MAX] = { FALSE };
  guint n_filled = 0;

  for (guint k = line->first; k < line->first + line->n; k++)
    {
      guint column = jal_rows_column_of (rows, rows->order->pdata[k]);

      n_filled += filled[column] ? 0 : 1;
      filled[column] = TRUE;
    }
  return n_filled;
}

gboolean
jal_rows_is_dense (const JalRows *rows, const JalRowLine *line)
{
  return 2 * count_filled (rows, line) > rows->gutters->len + 1;
}

/* From the line above line @i to it, in sizes of a letter. */
static double
step_to (const JalRows *rows, guint i)
{
  const JalRowLine *above = jal_rows_line_at (rows, i - 1), *line = jal_rows_line_at (rows, i);

  return (line->y1 + line->y2 - above->y1 - above->y2) / 2 / MIN (above->size, line->size);
}

/* Line @i after another of many cells. */
static gboolean
begins_row (const JalRows *rows, guint i, double pitch)
{
  const JalRowLine *line = jal_rows_line_at (rows, i);

  if (step_to (rows, i) < OVERLAP)
    return FALSE;
  return step_to (rows, i) * MIN (jal_rows_line_at (rows, i - 1)->size, line->size) >= CLOSER * pitch
         || count_filled (rows, line) == rows->gutters->len + 1;
}

/* Tells for the lines behind @above to @below, both of many cells and those between them of few, which begin a row
   (@begins, by line). FALSE: nobody knows. */
static gboolean
part_lines (const JalRows *rows, guint above, guint below, gboolean *begins)
{
  double widest = 0, second = 0, closest = INFINITY;
  guint at = above + 1;

  for (guint i = above + 1; i <= below; i++)
    {
      double step = step_to (rows, i);

      if (step > widest)
        {
          second = widest;
          widest = step;
          at = i;
        }
      else
        second = MAX (second, step);
      closest = step >= OVERLAP ? MIN (closest, step) : closest;
    }
  for (guint i = above + 1; i <= below; i++)
    begins[i] = i == at || step_to (rows, i) >= WRAPPED;
  /* Rows of their own, of few cells. */
  if (closest >= CELL_STEP && widest <= WIDER * closest)
    for (guint i = above + 1; i <= below; i++)
      begins[i] = step_to (rows, i) >= OVERLAP;
  else
    return widest > WIDER * second;
  return TRUE;
}

/* The same for the lines of few cells at either end of the table. */
static void
part_ends (const JalRows *rows, guint first, guint top, guint bottom, guint last, gboolean *begins)
{
  for (guint i = first + 1; i <= top; i++)
    begins[i] = step_to (rows, i) >= OVERLAP;
  for (guint i = bottom + 1; i <= last; i++)
    begins[i] = step_to (rows, i) >= WRAPPED;
}

static gboolean
part_all (const JalRows *rows, guint first, guint last, gboolean *begins)
{
  double pitch = get_pitch (rows, first, last);
  guint top = first, above;
  gboolean known = TRUE;

  while (top < last && !jal_rows_is_dense (rows, jal_rows_line_at (rows, top)))
    top++;
  above = top;
  for (guint i = top + 1; i <= last && known; i++)
    if (jal_rows_is_dense (rows, jal_rows_line_at (rows, i)))
      {
        if (i == above + 1)
          begins[i] = begins_row (rows, i, pitch);
        else
          known = part_lines (rows, above, i, begins);
        above = i;
      }
  part_ends (rows, first, top, above, last, begins);
  return known;
}

guint
jal_rows_mark_table (JalRows *rows, guint first, guint last)
{
  g_autofree gboolean *begins = g_new0 (gboolean, last + 1);
  gboolean known = part_all (rows, first, last, begins);
  guint row = 0;

  rows->n_tables++;
  for (guint i = first; i <= last; i++)
    {
      const JalRowLine *line = jal_rows_line_at (rows, i);

      row += i > first && begins[i] ? 1 : 0;
      for (guint k = line->first; k < line->first + line->n; k++)
        {
          JalRowWord *word = rows->order->pdata[k];

          word->table = rows->n_tables;
          word->row = row;
          word->column = jal_rows_column_of (rows, word);
        }
    }
  return known ? row + 1 : 0;
}
