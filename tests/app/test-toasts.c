/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts that follow each other faster than they come and go: the toolkit frees one that is still being shown. */
#include <adwaita.h>

#include "app/shell/jal-main-window-private.h"
#include "app/shell/jal-toasts.h"

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
pass (guint milliseconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (milliseconds, quit_cb, loop);
  g_main_loop_run (loop);
}

static guint
count_shown (JalMainWindow *window)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (window->toasts)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += child != adw_toast_overlay_get_child (window->toasts);
  return n;
}

static void
offer_undo (JalMainWindow *window, const char *text)
{
  jal_toasts_forget (window->toasts, "win.undo");
  jal_toasts_show (window->toasts, text, "Undo", "win.undo");
}

/* Three ticks on a checklist within a second, over and over. */
static void
test_quick (void)
{
  JalMainWindow *window = g_object_new (JAL_TYPE_MAIN_WINDOW, NULL);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (window));
  pass (300);
  for (guint i = 0; i < 3; i++)
    {
      offer_undo (window, "One");
      pass (600);
      offer_undo (window, "Two");
      pass (80);
      offer_undo (window, "Three");
      pass (80);
      jal_toasts_show (window->toasts, "Four", NULL, NULL);
      pass (700);
    }
  /* Never two at a time: the second would be shown for longer than the first takes to go. */
  g_assert_cmpuint (count_shown (window), <=, 1);
  /* And the lock, in the midst of it. */
  offer_undo (window, "One");
  pass (600);
  offer_undo (window, "Two");
  pass (80);
  jal_toasts_forget (window->toasts, NULL);
  pass (1300);
  g_assert_cmpuint (count_shown (window), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What waits is shown in its turn, and an offer to undo that is out of date is not shown at all. */
static void
test_turns (void)
{
  JalMainWindow *window = g_object_new (JAL_TYPE_MAIN_WINDOW, NULL);
  AdwToast *shown = NULL;
  guint n_waiting = 1;

  gtk_window_present (GTK_WINDOW (window));
  pass (200);
  offer_undo (window, "One");
  offer_undo (window, "Two");
  offer_undo (window, "Three");
  for (guint i = 0; i < 40 && (shown == NULL || g_strcmp0 (adw_toast_get_title (shown), "Three") != 0); i++)
    {
      pass (100);
      shown = jal_toasts_get_shown (window->toasts, &n_waiting);
    }
  g_assert_nonnull (shown);
  g_assert_cmpstr (adw_toast_get_title (shown), ==, "Three");
  g_assert_cmpuint (n_waiting, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Escape, a click: whoever sends a toast away while it still comes in, on a machine so busy that one frame ends both its coming and its going. */
static void
test_sent_away (void)
{
  JalMainWindow *window = g_object_new (JAL_TYPE_MAIN_WINDOW, NULL);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (window));
  pass (300);
  for (guint i = 0; i < 3; i++)
    {
      AdwToast *shown;

      offer_undo (window, "One");
      pass (40);
      shown = jal_toasts_get_shown (window->toasts, NULL);
      g_assert_nonnull (shown);
      adw_toast_dismiss (shown);
      pass (30);
      g_usleep (600 * 1000);
      pass (1200);
      g_assert_cmpuint (count_shown (window), ==, 0);
      g_assert_null (jal_toasts_get_shown (window->toasts, NULL));
    }
  /* Locked: it goes when it has come, but nothing of it can be read. */
  offer_undo (window, "One");
  pass (40);
  jal_toasts_wipe (window->toasts);
  g_assert_cmpstr (adw_toast_get_title (jal_toasts_get_shown (window->toasts, NULL)), ==, "");
  pass (1300);
  g_assert_cmpuint (count_shown (window), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/toasts/quick", test_quick);
  g_test_add_func ("/app/toasts/sent-away", test_sent_away);
  g_test_add_func ("/app/toasts/turns", test_turns);
  return g_test_run ();
}
