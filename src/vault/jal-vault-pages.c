/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault file below SQLite's pager.
 *
 *   0        8192     16384      24576                     page: 0                 8152      8176   8192
 *   | header | header | page 1   | page 2   | …                  | ciphertext      | nonce   | tag  |
 *
 * 1. A page leaves this file only after it authenticated for its own number; anything else is SQLITE_IOERR_DATA.
 * 2. SQLite's buffer is never encrypted in place: it still is the page cache.
 * 3. Every page of the file is sealed, also those that SQLite skips (free pages, the lock page): a hole, a page of
 *    zeros, is damage.
 * 4. The file opens locked. SQLite peeks at page 1 then, before it looks for a journal, and is answered with what is the
 *    same in every vault, whatever is there: a page 1 torn by a power cut does not keep the journal from its chance.
 * 5. The sum behind the seal follows every page that is written or cut off; the seal leaves the header before the first
 *    byte of a change reaches the file or its journal, and returns when all pages are on the disk. Each opening that changes
 *    something has a number there, which its journals bear too: a journal of an earlier one is never played back.
 * 6. The header is read and written through this handle alone: closing any other descriptor of the file would drop
 *    the locks (POSIX).
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/jal-vault-rules.h"

#define P JAL_VAULT_PAGE_SIZE
#define CONTENT (P - JAL_VAULT_SEAL_SIZE)
/* Pages gathered before they are written: what goes into one write. */
#define RUN_PAGES 15
/* SQLite's header of page 1. */
#define PEEK 100
#define AT_RESERVE 20

typedef struct
{
  guint8 bytes[16];
} PageAd;

static const guint8 zero_page[P];

static PageAd
page_ad (guint64 pgno)
{
  PageAd ad;

  memcpy (ad.bytes, "JVPAGE1", 8);
  jal_vault_put64 (ad.bytes + 8, jal_vault_rule (JAL_VAULT_RULE_BIND) ? pgno : 0);
  return ad;
}

static int
measure (JalVaultPages *file, gint64 *size)
{
  sqlite3_int64 real_size;
  int rc;

  if (file->size >= 0)
    {
      *size = file->size;
      return SQLITE_OK;
    }
  rc = file->real->pMethods->xFileSize (file->real, &real_size);
  if (rc != SQLITE_OK)
    return rc;
  *size = MAX (real_size - JAL_VAULT_HEADER_SIZE, file->claimed);
  if (file->keys != NULL)
    file->size = *size;
  return SQLITE_OK;
}

/* Reads nonce and tag of page @pgno, which the file has. */
static int
read_trailer (JalVaultPages *file, guint64 pgno, guint8 trailer[JAL_VAULT_SEAL_SIZE])
{
  gint64 offset = JAL_VAULT_HEADER_SIZE + (gint64)(pgno - 1) * P + CONTENT;
  const guint8 *waiting = jal_vault_run_find (&file->run, offset, JAL_VAULT_SEAL_SIZE);

  if (waiting == NULL)
    return file->real->pMethods->xRead (file->real, trailer, JAL_VAULT_SEAL_SIZE, offset);
  memcpy (trailer, waiting, JAL_VAULT_SEAL_SIZE);
  return SQLITE_OK;
}

