/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The VFS: which file is opened how.
 *
 * 1. A vault file opens only when this program admitted its path just before; so no statement (ATTACH, VACUUM INTO) can
 *    reach or make another one.
 * 2. Everything else SQLite writes goes through a side file; what cannot (WAL, super-journals) is refused.
 * 3. Temporary files lie in the folder of a vault, have no name anyone could meet again, and are sealed with a key that
 *    dies with this process.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-vfs.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-rules.h"

#ifdef JAL_VAULT_TEST_HOOKS
guint jal_vault_rules_off;
void (*jal_vault_folder_hook) (const char *from, const char *to);
#endif

typedef struct
{
  char *path;
  const JalVaultKeys *keys;
  const JalVaultHeader *header;
} Door;

static GMutex doors_lock;
static GPtrArray *doors;
static char *temp_folder; /* of the vault opened last */
static guint8 *temp_key;

static void
door_free (gpointer data)
{
  Door *door = data;

  g_free (door->path);
  g_free (door);
}

static gboolean
find_door (const char *path, guint *index)
{
  for (guint i = 0; doors != NULL && i < doors->len; i++)
    if (strcmp (((Door *)doors->pdata[i])->path, path) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

void
jal_vault_vfs_admit (const char *path, const JalVaultKeys *keys, const JalVaultHeader *header)
{
  Door *door = g_new0 (Door, 1);

  door->path = g_strdup (path);
  door->keys = keys;
  door->header = header;
  g_mutex_lock (&doors_lock);
  if (doors == NULL)
    doors = g_ptr_array_new_with_free_func (door_free);
  g_ptr_array_add (doors, door);
  /* A copy may lie on a stick that is taken away. */
  if (header == NULL)
    {
      g_free (temp_folder);
      temp_folder = g_path_get_dirname (path);
    }
  g_mutex_unlock (&doors_lock);
}

void
jal_vault_vfs_dismiss (const char *path)
{
  guint index;

  g_mutex_lock (&doors_lock);
  if (find_door (path, &index))
    g_ptr_array_remove_index_fast (doors, index);
  g_mutex_unlock (&doors_lock);
}

static gboolean
look_up (const char *path, Door *door)
{
  guint index;
  gboolean found;

  g_mutex_lock (&doors_lock);
  found = path != NULL && find_door (path, &index);
  if (found)
    *door = *(Door *)doors->pdata[index];
  g_mutex_unlock (&doors_lock);
  return found;
}

/* A new vault file has its whole header before its first page. */
static int
write_new_header (JalVaultPages *file, const Door *door)
{
  g_autofree JalVaultHeader *copies = g_memdup2 (door->header, JAL_VAULT_HEADER_SIZE);
  int rc;

  /* The seal of another file says nothing about this one. */
  for (guint i = 0; i < 2; i++)
    {
      jal_vault_header_set_flags (&copies[i], jal_vault_header_get_flags (&copies[i]) & ~JAL_VAULT_FLAG_SEALED);
      jal_vault_header_authenticate (&copies[i], door->keys);
    }
  file->own_header = g_memdup2 (&copies[0], sizeof copies[0]);
  file->header = file->own_header;
  file->copy = &file->own_copy;
  file->seal.known = file->begun = TRUE;
  rc = file->real->pMethods->xWrite (file->real, copies, JAL_VAULT_HEADER_SIZE, 0);
  return rc == SQLITE_OK ? file->real->pMethods->xSync (file->real, SQLITE_SYNC_NORMAL) : rc;
}

static int
open_pages (sqlite3_vfs *below, const char *path, const Door *door, sqlite3_file *to, sqlite3_file *real)
{
  JalVaultPages *file = (JalVaultPages *)to;
  int rc = jal_vault_pages_init (file, real, below, path);

  if (rc != SQLITE_OK || door->header == NULL)
    return rc;
  file->keys = door->keys;
  /* On failure SQLite closes what we began. */
  return write_new_header (file, door);
}

static int
open_side (const char *path, int flags, sqlite3_file *to, sqlite3_file *real, char **temp)
{
  int rc;

  if (flags & SQLITE_OPEN_MAIN_JOURNAL)
    {
      sqlite3_file *of = sqlite3_database_file_object (path);

      if (!jal_vault_is_pages (of) || ((JalVaultPages *)of)->keys == NULL)
        return SQLITE_CANTOPEN;
      rc = jal_vault_side_init ((JalVaultSide *)to, real, JAL_VAULT_SIDE_JOURNAL, ((JalVaultPages *)of)->keys->side);
      if (rc == SQLITE_OK)
        ((JalVaultSide *)to)->of = (JalVaultPages *)of;
      return rc;
    }
  rc = jal_vault_side_init ((JalVaultSide *)to, real, JAL_VAULT_SIDE_TEMP, temp_key);
  /* The VFS below keeps a pointer to the name. */
  if (rc == SQLITE_OK)
    ((JalVaultSide *)to)->path = g_steal_pointer (temp);
  return rc;
}

static char *
make_temp_path (void)
{
  char *path;

  g_mutex_lock (&doors_lock);
  path = g_strdup_printf ("%s/.jalada-%08x%08x", temp_folder, randombytes_random (), randombytes_random ());
  g_mutex_unlock (&doors_lock);
  return path;
}

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *to, int flags, int *out_flags)
{
  sqlite3_vfs *below = vfs->pAppData;
  sqlite3_file *real;
  gboolean is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  g_autofree char *temp = NULL;
  Door door = { 0 };
  int rc;

  memset (to, 0, (gsize)vfs->szOsFile);
  if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL)) || (is_main && !look_up (path, &door)))
    return SQLITE_CANTOPEN;
  if (path == NULL)
    path = temp = make_temp_path ();
  real = sqlite3_malloc (below->szOsFile);
  if (real == NULL)
    return SQLITE_NOMEM;
  memset (real, 0, (gsize)below->szOsFile);
  rc = below->xOpen (below, path, real, flags, out_flags);
  if (rc == SQLITE_OK)
    rc = is_main ? open_pages (below, path, &door, to, real) : open_side (path, flags, to, real, &temp);
  if (rc != SQLITE_OK && to->pMethods == NULL)
    JAL_VAULT_CLEAR_FILE (real);
  return rc;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  sqlite3_vfs *below = vfs->pAppData;

  /* A journal that was played back does not come back after a power cut, when another session has begun. */
  return below->xDelete (below, path, jal_vault_rule (JAL_VAULT_RULE_DELETE) ? TRUE : sync_folder);
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  sqlite3_vfs *below = vfs->pAppData;

  return below->xAccess (below, path, flags, out);
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *out)
{
  sqlite3_vfs *below = vfs->pAppData;

  return below->xFullPathname (below, path, size, out);
}

