/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a page shows besides words and is no writing either: rules, boxes, curves. And the rest of letters that are
 * known in part.
 *
 * What is drawn hangs together: a letter, most often, or a word written by hand. Of each such piece its size and shape
 * are looked at, and only what no writing has is left out. Where nobody can say what is paper (a photograph) nothing
 * is.
 *
 * 1. Rules: long straight runs that are thin. Where something else crosses them it stays.
 * 2. A piece of which much lies at known letters is the rest of them: fonts say wrongly how high they are, and how
 * wide.
 * 3. A box: four sides, and nothing of itself within. Small ones in a row may be letters that a font lacks, and stay.
 * 4. A curve: long, and one line at every place along it. Handwriting goes back over itself, and lifts the pen before
 * that length.
 * 5. A single straight stroke, whichever way, longer than a letter's.
 * 6. A square code (jal-unsaid-codes.c). What it says no eye reads; the codes of courts and of receipts say a number.
 */
#include "pages/jal-unsaid-private.h"

#include <math.h>
#include <string.h>

/* Of 255: how much darker than the paper. */
#define INK_MIN 40
/* The lightest paper on which something can be told, and its least part of the page. */
#define PAPER_MIN 120
#define PAPER_PART 4
#define PAPER_SPREAD 8

/* Points. */
#define BOX_MIN 4.5
#define BOX_SIDE 2.0
#define MISSING_MAX 36.0
#define CURVE_MIN 200.0
#define LETTER_MAX 72.0
#define BAR_MIN 5.0
#define GROUND_MIN 8.0

#define CURVE_THICK 10.0
#define STROKE_MIN 16.0
#define STROKE_THICK 1.2

/* Per cent. */
#define KNOWN_MIN 35
#define GROUND_FILL 50

/* How much lighter than their ground letters are, of 255. */
#define GROUND_APART 64
#define SIDE_MIN 85
#define INSIDE_MAX 12
#define CURVE_RUNS_MAX 130
#define LETTER_FILL 65

/* Pixels that a bar may lack, and how much lighter or darker it may be within: writing in it would change it. */
#define BAR_LACKS 12
#define BAR_CHANGE 32

/* What a letter may be by its shape, and many another thing is. Strokes are left out. */
enum
{
  STROKE = 1,
  BAR
};

/* Marks what is darker than paper; FALSE when nobody can say what paper is. */
static gboolean
find_ink (JalInk *ink)
{
  const JalGrey *grey = ink->grey;
  gsize n = (gsize)grey->width * grey->height, counts[256] = { 0 }, of_paper = 0;
  int paper = 255;

  for (gsize i = 0; i < n; i++)
    counts[grey->light[i]]++;
  for (int light = 254; light >= PAPER_MIN; light--)
    if (counts[light] > counts[paper])
      paper = light;
  for (int light = MAX (paper - PAPER_SPREAD, 0); light <= MIN (paper + PAPER_SPREAD, 255); light++)
    of_paper += counts[light];
  if (PAPER_PART * of_paper < n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    ink->ink[i] = grey->light[i] + INK_MIN <= paper;
  return TRUE;
}

/* --- Pieces ---------------------------------------------------------------------------------------------------- */

static void
gather_piece (JalInk *ink, GArray *stack, guint x, guint y)
{
  JalInkPiece piece = { x, y, x, y, 0, 0 };
  guint32 number = ink->pieces->len + 1, first = (guint32)jal_ink_at (ink, x, y);

  g_array_set_size (stack, 0);
  g_array_append_val (stack, first);
  ink->of[first] = number;
  while (stack->len > 0)
    {
      guint32 place = g_array_index (stack, guint32, stack->len - 1);
      guint px = place % ink->grey->width, py = place / ink->grey->width;

      g_array_set_size (stack, stack->len - 1);
      piece.area++;
      piece.known += ink->grey->known[place];
      piece.x1 = MIN (piece.x1, px);
      piece.x2 = MAX (piece.x2, px);
      piece.y1 = MIN (piece.y1, py);
      piece.y2 = MAX (piece.y2, py);
      for (guint k = 0; k < 9; k++)
        {
          guint nx = px + k % 3 - 1, ny = py + k / 3 - 1;
          guint32 next;

          if (nx >= ink->grey->width || ny >= ink->grey->height)
            continue;
          next = (guint32)jal_ink_at (ink, nx, ny);
          if (!ink->ink[next] || ink->rule[next] || ink->of[next] != 0)
            continue;
          ink->of[next] = number;
          g_array_append_val (stack, next);
        }
    }
  g_array_append_val (ink->pieces, piece);
}

static void
gather_pieces (JalInk *ink)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint y = 0; y < ink->grey->height; y++)
    for (guint x = 0; x < ink->grey->width; x++)
      if (ink->ink[jal_ink_at (ink, x, y)] && !ink->rule[jal_ink_at (ink, x, y)]
          && ink->of[jal_ink_at (ink, x, y)] == 0)
        gather_piece (ink, stack, x, y);
}

