/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The check of the vault, the list of damage, the rescue. */
#include "app/check/jal-check-window.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-damage.h"
#include "store/jal-rescue.h"

struct _JalCheckWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  gboolean closes; /* the store goes with the window */

  GtkStack *stack;
  AdwStatusPage *busy;
  GtkProgressBar *bar;
  AdwStatusPage *result;
  GtkListBox *list;
  GtkWidget *list_box;
  GtkLabel *advice;
  GtkWidget *rescue_button;
  GtkWidget *accept_button;
};

G_DEFINE_FINAL_TYPE (JalCheckWindow, jal_check_window, ADW_TYPE_WINDOW)

/* --- On a thread --------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  char *path; /* of the rescue */
  JalSteps *steps;
} Work;

typedef struct
{
  GPtrArray *list; /* of JalDamage */
  guint n_damages;
  guint64 n_originals;
  gboolean older;
} Checked;

static void
show_step (gpointer object, const JalStep *step)
{
  gtk_progress_bar_set_fraction (((JalCheckWindow *)object)->bar, jal_step_fraction (step));
}

static Work *
new_work (JalCheckWindow *self, const char *path)
{
  Work *work = g_new0 (Work, 1);

  work->store = g_object_ref (self->store);
  work->path = g_strdup (path);
  work->steps = jal_steps_new (self, show_step);
  return work;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_free (work->path);
  jal_steps_free (work->steps);
  g_free (work);
}

static void
free_checked (gpointer data)
{
  Checked *checked = data;

  g_ptr_array_unref (checked->list);
  g_free (checked);
}

static gpointer
check_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (JalCheckReport) report = NULL;
  GPtrArray *list;
  Checked *checked;

  report = jal_store_check (work->store, JAL_CHECK_ALL, jal_steps_progress_fraction, work->steps, cancellable, error);
  if (report == NULL)
    return NULL;
  list = jal_damage_list (work->store, report, cancellable, error);
  if (list == NULL)
    return NULL;
  checked = g_new0 (Checked, 1);
  checked->list = list;
  checked->n_damages = report->n_damages;
  checked->n_originals = report->n_originals;
  for (guint i = 0; i < report->findings->len; i++)
    checked->older = checked->older || ((JalFinding *)report->findings->pdata[i])->kind == JAL_FINDING_AGE;
  return checked;
}

static gpointer
rescue_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  JalRescueReport *report = g_new0 (JalRescueReport, 1);

  if (jal_store_rescue (work->store, work->path, report, jal_steps_progress_fraction, work->steps, cancellable, error))
    return report;
  g_free (report);
  return NULL;
}

static gpointer
accept_work (gpointer data, GCancellable *cancellable, GError **error)
{
  jal_store_accept_age (((Work *)data)->store, error);
  return NULL;
}

static gpointer
close_work (gpointer data, GCancellable *cancellable, GError **error)
{
  jal_store_close (data, error);
  return NULL;
}

static void
closed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
}

/* --- What it shows ------------------------------------------------------------------------------------------- */

static void
show_result (JalCheckWindow *self, const char *icon, const char *title, const char *description)
{
  adw_status_page_set_icon_name (self->result, icon);
  adw_status_page_set_title (self->result, title);
  adw_status_page_set_description (self->result, description);
  gtk_stack_set_visible_child_name (self->stack, "result");
}

static void
show_busy (JalCheckWindow *self, const char *title, const char *description)
{
  gtk_progress_bar_set_fraction (self->bar, 0);
  adw_status_page_set_title (self->busy, title);
  adw_status_page_set_description (self->busy, description);
  gtk_stack_set_visible_child_name (self->stack, "busy");
}

static GtkWidget *
new_row (const JalDamage *damage)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *whole = jal_damage_to_text (damage);
  g_autoptr (GString) place = g_string_new (damage->document);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), whole);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (damage->damage ? "dialog-warning-symbolic"
                                                                          : "dialog-information-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
fill_list (JalCheckWindow *self, GPtrArray *list)
{
  jal_list_box_clear (self->list);
  for (guint i = 0; i < list->len; i++)
    gtk_list_box_append (self->list, new_row (list->pdata[i]));
  gtk_widget_set_visible (self->list_box, list->len > 0);
}

static void
checked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCheckWindow *self = owner;
  const Checked *checked = result;
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      text = jal_error_text (error);
      show_result (self, "dialog-error-symbolic", _ ("The Vault Could Not Be Checked"), text);
      return;
    }
  fill_list (self, checked->list);
  gtk_widget_set_visible (self->rescue_button, checked->n_damages > 0);
  gtk_widget_set_visible (self->accept_button, checked->older);
  gtk_widget_set_visible (GTK_WIDGET (self->advice), checked->n_damages > 0);
  if (jal_store_is_splinted (self->store))
    gtk_label_set_text (self->advice, _ ("The rescue copies everything that can be read to a new vault; a backup may have what is missing."));
  else if (jal_store_is_damaged (self->store))
    gtk_label_set_text (self->advice, _ ("What is not listed can be read, and originals saved as they came. The rescue copies everything that "
                                         "can be read to a new vault; a backup may have what is missing."));
  if (checked->n_damages == 0)
    {
      text = g_strdup_printf (ngettext ("Every block of the file, %u stored document and the record of what was done were read and compared.",
                                        "Every block of the file, %u stored documents and the record of what was done were read and compared.",
                                        (gulong)checked->n_originals),
                              (guint)checked->n_originals);
      show_result (self, "emblem-ok-symbolic", _ ("The Vault Is Whole"), text);
      return;
    }
  text = g_strdup_printf (ngettext ("%u damage was found.", "%u damages were found.", checked->n_damages), checked->n_damages);
  show_result (self, "dialog-warning-symbolic", _ ("The Vault Is Damaged"), text);
  gtk_widget_grab_focus (self->rescue_button);
}

