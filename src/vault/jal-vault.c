/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open vault.
 *
 * 1. The lock on the file comes before anything is read, the keys before anything is written.
 * 2. The header that was authenticated is the one in memory; every later change starts from it.
 * 3. A header change overwrites the older copy with the next generation: at any moment one whole copy is on the disk.
 * 4. When the vault is freed no key is left, whatever SQLite says.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-vfs.h"

/* "JALA" in SQLite's header: the first write of a new vault. */
#define APPLICATION_ID "0x4a414c41"

struct _JalVault
{
  char *path;
  sqlite3 *db;
  JalVaultKeys *keys;
  JalVaultHeader header; /* the current copy */
  guint copy;            /* where it lies */
  dev_t device;
  ino_t inode;
  gboolean listed;
};

/* The vaults this process has open: POSIX locks keep out other programs only. */
static GMutex open_lock;
static GSList *open_vaults;

static gboolean
list_vault (JalVault *vault, GError **error)
{
  gboolean taken = FALSE;

  g_mutex_lock (&open_lock);
  for (GSList *l = open_vaults; l != NULL; l = l->next)
    {
      JalVault *other = l->data;

      taken = taken || (other->device == vault->device && other->inode == vault->inode);
    }
  if (!taken)
    open_vaults = g_slist_prepend (open_vaults, vault);
  vault->listed = !taken;
  g_mutex_unlock (&open_lock);
  if (taken)
    jal_vault_set_error (error, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
  return !taken;
}

static void
unlist_vault (JalVault *vault)
{
  g_mutex_lock (&open_lock);
  if (vault->listed)
    open_vaults = g_slist_remove (open_vaults, vault);
  vault->listed = FALSE;
  g_mutex_unlock (&open_lock);
}

/* Returns (transfer full): the path as SQLite will ask for it, or NULL. */
static char *
resolve (const char *path, GError **error)
{
  sqlite3_vfs *below = jal_vault_vfs_below ();
  g_autofree char *full = g_malloc0 ((gsize)below->mxPathname + 2);
  int rc = below->xFullPathname (below, path, below->mxPathname + 1, full);

  if ((rc & 0xff) != SQLITE_OK)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_steal_pointer (&full);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int number = errno;

  if (fd >= 0)
    close (fd);
  if (!done)
    jal_vault_set_error_from_errno (error, number);
  return done;
}

static int
control (JalVault *vault, int op, void *argument)
{
  return sqlite3_file_control (vault->db, "main", op, argument);
}

static gboolean
run_sql (JalVault *vault, const char *sql, GError **error)
{
  int rc = sqlite3_exec (vault->db, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || jal_vault_error_from_db (vault->db, rc, error);
}

/* Opens the file, still locked, and takes the lock that keeps others out. */
static gboolean
open_file (JalVault *vault, GError **error)
{
  struct stat found;
  int rc;

  if (stat (vault->path, &found) != 0)
    {
      jal_vault_set_error_from_errno (error, errno);
      return FALSE;
    }
  if (!S_ISREG (found.st_mode))
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_A_VAULT);
      return FALSE;
    }
  vault->device = found.st_dev;
  vault->inode = found.st_ino;
  if (!list_vault (vault, error))
    return FALSE;
  jal_vault_vfs_admit (vault->path, NULL, NULL);
  rc = sqlite3_open_v2 (vault->path, &vault->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE,
                        JAL_VAULT_VFS);
  jal_vault_vfs_dismiss (vault->path);
  if ((rc & 0xff) == SQLITE_CANTOPEN)
    jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
  else if (rc != SQLITE_OK)
    jal_vault_error_from_db (vault->db, rc, error);
  else if (sqlite3_db_readonly (vault->db, "main") != 0)
    jal_vault_set_error (error, JAL_VAULT_ERROR_READ_ONLY);
  else if ((rc = control (vault, JAL_VAULT_FCNTL_CLAIM, NULL)) != SQLITE_OK)
    jal_vault_error_from_db (vault->db, rc, error);
  else
    return TRUE;
  return FALSE;
}

/* Overwrites the older copy of the header with what is in memory, one generation on. */
static gboolean
update_header (JalVault *vault, GError **error)
{
  JalVaultHeaderWrite write = { 1 - vault->copy, &vault->header };
  int rc;

  jal_vault_header_set_generation (&vault->header, jal_vault_header_get_generation (&vault->header) + 1);
  jal_vault_header_authenticate (&vault->header, vault->keys);
  rc = control (vault, JAL_VAULT_FCNTL_WRITE_HEADER, &write);
  if (rc != SQLITE_OK)
    return jal_vault_error_from_db (vault->db, rc, error);
  vault->copy = write.copy;
  return TRUE;
}

