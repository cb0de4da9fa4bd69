/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The card of a session. Nothing is kept before Save; what the date would mean is asked of the core while it is typed. */
#include "app/timeline/jal-session-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-session-words.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"

struct _JalSessionDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  JalSession *session; /* nullable: a new one */
  GWeakRef inside;
  JalSessionDialogDone done;
  JalChangeDialogDone off;
  gpointer data;
  gboolean filling, time_typed; /* by the program, and by somebody */

  AdwWindowTitle *heading;
  GtkButton *save;
  AdwComboRow *kind;
  GtkStringList *kind_labels;
  AdwEntryRow *date;
  AdwEntryRow *time;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  AdwComboRow *state;
  GtkStringList *state_labels;
  AdwComboRow *outcome;
  GtkStringList *outcome_labels;
  AdwEntryRow *purpose;
  AdwEntryRow *place;
  AdwEntryRow *note;
  GtkLabel *meaning;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (JalSessionDialog, jal_session_dialog, ADW_TYPE_WINDOW)

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
chosen_kind (JalSessionDialog *self)
{
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  return kinds[MIN (adw_combo_row_get_selected (self->kind), n - 1)].id;
}

static const char *
chosen_state (JalSessionDialog *self)
{
  return jal_session_words_states ()[MIN (adw_combo_row_get_selected (self->state), 4)];
}

/* The day and the time that are typed; a time may be said with the day. FALSE when one of them is none yet: @date JAL_DATE_NONE, or
   @minutes -1. */
static gboolean
read_day (JalSessionDialog *self, JalDate *date, int *minutes)
{
  JalSaid said = JAL_SAID_NONE;
  gboolean unclear;

  *date = JAL_DATE_NONE;
  *minutes = -1;
  if (!jal_shown_parse_date (text_of (self->date), date) && jal_schedule_read_said (text_of (self->date), jal_date_today (), &said))
    *date = said.date;
  if (!jal_schedule_read_time (text_of (self->time), minutes, &unclear))
    *minutes = -1;
  else if (said.minutes > 0)
    *minutes = said.minutes;
  return *date != JAL_DATE_NONE && *minutes >= 0;
}

static gboolean
has_ended (JalSessionDialog *self)
{
  return adw_combo_row_get_selected (self->state) >= 2;
}

/* The first choice is that nothing is known. */
static const char *
chosen_outcome (JalSessionDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->outcome);
  const JalSessionOutcome *outcome
      = has_ended (self) && chosen != 0 && chosen != GTK_INVALID_LIST_POSITION ? jal_session_outcome_nth (chosen_state (self), chosen - 1) : NULL;

  return outcome != NULL ? outcome->id : "";
}

/* --- Keeping it ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId id; /* JAL_ID_NONE: a new one */
  JalDate date;
  int minutes;
  char *kind, *state, *outcome, *purpose, *place, *note;
  gboolean same_day, past_day; /* it is meant */
  gboolean goes_off;  /* saved but for its state: that it is adjourned or vacated is another step */
  gboolean blocked;
} Call;

static Call *
new_call (JalSessionDialog *self)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->case_id = self->case_id;
  call->id = self->session != NULL ? self->session->id : JAL_ID_NONE;
  return call;
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call->kind);
  g_free (call->state);
  g_free (call->outcome);
  g_free (call->purpose);
  g_free (call->place);
  g_free (call->note);
  g_free (call);
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.kind = call->kind;
  draft.date = call->date;
  draft.minutes = call->minutes;
  draft.state = call->state;
  draft.reason = call->outcome;
  draft.purpose = call->purpose;
  draft.place = call->place;
  draft.note = call->note;
  draft.same_day = call->same_day;
  draft.past_day = call->past_day;
  if (jal_id_is_none (call->id))
    jal_schedule_add (call->store, call->case_id, &draft, NULL, error);
  else
    jal_schedule_update (call->store, call->id, &draft, error);
  return NULL;
}

static void save (JalSessionDialog *self, gboolean same_day, gboolean past_day);

/* Whether a session to come is to be adjourned or vacated: what becomes of its tasks, and of the others, is shown first. */
static gboolean
goes_off (JalSessionDialog *self)
{
  return self->session != NULL && adw_combo_row_get_selected (self->state) >= 3
         && (g_str_equal (self->session->state, "planned") || g_str_equal (self->session->state, "fixed"));
}

static gboolean
is_as_it_was (JalSessionDialog *self, const Call *call)
{
  const JalSession *session = self->session;

  return call->date == session->date && call->minutes == session->minutes && g_str_equal (call->kind, session->kind) && g_str_equal (call->purpose, session->purpose)
         && g_str_equal (call->place, session->place) && g_str_equal (call->note, session->note);
}

