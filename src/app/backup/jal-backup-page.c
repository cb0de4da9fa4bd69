/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/backup/jal-backup-page.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-keeper.h"
#include "app/backup/jal-backup-words.h"
#include "app/backup/jal-restore-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-clock.h"

struct _JalBackupPage
{
  AdwPreferencesPage parent_instance;

  JalStore *store;  /* nullable */
  GPtrArray *rows;  /* of GtkWidget, in the group of the list */
  gboolean filling;
  GSimpleActionGroup *actions;

  AdwPreferencesGroup *group;
  AdwActionRow *folder;
  GtkSwitch *automatic;
  AdwActionRow *now;
  GtkProgressBar *bar;
  GtkButton *run;
  GtkButton *cancel;
  AdwPreferencesGroup *list;
};

G_DEFINE_FINAL_TYPE (JalBackupPage, jal_backup_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- Showing ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalBackupStatus *status;
  GPtrArray *backups;
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->status, jal_backup_status_free);
  g_clear_pointer (&answer->backups, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = jal_backup_get_status (data, cancellable, error);
  if (answer->status != NULL)
    answer->backups = jal_backup_list (data, cancellable, error);
  if (answer->backups != NULL)
    return answer;
  free_answer (answer);
  return NULL;
}

static GtkWidget *
make_button (const char *icon, const char *name, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  return button;
}

static void
add_row (JalBackupPage *self, const JalBackup *backup, gint64 now)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *at = jal_shown_instant (backup->at);
  g_autofree char *state = jal_backup_words_state (backup);
  g_autofree char *age = jal_backup_words_age (backup->at, now);
  /* Translators: when a backup was made, and how old it is: "14 March 2027, 10:00 (3 days)" */
  g_autofree char *title = g_strdup_printf (_ ("%1$s (%2$s)"), at, age);
  char hex[JAL_ID_HEX_LENGTH + 1];

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (g_str_equal (backup->state, "verified") && backup->present
                                                               ? "emblem-ok-symbolic"
                                                           : g_str_equal (backup->state, "failed") ? "dialog-warning-symbolic"
                                                                                                   : "dialog-question-symbolic"));
  if (backup->present && !jal_id_is_none (backup->id))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button ("object-select-symbolic", _ ("Read Back Again"),
                                                                  "backup.check", jal_id_to_hex (backup->id, hex)));
  if (backup->present)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button ("document-revert-symbolic", _ ("Restore…"),
                                                                  "backup.restore", backup->path));
  adw_preferences_group_add (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_busy (JalBackupPage *self)
{
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);
  JalBackupPhase phase = JAL_BACKUP_COPYING;
  double fraction = 0;
  gboolean busy = keeper != NULL && jal_backup_keeper_is_busy (keeper, &phase, &fraction);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->run), !busy);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (fraction, 0, 1));
  if (busy)
    adw_action_row_set_subtitle (self->now, phase == JAL_BACKUP_COPYING ? _ ("Copying…") : _ ("Reading back…"));
}

static void
show_status (JalBackupPage *self, const JalBackupStatus *status)
{
  gboolean warn = FALSE;
  g_autofree char *words = jal_backup_words_status (status, jal_clock_now (), &warn);
  g_autofree char *folder = status->folder != NULL ? g_filename_display_name (status->folder) : g_strdup (_ ("none chosen"));

  self->filling = TRUE;
  if (status->folder != NULL && !status->reachable)
    {
      g_autofree char *away = g_strdup_printf ("%s\n%s", folder, _ ("It is not there now."));

      adw_action_row_set_subtitle (self->folder, away);
    }
  else if (status->same_disk)
    {
      g_autofree char *same = g_strdup_printf ("%s\n%s", folder, _ ("It lies on the same disk as the vault: no help when the computer is lost."));

      adw_action_row_set_subtitle (self->folder, same);
    }
  else
    adw_action_row_set_subtitle (self->folder, folder);
  gtk_switch_set_active (self->automatic, status->automatic);
  adw_action_row_set_subtitle (self->now, words);
  self->filling = FALSE;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBackupPage *self = owner;
  Answer *answer = result;
  gint64 now = jal_clock_now ();

  if (answer == NULL)
    return;
  show_status (self, answer->status);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < answer->backups->len; i++)
    add_row (self, answer->backups->pdata[i], now);
  gtk_widget_set_visible (GTK_WIDGET (self->list), answer->backups->len > 0);
  show_busy (self);
}

static void
refresh (JalBackupPage *self)
{
  if (self->store != NULL)
    jal_task_renew (self, read_work, read_work, g_object_ref (self->store), g_object_unref, free_answer, read_cb);
}

