/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * What a date would mean, asked while it is typed.
 *
 * 1. Every change of the form asks the core anew, the newest question wins; Accept is only there for the answer to what is
 *    typed now.
 * 2. Nothing is kept before Accept, and then exactly what was shown. What is adjourned or vacated needs its reason, chosen by hand.
 */
#include "app/timeline/jal-change-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"

struct _JalChangeDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  JalSession *session;
  JalScheduleMoveType type;
  GWeakRef inside;
  JalChangeDialogDone done;
  JalScheduleOutcome *outcome; /* nullable: of what is typed now */
  JalDate typed;               /* JAL_DATE_NONE: none */
  JalSaid said;                /* what was typed, as it was read */
  GPtrArray *better_rows;
  GPtrArray *change_rows;

  AdwWindowTitle *heading;
  GtkButton *accept;
  GtkLabel *trouble;
  AdwComboRow *reason;
  GtkStringList *reason_labels;
  AdwEntryRow *date;
  AdwEntryRow *note;
  GtkLabel *hint;
  AdwPreferencesGroup *answer_group;
  AdwActionRow *answer;
  GtkImage *answer_icon;
  AdwActionRow *come;
  AdwActionRow *not_come;
  AdwPreferencesGroup *better_group;
  AdwPreferencesGroup *changes_group;
  AdwPreferencesGroup *tasks_group;
  AdwActionRow *tasks_call_off;
  AdwActionRow *tasks_carried;
  AdwActionRow *tasks_closed;
};

G_DEFINE_FINAL_TYPE (JalChangeDialog, jal_change_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalScheduleMove move;
  char *note;
  JalDate from, to;            /* several days were said */
  JalScheduleOutcome *outcome; /* nullable: to keep */
} Call;

typedef struct
{
  JalScheduleOffer *offer;     /* nullable */
  JalScheduleOutcome *outcome; /* nullable */
  char *refused;               /* nullable: why there is no outcome */
  GArray *choices;             /* nullable: the days of a stretch that was said */
} Answer;

static const char *
state_after (JalChangeDialog *self)
{
  return self->type == JAL_SCHEDULE_ADJOURN ? "adjourned" : "vacated";
}

/* The reasons that adjourn, or vacate, in the order of the data. */
static const JalSessionOutcome *
nth_reason (JalChangeDialog *self, guint wanted)
{
  return jal_session_outcome_nth (state_after (self), wanted);
}

/* Returns (nullable): the one chosen; nobody is blamed by default. */
static const JalSessionOutcome *
chosen_reason (JalChangeDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->reason);

  return self->type == JAL_SCHEDULE_OFFER || chosen == 0 || chosen == GTK_INVALID_LIST_POSITION ? NULL : nth_reason (self, chosen - 1);
}

static Call *
new_call (JalChangeDialog *self)
{
  Call *call = g_new0 (Call, 1);
  const JalSessionOutcome *reason = chosen_reason (self);

  /* What it would mean is the same for every reason, so it is shown before one is chosen. */
  if (reason == NULL && self->type != JAL_SCHEDULE_OFFER)
    reason = nth_reason (self, 0);

  call->store = g_object_ref (self->store);
  call->move.type = self->type;
  call->move.session_id = self->session->id;
  call->move.date = self->typed;
  call->move.reason = reason != NULL ? reason->id : NULL;
  call->move.minutes = MAX (self->said.minutes, 0);
  /* What the session says already stood in the entry. */
  call->note = self->type == JAL_SCHEDULE_OFFER ? NULL : g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note)));
  call->move.whole_note = TRUE;
  call->from = self->said.from;
  call->to = self->said.to;
  call->move.note = call->note;
  return call;
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call->note);
  g_clear_pointer (&call->outcome, jal_schedule_outcome_free);
  g_free (call);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->offer, jal_schedule_offer_free);
  g_clear_pointer (&answer->outcome, jal_schedule_outcome_free);
  g_free (answer->refused);
  g_clear_pointer (&answer->choices, g_array_unref);
  g_free (answer);
}

/* --- Showing the answer ----------------------------------------------------------------------------------------- */

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (rows, row);
  return row;
}

static void
better_clicked_cb (JalChangeDialog *self, GtkWidget *button)
{
  JalDate date = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "date"));
  g_autofree char *day = jal_shown_date (date);
  g_autofree char *shown = jal_schedule_with_time (day, self->said.minutes);

  gtk_editable_set_text (GTK_EDITABLE (self->date), shown);
  gtk_widget_grab_focus (GTK_WIDGET (self->date));
}