static int
put_page (JalVaultPages *file, guint64 pgno, const guint8 *plain)
{
  guint8 trailer[JAL_VAULT_SEAL_SIZE];
  gboolean overwrites = (gint64)pgno * P <= file->size;
  int rc = SQLITE_OK;
  PageAd ad = page_ad (pgno);
  guint8 *to;

  /* What cannot be read cannot be taken out of the sum: the page may still be written. */
  if (overwrites && read_trailer (file, pgno, trailer) != SQLITE_OK)
    file->seal.known = FALSE;
  to = jal_vault_run_reserve (&file->run, JAL_VAULT_HEADER_SIZE + (gint64)(pgno - 1) * P, P, &rc);
  if (to == NULL)
    return rc;
  jal_vault_seal_unit (file->keys->pages, ad.bytes, sizeof ad.bytes, plain, CONTENT, to, to + CONTENT,
                       to + CONTENT + JAL_VAULT_NONCE_SIZE);
  jal_vault_ahead_changed (file->ahead, pgno, FALSE);
  jal_vault_seal_change (&file->seal, file->keys, pgno, overwrites ? trailer : NULL, to + CONTENT);
  file->size = MAX (file->size, (gint64)pgno * P);
  if (file->holes != NULL)
    g_hash_table_remove (file->holes, GUINT_TO_POINTER ((guint)pgno));
  if (file->track != NULL)
    jal_vault_track_mark (file->track, pgno);
  return SQLITE_OK;
}

gboolean
jal_vault_page_open (const guint8 key[32], guint64 pgno, const guint8 *sealed, guint8 *plain)
{
  PageAd ad = page_ad (pgno);
  gboolean good = jal_vault_open_unit (key, ad.bytes, sizeof ad.bytes, sealed, CONTENT, sealed + CONTENT,
                                       sealed + CONTENT + JAL_VAULT_NONCE_SIZE, plain);

  memset (plain + CONTENT, 0, JAL_VAULT_SEAL_SIZE);
  return good;
}

/* What is read ahead comes from the disk: not while newer pages wait to get there. */
static gboolean
read_ahead_cb (gpointer data, guint64 first, guint n, guint8 *to)
{
  JalVaultPages *file = data;

  return file->run.used == 0
         && file->real->pMethods->xRead (file->real, to, (int)(n * P), JAL_VAULT_HEADER_SIZE + (gint64)(first - 1) * P)
                == SQLITE_OK;
}

