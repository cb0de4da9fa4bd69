/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The card of a session.
 *
 * 1. There is no button to save the note of proceedings: it is kept when the typing pauses, when the card is left, and at the
 *    latest when the vault locks.
 * 2. A note that is being written is not overwritten by what the vault says.
 * 3. Every change fills the lists anew; the focus stays on the button that was pressed (jal-focus.h).
 */
#include "app/timeline/jal-session-card.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-focus.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-session-forms.h"
#include "app/timeline/jal-session-words.h"
#include "cases/jal-people.h"
#include "evidence/jal-evidence.h"
#include "schedule/jal-court-day.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-tasks.h"

#define PAUSE_MILLISECONDS 1200

struct _JalSessionCard
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalSession *session; /* nullable */
  GListModel *people;
  GListModel *documents;
  char *kept;  /* nullable: the note that the vault has */
  guint pause; /* source */
  gboolean filling;

  AdwWindowTitle *heading;
  GtkListBox *tasks;
  GtkListBox *attendance;
  GtkLabel *without; /* which of several accused are not called */
  GtkLabel *warning; /* what speaks against the date */
  GtkLabel *remark;  /* why it was adjourned or vacated, and what was written down with it */
  GtkListBox *exhibits;
  GtkTextView *note;
  GtkWidget *outcome, *edit; /* buttons */
  GtkWidget *add_task, *needed, *add_person, *add_exhibit;
};

G_DEFINE_FINAL_TYPE (JalSessionCard, jal_session_card, ADW_TYPE_BIN)

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id, session_id;
} Question;

typedef struct
{
  GListStore *tasks, *attendance, *exhibits, *people, *documents;
  char *note;
} Answer;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->tasks);
  g_clear_object (&answer->attendance);
  g_clear_object (&answer->exhibits);
  g_clear_object (&answer->people);
  g_clear_object (&answer->documents);
  g_free (answer->note);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *q = data;
  Answer *answer = g_new0 (Answer, 1);

  if ((answer->tasks = jal_tasks_list (q->store, JAL_ID_NONE, q->session_id, cancellable, error)) != NULL
      && (answer->attendance = jal_attendance_list (q->store, q->session_id, cancellable, error)) != NULL
      && (answer->exhibits = jal_produced_list (q->store, q->session_id, cancellable, error)) != NULL
      && (answer->people = jal_people_list (q->store, q->case_id, cancellable, error)) != NULL
      && (answer->documents = jal_evidence_list (q->store, q->case_id, cancellable, error)) != NULL
      && (answer->note = jal_session_note_get (q->store, q->session_id, error)) != NULL)
    return answer;
  free_answer (answer);
  return NULL;
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static void
set_key (AdwActionRow *row, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  jal_focus_set_key (GTK_WIDGET (row), jal_id_to_hex (id, hex));
}

/* A small button of a row. @value is what it acts on. */
static GtkWidget *
add_button (AdwActionRow *row, const char *icon, const char *label, const char *name, GObject *value, GCallback callback,
            JalSessionCard *self)
{
  GtkWidget *button = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data_full (G_OBJECT (button), "value", g_object_ref (value), g_object_unref);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
  return button;
}

static gpointer
value_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "value");
}

static gboolean
run_done (JalSessionChange *change, GError **error)
{
  return jal_tasks_set_done (change->store, JAL_TASK (change->value), change->flag, error);
}

static void
done_toggled_cb (JalSessionCard *self, GtkWidget *check)
{
  gboolean done = gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
  JalSessionChange *change;

  if (self->filling || self->session == NULL)
    return;
  change = jal_session_change_new (self->store, self->session, run_done, done ? _ ("The task is done") : _ ("The task is open again"));
  change->value = g_object_ref (value_of (check));
  change->flag = done;
  jal_session_change_do (GTK_WIDGET (self), change);
}

static void
edit_task_cb (JalSessionCard *self, GtkWidget *button)
{
  if (self->session != NULL)
    jal_session_forms_task (GTK_WIDGET (self), self->store, self->session, value_of (button));
}

