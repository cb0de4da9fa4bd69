/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The reader: one document, its pages, its marks.
 *
 *  1. A document is read through a JalPageSource; another document gets another source, and the old one is dropped.
 *  2. The vault is the only place where marks are: the list is read again after every change, wherever it came from.
 *  3. Where one was in each document is remembered until the vault locks, and only here.
 */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-page-view-redact.h"
#include "app/reader/jal-reader-clipboard.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/reader/jal-reader-redact.h"
#include "app/shell/jal-error-text.h"
#include "app/evidence/jal-custody-verbs.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalReaderPage, jal_reader_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

static void close_document (JalReaderPage *self);

/* The pages that one looks at come first: starting a worker takes a processor. */
#define PREPARE_AFTER_MS 600
/* Hashing the document anew takes the processors from its first pages: it begins so long after one of them is sharp. */
#define WATCH_AFTER_MS 2000

/* --- The document's row and marks --------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId id;
} Question;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static Question *
new_question (JalReaderPage *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->id = self->document_id;
  return question;
}

static gpointer
document_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_evidence_get (question->store, question->id, error);
}

/* A newer version has taken the document's place, or has been taken back: what is open is another file. */
static gboolean
reopen_cb (gpointer data)
{
  JalReaderPage *self = data;
  JalId id = self->document_id;

  if (self->store == NULL || jal_id_is_none (id))
    return G_SOURCE_REMOVE;
  jal_marks_pane_set_marks (self->pane, NULL, NULL);
  close_document (self);
  jal_reader_page_show (self, id, 0);
  return G_SOURCE_REMOVE;
}

void
jal_reader_page_close (JalReaderPage *self)
{
  jal_marks_pane_set_marks (self->pane, NULL, NULL);
  close_document (self);
}

void
jal_reader_page_reopen (JalReaderPage *self)
{
  reopen_cb (self);
}

static void
document_read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  JalDocument *document = result;
  g_autofree char *words = NULL;
  gboolean changed;

  if (document == NULL)
    return; /* it was taken off the register: what is open stays readable */
  changed = self->document != NULL && (g_strcmp0 (self->document->sha256, document->sha256) != 0
                                        /* unlocked, or locked again */
                                        || (self->document->n_pages == 0) != (document->n_pages == 0));
  g_set_object (&self->document, document);
  if (changed)
    g_idle_add_full (G_PRIORITY_DEFAULT, reopen_cb, g_object_ref (self), g_object_unref);
  words = document->exhibit != NULL && *document->exhibit != '\0'
              ? g_strdup_printf ("%s · %s", document->exhibit, document->title)
              : g_strdup (document->title);
  jal_reader_page_set_title (self, words);
}

static gpointer
marks_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_marks_list (question->store, question->id, cancellable, error);
}

static gboolean
same_marks (GListModel *a, GListModel *b)
{
  if (g_list_model_get_n_items (a) != g_list_model_get_n_items (b))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (a); i++)
    {
      g_autoptr (JalMark) first = g_list_model_get_item (a, i);
      g_autoptr (JalMark) second = g_list_model_get_item (b, i);

      if (!jal_id_equal (first->id, second->id) || first->modified_at != second->modified_at
          || first->document_page != second->document_page || !g_str_equal (first->text, second->text)
          || !g_str_equal (first->audience, second->audience) || !g_str_equal (first->color, second->color))
        return FALSE;
    }
  return TRUE;
}

static void
marks_read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *marks = result;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  if (same_marks (G_LIST_MODEL (self->marks), marks))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    g_ptr_array_add (all, g_list_model_get_item (marks, i));
  g_list_store_splice (self->marks, 0, g_list_model_get_n_items (G_LIST_MODEL (self->marks)), all->pdata, all->len);
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  jal_reader_page_update_actions (self);
}

void
jal_reader_page_read_marks (JalReaderPage *self)
{
  if (self->store != NULL && !jal_id_is_none (self->document_id))
    {
      jal_task_renew (self, marks_work, marks_work, new_question (self), free_question, g_object_unref, marks_read_cb);
      jal_reader_page_read_received (self);
    }
  jal_reader_redact_read (self);
}

