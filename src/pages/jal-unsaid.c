/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scan with a line of words over it ("Scanned with…", a court's stamp of filing) has words, and what it shows is in
 * none of them. So may a page with a photo of a document, with a letterhead or with handwriting. No search finds a name
 * there; somebody has to look.
 *
 * 1. Whatever draws it: what counts is what can be seen. The page is cut into cells, a line high and half as long
 * again. A cell is written when several of its rows change between dark and light as often as letters make them, and
 * several of its columns change, too. Rules, borders, bars and soft pictures do not.
 * 2. What lies at a letter of the text, or within a note or a field, is left out before.
 * 3. The page shows more than it says when written cells stand in a row for some length; for less where nothing stands
 * above and below it, as with a line of writing; or when many stand anywhere. A country's arms and a small logo are
 * less than that: a page asked about for each of those would be asked about without being looked at. A signature is
 * often more, and is somebody's name.
 * 4. What is no writing is left out (jal-unsaid-shapes.c); not where letters stand in a row (jal-unsaid-rows.c).
 * 5. Large letters change less often within such a cell: the page is looked at once more, a third as large.
 */
#include "pages/jal-unsaid.h"

#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "pages/jal-lead.h"
#include "pages/jal-unsaid-private.h"

/* Points: a cell. */
#define CELL_HEIGHT 12.0
#define CELL_WIDTH 18.0
#define COARSE 3
/* What a letter's box may miss of its letter. */
#define MARGIN 3.0
/* Of the box of a form's dots: above them. */
#define DOTS_FREE 0.6
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
/* The part of a page beyond which a note's frame covers more than its words. */
#define FRAME_MAX 0.1

static void
clear_grey (JalGrey *grey)
{
  g_free (grey->light);
  g_free (grey->known);
  g_free (grey->sharp);
}

static JalGrey
make_grey (const JalPixels *pixels)
{
  JalGrey grey = { g_malloc ((gsize)pixels->width * pixels->height), g_malloc0 ((gsize)pixels->width * pixels->height),
                   NULL, pixels->width, pixels->height };
  const guint8 *data = g_bytes_get_data (pixels->bytes, NULL);

  for (guint y = 0; y < grey.height; y++)
    for (guint x = 0; x < grey.width; x++)
      {
        const guint8 *p = data + (gsize)y * pixels->stride + (gsize)4 * x;

        grey.light[(gsize)y * grey.width + x] = (guint8)((p[0] + 2 * p[1] + p[2]) / 4);
      }
  return grey;
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

static void
leave_out (JalGrey *grey, const JalPageInfo *info, JalBox box)
{
  double sx = grey->width / info->width, sy = grey->height / info->height;
  guint x1 = (guint)CLAMP ((box.x1 - MARGIN) * sx, 0, grey->width),
        x2 = (guint)CLAMP ((box.x2 + MARGIN) * sx, 0, grey->width);
  guint y1 = (guint)CLAMP ((box.y1 - MARGIN) * sy, 0, grey->height),
        y2 = (guint)CLAMP ((box.y2 + MARGIN) * sy, 0, grey->height);

  for (guint y = y1; y < y2 && x2 > x1; y++)
    memset (grey->known + (gsize)y * grey->width + x1, 1, x2 - x1);
}

static gboolean
is_dot (const JalPageText *text, guint at)
{
  gunichar c = at < text->n_chars ? g_utf8_get_char (text->text + text->offsets[at]) : 0;

  return c == '.' || c == '_' || c == 0x2026;
}

/* Where a character is drawn: its box; but of the dots of a form, on which somebody writes, the lower part of a line.
   The box of one is as high as a letter's, and what is written there would be known. Of dots upright in a column nobody
   can say which side is the lower. */
static JalBox
get_drawn (const JalPageInfo *info, const JalPageText *text, guint at)
{
  JalBox box = jal_geometry_box_to_display (info, text->boxes[at]), beside;
  guint other = at > 0 && is_dot (text, at - 1) ? at - 1 : at + 1;

  if (!is_dot (text, at) || !is_dot (text, other))
    return box;
  beside = jal_geometry_box_to_display (info, text->boxes[other]);
  if (fabs (beside.y1 - box.y1) < (box.y2 - box.y1) / 4 && fabs (beside.x1 - box.x1) > 0)
    box.y1 = fmin (box.y1 + DOTS_FREE * (box.y2 - box.y1) + MARGIN, box.y2);
  return box;
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

static gboolean
is_asked (const JalGrey *grey, double scale)
{
  JalGrey coarse = make_coarse (grey);
  gboolean found = shows_writing (grey, scale, &fine_least) || shows_writing (&coarse, scale, &coarse_least);

  clear_grey (&coarse);
  return found;
}

gboolean
jal_unsaid_find (const JalPageInfo *info, const JalPageText *text, const GArray *frames, const JalPixels *pixels)
{
  JalGrey grey = make_grey (pixels);
  double scale = pixels->width / info->width;
  guint letters;
  gboolean unsaid;

  for (guint i = 0; i < text->n_chars; i++)
    if (!g_unichar_isspace (g_utf8_get_char (text->text + text->offsets[i])))
      leave_out (&grey, info, get_drawn (info, text, i));
  for (guint i = 0; frames != NULL && i < frames->len; i++)
    {
      JalBox box = g_array_index (frames, JalBox, i);

      if ((box.x2 - box.x1) * (box.y2 - box.y1) < FRAME_MAX * info->width * info->height)
        leave_out (&grey, info, box);
    }
  unsaid = is_asked (&grey, scale);
  letters = jal_unsaid_leave_out_shapes (&grey, scale);
  unsaid = letters >= JAL_ROW_SURE || (unsaid && letters >= JAL_ROW_MIN) || is_asked (&grey, scale);
  clear_grey (&grey);
  return unsaid;
}

/* Where notes and fields are drawn. */
static GArray *
get_frames (JalReader *reader, guint page, const JalPageInfo *info, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) beside = jal_reader_get_beside (reader, page, cancellable, NULL);
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, page, NULL, cancellable, NULL);
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (JalBox));

  for (guint i = 0; beside != NULL && i < beside->len; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, ((const JalLead *)beside->pdata[i])->box);

      g_array_append_val (frames, box);
    }
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, ((const JalNote *)notes->pdata[i])->box);

      g_array_append_val (frames, box);
    }
  return frames;
}

GArray *
jal_reader_look_over (JalReader *reader, guint page, gboolean *unsaid, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalPixels) pixels = NULL;
  g_autoptr (JalPageText) text = NULL;
  JalPageInfo info;

  *unsaid = TRUE;
  if (!jal_reader_get_page (reader, page, &info, cancellable, error)
      || (text = jal_reader_get_text (reader, page, cancellable, error)) == NULL)
    return NULL;
  if (text->n_chars == 0)
    {
      *unsaid = FALSE;
      return g_array_new (FALSE, FALSE, sizeof (JalHiddenText));
    }
  pixels = jal_hidden_text_draw (reader, page, &info, cancellable, error);
  if (pixels == NULL)
    return NULL;
  *unsaid = jal_unsaid_find (&info, text, NULL, pixels);
  if (*unsaid)
    {
      g_autoptr (GArray) frames = get_frames (reader, page, &info, cancellable);

      *unsaid = frames->len == 0 || jal_unsaid_find (&info, text, frames, pixels);
    }
  return jal_hidden_text_find (&info, text, pixels);
}
