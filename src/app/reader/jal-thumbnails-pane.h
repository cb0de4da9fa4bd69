/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/reader/jal-page-source.h"

G_BEGIN_DECLS

/**
 * JalThumbnailsPane:
 *
 * The pages of a document as small pictures below each other. Only those that are to be seen are asked for.
 *
 * Signal "activated" (guint page).
 */
#define JAL_TYPE_THUMBNAILS_PANE (jal_thumbnails_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalThumbnailsPane, jal_thumbnails_pane, JAL, THUMBNAILS_PANE, AdwBin)

/* @source (nullable) is open. */
void jal_thumbnails_pane_set_source (JalThumbnailsPane *self, JalPageSource *source);
/* The page being read. */
void jal_thumbnails_pane_set_page (JalThumbnailsPane *self, guint page);

G_END_DECLS
