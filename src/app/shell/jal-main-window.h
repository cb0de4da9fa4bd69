/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

/**
 * JalMainWindow:
 *
 * The program's window: the unlock page, or the desk of the open vault. Pages never include
 * this: what they need from the frame is in jal-shell.h.
 */
#define JAL_TYPE_MAIN_WINDOW (jal_main_window_get_type ())
G_DECLARE_FINAL_TYPE (JalMainWindow, jal_main_window, JAL, MAIN_WINDOW, AdwApplicationWindow)

GtkWidget *jal_main_window_new (AdwApplication *application);

/* Takes the open store over from the unlock page and shows the desk. */
void jal_main_window_set_store (JalMainWindow *self, JalStore *store);
/* Closes the vault and shows the unlock page; everything that was shown is dropped. Harmless when it is locked. */
void jal_main_window_lock (JalMainWindow *self);
gboolean jal_main_window_is_locked (JalMainWindow *self);
/* Whether it is locked and the keys of what was open are wiped. */
gboolean jal_main_window_is_wiped (JalMainWindow *self);
/* Asks for the passphrase of the vault at @path; nothing when one is open. */
void jal_main_window_choose_vault (JalMainWindow *self, const char *path);

G_END_DECLS
