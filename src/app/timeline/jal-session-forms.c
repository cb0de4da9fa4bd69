/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The forms over the card of a session: a task, somebody who comes, an exhibit. */
#include "app/timeline/jal-session-forms.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shown.h"
#include "schedule/jal-court-day.h"
#include "schedule/jal-tasks.h"

/* --- Words ------------------------------------------------------------------------------------------------------ */

const char *
jal_session_forms_role (const char *role)
{
  const char *const *ids = jal_attendance_roles ();
  const char *const words[]
      = { _ ("Survivor"), _ ("Witness"), _ ("Accused"), _ ("Counsel"), _ ("Investigator"), _ ("Magistrate"), _ ("Interpreter"),
          _ ("Support person"), C_ ("role", "Other") };

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_str_equal (ids[i], role))
      return words[i];
  return role;
}

const char *
jal_session_forms_attendance_state (const char *state)
{
  if (g_str_equal (state, "came"))
    return C_ ("attendance", "Came");
  if (g_str_equal (state, "absent"))
    return C_ ("attendance", "Did not come");
  return C_ ("attendance", "Expected");
}

const char *
jal_session_forms_heard (const char *heard)
{
  if (g_str_equal (heard, "heard"))
    return C_ ("attendance", "Heard");
  if (g_str_equal (heard, "part_heard"))
    return C_ ("attendance", "Heard in part");
  if (g_str_equal (heard, "stood_down"))
    return C_ ("attendance", "Stood down");
  return C_ ("attendance", "Not heard");
}

const char *
jal_session_forms_exhibit_state (const char *state)
{
  if (g_str_equal (state, "produced"))
    return C_ ("exhibit", "Produced");
  if (g_str_equal (state, "objected"))
    return C_ ("exhibit", "Objected to");
  if (g_str_equal (state, "rejected"))
    return C_ ("exhibit", "Rejected");
  return C_ ("exhibit", "Marked for identification");
}

/* --- Parts of a form -------------------------------------------------------------------------------------------- */

typedef struct
{
  JalSessionChange *change;
  GtkWidget *row[8];
  GtkWindow *dialog;
  GListModel *choices; /* nullable */
  GListModel *people;  /* nullable */
  guint n_rows;
} Form;

static void
free_form (gpointer data)
{
  Form *form = data;

  g_clear_pointer (&form->change, jal_session_change_free);
  g_clear_object (&form->choices);
  g_clear_object (&form->people);
  g_free (form);
}

static GtkWidget *
add_entry (GtkWidget *group, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_combo (GtkWidget *group, const char *title, GtkStringList *labels, guint selected)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  jal_choice_show_whole (ADW_COMBO_ROW (row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_object_unref (labels);
  return row;
}

static GtkWidget *
add_ids (GtkWidget *group, const char *title, const char *const *ids, const char *(*words) (const char *), const char *chosen)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gtk_string_list_append (labels, words (ids[i]));
      if (g_strcmp0 (ids[i], chosen) == 0)
        selected = i;
    }
  return add_combo (group, title, labels, selected);
}

static char *
text_of (GtkWidget *row)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
}

static guint
chosen_of (GtkWidget *row)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (row));
}

/* --- A task ----------------------------------------------------------------------------------------------------- */

static gboolean
run_task (JalSessionChange *change, GError **error)
{
  JalTaskDraft draft = JAL_TASK_DRAFT_INIT;

  draft.title = change->text[0];
  draft.owner = change->text[1];
  draft.note = change->text[2];
  draft.set_days = change->flag;
  draft.days_before = change->number[0];
  draft.due = change->number[1];
  draft.set_due = TRUE;
  if (change->value != NULL)
    return jal_tasks_update (change->store, JAL_TASK (change->value), &draft, error);
  return jal_tasks_add (change->store, change->case_id, change->session_id, &draft, NULL, error);
}

/* A number of days, negative ones after the session; FALSE for anything else. */
static gboolean
parse_days (const char *text, int *days)
{
  gint64 value;

  if (!g_ascii_string_to_signed (text, 10, -400, 400, &value, NULL))
    return FALSE;
  *days = (int)value;
  return TRUE;
}

