/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalRescuedBar:
 *
 * Says above every view that the vault was rescued with losses, with the way to look through them; not there in any other vault.
 * Enables "win.rescued" of its window accordingly.
 */
#define JAL_TYPE_RESCUED_BAR (jal_rescued_bar_get_type ())
G_DECLARE_FINAL_TYPE (JalRescuedBar, jal_rescued_bar, JAL, RESCUED_BAR, AdwBin)

/* @store NULL: drops everything. */
void jal_rescued_bar_set_store (JalRescuedBar *self, JalStore *store);

G_END_DECLS