static void
add_better (JalChangeDialog *self, JalDate date, const char *words)
{
  g_autofree char *shown = jal_shown_date_short (date);
  g_autofree char *name = g_strdup_printf (_ ("Take %s"), shown);
  AdwActionRow *row = add_row (self->better_group, self->better_rows, shown);
  GtkWidget *button = gtk_button_new_with_label (_ ("Take"));

  adw_action_row_set_subtitle (row, words != NULL ? words : "");
  adw_action_row_set_subtitle_lines (row, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "date", GINT_TO_POINTER (date));
  g_signal_connect_object (button, "clicked", G_CALLBACK (better_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
  adw_action_row_set_activatable_widget (row, button);
}

static void show_people (AdwActionRow *row, char **people);

static void
show_better (JalChangeDialog *self, const JalScheduleOffer *offer)
{
  clear_rows (self->better_group, self->better_rows);
  for (guint i = 0; offer != NULL && i < G_N_ELEMENTS (offer->better) && offer->better[i] != JAL_DATE_NONE; i++)
    add_better (self, offer->better[i], NULL);
  adw_preferences_group_set_title (self->better_group, _ ("Better Dates Nearby"));
  gtk_widget_set_visible (GTK_WIDGET (self->better_group), self->better_rows->len > 0);
}

#define MOST_CHOICES 6

/* Several days were said: which one was meant is asked, never guessed. */
static void
show_choices (JalChangeDialog *self, const GArray *choices)
{
  g_autofree char *from = jal_shown_date_short (self->said.from);
  g_autofree char *to = jal_shown_date_short (self->said.to);
  g_autofree char *title = g_strdup_printf (_ ("%s to %s: which day?"), from, to);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer), title);
  adw_action_row_set_subtitle (self->answer, choices->len > 0 ? _ ("Several days were said. The days that suit stand first.")
                                                              : _ ("The court does not sit on any of these days."));
  gtk_image_set_from_icon_name (self->answer_icon, "dialog-information-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->answer_icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Question"), -1);
  gtk_widget_remove_css_class (GTK_WIDGET (self->answer_icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->answer_icon), "warning");
  show_people (self->come, NULL);
  show_people (self->not_come, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_group), TRUE);
  clear_rows (self->better_group, self->better_rows);
  for (guint i = 0; i < MIN (choices->len, MOST_CHOICES); i++)
    {
      const JalScheduleChoice *choice = &g_array_index (choices, JalScheduleChoice, i);

      add_better (self, choice->date, choice->clear ? _ ("Clear") : choice->clash);
    }
  if (choices->len > MOST_CHOICES)
    {
      g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more day: say fewer days to see it",
                                                            "and %u more days: say fewer days, a week, to see them", choices->len - MOST_CHOICES),
                                               choices->len - MOST_CHOICES);

      add_row (self->better_group, self->better_rows, more);
    }
  adw_preferences_group_set_title (self->better_group, _ ("Days to Choose From"));
  gtk_widget_set_visible (GTK_WIDGET (self->better_group), self->better_rows->len > 0);
}

static void
show_people (AdwActionRow *row, char **people)
{
  g_autofree char *joined = people != NULL ? g_strjoinv (", ", people) : g_strdup ("");

  adw_action_row_set_subtitle (row, joined);
  gtk_widget_set_visible (GTK_WIDGET (row), *joined != '\0');
}

