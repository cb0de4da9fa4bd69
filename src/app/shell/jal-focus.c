/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-focus.h"

#define KEY "jal-focus-key"

#define WAITING "jal-focus-waiting"

struct _JalFocusPlace
{
  char *key;
  char *tooltip; /* nullable: of the button */
  guint row;
  guint nth; /* from the end of what can have the focus in the row; 0: the row itself */
};

/* --- A window that is not the active one ------------------------------------------------------------------------ */

static void
clear_waiting (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Returns (transfer none) (nullable) */
static GtkWidget *
get_waiting (GtkRoot *root)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (root), WAITING);
  g_autoptr (GtkWidget) widget = ref != NULL ? g_weak_ref_get (ref) : NULL;

  return widget; /* its parent keeps it alive */
}

static void
active_cb (GtkRoot *root)
{
  GtkWidget *widget = get_waiting (root);

  if (!gtk_window_is_active (GTK_WINDOW (root)))
    return;
  g_signal_handlers_disconnect_by_func (root, active_cb, NULL);
  if (widget != NULL && gtk_widget_get_root (widget) == root)
    gtk_widget_grab_focus (widget);
  g_object_set_data (G_OBJECT (root), WAITING, NULL);
}

/* Whether a form of ours stands over it. */
static gboolean
is_behind (GtkRoot *root)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean behind = FALSE;

  if (!GTK_IS_WINDOW (root) || gtk_window_is_active (GTK_WINDOW (root)))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (windows) && !behind; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      behind = gtk_window_get_transient_for (window) == GTK_WINDOW (root) && gtk_widget_get_visible (GTK_WIDGET (window));
    }
  return behind;
}

GtkWidget *
jal_focus_get (GtkRoot *root)
{
  GtkWidget *waiting = get_waiting (root);

  return waiting != NULL ? waiting : gtk_root_get_focus (root);
}

gboolean
jal_focus_give (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GWeakRef *ref;

  if (!is_behind (root))
    return gtk_widget_grab_focus (widget);
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  g_signal_handlers_disconnect_by_func (root, active_cb, NULL);
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, widget);
  g_object_set_data_full (G_OBJECT (root), WAITING, ref, clear_waiting);
  g_signal_connect (root, "notify::is-active", G_CALLBACK (active_cb), NULL);
  return TRUE;
}

void
jal_focus_let_go (GtkWidget *within)
{
  GtkRoot *root = gtk_widget_get_root (within);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, within) && is_behind (root))
    gtk_root_set_focus (root, NULL);
}

/* --- Rows that are filled anew ---------------------------------------------------------------------------------- */

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

/* What can have the focus below @row, without what an open list or menu of it holds: a row made anew has it closed. */
static void
collect_stops (GtkWidget *row, GPtrArray *stops)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child) || GTK_IS_POPOVER (child))
        continue;
      if (gtk_widget_get_focusable (child))
        g_ptr_array_add (stops, child);
      collect_stops (child, stops);
    }
}

/* In an open list or menu: the button that opened it. */
static GtkWidget *
out_of_popover (GtkWidget *focus)
{
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;
  GtkWidget *opener = popover != NULL ? gtk_widget_get_parent (popover) : NULL;
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();

  if (opener == NULL)
    return focus;
  collect_stops (opener, stops);
  return !gtk_widget_get_focusable (opener) && stops->len > 0 ? stops->pdata[0] : opener;
}

JalFocusPlace *
jal_focus_note (GtkWidget *within)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkRoot *root = gtk_widget_get_root (within);
  GtkWidget *focus = root != NULL ? out_of_popover (jal_focus_get (root)) : NULL;
  GtkWidget *row = focus;
  JalFocusPlace *place;

  while (row != NULL && row != within && key_of (row) == NULL)
    row = gtk_widget_get_parent (row);
  if (row == NULL || row == within || !gtk_widget_is_ancestor (row, within))
    return NULL;
  place = g_new0 (JalFocusPlace, 1);
  collect_rows (within, rows);
  collect_stops (row, stops);
  place->key = g_strdup (key_of (row));
  place->tooltip = g_strdup (gtk_widget_get_tooltip_text (focus));
  g_ptr_array_find (rows, row, &place->row);
  for (guint i = 0; i < stops->len; i++)
    if (stops->pdata[i] == focus || gtk_widget_is_ancestor (focus, stops->pdata[i]))
      place->nth = stops->len - i;
  jal_focus_let_go (within);
  return place;
}

/* The row of the key that is nearest to where it was, or what stands there now. */
static GtkWidget *
find_row (const JalFocusPlace *place, const GPtrArray *rows)
{
  int found = -1;

  for (int i = 0; i < (int)rows->len; i++)
    if (g_str_equal (key_of (rows->pdata[i]), place->key)
        && (found < 0 || ABS (i - (int)place->row) < ABS (found - (int)place->row)))
      found = i;
  if (found >= 0)
    return rows->pdata[found];
  return rows->len > 0 ? rows->pdata[MIN (place->row, rows->len - 1)] : NULL;
}

/* Returns (transfer none) (nullable): NULL for the row itself. */
static GtkWidget *
find_stop (const JalFocusPlace *place, const GPtrArray *stops)
{
  for (guint i = 0; place->tooltip != NULL && i < stops->len; i++)
    if (g_strcmp0 (gtk_widget_get_tooltip_text (stops->pdata[i]), place->tooltip) == 0)
      return stops->pdata[i];
  return place->nth > 0 && stops->len > 0 ? stops->pdata[stops->len - MIN (place->nth, stops->len)] : NULL;
}

void
jal_focus_restore (JalFocusPlace *place, GtkWidget *within, GtkWidget *otherwise)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkWidget *row, *stop;

  if (place == NULL)
    return;
  collect_rows (within, rows);
  row = find_row (place, rows);
  if (row != NULL)
    {
      collect_stops (row, stops);
      stop = find_stop (place, stops);
      if (stop == NULL || !jal_focus_give (stop))
        jal_focus_give (row);
    }
  else if (otherwise != NULL)
    jal_focus_give (otherwise);
  g_free (place->key);
  g_free (place->tooltip);
  g_free (place);
}