/* Reads and opens page @pgno into @plain, its trailer zeroed. */
static int
get_page (JalVaultPages *file, guint64 pgno, guint8 *plain)
{
  gint64 offset = JAL_VAULT_HEADER_SIZE + (gint64)(pgno - 1) * P;
  const guint8 *sealed = jal_vault_run_find (&file->run, offset, P);
  const guint8 *splint
      = file->splints != NULL && !file->bare ? g_hash_table_lookup (file->splints, GUINT_TO_POINTER ((guint)pgno)) : NULL;

  if (splint != NULL)
    {
      memcpy (plain, splint, P);
      return SQLITE_OK;
    }
  if (sealed == NULL)
    {
      gint64 size;
      int rc = measure (file, &size);

      if (rc == SQLITE_OK && (gint64)(pgno - 1) * P >= size)
        {
          memset (plain, 0, P);
          return SQLITE_IOERR_SHORT_READ;
        }
      if (rc == SQLITE_OK && jal_vault_ahead_take (file->ahead, file->keys, pgno, (guint64)size / P, plain))
        return SQLITE_OK;
      if (rc == SQLITE_OK)
        rc = file->real->pMethods->xRead (file->real, plain, P, offset);
      if (rc != SQLITE_OK)
        {
          memset (plain, 0, P);
          /* SQLite takes a short read for a page of zeros. A page cut short is damage. */
          return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
        }
      sealed = plain;
    }
  return jal_vault_page_open (file->keys->pages, pgno, sealed, plain) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

/* Answers a peek at the head of page 1, before there are keys, with what every vault has there. */
static int
answer_peek (JalVaultPages *file, guint8 *to, int amount, gint64 offset)
{
  guint8 head[PEEK] = { 0 };
  gint64 size;
  int rc = measure (file, &size);

  if (rc != SQLITE_OK)
    return rc;
  if (size == 0)
    {
      memset (to, 0, (gsize)amount);
      return SQLITE_IOERR_SHORT_READ;
    }
  if (!jal_vault_rule (JAL_VAULT_RULE_PEEK))
    return SQLITE_IOERR_DATA;
  head[16] = P >> 8;
  head[17] = P & 0xff;
  head[AT_RESERVE] = JAL_VAULT_SEAL_SIZE;
  memcpy (to, head + offset, (gsize)amount);
  return SQLITE_OK;
}

/* A read of less than a page, or across pages. */
static int
read_part (JalVaultPages *file, guint8 *to, int amount, gint64 offset)
{
  while (amount > 0)
    {
      int within = (int)(offset % P);
      int n = MIN (amount, P - within);
      int rc = get_page (file, (guint64)(offset / P) + 1, file->scratch);

      memcpy (to, file->scratch + within, (gsize)n);
      if (rc != SQLITE_OK)
        {
          memset (to, 0, (gsize)amount);
          return rc;
        }
      to += n;
      offset += n;
      amount -= n;
    }
  return SQLITE_OK;
}

static int
pages_read (sqlite3_file *base, void *to, int amount, sqlite3_int64 offset)
{
  JalVaultPages *file = (JalVaultPages *)base;

  if (file->keys == NULL)
    return offset + amount <= PEEK ? answer_peek (file, to, amount, offset) : SQLITE_IOERR_AUTH;
  if (amount == P && offset % P == 0)
    return get_page (file, (guint64)(offset / P) + 1, to);
  return read_part (file, to, amount, offset);
}

static int
fill_gap (JalVaultPages *file, gint64 until)
{
  int rc = SQLITE_OK;

  for (gint64 at = file->size / P * P; rc == SQLITE_OK && at < until; at += P)
    rc = put_page (file, (guint64)(at / P) + 1, zero_page);
  return rc;
}

/* Puts zeros where page @pgno should be, which never authenticate. */
static int
put_hole (JalVaultPages *file, guint64 pgno)
{
  int rc = SQLITE_OK;
  guint8 *to = jal_vault_run_reserve (&file->run, JAL_VAULT_HEADER_SIZE + (gint64)(pgno - 1) * P, P, &rc);

  if (to == NULL)
    return rc;
  memset (to, 0, P);
  jal_vault_ahead_changed (file->ahead, pgno, FALSE);
  jal_vault_seal_change (&file->seal, file->keys, pgno, NULL, to + CONTENT);
  file->size = MAX (file->size, (gint64)pgno * P);
  if (file->first_hole == 0 || pgno < file->first_hole)
    file->first_hole = pgno;
  return SQLITE_OK;
}

/* Before SQLite plays a journal back it makes the file as long as it was, with a page of zeros at its end. Sealed, it and the gap
   before it would be content that nobody wrote, where the file was cut: so they stay holes until the journal fills them. */
static int
lay_holes (JalVaultPages *file, gint64 until)
{
  int rc = SQLITE_OK;

  for (gint64 at = file->size / P * P; rc == SQLITE_OK && at < until; at += P)
    rc = put_hole (file, (guint64)(at / P) + 1);
  return rc;
}

static int
pages_write (sqlite3_file *base, const void *from, int amount, sqlite3_int64 offset)
{
  JalVaultPages *file = (JalVaultPages *)base;
  gint64 size;
  int rc;

  if (file->keys == NULL)
    return SQLITE_IOERR_AUTH;
  if (file->frozen)
    return SQLITE_READONLY;
  if (amount != P || offset % P != 0 || (offset == 0 && ((const guint8 *)from)[AT_RESERVE] != JAL_VAULT_SEAL_SIZE))
    return SQLITE_IOERR_WRITE;
  rc = jal_vault_pages_unseal (file);
  if (rc == SQLITE_OK)
    rc = measure (file, &size);
  if (rc == SQLITE_OK && file->replaying && offset >= size && memcmp (from, zero_page, P) == 0)
    return lay_holes (file, offset + P);
  if (rc == SQLITE_OK && offset > size && jal_vault_rule (JAL_VAULT_RULE_GAP))
    rc = fill_gap (file, offset);
  if (rc == SQLITE_OK)
    rc = put_page (file, (guint64)(offset / P) + 1, from);
  return rc;
}

/* What the pages from @first to @last have in the sum. */
static int
sum_up (JalVaultPages *file, guint64 first, guint64 last, guint8 sum[JAL_VAULT_SUM_SIZE])
{
  int rc = SQLITE_OK;

  memset (sum, 0, JAL_VAULT_SUM_SIZE);
  for (guint64 n = first; rc == SQLITE_OK && n <= last; n++)
    {
      guint8 trailer[JAL_VAULT_SEAL_SIZE];

      rc = read_trailer (file, n, trailer);
      if (rc == SQLITE_OK)
        jal_vault_seal_add (sum, file->keys, n, trailer);
    }
  return rc;
}

static gboolean
lies_behind (gpointer number, gpointer value, gpointer count)
{
  return GPOINTER_TO_UINT (number) > GPOINTER_TO_UINT (count);
}

/* The pages after @count have been cut off: they were worth @all, those of them that were counted @counted. */
static void
forget_pages (JalVaultPages *file, guint64 count, const guint8 *all, const guint8 *counted)
{
  for (guint i = 0; i < JAL_VAULT_SUM_SIZE; i++)
    {
      file->seal.sum[i] ^= all[i];
      file->seal.scan[i] ^= counted[i];
    }
  file->seal.scanned = MIN (file->seal.scanned, count);
  if (file->holes != NULL)
    g_hash_table_foreach_remove (file->holes, lies_behind, GUINT_TO_POINTER ((guint)count));
}

static int
pages_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  guint8 all[JAL_VAULT_SUM_SIZE], counted[JAL_VAULT_SUM_SIZE];
  guint64 count, scanned;
  gint64 old;
  JalVaultPages *file = (JalVaultPages *)base;
  gint64 end = JAL_VAULT_HEADER_SIZE + size;
  sqlite3_int64 real_size;
  int rc;

  if (file->keys == NULL)
    return SQLITE_IOERR_AUTH;
  if (file->frozen)
    return SQLITE_READONLY;
  if (size % P != 0)
    return SQLITE_IOERR_TRUNCATE;
  rc = jal_vault_pages_unseal (file);
  if (rc == SQLITE_OK)
    rc = measure (file, &old);
  if (rc != SQLITE_OK)
    return rc;
  count = (guint64)size / P;
  scanned = file->seal.scanned;
  if (sum_up (file, count + 1, (guint64)old / P, all) != SQLITE_OK || sum_up (file, count + 1, scanned, counted) != SQLITE_OK)
    file->seal.known = FALSE;
  jal_vault_run_truncate (&file->run, end);
  jal_vault_ahead_changed (file->ahead, count + 1, TRUE);
  rc = file->real->pMethods->xFileSize (file->real, &real_size);
  /* Never longer: that would make a hole. */
  if (rc == SQLITE_OK && real_size > end)
    rc = file->real->pMethods->xTruncate (file->real, end);
  if (rc == SQLITE_OK)
    {
      file->size = MIN (file->size, size);
      forget_pages (file, count, all, counted);
    }
  else
    file->seal.known = FALSE;
  return rc;
}

