/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes that hide together what none of them hides alone.
 *
 * Twelve thin lines side by side, small boxes in a row, highlights of several colours one over the other: what each
 * note of a page paints is laid into one grid of a point a cell, which keeps how much of red, green and blue is left of
 * what lies below. Where a window as large as a short word is hidden but for a small part, every note that hides
 * something there does so. Signs (the small pictures of comments) hide nothing alone, and only in a row.
 */
#include <math.h>
#include <string.h>

#include "worker/received-private.h"
#include "worker/received.h"

/* Less left of what lies below, of 255, and nothing can be read; what leaves more than LIGHT only colours. */
#define LEFT 41
#define LIGHT 0.8
/* The window in cells, and the part of it that has to be hidden; of a row of signs. */
#define WINDOW_LONG 16
#define WINDOW_SHORT 6
#define HIDDEN 0.6
/* A larger one, and half of it: lines with as much between them. */
#define WINDOW_HIGH 10
#define HALF 0.5
#define SIGNS_LONG 46
#define SIGNS_HIDDEN 0.9
/* A frame is as broad as this at most, unless it leaves no more than this free within. */
#define FRAME 3.0
#define FREE 5.0
/* What poppler draws for a comment without a picture of its own. */
#define SIGN 24.0
#define CELLS_MAX 4000000
#define PIECES_MAX 200000
#define WORK_MAX 40000000
#define WIDTH_MAX 200.0
#define ROUND 32
/* How high the waves under words are, at least. */
#define WAVE 2.5

struct _JalReceivedTogether
{
  int first;
  guint n;
  guint8 *hides; /* of each note from the first */
};

typedef struct
{
  guint8 left[3];
  guint8 sign;
  guint32 op; /* the last that painted here, so that none does twice */
} Cell;

typedef struct
{
  double x, y, size; /* of the lower left corner; of a cell */
  int width, height;
  Cell *cells;
  guint8 *dark; /* cells of windows in which nothing can be read */
  guint work;
  gboolean lost; /* too much to follow */
} Grid;

typedef void (*CellFunc) (Grid *grid, gsize cell, const JalReceivedPiece *piece, gpointer data);

/* --- What a note without an appearance paints -------------------------------------------------------------------- */

typedef struct
{
  qpdf_data pdf;
  qpdf_oh note;
  const char *kind; /* its subtype */
  GArray *pieces;
  JalReceivedPiece piece; /* what the next one is made of */
} Painting;

static gboolean
is_kind (const Painting *painting, const char *kind)
{
  return strcmp (painting->kind, kind) == 0;
}

static void
add_segment (Painting *painting, double x1, double y1, double x2, double y2)
{
  JalReceivedPiece piece = painting->piece;

  piece.from[0] = x1;
  piece.from[1] = y1;
  piece.to[0] = x2;
  piece.to[1] = y2;
  if (painting->pieces->len < PIECES_MAX && isfinite (x1 + y1 + x2 + y2))
    g_array_append_val (painting->pieces, piece);
}

static void
add_box (Painting *painting, const double rect[4])
{
  painting->piece.is_box = TRUE;
  add_segment (painting, rect[0], rect[1], rect[2], rect[3]);
  painting->piece.is_box = FALSE;
}

static void
add_points (Painting *painting, qpdf_oh points, gboolean closed)
{
  qpdf_data pdf = painting->pdf;
  int n = qpdf_oh_is_array (pdf, points) ? qpdf_oh_get_array_n_items (pdf, points) / 2 : 0;
  double first[2] = { 0 }, last[2] = { 0 };

  for (int i = 0; i < MIN (n, PIECES_MAX); i++)
    {
      double at[2] = { jal_received_number (pdf, qpdf_oh_get_array_item (pdf, points, 2 * i), NAN),
                       jal_received_number (pdf, qpdf_oh_get_array_item (pdf, points, 2 * i + 1), NAN) };

      if (i == 0)
        memcpy (first, at, sizeof first);
      add_segment (painting, i == 0 ? at[0] : last[0], i == 0 ? at[1] : last[1], at[0], at[1]);
      memcpy (last, at, sizeof last);
    }
  if (closed && n > 2)
    add_segment (painting, last[0], last[1], first[0], first[1]);
}

