/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Locking by itself: after the minutes without a key or pointer that the preferences say, and what locking leaves behind
   outside the window (clipboard). */
#include "app/shell/jal-main-window-private.h"

#include "app/shell/jal-settings.h"
#include "app/shell/jal-shell.h"

static void schedule (JalMainWindow *self);

static gint64
limit (JalMainWindow *self)
{
  return (gint64)jal_settings_get_auto_lock_minutes () * 60 * G_USEC_PER_SEC;
}

static gboolean
idle_cb (gpointer data)
{
  JalMainWindow *self = data;

  self->idle_source = 0;
  if (self->desk == NULL || limit (self) == 0)
    return G_SOURCE_REMOVE;
  if (g_get_monotonic_time () - self->last_input >= limit (self) && self->lock_holds == 0)
    jal_main_window_lock (self);
  else
    schedule (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (JalMainWindow *self)
{
  gint64 left;

  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (self->desk == NULL || limit (self) == 0)
    return;
  left = self->last_input + limit (self) - g_get_monotonic_time ();
  /* While a long task holds the lock off, look again in a while. */
  self->idle_source = g_timeout_add_seconds ((guint)(MAX (left, 5 * G_USEC_PER_SEC) / G_USEC_PER_SEC) + 1, idle_cb, self);
}

static gboolean
input_cb (JalMainWindow *self)
{
  self->last_input = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

void
jal_main_window_watch_idle (JalMainWindow *self)
{
  if (self->last_input == 0)
    {
      GtkEventController *controller = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
      g_signal_connect_object (controller, "event", G_CALLBACK (input_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (self), controller);
      jal_settings_watch_auto_lock (G_CALLBACK (schedule), self);
    }
  self->last_input = g_get_monotonic_time ();
  schedule (self);
}

static JalMainWindow *
window_of (GtkWidget *inside)
{
  GtkRoot *root = inside != NULL ? gtk_widget_get_root (inside) : NULL;

  return JAL_IS_MAIN_WINDOW (root) ? JAL_MAIN_WINDOW (root) : NULL;
}

void
jal_shell_hold_lock (GtkWidget *inside)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL)
    self->lock_holds++;
}

void
jal_shell_release_lock (GtkWidget *inside)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL && self->lock_holds > 0)
    self->lock_holds--;
}

void
jal_main_window_clear_clipboard (JalMainWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GdkClipboard *clipboards[] = { gdk_display_get_clipboard (display), gdk_display_get_primary_clipboard (display) };

  /* Only what this program put there: another program's clipping is none of our business. */
  for (guint i = 0; i < G_N_ELEMENTS (clipboards); i++)
    if (gdk_clipboard_is_local (clipboards[i]))
      gdk_clipboard_set_content (clipboards[i], NULL);
}
