/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sessions are planned, kept as settings of the vault: what is not kept is what the law data say. */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "schedule/jal-schedule-private.h"

#define WEIGHTS "plan.weights"
#define CAPACITY "plan.capacity"
/* A court hears that many matters of one prosecutor with witnesses to come, hardly more. */
#define DAY_CAPACITY 3
#define MAX_CAPACITY 20

typedef struct
{
  JalSchedulePrefs prefs;
  JalPlanWeights weights;
} Call;

gboolean
jal_schedule_read_prefs (JalTx *tx, JalSchedulePrefs *prefs, JalPlanWeights *weights, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *kept = jal_tx_get_setting (tx, WEIGHTS, &local);
  g_autofree char *capacity = local == NULL ? jal_tx_get_setting (tx, CAPACITY, &local) : NULL;
  g_auto (GStrv) words = g_strsplit (kept != NULL ? kept : "", " ", -1);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *weights = *jal_plan_weights_get ();
  *prefs = (JalSchedulePrefs){ DAY_CAPACITY, 0 };
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      if (g_strv_length (pair) == 2)
        jal_plan_weights_set (weights, pair[0], g_ascii_strtoll (pair[1], NULL, 10));
    }
  if (capacity != NULL)
    {
      unsigned day, week;

      if (sscanf (capacity, "%u %u", &day, &week) == 2 && day <= MAX_CAPACITY && week <= MAX_CAPACITY)
        *prefs = (JalSchedulePrefs){ day, week };
    }
  return TRUE;
}

static gboolean
read_prefs (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return jal_schedule_read_prefs (tx, &call->prefs, &call->weights, error);
}

static gboolean
write_prefs (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GString) weights = g_string_new (NULL);
  g_autofree char *capacity = g_strdup_printf ("%u %u", call->prefs.day_capacity, call->prefs.week_capacity);
  guint n;
  const JalPlanWeightInfo *infos = jal_plan_weights_list (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (weights, "%s%s=%" G_GINT64_FORMAT, i > 0 ? " " : "", infos[i].id,
                            jal_plan_weights_value (&call->weights, &infos[i]));
  return jal_tx_set_setting (tx, WEIGHTS, weights->str, error) && jal_tx_set_setting (tx, CAPACITY, capacity, error);
}

gboolean
jal_schedule_get_prefs (JalStore *store, JalSchedulePrefs *prefs, JalPlanWeights *weights, GError **error)
{
  Call call;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_read (store, read_prefs, &call, NULL, error))
    return FALSE;
  if (prefs != NULL)
    *prefs = call.prefs;
  if (weights != NULL)
    *weights = call.weights;
  return TRUE;
}

gboolean
jal_schedule_set_prefs (JalStore *store, const JalSchedulePrefs *prefs, const JalPlanWeights *weights, GError **error)
{
  Call call = { *prefs, *weights };
  JalAct act = { .verb = "plan.weights", .label = N_ ("change of how to plan"), .undoable = TRUE };
  guint n;
  const JalPlanWeightInfo *infos = jal_plan_weights_list (&n);

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  for (guint i = 0; i < n; i++)
    {
      gint64 points = jal_plan_weights_value (weights, &infos[i]);

      if (points < 0 || points > JAL_PLAN_WEIGHT_MAX)
        return jal_schedule_refuse (error, _ ("Points are whole numbers from 0 to %d."), JAL_PLAN_WEIGHT_MAX);
    }
  if (prefs->day_capacity > MAX_CAPACITY || prefs->week_capacity > MAX_CAPACITY)
    return jal_schedule_refuse (error, _ ("At most %d sessions a day or a week can be asked for."), MAX_CAPACITY);
  return jal_store_act (store, &act, write_prefs, &call, NULL, error);
}