/* --- A worker in reserve ------------------------------------------------------------------------------------------ */

static gpointer
prepare_work (gpointer data, GCancellable *cancellable, GError **error)
{
  jal_reader_prepare ();
  /* The vault was locked meanwhile: no worker outlives that. */
  if (g_cancellable_is_cancelled (cancellable))
    jal_reader_forget_prepared ();
  return NULL;
}

static void
prepared_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
}

/* The next document finds a worker that has started already. Its owner is the view: closing a document ends the page's own
   tasks. */
static void
prepare_worker (JalReaderPage *self)
{
  jal_task_run (self->view, prepare_work, prepare_work, NULL, NULL, NULL, prepared_cb);
}

/* --- The source --------------------------------------------------------------------------------------------------- */

static gboolean
watch_cb (gpointer data)
{
  JalReaderPage *self = data;

  self->watch_soon = 0;
  jal_custody_verbs_watch (GTK_WIDGET (self), self->store, self->document_id);
  jal_reader_page_look_for_received (self);
  return G_SOURCE_REMOVE;
}

static void
watch_soon (JalReaderPage *self)
{
  if (self->watched)
    return;
  self->watched = TRUE;
  self->watch_soon = g_timeout_add (WATCH_AFTER_MS, watch_cb, self);
}

static void
settled_cb (JalReaderPage *self)
{
  if (!self->watched && jal_page_source_is_settled (self->source, jal_page_view_get_page (self->view)))
    watch_soon (self);
  jal_reader_page_find_placed (self);
}

static void
show_trouble (JalReaderPage *self, const GError *error)
{
  g_autofree char *words = jal_error_text (error);

  adw_status_page_set_description (self->trouble, words);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  jal_reader_page_update_actions (self);
}

static void
failed_cb (JalReaderPage *self, const GError *error)
{
  if (g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED))
    jal_reader_page_ask_password (self);
  else
    show_trouble (self, error);
  watch_soon (self);
}

static void
update_page (JalReaderPage *self)
{
  guint n = self->source != NULL ? jal_page_source_get_n_pages (self->source) : 0;
  guint page = n > 0 ? jal_page_view_get_page (self->view) : 0;
  const JalPageInfo *info = n > 0 ? jal_page_source_get_info (self->source, page) : NULL;
  g_autofree char *plain = g_strdup_printf ("%u", n > 0 ? page + 1 : 0);
  const char *number = info != NULL && *info->label != '\0' ? info->label : plain;
  /* Translators: beside the box with a page's own label ("iv"): which page of how many it is. */
  g_autofree char *count = g_str_equal (number, plain) ? g_strdup_printf (_ ("of %u"), n)
                                                      : g_strdup_printf (_ ("(%u of %u)"), page + 1, n);

  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->page_entry)))))
    gtk_editable_set_text (GTK_EDITABLE (self->page_entry), number);
  gtk_label_set_text (self->page_count, count);
  if (n > 0)
    jal_thumbnails_pane_set_page (self->thumbnails, jal_page_view_get_page (self->view));
  jal_reader_page_update_text (self);
  jal_reader_page_update_actions (self);
}

static void
update_zoom (JalReaderPage *self)
{
  /* A point is a 72nd of an inch, a pixel a 96th. */
  g_autofree char *words = g_strdup_printf ("%.0f %%", jal_page_view_get_zoom (self->view) * 72 / 96 * 100);

  gtk_menu_button_set_label (self->zoom_button, words);
}

