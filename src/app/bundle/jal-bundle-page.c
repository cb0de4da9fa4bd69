/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The bundle: sections, items, builds.
 *
 * 1. One list: a heading row for each section, the items below it. The selected row is what the verbs act on.
 * 2. Order is changed by drag, by Alt+Up and Alt+Down, or by "Move to": all three end in the same two calls of the core.
 * 3. The bundle comes into being when the page is first shown for a case that has documents.
 */
#include "app/bundle/jal-bundle-page.h"

#include <glib/gi18n-lib.h>

#include "app/bundle/jal-build-card.h"
#include "app/bundle/jal-bundle-change.h"
#include "app/bundle/jal-bundle-forms.h"
#include "app/bundle/jal-bundle-rows.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-bundle.h"
#include "cases/jal-cases.h"
#include "law/jal-profile.h"

struct _JalBundlePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  JalId bundle;
  GListModel *sections; /* nullable: of JalSection */
  JalId selected;       /* of a section or an item */
  GSimpleActionGroup *actions;

  GtkStack *stack;
  GtkLabel *summary;
  GtkListBox *list;
  GMenuModel *section_menu;
  GMenuModel *item_menu;
  JalBuildCard *card;
  AdwPreferencesGroup *builds;
  GPtrArray *build_rows;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalBundlePage, jal_bundle_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

/* --- What is selected ------------------------------------------------------------------------------------------- */

static JalSection *
selected_section (JalBundlePage *self)
{
  return jal_bundle_rows_get_section (gtk_list_box_get_selected_row (self->list));
}

static JalItem *
selected_item (JalBundlePage *self)
{
  return jal_bundle_rows_get_item (gtk_list_box_get_selected_row (self->list));
}

/* The section the selection lies in; borrowed from the model, which keeps it alive. */
static JalSection *
section_around (JalBundlePage *self)
{
  JalItem *item = selected_item (self);

  for (guint i = 0; item != NULL && i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);

      if (jal_id_equal (section->id, item->section_id))
        return section;
    }
  return selected_section (self);
}

static guint
index_of_section (JalBundlePage *self, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);

      if (jal_id_equal (section->id, id))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Returns (transfer full) (nullable). @index may lie outside. */
static JalSection *
section_at (JalBundlePage *self, int index)
{
  return index < 0 ? NULL : g_list_model_get_item (self->sections, (guint)index);
}

static int
index_of_item (JalSection *section, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (section->items)); i++)
    {
      g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), i);

      if (jal_id_equal (item->id, id))
        return (int)i;
    }
  return -1;
}

static JalId
item_id_at (JalSection *section, int index)
{
  g_autoptr (JalItem) item = index < 0 ? NULL : g_list_model_get_item (G_LIST_MODEL (section->items), (guint)index);

  return item != NULL ? item->id : JAL_ID_NONE;
}

static void
enable (JalBundlePage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
update_actions (JalBundlePage *self)
{
  gboolean any = self->sections != NULL;
  gboolean row = any && (selected_section (self) != NULL || selected_item (self) != NULL);
  gboolean item = any && selected_item (self) != NULL;
  gboolean section = any && selected_section (self) != NULL;

  enable (self, "build", any);
  enable (self, "place-new", any);
  enable (self, "add-section", any);
  enable (self, "add-document", any && g_list_model_get_n_items (self->sections) > 0);
  enable (self, "move-up", row);
  enable (self, "move-down", row);
  enable (self, "remove", row);
  enable (self, "move-to", item);
  enable (self, "range", item);
  enable (self, "open", item);
  enable (self, "rename", section);
  enable (self, "toggle-court", section);
  enable (self, "toggle-counsel", section);
}

/* --- Showing ---------------------------------------------------------------------------------------------------- */

static void
clear_list (JalBundlePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static void
move_item_to (JalBundlePage *self, JalId item, JalId section, JalId after);

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
    move_item_to (self, moved->id, section->id, JAL_ID_NONE);
  else if (over != NULL && !jal_id_equal (over->id, moved->id))
    {
      g_autoptr (JalSection) around = section_at (self, (int)index_of_section (self, over->section_id));
      int index = index_of_item (around, over->id);

      if (y < gtk_widget_get_height (widget) / 2.0)
        index--;
      /* Dropped just below itself: nothing to do. */
      if (!jal_id_equal (item_id_at (around, index), moved->id))
        move_item_to (self, moved->id, over->section_id, item_id_at (around, index));
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
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  GtkListBoxRow *row;

  clear_list (self);
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
    gtk_widget_grab_focus (GTK_WIDGET (row));
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

static void
rebuild_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);
  JalBuild *build = data;

  if (self->store != NULL)
    jal_build_card_rebuild (self->card, self->store, build->id, paths[0]);
}

static char *suggest_name (JalBundlePage *self, const char *copy);

static void
rebuild_clicked_cb (JalBundlePage *self, GtkWidget *button)
{
  JalBuild *build = g_object_get_data (G_OBJECT (button), "build");
  g_autofree char *name = suggest_name (self, build->copy);

  jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Save the Same Bundle Again"), _ ("_Save"), name,
                        rebuild_chosen_cb, g_object_ref (build), g_object_unref);
}

