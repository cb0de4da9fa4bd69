/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-mark-shape.h"

#include <math.h>
#include <string.h>

/* Points: a line that is level still fills something. */
#define LEAST 1.0

JalMarkQuad
jal_mark_shape_quad (const JalPageInfo *info, JalBox displayed)
{
  const JalPoint corners[4] = { { displayed.x1, displayed.y1 },
                                { displayed.x2, displayed.y1 },
                                { displayed.x1, displayed.y2 },
                                { displayed.x2, displayed.y2 } };
  JalMarkQuad quad;

  for (guint i = 0; i < 4; i++)
    {
      JalPoint user = jal_geometry_to_user (info, corners[i]);

      quad.x[i] = user.x;
      quad.y[i] = user.y;
    }
  return quad;
}

JalMarkPoint
jal_mark_shape_point (const JalPageInfo *info, JalPoint displayed, gboolean begins)
{
  JalPoint user = jal_geometry_to_user (info, displayed);

  return (JalMarkPoint){ user.x, user.y, begins ? 1 : 0 };
}

JalPoint
jal_mark_shape_point_shown (const JalPageInfo *info, const JalMarkPoint *point)
{
  return jal_geometry_to_display (info, (JalPoint){ point->x, point->y });
}

JalMarkQuad
jal_mark_shape_around (const JalMarkPoint *points, guint n_points)
{
  double x1 = G_MAXDOUBLE, y1 = G_MAXDOUBLE, x2 = -G_MAXDOUBLE, y2 = -G_MAXDOUBLE;

  for (guint i = 0; i < n_points; i++)
    {
      x1 = fmin (x1, points[i].x);
      y1 = fmin (y1, points[i].y);
      x2 = fmax (x2, points[i].x);
      y2 = fmax (y2, points[i].y);
    }
  if (x2 - x1 < LEAST)
    x2 = x1 + LEAST;
  if (y2 - y1 < LEAST)
    y2 = y1 + LEAST;
  return (JalMarkQuad){ { x1, x2, x1, x2 }, { y2, y2, y1, y1 } };
}

JalBox
jal_mark_shape_box (const JalPageInfo *info, const JalMark *mark)
{
  JalBox box = { 0 };

  for (guint i = 0; i < mark->n_quads; i++)
    {
      JalQuad quad;
      JalBox part;

      for (guint k = 0; k < 4; k++)
        quad.corners[k] = (JalPoint){ mark->quads[i].x[k], mark->quads[i].y[k] };
      part = jal_geometry_quad_to_display (info, &quad);
      box = i == 0 ? part
                   : (JalBox){ fmin (box.x1, part.x1), fmin (box.y1, part.y1), fmax (box.x2, part.x2),
                               fmax (box.y2, part.y2) };
    }
  return box;
}

static double
map (double value, double from1, double from2, double to1, double to2)
{
  double size = from2 - from1;

  return size > 1e-9 ? to1 + (value - from1) * (to2 - to1) / size : to1 + (value - from1);
}

static JalPoint
map_point (const JalPageInfo *info, double x, double y, JalBox from, JalBox to)
{
  JalPoint shown = jal_geometry_to_display (info, (JalPoint){ x, y });

  return jal_geometry_to_user (info, (JalPoint){ map (shown.x, from.x1, from.x2, to.x1, to.x2),
                                                 map (shown.y, from.y1, from.y2, to.y1, to.y2) });
}

GArray *
jal_mark_shape_map (const JalPageInfo *info, const JalMark *mark, JalBox from, JalBox to, GArray **points)
{
  GArray *quads = g_array_sized_new (FALSE, FALSE, sizeof (JalMarkQuad), mark->n_quads);

  *points = g_array_sized_new (FALSE, FALSE, sizeof (JalMarkPoint), mark->n_points);
  for (guint i = 0; i < mark->n_points; i++)
    {
      JalPoint moved = map_point (info, mark->points[i].x, mark->points[i].y, from, to);
      JalMarkPoint point = { moved.x, moved.y, mark->points[i].begins };

      g_array_append_val (*points, point);
    }
  for (guint i = 0; i < mark->n_quads; i++)
    {
      JalMarkQuad quad;

      for (guint k = 0; k < 4; k++)
        {
          JalPoint moved = map_point (info, mark->quads[i].x[k], mark->quads[i].y[k], from, to);

          quad.x[k] = moved.x;
          quad.y[k] = moved.y;
        }
      g_array_append_val (quads, quad);
    }
  return quads;
}

JalBox
jal_mark_shape_inside (const JalPageInfo *info, JalBox box)
{
  double dx = box.x1 < 0 ? -box.x1 : fmin (0, fmax (info->width - box.x2, -box.x1));
  double dy = box.y1 < 0 ? -box.y1 : fmin (0, fmax (info->height - box.y2, -box.y1));

  return (JalBox){ box.x1 + dx, box.y1 + dy, box.x2 + dx, box.y2 + dy };
}

gboolean
jal_mark_kind_is_text (const char *kind)
{
  static const char *const kinds[] = { "highlight", "underline", "strikeout", NULL };

  return g_strv_contains (kinds, kind);
}

gboolean
jal_mark_kind_is_drawn (const char *kind)
{
  static const char *const kinds[] = { "line", "arrow", "ink", NULL };

  return g_strv_contains (kinds, kind);
}