static void
opened_cb (JalReaderPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "pages");
  if (jal_page_source_get_left_place (self->source, &self->start))
    jal_reader_page_set_night (self, self->start.night);
  /* The place first: nothing else is to be made before what one wants to see. */
  jal_page_view_set_place (self->view, &self->start);
  jal_page_view_opened (self->view);
  jal_reader_page_set_contents (self, self->source);
  update_page (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static double
foresee_cb (gpointer data, const JalPagePlace *left, guint n_pages, guint page, const JalPageInfo *info, guint *rotation)
{
  JalReaderPage *self = data;
  const JalPagePlace *place = left != NULL ? left : &self->start;

  *rotation = place->rotation;
  return jal_page_view_foresee_scale (self->view, place, n_pages, page, info);
}

static gboolean
prepare_cb (gpointer data)
{
  JalReaderPage *self = data;

  self->prepare_soon = 0;
  prepare_worker (self);
  return G_SOURCE_REMOVE;
}

static void
page_cb (JalReaderPage *self, guint page)
{
  if (!self->worker_prepared)
    {
      self->worker_prepared = TRUE;
      self->prepare_soon = g_timeout_add (PREPARE_AFTER_MS, prepare_cb, self);
    }
  settled_cb (self);
  if (page == jal_page_view_get_page (self->view))
    {
      jal_reader_page_update_text (self);
      jal_reader_page_update_again (self);
    }
  if (self->pending != NULL)
    jal_reader_page_mark_selection (self, self->pending);
}

static void
keep_place (JalReaderPage *self)
{
  g_autofree char *text = NULL;
  JalPagePlace place;

  if (jal_id_is_none (self->document_id) || self->source == NULL || jal_page_source_get_n_pages (self->source) == 0)
    return;
  jal_page_view_get_place (self->view, &place);
  text = jal_page_place_to_text (&place);
  jal_document_note_place (self->store, self->document_id, text);
  g_hash_table_replace (self->places, g_memdup2 (&self->document_id, sizeof (JalId)), g_memdup2 (&place, sizeof place));
}

static void
close_document (JalReaderPage *self)
{
  /* Before the marks go: a key may still be held down. */
  jal_page_view_hand_settle (self->view);
  jal_page_view_redact_settle (self->view);
  jal_task_cancel_all (self);
  jal_page_view_reshape_kept (self->view);
  g_clear_handle_id (&self->watch_soon, g_source_remove);
  self->watched = FALSE;
  jal_reader_redact_close (self);
  jal_reader_page_arm (self, NULL);
  jal_reader_page_close_find (self);
  jal_reader_page_forget_password (self);
  self->document_id = JAL_ID_NONE;
  self->pending = NULL;
  self->text_page = 0;
  self->worker_prepared = FALSE;
  self->received_more = FALSE;
  g_clear_handle_id (&self->prepare_soon, g_source_remove);
  g_clear_object (&self->document);
  gtk_text_buffer_set_text (self->text, "", 0);
  gtk_editable_set_text (GTK_EDITABLE (self->find_entry), "");
  jal_reader_page_set_title (self, "");
  g_list_store_remove_all (self->marks);
  jal_reader_history_clear (self->history);
  jal_reader_page_set_contents (self, NULL);
  jal_page_view_set_source (self->view, NULL);
  if (self->source != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->source, self);
      jal_page_source_drop (self->source);
      g_clear_object (&self->source);
    }
  gtk_stack_set_visible_child_name (self->stack, "none");
}

void
jal_reader_page_show (JalReaderPage *self, JalId document_id, guint page)
{
  JalPagePlace *place;

  g_return_if_fail (JAL_IS_READER_PAGE (self));

  if (self->store == NULL)
    return;
  if (jal_id_equal (self->document_id, document_id) && self->source != NULL)
    {
      if (page > 0)
        {
          jal_reader_page_leave (self);
          jal_page_view_show_page (self->view, page);
        }
      jal_reader_page_read_marks (self);
      return;
    }
  keep_place (self);
  jal_marks_pane_set_marks (self->pane, NULL, NULL);
  close_document (self);
  self->document_id = document_id;
  place = g_hash_table_lookup (self->places, &document_id);
  self->start = place != NULL ? *place : (JalPagePlace){ 0 };
  if (page > 0 || place == NULL)
    {
      self->start.page = page;
      self->start.y = -0.005;
    }
  self->source = jal_page_source_new ();
  g_signal_connect_object (self->source, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "sizes", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "hits", G_CALLBACK (jal_reader_page_find_hits), self, G_CONNECT_SWAPPED);
  jal_page_source_set_foresee (self->source, foresee_cb, self);
  jal_page_view_set_source (self->view, self->source);
  jal_marks_pane_set_marks (self->pane, self->store, G_LIST_MODEL (self->marks));
  gtk_stack_set_visible_child_name (self->stack, "opening");
  jal_page_source_open (self->source, self->store, document_id, page > 0 || place != NULL ? (int)self->start.page : -1);
  jal_task_renew (self, document_work, document_work, new_question (self), free_question, g_object_unref,
                  document_read_cb);
  jal_reader_page_read_marks (self);
  jal_reader_page_read_meanings (self);
  jal_reader_page_update_actions (self);
}

