/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backups there are: those of the vault's list, and whatever else in the folder bears its identity. */
#define G_LOG_DOMAIN "jal-store"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
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
  GPtrArray *unseen; /* of char *: places into which nobody could look */
  char *folder;
  char *vault_id;    /* nullable: unknown */
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

/* Returns (transfer full) (nullable): the vault's own identity. */
static char *
own_id (JalStore *store)
{
  JalStoreInfo info;

  return jal_store_peek_info (jal_store_get_path (store), &info, NULL) ? g_strdup (info.vault_id) : NULL;
}

typedef enum
{
  KIN,      /* a copy of this vault */
  STRANGER,
  UNKNOWN,  /* it cannot be read, or its head is damaged: it may be one */
} Kin;

static Kin
ask_kin (const char *vault_id, const char *path)
{
  g_autoptr (GError) local = NULL;
  JalStoreInfo info;

  if (jal_store_peek_info (path, &info, &local))
    return g_strcmp0 (info.vault_id, vault_id) == 0 ? KIN : STRANGER;
  return g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_A_VAULT) ? STRANGER : UNKNOWN;
}

gboolean
jal_backup_is_of_vault (JalStore *store, const char *path)
{
  g_autofree char *vault_id = own_id (store);
  struct stat info;

  /* A name that leads elsewhere is not the copy: taking it away would take nothing away. */
  return vault_id != NULL && lstat (path, &info) == 0 && S_ISREG (info.st_mode) && ask_kin (vault_id, path) == KIN;
}

static void
note_unseen (List *list, const char *path)
{
  g_ptr_array_add (list->unseen, g_strdup (path));
}

static void
add_stranger (List *list, char *path, const struct stat *info, gint64 at)
{
  Kin kin = ask_kin (list->vault_id, path);
  JalBackup *backup;

  if (kin == UNKNOWN)
    note_unseen (list, path);
  if (kin != KIN)
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

/* A name that leads out of the folder: a copy it leads to is not taken away, a folder not searched. */
static void
follow_link (List *list, const char *path)
{
  g_autofree char *target = realpath (path, NULL), *root = realpath (list->folder, NULL);
  struct stat info;

  if (target == NULL || root == NULL || stat (target, &info) != 0 || g_str_equal (target, root)
      || (g_str_has_prefix (target, root) && target[strlen (root)] == '/')
      || (info.st_ino == list->vault.st_ino && info.st_dev == list->vault.st_dev))
    return;
  if (S_ISDIR (info.st_mode) || (S_ISREG (info.st_mode) && ask_kin (list->vault_id, target) != STRANGER))
    note_unseen (list, target);
}

/* Those that another computer made, that this vault made after the moment it was restored to, and copies that somebody made
   under another name: whatever bears this vault's identity, @depth folders down. What could not be looked at is noted. */
static void
add_strangers (List *list, const char *prefix, const char *where, guint depth, GCancellable *cancellable)
{
  g_autoptr (GDir) folder = g_dir_open (where, 0, NULL);
  const char *name;

  if (folder == NULL)
    note_unseen (list, where);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (where, name, NULL);
      struct stat info;

      if (list->n_seen >= MAX_SEEN || g_cancellable_is_cancelled (cancellable))
        {
          note_unseen (list, where);
          break;
        }
      list->n_seen++;
      if (lstat (path, &info) != 0)
        note_unseen (list, path);
      else if (info.st_ino == list->vault.st_ino && info.st_dev == list->vault.st_dev)
        continue;
      else if (S_ISLNK (info.st_mode))
        follow_link (list, path);
      else if (S_ISDIR (info.st_mode) && depth > 0)
        add_strangers (list, prefix, path, depth - 1, cancellable);
      else if (S_ISDIR (info.st_mode))
        note_unseen (list, path);
      else if (S_ISREG (info.st_mode) && !knows (list->backups, path))
        add_stranger (list, g_steal_pointer (&path), &info, instant_of_name (name, prefix));
    }
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const JalBackup *first = *(JalBackup *const *)a, *second = *(JalBackup *const *)b;

  return (first->at < second->at) - (first->at > second->at);
}

static GPtrArray *
list_backups (JalStore *store, guint depth, GStrv *unseen, GCancellable *cancellable, GError **error)
{
  List list = { .backups = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_backup_free),
                .unseen = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *prefix = NULL;

  if (!jal_store_read_background (store, list_func, &list, cancellable, error))
    g_clear_pointer (&list.backups, g_ptr_array_unref);
  for (guint i = 0; list.backups != NULL && i < list.backups->len; i++)
    {
      JalBackup *backup = list.backups->pdata[i];

      backup->present = lies_there (backup->path, backup->size);
    }
  if (list.backups != NULL)
    {
      list.vault_id = own_id (store);
      prefix = list.vault_id != NULL ? g_strdup_printf ("jalada-%.8s-", list.vault_id) : NULL;
      if (prefix != NULL && list.folder != NULL && stat (jal_store_get_path (store), &list.vault) == 0)
        add_strangers (&list, prefix, list.folder, depth, cancellable);
      else if (list.folder != NULL)
        note_unseen (&list, list.folder);
      g_ptr_array_sort (list.backups, compare_newest);
    }
  g_free (list.folder);
  g_free (list.vault_id);
  g_ptr_array_add (list.unseen, NULL);
  if (unseen != NULL)
    {
      g_ptr_array_set_free_func (list.unseen, NULL);
      *unseen = (GStrv)g_ptr_array_free (list.unseen, FALSE);
    }
  else
    g_ptr_array_unref (list.unseen);
  return list.backups;
}

GPtrArray *
jal_backup_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return list_backups (store, 0, NULL, cancellable, error);
}

GPtrArray *
jal_backup_list_all (JalStore *store, GStrv *unseen, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store) && unseen != NULL, NULL);

  return list_backups (store, DEEP, unseen, cancellable, error);
}
