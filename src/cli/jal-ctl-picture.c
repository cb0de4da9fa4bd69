/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of the schedule: as data, and the timeline on paper. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "bundle/jal-timeline-sheet.h"
#include "cli/jal-ctl.h"
#include "marks/jal-redactions.h"
#include "schedule/jal-diary.h"
#include "schedule/jal-lanes.h"
#include "schedule/jal-tasks.h"

static const JalCtlColumn lane_columns[] = {
  { "lane", N_ ("Lane") }, { "from", N_ ("From") }, { "to", N_ ("To") }, { "words", N_ ("What") }, { NULL },
};
static const JalCtlColumn diary_columns[] = {
  { "date", N_ ("Date") }, { "case", N_ ("Case") },   { "court", N_ ("Court") },
  { "kind", N_ ("Kind") }, { "clash", N_ ("Clash") }, { NULL },
};
static const JalCtlColumn agenda_columns[] = {
  { "next", N_ ("Next") }, { "overdue_tasks", N_ ("Overdue tasks") }, { "tasks", N_ ("Tasks") }, { NULL },
};
static const JalCtlColumn delay_columns[] = {
  { "adjourned", N_ ("Adjourned") }, { "days_lost", N_ ("Days lost") }, { "last_slip", N_ ("End later by") }, { NULL },
};

static gboolean
run_timeline (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) entries = NULL;
  JalId case_id;

  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || (entries = jal_lanes_list (ctl->store, case_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (entries)); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (G_LIST_MODEL (entries), i);

      json_builder_begin_object (builder);
      jal_ctl_put_string (builder, "lane", jal_lane_id (entry->lane));
      jal_ctl_put_date (builder, "from", entry->from);
      jal_ctl_put_date (builder, "to", entry->to);
      jal_ctl_put_string (builder, "style", entry->style);
      jal_ctl_put_string (builder, "label", entry->label);
      jal_ctl_put_string (builder, "words", entry->words);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, lane_columns);
  return TRUE;
}

static void
put_diary_entry (JsonBuilder *builder, JalDiaryEntry *entry)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", entry->session->id);
  jal_ctl_put_date (builder, "date", entry->session->date);
  jal_ctl_put_string (builder, "case", entry->owner->number != NULL ? entry->owner->number : entry->owner->title);
  jal_ctl_put_id (builder, "case_id", entry->owner->id);
  jal_ctl_put_string (builder, "court", entry->owner->court);
  jal_ctl_put_string (builder, "kind", entry->session->kind);
  jal_ctl_put_string (builder, "state", entry->session->state);
  jal_ctl_put_string (builder, "clash", entry->clash);
  json_builder_end_object (builder);
}

static void
put_diary (JsonBuilder *builder, GListModel *diary)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (diary); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (diary, i);

      put_diary_entry (builder, entry);
    }
  json_builder_end_array (builder);
}

static gboolean
run_diary (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) diary = NULL;
  JalDate from, to;

  if (!jal_ctl_get_date (ctl, "from", &from, error) || !jal_ctl_get_date (ctl, "to", &to, error)
      || (diary = jal_diary_list (ctl->store, from, to, ctl->cancellable, error)) == NULL)
    return FALSE;
  put_diary (builder, G_LIST_MODEL (diary));
  jal_ctl_print (ctl, builder, diary_columns);
  return TRUE;
}

static gboolean
run_agenda (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JalAgenda) agenda = NULL;
  guint days;

  if (!jal_ctl_get_number (ctl, "days", 1, 400, 7, &days, error)
      || (agenda = jal_agenda_read (ctl->store, days, ctl->cancellable, error)) == NULL)
    return FALSE;
  /* Lists for people, one value for scripts. */
  if (!ctl->json)
    {
      put_diary (builder, G_LIST_MODEL (agenda->sessions));
      jal_ctl_print (ctl, builder, diary_columns);
      g_clear_object (&builder);
      builder = json_builder_new ();
      jal_ctl_put_tasks (builder, G_LIST_MODEL (agenda->overdue));
      jal_ctl_print (ctl, builder, jal_ctl_task_columns);
      g_clear_object (&builder);
      builder = json_builder_new ();
      jal_ctl_put_tasks (builder, G_LIST_MODEL (agenda->tasks));
      jal_ctl_print (ctl, builder, jal_ctl_task_columns);
      return TRUE;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_date (builder, "today", agenda->today);
  json_builder_set_member_name (builder, "next");
  if (agenda->next != NULL)
    put_diary_entry (builder, agenda->next);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "unrecorded");
  put_diary (builder, G_LIST_MODEL (agenda->unrecorded));
  json_builder_set_member_name (builder, "sessions");
  put_diary (builder, G_LIST_MODEL (agenda->sessions));
  json_builder_set_member_name (builder, "overdue_tasks");
  jal_ctl_put_tasks (builder, G_LIST_MODEL (agenda->overdue));
  json_builder_set_member_name (builder, "tasks");
  jal_ctl_put_tasks (builder, G_LIST_MODEL (agenda->tasks));
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, agenda_columns);
  return TRUE;
}

