/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The list of cases. */
#include "app/cases/jal-cases-pane.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-case-dialog.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-pending.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"
#include "cases/jal-cases.h"

struct _JalCasesPane
{
  AdwBin parent_instance;

  JalStore *store;      /* nullable */
  JalCase *open_case;   /* nullable */
  JalId wanted;         /* to be opened when the list arrives: a case just made */
  GtkFilterListModel *model;
  GtkCustomFilter *filter;
  char *folded; /* what is searched for */

  GtkStack *stack;
  GtkSearchEntry *search;
  GtkListBox *list;

  gboolean listed; /* the list was read since the vault was unlocked */
};

G_DEFINE_FINAL_TYPE (JalCasesPane, jal_cases_pane, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
matches (gpointer item, gpointer user_data)
{
  JalCasesPane *self = user_data;
  JalCase *court_case = item;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (self->folded == NULL || *self->folded == '\0')
    return TRUE;
  all = g_strjoin (" ", court_case->title, court_case->number != NULL ? court_case->number : "",
                   jal_shown_stage (court_case->stage), NULL);
  folded = jal_text_fold (all);
  return strstr (folded, self->folded) != NULL;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  JalCase *court_case = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *next = jal_shown_next (court_case);
  GtkWidget *title = gtk_label_new (jal_shown_case (court_case));
  GtkWidget *stage = gtk_label_new (jal_shown_stage (court_case->stage));
  GtkWidget *date = gtk_label_new (next);
  GtkWidget *labels[] = { title, stage, date };

  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (stage, "caption");
  gtk_widget_add_css_class (date, court_case->overdue || court_case->incomplete ? "warning" : "dim-label");
  gtk_widget_add_css_class (date, "caption");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_ellipsize (GTK_LABEL (labels[i]), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), labels[i]);
    }
  gtk_widget_add_css_class (box, "case-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "case", g_object_ref (court_case), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, jal_shown_case (court_case), -1);
  return row;
}

static GtkListBoxRow *
find_row (JalCasesPane *self, JalId id)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        return NULL;
      if (jal_id_equal (((JalCase *)g_object_get_data (G_OBJECT (row), "case"))->id, id))
        return row;
    }
}

static void
open_case (JalCasesPane *self, JalCase *court_case)
{
  g_set_object (&self->open_case, court_case);
  if (court_case != NULL)
    gtk_list_box_select_row (self->list, find_row (self, court_case->id));
  g_signal_emit (self, signals[CHOSEN], 0, court_case);
}

/* The keys move the selection with the focus; but what is marked here is the case that is shown beside it. */
static void
row_selected_cb (JalCasesPane *self, GtkListBoxRow *row)
{
  GtkListBoxRow *open = self->open_case != NULL ? find_row (self, self->open_case->id) : NULL;

  if (row != NULL && row != open)
    {
      if (open != NULL)
        gtk_list_box_select_row (self->list, open);
      else
        gtk_list_box_unselect_row (self->list, row);
    }
}

/* The rows are new: the focus goes back to the row of the same case. After unlocking it begins with the first. */
static void
focus_row (JalCasesPane *self, JalId id)
{
  GtkListBoxRow *row = jal_id_is_none (id) ? gtk_list_box_get_row_at_index (self->list, 0) : find_row (self, id);

  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
    jal_focus_give (GTK_WIDGET (row));
}

static void
row_activated_cb (JalCasesPane *self, GtkListBoxRow *row)
{
  open_case (self, g_object_get_data (G_OBJECT (row), "case"));
}

static void
searched_cb (JalCasesPane *self)
{
  g_free (self->folded);
  self->folded = jal_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->open_case != NULL)
    gtk_list_box_select_row (self->list, find_row (self, self->open_case->id));
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_cases_list (data, cancellable, error);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCasesPane *self = owner;
  GListModel *cases = result;
  JalCase *open = NULL;
  GtkWidget *focused = jal_accessible_get_focus_child (GTK_WIDGET (self->list));
  gboolean had_focus = focused != NULL;
  JalId at = focused != NULL ? ((JalCase *)g_object_get_data (G_OBJECT (focused), "case"))->id : JAL_ID_NONE;

  if (error != NULL)
    {
      jal_pending_fail (self->stack, error);
      return;
    }
  gtk_filter_list_model_set_model (self->model, cases);
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (cases) > 0 ? "list" : "empty");
  for (guint i = 0; i < g_list_model_get_n_items (cases); i++)
    {
      g_autoptr (JalCase) court_case = g_list_model_get_item (cases, i);

      if (jal_id_is_none (self->wanted) ? self->open_case != NULL && jal_id_equal (court_case->id, self->open_case->id)
                                        : jal_id_equal (court_case->id, self->wanted))
        open = court_case; /* kept alive by the list */
    }
  self->wanted = JAL_ID_NONE;
  /* Who has one case only does not choose. */
  if (!self->listed && open == NULL && g_list_model_get_n_items (cases) == 1)
    {
      g_autoptr (JalCase) only = g_list_model_get_item (cases, 0);

      open = only;
    }
  if (had_focus || !self->listed)
    focus_row (self, at);
  self->listed = TRUE;
  if (open != NULL || self->open_case != NULL)
    open_case (self, open);
}

