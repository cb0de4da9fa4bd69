/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compose-testing.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "worker/compose.h"

static char *folder;

TestPdf *
test_pdf_new (void)
{
  TestPdf *pdf = g_new0 (TestPdf, 1);

  pdf->bytes = g_byte_array_new ();
  pdf->offsets = g_array_new (FALSE, TRUE, sizeof (guint));
  g_byte_array_append (pdf->bytes, (const guint8 *)"%PDF-1.7\n", 9);
  return pdf;
}

static void
append (TestPdf *pdf, const char *text)
{
  g_byte_array_append (pdf->bytes, (const guint8 *)text, (guint)strlen (text));
}

static void
begin (TestPdf *pdf, guint number)
{
  g_autofree char *head = g_strdup_printf ("%u 0 obj\n", number);

  if (pdf->offsets->len <= number)
    g_array_set_size (pdf->offsets, number + 1);
  g_array_index (pdf->offsets, guint, number) = pdf->bytes->len;
  append (pdf, head);
}

void
test_pdf_add (TestPdf *pdf, guint number, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  begin (pdf, number);
  append (pdf, text);
  append (pdf, "\nendobj\n");
}

void
test_pdf_add_stream (TestPdf *pdf, guint number, const char *entries, const char *data)
{
  g_autofree char *head = g_strdup_printf ("<< %s /Length %zu >>\nstream\n", entries, strlen (data));

  begin (pdf, number);
  append (pdf, head);
  append (pdf, data);
  append (pdf, "\nendstream\nendobj\n");
}

GBytes *
test_pdf_finish (TestPdf *pdf, guint root, const char *trailer)
{
  guint start = pdf->bytes->len;
  GString *tail = g_string_new (NULL);
  GBytes *bytes;

  g_string_append_printf (tail, "xref\n0 %u\n0000000000 65535 f \n", pdf->offsets->len);
  for (guint i = 1; i < pdf->offsets->len; i++)
    g_string_append_printf (tail, "%010u 00000 %c \n", g_array_index (pdf->offsets, guint, i),
                            g_array_index (pdf->offsets, guint, i) > 0 ? 'n' : 'f');
  g_string_append_printf (tail, "trailer\n<< /Size %u /Root %u 0 R %s >>\nstartxref\n%u\n%%%%EOF\n", pdf->offsets->len,
                          root, trailer, start);
  append (pdf, tail->str);
  g_string_free (tail, TRUE);
  g_array_unref (pdf->offsets);
  bytes = g_byte_array_free_to_bytes (pdf->bytes);
  g_free (pdf);
  return bytes;
}

GBytes *
test_pdf_plain (const char *word, guint n_pages)
{
  TestPdf *pdf = test_pdf_new ();
  GString *kids = g_string_new (NULL);

  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *content = g_strdup_printf ("BT /F 20 Tf 72 500 Td (%s %u) Tj ET", word, i + 1);

      test_pdf_add (pdf, 10 + 2 * i, "<< /Type /Page /Parent 2 0 R /Contents %u 0 R >>", 11 + 2 * i);
      test_pdf_add_stream (pdf, 11 + 2 * i, "", content);
      g_string_append_printf (kids, "%u 0 R ", 10 + 2 * i);
    }
  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [ %s ] /Count %u /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> >>",
                kids->str, n_pages);
  test_pdf_add (pdf, 3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  g_string_free (kids, TRUE);
  return test_pdf_finish (pdf, 1, "");
}

char *
test_path (const char *name)
{
  if (folder == NULL)
    folder = g_dir_make_tmp ("jal-compose-XXXXXX", NULL);
  g_assert_nonnull (folder);
  return g_build_filename (folder, name, NULL);
}

void
test_tidy (void)
{
  GDir *dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  if (dir != NULL)
    {
      g_dir_close (dir);
      g_rmdir (folder);
    }
  g_clear_pointer (&folder, g_free);
}

TestBuild *
test_build_new (const char *job)
{
  TestBuild *build = g_new0 (TestBuild, 1);

  build->job = job;
  build->items = g_string_new (NULL);
  build->marks = g_string_new (NULL);
  build->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  build->kinds = g_ptr_array_new ();
  build->more = "";
  return build;
}

