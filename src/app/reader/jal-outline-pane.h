/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/reader/jal-page-source.h"

G_BEGIN_DECLS

/**
 * JalOutlinePane:
 *
 * The outline that a document brings along, as a tree.
 *
 * Signal "activated" (const JalLead *).
 */
#define JAL_TYPE_OUTLINE_PANE (jal_outline_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalOutlinePane, jal_outline_pane, JAL, OUTLINE_PANE, AdwBin)

/* @source (nullable) is open. */
void jal_outline_pane_set_source (JalOutlinePane *self, JalPageSource *source);

G_END_DECLS
