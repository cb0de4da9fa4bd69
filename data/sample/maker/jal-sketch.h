/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Draws "sketch-plan" (the ground floor, for a sheet A3 across) or "emblem" (a plain shield for the head of a form) into
   the rectangle; returns FALSE for any other name. */
gboolean jal_sketch_draw (cairo_t *cr, const char *name, double x, double y, double width, double height);

G_END_DECLS
