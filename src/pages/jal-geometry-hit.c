/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which character a pointer means.
 *
 *  1. Text comes in reading order. Lines that follow each other downwards and stand above each other are a block: a column, a heading,
 *     a cell. What is much wider or narrower than what follows (a heading over two columns) is a block of its own.
 *  2. The room beside a block is its own as far as another block beside it begins: below the end of a short column, or right of its
 *     short lines, the pointer still means that column and not the next one.
 *  3. Between two blocks the pointer means the end of the upper one unless it is near the lower one.
 */
#include "pages/jal-geometry.h"

#include <math.h>

/* Of the width of all lines: what makes a line one of another block. */
#define OTHER_WIDTH 0.15
/* Points before a block that are its own although the room left of it is another's. */
#define GUTTER 12.0
/* How much nearer the lower block has to be. */
#define UPPER_FIRST 3.0

typedef struct
{
  guint first;
  guint end; /* past the last character */
  JalBox box; /* as displayed */
} Block;

static gboolean
is_empty (const JalBox *box)
{
  return box->x1 >= box->x2 || box->y1 >= box->y2;
}

static JalBox
join (const JalBox *a, const JalBox *b)
{
  return (JalBox){ fmin (a->x1, b->x1), fmin (a->y1, b->y1), fmax (a->x2, b->x2), fmax (a->y2, b->y2) };
}

static gboolean
is_same_line (const JalBox *a, const JalBox *b)
{
  return fmin (a->y2, b->y2) - fmax (a->y1, b->y1) > fmin (a->y2 - a->y1, b->y2 - b->y1) / 2;
}

/* Returns (transfer full, element-type Block): the lines, as the text has them. */
static GArray *
find_lines (const JalPageInfo *info, const JalPageText *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Block));
  gboolean open = FALSE;

  for (guint i = 0; i < text->n_chars; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);
      Block *line = open ? &g_array_index (lines, Block, lines->len - 1) : NULL;

      if (text->text[text->offsets[i]] == '\n')
        open = FALSE;
      if (is_empty (&box))
        continue;
      if (line != NULL && open && is_same_line (&line->box, &box))
        {
          line->box = join (&line->box, &box);
          line->end = i + 1;
          continue;
        }
      g_array_append_val (lines, ((Block){ i, i + 1, box }));
      open = text->text[text->offsets[i]] != '\n';
    }
  return lines;
}

static void
add_block (GArray *blocks, const Block *lines, guint n)
{
  Block block = lines[0];

  for (guint i = 1; i < n; i++)
    {
      block.box = join (&block.box, &lines[i].box);
      block.end = lines[i].end;
    }
  g_array_append_val (blocks, block);
}

static gboolean
is_other_width (const JalBox *before, const JalBox *after, guint n_after, double most)
{
  double right = after->x2 - before->x2, left = after->x1 - before->x1;

  /* The last line of a paragraph is short. */
  return right > most || left < -most || (n_after > 1 && (right < -most || left > most));
}

/* Cuts a run of lines where those before and those after are not of one width. */
static void
add_run (GArray *blocks, const Block *lines, guint n)
{
  g_autofree JalBox *after = g_new (JalBox, n);
  JalBox before = lines[0].box;
  double most;
  guint start = 0;

  after[n - 1] = lines[n - 1].box;
  for (guint i = n - 1; i > 0; i--)
    after[i - 1] = join (&lines[i - 1].box, &after[i]);
  most = OTHER_WIDTH * (after[0].x2 - after[0].x1);
  for (guint i = 1; i < n; i++)
    {
      if (!is_other_width (&before, &after[i], n - i, most))
        {
          before = join (&before, &lines[i].box);
          continue;
        }
      add_block (blocks, lines + start, i - start);
      start = i;
      before = lines[i].box;
    }
  add_block (blocks, lines + start, n - start);
}

static GArray *
find_blocks (const JalPageInfo *info, const JalPageText *text)
{
  g_autoptr (GArray) lines = find_lines (info, text);
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  const Block *all = (const Block *)lines->data;
  guint start = 0;

  for (guint i = 1; i <= lines->len; i++)
    {
      const JalBox *upper = &all[i - 1].box, *lower = i < lines->len ? &all[i].box : NULL;

      if (lower != NULL && lower->y1 + lower->y2 > upper->y1 + upper->y2 && !is_same_line (upper, lower) && lower->x1 < upper->x2
          && lower->x2 > upper->x1)
        continue;
      add_run (blocks, all + start, i - start);
      start = i;
    }
  return blocks;
}

static double
distance_outside (double value, double low, double high)
{
  return value < low ? low - value : value > high ? value - high : 0;
}

static gboolean
are_beside (const JalBox *left, const JalBox *right)
{
  return right->x1 >= left->x2 - 1 && left->y1 < right->y2 && right->y1 < left->y2;
}

static double
border (const JalBox *left, const JalBox *right)
{
  return fmax ((left->x2 + right->x1) / 2, right->x1 - GUTTER);
}

/* How far @x is from the room that the block has. */
static double
get_across (GArray *blocks, const Block *block, double x)
{
  double low = -INFINITY, high = INFINITY;

  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *other = &g_array_index (blocks, Block, i);

      if (other == block)
        continue;
      if (are_beside (&block->box, &other->box))
        high = fmin (high, border (&block->box, &other->box));
      if (are_beside (&other->box, &block->box))
        low = fmax (low, border (&other->box, &block->box));
    }
  return distance_outside (x, low, high);
}

static double
get_down (const JalBox *box, double y)
{
  return y > box->y2 ? y - box->y2 : y < box->y1 ? UPPER_FIRST * (box->y1 - y) : 0;
}

static const Block *
find_block (GArray *blocks, JalPoint point)
{
  const Block *best = NULL;
  double best_across = INFINITY, best_down = INFINITY, best_x = INFINITY;

  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = &g_array_index (blocks, Block, i);
      double down = get_down (&block->box, point.y), x = distance_outside (point.x, block->box.x1, block->box.x2), across;

      if (best_across == 0 && (down > best_down || (down == best_down && x >= best_x)))
        continue;
      across = x == 0 ? 0 : get_across (blocks, block, point.x);
      if (across > best_across || (across == best_across && (down > best_down || (down == best_down && x >= best_x))))
        continue;
      best = block;
      best_across = across;
      best_down = down;
      best_x = x;
    }
  return best;
}

gboolean
jal_geometry_find_char (const JalPageInfo *info, const JalPageText *text, JalPoint displayed, guint *index)
{
  g_autoptr (GArray) blocks = find_blocks (info, text);
  const Block *block = find_block (blocks, displayed);
  double best_x = INFINITY, best_y = INFINITY;

  if (block == NULL)
    return FALSE;
  for (guint i = block->first; i < block->end; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);
      double dx = distance_outside (displayed.x, box.x1, box.x2);
      double dy = distance_outside (displayed.y, box.y1, box.y2);

      if (is_empty (&box) || dy > best_y || (dy == best_y && dx >= best_x))
        continue;
      best_x = dx;
      best_y = dy;
      *index = i;
    }
  return TRUE;
}
