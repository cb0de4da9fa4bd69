/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalErasureLeft:
 *
 * What the erasure of a document's content has not reached: backups out of reach and places that could not be looked at, each to be
 * called deleted by the user, and a button to look for them again. Hidden while there is nothing.
 */
#define JAL_TYPE_ERASURE_LEFT (jal_erasure_left_get_type ())
G_DECLARE_FINAL_TYPE (JalErasureLeft, jal_erasure_left, JAL, ERASURE_LEFT, AdwPreferencesGroup)

/* @not_reached and @unseen are nullable, NULL-terminated lists of paths. */
void jal_erasure_left_show (JalErasureLeft *self, JalStore *store, char **not_reached, char **unseen);
/* The vault is being locked: nothing of it is shown, and a look that is under way ends. */
void jal_erasure_left_drop (JalErasureLeft *self);

G_END_DECLS
