/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the build record.
 *
 * 1. What leaves this file is complete: no other file of the composer asks whether a number is in range.
 * 2. A record with anything missing or out of range is refused as a whole; the composer never guesses what to print.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-spec.h"

#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "worker/compose.h"

#define MAX_INPUTS 20000
#define MAX_PAGES 100000
#define MAX_MARKS 100000
#define MAX_BOOKMARKS 20000
#define MAX_DEPTH 32
#define MAX_TITLE 2000
#define MAX_COORDINATE 1e7

G_DEFINE_QUARK (jal-compose-error-quark, jal_compose_error)

static const char *const word_names[JAL_COMPOSE_N_WORDS] = {
  "index", "number", "document", "date", "pages", "missing", "missing_page",
};
static const char *const kind_names[] = { "pdf", "jpeg", "png", "raster", NULL };
static const char *const mark_names[] = { "highlight", "underline", "strikeout", "box",  "note",
                                          "line",      "arrow",     "ink",       "text", NULL };
static const char *const job_names[] = { "bundle", "document", "paper", NULL };
static const char *const position_names[] = {
  "top-right", "top-centre", "top-left", "bottom-right", "bottom-centre", "bottom-left", NULL,
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_SPEC, "The build record is not usable: %s", what);
  return FALSE;
}

/* The member as a string; @fallback when it is absent or null; NULL when it is something else. */
static const char *
get_string (JsonObject *object, const char *name, const char *fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return fallback;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
node_number (JsonNode *node, double min, double max, double *value)
{
  double number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  number = json_node_get_double (node);
  if (!isfinite (number) || number < min || number > max)
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
get_number (JsonObject *object, const char *name, double min, double max, double *value)
{
  return node_number (json_object_get_member (object, name), min, max, value);
}

static gboolean
get_index (JsonObject *object, const char *name, guint n, guint *value)
{
  double number;

  if (n == 0 || !get_number (object, name, 0, n - 1, &number) || number != floor (number))
    return FALSE;
  *value = (guint)number;
  return TRUE;
}

/* The member as an array of objects: NULL when absent or something else. */
static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonObject *
element_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static int
index_of (const char *const *names, const char *name)
{
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

/* "2026-11-23T08:00:00Z" as "D:20261123080000Z"; NULL when it is not such an instant. */
static char *
pdf_date (const char *iso)
{
  g_autoptr (GDateTime) instant = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  g_autoptr (GDateTime) utc = instant != NULL ? g_date_time_to_utc (instant) : NULL;

  return utc != NULL ? g_date_time_format (utc, "D:%Y%m%d%H%M%SZ") : NULL;
}

static void
item_free (gpointer data)
{
  JalComposeItem *item = data;

  g_free (item->title);
  g_free (item->label);
  g_free (item->date);
  g_array_unref (item->pages);
  g_array_unref (item->bookmarks);
  g_free (item);
}

static void
section_free (gpointer data)
{
  JalComposeSection *section = data;

  g_free (section->title);
  g_ptr_array_unref (section->items);
  g_free (section);
}

static void
mark_free (gpointer data)
{
  JalComposeMark *mark = data;

  g_array_unref (mark->quads);
  g_array_unref (mark->points);
  g_array_unref (mark->strokes);
  g_free (mark->text);
  g_free (mark->author);
  g_free (mark->modified);
  g_free (mark->id);
  g_free (mark);
}

static void
line_free (gpointer data)
{
  JalComposeLine *line = data;

  g_free (line->text);
  g_free (line->style);
  g_free (line);
}

void
jal_compose_spec_free (JalComposeSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->id);
  g_free (spec->title);
  g_free (spec->language);
  g_free (spec->created);
  g_free (spec->font);
  g_free (spec->stamp_prefix);
  for (guint i = 0; i < JAL_COMPOSE_N_WORDS; i++)
    g_free (spec->words[i]);
  g_array_unref (spec->inputs);
  g_ptr_array_unref (spec->front);
  g_ptr_array_unref (spec->sections);
  g_ptr_array_unref (spec->marks);
  g_clear_pointer (&spec->bookmarks, g_array_unref);
  jal_paper_spec_free (spec->paper);
  g_free (spec);
}

static void
clear_input (gpointer data)
{
  g_free (((JalComposeInput *)data)->password);
}

static gboolean
parse_inputs (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonArray *array = get_array (root, "inputs");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL || n > MAX_INPUTS)
    return refuse (error, "inputs");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = element_object (array, i);
      JalComposeInput input = { 0 };
      double size;
      int kind = object != NULL ? index_of (kind_names, get_string (object, "kind", "pdf")) : -1;

      if (kind < 0 || !get_number (object, "size", 0, 9007199254740992.0, &size))
        return refuse (error, "an input");
      input.kind = kind;
      input.size = (guint64)size;
      input.password = g_strdup (get_string (object, "password", NULL));
      g_array_append_val (spec->inputs, input);
    }
  return TRUE;
}

