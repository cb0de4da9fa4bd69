/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The verbs of the timeline: each an action. */
#include "app/timeline/jal-timeline-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-calendar-dialog.h"
#include "app/timeline/jal-court-verbs.h"
#include "app/timeline/jal-plan-dialog.h"
#include "app/timeline/jal-session-dialog.h"
#include "app/timeline/jal-timeline-paper.h"
#include "schedule/jal-schedule.h"

static void
plan_kept_cb (GtkWidget *inside, gpointer data)
{
  jal_timeline_page_changed (inside, (gpointer)_ ("The plan was kept"));
}

static void
session_kept_cb (GtkWidget *inside, gpointer data)
{
  jal_timeline_page_changed (inside, (gpointer)_ ("The session was saved"));
}

static void
session_off_cb (GtkWidget *inside, const char *said)
{
  jal_timeline_page_changed (inside, (gpointer)said);
}

static void
plan_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_plan_dialog_present (GTK_WIDGET (self), self->store, self->court_case, self->sessions, plan_kept_cb, NULL);
}

static void
add_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, NULL, JAL_DATE_NONE, session_kept_cb, session_off_cb, NULL);
}

static void
open_dialog (JalTimelinePage *self, JalSession *session, JalDate date)
{
  if (self->store != NULL && self->court_case != NULL)
    jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, session, date, session_kept_cb, session_off_cb, NULL);
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  g_autoptr (JalSession) session = jal_timeline_page_dup_selected (self);

  if (session != NULL)
    jal_timeline_page_open_card (self, session);
}

static void
print_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_timeline_paper_present (GTK_WIDGET (self), self->store, self->court_case, TRUE);
}

static void
save_pdf_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_timeline_paper_present (GTK_WIDGET (self), self->store, self->court_case, FALSE);
}

static void
delays_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "card") == 0)
    jal_timeline_page_leave_card (self);
  jal_timeline_page_end_move (self);
  jal_delay_view_show (self->delays, self->store, self->court_case->id);
  gtk_stack_set_visible_child_name (self->stack, "delays");
  gtk_widget_child_focus (GTK_WIDGET (self->delays), GTK_DIR_TAB_FORWARD);
}

static void
leave_delays_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id = self->selected;

  jal_timeline_page_show_picture (self);
  jal_timeline_axis_focus_session (self->axis, id);
}

/* Its card, from elsewhere: now, or as soon as it has been read. */
static void
open_session_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id;

  if (!jal_id_parse (g_variant_get_string (parameter, NULL), &id))
    return;
  self->wanted = id;
  jal_timeline_page_refresh (JAL_CASE_PAGE (self));
}

static void
leave_card_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_timeline_page_leave_card (data);
}

static void
zoom_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  JalTimelinePage *self = data;
  const char *zoom = g_variant_get_string (state, NULL);

  g_simple_action_set_state (action, state);
  jal_timeline_axis_set_zoom (self->axis, g_str_equal (zoom, "year") ? JAL_AXIS_ZOOM_YEAR
                                          : g_str_equal (zoom, "quarter") ? JAL_AXIS_ZOOM_QUARTER
                                                                          : JAL_AXIS_ZOOM_WHOLE);
  jal_timeline_axis_show_date (self->axis, jal_date_today ());
}

static void
edit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  g_autoptr (JalSession) session = jal_timeline_page_dup_selected (self);

  if (session != NULL)
    open_dialog (self, session, JAL_DATE_NONE);
}

static void
calendar_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_calendar_dialog_present (GTK_WIDGET (self), self->store);
}

static gpointer
state_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalTimelineCall *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.state = call->state;
  jal_schedule_update (call->store, call->session_id, &draft, error);
  return NULL;
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalTimelineCall *call = data;

  jal_schedule_remove (call->store, call->session_id, error);
  return NULL;
}

static void
state_set_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_timeline_page_changed (owner, (gpointer)_ ("The session was saved"));
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_timeline_page_changed (owner, (gpointer)_ ("The session was removed"));
}

static void
set_state (JalTimelinePage *self, const char *state)
{
  JalTimelineCall *call = jal_timeline_page_new_call (self);

  call->state = state;
  jal_task_run (self, state_work, state_work, call, jal_timeline_page_free_call, NULL, state_set_cb);
}

static void
fix_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  set_state (data, "fixed");
}

static void
hold_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  set_state (data, "held");
}

static void
remove_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_task_run (self, remove_work, remove_work, jal_timeline_page_new_call (self), jal_timeline_page_free_call, NULL, removed_cb);
}

static void
mentions_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  jal_timeline_page_fill_list (data);
}

