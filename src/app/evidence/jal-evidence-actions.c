/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The verbs of the register. */
#include <glib/gi18n-lib.h>

#include "app/evidence/jal-copy-question.h"
#include "app/evidence/jal-erasure-forms.h"
#include "app/evidence/jal-evidence-page-private.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "marks/jal-marks.h"
#include "release/jal-release.h"

static const JalVerb verbs[] = {
  { "evidence.import", N_("Import Files…"), "<Control>o" },
  { "evidence.import-folder", N_("Import a Folder…"), "<Control><Shift>o" },
  { "evidence.cancel-import", N_("Cancel the Import"), NULL },
  { "evidence.open", N_("Read the Document"), "Return", TRUE },
  { "evidence.details", N_("Show or Hide the Details"), "<Alt>Return" },
  { "evidence.rename", N_("Change the Title"), "F2", TRUE },
  { "evidence.turn", N_("Turn the Document Clockwise"), NULL },
  { "evidence.turn-back", N_("Turn the Document Anticlockwise"), NULL },
  { "evidence.move-up", N_("Move the Document Up"), "<Alt>Up", TRUE },
  { "evidence.move-down", N_("Move the Document Down"), "<Alt>Down", TRUE },
  { "evidence.save-copy", N_("Save a Copy of the Document…"), NULL },
  { "evidence.newer", N_("Take In a Newer Version…"), NULL },
  { "evidence.save-marked", N_("Save a Copy With Marks…"), NULL },
  { "evidence.register", N_("Enter an Exhibit Without Its Content…"), NULL },
  { "evidence.erase", N_("Erase the Content for Good…"), "<Shift>Delete", TRUE },
  { "evidence.erase-case", N_("Erase the Whole Case for Good…"), NULL },
  { "evidence.remove", N_("Remove the Document From the Register"), "Delete", TRUE },
};

const JalVerb *
jal_evidence_page_get_verbs (JalCasePage *page, guint *n_verbs)
{
  *n_verbs = G_N_ELEMENTS (verbs);
  return verbs;
}

/* --- One document, changed on a thread ---------------------------------------------------------------------------- */

typedef enum
{
  CHANGE_REMOVE,
  CHANGE_TURN,
  CHANGE_MOVE,
  CHANGE_SAVE,
  CHANGE_NEWER,
} ChangeKind;

