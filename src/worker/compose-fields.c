/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was typed into a form.
 *
 * Some programs store a field's value without a picture of it and leave the drawing to the reader (/NeedAppearances, or no
 * /AP). In a bundle there are no fields any more, so such a value is drawn here: a value that vanishes is lost evidence.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-fields.h"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define MAX_PARENTS 32
#define MAX_VALUE 20000
#define FLAG_MULTILINE (1 << 12)
#define FLAG_PASSWORD (1 << 13)
#define FLAG_PUSH_BUTTON (1 << 16)
#define FLAG_COMB (1 << 24)

typedef struct
{
  double width;
  double height;
  double size; /* 0: as fits */
  double color[3];
  int align; /* 0 left, 1 middle, 2 right */
  gboolean multiline;
  guint comb; /* cells, or 0 */
  gboolean tick;
  double background[3];
  double border[3];
  gboolean has_background;
  gboolean has_border;
  int turn; /* counter-clockwise */
  gboolean shrinks; /* the size is the largest, not the only one */
} Looks;

qpdf_oh
jal_compose_field_get (qpdf_data pdf, qpdf_oh widget, const char *key)
{
  qpdf_oh node = widget;

  for (guint i = 0; i < MAX_PARENTS && qpdf_oh_is_dictionary (pdf, node); i++)
    {
      qpdf_oh value = qpdf_oh_get_key (pdf, node, key);

      if (!qpdf_oh_is_null (pdf, value))
        return value;
      node = qpdf_oh_get_key (pdf, node, "/Parent");
    }
  return qpdf_oh_new_null (pdf);
}

static qpdf_oh
get_form (qpdf_data pdf)
{
  return qpdf_oh_get_key_if_dict (pdf, qpdf_get_root (pdf), "/AcroForm");
}

qpdf_oh
jal_compose_fields_resources (qpdf_data pdf)
{
  qpdf_oh resources = qpdf_oh_get_key_if_dict (pdf, get_form (pdf), "/DR");

  return qpdf_oh_is_dictionary (pdf, resources) ? resources : qpdf_oh_new_dictionary (pdf);
}

static int
get_int (qpdf_data pdf, qpdf_oh widget, const char *key)
{
  double value;

  return jal_pdf_number (pdf, jal_compose_field_get (pdf, widget, key), &value) && fabs (value) < 2e9 ? (int)value : 0;
}

static gboolean
get_color (qpdf_data pdf, qpdf_oh array, double color[3])
{
  double c[4];
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) : 0;

  if ((n != 1 && n != 3 && n != 4) || !jal_pdf_numbers (pdf, array, c, (guint)n))
    return FALSE;
  for (int i = 0; i < 3; i++)
    color[i] = CLAMP (n == 1 ? c[0] : n == 3 ? c[i] : (1 - c[i]) * (1 - c[3]), 0, 1);
  return TRUE;
}

/* "/Helv 12 Tf 0 0 1 rg": the size and the colour; the font is ours. */
static void
read_appearance_string (qpdf_data pdf, qpdf_oh value, Looks *looks)
{
  g_autofree char *text = jal_pdf_text (pdf, value);
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\r\n", -1);
  double stack[4] = { 0 };
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];
      char *end;
      double number = g_ascii_strtod (word, &end);

      if (*word == '\0')
        continue;
      if (end != word && *end == '\0' && isfinite (number))
        {
          memmove (stack, stack + 1, 3 * sizeof stack[0]);
          stack[3] = number;
          n++;
          continue;
        }
      if (strcmp (word, "Tf") == 0 && n >= 1)
        looks->size = CLAMP (fabs (stack[3]), 0, 300);
      else if (strcmp (word, "g") == 0 && n >= 1)
        looks->color[0] = looks->color[1] = looks->color[2] = CLAMP (stack[3], 0, 1);
      else if (strcmp (word, "rg") == 0 && n >= 3)
        for (guint k = 0; k < 3; k++)
          looks->color[k] = CLAMP (stack[1 + k], 0, 1);
      else if (strcmp (word, "k") == 0 && n >= 4)
        for (guint k = 0; k < 3; k++)
          looks->color[k] = CLAMP ((1 - stack[k]) * (1 - stack[3]), 0, 1);
      n = 0;
    }
}

