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
#include "app/timeline/jal-timeline-page.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-calendar-dialog.h"
#include "app/timeline/jal-court-verbs.h"
#include "app/timeline/jal-plan-dialog.h"
#include "app/timeline/jal-session-card.h"
#include "app/timeline/jal-session-dialog.h"
#include "app/timeline/jal-session-words.h"
#include "app/timeline/jal-timeline-axis.h"
#include "schedule/jal-lanes.h"
#include "schedule/jal-schedule.h"
#include "schedule/jal-tasks.h"

struct _JalTimelinePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GListModel *sessions; /* nullable: of JalSession */
  GListModel *entries;  /* nullable: of JalLaneEntry */
  JalCourtCalendar *calendar; /* nullable */
  JalId selected;
  JalSession *moving; /* nullable: rule 2 */
  JalDate target;
  GSimpleActionGroup *actions;

  GtkStack *stack;
  GtkLabel *summary;
  JalTimelineAxis *axis;
  GtkListBox *list;
  GMenuModel *row_menu;
  JalSessionCard *card;
  GtkRevealer *move_bar;
  GtkLabel *move_what;
  GtkLabel *move_dates;
  GtkLabel *move_meaning;
  GtkButton *move_keep;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalTimelinePage, jal_timeline_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

/* --- The selected session --------------------------------------------------------------------------------------- */

/* Returns (transfer full) (nullable) */
static JalSession *
get_selected (JalTimelinePage *self)
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

static void
update_actions (JalTimelinePage *self)
{
  g_autoptr (JalSession) session = get_selected (self);
  gboolean is_open = session != NULL && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed"));

  enable (self, "plan", self->court_case != NULL);
  enable (self, "add", self->court_case != NULL);
  enable (self, "calendar", self->store != NULL);
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

static void
select_session (JalTimelinePage *self, JalId id)
{
  self->selected = id;
  update_actions (self);
}

/* --- The list --------------------------------------------------------------------------------------------------- */

static JalSession *
row_session (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "session");
}

static void
menu_shown_cb (GtkWidget *popover, gpointer data)
{
  GtkWidget *row = gtk_widget_get_ancestor (popover, GTK_TYPE_LIST_BOX_ROW);

  /* The verbs of the menu act on the selected session. */
  if (row != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX)), GTK_LIST_BOX_ROW (row));
}

static GtkWidget *
new_menu_button (JalTimelinePage *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), self->row_menu);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Session Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Session Menu"), -1);
  g_signal_connect (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "show", G_CALLBACK (menu_shown_cb), NULL);
  return button;
}

static GtkWidget *
new_badge (JalSession *session)
{
  g_autofree char *number = session->ordinal > 0 ? g_strdup_printf ("%u", session->ordinal) : g_strdup ("·");
  g_autofree char *style = g_strconcat ("session-", session->state, NULL);
  GtkWidget *badge = gtk_label_new (number);

  gtk_widget_add_css_class (badge, "session-number");
  gtk_widget_add_css_class (badge, style);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  return badge;
}

static GtkWidget *
new_row (JalTimelinePage *self, JalSession *session)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *date = jal_shown_date_short (session->date);
  g_autofree char *title = g_strdup_printf ("%s · %s", date, jal_shown_session_kind (session->kind));
  g_autoptr (GString) subtitle = g_string_new (session->purpose);
  GtkWidget *state = gtk_label_new (jal_session_words_state (session->state));

  if (session->warning != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? "\n" : "", session->warning);
      gtk_widget_add_css_class (icon, "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Warning"), -1);
      adw_action_row_add_suffix (row, icon);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle->str);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, new_badge (session));
  gtk_widget_add_css_class (state, "dim-label");
  adw_action_row_add_suffix (row, state);
  adw_action_row_add_suffix (row, new_menu_button (self));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (!session->counted)
    gtk_widget_add_css_class (GTK_WIDGET (row), "mention-row");
  g_object_set_data_full (G_OBJECT (row), "session", g_object_ref (session), g_object_unref);
  return GTK_WIDGET (row);
}