static void
mark_wrong (GtkWidget *row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static void
task_typed_cb (Form *form)
{
  gboolean has_title
      = *gtk_editable_get_text (GTK_EDITABLE (form->row[0])) != '\0' || (form->change != NULL && form->change->value != NULL);
  JalDate due;
  gboolean good_due = jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->row[3])), &due);
  int days;
  gboolean good_days = parse_days (gtk_editable_get_text (GTK_EDITABLE (form->row[2])), &days);

  mark_wrong (form->row[3], !good_due);
  mark_wrong (form->row[2], !good_days);
  if (form->dialog != NULL)
    jal_dialog_set_ready (form->dialog, has_title && good_due && good_days);
}

static void
task_done_cb (GtkWidget *inside, gpointer data)
{
  Form *form = data;
  JalSessionChange *change = g_steal_pointer (&form->change);
  JalTask *task = (JalTask *)change->value;
  int days = 0;
  JalDate due = JAL_DATE_NONE;

  parse_days (gtk_editable_get_text (GTK_EDITABLE (form->row[2])), &days);
  jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->row[3])), &due);
  change->text[0] = text_of (form->row[0]);
  /* A title left as the law data have it stays theirs. */
  if (task != NULL && !task->own_title && g_str_equal (change->text[0], task->title))
    g_clear_pointer (&change->text[0], g_free);
  change->text[1] = text_of (form->row[1]);
  change->text[2] = text_of (form->row[4]);
  change->flag = task == NULL || days != task->days_before;
  change->number[0] = days;
  change->number[1] = due;
  jal_session_change_do (inside, change);
}

void
jal_session_forms_task (GtkWidget *inside, JalStore *store, JalSession *session, JalTask *task)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *days = g_strdup_printf ("%d", task != NULL ? task->days_before : 7);
  g_autofree char *due = task != NULL && task->by_hand ? jal_shown_date (task->due) : g_strdup ("");

  form->change = jal_session_change_new (store, session, run_task, _ ("The task was saved"));
  g_set_object (&form->change->value, (GObject *)task);
  form->row[0] = add_entry (group, _ ("Task"), task != NULL ? task->title : NULL);
  form->row[1] = add_entry (group, _ ("Owner"), task != NULL ? task->owner : NULL);
  form->row[2] = add_entry (group, _ ("Days Before the Session"), days);
  form->row[3] = add_entry (group, _ ("Or on This Day, Whatever Becomes of the Session"), due);
  form->row[4] = add_entry (group, _ ("Note"), task != NULL ? task->note : NULL);
  for (guint i = 0; i < 5; i++)
    g_signal_connect_swapped (form->row[i], "changed", G_CALLBACK (task_typed_cb), form);
  form->dialog = jal_dialog_form (inside, task != NULL ? _ ("Edit Task") : _ ("Add Task"),
                                  _ ("Its day is counted back from the session and follows it. A negative number lies after it."),
                                  group, _ ("_Save"), task_done_cb, form, free_form);
  task_typed_cb (form);
}

/* --- Somebody who comes ------------------------------------------------------------------------------------------ */

static gboolean
run_attendance (JalSessionChange *change, GError **error)
{
  JalAttendanceDraft draft = JAL_ATTENDANCE_DRAFT_INIT;

  draft.who = change->text[0];
  draft.person_id = change->person_id;
  draft.role = change->text[1];
  draft.state = change->text[2];
  draft.heard = change->text[3];
  draft.note = change->text[4];
  draft.escorted = change->flag;
  draft.cost = change->number[0];
  if (!jal_id_is_none (change->id))
    return jal_attendance_update (change->store, change->id, &draft, error);
  return jal_attendance_add (change->store, change->session_id, &draft, NULL, error);
}

static gboolean
parse_cost (const char *text, int *cost)
{
  char *end = NULL;
  double amount;

  if (*text == '\0')
    {
      *cost = -1;
      return TRUE;
    }
  amount = g_ascii_strtod (text, &end);
  if (*end != '\0' || !(amount >= 0 && amount < 1e6))
    return FALSE;
  *cost = (int)lround (amount * 100);
  return TRUE;
}

