/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Redacting in the reader: R on a selection, R and a drawn box, the review beside the page, the copy that is saved. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-page-view-redact.h"
#include "app/reader/jal-protected-names.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/reader/jal-reader-redact.h"
#include "app/reader/jal-redact-names.h"
#include "app/reader/jal-redact-pane.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "release/jal-redacted-copy.h"

/* Hangs on the page: what it owns lives as long as it does. */
typedef struct
{
  GListStore *redactions; /* of JalRedaction */
  GtkWidget *pane;        /* JalRedactPane */
  GtkWidget *side;        /* GtkStack: marks, redactions */
  gboolean known;         /* the redactions of the open document have been read */
  gboolean wanted;        /* a redacted copy, as soon as it can be made */
} Redacting;

static Redacting *
get (JalReaderPage *self)
{
  return g_object_get_data (G_OBJECT (self), "jal-redacting");
}

static JalRedactPane *
get_pane (JalReaderPage *self)
{
  return JAL_REDACT_PANE (get (self)->pane);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
} Question;

typedef struct
{
  GListStore *redactions;
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
  g_clear_pointer (&answer->hidden, g_array_unref);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  GListStore *redactions = jal_redactions_list (question->store, question->document_id, cancellable, error);
  Answer *answer;

  if (redactions == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->redactions = redactions;
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

/* Rows that are the same are not made anew: who is busy with one keeps the focus. */
static gboolean
is_same (GListModel *shown, GListModel *read)
{
  guint n = g_list_model_get_n_items (read);

  if (g_list_model_get_n_items (shown) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) one = g_list_model_get_item (shown, i), other = g_list_model_get_item (read, i);

      if (!jal_id_equal (one->id, other->id) || one->document_page != other->document_page || !g_str_equal (one->state, other->state)
          || !g_str_equal (one->reach, other->reach) || !g_str_equal (one->reason, other->reason))
        return FALSE;
    }
  return TRUE;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  Answer *answer = result;
  guint n = answer != NULL ? g_list_model_get_n_items (G_LIST_MODEL (answer->redactions)) : 0;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *warning = NULL;

  if (answer == NULL)
    {
      /* Somebody waits for it. */
      if (get (self)->wanted)
        jal_shell_report (owner, error);
      get (self)->wanted = FALSE;
      return;
    }
  get (self)->known = TRUE;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (answer->redactions), i));
  if (!is_same (G_LIST_MODEL (get (self)->redactions), G_LIST_MODEL (answer->redactions)))
    g_list_store_splice (get (self)->redactions, 0, g_list_model_get_n_items (G_LIST_MODEL (get (self)->redactions)), items->pdata,
                         n);
  if (answer->hidden != NULL && answer->hidden->len > 0)
    {
      g_autofree char *pages = list_pages (answer->hidden);

      warning = g_strdup_printf (_ ("As this file was received, words can be read on it that are covered or cannot be seen: "
                                    "page %s. Redact them before you pass it on."),
                                 pages);
    }
  jal_redact_pane_set_warning (get_pane (self), warning);
  jal_reader_redact_update (self);
}

void
jal_reader_redact_read (JalReaderPage *self)
{
  Question *question;

  if (get (self) == NULL || self->store == NULL || jal_id_is_none (self->document_id))
    return;
  question = g_new0 (Question, 1);
  *question = (Question){ g_object_ref (self->store), self->document_id };
  jal_redact_pane_set (get_pane (self), self->store, G_LIST_MODEL (get (self)->redactions));
  jal_task_renew (self, read_work, read_work, question, free_question, free_answer, read_cb);
}

void
jal_reader_redact_close (JalReaderPage *self)
{
  if (get (self) == NULL)
    return;
  get (self)->known = get (self)->wanted = FALSE;
  g_list_store_remove_all (get (self)->redactions);
  jal_redact_pane_set (get_pane (self), NULL, NULL);
  jal_redact_pane_set_warning (get_pane (self), NULL);
  jal_redact_pane_set_progress (get_pane (self), -1);
}

/* --- Making --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
  GPtrArray *selected; /* nullable, of JalSelectedText */
  guint page;
  JalBox area;
  const char *reason;
} Making;

static void
free_making (gpointer data)
{
  Making *making = data;

  g_object_unref (making->store);
  g_clear_pointer (&making->selected, g_ptr_array_unref);
  g_free (making);
}

