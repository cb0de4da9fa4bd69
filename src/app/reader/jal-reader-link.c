/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Where a mark leads: chosen from the exhibits and sessions of the case, and followed. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"
#include "schedule/jal-schedule.h"

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId mark_id;
  JalId document_id; /* what it leads to now */
  JalId session_id;
  GListStore *documents;
  GListStore *sessions;
} Choice;

static void
free_choice (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->store);
  g_clear_object (&choice->documents);
  g_clear_object (&choice->sessions);
  g_free (choice);
}

static gpointer
choice_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Choice *choice = data;

  choice->documents = jal_evidence_list (choice->store, choice->case_id, cancellable, error);
  if (choice->documents != NULL)
    choice->sessions = jal_schedule_list (choice->store, choice->case_id, cancellable, error);
  return NULL;
}

static void
add_row (GtkListBox *list, const char *title, const char *subtitle, JalId document_id, JalId session_id, gboolean chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *child;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  g_object_set_data_full (G_OBJECT (row), "document", g_memdup2 (&document_id, sizeof document_id), g_free);
  g_object_set_data_full (G_OBJECT (row), "session", g_memdup2 (&session_id, sizeof session_id), g_free);
  gtk_list_box_append (list, row);
  child = row;
  if (chosen)
    gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (child));
}

static GtkWidget *
new_list (const Choice *choice)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Where the mark leads"), -1);
  add_row (GTK_LIST_BOX (list), _ ("Nowhere"), _ ("No link"), JAL_ID_NONE, JAL_ID_NONE, TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choice->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (choice->sessions), i);
      g_autofree char *date = jal_shown_date (session->date);

      add_row (GTK_LIST_BOX (list), jal_shown_session_kind (session->kind), date, JAL_ID_NONE, session->id,
               jal_id_equal (session->id, choice->session_id));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choice->documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (choice->documents), i);

      if (jal_id_is_none (document->newer_id))
        add_row (GTK_LIST_BOX (list), document->title,
                 document->exhibit != NULL && *document->exhibit != '\0' ? document->exhibit
                                                                         : jal_shown_doctype (document->kind),
                 document->id, JAL_ID_NONE, jal_id_equal (document->id, choice->document_id));
    }
  return list;
}

typedef struct
{
  GtkWidget *list;
  JalId mark_id;
} Form;

static void
linked_cb (GtkWidget *inside, gpointer data)
{
  JalReaderPage *self = JAL_READER_PAGE (inside);
  Form *form = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (form->list));

  if (row == NULL || self->store == NULL)
    return;
  jal_mark_verbs_link (inside, self->store, form->mark_id, *(JalId *)g_object_get_data (G_OBJECT (row), "document"),
                       *(JalId *)g_object_get_data (G_OBJECT (row), "session"));
}

static void
row_activated_cb (GtkWindow *dialog)
{
  jal_dialog_accept (dialog);
}

static void
chosen_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Choice *choice = data;
  GtkWidget *scroller;
  GtkWindow *dialog;
  Form *form;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  form = g_new0 (Form, 1);
  form->mark_id = choice->mark_id;
  form->list = new_list (choice);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), form->list);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_add_css_class (scroller, "link-list");
  dialog = jal_dialog_form (owner, _ ("Link the Mark"),
                            _ ("Choose the session or the exhibit that the mark leads to; the list of marks shows it."),
                            scroller, _ ("_Link"), linked_cb, form, g_free);
  g_signal_connect_object (form->list, "row-activated", G_CALLBACK (row_activated_cb), dialog, G_CONNECT_SWAPPED);
  jal_dialog_set_ready (dialog, TRUE);
}

void
jal_reader_page_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);
  Choice *choice;

  if (mark == NULL || self->store == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->store = g_object_ref (self->store);
  choice->case_id = mark->case_id;
  choice->mark_id = mark->id;
  choice->document_id = mark->link_document_id;
  choice->session_id = mark->link_session_id;
  jal_task_renew (self, choice_work, choice_work, choice, free_choice, NULL, chosen_cb);
}

void
jal_reader_page_follow_mark (JalReaderPage *self, JalMark *mark)
{
  if (!jal_id_is_none (mark->link_session_id))
    {
      char id[JAL_ID_HEX_LENGTH + 1];

      jal_shell_show_view (GTK_WIDGET (self), "timeline");
      gtk_widget_activate_action (GTK_WIDGET (self), "timeline.show", "s", jal_id_to_hex (mark->link_session_id, id));
    }
  else if (!jal_id_is_none (mark->link_document_id))
    jal_shell_open_document (GTK_WIDGET (self), mark->link_document_id, 0);
}

void
jal_reader_page_follow_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);

  if (mark != NULL)
    jal_reader_page_follow_mark (self, mark);
}
