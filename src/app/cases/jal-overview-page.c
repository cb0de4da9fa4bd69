/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is next in the case, what is in it, and what came in last. */
#include "app/cases/jal-overview-page.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-note.h"
#include "app/evidence/jal-text-note.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"
#include "app/timeline/jal-session-change.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-tasks.h"

#define N_RECENT 5
#define N_TASKS 6

struct _JalOverviewPage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;

  GtkWidget *content;
  JalBackupNote *backup;
  JalTextNote *texts;
  GtkLabel *next_when;
  GtkLabel *next_what;
  GtkLabel *next_date;
  GtkLabel *next_warning;
  GtkWidget *next_card;
  GtkWidget *next_none;
  GtkWidget *next_session;
  AdwPreferencesGroup *checklist_group;
  GtkListBox *checklist;
  JalSession *next; /* nullable */
  gboolean filling;
  AdwActionRow *sessions;
  AdwActionRow *evidence;
  AdwActionRow *undated;
  AdwActionRow *clashes;
  AdwPreferencesGroup *recent_group;
  GtkListBox *recent;
  AdwActionRow *number;
  AdwActionRow *court;
  AdwActionRow *capacity;
  AdwActionRow *stage;
  AdwActionRow *plea;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalOverviewPage, jal_overview_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

/* --- Reading, on a thread --------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
} Question;

typedef struct
{
  JalSession *next;   /* nullable */
  GListStore *tasks;  /* of JalTask, of that session; nullable */
  GListStore *recent; /* of JalDocument, newest first */
  guint n_undated;
  guint n_clashes;
  guint n_exhibits;
  gboolean documents_damaged, sessions_damaged; /* could not be read; the rest is shown */
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

  g_clear_object (&answer->next);
  g_clear_object (&answer->tasks);
  g_clear_object (&answer->recent);
  g_free (answer);
}

static int
compare_newest (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalDocument *first = a;
  const JalDocument *second = b;

  return (first->imported_at < second->imported_at) - (first->imported_at > second->imported_at);
}

static void
sum_up_documents (GListModel *documents, Answer *answer)
{
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (documents, i);

      answer->n_undated += document->date == JAL_DATE_NONE;
      answer->n_clashes += document->exhibit_clash;
      answer->n_exhibits += document->exhibit != NULL && *document->exhibit != '\0';
    }
}

static JalSession *
find_next (GListModel *sessions)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (session->date >= jal_date_today () && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed")))
        return g_steal_pointer (&session);
    }
  return NULL;
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (GError) no_documents = NULL;
  g_autoptr (GError) no_sessions = NULL;
  g_autoptr (GListStore) documents = jal_evidence_list (question->store, question->case_id, cancellable, &no_documents);
  g_autoptr (GListStore) sessions = jal_schedule_list (question->store, question->case_id, cancellable, &no_sessions);
  Answer *answer;
  guint n;

  if ((documents == NULL && !is_damage (no_documents)) || (sessions == NULL && !is_damage (no_sessions)))
    {
      g_propagate_error (error, no_documents != NULL ? g_steal_pointer (&no_documents) : g_steal_pointer (&no_sessions));
      return NULL;
    }
  answer = g_new0 (Answer, 1);
  answer->documents_damaged = documents == NULL;
  answer->sessions_damaged = sessions == NULL;
  if (documents == NULL)
    documents = g_list_store_new (JAL_TYPE_DOCUMENT);
  if (sessions == NULL)
    sessions = g_list_store_new (JAL_TYPE_SESSION);
  sum_up_documents (G_LIST_MODEL (documents), answer);
  answer->next = find_next (G_LIST_MODEL (sessions));
  if (answer->next != NULL
      && (answer->tasks = jal_tasks_list (question->store, JAL_ID_NONE, answer->next->id, cancellable, error)) == NULL)
    {
      free_answer (answer);
      return NULL;
    }
  g_list_store_sort (documents, compare_newest, NULL);
  n = g_list_model_get_n_items (G_LIST_MODEL (documents));
  if (n > N_RECENT)
    g_list_store_splice (documents, N_RECENT, n - N_RECENT, NULL, 0);
  answer->recent = g_steal_pointer (&documents);
  return answer;
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */

static GtkWidget *
make_recent_row (gpointer item, gpointer user_data)
{
  JalDocument *document = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *at = jal_shown_instant (document->imported_at);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", jal_shown_doctype (document->kind), at);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), document->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "document", g_object_ref (document), g_object_unref);
  return row;
}

static void
recent_activated_cb (JalOverviewPage *self, GtkListBoxRow *row)
{
  JalDocument *document = g_object_get_data (G_OBJECT (row), "document");

  jal_shell_open_document (GTK_WIDGET (self), document->id, 0);
}

/* --- The checklist of the next session ---------------------------------------------------------------------------- */

static gboolean
run_done (JalSessionChange *change, GError **error)
{
  return jal_tasks_set_done (change->store, JAL_TASK (change->value), change->flag, error);
}

