/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-row-focus.h"

#include <adwaita.h>

struct _JalRowFocus
{
  GtkListBox *list; /* weak */
  int index;
  char *title;  /* nullable */
  char *button; /* nullable: what the button with the focus is called by its tooltip */
};

static const char *
title_of (GtkListBoxRow *row)
{
  return ADW_IS_PREFERENCES_ROW (row) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

JalRowFocus *
jal_row_focus_keep (GtkWidget *within)
{
  GtkRoot *root = gtk_widget_get_root (within);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  GtkWidget *list = row != NULL ? gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX) : NULL;
  JalRowFocus *place;

  if (list == NULL)
    return NULL;
  place = g_new0 (JalRowFocus, 1);
  place->index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  place->title = g_strdup (title_of (GTK_LIST_BOX_ROW (row)));
  place->button = GTK_IS_BUTTON (focus) ? g_strdup (gtk_widget_get_tooltip_text (focus)) : NULL;
  g_set_weak_pointer (&place->list, GTK_LIST_BOX (list));
  return place;
}

/* The row of the title; of several the one nearest to where it was. Without one, the row that stands there now, or the last. */
static GtkListBoxRow *
find_row (const JalRowFocus *place)
{
  GtkListBoxRow *found = NULL, *there = NULL, *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (place->list, i)) != NULL; i++)
    {
      if (!gtk_widget_get_visible (GTK_WIDGET (row)))
        continue;
      if (there == NULL || i <= place->index)
        there = row;
      if (g_strcmp0 (title_of (row), place->title) == 0
          && (found == NULL || ABS (i - place->index) < ABS (gtk_list_box_row_get_index (found) - place->index)))
        found = row;
    }
  return found != NULL ? found : there;
}

static GtkWidget *
find_button (GtkWidget *within, const char *tooltip)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_BUTTON (child) && g_strcmp0 (gtk_widget_get_tooltip_text (child), tooltip) == 0)
        return child;
      found = find_button (child, tooltip);
      if (found != NULL)
        return found;
    }
  return NULL;
}

void
jal_row_focus_give_back (JalRowFocus *place)
{
  GtkListBoxRow *row;
  GtkWidget *button;

  if (place == NULL)
    return;
  row = place->list != NULL ? find_row (place) : NULL;
  button = row != NULL && place->button != NULL ? find_button (GTK_WIDGET (row), place->button) : NULL;
  if (row != NULL && (button == NULL || !gtk_widget_grab_focus (button)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  g_clear_weak_pointer (&place->list);
  g_free (place->title);
  g_free (place->button);
  g_free (place);
}