static gboolean
parse_pages (JalComposeSpec *spec, JsonObject *object, GArray *pages, guint *total, GError **error)
{
  JsonArray *array = get_array (object, "pages");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL)
    return refuse (error, "an item without pages");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *page = element_object (array, i);
      JalComposePageRef ref = { 0 };
      double rotate = 0;

      if (page == NULL || ++*total > MAX_PAGES || !get_index (page, "input", spec->inputs->len, &ref.input)
          || !get_index (page, "page", MAX_PAGES, &ref.page)
          || (json_object_has_member (page, "rotate") && !get_number (page, "rotate", 0, 270, &rotate))
          || fmod (rotate, 90) != 0)
        return refuse (error, "a page");
      ref.rotate = (int)rotate;
      g_array_append_val (pages, ref);
    }
  return TRUE;
}

static void
clear_bookmark (gpointer data)
{
  g_free (((JalComposeBookmark *)data)->title);
}

static GArray *
new_bookmarks (void)
{
  GArray *bookmarks = g_array_new (FALSE, FALSE, sizeof (JalComposeBookmark));

  g_array_set_clear_func (bookmarks, clear_bookmark);
  return bookmarks;
}

/* Of @object, which has @n_pages. */
static gboolean
read_bookmarks (JalComposeSpec *spec, JsonObject *object, GArray *bookmarks, guint n_pages, GError **error)
{
  JsonArray *array = get_array (object, "bookmarks");
  guint n = array != NULL ? json_array_get_length (array) : 0, deepest = 0;

  spec->n_bookmarks += MIN (n, MAX_BOOKMARKS + 1);
  if (spec->n_bookmarks > MAX_BOOKMARKS)
    return refuse (error, "the bookmarks");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *source = element_object (array, i);
      const char *title = source != NULL ? get_string (source, "title", NULL) : NULL;
      JalComposeBookmark bookmark;
      double page, depth;

      if (title == NULL || strlen (title) > MAX_TITLE || !get_number (source, "page", 0, n_pages - 1.0, &page)
          || !get_number (source, "depth", 0, deepest, &depth))
        return refuse (error, "a bookmark");
      bookmark = (JalComposeBookmark){ g_strdup (title), (guint)page, (guint)depth };
      deepest = MIN (bookmark.depth + 1, MAX_DEPTH);
      g_array_append_val (bookmarks, bookmark);
    }
  return TRUE;
}

