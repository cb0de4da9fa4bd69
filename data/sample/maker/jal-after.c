/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What cairo cannot write: forms with values, layers that are switched off, unusual boxes. The looks are drawn by cairo
 * as further pages of the same file, so that their fonts are embedded, and become form XObjects here.
 */
#include "jal-after.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

static void
check (qpdf_data pdf)
{
  if (qpdf_has_error (pdf))
    g_error ("A PDF could not be finished: %s", qpdf_get_error_full_text (pdf, qpdf_get_error (pdf)));
}

static qpdf_oh
parse (qpdf_data pdf, const char *format, ...) G_GNUC_PRINTF (2, 3);

static qpdf_oh
parse (qpdf_data pdf, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;
  qpdf_oh object;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  object = qpdf_oh_parse (pdf, text);
  check (pdf);
  return object;
}

/* Returns the dictionary << @key @value >>. (qpdf parses no references, so dictionaries that hold one are put together.) */
static qpdf_oh
dict_of (qpdf_data pdf, const char *key, qpdf_oh value)
{
  qpdf_oh dict = qpdf_oh_new_dictionary (pdf);

  qpdf_oh_replace_key (pdf, dict, key, value);
  return dict;
}

static qpdf_oh
stream (qpdf_data pdf, const void *data, gsize length)
{
  qpdf_oh object = qpdf_oh_new_stream (pdf);

  qpdf_oh_replace_stream_data (pdf, object, data, length, qpdf_oh_new_null (pdf), qpdf_oh_new_null (pdf));
  check (pdf);
  return object;
}

/* Makes the page's content a form XObject of @width × @height points. */
static qpdf_oh
page_as_form (qpdf_data pdf, qpdf_oh page, double width, double height)
{
  unsigned char *data = NULL;
  size_t length = 0;
  qpdf_oh form, dict;

  qpdf_oh_get_page_content_data (pdf, page, &data, &length);
  check (pdf);
  form = stream (pdf, data, length);
  free (data);
  dict = qpdf_oh_get_dict (pdf, form);
  qpdf_oh_replace_key (pdf, dict, "/Type", qpdf_oh_new_name (pdf, "/XObject"));
  qpdf_oh_replace_key (pdf, dict, "/Subtype", qpdf_oh_new_name (pdf, "/Form"));
  qpdf_oh_replace_key (pdf, dict, "/BBox", parse (pdf, "[0 0 %.2f %.2f]", width, height));
  qpdf_oh_replace_key (pdf, dict, "/Resources", qpdf_oh_get_key (pdf, page, "/Resources"));
  return form;
}

static void
page_size (qpdf_data pdf, qpdf_oh page, double *width, double *height)
{
  qpdf_oh box = qpdf_oh_get_key (pdf, page, "/MediaBox");

  *width = qpdf_oh_get_numeric_value (pdf, qpdf_oh_get_array_item (pdf, box, 2));
  *height = qpdf_oh_get_numeric_value (pdf, qpdf_oh_get_array_item (pdf, box, 3));
}

/* Puts the page's content into other boxes so that a reader shows it as before, or cut as a scanner cut it. */
static void
rebox (qpdf_data pdf, qpdf_oh page, const char *mode)
{
  double w, h;
  g_autofree char *matrix = NULL;
  g_autofree char *media = NULL;
  g_autofree char *content = NULL;
  int rotate = 0;
  qpdf_oh form;

  if (strcmp (mode, "plain") == 0)
    return;
  page_size (pdf, page, &w, &h);
  form = page_as_form (pdf, page, w, h);
  if (g_str_has_prefix (mode, "turn"))
    {
      rotate = atoi (mode + 4);
      matrix = rotate == 90    ? g_strdup_printf ("0 1 -1 0 %.2f 0", h)
               : rotate == 180 ? g_strdup_printf ("-1 0 0 -1 %.2f %.2f", w, h)
                               : g_strdup_printf ("0 -1 1 0 0 %.2f", w);
      media = rotate == 180 ? g_strdup_printf ("[0 0 %.2f %.2f]", w, h) : g_strdup_printf ("[0 0 %.2f %.2f]", h, w);
      qpdf_oh_replace_key (pdf, page, "/Rotate", qpdf_oh_new_integer (pdf, rotate));
    }
  else if (strcmp (mode, "offset") == 0)
    {
      matrix = g_strdup ("1 0 0 1 -120 300");
      media = g_strdup_printf ("[-120 300 %.2f %.2f]", w - 120, h + 300);
    }
  else if (strcmp (mode, "crop") == 0)
    {
      matrix = g_strdup ("1 0 0 1 45 60");
      media = g_strdup_printf ("[0 0 %.2f %.2f]", w + 90, h + 120);
      qpdf_oh_replace_key (pdf, page, "/CropBox", parse (pdf, "[45 60 %.2f %.2f]", w + 45, h + 60));
    }
  else if (strcmp (mode, "unit2") == 0)
    {
      matrix = g_strdup ("0.5 0 0 0.5 0 0");
      media = g_strdup_printf ("[0 0 %.2f %.2f]", w / 2, h / 2);
      qpdf_oh_replace_key (pdf, page, "/UserUnit", qpdf_oh_new_integer (pdf, 2));
    }
  else
    g_error ("There are no boxes called “%s”.", mode);
  content = g_strdup_printf ("q %s cm /Sheet Do Q\n", matrix);
  qpdf_oh_replace_key (pdf, page, "/Contents", stream (pdf, content, strlen (content)));
  qpdf_oh_replace_key (pdf, page, "/Resources", dict_of (pdf, "/XObject", dict_of (pdf, "/Sheet", form)));
  qpdf_oh_replace_key (pdf, page, "/MediaBox", parse (pdf, "%s", media));
}

