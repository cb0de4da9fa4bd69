/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes that can be looked through, one over the other.
 *
 * Through one pen that hides four fifths of what lies below one can read; through two nobody can. What each hides is
 * counted together where they lie over the same place. A highlight that is not dark hides nothing, however many there
 * are; neither does a thin line.
 */
#include <math.h>

#include "worker/received-private.h"

/* Less left of what lies below, and nothing can be read. */
#define LEFT 0.16
/* Of the smaller of two rectangles: they lie over the same place. */
#define SAME_PLACE 0.2
/* Notes of the list on either side that are looked at. */
#define BESIDE 60
/* Strokes of a pen that are looked at, and points of each. */
#define STROKES_MAX 64
#define POINTS_MAX 2000

static gboolean
is_kind (qpdf_data pdf, qpdf_oh annotation, const char *kind)
{
  return qpdf_oh_is_name_and_equals (pdf, jal_received_get (pdf, annotation, "/Subtype"), kind);
}

/* Whether a note without appearance paints more than a thin line. */
static gboolean
paints (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh fill = jal_received_get (pdf, annotation, is_kind (pdf, annotation, "/FreeText") ? "/C" : "/IC");

  return is_kind (pdf, annotation, "/Highlight") || jal_received_pen_width (pdf, annotation) > JAL_RECEIVED_THICK
         || (qpdf_oh_is_array (pdf, fill) && qpdf_oh_get_array_n_items (pdf, fill) > 0);
}

double
jal_received_get_tint (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  static const char *const kinds[]
      = { "/Square", "/Circle", "/Polygon", "/FreeText", "/Line", "/PolyLine", "/Ink", "/Highlight" };
  double said = jal_received_number (pdf, jal_received_get (pdf, annotation, "/CA"), 1);
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && !any; i++)
    any = is_kind (pdf, annotation, kinds[i]);
  if (!any || (is_kind (pdf, annotation, "/Highlight") && !jal_received_is_dark (pdf, annotation)))
    return 0;
  if (drawing->any)
    return CLAMP (drawing->tint, 0, 1);
  return said < JAL_RECEIVED_THIN && paints (pdf, annotation) ? CLAMP (said, 0, 1) : 0;
}

static double
get_area (const double rect[4])
{
  return fmax (rect[2] - rect[0], 0) * fmax (rect[3] - rect[1], 0);
}

static gboolean
lie_together (const double a[4], const double b[4])
{
  const double both[4] = { fmax (a[0], b[0]), fmax (a[1], b[1]), fmin (a[2], b[2]), fmin (a[3], b[3]) };

  return get_area (both) > SAME_PLACE * fmin (get_area (a), get_area (b));
}

/* Where a stroke of @annotation goes, with the width of its line. */
static gboolean
get_stroke (qpdf_data pdf, qpdf_oh points, double width, double rect[4])
{
  int n = qpdf_oh_is_array (pdf, points) ? qpdf_oh_get_array_n_items (pdf, points) / 2 : 0;

  for (int i = 0; i < MIN (n, POINTS_MAX); i++)
    {
      double x = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, points, 2 * i), 0),
             y = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, points, 2 * i + 1), 0);

      rect[0] = i == 0 ? x - width / 2 : fmin (rect[0], x - width / 2);
      rect[1] = i == 0 ? y - width / 2 : fmin (rect[1], y - width / 2);
      rect[2] = i == 0 ? x + width / 2 : fmax (rect[2], x + width / 2);
      rect[3] = i == 0 ? y + width / 2 : fmax (rect[3], y + width / 2);
    }
  return n > 0;
}

/* How many strokes of a pen without appearance lie over one place, at most; 1 for any other note. */
static guint
count_passes (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  qpdf_oh list = jal_received_get (pdf, annotation, "/InkList");
  int n = qpdf_oh_is_array (pdf, list) ? MIN (qpdf_oh_get_array_n_items (pdf, list), STROKES_MAX) : 0;
  double width = jal_received_pen_width (pdf, annotation), rects[STROKES_MAX][4];
  guint most = 1;

  for (int i = 0; i < n && !drawing->any; i++)
    {
      guint here = 1;

      if (!get_stroke (pdf, qpdf_oh_get_array_item (pdf, list, i), width, rects[i]))
        return 1;
      for (int k = 0; k < i; k++)
        here += lie_together (rects[i], rects[k]) ? 1 : 0;
      most = MAX (most, here);
    }
  return drawing->any ? MAX (drawing->passes, 1) : most;
}

gboolean
jal_received_tints_hide (qpdf_data pdf, qpdf_oh list, int at)
{
  qpdf_oh annotation = qpdf_oh_get_array_item (pdf, list, at);
  JalReceivedDrawing drawing = jal_received_drawing (pdf, annotation);
  double tint = jal_received_get_tint (pdf, annotation, &drawing),
         left = pow (1 - tint, count_passes (pdf, annotation, &drawing)), rect[4];
  int n = qpdf_oh_is_array (pdf, list) ? qpdf_oh_get_array_n_items (pdf, list) : 0;

  if (!(tint > 0) || !jal_received_rectangle (pdf, jal_received_get (pdf, annotation, "/Rect"), rect))
    return FALSE;
  for (int i = MAX (at - BESIDE, 0); i < MIN (n, at + BESIDE + 1); i++)
    {
      qpdf_oh other = qpdf_oh_get_array_item (pdf, list, i);
      double theirs[4];

      if (i == at || !jal_received_rectangle (pdf, jal_received_get (pdf, other, "/Rect"), theirs)
          || !lie_together (rect, theirs))
        continue;
      drawing = jal_received_drawing (pdf, other);
      left *= pow (1 - jal_received_get_tint (pdf, other, &drawing), count_passes (pdf, other, &drawing));
    }
  return left < LEFT;
}