static gboolean
run_remove_task (JalSessionChange *change, GError **error)
{
  return jal_tasks_remove (change->store, JAL_TASK (change->value), error);
}

static void
remove_task_cb (JalSessionCard *self, GtkWidget *button)
{
  JalSessionChange *change;

  if (self->session == NULL)
    return;
  change = jal_session_change_new (self->store, self->session, run_remove_task, _ ("The task was removed"));
  change->value = g_object_ref (value_of (button));
  jal_session_change_do (GTK_WIDGET (self), change);
}

static char *
describe_task (JalTask *task)
{
  g_autofree char *due = jal_shown_date_short (task->due);
  g_autofree char *distance = task->due != JAL_DATE_NONE ? jal_shown_distance (task->due) : g_strdup ("");
  g_autoptr (GString) words = g_string_new (NULL);

  if (task->done_at != 0)
    g_string_append (words, C_ ("task", "Done"));
  else if (task->lapsed)
    g_string_append (words, C_ ("task", "No longer needed"));
  else if (task->overdue)
    /* Translators: a date and how long ago it was */
    g_string_append_printf (words, _ ("Overdue since %s, %s"), due, distance);
  else
    /* Translators: a date and how far it is */
    g_string_append_printf (words, _ ("Due %s, %s"), due, distance);
  if (task->by_hand)
    g_string_append_printf (words, " · %s", _ ("day set by hand"));
  if (*task->owner != '\0')
    g_string_append_printf (words, " · %s", task->owner);
  if (task->legal_ref != NULL)
    g_string_append_printf (words, " · %s", task->legal_ref);
  if (*task->note != '\0')
    g_string_append_printf (words, "\n%s", task->note);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
fill_tasks (JalSessionCard *self, GListModel *tasks)
{
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->tasks));

  jal_list_box_clear (self->tasks);
  gtk_widget_set_visible (GTK_WIDGET (self->tasks), g_list_model_get_n_items (tasks) > 0);
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (tasks, i);
      g_autofree char *subtitle = describe_task (task);
      AdwActionRow *row = jal_list_box_add (self->tasks, task->title, subtitle);
      GtkWidget *check = gtk_check_button_new ();
      /* Translators: the name of a check box before the task %s */
      g_autofree char *done = g_strdup_printf (_ ("Done: %s"), task->title);
      g_autofree char *edit = g_strdup_printf (_ ("Edit: %s"), task->title);
      g_autofree char *away = g_strdup_printf (_ ("Remove: %s"), task->title);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), task->done_at != 0);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, done, -1);
      g_object_set_data_full (G_OBJECT (check), "value", g_object_ref (task), g_object_unref);
      g_signal_connect_object (check, "toggled", G_CALLBACK (done_toggled_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (row, check);
      if (task->overdue)
        gtk_widget_add_css_class (GTK_WIDGET (row), "overdue");
      set_key (row, task->id);
      add_button (row, "document-edit-symbolic", NULL, edit, G_OBJECT (task), G_CALLBACK (edit_task_cb), self);
      add_button (row, "user-trash-symbolic", NULL, away, G_OBJECT (task), G_CALLBACK (remove_task_cb), self);
    }
  jal_focus_restore (place, GTK_WIDGET (self->tasks), self->add_task);
}

static gboolean
run_state (JalSessionChange *change, GError **error)
{
  JalAttendanceDraft draft = JAL_ATTENDANCE_DRAFT_INIT;

  draft.state = change->text[0];
  return jal_attendance_update (change->store, change->id, &draft, error);
}

static void
set_attendance (JalSessionCard *self, JalAttendance *entry, const char *state)
{
  JalSessionChange *change;

  if (self->session == NULL)
    return;
  change = jal_session_change_new (self->store, self->session, run_state, _ ("The attendance was saved"));
  change->id = entry->id;
  change->text[0] = g_strdup (state);
  jal_session_change_do (GTK_WIDGET (self), change);
}

static void
came_cb (JalSessionCard *self, GtkWidget *button)
{
  set_attendance (self, value_of (button), "came");
}