/* Words, an icon and a colour: never the colour alone. */
static void
show_answer (JalChangeDialog *self, const Answer *answer)
{
  const JalScheduleOffer *offer = answer->offer;
  gboolean clear = answer->refused == NULL && (offer == NULL || offer->clear);
  g_autofree char *day = jal_shown_date_short (self->typed);
  g_autofree char *date = jal_schedule_with_time (day, self->said.minutes);
  g_autofree char *clashes = offer != NULL ? g_strjoinv ("\n", offer->clashes) : g_strdup ("");
  g_autofree char *advice = offer != NULL ? g_strjoinv ("\n", offer->advice) : g_strdup ("");
  g_autoptr (GString) text = g_string_new (clashes);
  g_autofree char *title = NULL;

  if (answer->refused != NULL && (offer == NULL || offer->clear))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", answer->refused);
  if (answer->outcome != NULL && answer->outcome->same_day != NULL && clear)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", answer->outcome->same_day);
  g_string_append_printf (text, "%s%s", text->len > 0 && *advice != '\0' ? "\n" : "", advice);
  title = offer == NULL && self->type == JAL_SCHEDULE_VACATE ? g_strdup (clear ? _ ("The other sessions stay where they are") : _ ("This cannot be vacated"))
          : offer == NULL ? g_strdup (clear ? _ ("As early as the rules allow") : _ ("This cannot be planned"))
          : clear       ? g_strdup_printf (_ ("%s is clear"), date)
                        : g_strdup_printf (_ ("%s clashes"), date);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer), title);
  adw_action_row_set_subtitle (self->answer, text->str);
  gtk_image_set_from_icon_name (self->answer_icon, clear ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->answer_icon), GTK_ACCESSIBLE_PROPERTY_LABEL, clear ? _ ("Clear") : _ ("Warning"),
                                  -1);
  gtk_widget_remove_css_class (GTK_WIDGET (self->answer_icon), clear ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->answer_icon), clear ? "success" : "warning");
  show_people (self->come, offer != NULL ? offer->can_come : NULL);
  show_people (self->not_come, offer != NULL ? offer->cannot_come : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_group), TRUE);
  show_better (self, offer);
}

static char *
say_change (const JalScheduleChange *change, JalScheduleMoveType type)
{
  g_autofree char *before = jal_shown_date_short (change->before);
  g_autofree char *after = jal_shown_date_short (change->after);

  if (change->after == JAL_DATE_NONE)
    return g_strdup_printf (type == JAL_SCHEDULE_VACATE ? _ ("%s: vacated") : _ ("%s: adjourned"), before);
  if (change->before == JAL_DATE_NONE)
    return g_strdup_printf (_ ("new: %s"), after);
  if (change->before == change->after)
    return change->kept ? g_strdup_printf (_ ("%s: fixed, stays"), after) : g_strdup_printf (_ ("%s: stays"), after);
  return g_strdup_printf ("%s → %s", before, after);
}

static void
show_some_tasks (AdwActionRow *row, char **tasks)
{
  g_autofree char *joined = tasks != NULL ? g_strjoinv ("\n", tasks) : g_strdup ("");

  adw_action_row_set_subtitle (row, joined);
  gtk_widget_set_visible (GTK_WIDGET (row), *joined != '\0');
}

/* What becomes of the tasks of a session that is not held on its day. */
static void
show_tasks (JalChangeDialog *self)
{
  static const JalScheduleTasksOff none = { NULL };
  const JalScheduleTasksOff *tasks = self->outcome != NULL ? &self->outcome->tasks : &none;
  gboolean any = tasks->closed != NULL && (*tasks->closed != NULL || *tasks->call_off != NULL || *tasks->carried != NULL);

  show_some_tasks (self->tasks_call_off, tasks->call_off);
  show_some_tasks (self->tasks_carried, tasks->carried);
  show_some_tasks (self->tasks_closed, tasks->closed);
  gtk_widget_set_visible (GTK_WIDGET (self->tasks_group), any);
}

static void
show_changes (JalChangeDialog *self)
{
  JalScheduleOutcome *outcome = self->outcome;
  g_autofree char *warnings = outcome != NULL ? g_strjoinv ("\n", outcome->warnings) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  clear_rows (self->changes_group, self->change_rows);
  show_tasks (self);
  gtk_widget_set_visible (GTK_WIDGET (self->changes_group), outcome != NULL);
  if (outcome == NULL)
    return;
  for (guint i = 0; i < outcome->changes->len; i++)
    {
      const JalScheduleChange *change = &g_array_index (outcome->changes, JalScheduleChange, i);
      g_autofree char *what = say_change (change, self->type);
      AdwActionRow *row = add_row (self->changes_group, self->change_rows, what);
      GtkWidget *badge;

      adw_action_row_set_subtitle (row, jal_shown_session_kind (change->kind));
      if (change->ordinal > 0)
        {
          g_autofree char *number = g_strdup_printf ("%u", change->ordinal);

          badge = gtk_label_new (number);
          gtk_widget_add_css_class (badge, "session-number");
          gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
          adw_action_row_add_prefix (row, badge);
        }
    }
  if (outcome->mentions_before != outcome->mentions_after)
    g_string_append_printf (text, _ ("Light entries between them: %u before, %u after."), outcome->mentions_before,
                            outcome->mentions_after);
  if (*warnings != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", warnings);
  adw_preferences_group_set_description (self->changes_group, text->len > 0 ? text->str : NULL);
}

/* --- Asking ------------------------------------------------------------------------------------------------------ */

static gpointer
ask_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (GError) refused = NULL;

  if (call->move.date == JAL_DATE_NONE && call->from != JAL_DATE_NONE)
    {
      answer->choices = jal_schedule_choices (call->store, call->move.session_id, call->from, call->to, cancellable, error);
      if (answer->choices != NULL)
        return answer;
      free_answer (answer);
      return NULL;
    }
  if (call->move.date != JAL_DATE_NONE)
    {
      answer->offer = jal_schedule_offer (call->store, call->move.session_id, call->move.date, cancellable, error);
      if (answer->offer == NULL)
        {
          free_answer (answer);
          return NULL;
        }
    }
  answer->outcome = jal_schedule_try (call->store, &call->move, cancellable, &refused);
  if (refused != NULL)
    answer->refused = jal_error_text (refused);
  return answer;
}

