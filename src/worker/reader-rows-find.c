/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the tables of a page are, by where its words stand.
 *
 *  1. Words that stand side by side are a line. Lines below each other are a table when the same two gutters at least
 * go through three of them, and half of the columns say little (prose in three columns fills its lines).
 *  2. A line belongs to the row above it when it overlaps it, when it stands closer to it than rows do, or when only a
 * few cells go on in it: not the first, or the first alone with a word that had no room above.
 *  3. A table has most of its cells, and no column of prose that goes on from row to row: that is a text with something
 * beside it.
 *  4. What poppler reads across or wholly down already stays as it is: nobody knows whether lists side by side are a
 * table. So does everything that is no table, what is read from the right or upward, and a table of which the rows
 * would part words that poppler has together in a cell: they may be a name.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <math.h>

#include "worker/reader-rows-private.h"

/* What is no whole number is in sizes of a letter, but for SAYS_LITTLE. */
#define LINE_GAP 2.8 /* between two lines of a table, at most */
#define GUTTERS_MIN 2
/* Words a cell has on average, in a column that is none of prose. */
#define SAYS_LITTLE 3.0

/* --- Words and lines ---------------------------------------------------------------------------------------------- */

static int
compare_middles (gconstpointer a, gconstpointer b)
{
  const JalRowWord *p = *(const JalRowWord *const *)a, *q = *(const JalRowWord *const *)b;
  double d = p->y1 + p->y2 - q->y1 - q->y2;

  return d < 0 ? -1 : d > 0 ? 1 : p->first < q->first ? -1 : 1;
}

static int
compare_lefts (gconstpointer a, gconstpointer b)
{
  const JalRowWord *p = *(const JalRowWord *const *)a, *q = *(const JalRowWord *const *)b;

  return p->x1 < q->x1 ? -1 : p->x1 > q->x1 ? 1 : p->first < q->first ? -1 : 1;
}

static void
end_line (JalRows *rows, guint first, guint end)
{
  JalRowLine line = { .first = first, .n = end - first, .y1 = INFINITY, .y2 = -INFINITY, .movable = TRUE };
  double right = -INFINITY;

  g_qsort_with_data (rows->order->pdata + first, (int)line.n, sizeof (gpointer),
                     (GCompareDataFunc)(void (*) (void))compare_lefts, NULL);
  for (guint i = first; i < end; i++)
    {
      JalRowWord *word = rows->order->pdata[i];

      word->line = rows->lines->len;
      line.y1 = MIN (line.y1, word->y1);
      line.y2 = MAX (line.y2, word->y2);
      line.size = MAX (line.size, word->size);
      line.movable = line.movable && word->movable && !(word->x1 < right - word->size / 2);
      line.n_cells += word->x1 > right + CELL_GAP * word->size ? 1 : 0;
      right = MAX (right, word->x2);
    }
  g_array_append_val (rows->lines, line);
}

static void
find_lines (JalRows *rows)
{
  guint first = 0;

  for (guint i = 0; i < rows->words->len; i++)
    g_ptr_array_add (rows->order, &g_array_index (rows->words, JalRowWord, i));
  g_ptr_array_sort (rows->order, compare_middles);
  for (guint i = 1; i < rows->order->len; i++)
    {
      const JalRowWord *top = rows->order->pdata[first], *word = rows->order->pdata[i];

      if ((word->y1 + word->y2) / 2 > top->y2 - (top->y2 - top->y1) / 4)
        {
          end_line (rows, first, i);
          first = i;
        }
    }
  if (first < rows->order->len)
    end_line (rows, first, rows->order->len);
}

/* --- Gutters ------------------------------------------------------------------------------------------------------ */

/* What of @gutter the words of @line leave free: the widest part of it. */
static JalRowGutter
leave_free (const JalRows *rows, const JalRowLine *line, JalRowGutter gutter)
{
  JalRowGutter widest = { gutter.x1, gutter.x1 };
  double left = gutter.x1;

  for (guint i = line->first; i <= line->first + line->n; i++)
    {
      const JalRowWord *word = i < line->first + line->n ? rows->order->pdata[i] : NULL;
      double right = word != NULL ? MIN (word->x1, gutter.x2) : gutter.x2;

      if (word != NULL && (word->x2 <= gutter.x1 || word->x1 >= gutter.x2))
        continue;
      if (right - left > widest.x2 - widest.x1)
        widest = (JalRowGutter){ left, right };
      left = word != NULL ? MAX (left, word->x2) : left;
    }
  return widest;
}

