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

#include <math.h>
#include <string.h>

#define NOTE_SIZE 20.0
#define PRINT "4" /* the flag "print", and none that hides */

static const char *const subtypes[] = { "/Highlight", "/Underline", "/StrikeOut", "/Square", "/Text" };

static double
quad_height (const double *q)
{
  return hypot (q[0] - q[4], q[1] - q[5]);
}

static void
bounds_of_quads (const JalComposeMark *mark, double rect[4])
{
  const double *q = (const double *)(gpointer)mark->quads->data;

  rect[0] = rect[2] = q[0];
  rect[1] = rect[3] = q[1];
  for (guint i = 0; i < mark->quads->len; i += 2)
    {
      rect[0] = MIN (rect[0], q[i]);
      rect[1] = MIN (rect[1], q[i + 1]);
      rect[2] = MAX (rect[2], q[i]);
      rect[3] = MAX (rect[3], q[i + 1]);
    }
  for (guint i = 0; i < 4; i++)
    rect[i] += i < 2 ? -1 : 1;
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

/* A sheet with lines in it, upright on the page as it is seen. */
static void
draw_note (const JalComposeMark *mark, int rotate, double rect[4], GString *out)
{
  double scale = NOTE_SIZE / 20;
  double box[4] = { 0, 0, NOTE_SIZE, NOTE_SIZE };
  double m[6];

  rect[0] = mark->rect[0];
  rect[3] = mark->rect[3];
  rect[2] = rect[0] + NOTE_SIZE;
  rect[1] = rect[3] - NOTE_SIZE;
  jal_compose_view_matrix (box, rotate, m);
  jal_pdf_append_numbers (out, "1 0 0 1 % % cm % % % % % % cm % 0 0 % 0 0 cm\n", rect[0], rect[1], m[0], m[1], m[2], m[3],
                          m[4], m[5], scale, scale);
  g_string_append (out, "0.2 G 1 w 1 j 2 6 m 2 18 l 18 18 l 18 6 l 10 6 l 6 1.5 l 6 6 l h B\n"
                        "0.2 G 1.2 w 5 14.5 m 15 14.5 l S 5 12 m 15 12 l S 5 9.5 m 11 9.5 l S\n");
}

qpdf_oh
jal_compose_mark_form (JalCompose *compose, const JalComposeMark *mark, int rotate, double rect[4])
{
  g_autoptr (GString) out = g_string_new ("/G gs ");
  g_autoptr (GString) dict = g_string_new ("<< /Type /XObject /Subtype /Form");
  const double *quads = (const double *)(gpointer)mark->quads->data;
  const double *c = mark->color;

  jal_pdf_append_numbers (out, "% % % rg % % % RG\n", c[0], c[1], c[2], c[0], c[1], c[2]);
  if (mark->kind == JAL_COMPOSE_NOTE)
    draw_note (mark, rotate, rect, out);
  else if (mark->kind == JAL_COMPOSE_BOX)
    {
      rect[0] = MIN (mark->rect[0], mark->rect[2]);
      rect[1] = MIN (mark->rect[1], mark->rect[3]);
      rect[2] = MAX (mark->rect[0], mark->rect[2]);
      rect[3] = MAX (mark->rect[1], mark->rect[3]);
      jal_pdf_append_numbers (out, "1.5 w % % % % re S\n", rect[0] + 0.75, rect[1] + 0.75, rect[2] - rect[0] - 1.5,
                              rect[3] - rect[1] - 1.5);
    }
  else
    {
      bounds_of_quads (mark, rect);
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

static qpdf_oh
annotation_new (JalCompose *compose, const JalComposeMark *mark, JalPdfRef page, qpdf_oh form, const double rect[4])
{
  qpdf_data pdf = compose->out;
  g_autoptr (GString) text = g_string_new ("<< /Type /Annot /F " PRINT);
  const double *c = mark->color;
  qpdf_oh appearance = qpdf_oh_new_dictionary (pdf);
  qpdf_oh annotation;

  g_string_append_printf (text, " /Subtype %s", subtypes[mark->kind]);
  jal_pdf_append_numbers (text, " /Rect [% % % %] /C [% % %] /CA %", rect[0], rect[1], rect[2], rect[3], c[0], c[1], c[2],
                          mark->opacity);
  if (mark->kind == JAL_COMPOSE_NOTE)
    g_string_append (text, " /Name /Comment");
  else if (mark->kind == JAL_COMPOSE_BOX)
    g_string_append (text, " /BS << /W 1.5 >>");
  else
    {
      g_string_append (text, " /QuadPoints [");
      for (guint i = 0; i < mark->quads->len; i++)
        jal_pdf_append_numbers (text, " %", g_array_index (mark->quads, double, i));
      g_string_append (text, " ]");
    }
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
      /* Readers keep a note annotation upright by themselves, whatever its flags say (PDF 32000 12.5.6.4). */
      qpdf_oh form = jal_compose_mark_form (compose, mark, compose->spec->marks_drawn ? rotate : 0, rect);

      if (!compose->spec->marks_drawn)
        {
          qpdf_oh_append_item (compose->out, annots, annotation_new (compose, mark, slot->ref, form, rect));
          continue;
        }
      if (pictures == NULL)
        pictures = g_array_new (FALSE, FALSE, sizeof (JalComposePicture));
      picture.form = jal_pdf_ref (compose->out, form);
      g_array_append_val (pictures, picture);
    }
  return pictures;
}