static int
pages_sync (sqlite3_file *base, int flags)
{
  JalVaultPages *file = (JalVaultPages *)base;
  int rc = jal_vault_rule (JAL_VAULT_RULE_FLUSH) ? jal_vault_run_flush (&file->run) : SQLITE_OK;

  return rc == SQLITE_OK ? file->real->pMethods->xSync (file->real, flags) : rc;
}

static int
pages_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  gint64 measured;
  JalVaultPages *file = (JalVaultPages *)base;
  int rc = measure (file, &measured);

  if (rc == SQLITE_OK)
    *size = file->bare ? measured : MAX (measured, file->splints_end);
  return rc;
}

static int
pages_lock (sqlite3_file *base, int level)
{
  sqlite3_file *real = ((JalVaultPages *)base)->real;

  return real->pMethods->xLock (real, level);
}

static int
pages_unlock (sqlite3_file *base, int level)
{
  sqlite3_file *real = ((JalVaultPages *)base)->real;

  return real->pMethods->xUnlock (real, level);
}

static int
pages_check_reserved_lock (sqlite3_file *base, int *out)
{
  sqlite3_file *real = ((JalVaultPages *)base)->real;

  return real->pMethods->xCheckReservedLock (real, out);
}

static int
read_header (JalVaultPages *file, JalVaultHeader *copies)
{
  return file->real->pMethods->xRead (file->real, copies, JAL_VAULT_HEADER_SIZE, 0);
}