/* What is no session: a gap, a deadline, a check-in, school. */
static GtkWidget *
new_entry_row (JalLaneEntry *entry)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *from = jal_shown_date_short (entry->from);
  g_autofree char *title = g_strdup_printf ("%s · %s", from, jal_lane_name (entry->lane));
  GtkWidget *badge = gtk_label_new ("–");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, entry->words);
  adw_action_row_set_subtitle_lines (row, 0);
  gtk_widget_add_css_class (badge, "session-number");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (row, badge);
  gtk_widget_add_css_class (GTK_WIDGET (row), "mention-row");
  if (g_str_equal (entry->style, "overdue"))
    gtk_widget_add_css_class (GTK_WIDGET (row), "overdue");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  return GTK_WIDGET (row);
}

static void
clear_list (JalTimelinePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static gboolean
shows_mentions (JalTimelinePage *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "mentions");

  return g_variant_get_boolean (state);
}

static int
compare_by_date (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalLaneEntry *first = a, *second = b;

  if (first->from != second->from)
    return first->from < second->from ? -1 : 1;
  return (int)first->lane - (int)second->lane;
}

/* The list is the picture in words; what would flood it comes only when it is asked for. */
static gboolean
is_listed (JalLaneEntry *entry, gboolean with_mentions)
{
  switch (entry->lane)
    {
    case JAL_LANE_MENTIONS:
      return with_mentions || entry->session->warning != NULL;
    case JAL_LANE_AWAY:
      return with_mentions || !g_str_equal (entry->style, "school");
    case JAL_LANE_SESSIONS:
    case JAL_LANE_GAPS:
    case JAL_LANE_DEADLINES:
    case JAL_LANE_CHECKINS:
    default:
      return TRUE;
    }
}

static void
fill_list (JalTimelinePage *self)
{
  JalId selected = self->selected;
  gboolean with_mentions = shows_mentions (self);
  g_autoptr (GListStore) sorted = g_list_store_new (JAL_TYPE_LANE_ENTRY);

  clear_list (self);
  for (guint i = 0; self->entries != NULL && i < g_list_model_get_n_items (self->entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (self->entries, i);

      if (is_listed (entry, with_mentions))
        g_list_store_append (sorted, entry);
    }
  g_list_store_sort (sorted, compare_by_date, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sorted)); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (G_LIST_MODEL (sorted), i);
      gboolean is_session = entry->session != NULL && entry->lane <= JAL_LANE_MENTIONS;
      GtkWidget *row = is_session ? new_row (self, entry->session) : new_entry_row (entry);

      gtk_list_box_append (self->list, row);
      if (is_session && jal_id_equal (entry->session->id, selected))
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
  self->selected = selected;
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
}

/* The picture and the list of what was read. */
static void
show_picture (JalTimelinePage *self)
{
  gboolean any = self->sessions != NULL && g_list_model_get_n_items (self->sessions) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "sessions" : "empty");
  jal_timeline_axis_set_entries (self->axis, self->entries);
  fill_list (self);
  if (any)
    fill_summary (self);
  update_actions (self);
}

static void
leave_card (JalTimelinePage *self)
{
  jal_session_card_drop (self->card);
  show_picture (self);
  jal_timeline_axis_focus_session (self->axis, self->selected);
}

static void
show_sessions (JalTimelinePage *self)
{
  g_autoptr (JalSession) session = get_selected (self);

  /* Behind the card the picture waits: making it anew would take the focus from what is being typed. The session on the
     card may be gone, by undo or by another hand. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "card") != 0)
    show_picture (self);
  else if (session != NULL)
    {
      jal_session_card_show (self->card, self->store, session);
      update_actions (self);
    }
  else
    leave_card (self);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId session_id;
  const char *state; /* nullable: static */
  JalDate date;
  gboolean blocked;
  guint n_tasks; /* that move along */
} Call;

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

