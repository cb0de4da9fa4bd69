/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-focus.h"

#define KEY "jal-focus-key"

static const char *
key_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), KEY);
}

void
jal_focus_set_key (GtkWidget *row, const char *key)
{
  g_object_set_data_full (G_OBJECT (row), KEY, g_strdup (key), g_free);
}

/* The rows with a key, in their order. */
static void
collect_rows (GtkWidget *within, GPtrArray *rows)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (key_of (child) != NULL)
      g_ptr_array_add (rows, child);
    else
      collect_rows (child, rows);
}

/* What can have the focus below @row. */
static void
collect_stops (GtkWidget *row, GPtrArray *stops)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (gtk_widget_get_focusable (child))
        g_ptr_array_add (stops, child);
      collect_stops (child, stops);
    }
}

JalFocusPlace
jal_focus_note (GtkWidget *within)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkRoot *root = gtk_widget_get_root (within);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus;
  JalFocusPlace place = { NULL, 0, 0 };

  while (row != NULL && row != within && key_of (row) == NULL)
    row = gtk_widget_get_parent (row);
  if (row == NULL || row == within || !gtk_widget_is_ancestor (row, within))
    return place;
  collect_rows (within, rows);
  collect_stops (row, stops);
  place.key = g_strdup (key_of (row));
  g_ptr_array_find (rows, row, &place.row);
  for (guint i = 0; i < stops->len; i++)
    if (stops->pdata[i] == focus || gtk_widget_is_ancestor (focus, stops->pdata[i]))
      place.nth = stops->len - i;
  return place;
}

void
jal_focus_restore (JalFocusPlace *place, GtkWidget *within, GtkWidget *otherwise)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  g_autofree char *key = g_steal_pointer (&place->key);
  GtkWidget *row = NULL;

  if (key == NULL)
    return;
  collect_rows (within, rows);
  for (guint i = 0; i < rows->len && row == NULL; i++)
    if (g_str_equal (key_of (rows->pdata[i]), key))
      row = rows->pdata[i];
  if (row == NULL && rows->len > 0)
    row = rows->pdata[MIN (place->row, rows->len - 1)];
  if (row == NULL)
    {
      if (otherwise != NULL)
        gtk_widget_grab_focus (otherwise);
      return;
    }
  collect_stops (row, stops);
  if (place->nth == 0 || stops->len == 0 || !gtk_widget_grab_focus (stops->pdata[stops->len - MIN (place->nth, stops->len)]))
    gtk_widget_grab_focus (row);
}
