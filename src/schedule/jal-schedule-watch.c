/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has to be watched over the years of a case, each with its source: a magistrate who changed, a child who comes of
 * age before testifying, a survivor who would testify twice, a case that runs over its months, the day an appeal has to be filed. Said beside the session it
 * concerns.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-private.h"

#define CHILD_YEARS 18 /* Constitution of Kenya, article 260 */

static void
add_warning (JalSession *session, char *sentence)
{
  char *before = session->warning;

  session->warning = before == NULL ? g_strdup (sentence) : g_strconcat (before, "\n", sentence, NULL);
  g_free (before);
  g_free (sentence);
}

static gboolean
is_judged (JalSession *session)
{
  return g_str_equal (session->kind, "judgment") || g_str_equal (session->kind, "sentencing");
}

char *
jal_schedule_of_age_text (const JalScheduleCase *known, JalSession *session, JalPerson *person, JalDate date)
{
  JalDate birthday = person->born != JAL_DATE_NONE ? jal_date_add_months (person->born, 12 * CHILD_YEARS) : JAL_DATE_NONE;
  g_autofree char *words = NULL;

  if (birthday == JAL_DATE_NONE || birthday <= jal_date_today () || date < birthday
      || !(g_str_equal (person->role, "survivor") || g_str_equal (person->role, "witness"))
      || !jal_schedule_needs (known, session, person))
    return NULL;
  words = jal_schedule_date_text (birthday);
  return g_strdup_printf (_ ("%s turns 18 on %s, before testifying: the protection of a child witness ends then "
                             "(Constitution art. 260; Sexual Offences Act s.31). Ask for an earlier date."),
                          jal_person_get_label (person), words);
}

/* The testimony that is still to come of somebody who is a child today. */
static void
watch_ages (const JalScheduleCase *known, GListModel *sessions)
{
  for (guint p = 0; p < g_list_model_get_n_items (G_LIST_MODEL (known->people)); p++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), p);

      for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
        {
          g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
          char *sentence;

          if (!jal_schedule_is_open (session))
            continue;
          sentence = jal_schedule_of_age_text (known, session, person, session->date);
          if (sentence == NULL)
            continue;
          add_warning (session, sentence);
          break;
        }
    }
}

/* The day on which @survivor gave all her evidence before @session, or JAL_DATE_NONE. */
static JalDate
find_heard (const JalScheduleCase *known, JalSession *session, JalPerson *survivor)
{
  for (guint i = 0; i < known->called->len; i++)
    {
      const JalCalled *called = &g_array_index (known->called, JalCalled, i);

      if (!called->heard || !jal_id_equal (called->person_id, survivor->id))
        continue;
      for (guint s = 0; s < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); s++)
        {
          g_autoptr (JalSession) other = g_list_model_get_item (G_LIST_MODEL (known->sessions), s);

          if (jal_id_equal (other->id, called->session_id) && !jal_id_equal (other->id, session->id) && !jal_schedule_is_open (other))
            return other->date;
        }
    }
  return JAL_DATE_NONE;
}

/* Another day before @session on which @survivor is to testify, or JAL_DATE_NONE. */
static JalDate
find_other_day (const JalScheduleCase *known, GListModel *sessions, JalSession *session, JalPerson *survivor)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) other = g_list_model_get_item (sessions, i);

      if (!jal_id_is_none (other->id) && !jal_id_equal (other->id, session->id) && other->date <= session->date && other->counted
          && jal_schedule_is_open (other) && jal_schedule_needs (known, other, survivor))
        return other->date;
    }
  return JAL_DATE_NONE;
}

char *
jal_schedule_twice_text (const JalScheduleCase *known, GListModel *sessions, JalSession *session, JalPerson *survivor)
{
  JalDate heard, other;
  g_autofree char *words = NULL;

  if (!g_str_equal (survivor->role, "survivor") || !session->counted || !jal_schedule_is_open (session)
      || !jal_schedule_needs (known, session, survivor))
    return NULL;
  heard = find_heard (known, session, survivor);
  other = heard == JAL_DATE_NONE ? find_other_day (known, sessions, session, survivor) : JAL_DATE_NONE;
  if (heard == JAL_DATE_NONE && other == JAL_DATE_NONE)
    return NULL;
  words = jal_schedule_date_text (heard != JAL_DATE_NONE ? heard : other);
  return g_strdup_printf (heard != JAL_DATE_NONE
                              ? _ ("%s was heard on %s and would have to testify a second time. Ask that the evidence stand, or take "
                                   "the call out.")
                              : _ ("%s is to testify on %s already: ask that it be done on one day."),
                          jal_person_get_label (survivor), words);
}

/* A survivor testifies once. */
static void
watch_twice (const JalScheduleCase *known, GListModel *sessions)
{
  for (guint p = 0; p < g_list_model_get_n_items (G_LIST_MODEL (known->people)); p++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), p);

      for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
        {
          g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
          char *sentence = jal_schedule_twice_text (known, sessions, session, person);

          if (sentence != NULL)
            add_warning (session, sentence);
        }
    }
}