static gboolean
is_rest_of_letters (const JalInk *ink, const JalInkPiece *piece)
{
  double most = LETTER_MAX * ink->scale;

  return 100 * piece->known >= KNOWN_MIN * piece->area
         && 100 * piece->area <= LETTER_FILL * (piece->x2 - piece->x1 + 1) * (piece->y2 - piece->y1 + 1)
         && piece->x2 - piece->x1 < most && piece->y2 - piece->y1 < most;
}

/* Ink of any piece and of rules: a box may be cut by the rules it is made of. */
static gboolean
has_side (const JalInk *ink, const JalInkPiece *piece, gboolean upright, gboolean far_one)
{
  guint depth = (guint)lround (BOX_SIDE * ink->scale);
  guint from = upright ? piece->y1 : piece->x1, to = upright ? piece->y2 : piece->x2, n = 0;

  for (guint i = from; i <= to; i++)
    {
      gboolean any = FALSE;

      for (guint d = 0; d <= depth && !any; d++)
        {
          guint x = upright ? (far_one ? piece->x2 - d : piece->x1 + d) : i,
                y = upright ? i : (far_one ? piece->y2 - d : piece->y1 + d);

          any = ink->ink[jal_ink_at (ink, x, y)];
        }
      n += any;
    }
  return 100 * n >= SIDE_MIN * (to - from + 1);
}

