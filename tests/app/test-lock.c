/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locking: nothing of the open vault outlives it, on screen or in the clipboard. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "app/shell/jal-accessible.h"
#include "app/shell/jal-desk.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-main-window-private.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-transient.h"
#include "cases/jal-cases.h"

#define TITLE "Republic v Somebody"

typedef struct
{
  char *folder;
  JalStore *store;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId id;

  fixture->folder = g_dir_make_tmp ("jalada-lock-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "a.jalada", NULL);
  fixture->store = jal_store_create_vault (path, "passphrase", JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  draft.title = TITLE;
  jal_cases_add (fixture->store, &draft, &id, &error);
  g_assert_no_error (error);
  fixture->window = g_object_new (JAL_TYPE_MAIN_WINDOW, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  jal_store_close (fixture->store, NULL);
  g_clear_object (&fixture->store);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* Whether @text stands in a label or an entry anywhere below @widget. */
static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  if (GTK_IS_EDITABLE (widget) && strstr (gtk_editable_get_text (GTK_EDITABLE (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
find_desk (GtkWidget *widget, gpointer *desk)
{
  if (JAL_IS_DESK (widget))
    *desk = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_desk (child, desk);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  JalMainWindow *window = JAL_MAIN_WINDOW (fixture->window);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window);
  gpointer desk = NULL;
  guint n_windows;
  GError *closed = NULL;
  g_autoptr (GListStore) cases = NULL;

  g_assert_true (jal_main_window_is_locked (window));
  jal_main_window_set_store (window, fixture->store);
  g_assert_false (jal_main_window_is_locked (window));
  /* The only case there is opens by itself. */
  while (!shows (fixture->window, TITLE))
    g_main_context_iteration (NULL, TRUE);
  find_desk (fixture->window, &desk);
  g_assert_nonnull (desk);
  g_object_add_weak_pointer (desk, &desk);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Jalada");

  gdk_clipboard_set_text (clipboard, TITLE);
  n_windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
  jal_dialog_tell (desk, "A question", TITLE);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_windows + 1);

  /* An export that is under way when the lid closes: its task is cancelled, and nobody lets go. */
  jal_shell_hold_lock (desk);
  g_assert_cmpuint (window->lock_holds, ==, 1);

  jal_main_window_lock (window);
  /* Otherwise the vault, opened again, would never lock by itself. */
  g_assert_cmpuint (window->lock_holds, ==, 0);
  g_assert_true (jal_main_window_is_locked (window));
  g_assert_false (shows (fixture->window, TITLE));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_windows);
  g_assert_null (gdk_clipboard_get_content (clipboard));
  /* Tasks that were still reading may hold it a moment longer. */
  while (desk != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* The store is closed in the background; nothing can be read from it any more. */
  do
    {
      g_clear_error (&closed);
      g_clear_object (&cases);
      cases = jal_cases_list (fixture->store, NULL, &closed);
    }
  while (closed == NULL);
  g_assert_error (closed, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_clear_error (&closed);
  /* Again does no harm. */
  jal_main_window_lock (window);
}

static GAsyncQueue *gate;
static gboolean work_is_over;

static gpointer
read_nothing (JalForm *form, gpointer about)
{
  return g_strdup ("nothing");
}

static gpointer
wait_work (gpointer data, GCancellable *cancellable, GError **error)
{
  g_async_queue_pop (gate);
  return NULL;
}

static void
work_over (gpointer data)
{
  work_is_over = TRUE;
  g_free (data);
}

/* A form over the preferences is at work when the lid closes: both windows go, and the work ends when it ends. Whoever is held
   longer than the window below must not look for it then. */
static void
test_form_at_work (Fixture *fixture, gconstpointer data)
{
  JalMainWindow *window = JAL_MAIN_WINDOW (fixture->window);
  GtkWidget *preferences = gtk_window_new ();
  JalForm *form;
  gpointer below = preferences, above;

  gate = g_async_queue_new ();
  jal_main_window_set_store (window, fixture->store);
  gtk_window_set_transient_for (GTK_WINDOW (preferences), GTK_WINDOW (window));
  gtk_window_set_child (GTK_WINDOW (preferences), gtk_label_new ("inside"));
  gtk_window_present (GTK_WINDOW (preferences));
  form = jal_form_new (gtk_window_get_child (GTK_WINDOW (preferences)), "A form", NULL);
  jal_form_add_entry (form, "Name", "somebody");
  jal_form_present (form, NULL, read_nothing, wait_work, work_over, NULL, NULL, NULL);
  above = form;
  g_object_add_weak_pointer (below, &below);
  g_object_add_weak_pointer (above, &above);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (form), "form.save", NULL));

  jal_main_window_lock (window);
  while (below != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (work_is_over);
  g_assert_nonnull (above);
  g_assert_null (gtk_window_get_transient_for (above));
  g_async_queue_push (gate, gate);
  while (above != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (work_is_over);
  g_async_queue_unref (gate);
}

/* Another program's clipping is none of our business, and neither is a window that was never unlocked. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  jal_main_window_lock (JAL_MAIN_WINDOW (fixture->window));
  g_assert_true (jal_main_window_is_locked (JAL_MAIN_WINDOW (fixture->window)));
  jal_shell_toast_undo (fixture->window, "nothing");
  jal_shell_show_view (fixture->window, "evidence");
  jal_shell_open_document (fixture->window, JAL_ID_NONE, 0);
  g_assert_true (jal_main_window_is_locked (JAL_MAIN_WINDOW (fixture->window)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  jal_accessible_mend_names ();
  jal_transient_mend (NULL, NULL);
  g_test_add ("/app/lock/lock", Fixture, NULL, set_up, test_lock, tear_down);
  g_test_add ("/app/lock/form-at-work", Fixture, NULL, set_up, test_form_at_work, tear_down);
  g_test_add ("/app/lock/locked", Fixture, NULL, set_up, test_locked, tear_down);
  return g_test_run ();
}
