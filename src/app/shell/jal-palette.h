/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

/**
 * JalPalette:
 *
 * Every verb in one searchable list (Ctrl+K); Enter does the first one. What cannot be done now is greyed.
 */
#define JAL_TYPE_PALETTE (jal_palette_get_type ())
G_DECLARE_FINAL_TYPE (JalPalette, jal_palette, JAL, PALETTE, GtkPopover)

void jal_palette_present (GtkWindow *window, const JalVerb *verbs, guint n_verbs);

G_END_DECLS
