/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The bundle: sections, items, builds.
 *
 * 1. One list: a heading row for each section, the items below it. The selected row is what the verbs act on.
 * 2. Order is changed by drag, by Alt+Up and Alt+Down, or by "Move to": all three end in the same two calls of the core.
 * 3. The bundle comes into being when the page is first shown for a case that has documents.
 */
#include "app/bundle/jal-bundle-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/bundle/jal-bundle-rows.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-pending.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalBundlePage, jal_bundle_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

/* --- Showing ---------------------------------------------------------------------------------------------------- */

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, JalBundlePage *self)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (widget);
  JalItem *moved = g_value_get_object (value);
  JalItem *over = jal_bundle_rows_get_item (row);
  JalSection *section = jal_bundle_rows_get_section (row);

  if (moved == NULL || self->sections == NULL)
    return FALSE;
  if (section != NULL)
    jal_bundle_page_move_item (self, moved->id, section->id, JAL_ID_NONE);
  else if (over != NULL && !jal_id_equal (over->id, moved->id))
    {
      g_autoptr (JalSection) around = jal_bundle_page_section_at (self, (int)jal_bundle_page_index_of (self, over->section_id));
      int index = jal_bundle_page_index_in (around, over->id);

      if (y < gtk_widget_get_height (widget) / 2.0)
        index--;
      /* Dropped just below itself: nothing to do. */
      if (!jal_id_equal (jal_bundle_page_item_id (around, index), moved->id))
        jal_bundle_page_move_item (self, moved->id, over->section_id, jal_bundle_page_item_id (around, index));
    }
  return TRUE;
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  return gdk_content_provider_new_typed (JAL_TYPE_ITEM, jal_bundle_rows_get_item (GTK_LIST_BOX_ROW (widget)));
}

static void
add_row (JalBundlePage *self, GtkWidget *row, JalId id)
{
  GtkDropTarget *target = gtk_drop_target_new (JAL_TYPE_ITEM, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
  if (jal_bundle_rows_get_item (GTK_LIST_BOX_ROW (row)) != NULL)
    {
      GtkDragSource *source = gtk_drag_source_new ();

      g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), NULL);
      gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
    }
  gtk_list_box_append (self->list, row);
  if (jal_id_equal (id, self->selected))
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
fill_list (JalBundlePage *self)
{
  JalId selected = self->selected;
  gboolean had_focus = jal_accessible_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  GtkListBoxRow *row;

  jal_list_box_clear (self->list);
  self->selected = selected;
  for (guint i = 0; self->sections != NULL && i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);

      add_row (self, jal_bundle_rows_new_section (section, self->section_menu), section->id);
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          add_row (self, jal_bundle_rows_new_item (section, item, self->item_menu), item->id);
        }
    }
  row = gtk_list_box_get_selected_row (self->list);
  if (had_focus && row != NULL)
    jal_focus_give (GTK_WIDGET (row));
}

/* What lies in the bundle, before the index is counted. */
static void
fill_summary (JalBundlePage *self)
{
  guint documents = 0, pages = 0;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          documents++;
          pages += item->n_pages;
        }
    }
  first = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document", "%u documents", documents), documents);
  second = jal_shown_pages (pages);
  words = g_strdup_printf ("%s · %s", first, second);
  gtk_label_set_text (self->summary, words);
}

/* What the court's copy would leave out is said before it is built. */
static void
fill_left_out (JalBundlePage *self)
{
  g_autofree char *words = jal_bundle_describe_left_out (&self->counts);
  gboolean empty = jal_bundle_is_nearly_empty (&self->counts);
  guint unsorted = self->counts.n_by_why[JAL_LEFT_OUT_UNSORTED] + self->counts.n_by_why[JAL_LEFT_OUT_UNPLACED];

  gtk_widget_set_visible (self->left_out, words != NULL);
  gtk_label_set_text (self->left_out_heading, empty ? _ ("The court's copy would be nearly empty") : _ ("Court copy"));
  gtk_label_set_text (self->left_out_words, words != NULL ? words : "");
  gtk_image_set_from_icon_name (self->left_out_icon,
                                empty || unsorted > 0 ? "dialog-warning-symbolic" : "dialog-information-symbolic");
}

/* The newest ones; jaladactl lists all. */
#define N_BUILDS 12