static void
begin_gutters (JalRows *rows, const JalRowLine *line)
{
  const JalRowWord *before = rows->order->pdata[line->first];
  double right = before->x2;

  g_array_set_size (rows->gutters, 0);
  for (guint i = line->first + 1; i < line->first + line->n && rows->gutters->len < COLUMNS_MAX - 1; i++)
    {
      const JalRowWord *word = rows->order->pdata[i];
      JalRowGutter gutter = { right, word->x1 };

      if (gutter.x2 - gutter.x1 > CELL_GAP * word->size)
        g_array_append_val (rows->gutters, gutter);
      right = MAX (right, word->x2);
    }
}

/* Whether the words of @line leave all gutters free; if so these are narrowed. */
static gboolean
keep_gutters (JalRows *rows, const JalRowLine *line)
{
  JalRowGutter kept[COLUMNS_MAX];

  for (guint i = 0; i < rows->gutters->len; i++)
    {
      kept[i] = leave_free (rows, line, g_array_index (rows->gutters, JalRowGutter, i));
      if (kept[i].x2 - kept[i].x1 < GUTTER * line->size)
        return FALSE;
    }
  for (guint i = 0; i < rows->gutters->len; i++)
    g_array_index (rows->gutters, JalRowGutter, i) = kept[i];
  return TRUE;
}

/* The line that a table begins with may have cells of words that are far apart: what the next line does not leave free
   was no gutter. */
static void
drop_gutters (JalRows *rows, const JalRowLine *line)
{
  for (guint i = rows->gutters->len; i-- > 0;)
    {
      JalRowGutter *gutter = &g_array_index (rows->gutters, JalRowGutter, i), left = leave_free (rows, line, *gutter);

      if (left.x2 - left.x1 < GUTTER * line->size)
        g_array_remove_index (rows->gutters, i);
      else
        *gutter = left;
    }
}

/* All strips that the words of the lines leave free, with words on either side: a column may begin below the first
 * line. */
static void
find_all_gutters (JalRows *rows, guint first, guint last)
{
  guint from = g_array_index (rows->lines, JalRowLine, first).first,
        end = g_array_index (rows->lines, JalRowLine, last).first + g_array_index (rows->lines, JalRowLine, last).n;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  double right = INFINITY, size = 0;

  for (guint i = first; i <= last; i++)
    size = MAX (size, g_array_index (rows->lines, JalRowLine, i).size);
  for (guint i = from; i < end; i++)
    g_ptr_array_add (words, rows->order->pdata[i]);
  g_ptr_array_sort (words, compare_lefts);
  g_array_set_size (rows->gutters, 0);
  for (guint i = 0; i < words->len; i++)
    {
      const JalRowWord *word = words->pdata[i];
      const JalRowGutter gutter = { right, word->x1 };

      if (word->x1 - right > GUTTER * size && rows->gutters->len < COLUMNS_MAX - 1)
        g_array_append_val (rows->gutters, gutter);
      right = i == 0 ? word->x2 : MAX (right, word->x2);
    }
}

guint
jal_rows_column_of (const JalRows *rows, const JalRowWord *word)
{
  guint column = 0;

  while (column < rows->gutters->len
         && (word->x1 + word->x2) / 2 > g_array_index (rows->gutters, JalRowGutter, column).x1)
    column++;
  return column;
}

/* --- Tables ------------------------------------------------------------------------------------------------------- */

const JalRowLine *
jal_rows_line_at (const JalRows *rows, guint i)
{
  return &g_array_index (rows->lines, JalRowLine, i);
}

static gboolean
are_near (const JalRowLine *above, const JalRowLine *below)
{
  return below->y1 - above->y2 < LINE_GAP * MAX (above->size, below->size);
}

/* Cells of the columns that have one, of the lines from @first to @last. */
static void
count_cells (const JalRows *rows, guint first, guint last, guint *cells, guint *words, guint *full_rows)
{
  *full_rows = 0;
  for (guint i = first; i <= last; i++)
    {
      guint n_filled = 0;
      gboolean filled[COLUMNS_MAX] = { FALSE };

      for (guint k = jal_rows_line_at (rows, i)->first;
           k < jal_rows_line_at (rows, i)->first + jal_rows_line_at (rows, i)->n; k++)
        {
          guint column = jal_rows_column_of (rows, rows->order->pdata[k]);

          words[column]++;
          n_filled += filled[column] ? 0 : 1;
          cells[column] += filled[column] ? 0 : 1;
          filled[column] = TRUE;
        }
      *full_rows += n_filled > GUTTERS_MIN ? 1 : 0;
    }
}

