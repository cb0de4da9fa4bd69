/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the hand holds: the chosen mark, its shape while it is moved, and where it can be taken hold of. */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-page-view-hand-private.h"

#include <math.h>

#include "marks/jal-mark-shape.h"

/* --- Shapes ------------------------------------------------------------------------------------------------------- */

JalMarkShape *
jal_mark_shape_new (guint page)
{
  JalMarkShape *shape = g_new0 (JalMarkShape, 1);

  shape->page = page;
  shape->quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));
  shape->points = g_array_new (FALSE, FALSE, sizeof (JalMarkPoint));
  return shape;
}

JalMarkShape *
jal_mark_shape_copy (const JalMarkShape *shape)
{
  JalMarkShape *copy = g_new0 (JalMarkShape, 1);

  copy->page = shape->page;
  copy->quads = g_array_copy (shape->quads);
  copy->points = g_array_copy (shape->points);
  copy->quoted = g_strdup (shape->quoted);
  copy->before = g_strdup (shape->before);
  copy->after = g_strdup (shape->after);
  return copy;
}

void
jal_mark_shape_free (JalMarkShape *shape)
{
  if (shape == NULL)
    return;
  g_array_unref (shape->quads);
  g_array_unref (shape->points);
  g_free (shape->quoted);
  g_free (shape->before);
  g_free (shape->after);
  g_free (shape);
}

/* --- The chosen mark ---------------------------------------------------------------------------------------------- */

JalMark *
jal_page_view_get_chosen_mark (JalPageView *self)
{
  for (guint i = 0; self->marks != NULL && !jal_id_is_none (self->chosen) && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (jal_id_equal (mark->id, self->chosen))
        return mark;
    }
  return NULL;
}

static gboolean
holds (JalPageView *self, JalMark *mark)
{
  return self->hand != NULL && self->hand->shape != NULL && self->hand->mark != NULL
         && jal_id_equal (self->hand->mark->id, mark->id);
}

void
jal_page_view_hand_change (JalPageView *self, JalMark *mark, JalMarkLook *look)
{
  JalMarkShape *shape;

  if (!holds (self, mark))
    return;
  shape = self->hand->shape;
  look->quads = (const JalMarkQuad *)(gpointer)shape->quads->data;
  look->n_quads = shape->quads->len;
  look->points = (const JalMarkPoint *)(gpointer)shape->points->data;
  look->n_points = shape->points->len;
}

gboolean
jal_page_view_hand_box (JalPageView *self, JalMark *mark, JalBox *box)
{
  const JalPageInfo *info;

  if (!holds (self, mark))
    return jal_page_view_get_mark_box (self, mark, box);
  info = jal_page_source_get_info (self->source, self->hand->page);
  for (guint i = 0; i < self->hand->shape->quads->len; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&g_array_index (self->hand->shape->quads, JalMarkQuad, i));
      JalBox part = jal_geometry_quad_to_display (info, &quad);

      *box = i == 0 ? part
                    : (JalBox){ fmin (box->x1, part.x1), fmin (box->y1, part.y1), fmax (box->x2, part.x2),
                                fmax (box->y2, part.y2) };
    }
  return info != NULL && self->hand->shape->quads->len > 0;
}

guint
jal_page_view_hand_handles (JalPageView *self, JalMark *mark, JalPoint handles[JAL_MARK_HANDLES_MAX])
{
  const JalPageInfo *info = mark->document_page >= 0 && self->source != NULL
                                ? jal_page_source_get_info (self->source, (guint)mark->document_page)
                                : NULL;
  JalMarkLook look = { mark->kind, mark->color, mark->text, mark->quads, mark->n_quads, mark->points, mark->n_points };
  JalBox box;

  if (info == NULL || g_str_equal (mark->kind, "note") || !jal_page_view_hand_box (self, mark, &box))
    return 0;
  jal_page_view_hand_change (self, mark, &look);
  if (look.n_points == 2)
    {
      handles[0] = jal_mark_shape_point_shown (info, &look.points[0]);
      handles[1] = jal_mark_shape_point_shown (info, &look.points[1]);
      return 2;
    }
  if (jal_mark_kind_is_text (mark->kind))
    {
      JalQuad first = jal_page_view_quad_of (&look.quads[0]);
      JalQuad last = jal_page_view_quad_of (&look.quads[look.n_quads - 1]);
      JalBox start = jal_geometry_quad_to_display (info, &first);
      JalBox end = jal_geometry_quad_to_display (info, &last);

      handles[0] = (JalPoint){ start.x1, start.y2 };
      handles[1] = (JalPoint){ end.x2, end.y2 };
      return 2;
    }
  for (guint i = 0, k = 0; i < 9; i++)
    if (i != 4)
      handles[k++] = (JalPoint){ box.x1 + (box.x2 - box.x1) * (i % 3) / 2, box.y1 + (box.y2 - box.y1) * (i / 3) / 2 };
  return 8;
}
