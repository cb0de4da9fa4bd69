/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-reader-clipboard.h"

typedef struct
{
  GdkClipboard *clipboard;
  GdkContentProvider *content; /* what is to be taken off */
} Watch;

static void
free_watch (gpointer data)
{
  Watch *watch = data;

  g_object_unref (watch->clipboard);
  g_object_unref (watch->content);
  g_free (watch);
}

static gboolean
over_cb (gpointer data)
{
  Watch *watch = data;

  if (gdk_clipboard_is_local (watch->clipboard) && gdk_clipboard_get_content (watch->clipboard) == watch->content)
    gdk_clipboard_set_content (watch->clipboard, NULL);
  return G_SOURCE_REMOVE;
}

void
jal_reader_clipboard_watch (GtkWidget *widget, guint seconds)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  Watch *watch;

  if (content == NULL)
    return;
  watch = g_new0 (Watch, 1);
  watch->clipboard = g_object_ref (clipboard);
  watch->content = g_object_ref (content);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, seconds, over_cb, watch, free_watch);
}

void
jal_reader_clipboard_copy (GtkWidget *widget, const char *words, guint seconds)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), words);
  jal_reader_clipboard_watch (widget, seconds);
}
