/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several accused in one case.
 *
 * 1. A session is for all of them unless some are called to it by name: then it is for those alone.
 * 2. The clear days of CPC s.205 run for each accused from the last day on which that one was before the court: fifteen for whoever
 *    is in custody. A case that is marked as in custody without saying who counts as if all were.
 * 3. Where all stand alike there is nothing to tell them apart by, and they are one.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "record/jal-person-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-private.h"

static gboolean
is_accused (JalPerson *person)
{
  return g_str_equal (person->role, "accused");
}

/* Returns (transfer none): the model keeps it alive. */
static JalPerson *
find_accused (const JalScheduleCase *known, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      if (is_accused (person) && jal_id_equal (person->id, id))
        return person;
    }
  return NULL;
}

gboolean
jal_schedule_calls_accused (const JalScheduleCase *known, JalSession *session)
{
  for (guint i = 0; i < known->called->len; i++)
    {
      const JalCalled *called = &g_array_index (known->called, JalCalled, i);

      if (jal_schedule_is_called_to (called, session) && find_accused (known, called->person_id) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_schedule_track_has (const JalScheduleCase *known, const JalScheduleTrack *track, JalSession *session)
{
  return track->accused == NULL || jal_schedule_needs (known, session, track->accused);
}

static void
free_track (gpointer data)
{
  JalScheduleTrack *track = data;

  g_clear_object (&track->accused);
  g_free (track);
}

static void
add_track (GPtrArray *tracks, JalPerson *accused, gboolean in_custody)
{
  JalScheduleTrack *track = g_new0 (JalScheduleTrack, 1);

  g_set_object (&track->accused, accused);
  track->in_custody = in_custody;
  track->limit = jal_schedule_gap_limit (in_custody);
  g_ptr_array_add (tracks, track);
}

static int
compare_tracks (gconstpointer a, gconstpointer b)
{
  const JalScheduleTrack *first = *(JalScheduleTrack *const *)a, *second = *(JalScheduleTrack *const *)b;

  return first->limit - second->limit;
}

/* Rule 3: whether every session is for all of them. */
static gboolean
go_together (const JalScheduleCase *known)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      for (guint p = 0; p < g_list_model_get_n_items (G_LIST_MODEL (known->people)); p++)
        {
          g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), p);

          if (is_accused (person) && !jal_schedule_needs (known, session, person))
            return FALSE;
        }
    }
  return TRUE;
}

GPtrArray *
jal_schedule_tracks (const JalScheduleCase *known)
{
  GPtrArray *tracks = g_ptr_array_new_with_free_func (free_track);
  guint n = 0, remanded = 0;
  gboolean all;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      n += is_accused (person);
      remanded += is_accused (person) && person->in_custody;
    }
  /* Rule 2. */
  all = known->owner->in_custody && remanded == 0;
  if (n < 2 || ((remanded == 0 || remanded == n) && go_together (known)))
    {
      add_track (tracks, NULL, all || remanded > 0);
      return tracks;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      if (is_accused (person))
        add_track (tracks, person, all || person->in_custody);
    }
  g_ptr_array_sort (tracks, compare_tracks);
  return tracks;
}

char *
jal_schedule_track_text (const JalScheduleTrack *track, char *sentence)
{
  char *named;

  if (track->accused == NULL)
    return sentence;
  /* Translators: an accused · what the law says of the days between that one's court dates */
  named = track->in_custody ? g_strdup_printf (_ ("%s, in custody: %s"), jal_person_get_label (track->accused), sentence)
                            : g_strdup_printf (_ ("%s: %s"), jal_person_get_label (track->accused), sentence);
  g_free (sentence);
  return named;
}
