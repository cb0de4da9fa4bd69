/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What can be done to a bundle in its page: every verb is an action, and every change runs in a task and offers its undo. */
#include "app/bundle/jal-bundle-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/bundle/jal-bundle-change.h"
#include "app/bundle/jal-bundle-forms.h"
#include "app/bundle/jal-bundle-rows.h"
#include "app/bundle/jal-left-out-window.h"
#include "app/evidence/jal-custody-verbs.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-print-dialog.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

/* --- What is selected ------------------------------------------------------------------------------------------- */

JalSection *
jal_bundle_page_get_section (JalBundlePage *self)
{
  return jal_bundle_rows_get_section (gtk_list_box_get_selected_row (self->list));
}

JalItem *
jal_bundle_page_get_item (JalBundlePage *self)
{
  return jal_bundle_rows_get_item (gtk_list_box_get_selected_row (self->list));
}

/* The section the selection lies in; borrowed from the model, which keeps it alive. */
JalSection *
jal_bundle_page_get_section_around (JalBundlePage *self)
{
  JalItem *item = jal_bundle_page_get_item (self);

  for (guint i = 0; item != NULL && i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);

      if (jal_id_equal (section->id, item->section_id))
        return section;
    }
  return jal_bundle_page_get_section (self);
}

guint
jal_bundle_page_index_of (JalBundlePage *self, JalId id)
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
JalSection *
jal_bundle_page_section_at (JalBundlePage *self, int index)
{
  return index < 0 ? NULL : g_list_model_get_item (self->sections, (guint)index);
}

int
jal_bundle_page_index_in (JalSection *section, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (section->items)); i++)
    {
      g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), i);

      if (jal_id_equal (item->id, id))
        return (int)i;
    }
  return -1;
}

JalId
jal_bundle_page_item_id (JalSection *section, int index)
{
  g_autoptr (JalItem) item = index < 0 ? NULL : g_list_model_get_item (G_LIST_MODEL (section->items), (guint)index);

  return item != NULL ? item->id : JAL_ID_NONE;
}