/* --- What the view tells ------------------------------------------------------------------------------------------ */

static void
selection_changed_cb (JalReaderPage *self)
{
  self->pending = NULL;
  jal_reader_page_select_in_text (self);
  jal_reader_page_update_actions (self);
}

static void
selected_cb (JalReaderPage *self)
{
  if (self->armed != NULL)
    jal_reader_page_mark_selection (self, self->armed);
}

static void
placed_cb (JalReaderPage *self, guint page, double x, double y)
{
  jal_reader_page_place_note (self, page, (JalPoint){ x, y });
}

static void
mark_chosen_cb (JalReaderPage *self, const char *hex)
{
  JalId id;

  if (!jal_id_parse (hex, &id))
    return;
  jal_reader_redact_show_marks (self);
  jal_marks_pane_choose (self->pane, id);
  jal_reader_redact_choose (self, JAL_ID_NONE);
  jal_page_view_set_chosen (self->view, id);
  jal_reader_page_update_actions (self);
}

static void
pane_chosen_cb (JalReaderPage *self, JalMark *mark)
{
  jal_reader_redact_choose (self, JAL_ID_NONE);
  jal_page_view_set_chosen (self->view, mark->id);
  jal_reader_page_update_actions (self);
}

static void
pane_activated_cb (JalReaderPage *self, JalMark *mark)
{
  jal_reader_page_goto_mark (self, mark);
}

static void
page_entered_cb (JalReaderPage *self)
{
  const char *label = gtk_editable_get_text (GTK_EDITABLE (self->page_entry));
  int page = self->source != NULL ? jal_page_source_find_label (self->source, label) : -1;

  if (page >= 0)
    {
      jal_reader_page_leave (self);
      jal_page_view_show_page (self->view, (guint)page);
    }
  else if (self->source != NULL && *label != '\0')
    jal_shell_toast (GTK_WIDGET (self), _ ("This document has no such page"));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  update_page (self);
}

/* The text view has put the words there itself. */
static void
text_copied_cb (JalReaderPage *self)
{
  jal_reader_clipboard_watch (GTK_WIDGET (self), JAL_READER_CLIPBOARD_SECONDS);
}

static void
find_stopped_cb (JalReaderPage *self)
{
  jal_reader_page_close_find (self);
}

static void
find_next_cb (JalReaderPage *self)
{
  jal_reader_page_find_step (self, TRUE);
}

static void
find_previous_cb (JalReaderPage *self)
{
  jal_reader_page_find_step (self, FALSE);
}

/* --- A page of the case ------------------------------------------------------------------------------------------- */

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalReaderPage *self = JAL_READER_PAGE (page);
  gboolean same = self->court_case != NULL && court_case != NULL && jal_id_equal (self->court_case->id, court_case->id);

  if (!same)
    {
      keep_place (self);
      jal_marks_pane_set_marks (self->pane, NULL, NULL);
      close_document (self);
    }
  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  if (store != NULL)
    prepare_worker (self);
  jal_reader_page_update_actions (self);
}

static void
refresh (JalCasePage *page)
{
  JalReaderPage *self = JAL_READER_PAGE (page);

  if (self->store == NULL || jal_id_is_none (self->document_id))
    return;
  jal_task_renew (self, document_work, document_work, new_question (self), free_question, g_object_unref,
                  document_read_cb);
  jal_reader_page_read_marks (self);
}

