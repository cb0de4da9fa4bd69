/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The sessions of a case on one axis, and as a list.
 *
 * 1. Axis and list show the same entries; the session selected in either is the one the verbs act on.
 * 2. A session that is moved, by drag or by key, is only shown on its new day, with what that means before and after, until
 *    the move is kept or refused.
 * 3. Every change that was kept offers its undo.
 */
#include "app/timeline/jal-timeline-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-focus.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-pending.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-court-verbs.h"
#include "schedule/jal-lanes.h"
#include "schedule/jal-schedule.h"

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalTimelinePage, jal_timeline_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

/* --- The selected session --------------------------------------------------------------------------------------- */

/* Returns (transfer full) (nullable) */
JalSession *
jal_timeline_page_dup_selected (JalTimelinePage *self)
{
  for (guint i = 0; self->sessions != NULL && i < g_list_model_get_n_items (self->sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (self->sessions, i);

      if (jal_id_equal (session->id, self->selected))
        return g_steal_pointer (&session);
    }
  return NULL;
}

static void
enable (JalTimelinePage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

void
jal_timeline_page_update_actions (JalTimelinePage *self)
{
  g_autoptr (JalSession) session = jal_timeline_page_dup_selected (self);
  gboolean is_open = session != NULL && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed"));

  /* An empty case has its expected sessions to show as soon as it has a date of plea. */
  gboolean any = self->court_case != NULL && self->entries != NULL && g_list_model_get_n_items (self->entries) > 0;

  enable (self, "plan", self->court_case != NULL);
  enable (self, "add", self->court_case != NULL);
  enable (self, "calendar", self->store != NULL);
  enable (self, "print", any);
  enable (self, "save-pdf", any);
  enable (self, "delays", self->court_case != NULL);
  enable (self, "edit", session != NULL);
  enable (self, "remove", session != NULL);
  enable (self, "fix", session != NULL && g_str_equal (session->state, "planned"));
  enable (self, "hold", is_open);
  enable (self, "open", session != NULL);
  enable (self, "leave-card", self->card != NULL && jal_session_card_get_session (self->card) != NULL);
  enable (self, "move-later", is_open);
  enable (self, "move-earlier", is_open);
  enable (self, "move-keep", self->moving != NULL);
  enable (self, "move-leave", self->moving != NULL);
  jal_court_verbs_update (GTK_WIDGET (self), self->actions);
}

void
jal_timeline_page_select_session (JalTimelinePage *self, JalId id)
{
  self->selected = id;
  jal_timeline_page_update_actions (self);
}

static void
fill_summary (JalTimelinePage *self)
{
  guint counted = 0, mentions = 0;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (self->sessions, i);

      if (session->ordinal > 0)
        counted++;
      else if (!session->counted)
        mentions++;
    }
  first = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u session", "%u sessions", counted), counted);
  second = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u light entry", "%u light entries", mentions), mentions);
  words = mentions > 0 ? g_strdup_printf ("%s · %s", first, second) : g_strdup (first);
  gtk_label_set_text (self->summary, words);
  gtk_label_set_text (self->summary_short, first);
}

static gboolean
has_focus (JalTimelinePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? jal_focus_get (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* The picture and the list of what was read. */
void
jal_timeline_page_show_picture (JalTimelinePage *self)
{
  gboolean any = self->sessions != NULL && g_list_model_get_n_items (self->sessions) > 0;
  gboolean comes = any && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "sessions") != 0 && has_focus (self);

  gtk_stack_set_visible_child_name (self->stack, self->sessions == NULL ? "reading" : any ? "sessions" : "empty");
  jal_timeline_axis_set_entries (self->axis, self->entries);
  jal_timeline_page_fill_list (self);
  if (any)
    fill_summary (self);
  jal_timeline_page_update_actions (self);
  /* Who asks for the picture asks what is next: its verbs are one key away. */
  if (comes)
    jal_timeline_axis_focus_next (self->axis);
}

void
jal_timeline_page_leave_card (JalTimelinePage *self)
{
  JalId id = self->selected; /* the picture selects what has the focus in it */

  jal_session_card_drop (self->card);
  jal_timeline_page_show_picture (self);
  jal_timeline_axis_focus_session (self->axis, id);
}

static void
jal_timeline_page_show_sessions (JalTimelinePage *self)
{
  g_autoptr (JalSession) session = jal_timeline_page_dup_selected (self);

  /* Behind the card the picture waits: making it anew would take the focus from what is being typed. The session on the
     card may be gone, by undo or by another hand. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "delays") == 0)
    jal_delay_view_refresh (self->delays);
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "card") != 0)
    jal_timeline_page_show_picture (self);
  else if (session != NULL)
    {
      jal_session_card_show (self->card, self->store, session);
      jal_timeline_page_update_actions (self);
      /* The verb that was done may be over with it, and its button cannot have the focus any more. */
      if (gtk_widget_get_mapped (GTK_WIDGET (self->card)) && jal_focus_get (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
        jal_session_card_focus (self->card);
    }
  else
    jal_timeline_page_leave_card (self);
}

void
jal_timeline_page_open_card (JalTimelinePage *self, JalSession *session)
{
  if (self->store == NULL)
    return;
  jal_timeline_page_end_move (self);
  self->selected = session->id;
  jal_session_card_show (self->card, self->store, session);
  gtk_stack_set_visible_child_name (self->stack, "card");
  jal_timeline_page_update_actions (self);
  jal_session_card_focus (self->card);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GListStore *sessions, *entries;
  JalCourtCalendar *calendar;
} Seen;

static void
free_seen (gpointer data)
{
  Seen *seen = data;

  g_clear_object (&seen->sessions);
  g_clear_object (&seen->entries);
  g_clear_pointer (&seen->calendar, jal_court_calendar_unref);
  g_free (seen);
}

JalTimelineCall *
jal_timeline_page_new_call (JalTimelinePage *self)
{
  JalTimelineCall *call = g_new0 (JalTimelineCall, 1);

  call->store = g_object_ref (self->store);
  call->case_id = self->court_case->id;
  call->session_id = self->selected;
  return call;
}

void
jal_timeline_page_free_call (gpointer data)
{
  JalTimelineCall *call = data;

  g_object_unref (call->store);
  g_free (call->kind);
  g_free (call->twice);
  g_free (call);
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalTimelineCall *call = data;
  Seen *seen = g_new0 (Seen, 1);

  if ((seen->sessions = jal_schedule_list (call->store, call->case_id, cancellable, error)) != NULL
      && (seen->entries = jal_lanes_list (call->store, call->case_id, cancellable, error)) != NULL
      && (seen->calendar = jal_schedule_calendar (call->store, call->case_id, error)) != NULL)
    return seen;
  free_seen (seen);
  return NULL;
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalTimelinePage *self = owner;

  if (error != NULL)
    {
      jal_pending_fail (self->stack, error);
      return;
    }
  g_set_object (&self->sessions, G_LIST_MODEL (((Seen *)result)->sessions));
  g_set_object (&self->entries, G_LIST_MODEL (((Seen *)result)->entries));
  g_clear_pointer (&self->calendar, jal_court_calendar_unref);
  self->calendar = jal_court_calendar_ref (((Seen *)result)->calendar);
  jal_timeline_page_end_move (self);
  if (!jal_id_is_none (self->wanted))
    {
      g_autoptr (JalSession) wanted = NULL;

      self->selected = self->wanted;
      self->wanted = JAL_ID_NONE;
      wanted = jal_timeline_page_dup_selected (self);
      if (wanted != NULL)
        jal_timeline_page_open_card (self, wanted);
    }
  jal_timeline_page_show_sessions (self);
}

void
jal_timeline_page_refresh (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  if (self->store != NULL && self->court_case != NULL)
    jal_task_renew (self, list_work, list_work, jal_timeline_page_new_call (self), jal_timeline_page_free_call, free_seen, listed_cb);
}

void
jal_timeline_page_changed (GtkWidget *inside, gpointer data)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (inside);

  jal_timeline_page_refresh (JAL_CASE_PAGE (self));
  jal_shell_toast_undo (inside, data);
}

/* --- Signals ---------------------------------------------------------------------------------------------------- */

static void
row_activated_cb (JalTimelinePage *self, GtkListBoxRow *row)
{
  g_autoptr (JalSession) session = jal_timeline_page_row_session (row) != NULL ? g_object_ref (jal_timeline_page_row_session (row)) : NULL;

  if (session == NULL)
    return;
  jal_timeline_page_select_session (self, session->id);
  jal_timeline_page_open_card (self, session);
}

static void
row_selected_cb (JalTimelinePage *self, GtkListBoxRow *row)
{
  if (row != NULL && jal_timeline_page_row_session (row) != NULL)
    jal_timeline_page_select_session (self, jal_timeline_page_row_session (row)->id);
}

static void
axis_activated_cb (JalTimelinePage *self, JalSession *session)
{
  if (self->moving != NULL)
    return; /* Enter keeps the move; see key_pressed_cb() */
  jal_timeline_page_select_session (self, session->id);
  jal_timeline_page_open_card (self, session);
}

static void
axis_expected_cb (JalTimelinePage *self, int date)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "plan", NULL);
}