/* Lines of words lie along the lower side of their quads, or through their middle; a highlight fills them. */
static void
add_quads (Painting *painting, const double rect[4])
{
  qpdf_data pdf = painting->pdf;
  qpdf_oh array = jal_received_get (pdf, painting->note, "/QuadPoints");
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) / 8 : 0;
  double up = is_kind (painting, "/StrikeOut") ? 0.5 : 0;

  for (int i = 0; i < MAX (MIN (n, PIECES_MAX), 1); i++)
    {
      double q[8] = { rect[0], rect[3], rect[2], rect[3], rect[0], rect[1], rect[2], rect[1] }, box[4], high;

      for (int k = 0; k < 8 && n > 0; k++)
        q[k] = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, array, 8 * i + k), NAN);
      painting->piece.op++;
      high = hypot (q[0] - q[4], q[1] - q[5]);
      box[0] = fmin (fmin (q[0], q[2]), fmin (q[4], q[6]));
      box[1] = fmin (fmin (q[1], q[3]), fmin (q[5], q[7]));
      box[2] = fmax (fmax (q[0], q[2]), fmax (q[4], q[6]));
      box[3] = fmax (fmax (q[1], q[3]), fmax (q[5], q[7]));
      painting->piece.width = CLAMP (high / 12, is_kind (painting, "/Squiggly") ? WAVE : 1, JAL_RECEIVED_THICK);
      if (is_kind (painting, "/Highlight"))
        add_box (painting, box);
      else
        add_segment (painting, q[4] + up * (q[0] - q[4]), q[5] + up * (q[1] - q[5]), q[6] + up * (q[2] - q[6]),
                     q[7] + up * (q[3] - q[7]));
    }
}

static void
add_frame (Painting *painting, const double rect[4], double width)
{
  double cx = (rect[0] + rect[2]) / 2, cy = (rect[1] + rect[3]) / 2, rx = (rect[2] - rect[0] - width) / 2,
         ry = (rect[3] - rect[1] - width) / 2;
  gboolean round = is_kind (painting, "/Circle");
  qpdf_oh points = jal_received_get (painting->pdf, painting->note, "/Vertices");

  painting->piece.width = fmin (width, FRAME);
  if (qpdf_oh_is_array (painting->pdf, points))
    add_points (painting, points, TRUE);
  for (guint i = 0; i < ROUND && round; i++)
    add_segment (painting, cx + rx * cos (2 * G_PI * i / ROUND), cy + ry * sin (2 * G_PI * i / ROUND),
                 cx + rx * cos (2 * G_PI * (i + 1) / ROUND), cy + ry * sin (2 * G_PI * (i + 1) / ROUND));
  if (round || qpdf_oh_is_array (painting->pdf, points))
    return;
  add_segment (painting, cx - rx, cy - ry, cx + rx, cy - ry);
  add_segment (painting, cx + rx, cy - ry, cx + rx, cy + ry);
  add_segment (painting, cx + rx, cy + ry, cx - rx, cy + ry);
  add_segment (painting, cx - rx, cy + ry, cx - rx, cy - ry);
}

/* Through a box of @alpha, or a marker of that color, which only darkens. */
static void
set_left (Painting *painting, double alpha)
{
  qpdf_data pdf = painting->pdf;
  qpdf_oh color = jal_received_get (pdf, painting->note, "/C");
  double part[3];

  for (guint i = 0; i < 3; i++)
    painting->piece.left[i] = 1 - alpha;
  if (is_kind (painting, "/Highlight") && jal_received_get_color (pdf, color, part))
    for (guint i = 0; i < 3; i++)
      painting->piece.left[i] = 1 - alpha * (1 - part[i]);
}

static void
add_shape (Painting *painting, const double rect[4])
{
  qpdf_data pdf = painting->pdf;
  qpdf_oh list = jal_received_get (pdf, painting->note, "/InkList"),
          ground = jal_received_get (pdf, painting->note, is_kind (painting, "/FreeText") ? "/C" : "/IC");
  double width = jal_received_pen_width (pdf, painting->note),
         said = jal_received_number (pdf, jal_received_get (pdf, painting->note, "/CA"), 1);
  static const char *const words[] = { "/Highlight", "/Underline", "/Squiggly", "/StrikeOut" };
  gboolean of_words = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    of_words = of_words || is_kind (painting, words[i]);
  set_left (painting, said < JAL_RECEIVED_THIN ? CLAMP (said, 0, 1) : 1);
  painting->piece.width = CLAMP (width, 0, WIDTH_MAX);
  if (of_words)
    add_quads (painting, rect);
  else if (is_kind (painting, "/Ink"))
    for (int i = 0; i < (qpdf_oh_is_array (pdf, list) ? MIN (qpdf_oh_get_array_n_items (pdf, list), PIECES_MAX) : 0);
         i++)
      {
        painting->piece.op++;
        add_points (painting, qpdf_oh_get_array_item (pdf, list, i), FALSE);
      }
  else if (jal_received_is_pen (pdf, painting->note))
    add_points (painting, jal_received_get (pdf, painting->note, is_kind (painting, "/Line") ? "/L" : "/Vertices"),
                FALSE);
  else
    {
      add_frame (painting, rect, CLAMP (width, 0, WIDTH_MAX));
      painting->piece.op++;
      if (qpdf_oh_is_array (pdf, ground) && qpdf_oh_get_array_n_items (pdf, ground) > 0)
        add_box (painting, rect);
    }
}