static void
read_looks (qpdf_data pdf, qpdf_oh widget, const double rect[4], double unit, Looks *looks)
{
  qpdf_oh characteristics = qpdf_oh_get_key (pdf, widget, "/MK");
  qpdf_oh style = jal_compose_field_get (pdf, widget, "/DA");
  double turn = 0;

  looks->width = rect[2] - rect[0];
  looks->height = rect[3] - rect[1];
  if (!qpdf_oh_is_string (pdf, style))
    style = qpdf_oh_get_key_if_dict (pdf, get_form (pdf), "/DA");
  read_appearance_string (pdf, style, looks);
  looks->align = CLAMP (get_int (pdf, widget, "/Q"), 0, 2);
  if (!qpdf_oh_is_dictionary (pdf, characteristics))
    return;
  looks->has_background = get_color (pdf, qpdf_oh_get_key (pdf, characteristics, "/BG"), looks->background);
  looks->has_border = get_color (pdf, qpdf_oh_get_key (pdf, characteristics, "/BC"), looks->border);
  if (jal_pdf_number (pdf, qpdf_oh_get_key (pdf, characteristics, "/R"), &turn) && fabs (turn) < 1e6)
    looks->turn = ((int)turn % 360 + 360) % 360 / 90 * 90;
}

/* What a list shows for the value it exports. */
static char *
shown_choice (qpdf_data pdf, qpdf_oh widget, char *value)
{
  qpdf_oh options = jal_compose_field_get (pdf, widget, "/Opt");

  for (int i = 0; qpdf_oh_is_array (pdf, options) && i < qpdf_oh_get_array_n_items (pdf, options); i++)
    {
      qpdf_oh option = qpdf_oh_get_array_item (pdf, options, i);
      g_autofree char *exported = NULL;

      if (!qpdf_oh_is_array (pdf, option) || qpdf_oh_get_array_n_items (pdf, option) < 2)
        continue;
      exported = jal_pdf_text (pdf, qpdf_oh_get_array_item (pdf, option, 0));
      if (g_strcmp0 (exported, value) == 0)
        {
          char *shown = jal_pdf_text (pdf, qpdf_oh_get_array_item (pdf, option, 1));

          if (shown != NULL)
            {
              g_free (value);
              return shown;
            }
        }
    }
  return value;
}