static void
absent_cb (JalSessionCard *self, GtkWidget *button)
{
  set_attendance (self, value_of (button), "absent");
}

static void
edit_attendance_cb (JalSessionCard *self, GtkWidget *button)
{
  if (self->session != NULL)
    jal_session_forms_attendance (GTK_WIDGET (self), self->store, self->session, value_of (button), self->people);
}

static gboolean
run_unattend (JalSessionChange *change, GError **error)
{
  return jal_attendance_remove (change->store, change->id, error);
}

static void
unattend_cb (JalSessionCard *self, GtkWidget *button)
{
  JalAttendance *entry = value_of (button);
  JalSessionChange *change;

  if (self->session == NULL)
    return;
  change = jal_session_change_new (self->store, self->session, run_unattend, _ ("The entry was removed"));
  change->id = entry->id;
  jal_session_change_do (GTK_WIDGET (self), change);
}

static char *
describe_attendance (JalAttendance *entry)
{
  g_autoptr (GString) words = g_string_new (jal_session_forms_role (entry->role));

  g_string_append_printf (words, " · %s", jal_session_forms_attendance_state (entry->state));
  if (*entry->heard != '\0')
    g_string_append_printf (words, " · %s", jal_session_forms_heard (entry->heard));
  if (entry->escorted)
    g_string_append_printf (words, " · %s", _ ("Escorted"));
  if (entry->cost > 0)
    g_string_append_printf (words, " · %s %d.%02d", entry->currency, entry->cost / 100, entry->cost % 100);
  if (*entry->note != '\0')
    g_string_append_printf (words, "\n%s", entry->note);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Of several accused: who is not called where others are. The session is held without them. */
static char *
describe_without (JalSessionCard *self, GListModel *all)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gboolean some = FALSE;

  for (guint p = 0; self->people != NULL && p < g_list_model_get_n_items (self->people); p++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (self->people, p);
      gboolean called = FALSE;

      if (!g_str_equal (person->role, "accused"))
        continue;
      for (guint i = 0; i < g_list_model_get_n_items (all); i++)
        {
          g_autoptr (JalAttendance) entry = g_list_model_get_item (all, i);

          called = called || jal_id_equal (entry->person_id, person->id);
        }
      some = some || called;
      if (!called)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", jal_person_get_label (person));
    }
  return some && names->len > 0 ? g_strdup_printf (_ ("The session is for the accused in this list alone. Not called: %s"), names->str) : NULL;
}

static void
fill_attendance (JalSessionCard *self, GListModel *all)
{
  g_autofree char *without = describe_without (self, all);
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->attendance));

  gtk_label_set_text (self->without, without != NULL ? without : "");
  gtk_widget_set_visible (GTK_WIDGET (self->without), without != NULL);
  jal_list_box_clear (self->attendance);
  gtk_widget_set_visible (GTK_WIDGET (self->attendance), g_list_model_get_n_items (all) > 0);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (JalAttendance) entry = g_list_model_get_item (all, i);
      g_autofree char *subtitle = describe_attendance (entry);
      AdwActionRow *row = jal_list_box_add (self->attendance, entry->who, subtitle);
      /* Translators: somebody came to court */
      g_autofree char *came = g_strdup_printf (_ ("Came: %s"), entry->who);
      g_autofree char *absent = g_strdup_printf (_ ("Did not come: %s"), entry->who);
      g_autofree char *edit = g_strdup_printf (_ ("Edit: %s"), entry->who);
      g_autofree char *away = g_strdup_printf (_ ("Remove: %s"), entry->who);

      set_key (row, entry->id);
      if (g_str_equal (entry->state, "expected"))
        {
          add_button (row, NULL, C_ ("attendance", "Came"), came, G_OBJECT (entry), G_CALLBACK (came_cb), self);
          add_button (row, NULL, C_ ("attendance", "Did not come"), absent, G_OBJECT (entry), G_CALLBACK (absent_cb), self);
        }
      add_button (row, "document-edit-symbolic", NULL, edit, G_OBJECT (entry), G_CALLBACK (edit_attendance_cb), self);
      add_button (row, "user-trash-symbolic", NULL, away, G_OBJECT (entry), G_CALLBACK (unattend_cb), self);
    }
  jal_focus_restore (place, GTK_WIDGET (self->attendance), self->add_person);
}

