/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The verbs on dates and people: one GAction each, over whatever page has the case and the selected session. */
#include "app/timeline/jal-court-verbs.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-people-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-calendar-files.h"
#include "app/timeline/jal-change-dialog.h"
#include "app/timeline/jal-outcome-form.h"
#include "app/timeline/jal-plan-all.h"
#include "app/timeline/jal-usual-tasks-dialog.h"
#include "app/timeline/jal-weights-form.h"
#include "schedule/jal-schedule.h"

#define HOST "jal-court-verbs-host"

static const JalCourtVerbsHost *
host_of (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), HOST);
}

static void
enable (GSimpleActionGroup *actions, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (actions), name)), enabled);
}

static void
changed_cb (GtkWidget *page, gpointer data)
{
  host_of (page)->changed (page, data);
}

static void
people_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const JalCourtVerbsHost *host = host_of (data);

  jal_people_dialog_present (data, host->get_store (data), host->get_case (data)->id, changed_cb, NULL);
}

static void
said_cb (GtkWidget *page, const char *said)
{
  host_of (page)->changed (page, said);
}

static void
offer_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (JalSession) session = host_of (data)->dup_selected (data);

  if (session != NULL)
    jal_change_dialog_offer (data, host_of (data)->get_store (data), session, said_cb);
}

static void
adjourn_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (JalSession) session = host_of (data)->dup_selected (data);

  if (session != NULL)
    jal_change_dialog_adjourn (data, host_of (data)->get_store (data), session, NULL, NULL, said_cb);
}

static void
outcome_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (JalSession) session = host_of (data)->dup_selected (data);

  if (session != NULL)
    jal_outcome_form_present (data, host_of (data)->get_store (data), session, said_cb);
}

static void
weights_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_weights_form_present (data, host_of (data)->get_store (data), said_cb);
}

static void
usual_changed_cb (GtkWidget *page)
{
  host_of (page)->changed (page, NULL);
}

static void
usual_tasks_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (JalSession) session = host_of (data)->dup_selected (data);

  jal_usual_tasks_dialog_present (data, host_of (data)->get_store (data), session != NULL ? session->kind : NULL, usual_changed_cb);
}

static void
plan_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_plan_all_present (data, host_of (data)->get_store (data), said_cb);
}

static void
calendar_out_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_calendar_files_save (data, host_of (data)->get_store (data), host_of (data)->get_case (data));
}

static void
calendar_in_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_calendar_files_take_in (data, host_of (data)->get_store (data), host_of (data)->get_case (data), said_cb);
}

static void
vacate_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (JalSession) session = host_of (data)->dup_selected (data);

  if (session != NULL)
    jal_change_dialog_vacate (data, host_of (data)->get_store (data), session, NULL, NULL, said_cb);
}

void
jal_court_verbs_update (GtkWidget *page, GSimpleActionGroup *actions)
{
  const JalCourtVerbsHost *host = host_of (page);
  gboolean has_case = host->get_store (page) != NULL && host->get_case (page) != NULL;

  g_autoptr (JalSession) session = has_case ? host->dup_selected (page) : NULL;
  gboolean is_open = session != NULL && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed"));

  enable (actions, "people", has_case);
  enable (actions, "outcome", is_open);
  enable (actions, "offer", is_open);
  enable (actions, "adjourn", is_open);
  enable (actions, "vacate", is_open);
  enable (actions, "weights", has_case);
  enable (actions, "usual-tasks", has_case);
  enable (actions, "plan-all", has_case);
  enable (actions, "calendar-out", has_case);
  enable (actions, "calendar-in", has_case);
}

void
jal_court_verbs_install (GtkWidget *page, GSimpleActionGroup *actions, const JalCourtVerbsHost *host)
{
  static const GActionEntry entries[] = {
    { .name = "people", .activate = people_activated },   { .name = "offer", .activate = offer_activated },
    { .name = "adjourn", .activate = adjourn_activated }, { .name = "vacate", .activate = vacate_activated },
    { .name = "weights", .activate = weights_activated }, { .name = "usual-tasks", .activate = usual_tasks_activated }, { .name = "plan-all", .activate = plan_all_activated },
    { .name = "calendar-out", .activate = calendar_out_activated },
    { .name = "calendar-in", .activate = calendar_in_activated },
    { .name = "outcome", .activate = outcome_activated },
  };

  g_object_set_data (G_OBJECT (page), HOST, (gpointer)host);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), page);
}