/* Whether a piece as large stands beside it, a letter's space away: fonts that lack letters draw boxes for them. */
static gboolean
has_neighbour (const JalInk *ink, const JalInkPiece *piece)
{
  guint width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1, middle = (piece->y1 + piece->y2) / 2;

  if (height >= MISSING_MAX * ink->scale)
    return FALSE;
  for (guint i = 0; i < ink->pieces->len; i++)
    {
      const JalInkPiece *other = &g_array_index (ink->pieces, JalInkPiece, i);
      guint apart = other->x1 > piece->x2 ? other->x1 - piece->x2 : piece->x1 > other->x2 ? piece->x1 - other->x2 : 0;

      if (apart > 0 && apart <= width && other->y1 <= middle && other->y2 >= middle
          && ABS ((int)(other->x2 - other->x1 + 1) - (int)width) <= 2
          && ABS ((int)(other->y2 - other->y1 + 1) - (int)height) <= 2)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_box (const JalInk *ink, const JalInkPiece *piece, guint number)
{
  guint width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1, inside = 0,
        edge = (guint)lround (BOX_SIDE * ink->scale) + 1;

  if (MIN (width, height) < BOX_MIN * ink->scale || MIN (width, height) <= 2 * edge)
    return FALSE;
  for (guint k = 0; k < 4; k++)
    if (!has_side (ink, piece, k / 2 == 1, k % 2 == 1))
      return FALSE;
  for (guint y = piece->y1 + edge; y <= piece->y2 - edge; y++)
    for (guint x = piece->x1 + edge; x <= piece->x2 - edge; x++)
      inside += ink->of[jal_ink_at (ink, x, y)] == number;
  return 100 * inside <= INSIDE_MAX * (width - 2 * edge) * (height - 2 * edge) && !has_neighbour (ink, piece);
}

/* Accounts for a curve where it is as thin as it is most often: what stands on a long rule, and touches it, is thicker.
   A letter's strokes are a few columns wide, those of a cardiogram one or two: beside a thick column thin ones are left
   too. */
static void
leave_out_curve (const JalInk *ink, const JalInkPiece *piece, guint number)
{
  guint width = piece->x2 - piece->x1 + 1, runs = 0, counts[64] = { 0 }, usual = 1, before = 0;
  g_autofree guint *thick = NULL;

  if (width < CURVE_MIN * ink->scale || width < 2 * (piece->y2 - piece->y1 + 1)
      || piece->area > CURVE_THICK * ink->scale * width)
    return;
  thick = g_new0 (guint, width);
  for (guint x = piece->x1; x <= piece->x2; x++)
    {
      for (guint y = piece->y1; y <= piece->y2; y++)
        {
          gboolean is_ink = ink->of[jal_ink_at (ink, x, y)] == number;

          thick[x - piece->x1] += is_ink;
          runs += is_ink && (y == piece->y1 || ink->of[jal_ink_at (ink, x, y - 1)] != number);
        }
      counts[MIN (thick[x - piece->x1], G_N_ELEMENTS (counts) - 1)]++;
    }
  if (100 * runs > CURVE_RUNS_MAX * width)
    return;
  while (usual + 1 < G_N_ELEMENTS (counts) && 2 * (before += counts[usual]) < width)
    usual++;
  for (guint x = piece->x1; x <= piece->x2; x++)
    if (thick[x - piece->x1] <= 2 * usual + 1)
      for (guint y = piece->y1; y <= piece->y2; y++)
        if (ink->of[jal_ink_at (ink, x, y)] == number)
          ink->grey->known[jal_ink_at (ink, x, y)] = 1;
}

static gboolean
is_bar (const JalInk *ink, const JalInkPiece *piece)
{
  guint width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1;
  const guint8 *light = ink->grey->light;

  if (MIN (width, height) < BAR_MIN * ink->scale || piece->area + BAR_LACKS < width * height)
    return FALSE;
  for (guint y = piece->y1 + 2; y + 4 <= piece->y2; y++)
    for (guint x = piece->x1 + 2; x + 4 <= piece->x2; x++)
      if (ABS (light[jal_ink_at (ink, x, y)] - light[jal_ink_at (ink, x + 2, y)]) >= BAR_CHANGE
          || ABS (light[jal_ink_at (ink, x, y)] - light[jal_ink_at (ink, x, y + 2)]) >= BAR_CHANGE)
        return FALSE;
  return TRUE;
}

/* A single straight line, whichever way: how far its ink lies from its length is the smaller root of its spread. */
static gboolean
is_stroke (const JalInk *ink, const JalInkPiece *piece, guint number)
{
  double width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1, x = 0, y = 0, xx = 0, yy = 0, xy = 0,
         n = piece->area, mean, apart;

  if (hypot (width, height) < STROKE_MIN * ink->scale || n > 4 * STROKE_THICK * ink->scale * hypot (width, height))
    return FALSE;
  for (guint py = piece->y1; py <= piece->y2; py++)
    for (guint px = piece->x1; px <= piece->x2; px++)
      if (ink->of[jal_ink_at (ink, px, py)] == number)
        {
          double dx = px - piece->x1, dy = py - piece->y1;

          x += dx;
          y += dy;
          xx += dx * dx;
          yy += dy * dy;
          xy += dx * dy;
        }
  xx = xx / n - x / n * (x / n);
  yy = yy / n - y / n * (y / n);
  xy = xy / n - x / n * (y / n);
  mean = (xx + yy) / 2;
  apart = sqrt (fmax (mean * mean - (xx * yy - xy * xy), 0));
  return mean - apart <= STROKE_THICK * STROKE_THICK * ink->scale * ink->scale;
}

/* How light most of a piece is, of 255. */
static int
get_ground (const JalInk *ink, const JalInkPiece *piece, guint number)
{
  guint counts[256] = { 0 };
  int ground = 0;

  for (guint y = piece->y1; y <= piece->y2; y++)
    for (guint x = piece->x1; x <= piece->x2; x++)
      if (ink->of[jal_ink_at (ink, x, y)] == number)
        counts[ink->grey->light[jal_ink_at (ink, x, y)]]++;
  for (int light = 1; light < 256; light++)
    ground = counts[light] > counts[ground] ? light : ground;
  return ground;
}

/* The same in what is dark: white on a bar of a chart, on a banner. */
static guint
count_white_letters (const JalInk *ink)
{
  gsize n = (gsize)ink->grey->width * ink->grey->height;
  g_autofree guint8 *white = g_malloc0 (n + 1), *no_rule = g_malloc0 (n + 1), *is_shape = NULL, *is_none = NULL;
  JalInk within = { ink->grey, ink->scale, white, no_rule, NULL, NULL };
  gboolean any = FALSE;
  guint found;

  for (guint i = 0; i < ink->pieces->len; i++)
    {
      const JalInkPiece *piece = &g_array_index (ink->pieces, JalInkPiece, i);
      guint width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1;
      int ground;

      if (MIN (width, height) < GROUND_MIN * ink->scale || 100 * piece->area < GROUND_FILL * (double)width * height)
        continue;
      ground = get_ground (ink, piece, i + 1);
      any = TRUE;
      for (guint y = piece->y1; y <= piece->y2; y++)
        for (guint x = piece->x1; x <= piece->x2; x++)
          white[jal_ink_at (ink, x, y)] = ink->grey->light[jal_ink_at (ink, x, y)] >= ground + GROUND_APART;
    }
  if (!any)
    return 0;
  within.of = g_new0 (guint32, n + 1);
  within.pieces = g_array_new (FALSE, FALSE, sizeof (JalInkPiece));
  gather_pieces (&within);
  is_shape = g_malloc0 (within.pieces->len + 1);
  is_none = g_malloc0 (within.pieces->len + 1);
  for (guint i = 0; i < within.pieces->len; i++)
    is_none[i + 1] = is_rest_of_letters (&within, &g_array_index (within.pieces, JalInkPiece, i));
  found = jal_ink_count_letters (&within, is_shape, is_none);
  g_array_unref (within.pieces);
  g_free (within.of);
  return found;
}

guint
jal_unsaid_leave_out_shapes (JalGrey *grey, double scale)
{
  gsize n = (gsize)grey->width * grey->height;
  JalInk ink = { grey, scale, g_malloc0 (n + 1), g_malloc0 (n + 1), NULL, NULL };
  guint letters = 0;

  if (find_ink (&ink))
    {
      g_autofree guint8 *is_shape = NULL, *is_none = NULL;

      ink.of = g_new0 (guint32, n + 1);
      ink.pieces = g_array_new (FALSE, FALSE, sizeof (JalInkPiece));
      jal_ink_find_rules (&ink);
      gather_pieces (&ink);
      is_shape = g_malloc0 (ink.pieces->len + 1);
      is_none = g_malloc0 (ink.pieces->len + 1);
      for (guint i = 0; i < ink.pieces->len; i++)
        {
          const JalInkPiece *piece = &g_array_index (ink.pieces, JalInkPiece, i);

          is_none[i + 1] = is_rest_of_letters (&ink, piece) || is_box (&ink, piece, i + 1);
          if (!is_none[i + 1])
            leave_out_curve (&ink, piece, i + 1);
          is_shape[i + 1] = is_stroke (&ink, piece, i + 1) ? STROKE : is_bar (&ink, piece) ? BAR : 0;
        }
      jal_ink_leave_out_codes (&ink, is_none);
      letters = jal_ink_count_letters (&ink, is_shape, is_none);
      if (letters < JAL_ROW_SURE)
        letters = MAX (letters, count_white_letters (&ink));
      for (gsize i = 0; i < n; i++)
        grey->known[i] = grey->known[i] || ink.rule[i] || is_shape[ink.of[i]] == STROKE || is_none[ink.of[i]];
      g_array_unref (ink.pieces);
      g_free (ink.of);
    }
  g_free (ink.ink);
  g_free (ink.rule);
  return letters;
}