static gboolean
run_unproduce (JalSessionChange *change, GError **error)
{
  return jal_produced_remove (change->store, change->id, error);
}

static void
unproduce_cb (JalSessionCard *self, GtkWidget *button)
{
  JalProduced *entry = value_of (button);
  JalSessionChange *change;

  if (self->session == NULL)
    return;
  change = jal_session_change_new (self->store, self->session, run_unproduce, _ ("The entry was removed"));
  change->id = entry->id;
  jal_session_change_do (GTK_WIDGET (self), change);
}

static void
fill_exhibits (JalSessionCard *self, GListModel *all)
{
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->exhibits));

  jal_list_box_clear (self->exhibits);
  gtk_widget_set_visible (GTK_WIDGET (self->exhibits), g_list_model_get_n_items (all) > 0);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (JalProduced) entry = g_list_model_get_item (all, i);
      g_autofree char *title
          = *entry->label != '\0' ? g_strdup_printf ("%s · %s", entry->label, entry->title) : g_strdup (entry->title);
      g_autoptr (GString) subtitle = g_string_new (jal_session_forms_exhibit_state (entry->state));
      g_autofree char *away = g_strdup_printf (_ ("Remove: %s"), title);
      AdwActionRow *row;

      if (*entry->witness != '\0')
        /* Translators: an exhibit produced through a witness */
        g_string_append_printf (subtitle, _ (" through %s"), entry->witness);
      if (*entry->note != '\0')
        g_string_append_printf (subtitle, "\n%s", entry->note);
      row = jal_list_box_add (self->exhibits, title, subtitle->str);
      set_key (row, entry->id);
      add_button (row, "user-trash-symbolic", NULL, away, G_OBJECT (entry), G_CALLBACK (unproduce_cb), self);
    }
  jal_focus_restore (place, GTK_WIDGET (self->exhibits), self->add_exhibit);
}

/* --- The note --------------------------------------------------------------------------------------------------- */

static char *
dup_typed (JalSessionCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static int note_number; /* UI thread: how many notes were given away to be written */

/* Which writing of a note was the last one, so that an older one that waited for its thread does not come after it. */
static GMutex note_gate;
static int note_written;

static gboolean
write_note (JalStore *store, JalId session_id, const char *text, int number, GError **error)
{
  gboolean good;

  g_mutex_lock (&note_gate);
  good = number < note_written || jal_session_note_set (store, session_id, text, error);
  note_written = MAX (note_written, number);
  g_mutex_unlock (&note_gate);
  return good;
}

static gboolean
run_note (JalSessionChange *change, GError **error)
{
  return write_note (change->store, change->session_id, change->text[0], change->number[0], error);
}

/* Rule 1. */
static void
keep_note (JalSessionCard *self)
{
  g_autofree char *typed = NULL;
  JalSessionChange *change;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->store == NULL || self->session == NULL || self->kept == NULL)
    return;
  typed = dup_typed (self);
  if (g_str_equal (typed, self->kept))
    return;
  change = jal_session_change_new (self->store, self->session, run_note, NULL);
  change->number[0] = ++note_number;
  change->text[0] = g_strdup (typed);
  g_free (self->kept);
  self->kept = g_steal_pointer (&typed);
  jal_session_change_do (GTK_WIDGET (self), change);
}

static gboolean
pause_cb (gpointer data)
{
  JalSessionCard *self = data;

  self->pause = 0;
  keep_note (self);
  return G_SOURCE_REMOVE;
}

static void
note_typed_cb (JalSessionCard *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MILLISECONDS, pause_cb, self);
}