static void
fill_builds (JalBundlePage *self, GListModel *builds)
{
  guint n = builds != NULL ? g_list_model_get_n_items (builds) : 0;

  for (guint i = 0; i < self->build_rows->len; i++)
    adw_preferences_group_remove (self->builds, g_ptr_array_index (self->build_rows, i));
  g_ptr_array_set_size (self->build_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->builds), n > 0);
  for (guint i = 0; i < MIN (n, N_BUILDS); i++)
    {
      g_autoptr (JalBuild) build = g_list_model_get_item (builds, i);
      AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Save _Again…")), *received;
      g_autofree char *when = jal_shown_instant (build->built_at);
      g_autofree char *pages = jal_shown_pages (build->pages);
      const char *recipients = g_object_get_data (G_OBJECT (build), "recipients");
      g_autofree char *subtitle = g_strdup_printf ("%s · %s · SHA-256 %.12s…", when, pages, build->sha256);

      if (recipients != NULL)
        {
          /* Translators: who got a bundle */
          g_autofree char *who = g_strdup_printf (_ ("Received by %s"), recipients);
          g_autofree char *both = g_strdup_printf ("%s\n%s", subtitle, who);

          g_free (subtitle);
          subtitle = g_steal_pointer (&both);
        }

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), jal_bundle_page_copy_title (build->copy));
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_action_row_set_subtitle (row, subtitle);
      adw_action_row_set_subtitle_lines (row, 0);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "build", g_object_ref (build), g_object_unref);
      g_signal_connect_object (button, "clicked", G_CALLBACK (jal_bundle_page_rebuild_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (row, button);
      received = gtk_button_new_with_mnemonic (_ ("Who _Received It…"));
      gtk_widget_set_valign (received, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (received), "build", g_object_ref (build), g_object_unref);
      g_signal_connect_object (received, "clicked", G_CALLBACK (jal_bundle_page_disclose_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (row, received);
      adw_preferences_group_add (self->builds, GTK_WIDGET (row));
      g_ptr_array_add (self->build_rows, row);
    }
}

static void
show_bundle (JalBundlePage *self, const char *language, GListModel *builds)
{
  GSimpleAction *action = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "language"));

  gtk_stack_set_visible_child_name (self->stack, self->sections != NULL ? "bundle" : "empty");
  fill_list (self);
  fill_builds (self, builds);
  fill_left_out (self);
  if (self->sections != NULL)
    fill_summary (self);
  if (language != NULL)
    g_simple_action_set_state (action, g_variant_new_string (language));
  jal_bundle_page_update_verbs (self);
  jal_bundle_page_take_step (self);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
} Reading;

typedef struct
{
  JalId bundle;
  GListStore *sections; /* nullable: the case has no documents and no bundle yet */
  GListStore *builds;
  char *language;
  JalBundleCounts counts;
} Shown;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->store);
  g_free (reading);
}

static void
free_shown (gpointer data)
{
  Shown *shown = data;

  g_clear_object (&shown->sections);
  g_clear_object (&shown->builds);
  g_free (shown->language);
  g_free (shown);
}

/* Puts who got it beside each build that is shown. */
static void
name_recipients (JalStore *store, GListStore *builds)
{
  for (guint i = 0; i < MIN (g_list_model_get_n_items (G_LIST_MODEL (builds)), N_BUILDS); i++)
    {
      g_autoptr (JalBuild) build = g_list_model_get_item (G_LIST_MODEL (builds), i);
      g_auto (GStrv) recipients = jal_bundle_recipients (store, build->id, NULL);

      if (recipients != NULL && recipients[0] != NULL)
        g_object_set_data_full (G_OBJECT (build), "recipients", g_strjoinv ("; ", recipients), g_free);
    }
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  Shown *shown = g_new0 (Shown, 1);
  g_autoptr (JalCase) court_case = jal_cases_get (reading->store, reading->case_id, error);
  gboolean good = court_case != NULL;

  if (good && (court_case->n_documents > 0 || court_case->incomplete))
    {
      good = jal_bundle_ensure (reading->store, reading->case_id, JAL_PROFILE_DEFAULT, &shown->bundle, error)
             && jal_bundle_get_language (reading->store, shown->bundle, &shown->language, error);
      if (good)
        shown->builds = jal_bundle_builds (reading->store, shown->bundle, error);
      if (good && shown->builds != NULL)
        name_recipients (reading->store, shown->builds);
      if (good && shown->builds != NULL)
        shown->sections = jal_bundle_sections (reading->store, shown->bundle, cancellable, error);
      good = good && shown->sections != NULL;
      if (good)
        {
          g_autoptr (GListStore) left_out
              = jal_bundle_left_out (reading->store, shown->bundle, "court", &shown->counts, cancellable, error);

          good = left_out != NULL;
        }
    }
  if (!good)
    g_clear_pointer (&shown, free_shown);
  return shown;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBundlePage *self = owner;
  Shown *shown = result;

  if (shown == NULL)
    {
      jal_bundle_page_forget_steps (self);
      jal_pending_fail (self->stack, error);
      return;
    }
  self->bundle = shown->bundle;
  self->counts = shown->counts;
  g_set_object (&self->sections, G_LIST_MODEL (shown->sections));
  show_bundle (self, shown->language, G_LIST_MODEL (shown->builds));
}

