/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Redacting in the reader: R on a selection, R and a drawn box, the review beside the page. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-page-view-redact.h"
#include "app/reader/jal-protected-names.h"
#include "app/reader/jal-reader-redact-private.h"
#include "app/reader/jal-redact-names.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

JalReaderRedacting *
jal_reader_redact_get (JalReaderPage *self)
{
  return g_object_get_data (G_OBJECT (self), "jal-redacting");
}

/* --- Showing ------------------------------------------------------------------------------------------------- */

void
jal_reader_redact_show_review (JalReaderPage *self)
{
  gtk_stack_set_visible_child_name (jal_reader_redact_get (self)->side, "redactions");
  jal_split_set_show_pane (self->split, TRUE);
}

void
jal_reader_redact_show_marks (JalReaderPage *self)
{
  gtk_stack_set_visible_child_name (jal_reader_redact_get (self)->side, "marks");
  jal_split_set_show_pane (self->split, TRUE);
}

gboolean
jal_reader_redact_is_marks_side (JalReaderPage *self)
{
  return jal_split_get_show_pane (self->split) && g_strcmp0 (gtk_stack_get_visible_child_name (jal_reader_redact_get (self)->side), "marks") == 0;
}

/* Brings it into view. */
static void
reveal (JalReaderPage *self, const JalRedaction *redaction)
{
  const JalPageInfo *info = self->source != NULL && redaction->document_page >= 0
                                ? jal_page_source_get_info (self->source, (guint)redaction->document_page)
                                : NULL;
  JalQuad quad;

  if (self->source == NULL || redaction->document_page < 0)
    return;
  if (info == NULL)
    {
      jal_page_view_show_page (self->view, (guint)redaction->document_page);
      return;
    }
  for (guint corner = 0; corner < 4; corner++)
    quad.corners[corner] = (JalPoint){ redaction->quads[0].x[corner], redaction->quads[0].y[corner] };
  jal_page_view_reveal (self->view, (guint)redaction->document_page, jal_geometry_quad_to_display (info, &quad));
}

/* What can be done with the chosen box is said where an armed tool says what it does. */
void
jal_reader_redact_show_hint (JalReaderPage *self, gboolean on_page)
{
  JalRedaction *chosen = jal_reader_redact_get (self) != NULL ? jal_page_view_get_chosen_redaction (self->view) : NULL;

  if (self->armed != NULL)
    return;
  if (chosen != NULL && on_page)
    gtk_label_set_text (self->hint_label,
                        jal_redaction_is_box (chosen)
                            ? _ ("Arrow keys move the box, with Shift its edge. Delete removes it, Enter reviews it. Esc lets it go.")
                            : _ ("Delete removes the redaction, Enter reviews it. Esc lets it go."));
  gtk_revealer_set_reveal_child (self->hint, chosen != NULL && on_page);
}

void
jal_reader_redact_choose (JalReaderPage *self, JalId id)
{
  if (jal_reader_redact_get (self) == NULL)
    return;
  jal_page_view_choose_redaction (self->view, id);
  if (!jal_id_is_none (id))
    jal_page_view_set_chosen (self->view, JAL_ID_NONE);
  jal_reader_redact_show_hint (self, FALSE);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
  JalId case_id; /* JAL_ID_NONE: its other documents are not wanted */
} Question;

typedef struct
{
  GListStore *redactions;
  GListStore *of_case; /* nullable */
  GArray *hidden; /* of JalHiddenWords */
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

  g_object_unref (answer->redactions);
  g_clear_object (&answer->of_case);
  g_clear_pointer (&answer->hidden, g_array_unref);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (GListStore) redactions = jal_redactions_list (question->store, question->document_id, cancellable, error);
  g_autoptr (GListStore) of_case = NULL;
  Answer *answer;

  if (redactions != NULL && !jal_id_is_none (question->case_id))
    of_case = jal_redactions_list_case (question->store, question->case_id, cancellable, error);
  if (redactions == NULL || (of_case == NULL && !jal_id_is_none (question->case_id)))
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->redactions = g_steal_pointer (&redactions);
  answer->of_case = g_steal_pointer (&of_case);
  answer->hidden = jal_redactions_hidden_words (question->store, question->document_id, cancellable, NULL);
  return answer;
}