static void
enable (JalBundlePage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

void
jal_bundle_page_update_verbs (JalBundlePage *self)
{
  gboolean any = self->sections != NULL;
  gboolean row = any && (jal_bundle_page_get_section (self) != NULL || jal_bundle_page_get_item (self) != NULL);
  gboolean item = any && jal_bundle_page_get_item (self) != NULL;
  gboolean section = any && jal_bundle_page_get_section (self) != NULL;

  enable (self, "build", any);
  enable (self, "print", any);
  enable (self, "left-out", any);
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

/* --- Changing --------------------------------------------------------------------------------------------------- */

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBundlePage *self = owner;
  JalBundleChange *change = data;

  if (jal_task_line_is_busy (self) && error == NULL && change->said == NULL)
    return; /* the last one reads the list anew */
  if (error != NULL)
    {
      jal_bundle_page_forget_steps (self);
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  jal_case_page_refresh (JAL_CASE_PAGE (self));
  if (change->said != NULL)
    jal_shell_toast_undo (GTK_WIDGET (self), change->said);
}

/* Takes @change. */
static void
run (JalBundlePage *self, JalBundleChange *change)
{
  self->behind = TRUE;
  jal_task_line_add (self, jal_bundle_change_work, change, jal_bundle_change_free, changed_cb);
}

static JalBundleChange *
new_change (JalBundlePage *self, JalBundleChangeKind kind, const char *said)
{
  JalBundleChange *change = jal_bundle_change_new (self->store, self->bundle, kind);

  change->said = said;
  return change;
}

void
jal_bundle_page_move_item (JalBundlePage *self, JalId item, JalId section, JalId after)
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
  int index = (int)jal_bundle_page_index_of (self, section->id);
  int place = step < 0 ? index - 2 : index + 1; /* the section it comes to stand behind */
  g_autoptr (JalSection) after = jal_bundle_page_section_at (self, place);
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
  int at = (int)jal_bundle_page_index_of (self, item->section_id);
  g_autoptr (JalSection) section = jal_bundle_page_section_at (self, at);
  g_autoptr (JalSection) neighbour = jal_bundle_page_section_at (self, at + step);
  int index = jal_bundle_page_index_in (section, item->id);
  int last = (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1;

  if (step < 0 && index > 0)
    jal_bundle_page_move_item (self, item->id, section->id, jal_bundle_page_item_id (section, index - 2));
  else if (step > 0 && index < last)
    jal_bundle_page_move_item (self, item->id, section->id, jal_bundle_page_item_id (section, index + 1));
  else if (neighbour != NULL && step < 0)
    jal_bundle_page_move_item (self, item->id, neighbour->id,
                  jal_bundle_page_item_id (neighbour, (int)g_list_model_get_n_items (G_LIST_MODEL (neighbour->items)) - 1));
  else if (neighbour != NULL)
    jal_bundle_page_move_item (self, item->id, neighbour->id, JAL_ID_NONE);
}

void
jal_bundle_page_forget_steps (JalBundlePage *self)
{
  self->behind = FALSE;
  self->steps = 0;
}

/* Where a step leads is reckoned from the list that is shown: one that comes before the list shows the last waits for it. */
static void
move_by (JalBundlePage *self, int step)
{
  JalItem *item = jal_bundle_page_get_item (self);
  JalSection *section = jal_bundle_page_get_section (self);

  if (self->behind)
    {
      self->steps = jal_id_equal (self->steps_of, self->selected) ? self->steps + step : step;
      self->steps_of = self->selected;
    }
  else if (item != NULL)
    move_item_by (self, item, step);
  else if (section != NULL)
    move_section_by (self, section, step);
}

void
jal_bundle_page_take_step (JalBundlePage *self)
{
  int step = (self->steps > 0) - (self->steps < 0);

  if (jal_task_line_is_busy (self))
    return;
  self->behind = FALSE;
  self->steps -= step;
  if (step != 0 && jal_id_equal (self->steps_of, self->selected))
    move_by (self, step);
  /* Nothing moves any further: what is left of it is not owed to the next key. */
  if (!self->behind)
    self->steps = 0;
}

static void
toggle_copy (JalBundlePage *self, const char *copy)
{
  static const char *const all[] = { "counsel", "court" };
  JalSection *section = jal_bundle_page_get_section (self);
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
  JalItem *item = jal_bundle_page_get_item (self);
  JalSection *section = jal_bundle_page_get_section (self);
  JalBundleChange *change;

  /* Pressed twice, before the list shows that it went: the next one is not meant. */
  if (self->behind || (item == NULL && section == NULL))
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
  JalItem *item = jal_bundle_page_get_item (self);

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
  JalSection *section = jal_bundle_page_get_section (data);

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
  JalItem *item = jal_bundle_page_get_item (data);

  if (item != NULL)
    jal_bundle_forms_ask_range (data, item, range_given_cb);
}

static void
section_given_cb (GtkWidget *inside, JalSection *section, gpointer item)
{
  if (JAL_BUNDLE_PAGE (inside)->store != NULL)
    jal_bundle_page_move_item (JAL_BUNDLE_PAGE (inside), JAL_ITEM (item)->id, section->id,
                  jal_bundle_page_item_id (section, (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1));
}

static void
move_to_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;
  JalItem *item = jal_bundle_page_get_item (self);

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
  change->after = jal_bundle_page_item_id (section, (int)g_list_model_get_n_items (G_LIST_MODEL (section->items)) - 1);
  run (self, change);
}

static void
add_document_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;

  jal_bundle_forms_ask_document (GTK_WIDGET (self), self->store, self->court_case->id, self->sections, jal_bundle_page_get_section_around (self),
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

const char *
jal_bundle_page_copy_title (const char *id)
{
  return g_strcmp0 (id, "court") == 0 ? _ ("Court copy") : _ ("Counsel's own copy");
}

/* The number of the case and the kind of copy; never a name. Returns (transfer full). */
char *
jal_bundle_page_suggest_name (JalBundlePage *self, const char *copy)
{
  const char *number = self->court_case->number != NULL ? self->court_case->number : _ ("bundle");
  g_autofree char *name = g_strdup_printf ("%s %s %s.pdf", number, _ ("bundle"), jal_bundle_page_copy_title (copy));

  return g_strdelimit (g_steal_pointer (&name), "/\\:", '-');
}

static void
rebuild_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);
  JalBuild *build = data;

  if (self->store != NULL)
    jal_build_card_rebuild (self->card, self->store, build->id, paths[0]);
}

void
jal_bundle_page_rebuild_clicked_cb (JalBundlePage *self, GtkWidget *button)
{
  JalBuild *build = g_object_get_data (G_OBJECT (button), "build");
  g_autofree char *name = jal_bundle_page_suggest_name (self, build->copy);

  jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Save the Same Bundle Again"), _ ("_Save"), name,
                        rebuild_chosen_cb, g_object_ref (build), g_object_unref);
}

