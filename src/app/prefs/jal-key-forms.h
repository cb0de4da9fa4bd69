/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/jal-holder.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The forms about who can open the vault. Each is shown over the window of @inside, and closes itself when the core has
   done what was asked; the store's "changed" signal tells the rest. Whatever gives somebody a key, or takes one away,
   asks for the passphrase of who has the vault open: a desk left unlocked for a minute must not cost a vault. */

void jal_key_forms_add (GtkWidget *inside, JalStore *store);
void jal_key_forms_rename (GtkWidget *inside, JalStore *store, const JalHolder *holder);
/* A new passphrase for @holder: with the present one, or a first one for somebody without a key. */
void jal_key_forms_passphrase (GtkWidget *inside, JalStore *store, const JalHolder *holder);
void jal_key_forms_remove (GtkWidget *inside, JalStore *store, const JalHolder *holder);
/* New keys for the whole vault; @holders: of JalHolder, the present list. */
void jal_key_forms_rekey (GtkWidget *inside, JalStore *store, GPtrArray *holders);
/* After the vault was opened with the recovery sheet: a new passphrase instead of the forgotten one. */
void jal_key_forms_recover (GtkWidget *inside, JalStore *store);

/* Asks for the passphrase of who has the vault open; @done runs when it was right. @body says what for. */
typedef void (*JalKeyConfirmed) (GtkWidget *inside, JalStore *store);
void jal_key_forms_confirm (GtkWidget *inside, JalStore *store, const char *heading, const char *body, const char *verb,
                            JalKeyConfirmed done);

G_END_DECLS
