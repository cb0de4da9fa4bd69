/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The verbs of a session where the focus is: the Menu key and Shift+F10. */
#include "app/timeline/jal-timeline-private.h"

static GtkWidget *
find_menu_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_MENU_BUTTON (child) ? child : find_menu_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
jal_timeline_page_drop_menu (JalTimelinePage *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

/* It is taken away with the next one, or with the page: inside the signal it is still at work. */
static void
closed_cb (JalTimelinePage *self)
{
  jal_timeline_axis_focus_session (self->axis, self->selected);
}

static gboolean
open_over_axis (JalTimelinePage *self, GtkWidget *button)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (self->row_menu);
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    {
      g_object_ref_sink (popover);
      g_object_unref (popover);
      return FALSE;
    }
  jal_timeline_page_drop_menu (self);
  self->menu = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width,
                                                                       (int)bounds.size.height });
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
  return TRUE;
}

gboolean
jal_timeline_page_open_menu (JalTimelinePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)) ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  GtkWidget *button = row != NULL ? find_menu_button (row) : NULL;

  if (button != NULL)
    gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  return button != NULL || (jal_timeline_axis_has_session_focus (self->axis) && open_over_axis (self, focus));
}