/* Chooses a session from elsewhere: a mark leads to it. */
static void
show_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id;

  if (!jal_id_parse (g_variant_get_string (parameter, NULL), &id))
    return;
  jal_timeline_page_select_session (self, id);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && jal_timeline_page_row_session (GTK_LIST_BOX_ROW (row)) != NULL
        && jal_id_equal (jal_timeline_page_row_session (GTK_LIST_BOX_ROW (row))->id, id))
      {
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
        gtk_widget_grab_focus (row);
        return;
      }
}

/* What the verbs on dates and people ask of this page. */

static JalStore *
host_get_store (GtkWidget *page)
{
  return JAL_TIMELINE_PAGE (page)->store;
}

static JalCase *
host_get_case (GtkWidget *page)
{
  return JAL_TIMELINE_PAGE (page)->court_case;
}

static JalSession *
host_dup_selected (GtkWidget *page)
{
  return jal_timeline_page_dup_selected (JAL_TIMELINE_PAGE (page));
}

static GListModel *
host_get_sessions (GtkWidget *page)
{
  return JAL_TIMELINE_PAGE (page)->sessions;
}

static void
host_changed (GtkWidget *page, const char *said)
{
  if (said != NULL)
    jal_timeline_page_changed (page, (gpointer)said);
  else
    jal_timeline_page_refresh (JAL_CASE_PAGE (page));
}

static const JalCourtVerbsHost court_host = { host_get_store, host_get_case, host_dup_selected, host_get_sessions, host_changed };


/* --- The table ---------------------------------------------------------------------------------------------------- */

const JalVerb *
jal_timeline_page_get_verbs (JalCasePage *page, guint *n_verbs)
{
  static const JalVerb verbs[] = {
    { "timeline.plan", N_ ("Plan Sessions…"), "<Control><Shift>s" },
    { "timeline.print", N_ ("Print the Timeline…"), "<Control>p" },
    { "timeline.save-pdf", N_ ("Save the Timeline as PDF…"), "<Control><Shift>e" },
    { "timeline.delays", N_ ("Planned against Real"), NULL },
    { "timeline.add", N_ ("Add Session…"), "<Control><Shift>n" },
    { "timeline.open", N_ ("Open the Session"), "Return", TRUE },
    { "timeline.edit", N_ ("Edit or Move Session…"), NULL },
    { "timeline.move-later", N_ ("Move Session to the Next Court Day"), "<Control>Right", TRUE },
    { "timeline.move-earlier", N_ ("Move Session to the Court Day Before"), "<Control>Left", TRUE },
    { "timeline.zoom::whole", N_ ("Show the Whole Case"), NULL },
    { "timeline.zoom::year", N_ ("Show a Year at a Time"), NULL },
    { "timeline.zoom::quarter", N_ ("Show a Quarter at a Time"), NULL },
    { "timeline.fix", N_ ("Fix the Date of the Session"), NULL },
    { "timeline.hold", N_ ("Record Session as Held"), NULL },
    { "timeline.remove", N_ ("Remove Session"), "Delete", TRUE },
    { "timeline.mentions", N_ ("Show Mentions in the List"), NULL },
    { "timeline.calendar", N_ ("Court Calendar…"), NULL },
    JAL_COURT_VERBS ("timeline")
  };

  *n_verbs = G_N_ELEMENTS (verbs);
  return verbs;
}

void
jal_timeline_page_install_verbs (JalTimelinePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "plan", .activate = plan_activated },
    { .name = "add", .activate = add_activated },
    { .name = "edit", .activate = edit_activated },
    { .name = "fix", .activate = fix_activated },
    { .name = "hold", .activate = hold_activated },
    { .name = "remove", .activate = remove_activated },
    { .name = "show", .activate = show_activated, .parameter_type = "s" },
    { .name = "open-session", .activate = open_session_activated, .parameter_type = "s" },
    { .name = "calendar", .activate = calendar_activated },
    { .name = "open", .activate = open_activated },
    { .name = "leave-card", .activate = leave_card_activated },
    { .name = "zoom", .parameter_type = "s", .state = "'whole'", .change_state = zoom_changed },
    { .name = "print", .activate = print_activated },
    { .name = "save-pdf", .activate = save_pdf_activated },
    { .name = "delays", .activate = delays_activated },
    { .name = "leave-delays", .activate = leave_delays_activated },
    { .name = "mentions", .state = "false", .change_state = mentions_changed },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  jal_court_verbs_install (GTK_WIDGET (self), self->actions, &court_host);
  jal_timeline_page_install_moving (self);
}