/* Lays a hidden layer over the first page: an optional content group that is off, also in print. */
static void
add_layer (qpdf_data pdf, qpdf_oh page, qpdf_oh look, const char *name)
{
  double w, h;
  qpdf_oh form, group, contents, resources, settings, properties;
  static const char draw[] = "\nq /Overlay Do Q\n";
  unsigned char *data = NULL;
  size_t length = 0;

  page_size (pdf, look, &w, &h);
  form = page_as_form (pdf, look, w, h);
  group = qpdf_make_indirect_object (pdf, parse (pdf, "<< /Type /OCG /Usage << /Print << /PrintState /OFF >> >> >>"));
  qpdf_oh_replace_key (pdf, group, "/Name", qpdf_oh_new_unicode_string (pdf, name));
  qpdf_oh_replace_key (pdf, qpdf_oh_get_dict (pdf, form), "/OC", group);
  settings = parse (pdf, "<< /BaseState /ON >>");
  qpdf_oh_replace_key (pdf, settings, "/OFF", qpdf_oh_wrap_in_array (pdf, group));
  qpdf_oh_replace_key (pdf, settings, "/Order", qpdf_oh_wrap_in_array (pdf, group));
  properties = dict_of (pdf, "/D", settings);
  qpdf_oh_replace_key (pdf, properties, "/OCGs", qpdf_oh_wrap_in_array (pdf, group));
  qpdf_oh_replace_key (pdf, qpdf_get_root (pdf), "/OCProperties", properties);
  qpdf_oh_get_page_content_data (pdf, page, &data, &length);
  check (pdf);
  {
    g_autoptr (GByteArray) both = g_byte_array_new ();

    g_byte_array_append (both, (const guint8 *)"q\n", 2);
    g_byte_array_append (both, data, (guint)length);
    g_byte_array_append (both, (const guint8 *)"\nQ", 2);
    g_byte_array_append (both, (const guint8 *)draw, sizeof draw - 1);
    contents = stream (pdf, both->data, both->len);
  }
  free (data);
  qpdf_oh_replace_key (pdf, page, "/Contents", contents);
  resources = qpdf_oh_get_key (pdf, page, "/Resources");
  if (!qpdf_oh_has_key (pdf, resources, "/XObject"))
    qpdf_oh_replace_key (pdf, resources, "/XObject", qpdf_oh_new_dictionary (pdf));
  qpdf_oh_replace_key (pdf, qpdf_oh_get_key (pdf, resources, "/XObject"), "/Overlay", form);
}

static qpdf_oh
tick_look (qpdf_data pdf, gboolean on, double side)
{
  g_autofree char *drawing = on ? g_strdup_printf ("q 1.4 w 0 0 0.5 RG 3 3 m %.1f %.1f l S 3 %.1f m %.1f 3 l S Q\n", side - 3, side - 3, side - 3, side - 3)
                                : g_strdup ("q Q\n");
  qpdf_oh look = stream (pdf, drawing, strlen (drawing));
  qpdf_oh dict = qpdf_oh_get_dict (pdf, look);

  qpdf_oh_replace_key (pdf, dict, "/Type", qpdf_oh_new_name (pdf, "/XObject"));
  qpdf_oh_replace_key (pdf, dict, "/Subtype", qpdf_oh_new_name (pdf, "/Form"));
  qpdf_oh_replace_key (pdf, dict, "/BBox", parse (pdf, "[0 0 %.1f %.1f]", side, side));
  return look;
}

