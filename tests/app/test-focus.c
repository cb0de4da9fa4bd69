/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are made anew under the keys: the focus comes back to the same button of the same row. */
#include <gtk/gtk.h>

#include "app/shell/jal-focus.h"

static GtkWidget *
new_row (const char *key)
{
  static const char *const choices[] = { "One", "Two", "Three", NULL };
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Remove"));
  gtk_box_append (GTK_BOX (box), gtk_drop_down_new_from_strings (choices));
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Accept"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  jal_focus_set_key (row, key);
  return row;
}

static void
fill (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  gtk_list_box_append (list, new_row ("a"));
  gtk_list_box_append (list, new_row ("b"));
}

/* Returns (transfer none): what stands @nth in the row at @index. */
static GtkWidget *
get_part (GtkListBox *list, int index, guint nth)
{
  GtkWidget *part = gtk_widget_get_first_child (gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (list, index)));

  while (nth-- > 0)
    part = gtk_widget_get_next_sibling (part);
  return part;
}

static gboolean
has_focus_in (GtkWidget *part)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (part));

  return focus != NULL && (focus == part || gtk_widget_is_ancestor (focus, part)) && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL;
}

static GtkListBox *
show_list (void)
{
  GtkWidget *window = gtk_window_new (), *list = gtk_list_box_new ();

  gtk_window_set_child (GTK_WINDOW (window), list);
  fill (GTK_LIST_BOX (list));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (list))
    g_main_context_iteration (NULL, TRUE);
  return GTK_LIST_BOX (list);
}

static void
make_anew (GtkListBox *list)
{
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (list));

  g_assert_nonnull (place);
  fill (list);
  jal_focus_restore (place, GTK_WIDGET (list), NULL);
}

static void
close_list (GtkListBox *list)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (list))));
}

static void
test_parts (void)
{
  GtkListBox *list = show_list ();

  for (guint part = 0; part < 3; part++)
    {
      g_assert_true (gtk_widget_child_focus (get_part (list, 1, part), GTK_DIR_TAB_FORWARD));
      g_assert_true (has_focus_in (get_part (list, 1, part)));
      make_anew (list);
      g_assert_true (has_focus_in (get_part (list, 1, part)));
    }
  close_list (list);
}

/* The list that the drop-down opened has the focus at that moment, and its rows are none of the row's. */
static void
test_open_choice (void)
{
  GtkListBox *list = show_list ();
  GtkWidget *choice = get_part (list, 1, 1), *focus;

  g_assert_true (gtk_widget_child_focus (choice, GTK_DIR_TAB_FORWARD));
  g_signal_emit_by_name (choice, "activate");
  do
    {
      g_main_context_iteration (NULL, TRUE);
      focus = gtk_root_get_focus (gtk_widget_get_root (choice));
    }
  while (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL);
  make_anew (list);
  g_assert_true (has_focus_in (get_part (list, 1, 1)));
  close_list (list);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/focus/parts", test_parts);
  g_test_add_func ("/app/focus/open-choice", test_open_choice);
  return g_test_run ();
}
