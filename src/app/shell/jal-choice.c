/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-choice.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
}

/* @choice is an AdwComboRow or a GtkDropDown. */
static void
show_check (GtkWidget *choice, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  guint selected;

  g_object_get (choice, "selected", &selected, NULL);
  if (box != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (box), selected == gtk_list_item_get_position (item));
}

static void
selected_cb (GtkWidget *choice, GParamSpec *pspec, GtkListItem *item)
{
  show_check (choice, item);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkWidget *choice)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (label), text);
  /* GTK 4.8 has no name for what can be chosen: the widget around it is what a screen reader asks. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_list_item_get_child (item))), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  show_check (choice, item);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (selected_cb), item, 0);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkWidget *choice)
{
  g_signal_handlers_disconnect_by_func (choice, selected_cb, item);
}

/* The chosen one, in the row itself: as long as there is room. */
static void
setup_chosen_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_chosen_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* Returns (transfer full): of the list that @choice drops. */
static GtkListItemFactory *
new_list_factory (GtkWidget *choice)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), choice, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), choice, 0);
  return factory;
}

void
jal_choice_name (GtkDropDown *choice)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (choice));

  factory = new_list_factory (GTK_WIDGET (choice));
  gtk_drop_down_set_list_factory (choice, factory);
}

void
jal_choice_show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) factory = new_list_factory (GTK_WIDGET (row));
  g_autoptr (GtkListItemFactory) chosen = gtk_signal_list_item_factory_new ();

  g_signal_connect (chosen, "setup", G_CALLBACK (setup_chosen_cb), NULL);
  g_signal_connect (chosen, "bind", G_CALLBACK (bind_chosen_cb), NULL);
  adw_combo_row_set_factory (row, chosen);
  adw_combo_row_set_list_factory (row, factory);
}

static GtkWidget *
find_text (GtkWidget *within)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_TEXT (child) ? child : find_text (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
entered_cb (GtkWidget *text, const char *action)
{
  gtk_spin_button_update (GTK_SPIN_BUTTON (gtk_widget_get_ancestor (text, GTK_TYPE_SPIN_BUTTON)));
  gtk_widget_activate_action (text, action, NULL);
}

void
jal_choice_enter (GtkSpinButton *button, const char *action)
{
  GtkWidget *text;

  g_return_if_fail (GTK_IS_SPIN_BUTTON (button));

  text = find_text (GTK_WIDGET (button));
  if (text != NULL)
    g_signal_connect (text, "activate", G_CALLBACK (entered_cb), (gpointer)g_intern_string (action));
}

int
jal_choice_get_number (GtkSpinButton *button)
{
  g_return_val_if_fail (GTK_IS_SPIN_BUTTON (button), 0);

  gtk_spin_button_update (button);
  return gtk_spin_button_get_value_as_int (button);
}
