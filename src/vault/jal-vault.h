/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encrypted vault file: a SQLite database of which no page, journal or temporary file is ever readable on disk.
   Only the store room includes this header. The format is laid down in FORMAT.md. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct sqlite3 sqlite3;

/**
 * JalVault:
 *
 * An open vault: one SQLite connection, the keys in locked memory, and the lock that keeps other programs out. It is
 * used by one thread at a time; it has no lock of its own.
 */
typedef struct _JalVault JalVault;

/**
 * JalVaultError:
 * @JAL_VAULT_ERROR_PASSPHRASE: no slot opens with this passphrase
 * @JAL_VAULT_ERROR_DAMAGED: the header or a page does not authenticate, or is missing
 * @JAL_VAULT_ERROR_NOT_A_VAULT: the file is something else, or empty
 * @JAL_VAULT_ERROR_OPEN_ELSEWHERE: another program, or this one, has the vault open
 * @JAL_VAULT_ERROR_DISK_FULL: no room, or the quota is used up; the transaction is undone
 * @JAL_VAULT_ERROR_EXISTS: creation would overwrite a file
 * @JAL_VAULT_ERROR_NOT_FOUND: there is no such file, or it may not be read
 * @JAL_VAULT_ERROR_TOO_NEW: a version, cipher or incompatible feature this program does not know
 * @JAL_VAULT_ERROR_READ_ONLY: the file or its folder may not be written
 * @JAL_VAULT_ERROR_MEMORY: too little memory, or keys cannot be kept out of swap
 * @JAL_VAULT_ERROR_IO: the disk failed
 * @JAL_VAULT_ERROR_RECOVERY: no slot opens with this recovery code
 * @JAL_VAULT_ERROR_NO_SLOT: all sixteen key slots are taken
 * @JAL_VAULT_ERROR_LAST_SLOT: nobody could open the vault with a passphrase any more
 * @JAL_VAULT_ERROR_STATEMENT: SQLite refused a statement (a constraint, a mistake in this program)
 *
 * What can go wrong with a vault. Every message is a whole sentence without any content of the vault.
 */
typedef enum
{
  JAL_VAULT_ERROR_PASSPHRASE,
  JAL_VAULT_ERROR_DAMAGED,
  JAL_VAULT_ERROR_NOT_A_VAULT,
  JAL_VAULT_ERROR_OPEN_ELSEWHERE,
  JAL_VAULT_ERROR_DISK_FULL,
  JAL_VAULT_ERROR_EXISTS,
  JAL_VAULT_ERROR_NOT_FOUND,
  JAL_VAULT_ERROR_TOO_NEW,
  JAL_VAULT_ERROR_READ_ONLY,
  JAL_VAULT_ERROR_MEMORY,
  JAL_VAULT_ERROR_IO,
  JAL_VAULT_ERROR_STATEMENT,
  JAL_VAULT_ERROR_RECOVERY,
  JAL_VAULT_ERROR_NO_SLOT,
  JAL_VAULT_ERROR_LAST_SLOT,
} JalVaultError;

#define JAL_VAULT_ERROR (jal_vault_error_quark ())
GQuark jal_vault_error_quark (void);

/**
 * JalVaultStrength:
 * @opslimit: passes of Argon2id, 1…16
 * @memlimit: memory of Argon2id in bytes, 8 KiB…1 GiB
 *
 * How costly each guess at the passphrase is. Written into the slot, so that opening needs no setting.
 */
typedef struct
{
  guint64 opslimit;
  gsize memlimit;
} JalVaultStrength;

/* The default: about half a second and 256 MiB a guess. */
#define JAL_VAULT_STRENGTH_MODERATE ((JalVaultStrength){ 3, 256u << 20 })
/* For tests of the whole program. */
#define JAL_VAULT_STRENGTH_INTERACTIVE ((JalVaultStrength){ 2, 64u << 20 })
/* For unit tests only: no protection at all. */
#define JAL_VAULT_STRENGTH_MIN ((JalVaultStrength){ 1, 8192 })

#define JAL_VAULT_ID_SIZE 16
#define JAL_VAULT_KEY_SIZE 32

/**
 * JalVaultInfo:
 * @id: random, given at creation and kept by copies
 * @version: of the format (1)
 * @cipher: 1 is XChaCha20-Poly1305
 * @page_size: bytes
 * @page_count: whole pages in the file now; of a damaged vault those it should have
 * @slots: key slots in use
 * @generation: counts header updates
 * @sealed: whether the vault was closed with a seal over all its pages
 *
 * What the header says. Read without a passphrase it is not authenticated.
 */