static void
begin_check (JalCheckWindow *self)
{
  show_busy (self, _ ("Checking the Vault…"), _ ("You can go on working meanwhile."));
  jal_task_run (self, begin_check, check_work, new_work (self, NULL), free_work, free_checked, checked_cb);
}

static void
rescued_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCheckWindow *self = owner;
  const JalRescueReport *report = result;
  g_autofree char *text = NULL, *lost = NULL, *whole = NULL, *broken = NULL;

  gtk_widget_set_visible (self->rescue_button, error != NULL);
  if (error != NULL)
    {
      text = jal_error_text (error);
      show_result (self, "dialog-error-symbolic", _ ("The Rescue Failed"), text);
      return;
    }
  whole = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_originals);
  broken = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_broken);
  /* Translators: two numbers. */
  text = g_strdup_printf (_ ("The new vault opens with the same passphrases. Whole documents in it: %s. Documents of which parts "
                             "are missing: %s. The old vault was not changed; keep it."),
                          whole, broken);
  if (report->n_lost > 0 || report->unsure)
    {
      lost = g_strconcat (text, "\n\n",
                          report->unsure
                              ? _ ("Entries were lost, and protected names and redactions may be among them. The new vault holds copies back "
                                   "until you have looked through both lists of each case; it shows the way when it is opened.")
                              : _ ("Entries could not be read. Protected names and redactions are not among them, or have all come back."),
                          NULL);
      show_result (self, "dialog-warning-symbolic", _ ("The Rescue Is Complete"), lost);
      return;
    }
  show_result (self, "emblem-ok-symbolic", _ ("The Rescue Is Complete"), text);
}

static void
rescue_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalCheckWindow *self = JAL_CHECK_WINDOW (inside);

  show_busy (self, _ ("Rescuing…"), _ ("Everything that can be read is copied to a new vault."));
  jal_task_run (self, begin_check, rescue_work, new_work (self, paths[0]), free_work, g_free, rescued_cb);
}

static void
rescue_clicked_cb (JalCheckWindow *self)
{
  jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Rescue to a New Vault"), _ ("_Rescue"),
                        _ ("rescued.jalada"), rescue_chosen_cb, NULL, NULL);
}

static void
accepted_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  begin_check (owner);
}

static void
accept_clicked_cb (JalCheckWindow *self)
{
  jal_task_run (self, accept_clicked_cb, accept_work, new_work (self, NULL), free_work, NULL, accepted_cb);
}

static gboolean
close_request (GtkWindow *window)
{
  JalCheckWindow *self = JAL_CHECK_WINDOW (window);

  jal_task_cancel_all (self);
  return GTK_WINDOW_CLASS (jal_check_window_parent_class)->close_request (window);
}

static void
cancel_clicked_cb (JalCheckWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
jal_check_window_dispose (GObject *object)
{
  JalCheckWindow *self = JAL_CHECK_WINDOW (object);

  if (self->store != NULL && self->closes)
    jal_task_run (g_application_get_default (), close_work, close_work, g_object_ref (self->store), g_object_unref, NULL,
                  closed_cb);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_check_window_parent_class)->dispose (object);
}

static void
jal_check_window_class_init (JalCheckWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_check_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-check-window.ui");
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, busy);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, result);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, list);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, list_box);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, advice);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, rescue_button);
  gtk_widget_class_bind_template_child (widget_class, JalCheckWindow, accept_button);
  gtk_widget_class_bind_template_callback (widget_class, rescue_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
jal_check_window_init (JalCheckWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
jal_check_window_present (GtkWidget *inside, JalStore *store, gboolean closes)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalCheckWindow *self = g_object_new (JAL_TYPE_CHECK_WINDOW, "transient-for", root, "modal", closes,
                                       "destroy-with-parent", TRUE, NULL);

  self->store = g_object_ref (store);
  self->closes = closes;
  gtk_window_present (GTK_WINDOW (self));
  begin_check (self);
}
