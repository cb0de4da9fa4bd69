/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The register of the case: every document taken in, searched and filtered, with its details at the end.
 *
 *  1. The list is changed only where it differs, so that the selection and the scroll position outlive a refresh.
 *  2. The verbs are in jal-evidence-actions.c, the columns in jal-evidence-columns.c.
 */
#include <glib/gi18n-lib.h>

#include "app/evidence/jal-evidence-page-private.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-flow-box.h"
#include "app/shell/jal-pending.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalEvidencePage, jal_evidence_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

JalDocument *
jal_evidence_page_get_chosen (JalEvidencePage *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

/* --- Searching ------------------------------------------------------------------------------------------------------ */

static gboolean
matches (gpointer item, gpointer user_data)
{
  JalEvidencePage *self = user_data;
  JalDocument *document = item;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (gtk_toggle_button_get_active (self->exhibits_chip) && document->exhibit == NULL)
    return FALSE;
  if (gtk_toggle_button_get_active (self->undated_chip) && document->date != JAL_DATE_NONE)
    return FALSE;
  if (gtk_toggle_button_get_active (self->protected_chip) && g_strcmp0 (document->sensitivity, "normal") == 0)
    return FALSE;
  if (gtk_toggle_button_get_active (self->marked_chip) && document->n_marks == 0)
    return FALSE;
  if (self->folded == NULL || *self->folded == '\0')
    return TRUE;
  all = g_strjoin (" ", document->title, document->exhibit != NULL ? document->exhibit : "", jal_shown_doctype (document->kind),
                   document->source_name, document->note, NULL);
  folded = jal_text_fold (all);
  return strstr (folded, self->folded) != NULL;
}

static void
show_list (JalEvidencePage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->documents)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "nothing");
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
searched_cb (JalEvidencePage *self)
{
  if (self->filter == NULL)
    return;
  g_free (self->folded);
  self->folded = jal_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_list (self);
}

static void
search_left_cb (JalEvidencePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

/* Whether the row on screen would look, and behave, the same. */
static gboolean
is_same (JalDocument *a, JalDocument *b)
{
  return jal_id_equal (a->id, b->id) && g_str_equal (a->title, b->title) && g_str_equal (a->kind, b->kind) && a->date == b->date
         && g_strcmp0 (a->exhibit, b->exhibit) == 0 && g_str_equal (a->language, b->language)
         && g_str_equal (a->sensitivity, b->sensitivity) && g_str_equal (a->note, b->note) && a->n_pages == b->n_pages
         && a->n_marks == b->n_marks && a->exhibit_clash == b->exhibit_clash;
}

static gboolean
is_same_at (GListModel *a, guint at_a, GListModel *b, guint at_b)
{
  g_autoptr (JalDocument) first = g_list_model_get_item (a, at_a);
  g_autoptr (JalDocument) second = g_list_model_get_item (b, at_b);

  return is_same (first, second);
}

/* Replaces the rows between the first and the last that differ. */
static void
take_over (GListStore *shown, GListModel *now)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (shown));
  guint n_now = g_list_model_get_n_items (now);
  guint head = 0;
  guint tail = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (head < MIN (n_shown, n_now) && is_same_at (G_LIST_MODEL (shown), head, now, head))
    head++;
  while (tail < MIN (n_shown, n_now) - head && is_same_at (G_LIST_MODEL (shown), n_shown - 1 - tail, now, n_now - 1 - tail))
    tail++;
  for (guint i = head; i < n_now - tail; i++)
    g_ptr_array_add (added, g_list_model_get_item (now, i));
  if (added->len > 0 || n_shown - head - tail > 0)
    g_list_store_splice (shown, head, n_shown - head - tail, added->pdata, added->len);
}