static void
axis_dropped_cb (JalTimelinePage *self, JalSession *session, int date)
{
  jal_timeline_page_select_session (self, session->id);
  jal_timeline_page_show_move (self, session, date);
}

static void
axis_selected_cb (JalTimelinePage *self, JalSession *session)
{
  jal_timeline_page_select_session (self, session->id);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  JalTimelinePage *self = data;

  state &= gtk_accelerator_get_default_mod_mask ();
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "sessions") != 0)
    return FALSE;
  if (jal_timeline_page_move_key (self, keyval, state))
    return TRUE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    return jal_timeline_page_open_menu (self);
  if ((keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete) && state == 0)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "remove", NULL);
      return TRUE;
    }
  return FALSE;
}

static gboolean
escape (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  if (self->moving != NULL)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "move-leave", NULL);
      return TRUE;
    }
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "delays") == 0)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "leave-delays", NULL);
      return TRUE;
    }
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "card") == 0)
    {
      jal_timeline_page_leave_card (self);
      return TRUE;
    }
  return FALSE;
}

/* --- The page --------------------------------------------------------------------------------------------------- */

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);
  gboolean another = self->court_case == NULL || court_case == NULL || !jal_id_equal (self->court_case->id, court_case->id);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  if (another)
    {
      /* What is still being read of the case before would be shown as this one's. */
      jal_task_forget (self, list_work);
      jal_timeline_page_end_move (self);
      g_clear_object (&self->sessions);
      g_clear_object (&self->entries);
      self->selected = JAL_ID_NONE;
      self->brought = FALSE;
      jal_session_card_drop (self->card);
      jal_delay_view_drop (self->delays);
      jal_timeline_axis_set_entries (self->axis, NULL);
      jal_list_box_clear (self->list);
      /* That it has no sessions is known only when they were read. */
      jal_pending_begin (self->stack);
    }
  jal_timeline_page_update_actions (self);
}

