/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fonts say of their shapes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets in @shapes, of @n_shapes shapes, a bit for each letter (a is the lowest; A is a) that the TrueType or OpenType font itself names for it. */
void jal_reader_told_read_shapes (const guint8 *font, gsize length, guint32 *shapes, gsize n_shapes);
/* Whether that font has a table of outlines that can be asked for shapes, and whether it draws something for @shape. */
gboolean jal_reader_told_has_outlines (const guint8 *font, gsize length);
gboolean jal_reader_told_draws (const guint8 *font, gsize length, guint shape);

G_END_DECLS
