/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The form of a case. */
#include "app/cases/jal-case-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-custody-question.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"
#include "cases/jal-cases.h"
#include "law/jal-court.h"
#include "law/jal-session-kind.h"

struct _JalCaseDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  JalCase *court_case; /* nullable: a new one */
  GWeakRef inside;
  JalCaseDialogDone done;
  gpointer data;

  AdwWindowTitle *heading;
  GtkButton *save;
  AdwEntryRow *number;
  AdwEntryRow *title;
  AdwEntryRow *court;
  GtkPopover *courts_popover;
  GtkListBox *courts;
  AdwComboRow *capacity;
  AdwComboRow *stage;
  GtkStringList *stage_labels;
  AdwEntryRow *plea_date;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  GtkSwitch *custody;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (JalCaseDialog, jal_case_dialog, ADW_TYPE_WINDOW)

/* In the order of the rows in the template. */
static const char *const capacities[] = { "prosecutor", "watching" };

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* --- Keeping it ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId id; /* JAL_ID_NONE: a new one */
  char *title;
  char *number;
  char *court;
  const char *capacity;
  char *stage;
  JalDate plea_date;
  gboolean in_custody;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->title);
  g_free (saving->number);
  g_free (saving->court);
  g_free (saving->stage);
  g_free (saving);
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;

  draft.title = saving->title;
  draft.number = saving->number;
  draft.court = saving->court;
  draft.capacity = saving->capacity;
  draft.stage = saving->stage;
  draft.plea_date = saving->plea_date;
  draft.in_custody = saving->in_custody;
  if (jal_id_is_none (saving->id))
    jal_cases_add (saving->store, &draft, &saving->id, error);
  else
    jal_cases_update (saving->store, saving->id, &draft, error);
  return NULL;
}

static void
filled_cb (GtkWidget *inside, const char *said)
{
  jal_shell_toast_undo (inside, said);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCaseDialog *self = owner;
  Saving *saving = data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      gtk_label_set_text (self->trouble, text);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
      return;
    }
  if (inside != NULL && self->done != NULL)
    self->done (inside, saving->id, self->data);
  if (inside != NULL && self->court_case != NULL && self->court_case->in_custody != saving->in_custody)
    jal_custody_question_ask (inside, self->store, saving->id, filled_cb);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* The list gives the court's id where the words are those of a court we know, so that papers print it right. */
static char *
dup_court (JalCaseDialog *self)
{
  g_autofree char *typed = jal_text_fold (text_of (self->court));
  guint n;
  const JalCourt *courts = jal_court_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folded = jal_text_fold (jal_shown_court (courts[i].id));

      if (g_str_equal (typed, folded))
        return g_strdup (courts[i].id);
    }
  return jal_text_one_line (text_of (self->court), 0);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalCaseDialog *self = JAL_CASE_DIALOG (widget);
  guint n_stages;
  const JalStage *stages = jal_stage_list (&n_stages);
  Saving *saving;
  JalDate plea_date;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save)) || !jal_shown_parse_date (text_of (self->plea_date), &plea_date))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  saving = g_new0 (Saving, 1);
  saving->store = g_object_ref (self->store);
  saving->id = self->court_case != NULL ? self->court_case->id : JAL_ID_NONE;
  saving->title = jal_text_one_line (text_of (self->title), 0);
  saving->number = jal_text_one_line (text_of (self->number), 0);
  saving->court = dup_court (self);
  saving->capacity = capacities[MIN (adw_combo_row_get_selected (self->capacity), G_N_ELEMENTS (capacities) - 1)];
  saving->stage = g_strdup (stages[MIN (adw_combo_row_get_selected (self->stage), n_stages - 1)].id);
  saving->plea_date = plea_date;
  saving->in_custody = gtk_switch_get_active (self->custody);
  jal_task_run (self, save_action, save_work, saving, free_saving, NULL, saved_cb);
}

/* --- The form ------------------------------------------------------------------------------------------------- */

