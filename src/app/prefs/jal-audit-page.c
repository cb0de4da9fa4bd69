/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The record of what was done.
 *
 * 1. It is read again for each change of the filter, on a thread, the newest first, as many as are shown.
 * 2. What is shown names exhibits and cases, never people of a case; the file that is saved says "internal" on it.
 */
#include "app/prefs/jal-audit-page.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-audit-list.h"
#include "bundle/jal-custody-sheet.h"
#include "store/jal-audit.h"

#define STEP 50

struct _JalAuditPage
{
  AdwPreferencesPage parent_instance;

  JalStore *store;
  GPtrArray *rows; /* of GtkWidget, borrowed */
  guint limit;
  guint waiting; /* source that reads again once typing pauses */
  GSimpleActionGroup *actions;

  AdwActionRow *state;
  GtkSpinner *spinner;
  AdwComboRow *kind;
  AdwEntryRow *text;
  AdwPreferencesGroup *list;
  GtkWidget *empty;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (JalAuditPage, jal_audit_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- The list ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalAuditFilter filter;
  char *text;
  guint limit;
} Question;

typedef struct
{
  GListStore *entries;
  guint n_matching;
  JalStoreInfo info;
} Answer;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_free (question->text);
  g_free (question);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->entries);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  Answer *answer = g_new0 (Answer, 1);

  question->filter.text = question->text;
  answer->entries
      = jal_audit_list (question->store, &question->filter, question->limit, &answer->n_matching, cancellable, error);
  if (answer->entries != NULL && jal_store_get_info (question->store, &answer->info, cancellable, error))
    return answer;
  free_answer (answer);
  return NULL;
}

static const char *
icon_of (const JalAuditEntry *entry)
{
  switch (entry->kind)
    {
    case JAL_AUDIT_VIEW:
      return "view-reveal-symbolic";
    case JAL_AUDIT_OUT:
      return "document-send-symbolic";
    case JAL_AUDIT_VAULT:
      return "dialog-password-symbolic";
    case JAL_AUDIT_CHANGE:
    default:
      return "document-edit-symbolic";
    }
}

static void
add_row (JalAuditPage *self, JalAuditEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *number = gtk_label_new (NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (entry));
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->sequence);
  g_autofree char *at = jal_shown_instant (entry->at);
  g_autofree char *title
      = *entry->about != '\0' ? g_strdup_printf ("%s: %s", entry->what, entry->about) : g_strdup (entry->what);
  const char *detail = entry->erased ? _ ("what it said was erased") : entry->detail;
  g_autofree char *subtitle
      = *detail != '\0' ? g_strdup_printf ("%s · %s\n%s", entry->actor, at, detail) : g_strdup_printf ("%s · %s", entry->actor, at);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_label_set_text (GTK_LABEL (number), digits);
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  adw_preferences_group_add (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_state (JalAuditPage *self, const JalStoreInfo *info)
{
  g_autofree char *entries
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", (gulong)info->audit_length), (guint)info->audit_length);
  /* Translators: "212 entries, head 0123456789abcdef…": the head is the hash of the last entry */
  g_autofree char *text = g_strdup_printf (_ ("%1$s, head %2$.16s…"), entries, info->audit_head);

  adw_action_row_set_subtitle (self->state, text);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalAuditPage *self = owner;
  Answer *answer = result;
  g_autofree char *count = NULL;
  guint shown;

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      adw_action_row_set_subtitle (self->state, text);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  shown = g_list_model_get_n_items (G_LIST_MODEL (answer->entries));
  for (guint i = 0; i < shown; i++)
    {
      g_autoptr (JalAuditEntry) entry = g_list_model_get_item (G_LIST_MODEL (answer->entries), i);

      add_row (self, entry);
    }
  /* Translators: how many entries of the record are shown, of how many that match */
  count = g_strdup_printf (_ ("The newest %u of %u"), shown, answer->n_matching);
  adw_preferences_group_set_description (self->list, shown < answer->n_matching ? count : NULL);
  gtk_widget_set_visible (self->more, shown < answer->n_matching);
  gtk_widget_set_visible (self->empty, shown == 0);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
    show_state (self, &answer->info);
}

static void
refresh (JalAuditPage *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->filter.kind = (int)adw_combo_row_get_selected (self->kind) - 1;
  question->filter.case_id = JAL_ID_NONE;
  question->text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text))));
  question->limit = self->limit;
  jal_task_renew (self, read_work, read_work, question, free_question, free_answer, read_cb);
}

static void
filter_changed_cb (JalAuditPage *self)
{
  self->limit = STEP;
  if (self->store != NULL)
    refresh (self);
}

static gboolean
typed_cb (gpointer data)
{
  JalAuditPage *self = data;

  self->waiting = 0;
  filter_changed_cb (self);
  return G_SOURCE_REMOVE;
}