static qpdf_oh
make_widget (qpdf_data pdf, const JalPaperField *field, qpdf_oh page, qpdf_oh look)
{
  gboolean on = field->tick && strcmp (field->value, "on") == 0;
  double w, h;
  qpdf_oh widget;

  page_size (pdf, page, &w, &h);
  widget = qpdf_make_indirect_object (pdf, parse (pdf, "<< /Type /Annot /Subtype /Widget /F 4 /Rect [%.2f %.2f %.2f %.2f] >>", field->x,
                                                  h - field->y - field->height, field->x + field->width, h - field->y));
  qpdf_oh_replace_key (pdf, widget, "/P", page);
  qpdf_oh_replace_key (pdf, widget, "/T", qpdf_oh_new_unicode_string (pdf, field->name));
  qpdf_oh_replace_key (pdf, widget, "/TU", qpdf_oh_new_unicode_string (pdf, field->label));
  if (field->tick)
    {
      qpdf_oh states = qpdf_oh_new_dictionary (pdf);
      qpdf_oh looks = qpdf_oh_new_dictionary (pdf);

      qpdf_oh_replace_key (pdf, states, "/Yes", tick_look (pdf, TRUE, field->width));
      qpdf_oh_replace_key (pdf, states, "/Off", tick_look (pdf, FALSE, field->width));
      qpdf_oh_replace_key (pdf, looks, "/N", states);
      qpdf_oh_replace_key (pdf, widget, "/FT", qpdf_oh_new_name (pdf, "/Btn"));
      qpdf_oh_replace_key (pdf, widget, "/V", qpdf_oh_new_name (pdf, on ? "/Yes" : "/Off"));
      qpdf_oh_replace_key (pdf, widget, "/AS", qpdf_oh_new_name (pdf, on ? "/Yes" : "/Off"));
      qpdf_oh_replace_key (pdf, widget, "/AP", looks);
    }
  else
    {
      qpdf_oh looks = qpdf_oh_new_dictionary (pdf);

      qpdf_oh_replace_key (pdf, looks, "/N", look);
      qpdf_oh_replace_key (pdf, widget, "/FT", qpdf_oh_new_name (pdf, "/Tx"));
      qpdf_oh_replace_key (pdf, widget, "/V", qpdf_oh_new_unicode_string (pdf, field->value));
      qpdf_oh_replace_key (pdf, widget, "/DA", qpdf_oh_new_string (pdf, "/Helv 10 Tf 0 0 0.5 rg"));
      if (field->height > 26)
        qpdf_oh_replace_key (pdf, widget, "/Ff", qpdf_oh_new_integer (pdf, 4096));
      qpdf_oh_replace_key (pdf, widget, "/AP", looks);
    }
  return widget;
}

static void
add_form (qpdf_data pdf, const JalAfter *after, guint first_extra)
{
  qpdf_oh list = qpdf_oh_new_array (pdf);
  qpdf_oh form = parse (pdf, "<< /DR << /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> "
                             "/DA (/Helv 10 Tf 0 0 0.5 rg) >>");

  for (guint i = 0; i < after->fields->len; i++)
    {
      const JalPaperField *field = &g_array_index (after->fields, JalPaperField, i);
      qpdf_oh page = qpdf_get_page_n (pdf, field->page);
      qpdf_oh look = 0, widget;

      if (!field->tick)
        look = page_as_form (pdf, qpdf_get_page_n (pdf, first_extra++), field->width, field->height);
      widget = make_widget (pdf, field, page, look);
      if (!qpdf_oh_has_key (pdf, page, "/Annots"))
        qpdf_oh_replace_key (pdf, page, "/Annots", qpdf_oh_new_array (pdf));
      qpdf_oh_append_item (pdf, qpdf_oh_get_key (pdf, page, "/Annots"), widget);
      qpdf_oh_append_item (pdf, list, widget);
    }
  qpdf_oh_replace_key (pdf, form, "/Fields", list);
  qpdf_oh_replace_key (pdf, qpdf_get_root (pdf), "/AcroForm", qpdf_make_indirect_object (pdf, form));
}

GBytes *
jal_after_apply (GBytes *bytes, const JalAfter *after)
{
  qpdf_data pdf = qpdf_init ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  GBytes *finished;
  int n;

  /* cairo 1.16 lists an object that it never writes when a file has both links and an outline; qpdf puts the table right. */
  qpdf_set_suppress_warnings (pdf, TRUE);
  qpdf_read_memory (pdf, "sample", data, size, NULL);
  check (pdf);
  n = qpdf_get_num_pages (pdf);
  if (after->fields->len > 0)
    add_form (pdf, after, after->n_pages);
  if (after->layer != NULL)
    add_layer (pdf, qpdf_get_page_n (pdf, 0), qpdf_get_page_n (pdf, (size_t)n - 1), after->layer);
  for (guint i = 0; after->boxes != NULL && after->boxes[i] != NULL && i < after->n_pages; i++)
    rebox (pdf, qpdf_get_page_n (pdf, i), after->boxes[i]);
  while (n > (int)after->n_pages)
    qpdf_remove_page (pdf, qpdf_get_page_n (pdf, (size_t)--n));
  check (pdf);
  qpdf_init_write_memory (pdf);
  qpdf_set_deterministic_ID (pdf, TRUE);
  qpdf_set_minimum_pdf_version (pdf, "1.6");
  qpdf_set_object_stream_mode (pdf, qpdf_o_disable);
  qpdf_write (pdf);
  check (pdf);
  finished = g_bytes_new (qpdf_get_buffer (pdf), qpdf_get_buffer_length (pdf));
  qpdf_cleanup (&pdf);
  return finished;
}