/* "page 3, page 7" */
static char *
list_pages (const GArray *hidden)
{
  GString *out = g_string_new (NULL);
  guint last = G_MAXUINT, n = 0;

  for (guint i = 0; i < hidden->len; i++)
    {
      guint page = g_array_index (hidden, JalHiddenWords, i).page;

      if (page == last)
        continue;
      if (n < 8)
        g_string_append_printf (out, "%s%u", n > 0 ? ", " : "", page + 1);
      else if (n == 8)
        g_string_append (out, " …");
      last = page;
      n++;
    }
  return g_string_free (out, FALSE);
}

static void
show_goal (JalReaderPage *self)
{
  JalReaderRedacting *redacting = jal_reader_redact_get (self);
  JalRedaction *chosen = jal_page_view_get_chosen_redaction (self->view);

  if (jal_id_is_none (redacting->goal) || chosen == NULL || !jal_id_equal (chosen->id, redacting->goal))
    return;
  redacting->goal = JAL_ID_NONE;
  reveal (self, chosen);
  jal_redact_pane_show (redacting->pane, chosen->id);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  JalReaderRedacting *redacting = jal_reader_redact_get (self);
  Answer *answer = result;
  g_autofree char *warning = NULL;

  if (answer == NULL)
    {
      /* Somebody waits for it. */
      if (redacting->wanted)
        jal_shell_report (owner, error);
      redacting->wanted = FALSE;
      return;
    }
  redacting->known = TRUE;
  jal_redact_pane_fill (redacting->pane, redacting->redactions, G_LIST_MODEL (answer->redactions));
  if (answer->of_case != NULL)
    jal_redact_pane_fill (redacting->pane, redacting->of_case, G_LIST_MODEL (answer->of_case));
  jal_redact_pane_set_of_case (redacting->pane, answer->of_case != NULL ? G_LIST_MODEL (redacting->of_case) : NULL);
  if (answer->hidden != NULL && answer->hidden->len > 0)
    {
      g_autofree char *pages = list_pages (answer->hidden);

      warning = g_strdup_printf (_ ("As this file was received, words can be read on it that are covered or cannot be seen: "
                                    "page %s. Redact them before you pass it on."),
                                 pages);
    }
  jal_redact_pane_set_warning (redacting->pane, warning);
  jal_reader_redact_update (self);
  show_goal (self);
  jal_reader_redact_show_hint (self, gtk_widget_has_focus (GTK_WIDGET (self->view)));
}

void
jal_reader_redact_read (JalReaderPage *self)
{
  JalReaderRedacting *redacting = jal_reader_redact_get (self);
  Question *question;

  if (redacting == NULL || self->store == NULL || jal_id_is_none (self->document_id))
    return;
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->document_id = self->document_id;
  question->case_id
      = self->court_case != NULL && jal_redact_pane_wants_case (redacting->pane) ? self->court_case->id : JAL_ID_NONE;
  jal_redact_pane_set (redacting->pane, self->store, G_LIST_MODEL (redacting->redactions));
  jal_task_renew (self, read_work, read_work, question, free_question, free_answer, read_cb);
}

void
jal_reader_redact_close (JalReaderPage *self)
{
  JalReaderRedacting *redacting = jal_reader_redact_get (self);

  if (redacting == NULL)
    return;
  redacting->known = redacting->wanted = FALSE;
  redacting->goal = JAL_ID_NONE;
  jal_page_view_choose_redaction (self->view, JAL_ID_NONE);
  jal_redact_pane_set (redacting->pane, NULL, NULL);
  jal_redact_pane_set_of_case (redacting->pane, NULL);
  g_list_store_remove_all (redacting->redactions);
  g_list_store_remove_all (redacting->of_case);
  jal_redact_pane_set_warning (redacting->pane, NULL);
  jal_redact_pane_set_progress (redacting->pane, -1);
}

/* --- From the page ------------------------------------------------------------------------------------------- */

static void
drawn_cb (gpointer data, guint page, JalBox area)
{
  jal_reader_redact_make_area (data, page, area);
}

