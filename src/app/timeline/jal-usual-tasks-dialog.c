/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-usual-tasks-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "app/timeline/jal-usual-task-form.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-usual-tasks.h"

struct _JalUsualTasksDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  GPtrArray *tasks; /* nullable: of JalUsualTask */
  GWeakRef inside;
  void (*changed) (GtkWidget *inside);

  AdwToastOverlay *toasts;
  AdwComboRow *kind;
  GtkStringList *kind_labels;
  GtkListBox *list;
  GtkListBox *removed;
  GtkWidget *nothing;
  GtkWidget *removed_group;

  guint n_acts; /* done in this dialog and not taken back: Ctrl+Z reaches no further */
};

G_DEFINE_FINAL_TYPE (JalUsualTasksDialog, jal_usual_tasks_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  char *kind; /* nullable */
  char *id;   /* nullable */
  gboolean (*run) (JalStore *store, const char *id, GError **error);
  const char *said; /* nullable: translated, static */
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call->kind);
  g_free (call->id);
  g_free (call);
}

static void read_tasks (JalUsualTasksDialog *self);

/* The first choice is every kind. */
static const char *
chosen_kind (JalUsualTasksDialog *self)
{
  guint n, chosen = adw_combo_row_get_selected (self->kind);
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  return chosen == 0 || chosen > n ? NULL : kinds[chosen - 1].id;
}

/* --- Changing --------------------------------------------------------------------------------------------------- */

static void
say (JalUsualTasksDialog *self, const char *text, gboolean undo)
{
  undo = undo && jal_store_left_undo (self->store);
  self->n_acts += undo ? 1 : 0;
  /* Undo takes back the last action: an older offer would take back something else than it says. */
  if (undo)
    jal_toasts_forget (self->toasts, "usual-tasks.undo");
  jal_toasts_show (self->toasts, text, undo ? _ ("_Undo") : NULL, undo ? "usual-tasks.undo" : NULL);
}

static void
say_error (JalUsualTasksDialog *self, const GError *error)
{
  g_autofree char *text = jal_error_text (error);

  say (self, text, FALSE);
}

static void
tell_page (JalUsualTasksDialog *self)
{
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  read_tasks (self);
  if (inside != NULL && self->changed != NULL)
    self->changed (inside);
}

static void
kept_cb (GtkWidget *inside, const char *said)
{
  JalUsualTasksDialog *self = JAL_USUAL_TASKS_DIALOG (inside);

  tell_page (self);
  say (self, said, TRUE);
}

static void
changed_by_core_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalUsualTasksDialog *self = owner;
  Call *call = data;

  if (call->run != NULL && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    return; /* pressed twice: it is gone, as was wished */
  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  tell_page (self);
  if (call->said != NULL)
    say (self, call->said, TRUE);
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  if (call->run != NULL)
    call->run (call->store, call->id, error);
  else
    jal_store_undo (call->store, JAL_ID_NONE, NULL, cancellable, error);
  return NULL;
}

static void
change (JalUsualTasksDialog *self, const char *id, gboolean (*run) (JalStore *store, const char *id, GError **error), const char *said)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->id = g_strdup (id);
  call->run = run;
  call->said = said;
  jal_task_line_add (self, change_work, call, free_call, changed_by_core_cb);
}

static const JalUsualTask *
task_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "task");
}

static void
edit_clicked_cb (JalUsualTasksDialog *self, GtkWidget *button)
{
  jal_usual_task_form_present (GTK_WIDGET (self), self->store, task_of (button), NULL, kept_cb);
}

static void
remove_clicked_cb (JalUsualTasksDialog *self, GtkWidget *button)
{
  change (self, task_of (button)->id, jal_usual_tasks_remove, _ ("The usual task was removed"));
}

static void
reset_clicked_cb (JalUsualTasksDialog *self, GtkWidget *button)
{
  change (self, task_of (button)->id, jal_usual_tasks_reset, _ ("The task is as the program proposes it"));
}

static void
verb_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalUsualTasksDialog *self = JAL_USUAL_TASKS_DIALOG (widget);

  if (g_str_equal (name, "usual-tasks.add"))
    jal_usual_task_form_present (widget, self->store, NULL, chosen_kind (self), kept_cb);
  else if (self->n_acts == 0)
    /* What was done elsewhere is not seen from here. */
    say (self, _ ("There is nothing to undo"), FALSE);
  else if (self->n_acts-- > 0)
    change (self, NULL, NULL, NULL);
}

/* --- Showing ---------------------------------------------------------------------------------------------------- */