/* --- Dialogs ------------------------------------------------------------------------------------------------------ */

static void
saved_cb (GtkWidget *widget, JalId case_id, gpointer data)
{
  JalCasesPane *self = JAL_CASES_PANE (widget);

  self->wanted = case_id;
  jal_cases_pane_refresh (self);
}

typedef struct
{
  JalStore *store;
  JalId id;
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->store);
  g_free (removal);
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Removal *removal = data;

  jal_cases_remove (removal->store, removal->id, error);
  return NULL;
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_shell_toast_undo (owner, _ ("The case was removed"));
}

static void
remove_agreed_cb (GtkWidget *widget, gpointer data)
{
  JalCasesPane *self = JAL_CASES_PANE (widget);
  Removal *removal;

  if (self->open_case == NULL)
    return;
  removal = g_new0 (Removal, 1);
  removal->store = g_object_ref (self->store);
  removal->id = self->open_case->id;
  jal_task_run (self, remove_agreed_cb, remove_work, removal, free_removal, NULL, removed_cb);
}

/* --- The class -------------------------------------------------------------------------------------------------- */

static void
jal_cases_pane_dispose (GObject *object)
{
  JalCasesPane *self = JAL_CASES_PANE (object);

  jal_cases_pane_drop (self);
  g_clear_pointer (&self->folded, g_free);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (jal_cases_pane_parent_class)->dispose (object);
}

static void
jal_cases_pane_class_init (JalCasesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_cases_pane_dispose;
  g_type_ensure (JAL_TYPE_PENDING);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  JAL_TYPE_CASE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-cases-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalCasesPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalCasesPane, search);
  gtk_widget_class_bind_template_child (widget_class, JalCasesPane, list);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
jal_cases_pane_init (JalCasesPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->model = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->model), make_row, self, NULL);
}

void
jal_cases_pane_set_store (JalCasesPane *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  g_set_object (&self->store, store);
  jal_cases_pane_refresh (self);
}

void
jal_cases_pane_refresh (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  if (self->store != NULL)
    jal_task_renew (self, jal_cases_pane_refresh, list_work, g_object_ref (self->store), g_object_unref, g_object_unref,
                    listed_cb);
}

void
jal_cases_pane_drop (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  jal_task_cancel_all (self);
  if (self->model != NULL)
    gtk_filter_list_model_set_model (self->model, NULL);
  if (self->stack != NULL)
    jal_pending_begin (self->stack);
  g_clear_object (&self->open_case);
  g_clear_object (&self->store);
}

void
jal_cases_pane_find (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
jal_cases_pane_open (JalCasesPane *self, JalId id)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  self->wanted = id;
  jal_cases_pane_refresh (self);
}

void
jal_cases_pane_leave (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  if (self->open_case == NULL)
    return;
  gtk_list_box_unselect_all (self->list);
  open_case (self, NULL);
}

void
jal_cases_pane_new_case (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  if (self->store != NULL)
    jal_case_dialog_present (GTK_WIDGET (self), self->store, NULL, saved_cb, NULL);
}

void
jal_cases_pane_edit_case (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  if (self->store != NULL && self->open_case != NULL)
    jal_case_dialog_present (GTK_WIDGET (self), self->store, self->open_case, saved_cb, NULL);
}

void
jal_cases_pane_remove_case (JalCasesPane *self)
{
  g_return_if_fail (JAL_IS_CASES_PANE (self));

  if (self->store != NULL && self->open_case != NULL)
    jal_dialog_ask (GTK_WIDGET (self), _ ("Remove This Case?"),
                    _ ("It leaves the list with its evidence, sessions and bundle. Undo brings it back whole."),
                    _ ("_Remove"), TRUE, remove_agreed_cb, NULL, NULL);
}