static void
placed_cb (gpointer data, JalRedaction *redaction, guint page, JalBox area)
{
  jal_reader_redact_place (data, redaction, page, area);
}

static void
chosen_cb (gpointer data, JalRedaction *redaction)
{
  JalReaderPage *self = data;

  jal_reader_redact_show_hint (self, TRUE);
  if (redaction == NULL)
    return;
  jal_page_view_set_chosen (self->view, JAL_ID_NONE);
  jal_reader_redact_show_review (self);
  jal_redact_pane_show (jal_reader_redact_get (self)->pane, redaction->id);
}

static const JalRedactFuncs funcs = { drawn_cb, placed_cb, chosen_cb };

/* --- From the review ------------------------------------------------------------------------------------------ */

/* Whoever goes through the review by keys sees each place. */
static void
focused_cb (JalReaderPage *self, JalRedaction *redaction)
{
  if (!jal_id_equal (redaction->document_id, self->document_id))
    return;
  jal_reader_redact_choose (self, redaction->id);
  reveal (self, redaction);
}

static void
activated_cb (JalReaderPage *self, JalRedaction *redaction)
{
  JalReaderRedacting *redacting = jal_reader_redact_get (self);
  /* Its list may be read anew meanwhile. */
  g_autoptr (JalRedaction) kept = g_object_ref (redaction);

  if (!jal_id_equal (kept->document_id, self->document_id))
    {
      jal_shell_open_document (GTK_WIDGET (self), kept->document_id, (guint)MAX (kept->document_page, 0));
      redacting->goal = kept->id;
      jal_reader_redact_choose (self, kept->id);
      return;
    }
  focused_cb (self, kept);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  jal_reader_redact_show_hint (self, TRUE);
}

/* --- Verbs ---------------------------------------------------------------------------------------------------- */

/* A second key draws a box where one is reading: nobody needs a pointer. */
static void
redact_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (jal_page_view_has_selection (self->view))
    jal_reader_redact_selection (self);
  else if (g_strcmp0 (self->armed, "redaction") != 0)
    {
      jal_reader_page_arm (self, "redaction");
      gtk_label_set_text (self->hint_label, _ ("Select words, or draw a box beside them; R puts a box here. Esc ends it."));
    }
  else if (jal_page_view_redact_here (self->view))
    gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* the arrows move it */
}

static void
names_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (self->store != NULL && self->court_case != NULL)
    jal_redact_names_show (GTK_WIDGET (self), self->store, self->court_case->id, NULL);
}

static void
protected_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (self->store != NULL && self->court_case != NULL)
    jal_protected_names_show (GTK_WIDGET (self), self->store, self->court_case->id);
}

static void
review_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalReaderRedacting *redacting = jal_reader_redact_get (self);
  gboolean shown = jal_split_get_show_pane (self->split)
                   && g_strcmp0 (gtk_stack_get_visible_child_name (redacting->side), "redactions") == 0;

  gtk_stack_set_visible_child_name (redacting->side, "redactions");
  jal_split_set_show_pane (self->split, !shown);
  if (!shown)
    jal_redact_pane_focus (redacting->pane);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* the toolkit would give the keys to the first button of the window */
}

static void
apply_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_redact_ask_copy (data);
}

static void
hidden_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (self->store != NULL && !jal_id_is_none (self->document_id))
    jal_refused_redact_hidden (GTK_WIDGET (self), self->store, self->document_id, jal_page_view_get_page (self->view));
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_redact_cancel_copy (data);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalRedaction *redaction = jal_page_view_get_chosen_redaction (self->view);

  if (redaction != NULL)
    jal_reader_redact_remove (self, redaction);
}

/* To the row of the chosen one. */
static void
review_one_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalRedaction *redaction = jal_page_view_get_chosen_redaction (self->view);

  if (redaction == NULL)
    return;
  jal_reader_redact_show_review (self);
  jal_redact_pane_focus_on (jal_reader_redact_get (self)->pane, redaction->id);
}

/* --- All of it ------------------------------------------------------------------------------------------------ */

