/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a table, in the order in which they are read.
 *
 * poppler looks for columns of prose. In a table it takes some cells across and some down ("1180 29/01/2026 1181
 * 31/01/2026 Room In Out 3"): nobody can read that aloud, copy it or mark a row of it. Here such a table is put
 * together again row by row, as it stands on the page, and within a row cell by cell, the lines of a cell one below the
 * other.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <math.h>

#include "worker/reader-rows-private.h"

/* A page of more is left as it is. */
#define WORDS_MAX 40000

static void
add_word (GArray *words, const gunichar *chars, const PopplerRectangle *boxes, guint first, guint n)
{
  JalRowWord word
      = { .first = first, .n = n, .x1 = INFINITY, .y1 = INFINITY, .x2 = -INFINITY, .y2 = -INFINITY, .movable = TRUE };
  double last = -INFINITY;

  for (guint i = first; i < first + n; i++)
    {
      double x1 = MIN (boxes[i].x1, boxes[i].x2), x2 = MAX (boxes[i].x1, boxes[i].x2), middle = (x1 + x2) / 2;

      word.x1 = MIN (word.x1, x1);
      word.x2 = MAX (word.x2, x2);
      word.y1 = MIN (word.y1, MIN (boxes[i].y1, boxes[i].y2));
      word.y2 = MAX (word.y2, MAX (boxes[i].y1, boxes[i].y2));
      word.size = MAX (word.size, ABS (boxes[i].y2 - boxes[i].y1));
      /* Upward, or from the right: no cell of such a table. */
      word.movable = word.movable && middle >= last - 0.01 && g_unichar_get_script (chars[i]) != G_UNICODE_SCRIPT_ARABIC
                     && g_unichar_get_script (chars[i]) != G_UNICODE_SCRIPT_HEBREW;
      last = middle;
    }
  word.movable = word.movable && isfinite (word.x1 + word.x2 + word.y1 + word.y2) && word.size > 0
                 && word.y2 - word.y1 < 1.6 * word.size;
  g_array_append_val (words, word);
}

/* --- Put together again ------------------------------------------------------------------------------------------- */

typedef struct
{
  const gunichar *chars;
  const PopplerRectangle *boxes;
  GString *text;
  GArray *places; /* PopplerRectangle */
  const JalRowWord *before;
} Out;

static void
put (Out *out, gunichar c, const PopplerRectangle *box)
{
  g_string_append_unichar (out->text, c);
  g_array_append_vals (out->places, box, 1);
}

/* Between two cells of a row a space; a line goes on below itself, and a row below a row. */
static void
put_between (Out *out, const JalRowWord *before, const JalRowWord *word)
{
  const PopplerRectangle between
      = jal_reader_get_between (&out->boxes[before->first + before->n - 1], &out->boxes[word->first]);
  gboolean beside = before->table != 0 && before->table == word->table && before->row == word->row
                    && (before->column != word->column || before->line == word->line);

  put (out, beside ? ' ' : '\n', &between);
}

static void
put_word (Out *out, const JalRowWord *word)
{
  const JalRowWord *before = out->before;

  if (before != NULL && before + 1 == word && (before->table == 0 || before->table != word->table))
    for (guint i = before->first + before->n; i < word->first; i++)
      put (out, out->chars[i], &out->boxes[i]);
  else if (before != NULL)
    put_between (out, before, word);
  for (guint i = word->first; i < word->first + word->n; i++)
    put (out, out->chars[i], &out->boxes[i]);
  out->before = word;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const JalRowWord *p = *(const JalRowWord *const *)a, *q = *(const JalRowWord *const *)b;

  if (p->row != q->row)
    return p->row < q->row ? -1 : 1;
  if (p->column != q->column)
    return p->column < q->column ? -1 : 1;
  if (p->line != q->line)
    return p->line < q->line ? -1 : 1;
  return p->x1 < q->x1 ? -1 : p->x1 > q->x1 ? 1 : p->first < q->first ? -1 : 1;
}

static void
put_table (Out *out, GArray *page, guint table)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < page->len; i++)
    if (g_array_index (page, JalRowWord, i).table == table)
      g_ptr_array_add (words, &g_array_index (page, JalRowWord, i));
  g_ptr_array_sort (words, compare_rows);
  for (guint i = 0; i < words->len; i++)
    put_word (out, words->pdata[i]);
}

/* A table stands where its first word did. */
static void
put_all (Out *out, GArray *page, guint n_tables)
{
  g_autofree gboolean *done = g_new0 (gboolean, n_tables + 1);

  for (guint i = 0; i < page->len; i++)
    {
      const JalRowWord *word = &g_array_index (page, JalRowWord, i);

      if (word->table == 0)
        put_word (out, word);
      else if (!done[word->table])
        {
          put_table (out, page, word->table);
          done[word->table] = TRUE;
        }
    }
}

static GArray *
find_words (const gunichar *chars, const PopplerRectangle *boxes, guint n)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (JalRowWord));

  for (guint i = 0; i < n;)
    {
      guint first = i;

      while (i < n && !g_unichar_isspace (chars[i]))
        i++;
      if (i > first)
        add_word (words, chars, boxes, first, i - first);
      else
        i++;
    }
  return words;
}

void
jal_reader_put_rows (char **text, PopplerRectangle **boxes, guint *n_boxes)
{
  g_autofree gunichar *chars = NULL;
  g_autoptr (GArray) page = NULL;
  guint n_tables;
  Out out;

  if (*text == NULL || *n_boxes == 0 || (glong)*n_boxes != g_utf8_strlen (*text, -1))
    return;
  chars = g_utf8_to_ucs4_fast (*text, -1, NULL);
  page = find_words (chars, *boxes, *n_boxes);
  n_tables = page->len <= WORDS_MAX ? jal_reader_find_tables (page, chars) : 0;
  if (n_tables == 0)
    return;
  out = (Out){ chars, *boxes, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (PopplerRectangle)), NULL };
  put_all (&out, page, n_tables);
  g_free (*text);
  g_free (*boxes);
  *n_boxes = out.places->len;
  *text = g_string_free (out.text, FALSE);
  *boxes = (PopplerRectangle *)(gpointer)g_array_free (out.places, FALSE);
}
