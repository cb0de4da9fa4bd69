/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Marks in the view: where they are, and the little icons of notes, which are buttons: keyboard and screen reader reach
   them. */
#include "app/reader/jal-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "marks/jal-mark-shape.h"

JalQuad
jal_page_view_quad_of (const JalMarkQuad *quad)
{
  JalQuad result;

  for (int i = 0; i < 4; i++)
    result.corners[i] = (JalPoint){ quad->x[i], quad->y[i] };
  return result;
}

/* How far a point is from the way between two. */
static double
distance_to (JalPoint point, JalPoint a, JalPoint b)
{
  double length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
  double t = length > 0 ? ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length : 0;

  t = CLAMP (t, 0, 1);
  return hypot (point.x - a.x - t * (b.x - a.x), point.y - a.y - t * (b.y - a.y));
}

/* Whether a point lies on a stroke of a mark that is drawn. */
static gboolean
is_near (JalPageView *self, const JalPageInfo *info, JalMark *mark, JalPoint point)
{
  double reach = 6 / jal_page_layout_get_zoom (self->layout);
  JalPoint from, to = { 0 };

  for (guint i = 0; i < mark->n_points; i++)
    {
      from = to;
      to = jal_mark_shape_point_shown (info, &mark->points[i]);
      if (distance_to (point, i == 0 || mark->points[i].begins > 0.5 ? to : from, to) <= reach)
        return TRUE;
    }
  return FALSE;
}

JalMark *
jal_page_view_find_mark (JalPageView *self, guint page, JalPoint displayed)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  guint n = self->marks != NULL && info != NULL ? g_list_model_get_n_items (self->marks) : 0;

  /* The newest lies on top. */
  for (guint i = n; i > 0; i--)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i - 1);

      if (mark->document_page == (int)page && mark->n_points > 0)
        {
          if (is_near (self, info, mark, displayed))
            return mark;
          continue;
        }
      for (guint k = 0; mark->document_page == (int)page && k < mark->n_quads; k++)
        {
          JalQuad quad = jal_page_view_quad_of (&mark->quads[k]);
          JalBox box = jal_geometry_quad_to_display (info, &quad);

          if (displayed.x >= box.x1 && displayed.x <= box.x2 && displayed.y >= box.y1 && displayed.y <= box.y2)
            return mark;
        }
    }
  return NULL;
}

gboolean
jal_page_view_get_mark_box (JalPageView *self, JalMark *mark, JalBox *box)
{
  const JalPageInfo *info = mark->document_page >= 0 && self->source != NULL
                                ? jal_page_source_get_info (self->source, (guint)mark->document_page)
                                : NULL;

  if (info == NULL)
    return FALSE;
  for (guint i = 0; i < mark->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&mark->quads[i]);
      JalBox part = jal_geometry_quad_to_display (info, &quad);

      *box = i == 0 ? part
                    : (JalBox){ fmin (box->x1, part.x1), fmin (box->y1, part.y1), fmax (box->x2, part.x2),
                                fmax (box->y2, part.y2) };
    }
  return TRUE;
}

/* --- Note icons --------------------------------------------------------------------------------------------------- */

static void
note_clicked_cb (JalPageView *self, GtkButton *button)
{
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_MARK_CHOSEN], 0,
                 g_object_get_data (G_OBJECT (button), "id"));
}

static GtkWidget *
new_note (JalPageView *self, JalMark *mark)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("jal-note-symbolic");
  char id[JAL_ID_HEX_LENGTH + 1];
  g_autofree char *class = g_strconcat ("mark-", mark->color, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Note: %s"), mark->text);

  jal_id_to_hex (mark->id, id);
  gtk_widget_add_css_class (button, "page-note");
  gtk_widget_add_css_class (button, class);
  gtk_widget_set_tooltip_text (button, *mark->text != '\0' ? mark->text : _ ("An empty note"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (button), "mark", g_object_ref (mark), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (note_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

void
jal_page_view_set_armed_color (JalPageView *self, const char *color)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->armed_color = color != NULL ? g_intern_string (color) : NULL;
}

static void
marks_changed_cb (JalPageView *self)
{
  jal_page_view_hand_forget (self);
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      /* A free text is seen on the page itself. */
      if (g_str_equal (mark->kind, "note") || (*mark->text != '\0' && !g_str_equal (mark->kind, "text")))
        g_ptr_array_add (self->notes, new_note (self, mark));
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
jal_page_view_allocate_notes (JalPageView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < self->notes->len; i++)
    {
      GtkWidget *button = self->notes->pdata[i];
      JalMark *mark = g_object_get_data (G_OBJECT (button), "mark");
      gboolean shown = FALSE;
      JalBox box;

      if (mark->document_page >= 0 && (guint)mark->document_page < jal_page_layout_get_n_pages (self->layout)
          && jal_page_view_hand_box (self, mark, &box))
        {
          graphene_rect_t rect = jal_page_view_place_box (self, (guint)mark->document_page, box);
          GtkRequisition size;
          GtkAllocation place;

          gtk_widget_get_preferred_size (button, &size, NULL);
          /* A note sits on its point, one on words before them; an annotated highlight has its icon in the margin. */
          if (g_str_equal (mark->kind, "note"))
            place.x = (int)rect.origin.x
                      - (*mark->quoted != '\0' && box.x2 - box.x1 > 2 * (box.y2 - box.y1) ? size.width + 2 : 0);
          else
            {
              JalPageRect page = jal_page_view_get_rect (self, (guint)mark->document_page);

              place.x = (int)(page.x + page.width) - size.width - 6;
            }
          place.y = (int)rect.origin.y;
          place.width = size.width;
          place.height = size.height;
          shown = place.y + place.height > 0 && place.y < height;
          gtk_widget_size_allocate (button, &place, -1);
        }
      gtk_widget_set_child_visible (button, shown);
    }
}

void
jal_page_view_set_marks (JalPageView *self, GListModel *marks)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_set_object (&self->marks, marks);
  if (marks != NULL)
    g_signal_connect_object (marks, "items-changed", G_CALLBACK (marks_changed_cb), self, G_CONNECT_SWAPPED);
  marks_changed_cb (self);
}

void
jal_page_view_set_chosen (JalPageView *self, JalId id)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->chosen = id;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