static const GActionEntry entries[] = {
  { "redact", redact_cb, NULL, NULL, NULL },
  { "redactions", review_cb, NULL, NULL, NULL },
  { "redact-names", names_cb, NULL, NULL, NULL },
  { "protected-names", protected_cb, NULL, NULL, NULL },
  { "redact-apply", apply_cb, NULL, NULL, NULL },
  { "redact-hidden", hidden_cb, NULL, NULL, NULL },
  { "redact-cancel", cancel_cb, NULL, NULL, NULL },
  { "redaction-remove", remove_cb, NULL, NULL, NULL },
  { "redaction-review", review_one_cb, NULL, NULL, NULL },
};

guint
jal_reader_redact_count_applied (JalReaderPage *self)
{
  GListModel *redactions = G_LIST_MODEL (jal_reader_redact_get (self)->redactions);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      n += g_str_equal (redaction->state, "rejected") ? 0 : 1;
    }
  return n;
}

/* From the top of the loop: this is called while lists and actions are being changed. */
static gboolean
begin_cb (gpointer data)
{
  JalReaderPage *self = data;
  gboolean any = jal_reader_redact_count_applied (self) > 0;

  if (self->store != NULL && !jal_id_is_none (self->document_id))
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), any ? "redact-apply" : "redact-names", NULL);
  return G_SOURCE_REMOVE;
}

static void
begin (JalReaderPage *self)
{
  jal_reader_redact_get (self)->wanted = FALSE;
  g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, g_object_ref (self), g_object_unref);
}

void
jal_reader_redact_update (JalReaderPage *self)
{
  gboolean open = self->source != NULL && jal_page_source_get_n_pages (self->source) > 0;
  gboolean busy = jal_reader_redact_is_copying (self);

  if (jal_reader_redact_get (self) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].name);
      gboolean enabled = open;

      if (g_str_equal (entries[i].name, "redact-apply"))
        enabled = open && !busy && jal_reader_redact_count_applied (self) > 0;
      else if (g_str_equal (entries[i].name, "redact-cancel"))
        enabled = busy;
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
  if (jal_reader_redact_get (self)->wanted && jal_reader_redact_get (self)->known && open && !busy)
    begin (self);
}

void
jal_reader_redact_begin (JalReaderPage *self)
{
  g_return_if_fail (JAL_IS_READER_PAGE (self));

  jal_reader_redact_get (self)->wanted = TRUE;
  jal_reader_redact_update (self);
}

static void
free_redacting (gpointer data)
{
  JalReaderRedacting *redacting = data;

  g_object_unref (redacting->redactions);
  g_object_unref (redacting->of_case);
  g_free (redacting);
}

/* The end pane gets a second page beside the marks. */
void
jal_reader_redact_init (JalReaderPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *switcher = gtk_stack_switcher_new ();
  g_autoptr (GtkWidget) marks = g_object_ref (GTK_WIDGET (self->pane));
  JalReaderRedacting *redacting = g_new0 (JalReaderRedacting, 1);

  redacting->redactions = g_list_store_new (JAL_TYPE_REDACTION);
  redacting->of_case = g_list_store_new (JAL_TYPE_REDACTION);
  redacting->side = GTK_STACK (gtk_stack_new ());
  redacting->pane = JAL_REDACT_PANE (jal_redact_pane_new ());
  redacting->goal = JAL_ID_NONE;
  g_object_set_data_full (G_OBJECT (self), "jal-redacting", redacting, free_redacting);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_object_set (self->split, "pane", box, NULL);
  gtk_widget_add_css_class (box, "end-pane");
  gtk_stack_set_hhomogeneous (redacting->side, FALSE);
  gtk_stack_add_titled (redacting->side, marks, "marks", _ ("Marks"));
  gtk_stack_add_titled (redacting->side, GTK_WIDGET (redacting->pane), "redactions", _ ("Redactions"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), redacting->side);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_vexpand (GTK_WIDGET (redacting->side), TRUE);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (redacting->side));
  jal_page_view_add_redacting (self->view, G_LIST_MODEL (redacting->redactions), &funcs, self);
  g_signal_connect_object (redacting->pane, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (redacting->pane, "focused", G_CALLBACK (focused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (redacting->pane, "case-wanted", G_CALLBACK (jal_reader_redact_read), self, G_CONNECT_SWAPPED);
  jal_reader_redact_update (self);
}