static const char *
copy_title (const char *id)
{
  return g_strcmp0 (id, "court") == 0 ? _ ("Court copy") : _ ("Counsel's own copy");
}

static void
fill_builds (JalBundlePage *self, GListModel *builds)
{
  guint n = builds != NULL ? g_list_model_get_n_items (builds) : 0;

  for (guint i = 0; i < self->build_rows->len; i++)
    adw_preferences_group_remove (self->builds, g_ptr_array_index (self->build_rows, i));
  g_ptr_array_set_size (self->build_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->builds), n > 0);
  for (guint i = 0; i < MIN (n, 12); i++)
    {
      g_autoptr (JalBuild) build = g_list_model_get_item (builds, i);
      AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Save _Again…"));
      g_autofree char *when = jal_shown_instant (build->built_at);
      g_autofree char *pages = jal_shown_pages (build->pages);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s · SHA-256 %.12s…", when, pages, build->sha256);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), copy_title (build->copy));
      adw_action_row_set_subtitle (row, subtitle);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "build", g_object_ref (build), g_object_unref);
      g_signal_connect_object (button, "clicked", G_CALLBACK (rebuild_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (row, button);
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
  if (self->sections != NULL)
    fill_summary (self);
  if (language != NULL)
    g_simple_action_set_state (action, g_variant_new_string (language));
  update_actions (self);
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

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  Shown *shown = g_new0 (Shown, 1);
  g_autoptr (JalCase) court_case = jal_cases_get (reading->store, reading->case_id, error);
  gboolean good = court_case != NULL;

  if (good && court_case->n_documents > 0)
    {
      good = jal_bundle_ensure (reading->store, reading->case_id, JAL_PROFILE_DEFAULT, &shown->bundle, error)
             && jal_bundle_get_language (reading->store, shown->bundle, &shown->language, error);
      if (good)
        shown->builds = jal_bundle_builds (reading->store, shown->bundle, error);
      if (good && shown->builds != NULL)
        shown->sections = jal_bundle_sections (reading->store, shown->bundle, cancellable, error);
      good = good && shown->sections != NULL;
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
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  self->bundle = shown->bundle;
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

/* --- Changing --------------------------------------------------------------------------------------------------- */

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBundlePage *self = owner;
  JalBundleChange *change = data;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  refresh (JAL_CASE_PAGE (self));
  if (change->said != NULL)
    jal_shell_toast_undo (GTK_WIDGET (self), change->said);
}

/* Takes @change. */
static void
run (JalBundlePage *self, JalBundleChange *change)
{
  jal_task_run (self, run, jal_bundle_change_work, change, jal_bundle_change_free, NULL, changed_cb);
}

static JalBundleChange *
new_change (JalBundlePage *self, JalBundleChangeKind kind, const char *said)
{
  JalBundleChange *change = jal_bundle_change_new (self->store, self->bundle, kind);

  change->said = said;
  return change;
}

static void
move_item_to (JalBundlePage *self, JalId item, JalId section, JalId after)
{
  JalBundleChange *change = new_change (self, JAL_BUNDLE_MOVE_ITEM, NULL);

  self->selected = item;
  change->item = item;
  change->section = section;
  change->after = after;
  run (self, change);
}

static void
move_section_by (JalBundlePage *self, JalSection *section, int step)
{
  int index = (int)index_of_section (self, section->id);
  int place = step < 0 ? index - 2 : index + 1; /* the section it comes to stand behind */
  g_autoptr (JalSection) after = section_at (self, place);
  JalBundleChange *change;

  if ((step < 0 && index == 0) || (step > 0 && after == NULL))
    return;
  change = new_change (self, JAL_BUNDLE_MOVE_SECTION, NULL);
  change->section = section->id;
  change->after = after != NULL ? after->id : JAL_ID_NONE;
  run (self, change);
}

/* Within its section; past its end, into the neighbouring section. */
static void
move_item_by (JalBundlePage *self, JalItem *item, int step)
{
  int at = (int)index_of_section (self, item->section_id);
  g_autoptr (JalSection) section = section_at (self, at);
  g_autoptr (JalSection) neighbour = section_at (self, at + step);
  int index = index_of_item (section, item->id);
  int last = (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1;

  if (step < 0 && index > 0)
    move_item_to (self, item->id, section->id, item_id_at (section, index - 2));
  else if (step > 0 && index < last)
    move_item_to (self, item->id, section->id, item_id_at (section, index + 1));
  else if (neighbour != NULL && step < 0)
    move_item_to (self, item->id, neighbour->id,
                  item_id_at (neighbour, (int)g_list_model_get_n_items (G_LIST_MODEL (neighbour->items)) - 1));
  else if (neighbour != NULL)
    move_item_to (self, item->id, neighbour->id, JAL_ID_NONE);
}

static void
move_by (JalBundlePage *self, int step)
{
  JalItem *item = selected_item (self);
  JalSection *section = selected_section (self);

  if (item != NULL)
    move_item_by (self, item, step);
  else if (section != NULL)
    move_section_by (self, section, step);
}

static void
toggle_copy (JalBundlePage *self, const char *copy)
{
  static const char *const all[] = { "counsel", "court" };
  JalSection *section = selected_section (self);
  g_autoptr (GString) copies = g_string_new (NULL);
  JalBundleChange *change;

  if (section == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (jal_bundle_rows_shows (section, all[i]) != g_str_equal (all[i], copy))
      g_string_append_printf (copies, "%s%s", copies->len > 0 ? " " : "", all[i]);
  change = new_change (self, JAL_BUNDLE_SET_COPIES, _ ("The section was changed"));
  change->section = section->id;
  change->copies = g_strdup (copies->str);
  run (self, change);
}

/* --- Verbs ------------------------------------------------------------------------------------------------------ */

static void
move_up_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_by (data, -1);
}

static void
move_down_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_by (data, 1);
}

static void
toggle_court_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  toggle_copy (data, "court");
}

static void
toggle_counsel_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  toggle_copy (data, "counsel");
}

