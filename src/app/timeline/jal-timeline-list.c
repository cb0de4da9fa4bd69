/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The list beside the axis: the same entries in words. */
#include "app/timeline/jal-timeline-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-focus.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shown.h"
#include "app/timeline/jal-session-words.h"

JalSession *
jal_timeline_page_row_session (GtkListBoxRow *row)
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
  g_autofree char *date = jal_shown_session_day (session);
  g_autofree char *title = g_strdup_printf ("%s · %s", date, jal_shown_session_kind (session->kind));
  g_autofree char *ending = jal_session_words_ending (session);
  g_autoptr (GString) subtitle = g_string_new (session->purpose);
  GtkWidget *state = gtk_label_new (jal_session_words_state (session->state));
  char hex[JAL_ID_HEX_LENGTH + 1];

  if (!g_str_equal (ending, jal_session_words_state (session->state)))
    g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? "\n" : "", ending);
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
  jal_focus_set_key (GTK_WIDGET (row), jal_id_to_hex (session->id, hex));
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
  jal_focus_set_key (GTK_WIDGET (row), title);
  return GTK_WIDGET (row);
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

/* The first time a case is shown, the list begins with the last thing before what is next: three years of a case are a long way down. */
static gboolean
bring_cb (GtkWidget *row, GdkFrameClock *clock, gpointer data)
{
  GtkWidget *list = gtk_widget_get_parent (row);
  GtkWidget *scrolled = list != NULL ? gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (scrolled == NULL)
    return G_SOURCE_REMOVE;
  if (!gtk_widget_get_mapped (row) || gtk_widget_get_height (row) == 0)
    return G_SOURCE_CONTINUE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  if (gtk_widget_compute_bounds (row, scrolled, &bounds))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + bounds.origin.y);
  return G_SOURCE_REMOVE;
}

static void
bring_next (JalTimelinePage *self)
{
  GtkListBoxRow *before = NULL, *row;

  if (self->brought || self->sessions == NULL)
    return;
  self->brought = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      JalSession *session = jal_timeline_page_row_session (row);

      if (session == NULL || !session->counted)
        continue;
      if (session->date >= jal_date_today ())
        break;
      before = row;
    }
  if (before != NULL && row != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (before), bring_cb, NULL, NULL);
}

void
jal_timeline_page_fill_list (JalTimelinePage *self)
{
  JalId selected = self->selected;
  gboolean with_mentions = shows_mentions (self);
  g_autoptr (GListStore) sorted = g_list_store_new (JAL_TYPE_LANE_ENTRY);
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->list));

  jal_list_box_clear (self->list);
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
  jal_focus_restore (place, GTK_WIDGET (self->list), NULL);
  self->selected = selected;
  bring_next (self);
}
