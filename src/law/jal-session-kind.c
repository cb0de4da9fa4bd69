/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of sessions, outcomes, stages, the template and the time limits: data/law/stages.json. */
#include "law/jal-session-kind.h"

#include "law/jal-law-data.h"

typedef struct
{
  GArray *kinds, *outcomes, *stages, *items;
  JalTemplate template;
  JalTimeLimits limits;
} Stages;

static const JalSessionKind *
find_kind (GArray *kinds, const char *id)
{
  for (guint i = 0; i < kinds->len; i++)
    if (g_strcmp0 (g_array_index (kinds, JalSessionKind, i).id, id) == 0)
      return &g_array_index (kinds, JalSessionKind, i);
  return NULL;
}

static void
load_kinds (Stages *stages, JsonArray *list)
{
  stages->kinds = g_array_new (FALSE, TRUE, sizeof (JalSessionKind));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalSessionKind kind = {
        .id = jal_law_data_string (entry, "id"),
        .label = jal_law_data_label (entry),
        .counted = jal_law_data_boolean (entry, "counted", TRUE),
        .demanding = jal_law_data_boolean (entry, "demanding", FALSE),
        .min_gap_days = jal_law_data_int (entry, "min_gap_days", 1),
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (stages->kinds, kind);
    }
}

static void
load_outcomes (Stages *stages, JsonArray *list)
{
  stages->outcomes = g_array_new (FALSE, TRUE, sizeof (JalSessionOutcome));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalSessionOutcome outcome = {
        .id = jal_law_data_string (entry, "id"),
        .label = jal_law_data_label (entry),
        .adjourns = jal_law_data_boolean (entry, "adjourns", TRUE),
        .vacates = jal_law_data_boolean (entry, "vacates", FALSE),
        .vacated = { { jal_law_data_optional (entry, "vacated_en"), jal_law_data_optional (entry, "vacated_sw") } },
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (stages->outcomes, outcome);
    }
}

static void
load_stages (Stages *stages, JsonArray *list)
{
  stages->stages = g_array_new (FALSE, TRUE, sizeof (JalStage));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalStage stage = {
        .id = jal_law_data_string (entry, "id"),
        .order = jal_law_data_int (entry, "order", 0),
        .label = jal_law_data_label (entry),
        .legal_ref = jal_law_data_optional (entry, "legal_ref"),
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (stages->stages, stage);
    }
}

static void
load_template (Stages *stages, JsonObject *template)
{
  JsonArray *list = jal_law_data_array (template, "items");

  stages->items = g_array_new (FALSE, TRUE, sizeof (JalTemplateItem));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalTemplateItem item = {
        .kind = find_kind (stages->kinds, jal_law_data_string (entry, "kind")),
        .month_offset = jal_law_data_int (entry, "month_offset", 0),
        .survivor = jal_law_data_boolean (entry, "survivor", FALSE),
        .purpose = jal_law_data_label (entry),
      };

      g_assert (item.kind != NULL);
      g_array_append_val (stages->items, item);
    }
  stages->template = (JalTemplate){
    .items = (const JalTemplateItem *)(gpointer)stages->items->data,
    .n_items = stages->items->len,
    .fewest = (guint)jal_law_data_int (template, "fewest", 2),
    .most = (guint)jal_law_data_int (template, "most", 20),
    .further = jal_law_data_label (jal_law_data_object (template, "further")),
    .standing = jal_law_data_standing (template),
  };
}

static void
load_limits (Stages *stages, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      const char *id = jal_law_data_string (entry, "id");

      if (g_str_equal (id, "cpc-205"))
        {
          stages->limits.days_on_bail = jal_law_data_int (entry, "days_on_bail", 0);
          stages->limits.days_in_custody = jal_law_data_int (entry, "days_in_custody", 0);
          stages->limits.standing = jal_law_data_standing (entry);
        }
      else if (g_str_equal (id, "cpc-349"))
        stages->limits.appeal_days = jal_law_data_int (entry, "days", 0);
    }
  g_assert (stages->limits.days_on_bail > 0 && stages->limits.days_in_custody > 0 && stages->limits.appeal_days > 0);
}

static const Stages *
load (void)
{
  static Stages *stages;

  if (g_once_init_enter (&stages))
    {
      Stages *loaded = g_new0 (Stages, 1);
      JsonObject *root = jal_law_data_root ("law/stages.json");

      load_kinds (loaded, jal_law_data_array (root, "session_kinds"));
      load_outcomes (loaded, jal_law_data_array (root, "outcomes"));
      load_stages (loaded, jal_law_data_array (root, "stages"));
      load_template (loaded, jal_law_data_object (root, "template"));
      load_limits (loaded, jal_law_data_array (root, "time_limits"));
      g_once_init_leave (&stages, loaded);
    }
  return stages;
}

static gconstpointer
give (GArray *array, guint *n)
{
  if (n != NULL)
    *n = array->len;
  return array->data;
}

const JalSessionKind *
jal_session_kind_list (guint *n)
{
  return give (load ()->kinds, n);
}

const JalSessionKind *
jal_session_kind_find (const char *id)
{
  return find_kind (load ()->kinds, id);
}

const JalSessionOutcome *
jal_session_outcome_list (guint *n)
{
  return give (load ()->outcomes, n);
}

const JalSessionOutcome *
jal_session_outcome_find (const char *id)
{
  guint n;
  const JalSessionOutcome *outcomes = jal_session_outcome_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (outcomes[i].id, id) == 0)
      return &outcomes[i];
  return NULL;
}

gboolean
jal_session_outcome_suits (const JalSessionOutcome *outcome, const char *state)
{
  if (g_strcmp0 (state, "adjourned") == 0)
    return outcome->adjourns;
  if (g_strcmp0 (state, "vacated") == 0)
    return outcome->vacates;
  return outcome->adjourns || !outcome->vacates;
}

const JalSessionOutcome *
jal_session_outcome_nth (const char *state, guint nth)
{
  guint n, found = 0;
  const JalSessionOutcome *outcomes = jal_session_outcome_list (&n);

  for (guint i = 0; i < n; i++)
    if (jal_session_outcome_suits (&outcomes[i], state) && found++ == nth)
      return &outcomes[i];
  return NULL;
}

const char *
jal_session_outcome_text (const JalSessionOutcome *outcome, const char *state, JalLang lang)
{
  gboolean vacated = g_strcmp0 (state, "vacated") == 0 && outcome->vacated.text[lang] != NULL;

  return jal_label_get (vacated ? &outcome->vacated : &outcome->label, lang);
}

const char *
jal_session_outcome_reason (const JalSessionOutcome *outcome, const char *state, JalLang lang)
{
  const char *text = jal_session_outcome_text (outcome, state, lang);
  const char *colon = strstr (text, ": ");

  return colon != NULL ? colon + 2 : text;
}

const JalStage *
jal_stage_list (guint *n)
{
  return give (load ()->stages, n);
}

const JalTemplate *
jal_template_get (void)
{
  return &load ()->template;
}

const JalTimeLimits *
jal_time_limits_get (void)
{
  return &load ()->limits;
}