static gboolean
configure (JalVault *vault, GError **error)
{
  static const char settings[] = "PRAGMA page_size = " G_STRINGIFY (JAL_VAULT_PAGE_SIZE) ";"
                                 "PRAGMA locking_mode = EXCLUSIVE;"
                                 "PRAGMA journal_mode = TRUNCATE;"
                                 "PRAGMA synchronous = EXTRA;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA secure_delete = FAST;"
                                 "PRAGMA cell_size_check = ON;";
  int reserve = JAL_VAULT_SEAL_SIZE;

  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!run_sql (vault, settings, error))
    return FALSE;
  control (vault, SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  return TRUE;
}

/* Hands the keys of @master to the file. */
static gboolean
take_keys (JalVault *vault, const guint8 *master, GError **error)
{
  vault->keys = jal_vault_keys_new (master);
  if (vault->keys == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return FALSE;
    }
  return TRUE;
}

/* Orders the whole copies, the newest first; returns how many there are. */
static guint
choose_copies (const JalVaultHeader copies[2], guint order[2])
{
  guint n = 0;

  for (guint i = 0; i < 2; i++)
    if (jal_vault_header_inspect (&copies[i]) == JAL_VAULT_COPY_WHOLE)
      order[n++] = i;
  if (n == 2
      && jal_vault_header_get_generation (&copies[order[1]]) > jal_vault_header_get_generation (&copies[order[0]]))
    {
      order[0] = 1;
      order[1] = 0;
    }
  return n;
}

/* Says why there is no whole copy. */
static void
set_header_error (const JalVaultHeader copies[2], GError **error)
{
  gboolean ours = jal_vault_header_inspect (&copies[0]) != JAL_VAULT_COPY_FOREIGN
                  || jal_vault_header_inspect (&copies[1]) != JAL_VAULT_COPY_FOREIGN;

  jal_vault_set_error (error, ours ? JAL_VAULT_ERROR_DAMAGED : JAL_VAULT_ERROR_NOT_A_VAULT);
}

/* Unlocks with one copy. */
static gboolean
unlock_with (JalVault *vault, const JalVaultHeader *header, const char *passphrase, GError **error)
{
  g_autoptr (GError) inner = NULL;
  guint8 *master;

  if (!jal_vault_header_check_supported (header, error))
    return FALSE;
  master = jal_vault_locked_alloc (32);
  if (master == NULL)
    jal_vault_set_error (&inner, JAL_VAULT_ERROR_MEMORY);
  else if (jal_vault_header_unwrap (header, passphrase, master, &inner) && take_keys (vault, master, &inner)
           && !jal_vault_header_verify (header, vault->keys))
    {
      g_clear_pointer (&vault->keys, jal_vault_keys_free);
      jal_vault_set_error (&inner, JAL_VAULT_ERROR_DAMAGED);
    }
  sodium_free (master);
  if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  return vault->keys != NULL;
}

static gboolean
unlock (JalVault *vault, const char *passphrase, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autoptr (GError) first = NULL;
  guint order[2];
  guint n;
  int rc = control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies);

  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return jal_vault_error_from_db (vault->db, rc, error);
  n = choose_copies (copies, order);
  if (n == 0)
    {
      set_header_error (copies, error);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) inner = NULL;

      if (unlock_with (vault, &copies[order[i]], passphrase, &inner))
        {
          vault->header = copies[order[i]];
          vault->copy = order[i];
          return TRUE;
        }
      /* A wrong passphrase is not tried twice: the other copy may only hold a slot that was taken away. */
      if (first == NULL)
        first = g_steal_pointer (&inner);
      if (!g_error_matches (first, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

/* Makes the header's other copy whole again, and takes back a seal that the next write would break. */
static gboolean
refresh_header (JalVault *vault, gboolean other_is_whole, GError **error)
{
  guint32 flags = jal_vault_header_get_flags (&vault->header);

  if (other_is_whole && (flags & JAL_VAULT_FLAG_SEALED) == 0)
    return TRUE;
  jal_vault_header_set_flags (&vault->header, flags & ~JAL_VAULT_FLAG_SEALED);
  return update_header (vault, error);
}

static gboolean
other_copy_is_whole (JalVault *vault)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);

  return control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies) == SQLITE_OK
         && jal_vault_header_verify (&copies[1 - vault->copy], vault->keys)
         && jal_vault_header_inspect (&copies[1 - vault->copy]) == JAL_VAULT_COPY_WHOLE;
}

