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
  JalId own_id;      /* the document that the mark is in */
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

/* With more rows than this the list can be searched. */
#define FEW 8

static guint
add_row (GtkListBox *list, const char *title, const char *subtitle, JalId document_id, JalId session_id, gboolean chosen)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = g_strconcat (title, "\n", subtitle, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  g_object_set_data_full (G_OBJECT (row), "document", g_memdup2 (&document_id, sizeof document_id), g_free);
  g_object_set_data_full (G_OBJECT (row), "session", g_memdup2 (&session_id, sizeof session_id), g_free);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (words, -1), g_free);
  gtk_list_box_append (list, row);
  if (chosen)
    gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row));
  return 1;
}

/* The document that the mark is in leads nowhere else; nor does one that a newer version replaced. */
static gboolean
is_offered (const Choice *choice, const JalDocument *document)
{
  return jal_id_equal (document->id, choice->document_id)
         || (jal_id_is_none (document->newer_id) && !jal_id_equal (document->id, choice->own_id));
}

static guint
fill (const Choice *choice, GtkListBox *list)
{
  guint n = add_row (list, _ ("Nowhere"), _ ("No link"), JAL_ID_NONE, JAL_ID_NONE, TRUE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choice->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (choice->sessions), i);
      g_autofree char *date = jal_shown_date (session->date);

      n += add_row (list, jal_shown_session_kind (session->kind), date, JAL_ID_NONE, session->id,
                    jal_id_equal (session->id, choice->session_id));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choice->documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (choice->documents), i);

      if (is_offered (choice, document))
        n += add_row (list, document->title,
                      document->exhibit != NULL && *document->exhibit != '\0' ? document->exhibit : jal_shown_doctype (document->kind),
                      document->id, JAL_ID_NONE, jal_id_equal (document->id, choice->document_id));
    }
  return n;
}

/* --- The form ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWindow *dialog;
  GtkSearchEntry *search;
  GtkListBox *list;
  char *wanted; /* nullable: what is searched for */
  JalId mark_id;
} Form;

static void
free_form (gpointer data)
{
  g_free (((Form *)data)->wanted);
  g_free (data);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer data)
{
  const Form *form = data;

  return form->wanted == NULL || strstr (g_object_get_data (G_OBJECT (row), "words"), form->wanted) != NULL;
}

/* The first that is left is chosen, so that Enter takes it; without any, nothing can be linked. */
static void
search_cb (Form *form)
{
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row (form->list), *row;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (form->search));
  GtkEditable *typed_in = gtk_editable_get_delegate (GTK_EDITABLE (form->search));

  /* It may have been typed in the list. */
  if (!gtk_widget_has_focus (GTK_WIDGET (typed_in)))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (typed_in));
  g_free (form->wanted);
  form->wanted = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_list_box_invalidate_filter (form->list);
  for (int i = 0; (chosen == NULL || !is_wanted (chosen, form)) && (row = gtk_list_box_get_row_at_index (form->list, i)) != NULL; i++)
    if (is_wanted (row, form))
      chosen = row;
  if (chosen != NULL && !is_wanted (chosen, form))
    chosen = NULL;
  gtk_list_box_select_row (form->list, chosen);
  jal_dialog_set_ready (form->dialog, chosen != NULL);
}

/* Escape: first what was searched for goes, then the form. */
static void
stop_search_cb (Form *form)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (form->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (form->search), "");
  else
    gtk_window_close (form->dialog);
}

static void
linked_cb (GtkWidget *inside, gpointer data)
{
  JalReaderPage *self = JAL_READER_PAGE (inside);
  Form *form = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (form->list);

  if (row == NULL || self->store == NULL)
    return;
  jal_mark_verbs_link (inside, self->store, form->mark_id, *(JalId *)g_object_get_data (G_OBJECT (row), "document"),
                       *(JalId *)g_object_get_data (G_OBJECT (row), "session"));
}

static void
add_list (Form *form, const Choice *choice, GtkWidget *box)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *nothing = gtk_label_new (_ ("No session and no exhibit is called this."));
  guint n;

  form->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (form->search, "placeholder-text", _ ("Search sessions and exhibits"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search sessions and exhibits"), -1);
  form->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (form->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (form->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (form->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Where the mark leads"), -1);
  gtk_list_box_set_filter_func (form->list, is_wanted, form, NULL);
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_widget_set_margin_top (nothing, 12);
  gtk_widget_set_margin_bottom (nothing, 12);
  gtk_label_set_wrap (GTK_LABEL (nothing), TRUE);
  gtk_list_box_set_placeholder (form->list, nothing);
  n = fill (choice, form->list);
  gtk_widget_set_visible (GTK_WIDGET (form->search), n > FEW);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (form->list));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "link-list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->search));
  gtk_box_append (GTK_BOX (box), scroller);
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
  GtkWidget *box;
  GtkListBoxRow *row;
  Form *form;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  form = g_new0 (Form, 1);
  form->mark_id = choice->mark_id;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  add_list (form, choice, box);
  form->dialog = jal_dialog_form (owner, _ ("Link the Mark"),
                                  _ ("Choose the session or the exhibit that the mark leads to; the list of marks shows it."), box,
                                  _ ("_Link"), linked_cb, form, free_form);
  g_signal_connect_object (form->list, "row-activated", G_CALLBACK (row_activated_cb), form->dialog, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (form->search, "changed", G_CALLBACK (search_cb), form);
  g_signal_connect_swapped (form->search, "activate", G_CALLBACK (row_activated_cb), form->dialog);
  g_signal_connect_swapped (form->search, "stop-search", G_CALLBACK (stop_search_cb), form);
  gtk_search_entry_set_key_capture_widget (form->search, GTK_WIDGET (form->list));
  jal_dialog_set_ready (form->dialog, TRUE);
  row = gtk_list_box_get_selected_row (form->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
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
  choice->own_id = self->document_id;
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