static void
ticked_cb (JalOverviewPage *self, GtkWidget *check)
{
  JalSessionChange *change;

  if (self->filling || self->store == NULL || self->next == NULL)
    return;
  change = jal_session_change_new (self->store, self->next, run_done,
                                   gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) ? _ ("The task is done")
                                                                                          : _ ("The task is open again"));
  change->value = g_object_ref (g_object_get_data (G_OBJECT (check), "task"));
  change->flag = gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
  jal_session_change_do (GTK_WIDGET (self), change);
}

static void
add_task (JalOverviewPage *self, JalTask *task)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *date = jal_shown_date_short (task->due);
  g_autofree char *distance = task->due != JAL_DATE_NONE ? jal_shown_distance (task->due) : g_strdup ("");
  g_autofree char *subtitle = task->done_at != 0 ? g_strdup (C_ ("task", "Done"))
                              : task->overdue    ? g_strdup_printf (_ ("Overdue since %s, %s"), date, distance)
                                                 : g_strdup_printf (_ ("Due %s, %s"), date, distance);
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), task->title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), task->title);
  adw_action_row_set_subtitle (row, subtitle);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), task->done_at != 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "task", g_object_ref (task), g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (row, check);
  if (task->overdue)
    gtk_widget_add_css_class (GTK_WIDGET (row), "overdue");
  gtk_list_box_append (self->checklist, GTK_WIDGET (row));
}

/* What is still open comes first, up to a few; the card of the session has them all. */
static void
show_checklist (JalOverviewPage *self, GListModel *tasks)
{
  guint n = tasks != NULL ? g_list_model_get_n_items (tasks) : 0, n_done = 0, n_shown = 0;
  g_autofree char *words = NULL;

  self->filling = TRUE;
  jal_list_box_clear (self->checklist);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (tasks, i);

      n_done += task->done_at != 0;
      if (task->done_at != 0 || n_shown >= N_TASKS)
        continue;
      add_task (self, task);
      n_shown++;
    }
  self->filling = FALSE;
  /* Translators: how many of the tasks of the next session are done */
  words = g_strdup_printf (_ ("%u of %u done"), n_done, n);
  adw_preferences_group_set_description (self->checklist_group, words);
  gtk_widget_set_visible (GTK_WIDGET (self->checklist), n_shown > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->checklist_group), n > 0);
}

static void
open_next_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalOverviewPage *self = data;
  g_autofree char *hex = NULL;

  if (self->next == NULL)
    return;
  hex = jal_id_dup_hex (self->next->id);
  jal_shell_show_view (GTK_WIDGET (self), "timeline");
  gtk_widget_activate_action (GTK_WIDGET (self), "timeline.open-session", "s", hex);
}

static void
show_next (JalOverviewPage *self, JalSession *next)
{
  g_autofree char *when = NULL;
  g_autofree char *day = NULL;
  g_autofree char *date = NULL;
  g_autofree char *what = NULL;

  g_set_object (&self->next, next);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "open-next")), next != NULL);
  gtk_widget_set_visible (self->next_card, TRUE);
  gtk_widget_set_visible (self->next_none, next == NULL);
  gtk_widget_set_visible (self->next_session, next != NULL);
  if (next == NULL)
    return;
  when = jal_shown_distance (next->date);
  day = jal_shown_date (next->date);
  date = jal_schedule_with_time (day, next->minutes);
  if (next->ordinal > 0)
    /* Translators: kind of session, which one of how many: "Hearing, session 3 of 10" */
    what = g_strdup_printf (_ ("%1$s, session %2$u of %3$u"), jal_shown_session_kind (next->kind), next->ordinal,
                            self->court_case->n_sessions);
  else
    what = g_strdup (jal_shown_session_kind (next->kind));
  gtk_label_set_text (self->next_when, when);
  gtk_label_set_text (self->next_what, what);
  if (*next->place != '\0')
    {
      g_autofree char *where = g_strdup_printf ("%s · %s", date, next->place);

      gtk_label_set_text (self->next_date, where);
    }
  else
    gtk_label_set_text (self->next_date, date);
  gtk_label_set_text (self->next_warning, next->warning != NULL ? next->warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->next_warning), next->warning != NULL);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalOverviewPage *self = owner;
  Answer *answer = result;
  g_autofree char *undated = NULL;
  g_autofree char *clashes = NULL;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  show_next (self, answer->next);
  show_checklist (self, G_LIST_MODEL (answer->tasks));
  if (answer->sessions_damaged)
    {
      gtk_widget_set_visible (self->next_card, FALSE);
      adw_action_row_set_subtitle (self->sessions, _ ("cannot be read: the vault is damaged"));
    }
  if (answer->documents_damaged)
    adw_action_row_set_subtitle (self->evidence, _ ("cannot be read: the vault is damaged"));
  undated = g_strdup_printf (ngettext ("%u document", "%u documents", answer->n_undated), answer->n_undated);
  clashes = g_strdup_printf (ngettext ("%u document", "%u documents", answer->n_clashes), answer->n_clashes);
  adw_action_row_set_subtitle (self->undated, undated);
  adw_action_row_set_subtitle (self->clashes, clashes);
  gtk_widget_set_visible (GTK_WIDGET (self->undated), answer->n_undated > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->clashes), answer->n_clashes > 0);
  gtk_list_box_bind_model (self->recent, G_LIST_MODEL (answer->recent), make_recent_row, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), g_list_model_get_n_items (G_LIST_MODEL (answer->recent)) > 0);
}

