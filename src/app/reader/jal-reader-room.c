/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page keeps room: of two panes beside it, the one that was opened first closes when the page would be a strip. In a small window the
   document's title stands below the buttons, which leave it none. */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-reader-page-private.h"

/* Of the window's width, for the page. */
#define SHARE 0.45
/* Of the page's width, for the title beside the buttons; less will do for a short one. */
#define TITLE_SHARE 0.2

static int
get_pane_width (JalSplit *split)
{
  g_autoptr (GtkWidget) pane = NULL;
  int width;

  g_object_get (split, "pane", &pane, NULL);
  /* What it is put into keeps it from growing. */
  gtk_widget_measure (gtk_widget_get_parent (pane), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* The label beside the buttons has what they leave, also while it says nothing. */
static void
place_title (JalReaderPage *self)
{
  const char *words = gtk_widget_get_tooltip_text (GTK_WIDGET (self->title));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->title), words);
  int natural, left = gtk_widget_get_width (GTK_WIDGET (self->title));
  gboolean below;

  pango_layout_get_pixel_size (layout, &natural, NULL);
  below = words != NULL && left > 0 && left < MIN (natural, TITLE_SHARE * gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_label_set_text (self->title, below || words == NULL ? "" : words);
  gtk_label_set_text (self->title_below, below ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title_below), below);
}

static gboolean
room_cb (gpointer data)
{
  JalReaderPage *self = data;
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->room_idle = 0;
  if (window == NULL || width <= 0)
    return G_SOURCE_REMOVE;
  place_title (self);
  if (!jal_split_get_show_pane (self->split) || !jal_split_get_show_pane (self->contents_split)
      || width - get_pane_width (self->split) - get_pane_width (self->contents_split) >= SHARE * gtk_widget_get_width (window))
    return G_SOURCE_REMOVE;
  jal_split_set_show_pane (self->marks_opened_last ? self->contents_split : self->split, FALSE);
  return G_SOURCE_REMOVE;
}

static void
check_room (JalReaderPage *self)
{
  /* Nothing may change while things get their places. A page that is being taken down closes its panes, too, and would be gone
     by then: the source keeps it. */
  if (self->room_idle == 0)
    self->room_idle = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, room_cb, g_object_ref (self), g_object_unref);
}

static void
shown_cb (JalReaderPage *self, GParamSpec *property, JalSplit *split)
{
  if (jal_split_get_show_pane (split))
    self->marks_opened_last = split == self->split;
  check_room (self);
}

void
jal_reader_page_set_title (JalReaderPage *self, const char *words)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), *words != '\0' ? words : NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_below), *words != '\0' ? words : NULL);
  gtk_label_set_text (self->title, words);
  check_room (self);
}

void
jal_reader_page_add_room (JalReaderPage *self)
{
  g_signal_connect_object (self->split, "notify::show-pane", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->contents_split, "notify::show-pane", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  /* The window or the list of cases took or gave room. */
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "notify::page-size", G_CALLBACK (check_room), self,
                           G_CONNECT_SWAPPED);
}
