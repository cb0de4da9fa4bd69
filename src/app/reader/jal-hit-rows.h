/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-page-source.h"

G_BEGIN_DECLS

/**
 * JalHitRows:
 *
 * The hits of a source as a list of GtkStringObject, "page\nline" each, made when they are asked for: there may be a hundred thousand, of
 * which some twenty are seen.
 */
#define JAL_TYPE_HIT_ROWS (jal_hit_rows_get_type ())
G_DECLARE_FINAL_TYPE (JalHitRows, jal_hit_rows, JAL, HIT_ROWS, GObject)

JalHitRows *jal_hit_rows_new (void);
/* Takes over what @source (nullable) has found and how its pages are called. Only what differs is exchanged: a hit that comes on a late page
   leaves those before it. */
void jal_hit_rows_follow (JalHitRows *self, JalPageSource *source);

G_END_DECLS
