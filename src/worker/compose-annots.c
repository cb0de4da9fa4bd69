/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Annotations of a received document become part of its page.
 *
 * 1. Links stay links. Everything else that is seen (fields, notes, highlights, stamps, the picture of an attached file)
 *    is drawn where its appearance lies; what it carries besides (files, scripts, sounds, text in a pop-up) is left out.
 * 2. Hidden stays hidden: an annotation that is not shown is not drawn, one that belongs to a layer keeps it.
 *    A copy without received notes (record: "received") draws none of them, but for what hides the page beneath: see received.c.
 * 3. A value typed into a field that brings no appearance of its own is drawn from the value.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <math.h>
#include <string.h>

#include "worker/compose-fields.h"
#include "worker/compose-marks.h"
#include "worker/compose-source.h"
#include "worker/received-private.h"
#include "worker/received.h"

/* Points by which the bounds of a note and of the mark that was made of it may differ. */
#define SAME_PLACE 1.5
#define MAX_ANNOTATIONS 20000
/* What a reader draws for a comment that has no picture of its own, in points. */
#define SIGN 24.0
#define FLAG_INVISIBLE 1
#define FLAG_HIDDEN 2
#define FLAG_NO_ROTATE 16
#define FLAG_NO_VIEW 32

static const char *const never_drawn[] = { "/Popup", "/PrinterMark", "/TrapNet" };

/* The stream that shows the annotation in its present state; FALSE when there is none. */
static gboolean
find_appearance (qpdf_data pdf, qpdf_oh annotation, qpdf_oh *stream)
{
  qpdf_oh normal = qpdf_oh_get_key_if_dict (pdf, qpdf_oh_get_key (pdf, annotation, "/AP"), "/N");
  qpdf_oh state;

  if (qpdf_oh_is_stream (pdf, normal))
    {
      *stream = normal;
      return TRUE;
    }
  if (!qpdf_oh_is_dictionary (pdf, normal))
    return FALSE;
  state = qpdf_oh_get_key (pdf, annotation, "/AS");
  if (!qpdf_oh_is_name (pdf, state))
    state = jal_compose_field_get (pdf, annotation, "/V");
  if (!qpdf_oh_is_name (pdf, state))
    return FALSE;
  normal = qpdf_oh_get_key (pdf, normal, qpdf_oh_get_name (pdf, state));
  *stream = normal;
  return qpdf_oh_is_stream (pdf, normal);
}

static gboolean
read_matrix (qpdf_data pdf, qpdf_oh dict, double m[6])
{
  double values[6];

  if (!jal_pdf_numbers (pdf, qpdf_oh_get_key (pdf, dict, "/Matrix"), values, 6))
    return FALSE;
  memcpy (m, values, sizeof values);
  return TRUE;
}

/* The matrix that takes the form's transformed box to @rect, as PDF 32000 12.5.5 has it. */
static gboolean
fit_matrix (qpdf_data pdf, qpdf_oh dict, const double rect[4], double out[6])
{
  double m[6] = { 1, 0, 0, 1, 0, 0 };
  double box[4];
  double bounds[4] = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };

  if (!jal_pdf_rectangle (pdf, qpdf_oh_get_key (pdf, dict, "/BBox"), box))
    return FALSE;
  read_matrix (pdf, dict, m);
  for (guint i = 0; i < 4; i++)
    {
      double x = box[i % 2 == 0 ? 0 : 2];
      double y = box[i / 2 == 0 ? 1 : 3];
      double tx = m[0] * x + m[2] * y + m[4];
      double ty = m[1] * x + m[3] * y + m[5];

      bounds[0] = MIN (bounds[0], tx);
      bounds[1] = MIN (bounds[1], ty);
      bounds[2] = MAX (bounds[2], tx);
      bounds[3] = MAX (bounds[3], ty);
    }
  if (!isfinite (bounds[0] + bounds[1] + bounds[2] + bounds[3]) || bounds[2] - bounds[0] < 1e-6
      || bounds[3] - bounds[1] < 1e-6)
    return FALSE;
  out[0] = (rect[2] - rect[0]) / (bounds[2] - bounds[0]);
  out[1] = 0;
  out[2] = 0;
  out[3] = (rect[3] - rect[1]) / (bounds[3] - bounds[1]);
  out[4] = rect[0] - bounds[0] * out[0];
  out[5] = rect[1] - bounds[1] * out[3];
  return TRUE;
}