static guint64
count_pages (JalVault *vault)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;

  control (vault, SQLITE_FCNTL_FILE_POINTER, &file);
  file->pMethods->xFileSize (file, &size);
  return (guint64)size / JAL_VAULT_PAGE_SIZE;
}

static gboolean
start (JalVault *vault, GError **error)
{
  control (vault, JAL_VAULT_FCNTL_SET_KEYS, vault->keys);
  if (count_pages (vault) == 0)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  /* The first read undoes what a crash left half done. */
  return configure (vault, error) && run_sql (vault, "SELECT count(*) FROM sqlite_schema", error)
         && refresh_header (vault, other_copy_is_whole (vault), error);
}

void
jal_vault_free (JalVault *vault)
{
  if (vault != NULL)
    jal_vault_close (vault, NULL);
}

JalVault *
jal_vault_open (const char *path, const char *passphrase, GError **error)
{
  g_autoptr (JalVault) vault = g_new0 (JalVault, 1);

  g_return_val_if_fail (path != NULL && passphrase != NULL, NULL);
  if (!jal_vault_init_process (error))
    return NULL;
  vault->path = resolve (path, error);
  if (vault->path == NULL || !open_file (vault, error) || !unlock (vault, passphrase, error) || !start (vault, error))
    return NULL;
  return g_steal_pointer (&vault);
}

/* Draws a master key, wraps it, and writes both copies of the header. */
static gboolean
make_header (JalVault *vault, const char *passphrase, JalVaultStrength strength, GError **error)
{
  guint8 *master = jal_vault_locked_alloc (32);
  gboolean made = FALSE;

  if (master == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return FALSE;
    }
  randombytes_buf (master, 32);
  jal_vault_header_init (&vault->header);
  made = jal_vault_header_set_passphrase (&vault->header, 0, passphrase, strength, master, error)
         && take_keys (vault, master, error);
  sodium_free (master);
  vault->copy = 1;
  return made && update_header (vault, error) && update_header (vault, error);
}

static gboolean
create_in (JalVault *vault, const char *passphrase, JalVaultStrength strength, GError **error)
{
  if (!open_file (vault, error) || !make_header (vault, passphrase, strength, error))
    return FALSE;
  control (vault, JAL_VAULT_FCNTL_SET_KEYS, vault->keys);
  return configure (vault, error) && run_sql (vault, "PRAGMA application_id = " APPLICATION_ID, error)
         && sync_folder (vault->path, error);
}

/* Removes what a failed creation left: both files are ours, made a moment ago. */
static void
remove_new_file (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (journal);
  g_unlink (path);
}

JalVault *
jal_vault_create (const char *path, const char *passphrase, JalVaultStrength strength, GError **error)
{
  g_autoptr (JalVault) vault = g_new0 (JalVault, 1);
  g_autofree char *made = NULL;
  int fd;

  g_return_val_if_fail (path != NULL && passphrase != NULL && *passphrase != '\0', NULL);
  if (!jal_vault_init_process (error))
    return NULL;
  vault->path = resolve (path, error);
  if (vault->path == NULL)
    return NULL;
  fd = g_open (vault->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      jal_vault_set_error_from_errno (error, errno);
      return NULL;
    }
  close (fd);
  made = g_strdup (vault->path);
  if (create_in (vault, passphrase, strength, error))
    return g_steal_pointer (&vault);
  g_clear_pointer (&vault, jal_vault_free);
  remove_new_file (made);
  return NULL;
}

static void
finalise_statements (sqlite3 *db)
{
  sqlite3_stmt *next;

  for (sqlite3_stmt *statement = sqlite3_next_stmt (db, NULL); statement != NULL; statement = next)
    {
      next = sqlite3_next_stmt (db, statement);
      /* A blob handle is built on a statement without text, which belongs to it. */
      if (sqlite3_sql (statement) != NULL)
        sqlite3_finalize (statement);
    }
}

gboolean
jal_vault_close (JalVault *vault, GError **error)
{
  int rc = SQLITE_OK;

  if (vault == NULL)
    return TRUE;
  if (vault->db != NULL)
    {
      if (!sqlite3_get_autocommit (vault->db))
        sqlite3_exec (vault->db, "ROLLBACK", NULL, NULL, NULL);
      rc = sqlite3_close (vault->db);
      if (rc == SQLITE_BUSY)
        {
          /* Only now are the statements of full-text tables gone, which belong to them: what is left is ours. */
          finalise_statements (vault->db);
          rc = sqlite3_close (vault->db);
        }
      if (rc != SQLITE_OK)
        {
          g_set_error_literal (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_STATEMENT,
                               _ ("The vault was closed while something was still being read. What was saved is safe."));
          control (vault, JAL_VAULT_FCNTL_SET_KEYS, NULL);
          sqlite3_db_release_memory (vault->db);
          sqlite3_close_v2 (vault->db);
        }
    }
  unlist_vault (vault);
  jal_vault_keys_free (vault->keys);
  g_free (vault->path);
  g_free (vault);
  return rc == SQLITE_OK;
}