static void
drop (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  jal_task_cancel_all (self);
  jal_timeline_page_drop_menu (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->entries);
  g_clear_object (&self->moving);
  g_clear_pointer (&self->same_day, g_free);
  if (self->axis != NULL)
    {
      jal_session_card_drop (self->card);
      jal_delay_view_drop (self->delays);
      gtk_label_set_text (self->move_what, "");
      gtk_label_set_text (self->move_dates, "");
      gtk_label_set_text (self->move_meaning, "");
      jal_timeline_axis_set_entries (self->axis, NULL);
      jal_list_box_clear (self->list);
      gtk_label_set_text (self->summary, "");
      gtk_label_set_text (self->summary_short, "");
    }
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_TIMELINE_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "timeline";
  iface->set_store = set_store;
  iface->refresh = jal_timeline_page_refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
  iface->get_verbs = jal_timeline_page_get_verbs;
  iface->escape = escape;
}

static void
jal_timeline_page_dispose (GObject *object)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (object);

  jal_task_cancel_all (self);
  jal_timeline_page_drop_menu (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->entries);
  g_clear_object (&self->moving);
  g_clear_pointer (&self->same_day, g_free);
  g_clear_pointer (&self->calendar, jal_court_calendar_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_timeline_page_parent_class)->dispose (object);
}

static void
jal_timeline_page_class_init (JalTimelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_timeline_page_dispose;
  g_type_ensure (JAL_TYPE_TIMELINE_AXIS);
  g_type_ensure (JAL_TYPE_DELAY_VIEW);
  g_type_ensure (JAL_TYPE_SESSION_CARD);
  g_type_ensure (JAL_TYPE_PENDING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-timeline-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, summary);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, summary_short);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, axis);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, list);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, row_menu);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, delays);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, card);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, move_bar);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, move_what);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, move_dates);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, move_meaning);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, move_keep);
  gtk_widget_class_bind_template_callback (widget_class, axis_expected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_selected_cb);
}

static void
jal_timeline_page_init (JalTimelinePage *self)
{
  GtkEventController *keys;

  self->actions = g_simple_action_group_new ();
  jal_timeline_page_install_verbs (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  keys = gtk_event_controller_key_new ();
  /* Before the buttons take Enter and the toolkit the arrows. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  jal_timeline_page_update_actions (self);
}
