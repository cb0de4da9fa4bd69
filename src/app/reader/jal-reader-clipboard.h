/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long copied words stay on the clipboard. */
#define JAL_READER_CLIPBOARD_SECONDS 60

/* Puts @words on the clipboard of @widget's screen and takes them off after @seconds, if they are still ours then. What is
   copied meanwhile, here or elsewhere, is left alone. (The frame empties the clipboard when the vault locks.) */
void jal_reader_clipboard_copy (GtkWidget *widget, const char *words, guint seconds);
/* The same for what a text view has just put there itself. */
void jal_reader_clipboard_watch (GtkWidget *widget, guint seconds);

G_END_DECLS