static int
write_header (JalVaultPages *file, const JalVaultHeaderWrite *write)
{
  int rc = file->frozen ? SQLITE_READONLY : file->real->pMethods->xWrite (file->real, write->header->bytes, JAL_VAULT_HEADER_COPY,
                                         (gint64)write->copy * JAL_VAULT_HEADER_COPY);

  if (rc == SQLITE_OK && jal_vault_rule (JAL_VAULT_RULE_HEADER_SYNC))
    rc = file->real->pMethods->xSync (file->real, SQLITE_SYNC_NORMAL);
  return rc;
}

int
jal_vault_pages_update_header (JalVaultPages *file)
{
  JalVaultHeaderWrite write = { jal_vault_rule (JAL_VAULT_RULE_OTHER_COPY) ? 1 - *file->copy : *file->copy, file->header };
  int rc;

  jal_vault_header_set_generation (file->header, jal_vault_header_get_generation (file->header) + 1);
  jal_vault_header_authenticate (file->header, file->keys);
  rc = write_header (file, &write);
  if (rc == SQLITE_OK)
    *file->copy = write.copy;
  return rc;
}

int
jal_vault_pages_unseal (JalVaultPages *file)
{
  /* What is played back belongs to the session that was cut off, until all of it is. */
  gboolean begins = !file->begun && !(file->replaying && jal_vault_rule (JAL_VAULT_RULE_REPLAY));
  guint64 session;
  guint32 flags;
  int rc;

  if (file->header == NULL || !(file->seal.sealed || begins))
    return SQLITE_OK;
  flags = jal_vault_header_get_flags (file->header);
  session = jal_vault_header_get_session (file->header);
  jal_vault_header_set_flags (file->header, flags & ~JAL_VAULT_FLAG_SEALED);
  jal_vault_header_set_session (file->header, session + begins);
  rc = jal_vault_rule (JAL_VAULT_RULE_UNSEAL) ? jal_vault_pages_update_header (file) : SQLITE_OK;
  if (rc != SQLITE_OK)
    {
      jal_vault_header_set_flags (file->header, flags);
      jal_vault_header_set_session (file->header, session);
      return rc;
    }
  file->seal.sealed = FALSE;
  file->begun = file->begun || begins;
  if (file->header_changed != NULL)
    file->header_changed (file->header_data);
  return SQLITE_OK;
}

/* No page that was ever written has such a trailer: its nonce is random. */
static void
note_hole (JalVaultPages *file, guint64 pgno, const guint8 trailer[JAL_VAULT_SEAL_SIZE])
{
  if (memcmp (trailer, zero_page, JAL_VAULT_SEAL_SIZE) != 0)
    return;
  if (file->holes == NULL)
    file->holes = g_hash_table_new (NULL, NULL);
  g_hash_table_add (file->holes, GUINT_TO_POINTER ((guint)pgno));
}

int
jal_vault_pages_scan (JalVaultPages *file, guint limit, gboolean *done)
{
  JalVaultSeal *seal = &file->seal;
  gint64 size;
  int rc = measure (file, &size);

  for (; rc == SQLITE_OK && limit > 0 && (gint64)seal->scanned < size / P; limit--)
    {
      guint8 trailer[JAL_VAULT_SEAL_SIZE];

      rc = read_trailer (file, seal->scanned + 1, trailer);
      if (rc != SQLITE_OK)
        break;
      jal_vault_seal_add (seal->scan, file->keys, ++seal->scanned, trailer);
      note_hole (file, seal->scanned, trailer);
    }
  *done = rc == SQLITE_OK && (gint64)seal->scanned >= size / P;
  if (*done)
    jal_vault_seal_conclude (seal);
  return rc;
}