static gboolean
make_of_words (Making *making, GError **error)
{
  g_autofree JalRedactionDraft *drafts = g_new0 (JalRedactionDraft, making->selected->len);
  g_autoptr (GPtrArray) quads = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < making->selected->len; i++)
    {
      const JalSelectedText *selected = making->selected->pdata[i];
      JalMarkQuad *to = g_new0 (JalMarkQuad, MAX (selected->quads->len, 1));

      for (guint k = 0; k < selected->quads->len; k++)
        for (guint corner = 0; corner < 4; corner++)
          {
            to[k].x[corner] = g_array_index (selected->quads, JalQuad, k).corners[corner].x;
            to[k].y[corner] = g_array_index (selected->quads, JalQuad, k).corners[corner].y;
          }
      g_ptr_array_add (quads, to);
      drafts[i] = (JalRedactionDraft){ .document_id = making->document_id,
                                       .page = selected->page,
                                       .quads = to,
                                       .n_quads = selected->quads->len,
                                       .quoted = selected->text,
                                       .context_before = selected->before,
                                       .context_after = selected->after,
                                       .reason = making->reason,
                                       .origin = "text" };
    }
  return jal_redactions_add (making->store, drafts, making->selected->len, NULL, error);
}

static gpointer
make_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Making *making = data;

  if (making->selected != NULL)
    make_of_words (making, error);
  else
    jal_redactions_add_area (making->store, making->document_id, making->page, making->area, making->reason, NULL, cancellable,
                             error);
  return NULL;
}

static void
made_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  jal_shell_toast_undo (owner, _ ("Redacted in copies of this document"));
  jal_reader_redact_read (self);
}

static void
make (JalReaderPage *self, GPtrArray *selected, guint page, JalBox area)
{
  Making *making = g_new0 (Making, 1);

  *making = (Making){ g_object_ref (self->store), self->document_id, selected, page, area,
                      jal_redact_pane_get_reason (get_pane (self)) };
  jal_task_run (self, making, make_work, making, free_making, NULL, made_cb);
}

void
jal_reader_redact_selection (JalReaderPage *self)
{
  g_autoptr (GPtrArray) selected = NULL;

  if (self->store == NULL || self->source == NULL)
    return;
  selected = jal_page_view_dup_selected (self->view);
  self->pending = NULL;
  if (selected->len == 0)
    {
      /* The words of the page are still on their way. */
      if (jal_page_view_has_selection (self->view))
        self->pending = "redaction";
      return;
    }
  make (self, g_steal_pointer (&selected), 0, (JalBox){ 0 });
  jal_page_view_select (self->view, 0, 0, 0);
}

static void
area_cb (gpointer data, guint page, JalBox area)
{
  JalReaderPage *self = data;

  if (self->store != NULL && self->source != NULL)
    make (self, NULL, page, area);
}

static void
redact_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (jal_page_view_has_selection (self->view))
    jal_reader_redact_selection (self);
  else if (g_strcmp0 (self->armed, "redaction") == 0)
    jal_reader_page_arm (self, NULL);
  else
    {
      jal_reader_page_arm (self, "redaction");
      gtk_label_set_text (self->hint_label, _ ("Select words, or draw a box beside them, to redact. Esc ends it."));
    }
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
  GtkStack *side = GTK_STACK (get (self)->side);
  gboolean shown = jal_split_get_show_pane (self->split)
                   && g_strcmp0 (gtk_stack_get_visible_child_name (side), "redactions") == 0;

  gtk_stack_set_visible_child_name (side, "redactions");
  jal_split_set_show_pane (self->split, !shown);
  if (!shown)
    jal_redact_pane_focus (get_pane (self));
}

static void
activated_cb (JalReaderPage *self, JalRedaction *redaction)
{
  const JalPageInfo *info;
  JalQuad quad;

  if (redaction->document_page < 0 || self->source == NULL)
    return;
  info = jal_page_source_get_info (self->source, (guint)redaction->document_page);
  if (info == NULL)
    {
      jal_page_view_show_page (self->view, (guint)redaction->document_page);
      return;
    }
  for (guint corner = 0; corner < 4; corner++)
    quad.corners[corner] = (JalPoint){ redaction->quads[0].x[corner], redaction->quads[0].y[corner] };
  jal_page_view_reveal (self->view, (guint)redaction->document_page, jal_geometry_quad_to_display (info, &quad));
}

