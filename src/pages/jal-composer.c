/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. One worker a build: nothing of one bundle can reach another.
 * 2. A worker that ends before the first byte of output is started again without the input that it was reading then.
 * 3. What the worker says about the result is taken over number by number, each checked, and never its words. */
#include "pages/jal-composer.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "pages/jal-link-private.h"
#include "wire/jal-wire-compose.h"

#define OUTPUT_WINDOW (1024 * 1024)
#define MAX_ATTEMPTS 24
#define TIMEOUT_MS 60000
#define TIMEOUT_PAGE_MS 200
/* Room for the result: it has fewer bytes a page than the record. */
#define RESULT_ROOM 65536

typedef struct
{
  const JalBytes *inputs;
  JalBytesWriteFunc write;
  gpointer write_data;
  JalComposeProgress progress;
  gpointer progress_data;
  GArray *skipped; /* of guint32 */
  int reading;     /* the input that was asked for last, -1 for none */
  int failed;      /* the input whose bytes failed last, -1 for none */
  guint told;   /* the progress that the caller was told last */
  gboolean wrote;
} Build;

typedef struct
{
  Build *build;
  guint number;
} Input;

static const struct
{
  const char *code;
  const char *text;
} sentences[] = {
  { "unreadable", N_ ("This file is damaged or not whole, and could not be included. Ask for it again, or import another copy.") },
  { "empty", N_ ("This document has no pages, so there was nothing to include.") },
  { "password", N_ ("This document is locked with a password and could not be included. Save an unlocked copy and import it.") },
  { "damaged", N_ ("A part of what is stored cannot be read. Import this document again from the original.") },
  { "crashed", N_ ("Reading this file made the program that composes stop, so it was left out. Import another copy of it.") },
  { "no-such-page", N_ ("This page is not in the file; the document may have been replaced by a shorter one.") },
  { "page-unreadable", N_ ("This page is damaged and could not be included. The other pages of the document were.") },
  { "repaired", N_ ("This file has faults that were repaired. Look through its pages in the bundle.") },
  { "hidden-layer", N_ ("This document has hidden layers. They stay hidden, but they are in the file.") },
  { "note-without-picture", N_ ("A note in this document has no picture of its own and was left out.") },
  { "dynamic-form", N_ ("This is a form that only its maker's program can show. Print it to a PDF there and import that.") },
  { "stamp-small", N_ ("This page is too small or too narrow for a page number of 12 points.") },
  { "covered", N_ ("What a note that came with the file hides on this page is still in the copy. Redact it.") },
  { "received-left-out", NULL }, /* says how many */
};

static gboolean
read_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Input *input = user_data;
  const JalBytes *bytes = &input->build->inputs[input->number];
  GError *trouble = NULL;

  input->build->reading = (int)input->number;
  if (bytes->read (bytes->user_data, offset, length, to, &trouble))
    return TRUE;
  input->build->failed = (int)input->number;
  /* Damage costs a document, and the worker is told by refusing the range; only a cancel ends the build. */
  if (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, trouble);
  else
    g_clear_error (&trouble);
  return FALSE;
}

static gboolean
write_cb (gpointer user_data, const guint8 *bytes, gsize length, GError **error)
{
  Build *build = user_data;

  build->wrote = TRUE;
  return build->write (build->write_data, bytes, length, error);
}

static gboolean
notify_cb (gpointer user_data, const JalWirePacket *packet)
{
  Build *build = user_data;
  const JalWireComposing *composing = (const JalWireComposing *)packet;

  if (packet->header.type != JAL_WIRE_COMPOSING)
    return FALSE;
  /* A second worker starts from nothing; what the user sees does not go back. */
  if (build->progress != NULL && composing->done >= build->told)
    {
      build->told = composing->done;
      build->progress (build->progress_data, composing->done, composing->total);
    }
  return TRUE;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array, guint i)
{
  JsonNode *node = array != NULL && i < json_array_get_length (array) ? json_array_get_element (array, i) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
get_number (JsonObject *object, const char *name, gint64 max, gint64 *number)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < 0 || json_node_get_int (node) > max)
    return FALSE;
  *number = json_node_get_int (node);
  return TRUE;
}

