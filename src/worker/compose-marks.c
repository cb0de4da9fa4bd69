/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attorneys' marks as annotations.
 *
 * 1. Every annotation brings its own appearance, so that it looks the same in every reader and on paper; nothing relies on
 *    a reader drawing it from its numbers.
 * 2. An appearance is drawn in the page's user space and its box is the annotation's rectangle: no scaling in between.
 * 3. Only what the record holds is written. Which marks may be in it is decided by whoever writes the record.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-marks.h"

#include "worker/compose-fields.h"

#include <math.h>
#include <string.h>

#define NOTE_SIZE 20.0
#define TEXT_SIZE 12.0
#define BOX_WIDTH 1.5
#define LINE_WIDTH 2.0
#define HEAD 10.0         /* of an arrow: the length of its two strokes */
#define PRINT 4           /* the flag "print", and none that hides */
#define PRINT_UPRIGHT 28  /* and neither turned nor made larger with its page */

static const char *const subtypes[] = { "/Highlight", "/Underline", "/StrikeOut", "/Square", "/Text",
                                        "/Line",      "/Line",      "/Ink",       "/FreeText" };

static double
quad_height (const double *q)
{
  return hypot (q[0] - q[4], q[1] - q[5]);
}

/* The rectangle around x and y pairs, @more wider on every side. */
static void
bounds_of (const GArray *numbers, double more, double rect[4])
{
  const double *q = (const double *)(gpointer)numbers->data;

  rect[0] = rect[2] = q[0];
  rect[1] = rect[3] = q[1];
  for (guint i = 0; i < numbers->len; i += 2)
    {
      rect[0] = MIN (rect[0], q[i]);
      rect[1] = MIN (rect[1], q[i + 1]);
      rect[2] = MAX (rect[2], q[i]);
      rect[3] = MAX (rect[3], q[i + 1]);
    }
  for (guint i = 0; i < 4; i++)
    rect[i] += i < 2 ? -more : more;
}

static void
draw_strokes (const JalComposeMark *mark, double unit, double rect[4], GString *out)
{
  const double *p = (const double *)(gpointer)mark->points->data;

  bounds_of (mark->points, (mark->kind == JAL_COMPOSE_ARROW ? HEAD : LINE_WIDTH) / unit, rect);
  jal_pdf_append_numbers (out, "% w 1 J 1 j\n", LINE_WIDTH / unit);
  for (guint i = 0; i < mark->strokes->len; i++)
    {
      guint n = g_array_index (mark->strokes, guint, i);

      for (guint k = 0; k < n; k++, p += 2)
        jal_pdf_append_numbers (out, k == 0 ? "% % m\n" : "% % l\n", p[0], p[1]);
      /* A dot is a stroke that goes nowhere. */
      if (n == 1)
        jal_pdf_append_numbers (out, "% % l\n", p[-2], p[-1]);
    }
  g_string_append (out, "S\n");
  if (mark->kind == JAL_COMPOSE_ARROW)
    {
      const double *from = (const double *)(gpointer)mark->points->data, *to = from + 2;
      double angle = atan2 (to[1] - from[1], to[0] - from[0]);

      for (int side = -1; side <= 1; side += 2)
        jal_pdf_append_numbers (out, "% % m % % l S\n", to[0] - HEAD / unit * cos (angle + side * G_PI / 7),
                                to[1] - HEAD / unit * sin (angle + side * G_PI / 7), to[0], to[1]);
    }
}

/* The words of a free text, along the upper edge of its quad. */
static qpdf_oh
text_form (JalCompose *compose, const JalComposeMark *mark, double unit, double rect[4])
{
  const double *q = (const double *)(gpointer)mark->quads->data;
  int turn = ((int)lround (atan2 (q[3] - q[1], q[2] - q[0]) / (G_PI / 2)) * 90 + 360) % 360;
  g_autoptr (GString) matrix = g_string_new (NULL);
  JalPdfRef ref;
  qpdf_oh form, dict;

  bounds_of (mark->quads, 0, rect);
  ref = jal_compose_text_form (compose, (rect[2] - rect[0]) * unit, (rect[3] - rect[1]) * unit, turn, TEXT_SIZE,
                               mark->color, mark->text);
  if (ref.id == 0)
    return qpdf_oh_new_null (compose->out);
  form = jal_pdf_get (compose->out, ref);
  dict = qpdf_oh_get_dict (compose->out, form);
  jal_pdf_append_numbers (matrix, "[% 0 0 % % %]", 1 / unit, 1 / unit, rect[0], rect[1]);
  qpdf_oh_replace_key (compose->out, dict, "/Matrix", qpdf_oh_parse (compose->out, matrix->str));
  return form;
}

