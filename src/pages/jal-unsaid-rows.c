/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters in a row.
 *
 * Rules, bars and strokes are left out of what may be writing, and a word may lose letters so: the I of a drawn name is
 * a bar, the M between two rules of a form has no side left. What shows writing with all that it has is asked about
 * where letters stand in a row: pieces of about one height beside each other, a letter's width apart, JAL_ROW_MIN of
 * which have the shape of nothing else; and whatever else it shows, where JAL_ROW_SURE do. Upright rows count as well.
 */
#include <math.h>

#include "pages/jal-unsaid-private.h"

/* Directions of rows. */
#define WAYS 12

/* Points. */
#define HEIGHT_MIN 4.0
#define HEIGHT_MAX 110.0
/* Of a letter's height: how much wider it may be. */
#define WIDTH_MOST 2.5

/* Of a letter's height: how much higher its neighbour may be, how far from it, and how much of the lower one they
 * share. */
typedef struct
{
  double like, apart, shared;
} Near;

static const Near straight = { 2.0, 1.1, 0.5 };
/* Lines, arrows and lands go in all directions. */
static const Near slanted = { 1.7, 0.6, 0.75 };
/* In the cells of a form letters stand farther apart, but as far each from the next. */
static const Near in_cells = { 1.6, 3.4, 0.5 };
#define STEP_LIKE 0.3
/* Marks and bullets do, too, and are as large as each other: so many sizes there are at least, and so much they differ
 * by. */
#define SIZES_MIN 3
#define SIZE_DIFFERS 0.1

/* A piece as it stands in its row: along it and across it. */
typedef struct
{
  int start, end, low, high;
  guint n; /* letters of the longest row that begins with it */
  guint area;
  gboolean is_shape;
} Letter;

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  return ((const Letter *)a)->start - ((const Letter *)b)->start;
}

static gboolean
are_neighbours (const Near *near, const Letter *a, const Letter *b)
{
  int height_a = a->high - a->low + 1, height_b = b->high - b->low + 1, smaller = MIN (height_a, height_b),
      larger = MAX (height_a, height_b);
  int shared = MIN (a->high, b->high) - MAX (a->low, b->low) + 1;

  return larger <= near->like * smaller && shared >= near->shared * smaller
         && b->start > a->start + (a->end - a->start) / 3 && b->start - a->end <= near->apart * larger;
}

/* Letters of the longest row. */
static guint
find_row (GArray *letters, const Near *near)
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

          if (next->start - letter->end > near->apart * near->like * (letter->high - letter->low + 1))
            break;
          if (next->n > most && are_neighbours (near, letter, next))
            most = next->n;
        }
      letter->n = most + (letter->is_shape ? 0 : 1);
      longest = MAX (longest, letter->n);
      if (longest >= JAL_ROW_SURE)
        return longest;
    }
  return longest;
}

static int
get_middle (const Letter *letter)
{
  return (letter->start + letter->end) / 2;
}

static gboolean
is_new_size (const guint *areas, guint n, guint area)
{
  for (guint i = 0; i < n; i++)
    if (ABS ((double)area - areas[i]) <= SIZE_DIFFERS * MAX (area, areas[i]))
      return FALSE;
  return TRUE;
}

/* How many letters stand in cells from @first and @second on; 0 where they are of less than SIZES_MIN sizes. */
static guint
follow_cells (const GArray *letters, guint first, guint second)
{
  const Letter *last = &g_array_index (letters, Letter, first), *next = &g_array_index (letters, Letter, second);
  int step = get_middle (next) - get_middle (last);
  guint n = last->is_shape ? 0 : 1, areas[SIZES_MIN] = { last->area }, n_sizes = n;

  for (guint i = second; i < letters->len; i++)
    {
      next = &g_array_index (letters, Letter, i);
      if (next->start > last->end + 2 * step)
        break;
      if (ABS (get_middle (next) - get_middle (last) - step) > STEP_LIKE * step
          || !are_neighbours (&in_cells, last, next))
        continue;
      n += next->is_shape ? 0 : 1;
      if (!next->is_shape && n_sizes < SIZES_MIN && is_new_size (areas, n_sizes, next->area))
        areas[n_sizes++] = next->area;
      last = next;
    }
  return n_sizes >= SIZES_MIN ? n : 0;
}

