/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is next in all cases. A case is called by its court's number here, as everywhere in lists. */
#include "app/cases/jal-agenda-page.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-all-cases.h"
#include "app/shell/jal-choice.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-pending.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "cases/jal-people.h"
#include "schedule/jal-diary.h"

#define WEEK 7
#define MONTHS_AHEAD 3
#define MOST_AHEAD 60 /* rows; the picture has the rest */

struct _JalAgendaPage
{
  AdwBin parent_instance;

  JalStore *store;   /* nullable */
  GListModel *diary; /* nullable: of JalDiaryEntry */

  GtkStack *stack;
  GtkStack *views;
  JalAllCases *all_cases;
  AdwPreferencesGroup *overdue_group;
  AdwPreferencesGroup *week_group;
  AdwPreferencesGroup *diary_group;
  GtkListBox *overdue;
  GtkListBox *week;
  GtkListBox *ahead;
  GtkLabel *quiet;
  GtkDropDown *court;
  GtkStringList *court_labels;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (JalAgendaPage, jal_agenda_page, ADW_TYPE_BIN)

enum
{
  CASE_CHOSEN,
  SESSION_CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef struct
{
  JalAgenda *agenda;
  GListStore *diary;
  GListStore *people;
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->agenda, jal_agenda_free);
  g_clear_object (&answer->diary);
  g_clear_object (&answer->people);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Answer *answer = g_new0 (Answer, 1);

  if ((answer->agenda = jal_agenda_read (data, WEEK, cancellable, error)) != NULL
      && (answer->diary = jal_diary_list (data, JAL_DATE_NONE, JAL_DATE_NONE, cancellable, error)) != NULL
      && (answer->people = jal_people_list (data, JAL_ID_NONE, cancellable, error)) != NULL)
    return answer;
  free_answer (answer);
  return NULL;
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle, JalId case_id, JalId session_id, gboolean warned)
{
  GtkWidget *row = GTK_WIDGET (jal_list_box_add (list, title, subtitle));

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (warned)
    gtk_widget_add_css_class (row, "overdue");
  g_object_set_data_full (G_OBJECT (row), "case", jal_id_dup_hex (case_id), g_free);
  if (!jal_id_is_none (session_id))
    g_object_set_data_full (G_OBJECT (row), "session", jal_id_dup_hex (session_id), g_free);
  return row;
}

static void
add_session (GtkListBox *list, JalDiaryEntry *entry, gboolean past)
{
  g_autofree char *date = jal_shown_session_day (entry->session);
  g_autofree char *distance = jal_shown_distance (entry->session->date);
  g_autofree char *title = g_strdup_printf ("%s · %s", jal_shown_case (entry->owner), jal_shown_session_kind (entry->session->kind));
  g_autoptr (GString) subtitle = g_string_new (date);

  g_string_append_printf (subtitle, ", %s", distance);
  if (entry->owner->court != NULL && *entry->owner->court != '\0')
    g_string_append_printf (subtitle, " · %s", jal_shown_court (entry->owner->court));
  if (past)
    g_string_append_printf (subtitle, "\n%s", _ ("The day has passed: record what happened."));
  if (entry->clash != NULL)
    g_string_append_printf (subtitle, "\n%s", entry->clash);
  add_row (list, title, subtitle->str, entry->owner->id, entry->session->id, past || entry->clash != NULL);
}

static void
add_task (GtkListBox *list, JalTask *task)
{
  g_autofree char *date = jal_shown_date_short (task->due);
  g_autofree char *distance = jal_shown_distance (task->due);
  const char *name = task->case_number != NULL && *task->case_number != '\0' ? task->case_number : task->case_title;
  g_autofree char *title = g_strdup_printf ("%s · %s", name, task->title);
  g_autoptr (GString) subtitle = g_string_new (NULL);

  if (task->overdue)
    g_string_append_printf (subtitle, _ ("Overdue since %s, %s"), date, distance);
  else
    g_string_append_printf (subtitle, _ ("Due %s, %s"), date, distance);
  if (*task->owner != '\0')
    g_string_append_printf (subtitle, " · %s", task->owner);
  add_row (list, title, subtitle->str, task->case_id, task->session_id, task->overdue);
}

static void
add_all (GtkListBox *list, GListModel *model, gboolean past)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (JAL_IS_TASK (item))
        add_task (list, JAL_TASK (item));
      else
        add_session (list, JAL_DIARY_ENTRY (item), past);
    }
}

/* --- Who is where ------------------------------------------------------------------------------------------------ */

static const char *
chosen_court (JalAgendaPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->court);

  return chosen == 0 || chosen == GTK_INVALID_LIST_POSITION ? NULL : gtk_string_list_get_string (self->court_labels, chosen);
}

static gboolean
is_ahead (JalDiaryEntry *entry)
{
  JalDate today = jal_date_today ();

  return entry->session->date >= today && entry->session->date <= jal_date_add_months (today, MONTHS_AHEAD);
}

static void
fill_ahead (JalAgendaPage *self)
{
  const char *court = chosen_court (self);
  guint n = 0;

  jal_list_box_clear (self->ahead);
  for (guint i = 0; self->diary != NULL && i < g_list_model_get_n_items (self->diary) && n < MOST_AHEAD; i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (self->diary, i);
      const char *here = entry->owner->court != NULL ? jal_shown_court (entry->owner->court) : "";

      if (!is_ahead (entry) || (court != NULL && !g_str_equal (court, here)))
        continue;
      add_session (self->ahead, entry, FALSE);
      n++;
    }
}

static void
court_chosen_cb (JalAgendaPage *self)
{
  if (!self->filling)
    fill_ahead (self);
}

