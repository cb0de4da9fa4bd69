/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page number on every page.
 *
 * 1. Upright and inside what is visible, whatever the page's boxes, rotation and unit.
 * 2. Sized for the paper: a page larger than A4 is printed smaller, so its stamp is drawn larger by the same ratio.
 * 3. The letters are an embedded font, so that the number can be searched and copied; under them lie their outlines in
 *    white, wide enough to be read over a dark photograph without a box that would hide what is beneath.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "worker/compose-private.h"

#define DIGITS "0123456789"
#define OUTLINE_SIZE 1000.0
#define HALO_WIDTH 0.24  /* of the font size: half of it lies outside the letter */
#define MARGIN 20.0      /* from the edge of the paper, points */
#define SMALLEST 12.0    /* points on A4 paper */
#define FONT_NAME "/JalStamp"

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
layout_new (JalCompose *compose, cairo_t *cr, double size)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autofree char *family = g_strdup_printf ("%s Bold", compose->spec->font);
  PangoFontDescription *description = pango_font_description_from_string (family);

  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  return layout;
}

/* The outline of @letter as a white stroke: a form XObject whose unit is the font size, its origin the base line. */
static JalPdfRef
make_halo (JalCompose *compose, PangoLayout *layout, cairo_t *cr, char letter)
{
  g_autoptr (GString) out = g_string_new (NULL);
  cairo_path_t *path;
  qpdf_oh form;

  pango_layout_set_text (layout, &letter, 1);
  cairo_new_path (cr);
  cairo_move_to (cr, 0, 0);
  pango_cairo_layout_line_path (cr, pango_layout_get_line_readonly (layout, 0));
  path = cairo_copy_path (cr);
  cairo_new_path (cr);
  jal_pdf_append_numbers (out, "1 G 1 j 1 J % w\n", HALO_WIDTH);
  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      const cairo_path_data_t *p = &path->data[i];
      const double s = 1 / OUTLINE_SIZE;

      if (p->header.type == CAIRO_PATH_MOVE_TO)
        jal_pdf_append_numbers (out, "% % m\n", p[1].point.x * s, -p[1].point.y * s);
      else if (p->header.type == CAIRO_PATH_LINE_TO)
        jal_pdf_append_numbers (out, "% % l\n", p[1].point.x * s, -p[1].point.y * s);
      else if (p->header.type == CAIRO_PATH_CURVE_TO)
        jal_pdf_append_numbers (out, "% % % % % % c\n", p[1].point.x * s, -p[1].point.y * s, p[2].point.x * s,
                                -p[2].point.y * s, p[3].point.x * s, -p[3].point.y * s);
      else
        g_string_append (out, "h\n");
    }
  g_string_append (out, "S\n");
  cairo_path_destroy (path);
  form = jal_pdf_new_stream (compose->out, out->str, out->len,
                             "<< /Type /XObject /Subtype /Form /BBox [-1 -1 2 2] /Resources << >> >>");
  return jal_pdf_ref (compose->out, form);
}

/* Takes the font that cairo embedded for @letters. Its codes are those of WinAnsi, which for ASCII are the letters. */
static gboolean
take_font (JalCompose *compose, GByteArray *bytes)
{
  qpdf_data own = jal_compose_open_own (compose, bytes);
  JalComposeStampFont *stamp = &compose->stamp;
  qpdf_oh page;
  qpdf_oh fonts;
  qpdf_oh font;
  qpdf_oh widths;
  g_autoptr (GPtrArray) keys = NULL;
  gboolean ok = FALSE;

  if (own == NULL)
    return FALSE;
  page = qpdf_get_page_n (own, 0);
  fonts = qpdf_oh_get_key_if_dict (own, qpdf_oh_get_key (own, page, "/Resources"), "/Font");
  keys = jal_pdf_keys (own, fonts);
  if (keys->len == 1)
    {
      double first;

      font = qpdf_oh_get_key (own, fonts, keys->pdata[0]);
      widths = qpdf_oh_get_key (own, font, "/Widths");
      ok = qpdf_oh_is_name_and_equals (own, qpdf_oh_get_key (own, font, "/Encoding"), "/WinAnsiEncoding")
           && jal_pdf_number (own, qpdf_oh_get_key (own, font, "/FirstChar"), &first);
      for (int i = 0; ok && i < qpdf_oh_get_array_n_items (own, widths) && (int)first + i < 128; i++)
        {
          double width = 0;

          ok = jal_pdf_item_number (own, widths, i, &width);
          stamp->width[(int)first + i] = width / 1000;
        }
      stamp->font = jal_pdf_ref (compose->out, qpdf_oh_copy_foreign_object (compose->out, own, font));
    }
  jal_pdf_clear (own, NULL);
  qpdf_cleanup (&own);
  return ok && stamp->font.id != 0;
}

