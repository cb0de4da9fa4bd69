/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Is the 14th convenient?" One session, one date, everything that speaks against it.
 *
 * 1. Sessions after it that are only planned are no obstacle: they would be planned anew around a date the court gives.
 * 2. The same rules and points as the planner's (plan/jal-offer.h), said in sentences.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "plan/jal-offer.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

typedef struct
{
  JalId session_id;
  JalDate date, to;
  JalScheduleOffer *offer; /* (transfer full) */
  GArray *choices;         /* (transfer full) */
} Call;

typedef struct
{
  const JalScheduleCase *known;
  JalSession *session;
  GPtrArray *clashes, *advice, *can_come, *cannot_come;
} Texts;

static void
add (GPtrArray *texts, char *text)
{
  g_ptr_array_add (texts, text);
}

/* --- People -------------------------------------------------------------------------------------------------- */

static JalAbsence *
find_absence (const JalScheduleCase *known, JalId person, JalDate date, gboolean hard)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->absences)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (known->absences), i);

      if (jal_id_equal (absence->person_id, person) && absence->hard == hard && date >= absence->from && date <= absence->to)
        return g_steal_pointer (&absence);
    }
  return NULL;
}

static char *
with_reason (const char *who, JalAbsence *absence)
{
  return *absence->reason != '\0' ? g_strdup_printf ("%s (%s)", who, absence->reason) : g_strdup (who);
}

static void
judge_people (Texts *texts, JalDate date)
{
  const JalScheduleCase *known = texts->known;
  g_autoptr (JalAbsence) whole = find_absence (known, JAL_ID_NONE, date, TRUE);
  g_autoptr (JalAbsence) rather = find_absence (known, JAL_ID_NONE, date, FALSE);

  if (whole != NULL)
    {
      g_autofree char *who
          = with_reason (jal_id_is_none (whole->case_id) ? _ ("You are away that day") : _ ("The whole case is away that day"), whole);

      add (texts->clashes, g_strdup_printf ("%s.", who));
    }
  if (rather != NULL)
    {
      g_autofree char *who = with_reason (_ ("That day was to be kept free where possible"), rather);

      add (texts->advice, g_strdup_printf ("%s.", who));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);
      g_autoptr (JalAbsence) absence = NULL;
      g_autofree char *who = NULL;

      if (!jal_schedule_may_need (known, texts->session, person) || !jal_schedule_serves (person, date))
        continue;
      absence = find_absence (known, person->id, date, TRUE);
      if (absence == NULL)
        {
          g_autoptr (JalAbsence) soft = find_absence (known, person->id, date, FALSE);

          add (texts->can_come, g_strdup (jal_person_get_label (person)));
          if (soft != NULL)
            {
              who = with_reason (jal_person_get_label (person), soft);
              add (texts->advice, g_strdup_printf (_ ("%s would rather be elsewhere."), who));
            }
          continue;
        }
      who = with_reason (jal_person_get_label (person), absence);
      add (texts->cannot_come, g_strdup (who));
      if (jal_schedule_needs (known, texts->session, person))
        add (texts->clashes, g_strdup_printf (_ ("%s cannot come."), who));
      else
        add (texts->advice, g_strdup_printf (_ ("%s could not be called that day."), who));
    }
}

/* --- Other cases --------------------------------------------------------------------------------------------- */

static void
judge_loads (Texts *texts, JalDate date)
{
  const JalScheduleCase *known = texts->known;
  guint n = 0;

  for (guint i = 0; i < known->loads->len; i++)
    {
      const JalScheduleLoad *load = &g_array_index (known->loads, JalScheduleLoad, i);

      if (load->date != date)
        continue;
      n++;
      add (load->elsewhere ? texts->clashes : texts->advice, jal_schedule_load_text (load));
    }
  if (known->prefs.day_capacity > 0 && n >= known->prefs.day_capacity)
    add (texts->clashes, g_strdup_printf (ngettext ("You have %u session of other cases that day; %u a day are the most.",
                                                    "You have %u sessions of other cases that day; %u a day are the most.", n),
                                          n, known->prefs.day_capacity));
}

