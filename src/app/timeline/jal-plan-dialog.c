/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Form, proposal, acceptance: three steps, and nothing is kept before the last. */
#include "app/timeline/jal-plan-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "schedule/jal-schedule.h"

struct _JalPlanDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  JalCase *court_case;
  GListModel *sessions; /* nullable: before */
  GListModel *proposal; /* nullable: after */
  JalScheduleRequest request;
  gboolean suggested; /* what is asked for at first was read */
  GWeakRef inside;
  JalPlanDialogDone done;
  gpointer data;

  AdwWindowTitle *heading;
  GtkStack *stack;
  GtkButton *propose;
  GtkButton *accept;
  GtkButton *back;
  AdwEntryRow *date;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  AdwActionRow *count_row;
  GtkSpinButton *count;
  GtkSpinButton *months_min;
  GtkSpinButton *months_max;
  GtkSwitch *mentions;
  AdwPreferencesGroup *proposal_group;
  GPtrArray *rows;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (JalPlanDialog, jal_plan_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalScheduleRequest request;
  GListModel *proposal; /* nullable */
} Call;

static Call *
new_call (JalPlanDialog *self)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->case_id = self->court_case->id;
  call->request = self->request;
  g_set_object (&call->proposal, self->proposal);
  return call;
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_clear_object (&call->proposal);
  g_free (call);
}

/* --- What is asked for at first --------------------------------------------------------------------------------- */

typedef struct
{
  JalScheduleRequest request;
  char *why;
} Suggestion;

static void
free_suggestion (gpointer data)
{
  g_free (((Suggestion *)data)->why);
  g_free (data);
}

static gpointer
suggest_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  Suggestion *suggestion = g_new0 (Suggestion, 1);

  if (!jal_schedule_suggest (call->store, call->case_id, &suggestion->request, &suggestion->why, cancellable, error))
    g_clear_pointer (&suggestion, free_suggestion);
  return suggestion;
}

static void changed_cb (JalPlanDialog *self);

/* What somebody typed meanwhile stays. */
static void
suggest_number (GtkSpinButton *button, guint number)
{
  g_autofree char *before = g_object_steal_data (G_OBJECT (button), "before");

  if (g_strcmp0 (before, gtk_editable_get_text (GTK_EDITABLE (button))) == 0)
    gtk_spin_button_set_value (button, number);
}

static void
await_suggestion (GtkSpinButton *button)
{
  g_object_set_data_full (G_OBJECT (button), "before", g_strdup (gtk_editable_get_text (GTK_EDITABLE (button))), g_free);
}

static void
suggested_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPlanDialog *self = owner;
  Suggestion *suggestion = result;
  g_autofree char *subtitle = NULL;

  self->suggested = TRUE;
  changed_cb (self);
  /* Without it the form is as usual, and what is wrong shows when a plan is proposed. */
  if (error != NULL)
    return;
  suggest_number (self->count, suggestion->request.n_sessions);
  suggest_number (self->months_max, suggestion->request.months_max);
  suggest_number (self->months_min, suggestion->request.months_min);
  /* Translators: why so many sessions · that mentions are not counted */
  subtitle = g_strdup_printf (_ ("%s. Mentions are not counted."), suggestion->why);
  adw_action_row_set_subtitle (self->count_row, subtitle);
}

static void
show_step (JalPlanDialog *self, gboolean proposal)
{
  gtk_stack_set_visible_child_name (self->stack, proposal ? "proposal" : "form");
  gtk_widget_set_visible (GTK_WIDGET (self->propose), !proposal);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), proposal);
  gtk_widget_set_visible (GTK_WIDGET (self->back), proposal);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
}

static void
show_trouble (JalPlanDialog *self, const GError *error)
{
  g_autofree char *text = jal_error_text (error);

  gtk_label_set_text (self->trouble, text);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
}

/* --- The proposal ----------------------------------------------------------------------------------------------- */

static JalSession *
find_before (JalPlanDialog *self, JalSession *session)
{
  for (guint i = 0; self->sessions != NULL && i < g_list_model_get_n_items (self->sessions); i++)
    {
      g_autoptr (JalSession) before = g_list_model_get_item (self->sessions, i);

      if (!jal_id_is_none (session->id) && jal_id_equal (before->id, session->id))
        return before; /* the model keeps it alive */
    }
  return NULL;
}

static GtkWidget *
new_row (JalPlanDialog *self, JalSession *session)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  JalSession *before = find_before (self, session);
  g_autofree char *date = jal_shown_date_short (session->date);
  g_autofree char *number = g_strdup_printf ("%u", session->ordinal);
  g_autofree char *title = g_strdup_printf ("%s · %s", date, jal_shown_session_kind (session->kind));
  g_autofree char *was = NULL;
  GtkWidget *badge = gtk_label_new (number);

  gtk_widget_add_css_class (badge, "session-number");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (row, badge);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, session->purpose);
  if (before != NULL && before->date != session->date)
    {
      g_autofree char *old = jal_shown_date_short (before->date);

      was = g_strdup_printf (_ ("was %s"), old);
    }
  else if (self->sessions != NULL && g_list_model_get_n_items (self->sessions) > 0)
    was = g_strdup (before != NULL ? _ ("stays") : _ ("new"));
  if (was != NULL)
    {
      GtkWidget *label = gtk_label_new (was);

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (row, label);
    }
  return GTK_WIDGET (row);
}

