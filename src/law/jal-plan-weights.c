/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of the planner: data/law/planner.json. */
#include "law/jal-plan-weights.h"

#include "law/jal-law-data.h"

static gint64
weight (JsonArray *list, const char *id)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);

      if (g_str_equal (jal_law_data_string (entry, "id"), id))
        return jal_law_data_int (entry, "points", 0);
    }
  g_error ("compiled-in data: no weight \"%s\"", id);
}

static const JalPlanWeightInfo infos[] = {
  { "distance_per_day", G_STRUCT_OFFSET (JalPlanWeights, distance_per_day) },
  { "survivor_late_per_day", G_STRUCT_OFFSET (JalPlanWeights, survivor_late_per_day) },
  { "recess_day", G_STRUCT_OFFSET (JalPlanWeights, recess_day) },
  { "near_provisional_day", G_STRUCT_OFFSET (JalPlanWeights, near_provisional_day) },
  { "crowded_week", G_STRUCT_OFFSET (JalPlanWeights, crowded_week) },
  { "away_if_possible", G_STRUCT_OFFSET (JalPlanWeights, away_if_possible) },
  { "moved_session", G_STRUCT_OFFSET (JalPlanWeights, moved_session) },
};

const JalPlanWeightInfo *
jal_plan_weights_list (guint *n)
{
  *n = G_N_ELEMENTS (infos);
  return infos;
}

gint64
jal_plan_weights_value (const JalPlanWeights *weights, const JalPlanWeightInfo *info)
{
  return G_STRUCT_MEMBER (gint64, weights, info->offset);
}

gboolean
jal_plan_weights_set (JalPlanWeights *weights, const char *id, gint64 points)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_str_equal (infos[i].id, id) && points >= 0 && points <= JAL_PLAN_WEIGHT_MAX)
      {
        G_STRUCT_MEMBER (gint64, weights, infos[i].offset) = points;
        return TRUE;
      }
  return FALSE;
}

const JalPlanWeights *
jal_plan_weights_get (void)
{
  static JalPlanWeights *weights;

  if (g_once_init_enter (&weights))
    {
      JsonArray *list = jal_law_data_array (jal_law_data_root ("law/planner.json"), "weights");
      JalPlanWeights *loaded = g_new0 (JalPlanWeights, 1);

      for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
        jal_plan_weights_set (loaded, infos[i].id, weight (list, infos[i].id));
      g_once_init_leave (&weights, loaded);
    }
  return weights;
}
