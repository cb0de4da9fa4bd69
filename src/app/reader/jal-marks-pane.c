/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The marks beside the pages. */
#include "app/reader/jal-marks-pane-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-task.h"
#include "marks/jal-marks.h"

G_DEFINE_FINAL_TYPE (JalMarksPane, jal_marks_pane, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  ACTIVATED,
  ADOPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What came with the file is the last of the filter's choices. */
#define RECEIVED 4

static gboolean
is_received_shown (JalMarksPane *self)
{
  return g_strcmp0 (jal_marks_pane_wanted_audience (self), "received") == 0;
}

/* A label that does not make the pane wider. */
static void
set_wrapped (GtkButton *button, const char *words)
{
  gtk_button_set_label (button, words);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (button)), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (gtk_button_get_child (button)), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (button)), GTK_JUSTIFY_CENTER);
}

/* The way to them, and back. */
static void
show_received_button (JalMarksPane *self)
{
  guint n = jal_received_list_get_n (self->received);
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u note came with the file", "%u notes came with the file", n), n);

  set_wrapped (self->received_button, is_received_shown (self) ? _ ("Back to Your Own Marks") : words);
  gtk_widget_set_visible (GTK_WIDGET (self->received_button), n > 0);
}

static void
show_state (JalMarksPane *self)
{
  guint n = self->marks != NULL ? g_list_model_get_n_items (self->marks) : 0;
  guint n_shown = 0, n_doubtful = 0;
  g_autofree char *words = NULL;
  g_autofree char *doubtful = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      n_shown += jal_marks_pane_is_wanted (self, mark) ? 1 : 0;
      n_doubtful += g_str_equal (mark->anchor, "doubtful") ? 1 : 0;
    }
  /* All are settled: what was left of the list is nothing, so the others come back. */
  if (n_doubtful == 0 && n > 0 && gtk_check_button_get_active (self->doubtful_only))
    {
      gtk_check_button_set_active (self->doubtful_only, FALSE);
      return;
    }
  if (is_received_shown (self))
    {
      guint n_received = jal_received_list_get_n (self->received);

      words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u note came with the file", "%u notes came with the file", n_received),
                               n_received);
    }
  else
    words = n_shown == n ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u mark", "%u marks", n), n)
                       : g_strdup_printf (_ ("%u of %u marks"), n_shown, n);
  gtk_label_set_text (self->count, words);
  doubtful = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u mark from the older version is to be checked",
                   "%u marks from the older version are to be checked", n_doubtful),
      n_doubtful);
  set_wrapped (self->doubtful_button, doubtful);
  gtk_revealer_set_reveal_child (self->doubtful, n_doubtful > 0);
  show_received_button (self);
  gtk_stack_set_visible_child_name (self->stack, is_received_shown (self) ? "received" : n == 0 ? "empty" : n_shown == 0 ? "nothing" : "list");
}

void
jal_marks_pane_filtered_cb (JalMarksPane *self)
{
  if (self->list == NULL || self->authors == NULL)
    return;
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
  show_state (self);
}

static void
sorted_cb (JalMarksPane *self)
{
  if (self->list == NULL)
    return;
  gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_invalidate_headers (self->list);
}

static void
show_all_cb (JalMarksPane *self)
{
  gtk_drop_down_set_selected (self->filter, 0);
  gtk_drop_down_set_selected (self->kind_filter, 0);
  gtk_drop_down_set_selected (self->color_filter, 0);
  gtk_drop_down_set_selected (self->author_filter, 0);
  gtk_check_button_set_active (self->doubtful_only, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  jal_marks_pane_filtered_cb (self);
  gtk_menu_button_popdown (self->filters);
}

static void
show_doubtful_cb (JalMarksPane *self)
{
  show_all_cb (self);
  gtk_check_button_set_active (self->doubtful_only, TRUE);
}

static void
show_received_cb (JalMarksPane *self)
{
  if (!is_received_shown (self))
    {
      jal_marks_pane_show_received (self);
      return;
    }
  show_all_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->received_button));
}

static void
received_activated_cb (JalMarksPane *self, JalMark *mark)
{
  g_signal_emit (self, signals[ACTIVATED], 0, mark);
}