static Call *
new_call (JalTimelinePage *self)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->case_id = self->court_case->id;
  call->session_id = self->selected;
  return call;
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call);
}

static gpointer meaning_work (gpointer data, GCancellable *cancellable, GError **error);

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  Seen *seen = g_new0 (Seen, 1);

  if ((seen->sessions = jal_schedule_list (call->store, call->case_id, cancellable, error)) != NULL
      && (seen->entries = jal_lanes_list (call->store, call->case_id, cancellable, error)) != NULL
      && (seen->calendar = jal_schedule_calendar (call->store, error)) != NULL)
    return seen;
  free_seen (seen);
  return NULL;
}

/* Puts the moved session back where it is. */
static void
end_move (JalTimelinePage *self)
{
  if (self->moving == NULL)
    return;
  g_clear_object (&self->moving);
  jal_task_cancel (self, meaning_work);
  jal_timeline_axis_preview (self->axis, JAL_ID_NONE, 0);
  gtk_revealer_set_reveal_child (self->move_bar, FALSE);
  update_actions (self);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalTimelinePage *self = owner;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  g_set_object (&self->sessions, G_LIST_MODEL (((Seen *)result)->sessions));
  g_set_object (&self->entries, G_LIST_MODEL (((Seen *)result)->entries));
  g_clear_pointer (&self->calendar, jal_court_calendar_unref);
  self->calendar = jal_court_calendar_ref (((Seen *)result)->calendar);
  end_move (self);
  show_sessions (self);
}

static void
refresh (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  if (self->store != NULL && self->court_case != NULL)
    jal_task_renew (self, list_work, list_work, new_call (self), free_call, free_seen, listed_cb);
}

/* --- Verbs ------------------------------------------------------------------------------------------------------ */

static void
changed (GtkWidget *inside, gpointer data)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (inside);

  refresh (JAL_CASE_PAGE (self));
  jal_shell_toast_undo (inside, data);
}

static void
plan_kept_cb (GtkWidget *inside, gpointer data)
{
  changed (inside, (gpointer)_ ("The plan was kept"));
}

static void
session_kept_cb (GtkWidget *inside, gpointer data)
{
  changed (inside, (gpointer)_ ("The session was saved"));
}

static void
plan_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_plan_dialog_present (GTK_WIDGET (self), self->store, self->court_case, self->sessions, plan_kept_cb, NULL);
}

/* --- Moving ------------------------------------------------------------------------------------------------------ */

static gpointer
meaning_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GListStore) tasks = jal_tasks_list (call->store, JAL_ID_NONE, call->session_id, cancellable, error);

  if (tasks == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);

      call->n_tasks += !task->by_hand && task->done_at == 0;
    }
  return jal_schedule_consequences (call->store, call->session_id, call->date, &call->blocked, error);
}

static void
meaning_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalTimelinePage *self = owner;
  Call *call = data;
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
  if (words->len == 0)
    g_string_append (words, _ ("Nothing stands against it."));
  gtk_label_set_text (self->move_meaning, words->str);
  gtk_widget_set_sensitive (GTK_WIDGET (self->move_keep), !call->blocked);
}

/* Shows @session on @date, or on the court day after it, and asks what that would mean. */
static void
show_move (JalTimelinePage *self, JalSession *session, JalDate date)
{
  JalDate open = self->calendar != NULL ? jal_court_calendar_next_open (self->calendar, date) : JAL_DATE_NONE;
  g_autofree char *before = jal_shown_date_short (session->date);
  g_autofree char *after = NULL;
  g_autofree char *dates = NULL;
  g_autofree char *what = NULL;
  Call *call;

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
  call = new_call (self);
  call->date = open;
  jal_task_renew (self, meaning_work, meaning_work, call, free_call, (GDestroyNotify)g_strfreev, meaning_cb);
  update_actions (self);
}