/* An annotation that does not turn with its page is turned back about its upper left corner. */
static void
turn_back (const double rect[4], int rotate, double m[6])
{
  const double x = rect[0];
  const double y = rect[3];
  const double c = rotate == 0 ? 1 : rotate == 180 ? -1 : 0;
  const double s = rotate == 90 ? 1 : rotate == 270 ? -1 : 0;
  double t[6];

  /* p -> corner + R (p - corner), R counter-clockwise by @rotate */
  t[0] = c * m[0] - s * m[1];
  t[1] = s * m[0] + c * m[1];
  t[2] = c * m[2] - s * m[3];
  t[3] = s * m[2] + c * m[3];
  t[4] = x + c * (m[4] - x) - s * (m[5] - y);
  t[5] = y + s * (m[4] - x) + c * (m[5] - y);
  memcpy (m, t, sizeof t);
}

static void
add_picture (JalComposeSource *source, JalComposePage *result, JalPdfRef form, const double matrix[6])
{
  JalComposePicture picture = { .form = form };

  memcpy (picture.matrix, matrix, sizeof picture.matrix);
  if (form.id != 0)
    g_array_append_val (result->pictures, picture);
}

static void
take_appearance (JalComposeSource *source, qpdf_oh annotation, qpdf_oh stream, const double rect[4], int flags,
                 JalComposePage *result)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh dict = qpdf_oh_get_dict (pdf, stream);
  qpdf_oh layer = qpdf_oh_get_key (pdf, annotation, "/OC");
  qpdf_oh copy;
  double matrix[6];

  if (!fit_matrix (pdf, dict, rect, matrix))
    return;
  if ((flags & FLAG_NO_ROTATE) != 0)
    turn_back (rect, result->rotate, matrix);
  jal_pdf_set_name (pdf, dict, "/Type", "/XObject");
  jal_pdf_set_name (pdf, dict, "/Subtype", "/Form");
  if (!qpdf_oh_is_dictionary (pdf, qpdf_oh_get_key (pdf, dict, "/Resources")))
    qpdf_oh_replace_key (pdf, dict, "/Resources", jal_compose_fields_resources (pdf));
  if (qpdf_oh_is_dictionary (pdf, layer) && !qpdf_oh_has_key (pdf, dict, "/OC"))
    qpdf_oh_replace_key (pdf, dict, "/OC", layer);
  jal_compose_clean (pdf, stream, source->cleaned);
  copy = qpdf_oh_copy_foreign_object (source->compose->out, pdf, stream);
  if (!jal_pdf_clear (source->compose->out, NULL) && qpdf_oh_is_stream (source->compose->out, copy))
    add_picture (source, result, jal_pdf_ref (source->compose->out, copy), matrix);
}

/* Grey, RGB or CMYK; @rgb stays as it is when @array is none of them. */
static void
read_color (qpdf_data pdf, qpdf_oh array, double rgb[3])
{
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) : 0;
  double value[4];

  if ((n != 1 && n != 3 && n != 4) || !jal_pdf_numbers (pdf, array, value, (guint)n))
    return;
  for (guint i = 0; i < 3; i++)
    rgb[i] = CLAMP (n == 1 ? value[0] : n == 3 ? value[i] : (1 - value[i]) * (1 - value[3]), 0, 1);
}