static void
changed_cb (JalCaseDialog *self)
{
  g_autofree char *title = jal_text_one_line (text_of (self->title), 0);
  JalDate date;
  gboolean good_date = jal_shown_parse_date (text_of (self->plea_date), &date);

  if (good_date)
    gtk_widget_remove_css_class (GTK_WIDGET (self->plea_date), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->plea_date), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), *title != '\0' && good_date);
}

static void
entered_cb (JalCaseDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case-dialog.save", NULL);
}

static void
day_selected_cb (JalCaseDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *shown = jal_shown_date (
      jal_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day)));

  gtk_editable_set_text (GTK_EDITABLE (self->plea_date), shown);
  gtk_popover_popdown (self->calendar_popover);
}

static void
court_activated_cb (JalCaseDialog *self, GtkListBoxRow *row)
{
  guint n;
  const JalCourt *courts = jal_court_list (&n);

  gtk_editable_set_text (GTK_EDITABLE (self->court), jal_shown_court (courts[gtk_list_box_row_get_index (row)].id));
  gtk_popover_popdown (self->courts_popover);
}

static void
fill_choices (JalCaseDialog *self)
{
  guint n;
  const JalStage *stages = jal_stage_list (&n);
  const JalCourt *courts;

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (self->stage_labels, jal_shown_stage (stages[i].id));
  courts = jal_court_list (&n);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *label = gtk_label_new (jal_shown_court (courts[i].id));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->courts, label);
    }
}

static void
select_stage (JalCaseDialog *self, const char *id)
{
  guint n;
  const JalStage *stages = jal_stage_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (stages[i].id, id) == 0)
      adw_combo_row_set_selected (self->stage, i);
}

static void
show_case (JalCaseDialog *self)
{
  JalCase *court_case = self->court_case;
  g_autofree char *date = jal_shown_date (court_case->plea_date);

  adw_window_title_set_title (self->heading, _ ("Edit Case"));
  gtk_editable_set_text (GTK_EDITABLE (self->title), court_case->title);
  gtk_editable_set_text (GTK_EDITABLE (self->number), court_case->number != NULL ? court_case->number : "");
  gtk_editable_set_text (GTK_EDITABLE (self->court), court_case->court != NULL ? jal_shown_court (court_case->court) : "");
  gtk_editable_set_text (GTK_EDITABLE (self->plea_date), date);
  adw_combo_row_set_selected (self->capacity, g_strcmp0 (court_case->capacity, "watching") == 0 ? 1 : 0);
  select_stage (self, court_case->stage);
  gtk_switch_set_active (self->custody, court_case->in_custody);
}

static void
jal_case_dialog_dispose (GObject *object)
{
  JalCaseDialog *self = JAL_CASE_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
  G_OBJECT_CLASS (jal_case_dialog_parent_class)->dispose (object);
}

static void
jal_case_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_CASE_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_case_dialog_parent_class)->finalize (object);
}

static void
jal_case_dialog_class_init (JalCaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_case_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_case_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-case-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, save);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, number);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, title);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, court);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, courts_popover);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, courts);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, capacity);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, stage);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, stage_labels);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, plea_date);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, custody);
  gtk_widget_class_bind_template_child (widget_class, JalCaseDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, court_activated_cb);
  gtk_widget_class_install_action (widget_class, "case-dialog.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "case-dialog.save", NULL);
}

static void
jal_case_dialog_init (JalCaseDialog *self)
{
  g_weak_ref_init (&self->inside, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  select_stage (self, "investigation");
  changed_cb (self);
}

void
jal_case_dialog_present (GtkWidget *inside, JalStore *store, JalCase *court_case, JalCaseDialogDone done, gpointer data)
{
  JalCaseDialog *self = g_object_new (JAL_TYPE_CASE_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  g_weak_ref_set (&self->inside, inside);
  self->done = done;
  self->data = data;
  if (court_case != NULL)
    show_case (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
  gtk_window_present (GTK_WINDOW (self));
}
