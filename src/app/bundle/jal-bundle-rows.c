/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/bundle/jal-bundle-rows.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shown.h"
#include "bundle/jal-bundle.h"
#include "law/jal-profile.h"

static void
menu_shown_cb (GtkWidget *popover, gpointer data)
{
  GtkWidget *row = gtk_widget_get_ancestor (popover, GTK_TYPE_LIST_BOX_ROW);

  if (row != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX)), GTK_LIST_BOX_ROW (row));
}

static GtkWidget *
new_menu_button (GMenuModel *menu, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "show", G_CALLBACK (menu_shown_cb), NULL);
  return button;
}

gboolean
jal_bundle_rows_shows (JalSection *section, const char *copy)
{
  g_auto (GStrv) copies = g_strsplit (section->copies, " ", -1);

  return g_strv_contains ((const char *const *)copies, copy);
}

static GtkWidget *
new_chip (const char *text)
{
  GtkWidget *chip = gtk_label_new (text);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  return chip;
}

GtkWidget *
jal_bundle_rows_new_section (JalSection *section, GMenuModel *menu)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *title = g_strdup_printf ("%s. %s", section->code, section->title);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (section->items));
  g_autofree char *count = NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  count = n == 0 ? g_strdup (_ ("No documents: this section is left out")) : NULL;
  if (count != NULL)
    adw_action_row_set_subtitle (row, count);
  if (jal_bundle_rows_shows (section, "court"))
    adw_action_row_add_suffix (row, new_chip (_ ("Court")));
  if (jal_bundle_rows_shows (section, "counsel"))
    adw_action_row_add_suffix (row, new_chip (_ ("Counsel")));
  adw_action_row_add_suffix (row, new_menu_button (menu, _ ("Section Menu")));
  gtk_widget_add_css_class (GTK_WIDGET (row), "section-row");
  g_object_set_data_full (G_OBJECT (row), "section", g_object_ref (section), g_object_unref);
  return GTK_WIDGET (row);
}

static char *
describe_range (JalItem *item)
{
  if (item->whole && item->first_page == 0)
    return jal_shown_pages (item->n_pages);
  /* Translators: pages 3 to 7 of 12 */
  return g_strdup_printf (_ ("pages %u to %u of %u"), item->first_page + 1, item->first_page + item->n_pages,
                          item->document_pages);
}

GtkWidget *
jal_bundle_rows_new_item (JalSection *section, JalItem *item, GMenuModel *menu)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *date = jal_shown_date (item->date);
  g_autofree char *range = describe_range (item);
  g_autofree char *subtitle = *date != '\0' ? g_strdup_printf ("%s · %s", date, range) : g_strdup (range);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->title);
  adw_action_row_set_subtitle (row, subtitle);
  if (item->exhibit != NULL)
    adw_action_row_add_prefix (row, new_chip (item->exhibit));
  if (g_str_equal (item->sensitivity, "privileged"))
    adw_action_row_add_suffix (row, new_chip (jal_shown_sensitivity (item->sensitivity)));
  if (jal_bundle_rows_shows (section, "court") && !jal_bundle_copy_shows (JAL_PROFILE_DEFAULT, "court", section, item))
    {
      GtkWidget *chip = new_chip (_ ("Not for the court"));

      gtk_widget_set_tooltip_text (chip, _ ("Here the court's copy shows only what was produced as an exhibit and is not privileged."));
      adw_action_row_add_suffix (row, chip);
    }
  adw_action_row_add_suffix (row, new_menu_button (menu, _ ("Document Menu")));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (row), "item-row");
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  return GTK_WIDGET (row);
}

JalSection *
jal_bundle_rows_get_section (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "section") : NULL;
}

JalItem *
jal_bundle_rows_get_item (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "item") : NULL;
}