static gboolean
is_table (const JalRows *rows, guint first, guint last)
{
  guint cells[COLUMNS_MAX] = { 0 }, words[COLUMNS_MAX] = { 0 }, full_rows, n_columns = rows->gutters->len + 1,
        n_short = 0;

  if (rows->gutters->len < GUTTERS_MIN)
    return FALSE;
  count_cells (rows, first, last, cells, words, &full_rows);
  for (guint i = 0; i < n_columns; i++)
    n_short += words[i] <= SAYS_LITTLE * cells[i] ? 1 : 0;
  return full_rows >= ROWS_MIN && 2 * n_short >= n_columns;
}

static void
forget_table (JalRows *rows)
{
  for (guint i = 0; i < rows->words->len; i++)
    {
      JalRowWord *word = &g_array_index (rows->words, JalRowWord, i);

      if (word->table == rows->n_tables)
        word->table = 0;
    }
  rows->n_tables--;
}

/* Of a head the cells may stand one above the other; a line of prose above a table is none. */
static gboolean
is_head (const JalRowLine *line)
{
  return line->movable && line->n <= SAYS_LITTLE * line->n_cells;
}

/* Makes the lines a table. FALSE: they are none, or better left as poppler has them. */
static gboolean
take_table (JalRows *rows, guint first, guint last)
{
  guint n_rows;

  find_all_gutters (rows, first, last);
  n_rows = jal_rows_mark_table (rows, first, last);
  if (jal_rows_is_regular (rows, n_rows) && !jal_rows_is_in_order (rows) && !jal_rows_part_a_cell (rows))
    return TRUE;
  forget_table (rows);
  return FALSE;
}

/* The last line of the table that begins with line @first; @first: there is none. */
static guint
find_end (JalRows *rows, guint first)
{
  guint last = first;

  begin_gutters (rows, jal_rows_line_at (rows, first));
  if (first + 1 < rows->lines->len && jal_rows_line_at (rows, first + 1)->movable
      && are_near (jal_rows_line_at (rows, first), jal_rows_line_at (rows, first + 1)))
    drop_gutters (rows, jal_rows_line_at (rows, first + 1));
  if (rows->gutters->len < GUTTERS_MIN)
    return first;
  while (last + 1 < rows->lines->len && jal_rows_line_at (rows, last + 1)->movable
         && are_near (jal_rows_line_at (rows, last), jal_rows_line_at (rows, last + 1))
         && keep_gutters (rows, jal_rows_line_at (rows, last + 1)))
    last++;
  return is_table (rows, first, last) ? last : first;
}

static void
find_tables (JalRows *rows)
{
  guint from = 0; /* lines before it are another table's */

  for (guint i = 0; i < rows->lines->len; i++)
    {
      guint head = i, last;

      if (!jal_rows_line_at (rows, i)->movable || jal_rows_line_at (rows, i)->n_cells <= GUTTERS_MIN)
        continue;
      last = find_end (rows, i);
      if (last == i)
        continue;
      while (head > from && is_head (jal_rows_line_at (rows, head - 1))
             && are_near (jal_rows_line_at (rows, head - 1), jal_rows_line_at (rows, head))
             && keep_gutters (rows, jal_rows_line_at (rows, head - 1)))
        head--;
      /* What stands above it may be the end of a paragraph. */
      if (!take_table (rows, head, last) && head < i)
        take_table (rows, i, last);
      i = last;
      from = last + 1;
    }
}

guint
jal_reader_find_tables (GArray *words, const gunichar *chars)
{
  JalRows rows = { chars,
                   words,
                   g_ptr_array_new (),
                   g_array_new (FALSE, FALSE, sizeof (JalRowLine)),
                   g_array_new (FALSE, FALSE, sizeof (JalRowGutter)),
                   0 };

  find_lines (&rows);
  find_tables (&rows);
  g_ptr_array_unref (rows.order);
  g_array_unref (rows.lines);
  g_array_unref (rows.gutters);
  return rows.n_tables;
}
