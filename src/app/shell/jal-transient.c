/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Windows over other windows. */
#include "app/shell/jal-transient.h"

#include "app/shell/jal-main-window-private.h"

typedef struct
{
  JalLockFunc lock;
  gpointer data;
} LockKey;

static gboolean
pressed_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  const LockKey *key = data;

  key->lock (key->data);
  return GDK_EVENT_STOP;
}

static const char *
lock_accel (void)
{
  for (guint i = 0; i < jal_main_window_n_verbs; i++)
    if (g_str_equal (jal_main_window_verbs[i].action, "win.lock"))
      return jal_main_window_verbs[i].accels;
  g_return_val_if_reached (NULL);
}

static void
add_lock_key (GtkWidget *window, const LockKey *key)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (lock_accel ()), gtk_callback_action_new (pressed_cb, (gpointer)key, NULL)));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, controller);
}

/* After the toolkit's own handler, which closes the window and leaves it at that. A task, or the key that is being pressed, may
   hold it longer than the window below lives. */
static void
below_gone_cb (GtkWindow *window)
{
  gtk_window_set_transient_for (window, NULL);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  static GQuark mended;
  GObject *widget = g_value_get_object (&values[0]);
  GtkWindow *below = GTK_IS_WINDOW (widget) ? gtk_window_get_transient_for (GTK_WINDOW (widget)) : NULL;

  if (mended == 0)
    mended = g_quark_from_static_string ("jal-transient-mended");
  if (below != NULL && g_object_get_qdata (widget, mended) == NULL)
    {
      g_object_set_qdata (widget, mended, GINT_TO_POINTER (1));
      g_signal_connect_object (below, "destroy", G_CALLBACK (below_gone_cb), widget, G_CONNECT_SWAPPED);
      add_lock_key (GTK_WIDGET (widget), data);
    }
  return TRUE;
}

void
jal_transient_mend (JalLockFunc lock, gpointer data)
{
  LockKey *key = g_new0 (LockKey, 1);

  *key = (LockKey){ lock, data };
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, key, g_free);
}
