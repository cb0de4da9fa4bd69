/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Draws one of the harmless scenes into the rectangle: "hotel-front", "room-door", "register-page", "phone-table",
   "corridor", "reception"; returns FALSE for any other name. */
gboolean jal_photo_draw (cairo_t *cr, const char *scene, double x, double y, double width, double height);
/* Returns (transfer full): a JPEG as a telephone writes it, shown 3000 × 4000, stored as EXIF @orientation (1, 3, 6, 8)
   says, with @taken ("2026:05:08 18:05:11") and a place far out at sea. */
GBytes *jal_photo_take (const char *scene, int orientation, const char *taken, const char *footer);

G_END_DECLS
