/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Planning a case's sessions, and planning them anew.
 *
 * 1. Only what a plan made and nobody fixed is planned anew: planned sessions that carry a template entry, and the plea,
 *    which the request itself dates. Sessions that are fixed, held or adjourned, and whatever the user added by hand, stay
 *    where they are.
 * 2. A kept session fills the entry of the template it came from, or else the nearest free entry of its kind, so that
 *    the count asked for is the count there will be.
 * 3. Mentions fill the gaps that CPC s.205 does not allow; they are light entries and are not counted.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "plan/jal-plan-template.h"
#include "record/jal-case-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-plan-private.h"
#include "schedule/jal-schedule-private.h"

typedef struct
{
  JalId case_id;
  const JalScheduleRequest *request;
  GListModel *proposal;
  JalScheduleCase known;
} Call;

static void
call_clear (Call *call)
{
  jal_schedule_case_clear (&call->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static gboolean
read_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return jal_schedule_case_read (tx, call->case_id, &call->known, error);
}

/* Rule 1. */
gboolean
jal_schedule_is_planned_anew (JalSession *session)
{
  if (session->template_entry == 0 && g_str_equal (session->kind, JAL_SESSION_KIND_PLEA))
    return jal_schedule_is_open (session);
  return session->template_entry >= 0 && g_str_equal (session->state, "planned");
}

/* Rule 2: which entry a kept, counted session fills; -1 for none. */
static int
find_entry (const JalPlanRequest *wanted, const gboolean *taken, JalSession *session)
{
  int best = -1;
  gint64 nearest = G_MAXINT64;

  if (session->template_entry >= 0 && (guint)session->template_entry < wanted->sessions->len
      && !taken[session->template_entry])
    return session->template_entry;
  for (guint i = 0; i < wanted->sessions->len; i++)
    {
      const JalPlanSession *entry = &g_array_index (wanted->sessions, JalPlanSession, i);
      gint64 distance = ABS ((gint64)entry->ideal - session->date);

      if (!taken[i] && g_str_equal (entry->kind->id, session->kind) && distance < nearest)
        {
          nearest = distance;
          best = (int)i;
        }
    }
  return best;
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

JalSession *
jal_schedule_new_session (JalId case_id, const JalSessionKind *kind, JalDate date, const char *purpose, int entry)
{
  JalSession *session = g_object_new (JAL_TYPE_SESSION, NULL);

  session->case_id = case_id;
  g_free (session->kind);
  session->kind = g_strdup (kind->id);
  g_free (session->state);
  /* The plea is where everything is counted from: its date is known. */
  session->state = g_strdup (g_str_equal (kind->id, JAL_SESSION_KIND_PLEA) ? "fixed" : "planned");
  session->date = date;
  session->counted = kind->counted;
  g_free (session->purpose);
  session->purpose = g_strdup (purpose != NULL ? purpose : "");
  session->template_entry = entry;
  session->first_date = date;
  return session;
}

JalSession *
jal_schedule_copy_session (JalSession *session)
{
  JalSession *copy = jal_schedule_new_session (session->case_id, jal_session_kind_find (session->kind), session->date,
                                               session->purpose, session->template_entry);

  copy->id = session->id;
  copy->minutes = session->minutes;
  g_free (copy->state);
  copy->state = g_strdup (session->state);
  copy->counted = session->counted;
  g_free (copy->place);
  copy->place = g_strdup (session->place);
  copy->reason = g_strdup (session->reason);
  g_free (copy->note);
  copy->note = g_strdup (session->note);
  copy->first_date = session->first_date;
  copy->resumes = session->resumes;
  copy->ordinal = session->ordinal;
  return copy;
}

/* A session that is planned anew keeps its identity, so that what hangs on it stays with it. */
static void
find_earlier_selves (JalScheduleDraft *draft)
{
  GListModel *sessions = G_LIST_MODEL (draft->known->sessions);
  guint n = draft->wanted->sessions->len, n_old = g_list_model_get_n_items (sessions);
  g_autofree gboolean *used = g_new0 (gboolean, n_old + 1);

  draft->earlier = g_new0 (JalId, n);
  /* The same entry where its kind is the same; then the next one of its kind: with another count the entries are others. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      for (guint old = 0; old < n_old && !draft->taken[i] && jal_id_is_none (draft->earlier[i]); old++)
        {
          g_autoptr (JalSession) session = g_list_model_get_item (sessions, old);

          if (used[old] || !session->counted || !jal_schedule_is_planned_anew (session) || (pass == 0 && session->template_entry != (int)i)
              || !g_str_equal (session->kind, g_array_index (draft->wanted->sessions, JalPlanSession, i).kind->id))
            continue;
          used[old] = TRUE;
          draft->earlier[i] = session->id;
        }
}

/* A delay is measured from the date the session was first planned on, however often it was planned anew; and what somebody wrote into it
   stays: only its day is planned. */
static void
keep_what_is_known (GListModel *sessions, JalSession *session)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (sessions, i);

      if (!jal_id_equal (old->id, session->id))
        continue;
      if (old->first_date != JAL_DATE_NONE)
        {
          session->first_date = old->first_date;
          session->resumes = old->resumes;
        }
      if (old->date == session->date)
        session->minutes = old->minutes;
      if (*old->purpose != '\0' && g_str_equal (old->kind, session->kind) && !jal_plan_template_has_purpose (old->purpose))
        set_text (&session->purpose, old->purpose);
      set_text (&session->place, old->place);
      set_text (&session->note, old->note);
    }
}

int
jal_schedule_compare_dates (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalSession *first = a, *second = b;

  if (first->date != second->date)
    return first->date < second->date ? -1 : 1;
  if (first->template_entry != second->template_entry)
    return first->template_entry < second->template_entry ? -1 : 1;
  return jal_id_compare (first->id, second->id);
}

/* Puts the kept sessions into the request and into @proposal. */
static void
keep_sessions (GListModel *sessions, JalPlanRequest *wanted, gboolean *taken, GListStore *proposal)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      int entry;

      if (jal_schedule_is_planned_anew (session))
        continue;
      g_list_store_append (proposal, session);
      if (!session->counted || !jal_schedule_stands (session) || g_str_equal (session->state, "adjourned"))
        continue;
      entry = find_entry (wanted, taken, session);
      if (entry < 0)
        continue;
      taken[entry] = TRUE;
      g_array_index (wanted->sessions, JalPlanSession, entry).fixed = session->date;
      g_array_index (wanted->sessions, JalPlanSession, entry).held = g_str_equal (session->state, "held");
    }
}

