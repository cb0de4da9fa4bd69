/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The marks beside the pages.
 *
 *  1. A row lives as long as its mark: a list that is read again changes rows in place, so that a note being written
 * keeps its cursor.
 *  2. Rows stand in the order of the model, with a heading a page.
 */
#include "app/reader/jal-marks-pane.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-row.h"
#include "app/shell/jal-task.h"

struct _JalMarksPane
{
  AdwBin parent_instance;

  JalStore *store;   /* nullable */
  GListModel *marks; /* nullable */
  GHashTable *rows;  /* JalId * → JalMarkRow, borrowed */
  JalId wanted;      /* to be chosen when it arrives */
  gboolean write;    /* … with the cursor in its note */
  gboolean quiet;    /* the selection is being set by us */

  GtkStack *stack;
  GtkDropDown *filter;
  GtkListBox *list;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (JalMarksPane, jal_marks_pane, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the rows in the template; the first is everything. */
static const char *const audiences[] = { NULL, "private", "team", "court" };

static const char *
wanted_audience (JalMarksPane *self)
{
  return audiences[MIN (gtk_drop_down_get_selected (self->filter), G_N_ELEMENTS (audiences) - 1)];
}

static gboolean
is_wanted (JalMarksPane *self, JalMark *mark)
{
  const char *audience = wanted_audience (self);

  return audience == NULL || g_str_equal (audience, mark->audience);
}

/* --- The list ----------------------------------------------------------------------------------------------------- */

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  return is_wanted (data, jal_mark_row_get_mark (JAL_MARK_ROW (row)));
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (a), "order"))
         - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (b), "order"));
}

static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  int page = jal_mark_row_get_page (JAL_MARK_ROW (row));
  g_autofree char *words = NULL;
  GtkWidget *heading;

  if (before != NULL && jal_mark_row_get_page (JAL_MARK_ROW (before)) == page)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  words = g_strdup_printf (_ ("Page %u"), (guint)page + 1);
  heading = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "marks-page");
  gtk_list_box_row_set_header (row, heading);
}

static void
show_state (JalMarksPane *self)
{
  guint n = self->marks != NULL ? g_list_model_get_n_items (self->marks) : 0;
  guint n_shown = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      n_shown += is_wanted (self, mark) ? 1 : 0;
    }
  words = n_shown == n ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u mark", "%u marks", n), n)
                       : g_strdup_printf (_ ("%u of %u marks"), n_shown, n);
  gtk_label_set_text (self->count, words);
  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "empty" : n_shown == 0 ? "nothing" : "list");
}

static void
filtered_cb (JalMarksPane *self)
{
  if (self->list == NULL)
    return;
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
  show_state (self);
}

static void
choose_row (JalMarksPane *self, GtkListBoxRow *row, gboolean write)
{
  if (!is_wanted (self, jal_mark_row_get_mark (JAL_MARK_ROW (row))))
    gtk_drop_down_set_selected (self->filter, 0);
  self->quiet = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->quiet = FALSE;
  if (write)
    jal_mark_row_write (JAL_MARK_ROW (row));
}

static JalMarkRow *
take_mark (JalMarksPane *self, JalMark *mark)
{
  JalMarkRow *row = g_hash_table_lookup (self->rows, &mark->id);

  if (row != NULL)
    {
      if (jal_mark_row_get_mark (row) != mark)
        jal_mark_row_set_mark (row, mark);
      return row;
    }
  row = JAL_MARK_ROW (jal_mark_row_new (self->store, mark));
  g_hash_table_insert (self->rows, g_memdup2 (&mark->id, sizeof (JalId)), row);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  return row;
}

static void
update_rows (JalMarksPane *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer row;

  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      row = take_mark (self, mark);
      g_object_set_data (row, "order", GINT_TO_POINTER ((int)i));
      g_hash_table_add (seen, row);
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!g_hash_table_contains (seen, row))
      {
        g_hash_table_iter_remove (&iter);
        gtk_list_box_remove (self->list, row);
      }
  gtk_list_box_invalidate_sort (self->list);
  filtered_cb (self);
  if (!jal_id_is_none (self->wanted) && (row = g_hash_table_lookup (self->rows, &self->wanted)) != NULL)
    {
      self->wanted = JAL_ID_NONE;
      choose_row (self, row, self->write);
    }
}

static void
selected_cb (JalMarksPane *self)
{
  JalMark *mark = jal_marks_pane_get_chosen (self);

  if (!self->quiet && mark != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, mark);
}

static void
activated_cb (JalMarksPane *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, jal_mark_row_get_mark (JAL_MARK_ROW (row)));
}

/* Writing in a note chooses its mark. */
static void
focus_cb (JalMarksPane *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, JAL_TYPE_MARK_ROW) : NULL;

  if (row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->list)))
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
clear (JalMarksPane *self)
{
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  if (self->list != NULL)
    update_rows (self);
  g_clear_object (&self->store);
}

static void
jal_marks_pane_dispose (GObject *object)
{
  JalMarksPane *self = JAL_MARKS_PANE (object);

  jal_task_cancel_all (self);
  clear (self);
  G_OBJECT_CLASS (jal_marks_pane_parent_class)->dispose (object);
}

static void
jal_marks_pane_finalize (GObject *object)
{
  g_hash_table_unref (JAL_MARKS_PANE (object)->rows);
  G_OBJECT_CLASS (jal_marks_pane_parent_class)->finalize (object);
}

static void
jal_marks_pane_class_init (JalMarksPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_marks_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_marks_pane_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, JAL_TYPE_MARK);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, JAL_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-marks-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, list);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, count);
  gtk_widget_class_bind_template_callback (widget_class, filtered_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_marks_pane_init (JalMarksPane *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->rows = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, NULL);
  self->wanted = JAL_ID_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  gtk_list_box_set_header_func (self->list, head_row, NULL, NULL);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), focus);
  show_state (self);
}

void
jal_marks_pane_set_marks (JalMarksPane *self, JalStore *store, GListModel *marks)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_keep (row);
  clear (self);
  if (store == NULL || marks == NULL)
    return;
  self->store = g_object_ref (store);
  self->marks = g_object_ref (marks);
  g_signal_connect_object (marks, "items-changed", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  update_rows (self);
}

void
jal_marks_pane_drop (JalMarksPane *self)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_keep_now (row);
  jal_task_cancel_all (self);
  clear (self);
}

void
jal_marks_pane_choose (JalMarksPane *self, JalId id)
{
  GtkListBoxRow *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  row = g_hash_table_lookup (self->rows, &id);
  self->write = FALSE;
  if (row != NULL)
    choose_row (self, row, FALSE);
  else
    self->wanted = id;
}

void
jal_marks_pane_write (JalMarksPane *self, JalId id)
{
  GtkListBoxRow *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  row = g_hash_table_lookup (self->rows, &id);
  self->write = TRUE;
  if (row != NULL)
    choose_row (self, row, TRUE);
  else
    self->wanted = id;
}

JalMark *
jal_marks_pane_get_chosen (JalMarksPane *self)
{
  GtkListBoxRow *row = self->list != NULL ? gtk_list_box_get_selected_row (self->list) : NULL;

  return row != NULL ? jal_mark_row_get_mark (JAL_MARK_ROW (row)) : NULL;
}

void
jal_marks_pane_focus (JalMarksPane *self)
{
  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
