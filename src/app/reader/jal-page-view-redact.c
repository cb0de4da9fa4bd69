/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Redactions on the page: hatched boxes, the one that is being drawn, and the chosen one with its handles.
 *
 * The view knows nothing of them but that they are drawn over a page: what is here hangs on it as data of its own.
 */
#include "app/reader/jal-page-view-redact-private.h"

#include <math.h>

/* Logical pixels. */
#define HANDLE 7.0f

static const GdkRGBA ink = { 0.1f, 0.1f, 0.1f, 1 };
static const GdkRGBA frame = { 0.11f, 0.44f, 0.85f, 1 };
static const GdkRGBA paper = { 1, 1, 1, 1 };

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
append_frame (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *color)
{
  const float widths[4] = { 1.5f, 1.5f, 1.5f, 1.5f };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

JalRedactHand *
jal_page_view_get_redacting (JalPageView *self)
{
  return g_object_get_data (G_OBJECT (self), "jal-redacting");
}

static gboolean
is_held (const JalRedactHand *hand, const JalRedaction *redaction)
{
  return hand->held && jal_id_equal (hand->chosen, redaction->id);
}

gboolean
jal_page_view_redact_box (JalPageView *self, const JalRedaction *redaction, JalBox *box)
{
  const JalRedactHand *hand = jal_page_view_get_redacting (self);
  const JalPageInfo *info = self->source != NULL && redaction->document_page >= 0
                                ? jal_page_source_get_info (self->source, (guint)redaction->document_page)
                                : NULL;

  if (info == NULL || redaction->n_quads == 0)
    return FALSE;
  if (is_held (hand, redaction))
    {
      *box = hand->area;
      return TRUE;
    }
  for (guint i = 0; i < redaction->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&redaction->quads[i]);
      JalBox part = jal_geometry_quad_to_display (info, &quad);

      *box = i == 0 ? part
                    : (JalBox){ fmin (box->x1, part.x1), fmin (box->y1, part.y1), fmax (box->x2, part.x2), fmax (box->y2, part.y2) };
    }
  return TRUE;
}

void
jal_page_view_redact_handles (JalBox box, JalPoint handles[JAL_REDACT_HANDLES])
{
  for (guint i = 0, k = 0; i < 9; i++)
    if (i != 4)
      handles[k++] = (JalPoint){ box.x1 + (box.x2 - box.x1) * (i % 3) / 2, box.y1 + (box.y2 - box.y1) * (i / 3) / 2 };
}

/* What is rejected stays readable: a frame says that somebody looked at it. */
static void
append_part (GtkSnapshot *snapshot, const graphene_rect_t *rect, const char *state)
{
  if (!g_str_equal (state, "rejected"))
    append_hatching (snapshot, rect, g_str_equal (state, "accepted") ? 0.78f : 0.55f);
  append_frame (snapshot, rect, &ink);
}

static void
append_redaction (JalPageView *self, const JalRedactHand *hand, GtkSnapshot *snapshot, guint page, JalRedaction *redaction)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);

  for (guint i = 0; i < redaction->n_quads && !is_held (hand, redaction); i++)
    {
      JalQuad quad = jal_page_view_quad_of (&redaction->quads[i]);
      graphene_rect_t rect = jal_page_view_place_box (self, page, jal_geometry_quad_to_display (info, &quad));

      append_part (snapshot, &rect, redaction->state);
    }
  if (is_held (hand, redaction))
    {
      graphene_rect_t rect = jal_page_view_place_box (self, page, hand->area);

      append_part (snapshot, &rect, "pending");
    }
}

static void
append_chosen (JalPageView *self, GtkSnapshot *snapshot, guint page, JalRedaction *redaction)
{
  JalPoint handles[JAL_REDACT_HANDLES];
  graphene_rect_t rect;
  JalBox box;

  if (!jal_page_view_redact_box (self, redaction, &box))
    return;
  rect = jal_page_view_place_box (self, page, box);
  graphene_rect_inset (&rect, -2, -2);
  append_frame (snapshot, &rect, &frame);
  if (!jal_redaction_is_box (redaction))
    return;
  jal_page_view_redact_handles (box, handles);
  for (guint i = 0; i < JAL_REDACT_HANDLES; i++)
    {
      graphene_rect_t at = jal_page_view_place_box (self, page, (JalBox){ handles[i].x, handles[i].y, handles[i].x, handles[i].y });
      graphene_rect_t handle = GRAPHENE_RECT_INIT (at.origin.x - HANDLE / 2, at.origin.y - HANDLE / 2, HANDLE, HANDLE);

      gtk_snapshot_append_color (snapshot, &paper, &handle);
      append_frame (snapshot, &handle, &frame);
    }
}

void
jal_page_view_append_redactions (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  const JalRedactHand *hand = jal_page_view_get_redacting (self);
  JalRedaction *chosen = hand != NULL ? jal_page_view_get_chosen_redaction (self) : NULL;

  if (hand == NULL || jal_page_source_get_info (self->source, page) == NULL)
    return;
  for (guint i = 0; hand->redactions != NULL && i < g_list_model_get_n_items (hand->redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (hand->redactions, i);

      if (redaction->document_page == (int)page)
        append_redaction (self, hand, snapshot, page, redaction);
    }
  if (chosen != NULL && chosen->document_page == (int)page)
    append_chosen (self, snapshot, page, chosen);
  if (hand->doing == JAL_REDACT_DRAWING && hand->page == page)
    {
      graphene_rect_t rect = jal_page_view_place_box (self, page, hand->area);

      append_hatching (snapshot, &rect, 0.4f);
      append_frame (snapshot, &rect, &ink);
    }
}

/* --- What is chosen ------------------------------------------------------------------------------------------- */

JalRedaction *
jal_page_view_get_chosen_redaction (JalPageView *self)
{
  const JalRedactHand *hand = jal_page_view_get_redacting (self);

  for (guint i = 0; hand != NULL && hand->redactions != NULL && i < g_list_model_get_n_items (hand->redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (hand->redactions, i);

      if (jal_id_equal (redaction->id, hand->chosen))
        return redaction; /* the list keeps it */
    }
  return NULL;
}

void
jal_page_view_choose_redaction (JalPageView *self, JalId id)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);

  hand->chosen = id;
  hand->held = hand->by_key = FALSE;
  hand->kept = TRUE;
  hand->doing = JAL_REDACT_IDLE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_redaction_kept (JalPageView *self)
{
  jal_page_view_get_redacting (self)->kept = TRUE;
}

/* The rows are where they are now. */
static void
changed_cb (JalPageView *self)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);

  if (hand->doing == JAL_REDACT_IDLE && !hand->by_key && hand->kept)
    hand->held = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
free_redacting (gpointer data)
{
  JalRedactHand *hand = data;

  if (hand->redactions != NULL)
    g_signal_handlers_disconnect_by_data (hand->redactions, hand->view);
  g_clear_object (&hand->redactions);
  g_free (hand);
}

void
jal_page_view_add_redacting (JalPageView *self, GListModel *redactions, const JalRedactFuncs *funcs, gpointer data)
{
  JalRedactHand *hand = g_new0 (JalRedactHand, 1);

  *hand = (JalRedactHand){ .view = self, .redactions = g_object_ref (redactions), .funcs = funcs, .data = data, .chosen = JAL_ID_NONE, .kept = TRUE };
  g_object_set_data_full (G_OBJECT (self), "jal-redacting", hand, free_redacting);
  g_signal_connect_object (redactions, "items-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  jal_page_view_add_redact_hand (self, hand);
}