typedef struct
{
  guint8 id[JAL_VAULT_ID_SIZE];
  guint32 version;
  guint32 cipher;
  guint32 page_size;
  guint64 page_count;
  guint slots;
  guint64 generation;
  gboolean sealed;
} JalVaultInfo;

/* Prepares SQLite and libsodium for this process: an allocator that wipes what it frees, the "jalada" VFS. Must run
   before anything else in the process uses SQLite; create and open call it themselves. Safe to call again. Returns
   FALSE with %JAL_VAULT_ERROR_MEMORY when SQLite was already started without the wiping allocator, or memory is short. */
gboolean jal_vault_init_process (GError **error);
/* Forbids core dumps and other programs of the same user to read this process's memory, and has freed memory overwritten
   (Linux, glibc). */
void jal_vault_harden_process (void);

/* Makes a new vault at @path, locked by @passphrase (UTF-8, not empty; hashed in normal form C), and leaves it open.
   Takes as long as @strength says. Returns (transfer full): the vault, or NULL with a #JalVaultError, in which case
   nothing is left at @path; an existing file is refused and untouched. */
JalVault *jal_vault_create (const char *path, const char *passphrase, JalVaultStrength strength, GError **error);
/* Opens the vault at @path and undoes what a crash left half done. Returns (transfer full): the vault, or NULL with a
   #JalVaultError. No byte on disk changes unless the passphrase is right. */
JalVault *jal_vault_open (const char *path, const char *passphrase, GError **error);
/* From now on no byte of @vault's file changes: a transaction may be begun, and can only be taken back. */
gboolean jal_vault_freeze (JalVault *vault, GError **error);
/* Makes an empty vault at @path with the identity, keys and slots of @vault, and leaves it open. An existing file is
   refused. */
JalVault *jal_vault_create_like (JalVault *vault, const char *path, GError **error);
/* Removes the vault at @path, closed, that this program has just made and not completed. */
void jal_vault_discard (const char *path);
/* Finalises every statement, undoes an open transaction, closes the connection, wipes the keys and frees @vault
   (transfer full), whatever it returns. FALSE with an error when the connection had a blob or backup handle left: it
   can then no longer read or write, and what it had not committed is undone at the next opening. NULL is allowed. */
gboolean jal_vault_close (JalVault *vault, GError **error);
/* After a crash the pages are counted anew, so that the vault can be sealed; closing does what is left of it for 60 ms and then
   leaves the vault unsealed, to be counted after the next opening. Where nobody waits for the lock it may take longer. */
void jal_vault_set_patience (JalVault *vault, guint milliseconds);
/* The same for g_autoptr: whatever goes wrong is not told. */
void jal_vault_free (JalVault *vault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalVault, jal_vault_free)

/* Returns (transfer none): the only connection of @vault. Not to be closed; never to be changed in journal_mode,
   locking_mode or page_size (the vault refuses or ignores it). ATTACH reaches only files the vault knows: none. */
sqlite3 *jal_vault_get_db (JalVault *vault);
/* Returns (transfer none): the absolute path, links resolved. */
const char *jal_vault_get_path (JalVault *vault);
/* Fills @info from the authenticated header of an open vault. */
void jal_vault_get_info (JalVault *vault, JalVaultInfo *info);
/* Fills @info from the header of the file at @path, without a passphrase and without taking its lock. Fails with
   %JAL_VAULT_ERROR_NOT_FOUND, NOT_A_VAULT, DAMAGED or TOO_NEW. */
gboolean jal_vault_read_info (const char *path, JalVaultInfo *info, GError **error);

/* Writes a compact copy of @vault to @path, a vault of its own with the same identity, slots and keys, and brings it
   to the disk. No transaction may be open. On failure nothing is left at @path; an existing file is refused. */
gboolean jal_vault_save_copy (JalVault *vault, const char *path, GError **error);

