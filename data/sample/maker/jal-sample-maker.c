/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jalada-sample-maker SOURCE DEST: writes the documents of the fictional sample case, and manifest.json that lists them.
 *
 * 1. SOURCE/case.json says what there is; a document's "make" member says how it is drawn and stays out of the manifest.
 * 2. Every page carries the warning that it is fictional.
 * 3. The same sources and fonts give the same bytes: no clock, no chance, no environment.
 */
#include <cairo-pdf.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "jal-after.h"
#include "jal-broken.h"
#include "jal-ledger.h"
#include "jal-markup.h"
#include "jal-photo.h"
#include "jal-screen.h"
#include "jal-sketch.h"

typedef struct
{
  const char *source;
  const char *dest;
  JsonObject *root;
} Maker;

static const char *
member (JsonObject *object, const char *name, const char *otherwise)
{
  return json_object_has_member (object, name) && !json_object_get_null_member (object, name) ? json_object_get_string_member (object, name) : otherwise;
}

static char *
read_text (Maker *maker, const char *name)
{
  g_autofree char *path = g_build_filename (maker->source, "text", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  return text;
}

static gboolean
draw_picture (cairo_t *cr, const char *name, double x, double y, double width, double height)
{
  return jal_photo_draw (cr, name, x, y, width, height) || jal_sketch_draw (cr, name, x, y, width, height);
}

static const char *
footer_for (Maker *maker, JsonObject *document)
{
  return strcmp (member (document, "language", "en"), "sw") == 0 ? json_object_get_string_member (maker->root, "notice_sw")
                                                                 : json_object_get_string_member (maker->root, "notice");
}

/* One pass over the document: @n_pages 0 only measures. Returns (transfer full). */
static JalPaper *
write_pages (Maker *maker, JsonObject *document, JsonObject *make, const char *text, guint n_pages)
{
  const char *size = member (make, "size", "A4");
  const char *paper_name = member (make, "paper", "typed");
  gboolean wide = strstr (size, "landscape") != NULL;
  double a = strncmp (size, "A3", 2) == 0 ? 841.89 : 595.28;
  double b = strncmp (size, "A3", 2) == 0 ? 1190.55 : 841.89;
  JalPaperMake kind = strcmp (paper_name, "grey") == 0 ? JAL_PAPER_GREY : strcmp (paper_name, "fax") == 0 ? JAL_PAPER_FAX : JAL_PAPER_TYPED;
  const char *running = member (make, "running", NULL);
  JalPaper *paper = jal_paper_new (kind, wide ? b : a, wide ? a : b, footer_for (maker, document), member (document, "file", ""), n_pages,
                                   member (document, "date", "2026-05-11"));

  cairo_pdf_surface_set_metadata (paper->pdf, CAIRO_PDF_METADATA_TITLE, member (document, "title", ""));
  cairo_pdf_surface_set_metadata (paper->pdf, CAIRO_PDF_METADATA_AUTHOR, member (make, "author", "Mfano Police Station, registry (SAMPLE)"));
  cairo_pdf_surface_set_metadata (paper->pdf, CAIRO_PDF_METADATA_CREATOR, "Sample word processor");
  paper->running = g_strdup (running);
  paper->page_words = g_strdup (strcmp (member (document, "language", "en"), "sw") == 0 ? "Ukurasa %u kati ya %u" : "Page %u of %u");
  jal_markup_write (paper, text, member (make, "text", member (make, "ledger", "")), draw_picture);
  return paper;
}

static GBytes *
make_pdf (Maker *maker, JsonObject *document, JsonObject *make)
{
  g_autofree char *text = json_object_has_member (make, "ledger") ? jal_ledger_text (json_object_get_string_member (make, "ledger"))
                                                                  : read_text (maker, json_object_get_string_member (make, "text"));
  g_autoptr (JalPaper) measured = write_pages (maker, document, make, text, 0);
  g_autoptr (JalPaper) paper = NULL;
  g_autoptr (GPtrArray) boxes = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  const char *layer = member (make, "layer", NULL);
  JalAfter after = { 0 };

  jal_paper_finish (measured);
  paper = write_pages (maker, document, make, text, measured->page);
  after.n_pages = paper->page;
  for (guint i = 0; i < paper->fields->len; i++)
    {
      JalPaperField *field = &g_array_index (paper->fields, JalPaperField, i);
      g_autofree char *markup = g_markup_escape_text (field->value, -1);

      if (!field->tick)
        jal_paper_extra (paper, markup, "Liberation Sans 10", field->width, field->height, 0, 0, 0.45);
    }
  if (layer != NULL)
    {
      g_autofree char *words = read_text (maker, member (make, "layer_text", ""));

      jal_paper_extra (paper, words, "Liberation Sans Bold 22", paper->width, paper->height, 0.8, 0.1, 0.1);
    }
  bytes = jal_paper_finish (paper);
  json_object_set_int_member (document, "pages", paper->page);
  json_object_set_boolean_member (document, "has_text", paper->make == JAL_PAPER_TYPED);
  if (json_object_has_member (make, "boxes"))
    {
      JsonArray *list = json_object_get_array_member (make, "boxes");

      for (guint i = 0; i < json_array_get_length (list); i++)
        g_ptr_array_add (boxes, (gpointer)json_array_get_string_element (list, i));
      g_ptr_array_add (boxes, NULL);
      after.boxes = (const char *const *)boxes->pdata;
    }
  after.fields = paper->fields;
  after.layer = layer;
  return jal_after_apply (bytes, &after);
}

static GBytes *
make_document (Maker *maker, JsonObject *document, JsonObject *make)
{
  if (json_object_has_member (make, "photo"))
    {
      json_object_set_int_member (document, "pages", 1);
      json_object_set_boolean_member (document, "has_text", FALSE);
      return jal_photo_take (json_object_get_string_member (make, "photo"), (int)json_object_get_int_member (make, "orientation"),
                             json_object_get_string_member (make, "taken"), footer_for (maker, document));
    }
  if (json_object_has_member (make, "screen"))
    {
      g_autofree char *text = read_text (maker, json_object_get_string_member (make, "screen"));

      json_object_set_int_member (document, "pages", 1);
      json_object_set_boolean_member (document, "has_text", FALSE);
      return jal_screen_shoot (text, footer_for (maker, document));
    }
  return make_pdf (maker, document, make);
}

static void
keep (Maker *maker, const char *name, const void *data, gsize size)
{
  g_autofree char *path = g_build_filename (maker->dest, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, data, (gssize)size, &error))
    g_error ("%s", error->message);
}

