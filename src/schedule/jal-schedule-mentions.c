/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light entries that fill the gaps CPC s.205 does not allow, and that follow when what is between them moves. Where the
   ones that are there still do, they stay: people have them in their diaries. */
#define G_LOG_DOMAIN "jal-schedule"

#include "law/jal-session-kind.h"
#include "plan/jal-mentions.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-private.h"

/* A court day from which the thirty days run. What was adjourned ahead of its day is none. */
static gboolean
is_entry (JalSession *session)
{
  return jal_schedule_stands (session) && !(g_str_equal (session->state, "adjourned") && session->date > jal_date_today ());
}

gboolean
jal_schedule_is_auto_mention (JalSession *session)
{
  return session->template_entry == JAL_SCHEDULE_MENTION_ENTRY && g_str_equal (session->state, "planned");
}

/* Whether counsel is free on @date, and the accused, the magistrate and other counsel are there. */
static gboolean
suits (JalDate date, gpointer data)
{
  const JalScheduleCase *known = data;

  for (guint i = 0; i < known->loads->len; i++)
    {
      const JalScheduleLoad *load = &g_array_index (known->loads, JalScheduleLoad, i);

      if (load->date == date && load->elsewhere)
        return FALSE;
    }
  for (guint a = 0; a < g_list_model_get_n_items (G_LIST_MODEL (known->absences)); a++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (known->absences), a);

      if (!absence->hard || date < absence->from || date > absence->to)
        continue;
      if (jal_id_is_none (absence->person_id))
        return FALSE;
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
        {
          g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

          if (jal_id_equal (person->id, absence->person_id) && jal_schedule_serves (person, date)
              && (g_str_equal (person->role, "accused") || g_str_equal (person->role, "magistrate") || g_str_equal (person->role, "counsel")))
            return FALSE;
        }
    }
  return TRUE;
}

/* Whether @mentions (JalSession) leave no gap over @limit between @from and @to, and none is too many. */
static gboolean
still_do (const JalScheduleCase *known, GPtrArray *mentions, JalDate from, JalDate to, int limit)
{
  JalDate here = from;

  if (mentions->len != (guint)((to - from - 1) / limit))
    return FALSE;
  for (guint i = 0; i < mentions->len; i++)
    {
      JalDate date = ((JalSession *)g_ptr_array_index (mentions, i))->date;

      if (date - here > limit || !suits (date, (gpointer)known))
        return FALSE;
      here = date;
    }
  return to - here <= limit;
}

static void
fill_gap (const JalScheduleCase *known, gboolean in_custody, GListStore *sessions, GPtrArray *spare, JalDate from, JalDate to)
{
  JalDate earliest = jal_date_today () + 1;
  int limit = jal_mentions_limit (in_custody);
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();
  g_autoptr (GArray) days = NULL;

  /* The days run from the last day in court; where they are over already, from now. */
  if (!jal_mentions_can_begin (known->calendar, from, earliest, in_custody))
    from = MAX (from, jal_date_today ());
  for (guint i = 0; i < spare->len; i++)
    {
      JalSession *mention = g_ptr_array_index (spare, i);

      if (mention->date > from && mention->date < to && jal_court_calendar_is_open (known->calendar, mention->date))
        g_ptr_array_add (inside, mention);
    }
  if (still_do (known, inside, from, to, limit))
    {
      for (guint i = 0; i < inside->len; i++)
        {
          g_list_store_append (sessions, g_ptr_array_index (inside, i));
          g_ptr_array_remove (spare, g_ptr_array_index (inside, i));
        }
      return;
    }
  days = jal_mentions_propose (known->calendar, from, to, earliest, in_custody, suits, (gpointer)known);
  for (guint i = 0; i < days->len; i++)
    {
      g_autoptr (JalSession) mention = NULL;
      JalSession *earlier = inside->len > i ? g_ptr_array_index (inside, i) : NULL;

      mention = jal_schedule_new_session (known->case_id, jal_session_kind_find (JAL_SESSION_KIND_MENTION),
                                          g_array_index (days, JalDate, i), NULL, JAL_SCHEDULE_MENTION_ENTRY);
      if (earlier != NULL)
        {
          mention->id = earlier->id;
          g_ptr_array_remove (spare, earlier);
        }
      g_list_store_append (sessions, mention);
    }
}

/* The court dates of the accused of @track among @sessions, in order. */
static GArray *
find_dates (const JalScheduleCase *known, const JalScheduleTrack *track, GListModel *sessions)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (JalDate));

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (is_entry (session) && jal_schedule_track_has (known, track, session))
        g_array_append_val (dates, session->date);
    }
  return dates;
}

gboolean
jal_schedule_has_gaps (const JalScheduleCase *known, GListModel *sessions)
{
  g_autoptr (GPtrArray) tracks = jal_schedule_tracks (known);

  for (guint t = 0; t < tracks->len; t++)
    {
      const JalScheduleTrack *track = g_ptr_array_index (tracks, t);
      g_autoptr (GArray) dates = find_dates (known, track, sessions);

      for (guint i = 1; i < dates->len; i++)
        {
          JalDate from = g_array_index (dates, JalDate, i - 1), to = g_array_index (dates, JalDate, i);

          if (to - from > track->limit && from + track->limit >= jal_date_today ())
            return TRUE;
        }
    }
  return FALSE;
}

/* The accused with the shortest time come first: their mentions are for all, and leave the others little to fill. */
void
jal_schedule_fill_mentions (const JalScheduleCase *known, GListStore *sessions)
{
  g_autoptr (GPtrArray) spare = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) tracks = jal_schedule_tracks (known);
  JalDate today = jal_date_today ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      /* One to which only some of the accused are called is theirs, and stays. */
      if (jal_schedule_is_auto_mention (session) && session->date >= today && !jal_schedule_calls_accused (known, session))
        {
          g_ptr_array_add (spare, g_steal_pointer (&session));
          g_list_store_remove (sessions, i--);
        }
    }
  for (guint t = 0; t < tracks->len; t++)
    {
      const JalScheduleTrack *track = g_ptr_array_index (tracks, t);
      g_autoptr (GArray) dates = find_dates (known, track, G_LIST_MODEL (sessions));

      for (guint i = 1; i < dates->len; i++)
        {
          JalDate from = g_array_index (dates, JalDate, i - 1), to = g_array_index (dates, JalDate, i);

          if (to >= today && to > from)
            fill_gap (known, track->in_custody, sessions, spare, from, to);
        }
      g_list_store_sort (sessions, jal_schedule_compare_dates, NULL);
    }
}