static gboolean
journal_is_empty (JalVaultPages *file)
{
  struct stat found;

  return stat (file->journal, &found) != 0 ? errno == ENOENT : found.st_size == 0;
}

int
jal_vault_pages_seal (JalVaultPages *file)
{
  JalVaultHeader before;
  gint64 size;
  int rc;

  if (file->seal.sealed || !file->seal.known || file->header == NULL || file->keys == NULL || !journal_is_empty (file))
    return SQLITE_OK;
  rc = jal_vault_run_flush (&file->run);
  if (rc == SQLITE_OK)
    rc = file->real->pMethods->xSync (file->real, SQLITE_SYNC_NORMAL);
  if (rc == SQLITE_OK)
    rc = measure (file, &size);
  if (rc != SQLITE_OK || size == 0)
    return rc;
  before = *file->header;
  jal_vault_seal_store (&file->seal, file->keys, file->header, (guint64)size / P);
  rc = jal_vault_pages_update_header (file);
  file->seal.sealed = rc == SQLITE_OK;
  if (rc != SQLITE_OK)
    *file->header = before;
  else if (file->header_changed != NULL)
    file->header_changed (file->header_data);
  return rc;
}

/* For backups: what waits in the run is written first, so that the disk has what the pages are. */
static int
read_sealed (JalVaultPages *file, const JalVaultSealedRead *read)
{
  int rc = jal_vault_run_flush (&file->run);

  return rc == SQLITE_OK ? file->real->pMethods->xRead (file->real, read->to, (int)(read->n * P),
                                                        JAL_VAULT_HEADER_SIZE + (gint64)(read->first - 1) * P)
                         : rc;
}

static void
set_keys (JalVaultPages *file, const JalVaultKeys *keys)
{
  jal_vault_ahead_wipe (file->ahead);
  if (keys == NULL)
    {
      file->run.used = 0;
      file->header = NULL;
      g_clear_pointer (&file->splints, g_hash_table_unref);
    }
  file->keys = keys;
  file->size = -1;
}

/* The settings that make the vault what it is cannot be changed from SQL. */
static int
answer_pragma (JalVaultPages *file, char **pragma)
{
  gint64 size;

  if (pragma[2] == NULL)
    return SQLITE_NOTFOUND;
  if (g_ascii_strcasecmp (pragma[1], "page_size") == 0)
    return measure (file, &size) == SQLITE_OK && size > 0 ? SQLITE_OK : SQLITE_NOTFOUND;
  /* What is not written needs none on the disk. */
  if (g_ascii_strcasecmp (pragma[1], "journal_mode") == 0 && file->frozen && g_ascii_strcasecmp (pragma[2], "memory") == 0)
    return SQLITE_NOTFOUND;
  if (g_ascii_strcasecmp (pragma[1], "journal_mode") == 0 && g_ascii_strcasecmp (pragma[2], "truncate") != 0)
    {
      pragma[0] = sqlite3_mprintf ("a vault keeps its rollback journal");
      return SQLITE_ERROR;
    }
  return SQLITE_NOTFOUND;
}

