/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles of bundles. They may one day come from an organisation's own file, so unlike the rest of the law they are
   read with every check, and keep their own copy of what they say. */
#include "law/jal-profile.h"

#include <glib/gi18n-lib.h>

#include "law/jal-doctype.h"
#include "law/jal-law-data.h"

#define POINTS_PER_MM (72.0 / 25.4)

struct _JalProfile
{
  gatomicrefcount ref_count;
  JsonNode *root; /* owns every string */
  JsonObject *object;
  JalLabel title;
  JalStanding standing;
  GArray *sections; /* JalProfileSection */
  GArray *copies;   /* JalProfileCopy */
  JalStampPosition position;
  double points, margin;
  int first_number, max_pages;
};

static const char *const builtins[] = { "kenya-trial" };
static const char *const positions[]
    = { "top-left", "top-centre", "top-right", "bottom-left", "bottom-centre", "bottom-right" };
static const char *const shows_names[] = { "none", "produced", "all" };

static int
find_name (const char *name, const char *const *names, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return (int)i;
  return -1;
}

static const char *
text_of (JsonObject *object, const char *member)
{
  const char *text = json_object_get_string_member_with_default (object, member, NULL);

  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
read_label (JsonObject *object, JalLabel *label)
{
  label->text[JAL_LANG_EN] = text_of (object, "en");
  label->text[JAL_LANG_SW] = text_of (object, "sw");
  return label->text[JAL_LANG_EN] != NULL && label->text[JAL_LANG_SW] != NULL;
}

static JsonNode *
member_of (JsonObject *object, const char *member, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

static gboolean
read_kinds (JsonObject *object, JalProfileSection *section, GHashTable *seen)
{
  JsonNode *node = member_of (object, "kinds", JSON_NODE_ARRAY);
  JsonArray *list = node != NULL ? json_node_get_array (node) : NULL;
  guint n = list != NULL ? json_array_get_length (list) : 0;
  const char **kinds;

  if (list == NULL)
    return FALSE;
  kinds = g_new0 (const char *, n + 1);
  section->kinds = kinds;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      kinds[i] = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;
      if (jal_doctype_find (kinds[i]) == NULL || !g_hash_table_add (seen, (gpointer)kinds[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sections (JalProfile *profile, JsonArray *list)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new (g_str_hash, g_str_equal);
  guint fallbacks = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JalProfileSection section = { NULL, };
      gboolean ok;

      if (object == NULL)
        return FALSE;
      section.id = text_of (object, "id");
      section.letter = text_of (object, "letter");
      section.fallback = json_object_get_boolean_member_with_default (object, "fallback", FALSE);
      fallbacks += section.fallback;
      ok = section.id != NULL && section.letter != NULL && read_label (object, &section.title)
           && jal_profile_find_section (profile, section.id) == NULL && read_kinds (object, &section, kinds);
      g_array_append_val (profile->sections, section);
      if (!ok)
        return FALSE;
    }
  return fallbacks == 1;
}

static gboolean
read_copies (JalProfile *profile, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonNode *shown = object != NULL ? member_of (object, "shows", JSON_NODE_OBJECT) : NULL;
      JalProfileShow *shows = g_new0 (JalProfileShow, profile->sections->len);
      JalProfileCopy copy = { .shows = shows };
      gboolean ok = shown != NULL && read_label (object, &copy.title);

      copy.id = object != NULL ? text_of (object, "id") : NULL;
      ok = ok && copy.id != NULL && jal_profile_find_copy (profile, copy.id) == NULL
           && json_object_get_size (json_node_get_object (shown)) == profile->sections->len;
      /* Every section is named: one forgotten must not be shown by accident, nor lost without a word. */
      for (guint s = 0; ok && s < profile->sections->len; s++)
        {
          const char *id = g_array_index (profile->sections, JalProfileSection, s).id;
          int show = find_name (text_of (json_node_get_object (shown), id), shows_names, G_N_ELEMENTS (shows_names));

          ok = show >= 0;
          shows[s] = (JalProfileShow)MAX (show, 0);
        }
      g_array_append_val (profile->copies, copy);
      if (!ok)
        return FALSE;
    }
  return list != NULL && json_array_get_length (list) > 0;
}

static gboolean
read_numbers (JalProfile *profile)
{
  JsonNode *stamp = member_of (profile->object, "stamp", JSON_NODE_OBJECT);
  JsonNode *numbering = member_of (profile->object, "numbering", JSON_NODE_OBJECT);
  JsonNode *limits = member_of (profile->object, "limits", JSON_NODE_OBJECT);
  int position;

  if (stamp == NULL || numbering == NULL)
    return FALSE;
  position = find_name (text_of (json_node_get_object (stamp), "position"), positions, G_N_ELEMENTS (positions));
  profile->position = (JalStampPosition)MAX (position, 0);
  profile->points = json_object_get_double_member_with_default (json_node_get_object (stamp), "points_at_a4", 0);
  profile->margin
      = json_object_get_double_member_with_default (json_node_get_object (stamp), "margin_mm", -1) * POINTS_PER_MM;
  profile->first_number
      = (int)json_object_get_int_member_with_default (json_node_get_object (numbering), "first", 0);
  if (limits != NULL)
    profile->max_pages
        = (int)json_object_get_int_member_with_default (json_node_get_object (limits), "max_pages", 0);
  return position >= 0 && profile->points > 0 && profile->points <= 72 && profile->margin >= 0 && profile->margin <= 144
         && profile->first_number > 0 && profile->max_pages >= 0;
}

static gboolean
read_all (JalProfile *profile)
{
  JsonNode *sections = member_of (profile->object, "sections", JSON_NODE_ARRAY);
  JsonNode *copies = member_of (profile->object, "copies", JSON_NODE_ARRAY);

  profile->standing.verified = json_object_get_boolean_member_with_default (profile->object, "verified", FALSE);
  profile->standing.source = text_of (profile->object, "source");
  return sections != NULL && copies != NULL && profile->standing.source != NULL
         && text_of (profile->object, "id") != NULL && read_label (profile->object, &profile->title)
         && read_sections (profile, json_node_get_array (sections))
         && read_copies (profile, json_node_get_array (copies)) && read_numbers (profile);
}

JalProfile *
jal_profile_new_from_json (const char *json, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JalProfile) profile = NULL;

  if (!json_parser_load_from_data (parser, json, length, NULL) || json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error_literal (error, JAL_LAW_ERROR, JAL_LAW_ERROR_MALFORMED,
                           _ ("This bundle profile cannot be read: it is not a JSON object."));
      return NULL;
    }
  profile = g_new0 (JalProfile, 1);
  g_atomic_ref_count_init (&profile->ref_count);
  profile->root = json_parser_steal_root (parser);
  profile->object = json_node_get_object (profile->root);
  profile->sections = g_array_new (FALSE, TRUE, sizeof (JalProfileSection));
  profile->copies = g_array_new (FALSE, TRUE, sizeof (JalProfileCopy));
  if (!read_all (profile))
    {
      g_set_error_literal (error, JAL_LAW_ERROR, JAL_LAW_ERROR_MALFORMED,
                           _ ("This bundle profile cannot be used: a section, a copy or the stamp is missing, named "
                              "twice or unknown. Compare it with the profile the program comes with."));
      return NULL;
    }
  return g_steal_pointer (&profile);
}

JalProfile *
jal_profile_new_builtin (const char *id, GError **error)
{
  g_autofree char *file = NULL;
  g_autofree char *json = NULL;

  if (find_name (id, builtins, G_N_ELEMENTS (builtins)) < 0)
    {
      g_set_error (error, JAL_LAW_ERROR, JAL_LAW_ERROR_UNKNOWN,
                   _ ("There is no bundle profile of that name. The program comes with “%s”."), JAL_PROFILE_DEFAULT);
      return NULL;
    }
  file = g_strconcat ("profiles/", id, ".json", NULL);
  json = jal_law_data_text (file);
  return jal_profile_new_from_json (json, -1, error);
}

JalProfile *
jal_profile_ref (JalProfile *profile)
{
  g_atomic_ref_count_inc (&profile->ref_count);
  return profile;
}

void
jal_profile_unref (JalProfile *profile)
{
  if (profile == NULL || !g_atomic_ref_count_dec (&profile->ref_count))
    return;
  for (guint i = 0; i < profile->sections->len; i++)
    g_free ((gpointer)g_array_index (profile->sections, JalProfileSection, i).kinds);
  for (guint i = 0; i < profile->copies->len; i++)
    g_free ((gpointer)g_array_index (profile->copies, JalProfileCopy, i).shows);
  g_array_unref (profile->sections);
  g_array_unref (profile->copies);
  json_node_unref (profile->root);
  g_free (profile);
}

const char *
jal_profile_get_id (const JalProfile *profile)
{
  return text_of (profile->object, "id");
}

const char *
jal_profile_get_title (const JalProfile *profile, JalLang lang)
{
  return jal_label_get (&profile->title, lang);
}

const JalStanding *
jal_profile_get_standing (const JalProfile *profile)
{
  return &profile->standing;
}

const JalProfileSection *
jal_profile_get_sections (const JalProfile *profile, guint *n)
{
  if (n != NULL)
    *n = profile->sections->len;
  return (const JalProfileSection *)(gpointer)profile->sections->data;
}

const JalProfileCopy *
jal_profile_get_copies (const JalProfile *profile, guint *n)
{
  if (n != NULL)
    *n = profile->copies->len;
  return (const JalProfileCopy *)(gpointer)profile->copies->data;
}

const JalProfileSection *
jal_profile_find_section (const JalProfile *profile, const char *id)
{
  for (guint i = 0; i < profile->sections->len; i++)
    if (g_strcmp0 (g_array_index (profile->sections, JalProfileSection, i).id, id) == 0)
      return &g_array_index (profile->sections, JalProfileSection, i);
  return NULL;
}

const JalProfileCopy *
jal_profile_find_copy (const JalProfile *profile, const char *id)
{
  for (guint i = 0; i < profile->copies->len; i++)
    if (g_strcmp0 (g_array_index (profile->copies, JalProfileCopy, i).id, id) == 0)
      return &g_array_index (profile->copies, JalProfileCopy, i);
  return NULL;
}

const JalProfileSection *
jal_profile_section_for_kind (const JalProfile *profile, const char *kind)
{
  const JalProfileSection *fallback = NULL;

  for (guint i = 0; i < profile->sections->len; i++)
    {
      const JalProfileSection *section = &g_array_index (profile->sections, JalProfileSection, i);

      if (kind != NULL && g_strv_contains (section->kinds, kind))
        return section;
      if (section->fallback)
        fallback = section;
    }
  return fallback;
}

gboolean
jal_profile_shows (const JalProfile *profile, const JalProfileCopy *copy, const JalProfileSection *section,
                   gboolean produced)
{
  gsize index = (gsize)(section - &g_array_index (profile->sections, JalProfileSection, 0));

  g_return_val_if_fail (index < profile->sections->len, FALSE);

  return copy->shows[index] == JAL_PROFILE_SHOW_ALL || (copy->shows[index] == JAL_PROFILE_SHOW_PRODUCED && produced);
}

JalStampPosition
jal_profile_get_stamp_position (const JalProfile *profile)
{
  return profile->position;
}

double
jal_profile_get_stamp_points (const JalProfile *profile)
{
  return profile->points;
}

double
jal_profile_get_stamp_margin (const JalProfile *profile)
{
  return profile->margin;
}

int
jal_profile_get_first_number (const JalProfile *profile)
{
  return profile->first_number;
}

int
jal_profile_get_max_pages (const JalProfile *profile)
{
  return profile->max_pages;
}