static void
refresh (JalCasePage *page)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (page);
  Reading *reading;

  if (self->store == NULL || self->court_case == NULL)
    return;
  reading = g_new0 (Reading, 1);
  reading->store = g_object_ref (self->store);
  reading->case_id = self->court_case->id;
  jal_task_renew (self, read_work, read_work, reading, free_reading, free_shown, read_cb);
}

/* --- Signals ---------------------------------------------------------------------------------------------------- */

static void
row_selected_cb (JalBundlePage *self, GtkListBoxRow *row)
{
  if (jal_bundle_rows_get_item (row) != NULL)
    self->selected = jal_bundle_rows_get_item (row)->id;
  else if (jal_bundle_rows_get_section (row) != NULL)
    self->selected = jal_bundle_rows_get_section (row)->id;
  jal_bundle_page_update_verbs (self);
}

static void
row_activated_cb (JalBundlePage *self, GtkListBoxRow *row)
{
  if (jal_bundle_rows_get_item (row) != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), "open", NULL);
}

static void
built_cb (JalBundlePage *self)
{
  refresh (JAL_CASE_PAGE (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  JalBundlePage *self = data;
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  const char *verb = NULL;

  if (held == GDK_ALT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up))
    verb = "move-up";
  else if (held == GDK_ALT_MASK && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down))
    verb = "move-down";
  else if (held == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    verb = "remove";
  if (verb == NULL)
    return FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), verb, NULL);
  return TRUE;
}

/* --- The page --------------------------------------------------------------------------------------------------- */

static void
forget (JalBundlePage *self)
{
  g_clear_object (&self->sections);
  self->bundle = JAL_ID_NONE;
  self->counts = (JalBundleCounts){ 0 };
  self->selected = JAL_ID_NONE;
  jal_bundle_page_forget_steps (self);
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (page);
  gboolean another = self->court_case == NULL || court_case == NULL || !jal_id_equal (self->court_case->id, court_case->id);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
  if (another)
    {
      /* What is still being read of the case before would be shown as this one's. */
      jal_task_forget (self, read_work);
      forget (self);
      show_bundle (self, NULL, NULL);
      /* Whether there is a bundle is known when it has been read. */
      jal_pending_begin (self->stack);
    }
}

static void
drop (JalCasePage *page)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (page);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  if (self->card != NULL)
    {
      jal_build_card_drop (self->card);
      fill_builds (self, NULL);
      jal_list_box_clear (self->list);
      gtk_widget_set_visible (self->left_out, FALSE);
      gtk_label_set_text (self->left_out_words, "");
      gtk_label_set_text (self->summary, "");
    }
  forget (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_BUNDLE_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "bundle";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
  iface->get_verbs = jal_bundle_page_get_verbs;
}

static void
jal_bundle_page_dispose (GObject *object)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (object);

  jal_task_cancel_all (self);
  forget (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->build_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_bundle_page_parent_class)->dispose (object);
}

static void
jal_bundle_page_class_init (JalBundlePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_bundle_page_dispose;
  g_type_ensure (JAL_TYPE_BUILD_CARD);
  g_type_ensure (JAL_TYPE_PENDING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-bundle-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, summary);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, left_out);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, left_out_heading);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, left_out_words);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, left_out_icon);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, list);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, section_menu);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, item_menu);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, card);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, builds);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, built_cb);
}

static void
jal_bundle_page_init (JalBundlePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->build_rows = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  jal_bundle_page_add_verbs (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_widget_set_visible (GTK_WIDGET (self->builds), FALSE);
  jal_bundle_page_update_verbs (self);
}
