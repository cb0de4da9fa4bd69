/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Square codes (QR): three marks, each a ring around a square, at three corners of a larger square; and between them
 * nothing but modules, each dark or light as a whole (ISO/IEC 18004: 17 + 4 × version modules a side, seven for a
 * mark). Three marks alone are also on forms that a scanner straightens, and a code may have a name written across it:
 * there something is neither dark nor light.
 */
#include <math.h>
#include <string.h>

#include "pages/jal-unsaid-private.h"

/* Points, per cent; marks on a page. */
#define MARK_MIN 7.0
#define MARK_FILL 60
#define MARKS_MAX 24
/* Modules a side: versions 1 to 10. Pixels of a module below which nobody can say whether it is one. */
#define MODULES_MIN 21
#define MODULES_MAX 57
#define MODULE_MIN 2.5
/* Modules that are neither, of nine beside each other and per cent of all: an edge of the picture, a speck. */
#define NEITHER_NEAR 2
#define NEITHER_ALL 2
/* How much light may change in the middle of a module, of 255. */
#define MODULE_SPREAD 64
/* Per cent: how much of a code is dark. */
#define DARK_MIN 30
#define DARK_MAX 70

static gboolean
is_square (const JalInkPiece *piece, guint *side)
{
  guint width = piece->x2 - piece->x1 + 1, height = piece->y2 - piece->y1 + 1;

  *side = (width + height) / 2;
  return ABS ((int)width - (int)height) <= 1 + (int)*side / 10;
}

/* A ring of seven modules, with a filled square of three in its middle. */
static gboolean
is_mark (const JalInk *ink, guint ring)
{
  const JalInkPiece *outer = &g_array_index (ink->pieces, JalInkPiece, ring);
  guint side, inner;

  if (!is_square (outer, &side) || side < MARK_MIN * ink->scale || 100 * outer->area > MARK_FILL * side * side)
    return FALSE;
  for (guint i = 0; i < ink->pieces->len; i++)
    {
      const JalInkPiece *piece = &g_array_index (ink->pieces, JalInkPiece, i);

      if (i != ring && piece->x1 > outer->x1 && piece->x2 < outer->x2 && piece->y1 > outer->y1 && piece->y2 < outer->y2
          && is_square (piece, &inner) && ABS ((int)(7 * inner) - (int)(3 * side)) <= 2 * (int)MAX (side / 4, 7)
          && ABS ((int)(piece->x1 + piece->x2) - (int)(outer->x1 + outer->x2)) <= 4
          && ABS ((int)(piece->y1 + piece->y2) - (int)(outer->y1 + outer->y2)) <= 4)
        return TRUE;
    }
  return FALSE;
}

static gboolean
are_alike (guint a, guint b)
{
  return ABS ((int)a - (int)b) <= 3;
}

/* @corner has @beside at one side of it, and @below at another, as far away; all of one size. */
static gboolean
are_corners (const JalInkPiece *corner, const JalInkPiece *beside, const JalInkPiece *below)
{
  int across = (int)beside->x1 - (int)corner->x1, down = (int)below->y1 - (int)corner->y1;

  return are_alike (corner->y1, beside->y1) && are_alike (corner->x1, below->x1) && across != 0
         && ABS (ABS (across) - ABS (down)) <= 4 && are_alike (corner->x2 - corner->x1, beside->x2 - beside->x1)
         && are_alike (corner->x2 - corner->x1, below->x2 - below->x1)
         && ABS (across) >= 2 * (int)(corner->x2 - corner->x1);
}

/* The middle of a module: 0 light, 1 dark, 2 neither. */
static guint8
look_at_module (const JalInk *ink, double x, double y, double module)
{
  guint x1 = (guint)ceil (x + 0.2 * module), x2 = MAX ((guint)floor (x + 0.8 * module), x1 + 1);
  guint y1 = (guint)ceil (y + 0.2 * module), y2 = MAX ((guint)floor (y + 0.8 * module), y1 + 1), dark = 0,
        n = (x2 - x1) * (y2 - y1);
  guint8 low = 255, high = 0;

  for (guint py = y1; py < MIN (y2, ink->grey->height); py++)
    for (guint px = x1; px < MIN (x2, ink->grey->width); px++)
      {
        gsize at = jal_ink_at (ink, px, py);

        dark += ink->ink[at];
        low = MIN (low, ink->grey->light[at]);
        high = MAX (high, ink->grey->light[at]);
      }
  return high - low > MODULE_SPREAD ? 2 : 2 * dark > n ? 1 : 0;
}

/* Whether the square has modules throughout. */
static gboolean
has_modules (const JalInk *ink, guint x, guint y, guint side, guint mark)
{
  guint n = 17 + 4 * (guint)fmax (lround ((7.0 * side / mark - 17) / 4), 0), neither = 0, dark = 0;
  double module = (double)side / n;
  g_autofree guint8 *modules = NULL;

  if (n < MODULES_MIN || n > MODULES_MAX || module < MODULE_MIN)
    return FALSE;
  modules = g_malloc ((gsize)n * n);
  for (guint i = 0; i < n * n; i++)
    {
      modules[i] = look_at_module (ink, x + i % n * module, y + i / n * module, module);
      dark += modules[i] == 1;
      neither += modules[i] == 2;
    }
  if (100 * neither > NEITHER_ALL * n * n || 100 * dark < DARK_MIN * n * n || 100 * dark > DARK_MAX * n * n)
    return FALSE;
  for (guint i = 0; i < (n - 2) * (n - 2); i++)
    {
      guint near = 0;

      for (guint k = 0; k < 9; k++)
        near += modules[(i / (n - 2) + k / 3) * n + i % (n - 2) + k % 3] == 2;
      if (near > NEITHER_NEAR)
        return FALSE;
    }
  return TRUE;
}

static void
leave_out (JalInk *ink, guint x, guint y, guint side, guint8 *out)
{
  for (guint py = y; py < MIN (y + side, ink->grey->height); py++)
    memset (ink->grey->known + jal_ink_at (ink, x, py), 1, MIN (side, ink->grey->width - x));
  for (guint i = 0; i < ink->pieces->len; i++)
    {
      const JalInkPiece *piece = &g_array_index (ink->pieces, JalInkPiece, i);

      out[i + 1] = out[i + 1] || (piece->x1 >= x && piece->y1 >= y && piece->x2 < x + side && piece->y2 < y + side);
    }
}

void
jal_ink_leave_out_codes (JalInk *ink, guint8 *out)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (JalInkPiece));

  for (guint i = 0; i < ink->pieces->len && marks->len < MARKS_MAX; i++)
    if (is_mark (ink, i))
      g_array_append_val (marks, g_array_index (ink->pieces, JalInkPiece, i));
  for (guint i = 0; i < marks->len * marks->len * marks->len; i++)
    {
      const JalInkPiece *corner = &g_array_index (marks, JalInkPiece, i % marks->len),
                        *beside = &g_array_index (marks, JalInkPiece, i / marks->len % marks->len);
      const JalInkPiece *below = &g_array_index (marks, JalInkPiece, i / marks->len / marks->len);
      guint x = MIN (corner->x1, beside->x1), y = MIN (corner->y1, below->y1);
      guint side = (MAX (corner->x2, beside->x2) - x + MAX (corner->y2, below->y2) - y) / 2 + 1;

      if (are_corners (corner, beside, below) && has_modules (ink, x, y, side, corner->x2 - corner->x1 + 1))
        leave_out (ink, x, y, side, out);
    }
}