void
jal_bundle_page_disclose_clicked_cb (JalBundlePage *self, GtkWidget *button)
{
  JalBuild *build = g_object_get_data (G_OBJECT (button), "build");

  if (self->store != NULL)
    jal_custody_verbs_disclose_build (GTK_WIDGET (self), self->store, build);
}

static void
build_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer copy)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);

  if (self->store != NULL && self->sections != NULL)
    jal_build_card_build (self->card, self->store, self->bundle, copy, paths[0]);
}

static void build_copy (JalBundlePage *self, const char *copy);
static void print_copy (JalBundlePage *self, const char *copy);

static void
all_the_same_cb (GtkWidget *inside, gpointer action)
{
  JalBundlePage *self = JAL_BUNDLE_PAGE (inside);

  if (self->store == NULL || self->sections == NULL)
    return;
  if (g_str_equal (g_action_get_name (action), "print"))
    print_copy (self, "court");
  else
    build_copy (self, "court");
}

/* Whether somebody has to say first that the court shall get next to nothing. */
static gboolean
ask_first (JalBundlePage *self, GSimpleAction *action, const char *copy)
{
  g_autofree char *words = jal_bundle_describe_left_out (&self->counts);

  if (!g_str_equal (copy, "court") || words == NULL || !jal_bundle_is_nearly_empty (&self->counts))
    return FALSE;
  jal_dialog_ask (GTK_WIDGET (self), _ ("The Court's Copy Would Be Nearly Empty"), words, _ ("Go On _All the Same…"), TRUE,
                  all_the_same_cb, g_object_ref (action), g_object_unref);
  return TRUE;
}

static void
left_out_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBundlePage *self = data;

  if (self->store != NULL && self->sections != NULL)
    jal_left_out_window_show (GTK_WIDGET (self), self->store, self->bundle);
}

static void
build_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *copy = g_variant_get_string (parameter, NULL);

  if (!ask_first (data, action, copy))
    build_copy (data, copy);
}

static void
build_copy (JalBundlePage *self, const char *copy)
{
  g_autofree char *name = jal_bundle_page_suggest_name (self, copy);

  if (!jal_build_card_is_busy (self->card))
    jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Save Bundle"), _ ("_Save"), name, build_chosen_cb,
                          g_strdup (copy), g_free);
}

typedef struct
{
  JalStore *store;
  JalId bundle;
  char *copy;
  JalBundleResult result; /* filled on the thread */
  char *left_out;         /* nullable, the same */
} PrintedBundle;

static void
free_printed (gpointer data)
{
  PrintedBundle *printed = data;

  g_object_unref (printed->store);
  g_free (printed->copy);
  jal_bundle_result_clear (&printed->result);
  g_free (printed->left_out);
  g_free (printed);
}

