/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalKeysPage:
 *
 * The page of the preferences about who can open the vault: one's own passphrase and recovery sheet, the people, new keys.
 * It follows the store's "changed" signal.
 */
#define JAL_TYPE_KEYS_PAGE (jal_keys_page_get_type ())
G_DECLARE_FINAL_TYPE (JalKeysPage, jal_keys_page, JAL, KEYS_PAGE, AdwPreferencesPage)

GtkWidget *jal_keys_page_new (JalStore *store);

G_END_DECLS
