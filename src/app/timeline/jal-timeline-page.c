/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The sessions of a case on one axis, and as a list.
 *
 * 1. Axis and list show the same model; the session selected in either is the one the verbs act on.
 * 2. A session that is moved, by drag or by key, is moved in its card, which says what that means before it is kept.
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
#include "app/timeline/jal-session-dialog.h"
#include "app/timeline/jal-session-words.h"
#include "app/timeline/jal-timeline-axis.h"
#include "schedule/jal-schedule.h"

struct _JalTimelinePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GListModel *sessions; /* nullable: of JalSession */
  JalId selected;
  GSimpleActionGroup *actions;

  GtkStack *stack;
  GtkLabel *summary;
  JalTimelineAxis *axis;
  GtkListBox *list;
  GMenuModel *row_menu;
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

static void
fill_list (JalTimelinePage *self)
{
  JalId selected = self->selected;
  gboolean with_mentions = shows_mentions (self);

  clear_list (self);
  for (guint i = 0; self->sessions != NULL && i < g_list_model_get_n_items (self->sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (self->sessions, i);
      GtkWidget *row;

      if (!session->counted && !with_mentions && session->warning == NULL)
        continue;
      row = new_row (self, session);
      gtk_list_box_append (self->list, row);
      if (jal_id_equal (session->id, selected))
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

static void
show_sessions (JalTimelinePage *self)
{
  gboolean any = self->sessions != NULL && g_list_model_get_n_items (self->sessions) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "sessions" : "empty");
  jal_timeline_axis_set_sessions (self->axis, self->sessions);
  fill_list (self);
  if (any)
    fill_summary (self);
  update_actions (self);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId session_id;
  const char *state; /* nullable: static */
} Call;

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

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_schedule_list (call->store, call->case_id, cancellable, error);
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
  g_set_object (&self->sessions, G_LIST_MODEL (result));
  show_sessions (self);
}

static void
refresh (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  if (self->store != NULL && self->court_case != NULL)
    jal_task_renew (self, list_work, list_work, new_call (self), free_call, g_object_unref, listed_cb);
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

static void
add_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;

  jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, NULL, JAL_DATE_NONE, session_kept_cb, NULL);
}

static void
open_card (JalTimelinePage *self, JalSession *session, JalDate date)
{
  if (self->store != NULL && self->court_case != NULL)
    jal_session_dialog_present (GTK_WIDGET (self), self->store, self->court_case->id, session, date, session_kept_cb, NULL);
}

static void
edit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalTimelinePage *self = data;
  g_autoptr (JalSession) session = get_selected (self);

  if (session != NULL)
    open_card (self, session, JAL_DATE_NONE);
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
  select_session (self, row_session (row)->id);
  open_card (self, row_session (row), JAL_DATE_NONE);
}

static void
row_selected_cb (JalTimelinePage *self, GtkListBoxRow *row)
{
  if (row != NULL)
    select_session (self, row_session (row)->id);
}

static void
axis_activated_cb (JalTimelinePage *self, JalSession *session)
{
  select_session (self, session->id);
  open_card (self, session, JAL_DATE_NONE);
}

static void
axis_dropped_cb (JalTimelinePage *self, JalSession *session, int date)
{
  select_session (self, session->id);
  open_card (self, session, date);
}

static void
axis_selected_cb (JalTimelinePage *self, JalSession *session)
{
  select_session (self, session->id);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  JalTimelinePage *self = data;

  if ((keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete) && (state & gtk_accelerator_get_default_mod_mask ()) == 0)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "remove", NULL);
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
      g_clear_object (&self->sessions);
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
  if (self->axis != NULL)
    {
      jal_timeline_axis_set_sessions (self->axis, NULL);
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
    { "timeline.edit", N_ ("Edit or Move Session…"), "Return", TRUE },
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
}

static void
jal_timeline_page_dispose (GObject *object)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->sessions);
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
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-timeline-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, summary);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, axis);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, list);
  gtk_widget_class_bind_template_child (widget_class, JalTimelinePage, row_menu);
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
    { .name = "mentions", .state = "false", .change_state = mentions_changed },
  };
  GtkEventController *keys;

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  jal_court_verbs_install (GTK_WIDGET (self), self->actions, &court_host);
  gtk_widget_init_template (GTK_WIDGET (self));
  keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  update_actions (self);
}