static JalDate
find_kept_plea (GListModel *sessions, JalDate otherwise, gboolean *held)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (g_str_equal (session->kind, JAL_SESSION_KIND_PLEA) && jal_schedule_stands (session) && !jal_schedule_is_planned_anew (session)
          && !g_str_equal (session->state, "adjourned"))
        {
          *held = g_str_equal (session->state, "held");
          return session->date;
        }
    }
  return otherwise;
}

void
jal_schedule_number (GListModel *sessions)
{
  guint ordinal = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      session->ordinal = session->counted && jal_schedule_stands (session) ? ++ordinal : 0;
      g_clear_pointer (&session->warning, g_free);
    }
}

/* What is still to come lies ahead of today. Only where that leaves no plan at all, for a case that is written down long
   after it was tried, are past days taken. */
void
jal_schedule_draft_start_today (JalScheduleDraft *draft)
{
  JalDate earliest = draft->wanted->earliest;
  g_autoptr (JalPlan) plan = NULL;

  draft->wanted->earliest = earliest == JAL_DATE_NONE ? jal_date_today () : MAX (earliest, jal_date_today ());
  plan = jal_planner_solve (draft->wanted, NULL, NULL);
  if (plan == NULL)
    draft->wanted->earliest = earliest;
}

/* Whom each session of the request needs. */
static void
need_people (JalScheduleDraft *draft)
{
  for (guint i = 0; i < draft->wanted->sessions->len; i++)
    {
      JalPlanSession *entry = &g_array_index (draft->wanted->sessions, JalPlanSession, i);
      g_autoptr (JalSession) like = jal_schedule_new_session (draft->known->case_id, entry->kind, entry->ideal, NULL, (int)i);

      like->id = draft->earlier[i];
      jal_schedule_case_add_people (draft->known, entry, like);
    }
}

gboolean
jal_schedule_draft_init (JalScheduleDraft *draft, const JalScheduleCase *known, const JalScheduleRequest *request, GError **error)
{
  gboolean held = FALSE;
  JalDate plea = find_kept_plea (G_LIST_MODEL (known->sessions), request->from, &held);
  JalCourtDay day;

  *draft = (JalScheduleDraft){ .known = known, .request = request, .wanted = jal_plan_request_new (known->calendar),
                               .proposal = g_list_store_new (JAL_TYPE_SESSION) };
  /* Without this a plea of a mistyped century is planned on the first court day the calendar knows. */
  jal_court_calendar_classify (known->calendar, plea, &day);
  if (day.type == JAL_COURT_DAY_OUT_OF_RANGE)
    {
      g_autofree char *reason = jal_schedule_closed_reason (known->calendar, plea);

      return jal_schedule_refuse (error, "%s", reason);
    }
  if (!jal_plan_template_fill (draft->wanted, plea, held, request->n_sessions, (int)request->months_min, (int)request->months_max, error))
    return FALSE;
  jal_schedule_case_fill (known, draft->wanted);
  draft->taken = g_new0 (gboolean, draft->wanted->sessions->len);
  keep_sessions (G_LIST_MODEL (known->sessions), draft->wanted, draft->taken, draft->proposal);
  find_earlier_selves (draft);
  need_people (draft);
  return TRUE;
}

