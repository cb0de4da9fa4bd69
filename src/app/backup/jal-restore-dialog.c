/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/backup/jal-restore-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-words.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "app/unlock/jal-secret.h"
#include "store/jal-backup.h"

struct _JalRestoreDialog
{
  AdwWindow parent_instance;

  char *source; /* nullable */
  char *dest;   /* nullable */
  GWeakRef inside;
  JalRestoreDone done;
  GSimpleActionGroup *actions;

  AdwActionRow *from;
  AdwActionRow *to;
  GtkPasswordEntry *passphrase;
  GtkWidget *form;
  GtkProgressBar *bar;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (JalRestoreDialog, jal_restore_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  char *source;
  char *dest;
  char *kept;
  JalSecret *secret;
  JalSteps *steps;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->source);
  g_free (work->dest);
  g_free (work->kept);
  jal_secret_free (work->secret);
  jal_steps_free (work->steps);
  g_free (work);
}

static void
update (JalRestoreDialog *self)
{
  gboolean ready = self->source != NULL && self->dest != NULL
                   && *gtk_editable_get_text (GTK_EDITABLE (self->passphrase)) != '\0'
                   && !jal_task_is_busy (self, jal_restore_dialog_present);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "restore")), ready);
}

static void
show_paths (JalRestoreDialog *self)
{
  g_autofree char *from = self->source != NULL ? g_filename_display_name (self->source) : g_strdup (_ ("none chosen"));
  g_autofree char *to = self->dest != NULL ? g_filename_display_name (self->dest) : g_strdup (_ ("none chosen"));

  adw_action_row_set_subtitle (self->from, from);
  if (self->dest != NULL && g_file_test (self->dest, G_FILE_TEST_EXISTS))
    {
      g_autofree char *both = g_strdup_printf ("%s\n%s", to, _ ("What is there now is kept under another name."));

      adw_action_row_set_subtitle (self->to, both);
    }
  else
    adw_action_row_set_subtitle (self->to, to);
  update (self);
}

/* --- Restoring, on a thread --------------------------------------------------------------------------------------- */

static void
show_step (gpointer object, const JalStep *step)
{
  JalRestoreDialog *self = object;

  if (self->bar == NULL)
    return;
  gtk_progress_bar_set_fraction (self->bar, jal_step_fraction (step));
  gtk_progress_bar_set_text (self->bar, step->part == JAL_BACKUP_COPYING ? _ ("Copying…") : _ ("Reading back…"));
}

static gpointer
restore_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  jal_backup_restore (work->source, work->dest, jal_secret_get (work->secret), &work->kept, NULL, jal_backup_words_progressed,
                      work->steps, cancellable, error);
  g_clear_pointer (&work->secret, jal_secret_free);
  return NULL;
}

static void
restored_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalRestoreDialog *self = owner;
  Work *work = data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_widget_set_sensitive (self->form, TRUE);
  show_paths (self);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autofree char *text = jal_error_text (error);

          gtk_label_set_text (self->trouble, text);
          gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
          gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
        }
      return;
    }
  if (inside != NULL && self->done != NULL)
    self->done (inside, work->dest);
  else if (inside != NULL)
    {
      g_autofree char *name = g_filename_display_basename (work->dest);
      g_autofree char *body = g_strdup_printf (_ ("It was read back whole. Lock this vault, and open “%s” to look into it."), name);

      jal_dialog_tell (inside, _ ("The Backup Is Restored"), body);
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
restore_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalRestoreDialog *self = data;
  Work *work = g_new0 (Work, 1);

  work->source = g_strdup (self->source);
  work->dest = g_strdup (self->dest);
  work->secret = jal_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->passphrase)));
  work->steps = jal_steps_new (self, show_step);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  gtk_progress_bar_set_fraction (self->bar, 0);
  jal_accessible_set_sensitive (self->form, FALSE);
  jal_task_run (self, jal_restore_dialog_present, restore_work, work, free_work, NULL, restored_cb);
  update (self);
}

/* --- Choosing ----------------------------------------------------------------------------------------------------- */

static void
source_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalRestoreDialog *self = JAL_RESTORE_DIALOG (inside);

  g_free (self->source);
  self->source = g_strdup (paths[0]);
  show_paths (self);
}

static void
source_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_file_dialog_show (data, JAL_FILE_DIALOG_VAULT, _ ("Choose a Backup"), _ ("_Choose"), NULL, source_chosen_cb, NULL, NULL);
}

static void
dest_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  JalRestoreDialog *self = JAL_RESTORE_DIALOG (inside);

  g_free (self->dest);
  self->dest = g_str_has_suffix (paths[0], ".jalada") ? g_strdup (paths[0]) : g_strconcat (paths[0], ".jalada", NULL);
  show_paths (self);
}

static void
dest_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalRestoreDialog *self = data;

  jal_file_dialog_show (data, JAL_FILE_DIALOG_SAVE, _ ("Where the Vault Lies"), _ ("_Choose"), self->dest, dest_chosen_cb, NULL,
                        NULL);
}

static void
passphrase_changed_cb (JalRestoreDialog *self)
{
  update (self);
}

static void
passphrase_entered_cb (JalRestoreDialog *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "restore", NULL);
}

static gboolean
close_request (GtkWindow *window)
{
  JalRestoreDialog *self = JAL_RESTORE_DIALOG (window);

  if (jal_task_is_busy (self, jal_restore_dialog_present))
    {
      jal_task_cancel (self, jal_restore_dialog_present);
      return TRUE;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  return GTK_WINDOW_CLASS (jal_restore_dialog_parent_class)->close_request (window);
}

static void
jal_restore_dialog_dispose (GObject *object)
{
  JalRestoreDialog *self = JAL_RESTORE_DIALOG (object);

  jal_task_cancel_all (self);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->dest, g_free);
  g_clear_object (&self->actions);
  g_weak_ref_set (&self->inside, NULL);
  G_OBJECT_CLASS (jal_restore_dialog_parent_class)->dispose (object);
}

static void
jal_restore_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_RESTORE_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_restore_dialog_parent_class)->finalize (object);
}

static void
jal_restore_dialog_class_init (JalRestoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_restore_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_restore_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, from);
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, to);
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, form);
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, JalRestoreDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_entered_cb);
}

static void
jal_restore_dialog_init (JalRestoreDialog *self)
{
  static const GActionEntry entries[] = {
    { .name = "source", .activate = source_activated_cb },
    { .name = "dest", .activate = dest_activated_cb },
    { .name = "restore", .activate = restore_activated_cb },
  };

  g_weak_ref_init (&self->inside, NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "restore", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  show_paths (self);
}

/* A free name beside the user's documents. */
static char *
suggest_dest (void)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    folder = g_get_home_dir ();
  for (guint i = 1;; i++)
    {
      /* Translators: the name of a file, without its ending */
      const char *base = _ ("Restored");
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.jalada", base) : g_strdup_printf ("%s %u.jalada", base, i);
      char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

void
jal_restore_dialog_present (GtkWidget *inside, const char *source, const char *dest, JalRestoreDone done)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalRestoreDialog *self = g_object_new (JAL_TYPE_RESTORE_DIALOG, "transient-for", GTK_IS_WINDOW (root) ? root : NULL,
                                         "modal", TRUE, "destroy-with-parent", TRUE, NULL);

  self->source = g_strdup (source);
  self->dest = dest != NULL ? g_strdup (dest) : suggest_dest ();
  self->done = done;
  g_weak_ref_set (&self->inside, inside);
  show_paths (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (source != NULL ? GTK_WIDGET (self->passphrase) : GTK_WIDGET (self->from));
}
