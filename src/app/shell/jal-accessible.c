/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the toolkit tells screen readers, where it must be put right for every widget at once. */
#include "app/shell/jal-accessible.h"

#include <adwaita.h>

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
mend_stack (GtkWidget *stack)
{
  static GQuark mended;

  if (mended == 0)
    mended = g_quark_from_static_string ("jal-accessible-pages");
  if (g_object_get_qdata (G_OBJECT (stack), mended) == NULL)
    {
      g_object_set_qdata (G_OBJECT (stack), mended, GINT_TO_POINTER (1));
      g_signal_connect (stack, "notify::visible-child", G_CALLBACK (update_pages), NULL);
    }
  update_pages (stack);
}

/* A button: only where both names are there, so that a name which a template gave it stays. */
static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_STACK (widget) || ADW_IS_VIEW_STACK (widget))
    mend_stack (GTK_WIDGET (widget));
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL
           && gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY)
           && gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
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