/* Highlights and their like are often saved without an appearance, and drawn by the reader from their quads. */
static gboolean
draw_markup (JalComposeSource *source, qpdf_oh annotation, const char *subtype, const double rect[4],
             JalComposePage *result)
{
  static const struct
  {
    const char *subtype;
    JalComposeMarkKind kind;
  } kinds[] = {
    { "/Highlight", JAL_COMPOSE_HIGHLIGHT }, { "/Underline", JAL_COMPOSE_UNDERLINE }, { "/Squiggly", JAL_COMPOSE_UNDERLINE },
    { "/StrikeOut", JAL_COMPOSE_STRIKEOUT }, { "/Square", JAL_COMPOSE_BOX },          { "/Text", JAL_COMPOSE_NOTE },
  };
  static const double identity[6] = { 1, 0, 0, 1, 0, 0 };
  qpdf_data pdf = source->pdf;
  qpdf_oh array = qpdf_oh_get_key (pdf, annotation, "/QuadPoints");
  qpdf_oh colour = qpdf_oh_get_key (pdf, annotation, "/C");
  g_autoptr (GArray) quads = g_array_new (FALSE, FALSE, sizeof (double));
  JalComposeMark mark = { .kind = -1, .quads = quads, .color = { 1, 0.85, 0.2 }, .opacity = 1 };
  double drawn[4];
  int n = qpdf_oh_is_array (pdf, array) ? MIN (qpdf_oh_get_array_n_items (pdf, array), 8 * 512) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].subtype, subtype) == 0)
      mark.kind = kinds[i].kind;
  if ((int)mark.kind < 0)
    return FALSE;
  memcpy (mark.rect, rect, sizeof mark.rect);
  for (int i = 0; i < n - n % 8; i++)
    {
      double value;

      if (!jal_pdf_item_number (pdf, array, i, &value) || fabs (value) > 1e7)
        return FALSE;
      g_array_append_val (quads, value);
    }
  if (quads->len == 0 && mark.kind != JAL_COMPOSE_BOX && mark.kind != JAL_COMPOSE_NOTE)
    return FALSE;
  /* A highlight without a colour may be black in some reader, and then it hides. */
  if (source->compose->spec->no_received && mark.kind == JAL_COMPOSE_HIGHLIGHT)
    memset (mark.color, 0, sizeof mark.color);
  read_color (pdf, colour, mark.color);
  for (guint i = 0; i < 3; i++)
    mark.color[i] = CLAMP (mark.color[i], 0, 1);
  if (jal_pdf_number (pdf, qpdf_oh_get_key (pdf, annotation, "/CA"), &mark.opacity))
    mark.opacity = CLAMP (mark.opacity, 0, 1);
  add_picture (source, result,
               jal_pdf_ref (source->compose->out,
                            jal_compose_mark_form (source->compose, &mark, result->rotate, result->unit, TRUE, drawn)),
               identity);
  return TRUE;
}

/* The colour that the note hides with: its ground's or its line's, else white for a text and black for a shape. */
static void
cover_color (qpdf_data pdf, qpdf_oh annotation, const char *subtype, gboolean line, double rgb[3])
{
  gboolean text = strcmp (subtype, "/FreeText") == 0;
  qpdf_oh ground = qpdf_oh_get_key (pdf, annotation, line ? "/C" : "/IC");

  if (!line && (!qpdf_oh_is_array (pdf, ground) || qpdf_oh_get_array_n_items (pdf, ground) == 0))
    ground = text ? qpdf_oh_get_key (pdf, annotation, "/C") : ground;
  rgb[0] = rgb[1] = rgb[2] = text ? 1 : 0;
  read_color (pdf, ground, rgb);
}

/* The strokes of a pen, all that it hid with. FALSE when nobody can follow them. */
static gboolean
draw_strokes (qpdf_data pdf, qpdf_oh points, GString *out)
{
  int n = qpdf_oh_is_array (pdf, points) ? qpdf_oh_get_array_n_items (pdf, points) : 0;

  for (int i = 0; i + 1 < n; i += 2)
    {
      double x, y;

      if (!jal_pdf_item_number (pdf, points, i, &x) || !jal_pdf_item_number (pdf, points, i + 1, &y) || fabs (x) > 1e7 || fabs (y) > 1e7)
        return FALSE;
      jal_pdf_append_numbers (out, i == 0 ? "% % m\n" : "% % l\n", x, y);
      /* A dot is a stroke that goes nowhere. */
      if (n < 4)
        jal_pdf_append_numbers (out, "% % l\n", x, y);
    }
  return n >= 2;
}

static gboolean
draw_pen (qpdf_data pdf, qpdf_oh annotation, GString *out)
{
  qpdf_oh list = qpdf_oh_get_key (pdf, annotation, "/InkList");
  int n = qpdf_oh_is_array (pdf, list) ? qpdf_oh_get_array_n_items (pdf, list) : 0;
  g_autoptr (GString) strokes = g_string_new (NULL);
  gboolean good = n > 0;

  if (!jal_received_is_pen (pdf, annotation) || !qpdf_oh_is_null (pdf, qpdf_oh_get_key (pdf, annotation, "/AP")))
    return FALSE;
  for (int i = 0; i < n && good; i++)
    good = draw_strokes (pdf, qpdf_oh_get_array_item (pdf, list, i), strokes);
  list = qpdf_oh_get_key (pdf, annotation, "/L");
  if (n == 0)
    good = draw_strokes (pdf, qpdf_oh_is_array (pdf, list) ? list : qpdf_oh_get_key (pdf, annotation, "/Vertices"), strokes);
  if (good)
    {
      /* Round ends: a dot has no others, and what hid by them goes on hiding. */
      jal_pdf_append_numbers (out, "% w 1 J 1 j\n", jal_received_pen_width (pdf, annotation));
      g_string_append (out, strokes->str);
      g_string_append (out, "S\n");
    }
  return good;
}

