/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether pens hide letters.
 *
 * Strokes are laid into a grid of one point a cell. Where a window as large as a short word has hardly a free cell nothing
 * can be read any more. Programs for a phone make every stroke a note of its own: the pens that stand beside a note in the
 * page's list count with it.
 */
#include <math.h>
#include <string.h>

#include "worker/received-private.h"

/* A grid that would be larger is not made. */
#define SIDE_MAX 1600
/* Cells that may be set one by one; what an appearance that is followed counts as. */
#define WORK_MAX 4000000
#define WORK_DRAWING 500
#define BESIDE 64
#define POINTS_MAX 20000
/* The window, in points, lying and standing; and the part of it that has to be set. */
#define WINDOW_LONG 16
#define WINDOW_SHORT 6
#define HIDDEN 0.6
#define WIDTH_MAX 200.0

typedef struct
{
  qpdf_data pdf;
  double x, y; /* of the lower left corner */
  int width, height;
  guint8 *cells;
  guint work;
  gboolean lost; /* a number nobody can follow, or too many of them */
} Grid;

gboolean
jal_received_is_pen (qpdf_data pdf, qpdf_oh annotation)
{
  static const char *const pens[] = { "/Ink", "/Line", "/PolyLine" };
  qpdf_oh subtype = jal_received_get (pdf, annotation, "/Subtype");
  gboolean pen = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (pens) && !pen; i++)
    pen = qpdf_oh_is_name_and_equals (pdf, subtype, pens[i]);
  qpdf_oh_release (pdf, subtype);
  return pen;
}

double
jal_received_pen_width (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh border = jal_received_get (pdf, annotation, "/Border");
  double width = 1;

  if (qpdf_oh_is_array (pdf, border) && qpdf_oh_get_array_n_items (pdf, border) >= 3)
    width = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, border, 2), width);
  return jal_received_number (pdf, jal_received_get (pdf, jal_received_get (pdf, annotation, "/BS"), "/W"), width);
}

double
jal_received_pen_drawn (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  double said = jal_received_pen_width (pdf, annotation);
  qpdf_oh thin = jal_received_get (pdf, annotation, "/CA");
  gboolean tint = jal_received_number (pdf, thin, 1) < JAL_RECEIVED_THIN;

  qpdf_oh_release (pdf, thin);
  if (drawing->any)
    return drawing->unknown ? fmax (drawing->pen, said) : drawing->pen;
  return tint ? 0 : said;
}

/* --- Strokes ----------------------------------------------------------------------------------------------------- */

typedef void (*StrokeFunc) (Grid *grid, const double from[2], const double to[2], double width, gpointer data);

static void
each_segment (Grid *grid, qpdf_oh points, double width, StrokeFunc func, gpointer data)
{
  int n = qpdf_oh_is_array (grid->pdf, points) ? qpdf_oh_get_array_n_items (grid->pdf, points) / 2 : 0;
  double last[2] = { 0 };

  grid->lost = grid->lost || n > POINTS_MAX;
  for (int i = 0; i < n && !grid->lost; i++)
    {
      double at[2];

      for (int k = 0; k < 2; k++)
        {
          qpdf_oh number = qpdf_oh_get_array_item (grid->pdf, points, 2 * i + k);

          at[k] = jal_received_number (grid->pdf, number, NAN);
          grid->lost = grid->lost || !(fabs (at[k]) < 1e6);
          qpdf_oh_release (grid->pdf, number);
        }
      /* A dot is a stroke that goes nowhere. */
      if (!grid->lost)
        func (grid, i == 0 ? at : last, at, width, data);
      memcpy (last, at, sizeof last);
    }
}

/* Calls @func for the segments of @annotation. Returns whether it has strokes at all. */
static gboolean
each_stroke (Grid *grid, qpdf_oh annotation, double width, StrokeFunc func, gpointer data)
{
  qpdf_data pdf = grid->pdf;
  qpdf_oh list = jal_received_get (pdf, annotation, "/InkList");
  int n = qpdf_oh_is_array (pdf, list) ? qpdf_oh_get_array_n_items (pdf, list) : 0;

  if (n > 0)
    {
      grid->lost = grid->lost || n > POINTS_MAX;
      for (int i = 0; i < n && !grid->lost; i++)
        each_segment (grid, qpdf_oh_get_array_item (pdf, list, i), width, func, data);
      return TRUE;
    }
  list = jal_received_get (pdf, annotation, "/L");
  if (!qpdf_oh_is_array (pdf, list))
    list = jal_received_get (pdf, annotation, "/Vertices");
  each_segment (grid, list, width, func, data);
  return qpdf_oh_is_array (pdf, list) && qpdf_oh_get_array_n_items (pdf, list) > 0;
}

static void
widen_cb (Grid *grid, const double from[2], const double to[2], double width, gpointer data)
{
  double *bounds = data;

  bounds[0] = fmin (bounds[0], fmin (from[0], to[0]) - width);
  bounds[1] = fmin (bounds[1], fmin (from[1], to[1]) - width);
  bounds[2] = fmax (bounds[2], fmax (from[0], to[0]) + width);
  bounds[3] = fmax (bounds[3], fmax (from[1], to[1]) + width);
}