/* --- What a note paints ------------------------------------------------------------------------------------------ */

static gboolean
is_block (const Painting *painting)
{
  return is_kind (painting, "/Square") || is_kind (painting, "/Circle") || is_kind (painting, "/Polygon")
         || is_kind (painting, "/FreeText");
}

/* Adds what the note of @painting paints; @op: the last number of a piece of paint. Returns the last one now. */
static guint32
add_note (Painting *painting, guint32 op)
{
  static const char *const kinds[]
      = { "/Text",    "/Caret",    "/Underline", "/Squiggly", "/StrikeOut", "/Square", "/Circle",
          "/Polygon", "/FreeText", "/Redact",    "/Line",     "/PolyLine",  "/Ink",    "/Highlight" };
  qpdf_data pdf = painting->pdf;
  guint before = painting->pieces->len;
  qpdf_oh subtype = jal_received_get (pdf, painting->note, "/Subtype");
  gboolean any = FALSE, sign;
  double rect[4], width;
  JalReceivedDrawing drawing;

  painting->kind = "";
  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && *painting->kind == '\0'; i++)
    if (qpdf_oh_is_name_and_equals (pdf, subtype, kinds[i]))
      painting->kind = kinds[i];
  qpdf_oh_release (pdf, subtype);
  any = *painting->kind != '\0';
  sign = is_kind (painting, "/Text") || is_kind (painting, "/Caret");
  if (!any || !jal_received_rectangle (pdf, jal_received_get (pdf, painting->note, "/Rect"), rect))
    return op;
  painting->piece.op = op + 1;
  drawing = jal_received_pieces (pdf, painting->note, sign ? NULL : painting->pieces, &painting->piece);
  width = drawing.any ? drawing.pen : jal_received_pen_width (pdf, painting->note);
  if (sign && (drawing.any ? drawing.opaque : is_kind (painting, "/Text")))
    {
      const double drawn[4] = { rect[0], rect[3] - SIGN, rect[0] + SIGN, rect[3] };

      painting->piece.is_sign = TRUE;
      add_box (painting, drawing.any ? rect : drawn);
      painting->piece.is_sign = FALSE;
    }
  else if (!sign && !drawing.any)
    add_shape (painting, rect);
  for (guint i = before; i < painting->pieces->len && is_block (painting); i++)
    {
      JalReceivedPiece *piece = &g_array_index (painting->pieces, JalReceivedPiece, i);

      piece->width = fmin (piece->width, FRAME);
    }
  if (is_block (painting) && width > 1 && fmin (rect[2] - rect[0], rect[3] - rect[1]) - 2 * width < FREE)
    {
      painting->piece.op++;
      set_left (painting, 1);
      add_box (painting, rect);
    }
  return painting->piece.op;
}

/* --- The grid ---------------------------------------------------------------------------------------------------- */

