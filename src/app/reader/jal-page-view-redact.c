/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Redactions on the page: hatched boxes, and the box that is being drawn.
 *
 * The view knows nothing of them but that they are drawn over a page: what is here hangs on it as data of its own. A drag that
 * begins beside the words is taken before the view can select with it, as long as redacting is armed.
 */
#include "app/reader/jal-page-view-redact.h"

#include <math.h>

#include "app/reader/jal-page-view-private.h"
#include "marks/jal-redactions.h"

typedef struct
{
  JalPageView *view;
  GListModel *redactions; /* nullable */
  JalRedactAreaFunc drawn;
  gpointer data;
  gboolean drawing;
  guint page;
  JalPoint start; /* of the displayed page */
  JalBox area;
  double x; /* where the pointer was pressed, on the widget */
  double y;
} Redacting;

static const GdkRGBA ink = { 0.1f, 0.1f, 0.1f, 1 };

/* Dark stripes with gaps that let the words be checked. */
static void
append_hatching (GtkSnapshot *snapshot, const graphene_rect_t *rect, float alpha)
{
  const GskColorStop stops[4] = { { 0, { 0, 0, 0, alpha } },
                                  { 0.5f, { 0, 0, 0, alpha } },
                                  { 0.5f, { 0, 0, 0, alpha / 3 } },
                                  { 1, { 0, 0, 0, alpha / 3 } } };
  graphene_point_t start = rect->origin, end = GRAPHENE_POINT_INIT (rect->origin.x + 5, rect->origin.y + 5);

  gtk_snapshot_append_repeating_linear_gradient (snapshot, rect, &start, &end, stops, G_N_ELEMENTS (stops));
}

static void
append_frame (GtkSnapshot *snapshot, const graphene_rect_t *rect)
{
  const float widths[4] = { 1.5f, 1.5f, 1.5f, 1.5f };
  const GdkRGBA colors[4] = { ink, ink, ink, ink };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
append_redaction (JalPageView *self, GtkSnapshot *snapshot, guint page, JalRedaction *redaction)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);

  for (guint i = 0; i < redaction->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&redaction->quads[i]);
      graphene_rect_t rect = jal_page_view_place_box (self, page, jal_geometry_quad_to_display (info, &quad));

      /* What is rejected stays readable: a frame says that somebody looked at it. */
      if (!g_str_equal (redaction->state, "rejected"))
        append_hatching (snapshot, &rect, g_str_equal (redaction->state, "accepted") ? 0.78f : 0.55f);
      append_frame (snapshot, &rect);
    }
}

static Redacting *
get_redacting (JalPageView *self)
{
  return g_object_get_data (G_OBJECT (self), "jal-redacting");
}

void
jal_page_view_append_redactions (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  Redacting *redacting = get_redacting (self);

  if (redacting == NULL || jal_page_source_get_info (self->source, page) == NULL)
    return;
  for (guint i = 0; redacting->redactions != NULL && i < g_list_model_get_n_items (redacting->redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redacting->redactions, i);

      if (redaction->document_page == (int)page)
        append_redaction (self, snapshot, page, redaction);
    }
  if (redacting->drawing && redacting->page == page)
    {
      graphene_rect_t rect = jal_page_view_place_box (self, page, redacting->area);

      append_hatching (snapshot, &rect, 0.4f);
      append_frame (snapshot, &rect);
    }
}

/* --- Drawing a box -------------------------------------------------------------------------------------------- */

/* Whether the point is on a letter: then words are selected. */
static gboolean
is_on_letter (JalPageView *self, guint page, JalPoint point)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);

  for (guint i = 0; text != NULL && i < text->n_chars; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);

      if (point.x >= box.x1 && point.x <= box.x2 && point.y >= box.y1 && point.y <= box.y2)
        return TRUE;
    }
  return FALSE;
}

static void
begin_cb (Redacting *redacting, double x, double y, GtkGesture *drag)
{
  JalPageView *self = redacting->view;

  redacting->drawing = FALSE;
  if (g_strcmp0 (self->armed, "redaction") != 0 || self->source == NULL
      || !jal_page_view_find_point (self, x, y, TRUE, &redacting->page, &redacting->start)
      || jal_page_source_get_info (self->source, redacting->page) == NULL
      || is_on_letter (self, redacting->page, redacting->start))
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  redacting->drawing = TRUE;
  redacting->x = x;
  redacting->y = y;
  redacting->area = (JalBox){ redacting->start.x, redacting->start.y, redacting->start.x, redacting->start.y };
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
update_cb (Redacting *redacting, double dx, double dy)
{
  JalPageView *self = redacting->view;
  const JalPageInfo *info = redacting->drawing ? jal_page_source_get_info (self->source, redacting->page) : NULL;
  JalPoint point;
  guint page;

  if (info == NULL || !jal_page_view_find_point (self, redacting->x + dx, redacting->y + dy, FALSE, &page, &point)
      || page != redacting->page)
    return;
  point.x = CLAMP (point.x, 0, info->width);
  point.y = CLAMP (point.y, 0, info->height);
  redacting->area = (JalBox){ fmin (redacting->start.x, point.x), fmin (redacting->start.y, point.y),
                              fmax (redacting->start.x, point.x), fmax (redacting->start.y, point.y) };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
end_cb (Redacting *redacting)
{
  gboolean drawn = redacting->drawing && redacting->area.x2 - redacting->area.x1 >= 2
                   && redacting->area.y2 - redacting->area.y1 >= 2;

  redacting->drawing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (redacting->view));
  if (drawn)
    redacting->drawn (redacting->data, redacting->page, redacting->area);
}

static void
free_redacting (gpointer data)
{
  Redacting *redacting = data;

  if (redacting->redactions != NULL)
    g_signal_handlers_disconnect_by_data (redacting->redactions, redacting->view);
  g_clear_object (&redacting->redactions);
  g_free (redacting);
}

void
jal_page_view_add_redacting (JalPageView *self, GListModel *redactions, JalRedactAreaFunc drawn, gpointer data)
{
  Redacting *redacting = g_new0 (Redacting, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();

  *redacting = (Redacting){ .view = self, .redactions = g_object_ref (redactions), .drawn = drawn, .data = data };
  g_signal_connect_object (redactions, "items-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (begin_cb), redacting);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (update_cb), redacting);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (end_cb), redacting);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_object_set_data_full (G_OBJECT (self), "jal-redacting", redacting, free_redacting);
}