GListStore *
jal_schedule_draft_finish (JalScheduleDraft *draft, const JalPlan *plan)
{
  const JalScheduleCase *known = draft->known;
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);

  for (guint i = 0; i < plan->sessions->len; i++)
    {
      const JalPlanSession *entry = &g_array_index (draft->wanted->sessions, JalPlanSession, i);
      g_autoptr (JalSession) session = NULL;

      if (draft->taken[i])
        continue;
      session = jal_schedule_new_session (known->case_id, entry->kind, g_array_index (plan->sessions, JalPlannedSession, i).date,
                                          entry->purpose[lang], (int)i);
      session->id = draft->earlier[i];
      keep_what_is_known (G_LIST_MODEL (known->sessions), session);
      g_list_store_append (draft->proposal, session);
    }
  g_list_store_sort (draft->proposal, jal_schedule_compare_dates, NULL);
  if (!draft->request->no_mentions)
    jal_schedule_fill_mentions (known, draft->proposal);
  jal_schedule_number (G_LIST_MODEL (draft->proposal));
  jal_schedule_fill_warnings (known, G_LIST_MODEL (draft->proposal));
  return g_object_ref (draft->proposal);
}

void
jal_schedule_draft_clear (JalScheduleDraft *draft)
{
  g_clear_pointer (&draft->wanted, jal_plan_request_free);
  g_clear_pointer (&draft->taken, g_free);
  g_clear_pointer (&draft->earlier, g_free);
  g_clear_object (&draft->proposal);
}

static GListStore *
make_proposal (Call *call, GError **error)
{
  g_auto (JalScheduleDraft) draft = { 0 };
  g_autoptr (JalPlan) plan = NULL;

  if (!jal_schedule_draft_init (&draft, &call->known, call->request, error))
    return NULL;
  jal_schedule_draft_start_today (&draft);
  plan = jal_planner_solve (draft.wanted, NULL, error);
  return plan != NULL ? jal_schedule_draft_finish (&draft, plan) : NULL;
}

void
jal_schedule_turn_into_refusal (GError **error)
{
  if (error != NULL && *error != NULL && (*error)->domain == JAL_PLAN_ERROR)
    {
      (*error)->domain = JAL_STORE_ERROR;
      (*error)->code = JAL_STORE_ERROR_REFUSED;
    }
}

static gboolean
check_request (const JalScheduleRequest *request, GError **error)
{
  if (request->from < JAL_DATE_MIN || request->from > JAL_DATE_MAX)
    return jal_schedule_refuse (error, _ ("A plan starts from the date of plea."));
  if (request->months_min < 1 || request->months_min > request->months_max || request->months_max > 120)
    return jal_schedule_refuse (error, _ ("The plan's length is given in months, the shorter first: 36 to 48."));
  return TRUE;
}

GListStore *
jal_schedule_propose (JalStore *store, JalId case_id, const JalScheduleRequest *request, GCancellable *cancellable, GError **error)
{
  g_auto (Call) call = { .case_id = case_id, .request = request };
  GListStore *proposal;

  g_return_val_if_fail (JAL_IS_STORE (store) && request != NULL, NULL);

  if (!check_request (request, error) || !jal_store_read (store, read_case, &call, cancellable, error))
    return NULL;
  proposal = make_proposal (&call, error);
  if (proposal == NULL)
    jal_schedule_turn_into_refusal (error);
  return proposal;
}

/* --- What is asked for by itself ------------------------------------------------------------------------------- */

/* A day in court hears so many witnesses; a survivor has a day of her own. A proposal of this project. */
#define WITNESSES_A_DAY 3

/* How many days of witnesses the people of the case need, and how many people testify. */
static guint
count_days (const JalScheduleCase *known, guint *testify)
{
  guint survivors = 0, others = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      survivors += g_str_equal (person->role, "survivor");
      others += g_str_equal (person->role, "witness") || g_str_equal (person->role, "investigator");
    }
  *testify = survivors + others;
  return survivors + (others + WITNESSES_A_DAY - 1) / WITNESSES_A_DAY;
}

/* The same in the template. */
static guint
count_template_days (void)
{
  const JalTemplate *template = jal_template_get ();
  guint days = 0;

  for (guint i = 0; i < template->n_items; i++)
    days += template->items[i].kind->demanding && !g_str_equal (template->items[i].kind->id, "defence_hearing");
  return days;
}