static double
get_light (double red, double green, double blue)
{
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/* Calls @func for the cells whose middle lies in the rectangle. */
static void
each_cell (Grid *grid, double x1, double y1, double x2, double y2, const JalReceivedPiece *piece, CellFunc func,
           gpointer data)
{
  double left = ceil ((x1 - grid->x) / grid->size - 0.5), right = ceil ((x2 - grid->x) / grid->size - 0.5),
         low = ceil ((y1 - grid->y) / grid->size - 0.5), high = ceil ((y2 - grid->y) / grid->size - 0.5);

  for (int y = (int)CLAMP (low, 0, grid->height); y < (int)CLAMP (high, 0, grid->height) && !grid->lost; y++)
    for (int x = (int)CLAMP (left, 0, grid->width); x < (int)CLAMP (right, 0, grid->width); x++)
      {
        func (grid, (gsize)y * (gsize)grid->width + (gsize)x, piece, data);
        grid->lost = ++grid->work > WORK_MAX;
      }
  grid->lost = grid->lost || ++grid->work > WORK_MAX;
}

static void
each_piece (Grid *grid, const JalReceivedPiece *piece, CellFunc func, gpointer data)
{
  const double *a = piece->from, *b = piece->to;
  double out = piece->width / 2, part[2] = { 0, 1 }, steps;

  if (piece->is_box)
    {
      each_cell (grid, fmin (a[0], b[0]), fmin (a[1], b[1]), fmax (a[0], b[0]), fmax (a[1], b[1]), piece, func, data);
      return;
    }
  /* The part of the line that is near the grid. */
  for (guint i = 0; i < 2; i++)
    {
      double low = (i == 0 ? grid->x : grid->y) - out,
             high = (i == 0 ? grid->x + grid->width * grid->size : grid->y + grid->height * grid->size) + out,
             along = b[i] - a[i], enter = low, leave = high;

      if (fabs (along) < 1e-9 && (a[i] < low || a[i] > high))
        return;
      if (fabs (along) < 1e-9)
        continue;
      enter = (low - a[i]) / along;
      leave = (high - a[i]) / along;
      part[0] = fmax (part[0], fmin (enter, leave));
      part[1] = fmin (part[1], fmax (enter, leave));
    }
  if (part[0] > part[1])
    return;
  steps = fmin (ceil (2 * (part[1] - part[0]) * hypot (b[0] - a[0], b[1] - a[1]) / grid->size), WORK_MAX);
  for (double i = 0; i <= steps && !grid->lost; i++)
    {
      double at = part[0] + (steps > 0 ? i / steps : 0) * (part[1] - part[0]), x = a[0] + at * (b[0] - a[0]),
             y = a[1] + at * (b[1] - a[1]);

      each_cell (grid, x - out, y - out, x + out, y + out, piece, func, data);
    }
}

static void
paint_cb (Grid *grid, gsize cell, const JalReceivedPiece *piece, gpointer data)
{
  Cell *at = &grid->cells[cell];

  if (at->op == piece->op)
    return;
  at->op = piece->op;
  if (piece->is_sign)
    at->sign = 1;
  for (guint i = 0; i < 3 && !piece->is_sign; i++)
    at->left[i] = (guint8)floor (at->left[i] * CLAMP (piece->left[i], 0, 1));
}

static void
look_cb (Grid *grid, gsize cell, const JalReceivedPiece *piece, gpointer data)
{
  gboolean *dark = data;

  *dark = *dark || grid->dark[cell] != 0;
}

/* Whether the cell is hidden; @signs: by a sign, too. */
static gboolean
is_hidden (const Cell *cell, gboolean signs)
{
  return (signs && cell->sign) || get_light (cell->left[0], cell->left[1], cell->left[2]) < LEFT;
}

/* Marks the windows of @across × @up cells which are hidden but for a small part. */
static void
mark_windows (Grid *grid, gboolean signs, int across, int up, double part)
{
  gsize row = (gsize)grid->width + 1;
  g_autofree guint32 *sums = g_new0 (guint32, row * ((gsize)grid->height + 1));
  g_autofree int *until = g_new0 (int, grid->width);

  for (int y = 0; y < grid->height; y++)
    for (int x = 0; x < grid->width; x++)
      {
        guint32 *at = sums + ((gsize)y + 1) * row + x + 1;

        at[0] = (is_hidden (&grid->cells[(gsize)y * (gsize)grid->width + (gsize)x], signs) ? 1 : 0) + at[-1]
                + at[-(gssize)row] - at[-(gssize)row - 1];
      }
  /* A window that begins here is dark in @up rows: told to each column of it how long it still is. */
  for (int y = 0; y < grid->height; y++)
    {
      int last = G_MININT;

      for (int x = 0; x < grid->width; x++)
        {
          const guint32 *low = sums + (gsize)y * row + x, *high = low + (gsize)up * row;

          if (x + across <= grid->width && y + up <= grid->height
              && high[across] - high[0] - low[across] + low[0] >= part * across * up)
            last = x + across;
          if (x < last)
            until[x] = y + up;
          if (y < until[x])
            grid->dark[(gsize)y * (gsize)grid->width + (gsize)x] = 1;
        }
    }
}

/* Lays the grid over all @pieces, no further than the page. */
static gboolean
make_grid (Grid *grid, qpdf_data pdf, qpdf_oh media, const GArray *pieces)
{
  double bounds[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY }, shown[4];
  double area;

  for (guint i = 0; i < pieces->len; i++)
    {
      const JalReceivedPiece *piece = &g_array_index (pieces, JalReceivedPiece, i);

      for (guint k = 0; k < 2; k++)
        {
          bounds[k] = fmin (bounds[k], fmin (piece->from[k], piece->to[k]) - piece->width / 2 - 1);
          bounds[k + 2] = fmax (bounds[k + 2], fmax (piece->from[k], piece->to[k]) + piece->width / 2 + 1);
        }
    }
  if (jal_received_rectangle (pdf, media, shown) && shown[2] - shown[0] > 1 && shown[3] - shown[1] > 1)
    for (guint k = 0; k < 2; k++)
      {
        bounds[k] = fmax (bounds[k], shown[k]);
        bounds[k + 2] = fmin (bounds[k + 2], shown[k + 2]);
      }
  area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]);
  if (!isfinite (area) || bounds[2] <= bounds[0] || bounds[3] <= bounds[1])
    return FALSE;
  grid->size = fmax (1, sqrt (area / CELLS_MAX));
  grid->size = fmax (grid->size, fmax (bounds[2] - bounds[0], bounds[3] - bounds[1]) / CELLS_MAX * WINDOW_SHORT);
  grid->x = bounds[0];
  grid->y = bounds[1];
  grid->width = MAX ((int)ceil ((bounds[2] - bounds[0]) / grid->size), 1);
  grid->height = MAX ((int)ceil ((bounds[3] - bounds[1]) / grid->size), 1);
  grid->cells = g_new0 (Cell, (gsize)grid->width * (gsize)grid->height);
  grid->dark = g_new0 (guint8, (gsize)grid->width * (gsize)grid->height);
  for (gsize i = 0; i < (gsize)grid->width * (gsize)grid->height; i++)
    memset (grid->cells[i].left, 255, 3);
  return TRUE;
}