/* --- The neighbours ------------------------------------------------------------------------------------------ */

static void
judge_neighbours (Texts *texts, const JalPlanRequest *request, const JalOffer *judged, guint i, const JalDate *planned)
{
  const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
  JalDate before = judged->days_after_previous != 0 ? judged->date - judged->days_after_previous : JAL_DATE_NONE;
  JalDate after = judged->days_before_next != 0 ? judged->date + judged->days_before_next : JAL_DATE_NONE;
  g_autofree char *first = before != JAL_DATE_NONE ? jal_schedule_date_text (before) : NULL;
  g_autofree char *second = after != JAL_DATE_NONE ? jal_schedule_date_text (after) : NULL;

  if (i > 0 && planned[i - 1] == judged->date)
    add (texts->clashes, g_strdup (_ ("Another session of this case stands on that day.")));
  else if (before != JAL_DATE_NONE && judged->days_after_previous < 0)
    add (texts->clashes, g_strdup_printf (_ ("It would come before the session of %s, which it follows."), first));
  else if (before != JAL_DATE_NONE && judged->days_after_previous < session->min_gap)
    add (texts->clashes, g_strdup_printf (ngettext ("Only %d day after the session of %s; %d are wanted between them.",
                                                    "Only %d days after the session of %s; %d are wanted between them.",
                                                    (gulong)judged->days_after_previous),
                                          judged->days_after_previous, first, session->min_gap));
  if (after != JAL_DATE_NONE && judged->days_before_next < 0)
    add (texts->clashes, g_strdup_printf (_ ("It would come after the session of %s, which is fixed."), second));
  else if (after != JAL_DATE_NONE && (judged->clashes & JAL_OFFER_SHORT_GAP) != 0
           && !(before != JAL_DATE_NONE && judged->days_after_previous < session->min_gap))
    add (texts->clashes, g_strdup_printf (ngettext ("Only %d day before the session of %s, which is fixed.",
                                                    "Only %d days before the session of %s, which is fixed.",
                                                    (gulong)judged->days_before_next),
                                          judged->days_before_next, second));
}

/* CPC s.205: from the last court day before @date of those for whom the session is. */
static void
judge_gap (Texts *texts, JalDate date)
{
  const JalScheduleCase *known = texts->known;
  g_autoptr (GPtrArray) tracks = jal_schedule_tracks (known);
  JalDate today = jal_date_today ();

  for (guint t = 0; t < tracks->len; t++)
    {
      const JalScheduleTrack *track = g_ptr_array_index (tracks, t);
      JalDate before = JAL_DATE_NONE;

      if (!jal_schedule_track_has (known, track, texts->session))
        continue;
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
        {
          g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

          if (jal_schedule_stands (session) && !jal_id_equal (session->id, texts->session->id) && session->date < date
              && !jal_schedule_is_auto_mention (session) && jal_schedule_track_has (known, track, session))
            before = session->date;
        }
      if (before == JAL_DATE_NONE || date - MAX (before, today) <= track->limit)
        continue;
      add (texts->advice,
           jal_schedule_track_text (
               track, g_strdup_printf (ngettext ("%d day away: the law allows %d (CPC s.205), mentions fill the gap.",
                                                 "%d days away: the law allows %d (CPC s.205), mentions fill the gap.",
                                                 (gulong)(date - MAX (before, today))),
                                       date - MAX (before, today), track->limit)));
    }
}

static void
judge_day (Texts *texts, JalDate date, JalScheduleOffer *offer)
{
  char *closed = jal_schedule_closed_reason (texts->known->calendar, date);
  char *advice = jal_schedule_day_advice (texts->known->calendar, date);
  char *recess = jal_schedule_recess_advice (texts->known->calendar, date);

  /* What has passed needs no other reason first. */
  if (date < jal_date_today ())
    add (texts->clashes, g_strdup (_ ("That date has passed.")));
  if (closed != NULL)
    {
      offer->closed = TRUE;
      add (texts->clashes, closed);
    }
  if (advice != NULL)
    add (texts->advice, advice);
  if (recess != NULL)
    add (texts->advice, recess);
}

