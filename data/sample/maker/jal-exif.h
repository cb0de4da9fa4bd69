/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): the payload of the EXIF segment of a picture stored @width × @height: @orientation (1…8),
   @taken ("2026:05:08 18:05:11"), a device that does not exist and a place out at sea. */
GBytes *jal_exif_make (int orientation, const char *taken, guint width, guint height);

G_END_DECLS
