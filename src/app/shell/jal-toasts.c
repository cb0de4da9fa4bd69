/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Toasts, one at a time.
 *
 * libadwaita 1.2 frees a toast once it has gone, even when it is still on its way in: then the program ends. A toast that
 * replaces another comes in more slowly than it goes, so three ticks on a checklist within a second were enough. Hence
 *
 * 1. the next toast waits here until the one before it has gone entirely;
 * 2. a toast is not dismissed before a frame was drawn in which it had arrived, whoever sends it away: Escape, a click, or we.
 */
#include "app/shell/jal-toasts.h"

/* As long as the toolkit lets a toast go; then it is looked whether it really went. */
#define GOING_MILLISECONDS 320
/* The toolkit lets one come in for 300, counted from a time that may lie after that of the next frame when the machine is busy. */
#define COMING_MICROSECONDS (600 * 1000)

typedef struct
{
  AdwToastOverlay *overlay; /* whose data this is */
  AdwToast *shown;          /* nullable */
  GQueue waiting;           /* of AdwToast */
  guint source;             /* until the last one has gone */
  guint frames;             /* until the shown one has arrived */
  gint64 since;             /* frame time; 0: no frame yet */
  gboolean leaves;          /* it is to go as soon as it has arrived */
} Toasts;

static void show_next (Toasts *self);

static void
free_toasts (gpointer data)
{
  Toasts *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_clear_object (&self->shown);
  g_free (self);
}

static Toasts *
toasts_of (AdwToastOverlay *overlay)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), "jal-toasts");

  if (self != NULL)
    return self;
  self = g_new0 (Toasts, 1);
  self->overlay = overlay;
  g_object_set_data_full (G_OBJECT (overlay), "jal-toasts", self, free_toasts);
  return self;
}

static gboolean
is_any_shown (Toasts *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->overlay)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (self->overlay))
      return TRUE;
  return FALSE;
}

static gboolean
gone_cb (gpointer data)
{
  Toasts *self = data;

  if (is_any_shown (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  show_next (self);
  return G_SOURCE_REMOVE;
}

/* Rule 2. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Toasts *self = g_object_get_data (G_OBJECT (widget), "jal-toasts");
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  if (self->since == 0)
    self->since = now;
  if (now - self->since < COMING_MICROSECONDS)
    return G_SOURCE_CONTINUE;
  self->frames = 0;
  /* Not adw_toast_dismiss(): a toast that was kept in dismissed_cb() has forgotten where it is. */
  if (self->leaves && self->shown != NULL)
    g_signal_emit_by_name (self->shown, "dismissed");
  return G_SOURCE_REMOVE;
}

static void
leave (Toasts *self)
{
  self->leaves = TRUE;
  if (self->frames == 0)
    adw_toast_dismiss (self->shown);
}

/* Before the toolkit hears of it. */
static void
dismissed_cb (AdwToastOverlay *overlay, AdwToast *toast)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), "jal-toasts");

  if (self == NULL || toast != self->shown)
    return;
  if (self->frames != 0)
    {
      g_signal_stop_emission_by_name (toast, "dismissed");
      self->leaves = TRUE;
      return;
    }
  g_clear_object (&self->shown);
  if (self->source == 0)
    self->source = g_timeout_add (GOING_MILLISECONDS, gone_cb, self);
}

static void
show_next (Toasts *self)
{
  if (self->shown != NULL || self->source != 0)
    return;
  self->shown = g_queue_pop_head (&self->waiting);
  if (self->shown == NULL)
    return;
  self->leaves = FALSE;
  self->since = 0;
  if (self->frames == 0)
    self->frames = gtk_widget_add_tick_callback (GTK_WIDGET (self->overlay), frame_cb, NULL, NULL);
  g_signal_connect_object (self->shown, "dismissed", G_CALLBACK (dismissed_cb), self->overlay, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->shown));
}

void
jal_toasts_show (AdwToastOverlay *overlay, const char *text, const char *button, const char *action)
{
  AdwToast *toast;
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  toast = adw_toast_new (text);
  self = toasts_of (overlay);
  if (action != NULL)
    adw_toast_set_action_name (toast, action);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      /* What can be taken back is offered long enough for somebody who has it read out. */
      adw_toast_set_timeout (toast, 10);
    }
  g_queue_push_tail (&self->waiting, toast);
  show_next (self);
}

void
jal_toasts_forget (AdwToastOverlay *overlay, const char *action)
{
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  self = toasts_of (overlay);
  for (GList *link = self->waiting.head, *next; link != NULL; link = next)
    {
      next = link->next;
      if (action != NULL && g_strcmp0 (adw_toast_get_action_name (link->data), action) != 0)
        continue;
      g_object_unref (link->data);
      g_queue_delete_link (&self->waiting, link);
    }
  if (self->shown != NULL && (action == NULL || g_strcmp0 (adw_toast_get_action_name (self->shown), action) == 0))
    leave (self);
}

void
jal_toasts_wipe (AdwToastOverlay *overlay)
{
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  self = toasts_of (overlay);
  if (self->shown != NULL)
    {
      adw_toast_set_title (self->shown, "");
      adw_toast_set_button_label (self->shown, NULL);
    }
  jal_toasts_forget (overlay, NULL);
}

AdwToast *
jal_toasts_get_shown (AdwToastOverlay *overlay, guint *n_waiting)
{
  Toasts *self;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), NULL);

  self = toasts_of (overlay);
  if (n_waiting != NULL)
    *n_waiting = g_queue_get_length (&self->waiting);
  return self->shown;
}