static void
adopt_cb (JalMarksPane *self, JalMark *mark)
{
  g_signal_emit (self, signals[ADOPT], 0, mark);
}

void
jal_marks_pane_choose_row (JalMarksPane *self, GtkListBoxRow *row, gboolean write)
{
  if (!jal_marks_pane_is_wanted (self, jal_mark_row_get_mark (JAL_MARK_ROW (row))))
    show_all_cb (self);
  self->quiet = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->quiet = FALSE;
  if (write)
    jal_mark_row_write (JAL_MARK_ROW (row));
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

static void
clear (JalMarksPane *self)
{
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  if (self->received != NULL && self->list != NULL)
    jal_received_list_set_marks (self->received, NULL, FALSE);
  if (self->list != NULL)
    jal_marks_pane_update_rows (self);
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
  JalMarksPane *self = JAL_MARKS_PANE (object);

  g_hash_table_unref (self->rows);
  g_strfreev (self->meanings);
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
  signals[ADOPT] = g_signal_new ("adopt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 JAL_TYPE_MARK);
  g_type_ensure (JAL_TYPE_RECEIVED_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-marks-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, received);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, received_button);
  gtk_widget_class_bind_template_callback (widget_class, show_received_cb);
  gtk_widget_class_bind_template_callback (widget_class, received_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, adopt_cb);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, kind_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, color_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, author_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, sort);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful_only);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, search);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, filters);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful_button);
  gtk_widget_class_bind_template_callback (widget_class, sorted_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_doubtful_cb);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, list);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, count);
  gtk_widget_class_bind_template_callback (widget_class, jal_marks_pane_filtered_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_marks_pane_search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, jal_marks_pane_list_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_marks_pane_init (JalMarksPane *self)
{
  self->rows = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, NULL);
  self->wanted = JAL_ID_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_choice_name (self->filter);
  jal_choice_name (self->kind_filter);
  jal_choice_name (self->color_filter);
  jal_choice_name (self->author_filter);
  jal_choice_name (self->sort);
  jal_marks_pane_add_filter (self);
  self->authors = gtk_string_list_new ((const char *const[]){ _ ("All authors"), NULL });
  gtk_drop_down_set_model (self->author_filter, G_LIST_MODEL (self->authors));
  g_object_unref (self->authors);
  jal_marks_pane_update_colors (self);
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
  g_signal_connect_object (marks, "items-changed", G_CALLBACK (jal_marks_pane_update_rows), self, G_CONNECT_SWAPPED);
  jal_marks_pane_update_rows (self);
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
    jal_marks_pane_choose_row (self, row, FALSE);
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
    jal_marks_pane_choose_row (self, row, TRUE);
  else
    self->wanted = id;
}

void
jal_marks_pane_set_received (JalMarksPane *self, GListModel *marks, gboolean more)
{
  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  jal_received_list_set_marks (self->received, marks, more);
  if (jal_received_list_get_n (self->received) == 0 && is_received_shown (self))
    gtk_drop_down_set_selected (self->filter, 0);
  show_state (self);
}

void
jal_marks_pane_show_received (JalMarksPane *self)
{
  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  show_all_cb (self);
  gtk_drop_down_set_selected (self->filter, RECEIVED);
  jal_received_list_focus (self->received);
}

JalMark *
jal_marks_pane_get_received (JalMarksPane *self)
{
  return is_received_shown (self) ? jal_received_list_get_chosen (self->received) : NULL;
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
  gboolean is_list_shown;
  GtkWidget *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  is_list_shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0;
  /* The chosen mark, if there is one: nobody's choice is changed by looking at the list. */
  row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  gtk_widget_grab_focus (row != NULL && is_list_shown && gtk_widget_get_child_visible (row) ? row : GTK_WIDGET (self->search));
}

void
jal_marks_pane_set_meanings (JalMarksPane *self, const char *const *meanings)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_strfreev (self->meanings);
  self->meanings = g_strdupv ((char **)meanings);
  jal_marks_pane_update_colors (self);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_set_meanings (row, meanings);
  gtk_list_box_invalidate_headers (self->list);
}
