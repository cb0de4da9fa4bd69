/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A session that is moved, by drag or by key: shown with what it means, kept or refused. */
#include "app/timeline/jal-timeline-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-tasks.h"

static gpointer
meaning_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalTimelineCall *call = data;
  g_autoptr (GListStore) tasks = jal_tasks_list (call->store, JAL_ID_NONE, call->session_id, cancellable, error);

  if (tasks == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);

      call->n_tasks += !task->by_hand && task->done_at == 0;
    }
  call->twice = jal_schedule_same_day (call->store, call->case_id, call->session_id, call->kind, call->date, error);
  if (error != NULL && *error != NULL)
    return NULL;
  return jal_schedule_consequences (call->store, call->session_id, call->date, &call->blocked, error);
}

static void
meaning_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalTimelinePage *self = owner;
  JalTimelineCall *call = data;
  g_autoptr (GString) words = g_string_new (NULL);

  if (self->moving == NULL || call->date != self->target)
    return;
  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  for (guint i = 0; ((char **)result)[i] != NULL; i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", ((char **)result)[i]);
  if (g_str_equal (self->moving->state, "fixed"))
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", _ ("The court has given the date it has now."));
  if (call->n_tasks > 0)
    {
      g_autofree char *along = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u task moves along.", "%u tasks move along.", call->n_tasks),
                                                call->n_tasks);

      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", along);
    }
  g_free (self->same_day);
  self->same_day = g_steal_pointer (&call->twice);
  if (self->same_day != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", self->same_day);
  if (words->len == 0)
    g_string_append (words, _ ("Nothing stands against it."));
  gtk_label_set_text (self->move_meaning, words->str);
  gtk_widget_set_sensitive (GTK_WIDGET (self->move_keep), !call->blocked);
}

/* Puts the moved session back where it is. */
void
jal_timeline_page_end_move (JalTimelinePage *self)
{
  if (self->moving == NULL)
    return;
  g_clear_object (&self->moving);
  g_clear_pointer (&self->same_day, g_free);
  jal_task_cancel (self, meaning_work);
  jal_timeline_axis_preview (self->axis, JAL_ID_NONE, 0);
  gtk_revealer_set_reveal_child (self->move_bar, FALSE);
  jal_timeline_page_update_actions (self);
}

/* Shows @session on @date, or on the court day after it, and asks what that would mean. */
void
jal_timeline_page_show_move (JalTimelinePage *self, JalSession *session, JalDate date)
{
  JalDate open = self->calendar != NULL ? jal_court_calendar_next_open (self->calendar, date) : JAL_DATE_NONE;
  g_autofree char *before = jal_shown_date_short (session->date);
  g_autofree char *after = NULL;
  g_autofree char *dates = NULL;
  g_autofree char *what = NULL;
  JalTimelineCall *call;

  if (self->store == NULL || open == JAL_DATE_NONE)
    return;
  self->target = open;
  g_set_object (&self->moving, session);
  self->selected = session->id;
  after = jal_shown_date_short (open);
  what = session->ordinal > 0 ? g_strdup_printf (_ ("Move session %u, %s"), session->ordinal, jal_shown_session_kind (session->kind))
                              : g_strdup_printf (_ ("Move %s"), jal_shown_session_kind (session->kind));
  /* Translators: the date before and the date after a move */
  dates = g_strdup_printf (_ ("Before: %s. After: %s."), before, after);
  gtk_label_set_text (self->move_what, what);
  gtk_label_set_text (self->move_dates, dates);
  gtk_label_set_text (self->move_meaning, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->move_keep), FALSE);
  gtk_revealer_set_reveal_child (self->move_bar, TRUE);
  jal_timeline_axis_preview (self->axis, session->id, open);
  call = jal_timeline_page_new_call (self);
  call->date = open;
  call->case_id = session->case_id;
  call->kind = g_strdup (session->kind);
  g_clear_pointer (&self->same_day, g_free);
  jal_task_renew (self, meaning_work, meaning_work, call, jal_timeline_page_free_call, (GDestroyNotify)g_strfreev, meaning_cb);
  jal_timeline_page_update_actions (self);
}