typedef struct
{
  ChangeKind kind;
  JalStore *store;
  JalId id;
  JalId after;  /* move */
  guint n_pages; /* turn */
  int degrees;
  char *path; /* save */
  char *name; /* nullable: the one that is suggested */
  gboolean marked;
  JalGuardTold told; /* save */
  guint n_received;  /* save: notes that came with the file and stayed out */
  JalMarksNewer newer; /* what became of the marks */
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_free (change->path);
  g_free (change->name);
  jal_guard_told_clear (&change->told);
  g_free (change);
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  switch (change->kind)
    {
    case CHANGE_REMOVE:
      jal_evidence_remove (change->store, change->id, error);
      break;
    case CHANGE_TURN:
      jal_evidence_rotate (change->store, change->id, 0, change->n_pages, change->degrees, error);
      break;
    case CHANGE_MOVE:
      jal_evidence_move (change->store, change->id, change->after, error);
      break;
    case CHANGE_NEWER:
      jal_marks_take_newer (change->store, change->id, change->path, &change->newer, cancellable, error);
      break;
    case CHANGE_SAVE:
      /* The file dialog has asked before replacing. */
      jal_release_save_copy (change->store, change->id, change->path, &(const JalReleaseLook){ .marked = change->marked, .n_received = &change->n_received },
                             TRUE, NULL, NULL, &change->told, cancellable, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return NULL;
}

static void run (JalEvidencePage *self, Change *change);

/* Returns (transfer full): the same, to be saved once more. */
static Change *
copy_saving (const Change *from)
{
  Change *change = g_new0 (Change, 1);

  change->kind = CHANGE_SAVE;
  change->store = g_object_ref (from->store);
  change->id = from->id;
  change->path = g_strdup (from->path);
  change->marked = from->marked;
  jal_guard_told_decided (&change->told, &from->told);
  return change;
}

static void
stay_cb (GtkWidget *inside, gpointer data)
{
  Change *change = copy_saving (data);

  run (JAL_EVIDENCE_PAGE (inside), change);
}

static void
tell_saved (GtkWidget *inside, const Change *change)
{
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "The marked copy was saved without %u note that came with the file. Anyone can read it: it is outside the vault",
                   "The marked copy was saved without %u notes that came with the file. Anyone can read it: it is outside the vault",
                   change->n_received),
      change->n_received);

  jal_shell_toast (inside, change->n_received > 0 ? words : _ ("The copy was saved. It can be read by anyone: it is outside the vault"));
}

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  if (change->kind == CHANGE_NEWER)
    jal_shell_release_lock (owner);
  if (error != NULL && change->kind == CHANGE_SAVE)
    {
      Change *next = copy_saving (change);

      jal_guard_told_agree (&next->told, &change->told);
      jal_refused_show (owner, change->store, error, &change->told, FALSE, stay_cb, next, free_change);
    }
  else if (error != NULL)
    jal_shell_report (owner, error);
  else if (change->kind == CHANGE_NEWER)
    {
      g_autofree char *words
          = change->newer.n_doubtful == 0
                ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The newer version is in its place, with %u mark",
                                                "The newer version is in its place, with %u marks", change->newer.n_marks),
                                   change->newer.n_marks)
                : g_strdup_printf (
                      g_dngettext (GETTEXT_PACKAGE, "The newer version is in its place; %u mark is to be checked",
                                   "The newer version is in its place; %u marks are to be checked",
                                   change->newer.n_doubtful),
                      change->newer.n_doubtful);

      jal_shell_toast_undo (owner, words);
    }
  else if (change->kind == CHANGE_REMOVE)
    jal_shell_toast_undo (owner, _ ("The document was taken off the register"));
  else if (change->kind == CHANGE_TURN)
    jal_shell_toast_undo (owner, _ ("The document was turned"));
  else if (change->kind == CHANGE_SAVE)
    tell_saved (owner, change);
}

static Change *
new_change (JalEvidencePage *self, ChangeKind kind)
{
  JalDocument *document = jal_evidence_page_get_chosen (self);
  Change *change;

  if (document == NULL || self->store == NULL)
    return NULL;
  change = g_new0 (Change, 1);
  change->kind = kind;
  change->store = g_object_ref (self->store);
  change->id = document->id;
  return change;
}

static void
run (JalEvidencePage *self, Change *change)
{
  if (!jal_task_run (self, change_work, change_work, change, free_change, NULL, changed_cb))
    jal_shell_toast (GTK_WIDGET (self), _ ("One moment: the last change is still being kept"));
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Change *change = new_change (data, CHANGE_REMOVE);

  if (change != NULL)
    run (data, change);
}

static void
register_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalEvidencePage *self = data;

  if (self->store != NULL && self->court_case != NULL)
    jal_erasure_forms_register (GTK_WIDGET (self), self->store, self->court_case->id);
}

static void
erase_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalEvidencePage *self = data;
  JalDocument *document = jal_evidence_page_get_chosen (self);

  if (document != NULL && self->store != NULL)
    jal_erasure_forms_erase_document (GTK_WIDGET (self), self->store, document->id,
                                      document->exhibit != NULL && *document->exhibit != '\0' ? document->exhibit
                                                                                              : document->title);
}

static void
erase_case_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalEvidencePage *self = data;

  if (self->store != NULL && self->court_case != NULL)
    jal_erasure_forms_erase_case (GTK_WIDGET (self), self->store, self->court_case->id,
                                  self->court_case->number != NULL ? self->court_case->number : self->court_case->title);
}

static void
turn (JalEvidencePage *self, int degrees)
{
  Change *change = new_change (self, CHANGE_TURN);

  if (change == NULL)
    return;
  change->degrees = degrees;
  change->n_pages = jal_evidence_page_get_chosen (self)->n_pages;
  run (self, change);
}

static void
turn_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  turn (data, 90);
}

static void
turn_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  turn (data, 270);
}

