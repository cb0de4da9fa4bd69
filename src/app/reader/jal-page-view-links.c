/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Links on the pages: under the pointer, and one after the other by key, framed. */
#include "app/reader/jal-page-view-private.h"

const JalLead *
jal_page_view_find_link (JalPageView *self, guint page, JalPoint displayed)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  GPtrArray *links = jal_page_source_get_links (self->source, page);

  for (guint i = links != NULL && info != NULL ? links->len : 0; i > 0; i--)
    {
      const JalLead *link = links->pdata[i - 1];
      JalBox box = jal_geometry_box_to_display (info, link->box);

      if (displayed.x >= box.x1 && displayed.x <= box.x2 && displayed.y >= box.y1 && displayed.y <= box.y2)
        return link;
    }
  return NULL;
}

const JalLead *
jal_page_view_get_chosen_link (JalPageView *self)
{
  GPtrArray *links = self->source != NULL && self->link_page >= 0
                         ? jal_page_source_get_links (self->source, (guint)self->link_page)
                         : NULL;

  return links != NULL && self->link_index < links->len ? links->pdata[self->link_index] : NULL;
}

gboolean
jal_page_view_leave_link (JalPageView *self)
{
  gboolean had = self->link_page >= 0;

  self->link_page = -1;
  if (had)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  return had;
}

/* The links of the page being read, round and round. */
const JalLead *
jal_page_view_choose_link (JalPageView *self, gboolean forward)
{
  GPtrArray *links = self->source != NULL ? jal_page_source_get_links (self->source, self->page) : NULL;
  const JalPageInfo *info = self->source != NULL ? jal_page_source_get_info (self->source, self->page) : NULL;
  const JalLead *link;

  if (links == NULL || links->len == 0 || info == NULL)
    {
      jal_page_view_leave_link (self);
      return NULL;
    }
  if (self->link_page != (int)self->page)
    self->link_index = forward ? 0 : links->len - 1;
  else
    self->link_index = (self->link_index + links->len + (forward ? 1 : -1)) % links->len;
  self->link_page = (int)self->page;
  link = links->pdata[self->link_index];
  jal_page_view_reveal (self, self->page, jal_geometry_box_to_display (info, link->box));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return link;
}

void
jal_page_view_append_link (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  const GdkRGBA frame = { 0.11f, 0.44f, 0.85f, 1 };
  const GdkRGBA colors[4] = { frame, frame, frame, frame };
  const float widths[4] = { 2, 2, 2, 2 };
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  const JalLead *link = self->link_page == (int)page ? jal_page_view_get_chosen_link (self) : NULL;
  GskRoundedRect outline;
  graphene_rect_t rect;

  if (link == NULL || info == NULL)
    return;
  rect = jal_page_view_place_box (self, page, jal_geometry_box_to_display (info, link->box));
  graphene_rect_inset (&rect, -2, -2);
  gsk_rounded_rect_init_from_rect (&outline, &rect, 3);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}