static void
judge (JalReceivedTogether *together, qpdf_data pdf, qpdf_oh media, const GArray *pieces)
{
  Grid grid = { 0 };

  if (!make_grid (&grid, pdf, media, pieces))
    return;
  for (guint i = 0; i < pieces->len; i++)
    each_piece (&grid, &g_array_index (pieces, JalReceivedPiece, i), paint_cb, NULL);
  mark_windows (&grid, FALSE, WINDOW_LONG, WINDOW_SHORT, HIDDEN);
  mark_windows (&grid, FALSE, WINDOW_SHORT, WINDOW_LONG, HIDDEN);
  mark_windows (&grid, FALSE, WINDOW_LONG, WINDOW_HIGH, HALF);
  mark_windows (&grid, FALSE, WINDOW_HIGH, WINDOW_LONG, HALF);
  mark_windows (&grid, TRUE, SIGNS_LONG, WINDOW_SHORT, SIGNS_HIDDEN);
  grid.work = 0;
  for (guint i = 0; i < pieces->len; i++)
    {
      const JalReceivedPiece *piece = &g_array_index (pieces, JalReceivedPiece, i);
      gboolean dark = pieces->len >= PIECES_MAX;

      if (!piece->is_sign && get_light (piece->left[0], piece->left[1], piece->left[2]) > LIGHT)
        continue;
      each_piece (&grid, piece, look_cb, &dark);
      if (dark || grid.lost)
        together->hides[piece->note] = 1;
    }
  g_free (grid.cells);
  g_free (grid.dark);
}

JalReceivedTogether *
jal_received_together_new (qpdf_data pdf, qpdf_oh media, qpdf_oh list, int first, int n)
{
  JalReceivedTogether *together = g_new0 (JalReceivedTogether, 1);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (JalReceivedPiece));
  int end = qpdf_oh_is_array (pdf, list) ? qpdf_oh_get_array_n_items (pdf, list) : 0;
  guint32 op = 0;

  together->first = CLAMP (first, 0, end);
  together->n = (guint)(CLAMP (n, 0, end - together->first));
  together->hides = g_new0 (guint8, together->n + 1);
  for (guint i = 0; i < together->n; i++)
    {
      Painting painting = { .pdf = pdf, .pieces = pieces, .piece = { .note = i } };

      painting.note = qpdf_oh_get_array_item (pdf, list, together->first + (int)i);
      if (qpdf_oh_is_dictionary (pdf, painting.note))
        op = add_note (&painting, op);
      qpdf_oh_release (pdf, painting.note);
    }
  judge (together, pdf, media, pieces);
  return together;
}

gboolean
jal_received_together_hides (const JalReceivedTogether *together, int at)
{
  return together != NULL && at >= together->first && (guint)(at - together->first) < together->n
         && together->hides[at - together->first] != 0;
}

void
jal_received_together_free (JalReceivedTogether *together)
{
  if (together == NULL)
    return;
  g_free (together->hides);
  g_free (together);
}