/* CPC s.200(3): the accused may ask that witnesses be heard again. Said beside the next session, while there is one. */
static void
watch_magistrate (const JalScheduleCase *known, GListModel *sessions)
{
  JalDate change = JAL_DATE_NONE;
  g_autofree char *words = NULL;
  guint heard = 0;

  for (guint p = 0; p < g_list_model_get_n_items (G_LIST_MODEL (known->people)); p++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), p);

      if (g_str_equal (person->role, "magistrate") && person->since != JAL_DATE_NONE)
        change = MAX (change, person->since);
    }
  if (change == JAL_DATE_NONE)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      const JalSessionKind *kind = jal_session_kind_find (session->kind);

      if (g_str_equal (session->state, "held") && kind != NULL && kind->demanding)
        {
          heard += session->date < change;
          /* Another day of witnesses under the new magistrate: it was settled how to go on. */
          if (session->date >= change)
            return;
        }
    }
  if (heard == 0)
    return;
  words = jal_schedule_date_text (change);
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!jal_schedule_is_open (session) || !session->counted || session->date < jal_date_today ())
        continue;
      add_warning (session,
                   g_strdup_printf (ngettext ("The magistrate changed on %s after %u day of witnesses: the accused may ask that they be "
                                              "recalled (CPC s.200(3)). Prepare an application to protect the survivor.",
                                              "The magistrate changed on %s after %u days of witnesses: the accused may ask that they be "
                                              "recalled (CPC s.200(3)). Prepare an application to protect the survivor.",
                                              heard),
                                    words, heard));
      return;
    }
}

/* The day the magistrate leaves this case, while no successor is entered. Said beside the first
   session that comes after it, when witnesses are heard before. */
static void
watch_leaving (const JalScheduleCase *known, GListModel *sessions)
{
  JalDate leaves = JAL_DATE_NONE;
  g_autofree char *words = NULL;
  gboolean heard = FALSE;

  for (guint p = 0; p < g_list_model_get_n_items (G_LIST_MODEL (known->people)); p++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), p);

      if (!g_str_equal (person->role, "magistrate"))
        continue;
      /* Somebody stays, or follows. */
      if (person->until == JAL_DATE_NONE)
        return;
      leaves = MAX (leaves, person->until);
    }
  if (leaves == JAL_DATE_NONE)
    return;
  words = jal_schedule_date_text (leaves);
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      const JalSessionKind *kind = jal_session_kind_find (session->kind);

      if (!jal_schedule_stands (session) || g_str_equal (session->state, "adjourned"))
        continue;
      heard = heard || (kind != NULL && kind->demanding && session->date <= leaves);
      if (session->date <= leaves || !session->counted || !jal_schedule_is_open (session))
        continue;
      if (heard)
        add_warning (session, g_strdup_printf (_ ("The magistrate's last day is %s: after it the accused may ask that witnesses be recalled "
                                                  "(CPC s.200(3)). Ask that they all be heard before, or prepare an application to protect "
                                                  "the survivor."),
                                               words));
      return;
    }
}

/* The months the case was planned for. */
static void
watch_horizon (const JalScheduleCase *known, GListModel *sessions)
{
  JalDate plea = known->owner->plea_date;
  JalDate end = plea != JAL_DATE_NONE ? jal_date_add_months (plea, (int)known->months_max) : JAL_DATE_NONE;

  for (guint i = g_list_model_get_n_items (sessions); end != JAL_DATE_NONE && i-- > 0;)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!session->counted || !jal_schedule_is_open (session))
        continue;
      if (session->date > end)
        add_warning (session, g_strdup_printf (_ ("The case would end later than the %u months after the plea it was planned for."),
                                               known->months_max));
      return;
    }
}

/* CPC s.349: fourteen days from the sentence or order. */
static void
watch_appeal (GListModel *sessions)
{
  int days = jal_time_limits_get ()->appeal_days;

  for (guint i = g_list_model_get_n_items (sessions); i-- > 0;)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      g_autofree char *words = NULL;

      if (!is_judged (session) || !g_str_equal (session->state, "held"))
        continue;
      if (session->date + days >= jal_date_today ())
        {
          words = jal_schedule_date_text (session->date + days);
          add_warning (session, g_strdup_printf (_ ("An appeal has to be filed by %s: %d days (CPC s.349)."), words, days));
        }
      return;
    }
}

void
jal_schedule_fill_case_warnings (const JalScheduleCase *known, GListModel *sessions)
{
  jal_schedule_fill_warnings (known, sessions);
  watch_ages (known, sessions);
  watch_twice (known, sessions);
  watch_magistrate (known, sessions);
  watch_leaving (known, sessions);
  watch_horizon (known, sessions);
  watch_appeal (sessions);
}