/* The courts of the sessions ahead, each once; the choice stays where it can. */
static void
fill_courts (JalAgendaPage *self)
{
  g_autofree char *was = g_strdup (chosen_court (self));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint selected = 0;

  self->filling = TRUE;
  gtk_string_list_splice (self->court_labels, 1, g_list_model_get_n_items (G_LIST_MODEL (self->court_labels)) - 1, NULL);
  for (guint i = 0; self->diary != NULL && i < g_list_model_get_n_items (self->diary); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (self->diary, i);
      const char *label = entry->owner->court != NULL ? jal_shown_court (entry->owner->court) : NULL;

      if (!is_ahead (entry) || label == NULL || *label == '\0' || !g_hash_table_add (seen, (gpointer)label))
        continue;
      gtk_string_list_append (self->court_labels, label);
      if (g_strcmp0 (label, was) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (self->court_labels)) - 1;
    }
  gtk_drop_down_set_selected (self->court, selected);
  self->filling = FALSE;
}

static gboolean
is_empty (GtkListBox *list)
{
  return gtk_list_box_get_row_at_index (list, 0) == NULL;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalAgendaPage *self = owner;
  Answer *answer = result;
  gboolean any;

  if (error != NULL)
    {
      jal_pending_fail (self->stack, error);
      return;
    }
  g_set_object (&self->diary, G_LIST_MODEL (answer->diary));
  jal_list_box_clear (self->overdue);
  jal_list_box_clear (self->week);
  add_all (self->overdue, G_LIST_MODEL (answer->agenda->unrecorded), TRUE);
  add_all (self->overdue, G_LIST_MODEL (answer->agenda->overdue), FALSE);
  add_all (self->week, G_LIST_MODEL (answer->agenda->sessions), FALSE);
  add_all (self->week, G_LIST_MODEL (answer->agenda->tasks), FALSE);
  fill_courts (self);
  fill_ahead (self);
  jal_all_cases_set_diary (self->all_cases, self->diary, G_LIST_MODEL (answer->people));
  gtk_widget_set_visible (GTK_WIDGET (self->overdue_group), !is_empty (self->overdue));
  gtk_widget_set_visible (GTK_WIDGET (self->week), !is_empty (self->week));
  gtk_widget_set_visible (GTK_WIDGET (self->quiet), is_empty (self->week));
  gtk_widget_set_visible (GTK_WIDGET (self->diary_group), !is_empty (self->ahead) || chosen_court (self) != NULL);
  any = !is_empty (self->overdue) || !is_empty (self->week) || g_list_model_get_n_items (self->diary) > 0;
  gtk_stack_set_visible_child_name (self->stack, any ? "agenda" : "none");
}

static void
row_activated_cb (JalAgendaPage *self, GtkListBoxRow *row)
{
  const char *owner = g_object_get_data (G_OBJECT (row), "case"), *session = g_object_get_data (G_OBJECT (row), "session");

  if (session != NULL)
    g_signal_emit (self, signals[SESSION_CHOSEN], 0, owner, session);
  else
    g_signal_emit (self, signals[CASE_CHOSEN], 0, owner);
}

static void
all_case_chosen_cb (JalAgendaPage *self, const char *owner)
{
  g_signal_emit (self, signals[CASE_CHOSEN], 0, owner);
}

static void
all_session_chosen_cb (JalAgendaPage *self, const char *owner, const char *session)
{
  g_signal_emit (self, signals[SESSION_CHOSEN], 0, owner, session);
}

/* --- The page ----------------------------------------------------------------------------------------------------- */

static void
jal_agenda_page_dispose (GObject *object)
{
  jal_agenda_page_drop (JAL_AGENDA_PAGE (object));
  G_OBJECT_CLASS (jal_agenda_page_parent_class)->dispose (object);
}

static void
jal_agenda_page_class_init (JalAgendaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_agenda_page_dispose;
  signals[CASE_CHOSEN] = g_signal_new ("case-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                       1, G_TYPE_STRING);
  signals[SESSION_CHOSEN] = g_signal_new ("session-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (JAL_TYPE_ALL_CASES);
  g_type_ensure (JAL_TYPE_PENDING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-agenda-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, views);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, all_cases);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, overdue_group);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, week_group);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, diary_group);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, overdue);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, week);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, ahead);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, quiet);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, court);
  gtk_widget_class_bind_template_child (widget_class, JalAgendaPage, court_labels);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_case_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_session_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, court_chosen_cb);
}

static void
jal_agenda_page_init (JalAgendaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_choice_name (self->court);
}

void
jal_agenda_page_set_store (JalAgendaPage *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_AGENDA_PAGE (self));

  g_set_object (&self->store, store);
  jal_agenda_page_refresh (self);
}

void
jal_agenda_page_refresh (JalAgendaPage *self)
{
  g_return_if_fail (JAL_IS_AGENDA_PAGE (self));

  if (self->store != NULL)
    jal_task_renew (self, read_work, read_work, g_object_ref (self->store), g_object_unref, free_answer, read_cb);
}

void
jal_agenda_page_drop (JalAgendaPage *self)
{
  g_return_if_fail (JAL_IS_AGENDA_PAGE (self));

  jal_task_cancel_all (self);
  g_clear_object (&self->diary);
  g_clear_object (&self->store);
  if (self->overdue != NULL)
    {
      jal_list_box_clear (self->overdue);
      jal_list_box_clear (self->week);
      jal_list_box_clear (self->ahead);
      jal_all_cases_set_diary (self->all_cases, NULL, NULL);
      jal_pending_begin (self->stack);
    }
}

void
jal_agenda_page_show_view (JalAgendaPage *self, const char *view)
{
  g_return_if_fail (JAL_IS_AGENDA_PAGE (self));

  gtk_stack_set_visible_child_name (self->views, view);
}