static gboolean
parse_items (JalComposeSpec *spec, JsonObject *object, GPtrArray *items, guint *total, GError **error)
{
  JsonArray *array = get_array (object, "items");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL)
    return refuse (error, "a section without items");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *source = element_object (array, i);
      const char *title = source != NULL ? get_string (source, "title", "") : NULL;
      const char *label = source != NULL ? get_string (source, "label", "") : NULL;
      const char *date = source != NULL ? get_string (source, "date", "") : NULL;
      JalComposeItem *item;

      if (title == NULL || label == NULL || date == NULL)
        return refuse (error, "an item");
      item = g_new0 (JalComposeItem, 1);
      item->title = g_strdup (title);
      item->label = g_strdup (label);
      item->date = g_strdup (date);
      item->pages = g_array_new (FALSE, FALSE, sizeof (JalComposePageRef));
      item->bookmarks = new_bookmarks ();
      g_ptr_array_add (items, item);
      if (!parse_pages (spec, source, item->pages, total, error)
          || (spec->job == JAL_COMPOSE_BUNDLE && !read_bookmarks (spec, source, item->bookmarks, item->pages->len, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_sections (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonArray *array = get_array (root, "sections");
  guint n = array != NULL ? json_array_get_length (array) : 0;
  guint total = 0;

  if (array == NULL)
    return refuse (error, "sections");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *source = element_object (array, i);
      const char *title = source != NULL ? get_string (source, "title", "") : NULL;
      JalComposeSection *section;

      if (title == NULL)
        return refuse (error, "a section");
      section = g_new0 (JalComposeSection, 1);
      section->title = g_strdup (title);
      section->items = g_ptr_array_new_with_free_func (item_free);
      g_ptr_array_add (spec->sections, section);
      if (!parse_items (spec, source, section->items, &total, error))
        return FALSE;
    }
  if (spec->job == JAL_COMPOSE_DOCUMENT && total == 0)
    return refuse (error, "a document without pages");
  return TRUE;
}

/* Appends the numbers of @array to @values, or writes them to @fixed when @n_fixed is not 0. */
static gboolean
parse_numbers (JsonArray *array, GArray *values, double *fixed, guint n_fixed, double min, double max)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL || (n_fixed > 0 && n != n_fixed))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double value;

      if (!node_number (json_array_get_element (array, i), min, max, &value))
        return FALSE;
      if (n_fixed > 0)
        fixed[i] = value;
      else
        g_array_append_val (values, value);
    }
  return TRUE;
}

/* "strokes": an array of x and y for every stroke. */
static gboolean
parse_strokes (JalComposeMark *mark, JsonArray *strokes)
{
  guint n = strokes != NULL ? json_array_get_length (strokes) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (strokes, i);
      guint before = mark->points->len, n_points;

      if (!JSON_NODE_HOLDS_ARRAY (node)
          || !parse_numbers (json_node_get_array (node), mark->points, NULL, 0, -MAX_COORDINATE, MAX_COORDINATE)
          || (mark->points->len - before) % 2 != 0 || mark->points->len == before)
        return FALSE;
      n_points = (mark->points->len - before) / 2;
      g_array_append_val (mark->strokes, n_points);
    }
  if (mark->kind == JAL_COMPOSE_LINE || mark->kind == JAL_COMPOSE_ARROW)
    return n == 1 && mark->points->len == 4;
  return n > 0;
}

static gboolean
parse_mark_geometry (JalComposeMark *mark, JsonObject *object)
{
  JsonArray *quads = get_array (object, "quads");
  guint n = quads != NULL ? json_array_get_length (quads) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (quads, i);
      guint before = mark->quads->len;

      if (!JSON_NODE_HOLDS_ARRAY (node)
          || !parse_numbers (json_node_get_array (node), mark->quads, NULL, 0, -MAX_COORDINATE, MAX_COORDINATE)
          || mark->quads->len != before + 8)
        return FALSE;
    }
  if (get_array (object, "rect") != NULL)
    {
      mark->has_rect = TRUE;
      if (!parse_numbers (get_array (object, "rect"), NULL, mark->rect, 4, -MAX_COORDINATE, MAX_COORDINATE))
        return FALSE;
    }
  if (mark->kind == JAL_COMPOSE_BOX || mark->kind == JAL_COMPOSE_NOTE)
    return mark->has_rect;
  if (mark->kind == JAL_COMPOSE_LINE || mark->kind == JAL_COMPOSE_ARROW || mark->kind == JAL_COMPOSE_INK)
    return parse_strokes (mark, get_array (object, "strokes"));
  return mark->quads->len > 0 && (mark->kind != JAL_COMPOSE_TEXT || mark->quads->len == 8);
}