/* Moving is by the case's own order, whatever the columns are sorted by at the moment. */
static void
move (JalEvidencePage *self, int step)
{
  JalDocument *document = jal_evidence_page_get_chosen (self);
  GListModel *all = G_LIST_MODEL (self->documents);
  guint n = g_list_model_get_n_items (all);
  guint at;
  int behind;
  Change *change;

  for (at = 0; at < n; at++)
    {
      g_autoptr (JalDocument) other = g_list_model_get_item (all, at);

      if (document != NULL && jal_id_equal (other->id, document->id))
        break;
    }
  if (at == n || (step < 0 && at == 0) || (step > 0 && at + 1 == n))
    return;
  change = new_change (self, CHANGE_MOVE);
  behind = step < 0 ? (int)at - 2 : (int)at + 1;
  if (behind >= 0)
    {
      g_autoptr (JalDocument) other = g_list_model_get_item (all, (guint)behind);

      change->after = other->id;
    }
  run (self, change);
}

static void
move_up_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move (data, -1);
}

static void
move_down_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move (data, 1);
}

/* --- Saving a copy ------------------------------------------------------------------------------------------------ */

static void
save_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Change *copy = copy_saving (data);

  g_free (copy->path);
  copy->path = g_strdup (paths[0]);
  run (JAL_EVIDENCE_PAGE (inside), copy);
}

/* Suggests the exhibit's number, or the kind of paper: a file name in a folder shows no title. */
static char *
suggest_name (JalDocument *document, gboolean marked)
{
  const char *base = document->exhibit != NULL && *document->exhibit != '\0' ? document->exhibit : _ ("document");
  const char *ending = marked || g_str_equal (document->media, "pdf") ? "pdf" : g_str_equal (document->media, "jpeg") ? "jpg" : "png";
  g_autofree char *name = g_strdup_printf ("%s.%s", base, ending);

  return g_strdelimit (g_steal_pointer (&name), "/\\:", '-');
}

/* Where to: @data is a Change that its owner keeps. */
static void
choose_place (GtkWidget *inside, gpointer data)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (inside);
  Change *change = copy_saving (data);
  g_autofree char *name = g_strdup (((Change *)data)->name);

  jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_SAVE, _ ("Save a Copy Outside the Vault"), _ ("_Save"), name,
                        save_chosen_cb, change, free_change);
}

/* The same: what goes with a copy of the original is asked first. */
static void
ask_about_copy (GtkWidget *inside, gpointer data)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (inside);
  Change *change = copy_saving (data);

  jal_copy_question_ask (GTK_WIDGET (self), self->store, change->id, &(const JalReleaseLook){ 0 }, FALSE, choose_place, change, free_change);
}

static void
save (JalEvidencePage *self, gboolean marked)
{
  Change *change = new_change (self, CHANGE_SAVE);

  if (change == NULL)
    return;
  change->marked = marked;
  change->name = suggest_name (jal_evidence_page_get_chosen (self), marked);
  if (!marked && jal_store_is_damaged (self->store))
    {
      jal_dialog_ask (GTK_WIDGET (self), _ ("Save the Original from a Damaged Vault?"),
                      _ ("It leaves as it came, with every name in it, if its SHA-256 is still the one it was taken in with. What is redacted or "
                         "protected in this vault may not be known in full: a copy for anybody else is made from the rescued vault."),
                      _ ("_Save the Original…"), FALSE, ask_about_copy, change, free_change);
      return;
    }
  if (!marked)
    {
      ask_about_copy (GTK_WIDGET (self), change);
      free_change (change);
      return;
    }
  /* The court's copy is searched when it is made. */
  choose_place (GTK_WIDGET (self), change);
  free_change (change);
}

static void
save_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  save (data, FALSE);
}

static void
newer_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (inside);
  Change *change = new_change (self, CHANGE_NEWER);

  if (change == NULL || paths[1] != NULL)
    {
      jal_shell_toast (inside, _ ("A newer version is one file."));
      g_clear_pointer (&change, free_change);
      return;
    }
  change->id = *(JalId *)data;
  change->path = g_strdup (paths[0]);
  jal_shell_hold_lock (inside);
  if (!jal_task_run (self, newer_chosen_cb, change_work, change, free_change, NULL, changed_cb))
    jal_shell_release_lock (inside);
}

