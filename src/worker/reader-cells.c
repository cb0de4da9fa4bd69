/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells of a table, parted.
 *
 * Where poppler takes words for a table it puts the cells of a row one after the other with nothing between them
 * ("CashPZ", "301/02/2026"): whoever looks for such a word as a word, copies it or has it read to them finds another.
 * Here a space is put between two characters that stand apart, and have none:
 *
 *  1. Further than a letter is high: two cells, or the end of one and the next line of another.
 *  2. Further than words are, and at least twice as far as the letters on one of its sides are from each other: letters
 * that are spaced out (a heading) stay a word.
 */
#include <string.h>

#include "worker/reader-private.h"

/* Of the larger side of a letter's box: the gap between two cells, whatever stands beside it. */
#define FAR 1.0
/* The same, where no letter of the same word stands beside it. */
#define ALONE 0.6
/* Between two words: poppler's tenth. */
#define NEAR 0.1

double
jal_reader_get_gap (const PopplerRectangle *a, const PopplerRectangle *b)
{
  double across = MAX (MIN (b->x1, b->x2) - MAX (a->x1, a->x2), MIN (a->x1, a->x2) - MAX (b->x1, b->x2));
  double along = MAX (MIN (b->y1, b->y2) - MAX (a->y1, a->y2), MIN (a->y1, a->y2) - MAX (b->y1, b->y2));

  return MAX (across, along);
}

double
jal_reader_get_size (const PopplerRectangle *box)
{
  return MAX (ABS (box->x2 - box->x1), ABS (box->y2 - box->y1));
}

/* Whether the characters @at and the next are letters of cells that stand apart. */
static gboolean
stand_apart (const gunichar *chars, const PopplerRectangle *boxes, guint n, guint at)
{
  double size = MAX (jal_reader_get_size (&boxes[at]), jal_reader_get_size (&boxes[at + 1])),
         gap = jal_reader_get_gap (&boxes[at], &boxes[at + 1]), beside = -1;

  if (!(size > 0) || gap <= NEAR * size)
    return FALSE;
  if (gap > FAR * size)
    return TRUE;
  if (at > 0 && !g_unichar_isspace (chars[at - 1]))
    beside = MAX (jal_reader_get_gap (&boxes[at - 1], &boxes[at]), 0);
  if (at + 2 < n && !g_unichar_isspace (chars[at + 2]))
    {
      double after = MAX (jal_reader_get_gap (&boxes[at + 1], &boxes[at + 2]), 0);

      beside = beside < 0 ? after : MIN (beside, after);
    }
  return beside < 0 ? gap > ALONE * size : gap > 2 * beside;
}

PopplerRectangle
jal_reader_get_between (const PopplerRectangle *a, const PopplerRectangle *b)
{
  double left = MIN (MAX (a->x1, a->x2), MAX (b->x1, b->x2)), right = MAX (MIN (a->x1, a->x2), MIN (b->x1, b->x2));
  double low = MAX (MIN (a->y1, a->y2), MIN (b->y1, b->y2)), high = MIN (MAX (a->y1, a->y2), MAX (b->y1, b->y2));

  if (high > low && right >= left)
    return (PopplerRectangle){ left, low, right, high };
  /* Turned by a quarter: the line goes down the page. */
  left = MAX (MIN (a->x1, a->x2), MIN (b->x1, b->x2));
  right = MIN (MAX (a->x1, a->x2), MAX (b->x1, b->x2));
  low = MIN (MAX (a->y1, a->y2), MAX (b->y1, b->y2));
  high = MAX (MIN (a->y1, a->y2), MIN (b->y1, b->y2));
  if (right > left && high >= low)
    return (PopplerRectangle){ left, low, right, high };
  return (PopplerRectangle){ MAX (a->x1, a->x2), MIN (a->y1, a->y2), MAX (a->x1, a->x2), MAX (a->y1, a->y2) };
}

void
jal_reader_part_cells (char **text, PopplerRectangle **boxes, guint *n_boxes)
{
  g_autofree gunichar *chars = NULL;
  glong n;
  g_autoptr (GString) parted = NULL;
  GArray *places;

  if (*text == NULL || (glong)*n_boxes != g_utf8_strlen (*text, -1))
    return;
  chars = g_utf8_to_ucs4_fast (*text, -1, &n);
  parted = g_string_sized_new (strlen (*text));
  places = g_array_sized_new (FALSE, FALSE, sizeof (PopplerRectangle), *n_boxes);
  for (guint i = 0; i < *n_boxes; i++)
    {
      g_string_append_unichar (parted, chars[i]);
      g_array_append_val (places, (*boxes)[i]);
      if (i + 1 < *n_boxes && !g_unichar_isspace (chars[i]) && !g_unichar_isspace (chars[i + 1])
          && stand_apart (chars, *boxes, *n_boxes, i))
        {
          const PopplerRectangle between = jal_reader_get_between (&(*boxes)[i], &(*boxes)[i + 1]);

          g_string_append_c (parted, ' ');
          g_array_append_val (places, between);
        }
    }
  g_free (*text);
  g_free (*boxes);
  *n_boxes = places->len;
  *text = g_string_free (g_steal_pointer (&parted), FALSE);
  *boxes = (PopplerRectangle *)(gpointer)g_array_free (places, FALSE);
}
