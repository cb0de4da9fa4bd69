/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The law as data: data/law and data/profiles, compiled into the program.
 *
 * 1. Nothing is read from disk at run time: the JSON is a GResource inside this library.
 * 2. What a loader hands out is immutable and lives as long as the program; every thread may read it.
 * 3. Every entry says where it comes from and whether somebody read it there (JalStanding).
 * 4. The language is always an argument, never taken from the locale.
 */
#include "law/jal-law-data.h"

#include <gio/gio.h>

#include "jal-law-resources.h"

#define PREFIX "/org/jalada/law/"

G_DEFINE_QUARK (jal-law-error-quark, jal_law_error)

char *
jal_law_data_text (const char *file)
{
  g_autofree char *path = g_strconcat (PREFIX, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer text;
  gsize length;

  bytes = g_resource_lookup_data (jal_law_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    g_error ("compiled-in data: %s", error->message);
  text = g_bytes_get_data (bytes, &length);
  return g_strndup (text, length);
}

JsonObject *
jal_law_data_root (const char *file)
{
  g_autofree char *text = jal_law_data_text (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!json_parser_load_from_data (parser, text, -1, &error))
    g_error ("compiled-in data %s: %s", file, error->message);
  /* Stolen and never freed: the loaders point into it. */
  return json_node_get_object (json_parser_steal_root (parser));
}

static JsonNode *
require (JsonObject *object, const char *member, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_node_type (node) != type)
    g_error ("compiled-in data: an entry lacks \"%s\"", member);
  return node;
}

JsonArray *
jal_law_data_array (JsonObject *object, const char *member)
{
  return json_node_get_array (require (object, member, JSON_NODE_ARRAY));
}

JsonObject *
jal_law_data_object (JsonObject *object, const char *member)
{
  return json_node_get_object (require (object, member, JSON_NODE_OBJECT));
}

const char *
jal_law_data_string (JsonObject *object, const char *member)
{
  const char *text = json_node_get_string (require (object, member, JSON_NODE_VALUE));

  if (text == NULL)
    g_error ("compiled-in data: \"%s\" is not text", member);
  return text;
}

const char *
jal_law_data_optional (JsonObject *object, const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

int
jal_law_data_int (JsonObject *object, const char *member, int missing)
{
  return (int)json_object_get_int_member_with_default (object, member, missing);
}

gboolean
jal_law_data_boolean (JsonObject *object, const char *member, gboolean missing)
{
  return json_object_get_boolean_member_with_default (object, member, missing);
}

JalDate
jal_law_data_date (JsonObject *object, const char *member)
{
  JalDate date;

  if (!jal_date_parse (jal_law_data_string (object, member), &date))
    g_error ("compiled-in data: \"%s\" is not a date", member);
  return date;
}

JalLabel
jal_law_data_label (JsonObject *object)
{
  return (JalLabel){ { jal_law_data_string (object, "en"), jal_law_data_string (object, "sw") } };
}

JalStanding
jal_law_data_standing (JsonObject *object)
{
  return (JalStanding){ json_node_get_boolean (require (object, "verified", JSON_NODE_VALUE)),
                        jal_law_data_string (object, "source") };
}
