/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a page in which something is written: see jal-unsaid.c, 1, 3 and 6. */
#include <math.h>

#include "pages/jal-unsaid-private.h"

/* Points: a cell. */
#define CELL_HEIGHT 12.0
#define CELL_WIDTH 18.0
#define COARSE 3
/* From dark to light and back, of 255. */
#define CHANGE 64
/* The same within two pixels of the finer look: an edge. */
#define SHARP 40
/* Changes along a row, and rows and columns of a cell that have enough of them. */
#define ROW_CHANGES_MIN 3
#define COLUMN_CHANGES_MIN 2
#define ROWS_MIN 3
#define COLUMNS_MIN 4

/* How many cells make writing. */
typedef struct
{
  guint line;  /* of a line by itself, of LINE_CELLS beside each other */
  guint row;   /* of ROW_CELLS */
  guint block; /* of BLOCK_ACROSS × BLOCK_DOWN, as a stamp: what is written around goes along no row */
  guint all;
} Least;

#define LINE_CELLS 6
/* Cells are not so high as they are wide: what goes down has to be longer by one. The arms at the head of a letter are
 * four. */
#define DOWN_MORE 1
#define ROW_CELLS 8
#define BLOCK_ACROSS 6
#define BLOCK_DOWN 9
/* Cells above and below a line by itself in which nothing is written. */
#define LINE_FREE 3
static const Least fine_least = { 4, 6, 12, 40 };
static const Least coarse_least = { 4, 4, 8, 10 };

void
jal_grey_clear (JalGrey *grey)
{
  g_free (grey->light);
  g_free (grey->known);
  g_free (grey->sharp);
}

/* Whether the light changes within the width of a stroke's edge: soft shades do not. */
static gboolean
is_sharp (const JalGrey *grey, guint x, guint y)
{
  gsize at = (gsize)y * grey->width + x;

  return (x + 2 < grey->width && ABS (grey->light[at] - grey->light[at + 2]) >= SHARP)
         || (y + 2 < grey->height && ABS (grey->light[at] - grey->light[at + 2 * grey->width]) >= SHARP);
}

/* A third as large: the mean of nine; known when any of them is. */
static JalGrey
make_coarse (const JalGrey *fine)
{
  guint width = fine->width / COARSE, height = fine->height / COARSE;
  JalGrey grey = { g_malloc0 ((gsize)width * height + 1), g_malloc0 ((gsize)width * height + 1),
                   g_malloc0 ((gsize)width * height + 1), width, height };

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint sum = 0, known = 0, sharp = 0;

        for (guint k = 0; k < COARSE * COARSE; k++)
          {
            guint fx = x * COARSE + k % COARSE, fy = y * COARSE + k / COARSE;
            gsize at = (gsize)fy * fine->width + fx;

            sum += fine->light[at];
            known |= fine->known[at];
            sharp |= is_sharp (fine, fx, fy);
          }
        grey.light[(gsize)y * width + x] = (guint8)(sum / (COARSE * COARSE));
        grey.known[(gsize)y * width + x] = known != 0;
        grey.sharp[(gsize)y * width + x] = sharp != 0;
      }
  return grey;
}

/* Changes along @n pixels from @at on, @step apart. */
static guint
count_changes (const JalGrey *grey, gsize at, gsize step, guint n)
{
  guint8 low = 255, high = 0;
  guint changes = 0;
  gboolean sharp = grey->sharp == NULL;
  int way = 0;

  for (guint i = 0; i < n; i++, at += step)
    {
      guint8 light = grey->light[at];

      if (grey->known[at])
        {
          low = 255;
          high = 0;
          way = 0;
          sharp = grey->sharp == NULL;
          continue;
        }
      low = MIN (low, light);
      high = MAX (high, light);
      sharp = sharp || grey->sharp[at];
      if (way >= 0 && high - light >= CHANGE)
        {
          changes += sharp;
          sharp = grey->sharp == NULL;
          way = -1;
          low = light;
          high = light;
        }
      else if (way <= 0 && light - low >= CHANGE)
        {
          changes += sharp;
          sharp = grey->sharp == NULL;
          way = 1;
          low = light;
          high = light;
        }
    }
  return changes;
}

