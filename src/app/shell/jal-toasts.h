/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts of an overlay, one at a time. Nothing else may add toasts to an overlay that is used with these. UI thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows @text (translated; markup) when those before it have gone, with a button that activates @action (both nullable).
   Without a button @action only says what it is about: jal_toasts_forget(). */
void jal_toasts_show (AdwToastOverlay *overlay, const char *text, const char *button, const char *action);
/* Takes away those that are about @action (nullable: all), shown or waiting. */
void jal_toasts_forget (AdwToastOverlay *overlay, const char *action);
/* The same for all of them when the vault is locked: what has to stay for a moment says nothing any more. */
void jal_toasts_wipe (AdwToastOverlay *overlay);
/* Returns (transfer none) (nullable): the one that is shown, and in @n_waiting (nullable) how many come after it. */
AdwToast *jal_toasts_get_shown (AdwToastOverlay *overlay, guint *n_waiting);

G_END_DECLS