/* At lock nothing can wait for a thread: one small write. */
static void
keep_note_now (JalSessionCard *self)
{
  g_autofree char *typed = NULL;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->note == NULL || self->store == NULL || self->session == NULL || self->kept == NULL)
    return;
  typed = dup_typed (self);
  if (!g_str_equal (typed, self->kept))
    write_note (self->store, self->session->id, typed, ++note_number, NULL);
  g_clear_pointer (&self->kept, g_free);
}

/* Rule 2. */
static void
fill_note (JalSessionCard *self, const char *text)
{
  g_autofree char *typed = dup_typed (self);

  if (self->kept != NULL && !g_str_equal (typed, self->kept))
    return;
  g_free (self->kept);
  self->kept = g_strdup (text);
  if (!g_str_equal (typed, text))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), text, -1);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalSessionCard *self = owner;
  Answer *answer = result;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  self->filling = TRUE;
  g_set_object (&self->people, G_LIST_MODEL (answer->people));
  g_set_object (&self->documents, G_LIST_MODEL (answer->documents));
  fill_tasks (self, G_LIST_MODEL (answer->tasks));
  fill_attendance (self, G_LIST_MODEL (answer->attendance));
  fill_exhibits (self, G_LIST_MODEL (answer->exhibits));
  fill_note (self, answer->note);
  self->filling = FALSE;
}

/* --- Verbs ------------------------------------------------------------------------------------------------------ */

/* A letter with Alt does a button's verb and leaves the focus where it was, a long way above the list that the verb is about: hence each takes
   the focus to its button, before that list. */

static void
add_task_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalSessionCard *self = JAL_SESSION_CARD (widget);

  if (self->session == NULL)
    return;
  gtk_widget_grab_focus (self->add_task);
  jal_session_forms_task (widget, self->store, self->session, NULL);
}

static gboolean
run_restore (JalSessionChange *change, GError **error)
{
  return jal_tasks_restore (change->store, change->session_id, NULL, error);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalSessionCard *self = JAL_SESSION_CARD (widget);

  if (self->session != NULL)
    jal_session_change_do (widget, jal_session_change_new (self->store, self->session, run_restore, _ ("The usual tasks are back")));
}

static gboolean
run_call (JalSessionChange *change, GError **error)
{
  return jal_attendance_call (change->store, change->session_id, NULL, error);
}

static void
call_people_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalSessionCard *self = JAL_SESSION_CARD (widget);

  if (self->session == NULL)
    return;
  gtk_widget_grab_focus (self->needed);
  jal_session_change_do (widget, jal_session_change_new (self->store, self->session, run_call, _ ("Those whom the session needs are expected")));
}

static void
add_person_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalSessionCard *self = JAL_SESSION_CARD (widget);

  if (self->session == NULL)
    return;
  gtk_widget_grab_focus (self->add_person);
  jal_session_forms_attendance (widget, self->store, self->session, NULL, self->people);
}

static void
add_exhibit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalSessionCard *self = JAL_SESSION_CARD (widget);

  if (self->session == NULL || self->documents == NULL)
    return;
  gtk_widget_grab_focus (self->add_exhibit);
  jal_session_forms_exhibit (widget, self->store, self->session, self->documents, self->people);
}

/* --- The card ---------------------------------------------------------------------------------------------------- */

static void
jal_session_card_dispose (GObject *object)
{
  jal_session_card_drop (JAL_SESSION_CARD (object));
  G_OBJECT_CLASS (jal_session_card_parent_class)->dispose (object);
}

static void
jal_session_card_class_init (JalSessionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_session_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-session-card.ui");
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, heading);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, remark);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, tasks);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, attendance);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, without);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, warning);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, exhibits);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, note);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, outcome);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, edit);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, add_task);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, needed);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, add_person);
  gtk_widget_class_bind_template_child (widget_class, JalSessionCard, add_exhibit);
  gtk_widget_class_install_action (widget_class, "card.add-task", NULL, add_task_action);
  gtk_widget_class_install_action (widget_class, "card.restore-tasks", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "card.call-people", NULL, call_people_action);
  gtk_widget_class_install_action (widget_class, "card.add-person", NULL, add_person_action);
  gtk_widget_class_install_action (widget_class, "card.add-exhibit", NULL, add_exhibit_action);
}