static gboolean
is_written (const JalGrey *grey, guint x, guint y, guint cell_width, guint cell_height)
{
  guint width = MIN (cell_width, grey->width - x), height = MIN (cell_height, grey->height - y), rows = 0, columns = 0;

  for (guint i = 0; i < height && rows < ROWS_MIN; i++)
    rows += count_changes (grey, (gsize)(y + i) * grey->width + x, 1, width) >= ROW_CHANGES_MIN ? 1 : 0;
  for (guint i = 0; rows >= ROWS_MIN && i < width && columns < COLUMNS_MIN; i++)
    columns += count_changes (grey, (gsize)y * grey->width + x + i, grey->width, height) >= COLUMN_CHANGES_MIN ? 1 : 0;
  return rows >= ROWS_MIN && columns >= COLUMNS_MIN;
}

/* The cells of a page, as many down as @across × @down: TRUE where one is written. */
typedef struct
{
  gboolean *written;
  guint across;
  guint down;
} Cells;

/* Of @n cells from @x, @y on, to the right or down. */
static guint
count_written (const Cells *cells, int x, int y, guint n, gboolean downwards)
{
  guint written = 0;

  for (guint i = 0; i < n; i++)
    {
      int cx = x + (downwards ? 0 : (int)i), cy = y + (downwards ? (int)i : 0);

      written += cx >= 0 && cy >= 0 && cx < (int)cells->across && cy < (int)cells->down
                         && cells->written[cy * (int)cells->across + cx]
                     ? 1
                     : 0;
    }
  return written;
}

/* Whether nothing stands beside the line on one side, a block of two or three lines allowed for. */
static gboolean
is_free (const Cells *cells, int x, int y, gboolean downwards, int side)
{
  guint written = 0;

  for (int i = LINE_FREE; i < LINE_FREE + 2; i++)
    written
        += count_written (cells, x + (downwards ? side * i : 0), y + (downwards ? 0 : side * i), LINE_CELLS, downwards);
  return written == 0;
}

static guint
count_block (const Cells *cells, int x, int y)
{
  guint written = 0;

  for (int i = 0; i < BLOCK_DOWN; i++)
    written += count_written (cells, x, y + i, BLOCK_ACROSS, FALSE);
  return written;
}

/* Upright writing counts as what goes across. */
static gboolean
shows_writing (const JalGrey *grey, double scale, const Least *least)
{
  guint width = MAX ((guint)lround (CELL_WIDTH * scale), 6), height = MAX ((guint)lround (CELL_HEIGHT * scale), 4),
        all = 0;
  Cells cells = { NULL, (grey->width + width - 1) / width, (grey->height + height - 1) / height };
  gboolean found;

  cells.written = g_new0 (gboolean, (gsize)cells.across * cells.down + 1);
  for (guint i = 0; i < cells.across * cells.down; i++)
    {
      cells.written[i] = is_written (grey, i % cells.across * width, i / cells.across * height, width, height);
      all += cells.written[i] ? 1 : 0;
    }
  found = all >= least->all;
  for (guint i = 0; all >= least->line && !found && i < 2 * cells.across * cells.down; i++)
    {
      gboolean downwards = i % 2 == 1;
      int x = (int)(i / 2 % cells.across), y = (int)(i / 2 / cells.across);

      found = count_written (&cells, x, y, ROW_CELLS, downwards) >= least->row
              || (!downwards && count_block (&cells, x, y) >= least->block)
              || (count_written (&cells, x, y, LINE_CELLS, downwards) >= least->line + (downwards ? DOWN_MORE : 0)
                  && is_free (&cells, x, y, downwards, -1) && is_free (&cells, x, y, downwards, 1));
    }
  g_free (cells.written);
  return found;
}

gboolean
jal_unsaid_has_cells (const JalGrey *grey, double scale)
{
  JalGrey coarse = make_coarse (grey);
  gboolean found = shows_writing (grey, scale, &fine_least) || shows_writing (&coarse, scale, &coarse_least);

  jal_grey_clear (&coarse);
  return found;
}
