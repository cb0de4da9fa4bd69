/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backups there are: those of the vault's list, and whatever else in the folder bears its identity; for erasing, also what
 * lies beside the vault or where earlier backups went.
 *
 * A copy in such a place under a name that is not ours may be a vault in which somebody works: one that was moved aside when a
 * backup was restored, or the very vault that this one was moved aside from. It is listed as lying apart, and deleted only when
 * its history is the beginning of this vault's.
 */
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
  GPtrArray *looked; /* of char *: folders apart that were looked into */
  GHashTable *earlier; /* of char *: folders that backups went to, to whether it must be there */
  char *folder;
  char *vault_id;    /* nullable: unknown */
  struct stat vault; /* which is no copy of itself */
  guint n_seen;
} List;

/* Of a folder chosen earlier it is said when it is not there; of a place that one backup went to, its file is named. */
static gboolean
list_earlier (JalTx *tx, List *list, GError **error)
{
  g_autofree char *before = jal_tx_get_local_setting (tx, JAL_BACKUP_EARLIER, NULL);
  g_auto (GStrv) lines = g_strsplit (before != NULL ? before : "", "\n", -1);
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, "SELECT DISTINCT folder FROM backup", NULL);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    g_hash_table_insert (list->earlier, jal_rows_dup_text (rows, 0), NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_insert (list->earlier, g_strdup (lines[i]), GINT_TO_POINTER (TRUE));
  return jal_tx_ended (g_steal_pointer (&local), error);
}

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

  if (rows == NULL || !list_earlier (tx, list, error))
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
  return jal_tx_ended (g_steal_pointer (&local), error);
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

/* A folder that is not the chosen one: files that bear the vault's identity, in it and not below, for it may hold anything. */
static void
add_apart (List *list, const char *prefix, const char *where, gboolean must_be_there, GCancellable *cancellable)
{
  g_autoptr (GDir) folder = g_dir_open (where, 0, NULL);
  guint n_seen = 0, first = list->backups->len;
  const char *name;

  if (folder == NULL && must_be_there)
    note_unseen (list, where);
  if (folder != NULL)
    g_ptr_array_add (list->looked, g_strdup (where));
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (where, name, NULL);
      struct stat info;

      if (n_seen++ >= MAX_SEEN || g_cancellable_is_cancelled (cancellable))
        {
          note_unseen (list, where);
          break;
        }
      if (lstat (path, &info) != 0 || !S_ISREG (info.st_mode)
          || (info.st_ino == list->vault.st_ino && info.st_dev == list->vault.st_dev) || knows (list->backups, path))
        continue;
      /* A strange file that cannot be read is none of ours unless it is named like one. */
      if (g_str_has_suffix (name, ".jalada") || ask_kin (list->vault_id, path) == KIN)
        add_stranger (list, g_steal_pointer (&path), &info, instant_of_name (name, prefix));
    }
  for (guint i = first; i < list->backups->len; i++)
    {
      JalBackup *backup = list->backups->pdata[i];

      backup->apart = backup->other;
    }
}

/* Beside the vault, and where earlier backups went. */
static void
add_all_apart (JalStore *store, List *list, const char *prefix, GCancellable *cancellable)
{
  g_autofree char *beside = g_path_get_dirname (jal_store_get_path (store));
  GHashTableIter iter;
  gpointer folder, chosen;

  if (!g_path_is_absolute (beside))
    {
      char *full = g_canonicalize_filename (beside, NULL);

      g_free (beside);
      beside = full;
    }
  for (guint i = 0; i < list->backups->len; i++)
    {
      JalBackup *backup = list->backups->pdata[i];
      g_autofree char *where = g_path_get_dirname (backup->path);

      if (g_str_equal (where, beside))
        backup->apart = backup->other;
    }
  add_apart (list, prefix, beside, FALSE, cancellable);
  g_hash_table_iter_init (&iter, list->earlier);
  while (g_hash_table_iter_next (&iter, &folder, &chosen))
    if (!g_str_equal (folder, beside) && g_strcmp0 (folder, list->folder) != 0)
      add_apart (list, prefix, folder, GPOINTER_TO_INT (chosen), cancellable);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const JalBackup *first = *(JalBackup *const *)a, *second = *(JalBackup *const *)b;

  return (first->at < second->at) - (first->at > second->at);
}

/* Returns (transfer full). */
static GStrv
take_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  g_ptr_array_set_free_func (strings, NULL);
  return (GStrv)g_ptr_array_free (strings, FALSE);
}

/* @unseen and @looked are both NULL, or both given: then everywhere. */
static GPtrArray *
list_backups (JalStore *store, guint depth, GStrv *unseen, GStrv *looked, GCancellable *cancellable, GError **error)
{
  List list = { .backups = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_backup_free),
                .unseen = g_ptr_array_new_with_free_func (g_free),
                .looked = g_ptr_array_new_with_free_func (g_free),
                .earlier = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
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
      if (prefix != NULL && stat (jal_store_get_path (store), &list.vault) != 0)
        g_clear_pointer (&prefix, g_free);
      if (prefix != NULL && list.folder != NULL)
        add_strangers (&list, prefix, list.folder, depth, cancellable);
      else if (list.folder != NULL)
        note_unseen (&list, list.folder);
      if (prefix != NULL && unseen != NULL)
        add_all_apart (store, &list, prefix, cancellable);
      g_ptr_array_sort (list.backups, compare_newest);
    }
  g_free (list.folder);
  g_free (list.vault_id);
  g_hash_table_unref (list.earlier);
  if (unseen != NULL)
    {
      *unseen = take_strings (list.unseen);
      *looked = take_strings (list.looked);
    }
  else
    {
      g_ptr_array_unref (list.unseen);
      g_ptr_array_unref (list.looked);
    }
  return list.backups;
}

GPtrArray *
jal_backup_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return list_backups (store, 0, NULL, NULL, cancellable, error);
}

GPtrArray *
jal_backup_list_all (JalStore *store, GStrv *unseen, GStrv *looked, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store) && unseen != NULL && looked != NULL, NULL);

  return list_backups (store, DEEP, unseen, looked, cancellable, error);
}

typedef struct
{
  const char *head;
  gint64 at; /* 0: not in the audit */
} Head;

static gboolean
head_func (JalTx *tx, gpointer data, GError **error)
{
  Head *head = data;

  return jal_tx_select_int (tx, &head->at, error, "SELECT coalesce (max (at), 0) FROM audit WHERE lower(hex(hash)) = ?", "s", head->head);
}

gboolean
jal_backup_is_contained (JalStore *store, const char *path, gint64 *at, JalBackupProgress progress, gpointer progress_data,
                         GCancellable *cancellable)
{
  JalBackupReport report = { 0 };
  Head head = { .head = report.head };

  if (jal_vault_is_open_elsewhere (path) || !jal_backup_check (store, path, &report, progress, progress_data, cancellable, NULL)
      || *report.head == '\0' || !jal_store_read_background (store, head_func, &head, cancellable, NULL) || head.at == 0)
    return FALSE;
  *at = head.at;
  return TRUE;
}