/* The people of the case to choose from, and "somebody else" before them. @chosen: the one that stands there. */
static GtkWidget *
add_people (GtkWidget *group, const char *title, const char *none, Form *form, GListModel *people, JalId chosen)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint selected = 0;

  g_set_object (&form->people, people);
  gtk_string_list_append (labels, none);
  for (guint i = 0; people != NULL && i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (people, i);
      g_autofree char *label = g_strdup_printf ("%s · %s", jal_person_get_label (person), jal_session_forms_role (person->role));

      gtk_string_list_append (labels, label);
      if (jal_id_equal (person->id, chosen))
        selected = i + 1;
    }
  return add_combo (group, title, labels, selected);
}

/* Returns (transfer full) (nullable): who of the case was chosen. */
static JalPerson *
dup_chosen_person (Form *form, GtkWidget *row)
{
  guint n = chosen_of (row);

  return form->people != NULL && n != 0 && n != GTK_INVALID_LIST_POSITION ? g_list_model_get_item (form->people, n - 1) : NULL;
}

static void
attendance_typed_cb (Form *form)
{
  g_autoptr (JalPerson) person = dup_chosen_person (form, form->row[6]);
  int cost;
  gboolean good = parse_cost (gtk_editable_get_text (GTK_EDITABLE (form->row[4])), &cost);

  /* A person of the case has a label and a role of their own. */
  gtk_widget_set_visible (form->row[0], person == NULL);
  gtk_widget_set_visible (form->row[1], person == NULL);
  mark_wrong (form->row[4], !good);
  if (form->dialog != NULL)
    jal_dialog_set_ready (form->dialog,
                          good && (person != NULL || *gtk_editable_get_text (GTK_EDITABLE (form->row[0])) != '\0'));
}

static void
attendance_done_cb (GtkWidget *inside, gpointer data)
{
  Form *form = data;
  JalSessionChange *change = g_steal_pointer (&form->change);
  g_autoptr (JalPerson) person = dup_chosen_person (form, form->row[6]);

  change->text[0] = person == NULL ? text_of (form->row[0]) : NULL;
  change->person_id = person != NULL ? person->id : JAL_ID_NONE;
  change->text[1] = g_strdup (jal_attendance_roles ()[MIN (chosen_of (form->row[1]), 8)]);
  change->text[2] = g_strdup (jal_attendance_states ()[MIN (chosen_of (form->row[2]), 2)]);
  change->text[3] = g_strdup (jal_attendance_heard ()[MIN (chosen_of (form->row[3]), 3)]);
  change->text[4] = text_of (form->row[7]);
  parse_cost (gtk_editable_get_text (GTK_EDITABLE (form->row[4])), &change->number[0]);
  change->flag = gtk_switch_get_active (GTK_SWITCH (form->row[5]));
  jal_session_change_do (inside, change);
}

void
jal_session_forms_attendance (GtkWidget *inside, JalStore *store, JalSession *session, JalAttendance *entry, GListModel *people)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *escort = adw_action_row_new ();
  g_autofree char *cost
      = entry != NULL && entry->cost > 0 ? g_strdup_printf ("%d.%02d", entry->cost / 100, entry->cost % 100) : g_strdup ("");
  /* Translators: the currency stands in place of %s */
  g_autofree char *cost_title = g_strdup_printf (_ ("Cost of the Court Day in %s"), entry != NULL ? entry->currency : "CAD");
  JalId chosen = entry != NULL ? entry->person_id : JAL_ID_NONE;

  form->change = jal_session_change_new (store, session, run_attendance, _ ("The attendance was saved"));
  if (entry != NULL)
    form->change->id = entry->id;
  form->row[6] = add_people (group, _ ("Person of the Case"), _ ("Somebody else"), form, people, chosen);
  gtk_widget_set_visible (form->row[6], people != NULL && g_list_model_get_n_items (people) > 0);
  form->row[0] = add_entry (group, _ ("Code or Name"), entry != NULL && jal_id_is_none (chosen) ? entry->who : NULL);
  form->row[1] = add_ids (group, _ ("Role"), jal_attendance_roles (), jal_session_forms_role, entry != NULL ? entry->role : "witness");
  form->row[2] = add_ids (group, _ ("State"), jal_attendance_states (), jal_session_forms_attendance_state,
                          entry != NULL ? entry->state : "expected");
  form->row[3] = add_ids (group, _ ("Heard"), jal_attendance_heard (), jal_session_forms_heard, entry != NULL ? entry->heard : "");
  form->row[7] = add_entry (group, _ ("Care: Transport, Lodging, Company"), entry != NULL ? entry->note : NULL);
  form->row[4] = add_entry (group, cost_title, cost);
  form->row[5] = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (form->row[5]), entry != NULL && entry->escorted);
  gtk_widget_set_valign (form->row[5], GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (escort), _ ("Escorted"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (escort), form->row[5]);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (escort), form->row[5]);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), escort);
  g_signal_connect_swapped (form->row[0], "changed", G_CALLBACK (attendance_typed_cb), form);
  g_signal_connect_swapped (form->row[4], "changed", G_CALLBACK (attendance_typed_cb), form);
  g_signal_connect_swapped (form->row[6], "notify::selected", G_CALLBACK (attendance_typed_cb), form);
  form->dialog = jal_dialog_form (inside, entry != NULL ? _ ("Edit Attendance") : _ ("Add to the Attendance"),
                                  _ ("A survivor is named by a code."), group, _ ("_Save"), attendance_done_cb, form, free_form);
  attendance_typed_cb (form);
}