void
test_build_free (TestBuild *build)
{
  g_string_free (build->items, TRUE);
  g_string_free (build->marks, TRUE);
  g_ptr_array_unref (build->inputs);
  g_ptr_array_unref (build->kinds);
  g_free (build);
}

guint
test_build_input (TestBuild *build, const char *kind, GBytes *bytes)
{
  g_ptr_array_add (build->inputs, bytes);
  g_ptr_array_add (build->kinds, (gpointer)kind);
  return build->inputs->len - 1;
}

void
test_build_item (TestBuild *build, const char *title, guint input, guint n_pages, int rotate)
{
  g_string_append_printf (build->items, "%s{\"title\":\"%s\",\"label\":\"\",\"date\":\"2 January 2026\",\"pages\":[",
                          build->items->len > 0 ? "," : "", title);
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (build->items, "%s{\"input\":%u,\"page\":%u,\"rotate\":%d}", i > 0 ? "," : "", input, i, rotate);
  g_string_append (build->items, "]}");
}

char *
test_build_spec (TestBuild *build)
{
  GString *spec = g_string_new (NULL);

  g_string_append_printf (spec,
                          "{\"version\":1,\"job\":\"%s\",\"id\":\"00112233445566778899aabbccddeeff\","
                          "\"title\":\"Bundle of the tests\",\"language\":\"en\",\"created\":\"2026-11-23T08:00:00Z\","
                          "\"words\":{\"index\":\"Index\",\"number\":\"No.\",\"document\":\"Document\",\"date\":\"Date\","
                          "\"pages\":\"Pages\",\"missing\":\"This document could not be included.\","
                          "\"missing_page\":\"This page could not be included.\"},"
                          "\"front\":{\"lines\":[{\"text\":\"IN THE COURT\",\"style\":\"court\"}]},",
                          build->job);
  if (g_str_equal (build->job, "bundle"))
    g_string_append (spec, "\"stamp\":{\"position\":\"top-right\",\"size\":14,\"prefix\":\"\"},");
  g_string_append (spec, "\"inputs\":[");
  for (guint i = 0; i < build->inputs->len; i++)
    g_string_append_printf (spec, "%s{\"kind\":\"%s\",\"size\":%zu}", i > 0 ? "," : "", (char *)build->kinds->pdata[i],
                            g_bytes_get_size (build->inputs->pdata[i]));
  g_string_append_printf (spec, "],\"sections\":[{\"title\":\"A. Section\",\"items\":[%s]}],\"marks\":[%s]%s}",
                          build->items->str, build->marks->str, build->more);
  return g_string_free (spec, FALSE);
}

static gboolean
read_cb (gpointer data, guint input, guint64 offset, gpointer buffer, gsize length)
{
  TestBuild *build = data;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (build->inputs->pdata[input], &size);

  g_assert_cmpuint (offset + length, <=, size);
  memcpy (buffer, bytes + offset, length);
  return TRUE;
}

typedef struct
{
  TestBuild *build;
  GByteArray *out;
} Run;

static gboolean
read_run_cb (gpointer data, guint input, guint64 size, guint64 offset, gpointer buffer, gsize length)
{
  return read_cb (((Run *)data)->build, input, offset, buffer, length);
}

static gboolean
write_run_cb (gpointer data, gconstpointer bytes, gsize length)
{
  g_byte_array_append (((Run *)data)->out, bytes, (guint)length);
  return TRUE;
}

TestOutput *
test_build_run (TestBuild *build)
{
  static guint count;
  g_autofree char *name = g_strdup_printf ("out-%u.pdf", ++count);
  g_autofree char *spec = test_build_spec (build);
  g_autofree char *result = NULL;
  GError *error = NULL;
  Run run = { build, g_byte_array_new () };
  JalComposeIo io = { read_run_cb, write_run_cb, NULL, &run, NULL, 0 };
  TestOutput *output = g_new0 (TestOutput, 1);

  result = jal_compose_run (spec, &io, &error);
  g_assert_no_error (error);
  output->path = test_path (name);
  output->bytes = g_byte_array_free_to_bytes (run.out);
  output->result = json_from_string (result, NULL);
  g_assert_nonnull (output->result);
  g_assert_true (g_file_set_contents (output->path, g_bytes_get_data (output->bytes, NULL),
                                      (gssize)g_bytes_get_size (output->bytes), NULL));
  return output;
}