static void
typing_cb (JalAuditPage *self)
{
  g_clear_handle_id (&self->waiting, g_source_remove);
  self->waiting = g_timeout_add (200, typed_cb, self);
}

static void
more_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalAuditPage *self = data;

  self->limit += 4 * STEP;
  refresh (self);
}

/* --- Verifying ---------------------------------------------------------------------------------------------------- */

static gpointer
verify_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalAuditReport *report = g_new0 (JalAuditReport, 1);

  if (jal_audit_verify (data, report, cancellable, error))
    return report;
  g_free (report);
  return NULL;
}

static void
set_verifying (JalAuditPage *self, gboolean verifying)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), verifying);
  gtk_spinner_set_spinning (self->spinner, verifying);
}

static void
verified_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalAuditPage *self = owner;
  const JalAuditReport *report = result;
  g_autofree char *text = NULL;

  set_verifying (self, FALSE);
  if (report != NULL)
    {
      g_autofree char *entries = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", (gulong)report->n_records), (guint)report->n_records);
      g_autofree char *points = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u signature", "%u signatures", (gulong)report->n_points), (guint)report->n_points);

      /* Translators: "212 entries", "4 signatures" */
      text = g_strdup_printf (_ ("It is whole: %1$s and %2$s were compared. Head %3$.16s…"), entries, points, report->head);
      adw_action_row_set_subtitle (self->state, text);
      return;
    }
  if (error == NULL)
    return;
  text = jal_error_text (error);
  adw_action_row_set_subtitle (self->state, text);
  jal_dialog_tell (GTK_WIDGET (self), _ ("The Record Does Not Hold"), text);
}

static void
verify_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalAuditPage *self = data;

  if (jal_task_run (self, verify_work, verify_work, g_object_ref (self->store), g_object_unref, g_free, verified_cb))
    set_verifying (self, TRUE);
}

/* --- Saving ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  char *path;
  gboolean json;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_object_unref (export->store);
  g_free (export->path);
  g_free (export);
}

static gpointer
export_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  /* The file dialog has asked. */
  jal_audit_sheet_save (export->store, JAL_ID_NONE, export->json, export->path, TRUE, cancellable, error);
  return NULL;
}

static void
exported_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalAuditPage *self = owner;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      text = jal_error_text (error);
      jal_dialog_tell (GTK_WIDGET (self), _ ("The Record Was Not Saved"), text);
      return;
    }
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root),
                                      adw_toast_new (_ ("The record is saved: anyone who gets the file can read it")));
  refresh (self);
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalAuditPage *self = JAL_AUDIT_PAGE (inside);
  Export *export = g_new0 (Export, 1);
  const char *ending = data != NULL ? ".json" : ".pdf";

  export->store = g_object_ref (self->store);
  export->json = data != NULL;
  export->path = g_str_has_suffix (paths[0], ending) ? g_strdup (paths[0]) : g_strconcat (paths[0], ending, NULL);
  jal_task_run (self, export_work, export_work, export, free_export, NULL, exported_cb);
}

static void
save_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gboolean json = g_str_equal (g_action_get_name (G_ACTION (action)), "save-json");
  /* Translators: the name of a file, without its ending */
  g_autofree char *name = g_strconcat (_ ("Record"), json ? ".json" : ".pdf", NULL);

  jal_file_dialog_show (data, JAL_FILE_DIALOG_SAVE, _ ("Save the Record of What Was Done"), _ ("_Save"), name, place_chosen_cb,
                        GINT_TO_POINTER (json), NULL);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void
jal_audit_page_dispose (GObject *object)
{
  JalAuditPage *self = JAL_AUDIT_PAGE (object);

  jal_task_cancel_all (self);
  g_clear_handle_id (&self->waiting, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_audit_page_parent_class)->dispose (object);
}

static void
jal_audit_page_finalize (GObject *object)
{
  g_ptr_array_unref (JAL_AUDIT_PAGE (object)->rows);
  G_OBJECT_CLASS (jal_audit_page_parent_class)->finalize (object);
}

static void
jal_audit_page_class_init (JalAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_audit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_audit_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, state);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, kind);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, text);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, list);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, empty);
  gtk_widget_class_bind_template_child (widget_class, JalAuditPage, more);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, typing_cb);
}

static void
jal_audit_page_init (JalAuditPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "verify", .activate = verify_activated_cb },
    { .name = "save", .activate = save_activated_cb },
    { .name = "save-json", .activate = save_activated_cb },
    { .name = "more", .activate = more_activated_cb },
  };

  self->rows = g_ptr_array_new ();
  self->limit = STEP;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "audit", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
jal_audit_page_new (JalStore *store)
{
  JalAuditPage *self = g_object_new (JAL_TYPE_AUDIT_PAGE, NULL);

  g_set_object (&self->store, store);
  refresh (self);
  return GTK_WIDGET (self);
}