static gboolean
parse_marks (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonArray *array = get_array (root, "marks");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n > MAX_MARKS)
    return refuse (error, "too many marks");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *source = element_object (array, i);
      JalComposeMark *mark = g_new0 (JalComposeMark, 1);
      int kind = source != NULL ? index_of (mark_names, get_string (source, "kind", NULL)) : -1;

      mark->quads = g_array_new (FALSE, FALSE, sizeof (double));
      mark->points = g_array_new (FALSE, FALSE, sizeof (double));
      mark->strokes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (spec->marks, mark);
      if (kind < 0)
        return refuse (error, "the kind of a mark");
      mark->kind = kind;
      mark->opacity = 1;
      mark->text = g_strdup (get_string (source, "text", ""));
      mark->author = g_strdup (get_string (source, "author", ""));
      mark->id = g_strdup (get_string (source, "id", ""));
      mark->modified = pdf_date (get_string (source, "modified", NULL));
      if (mark->text == NULL || mark->author == NULL || mark->id == NULL
          || !get_index (source, "input", spec->inputs->len, &mark->input)
          || !get_index (source, "page", MAX_PAGES, &mark->page)
          || !parse_numbers (get_array (source, "color"), NULL, mark->color, 3, 0, 1)
          || (json_object_has_member (source, "opacity") && !get_number (source, "opacity", 0, 1, &mark->opacity))
          || !parse_mark_geometry (mark, source))
        return refuse (error, "a mark");
      mark->replaces = get_array (source, "replaces") != NULL;
      if (mark->replaces
          && !parse_numbers (get_array (source, "replaces"), NULL, mark->replaced, 4, -MAX_COORDINATE, MAX_COORDINATE))
        return refuse (error, "what a mark replaces");
    }
  return TRUE;
}

static gboolean
parse_words (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonObject *words = get_object (root, "words");
  guint first = spec->job == JAL_COMPOSE_BUNDLE ? 0 : JAL_COMPOSE_WORD_MISSING;

  for (guint i = first; i < JAL_COMPOSE_N_WORDS; i++)
    {
      const char *word = words != NULL ? get_string (words, word_names[i], NULL) : NULL;

      if (word == NULL)
        {
          g_set_error (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_SPEC,
                       "The build record is not usable: the printed word \"%s\" is missing", word_names[i]);
          return FALSE;
        }
      spec->words[i] = g_strdup (word);
    }
  return TRUE;
}

static guint
count_pages (const JalComposeSpec *spec)
{
  guint n = 0;

  for (guint s = 0; s < spec->sections->len; s++)
    {
      GPtrArray *items = ((JalComposeSection *)spec->sections->pdata[s])->items;

      for (guint i = 0; i < items->len; i++)
        n += MAX (((JalComposeItem *)items->pdata[i])->pages->len, 1);
    }
  return n;
}

static gboolean
parse_bookmarks (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  if (json_object_has_member (root, "bookmarks") && spec->job != JAL_COMPOSE_DOCUMENT)
    return refuse (error, "the bookmarks");
  return read_bookmarks (spec, root, spec->bookmarks, count_pages (spec), error);
}

static gboolean
parse_front (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonObject *front = get_object (root, "front");
  JsonArray *lines = front != NULL ? get_array (front, "lines") : NULL;
  guint n = lines != NULL ? json_array_get_length (lines) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *source = element_object (lines, i);
      const char *text = source != NULL ? get_string (source, "text", NULL) : NULL;
      JalComposeLine *line;

      if (text == NULL)
        return refuse (error, "a line of the front");
      line = g_new0 (JalComposeLine, 1);
      line->text = g_strdup (text);
      line->style = g_strdup (get_string (source, "style", "plain"));
      g_ptr_array_add (spec->front, line);
    }
  return TRUE;
}