gboolean
jal_schedule_suggest (JalStore *store, JalId case_id, JalScheduleRequest *request, char **why, GCancellable *cancellable, GError **error)
{
  g_auto (Call) call = { .case_id = case_id };
  const JalTemplate *template = jal_template_get ();
  guint days, testify, usual = count_template_days ();

  g_return_val_if_fail (JAL_IS_STORE (store) && request != NULL && why != NULL, FALSE);

  if (!jal_store_read (store, read_case, &call, cancellable, error))
    return FALSE;
  days = count_days (&call.known, &testify);
  *request = (JalScheduleRequest){ .from = call.known.owner->plea_date,
                                   .n_sessions = call.known.n_sessions,
                                   .months_min = call.known.months_min,
                                   .months_max = call.known.months_max };
  if (call.known.planned_before)
    *why = g_strdup_printf (ngettext ("%u session, as the case was planned before", "%u sessions, as the case was planned before",
                                      request->n_sessions),
                            request->n_sessions);
  else if (days > usual)
    {
      request->n_sessions = MIN (template->n_items + days - usual, template->most);
      *why = g_strdup_printf (ngettext ("%u session: %u people testify, three on a day, a survivor on a day of her own",
                                        "%u sessions: %u people testify, three on a day, a survivor on a day of her own",
                                        request->n_sessions),
                              request->n_sessions, testify);
    }
  else
    *why = g_strdup_printf (ngettext ("%u session, as usual; more when more people testify", "%u sessions, as usual; more when more people testify",
                                      request->n_sessions),
                            request->n_sessions);
  return TRUE;
}

/* --- What a proposal leaves out ----------------------------------------------------------------------------- */

static gboolean
stands_in (GListModel *proposal, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (proposal); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (proposal, i);

      if (jal_id_equal (session->id, id))
        return TRUE;
    }
  return FALSE;
}

char *
jal_schedule_say_left_out (GListModel *before, GListModel *proposal)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (before, i);
      gboolean own = *old->note != '\0' || *old->place != '\0' || (*old->purpose != '\0' && !jal_plan_template_has_purpose (old->purpose));

      n += own && old->counted && jal_schedule_is_planned_anew (old) && !stands_in (proposal, old->id);
    }
  return n == 0 ? NULL
                : g_strdup_printf (ngettext ("%u planned session with words of yours has no place in this plan and goes; Undo brings it back.",
                                             "%u planned sessions with words of yours have no place in this plan and go; Undo brings them back.", n),
                                   n);
}

/* --- Keeping a proposal -------------------------------------------------------------------------------------- */

static gboolean
keep_one (JalTx *tx, Call *call, JalSession *session, GError **error)
{
  g_autofree char *reason = NULL;

  if (!jal_id_is_none (session->id) && !jal_schedule_is_planned_anew (session))
    return TRUE;
  reason = jal_schedule_closed_reason (call->known.calendar, session->date);
  if (reason != NULL)
    return jal_schedule_refuse (error, "%s", reason);
  if (!jal_id_is_none (session->id))
    return jal_session_rows_update (tx, session, error);
  session->id = jal_id_new ();
  return jal_session_rows_insert (tx, session, error);
}

static gboolean
write_call (JalTx *tx, Call *call, GError **error)
{
  if (!read_case (tx, call, error))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (call->known.sessions)); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (call->known.sessions), i);

      if (jal_schedule_is_planned_anew (old) && !stands_in (call->proposal, old->id) && !jal_tx_delete (tx, "court_session", old->id, error))
        return FALSE;
    }
  for (guint i = 0; i < g_list_model_get_n_items (call->proposal); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (call->proposal, i);

      if (!keep_one (tx, call, session, error))
        return FALSE;
      if (g_str_equal (session->kind, JAL_SESSION_KIND_PLEA) && jal_schedule_stands (session))
        call->known.owner->plea_date = session->date;
    }
  return jal_case_rows_update (tx, call->known.owner, error)
         && jal_schedule_write_plan (tx, call->case_id, call->request->n_sessions, call->request->months_min,
                                     call->request->months_max, error);
}

gboolean
jal_schedule_write_proposal (JalTx *tx, JalId case_id, const JalScheduleRequest *request, GListModel *proposal, GError **error)
{
  g_auto (Call) call = { .case_id = case_id, .request = request, .proposal = proposal };

  return write_call (tx, &call, error);
}

static gboolean
accept_proposal (JalTx *tx, gpointer data, GError **error)
{
  return write_call (tx, data, error);
}

gboolean
jal_schedule_accept (JalStore *store, JalId case_id, const JalScheduleRequest *request, GListModel *proposal, GError **error)
{
  g_auto (Call) call = { .case_id = case_id, .request = request, .proposal = proposal };
  JalAct act = { .verb = "session.plan", .label = N_ ("plan of sessions"), .case_id = case_id, .subject_id = case_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && G_IS_LIST_MODEL (proposal), FALSE);

  return jal_store_act (store, &act, accept_proposal, &call, NULL, error);
}
