/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every widget class with a template: built, shown, taken apart; criticals are fatal, and nothing may stay behind. This is
   our validator of templates, gtk4-builder-tool knows nothing of libadwaita. */
#include <adwaita.h>

#include "app/timeline/jal-change-dialog.h"

#include "app/backup/jal-backup-note.h"
#include "app/backup/jal-backup-page.h"
#include "app/prefs/jal-audit-page.h"
#include "app/backup/jal-restore-dialog.h"
#include "app/bundle/jal-bundle-page.h"
#include "app/cases/jal-agenda-page.h"
#include "app/cases/jal-all-cases.h"
#include "app/cases/jal-case-dialog.h"
#include "app/cases/jal-cases-pane.h"
#include "app/cases/jal-overview-page.h"
#include "app/cases/jal-people-dialog.h"
#include "app/evidence/jal-document-pane.h"
#include "app/evidence/jal-evidence-page.h"
#include "app/evidence/jal-import-card.h"
#include "app/check/jal-check-window.h"
#include "app/help/jal-help-window.h"
#include "app/prefs/jal-keys-page.h"
#include "app/prefs/jal-preferences-window.h"
#include "app/reader/jal-hits-pane.h"
#include "app/reader/jal-marks-pane.h"
#include "app/reader/jal-outline-pane.h"
#include "app/reader/jal-page-view.h"
#include "app/reader/jal-reader-page.h"
#include "app/reader/jal-thumbnails-pane.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-case-page.h"
#include "app/shell/jal-desk.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-main-window.h"
#include "app/shell/jal-palette.h"
#include "app/shell/jal-print-dialog.h"
#include "app/timeline/jal-delay-view.h"
#include "app/timeline/jal-session-card.h"
#include "app/timeline/jal-timeline-page.h"
#include "app/timeline/jal-usual-tasks-dialog.h"
#include "app/unlock/jal-unlock-page.h"

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* An information bar has a cross of its own, also where it is never to be shown. */
static gboolean
is_cross_that_never_shows (GtkWidget *widget)
{
  GtkWidget *bar = gtk_widget_get_ancestor (widget, GTK_TYPE_INFO_BAR);

  return bar != NULL && !gtk_info_bar_get_show_close_button (GTK_INFO_BAR (bar)) && !gtk_widget_get_visible (widget);
}

/* A button without a word on it must have a name of its own; "GtkImage" is what a screen reader would say otherwise. */
static void
check_names (GtkWidget *widget)
{
  if ((GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)) && g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Gtk")
      && gtk_test_accessible_has_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_BUTTON)
      && gtk_widget_get_parent (widget) != NULL)
    {
      const char *icon = GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget))
                                                : gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget));

      /* Parts of the toolkit's own widgets (window buttons, calendars, entry rows, split buttons) name themselves. */
      if (icon != NULL && !g_str_has_prefix (icon, "adw-") && !g_str_has_prefix (icon, "pan-")
          && g_strcmp0 (gtk_widget_get_css_name (gtk_widget_get_parent (widget)), "windowcontrols") != 0
          && !ADW_IS_SPLIT_BUTTON (gtk_widget_get_parent (widget)) && !is_cross_that_never_shows (widget)
          && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
        {
          g_test_message ("a button with the icon %s has no name", icon);
          g_test_fail ();
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

/* An arrow key that comes before the first frame, as one does who is quick or whose machine is busy: the toolkit looked for the next line
   without end. */
static void
press_arrows (GtkWidget *widget)
{
  if (GTK_IS_FLOW_BOX (widget) && gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (widget), 0) != NULL)
    for (int count = -1; count <= 1; count += 2)
      {
        gboolean moved = FALSE;

        gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
        g_signal_emit_by_name (widget, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, count, FALSE, FALSE, &moved);
      }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    press_arrows (child);
}

static void
check_page (JalCasePage *page)
{
  guint n_verbs;
  const JalVerb *verbs = jal_case_page_get_verbs (page, &n_verbs);
  GActionGroup *actions = jal_case_page_get_actions (page);

  g_assert_nonnull (jal_case_page_get_prefix (page));
  g_assert_nonnull (actions);
  /* Each verb that the palette offers is really there. */
  for (guint i = 0; i < n_verbs; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      g_autoptr (GError) error = NULL;
      const char *plain;

      g_assert_true (g_action_parse_detailed_name (verbs[i].action, &name, &target, &error));
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (name, jal_case_page_get_prefix (page)));
      plain = strchr (name, '.') + 1;
      if (!g_action_group_has_action (actions, plain))
        {
          g_test_message ("no action %s", name);
          g_test_fail ();
        }
    }
  /* No case, and the lock: both must be survived without a store. */
  jal_case_page_refresh (page);
  jal_case_page_drop (page);
}