/* Returns (transfer full) (nullable): the value as one text. */
static char *
read_value (qpdf_data pdf, qpdf_oh widget, gboolean choice)
{
  qpdf_oh value = jal_compose_field_get (pdf, widget, "/V");
  GString *all;

  if (qpdf_oh_is_stream (pdf, value))
    {
      unsigned char *bytes = NULL;
      size_t length = 0;
      char *text = NULL;

      if ((qpdf_oh_get_stream_data (pdf, value, qpdf_dl_generalized, NULL, &bytes, &length) & QPDF_ERRORS) == 0)
        text = g_utf8_make_valid ((const char *)bytes, (gssize)MIN (length, MAX_VALUE));
      free (bytes);
      return text;
    }
  if (!qpdf_oh_is_array (pdf, value))
    {
      char *text = jal_pdf_text (pdf, value);

      return choice && text != NULL ? shown_choice (pdf, widget, text) : text;
    }
  all = g_string_new (NULL);
  for (int i = 0; i < qpdf_oh_get_array_n_items (pdf, value) && all->len < MAX_VALUE; i++)
    {
      g_autofree char *text = jal_pdf_text (pdf, qpdf_oh_get_array_item (pdf, value, i));

      if (text != NULL)
        {
          g_autofree char *shown = shown_choice (pdf, widget, g_steal_pointer (&text));

          g_string_append_printf (all, "%s%s", all->len > 0 ? "\n" : "", shown);
        }
    }
  return g_string_free (all, FALSE);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_size (PangoLayout *layout, const char *family, double size)
{
  PangoFontDescription *description = pango_font_description_from_string (family);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
}

/* The largest size up to @looks' own at which the text fits, never below 4 points. */
static void
fit_text (PangoLayout *layout, const char *family, const Looks *looks, double width, double height)
{
  double size = looks->size > 0 ? looks->size : looks->multiline ? 12 : CLAMP (height * 0.72, 4, 14);

  for (;; size -= 0.5)
    {
      PangoRectangle logical;

      set_size (layout, family, size);
      pango_layout_get_extents (layout, NULL, &logical);
      if (size <= 4 || (looks->size > 0 && !looks->shrinks)
          || (logical.width <= width * PANGO_SCALE && logical.height <= (height + 2) * PANGO_SCALE))
        return;
    }
}

static void
draw_text (cairo_t *cr, const char *family, const Looks *looks, double width, double height, const char *text)
{
  static const PangoAlignment aligns[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT };
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoRectangle logical;
  guint cell = 0;

  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  if (looks->multiline)
    {
      pango_layout_set_width (layout, (int)(MAX (width - 4, 1) * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_alignment (layout, aligns[looks->align]);
  if (looks->comb == 0)
    {
      double x = 2;

      pango_layout_set_text (layout, text, -1);
      fit_text (layout, family, looks, width - 4, height - 2);
      pango_layout_get_extents (layout, NULL, &logical);
      if (!looks->multiline && looks->align > 0)
        x = (width - 4 - (double)logical.width / PANGO_SCALE) * looks->align / 2 + 2;
      cairo_move_to (cr, x, looks->multiline ? 2 : (height - (double)logical.height / PANGO_SCALE) / 2);
      pango_cairo_show_layout (cr, layout);
    }
  for (const char *p = text; looks->comb > 0 && *p != '\0' && cell < looks->comb; p = g_utf8_next_char (p), cell++)
    {
      pango_layout_set_text (layout, p, (int)(g_utf8_next_char (p) - p));
      fit_text (layout, family, looks, width / looks->comb, height - 2);
      pango_layout_get_extents (layout, NULL, &logical);
      cairo_move_to (cr, (cell + 0.5) * width / looks->comb - (double)logical.width / PANGO_SCALE / 2,
                     (height - (double)logical.height / PANGO_SCALE) / 2);
      pango_cairo_show_layout (cr, layout);
    }
  g_object_unref (layout);
}

static void
draw_tick (cairo_t *cr, double width, double height)
{
  double side = MIN (width, height);
  double x = (width - side) / 2;
  double y = (height - side) / 2;

  cairo_set_line_width (cr, MAX (0.8, side / 9));
  cairo_move_to (cr, x + side * 0.2, y + side * 0.55);
  cairo_line_to (cr, x + side * 0.42, y + side * 0.78);
  cairo_line_to (cr, x + side * 0.82, y + side * 0.22);
  cairo_stroke (cr);
}

static void
draw_looks (cairo_t *cr, const char *family, const Looks *looks, const char *text)
{
  gboolean lies = looks->turn % 180 != 0;
  double width = lies ? looks->height : looks->width;
  double height = lies ? looks->width : looks->height;

  cairo_rectangle (cr, 0, 0, looks->width, looks->height);
  cairo_clip (cr);
  cairo_translate (cr, looks->width / 2, looks->height / 2);
  cairo_rotate (cr, -looks->turn * G_PI / 180);
  cairo_translate (cr, -width / 2, -height / 2);
  if (looks->has_background)
    {
      cairo_set_source_rgb (cr, looks->background[0], looks->background[1], looks->background[2]);
      cairo_paint (cr);
    }
  if (looks->has_border)
    {
      cairo_set_source_rgb (cr, looks->border[0], looks->border[1], looks->border[2]);
      cairo_rectangle (cr, 0.5, 0.5, width - 1, height - 1);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_set_source_rgb (cr, looks->color[0], looks->color[1], looks->color[2]);
  if (looks->tick)
    draw_tick (cr, width, height);
  else
    draw_text (cr, family, looks, width, height, text);
}

/* Draws a page of the field's size, and makes it a form XObject of the output. */
static JalPdfRef
make_form (JalCompose *compose, const Looks *looks, const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, looks->width, looks->height);
  cairo_t *cr = cairo_create (surface);
  JalPdfRef ref = JAL_PDF_NONE;
  qpdf_data own = NULL;

  draw_looks (cr, compose->spec->font, looks, text);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    own = jal_compose_open_own (compose, bytes);
  cairo_surface_destroy (surface);
  if (own != NULL)
    {
      qpdf_oh page = qpdf_get_page_n (own, 0);
      qpdf_oh stream = qpdf_oh_get_key (own, page, "/Contents");
      qpdf_oh dict = qpdf_oh_get_dict (own, stream);

      jal_pdf_set_name (own, dict, "/Type", "/XObject");
      jal_pdf_set_name (own, dict, "/Subtype", "/Form");
      qpdf_oh_replace_key (own, dict, "/BBox", qpdf_oh_get_key (own, page, "/MediaBox"));
      qpdf_oh_replace_key (own, dict, "/Resources", qpdf_oh_get_key (own, page, "/Resources"));
      if (!jal_pdf_clear (own, NULL))
        ref = jal_pdf_ref (compose->out, qpdf_oh_copy_foreign_object (compose->out, own, stream));
      qpdf_cleanup (&own);
    }
  return ref;
}

static gboolean
has_appearance (qpdf_data pdf, qpdf_oh widget)
{
  qpdf_oh normal = qpdf_oh_get_key_if_dict (pdf, qpdf_oh_get_key (pdf, widget, "/AP"), "/N");

  return qpdf_oh_is_stream (pdf, normal) || qpdf_oh_is_dictionary (pdf, normal);
}

/* A ticked box that brings no picture of the tick. */
static gboolean
is_ticked (qpdf_data pdf, qpdf_oh widget)
{
  qpdf_oh state = qpdf_oh_get_key (pdf, widget, "/AS");

  if ((get_int (pdf, widget, "/Ff") & FLAG_PUSH_BUTTON) != 0)
    return FALSE;
  if (!qpdf_oh_is_name (pdf, state))
    state = jal_compose_field_get (pdf, widget, "/V");
  return qpdf_oh_is_name (pdf, state) && !qpdf_oh_is_name_and_equals (pdf, state, "/Off");
}

gboolean
jal_compose_field_draw (JalComposeSource *source, qpdf_oh widget, const double rect[4], JalComposePage *result)
{
  qpdf_data pdf = source->pdf;
  g_autofree char *type = g_strdup (jal_pdf_name (pdf, jal_compose_field_get (pdf, widget, "/FT")));
  qpdf_oh wanted = qpdf_oh_get_key_if_dict (pdf, get_form (pdf), "/NeedAppearances");
  gboolean redraw = qpdf_oh_is_bool (pdf, wanted) && qpdf_oh_get_bool_value (pdf, wanted);
  gboolean choice = g_strcmp0 (type, "/Ch") == 0;
  g_autofree char *text = NULL;
  Looks looks = { 0 };
  JalComposePicture picture = { .matrix = { 1, 0, 0, 1, rect[0], rect[1] } };
  int flags = get_int (pdf, widget, "/Ff");

  if (type == NULL || (has_appearance (pdf, widget) && (!redraw || strcmp (type, "/Btn") == 0)))
    return FALSE;
  read_looks (pdf, widget, rect, result->unit, &looks);
  if (strcmp (type, "/Btn") == 0)
    looks.tick = is_ticked (pdf, widget);
  else if (strcmp (type, "/Tx") == 0 || choice)
    text = read_value (pdf, widget, choice);
  if (!looks.tick && (text == NULL || *text == '\0'))
    return FALSE;
  if (text != NULL && (!choice && (flags & FLAG_PASSWORD) != 0))
    memset (text, '*', strlen (text));
  if (text != NULL && strlen (text) > MAX_VALUE)
    *g_utf8_find_prev_char (text, text + MAX_VALUE) = '\0';
  g_strdelimit (text != NULL ? text : (char[]){ 0 }, "\r", '\n');
  looks.multiline = (!choice && (flags & FLAG_MULTILINE) != 0) || (choice && text != NULL && strchr (text, '\n') != NULL);
  if (!choice && (flags & FLAG_COMB) != 0 && !looks.multiline)
    looks.comb = (guint)CLAMP (get_int (pdf, widget, "/MaxLen"), 0, 1000);
  picture.form = make_form (source->compose, &looks, text != NULL ? text : "");
  if (picture.form.id == 0)
    return FALSE;
  g_array_append_val (result->pictures, picture);
  return TRUE;
}

JalPdfRef
jal_compose_text_form (JalCompose *compose, double width, double height, int turn, double size, const double *border,
                       const char *text)
{
  Looks looks = { .width = width, .height = height, .size = size, .multiline = TRUE, .shrinks = TRUE, .turn = turn };

  if (border != NULL)
    {
      looks.has_border = TRUE;
      memcpy (looks.border, border, sizeof looks.border);
    }
  return make_form (compose, &looks, text);
}