static void
show_proposal (JalPlanDialog *self)
{
  guint mentions = 0;
  g_autofree char *words = NULL, *left = NULL, *all = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->proposal_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->proposal); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (self->proposal, i);
      GtkWidget *row;

      if (session->ordinal == 0)
        {
          mentions++;
          continue;
        }
      row = new_row (self, session);
      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->proposal_group, row);
    }
  if (mentions > 0)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Between them lies %u light entry that is not counted.",
                                          "Between them lie %u light entries that are not counted.", mentions),
                             mentions);
  left = self->sessions != NULL ? jal_schedule_say_left_out (self->sessions, self->proposal) : NULL;
  all = g_strdup_printf ("%s%s%s", left != NULL ? left : "", left != NULL && words != NULL ? "\n" : "", words != NULL ? words : "");
  adw_preferences_group_set_description (self->proposal_group, *all != '\0' ? all : NULL);
  show_step (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->accept));
}

static gpointer
propose_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_schedule_propose (call->store, call->case_id, &call->request, cancellable, error);
}

static void
proposed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPlanDialog *self = owner;

  gtk_widget_set_sensitive (GTK_WIDGET (self->propose), TRUE);
  if (error != NULL)
    {
      show_trouble (self, error);
      return;
    }
  g_set_object (&self->proposal, G_LIST_MODEL (result));
  show_proposal (self);
}

static void
propose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalPlanDialog *self = JAL_PLAN_DIALOG (widget);
  JalDate date;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->propose))
      || !jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->date)), &date) || date == JAL_DATE_NONE)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose), FALSE);
  self->request.from = date;
  self->request.n_sessions = (guint)jal_choice_get_number (self->count);
  self->request.months_min = (guint)jal_choice_get_number (self->months_min);
  self->request.months_max = (guint)jal_choice_get_number (self->months_max);
  self->request.no_mentions = !gtk_switch_get_active (self->mentions);
  jal_task_renew (self, propose_work, propose_work, new_call (self), free_call, g_object_unref, proposed_cb);
}

static gpointer
accept_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_accept (call->store, call->case_id, &call->request, call->proposal, error);
  return NULL;
}

static void
accepted_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPlanDialog *self = owner;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), TRUE);
  if (error != NULL)
    {
      show_trouble (self, error);
      return;
    }
  if (inside != NULL && self->done != NULL)
    self->done (inside, self->data);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalPlanDialog *self = JAL_PLAN_DIALOG (widget);

  if (self->proposal == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->accept)))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), FALSE);
  jal_task_run (self, accept_action, accept_work, new_call (self), free_call, NULL, accepted_cb);
}

/* Ctrl+S, as in every form: what the step that is shown does. */
static void
go_on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gboolean proposes = gtk_widget_get_visible (GTK_WIDGET (JAL_PLAN_DIALOG (widget)->propose));

  gtk_widget_activate_action (widget, proposes ? "plan-dialog.propose" : "plan-dialog.accept", NULL);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalPlanDialog *self = JAL_PLAN_DIALOG (widget);

  show_step (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->date));
}

/* --- The form --------------------------------------------------------------------------------------------------- */

static void
changed_cb (JalPlanDialog *self)
{
  JalDate date = JAL_DATE_NONE;
  gboolean good = jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->date)), &date) && date != JAL_DATE_NONE;

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->date), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->date), "error");
  /* A plan is proposed for what the form shows, not for what it is about to show. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose), good && self->suggested);
}

static void
entered_cb (JalPlanDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "plan-dialog.propose", NULL);
}

static void
day_selected_cb (JalPlanDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *shown = jal_shown_date (
      jal_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day)));

  gtk_editable_set_text (GTK_EDITABLE (self->date), shown);
  gtk_popover_popdown (self->calendar_popover);
}

static void
jal_plan_dialog_dispose (GObject *object)
{
  JalPlanDialog *self = JAL_PLAN_DIALOG (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
  g_clear_object (&self->sessions);
  g_clear_object (&self->proposal);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_plan_dialog_parent_class)->dispose (object);
}

static void
jal_plan_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_PLAN_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_plan_dialog_parent_class)->finalize (object);
}

static void
jal_plan_dialog_class_init (JalPlanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_plan_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_plan_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-plan-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, propose);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, back);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, date);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, count);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, count_row);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, months_min);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, months_max);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, mentions);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, proposal_group);
  gtk_widget_class_bind_template_child (widget_class, JalPlanDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_install_action (widget_class, "plan-dialog.propose", NULL, propose_action);
  gtk_widget_class_install_action (widget_class, "plan-dialog.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "plan-dialog.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "plan-dialog.go-on", NULL, go_on_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "plan-dialog.go-on", NULL);
}

static void
jal_plan_dialog_init (JalPlanDialog *self)
{
  g_weak_ref_init (&self->inside, NULL);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_choice_enter (self->count, "plan-dialog.propose");
  jal_choice_enter (self->months_min, "plan-dialog.propose");
  jal_choice_enter (self->months_max, "plan-dialog.propose");
  show_step (self, FALSE);
  changed_cb (self);
}

void
jal_plan_dialog_present (GtkWidget *inside, JalStore *store, JalCase *court_case, GListModel *sessions, JalPlanDialogDone done,
                         gpointer data)
{
  JalPlanDialog *self = g_object_new (JAL_TYPE_PLAN_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);
  g_autofree char *plea = jal_shown_date (court_case->plea_date != JAL_DATE_NONE ? court_case->plea_date : jal_date_today ());

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  g_set_object (&self->sessions, sessions);
  g_weak_ref_set (&self->inside, inside);
  self->done = done;
  self->data = data;
  gtk_editable_set_text (GTK_EDITABLE (self->date), plea);
  await_suggestion (self->count);
  await_suggestion (self->months_min);
  await_suggestion (self->months_max);
  jal_task_renew (self, suggest_work, suggest_work, new_call (self), free_call, free_suggestion, suggested_cb);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->date));
}