static void
add_button (JalUsualTasksDialog *self, AdwActionRow *row, const JalUsualTask *task, const char *icon, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *whole = g_strdup_printf ("%s: %s", label, task->title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  g_object_set_data (G_OBJECT (button), "task", (gpointer)task);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static char *
describe (JalUsualTasksDialog *self, const JalUsualTask *task)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (task->days_before > 0)
    g_string_append_printf (words, ngettext ("%d day before the session", "%d days before the session", (gulong)task->days_before),
                            task->days_before);
  else if (task->days_before < 0)
    g_string_append_printf (words, ngettext ("%d day after the session", "%d days after the session", (gulong)-task->days_before),
                            -task->days_before);
  else
    g_string_append (words, _ ("On the day of the session"));
  if (*task->owner != '\0')
    g_string_append_printf (words, " · %s", task->owner);
  if (task->legal_ref != NULL)
    g_string_append_printf (words, " · %s", task->legal_ref);
  if (task->own)
    g_string_append_printf (words, " · %s", _ ("your own"));
  else if (task->changed && !task->dropped)
    g_string_append_printf (words, " · %s", _ ("changed"));
  if (chosen_kind (self) == NULL)
    for (guint i = 0; task->kinds[i] != NULL; i++)
      g_string_append_printf (words, "%s%s", i == 0 ? "\n" : ", ", jal_shown_session_kind (task->kinds[i]));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_row (JalUsualTasksDialog *self, const JalUsualTask *task)
{
  g_autofree char *subtitle = describe (self, task);
  AdwActionRow *row = jal_list_box_add (task->dropped ? self->removed : self->list, task->title, subtitle);

  jal_focus_set_key (GTK_WIDGET (row), task->id);
  if (task->changed)
    add_button (self, row, task, "edit-undo-symbolic", task->dropped ? _ ("Bring Back") : _ ("As the Program Proposes"),
                G_CALLBACK (reset_clicked_cb));
  if (task->dropped)
    return;
  add_button (self, row, task, "document-edit-symbolic", _ ("Edit"), G_CALLBACK (edit_clicked_cb));
  add_button (self, row, task, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (remove_clicked_cb));
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_usual_tasks_list (call->store, call->kind, TRUE, cancellable, error);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalUsualTasksDialog *self = owner;
  JalFocusPlace *place, *removed;
  guint n = 0;

  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  place = jal_focus_note (GTK_WIDGET (self->list));
  removed = jal_focus_note (GTK_WIDGET (self->removed));
  jal_list_box_clear (self->list);
  jal_list_box_clear (self->removed);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  self->tasks = g_ptr_array_ref (result);
  for (guint i = 0; i < self->tasks->len; i++)
    {
      add_row (self, g_ptr_array_index (self->tasks, i));
      n += ((JalUsualTask *)g_ptr_array_index (self->tasks, i))->dropped;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n < self->tasks->len);
  gtk_widget_set_visible (self->nothing, n == self->tasks->len);
  gtk_widget_set_visible (self->removed_group, n > 0);
  jal_focus_restore (place, GTK_WIDGET (self->list), GTK_WIDGET (self->kind));
  jal_focus_restore (removed, GTK_WIDGET (self->removed), GTK_WIDGET (self->kind));
}

static void
read_tasks (JalUsualTasksDialog *self)
{
  Call *call;

  if (self->store == NULL)
    return;
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  call->kind = g_strdup (chosen_kind (self));
  jal_task_renew (self, read_work, read_work, call, free_call, (GDestroyNotify)g_ptr_array_unref, read_cb);
}

static void
kind_changed_cb (JalUsualTasksDialog *self)
{
  read_tasks (self);
}

/* --- The window ------------------------------------------------------------------------------------------------- */

static void
jal_usual_tasks_dialog_dispose (GObject *object)
{
  JalUsualTasksDialog *self = JAL_USUAL_TASKS_DIALOG (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_usual_tasks_dialog_parent_class)->dispose (object);
}

static void
jal_usual_tasks_dialog_finalize (GObject *object)
{
  JalUsualTasksDialog *self = JAL_USUAL_TASKS_DIALOG (object);

  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_weak_ref_clear (&self->inside);
  G_OBJECT_CLASS (jal_usual_tasks_dialog_parent_class)->finalize (object);
}

static void
jal_usual_tasks_dialog_class_init (JalUsualTasksDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_usual_tasks_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_usual_tasks_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-usual-tasks-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, kind_labels);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, list);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, removed);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, JalUsualTasksDialog, removed_group);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_install_action (widget_class, "usual-tasks.add", NULL, verb_action);
  gtk_widget_class_install_action (widget_class, "usual-tasks.undo", NULL, verb_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "usual-tasks.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "usual-tasks.add", NULL);
}

static void
jal_usual_tasks_dialog_init (JalUsualTasksDialog *self)
{
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  g_weak_ref_init (&self->inside, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (self->kind_labels, _ ("Every kind"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (self->kind_labels, jal_shown_session_kind (kinds[i].id));
  jal_choice_show_whole (self->kind);
}

void
jal_usual_tasks_dialog_present (GtkWidget *inside, JalStore *store, const char *kind, void (*changed) (GtkWidget *inside))
{
  JalUsualTasksDialog *self = g_object_new (JAL_TYPE_USUAL_TASKS_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  g_weak_ref_set (&self->inside, inside);
  self->changed = changed;
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (kinds[i].id, kind) == 0)
      adw_combo_row_set_selected (self->kind, i + 1);
  g_set_object (&self->store, store);
  read_tasks (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
  /* Not on “Close”, which stands first. */
  gtk_widget_grab_focus (GTK_WIDGET (self->kind));
}