static gboolean
parse_stamp (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  JsonObject *stamp = get_object (root, "stamp");
  const char *prefix;
  int position;

  if (stamp == NULL)
    {
      spec->stamp_prefix = g_strdup ("");
      return TRUE;
    }
  spec->stamped = TRUE;
  position = index_of (position_names, get_string (stamp, "position", "top-right"));
  prefix = get_string (stamp, "prefix", "");
  if (position < 0 || prefix == NULL || strlen (prefix) > 16 || !g_str_is_ascii (prefix)
      || strpbrk (prefix, "()\\") != NULL || !get_number (stamp, "size", 12, 36, &spec->stamp_size))
    return refuse (error, "the stamp");
  for (const char *p = prefix; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return refuse (error, "the stamp's prefix");
  spec->stamp_position = position;
  spec->stamp_prefix = g_strdup (prefix);
  return TRUE;
}

static gboolean
parse_head (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  const char *job = get_string (root, "job", NULL);
  const char *id = get_string (root, "id", NULL);
  const char *created = get_string (root, "created", NULL);
  double version;

  if (!get_number (root, "version", 1, 1, &version))
    return refuse (error, "its version");
  if (index_of (job_names, job) < 0)
    return refuse (error, "the job");
  spec->job = (JalComposeJob)index_of (job_names, job);
  if (id == NULL || strlen (id) != 32 || strspn (id, "0123456789abcdefABCDEF") != 32)
    return refuse (error, "its identifier");
  spec->id = g_strdup (id);
  spec->title = g_strdup (get_string (root, "title", NULL));
  spec->language = g_strdup (get_string (root, "language", NULL));
  spec->font = g_strdup (get_string (root, "font", "Liberation Sans, DejaVu Sans, Sans"));
  spec->marks_drawn = g_strcmp0 (get_string (root, "marks_as", "annotations"), "drawn") == 0;
  spec->no_addresses = g_strcmp0 (get_string (root, "addresses", "kept"), "dropped") == 0;
  spec->no_received = g_strcmp0 (get_string (root, "received", "kept"), "dropped") == 0;
  spec->created = pdf_date (created);
  if (created != NULL && spec->created == NULL)
    return refuse (error, "the time of creation");
  return spec->font != NULL ? TRUE : refuse (error, "the font");
}

/* A paper has no inputs, words, sections or marks. */
static gboolean
parse_paper (JalComposeSpec *spec, JsonObject *root, GError **error)
{
  const char *what = NULL;

  spec->stamp_prefix = g_strdup ("");
  spec->paper = jal_paper_spec_parse (get_object (root, "paper"), &what);
  return spec->paper != NULL ? TRUE : refuse (error, what);
}

JalComposeSpec *
jal_compose_spec_parse (const char *json, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JalComposeSpec) spec = g_new0 (JalComposeSpec, 1);
  JsonNode *node;
  JsonObject *root;

  spec->inputs = g_array_new (FALSE, FALSE, sizeof (JalComposeInput));
  g_array_set_clear_func (spec->inputs, clear_input);
  spec->front = g_ptr_array_new_with_free_func (line_free);
  spec->sections = g_ptr_array_new_with_free_func (section_free);
  spec->marks = g_ptr_array_new_with_free_func (mark_free);
  spec->bookmarks = new_bookmarks ();

  if (!g_utf8_validate (json, -1, NULL) || !json_parser_load_from_data (parser, json, -1, NULL))
    {
      refuse (error, "it is not JSON");
      return NULL;
    }
  node = json_parser_get_root (parser);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "it is not a JSON object");
      return NULL;
    }
  root = json_node_get_object (node);
  if (!parse_head (spec, root, error))
    return NULL;
  if (spec->job == JAL_COMPOSE_PAPER)
    return parse_paper (spec, root, error) ? g_steal_pointer (&spec) : NULL;
  if (!parse_inputs (spec, root, error) || !parse_words (spec, root, error)
      || !parse_front (spec, root, error) || !parse_stamp (spec, root, error) || !parse_sections (spec, root, error)
      || !parse_marks (spec, root, error) || !parse_bookmarks (spec, root, error))
    return NULL;
  return g_steal_pointer (&spec);
}