static void
select_id (JalEvidencePage *self, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (jal_id_equal (document->id, id))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

static void
selected_cb (JalEvidencePage *self)
{
  jal_document_pane_show (self->pane, self->store, jal_evidence_page_get_chosen (self));
  jal_evidence_page_update_actions (self);
}

typedef struct
{
  JalStore *store;
  JalId case_id;
} Question;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_evidence_list (question->store, question->case_id, cancellable, error);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalEvidencePage *self = owner;
  JalDocument *chosen = jal_evidence_page_get_chosen (self);
  JalId id = chosen != NULL ? chosen->id : JAL_ID_NONE;
  gboolean had_focus = jal_accessible_get_focus_child (GTK_WIDGET (self->view)) != NULL;

  if (error != NULL)
    {
      jal_pending_fail (self->stack, error);
      return;
    }
  take_over (self->documents, result);
  if (!jal_id_is_none (id))
    select_id (self, id);
  show_list (self);
  /* The row that had the keys may be another one now: content erased, a title changed. */
  if (had_focus && jal_accessible_get_focus_child (GTK_WIDGET (self->view)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  selected_cb (self);
}

static void
refresh (JalCasePage *page)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);
  Question *question;

  if (self->store == NULL || self->court_case == NULL)
    return;
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->case_id = self->court_case->id;
  jal_task_renew (self, list_work, list_work, question, free_question, g_object_unref, listed_cb);
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);
  gboolean same
      = self->court_case != NULL && court_case != NULL && jal_id_equal (self->court_case->id, court_case->id);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  if (!same)
    {
      /* What is still being read of the case before would be shown as this one's. */
      jal_task_forget (self, list_work);
      g_list_store_remove_all (self->documents);
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      jal_pending_begin (self->stack);
    }
  jal_evidence_page_update_actions (self);
}

static void
drop (JalCasePage *page)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);

  jal_task_cancel_all (self);
  if (self->card != NULL)
    {
      jal_import_card_drop (self->card);
      jal_document_pane_drop (self->pane);
    }
  if (self->documents != NULL)
    g_list_store_remove_all (self->documents);
  g_clear_pointer (&self->folded, g_free);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static void
find (JalCasePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (JAL_EVIDENCE_PAGE (page)->search));
}

static gboolean
escape (JalCasePage *page)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    return FALSE;
  search_left_cb (self);
  return TRUE;
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_EVIDENCE_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "evidence";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->find = find;
  iface->escape = escape;
  iface->get_actions = get_actions;
  iface->get_verbs = jal_evidence_page_get_verbs;
}

/* --- The class -------------------------------------------------------------------------------------------------- */

static void
row_activated_cb (JalEvidencePage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "open", NULL);
}

static void
import_finished_cb (JalEvidencePage *self)
{
  jal_evidence_page_update_actions (self);
  refresh (JAL_CASE_PAGE (self));
}

static void
pane_shown_cb (JalEvidencePage *self)
{
  GAction *details = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "details");

  g_simple_action_set_state (G_SIMPLE_ACTION (details), g_variant_new_boolean (jal_split_get_show_pane (self->split)));
}

static void
jal_evidence_page_dispose (GObject *object)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (object);

  drop (JAL_CASE_PAGE (self));
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->documents);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_evidence_page_parent_class)->dispose (object);
}

static void
jal_evidence_page_class_init (JalEvidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_evidence_page_dispose;
  g_type_ensure (JAL_TYPE_SPLIT);
  g_type_ensure (JAL_TYPE_DOCUMENT_PANE);
  g_type_ensure (JAL_TYPE_IMPORT_CARD);
  g_type_ensure (JAL_TYPE_PENDING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-evidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, split);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, search);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, view);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, pane);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, card);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, exhibits_chip);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, undated_chip);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, protected_chip);
  gtk_widget_class_bind_template_child (widget_class, JalEvidencePage, marked_chip);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_shown_cb);
}

/* Keys that belong to the list alone. */
static void
add_list_keys (JalEvidencePage *self)
{
  static const struct
  {
    const char *accel;
    const char *action;
  } keys[] = {
    { "Delete", "evidence.remove" },
    { "<Shift>Delete", "evidence.erase" },
    { "F2", "evidence.rename" },
    { "<Alt>Up", "evidence.move-up" },
    { "<Alt>Down", "evidence.move-down" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].accel), gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
jal_evidence_page_init (JalEvidencePage *self)
{
  jal_evidence_page_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_flow_box_mend (GTK_FLOW_BOX (gtk_widget_get_ancestor (GTK_WIDGET (self->exhibits_chip), GTK_TYPE_FLOW_BOX)));

  self->documents = g_list_store_new (JAL_TYPE_DOCUMENT);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->documents)), GTK_FILTER (self->filter));
  jal_evidence_page_add_columns (self->view);
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (self->filtered), g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  add_list_keys (self);
  jal_evidence_page_update_actions (self);
}
