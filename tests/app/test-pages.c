/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views of a case when one goes from case to case, and from view to view, faster than they are read. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "app/bundle/jal-bundle-page.h"
#include "app/cases/jal-overview-page.h"
#include "app/evidence/jal-evidence-page.h"
#include "app/shell/jal-case-page.h"
#include "app/shell/jal-menu-keys.h"
#include "app/timeline/jal-timeline-page.h"
#include "cases/jal-cases.h"
#include "schedule/jal-schedule.h"

typedef struct
{
  char *folder;
  JalStore *store;
  JalCase *first, *second;
} Fixture;

static JalCase *
add_case (JalStore *store, const char *title)
{
  g_autoptr (GError) error = NULL;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalSessionDraft session = JAL_SESSION_DRAFT_INIT;
  JalCase *court_case;
  JalId id, session_id;

  draft.title = title;
  g_assert_true (jal_cases_add (store, &draft, &id, &error));
  session.kind = "hearing";
  session.date = jal_date_today () + 30;
  /* The court is closed on some days. */
  while (!jal_schedule_add (store, id, &session, &session_id, &error))
    {
      g_assert_cmpint (session.date++, <, jal_date_today () + 60);
      g_clear_error (&error);
    }
  court_case = jal_cases_get (store, id, &error);
  g_assert_no_error (error);
  return court_case;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("jalada-pages-XXXXXX", &error);
  path = g_build_filename (fixture->folder, "a.jalada", NULL);
  fixture->store = jal_store_create_vault (path, "passphrase", JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  fixture->first = add_case (fixture->store, "Republic v One");
  fixture->second = add_case (fixture->store, "Republic v Two");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  jal_store_close (fixture->store, NULL);
  g_clear_object (&fixture->first);
  g_clear_object (&fixture->second);
  g_clear_object (&fixture->store);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
passed_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
pass (guint milliseconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (milliseconds, passed_cb, loop);
  g_main_loop_run (loop);
}

/* Whether @text is on the screen anywhere below @widget. */
static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

/* What shows a page until the rows were read. */
static GtkStack *
find_stack (GtkWidget *within)
{
  GtkStack *found = GTK_IS_STACK (within) && gtk_stack_get_child_by_name (GTK_STACK (within), "reading") != NULL
                        ? GTK_STACK (within)
                        : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (within); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);
  return found;
}

/* The overview says so by what comes next, the others turn over a page. */
static gboolean
is_read (GtkWidget *page)
{
  if (JAL_IS_OVERVIEW_PAGE (page))
    return shows (page, "Hearing");
  return g_strcmp0 (gtk_stack_get_visible_child_name (find_stack (page)), "reading") != 0;
}

/* What was still being read of a case when it was left is not shown any more: not as another case's, and not where
 * there is none. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  const GType types[]
      = { JAL_TYPE_OVERVIEW_PAGE, JAL_TYPE_EVIDENCE_PAGE, JAL_TYPE_TIMELINE_PAGE, JAL_TYPE_BUNDLE_PAGE };
  JalCase *others[] = { NULL, fixture->second };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (guint j = 0; j < G_N_ELEMENTS (others); j++)
      {
        GtkWidget *window = gtk_window_new (), *page = g_object_new (types[i], NULL);

        gtk_window_set_child (GTK_WINDOW (window), page);
        gtk_window_present (GTK_WINDOW (window));
        jal_case_page_set_store (JAL_CASE_PAGE (page), fixture->store, fixture->first);
        jal_case_page_refresh (JAL_CASE_PAGE (page));
        jal_case_page_set_store (JAL_CASE_PAGE (page), fixture->store, others[j]);
        pass (150);
        g_assert_false (is_read (page));
        /* Its own is read, and shown. */
        if (others[j] != NULL)
          {
            jal_case_page_refresh (JAL_CASE_PAGE (page));
            while (!is_read (page))
              g_main_context_iteration (NULL, TRUE);
          }
        jal_case_page_drop (JAL_CASE_PAGE (page));
        gtk_window_destroy (GTK_WINDOW (window));
      }
}

/* A menu that listens for keys while it is open, and an action that loses them and gets them back: as views do that
 * want the same keys. */
static void
test_keys (void)
{
  static const char *const some[] = { "<Control>p", NULL }, *const none[] = { NULL };
  g_autoptr (AdwApplication) application = adw_application_new ("org.jalada.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("print", NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *window, *button;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  g_menu_append (menu, "Print", "app.print");
  window = adw_application_window_new (GTK_APPLICATION (application));
  button = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 8; i++)
    {
      gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.print", some);
      pass (20);
      jal_menu_keys_mend (window);
      gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.print", none);
      pass (20);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/app/pages/left", Fixture, NULL, set_up, test_left, tear_down);
  g_test_add_func ("/app/pages/keys", test_keys);
  return g_test_run ();
}