/* In the place of a note that hides something: its strokes, or a plain box. */
static void
draw_cover (JalComposeSource *source, qpdf_oh annotation, const char *subtype, const double rect[4], JalComposePage *result)
{
  static const double identity[6] = { 1, 0, 0, 1, 0, 0 };
  qpdf_data pdf = source->pdf;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) pen = g_string_new (NULL);
  g_autoptr (GString) dict = g_string_new ("<< /Type /XObject /Subtype /Form");
  gboolean line = draw_pen (pdf, annotation, pen);
  double c[3], beyond = line ? jal_received_pen_width (pdf, annotation) : 0;

  cover_color (pdf, annotation, subtype, line, c);
  jal_pdf_append_numbers (out, line ? "% % % RG\n" : "% % % rg\n", c[0], c[1], c[2]);
  if (line)
    g_string_append (out, pen->str);
  else
    jal_pdf_append_numbers (out, "% % % % re f\n", rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]);
  jal_pdf_append_numbers (dict, " /BBox [% % % %] >>", rect[0] - beyond, rect[1] - beyond, rect[2] + beyond, rect[3] + beyond);
  add_picture (source, result,
               jal_pdf_ref (source->compose->out, jal_pdf_new_stream (source->compose->out, out->str, out->len, dict->str)),
               identity);
}

/* Drawn again along its quads, wherever its rectangle is. */
static gboolean
is_of_words (const char *subtype)
{
  static const char *const kinds[] = { "/Highlight", "/Underline", "/Squiggly", "/StrikeOut" };
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    any = any || strcmp (subtype, kinds[i]) == 0;
  return any;
}

/* Whether nothing is to be drawn of the annotation @at of @list any more. */
static gboolean
leave_out (JalComposeSource *source, qpdf_oh list, int at, const char *subtype, const double rect[4], JalComposePage *result)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh annotation = qpdf_oh_get_array_item (pdf, list, at);
  JalReceivedFate fate = jal_received_fate (pdf, list, at, source->together);

  if (fate == JAL_RECEIVED_STAYS)
    return FALSE;
  if (fate == JAL_RECEIVED_COVERS)
    {
      result->covered = TRUE;
      if (jal_received_is_bare (pdf, annotation)
          || (is_of_words (subtype) && qpdf_oh_is_null (pdf, qpdf_oh_get_key (pdf, annotation, "/AP"))
              && qpdf_oh_is_array (pdf, qpdf_oh_get_key (pdf, annotation, "/QuadPoints"))))
        return FALSE;
      /* The sign of a comment hangs from the upper left corner. */
      if (strcmp (subtype, "/Text") == 0)
        draw_cover (source, annotation, subtype,
                    (const double[4]){ rect[0], fmin (rect[1], rect[3] - SIGN), fmax (rect[2], rect[0] + SIGN), rect[3] }, result);
      else
        draw_cover (source, annotation, subtype, rect, result);
    }
  source->n_received++;
  return TRUE;
}

/* Widens @bounds by the points of @array; arrays in it are gone into. */
static void
add_points (qpdf_data pdf, qpdf_oh array, double bounds[4], guint depth)
{
  int n = qpdf_oh_is_array (pdf, array) ? MIN (qpdf_oh_get_array_n_items (pdf, array), MAX_ANNOTATIONS) : 0;

  for (int i = 0; i < n; i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (pdf, array, i);
      double value;

      if (qpdf_oh_is_array (pdf, item) && depth == 0)
        add_points (pdf, item, bounds, depth + 1);
      else if (jal_pdf_item_number (pdf, array, i, &value))
        {
          bounds[i % 2] = fmin (bounds[i % 2], value);
          bounds[i % 2 + 2] = fmax (bounds[i % 2 + 2], value);
        }
    }
}