static void
test_widget (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_new (type, NULL);
  GtkWidget *window = GTK_IS_WINDOW (widget) ? widget : gtk_window_new ();
  gpointer gone = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &gone);
  if (GTK_IS_POPOVER (widget))
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_window_set_child (GTK_WINDOW (window), box);
      gtk_widget_set_parent (widget, box);
    }
  else if (widget != window)
    gtk_window_set_child (GTK_WINDOW (window), widget);
  press_arrows (widget);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_true (gtk_widget_get_realized (window));
  if (!ADW_IS_PREFERENCES_WINDOW (widget)) /* its own search button has no name, and we hide it */
    check_names (widget);
  if (JAL_IS_CASE_PAGE (widget))
    check_page (JAL_CASE_PAGE (widget));
  if (GTK_IS_POPOVER (widget))
    gtk_widget_unparent (widget);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (gone);
}

static void
parsing_error_cb (GtkCssProvider *style, GtkCssSection *section, const GError *error)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_test_message ("%s: %s", where, error->message);
  g_assert_not_reached ();
}

int
main (int argc, char **argv)
{
  const GType types[] = {
    JAL_TYPE_CHANGE_DIALOG,
    JAL_TYPE_BACKUP_NOTE,   JAL_TYPE_BACKUP_PAGE, JAL_TYPE_AUDIT_PAGE,  JAL_TYPE_RESTORE_DIALOG,
    JAL_TYPE_BUNDLE_PAGE,   JAL_TYPE_CASE_DIALOG,  JAL_TYPE_CASES_PANE,         JAL_TYPE_DESK,        JAL_TYPE_DOCUMENT_PANE,
    JAL_TYPE_EVIDENCE_PAGE, JAL_TYPE_IMPORT_CARD,  JAL_TYPE_MAIN_WINDOW,        JAL_TYPE_OVERVIEW_PAGE, JAL_TYPE_PALETTE,
    JAL_TYPE_MARKS_PANE,    JAL_TYPE_PAGE_VIEW,    JAL_TYPE_PEOPLE_DIALOG,      JAL_TYPE_FORM,         JAL_TYPE_USUAL_TASKS_DIALOG,
    JAL_TYPE_AGENDA_PAGE, JAL_TYPE_ALL_CASES,  JAL_TYPE_DELAY_VIEW, JAL_TYPE_SESSION_CARD,  JAL_TYPE_READER_PAGE,   JAL_TYPE_TIMELINE_PAGE, JAL_TYPE_PREFERENCES_WINDOW, JAL_TYPE_KEYS_PAGE, JAL_TYPE_PRINT_FORM, JAL_TYPE_UNLOCK_PAGE,
    JAL_TYPE_THUMBNAILS_PANE, JAL_TYPE_OUTLINE_PANE, JAL_TYPE_HITS_PANE, JAL_TYPE_CHECK_WINDOW, JAL_TYPE_HELP_WINDOW,
  };

  g_autoptr (GtkCssProvider) style = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  style = gtk_css_provider_new ();
  g_signal_connect (style, "parsing-error", G_CALLBACK (parsing_error_cb), NULL);
  jal_accessible_mend_names ();
  gtk_css_provider_load_from_resource (style, "/org/jalada/Jalada/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strdup_printf ("/app/templates/%s", g_type_name (types[i]));

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_widget);
    }
  return g_test_run ();
}
