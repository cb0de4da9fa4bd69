/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups: making, listing, checking, restoring. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/jal-ctl.h"
#include "store/jal-backup.h"
#include "store/jal-holder.h"

static const JalCtlColumn made_columns[] = {
  { "path", N_ ("File") },
  { "bytes", N_ ("Bytes read back") },
  { "originals", N_ ("Stored files compared") },
  { "records", N_ ("Audit records") },
  { "kept", N_ ("Older vault kept as") },
  { NULL },
};

static const JalCtlColumn list_columns[] = {
  { "at", N_ ("When") },
  { "state", N_ ("State") },
  { "present", N_ ("There") },
  { "other", N_ ("Other copy") },
  { "size", N_ ("Bytes") },
  { "path", N_ ("File") },
  { NULL },
};

typedef struct
{
  gboolean shown;
  int percent;
  JalBackupPhase phase;
} Meter;

static void
show_progress (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  Meter *meter = data;
  int percent = total > 0 ? (int)(done * 100 / total) : 0;

  if (!meter->shown || (percent == meter->percent && phase == meter->phase))
    return;
  meter->percent = percent;
  meter->phase = phase;
  fprintf (stderr, "\r\033[K%s %d %%", phase == JAL_BACKUP_COPYING ? _ ("Copying…") : _ ("Reading back…"), percent);
  fflush (stderr);
}

static Meter
start_meter (JalCtl *ctl)
{
  return (Meter){ .shown = isatty (STDERR_FILENO) && !ctl->json, .percent = -1 };
}

static void
end_meter (Meter *meter)
{
  if (meter->shown)
    fputs ("\r\033[K", stderr);
}

static void
print_report (JalCtl *ctl, const char *path, const char *kept, const JalBackupReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_number (builder, "bytes", (gint64)report->n_bytes);
  jal_ctl_put_number (builder, "originals", (gint64)report->n_originals);
  jal_ctl_put_number (builder, "records", (gint64)report->n_records);
  jal_ctl_put_string (builder, "kept", kept);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, made_columns);
}

static gboolean
run_backup (JalCtl *ctl, GError **error)
{
  const char *dest = jal_ctl_get_argument (ctl, 0);
  JalBackupReport report = { 0 };
  Meter meter = start_meter (ctl);
  g_autofree char *path = NULL;
  gboolean done;

  if (dest != NULL)
    done = jal_backup_run_to (ctl->store, dest, &path, &report, show_progress, &meter, ctl->cancellable, error);
  else
    done = jal_backup_run (ctl->store, &path, &report, show_progress, &meter, ctl->cancellable, error);
  end_meter (&meter);
  if (!done)
    return FALSE;
  print_report (ctl, path, NULL, &report);
  jal_ctl_say (ctl, _ ("The backup was read back whole. The passphrase of this vault opens it."));
  return TRUE;
}

static gboolean
set_choices (JalCtl *ctl, GError **error)
{
  const char *folder = jal_ctl_get_option (ctl, "folder");
  const char *automatic = jal_ctl_get_option (ctl, "automatic");

  if (automatic != NULL && !g_str_equal (automatic, "yes") && !g_str_equal (automatic, "no"))
    return jal_ctl_usage (error, _ ("--automatic is yes or no."));
  /* An empty folder takes the choice back. */
  return (folder == NULL || jal_backup_set_folder (ctl->store, *folder != '\0' ? folder : NULL, error))
         && (automatic == NULL || jal_backup_set_automatic (ctl->store, g_str_equal (automatic, "yes"), error));
}

