/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters in a row.
 *
 * Rules, bars and strokes are left out of what may be writing, and a word may lose letters so: the I of a drawn name is
 * a bar, the M between two rules of a form has no side left. What shows writing with all that it has is asked about
 * where letters stand in a row: pieces of about one height beside each other, a letter's width apart, JAL_ROW_MIN of
 * which have the shape of nothing else; and whatever else it shows, where JAL_ROW_SURE do. Upright rows count as well.
 */
#include "pages/jal-unsaid-private.h"

/* Points. */
#define HEIGHT_MIN 4.0
#define HEIGHT_MAX 110.0
/* Of a letter's height: how much wider it may be, how much higher than its neighbour, and how far from it. */
#define WIDTH_MOST 2.5
#define HEIGHT_LIKE 2.0
#define APART 1.1

/* A piece as it stands in its row: along it and across it. */
typedef struct
{
  int start, end, low, high;
  guint n; /* letters of the longest row that begins with it */
  gboolean is_shape;
} Letter;

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  return ((const Letter *)a)->start - ((const Letter *)b)->start;
}

static gboolean
are_neighbours (const Letter *a, const Letter *b)
{
  int height_a = a->high - a->low + 1, height_b = b->high - b->low + 1, smaller = MIN (height_a, height_b),
      larger = MAX (height_a, height_b);
  int shared = MIN (a->high, b->high) - MAX (a->low, b->low) + 1;

  return larger <= HEIGHT_LIKE * smaller && 2 * shared >= smaller && b->start > a->start + (a->end - a->start) / 3
         && b->start - a->end <= APART * larger;
}

/* Letters of the longest row. */
static guint
find_row (GArray *letters)
{
  guint longest = 0;

  g_array_sort (letters, compare_starts);
  for (guint i = letters->len; i-- > 0;)
    {
      Letter *letter = &g_array_index (letters, Letter, i);
      guint most = 0;

      for (guint k = i + 1; k < letters->len; k++)
        {
          const Letter *next = &g_array_index (letters, Letter, k);

          if (next->start - letter->end > APART * HEIGHT_LIKE * (letter->high - letter->low + 1))
            break;
          if (next->n > most && are_neighbours (letter, next))
            most = next->n;
        }
      letter->n = most + (letter->is_shape ? 0 : 1);
      longest = MAX (longest, letter->n);
      if (longest >= JAL_ROW_SURE)
        return longest;
    }
  return longest;
}

guint
jal_ink_count_letters (const JalInk *ink, const guint8 *is_shape, const guint8 *is_none)
{
  guint longest = 0;

  for (guint way = 0; way < 2 && longest < JAL_ROW_SURE; way++)
    {
      g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (Letter));

      for (guint i = 0; i < ink->pieces->len; i++)
        {
          const JalInkPiece *piece = &g_array_index (ink->pieces, JalInkPiece, i);
          Letter letter = { (int)piece->x1, (int)piece->x2, (int)piece->y1, (int)piece->y2, 0, is_shape[i + 1] };
          int height, width;

          if (way == 1)
            letter = (Letter){ (int)piece->y1, (int)piece->y2, (int)piece->x1, (int)piece->x2, 0, is_shape[i + 1] };
          height = letter.high - letter.low + 1;
          width = letter.end - letter.start + 1;
          if (!is_none[i + 1] && 2 * piece->known < piece->area && height >= HEIGHT_MIN * ink->scale
              && height <= HEIGHT_MAX * ink->scale && width <= WIDTH_MOST * height)
            g_array_append_val (letters, letter);
        }
      longest = MAX (longest, find_row (letters));
    }
  return longest;
}