/* A quad's corners are top left, top right, bottom left, bottom right. */
static void
draw_quad (const JalComposeMark *mark, const double *q, GString *out)
{
  double t;

  switch (mark->kind)
    {
    case JAL_COMPOSE_UNDERLINE:
      t = 0.06;
      break;
    case JAL_COMPOSE_STRIKEOUT:
      t = 0.45;
      break;
    default:
      jal_pdf_append_numbers (out, "% % m % % l % % l % % l h f\n", q[0], q[1], q[2], q[3], q[6], q[7], q[4], q[5]);
      return;
    }
  jal_pdf_append_numbers (out, "% w % % m % % l S\n", MAX (0.5, quad_height (q) / 14), q[4] + (q[0] - q[4]) * t,
                          q[5] + (q[1] - q[5]) * t, q[6] + (q[2] - q[6]) * t, q[7] + (q[3] - q[7]) * t);
}

/* The corner of the note's rectangle that is seen at the top left of the page: readers keep a note upright and hang it
   there (PDF 32000 12.5.3, NoRotate). */
static void
hang (const JalComposeMark *mark, int rotate, double *x, double *y)
{
  *x = rotate == 90 || rotate == 0 ? MIN (mark->rect[0], mark->rect[2]) : MAX (mark->rect[0], mark->rect[2]);
  *y = rotate == 0 || rotate == 270 ? MAX (mark->rect[1], mark->rect[3]) : MIN (mark->rect[1], mark->rect[3]);
}

/* A sheet with lines in it. An annotation is drawn upright and hung by a corner; one that is drawn into the page is
   turned so that it stands upright on the page as it is seen. */
static void
draw_note (const JalComposeMark *mark, int rotate, double unit, gboolean drawn, double rect[4], GString *out)
{
  double size = NOTE_SIZE / unit;
  double box[4] = { 0, 0, NOTE_SIZE, NOTE_SIZE };
  double m[6];

  if (drawn)
    {
      double x, y;

      hang (mark, rotate, &x, &y);
      rect[0] = rotate == 180 || rotate == 270 ? x - size : x;
      rect[1] = rotate == 0 || rotate == 270 ? y - size : y;
    }
  else
    {
      hang (mark, rotate, &rect[0], &rect[1]);
      rect[1] -= size;
    }
  rect[2] = rect[0] + size;
  rect[3] = rect[1] + size;
  jal_compose_view_matrix (box, drawn ? rotate : 0, m);
  jal_pdf_append_numbers (out, "1 0 0 1 % % cm % 0 0 % 0 0 cm % % % % % % cm\n", rect[0], rect[1], 1 / unit, 1 / unit,
                          m[0], m[1], m[2], m[3], m[4], m[5]);
  g_string_append (out, "0.2 G 1 w 1 j 2 6 m 2 18 l 18 18 l 18 6 l 10 6 l 6 1.5 l 6 6 l h B\n"
                        "0.2 G 1.2 w 5 14.5 m 15 14.5 l S 5 12 m 15 12 l S 5 9.5 m 11 9.5 l S\n");
}

qpdf_oh
jal_compose_mark_form (JalCompose *compose, const JalComposeMark *mark, int rotate, double unit, gboolean drawn,
                       double rect[4])
{
  g_autoptr (GString) out = g_string_new ("/G gs ");
  g_autoptr (GString) dict = g_string_new ("<< /Type /XObject /Subtype /Form");
  const double *quads = (const double *)(gpointer)mark->quads->data;
  const double *c = mark->color;
  const double w = BOX_WIDTH / unit;

  jal_pdf_append_numbers (out, "% % % rg % % % RG\n", c[0], c[1], c[2], c[0], c[1], c[2]);
  if (mark->kind == JAL_COMPOSE_TEXT)
    return text_form (compose, mark, unit, rect);
  if (mark->kind == JAL_COMPOSE_NOTE)
    draw_note (mark, rotate, unit, drawn, rect, out);
  else if (mark->kind == JAL_COMPOSE_LINE || mark->kind == JAL_COMPOSE_ARROW || mark->kind == JAL_COMPOSE_INK)
    draw_strokes (mark, unit, rect, out);
  else if (mark->kind == JAL_COMPOSE_BOX)
    {
      rect[0] = MIN (mark->rect[0], mark->rect[2]);
      rect[1] = MIN (mark->rect[1], mark->rect[3]);
      rect[2] = MAX (mark->rect[0], mark->rect[2]);
      rect[3] = MAX (mark->rect[1], mark->rect[3]);
      jal_pdf_append_numbers (out, "% w % % % % re S\n", w, rect[0] + w / 2, rect[1] + w / 2, rect[2] - rect[0] - w,
                              rect[3] - rect[1] - w);
    }
  else
    {
      bounds_of (mark->quads, 1 / unit, rect);
      for (guint i = 0; i + 8 <= mark->quads->len; i += 8)
        draw_quad (mark, quads + i, out);
    }
  jal_pdf_append_numbers (dict, " /BBox [% % % %]", rect[0], rect[1], rect[2], rect[3]);
  jal_pdf_append_numbers (dict, " /Resources << /ExtGState << /G << /ca % /CA %", mark->opacity, mark->opacity);
  g_string_append_printf (dict, " /BM %s >> >> >> >>", mark->kind == JAL_COMPOSE_HIGHLIGHT ? "/Multiply" : "/Normal");
  return jal_pdf_new_stream (compose->out, out->str, out->len, dict->str);
}

