/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where and how a content stream shows text. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean mirrored; /* some text, or a form, is drawn as in a mirror */
  double farthest;   /* points from the origin, in either direction, at which text or a form begins; HUGE_VAL: nobody can say */
  guint open;        /* states that are saved and not restored at its end */
  guint surplus;     /* restored without having been saved */
} JalDrawn;

/* @matrix (nullable): six numbers by which all of it is moved (a form's /Matrix). */
JalDrawn jal_drawn_scan (const guint8 *content, gsize length, const double *matrix);

G_END_DECLS