/* Hands over to the dialog that does it. */
static void
go_off (JalSessionDialog *self, const Call *call)
{
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);
  g_autoptr (JalSession) session = g_object_new (JAL_TYPE_SESSION, NULL);
  g_autofree char *reason = g_strdup (chosen_outcome (self));

  session->id = self->session->id;
  session->case_id = self->session->case_id;
  session->date = call->date;
  g_free (session->kind);
  session->kind = g_strdup (call->kind);
  if (inside != NULL && g_str_equal (chosen_state (self), "adjourned"))
    jal_change_dialog_adjourn (inside, self->store, session, reason, call->note, self->off);
  else if (inside != NULL)
    jal_change_dialog_vacate (inside, self->store, session, reason, call->note, self->off);
}

/* What was meant before is still meant. */
static void
confirmed_cb (GtkWidget *inside, gpointer data)
{
  save (JAL_SESSION_DIALOG (inside), GPOINTER_TO_UINT (data) & 1, GPOINTER_TO_UINT (data) & 2);
}

static void
ask_again (JalSessionDialog *self, const Call *call, const GError *error)
{
  gboolean past = error->code == JAL_SCHEDULE_ERROR_PAST;
  guint meant = (call->same_day || !past ? 1 : 0) | (call->past_day || past ? 2 : 0);

  gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
  jal_dialog_ask (GTK_WIDGET (self), past ? _ ("A Day That Has Passed?") : _ ("Twice on One Day?"), error->message, _ ("_Save All the Same"),
                  FALSE, confirmed_cb, GUINT_TO_POINTER (meant), NULL);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalSessionDialog *self = owner;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  if (error != NULL && error->domain == JAL_SCHEDULE_ERROR)
    {
      ask_again (self, data, error);
      return;
    }
  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      gtk_label_set_text (self->trouble, text);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
      return;
    }
  if (inside != NULL && self->done != NULL)
    self->done (inside, self->data);
  if (((Call *)data)->goes_off)
    go_off (self, data);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save (JalSessionDialog *self, gboolean same_day, gboolean past_day)
{
  JalDate date;
  int minutes = 0;
  Call *call;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save)) || !read_day (self, &date, &minutes))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  call = new_call (self);
  call->date = date;
  call->minutes = minutes;
  call->kind = g_strdup (chosen_kind (self));
  call->state = g_strdup (chosen_state (self));
  call->outcome = g_strdup (chosen_outcome (self));
  call->purpose = g_strdup (text_of (self->purpose));
  call->place = g_strdup (text_of (self->place));
  call->note = g_strdup (text_of (self->note));
  call->same_day = same_day;
  call->past_day = past_day;
  call->goes_off = goes_off (self);
  if (call->goes_off && is_as_it_was (self, call))
    {
      go_off (self, call);
      free_call (call);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (call->goes_off)
    {
      g_free (call->state);
      call->state = NULL;
      g_free (call->outcome);
      call->outcome = NULL;
    }
  jal_task_run (self, save, save_work, call, free_call, NULL, saved_cb);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save (JAL_SESSION_DIALOG (widget), FALSE, FALSE);
}

/* --- What the date would mean ----------------------------------------------------------------------------------- */

static gpointer
meaning_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_schedule_consequences (call->store, call->id, call->date, &call->blocked, error);
}

static void
meaning_known_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalSessionDialog *self = owner;
  Call *call = data;
  g_autofree char *text = result != NULL ? g_strjoinv ("\n", result) : NULL;

  gtk_label_set_text (self->meaning, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), text != NULL && *text != '\0');
  if (call->blocked)
    gtk_widget_add_css_class (GTK_WIDGET (self->meaning), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->meaning), "error");
}

static void
ask_meaning (JalSessionDialog *self, JalDate date)
{
  Call *call;

  if (self->session == NULL || self->store == NULL || date == self->session->date)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->meaning), FALSE);
      return;
    }
  call = new_call (self);
  call->date = date;
  jal_task_renew (self, meaning_work, meaning_work, call, free_call, (GDestroyNotify)g_strfreev, meaning_known_cb);
}

/* --- The form ------------------------------------------------------------------------------------------------- */

static void
set_error (AdwEntryRow *row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

/* A time was said for its day: with another date it is taken out of its entry, where that is seen, and comes back with the date; what
   somebody typed is left alone. */
static void
follow_date (JalSessionDialog *self, JalDate date)
{
  g_autofree char *clock = self->session != NULL ? jal_schedule_clock_text (self->session->minutes) : NULL;

  if (clock == NULL || self->time_typed)
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->time), date != self->session->date ? "" : clock);
  self->filling = FALSE;
}