/**
 * JalVaultHealth:
 * @clean: it was closed cleanly: what the seal says can be compared
 * @counted: its pages were compared with the seal, or counted anew, to the end
 * @exchanged: pages were put back, swapped or added since it was closed
 * @missing: pages that it should have, and that are gone from its end, from page @missing_from on
 * @holes: pages before its end that are nothing but zeros, and count: once its end was cut off, and a journal brought back what it
 *   had; as far as the pages were counted
 * @tail: bytes that lay behind its last page and are not the vault's; cut off unless it is only read
 * @header_copy: one of the two copies of the header was damaged; the other was used, and unless the vault is only read
 *   both are whole again
 * @older: this computer has seen a newer state of this vault, or another one of the same age
 * @foreign_journal: a journal that does not belong to it lay beside it, and was renamed
 *
 * What opening has noticed of the time between.
 */
typedef struct
{
  gboolean clean;
  gboolean counted;
  gboolean exchanged;
  guint64 missing;
  guint64 missing_from;
  guint64 holes;
  guint64 tail;
  gboolean header_copy;
  gboolean older;
  gboolean foreign_journal;
} JalVaultHealth;

void jal_vault_get_health (JalVault *vault, JalVaultHealth *health);
/* Compares the pages with the seal, or counts them when there was none, @limit at a time; @done when all are. Between
   the calls the vault may change. */
gboolean jal_vault_count_sum (JalVault *vault, guint limit, gboolean *done, GError **error);
/* The user knows why it is older: this computer remembers it as it is. */
void jal_vault_accept_age (JalVault *vault);

#define JAL_VAULT_PAGE_BYTES 8192
/* SQLite's pages in memory, as it wants to be told: negative, KiB. */
#define JAL_VAULT_CACHE_SIZE -8192

typedef enum
{
  JAL_VAULT_PAGE_WHOLE,
  JAL_VAULT_PAGE_DAMAGED,    /* it does not authenticate: changed, torn, or from another place */
  JAL_VAULT_PAGE_MISSING,    /* the file ends before it */
  JAL_VAULT_PAGE_UNREADABLE, /* the disk does not give it */
} JalVaultPageState;

/* Reads page @number (from 1) of the file past SQLite, in the clear; zeros unless it is whole. */
JalVaultPageState jal_vault_read_page (JalVault *vault, guint64 number, guint8 page[JAL_VAULT_PAGE_BYTES]);
/* Of a vault that was opened as damaged: SQLite sees @page in place of page @number, which may lie behind the end; the file stays as
   it is, and jal_vault_read_page() gives what the file has. Page 1 must come with a new number of changes (bytes 24–27 and 92–95)
   whenever a page is replaced, so that SQLite forgets what it has read. */
void jal_vault_splint (JalVault *vault, guint64 number, const guint8 page[JAL_VAULT_PAGE_BYTES]);
/* Returns (transfer full): the numbers of the free pages without content. After a power cut one of them may be torn
   without harm: SQLite never reads it before it writes it. As far as the list can be read. */
GHashTable *jal_vault_list_free_pages (JalVault *vault);

/* Derives a key of @vault's own for another room. @subkey: 7 the audit chain, 16 and above free; the lower ones belong
   to the vault. @out is the caller's to wipe. FALSE for a subkey that is the vault's. */
gboolean jal_vault_derive (JalVault *vault, guint subkey, guint8 out[JAL_VAULT_KEY_SIZE]);

/**
 * JalVaultDedupe:
 *
 * A running keyed BLAKE2b over the bytes of a document: equal content gives equal digests within one vault and says
 * nothing outside it. Independent of the vault once begun; any thread may use it, one at a time.
 */
typedef struct _JalVaultDedupe JalVaultDedupe;
/* Returns (transfer full): a new hash, or NULL when locked memory is used up. */
JalVaultDedupe *jal_vault_dedupe_new (JalVault *vault);
void jal_vault_dedupe_update (JalVaultDedupe *dedupe, const void *bytes, gsize length);
/* Writes the digest; @dedupe may only be freed afterwards. */
void jal_vault_dedupe_finish (JalVaultDedupe *dedupe, guint8 digest[JAL_VAULT_KEY_SIZE]);
/* NULL is allowed. */
void jal_vault_dedupe_free (JalVaultDedupe *dedupe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalVaultDedupe, jal_vault_dedupe_free)

/* Turns the SQLite result @rc (extended or not; not SQLITE_OK, ROW or DONE) of a call on @vault into @error: a
   #JalVaultError, or %G_IO_ERROR_CANCELLED for SQLITE_INTERRUPT. @vault may be NULL. Always returns FALSE. */
gboolean jal_vault_error_from_sqlite (JalVault *vault, int rc, GError **error);

G_END_DECLS
