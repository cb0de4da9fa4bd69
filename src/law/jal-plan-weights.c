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

const JalPlanWeights *
jal_plan_weights_get (void)
{
  static JalPlanWeights *weights;

  if (g_once_init_enter (&weights))
    {
      JsonArray *list = jal_law_data_array (jal_law_data_root ("law/planner.json"), "weights");
      JalPlanWeights *loaded = g_new0 (JalPlanWeights, 1);

      loaded->distance_per_day = weight (list, "distance_per_day");
      loaded->survivor_late_per_day = weight (list, "survivor_late_per_day");
      loaded->recess_day = weight (list, "recess_day");
      loaded->near_provisional_day = weight (list, "near_provisional_day");
      loaded->crowded_week = weight (list, "crowded_week");
      loaded->away_if_possible = weight (list, "away_if_possible");
      loaded->moved_session = weight (list, "moved_session");
      g_once_init_leave (&weights, loaded);
    }
  return weights;
}