static void
put_backups (JsonBuilder *builder, GPtrArray *backups)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < backups->len; i++)
    {
      const JalBackup *backup = g_ptr_array_index (backups, i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", backup->id);
      jal_ctl_put_instant (builder, "at", backup->at);
      jal_ctl_put_string (builder, "path", backup->path);
      jal_ctl_put_number (builder, "size", (gint64)backup->size);
      jal_ctl_put_string (builder, "state", backup->state);
      jal_ctl_put_flag (builder, "present", backup->present);
      jal_ctl_put_flag (builder, "other", backup->other);
      jal_ctl_put_instant (builder, "checked", backup->checked_at);
      jal_ctl_put_number (builder, "originals", (gint64)backup->n_originals);
      jal_ctl_put_string (builder, "trouble", backup->trouble);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
run_backups (JalCtl *ctl, GError **error)
{
  g_autoptr (JalBackupStatus) status = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!set_choices (ctl, error))
    return FALSE;
  status = jal_backup_get_status (ctl->store, ctl->cancellable, error);
  if (status == NULL || (backups = jal_backup_list (ctl->store, ctl->cancellable, error)) == NULL)
    return FALSE;
  if (!ctl->json)
    {
      put_backups (builder, backups);
      jal_ctl_print (ctl, builder, list_columns);
      if (backups->len == 0)
        jal_ctl_say (ctl, _ ("There is no backup yet."));
      if (status->folder == NULL)
        jal_ctl_say (ctl, _ ("No folder for backups has been chosen: give --folder DIR."));
      return TRUE;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "folder", status->folder);
  jal_ctl_put_flag (builder, "reachable", status->reachable);
  jal_ctl_put_flag (builder, "same_disk", status->same_disk);
  jal_ctl_put_flag (builder, "automatic", status->automatic);
  jal_ctl_put_instant (builder, "last_made", status->last_made);
  jal_ctl_put_instant (builder, "last_good", status->last_good);
  jal_ctl_put_number (builder, "changes_since", status->n_changes);
  jal_ctl_put_instant (builder, "failed_at", status->failed_at);
  jal_ctl_put_string (builder, "failed", status->failed);
  json_builder_set_member_name (builder, "backups");
  put_backups (builder, backups);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, list_columns);
  return TRUE;
}

static gboolean
run_check_backup (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 0);
  JalBackupReport report = { 0 };
  Meter meter = start_meter (ctl);
  gboolean done = jal_backup_check (ctl->store, path, &report, show_progress, &meter, ctl->cancellable, error);

  end_meter (&meter);
  if (!done)
    return FALSE;
  print_report (ctl, path, NULL, &report);
  jal_ctl_say (ctl, _ ("The backup is whole."));
  return TRUE;
}

static gboolean
run_restore (JalCtl *ctl, GError **error)
{
  const char *source = jal_ctl_get_argument (ctl, 0);
  const char *dest = jal_ctl_get_argument (ctl, 1);
  gboolean aside = jal_ctl_get_option (ctl, "keep-old") != NULL;
  g_autofree char *kept = NULL;
  JalBackupReport report = { 0 };
  Meter meter = start_meter (ctl);
  gboolean by_code = jal_ctl_get_option (ctl, "recovery-file") != NULL;
  char *passphrase = by_code ? jal_ctl_get_recovery (ctl, error) : jal_ctl_get_passphrase (ctl, FALSE, error);
  gboolean done;

  if (passphrase == NULL)
    return FALSE;
  if (by_code && !jal_recovery_check (passphrase, NULL, error))
    {
      jal_ctl_free_passphrase (passphrase);
      return FALSE;
    }
  done = jal_backup_restore (source, dest, passphrase, aside ? &kept : NULL, &report, show_progress, &meter,
                             ctl->cancellable, error);
  jal_ctl_free_passphrase (passphrase);
  end_meter (&meter);
  if (!done)
    return FALSE;
  print_report (ctl, dest, kept, &report);
  jal_ctl_say (ctl, _ ("The backup has been restored and read back whole."));
  return TRUE;
}

const JalCtlVerb jal_ctl_backup_verbs[] = {
  { "vault", "backup", "[DEST]", 0, 1, NULL,
    N_ ("Make an encrypted backup and read it back; without DEST in the chosen folder."), JAL_CTL_OPEN_VAULT, run_backup },
  { "vault", "backups", "", 0, 0, "folder=DIR automatic=yes|no",
    N_ ("List the backups; choose the folder for automatic ones."), JAL_CTL_OPEN_VAULT, run_backups },
  { "vault", "check-backup", "FILE", 1, 1, NULL, N_ ("Read a backup of this vault back, every byte of it."),
    JAL_CTL_OPEN_VAULT, run_check_backup },
  { "vault", "restore", "SRC DEST", 2, 2, "keep-old",
    N_ ("Make a backup a vault again; with --keep-old a vault at DEST is moved aside, never overwritten."), JAL_CTL_NO_VAULT,
    run_restore },
  { NULL },
};