/* The same of letters in cells, once they are in their order. */
static guint
find_cells (const GArray *letters)
{
  guint longest = 0;

  for (guint i = 0; i < letters->len; i++)
    for (guint k = i + 1; k < letters->len && longest < JAL_ROW_SURE; k++)
      {
        const Letter *letter = &g_array_index (letters, Letter, i), *next = &g_array_index (letters, Letter, k);

        if (next->start - letter->end > in_cells.apart * in_cells.like * (letter->high - letter->low + 1))
          break;
        if (are_neighbours (&in_cells, letter, next))
          longest = MAX (longest, follow_cells (letters, i, k));
      }
  return longest;
}

/* Where there is ink of a piece: most of a page has none. */
static GArray *
find_inked (const JalInk *ink)
{
  GArray *inked = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 n = ink->grey->width * ink->grey->height;

  for (guint32 at = 0; at < n; at++)
    if (ink->of[at] != 0)
      g_array_append_val (inked, at);
  return inked;
}

/* The places of the pieces in rows that rise by @way of WAYS of half a turn. */
static void
find_places (const JalInk *ink, const GArray *inked, guint way, Letter *places)
{
  double c = cos (G_PI * way / WAYS), s = sin (G_PI * way / WAYS);

  for (guint i = 0; i < ink->pieces->len; i++)
    places[i] = (Letter){ G_MAXINT, G_MININT, G_MAXINT, G_MININT, 0, 0, FALSE };
  for (guint i = 0; i < inked->len; i++)
    {
      guint32 at = g_array_index (inked, guint32, i);
      Letter *place = &places[ink->of[at] - 1];
      double x = at % ink->grey->width, y = at / ink->grey->width;
      int along = (int)floor (x * c + y * s + 0.5), across = (int)floor (y * c - x * s + 0.5);

      place->start = MIN (place->start, along);
      place->end = MAX (place->end, along);
      place->low = MIN (place->low, across);
      place->high = MAX (place->high, across);
    }
}

guint
jal_ink_count_letters (const JalInk *ink, const guint8 *is_shape, const guint8 *is_none)
{
  g_autofree Letter *places = g_new (Letter, ink->pieces->len + 1);
  g_autoptr (GArray) inked = find_inked (ink);
  guint longest = 0;

  for (guint way = 0; way < WAYS && longest < JAL_ROW_SURE; way++)
    {
      g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (Letter));
      /* What stands or lies straight comes first, and most often. */
      guint turned = way == 0 ? 0 : way == 1 ? WAYS / 2 : way <= WAYS / 2 ? way - 1 : way;

      find_places (ink, inked, turned, places);
      for (guint i = 0; i < ink->pieces->len; i++)
        {
          const JalInkPiece *piece = &g_array_index (ink->pieces, JalInkPiece, i);
          Letter letter = places[i];
          int height = letter.high - letter.low + 1, width = letter.end - letter.start + 1;

          letter.is_shape = is_shape[i + 1] != 0;
          letter.area = piece->area;
          if (!is_none[i + 1] && 2 * piece->known < piece->area && height >= HEIGHT_MIN * ink->scale
              && height <= HEIGHT_MAX * ink->scale && width <= WIDTH_MOST * height)
            g_array_append_val (letters, letter);
        }
      longest = MAX (longest, find_row (letters, way < 2 ? &straight : &slanted));
      if (way < 2 && longest < JAL_ROW_SURE && find_cells (letters) >= JAL_ROW_SURE)
        longest = JAL_ROW_SURE;
    }
  return longest;
}