static gboolean
copy_range (JsonBuilder *out, JsonObject *from, gint64 pages)
{
  gint64 first;
  gint64 last;

  if (!get_number (from, "first", pages, &first) || !get_number (from, "last", pages, &last) || first > last)
    return FALSE;
  json_builder_set_member_name (out, "first");
  json_builder_add_int_value (out, first);
  json_builder_set_member_name (out, "last");
  json_builder_add_int_value (out, last);
  return TRUE;
}

/* The result has the record's sections and items, neither more nor fewer. */
static gboolean
copy_sections (JsonBuilder *out, JsonArray *from, JsonArray *record, gint64 pages)
{
  guint n = record != NULL ? json_array_get_length (record) : 0;

  if (from == NULL || json_array_get_length (from) != n)
    return FALSE;
  json_builder_set_member_name (out, "sections");
  json_builder_begin_array (out);
  for (guint s = 0; s < n; s++)
    {
      JsonArray *wanted = get_array (get_element (record, s), "items");
      JsonArray *items = get_array (get_element (from, s), "items");
      guint n_items = wanted != NULL ? json_array_get_length (wanted) : 0;

      json_builder_begin_object (out);
      if (items == NULL || json_array_get_length (items) != n_items || !copy_range (out, get_element (from, s), pages))
        return FALSE;
      json_builder_set_member_name (out, "items");
      json_builder_begin_array (out);
      for (guint i = 0; i < n_items; i++)
        {
          json_builder_begin_object (out);
          if (!copy_range (out, get_element (items, i), pages))
            return FALSE;
          json_builder_end_object (out);
        }
      json_builder_end_array (out);
      json_builder_end_object (out);
    }
  json_builder_end_array (out);
  return TRUE;
}

static gboolean
copy_warnings (JsonBuilder *out, JsonArray *from, guint n_inputs)
{
  if (from == NULL)
    return FALSE;
  json_builder_set_member_name (out, "warnings");
  json_builder_begin_array (out);
  for (guint i = 0; i < json_array_get_length (from); i++)
    {
      JsonObject *warning = get_element (from, i);
      JsonNode *code = warning != NULL ? json_object_get_member (warning, "code") : NULL;
      const char *word = code != NULL && JSON_NODE_HOLDS_VALUE (code) ? json_node_get_string (code) : NULL;
      guint sentence = 0;
      gint64 input;
      gint64 page;
      gint64 count = 1;
      g_autofree char *counted = NULL;

      if (!get_number (warning, "input", (gint64)n_inputs - 1, &input))
        return FALSE;
      while (sentence < G_N_ELEMENTS (sentences) && g_strcmp0 (sentences[sentence].code, word) != 0)
        sentence++;
      if (sentence == G_N_ELEMENTS (sentences))
        return FALSE;
      json_builder_begin_object (out);
      json_builder_set_member_name (out, "input");
      json_builder_add_int_value (out, input);
      json_builder_set_member_name (out, "page");
      if (get_number (warning, "page", G_MAXINT32, &page))
        json_builder_add_int_value (out, page);
      else
        json_builder_add_null_value (out);
      json_builder_set_member_name (out, "code");
      json_builder_add_string_value (out, sentences[sentence].code);
      if (sentences[sentence].text == NULL)
        {
          if (!get_number (warning, "count", G_MAXINT32, &count))
            return FALSE;
          json_builder_set_member_name (out, "count");
          json_builder_add_int_value (out, count);
          counted = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u note that came with the file was left out.",
                                                  "%u notes that came with the file were left out.", (gulong)count),
                                     (guint)count);
        }
      json_builder_set_member_name (out, "text");
      json_builder_add_string_value (out, counted != NULL ? counted : _ (sentences[sentence].text));
      json_builder_end_object (out);
    }
  json_builder_end_array (out);
  return TRUE;
}