static void
changed_cb (JalSessionDialog *self)
{
  JalDate date = JAL_DATE_NONE;
  int minutes = 0;
  gboolean good = read_day (self, &date, &minutes);

  set_error (self->date, date == JAL_DATE_NONE && *text_of (self->date) != '\0');
  if (date != JAL_DATE_NONE)
    {
      follow_date (self, date);
      ask_meaning (self, date);
      good = read_day (self, &date, &minutes);
    }
  set_error (self->time, minutes < 0);
  /* What is adjourned or vacated has its reason. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->save),
                            good && (adw_combo_row_get_selected (self->state) < 3 || *chosen_outcome (self) != '\0'));
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), has_ended (self));
}

static void
time_changed_cb (JalSessionDialog *self)
{
  if (self->filling)
    return;
  self->time_typed = TRUE;
  changed_cb (self);
}

static void
entered_cb (JalSessionDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "session-dialog.save", NULL);
}

static void
day_selected_cb (JalSessionDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *shown = jal_shown_date (
      jal_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day)));

  gtk_editable_set_text (GTK_EDITABLE (self->date), shown);
  gtk_popover_popdown (self->calendar_popover);
}

/* The reasons there are depend on what became of the session. */
static void
fill_outcomes (JalSessionDialog *self, const char *state, const char *chosen)
{
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);
  guint selected = 0;

  gtk_string_list_splice (self->outcome_labels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->outcome_labels)), NULL);
  gtk_string_list_append (self->outcome_labels, g_str_equal (state, "held") ? _ ("Not recorded") : _ ("Choose the reason"));
  for (guint i = 0; jal_session_outcome_nth (state, i) != NULL; i++)
    {
      gtk_string_list_append (self->outcome_labels, jal_session_outcome_text (jal_session_outcome_nth (state, i), state, lang));
      if (g_strcmp0 (jal_session_outcome_nth (state, i)->id, chosen) == 0)
        selected = i + 1;
    }
  adw_combo_row_set_selected (self->outcome, selected);
}

static void
state_changed_cb (JalSessionDialog *self)
{
  fill_outcomes (self, chosen_state (self), self->session != NULL ? self->session->reason : NULL);
  changed_cb (self);
}

static void
fill_choices (JalSessionDialog *self)
{
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (self->kind_labels, jal_shown_session_kind (kinds[i].id));
  for (guint i = 0; jal_session_words_states ()[i] != NULL; i++)
    gtk_string_list_append (self->state_labels, jal_session_words_state (jal_session_words_states ()[i]));
}

static void
select_choices (JalSessionDialog *self, const char *kind, const char *state, const char *outcome)
{
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (kinds[i].id, kind) == 0)
      adw_combo_row_set_selected (self->kind, i);
  for (guint i = 0; jal_session_words_states ()[i] != NULL; i++)
    if (g_strcmp0 (jal_session_words_states ()[i], state) == 0)
      adw_combo_row_set_selected (self->state, i);
  fill_outcomes (self, state, outcome);
}

static void
show_session (JalSessionDialog *self, JalDate date)
{
  JalSession *session = self->session;
  g_autofree char *shown = jal_shown_date (date != JAL_DATE_NONE ? date : session->date);
  g_autofree char *clock = jal_schedule_clock_text (session->minutes);

  adw_window_title_set_title (self->heading, _ ("Edit Session"));
  select_choices (self, session->kind, session->state, session->reason);
  gtk_editable_set_text (GTK_EDITABLE (self->purpose), session->purpose);
  gtk_editable_set_text (GTK_EDITABLE (self->place), session->place);
  gtk_editable_set_text (GTK_EDITABLE (self->note), session->note);
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->time), clock != NULL ? clock : "");
  self->filling = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->date), shown);
}

static void
jal_session_dialog_dispose (GObject *object)
{
  JalSessionDialog *self = JAL_SESSION_DIALOG (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (jal_session_dialog_parent_class)->dispose (object);
}

static void
jal_session_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_SESSION_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_session_dialog_parent_class)->finalize (object);
}

static void
jal_session_dialog_class_init (JalSessionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_session_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_session_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-session-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, save);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, kind_labels);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, date);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, time);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, state);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, state_labels);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, outcome_labels);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, purpose);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, place);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, note);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, JalSessionDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_changed_cb);
  gtk_widget_class_install_action (widget_class, "session-dialog.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "session-dialog.save", NULL);
}

static void
jal_session_dialog_init (JalSessionDialog *self)
{
  g_weak_ref_init (&self->inside, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  jal_choice_show_whole (self->kind);
  jal_choice_show_whole (self->state);
  jal_choice_show_whole (self->outcome);
  select_choices (self, "hearing", "planned", NULL);
  changed_cb (self);
}

void
jal_session_dialog_present (GtkWidget *inside, JalStore *store, JalId case_id, JalSession *session, JalDate date,
                            JalSessionDialogDone done, JalChangeDialogDone off, gpointer data)
{
  JalSessionDialog *self = g_object_new (JAL_TYPE_SESSION_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);

  g_set_object (&self->store, store);
  g_set_object (&self->session, session);
  self->case_id = case_id;
  g_weak_ref_set (&self->inside, inside);
  self->done = done;
  self->off = off;
  self->data = data;
  if (session != NULL)
    show_session (self, date);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->date));
}