void
test_output_free (TestOutput *output)
{
  g_free (output->path);
  g_bytes_unref (output->bytes);
  json_node_unref (output->result);
  g_free (output);
}

char *
test_run (const char *program, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *argument;
  char *out = NULL;
  g_autofree char *err = NULL;
  GError *error = NULL;
  int status = -1;
  va_list arguments;

  g_ptr_array_add (argv, (gpointer)program);
  va_start (arguments, program);
  while ((argument = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (argv, (gpointer)argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s ended with %d: %s%s", program, status, out, err);
  return out;
}

void
test_assert_clean (const char *path)
{
  g_autofree char *out = test_run ("qpdf", "--check", path, NULL);

  g_assert_null (strstr (out, "WARNING"));
  g_assert_nonnull (strstr (out, "No syntax or stream encoding errors found"));
}

gint64
test_result_int (TestOutput *output, const char *path)
{
  g_autoptr (JsonNode) found = json_path_query (path, output->result, NULL);
  JsonArray *array = json_node_get_array (found);

  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  return json_array_get_int_element (array, 0);
}

guint
test_result_n_warnings (TestOutput *output)
{
  return json_array_get_length (json_object_get_array_member (json_node_get_object (output->result), "warnings"));
}

gboolean
test_result_has_warning (TestOutput *output, const char *code, int input, int page)
{
  JsonArray *warnings = json_object_get_array_member (json_node_get_object (output->result), "warnings");

  for (guint i = 0; i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = json_array_get_object_element (warnings, i);
      int found = json_object_get_null_member (warning, "page") ? -1 : (int)json_object_get_int_member (warning, "page");

      if (g_str_equal (json_object_get_string_member (warning, "code"), code)
          && json_object_get_int_member (warning, "input") == input && found == page)
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  GPtrArray *lines;
  guint page;
  double width;
  double height;
  TestLine *line;
  GString *text;
} Reader;

static void
line_free (gpointer data)
{
  TestLine *line = data;

  g_free (line->text);
  g_free (line->font);
  g_free (line);
}

static const char *
attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return "";
}

static void
numbers (const char *text, double *out, guint n)
{
  for (guint i = 0; i < n; i++)
    out[i] = g_ascii_strtod (text, (char **)&text);
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data,
          GError **error)
{
  Reader *reader = data;

  if (g_str_equal (element, "page"))
    {
      reader->page++;
      numbers (attribute (names, values, "width"), &reader->width, 1);
      numbers (attribute (names, values, "height"), &reader->height, 1);
    }
  else if (g_str_equal (element, "line"))
    {
      reader->line = g_new0 (TestLine, 1);
      reader->text = g_string_new (NULL);
      reader->line->page = reader->page;
      reader->line->page_width = reader->width;
      reader->line->page_height = reader->height;
      numbers (attribute (names, values, "bbox"), reader->line->box, 4);
      numbers (attribute (names, values, "dir"), reader->line->dir, 2);
    }
  else if (g_str_equal (element, "font") && reader->line != NULL && reader->line->font == NULL)
    {
      reader->line->font = g_strdup (attribute (names, values, "name"));
      numbers (attribute (names, values, "size"), &reader->line->size, 1);
    }
  else if (g_str_equal (element, "char") && reader->line != NULL)
    g_string_append (reader->text, attribute (names, values, "c"));
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *reader = data;

  if (!g_str_equal (element, "line") || reader->line == NULL)
    return;
  reader->line->text = g_strstrip (g_string_free (reader->text, FALSE));
  g_ptr_array_add (reader->lines, g_steal_pointer (&reader->line));
}

GPtrArray *
test_lines (const char *path)
{
  g_autofree char *xml = test_run ("mutool", "draw", "-q", "-F", "stext", path, NULL);
  GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb };
  Reader reader = { .lines = g_ptr_array_new_with_free_func (line_free) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  GError *error = NULL;

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  return reader.lines;
}

const TestLine *
test_find_stamp (GPtrArray *lines, guint page, const char *text)
{
  const TestLine *found = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const TestLine *line = lines->pdata[i];

      if (line->page != page || !g_str_equal (line->text, text) || strstr (line->font, "Bold") == NULL)
        continue;
      if (found != NULL)
        return NULL;
      found = line;
    }
  return found;
}

JsonNode *
test_json (const char *path)
{
  g_autofree char *text = test_run ("qpdf", "--json=2", path, NULL);
  JsonNode *node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return node;
}

static JsonObject *
get_objects (JsonNode *json)
{
  return json_array_get_object_element (json_object_get_array_member (json_node_get_object (json), "qpdf"), 1);
}

JsonObject *
test_object (JsonNode *json, const char *reference)
{
  g_autofree char *key = g_strdup_printf ("obj:%s", reference);
  JsonObject *objects = get_objects (json);
  JsonObject *object;

  if (!json_object_has_member (objects, key))
    return NULL;
  object = json_object_get_object_member (objects, key);
  if (json_object_has_member (object, "stream"))
    return json_object_get_object_member (json_object_get_object_member (object, "stream"), "dict");
  return json_object_get_object_member (object, "value");
}

JsonObject *
test_catalogue (JsonNode *json)
{
  JsonObject *trailer = json_object_get_object_member (
      json_object_get_object_member (get_objects (json), "trailer"), "value");

  return test_object (json, json_object_get_string_member (trailer, "/Root"));
}

const char *
test_page (JsonNode *json, guint number)
{
  JsonArray *pages = json_object_get_array_member (json_node_get_object (json), "pages");

  g_assert_cmpuint (number, <=, json_array_get_length (pages));
  return json_object_get_string_member (json_array_get_object_element (pages, number - 1), "object");
}

guint
test_page_number (JsonNode *json, const char *reference)
{
  JsonArray *pages = json_object_get_array_member (json_node_get_object (json), "pages");

  for (guint i = 0; i < json_array_get_length (pages); i++)
    if (g_strcmp0 (test_page (json, i + 1), reference) == 0)
      return i + 1;
  return 0;
}

TestPicture *
test_draw (const char *program, const char *path, guint page)
{
  g_autofree char *file = test_path ("page.ppm");
  g_autofree char *stem = test_path ("page");
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *first = g_strdup_printf ("-dFirstPage=%u", page);
  g_autofree char *last = g_strdup_printf ("-dLastPage=%u", page);
  g_autofree char *to = g_strdup_printf ("-sOutputFile=%s", file);
  g_autofree char *out = NULL;
  g_autofree char *bytes = NULL;
  TestPicture *picture = g_new0 (TestPicture, 1);
  gsize length;
  char *p;

  if (g_str_equal (program, "pdftoppm"))
    out = test_run ("pdftoppm", "-r", "72", "-f", number, "-l", number, "-singlefile", path, stem, NULL);
  else if (g_str_equal (program, "mutool"))
    out = test_run ("mutool", "draw", "-q", "-r", "72", "-c", "rgb", "-F", "ppm", "-o", file, path, number, NULL);
  else
    out = test_run ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPrinted=true", "-sDEVICE=ppmraw", "-r72", first, last,
                    to, path, NULL);
  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  g_assert_true (g_str_has_prefix (bytes, "P6"));
  p = bytes + 2;
  for (guint field = 0; field < 3;)
    {
      while (g_ascii_isspace (*p))
        p++;
      if (*p == '#')
        {
          p += strcspn (p, "\n");
          continue;
        }
      if (field == 0)
        picture->width = (guint)strtoul (p, &p, 10);
      else if (field == 1)
        picture->height = (guint)strtoul (p, &p, 10);
      else
        g_assert_cmpuint (strtoul (p, &p, 10), ==, 255);
      field++;
    }
  p++;
  g_assert_cmpuint (length - (gsize)(p - bytes), >=, 3 * picture->width * picture->height);
  picture->rgb = g_memdup2 (p, 3 * picture->width * picture->height);
  g_unlink (file);
  return picture;
}

guint
test_count (const TestPicture *picture, guint8 r, guint8 g, guint8 b)
{
  guint count = 0;

  for (guint i = 0; i < picture->width * picture->height; i++)
    {
      const guint8 *p = picture->rgb + 3 * i;

      count += ABS (p[0] - r) <= 24 && ABS (p[1] - g) <= 24 && ABS (p[2] - b) <= 24;
    }
  return count;
}

void
test_picture_free (TestPicture *picture)
{
  g_free (picture->rgb);
  g_free (picture);
}
