/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where marks lie: pure functions between the displayed page (points, from the top left, as jal-geometry.h has it) and
   the default user space that marks are kept in. */
#pragma once

#include "pages/jal-geometry.h"
#include "record/jal-record.h"

G_BEGIN_DECLS

/* The upright rectangle @displayed as a quad: its top left corner is the one that is seen at the top left. */
JalMarkQuad jal_mark_shape_quad (const JalPageInfo *info, JalBox displayed);
/* A point of the displayed page, kept; and back. */
JalMarkPoint jal_mark_shape_point (const JalPageInfo *info, JalPoint displayed, gboolean begins);
JalPoint jal_mark_shape_point_shown (const JalPageInfo *info, const JalMarkPoint *point);
/* The smallest upright quad of user space around the points; never without a size. */
JalMarkQuad jal_mark_shape_around (const JalMarkPoint *points, guint n_points);
/* The rectangle of the displayed page that @mark fills. */
JalBox jal_mark_shape_box (const JalPageInfo *info, const JalMark *mark);
/* Returns (transfer full) the mark's quads (of JalMarkQuad) and into @points (transfer full, of JalMarkPoint) its points,
   as they are when the rectangle @from of the displayed page becomes @to. */
GArray *jal_mark_shape_map (const JalPageInfo *info, const JalMark *mark, JalBox from, JalBox to, GArray **points);
/* @box kept inside the displayed page without changing its size, when it is not larger than the page. */
JalBox jal_mark_shape_inside (const JalPageInfo *info, JalBox box);

/* "highlight", "underline", "strikeout": what follows words. */
gboolean jal_mark_kind_is_text (const char *kind);
/* "line", "arrow", "ink": what has points. */
gboolean jal_mark_kind_is_drawn (const char *kind);

G_END_DECLS