/* The survivor who is still a child now, and would not be; who would testify twice, or late. */
static void
judge_survivors (Texts *texts, JalDate date)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (texts->known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (texts->known->people), i);
      char *age = jal_schedule_of_age_text (texts->known, texts->session, person, date);
      char *twice = jal_schedule_twice_text (texts->known, G_LIST_MODEL (texts->known->sessions), texts->session, person);

      if (age != NULL)
        add (texts->advice, age);
      if (twice != NULL)
        add (texts->advice, twice);
    }
}

/* Early is better than late (Sexual Offences Rules of Court, r.3). */
static void
judge_lateness (Texts *texts, JalDate date)
{
  JalDate first = texts->session->first_date;

  if (first == JAL_DATE_NONE || date <= first || !jal_schedule_is_survivors (texts->known, texts->session))
    return;
  add (texts->advice, g_strdup_printf (ngettext ("The survivor would testify %d day later than first planned: ask for an earlier date.",
                                                 "The survivor would testify %d days later than first planned: ask for an earlier date.",
                                                 (gulong)(date - first)),
                                       date - first));
}

/* A court date after the months the case was planned for. */
static void
judge_horizon (Texts *texts, JalDate date)
{
  JalDate plea = texts->known->owner->plea_date;

  if (plea != JAL_DATE_NONE && texts->session->counted && date > jal_date_add_months (plea, (int)texts->known->months_max))
    add (texts->clashes, g_strdup_printf (_ ("The case would end later than the %u months after the plea it was planned for."),
                                          texts->known->months_max));
}

/* --- The offer ----------------------------------------------------------------------------------------------- */

static void
find_better_light (Texts *texts, JalDate date, JalScheduleOffer *offer)
{
  guint n = 0;

  for (int away = 1; away <= 30 && n < G_N_ELEMENTS (offer->better); away++)
    for (int side = -1; side <= 1 && n < G_N_ELEMENTS (offer->better); side += 2)
      {
        JalDate other = date + side * away;
        g_autoptr (JalAbsence) whole = find_absence (texts->known, JAL_ID_NONE, other, TRUE);

        if (other > jal_date_today () && whole == NULL && jal_court_calendar_is_open (texts->known->calendar, other))
          offer->better[n++] = other;
      }
}

/* @better: look for better dates nearby, too, which takes longer. */
static void
judge (Texts *texts, JalDate date, gboolean wants_better, JalScheduleOffer *offer)
{
  g_autoptr (GPtrArray) standing = NULL;
  g_autoptr (JalPlanRequest) request = jal_schedule_case_request (texts->known, &standing);
  g_autofree JalDate *planned = g_new (JalDate, standing->len + 1);
  g_autoptr (GArray) better = NULL;
  guint at = G_MAXUINT;
  JalOffer judged;

  judge_day (texts, date, offer);
  for (guint i = 0; i < standing->len; i++)
    {
      JalSession *session = g_ptr_array_index (standing, i);

      if (jal_id_equal (session->id, texts->session->id))
        at = i;
      /* Invariant 1. */
      planned[i] = at != G_MAXUINT && i > at && g_str_equal (session->state, "planned") ? JAL_DATE_NONE : session->date;
    }
  if (at != G_MAXUINT)
    {
      jal_offer_judge (request, planned, at, date, &judged);
      judge_neighbours (texts, request, &judged, at, planned);
    }
  judge_people (texts, date);
  if (at != G_MAXUINT)
    judge_loads (texts, date);
  judge_survivors (texts, date);
  judge_lateness (texts, date);
  judge_gap (texts, date);
  judge_horizon (texts, date);
  if (!wants_better)
    return;
  if (at == G_MAXUINT)
    {
      if (texts->clashes->len > 0)
        find_better_light (texts, date, offer);
      return;
    }
  /* Where it was meant to be before the court spoke is no reason to argue for another day. */
  g_array_index (request->sessions, JalPlanSession, at).ideal = date;
  better = jal_offer_better (request, planned, at, date, G_N_ELEMENTS (offer->better));
  for (guint i = 0; i < better->len; i++)
    offer->better[i] = g_array_index (better, JalOffer, i).date;
}