sqlite3 *
jal_vault_get_db (JalVault *vault)
{
  return vault->db;
}

const char *
jal_vault_get_path (JalVault *vault)
{
  return vault->path;
}

void
jal_vault_get_info (JalVault *vault, JalVaultInfo *info)
{
  jal_vault_header_get_info (&vault->header, info);
  info->page_count = count_pages (vault);
}

gboolean
jal_vault_derive (JalVault *vault, guint subkey, guint8 out[JAL_VAULT_KEY_SIZE])
{
  return jal_vault_keys_derive (vault->keys, subkey, out);
}

JalVaultDedupe *
jal_vault_dedupe_new (JalVault *vault)
{
  return jal_vault_keys_new_dedupe (vault->keys);
}

/* Reads the header region through the VFS below, which knows how to close a descriptor without losing locks. */
static int
peek_header (const char *path, JalVaultHeader copies[2], sqlite3_int64 *size)
{
  sqlite3_vfs *below = jal_vault_vfs_below ();
  g_autofree sqlite3_file *file = g_malloc0 ((gsize)below->szOsFile);
  const char *name = sqlite3_create_filename (path, "", "", 0, NULL);
  int rc = below->xOpen (below, name, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, NULL);

  if (rc == SQLITE_OK)
    {
      rc = file->pMethods->xRead (file, copies, JAL_VAULT_HEADER_SIZE, 0);
      file->pMethods->xFileSize (file, size);
    }
  if (file->pMethods != NULL)
    file->pMethods->xClose (file);
  sqlite3_free_filename ((char *)name);
  return rc;
}

gboolean
jal_vault_read_info (const char *path, JalVaultInfo *info, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autofree char *full = NULL;
  sqlite3_int64 size = 0;
  guint order[2];
  int rc;

  g_return_val_if_fail (path != NULL && info != NULL, FALSE);
  if (!jal_vault_init_process (error))
    return FALSE;
  full = resolve (path, error);
  if (full == NULL)
    return FALSE;
  if (!g_file_test (full, G_FILE_TEST_IS_REGULAR))
    {
      gboolean exists = g_file_test (full, G_FILE_TEST_EXISTS);

      jal_vault_set_error (error, exists ? JAL_VAULT_ERROR_NOT_A_VAULT : JAL_VAULT_ERROR_NOT_FOUND);
      return FALSE;
    }
  rc = peek_header (full, copies, &size);
  if (rc == SQLITE_CANTOPEN)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
      return FALSE;
    }
  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return jal_vault_error_from_db (NULL, rc, error);
  if (choose_copies (copies, order) == 0)
    {
      set_header_error (copies, error);
      return FALSE;
    }
  if (!jal_vault_header_check_supported (&copies[order[0]], error))
    return FALSE;
  jal_vault_header_get_info (&copies[order[0]], info);
  info->page_count = (guint64)MAX (size - JAL_VAULT_HEADER_SIZE, 0) / JAL_VAULT_PAGE_SIZE;
  return TRUE;
}

/* Runs VACUUM INTO @path, which has been admitted. */
static gboolean
vacuum_into (JalVault *vault, const char *path, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (vault->db, "VACUUM INTO ?1", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_DONE)
    rc = SQLITE_OK;
  else
    jal_vault_error_from_db (vault->db, rc, error);
  sqlite3_finalize (statement);
  return rc == SQLITE_OK;
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int number = errno;

  if (fd >= 0)
    close (fd);
  if (!done)
    jal_vault_set_error_from_errno (error, number);
  return done;
}

gboolean
jal_vault_save_copy (JalVault *vault, const char *path, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autofree char *full = NULL;
  gboolean done;
  int fd;

  g_return_val_if_fail (vault != NULL && path != NULL, FALSE);
  full = resolve (path, error);
  if (full == NULL)
    return FALSE;
  fd = g_open (full, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      jal_vault_set_error_from_errno (error, errno);
      return FALSE;
    }
  close (fd);
  copies[0] = copies[1] = vault->header;
  jal_vault_vfs_admit (full, vault->keys, copies);
  done = vacuum_into (vault, full, error);
  jal_vault_vfs_dismiss (full);
  done = done && sync_file (full, error) && sync_folder (full, error);
  if (!done)
    remove_new_file (full);
  return done;
}
