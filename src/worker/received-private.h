/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the question what becomes of a received note: what its appearance draws, and what pens leave nothing of. */
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>

#include "worker/received.h"

G_BEGIN_DECLS

/* What lies under paint thinner than this can be read. */
#define JAL_RECEIVED_THIN 0.84
/* Points from which a line of a letter's kind (underline, strikeout), or of a pen one can look through, is no line any more. */
#define JAL_RECEIVED_THICK 3.0

/* What an appearance draws. Lengths are points of the page, rather too long than too short. */
typedef struct
{
  gboolean any;     /* there is one */
  gboolean unknown; /* it could not be followed to its end */
  gboolean words;   /* letters or pictures */
  gboolean opaque;  /* it fills something that cannot be looked through, or has a picture */
  double thick;     /* of what it fills so: the narrower side of the thickest */
  double large;     /* and the longer side of the largest */
  double pen;       /* the width of the broadest line that cannot be looked through */
  double tint;      /* of broad paint that can be: how much the strongest hides, to 1 */
  guint passes;     /* how often it paints so on one place, at most */
} JalReceivedDrawing;

/* A line or a filled rectangle on a page. */
typedef struct
{
  double from[2], to[2];
  double width;   /* of the line */
  double left[3]; /* of red, green and blue below it, to 1 */
  guint32 op;     /* what is painted at once darkens no place twice */
  guint note;
  gboolean is_box;
  gboolean is_sign;
} JalReceivedPiece;

/* received-drawing.c: reads the appearance of @annotation in its state. */
JalReceivedDrawing jal_received_drawing (qpdf_data pdf, qpdf_oh annotation);
/* The same, and adds to @pieces (nullable) what it paints on the page, each made of @piece, whose op it counts up. */
JalReceivedDrawing jal_received_pieces (qpdf_data pdf, qpdf_oh annotation, GArray *pieces, JalReceivedPiece *piece);
/* Grey, RGB or CMYK as RGB to 1. */
gboolean jal_received_get_color (qpdf_data pdf, qpdf_oh array, double part[3]);
/* The value of @key, null for what is no dictionary. */
qpdf_oh jal_received_get (qpdf_data pdf, qpdf_oh dict, const char *key);
double jal_received_number (qpdf_data pdf, qpdf_oh object, double fallback);
/* The four numbers of a rectangle, in order. */
gboolean jal_received_rectangle (qpdf_data pdf, qpdf_oh array, double rect[4]);

/* received-tints.c: how much of what lies under it @annotation hides with paint that can be looked through, 0 to 1; 0 for what only colours
   (a highlight that is not dark). */
double jal_received_get_tint (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing);
/* Whether such paint of @annotation @at of @list and of the notes that lie over the same place leaves nothing to be read together. */
gboolean jal_received_tints_hide (qpdf_data pdf, qpdf_oh list, int at);
/* Letters under a highlight of the colour of @annotation are not seen any more; nor, to be safe, under one that has none. */
gboolean jal_received_is_dark (qpdf_data pdf, qpdf_oh annotation);

/* received-pens.c: whether the strokes of @annotation @at of @list, together with those of the pens beside it in the list, leave
   nothing readable of some letters; TRUE as well when they cannot be followed. @width: of its line. */
/* received-together.c: whether the note @at hides something together with others. */
gboolean jal_received_together_hides (const JalReceivedTogether *together, int at);

gboolean jal_received_pens_hide (qpdf_data pdf, qpdf_oh list, int at, qpdf_oh annotation, double width);
/* The width that @annotation says its line has. */
double jal_received_pen_width (qpdf_data pdf, qpdf_oh annotation);
/* The width of the line that is seen, which cannot be looked through: of its appearance @drawing where it has one; 0 for none. */
double jal_received_pen_drawn (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing);
gboolean jal_received_is_pen (qpdf_data pdf, qpdf_oh annotation);

G_END_DECLS