gboolean
jal_compose_stamp_prepare (JalCompose *compose, GError **error)
{
  g_autofree char *letters = g_strconcat (DIGITS, compose->spec->stamp_prefix, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, 2000, 200);
  cairo_t *cr = cairo_create (surface);
  PangoLayout *layout = layout_new (compose, cr, 100);
  PangoLayout *outline = layout_new (compose, cr, OUTLINE_SIZE);
  PangoRectangle ink;
  gboolean ok;

  pango_layout_set_text (layout, letters, -1);
  pango_cairo_show_layout (cr, layout);
  for (const char *p = letters; *p != '\0'; p++)
    if (compose->stamp.halo[(guchar)*p].id == 0)
      compose->stamp.halo[(guchar)*p] = make_halo (compose, outline, cr, *p);
  pango_layout_set_text (outline, "0", 1);
  pango_layout_line_get_extents (pango_layout_get_line_readonly (outline, 0), &ink, NULL);
  compose->stamp.height = (double)ink.height / PANGO_SCALE / OUTLINE_SIZE;
  g_object_unref (outline);
  g_object_unref (layout);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  ok = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS && take_font (compose, bytes);
  cairo_surface_destroy (surface);
  if (!ok)
    g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_FAILED, "The font of the page numbers is not usable");
  return ok;
}

void
jal_compose_view_matrix (const double box[4], int rotate, double matrix[6])
{
  const double matrices[4][6] = {
    { 1, 0, 0, 1, box[0], box[1] },
    { 0, 1, -1, 0, box[2], box[1] },
    { -1, 0, 0, -1, box[2], box[3] },
    { 0, -1, 1, 0, box[0], box[3] },
  };

  memcpy (matrix, matrices[rotate / 90 % 4], sizeof matrices[0]);
}

/* The size of one point of A4 paper on this page, in its user space. */
static double
paper_point (double width, double height, double unit, gboolean enlarged)
{
  double across = width * unit;
  double down = height * unit;
  double fit = across <= down ? MIN (JAL_COMPOSE_A4_WIDTH / across, JAL_COMPOSE_A4_HEIGHT / down)
                              : MIN (JAL_COMPOSE_A4_HEIGHT / across, JAL_COMPOSE_A4_WIDTH / down);

  return 1 / (unit * (enlarged ? fit : MIN (fit, 1)));
}

static double
text_width (JalCompose *compose, const char *label)
{
  double width = 0;

  for (const char *p = label; *p != '\0'; p++)
    width += compose->stamp.width[(guchar)*p & 127];
  return width;
}

/* Finds size, origin and margin in view space. FALSE when even a page printed as large as A4 has no room for 12 points. */
static gboolean
fit_stamp (JalCompose *compose, double width, double height, double unit, double em, double *size, double *margin)
{
  double point = paper_point (width, height, unit, FALSE);
  double smallest = SMALLEST * paper_point (width, height, unit, TRUE);
  double room;

  *size = compose->spec->stamp_size * point;
  *margin = MARGIN * point;
  room = MIN ((width - 2 * *margin) / em, (height - 2 * *margin) / compose->stamp.height);
  if (*size <= room)
    return TRUE;
  /* A page smaller than a stamp with its margins: closer to the edge, then smaller. */
  room = MIN (width / (em + 2 * HALO_WIDTH), height / (compose->stamp.height + 2 * HALO_WIDTH));
  *size = MIN (*size, room);
  *margin = MAX (0, MIN (*margin, MIN (width - em * *size, height - compose->stamp.height * *size) / 2));
  return *size >= smallest;
}

gboolean
jal_compose_stamp_draw (JalCompose *compose, const double box[4], int rotate, double unit, const char *label,
                        qpdf_oh fonts, qpdf_oh xobjects, GString *out)
{
  JalComposePosition position = compose->spec->stamp_position;
  gboolean turned = rotate % 180 != 0;
  double width = turned ? box[3] - box[1] : box[2] - box[0];
  double height = turned ? box[2] - box[0] : box[3] - box[1];
  double em = text_width (compose, label);
  gboolean bottom = position >= JAL_COMPOSE_BOTTOM_RIGHT;
  double m[6];
  double size;
  double margin;
  double x;
  double y;
  gboolean large_enough = fit_stamp (compose, width, height, unit, em, &size, &margin);

  switch (position % 3)
    {
    case 0:
      x = width - margin - em * size;
      break;
    case 1:
      x = (width - em * size) / 2;
      break;
    default:
      x = margin;
      break;
    }
  y = bottom ? margin : height - margin - compose->stamp.height * size;
  jal_compose_view_matrix (box, rotate, m);
  jal_pdf_append_numbers (out, "q % % % % % % cm\n", m[0], m[1], m[2], m[3], m[4], m[5]);
  for (const char *p = label; *p != '\0'; p++)
    {
      g_autofree char *name = g_strdup_printf ("/JalHalo%02x", (guint)(guchar)*p);
      qpdf_oh halo = jal_pdf_get (compose->out, compose->stamp.halo[(guchar)*p & 127]);

      qpdf_oh_replace_key (compose->out, xobjects, name, halo);
      qpdf_oh_release (compose->out, halo);
      jal_pdf_append_numbers (out, "q % 0 0 % % % cm ", size, size, x, y);
      g_string_append_printf (out, "%s Do Q\n", name);
      x += compose->stamp.width[(guchar)*p & 127] * size;
    }
  qpdf_oh_replace_key (compose->out, fonts, FONT_NAME, jal_pdf_get (compose->out, compose->stamp.font));
  jal_pdf_append_numbers (out, "BT 0 g " FONT_NAME " % Tf % % Td ", size, x - em * size, y);
  g_string_append_printf (out, "(%s) Tj ET Q\n", label);
  return large_enough;
}