static void
set_text (qpdf_data pdf, qpdf_oh dict, const char *key, const char *text)
{
  if (*text != '\0')
    jal_pdf_set_text (pdf, dict, key, text);
}

static void
append_numbers (GString *text, const double *numbers, guint n)
{
  g_string_append (text, " [");
  for (guint i = 0; i < n; i++)
    jal_pdf_append_numbers (text, " %", numbers[i]);
  g_string_append (text, " ]");
}

/* What another program needs to go on editing the mark. */
static void
append_geometry (const JalComposeMark *mark, double unit, GString *text)
{
  const double *p = (const double *)(gpointer)mark->points->data;

  switch (mark->kind)
    {
    case JAL_COMPOSE_NOTE:
      g_string_append (text, " /Name /Comment");
      return;
    case JAL_COMPOSE_BOX:
      jal_pdf_append_numbers (text, " /BS << /W % >>", BOX_WIDTH / unit);
      return;
    case JAL_COMPOSE_LINE:
    case JAL_COMPOSE_ARROW:
      jal_pdf_append_numbers (text, " /BS << /W % >> /L", LINE_WIDTH / unit);
      append_numbers (text, p, 4);
      g_string_append_printf (text, " /LE [/None %s]", mark->kind == JAL_COMPOSE_ARROW ? "/OpenArrow" : "/None");
      return;
    case JAL_COMPOSE_INK:
      jal_pdf_append_numbers (text, " /BS << /W % >> /InkList [", LINE_WIDTH / unit);
      for (guint i = 0; i < mark->strokes->len; i++)
        {
          guint n = 2 * g_array_index (mark->strokes, guint, i);

          append_numbers (text, p, n);
          p += n;
        }
      g_string_append (text, " ]");
      return;
    case JAL_COMPOSE_TEXT:
      jal_pdf_append_numbers (text, " /DA (0 g /Helv % Tf) /Q 0 /BS << /W % >>", TEXT_SIZE / unit, 1 / unit);
      return;
    default:
      g_string_append (text, " /QuadPoints");
      append_numbers (text, (const double *)(gpointer)mark->quads->data, mark->quads->len);
    }
}

static qpdf_oh
annotation_new (JalCompose *compose, const JalComposeMark *mark, JalPdfRef page, double unit, qpdf_oh form,
                const double rect[4])
{
  qpdf_data pdf = compose->out;
  g_autoptr (GString) text = g_string_new ("<< /Type /Annot");
  const double *c = mark->color;
  qpdf_oh appearance = qpdf_oh_new_dictionary (pdf);
  qpdf_oh annotation;

  g_string_append_printf (text, " /F %d /Subtype %s", mark->kind == JAL_COMPOSE_NOTE ? PRINT_UPRIGHT : PRINT,
                          subtypes[mark->kind]);
  jal_pdf_append_numbers (text, " /Rect [% % % %] /CA %", rect[0], rect[1], rect[2], rect[3], mark->opacity);
  /* A free text's /C would be the ground behind its letters. */
  if (mark->kind != JAL_COMPOSE_TEXT)
    jal_pdf_append_numbers (text, " /C [% % %]", c[0], c[1], c[2]);
  append_geometry (mark, unit, text);
  g_string_append (text, " >>");
  annotation = qpdf_oh_parse (pdf, text->str);
  qpdf_oh_replace_key (pdf, appearance, "/N", form);
  qpdf_oh_replace_key (pdf, annotation, "/AP", appearance);
  qpdf_oh_replace_key (pdf, annotation, "/P", jal_pdf_get (pdf, page));
  set_text (pdf, annotation, "/Contents", mark->text);
  set_text (pdf, annotation, "/T", mark->author);
  set_text (pdf, annotation, "/NM", mark->id);
  if (mark->modified != NULL)
    qpdf_oh_replace_key (pdf, annotation, "/M", qpdf_oh_new_string (pdf, mark->modified));
  return qpdf_make_indirect_object (pdf, annotation);
}

GArray *
jal_compose_marks_add (JalCompose *compose, const JalComposeSlot *slot, int rotate, qpdf_oh annots)
{
  GPtrArray *marks = slot->page->marks;
  GArray *pictures = NULL;

  for (guint i = 0; i < marks->len; i++)
    {
      const JalComposeMark *mark = marks->pdata[i];
      JalComposePicture picture = { .matrix = { 1, 0, 0, 1, 0, 0 } };
      double rect[4];
      gboolean drawn = compose->spec->marks_drawn;
      double unit = slot->page->unit;
      qpdf_oh form = jal_compose_mark_form (compose, mark, rotate, unit, drawn, rect);

      if (!qpdf_oh_is_stream (compose->out, form))
        continue;
      if (!drawn)
        {
          qpdf_oh_append_item (compose->out, annots, annotation_new (compose, mark, slot->ref, unit, form, rect));
          continue;
        }
      if (pictures == NULL)
        pictures = g_array_new (FALSE, FALSE, sizeof (JalComposePicture));
      picture.form = jal_pdf_ref (compose->out, form);
      g_array_append_val (pictures, picture);
    }
  return pictures;
}