static void
clear_choice (gpointer data)
{
  g_free (((JalScheduleChoice *)data)->clash);
}

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const JalScheduleChoice *one = a, *other = b;

  return one->clear != other->clear ? (one->clear ? -1 : 1) : one->date - other->date;
}

static char **
take (GPtrArray **texts)
{
  g_ptr_array_add (*texts, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (texts), FALSE);
}

static JalScheduleOffer *
new_offer (const JalScheduleCase *known, JalSession *session, JalDate date, gboolean wants_better)
{
  Texts texts = { known, session, g_ptr_array_new (), g_ptr_array_new (), g_ptr_array_new (), g_ptr_array_new () };
  JalScheduleOffer *offer = g_new0 (JalScheduleOffer, 1);

  offer->date = date;
  for (guint i = 0; i < G_N_ELEMENTS (offer->better); i++)
    offer->better[i] = JAL_DATE_NONE;
  judge (&texts, date, wants_better, offer);
  offer->clear = texts.clashes->len == 0;
  offer->clashes = take (&texts.clashes);
  offer->advice = take (&texts.advice);
  offer->can_come = take (&texts.can_come);
  offer->cannot_come = take (&texts.cannot_come);
  return offer;
}

static gboolean
list_choices (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);

  if (session == NULL || !jal_schedule_case_read (tx, session->case_id, &known, error))
    return FALSE;
  call->choices = g_array_new (FALSE, TRUE, sizeof (JalScheduleChoice));
  g_array_set_clear_func (call->choices, clear_choice);
  for (JalDate date = MAX (call->date, jal_date_today () + 1); date <= call->to; date++)
    {
      g_autoptr (JalScheduleOffer) offer = NULL;
      JalScheduleChoice choice = { .date = date };

      if (!jal_court_calendar_is_open (known.calendar, date))
        continue;
      offer = new_offer (&known, session, date, FALSE);
      choice.clear = offer->clear;
      choice.clash = g_strdup (offer->clashes[0]);
      g_array_append_val (call->choices, choice);
    }
  g_array_sort (call->choices, compare_choices);
  return TRUE;
}

GArray *
jal_schedule_choices (JalStore *store, JalId session_id, JalDate from, JalDate to, GCancellable *cancellable, GError **error)
{
  Call call = { .session_id = session_id, .date = from, .to = MIN (to, from + 62) };

  g_return_val_if_fail (JAL_IS_STORE (store) && from <= to, NULL);

  if (jal_store_read (store, list_choices, &call, cancellable, error))
    return call.choices;
  g_clear_pointer (&call.choices, g_array_unref);
  return NULL;
}

static gboolean
make_offer (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);

  if (session == NULL || !jal_schedule_case_read (tx, session->case_id, &known, error))
    return FALSE;
  call->offer = new_offer (&known, session, call->date, TRUE);
  return TRUE;
}

JalScheduleOffer *
jal_schedule_offer (JalStore *store, JalId session_id, JalDate date, GCancellable *cancellable, GError **error)
{
  Call call = { .session_id = session_id, .date = date };

  g_return_val_if_fail (JAL_IS_STORE (store) && date != JAL_DATE_NONE, NULL);

  return jal_store_read (store, make_offer, &call, cancellable, error) ? call.offer : NULL;
}

void
jal_schedule_offer_free (JalScheduleOffer *offer)
{
  if (offer == NULL)
    return;
  g_strfreev (offer->clashes);
  g_strfreev (offer->advice);
  g_strfreev (offer->can_come);
  g_strfreev (offer->cannot_come);
  g_free (offer);
}