/* Returns (transfer full): the worker's result with every number checked and our own sentences; NULL for a lie. */
static char *
check_result (const char *text, gsize length, JsonObject *record, guint n_inputs)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonBuilder) out = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;
  gint64 pages;
  gint64 index_pages;
  gint64 received = 0;

  if (!g_utf8_validate (text, (gssize)length, NULL)
      || !json_parser_load_from_data (parser, text, (gssize)length, NULL) || json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  root = json_node_get_object (json_parser_get_root (parser));
  if (!get_number (root, "pages", G_MAXINT32, &pages) || !get_number (root, "index_pages", pages, &index_pages))
    return NULL;
  json_builder_begin_object (out);
  json_builder_set_member_name (out, "pages");
  json_builder_add_int_value (out, pages);
  json_builder_set_member_name (out, "index_pages");
  json_builder_add_int_value (out, index_pages);
  get_number (root, "received_left_out", G_MAXINT32, &received);
  json_builder_set_member_name (out, "received_left_out");
  json_builder_add_int_value (out, received);
  if (!copy_sections (out, get_array (root, "sections"), get_array (record, "sections"), pages)
      || !copy_warnings (out, get_array (root, "warnings"), n_inputs))
    return NULL;
  json_builder_end_object (out);
  node = json_builder_get_root (out);
  return json_to_string (node, FALSE);
}

static guint
count_pages (JsonObject *record)
{
  JsonArray *sections = get_array (record, "sections");
  guint count = 0;

  for (guint s = 0; sections != NULL && s < json_array_get_length (sections); s++)
    {
      JsonArray *items = get_array (get_element (sections, s), "items");

      for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
        {
          JsonArray *pages = get_array (get_element (items, i), "pages");

          count += pages != NULL ? json_array_get_length (pages) : 0;
        }
    }
  return MIN (count, 1000000);
}

static gboolean
put_record (JalLink *link, const char *record, gsize length, const GArray *skipped, GError **error)
{
  gsize skipped_at = (length + 3) & ~(gsize)3;
  gsize room = length * 2 + skipped->len * sizeof (guint32) + RESULT_ROOM;
  guint8 *window;
  gsize size;

  if (!jal_link_ensure_window (link, JAL_WIRE_SLOT_BYTES, JAL_WIRE_RANGE_MAX, error)
      || !jal_link_ensure_window (link, JAL_WIRE_SLOT_RESULT, OUTPUT_WINDOW, error)
      || !jal_link_ensure_window (link, JAL_WIRE_SLOT_RECORD, room, error))
    return FALSE;
  window = jal_link_get_writable_window (link, JAL_WIRE_SLOT_RECORD, &size);
  memcpy (window, record, length);
  if (skipped->len > 0)
    memcpy (window + skipped_at, skipped->data, skipped->len * sizeof (guint32));
  return TRUE;
}

/* One attempt with one worker; returns (transfer full) the checked result. */
static char *
attempt (const char *record, JsonObject *root, const JalBytes *wrapped, guint n_inputs, Build *build,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (JalLink) link = jal_link_new (JAL_WIRE_ROLE_COMPOSER, error);
  JalLinkCall call = { .inputs = wrapped, .n_inputs = n_inputs, .write = write_cb, .write_data = build,
                       .notify = notify_cb, .notify_data = build };
  JalWirePacket packet;
  gsize length = strlen (record);
  const guint8 *window;
  g_autofree char *copy = NULL;
  char *result;
  gsize size;

  if (link == NULL || !put_record (link, record, length, build->skipped, error))
    return NULL;
  call.timeout_ms = TIMEOUT_MS + TIMEOUT_PAGE_MS * count_pages (root);
  jal_wire_init (&packet, JAL_WIRE_COMPOSE, 0);
  ((JalWireCompose *)&packet)->length = (guint32)length;
  ((JalWireCompose *)&packet)->n_skipped = build->skipped->len;
  if (!jal_link_call (link, &packet, JAL_WIRE_COMPOSE_REPLY, &call, NULL, cancellable, error))
    return NULL;
  window = jal_link_get_window (link, JAL_WIRE_SLOT_RECORD, &size);
  size = MIN (size, ((JalWireComposeReply *)&packet)->length);
  copy = g_strndup ((const char *)window, size);
  result = check_result (copy, strlen (copy), root, n_inputs);
  if (result == NULL)
    g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED,
                         _ ("The program that composes gave an answer that makes no sense. Nothing was made; try again."));
  return result;
}

