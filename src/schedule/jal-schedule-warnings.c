/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about the dates of a case: closed days, days that may still move, gaps over the limit. */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-private.h"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "law/jal-words.h"
#include "schedule/jal-schedule-case.h"

static JalLang
screen_language (void)
{
  return jal_lang_from_locale (g_get_language_names ()[0]);
}

/* The months come from the law data, as in print: the C library of a computer rarely knows Kiswahili. */
char *
jal_schedule_date_text (JalDate date)
{
  return jal_words_date (screen_language (), date);
}

int
jal_schedule_gap_limit (gboolean in_custody)
{
  const JalTimeLimits *limits = jal_time_limits_get ();

  return in_custody ? limits->days_in_custody : limits->days_on_bail;
}

char *
jal_schedule_closed_reason (JalCourtCalendar *calendar, JalDate date)
{
  g_autofree char *words = NULL;
  JalCourtDay day;

  jal_court_calendar_classify (calendar, date, &day);
  if (day.type == JAL_COURT_DAY_OPEN)
    return NULL;
  if (day.type == JAL_COURT_DAY_OUT_OF_RANGE)
    return g_strdup (_ ("That date lies outside the years the court calendar knows."));
  words = jal_schedule_date_text (date);
  if (day.type == JAL_COURT_DAY_WEEKEND)
    return g_strdup_printf (_ ("The court does not sit on %s: it is a weekend."), words);
  if (day.name == NULL)
    return g_strdup_printf (_ ("The court does not sit on %s."), words);
  if (day.provisional)
    return g_strdup_printf (_ ("The court does not sit on %s: %s (the date may still move)."), words,
                            jal_label_get (day.name, screen_language ()));
  return g_strdup_printf (_ ("The court does not sit on %s: %s."), words, jal_label_get (day.name, screen_language ()));
}

char *
jal_schedule_day_advice (JalCourtCalendar *calendar, JalDate date)
{
  JalCourtDay day;

  jal_court_calendar_classify (calendar, date, &day);
  if (day.type != JAL_COURT_DAY_OPEN)
    return NULL;
  if (day.near_provisional)
    return g_strdup (_ ("A public holiday is expected a day earlier or later, and its date may still move."));
  return NULL;
}

char *
jal_schedule_recess_advice (JalCourtCalendar *calendar, JalDate date)
{
  JalCourtDay day;

  jal_court_calendar_classify (calendar, date, &day);
  if (day.recess == NULL)
    return NULL;
  return g_strdup_printf (_ ("%s: superior courts are in recess. Criminal matters go on, but benches are thin."),
                          jal_label_get (day.recess, screen_language ()));
}

/* The day after the adjournment is day 1, so the limit is reached @limit days later. Once that day has passed no mention
   can mend it, and nothing is said. */
static gboolean
gap_can_be_mended (JalDate before, JalDate after, int limit)
{
  return after - before > limit && before + limit >= jal_date_today ();
}

/* The days since the court date before @session, where they are too many: of each accused, or of all in one sentence. */
static char *
gap_text (const JalScheduleCase *known, GPtrArray *tracks, const JalDate *before, JalSession *session)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < tracks->len; i++)
    {
      const JalScheduleTrack *track = g_ptr_array_index (tracks, i);
      g_autofree char *sentence = NULL;

      if (before[i] == JAL_DATE_NONE || !jal_schedule_track_has (known, track, session)
          || !gap_can_be_mended (before[i], session->date, track->limit))
        continue;
      sentence = jal_schedule_track_text (
          track, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "%d day since the court date before it; the law allows %d (CPC s.205). Add a mention.",
                                               "%d days since the court date before it; the law allows %d (CPC s.205). Add a mention.",
                                               (gulong)(session->date - before[i])),
                                  session->date - before[i], track->limit));
      g_string_append_printf (all, "%s%s", all->len > 0 ? "\n" : "", sentence);
    }
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

void
jal_schedule_fill_warnings (const JalScheduleCase *known, GListModel *sessions)
{
  JalCourtCalendar *calendar = known->calendar;
  g_autoptr (GPtrArray) tracks = jal_schedule_tracks (known);
  g_autofree JalDate *before = g_new (JalDate, tracks->len);

  for (guint i = 0; i < tracks->len; i++)
    before[i] = JAL_DATE_NONE;
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!jal_schedule_stands (session))
        continue;
      if (jal_schedule_is_open (session))
        {
          session->warning = jal_schedule_closed_reason (calendar, session->date);
          /* A mention that only a plan put there was a proposal: thirty of them would hide the one session that matters. */
          if (session->warning == NULL && session->date < jal_date_today () && !jal_schedule_is_auto_mention (session))
            session->warning = g_strdup (_ ("This date has passed: record what happened."));
          if (session->warning == NULL && !jal_schedule_is_auto_mention (session))
            session->warning = jal_schedule_find_same_day (sessions, session->id, session->kind, session->date);
          if (session->warning == NULL)
            session->warning = gap_text (known, tracks, before, session);
          if (session->warning == NULL && session->counted)
            session->warning = jal_schedule_day_advice (calendar, session->date);
        }
      for (guint t = 0; t < tracks->len; t++)
        if (jal_schedule_track_has (known, g_ptr_array_index (tracks, t), session))
          before[t] = session->date;
    }
}
