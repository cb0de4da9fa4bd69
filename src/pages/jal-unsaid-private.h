/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A page in grey. */
typedef struct
{
  guint8 *light; /* a byte a pixel */
  guint8 *known; /* of each pixel: accounted for */
  guint8 *sharp; /* nullable; of each pixel: there is an edge, and no soft shade */
  guint width;
  guint height;
} JalGrey;

void jal_grey_clear (JalGrey *grey);
/* Whether so many cells of it are written as make writing. @scale: pixels a point. */
gboolean jal_unsaid_has_cells (const JalGrey *grey, double scale);

/* What hangs together. */
typedef struct
{
  guint x1, y1, x2, y2; /* the last ones within */
  guint area;
  guint known;
} JalInkPiece;

/* What is darker than the paper of a page. */
typedef struct
{
  JalGrey *grey;
  double scale;
  guint8 *ink;  /* of each pixel */
  guint8 *rule; /* ink that is a rule's */
  guint32 *of;  /* of each pixel: its piece, from 1; 0: of none */
  GArray *pieces;
} JalInk;

static inline gsize
jal_ink_at (const JalInk *ink, guint x, guint y)
{
  return (gsize)y * ink->grey->width + x;
}

/* Marks what is a rule's. */
void jal_ink_find_rules (JalInk *ink);
/* Accounts for square codes, once the pieces are known. @out: of each piece, from 1; set for those of a code. */
void jal_ink_leave_out_codes (JalInk *ink, guint8 *out);

/* Letters of a row that are nothing else: where a page may show writing, and where it does whatever else there is. */
#define JAL_ROW_MIN 3
#define JAL_ROW_SURE 4

/* How many pieces stand in a row as letters do, of the longest row; JAL_ROW_SURE may be more. @is_shape: of each piece,
   from 1: it may be a letter, but is a stroke or a bar as well;
   @is_none: it is known, a box or a curve. */
guint jal_ink_count_letters (const JalInk *ink, const guint8 *is_shape, const guint8 *is_none);

/* Accounts for what is no writing, and for the rest of letters that are known in part. @scale: pixels a point. Returns
   how many letters stand in the longest row, among what is left and what is not, as jal_ink_count_letters(). */
guint jal_unsaid_leave_out_shapes (JalGrey *grey, double scale);

G_END_DECLS