static void
remove_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;
  JalItem *item = selected_item (self);
  JalSection *section = selected_section (self);
  JalBundleChange *change;

  if (item == NULL && section == NULL)
    return;
  change = new_change (self, item != NULL ? JAL_BUNDLE_REMOVE_ITEM : JAL_BUNDLE_REMOVE_SECTION,
                       item != NULL ? _ ("The document was taken out of the bundle") : _ ("The section was removed"));
  if (item != NULL)
    change->item = item->id;
  else
    change->section = section->id;
  run (self, change);
}

static void
place_new_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  run (data, new_change (data, JAL_BUNDLE_PLACE_NEW, _ ("New documents were placed by their kind")));
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;
  JalItem *item = selected_item (self);

  if (item != NULL)
    jal_shell_open_document (GTK_WIDGET (self), item->document_id, item->first_page);
}

static void
title_given_cb (GtkWidget *inside, const char *title, gpointer data)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);
  JalBundleChange *change;

  if (self->store == NULL)
    return;
  if (data == NULL)
    {
      change = new_change (self, JAL_BUNDLE_ADD_SECTION, _ ("The section was added"));
      change->copies = g_strdup ("counsel");
    }
  else
    {
      change = new_change (self, JAL_BUNDLE_RENAME_SECTION, _ ("The section was changed"));
      change->section = JAL_SECTION (data)->id;
    }
  change->text = g_strdup (title);
  run (self, change);
}

static void
add_section_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_bundle_forms_ask_title (data, _ ("Add Section"), "", title_given_cb, NULL);
}

static void
rename_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalSection *section = selected_section (data);

  if (section != NULL)
    jal_bundle_forms_ask_title (data, _ ("Rename Section"), section->title, title_given_cb, section);
}

static void
range_given_cb (GtkWidget *inside, JalItem *item, guint first, guint count)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);
  JalBundleChange *change;

  if (self->store == NULL)
    return;
  change = new_change (self, JAL_BUNDLE_SET_RANGE, _ ("The pages were changed"));
  change->item = item->id;
  change->first = first;
  change->count = count;
  run (self, change);
}

static void
range_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalItem *item = selected_item (data);

  if (item != NULL)
    jal_bundle_forms_ask_range (data, item, range_given_cb);
}

static void
section_given_cb (GtkWidget *inside, JalSection *section, gpointer item)
{
  if (JAL_BUNDLE_PAGE (inside)->store != NULL)
    move_item_to (JAL_BUNDLE_PAGE (inside), JAL_ITEM (item)->id, section->id,
                  item_id_at (section, (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1));
}

static void
move_to_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;
  JalItem *item = selected_item (self);

  if (item != NULL)
    jal_bundle_forms_ask_section (GTK_WIDGET (self), self->sections, section_given_cb, item);
}

static void
document_given_cb (GtkWidget *inside, JalDocument *document, JalSection *section)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);
  JalBundleChange *change;

  if (self->store == NULL)
    return;
  change = new_change (self, JAL_BUNDLE_ADD_ITEM, _ ("The document was added to the bundle"));
  change->document = document->id;
  change->section = section->id;
  change->after = item_id_at (section, (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1);
  run (self, change);
}