/* The cells whose middle lies within half a @width of the point. */
static void
set_point (Grid *grid, double x, double y, double width)
{
  int x1 = (int)ceil (x - grid->x - width / 2 - 0.5), x2 = (int)ceil (x - grid->x + width / 2 - 0.5);
  int y1 = (int)ceil (y - grid->y - width / 2 - 0.5), y2 = (int)ceil (y - grid->y + width / 2 - 0.5);

  for (int row = MAX (y1, 0); row < MIN (y2, grid->height); row++)
    for (int column = MAX (x1, 0); column < MIN (x2, grid->width); column++)
      {
        grid->cells[(gsize)row * (gsize)grid->width + (gsize)column] = 1;
        grid->work++;
      }
  grid->lost = grid->lost || ++grid->work > WORK_MAX;
}

static void
set_cb (Grid *grid, const double from[2], const double to[2], double width, gpointer data)
{
  double length = hypot (to[0] - from[0], to[1] - from[1]);
  guint steps = (guint)ceil (fmin (length, WORK_MAX) * 2);
  double outside = width + 1;

  /* What passes by is none of this place. */
  if (fmax (from[0], to[0]) < grid->x - outside || fmin (from[0], to[0]) > grid->x + grid->width + outside
      || fmax (from[1], to[1]) < grid->y - outside || fmin (from[1], to[1]) > grid->y + grid->height + outside)
    return;
  for (guint i = 0; i <= steps && !grid->lost; i++)
    {
      double part = steps > 0 ? (double)i / steps : 0;

      set_point (grid, from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]), width);
    }
}

/* Adds the strokes of the pen @other where it comes near the grid. */
static void
add_other (Grid *grid, qpdf_oh other)
{
  qpdf_data pdf = grid->pdf;
  qpdf_oh box = jal_received_get (pdf, other, "/Rect");
  double rect[4];

  if (jal_received_rectangle (pdf, box, rect) && rect[2] >= grid->x && rect[0] <= grid->x + grid->width && rect[3] >= grid->y
      && rect[1] <= grid->y + grid->height)
    {
      JalReceivedDrawing drawing = jal_received_drawing (pdf, other);
      double width = CLAMP (jal_received_pen_drawn (pdf, other, &drawing), 0, WIDTH_MAX);

      grid->work += WORK_DRAWING;
      if (width > 0)
        each_stroke (grid, other, width, set_cb, NULL);
    }
  qpdf_oh_release (pdf, box);
}

/* --- The grid ---------------------------------------------------------------------------------------------------- */

/* Whether a window of @across × @up cells is set but for a small part; @sums: of the cells below and left of each corner. */
static gboolean
has_window (const guint32 *sums, int width, int height, int across, int up)
{
  gsize row = (gsize)width + 1;

  for (int y = 0; y + up <= height; y++)
    for (int x = 0; x + across <= width; x++)
      {
        const guint32 *low = sums + (gsize)y * row + x, *high = low + (gsize)up * row;

        if (high[across] - high[0] - low[across] + low[0] >= HIDDEN * across * up)
          return TRUE;
      }
  return FALSE;
}

static gboolean
is_full (const Grid *grid)
{
  gsize row = (gsize)grid->width + 1;
  g_autofree guint32 *sums = g_new0 (guint32, row * ((gsize)grid->height + 1));

  for (int y = 0; y < grid->height; y++)
    for (int x = 0; x < grid->width; x++)
      {
        guint32 *at = sums + ((gsize)y + 1) * row + x + 1;

        at[0] = grid->cells[(gsize)y * (gsize)grid->width + (gsize)x] + at[-1] + at[-(gssize)row] - at[-(gssize)row - 1];
      }
  return has_window (sums, grid->width, grid->height, WINDOW_LONG, WINDOW_SHORT)
         || has_window (sums, grid->width, grid->height, WINDOW_SHORT, WINDOW_LONG);
}

gboolean
jal_received_pens_hide (qpdf_data pdf, qpdf_oh list, int at, qpdf_oh annotation, double width)
{
  Grid grid = { .pdf = pdf };
  double bounds[4] = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  int n = qpdf_oh_is_array (pdf, list) ? qpdf_oh_get_array_n_items (pdf, list) : 0;
  gboolean full;

  width = CLAMP (width, 0, WIDTH_MAX);
  if (!each_stroke (&grid, annotation, width + WINDOW_LONG, widen_cb, bounds) || grid.lost || !isfinite (bounds[2] - bounds[0])
      || bounds[2] - bounds[0] > SIDE_MAX || bounds[3] - bounds[1] > SIDE_MAX)
    return TRUE;
  grid.x = bounds[0];
  grid.y = bounds[1];
  grid.width = (int)ceil (bounds[2] - bounds[0]);
  grid.height = (int)ceil (bounds[3] - bounds[1]);
  grid.cells = g_new0 (guint8, (gsize)grid.width * (gsize)grid.height);
  each_stroke (&grid, annotation, width, set_cb, NULL);
  for (int i = MAX (at - BESIDE, 0); i < MIN (n, at + BESIDE + 1) && !grid.lost; i++)
    {
      qpdf_oh other = qpdf_oh_get_array_item (pdf, list, i);

      if (i != at && jal_received_is_pen (pdf, other))
        add_other (&grid, other);
      qpdf_oh_release (pdf, other);
    }
  full = grid.lost || is_full (&grid);
  g_free (grid.cells);
  return full;
}