/* --- The copy ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
  char *name;
  char *path;
  JalGuardTold told;
  guint n_received; /* (out) notes that came with the file and stayed out */
  JalSteps *steps;
} Saving;

static void
show_step (gpointer object, const JalStep *step)
{
  if (jal_task_is_busy (object, show_step))
    jal_redact_pane_set_progress (get_pane (object), jal_step_fraction (step));
}

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->name);
  g_free (saving->path);
  jal_guard_told_clear (&saving->told);
  jal_steps_free (saving->steps);
  g_free (saving);
}

static Saving *
copy_saving (const Saving *from)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->store = g_object_ref (from->store);
  saving->document_id = from->document_id;
  saving->name = g_strdup (from->name);
  jal_guard_told_decided (&saving->told, &from->told);
  return saving;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  g_auto (JalRedactedCopy) copy = { 0 };

  /* The file dialog has asked before replacing. */
  jal_redacted_copy_save (saving->store, saving->document_id, saving->path, TRUE, &saving->told, jal_steps_progress,
                          saving->steps, cancellable, &copy, error);
  jal_guard_told_take (&saving->told, &copy.told);
  saving->n_received = copy.n_received;
  return NULL;
}

static void save (GtkWidget *inside, Saving *saving);

/* The parts may stay: once more, into the same file. */
static void
parts_stay_cb (GtkWidget *inside, gpointer data)
{
  Saving *saving = copy_saving (data);

  saving->path = g_strdup (((Saving *)data)->path);
  save (inside, saving);
}

static void
tell_saved (GtkWidget *inside, const Saving *saving)
{
  g_autoptr (GString) body
      = g_string_new (_ ("It was opened again and searched, and none of the redacted words was found. It is outside the vault: "
                         "anyone who gets the file can read it. Look through it before you pass it on."));

  g_autofree char *let_go = jal_guard_told_dup_let_go (&saving->told);

  if (saving->n_received > 0)
    {
      g_string_append (body, "\n\n");
      g_string_append_printf (body,
                              g_dngettext (GETTEXT_PACKAGE, "%u note that came with the file is not in it.",
                                           "%u notes that came with the file are not in it.", saving->n_received),
                              saving->n_received);
    }
  if (let_go != NULL)
    g_string_append_printf (body, "\n\n%s", let_go);
  jal_dialog_tell (inside, _ ("The Redacted Copy Is Saved"), body->str);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  Saving *saving = data;

  jal_shell_release_lock (owner);
  if (get (self) != NULL)
    jal_redact_pane_set_progress (get_pane (self), -1);
  jal_reader_redact_update (self);
  if (error != NULL)
    {
      Saving *next = copy_saving (saving);

      next->path = g_strdup (saving->path);
      jal_guard_told_agree (&next->told, &saving->told);
      jal_refused_show (owner, saving->store, error, &saving->told, FALSE, parts_stay_cb, next, free_saving);
    }
  else
    tell_saved (owner, saving);
}

/* Takes @saving. */
static void
save (GtkWidget *inside, Saving *saving)
{
  JalReaderPage *self = JAL_READER_PAGE (inside);

  saving->steps = jal_steps_new (self, show_step);
  jal_shell_hold_lock (inside);
  if (!jal_task_run (inside, show_step, save_work, saving, free_saving, NULL, saved_cb))
    {
      jal_shell_release_lock (inside);
      return;
    }
  gtk_stack_set_visible_child_name (GTK_STACK (get (self)->side), "redactions");
  jal_split_set_show_pane (self->split, TRUE);
  jal_redact_pane_set_progress (get_pane (self), 0);
  jal_reader_redact_update (self);
}

static void
path_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Saving *saving = copy_saving (data);

  saving->path = g_strdup (paths[0]);
  save (inside, saving);
}

static void
agreed_cb (GtkWidget *inside, gpointer data)
{
  Saving *saving = copy_saving (data);
  /* Freed with the dialog: its name is needed now. */
  g_autofree char *name = g_strdup (saving->name);

  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save a Redacted Copy Outside the Vault"), _ ("_Save"), name,
                        path_chosen_cb, saving, free_saving);
}