static gboolean
run_delays (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JalDelays) delays = NULL;
  JalId case_id = JAL_ID_NONE;

  if ((jal_ctl_get_argument (ctl, 0) != NULL && !jal_ctl_get_id (ctl, "case", 0, &case_id, error))
      || (delays = jal_delays_read (ctl->store, case_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "adjourned", delays->n_adjourned);
  jal_ctl_put_number (builder, "vacated", delays->n_vacated);
  jal_ctl_put_number (builder, "days_lost", delays->days_lost);
  jal_ctl_put_number (builder, "last_slip", delays->last_slip);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < delays->reasons->len; i++)
    {
      const JalDelayReason *reason = &g_array_index (delays->reasons, JalDelayReason, i);

      json_builder_begin_object (builder);
      jal_ctl_put_string (builder, "reason", reason->reason);
      jal_ctl_put_number (builder, "count", reason->count);
      jal_ctl_put_number (builder, "vacated", reason->vacated);
      jal_ctl_put_number (builder, "days", reason->days);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sessions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < delays->entries->len; i++)
    {
      const JalDelayedSession *entry = &g_array_index (delays->entries, JalDelayedSession, i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", entry->session->id);
      jal_ctl_put_string (builder, "kind", entry->session->kind);
      jal_ctl_put_date (builder, "planned", entry->session->first_date);
      jal_ctl_put_date (builder, "date", entry->session->date);
      jal_ctl_put_number (builder, "days", entry->days);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, delay_columns);
  return TRUE;
}

/* --- On paper ------------------------------------------------------------------------------------------------- */

static gboolean
run_print (JalCtl *ctl, GError **error)
{
  const char *copy = jal_ctl_get_option (ctl, "copy"), *language = jal_ctl_get_option (ctl, "language");
  const char *paper = jal_ctl_get_option (ctl, "paper");
  JalTimelineSheet sheet = { .copy = JAL_TIMELINE_COUNSEL, .lang = JAL_LANG_EN };
  gboolean withheld = FALSE;
  JalId id;

  if (copy != NULL && !jal_timeline_copy_parse (copy, &sheet.copy))
    return jal_ctl_usage (error, _ ("--copy is counsel or court."));
  if (language != NULL && !jal_lang_parse (language, &sheet.lang))
    return jal_ctl_usage (error, _ ("--language is en or sw."));
  if (paper != NULL && !g_str_equal (paper, "a4") && !g_str_equal (paper, "a3"))
    return jal_ctl_usage (error, _ ("--paper is a4 or a3."));
  sheet.a3 = g_strcmp0 (paper, "a3") == 0;
  sheet.withheld = &withheld;
  if (!jal_ctl_get_id (ctl, "case", 0, &id, error)
      || !jal_timeline_sheet_save (ctl->store, id, &sheet, jal_ctl_get_option (ctl, "pdf"),
                                   jal_ctl_get_option (ctl, "replace") != NULL, ctl->cancellable, error))
    return FALSE;
  if (withheld)
    jal_ctl_warn (_ ("A protected name, or a word of one, was withheld in the number or the court of the case."));
  if (sheet.copy == JAL_TIMELINE_COUNSEL)
    {
      g_autoptr (GListStore) names = jal_protected_names_list (ctl->store, id, ctl->cancellable, error);

      if (names == NULL)
        return FALSE;
      if (g_list_model_get_n_items (G_LIST_MODEL (names)) > 0)
        jal_ctl_warn (_ ("This is counsel's own copy: names that the case protects are not withheld in it."));
    }
  return TRUE;
}

const JalCtlVerb jal_ctl_picture_verbs[] = {
  { "session", "timeline", "CASE", 1, 1, NULL, N_ ("The picture of a case as a list."), JAL_CTL_OPEN_VAULT, run_timeline },
  { "session", "diary", "", 0, 0, "from=DATE to=DATE", N_ ("Who is where: the sessions of all cases, clashes in words."),
    JAL_CTL_OPEN_VAULT, run_diary },
  { "session", "delays", "[CASE]", 0, 1, NULL, N_ ("Planned against real, and the days lost by each reason."),
    JAL_CTL_OPEN_VAULT, run_delays },
  { "agenda", NULL, "", 0, 0, "days=N", N_ ("What is next in all cases, and what is overdue."), JAL_CTL_OPEN_VAULT, run_agenda },
  { "session", "print", "CASE", 1, 1, "!pdf=FILE copy=counsel|court language=en|sw paper=a4|a3 replace",
    N_ ("The timeline of a case on one page."), JAL_CTL_OPEN_VAULT, run_print },
  { NULL },
};
