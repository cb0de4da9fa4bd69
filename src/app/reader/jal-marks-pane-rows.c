/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The rows of the list of marks, and where the keys go among them.
 *
 *  1. A row lives as long as its mark: a list that is read again changes rows in place, so that a note being written
 * keeps its cursor.
 *  2. Rows stand in the order of the model, with a heading a page.
 */
#include "app/reader/jal-marks-pane-private.h"
#include "marks/jal-marks.h"

/* Whatever of a row has the keys, its mark is the chosen one: the verbs mean it. */
static void
row_entered_cb (JalMarksPane *self, GtkEventController *focus)
{
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (gtk_event_controller_get_widget (focus)));
}

static JalMarkRow *
take_mark (JalMarksPane *self, JalMark *mark)
{
  JalMarkRow *row = g_hash_table_lookup (self->rows, &mark->id);
  GtkEventController *focus;

  if (row != NULL)
    {
      if (jal_mark_row_get_mark (row) != mark)
        jal_mark_row_set_mark (row, mark);
      return row;
    }
  row = JAL_MARK_ROW (jal_mark_row_new (self->store, mark));
  jal_mark_row_set_meanings (row, (const char *const *)self->meanings);
  g_hash_table_insert (self->rows, g_memdup2 (&mark->id, sizeof (JalId)), row);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (row_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), focus);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  return row;
}

/* Where the keys are among the rows that are shown; -1: not on @row. */
static int
find_focus (JalMarksPane *self, GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row)) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

/* The mark that had the keys is gone: they go to the one that stands there now, or to the last one; without any to the search. The toolkit
   would give them to the first button of the window. */
static void
focus_instead (JalMarksPane *self, int index)
{
  GtkListBoxRow *row, *found = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL && (i <= index || found == NULL); i++)
    if (jal_marks_pane_is_wanted (self, jal_mark_row_get_mark (JAL_MARK_ROW (row))))
      found = row;
  gtk_widget_grab_focus (found != NULL ? GTK_WIDGET (found) : GTK_WIDGET (self->search));
}

void
jal_marks_pane_update_rows (JalMarksPane *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  int lost = -1;
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
        lost = MAX (lost, find_focus (self, row));
        g_hash_table_iter_remove (&iter);
        gtk_list_box_remove (self->list, row);
      }
  jal_marks_pane_update_authors (self);
  gtk_list_box_invalidate_sort (self->list);
  jal_marks_pane_filtered_cb (self);
  if (lost >= 0)
    focus_instead (self, lost);
  if (!jal_id_is_none (self->wanted) && (row = g_hash_table_lookup (self->rows, &self->wanted)) != NULL)
    {
      self->wanted = JAL_ID_NONE;
      jal_marks_pane_choose_row (self, row, self->write);
    }
}

/* From the words looked for into what was found; from none of them back to the page. */
gboolean
jal_marks_pane_search_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow *row;

  if (key == GDK_KEY_Escape && *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") != 0)
    return GDK_EVENT_PROPAGATE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_PROPAGATE;
}

/* Backward from a mark leads out of the list: on the way through all that is in the rows before it nobody would arrive. */
gboolean
jal_marks_pane_list_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (key != GDK_KEY_ISO_Left_Tab && (key != GDK_KEY_Tab || (state & GDK_SHIFT_MASK) == 0))
    return GDK_EVENT_PROPAGATE;
  return JAL_IS_MARK_ROW (focus) && gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