static void
jal_session_card_init (JalSessionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "changed", G_CALLBACK (note_typed_cb), self, G_CONNECT_SWAPPED);
}

JalSession *
jal_session_card_get_session (JalSessionCard *self)
{
  g_return_val_if_fail (JAL_IS_SESSION_CARD (self), NULL);

  return self->session;
}

void
jal_session_card_focus (JalSessionCard *self)
{
  g_return_if_fail (JAL_IS_SESSION_CARD (self));

  jal_focus_give (gtk_widget_is_sensitive (self->outcome) ? self->outcome : self->edit);
}

void
jal_session_card_refresh (JalSessionCard *self)
{
  Question *question;

  g_return_if_fail (JAL_IS_SESSION_CARD (self));

  if (self->store == NULL || self->session == NULL)
    return;
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->case_id = self->session->case_id;
  question->session_id = self->session->id;
  jal_task_renew (self, read_work, read_work, question, free_question, free_answer, read_cb);
}

static void
show_remark (JalSessionCard *self, JalSession *session)
{
  g_autofree char *ending = jal_session_words_ending (session);
  gboolean has_reason = !g_str_equal (ending, jal_session_words_state (session->state));
  g_autofree char *text = g_strdup_printf ("%s%s%s", has_reason ? ending : "", has_reason && *session->note != '\0' ? "\n" : "", session->note);

  gtk_label_set_text (self->remark, text);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *text != '\0');
}

void
jal_session_card_show (JalSessionCard *self, JalStore *store, JalSession *session)
{
  const char *kind = jal_shown_session_kind (session->kind);
  /* Translators: Session 3, Hearing */
  g_autofree char *title = session->ordinal > 0 ? g_strdup_printf (_ ("Session %u, %s"), session->ordinal, kind) : g_strdup (kind);
  g_autofree char *day = jal_shown_date (session->date);
  g_autofree char *date = jal_schedule_with_time (day, session->minutes);
  g_autofree char *distance = jal_shown_distance (session->date);
  g_autoptr (GString) subtitle = g_string_new (date);

  g_return_if_fail (JAL_IS_SESSION_CARD (self));

  if (self->session != NULL && !jal_id_equal (self->session->id, session->id))
    jal_session_card_drop (self);
  g_set_object (&self->store, store);
  g_set_object (&self->session, session);
  g_string_append_printf (subtitle, ", %s · %s", distance, jal_session_words_state (session->state));
  if (*session->purpose != '\0')
    g_string_append_printf (subtitle, " · %s", session->purpose);
  if (*session->place != '\0')
    g_string_append_printf (subtitle, " · %s", session->place);
  adw_window_title_set_title (self->heading, title);
  adw_window_title_set_subtitle (self->heading, subtitle->str);
  show_remark (self, session);
  gtk_label_set_text (self->warning, session->warning != NULL ? session->warning : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->warning)), session->warning != NULL);
  jal_session_card_refresh (self);
}

void
jal_session_card_drop (JalSessionCard *self)
{
  g_return_if_fail (JAL_IS_SESSION_CARD (self));

  keep_note_now (self);
  jal_session_change_flush (GTK_WIDGET (self));
  jal_task_cancel_all (self);
  if (self->tasks != NULL)
    {
      self->filling = TRUE;
      jal_list_box_clear (self->tasks);
      jal_list_box_clear (self->attendance);
      jal_list_box_clear (self->exhibits);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), "", -1);
      adw_window_title_set_title (self->heading, "");
      adw_window_title_set_subtitle (self->heading, "");
      gtk_label_set_text (self->remark, "");
      gtk_label_set_text (self->warning, "");
      gtk_label_set_text (self->without, "");
      self->filling = FALSE;
    }
  g_clear_pointer (&self->kept, g_free);
  g_clear_object (&self->people);
  g_clear_object (&self->documents);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
}