/* Whether another attempt without the input that was being read may help; notes that input. */
static gboolean
can_retry (Build *build, const GError *error)
{
  guint32 number = (guint32)build->reading;

  if (build->wrote || build->reading < 0 || build->skipped->len >= MAX_ATTEMPTS
      || !(g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED)
           || g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT)))
    return FALSE;
  for (guint i = 0; i < build->skipped->len; i++)
    if (g_array_index (build->skipped, guint32, i) == number)
      return FALSE;
  g_array_append_val (build->skipped, number);
  return TRUE;
}

static void
set_error (GError **error, GError *trouble, const Build *build)
{
  if (g_error_matches (trouble, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED) && build->failed >= 0)
    g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED,
                 /* Translators: %d is the place of a document among those that a bundle is made of. */
                 _ ("Nothing was made: document %d is damaged, a part of what is stored cannot be read. Import it again "
                    "from the original, or take it out."),
                 build->failed + 1);
  else if (trouble->domain == JAL_PAGES_ERROR
           && (trouble->code == JAL_PAGES_ERROR_CRASHED || trouble->code == JAL_PAGES_ERROR_TIMEOUT))
    g_set_error_literal (error, JAL_PAGES_ERROR, trouble->code,
                         _ ("Nothing was made: putting these documents together took too long or needed too much memory. "
                            "Split the bundle into volumes and try again."));
  else if (g_error_matches (trouble, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED))
    g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED,
                         _ ("Nothing was made: the plan of this bundle was made by another version of the program."));
  else
    {
      g_propagate_error (error, trouble);
      return;
    }
  g_error_free (trouble);
}

/* Whether the record names exactly these inputs. */
static gboolean
inputs_agree (JsonObject *record, const JalBytes *inputs, guint n_inputs)
{
  JsonArray *array = get_array (record, "inputs");

  if (array == NULL || json_array_get_length (array) != n_inputs || n_inputs > JAL_WIRE_INPUTS_MAX)
    return FALSE;
  for (guint i = 0; i < n_inputs; i++)
    {
      gint64 size;

      if (!get_number (get_element (array, i), "size", G_MAXINT64, &size) || (guint64)size != inputs[i].size)
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_compose (const char *spec_json, const JalBytes *inputs, guint n_inputs, JalBytesWriteFunc write, gpointer write_data,
             JalComposeProgress progress, gpointer progress_data, GCancellable *cancellable, char **result_json,
             GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GArray) skipped = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree JalBytes *wrapped = NULL;
  g_autofree Input *sources = NULL;
  Build build = { .inputs = inputs, .write = write, .write_data = write_data, .progress = progress,
                  .progress_data = progress_data, .skipped = skipped };
  JsonNode *root;
  char *result = NULL;
  GError *trouble = NULL;

  g_return_val_if_fail (spec_json != NULL && write != NULL && result_json != NULL, FALSE);
  g_return_val_if_fail (inputs != NULL || n_inputs == 0, FALSE);

  root = json_parser_load_from_data (parser, spec_json, -1, NULL) ? json_parser_get_root (parser) : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || strlen (spec_json) > JAL_WIRE_RECORD_MAX
      || !inputs_agree (json_node_get_object (root), inputs, n_inputs))
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED,
                           _ ("Nothing was made: the plan of this bundle does not agree with its documents."));
      return FALSE;
    }
  wrapped = g_new0 (JalBytes, n_inputs + 1);
  sources = g_new0 (Input, n_inputs + 1);
  for (guint i = 0; i < n_inputs; i++)
    {
      sources[i] = (Input){ &build, i };
      wrapped[i] = (JalBytes){ .size = inputs[i].size, .read = read_cb, .user_data = &sources[i] };
    }
  do
    {
      g_clear_error (&trouble);
      build.reading = build.failed = -1;
      result = attempt (spec_json, json_node_get_object (root), wrapped, n_inputs, &build, cancellable, &trouble);
    }
  while (result == NULL && can_retry (&build, trouble));
  if (result == NULL)
    {
      set_error (error, trouble, &build);
      return FALSE;
    }
  *result_json = result;
  return TRUE;
}