static void
asked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalChangeDialog *self = owner;
  Answer *answer = result;

  if (answer == NULL)
    return;
  g_clear_pointer (&self->outcome, jal_schedule_outcome_free);
  self->outcome = g_steal_pointer (&answer->outcome);
  if (answer->choices != NULL)
    show_choices (self, answer->choices);
  else
    show_answer (self, answer);
  show_changes (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept),
                            self->outcome != NULL && (self->type == JAL_SCHEDULE_OFFER || chosen_reason (self) != NULL));
}

/* What was typed is no date yet: said with words that are. */
static void
show_hint (JalChangeDialog *self, const char *text)
{
  g_autofree char *trouble = text != NULL ? jal_schedule_said_trouble (&self->said, text) : NULL;
  g_autofree char *hint
      = trouble != NULL ? g_steal_pointer (&trouble)
        : text != NULL ? g_strdup_printf (_ ("“%s” is no date yet. Try 14, 14 March at 9, Tuesday next week, first Monday of March, end of March."), text)
                     : NULL;

  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static void
changed_cb (JalChangeDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->date));
  gboolean empty = *text == '\0', good;

  if (self->session == NULL)
    return;
  self->said = JAL_SAID_NONE;
  good = empty ? self->type != JAL_SCHEDULE_OFFER : jal_schedule_read_said (text, jal_date_today (), &self->said);
  self->typed = self->said.date;
  show_hint (self, good || empty ? NULL : text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), FALSE);
  if (good || empty)
    gtk_widget_remove_css_class (GTK_WIDGET (self->date), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->date), "error");
  if (good)
    {
      jal_task_renew (self, ask_work, ask_work, new_call (self), free_call, free_answer, asked_cb);
      return;
    }
  jal_task_cancel_all (self);
  g_clear_pointer (&self->outcome, jal_schedule_outcome_free);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_group), FALSE);
  show_better (self, NULL);
  show_changes (self);
}

/* --- Keeping ----------------------------------------------------------------------------------------------------- */

static gpointer
keep_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_keep (call->store, &call->move, call->outcome, error);
  return NULL;
}

static void
kept_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalChangeDialog *self = owner;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      gtk_label_set_text (self->trouble, text);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
      changed_cb (self);
      return;
    }
  if (inside != NULL)
    self->done (inside, self->type == JAL_SCHEDULE_ADJOURN  ? _ ("The session was adjourned")
                        : self->type == JAL_SCHEDULE_VACATE ? _ ("The session was vacated")
                                                            : _ ("The date was fixed"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
accept (JalChangeDialog *self, gboolean same_day)
{
  Call *call;

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), FALSE);
  call = new_call (self);
  call->move.same_day = same_day;
  call->outcome = g_steal_pointer (&self->outcome);
  jal_task_run (self, accept, keep_work, call, free_call, NULL, kept_cb);
}

static void
confirmed_cb (GtkWidget *inside, gpointer data)
{
  JalChangeDialog *self = JAL_CHANGE_DIALOG (inside);

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->accept)) && self->outcome != NULL)
    accept (self, TRUE);
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalChangeDialog *self = JAL_CHANGE_DIALOG (widget);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->accept)) || self->outcome == NULL)
    return;
  if (self->outcome->same_day != NULL)
    jal_dialog_ask (widget, _ ("Twice on One Day?"), self->outcome->same_day, _ ("_Accept All the Same"), FALSE, confirmed_cb, NULL, NULL);
  else
    accept (self, FALSE);
}

static void
entered_cb (JalChangeDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "change-dialog.accept", NULL);
}

