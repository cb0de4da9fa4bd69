/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-menu-keys.h"

static void
mend_item (GtkWidget *item)
{
  static GQuark mended;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (item);

  if (mended == 0)
    mended = g_quark_from_static_string ("jal-menu-keys-mended");
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      /* Not the one of the widget's own class. */
      if (!GTK_IS_SHORTCUT_CONTROLLER (controller)
          || gtk_shortcut_controller_get_scope (GTK_SHORTCUT_CONTROLLER (controller)) != GTK_SHORTCUT_SCOPE_MANAGED
          || g_object_get_qdata (controller, mended) != NULL)
        continue;
      g_object_set_qdata (g_object_ref (controller), mended, GINT_TO_POINTER (1));
    }
}

void
jal_menu_keys_mend (GtkWidget *within)
{
  g_return_if_fail (GTK_IS_WIDGET (within));

  /* The type is not in the toolkit's headers. */
  if (g_str_equal (G_OBJECT_TYPE_NAME (within), "GtkModelButton"))
    mend_item (within);
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    jal_menu_keys_mend (child);
}