static int
vfs_randomness (sqlite3_vfs *vfs, int size, char *out)
{
  randombytes_buf (out, (gsize)size);
  return size;
}

static int
vfs_sleep (sqlite3_vfs *vfs, int microseconds)
{
  sqlite3_vfs *below = vfs->pAppData;

  return below->xSleep (below, microseconds);
}

static int
vfs_current_time (sqlite3_vfs *vfs, double *out)
{
  sqlite3_vfs *below = vfs->pAppData;

  return below->xCurrentTime (below, out);
}

static int
vfs_get_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  sqlite3_vfs *below = vfs->pAppData;

  return below->xGetLastError (below, size, out);
}

static sqlite3_vfs jalada_vfs = {
  .iVersion = 1,
  .zName = JAL_VAULT_VFS,
  .xOpen = vfs_open,
  .xDelete = vfs_delete,
  .xAccess = vfs_access,
  .xFullPathname = vfs_full_pathname,
  .xRandomness = vfs_randomness,
  .xSleep = vfs_sleep,
  .xCurrentTime = vfs_current_time,
  .xGetLastError = vfs_get_last_error,
};

sqlite3_vfs *
jal_vault_vfs_below (void)
{
  return jalada_vfs.pAppData;
}

int
jal_vault_vfs_register (const char *below_name)
{
  sqlite3_vfs *below = sqlite3_vfs_find (below_name);

  if (below == NULL)
    return SQLITE_ERROR;
  if (temp_key == NULL)
    {
      temp_key = jal_vault_locked_alloc (32);
      if (temp_key == NULL)
        return SQLITE_NOMEM;
      randombytes_buf (temp_key, 32);
      sodium_mprotect_readonly (temp_key);
    }
  jalada_vfs.pAppData = below;
  jalada_vfs.mxPathname = below->mxPathname;
  jalada_vfs.szOsFile = (int)MAX (sizeof (JalVaultPages), sizeof (JalVaultSide));
  return sqlite3_vfs_register (&jalada_vfs, 0);
}
