/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Toasts, one at a time.
 *
 * libadwaita 1.2 frees a toast once it has gone, even when it is still on its way in: then the program ends. A toast that
 * replaces another comes in more slowly than it goes, so three ticks on a checklist within a second were enough. Hence
 *
 * 1. the next toast waits here until the one before it has gone entirely;
 * 2. a toast is not dismissed before a frame was drawn in which it had arrived.
 */
#include "app/shell/jal-main-window-private.h"

/* As long as the toolkit lets a toast go; then it is looked whether it really went. */
#define GOING_MILLISECONDS 320
/* The toolkit lets one come in for 300. */
#define COMING_MICROSECONDS (350 * 1000)

static void show_next (JalMainWindow *self);

static gboolean
is_any_shown (JalMainWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->toasts)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (self->toasts))
      return TRUE;
  return FALSE;
}

static gboolean
gone_cb (gpointer data)
{
  JalMainWindow *self = data;

  if (is_any_shown (self))
    return G_SOURCE_CONTINUE;
  self->toast_source = 0;
  show_next (self);
  return G_SOURCE_REMOVE;
}

/* Rule 2. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  JalMainWindow *self = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->toast_since == 0)
    self->toast_since = now;
  if (now - self->toast_since < COMING_MICROSECONDS)
    return G_SOURCE_CONTINUE;
  self->toast_frames = 0;
  if (self->toast_leaves && self->toast != NULL)
    adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

static void
leave (JalMainWindow *self)
{
  if (self->toast == NULL)
    return;
  self->toast_leaves = TRUE;
  if (self->toast_frames == 0)
    adw_toast_dismiss (self->toast);
}

static void
dismissed_cb (JalMainWindow *self, AdwToast *toast)
{
  if (toast != self->toast)
    return;
  g_clear_object (&self->toast);
  if (self->toast_source == 0)
    self->toast_source = g_timeout_add (GOING_MILLISECONDS, gone_cb, self);
}

static void
show_next (JalMainWindow *self)
{
  if (self->toast != NULL || self->toast_source != 0)
    return;
  self->toast = g_queue_pop_head (&self->waiting_toasts);
  if (self->toast == NULL)
    return;
  self->toast_leaves = FALSE;
  self->toast_since = 0;
  if (self->toast_frames == 0)
    self->toast_frames = gtk_widget_add_tick_callback (GTK_WIDGET (self->toasts), frame_cb, self, NULL);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
}

void
jal_main_window_show_toast (JalMainWindow *self, const char *text, const char *button, const char *action)
{
  AdwToast *toast = adw_toast_new (text);

  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_action_name (toast, action);
      /* What can be taken back is offered long enough for somebody who has it read out. */
      adw_toast_set_timeout (toast, 10);
    }
  g_queue_push_tail (&self->waiting_toasts, toast);
  show_next (self);
}

void
jal_main_window_forget_toasts (JalMainWindow *self)
{
  g_queue_clear_full (&self->waiting_toasts, g_object_unref);
  leave (self);
}

void
jal_main_window_forget_undo (JalMainWindow *self)
{
  for (GList *link = self->waiting_toasts.head, *next; link != NULL; link = next)
    {
      next = link->next;
      if (g_strcmp0 (adw_toast_get_action_name (link->data), "win.undo") != 0)
        continue;
      g_object_unref (link->data);
      g_queue_delete_link (&self->waiting_toasts, link);
    }
  if (self->toast != NULL && g_strcmp0 (adw_toast_get_action_name (self->toast), "win.undo") == 0)
    leave (self);
}

void
jal_main_window_drop_toasts (JalMainWindow *self)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  if (self->toast_frames != 0 && self->toasts != NULL)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->toasts), self->toast_frames);
  self->toast_frames = 0;
  g_queue_clear_full (&self->waiting_toasts, g_object_unref);
  g_clear_object (&self->toast);
}