static void
make_one (JsonArray *documents, guint i, JsonNode *node, gpointer user_data)
{
  Maker *maker = user_data;
  JsonObject *document = json_node_get_object (node);
  g_autoptr (GBytes) bytes = make_document (maker, document, json_object_get_object_member (document, "make"));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  keep (maker, json_object_get_string_member (document, "file"), data, size);
  json_object_remove_member (document, "make");
  json_object_set_int_member (document, "bytes", (gint64)size);
  json_object_set_string_member (document, "sha256", sha256);
}

static void
keep_manifest (Maker *maker, JsonNode *root)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  gsize size;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &size);
  keep (maker, "manifest.json", text, size);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Maker maker = { 0 };

  if (argc == 3 && strcmp (argv[1], "--broken") == 0)
    return jal_broken_write (argv[2]) ? 0 : 1;
  if (argc != 3)
    {
      g_printerr ("Usage: jalada-sample-maker SOURCE DEST\n       jalada-sample-maker --broken DEST\n");
      return 2;
    }
  maker.source = argv[1];
  maker.dest = argv[2];
  path = g_build_filename (maker.source, "case.json", NULL);
  if (!json_parser_load_from_file (parser, path, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_mkdir_with_parents (maker.dest, 0755);
  maker.root = json_node_get_object (json_parser_get_root (parser));
  json_array_foreach_element (json_object_get_array_member (maker.root, "documents"), make_one, &maker);
  keep_manifest (&maker, json_parser_get_root (parser));
  return 0;
}
