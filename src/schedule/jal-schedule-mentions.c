/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light entries that fill the gaps CPC s.205 does not allow, and that follow when what is between them moves. Where the
   ones that are there still do, they stay: people have them in their diaries. */
#define G_LOG_DOMAIN "jal-schedule"

#include "law/jal-session-kind.h"
#include "plan/jal-mentions.h"
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

/* Whether @mentions (JalSession) leave no gap over @limit between @from and @to, and none is too many. */
static gboolean
still_do (GPtrArray *mentions, JalDate from, JalDate to, int limit)
{
  JalDate here = from;

  if (mentions->len != (guint)((to - from - 1) / limit))
    return FALSE;
  for (guint i = 0; i < mentions->len; i++)
    {
      JalDate date = ((JalSession *)g_ptr_array_index (mentions, i))->date;

      if (date - here > limit)
        return FALSE;
      here = date;
    }
  return to - here <= limit;
}

static void
fill_gap (GListStore *sessions, GPtrArray *spare, JalCourtCalendar *calendar, JalId case_id, JalDate from, JalDate to,
          gboolean in_custody)
{
  int limit = jal_mentions_limit (in_custody);
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();
  g_autoptr (GArray) days = NULL;

  for (guint i = 0; i < spare->len; i++)
    {
      JalSession *mention = g_ptr_array_index (spare, i);

      if (mention->date > from && mention->date < to && jal_court_calendar_is_open (calendar, mention->date))
        g_ptr_array_add (inside, mention);
    }
  if (still_do (inside, from, to, limit))
    {
      for (guint i = 0; i < inside->len; i++)
        {
          g_list_store_append (sessions, g_ptr_array_index (inside, i));
          g_ptr_array_remove (spare, g_ptr_array_index (inside, i));
        }
      return;
    }
  days = jal_mentions_propose (calendar, from, to, in_custody);
  for (guint i = 0; i < days->len; i++)
    {
      g_autoptr (JalSession) mention = NULL;
      JalSession *earlier = inside->len > i ? g_ptr_array_index (inside, i) : NULL;

      mention = jal_schedule_new_session (case_id, jal_session_kind_find (JAL_SESSION_KIND_MENTION),
                                          g_array_index (days, JalDate, i), NULL, JAL_SCHEDULE_MENTION_ENTRY);
      if (earlier != NULL)
        {
          mention->id = earlier->id;
          g_ptr_array_remove (spare, earlier);
        }
      g_list_store_append (sessions, mention);
    }
}

void
jal_schedule_fill_mentions (GListStore *sessions, JalCourtCalendar *calendar, JalId case_id, gboolean in_custody)
{
  g_autoptr (GPtrArray) spare = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) dates = g_array_new (FALSE, FALSE, sizeof (JalDate));
  JalDate today = jal_date_today ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (jal_schedule_is_auto_mention (session) && session->date >= today)
        {
          g_ptr_array_add (spare, g_steal_pointer (&session));
          g_list_store_remove (sessions, i--);
        }
      else if (is_entry (session))
        g_array_append_val (dates, session->date);
    }
  for (guint i = 1; i < dates->len; i++)
    {
      JalDate from = MAX (g_array_index (dates, JalDate, i - 1), today), to = g_array_index (dates, JalDate, i);

      if (to >= today && to > from)
        fill_gap (sessions, spare, calendar, case_id, from, to, in_custody);
    }
  g_list_store_sort (sessions, jal_schedule_compare_dates, NULL);
}
