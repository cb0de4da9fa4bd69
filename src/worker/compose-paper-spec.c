/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a paper out of a build record: what leaves this file is complete and in range. */
#define G_LOG_DOMAIN "jal-worker"

#include <math.h>
#include <string.h>

#include "worker/compose-paper.h"

#define MM (72 / 25.4)
#define MAX_BLOCKS 20000
#define MAX_ROWS 200000
#define MAX_SHAPES 100000
#define MAX_COLUMNS 12

static const char *const block_names[]
  = { "heading", "text", "code", "table", "qr", "space", "page", "drawing", NULL };
static const char *const shape_names[] = { "line", "box", "circle", "words", NULL };

static void
column_clear (gpointer data)
{
  g_free (((JalPaperColumn *)data)->title);
}

static void
shape_clear (gpointer data)
{
  g_free (((JalPaperShape *)data)->text);
}

static void
block_free (gpointer data)
{
  JalPaperBlock *block = data;

  g_free (block->text);
  g_array_unref (block->columns);
  g_ptr_array_unref (block->rows);
  g_array_unref (block->shapes);
  g_free (block);
}

void
jal_paper_spec_free (JalPaperSpec *paper)
{
  if (paper == NULL)
    return;
  g_free (paper->footer);
  g_ptr_array_unref (paper->blocks);
  g_free (paper);
}

static JsonObject *
object_at (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
array_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
node_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static const char *
string_of (JsonObject *object, const char *name)
{
  return node_string (json_object_get_member (object, name));
}

static gboolean
flag_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
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

/* Millimetres of the record as points; @fallback (points) when the member is absent; FALSE when it is out of range. */
static gboolean
length_of (JsonObject *object, const char *name, double min, double max, double fallback, double *points)
{
  double value;

  if (!json_object_has_member (object, name))
    {
      *points = fallback;
      return TRUE;
    }
  if (!node_number (json_object_get_member (object, name), min, max, &value))
    return FALSE;
  *points = value * MM;
  return TRUE;
}

static gboolean
color_of (JsonObject *object, const char *name, double fallback, double color[3])
{
  JsonArray *array = array_of (object, name);

  color[0] = color[1] = color[2] = fallback;
  if (array == NULL)
    return !json_object_has_member (object, name);
  if (json_array_get_length (array) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!node_number (json_array_get_element (array, i), 0, 1, &color[i]))
      return FALSE;
  return TRUE;
}

static int
index_of (const char *const *names, const char *name)
{
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static gboolean
parse_columns (JalPaperBlock *block, JsonObject *source)
{
  JsonArray *array = array_of (source, "columns");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n == 0 || n > MAX_COLUMNS)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = object_at (array, i);
      const char *title = object != NULL ? string_of (object, "title") : NULL;
      JalPaperColumn column = { .share = 1 };

      if (title == NULL
          || (json_object_has_member (object, "share")
              && !node_number (json_object_get_member (object, "share"), 0.05, 100, &column.share)))
        return FALSE;
      column.end = flag_of (object, "end");
      column.title = g_strdup (title);
      g_array_append_val (block->columns, column);
    }
  return TRUE;
}

static gboolean
parse_rows (JalPaperBlock *block, JsonObject *source)
{
  JsonArray *array = array_of (source, "rows");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL || n > MAX_ROWS)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonArray *cells = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      char **row;

      if (cells == NULL || json_array_get_length (cells) != block->columns->len)
        return FALSE;
      row = g_new0 (char *, block->columns->len + 1);
      g_ptr_array_add (block->rows, row);
      for (guint k = 0; k < block->columns->len; k++)
        {
          const char *cell = node_string (json_array_get_element (cells, k));

          if (cell == NULL)
            return FALSE;
          row[k] = g_strdup (cell);
        }
    }
  return TRUE;
}

