/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalUnlockPage:
 *
 * What is shown without an open vault: welcome, unlock, create.
 *
 *  1. Nothing here asks the core for anything before the user has pressed a button: the first frame is not held up.
 *  2. A passphrase leaves its entry once, into a JalSecret, and the entry is emptied in the same breath: a text that
 *     stays in an entry can be read by every program on the accessibility bus.
 *
 * Signal "unlocked" (JalStore).
 */
#define JAL_TYPE_UNLOCK_PAGE (jal_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (JalUnlockPage, jal_unlock_page, JAL, UNLOCK_PAGE, AdwBin)

/* Asks for the passphrase of the vault at @path. */
void jal_unlock_page_choose (JalUnlockPage *self, const char *path);
/* While the vault that was open is being closed. */
void jal_unlock_page_set_busy (JalUnlockPage *self, gboolean busy);
void jal_unlock_page_focus (JalUnlockPage *self);

G_END_DECLS