static void
step (JalTimelinePage *self, int days)
{
  g_autoptr (JalSession) selected = self->moving != NULL ? g_object_ref (self->moving) : get_selected (self);
  JalDate from, to;

  if (selected == NULL || self->calendar == NULL || !(g_str_equal (selected->state, "planned") || g_str_equal (selected->state, "fixed")))
    return;
  from = self->moving != NULL ? self->target : selected->date;
  to = days > 0 ? jal_court_calendar_next_open (self->calendar, from + days) : jal_court_calendar_previous_open (self->calendar, from + days);
  if (to != JAL_DATE_NONE)
    show_move (self, selected, to);
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
  Call *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.date = call->date;
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
  end_move (owner);
  changed (owner, (gpointer)_ ("The session was moved"));
}

static void
move_keep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  Call *call;

  if (self->moving == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->move_keep)))
    return;
  call = new_call (self);
  call->session_id = self->moving->id;
  call->date = self->target;
  jal_task_run (self, move_work, move_work, call, free_call, NULL, moved_cb);
}

static void
move_leave_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id = self->moving != NULL ? self->moving->id : JAL_ID_NONE;

  end_move (self);
  jal_timeline_axis_focus_session (self->axis, id);
}

static void
add_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, NULL, JAL_DATE_NONE, session_kept_cb, NULL);
}

static void
open_dialog (JalTimelinePage *self, JalSession *session, JalDate date)
{
  if (self->store != NULL && self->court_case != NULL)
    jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, session, date, session_kept_cb, NULL);
}

static void
open_card (JalTimelinePage *self, JalSession *session)
{
  if (self->store == NULL)
    return;
  end_move (self);
  self->selected = session->id;
  jal_session_card_show (self->card, self->store, session);
  gtk_stack_set_visible_child_name (self->stack, "card");
  gtk_widget_child_focus (GTK_WIDGET (self->card), GTK_DIR_TAB_FORWARD);
  update_actions (self);
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  g_autoptr (JalSession) session = get_selected (self);

  if (session != NULL)
    open_card (self, session);
}

static void
leave_card_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  leave_card (data);
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
  g_autoptr (JalSession) session = get_selected (self);

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
  Call *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.state = call->state;
  jal_schedule_update (call->store, call->session_id, &draft, error);
  return NULL;
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_remove (call->store, call->session_id, error);
  return NULL;
}

static void
state_set_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    changed (owner, (gpointer)_ ("The session was saved"));
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    changed (owner, (gpointer)_ ("The session was removed"));
}

static void
set_state (JalTimelinePage *self, const char *state)
{
  Call *call = new_call (self);

  call->state = state;
  jal_task_run (self, state_work, state_work, call, free_call, NULL, state_set_cb);
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

  jal_task_run (self, remove_work, remove_work, new_call (self), free_call, NULL, removed_cb);
}

static void
mentions_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  fill_list (data);
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
  return get_selected (JAL_TIMELINE_PAGE (page));
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
    changed (page, (gpointer)said);
  else
    refresh (JAL_CASE_PAGE (page));
}

static const JalCourtVerbsHost court_host = { host_get_store, host_get_case, host_dup_selected, host_get_sessions, host_changed };

/* --- Signals ---------------------------------------------------------------------------------------------------- */

static void
row_activated_cb (JalTimelinePage *self, GtkListBoxRow *row)
{
  g_autoptr (JalSession) session = row_session (row) != NULL ? g_object_ref (row_session (row)) : NULL;

  if (session == NULL)
    return;
  select_session (self, session->id);
  open_card (self, session);
}

static void
row_selected_cb (JalTimelinePage *self, GtkListBoxRow *row)
{
  if (row != NULL && row_session (row) != NULL)
    select_session (self, row_session (row)->id);
}

static void
axis_activated_cb (JalTimelinePage *self, JalSession *session)
{
  if (self->moving != NULL)
    return; /* Enter keeps the move; see key_pressed_cb() */
  select_session (self, session->id);
  open_card (self, session);
}

static void
axis_expected_cb (JalTimelinePage *self, int date)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "plan", NULL);
}

static void
axis_dropped_cb (JalTimelinePage *self, JalSession *session, int date)
{
  select_session (self, session->id);
  show_move (self, session, date);
}

