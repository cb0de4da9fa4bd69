/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short forms of libqpdf's C calls. */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-pdf.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

gboolean
jal_pdf_clear (qpdf_data pdf, guint *n_warnings)
{
  gboolean had_error = FALSE;

  while (qpdf_has_error (pdf))
    {
      qpdf_get_error (pdf);
      had_error = TRUE;
    }
  while (qpdf_more_warnings (pdf))
    {
      qpdf_next_warning (pdf);
      if (n_warnings != NULL)
        ++*n_warnings;
    }
  return had_error;
}

gboolean
jal_pdf_number (qpdf_data pdf, qpdf_oh object, double *value)
{
  double number;

  if (!qpdf_oh_get_value_as_number (pdf, object, &number) || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

gboolean
jal_pdf_item_number (qpdf_data pdf, qpdf_oh array, int index, double *value)
{
  qpdf_oh item;
  gboolean found;

  if (!qpdf_oh_is_array (pdf, array) || index < 0 || index >= qpdf_oh_get_array_n_items (pdf, array))
    return FALSE;
  item = qpdf_oh_get_array_item (pdf, array, index);
  found = jal_pdf_number (pdf, item, value);
  qpdf_oh_release (pdf, item);
  return found;
}

gboolean
jal_pdf_numbers (qpdf_data pdf, qpdf_oh array, double *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!jal_pdf_item_number (pdf, array, (int)i, &values[i]))
      return FALSE;
  return TRUE;
}

gboolean
jal_pdf_rectangle (qpdf_data pdf, qpdf_oh array, double rect[4])
{
  double v[4];

  if (!jal_pdf_numbers (pdf, array, v, 4))
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (fabs (v[i]) > 1e7)
      return FALSE;
  if (fabs (v[2] - v[0]) < 1e-3 || fabs (v[3] - v[1]) < 1e-3)
    return FALSE;
  rect[0] = MIN (v[0], v[2]);
  rect[1] = MIN (v[1], v[3]);
  rect[2] = MAX (v[0], v[2]);
  rect[3] = MAX (v[1], v[3]);
  return TRUE;
}

const char *
jal_pdf_name (qpdf_data pdf, qpdf_oh object)
{
  return qpdf_oh_is_name (pdf, object) ? qpdf_oh_get_name (pdf, object) : NULL;
}

char *
jal_pdf_text (qpdf_data pdf, qpdf_oh object)
{
  const char *text;
  size_t length;

  if (!qpdf_oh_get_value_as_utf8 (pdf, object, &text, &length))
    return NULL;
  return g_utf8_make_valid (text, (gssize)strnlen (text, length));
}

JalPdfRef
jal_pdf_ref (qpdf_data pdf, qpdf_oh object)
{
  return (JalPdfRef){ qpdf_oh_get_object_id (pdf, object), qpdf_oh_get_generation (pdf, object) };
}

qpdf_oh
jal_pdf_get (qpdf_data pdf, JalPdfRef ref)
{
  return qpdf_get_object_by_id (pdf, ref.id, ref.generation);
}

void
jal_pdf_set_name (qpdf_data pdf, qpdf_oh dict, const char *key, const char *name)
{
  qpdf_oh_replace_key (pdf, dict, key, qpdf_oh_new_name (pdf, name));
}

void
jal_pdf_set_integer (qpdf_data pdf, qpdf_oh dict, const char *key, long long value)
{
  qpdf_oh_replace_key (pdf, dict, key, qpdf_oh_new_integer (pdf, value));
}

void
jal_pdf_set_text (qpdf_data pdf, qpdf_oh dict, const char *key, const char *utf8)
{
  qpdf_oh_replace_key (pdf, dict, key, qpdf_oh_new_unicode_string (pdf, utf8));
}

GPtrArray *
jal_pdf_keys (qpdf_data pdf, qpdf_oh dict)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  if (!qpdf_oh_is_dictionary (pdf, dict))
    return keys;
  qpdf_oh_begin_dict_key_iter (pdf, dict);
  while (qpdf_oh_dict_more_keys (pdf))
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (pdf)));
  return keys;
}

qpdf_oh
jal_pdf_copy_dict (qpdf_data pdf, qpdf_oh dict)
{
  g_autoptr (GPtrArray) keys = jal_pdf_keys (pdf, dict);
  qpdf_oh copy = qpdf_oh_new_dictionary (pdf);

  for (guint i = 0; i < keys->len; i++)
    {
      qpdf_oh value = qpdf_oh_get_key (pdf, dict, keys->pdata[i]);

      qpdf_oh_replace_key (pdf, copy, keys->pdata[i], value);
      qpdf_oh_release (pdf, value);
    }
  return copy;
}

qpdf_oh
jal_pdf_new_stream (qpdf_data pdf, const char *bytes, gsize length, const char *dict_text)
{
  qpdf_oh stream = qpdf_oh_new_stream (pdf);

  qpdf_oh_replace_stream_data (pdf, stream, (const unsigned char *)bytes, length, qpdf_oh_new_null (pdf),
                               qpdf_oh_new_null (pdf));
  if (dict_text != NULL)
    {
      qpdf_oh entries = qpdf_oh_parse (pdf, dict_text);
      qpdf_oh dict = qpdf_oh_get_dict (pdf, stream);
      g_autoptr (GPtrArray) keys = jal_pdf_keys (pdf, entries);

      for (guint i = 0; i < keys->len; i++)
        qpdf_oh_replace_key (pdf, dict, keys->pdata[i], qpdf_oh_get_key (pdf, entries, keys->pdata[i]));
    }
  return stream;
}

void
jal_pdf_append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 320];
  char *end;

  g_ascii_formatd (text, sizeof text, "%.4f", value);
  end = text + strlen (text);
  while (end > text && end[-1] == '0')
    *--end = '\0';
  if (end > text && end[-1] == '.')
    *--end = '\0';
  g_string_append (out, strcmp (text, "-0") == 0 ? "0" : text);
}

void
jal_pdf_append_numbers (GString *out, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  for (const char *p = format; *p != '\0'; p++)
    {
      if (*p == '%')
        jal_pdf_append_number (out, va_arg (values, double));
      else
        g_string_append_c (out, *p);
    }
  va_end (values);
}