/* Whether a mark of the record was made of this note and is written in its place. What hides stays. */
static gboolean
is_replaced (JalComposeSource *source, qpdf_oh list, int at, const double rect[4])
{
  static const char *const shapes[] = { "/QuadPoints", "/InkList", "/L", "/Vertices" };
  qpdf_data pdf = source->pdf;
  qpdf_oh annotation = qpdf_oh_get_array_item (pdf, list, at);
  GPtrArray *marks = source->compose->spec->marks;
  double bounds[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  gboolean any = FALSE;

  for (guint i = 0; i < marks->len && !any; i++)
    any = ((const JalComposeMark *)marks->pdata[i])->replaces;
  if (!any || jal_received_fate (pdf, list, at, source->together) != JAL_RECEIVED_LEAVES)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (shapes) && bounds[2] < bounds[0]; i++)
    add_points (pdf, qpdf_oh_get_key (pdf, annotation, shapes[i]), bounds, 0);
  if (!(bounds[2] >= bounds[0] && bounds[3] >= bounds[1]))
    memcpy (bounds, rect, sizeof bounds);
  for (guint i = 0; i < marks->len; i++)
    {
      const JalComposeMark *mark = marks->pdata[i];
      gboolean same = mark->replaces && mark->input == source->input && mark->page == source->number;

      for (guint k = 0; k < 4; k++)
        same = same && fabs (mark->replaced[k] - bounds[k]) <= SAME_PLACE;
      if (same)
        return TRUE;
    }
  return FALSE;
}

static void
take_annotation (JalComposeSource *source, qpdf_oh list, int at, JalComposePage *result)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh annotation = qpdf_oh_get_array_item (pdf, list, at);
  g_autofree char *subtype = g_strdup (jal_pdf_name (pdf, qpdf_oh_get_key (pdf, annotation, "/Subtype")));
  double rect[4];
  double flags = 0;
  qpdf_oh stream;

  if (subtype == NULL)
    return;
  if (strcmp (subtype, "/Link") == 0)
    {
      JalComposeLink *link = jal_compose_link_read (source, annotation);

      if (link != NULL)
        g_ptr_array_add (result->links, link);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (never_drawn); i++)
    if (strcmp (subtype, never_drawn[i]) == 0)
      return;
  if (!jal_pdf_number (pdf, qpdf_oh_get_key (pdf, annotation, "/F"), &flags) || fabs (flags) > 1e6)
    flags = 0;
  if (((int)flags & (FLAG_HIDDEN | FLAG_NO_VIEW)) != 0
      || !jal_pdf_rectangle (pdf, qpdf_oh_get_key (pdf, annotation, "/Rect"), rect))
    return;
  if (source->compose->spec->no_received && leave_out (source, list, at, subtype, rect, result))
    return;
  if (is_replaced (source, list, at, rect))
    return;
  if (strcmp (subtype, "/Widget") == 0 && jal_compose_field_draw (source, annotation, rect, result))
    return;
  if (find_appearance (pdf, annotation, &stream))
    take_appearance (source, annotation, stream, rect, (int)flags, result);
  else if (strcmp (subtype, "/Widget") != 0 && !draw_markup (source, annotation, subtype, rect, result)
           && !source->notes_dropped)
    {
      source->notes_dropped = TRUE;
      jal_compose_warn (source->compose, source->input, -1, "note-without-picture");
    }
}

void
jal_compose_annots_take (JalComposeSource *source, qpdf_oh page, JalComposePage *result)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh annots = qpdf_oh_get_key (pdf, page, "/Annots");
  int n = qpdf_oh_is_array (pdf, annots) ? MIN (qpdf_oh_get_array_n_items (pdf, annots), MAX_ANNOTATIONS) : 0;

  source->together
      = n > 0 ? jal_received_together_new (pdf, qpdf_oh_get_key (pdf, page, "/MediaBox"), annots, 0, n) : NULL;
  for (int i = 0; i < n; i++)
    {
      if (qpdf_oh_is_dictionary (pdf, qpdf_oh_get_array_item (pdf, annots, i)))
        take_annotation (source, annots, i, result);
      jal_pdf_clear (pdf, NULL);
      jal_pdf_clear (source->compose->out, NULL);
    }
  g_clear_pointer (&source->together, jal_received_together_free);
}