static void
axis_selected_cb (JalTimelinePage *self, JalSession *session)
{
  select_session (self, session->id);
}

/* Ctrl and the arrows begin a move, or M; then the arrows go on from court day to court day, Enter keeps it, Escape does not. */
static gboolean
move_key (JalTimelinePage *self, guint keyval, GdkModifierType state)
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
        g_autoptr (JalSession) session = get_selected (self);

        if (session != NULL && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed")))
          show_move (self, session, session->date);
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

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  JalTimelinePage *self = data;

  state &= gtk_accelerator_get_default_mod_mask ();
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "sessions") != 0)
    return FALSE;
  if (move_key (self, keyval, state))
    return TRUE;
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
      move_leave_activated (NULL, NULL, self);
      return TRUE;
    }
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "card") == 0)
    {
      leave_card (self);
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
      end_move (self);
      g_clear_object (&self->sessions);
      g_clear_object (&self->entries);
      self->selected = JAL_ID_NONE;
      show_sessions (self);
    }
  update_actions (self);
}

static void
drop (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  jal_task_cancel_all (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->entries);
  g_clear_object (&self->moving);
  if (self->axis != NULL)
    {
      jal_session_card_drop (self->card);
      gtk_label_set_text (self->move_what, "");
      gtk_label_set_text (self->move_dates, "");
      gtk_label_set_text (self->move_meaning, "");
      jal_timeline_axis_set_entries (self->axis, NULL);
      clear_list (self);
      gtk_label_set_text (self->summary, "");
    }
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_TIMELINE_PAGE (page)->actions);
}

static const JalVerb *
get_verbs (JalCasePage *page, guint *n_verbs)
{
  static const JalVerb verbs[] = {
    { "timeline.plan", N_ ("Plan Sessions…"), "<Control>p" },
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

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "timeline";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
  iface->get_verbs = get_verbs;
  iface->escape = escape;
}

static void
jal_timeline_page_dispose (GObject *object)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->entries);
  g_clear_object (&self->moving);
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
  g_type_ensure (JAL_TYPE_SESSION_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-timeline-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, summary);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, axis);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, list);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, row_menu);
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

/* Chooses a session from elsewhere: a mark leads to it. */
static void
show_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  JalId id;

  if (!jal_id_parse (g_variant_get_string (parameter, NULL), &id))
    return;
  select_session (self, id);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && row_session (GTK_LIST_BOX_ROW (row)) != NULL
        && jal_id_equal (row_session (GTK_LIST_BOX_ROW (row))->id, id))
      {
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
        gtk_widget_grab_focus (row);
        return;
      }
}

static void
jal_timeline_page_init (JalTimelinePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "plan", .activate = plan_activated },
    { .name = "add", .activate = add_activated },
    { .name = "edit", .activate = edit_activated },
    { .name = "fix", .activate = fix_activated },
    { .name = "hold", .activate = hold_activated },
    { .name = "remove", .activate = remove_activated },
    { .name = "show", .activate = show_activated, .parameter_type = "s" },
    { .name = "calendar", .activate = calendar_activated },
    { .name = "open", .activate = open_activated },
    { .name = "leave-card", .activate = leave_card_activated },
    { .name = "move-later", .activate = move_later_activated },
    { .name = "move-earlier", .activate = move_earlier_activated },
    { .name = "move-keep", .activate = move_keep_activated },
    { .name = "move-leave", .activate = move_leave_activated },
    { .name = "zoom", .parameter_type = "s", .state = "'whole'", .change_state = zoom_changed },
    { .name = "mentions", .state = "false", .change_state = mentions_changed },
  };
  GtkEventController *keys;

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  jal_court_verbs_install (GTK_WIDGET (self), self->actions, &court_host);
  gtk_widget_init_template (GTK_WIDGET (self));
  keys = gtk_event_controller_key_new ();
  /* Before the buttons take Enter and the toolkit the arrows. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  update_actions (self);
}