static void
keeper_changed_cb (JalBackupPage *self, JalBackupKeeper *keeper)
{
  JalBackupPhase phase;
  double fraction;

  show_busy (self);
  if (!jal_backup_keeper_is_busy (keeper, &phase, &fraction))
    refresh (self);
}

static void
tell (JalBackupPage *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
report (JalBackupPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = jal_error_text (error);
  tell (self, text);
}

/* --- Choosing --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  char *folder;
  gboolean automatic;
} Choice;

static void
free_choice (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->store);
  g_free (choice->folder);
  g_free (choice);
}

static gpointer
folder_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Choice *choice = data;

  jal_backup_set_folder (choice->store, choice->folder, error);
  return NULL;
}

static gpointer
automatic_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Choice *choice = data;

  jal_backup_set_automatic (choice->store, choice->automatic, error);
  return NULL;
}

static void
chosen_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  report (owner, error);
  refresh (owner);
}

static void
folder_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalBackupPage *self = JAL_BACKUP_PAGE (inside);
  Choice *choice;

  if (self->store == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->store = g_object_ref (self->store);
  choice->folder = g_strdup (paths[0]);
  jal_task_run (self, folder_work, folder_work, choice, free_choice, NULL, chosen_cb);
}

static void
choose_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_file_dialog_show (data, JAL_FILE_DIALOG_FOLDER, _ ("Folder for Backups"), _ ("_Choose"), NULL, folder_chosen_cb, NULL,
                        NULL);
}

static void
automatic_cb (JalBackupPage *self)
{
  Choice *choice;

  if (self->filling || self->store == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->store = g_object_ref (self->store);
  choice->automatic = gtk_switch_get_active (self->automatic);
  jal_task_run (self, automatic_work, automatic_work, choice, free_choice, NULL, chosen_cb);
}

/* --- Making and checking ---------------------------------------------------------------------------------------- */

static void
made_cb (const JalBackupReport *made, const GError *error, gpointer data)
{
  report (data, error);
  if (error == NULL)
    tell (data, _ ("Backed up, and read back whole"));
}

static void
checked_cb (const JalBackupReport *made, const GError *error, gpointer data)
{
  report (data, error);
  if (error == NULL)
    tell (data, _ ("The backup is whole"));
}

static void
run_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBackupPage *self = data;
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);

  if (keeper != NULL)
    jal_backup_keeper_run (keeper, made_cb, G_OBJECT (self));
}

static void
cancel_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBackupPage *self = data;
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);

  if (keeper != NULL)
    jal_backup_keeper_cancel (keeper);
}

static void
check_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalBackupPage *self = data;
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);
  JalId id;

  if (keeper != NULL && jal_id_parse (g_variant_get_string (parameter, NULL), &id))
    jal_backup_keeper_check (keeper, id, checked_cb, G_OBJECT (self));
}

static void
restore_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_restore_dialog_present (data, g_variant_get_string (parameter, NULL), NULL, NULL);
}

static void
jal_backup_page_dispose (GObject *object)
{
  JalBackupPage *self = JAL_BACKUP_PAGE (object);
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);

  jal_task_cancel_all (self);
  if (keeper != NULL)
    g_signal_handlers_disconnect_by_data (keeper, self);
  g_clear_object (&self->store);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_backup_page_parent_class)->dispose (object);
}

static void
jal_backup_page_finalize (GObject *object)
{
  g_ptr_array_unref (JAL_BACKUP_PAGE (object)->rows);
  G_OBJECT_CLASS (jal_backup_page_parent_class)->finalize (object);
}

static void
jal_backup_page_class_init (JalBackupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_backup_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_backup_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-backup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, group);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, folder);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, automatic);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, now);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, bar);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, run);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, JalBackupPage, list);
  gtk_widget_class_bind_template_callback (widget_class, automatic_cb);
}

static void
jal_backup_page_init (JalBackupPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "choose", .activate = choose_activated_cb },
    { .name = "run", .activate = run_activated_cb },
    { .name = "cancel", .activate = cancel_activated_cb },
    { .name = "check", .activate = check_activated_cb, .parameter_type = "s" },
    { .name = "restore", .activate = restore_activated_cb, .parameter_type = "s" },
  };

  self->rows = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "backup", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
jal_backup_page_new (JalStore *store)
{
  JalBackupPage *self = g_object_new (JAL_TYPE_BACKUP_PAGE, NULL);
  JalBackupKeeper *keeper = jal_backup_keeper_of (store);

  g_set_object (&self->store, store);
  if (keeper != NULL)
    g_signal_connect_object (keeper, "changed", G_CALLBACK (keeper_changed_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}