/* --- An exhibit -------------------------------------------------------------------------------------------------- */

static gboolean
run_exhibit (JalSessionChange *change, GError **error)
{
  return jal_produced_add (change->store, change->session_id, change->id, change->text[0], change->text[1], change->text[2],
                           change->text[3], NULL, error);
}

static void
exhibit_done_cb (GtkWidget *inside, gpointer data)
{
  Form *form = data;
  JalSessionChange *change = g_steal_pointer (&form->change);
  g_autoptr (JalDocument) document = g_list_model_get_item (form->choices, chosen_of (form->row[0]));
  g_autoptr (JalPerson) person = dup_chosen_person (form, form->row[6]);

  if (document == NULL)
    {
      jal_session_change_free (change);
      return;
    }
  change->id = document->id;
  change->text[0] = g_strdup (jal_produced_states ()[MIN (chosen_of (form->row[1]), 3)]);
  change->text[1] = text_of (form->row[2]);
  change->text[2] = person != NULL ? g_strdup (jal_person_get_label (person)) : text_of (form->row[3]);
  change->text[3] = text_of (form->row[4]);
  jal_session_change_do (inside, change);
}

static void
witness_chosen_cb (Form *form)
{
  gtk_widget_set_visible (form->row[3], chosen_of (form->row[6]) == 0);
}

void
jal_session_forms_exhibit (GtkWidget *inside, JalStore *store, JalSession *session, GListModel *documents, GListModel *people)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *group = adw_preferences_group_new ();
  GtkStringList *labels = gtk_string_list_new (NULL);

  form->change = jal_session_change_new (store, session, run_exhibit, _ ("The exhibit was written down"));
  g_set_object (&form->choices, documents);
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (documents, i);
      g_autofree char *label = document->exhibit != NULL && *document->exhibit != '\0'
                                   ? g_strdup_printf ("%s · %s", document->exhibit, document->title)
                                   : g_strdup (document->title);

      gtk_string_list_append (labels, label);
    }
  form->row[0] = add_combo (group, _ ("Document"), labels, 0);
  form->row[1]
      = add_ids (group, _ ("State"), jal_produced_states (), jal_session_forms_exhibit_state, "produced");
  form->row[2] = add_entry (group, _ ("Number the Court Gave It"), NULL);
  form->row[6] = add_people (group, _ ("Through Which Witness"), _ ("Nobody, or somebody else"), form, people, JAL_ID_NONE);
  gtk_widget_set_visible (form->row[6], people != NULL && g_list_model_get_n_items (people) > 0);
  form->row[3] = add_entry (group, _ ("Somebody Else"), NULL);
  g_signal_connect_swapped (form->row[6], "notify::selected", G_CALLBACK (witness_chosen_cb), form);
  form->row[4] = add_entry (group, _ ("Note"), NULL);
  form->dialog = jal_dialog_form (inside, _ ("Exhibit in Court"),
                                  _ ("When the court marks or admits it, the register takes the same number."), group, _ ("_Save"),
                                  exhibit_done_cb, form, free_form);
  jal_dialog_set_ready (form->dialog, g_list_model_get_n_items (documents) > 0);
}