static gboolean
parse_shape (JalPaperShape *shape, JsonObject *source)
{
  int kind = index_of (shape_names, string_of (source, "shape"));
  const char *align = string_of (source, "align");
  const char *text = string_of (source, "text");

  if (kind < 0 || (kind == JAL_PAPER_WORDS && text == NULL))
    return FALSE;
  shape->kind = kind;
  shape->dashed = flag_of (source, "dashed");
  shape->bold = flag_of (source, "bold");
  shape->align = g_strcmp0 (align, "centre") == 0 ? 0 : g_strcmp0 (align, "end") == 0 ? 1 : -1;
  shape->size = 9;
  shape->text = g_strdup (text);
  return length_of (source, "x", -2000, 2000, 0, &shape->x) && length_of (source, "y", -2000, 2000, 0, &shape->y)
         && length_of (source, "x2", -2000, 2000, 0, &shape->x2) && length_of (source, "y2", -2000, 2000, 0, &shape->y2)
         && length_of (source, "line", 0, 20, 0.5, &shape->line) && color_of (source, "fill", -1, shape->fill)
         && color_of (source, "color", 0, shape->color)
         && (!json_object_has_member (source, "size")
             || node_number (json_object_get_member (source, "size"), 3, 96, &shape->size));
}

static gboolean
parse_shapes (JalPaperBlock *block, JsonObject *source)
{
  JsonArray *array = array_of (source, "shapes");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL || n > MAX_SHAPES)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = object_at (array, i);
      JalPaperShape shape = { 0 };
      gboolean usable = object != NULL && parse_shape (&shape, object);

      g_array_append_val (block->shapes, shape);
      if (!usable)
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_block (JalPaperBlock *block, JsonObject *source)
{
  int kind = index_of (block_names, string_of (source, "block"));
  double level = 1;

  if (kind < 0)
    return FALSE;
  block->kind = kind;
  block->text = g_strdup (string_of (source, "text"));
  block->bold = flag_of (source, "bold");
  block->small = flag_of (source, "small");
  block->centred = flag_of (source, "centred");
  switch (block->kind)
    {
    case JAL_PAPER_HEADING:
      if (json_object_has_member (source, "level")
          && !node_number (json_object_get_member (source, "level"), 1, 3, &level))
        return FALSE;
      block->level = (guint)level;
      return block->text != NULL;
    case JAL_PAPER_TEXT:
    case JAL_PAPER_CODE:
      return block->text != NULL;
    case JAL_PAPER_QR:
      return block->text != NULL && *block->text != '\0' && length_of (source, "height", 10, 200, 45 * MM, &block->height);
    case JAL_PAPER_TABLE:
      return parse_columns (block, source) && parse_rows (block, source);
    case JAL_PAPER_SPACE:
      return length_of (source, "height", 0, 1000, 5 * MM, &block->height);
    case JAL_PAPER_DRAWING:
      return length_of (source, "height", 1, 1000, 0, &block->height) && block->height > 0
             && parse_shapes (block, source);
    case JAL_PAPER_PAGE:
    default:
      return TRUE;
    }
}

JalPaperSpec *
jal_paper_spec_parse (JsonObject *object, const char **what)
{
  g_autoptr (JalPaperSpec) paper = g_new0 (JalPaperSpec, 1);
  JsonArray *blocks = object != NULL ? array_of (object, "blocks") : NULL;
  gboolean a3 = object != NULL && g_strcmp0 (string_of (object, "size"), "A3") == 0;
  double shorter = (a3 ? 297 : 210) * MM, longer = (a3 ? 420 : 297) * MM;

  paper->blocks = g_ptr_array_new_with_free_func (block_free);
  if (blocks == NULL || json_array_get_length (blocks) > MAX_BLOCKS)
    {
      *what = "the paper";
      return NULL;
    }
  paper->width = flag_of (object, "landscape") ? longer : shorter;
  paper->height = flag_of (object, "landscape") ? shorter : longer;
  paper->footer = g_strdup (string_of (object, "footer"));
  for (guint i = 0; i < json_array_get_length (blocks); i++)
    {
      JsonObject *source = object_at (blocks, i);
      JalPaperBlock *block = g_new0 (JalPaperBlock, 1);

      block->columns = g_array_new (FALSE, TRUE, sizeof (JalPaperColumn));
      g_array_set_clear_func (block->columns, column_clear);
      block->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
      block->shapes = g_array_new (FALSE, TRUE, sizeof (JalPaperShape));
      g_array_set_clear_func (block->shapes, shape_clear);
      g_ptr_array_add (paper->blocks, block);
      if (source == NULL || !parse_block (block, source))
        {
          *what = "a block of the paper";
          return NULL;
        }
    }
  return g_steal_pointer (&paper);
}
