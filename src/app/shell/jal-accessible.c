/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the toolkit tells screen readers, where it must be put right for every widget at once. */
#include "app/shell/jal-accessible.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-focus.h"

/* Says of each page of @stack whether it is the one that is shown. */
static void
update_pages (GtkWidget *stack)
{
  GtkWidget *shown = GTK_IS_STACK (stack) ? gtk_stack_get_visible_child (GTK_STACK (stack))
                                          : adw_view_stack_get_visible_child (ADW_VIEW_STACK (stack));

  for (GtkWidget *page = gtk_widget_get_first_child (stack); page != NULL; page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown, -1);
}

static void
update_revealed (GtkWidget *revealer)
{
  GtkWidget *child = gtk_revealer_get_child (GTK_REVEALER (revealer));

  if (child != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 !gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)), -1);
}

static void
update_flap (GtkWidget *flap)
{
  GtkWidget *pane = adw_flap_get_flap (ADW_FLAP (flap));

  if (pane != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (pane), GTK_ACCESSIBLE_STATE_HIDDEN, !adw_flap_get_reveal_flap (ADW_FLAP (flap)),
                                 -1);
}

/* Calls @update now and whenever @property changes. */
static void
keep_true (GtkWidget *container, const char *property, void (*update) (GtkWidget *container))
{
  static GQuark mended;

  if (mended == 0)
    mended = g_quark_from_static_string ("jal-accessible-kept");
  if (g_object_get_qdata (G_OBJECT (container), mended) == NULL)
    {
      g_autofree char *signal = g_strconcat ("notify::", property, NULL);

      g_object_set_qdata (G_OBJECT (container), mended, GINT_TO_POINTER (1));
      g_signal_connect (container, signal, G_CALLBACK (update), NULL);
    }
  update (container);
}

/* The button within a list to choose from bears the name of what is chosen. */
static void
name_drop_down (GtkWidget *drop_down)
{
  GtkWidget *button = gtk_widget_get_first_child (drop_down);

  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, drop_down, NULL, -1);
}

/* The half of a button that opens its menu. */
static void
name_menu_half (GtkWidget *split)
{
  const char *words = adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split));

  for (GtkWidget *child = gtk_widget_get_first_child (split); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child) && words != NULL && *words != '\0')
      {
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
        gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (child)), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
      }
}

/* A toast's cross has a picture and no word. */
static gboolean
is_cross_of_toast (GtkWidget *button)
{
  GtkWidget *parent = gtk_widget_get_parent (button);

  return parent != NULL && g_str_equal (G_OBJECT_TYPE_NAME (parent), "AdwToastWidget") && gtk_button_get_label (GTK_BUTTON (button)) == NULL;
}

/* What has the focus in a row to write in is a text that GTK 4.8 keeps from screen readers: they would say nothing. */
static void
name_text_of_row (GtkWidget *text)
{
  GtkWidget *row = gtk_widget_get_ancestor (text, ADW_TYPE_ENTRY_ROW);

  if (row == NULL)
    return;
  /* Once: a row that is shown again has it already, and GTK complains of a second time. */
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (text)) != GTK_ACCESSIBLE_ROLE_TEXT_BOX)
    g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

/* The rows of a group without a title: called by its description, or by the first of them; the toolkit calls them GtkListBox. */
static void
name_rows_of_group (GtkWidget *list)
{
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);
  GtkWidget *first = gtk_widget_get_first_child (list);
  const char *words;

  if (group == NULL || *adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)) != '\0')
    return;
  while (first != NULL && !gtk_widget_get_visible (first))
    first = gtk_widget_get_next_sibling (first);
  words = adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (group));
  if ((words == NULL || *words == '\0') && ADW_IS_PREFERENCES_ROW (first))
    words = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first));
  if (words != NULL && *words != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* A picture without a word: it is called by what its tip says, also when that changes (shown, hidden). */
static void
name_by_tip (GtkWidget *button)
{
  const char *words = gtk_widget_get_tooltip_text (button);

  if (words != NULL && *words != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* Of two names that would both be read one is taken: only where both are there, so that a name which a template gave alone stays. */
static gboolean
is_named_twice (GtkWidget *widget)
{
  return ((GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL) || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_SWITCH (widget))
         && gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         && gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_STACK (widget) || ADW_IS_VIEW_STACK (widget))
    keep_true (GTK_WIDGET (widget), "visible-child", update_pages);
  else if (GTK_IS_REVEALER (widget))
    keep_true (GTK_WIDGET (widget), "reveal-child", update_revealed);
  else if (ADW_IS_FLAP (widget))
    keep_true (GTK_WIDGET (widget), "reveal-flap", update_flap);
  else if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (GTK_WIDGET (widget));
  else if (ADW_IS_SPLIT_BUTTON (widget))
    name_menu_half (GTK_WIDGET (widget));
  else if (GTK_IS_LIST_BOX (widget))
    name_rows_of_group (GTK_WIDGET (widget));
  else if (GTK_IS_TEXT (widget))
    name_text_of_row (GTK_WIDGET (widget));
  else if (GTK_IS_BUTTON (widget) && gtk_widget_get_ancestor (GTK_WIDGET (widget), ADW_TYPE_PASSWORD_ENTRY_ROW) != NULL)
    keep_true (GTK_WIDGET (widget), "tooltip-text", name_by_tip);
  else if (GTK_IS_BUTTON (widget) && is_cross_of_toast (GTK_WIDGET (widget)))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close"), -1);
  else if (is_named_twice (GTK_WIDGET (widget)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  return TRUE;
}

void
jal_accessible_mend_names (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
  g_once_init_leave (&done, 1);
}

void
jal_accessible_set_sensitive (GtkWidget *widget, gboolean sensitive)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!sensitive && focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)))
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_sensitive (widget, sensitive);
}

GtkWidget *
jal_accessible_get_focus_child (GtkWidget *within)
{
  GtkRoot *root = gtk_widget_get_root (within);
  GtkWidget *child = root != NULL ? jal_focus_get (root) : NULL;

  while (child != NULL && gtk_widget_get_parent (child) != within)
    child = gtk_widget_get_parent (child);
  return child;
}