static void
step (JalTimelinePage *self, int days)
{
  g_autoptr (JalSession) selected = self->moving != NULL ? g_object_ref (self->moving) : jal_timeline_page_dup_selected (self);
  JalDate from, to;

  if (selected == NULL || self->calendar == NULL || !(g_str_equal (selected->state, "planned") || g_str_equal (selected->state, "fixed")))
    return;
  from = self->moving != NULL ? self->target : selected->date;
  to = days > 0 ? jal_court_calendar_next_open (self->calendar, from + days) : jal_court_calendar_previous_open (self->calendar, from + days);
  if (to != JAL_DATE_NONE)
    jal_timeline_page_show_move (self, selected, to);
}

static void
move_later_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, 1);
}

static void
move_earlier_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, -1);
}

static gpointer
move_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalTimelineCall *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.date = call->date;
  draft.same_day = draft.past_day = call->confirmed;
  jal_schedule_update (call->store, call->session_id, &draft, error);
  return NULL;
}

static void
moved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  jal_timeline_page_end_move (owner);
  jal_timeline_page_changed (owner, (gpointer)_ ("The session was moved"));
}

static void
keep_move (JalTimelinePage *self, gboolean confirmed)
{
  JalTimelineCall *call;

  if (self->moving == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->move_keep)))
    return;
  call = jal_timeline_page_new_call (self);
  call->session_id = self->moving->id;
  call->date = self->target;
  call->confirmed = confirmed;
  jal_task_run (self, move_work, move_work, call, jal_timeline_page_free_call, NULL, moved_cb);
}

static void
move_confirmed_cb (GtkWidget *inside, gpointer data)
{
  keep_move (JAL_TIMELINE_PAGE (inside), TRUE);
}

static void
move_keep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  if (self->moving == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->move_keep)))
    return;
  if (self->target < jal_date_today ())
    {
      g_autofree char *body = g_strdup_printf ("%s%s%s", _ ("That date has passed. A session that was held on it is recorded as held; one that is still to come needs a day to come."),
                                               self->same_day != NULL ? "\n" : "", self->same_day != NULL ? self->same_day : "");

      jal_dialog_ask (GTK_WIDGET (self), _ ("A Day That Has Passed?"), body, _ ("_Move All the Same"), FALSE, move_confirmed_cb, NULL, NULL);
    }
  else if (self->same_day != NULL)
    jal_dialog_ask (GTK_WIDGET (self), _ ("Twice on One Day?"), self->same_day, _ ("_Move All the Same"), FALSE, move_confirmed_cb, NULL, NULL);
  else
    keep_move (self, FALSE);
}

static void
move_leave_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id = self->moving != NULL ? self->moving->id : JAL_ID_NONE;

  jal_timeline_page_end_move (self);
  jal_timeline_axis_focus_session (self->axis, id);
}

/* Ctrl and the arrows begin a move, or M; then the arrows go on from court day to court day, Enter keeps it, Escape does not. */
gboolean
jal_timeline_page_move_key (JalTimelinePage *self, guint keyval, GdkModifierType state)
{
  gboolean control = state == GDK_CONTROL_MASK;
  int forward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (!jal_timeline_axis_has_session_focus (self->axis) || (state != 0 && !control))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      if (self->moving == NULL && !control)
        return FALSE;
      step (self, keyval == GDK_KEY_Right ? forward : -forward);
      return TRUE;
    case GDK_KEY_m:
    case GDK_KEY_M:
      if (state != 0)
        return FALSE;
      {
        g_autoptr (JalSession) session = jal_timeline_page_dup_selected (self);

        if (session != NULL && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed")))
          jal_timeline_page_show_move (self, session, session->date);
      }
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->moving == NULL || control)
        return FALSE;
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "move-keep", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

void
jal_timeline_page_install_moving (JalTimelinePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "move-later", .activate = move_later_activated },
    { .name = "move-earlier", .activate = move_earlier_activated },
    { .name = "move-keep", .activate = move_keep_activated },
    { .name = "move-leave", .activate = move_leave_activated },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