static void
add_document_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;

  jal_bundle_forms_ask_document (GTK_WIDGET (self), self->store, self->court_case->id, self->sections, section_around (self),
                                 document_given_cb);
}

static void
language_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  JalBundlePage *self = data;
  JalBundleChange *change;

  if (self->sections == NULL || g_variant_equal (state, g_action_get_state (G_ACTION (action))))
    return;
  g_simple_action_set_state (action, state);
  change = new_change (self, JAL_BUNDLE_SET_LANGUAGE, _ ("The language of the printed words was changed"));
  change->text = g_variant_dup_string (state, NULL);
  run (self, change);
}

/* The number of the case and the kind of copy; never a name. Returns (transfer full). */
static char *
suggest_name (JalBundlePage *self, const char *copy)
{
  const char *number = self->court_case->number != NULL ? self->court_case->number : _ ("bundle");
  g_autofree char *name = g_strdup_printf ("%s %s %s.pdf", number, _ ("bundle"), copy_title (copy));

  return g_strdelimit (g_steal_pointer (&name), "/\\:", '-');
}

static void
build_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer copy)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);

  if (self->store != NULL && self->sections != NULL)
    jal_build_card_build (self->card, self->store, self->bundle, copy, paths[0]);
}

static void
build_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;
  const char *copy = g_variant_get_string (parameter, NULL);
  g_autofree char *name = suggest_name (self, copy);

  if (!jal_build_card_is_busy (self->card))
    jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Save Bundle"), _ ("_Save"), name, build_chosen_cb,
                          g_strdup (copy), g_free);
}

/* --- Signals ---------------------------------------------------------------------------------------------------- */

static void
row_selected_cb (JalBundlePage *self, GtkListBoxRow *row)
{
  if (jal_bundle_rows_get_item (row) != NULL)
    self->selected = jal_bundle_rows_get_item (row)->id;
  else if (jal_bundle_rows_get_section (row) != NULL)
    self->selected = jal_bundle_rows_get_section (row)->id;
  update_actions (self);
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
  self->selected = JAL_ID_NONE;
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
      forget (self);
      show_bundle (self, NULL, NULL);
    }
}

static void
drop (JalCasePage *page)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (page);

  jal_task_cancel_all (self);
  if (self->card != NULL)
    {
      jal_build_card_drop (self->card);
      fill_builds (self, NULL);
      clear_list (self);
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

static const JalVerb *
get_verbs (JalCasePage *page, guint *n_verbs)
{
  static const JalVerb verbs[] = {
    { "bundle.build::counsel", N_ ("Build Counsel's Own Copy…"), "<Control>b" },
    { "bundle.build::court", N_ ("Build the Court's Copy…"), "<Control><Shift>b" },
    { "bundle.place-new", N_ ("Place New Documents by Their Kind"), NULL },
    { "bundle.add-section", N_ ("Add Section…"), NULL },
    { "bundle.add-document", N_ ("Add Document to the Bundle…"), NULL },
    { "bundle.move-up", N_ ("Move Up in the Bundle"), "<Alt>Up", TRUE },
    { "bundle.move-down", N_ ("Move Down in the Bundle"), "<Alt>Down", TRUE },
    { "bundle.move-to", N_ ("Move to Another Section…"), NULL },
    { "bundle.range", N_ ("Choose Pages…"), NULL },
    { "bundle.rename", N_ ("Rename Section…"), NULL },
    { "bundle.remove", N_ ("Remove from the Bundle"), "Delete", TRUE },
  };

  *n_verbs = G_N_ELEMENTS (verbs);
  return verbs;
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "bundle";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
  iface->get_verbs = get_verbs;
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
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-bundle-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalBundlePage, summary);
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
  static const GActionEntry entries[] = {
    { .name = "build", .activate = build_activated, .parameter_type = "s" },
    { .name = "place-new", .activate = place_new_activated },
    { .name = "add-section", .activate = add_section_activated },
    { .name = "add-document", .activate = add_document_activated },
    { .name = "move-up", .activate = move_up_activated },
    { .name = "move-down", .activate = move_down_activated },
    { .name = "move-to", .activate = move_to_activated },
    { .name = "range", .activate = range_activated },
    { .name = "open", .activate = open_activated },
    { .name = "rename", .activate = rename_activated },
    { .name = "toggle-court", .activate = toggle_court_activated },
    { .name = "toggle-counsel", .activate = toggle_counsel_activated },
    { .name = "remove", .activate = remove_activated },
    { .name = "language", .parameter_type = "s", .state = "'en'", .change_state = language_changed },
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->build_rows = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_widget_set_visible (GTK_WIDGET (self->builds), FALSE);
  update_actions (self);
}
