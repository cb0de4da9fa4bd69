/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backups there are: those of the vault's list, and whatever else in the folder bears its identity. */
#define G_LOG_DOMAIN "jal-store"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/jal-date.h"
#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

/* jal_backup_list_all() looks into folders that many levels down, and at so many files. */
#define DEEP 4
#define MAX_SEEN 50000

typedef struct
{
  GPtrArray *backups;
  char *folder;
  struct stat vault; /* which is no copy of itself */
  guint n_seen;
} List;

static gboolean
list_func (JalTx *tx, gpointer data, GError **error)
{
  List *list = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT id, at, folder, name, size, state, checked_at, originals, trouble FROM backup "
                       "WHERE state <> 'removed' ORDER BY at DESC",
                       NULL);

  if (rows == NULL)
    return FALSE;
  list->folder = jal_tx_get_local_setting (tx, JAL_BACKUP_FOLDER, NULL);
  while (jal_rows_next (rows, &local))
    {
      JalBackup *backup = g_new0 (JalBackup, 1);

      backup->id = jal_rows_id (rows, 0);
      backup->at = jal_rows_int (rows, 1);
      backup->path = g_build_filename (jal_rows_text (rows, 2), jal_rows_text (rows, 3), NULL);
      backup->size = (guint64)jal_rows_int (rows, 4);
      backup->state = jal_rows_dup_text (rows, 5);
      backup->checked_at = jal_rows_int (rows, 6);
      backup->n_originals = (guint64)jal_rows_int (rows, 7);
      backup->trouble = jal_rows_dup_text (rows, 8);
      g_ptr_array_add (list->backups, backup);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return local == NULL;
}

static gboolean
lies_there (const char *path, guint64 size)
{
  struct stat info;

  return stat (path, &info) == 0 && S_ISREG (info.st_mode) && (guint64)info.st_size == size;
}

static gboolean
knows (GPtrArray *backups, const char *path)
{
  for (guint i = 0; i < backups->len; i++)
    if (g_str_equal (((JalBackup *)backups->pdata[i])->path, path))
      return TRUE;
  return FALSE;
}

/* When the name says it was made, in microseconds; 0 when it is no such name. */
static gint64
instant_of_name (const char *name, const char *prefix)
{
  int year, month, day, hour, minute, second, end = 0;
  JalDate date;

  if (!g_str_has_prefix (name, prefix)
      || sscanf (name + strlen (prefix), "%4d-%2d-%2d-%2d%2d%2d.jalada%n", &year, &month, &day, &hour, &minute, &second, &end) != 6
      || end == 0 || name[strlen (prefix) + (gsize)end] != '\0'
      || (date = jal_date_from_ymd (year, month, day)) == JAL_DATE_NONE)
    return 0;
  /* Nairobi is three hours ahead. */
  return ((gint64)date * 86400 + (hour - 3) * 3600 + minute * 60 + second) * G_USEC_PER_SEC;
}

gboolean
jal_backup_has_own_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return strlen (name) > 16 && g_str_has_prefix (name, "jalada-") && name[15] == '-' && instant_of_name (name + 16, "") != 0;
}

char *
jal_backup_name_prefix (JalStore *store, GError **error)
{
  JalStoreInfo info;

  return jal_store_peek_info (jal_store_get_path (store), &info, error) ? g_strdup_printf ("jalada-%.8s-", info.vault_id)
                                                                         : NULL;
}

gboolean
jal_backup_is_of_vault (JalStore *store, const char *path)
{
  JalStoreInfo ours, theirs;
  struct stat info;

  /* A name that leads elsewhere is not the copy: taking it away would take nothing away. */
  if (lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;

  return jal_store_peek_info (jal_store_get_path (store), &ours, NULL) && jal_store_peek_info (path, &theirs, NULL)
         && g_str_equal (ours.vault_id, theirs.vault_id);
}

static void
add_stranger (JalStore *store, List *list, char *path, const struct stat *info, gint64 at)
{
  JalBackup *backup;

  if (!jal_backup_is_of_vault (store, path))
    {
      g_free (path);
      return;
    }
  backup = g_new0 (JalBackup, 1);
  backup->other = at == 0;
  backup->at = at != 0 ? at : (gint64)info->st_mtime * G_USEC_PER_SEC;
  backup->path = path;
  backup->size = (guint64)info->st_size;
  backup->state = g_strdup ("unknown");
  backup->present = TRUE;
  g_ptr_array_add (list->backups, backup);
}

/* Those that another computer made, that this vault made after the moment it was restored to, and copies that somebody made
   under another name: whatever bears this vault's identity, @depth folders down. */
static void
add_strangers (JalStore *store, List *list, const char *prefix, const char *where, guint depth, GCancellable *cancellable)
{
  g_autoptr (GDir) folder = g_dir_open (where, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL && list->n_seen < MAX_SEEN
         && !g_cancellable_is_cancelled (cancellable))
    {
      g_autofree char *path = g_build_filename (where, name, NULL);
      struct stat info;

      list->n_seen++;
      if (lstat (path, &info) != 0 || (info.st_ino == list->vault.st_ino && info.st_dev == list->vault.st_dev))
        continue;
      if (S_ISDIR (info.st_mode) && depth > 0)
        add_strangers (store, list, prefix, path, depth - 1, cancellable);
      else if (S_ISREG (info.st_mode) && !knows (list->backups, path))
        add_stranger (store, list, g_steal_pointer (&path), &info, instant_of_name (name, prefix));
    }
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const JalBackup *first = *(JalBackup *const *)a, *second = *(JalBackup *const *)b;

  return (first->at < second->at) - (first->at > second->at);
}

static GPtrArray *
list_backups (JalStore *store, guint depth, GCancellable *cancellable, GError **error)
{
  List list = { .backups = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_backup_free) };
  g_autofree char *prefix = jal_backup_name_prefix (store, NULL);

  if (!jal_store_read_background (store, list_func, &list, cancellable, error))
    g_clear_pointer (&list.backups, g_ptr_array_unref);
  for (guint i = 0; list.backups != NULL && i < list.backups->len; i++)
    {
      JalBackup *backup = list.backups->pdata[i];

      backup->present = lies_there (backup->path, backup->size);
    }
  if (list.backups != NULL)
    {
      if (prefix != NULL && list.folder != NULL && stat (jal_store_get_path (store), &list.vault) == 0)
        add_strangers (store, &list, prefix, list.folder, depth, cancellable);
      g_ptr_array_sort (list.backups, compare_newest);
    }
  g_free (list.folder);
  return list.backups;
}

GPtrArray *
jal_backup_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return list_backups (store, 0, cancellable, error);
}

GPtrArray *
jal_backup_list_all (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return list_backups (store, DEEP, cancellable, error);
}