static void
apply_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get (self)->redactions)), n_open = 0, n_left = 0;
  g_autofree char *body = NULL;
  Saving *saving;

  if (self->store == NULL || jal_id_is_none (self->document_id))
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (get (self)->redactions), i);

      n_open += g_str_equal (redaction->state, "pending") ? 1 : 0;
      n_left += g_str_equal (redaction->state, "rejected") ? 1 : 0;
    }
  saving = g_new0 (Saving, 1);
  saving->store = g_object_ref (self->store);
  saving->document_id = self->document_id;
  saving->name = g_strdup_printf ("%s.pdf", self->document != NULL && self->document->exhibit != NULL
                                                    && *self->document->exhibit != '\0'
                                                ? self->document->exhibit
                                                : _ ("redacted"));
  g_strdelimit (saving->name, "/\\:", '-');
  body = g_strdup_printf (_ ("Redactions to be burnt in: %u, of them not reviewed yet: %u. Rejected ones, which stay readable: "
                             "%u. The copy is searched for every redacted word before it is saved; the original is not "
                             "changed."),
                          n - n_left, n_open, n_left);
  jal_dialog_ask (GTK_WIDGET (self), _ ("Save a Redacted Copy?"), body, _ ("_Save…"), FALSE, agreed_cb, saving, free_saving);
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
  jal_task_cancel (data, show_step);
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
};

/* What a copy would be without: rejected ones stay readable. */
static guint
count_applied (JalReaderPage *self)
{
  GListModel *redactions = G_LIST_MODEL (get (self)->redactions);
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
  gboolean any = count_applied (self) > 0;

  if (self->store != NULL && !jal_id_is_none (self->document_id))
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), any ? "redact-apply" : "redact-names", NULL);
  return G_SOURCE_REMOVE;
}

static void
begin (JalReaderPage *self)
{
  get (self)->wanted = FALSE;
  g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, g_object_ref (self), g_object_unref);
}

void
jal_reader_redact_update (JalReaderPage *self)
{
  gboolean open = self->source != NULL && jal_page_source_get_n_pages (self->source) > 0;
  gboolean busy = jal_task_is_busy (self, show_step);

  if (get (self) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].name);
      gboolean enabled = open;

      if (g_str_equal (entries[i].name, "redact-apply"))
        enabled = open && !busy && count_applied (self) > 0;
      else if (g_str_equal (entries[i].name, "redact-cancel"))
        enabled = busy;
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
  if (get (self)->wanted && get (self)->known && open && !busy)
    begin (self);
}

void
jal_reader_redact_begin (JalReaderPage *self)
{
  g_return_if_fail (JAL_IS_READER_PAGE (self));

  get (self)->wanted = TRUE;
  jal_reader_redact_update (self);
}

static void
free_redacting (gpointer data)
{
  Redacting *redacting = data;

  g_object_unref (redacting->redactions);
  g_free (redacting);
}

/* The end pane gets a second page beside the marks. */
void
jal_reader_redact_init (JalReaderPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *switcher = gtk_stack_switcher_new ();
  g_autoptr (GtkWidget) marks = g_object_ref (GTK_WIDGET (self->pane));
  Redacting *redacting = g_new0 (Redacting, 1);

  redacting->redactions = g_list_store_new (JAL_TYPE_REDACTION);
  redacting->side = gtk_stack_new ();
  redacting->pane = jal_redact_pane_new ();
  g_object_set_data_full (G_OBJECT (self), "jal-redacting", redacting, free_redacting);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_object_set (self->split, "pane", box, NULL);
  gtk_widget_add_css_class (box, "end-pane");
  gtk_stack_set_hhomogeneous (GTK_STACK (redacting->side), FALSE);
  gtk_stack_add_titled (GTK_STACK (redacting->side), marks, "marks", _ ("Marks"));
  gtk_stack_add_titled (GTK_STACK (redacting->side), redacting->pane, "redactions", _ ("Redactions"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (redacting->side));
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_vexpand (redacting->side, TRUE);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), redacting->side);
  jal_page_view_add_redacting (self->view, G_LIST_MODEL (redacting->redactions), area_cb, self);
  g_signal_connect_object (redacting->pane, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  jal_reader_redact_update (self);
}
