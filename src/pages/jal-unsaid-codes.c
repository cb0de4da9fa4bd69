/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Square codes (QR): three marks, each a ring around a square, at three corners of a larger square. */
#include <string.h>

#include "pages/jal-unsaid-private.h"

/* Points, per cent; marks on a page. */
#define MARK_MIN 7.0
#define MARK_FILL 60
#define MARKS_MAX 24

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

void
jal_ink_leave_out_codes (JalInk *ink)
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
      guint x1 = MIN (corner->x1, beside->x1), x2 = MAX (corner->x2, beside->x2);

      if (are_corners (corner, beside, below))
        for (guint y = MIN (corner->y1, below->y1); y <= MAX (corner->y2, below->y2); y++)
          memset (ink->grey->known + jal_ink_at (ink, x1, y), 1, x2 - x1 + 1);
    }
}
