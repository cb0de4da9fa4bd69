/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open vault.
 *
 * 1. The lock on the file comes before anything is read, the keys before anything is written.
 * 2. When the vault is freed no key is left, whatever SQLite says.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-seen.h"
#include "vault/jal-vault-vfs.h"

/* "JALA" in SQLite's header: the first write of a new vault. */
#define APPLICATION_ID "0x4a414c41"

/* As deep as SQLite goes below the caller of jal_vault_close(), generously. */
#define STACK_TO_WIPE (64 * 1024)

/* How long closing may count pages for the seal, in milliseconds, unless told. */
#define PATIENCE 60

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

int
jal_vault_control (JalVault *vault, int op, void *argument)
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
  rc = sqlite3_open_v2 (vault->path, &vault->db,
                        (vault->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_FULLMUTEX
                            | SQLITE_OPEN_EXRESCODE,
                        JAL_VAULT_VFS);
  jal_vault_vfs_dismiss (vault->path);
  if ((rc & 0xff) == SQLITE_CANTOPEN)
    jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
  else if (rc != SQLITE_OK)
    jal_vault_error_from_db (vault->db, rc, error);
  else if (!vault->read_only && sqlite3_db_readonly (vault->db, "main") != 0)
    jal_vault_set_error (error, JAL_VAULT_ERROR_READ_ONLY);
  else if ((rc = jal_vault_control (vault, JAL_VAULT_FCNTL_CLAIM, NULL)) != SQLITE_OK)
    jal_vault_error_from_db (vault->db, rc, error);
  else
    return TRUE;
  return FALSE;
}

/* The first read: undoes what a crash left half done. */
static gboolean
settle (JalVault *vault, GError **error)
{
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* The journal's mode reads the schema, and by that plays back the journal of a crash. Not in exclusive mode yet: SQLite
     would only zero its head then, and the file would stay; and it asks for the file's length once more afterwards. */
  return run_sql (vault, "PRAGMA page_size = " G_STRINGIFY (JAL_VAULT_PAGE_SIZE) "; PRAGMA journal_mode = TRUNCATE;", error);
}

static gboolean
configure (JalVault *vault, GError **error)
{
  static const char settings[] = "PRAGMA locking_mode = EXCLUSIVE;"
                                 "PRAGMA synchronous = EXTRA;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA secure_delete = FAST;"
                                 "PRAGMA cache_size = " G_STRINGIFY (JAL_VAULT_CACHE_SIZE) ";"
                                 "PRAGMA cell_size_check = ON;";
  int reserve = JAL_VAULT_SEAL_SIZE;

  if (!run_sql (vault, settings, error))
    return FALSE;
  jal_vault_control (vault, SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  return TRUE;
}

static guint64
count_pages (JalVault *vault)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;

  jal_vault_control (vault, SQLITE_FCNTL_FILE_POINTER, &file);
  vault->pages->bare = TRUE;
  file->pMethods->xFileSize (file, &size);
  vault->pages->bare = FALSE;
  return (guint64)size / JAL_VAULT_PAGE_SIZE;
}

static void
header_changed_cb (gpointer data)
{
  JalVault *vault = data;

  /* A rolled back vault is not what this computer remembers, until somebody says so. */
  if (!vault->older)
    jal_vault_seen_remember (&vault->header, vault->keys);
}

/* Gives the file its keys and the header it keeps the seal in. */
static void
hand_over (JalVault *vault)
{
  jal_vault_control (vault, JAL_VAULT_FCNTL_SET_KEYS, vault->keys);
  jal_vault_control (vault, JAL_VAULT_FCNTL_GET_PAGES, &vault->pages);
  vault->pages->header = &vault->header;
  vault->pages->copy = &vault->copy;
  vault->pages->header_changed = header_changed_cb;
  vault->pages->header_data = vault;
}

/* Takes up what the last closing has left. */
static gboolean
take_seal (JalVault *vault, GError **error)
{
  vault->older = jal_vault_seen_is_newer (&vault->header, vault->keys, !vault->both_copies);
  /* The damaged copy may have been the newer one, without the seal. */
  vault->clean = vault->both_copies && (jal_vault_header_get_flags (&vault->header) & JAL_VAULT_FLAG_SEALED) != 0;
  if (vault->clean)
    jal_vault_seal_load (&vault->pages->seal, vault->keys, &vault->header);
  return (!vault->clean && jal_vault_journal_may_count (vault)) || jal_vault_set_journal_aside (vault, error);
}

static gboolean
read_schema (JalVault *vault, GError **error)
{
  return run_sql (vault, "SELECT count(*) FROM sqlite_schema", error);
}

