/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small PDFs for the tests of the core rooms: one line of text a page, A4 upright. */
#pragma once

#include <gio/gio.h>

/* Returns (transfer full): a PDF with one page for each of @lines (NULL-terminated), followed inside the file by
   @padding bytes that no page uses. */
static inline GBytes *
jal_test_pdf (const char *const *lines, gsize padding)
{
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GString) kids = g_string_new (NULL);
  guint n = 0;
  gsize xref;

  while (lines[n] != NULL)
    n++;
#define OBJECT(...)                                                                                                    \
  do                                                                                                                   \
    {                                                                                                                  \
      g_array_append_val (offsets, pdf->len);                                                                          \
      g_string_append_printf (pdf, "%u 0 obj\n", offsets->len);                                                        \
      g_string_append_printf (pdf, __VA_ARGS__);                                                                       \
      g_string_append (pdf, "\nendobj\n");                                                                             \
    }                                                                                                                  \
  while (0)
  for (guint i = 0; i < n; i++)
    g_string_append_printf (kids, "%u 0 R ", 4 + 2 * i);
  OBJECT ("<< /Type /Catalog /Pages 2 0 R >>");
  OBJECT ("<< /Type /Pages /Count %u /Kids [%s] >>", n, kids->str);
  OBJECT ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *content = g_strdup_printf ("BT /F1 14 Tf 72 700 Td (%s) Tj ET", lines[i]);

      OBJECT ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents "
              "%u 0 R >>",
              5 + 2 * i);
      OBJECT ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (content), content);
    }
  if (padding > 0)
    {
      g_array_append_val (offsets, pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n<< /Length %zu >>\nstream\n", offsets->len, padding);
      for (gsize i = 0; i < padding; i++)
        g_string_append_c (pdf, (char)('a' + i % 23));
      g_string_append (pdf, "\nendstream\nendobj\n");
    }
#undef OBJECT
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (pdf, "%010zu 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (pdf, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", offsets->len + 1,
                          xref);
  return g_string_free_to_bytes (pdf);
}

static inline char *
jal_test_write (const char *folder, const char *name, const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, bytes, (gssize)length, &error);
  g_assert_no_error (error);
  return path;
}

static inline char *
jal_test_write_pdf (const char *folder, const char *name, const char *const *lines)
{
  g_autoptr (GBytes) pdf = jal_test_pdf (lines, 0);

  return jal_test_write (folder, name, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
}