static void
newer_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalEvidencePage *self = data;
  JalDocument *document = jal_evidence_page_get_chosen (self);

  if (document != NULL)
    jal_file_dialog_show (GTK_WIDGET (self), JAL_FILE_DIALOG_EVIDENCE, _ ("Choose the Newer Version"), _ ("_Take In"), NULL,
                          newer_chosen_cb, g_memdup2 (&document->id, sizeof (JalId)), g_free);
}

static void
save_marked_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  save (data, TRUE);
}

/* --- Taking in ------------------------------------------------------------------------------------------------------ */

static void
files_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  jal_evidence_page_import (JAL_EVIDENCE_PAGE (inside), paths);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_file_dialog_show (data, JAL_FILE_DIALOG_EVIDENCE, _ ("Import Evidence"), _ ("_Import"), NULL, files_chosen_cb, NULL, NULL);
}

static void
import_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_file_dialog_show (data, JAL_FILE_DIALOG_FOLDER, _ ("Import a Folder of Evidence"), _ ("_Import"), NULL, files_chosen_cb,
                        NULL, NULL);
}

/* What a drop anywhere in the window ends in. */
static void
import_paths_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree const char **paths = g_variant_get_strv (parameter, NULL);

  jal_shell_show_view (data, "evidence");
  jal_evidence_page_import (data, (const char *const *)paths);
}

static void
cancel_import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_import_card_cancel (JAL_EVIDENCE_PAGE (data)->card);
}

void
jal_evidence_page_import (JalEvidencePage *self, const char *const *paths)
{
  if (self->store == NULL || self->court_case == NULL || paths[0] == NULL)
    return;
  if (!jal_import_card_start (self->card, self->store, self->court_case->id, paths))
    jal_shell_toast (GTK_WIDGET (self), _ ("An import is still running: wait for its end, or cancel it"));
  jal_evidence_page_update_actions (self);
}

/* --- Looking ------------------------------------------------------------------------------------------------------ */

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalDocument *document = jal_evidence_page_get_chosen (data);

  if (document != NULL)
    jal_shell_open_document (data, document->id, 0);
}

static void
details_changed_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  jal_split_set_show_pane (JAL_EVIDENCE_PAGE (data)->split, g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

static void
rename_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalEvidencePage *self = data;

  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "details", g_variant_new_boolean (TRUE));
  jal_document_pane_edit_title (self->pane);
}

void
jal_evidence_page_update_actions (JalEvidencePage *self)
{
  static const char *const with_document[]
      = { "open", "rename", "turn", "turn-back", "move-up", "move-down", "save-copy", "save-marked", "newer", "remove", "erase" };
  gboolean with_case = self->court_case != NULL;
  gboolean chosen = with_case && jal_evidence_page_get_chosen (self) != NULL;
  GActionMap *map = G_ACTION_MAP (self->actions);

  for (guint i = 0; i < G_N_ELEMENTS (with_document); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, with_document[i])), chosen);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "import")), with_case);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "import-folder")), with_case);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "import-paths")), with_case);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "register")), with_case);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "erase-case")), with_case);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "cancel-import")),
                               self->card != NULL && jal_import_card_is_busy (self->card));
}

void
jal_evidence_page_add_actions (JalEvidencePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "import", .activate = import_cb },
    { .name = "import-folder", .activate = import_folder_cb },
    { .name = "import-paths", .activate = import_paths_cb, .parameter_type = "as" },
    { .name = "cancel-import", .activate = cancel_import_cb },
    { .name = "open", .activate = open_cb },
    { .name = "details", .state = "true", .change_state = details_changed_cb },
    { .name = "rename", .activate = rename_cb },
    { .name = "turn", .activate = turn_cb },
    { .name = "turn-back", .activate = turn_back_cb },
    { .name = "move-up", .activate = move_up_cb },
    { .name = "move-down", .activate = move_down_cb },
    { .name = "save-copy", .activate = save_copy_cb },
    { .name = "save-marked", .activate = save_marked_cb },
    { .name = "newer", .activate = newer_cb },
    { .name = "remove", .activate = remove_cb },
    { .name = "erase", .activate = erase_cb },
    { .name = "erase-case", .activate = erase_case_cb },
    { .name = "register", .activate = register_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