static gboolean
print_work (gpointer data, JalReleaseFile *file, GCancellable *cancellable, GError **error)
{
  PrintedBundle *printed = data;

  if (!jal_bundle_build_into (printed->store, printed->bundle, printed->copy, file, NULL, NULL, &printed->result, cancellable,
                              error))
    return FALSE;
  printed->left_out = jal_bundle_dup_left_out (printed->store, printed->bundle, printed->copy, cancellable);
  return TRUE;
}

static void ask_printer (GtkWidget *inside, PrintedBundle *printed);

/* Returns (transfer full): the same, to be printed once more. */
static PrintedBundle *
copy_printed (const PrintedBundle *from)
{
  PrintedBundle *printed = g_new0 (PrintedBundle, 1);

  printed->store = g_object_ref (from->store);
  printed->bundle = from->bundle;
  printed->copy = g_strdup (from->copy);
  jal_guard_told_decided (&printed->result.told, &from->result.told);
  return printed;
}

static void
stay_cb (GtkWidget *inside, gpointer data)
{
  ask_printer (inside, copy_printed (data));
}

/* What a saved bundle's card says, a printed one says in a dialog. */
static gboolean
printed_cb (GtkWidget *inside, gpointer data, const GError *error)
{
  PrintedBundle *printed = data;
  g_autoptr (GString) notes = g_string_new (_ ("Sent to the printer; on record as an export"));
  gboolean any = printed->left_out != NULL;

  if (error != NULL)
    {
      PrintedBundle *next = copy_printed (printed);

      jal_guard_told_agree (&next->result.told, &printed->result.told);
      jal_refused_show (inside, printed->store, error, &printed->result.told, TRUE, stay_cb, next, free_printed);
      return TRUE;
    }
  if (printed->left_out != NULL)
    g_string_append_printf (notes, "\n\n%s", printed->left_out);
  for (guint i = 0; printed->result.warnings != NULL && printed->result.warnings[i] != NULL; i++, any = TRUE)
    g_string_append_printf (notes, "\n\n%s", printed->result.warnings[i]);
  if (any)
    jal_dialog_tell (inside, _ ("The Bundle Is Printed"), notes->str);
  return any;
}

/* Takes @printed. */
static void
ask_printer (GtkWidget *inside, PrintedBundle *printed)
{
  jal_print_dialog_show (inside, _ ("Print Bundle"), FALSE, print_work, printed_cb, printed, free_printed);
}

static void
print_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *copy = g_variant_get_string (parameter, NULL);

  if (!ask_first (data, action, copy))
    print_copy (data, copy);
}

static void
print_copy (JalBundlePage *self, const char *copy)
{
  PrintedBundle *printed = g_new0 (PrintedBundle, 1);

  printed->store = g_object_ref (self->store);
  printed->bundle = self->bundle;
  printed->copy = g_strdup (copy);
  ask_printer (GTK_WIDGET (self), printed);
}

/* --- The table --------------------------------------------------------------------------------------------------- */

const JalVerb *
jal_bundle_page_get_verbs (JalCasePage *page, guint *n_verbs)
{
  static const JalVerb verbs[] = {
    { "bundle.build::counsel", N_ ("Build Counsel's Own Copy…"), "<Control>b" },
    { "bundle.build::court", N_ ("Build the Court's Copy…"), "<Control><Shift>b" },
    { "bundle.print::counsel", N_ ("Print Counsel's Own Copy…"), "<Control>p" },
    { "bundle.print::court", N_ ("Print the Court's Copy…"), "<Control><Shift>p" },
    { "bundle.left-out", N_ ("Sort What the Court's Copy Leaves Out…"), NULL },
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

void
jal_bundle_page_add_verbs (JalBundlePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "build", .activate = build_activated, .parameter_type = "s" },
    { .name = "print", .activate = print_activated, .parameter_type = "s" },
    { .name = "left-out", .activate = left_out_activated },
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

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