static gboolean
has_journal (JalVault *vault)
{
  g_autofree char *journal = g_strconcat (vault->path, "-journal", NULL);
  GStatBuf found;

  return g_stat (journal, &found) == 0 && found.st_size > 0;
}

/* Of a damaged vault: the first read undoes what a crash left half done, whatever else it says; then what is missing is known,
   and SQLite is told that it is there. Whether SQLite can read it remains to be seen. No page is kept from one read to the next
   (the lock stays all the same): what cannot be read may be splinted. */
static gboolean
start_damaged (JalVault *vault, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean read;

  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (vault->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!run_sql (vault, "PRAGMA temp_store = MEMORY", error))
    return FALSE;
  vault->pages->replaying = TRUE;
  read = read_schema (vault, &local);
  vault->pages->replaying = FALSE;
  if (!read && !g_error_matches (local, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return jal_vault_measure_end (vault, error);
}

gboolean
jal_vault_start (JalVault *vault, GError **error)
{
  gboolean read, journal;

  hand_over (vault);
  if (!take_seal (vault, error))
    return FALSE;
  if (count_pages (vault) == 0)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  if (vault->tolerant)
    return start_damaged (vault, error);
  /* Of a vault that a crash left, the end counts only when that is undone. */
  vault->pages->replaying = journal = has_journal (vault);
  if (!journal && !jal_vault_measure_end (vault, error))
    return FALSE;
  read = settle (vault, error) && (!journal || jal_vault_measure_tail (vault, error)) && configure (vault, error)
         && read_schema (vault, error);
  vault->pages->replaying = FALSE;
  if (!read)
    return FALSE;
  jal_vault_count_lost (vault);
  jal_vault_drop_stale_journal (vault);
  return vault->read_only || jal_vault_refresh_header (vault, error);
}

/* The first write of a new file, which has its header. */
static gboolean
begin (JalVault *vault, GError **error)
{
  hand_over (vault);
  /* Nothing is written yet: the sum of no pages is known. */
  vault->clean = vault->both_copies = vault->pages->seal.known = vault->pages->begun = TRUE;
  return settle (vault, error) && configure (vault, error) && run_sql (vault, "PRAGMA application_id = " APPLICATION_ID, error)
         && jal_vault_sync_folder (vault->path, error);
}

void
jal_vault_free (JalVault *vault)
{
  if (vault != NULL)
    jal_vault_close (vault, NULL);
}

JalVault *
jal_vault_open_locked (const char *path, gboolean read_only, GError **error)
{
  g_autoptr (JalVault) vault = g_new0 (JalVault, 1);

  if (!jal_vault_init_process (error))
    return NULL;
  vault->read_only = read_only;
  vault->patience = PATIENCE;
  vault->path = jal_vault_resolve (path, error);
  if (vault->path == NULL || !open_file (vault, error))
    return NULL;
  return g_steal_pointer (&vault);
}

JalVault *
jal_vault_open_damaged (const char *path, const JalVaultSecret *secret, GError **error)
{
  g_autoptr (JalVault) vault = NULL;

  g_return_val_if_fail (path != NULL && secret != NULL, NULL);
  vault = jal_vault_open_locked (path, FALSE, error);
  if (vault == NULL)
    return NULL;
  vault->tolerant = TRUE;
  if (!jal_vault_unlock (vault, secret, error) || !jal_vault_start (vault, error))
    return NULL;
  return g_steal_pointer (&vault);
}

gboolean
jal_vault_freeze (JalVault *vault, GError **error)
{
  g_return_val_if_fail (vault != NULL, FALSE);
  vault->pages->frozen = TRUE;
  return run_sql (vault, "PRAGMA journal_mode = MEMORY; PRAGMA cache_spill = OFF", error);
}

JalVault *
jal_vault_create_like (JalVault *vault, const char *path, GError **error)
{
  g_autoptr (JalVault) fresh = g_new0 (JalVault, 1);
  g_autofree char *made = NULL;

  g_return_val_if_fail (vault != NULL && path != NULL, NULL);
  fresh->path = jal_vault_resolve (path, error);
  if (fresh->path == NULL || !jal_vault_make_file (fresh->path, error))
    return NULL;
  made = g_strdup (fresh->path);
  fresh->header = vault->header;
  jal_vault_header_set_flags (&fresh->header, jal_vault_header_get_flags (&fresh->header) & ~JAL_VAULT_FLAG_SEALED);
  fresh->copy = 1;
  fresh->slot = vault->slot;
  fresh->keys = jal_vault_keys_new (vault->keys->master);
  if (fresh->keys == NULL)
    jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
  else if (open_file (fresh, error) && jal_vault_update_header (fresh, error) && jal_vault_update_header (fresh, error)
           && begin (fresh, error))
    return g_steal_pointer (&fresh);
  g_clear_pointer (&fresh, jal_vault_free);
  jal_vault_remove_new_file (made);
  return NULL;
}

void
jal_vault_discard (const char *path)
{
  g_autofree char *full = jal_vault_resolve (path, NULL);

  if (full != NULL)
    jal_vault_remove_new_file (full);
}

JalVault *
jal_vault_open_with (const char *path, const JalVaultSecret *secret, GError **error)
{
  g_autoptr (JalVault) vault = NULL;

  g_return_val_if_fail (path != NULL && secret != NULL, NULL);
  g_return_val_if_fail ((secret->passphrase != NULL) != (secret->recovery != NULL), NULL);
  vault = jal_vault_open_locked (path, FALSE, error);
  if (vault == NULL || !jal_vault_unlock (vault, secret, error) || !jal_vault_start (vault, error))
    return NULL;
  jal_vault_remove_unfinished_rekey (vault);
  /* Who only looks has seen it, too. Not one with half a header, which may not be the newest of its two. */
  if (!vault->older && vault->both_copies)
    jal_vault_seen_remember (&vault->header, vault->keys);
  return g_steal_pointer (&vault);
}

JalVault *
jal_vault_open (const char *path, const char *passphrase, GError **error)
{
  const JalVaultSecret secret = { passphrase, NULL };

  g_return_val_if_fail (passphrase != NULL, NULL);
  return jal_vault_open_with (path, &secret, error);
}

static gboolean
create_in (JalVault *vault, const guint8 *holder, const char *passphrase, JalVaultStrength strength, GError **error)
{
  if (!open_file (vault, error) || !jal_vault_make_header (vault, holder, passphrase, strength, error))
    return FALSE;
  return begin (vault, error);
}

JalVault *
jal_vault_create_for (const char *path, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const char *passphrase,
                      JalVaultStrength strength, GError **error)
{
  g_autoptr (JalVault) vault = g_new0 (JalVault, 1);
  g_autofree char *made = NULL;

  g_return_val_if_fail (path != NULL && passphrase != NULL && *passphrase != '\0', NULL);
  if (!jal_vault_init_process (error))
    return NULL;
  vault->path = jal_vault_resolve (path, error);
  if (vault->path == NULL || !jal_vault_make_file (vault->path, error))
    return NULL;
  made = g_strdup (vault->path);
  if (create_in (vault, holder, passphrase, strength, error))
    return g_steal_pointer (&vault);
  g_clear_pointer (&vault, jal_vault_free);
  jal_vault_remove_new_file (made);
  return NULL;
}

JalVault *
jal_vault_create (const char *path, const char *passphrase, JalVaultStrength strength, GError **error)
{
  static const guint8 nobody[JAL_VAULT_HOLDER_SIZE];

  return jal_vault_create_for (path, nobody, passphrase, strength, error);
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

/* A small vault is counted while one blinks; a large one that was not is closed without a seal rather than late. */
static void
seal (JalVault *vault)
{
  gint64 until = g_get_monotonic_time () + (gint64)vault->patience * 1000;
  gboolean done = FALSE;

  if (vault->read_only || vault->tolerant || vault->pages == NULL || vault->pages->header == NULL || !sqlite3_get_autocommit (vault->db))
    return;
  while (!vault->pages->seal.known && !done && g_get_monotonic_time () < until)
    if (jal_vault_pages_scan (vault->pages, 256, &done) != SQLITE_OK)
      return;
  jal_vault_pages_seal (vault->pages);
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
      seal (vault);
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
          jal_vault_control (vault, JAL_VAULT_FCNTL_SET_KEYS, NULL);
          sqlite3_db_release_memory (vault->db);
          sqlite3_close_v2 (vault->db);
        }
    }
  unlist_vault (vault);
  jal_vault_keys_free (vault->keys);
  g_free (vault->path);
  g_free (vault);
  jal_vault_cipher_wipe ();
  /* The dynamic linker saves the processor's registers there, and what they had just copied. */
  sodium_stackzero (STACK_TO_WIPE);
  return rc == SQLITE_OK;
}

void
jal_vault_set_patience (JalVault *vault, guint milliseconds)
{
  vault->patience = milliseconds;
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
  return subkey != JAL_VAULT_SUBKEY_LATER && jal_vault_keys_derive (vault->keys, subkey, out);
}

JalVaultDedupe *
jal_vault_dedupe_new (JalVault *vault)
{
  return jal_vault_keys_new_dedupe (vault->keys);
}
