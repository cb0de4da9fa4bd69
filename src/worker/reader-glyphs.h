/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page draws besides the letters of its fonts. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on nothing that is drawn with a font appears, or it does again; where a letter is to be clipped to or stroked, nothing is. */
void jal_glyphs_leave_out (gboolean leave_out);

G_END_DECLS