static void
drop (JalCasePage *page)
{
  JalReaderPage *self = JAL_READER_PAGE (page);

  if (self->store == NULL)
    return;
  keep_place (self);
  jal_marks_pane_drop (self->pane);
  close_document (self);
  jal_task_line_finish (self);
  jal_task_cancel_all (self->view);
  jal_reader_forget_prepared ();
  g_hash_table_remove_all (self->places);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static void
find (JalCasePage *page)
{
  jal_reader_page_show_find (JAL_READER_PAGE (page));
}

gboolean
jal_reader_page_is_beside (JalReaderPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL, *side = NULL;

  g_object_get (self->split, "pane", &side, NULL);
  g_object_unref (side); /* the split keeps it */
  return focus != NULL && gtk_widget_is_ancestor (focus, side);
}

static gboolean
escape (JalCasePage *page)
{
  JalReaderPage *self = JAL_READER_PAGE (page);

  if (self->armed != NULL)
    jal_reader_page_arm (self, NULL);
  else if (jal_reader_page_close_find (self))
    return TRUE;
  else if (jal_page_view_leave_link (self->view))
    jal_reader_page_update_actions (self);
  else if (jal_page_view_has_selection (self->view))
    jal_page_view_select (self->view, 0, 0, 0);
  else if (jal_reader_page_is_beside (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  else
    return FALSE;
  return TRUE;
}

static gboolean
back (JalCasePage *page)
{
  return jal_reader_page_step (JAL_READER_PAGE (page), FALSE);
}

static void
link_activated_cb (JalReaderPage *self, const JalLead *link)
{
  jal_reader_page_follow (self, link);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_READER_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "reader";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->find = find;
  iface->escape = escape;
  iface->back = back;
  iface->get_actions = get_actions;
  iface->get_verbs = jal_reader_page_get_verbs;
}

static void
jal_reader_page_dispose (GObject *object)
{
  JalReaderPage *self = JAL_READER_PAGE (object);

  g_clear_handle_id (&self->room_idle, g_source_remove);
  g_clear_handle_id (&self->find_soon, g_source_remove);
  drop (JAL_CASE_PAGE (self));
  g_clear_object (&self->marks);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_reader_page_parent_class)->dispose (object);
}

static void
jal_reader_page_finalize (GObject *object)
{
  g_hash_table_unref (JAL_READER_PAGE (object)->places);
  jal_reader_history_free (JAL_READER_PAGE (object)->history);
  g_strfreev (JAL_READER_PAGE (object)->meanings);
  G_OBJECT_CLASS (jal_reader_page_parent_class)->finalize (object);
}

static void
jal_reader_page_class_init (JalReaderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_reader_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_reader_page_finalize;
  g_type_ensure (JAL_TYPE_SPLIT);
  g_type_ensure (JAL_TYPE_PAGE_VIEW);
  g_type_ensure (JAL_TYPE_MARKS_PANE);
  g_type_ensure (JAL_TYPE_THUMBNAILS_PANE);
  g_type_ensure (JAL_TYPE_OUTLINE_PANE);
  g_type_ensure (JAL_TYPE_HITS_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-reader-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, color_menu);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, lock_entry);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, lock_trouble);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, lock_spinner);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, contents_split);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, contents);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, outline);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, hits);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, split);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, title);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, title_below);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, page_entry);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, page_count);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, find_entry);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, find_count);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, find_note);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, hint);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, again);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, view);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, text_panel);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, text_view);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, text);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, pane);
  gtk_widget_class_bind_template_child (widget_class, JalReaderPage, page_menu);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_update_lock_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_page);
  gtk_widget_class_bind_template_callback (widget_class, update_zoom);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, placed_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_follow);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_thumb_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_hit_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_reader_page_find_changed);
}

static void
jal_reader_page_init (JalReaderPage *self)
{
  self->document_id = JAL_ID_NONE;
  self->places = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, g_free);
  self->marks = g_list_store_new (JAL_TYPE_MARK);
  self->history = jal_reader_history_new ();
  self->actions = g_simple_action_group_new ();
  jal_reader_page_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_reader_redact_init (self);
  jal_page_view_set_marks (self->view, G_LIST_MODEL (self->marks));
  jal_page_view_set_menu (self->view, self->page_menu);
  jal_reader_page_add_marks (self);
  jal_reader_page_add_unlock (self);
  jal_reader_page_add_received (self);
  jal_reader_page_add_room (self);
  jal_reader_page_read_meanings (self);
  g_signal_connect_object (self->text, "mark-set", G_CALLBACK (jal_reader_page_select_from_text), self,
                           G_CONNECT_SWAPPED);
  jal_reader_page_update_actions (self);
}