static void
set_value (AdwActionRow *row, const char *value)
{
  adw_action_row_set_subtitle (row, value != NULL && *value != '\0' ? value : _ ("not set"));
}

static void
show_case (JalOverviewPage *self)
{
  JalCase *court_case = self->court_case;
  g_autofree char *plea = jal_shown_date (court_case->plea_date);
  g_autofree char *pages = jal_shown_pages (court_case->n_pages);
  g_autofree char *documents
      = g_strdup_printf (ngettext ("%u document", "%u documents", court_case->n_documents), court_case->n_documents);
  g_autofree char *evidence = g_strdup_printf ("%s · %s", documents, pages);
  /* Translators: how many of the planned court sessions are over */
  g_autofree char *sessions = court_case->n_sessions > 0 ? g_strdup_printf (_ ("%1$u of %2$u held"), court_case->n_sessions_held,
                                                                            court_case->n_sessions)
                                                         : g_strdup (_ ("none planned"));

  adw_action_row_set_subtitle (self->sessions, sessions);
  adw_action_row_set_subtitle (self->evidence, evidence);
  set_value (self->number, court_case->number);
  set_value (self->court, court_case->court != NULL ? jal_shown_court (court_case->court) : NULL);
  set_value (self->capacity, g_strcmp0 (court_case->capacity, "watching") == 0 ? _ ("Victim's counsel, watching brief")
                                                                              : _ ("Prosecutor"));
  set_value (self->stage, jal_shown_stage (court_case->stage));
  set_value (self->plea, plea);
}

/* --- The page ------------------------------------------------------------------------------------------------------ */

static void
refresh (JalCasePage *page)
{
  JalOverviewPage *self = JAL_OVERVIEW_PAGE (page);
  Question *question;

  if (self->store == NULL || self->court_case == NULL)
    return;
  jal_backup_note_set_store (self->backup, self->store);
  jal_text_note_set_store (self->texts, self->store);
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->case_id = self->court_case->id;
  jal_task_renew (self, read_work, read_work, question, free_question, free_answer, read_cb);
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalOverviewPage *self = JAL_OVERVIEW_PAGE (page);
  gboolean same
      = self->court_case != NULL && court_case != NULL && jal_id_equal (self->court_case->id, court_case->id);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  if (!same)
    {
      /* What is still being read of the case before would be shown as this one's. */
      jal_task_forget (self, read_work);
      gtk_list_box_bind_model (self->recent, NULL, NULL, NULL, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->recent_group), FALSE);
      show_next (self, NULL);
      show_checklist (self, NULL);
    }
  gtk_widget_set_visible (self->content, court_case != NULL);
  if (court_case != NULL)
    show_case (self);
}

static void
drop (JalCasePage *page)
{
  JalOverviewPage *self = JAL_OVERVIEW_PAGE (page);

  jal_task_cancel_all (self);
  if (self->backup != NULL)
    jal_backup_note_set_store (self->backup, NULL);
  if (self->texts != NULL)
    jal_text_note_set_store (self->texts, NULL);
  if (self->recent != NULL)
    gtk_list_box_bind_model (self->recent, NULL, NULL, NULL, NULL);
  if (self->checklist != NULL)
    {
      jal_session_change_flush (GTK_WIDGET (self));
      jal_list_box_clear (self->checklist);
    }
  g_clear_object (&self->next);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_OVERVIEW_PAGE (page)->actions);
}

static const JalVerb *
get_verbs (JalCasePage *page, guint *n_verbs)
{
  static const JalVerb verbs[] = { { "overview.open-next", N_ ("Open the Next Session"), "<Control><Shift>t" } };

  *n_verbs = G_N_ELEMENTS (verbs);
  return verbs;
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "overview";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
  iface->get_verbs = get_verbs;
}

static void
jal_overview_page_dispose (GObject *object)
{
  JalOverviewPage *self = JAL_OVERVIEW_PAGE (object);

  drop (JAL_CASE_PAGE (self));
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_overview_page_parent_class)->dispose (object);
}

static void
jal_overview_page_class_init (JalOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_overview_page_dispose;
  g_type_ensure (JAL_TYPE_BACKUP_NOTE);
  g_type_ensure (JAL_TYPE_TEXT_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, content);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, backup);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, texts);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_when);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_what);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_date);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_warning);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_card);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_none);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, next_session);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, checklist_group);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, checklist);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, sessions);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, evidence);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, undated);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, clashes);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, recent);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, number);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, court);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, capacity);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, stage);
  gtk_widget_class_bind_template_child (widget_class, JalOverviewPage, plea);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
}

static void
jal_overview_page_init (JalOverviewPage *self)
{
  static const GActionEntry entries[] = { { .name = "open-next", .activate = open_next_activated } };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