static int
pages_file_control (sqlite3_file *base, int op, void *argument)
{
  JalVaultPages *file = (JalVaultPages *)base;

  switch (op)
    {
    case JAL_VAULT_FCNTL_READ_HEADER:
      return read_header (file, argument);
    case JAL_VAULT_FCNTL_WRITE_HEADER:
      return write_header (file, argument);
    case JAL_VAULT_FCNTL_SET_KEYS:
      set_keys (file, argument);
      return SQLITE_OK;
    case JAL_VAULT_FCNTL_GET_PAGES:
      *(JalVaultPages **)argument = file;
      return SQLITE_OK;
    case JAL_VAULT_FCNTL_CLAIM:
      return file->real->pMethods->xLock (file->real, SQLITE_LOCK_SHARED);
    case JAL_VAULT_FCNTL_TRACK:
      file->track = argument;
      return SQLITE_OK;
    case JAL_VAULT_FCNTL_READ_SEALED:
      return read_sealed (file, argument);
    case SQLITE_FCNTL_PRAGMA:
      return answer_pragma (file, argument);
    case SQLITE_FCNTL_SIZE_HINT:
    case SQLITE_FCNTL_CHUNK_SIZE:
    case SQLITE_FCNTL_MMAP_SIZE:
      /* Any of these would put something into the file that is not sealed, or read it around us. */
      return SQLITE_OK;
    default:
      return file->real->pMethods->xFileControl (file->real, op, argument);
    }
}

static int
pages_sector_size (sqlite3_file *base)
{
  sqlite3_file *real = ((JalVaultPages *)base)->real;

  return real->pMethods->xSectorSize (real);
}

static int
pages_device_characteristics (sqlite3_file *base)
{
  sqlite3_file *real = ((JalVaultPages *)base)->real;

  /* Nothing is atomic here: neither a write nor its order. */
  return real->pMethods->xDeviceCharacteristics (real)
         & (SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN);
}

/* One file remains of a closed vault. Done before the lock goes: later the journal might be another program's. */
static void
remove_empty_journal (JalVaultPages *file)
{
  struct stat found;

  if (file->keys != NULL && stat (file->journal, &found) == 0 && found.st_size == 0)
    file->below->xDelete (file->below, file->journal, 0);
}

static int
pages_close (sqlite3_file *base)
{
  JalVaultPages *file = (JalVaultPages *)base;
  int rc = file->keys != NULL ? jal_vault_run_flush (&file->run) : SQLITE_OK;
  int closed;

  if (file->own_header != NULL && rc == SQLITE_OK)
    rc = jal_vault_pages_seal (file);
  g_free (file->own_header);
  g_clear_pointer (&file->splints, g_hash_table_unref);
  g_clear_pointer (&file->holes, g_hash_table_unref);
  jal_vault_ahead_free (file->ahead);
  remove_empty_journal (file);
  closed = file->real->pMethods->xClose (file->real);
  sqlite3_free (file->real);
  sqlite3_free (file->scratch);
  sqlite3_free (file->journal);
  jal_vault_run_clear (&file->run);
  return rc == SQLITE_OK ? closed : rc;
}

static const sqlite3_io_methods pages_methods = {
  .iVersion = 1,
  .xClose = pages_close,
  .xRead = pages_read,
  .xWrite = pages_write,
  .xTruncate = pages_truncate,
  .xSync = pages_sync,
  .xFileSize = pages_file_size,
  .xLock = pages_lock,
  .xUnlock = pages_unlock,
  .xCheckReservedLock = pages_check_reserved_lock,
  .xFileControl = pages_file_control,
  .xSectorSize = pages_sector_size,
  .xDeviceCharacteristics = pages_device_characteristics,
};

gboolean
jal_vault_is_pages (sqlite3_file *file)
{
  return file != NULL && file->pMethods == &pages_methods;
}

int
jal_vault_pages_init (JalVaultPages *file, sqlite3_file *real, sqlite3_vfs *below, const char *path)
{
  file->scratch = sqlite3_malloc (P);
  file->journal = sqlite3_mprintf ("%s-journal", path);
  if (file->scratch == NULL || file->journal == NULL || !jal_vault_run_init (&file->run, real, RUN_PAGES * P))
    {
      sqlite3_free (file->scratch);
      sqlite3_free (file->journal);
      return SQLITE_NOMEM;
    }
  file->real = real;
  file->ahead = jal_vault_ahead_new (read_ahead_cb, file);
  file->below = below;
  file->size = -1;
  file->base.pMethods = &pages_methods;
  return SQLITE_OK;
}
