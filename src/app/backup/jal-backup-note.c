/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/backup/jal-backup-note.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-keeper.h"
#include "app/backup/jal-backup-words.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "base/jal-clock.h"

/* An age in minutes grows by itself. */
#define AGE_SECONDS 60

struct _JalBackupNote
{
  AdwBin parent_instance;

  JalStore *store; /* nullable */
  JalBackupStatus *status;
  guint age_source;

  AdwActionRow *row;
  GtkImage *icon;
  GtkButton *choose;
  GtkButton *now;
};

G_DEFINE_FINAL_TYPE (JalBackupNote, jal_backup_note, ADW_TYPE_BIN)

static void
show (JalBackupNote *self)
{
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);
  JalBackupPhase phase = JAL_BACKUP_COPYING;
  double fraction = 0;
  gboolean busy = keeper != NULL && jal_backup_keeper_is_busy (keeper, &phase, &fraction);
  gboolean warn = FALSE;
  g_autofree char *words = NULL;

  if (self->status == NULL)
    return;
  if (busy)
    words = g_strdup_printf (phase == JAL_BACKUP_COPYING ? _ ("A backup is being made: %u %%")
                                                         : _ ("A backup is being read back: %u %%"),
                             (guint)(fraction * 100));
  else
    words = jal_backup_words_status (self->status, jal_clock_now (), &warn);
  adw_action_row_set_subtitle (self->row, words);
  gtk_image_set_from_icon_name (self->icon, warn ? "dialog-warning-symbolic" : "drive-harddisk-symbolic");
  if (warn)
    gtk_widget_add_css_class (GTK_WIDGET (self->row), "backup-warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->row), "backup-warning");
  gtk_widget_set_sensitive (GTK_WIDGET (self->now), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->now), self->status->folder != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->choose), self->status->folder == NULL);
}

static gpointer
status_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_backup_get_status (data, cancellable, error);
}

static void
status_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBackupNote *self = owner;

  if (result == NULL)
    return;
  g_clear_pointer (&self->status, jal_backup_status_free);
  self->status = g_new0 (JalBackupStatus, 1);
  *self->status = *(JalBackupStatus *)result;
  self->status->folder = g_strdup (self->status->folder);
  self->status->failed = g_strdup (self->status->failed);
  show (self);
}

static void
read_status (JalBackupNote *self)
{
  if (self->store != NULL)
    jal_task_renew (self, status_work, status_work, g_object_ref (self->store), g_object_unref,
                    (GDestroyNotify)jal_backup_status_free, status_cb);
}

static void
keeper_changed_cb (JalBackupNote *self, JalBackupKeeper *keeper)
{
  JalBackupPhase phase;
  double fraction;

  if (jal_backup_keeper_is_busy (keeper, &phase, &fraction))
    show (self);
  else
    read_status (self);
}

static gboolean
age_cb (gpointer data)
{
  show (data);
  return G_SOURCE_CONTINUE;
}

static void
forget_store (JalBackupNote *self)
{
  JalBackupKeeper *keeper = jal_backup_keeper_of (self->store);

  jal_task_cancel_all (self);
  if (keeper != NULL)
    g_signal_handlers_disconnect_by_data (keeper, self);
  g_clear_handle_id (&self->age_source, g_source_remove);
  g_clear_pointer (&self->status, jal_backup_status_free);
  g_clear_object (&self->store);
}

void
jal_backup_note_set_store (JalBackupNote *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_BACKUP_NOTE (self));

  if (self->store != store)
    {
      JalBackupKeeper *keeper = jal_backup_keeper_of (store);

      forget_store (self);
      g_set_object (&self->store, store);
      if (keeper != NULL)
        g_signal_connect_object (keeper, "changed", G_CALLBACK (keeper_changed_cb), self, G_CONNECT_SWAPPED);
      if (store != NULL)
        self->age_source = g_timeout_add_seconds (AGE_SECONDS, age_cb, self);
    }
  read_status (self);
}

static void
jal_backup_note_dispose (GObject *object)
{
  forget_store (JAL_BACKUP_NOTE (object));
  G_OBJECT_CLASS (jal_backup_note_parent_class)->dispose (object);
}

static void
jal_backup_note_class_init (JalBackupNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_backup_note_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-backup-note.ui");
  gtk_widget_class_bind_template_child (widget_class, JalBackupNote, row);
  gtk_widget_class_bind_template_child (widget_class, JalBackupNote, icon);
  gtk_widget_class_bind_template_child (widget_class, JalBackupNote, choose);
  gtk_widget_class_bind_template_child (widget_class, JalBackupNote, now);
}

static void
jal_backup_note_init (JalBackupNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