/* --- The window -------------------------------------------------------------------------------------------------- */

static void
jal_change_dialog_dispose (GObject *object)
{
  JalChangeDialog *self = JAL_CHANGE_DIALOG (object);

  jal_task_cancel_all (self);
  g_clear_pointer (&self->outcome, jal_schedule_outcome_free);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_pointer (&self->better_rows, g_ptr_array_unref);
  g_clear_pointer (&self->change_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_change_dialog_parent_class)->dispose (object);
}

static void
jal_change_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_CHANGE_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_change_dialog_parent_class)->finalize (object);
}

static void
jal_change_dialog_class_init (JalChangeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_change_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_change_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-change-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, reason_labels);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, date);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, note);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, answer_group);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, answer);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, answer_icon);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, come);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, not_come);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, better_group);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, changes_group);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, tasks_group);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, tasks_call_off);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, tasks_carried);
  gtk_widget_class_bind_template_child (widget_class, JalChangeDialog, tasks_closed);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_install_action (widget_class, "change-dialog.accept", NULL, accept_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "change-dialog.accept", NULL);
}

static void
jal_change_dialog_init (JalChangeDialog *self)
{
  g_weak_ref_init (&self->inside, NULL);
  self->typed = JAL_DATE_NONE;
  self->said = JAL_SAID_NONE;
  self->better_rows = g_ptr_array_new ();
  self->change_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_choice_show_whole (self->reason);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), FALSE);
}

static void
fill_reasons (JalChangeDialog *self)
{
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);

  gtk_string_list_append (self->reason_labels, _ ("Choose the reason"));
  for (guint i = 0; nth_reason (self, i) != NULL; i++)
    gtk_string_list_append (self->reason_labels, jal_session_outcome_text (nth_reason (self, i), state_after (self), lang));
}

static void
present (GtkWidget *inside, JalStore *store, JalSession *session, JalScheduleMoveType type, const char *reason, const char *note,
         JalChangeDialogDone done)
{
  JalChangeDialog *self = g_object_new (JAL_TYPE_CHANGE_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);
  g_autofree char *date = jal_shown_session_day (session);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", jal_shown_session_kind (session->kind), date);

  g_set_object (&self->store, store);
  g_set_object (&self->session, session);
  self->type = type;
  self->done = done;
  g_weak_ref_set (&self->inside, inside);
  adw_window_title_set_title (self->heading, type == JAL_SCHEDULE_ADJOURN  ? _ ("Adjourn Session")
                                             : type == JAL_SCHEDULE_VACATE ? _ ("Vacate Session")
                                                                           : _ ("Date Offered by the Court"));
  adw_window_title_set_subtitle (self->heading, subtitle);
  fill_reasons (self);
  for (guint i = 0; reason != NULL && nth_reason (self, i) != NULL; i++)
    if (g_str_equal (nth_reason (self, i)->id, reason))
      adw_combo_row_set_selected (self->reason, i + 1);
  gtk_editable_set_text (GTK_EDITABLE (self->note), note != NULL ? note : session->note);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), type != JAL_SCHEDULE_OFFER);
  gtk_widget_set_visible (GTK_WIDGET (self->note), type != JAL_SCHEDULE_OFFER);
  gtk_widget_set_visible (GTK_WIDGET (self->date), type != JAL_SCHEDULE_VACATE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->date),
                                 type == JAL_SCHEDULE_ADJOURN ? _ ("Next Date, If the Court Gave One") : _ ("Date: 14, 14 March, Next Tuesday"));
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  changed_cb (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (type == JAL_SCHEDULE_VACATE || (type == JAL_SCHEDULE_ADJOURN && reason == NULL) ? (gpointer)self->reason : self->date));
}

void
jal_change_dialog_offer (GtkWidget *inside, JalStore *store, JalSession *session, JalChangeDialogDone done)
{
  present (inside, store, session, JAL_SCHEDULE_OFFER, NULL, NULL, done);
}

void
jal_change_dialog_adjourn (GtkWidget *inside, JalStore *store, JalSession *session, const char *reason, const char *note,
                           JalChangeDialogDone done)
{
  present (inside, store, session, JAL_SCHEDULE_ADJOURN, reason, note, done);
}

void
jal_change_dialog_vacate (GtkWidget *inside, JalStore *store, JalSession *session, const char *reason, const char *note,
                          JalChangeDialogDone done)
{
  present (inside, store, session, JAL_SCHEDULE_VACATE, reason, note, done);
}
