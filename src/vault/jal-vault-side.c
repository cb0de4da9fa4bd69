/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Side files: what SQLite writes beside the vault, sealed without knowing what it is.
 *
 *   0         8      12          16          32
 *   | JVSIDE1 | kind | slot size | file id   | slot 0 | slot 1 | …         slot: nonce[24] | ciphertext | tag[16]
 *
 * 1. A file gets a new random id, and by it a new key, whenever it begins to grow from nothing. A journal's begins with the
 *    number of the session, so that the key depends on it.
 * 2. A slot is bound to its number and its length.
 * 3. A journal slot is as large as the sector SQLite reckons with (512), and one that reached the disk is not written
 *    again, except the one that holds a segment's head: SQLite does not yet rely on it then. So a torn write harms
 *    nothing that was synced.
 * 4. A journal slot that does not authenticate reads as zeros: the torn tail of a journal is what every power cut
 *    leaves, and SQLite's own checksums end it there. In any other file it is an error.
 * 5. There are no holes: writing past the end fills up with sealed zeros.
 * 6. A journal write is on its way to the disk when it returns, or has not happened.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-file.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "vault/jal-vault-rules.h"

#define MAGIC "JVSIDE1"
#define HEAD 32
#define JOURNAL_SLOT 512
#define TEMP_SLOT 4096
#define RUN_BYTES (120 * 1024)
#define AD_SIZE 24

static gint64
slot_offset (const JalVaultSide *file, gint64 slot)
{
  return HEAD + slot * (gint64)(file->slot_size + JAL_VAULT_SEAL_SIZE);
}

/* Bytes of content a file of @real_size bytes holds. */
static gint64
content_size (const JalVaultSide *file, gint64 real_size)
{
  gint64 unit = (gint64)(file->slot_size + JAL_VAULT_SEAL_SIZE);
  gint64 rest;

  if (real_size <= HEAD)
    return 0;
  rest = (real_size - HEAD) % unit - JAL_VAULT_SEAL_SIZE;
  return (real_size - HEAD) / unit * (gint64)file->slot_size + MAX (rest, 0);
}

static gsize
slot_length (const JalVaultSide *file, gint64 slot)
{
  gint64 length = file->size - slot * (gint64)file->slot_size;

  return (gsize)CLAMP (length, 0, (gint64)file->slot_size);
}

static void
fill_ad (guint8 ad[AD_SIZE], gint64 slot, gsize length)
{
  memcpy (ad, "JVSLOT1", 8);
  jal_vault_put64 (ad + 8, (guint64)slot);
  jal_vault_put64 (ad + 16, length);
}

static int
derive_key (JalVaultSide *file)
{
  if (file->key == NULL)
    file->key = jal_vault_locked_alloc (32);
  if (file->key == NULL)
    return SQLITE_NOMEM;
  crypto_generichash (file->key, 32, file->file_id, sizeof file->file_id, file->key_base, 32);
  return SQLITE_OK;
}

static void
forget_slots (JalVaultSide *file)
{
  file->current = -1;
  file->seen = -1;
  file->dirty = FALSE;
}

/* Empties the file and forgets its key. */
static int
reset (JalVaultSide *file)
{
  jal_vault_run_truncate (&file->run, 0);
  forget_slots (file);
  sodium_free (file->key);
  file->key = NULL;
  file->size = 0;
  return file->real->pMethods->xTruncate (file->real, 0);
}

/* Gives an empty file its identity. */
static int
begin (JalVaultSide *file)
{
  int rc = SQLITE_OK;
  guint8 *head = jal_vault_run_reserve (&file->run, 0, HEAD, &rc);

  if (head == NULL)
    return rc;
  if (jal_vault_rule (JAL_VAULT_RULE_FRESH_ID))
    randombytes_buf (file->file_id, sizeof file->file_id);
  if (file->of != NULL && file->of->header != NULL)
    jal_vault_put64 (file->file_id, jal_vault_header_get_session (file->of->header));
  memcpy (head, MAGIC, 8);
  jal_vault_put32 (head + 8, file->kind);
  jal_vault_put32 (head + 12, (guint32)file->slot_size);
  memcpy (head + 16, file->file_id, sizeof file->file_id);
  return derive_key (file);
}

/* Puts the slot being written into the run. */
static int
seal_current (JalVaultSide *file)
{
  guint8 ad[AD_SIZE];
  gsize length = file->current_length;
  int rc = SQLITE_OK;
  guint8 *to;

  if (!file->dirty)
    return SQLITE_OK;
  if (file->kind == JAL_VAULT_SIDE_JOURNAL && jal_vault_rule (JAL_VAULT_RULE_PADDING))
    {
      memset (file->slot + length, 0, file->slot_size - length);
      length = file->slot_size;
      /* The padding counts: what comes next begins in the next slot, or rule 3 would be broken for this one. */
      file->current_length = length;
      file->size = MAX (file->size, (file->current + 1) * (gint64)length);
    }
  to = jal_vault_run_reserve (&file->run, slot_offset (file, file->current), length + JAL_VAULT_SEAL_SIZE, &rc);
  if (to == NULL)
    return rc;
  fill_ad (ad, file->current, length);
  jal_vault_seal_unit (file->key, ad, sizeof ad, file->slot, length, to + JAL_VAULT_NONCE_SIZE, to,
                       to + JAL_VAULT_NONCE_SIZE + length);
  file->dirty = FALSE;
  return SQLITE_OK;
}

/* Reads slot @slot, of @length bytes on disk, into @plain. */
static int
open_slot (JalVaultSide *file, gint64 slot, gsize length, guint8 *plain)
{
  guint8 buffer[TEMP_SLOT + JAL_VAULT_SEAL_SIZE];
  guint8 ad[AD_SIZE];
  gsize total = length + JAL_VAULT_SEAL_SIZE;
  const guint8 *sealed = jal_vault_run_find (&file->run, slot_offset (file, slot), total);
  int rc = SQLITE_OK;

  if (sealed == NULL)
    {
      rc = file->real->pMethods->xRead (file->real, buffer, (int)total, slot_offset (file, slot));
      sealed = buffer;
    }
  fill_ad (ad, slot, length);
  if (rc == SQLITE_OK && file->key != NULL
      && jal_vault_open_unit (file->key, ad, sizeof ad, sealed + JAL_VAULT_NONCE_SIZE, length, sealed,
                              sealed + JAL_VAULT_NONCE_SIZE + length, plain))
    return SQLITE_OK;
  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return rc;
  memset (plain, 0, length);
  return file->kind == JAL_VAULT_SIDE_JOURNAL && jal_vault_rule (JAL_VAULT_RULE_TORN_TAIL) ? SQLITE_OK
                                                                                           : SQLITE_IOERR_DATA;
}

/* How many bytes of @slot there are on the disk or in the run. */
static gsize
stored_length (const JalVaultSide *file, gint64 slot)
{
  gsize length = slot_length (file, slot);

  if (file->kind == JAL_VAULT_SIDE_JOURNAL && jal_vault_rule (JAL_VAULT_RULE_PADDING) && length > 0)
    return file->slot_size;
  return length;
}

static int
make_current (JalVaultSide *file, gint64 slot, gboolean overwritten)
{
  gsize length;
  int rc;

  if (file->current == slot)
    return SQLITE_OK;
  rc = seal_current (file);
  if (rc != SQLITE_OK)
    return rc;
  file->current = -1;
  length = slot_length (file, slot);
  if (length > 0 && !overwritten)
    rc = open_slot (file, slot, stored_length (file, slot), file->slot);
  if (rc != SQLITE_OK)
    return rc;
  if (file->seen == slot)
    file->seen = -1;
  file->current = slot;
  file->current_length = length;
  return SQLITE_OK;
}

static int
write_bytes (JalVaultSide *file, const guint8 *from, gint64 amount, gint64 offset)
{
  while (amount > 0)
    {
      gint64 slot = offset / (gint64)file->slot_size;
      gsize within = (gsize)(offset % (gint64)file->slot_size);
      gsize n = (gsize)MIN (amount, (gint64)(file->slot_size - within));
      int rc = make_current (file, slot, within == 0 && n >= slot_length (file, slot));

      if (rc != SQLITE_OK)
        return rc;
      if (from != NULL)
        memcpy (file->slot + within, from, n);
      else
        memset (file->slot + within, 0, n);
      file->current_length = MAX (file->current_length, within + n);
      file->dirty = TRUE;
      from = from != NULL ? from + n : NULL;
      offset += (gint64)n;
      amount -= (gint64)n;
      file->size = MAX (file->size, offset);
    }
  return SQLITE_OK;
}

static int
write_at (JalVaultSide *file, const guint8 *from, gint64 amount, gint64 offset)
{
  int rc = SQLITE_OK;

  /* A leftover that SQLite found not worth replaying is about to be overwritten: it goes entirely. */
  if (!file->fresh && offset == 0)
    rc = reset (file);
  file->fresh = TRUE;
  if (rc == SQLITE_OK && file->key == NULL)
    rc = begin (file);
  if (rc == SQLITE_OK && offset > file->size && jal_vault_rule (JAL_VAULT_RULE_ZERO_FILL))
    rc = write_bytes (file, NULL, offset - file->size, file->size);
  if (rc == SQLITE_OK)
    rc = write_bytes (file, from, amount, offset);
  return rc;
}

/* Takes back a write that failed: only what was told to be written is there. */
static void
undo_write (JalVaultSide *file, gint64 old_size)
{
  file->run.used = 0;
  forget_slots (file);
  file->size = old_size;
  if (old_size == 0)
    {
      sodium_free (file->key);
      file->key = NULL;
    }
}

static int
side_write (sqlite3_file *base, const void *from, int amount, sqlite3_int64 offset)
{
  JalVaultSide *file = (JalVaultSide *)base;
  gint64 old_size = file->size;
  /* Rule of the seal: a journal beside a sealed vault is never ours. */
  int rc = file->of != NULL ? jal_vault_pages_unseal (file->of) : SQLITE_OK;

  if (rc != SQLITE_OK)
    return rc;
  rc = write_at (file, from, amount, offset);

  if (file->kind != JAL_VAULT_SIDE_JOURNAL || !jal_vault_rule (JAL_VAULT_RULE_AT_ONCE))
    return rc;
  /* SQLite counts on a journal to hold exactly the writes that did not fail, and goes on to use it on a full disk: so
     nothing waits here. */
  if (rc == SQLITE_OK)
    rc = seal_current (file);
  if (rc == SQLITE_OK)
    rc = jal_vault_run_flush (&file->run);
  if (rc != SQLITE_OK)
    undo_write (file, old_size);
  return rc;
}

/* Returns the content of @slot, or NULL with @rc set. */
static const guint8 *
look_at (JalVaultSide *file, gint64 slot, int *rc)
{
  if (file->current == slot)
    return file->slot;
  if (file->seen != slot)
    {
      file->seen = -1;
      *rc = open_slot (file, slot, stored_length (file, slot), file->seen_slot);
      if (*rc != SQLITE_OK)
        return NULL;
      file->seen = slot;
    }
  return file->seen_slot;
}

static int
side_read (sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset)
{
  JalVaultSide *file = (JalVaultSide *)base;
  guint8 *to = buffer;

  while (amount > 0 && offset < file->size)
    {
      gint64 slot = offset / (gint64)file->slot_size;
      gsize within = (gsize)(offset % (gint64)file->slot_size);
      int n = (int)MIN (amount, (gint64)(slot_length (file, slot) - within));
      int rc = SQLITE_OK;
      const guint8 *plain = look_at (file, slot, &rc);

      if (plain == NULL)
        return rc;
      memcpy (to, plain + within, (gsize)n);
      to += n;
      offset += n;
      amount -= n;
    }
  if (amount <= 0)
    return SQLITE_OK;
  memset (to, 0, (gsize)amount);
  return SQLITE_IOERR_SHORT_READ;
}

static int
side_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  JalVaultSide *file = (JalVaultSide *)base;
  gint64 slot = size / (gint64)file->slot_size;
  gsize rest = (gsize)(size % (gint64)file->slot_size);
  gint64 end = slot_offset (file, slot);
  sqlite3_int64 real_size;
  int rc = SQLITE_OK;

  file->fresh = TRUE;
  if (size >= file->size)
    return SQLITE_OK;
  if (size == 0)
    return reset (file);
  if (rest > 0)
    rc = make_current (file, slot, FALSE);
  else
    rc = seal_current (file);
  if (rc != SQLITE_OK)
    return rc;
  if (rest > 0)
    {
      file->current_length = rest;
      file->dirty = TRUE;
    }
  else if (file->current >= slot)
    forget_slots (file);
  file->seen = -1;
  file->size = size;
  jal_vault_run_truncate (&file->run, end);
  rc = file->real->pMethods->xFileSize (file->real, &real_size);
  if (rc == SQLITE_OK && real_size > end)
    rc = file->real->pMethods->xTruncate (file->real, end);
  return rc;
}

static int
side_sync (sqlite3_file *base, int flags)
{
  JalVaultSide *file = (JalVaultSide *)base;
  int rc = seal_current (file);

  if (rc == SQLITE_OK)
    rc = jal_vault_run_flush (&file->run);
  return rc == SQLITE_OK ? file->real->pMethods->xSync (file->real, flags) : rc;
}

static int
side_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = ((JalVaultSide *)base)->size;
  return SQLITE_OK;
}

static int
side_lock (sqlite3_file *base, int level)
{
  return SQLITE_OK;
}

static int
side_check_reserved_lock (sqlite3_file *base, int *out)
{
  *out = 0;
  return SQLITE_OK;
}

static int
side_file_control (sqlite3_file *base, int op, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
side_sector_size (sqlite3_file *base)
{
  sqlite3_file *real = ((JalVaultSide *)base)->real;

  return real->pMethods->xSectorSize (real);
}

static int
side_device_characteristics (sqlite3_file *base)
{
  sqlite3_file *real = ((JalVaultSide *)base)->real;

  return real->pMethods->xDeviceCharacteristics (real)
         & (SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN);
}

static int
side_close (sqlite3_file *base)
{
  JalVaultSide *file = (JalVaultSide *)base;
  int rc;

  /* What was not synced is not needed: SQLite syncs what it relies on. */
  rc = file->real->pMethods->xClose (file->real);
  sqlite3_free (file->real);
  g_free (file->path);
  sqlite3_free (file->slot);
  sqlite3_free (file->seen_slot);
  sodium_free (file->key);
  jal_vault_run_clear (&file->run);
  return rc;
}

static const sqlite3_io_methods side_methods = {
  .iVersion = 1,
  .xClose = side_close,
  .xRead = side_read,
  .xWrite = side_write,
  .xTruncate = side_truncate,
  .xSync = side_sync,
  .xFileSize = side_file_size,
  .xLock = side_lock,
  .xUnlock = side_lock,
  .xCheckReservedLock = side_check_reserved_lock,
  .xFileControl = side_file_control,
  .xSectorSize = side_sector_size,
  .xDeviceCharacteristics = side_device_characteristics,
};

/* Takes up a file that is already there: the journal of a crash. A head that is not ours leaves it without a key. */
static int
adopt (JalVaultSide *file)
{
  guint8 head[HEAD];
  sqlite3_int64 real_size;
  int rc = file->real->pMethods->xFileSize (file->real, &real_size);

  if (rc != SQLITE_OK || real_size < HEAD)
    return rc;
  file->size = content_size (file, real_size);
  rc = file->real->pMethods->xRead (file->real, head, HEAD, 0);
  if (rc != SQLITE_OK)
    return rc;
  if (memcmp (head, MAGIC, 8) != 0 || jal_vault_get32 (head + 8) != file->kind
      || jal_vault_get32 (head + 12) != file->slot_size)
    return SQLITE_OK;
  memcpy (file->file_id, head + 16, sizeof file->file_id);
  return derive_key (file);
}

gboolean
jal_vault_side_read_session (const char *path, guint64 *session)
{
  guint8 head[HEAD];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  gboolean read_all = fd >= 0 && read (fd, head, sizeof head) == sizeof head;

  if (fd >= 0)
    close (fd);
  if (!read_all || memcmp (head, MAGIC, 8) != 0 || jal_vault_get32 (head + 8) != JAL_VAULT_SIDE_JOURNAL)
    return FALSE;
  *session = jal_vault_get64 (head + 16);
  return TRUE;
}

int
jal_vault_side_init (JalVaultSide *file, sqlite3_file *real, JalVaultSideKind kind, const guint8 *key_base)
{
  int rc;

  file->real = real;
  file->kind = kind;
  file->key_base = key_base;
  file->slot_size = kind == JAL_VAULT_SIDE_JOURNAL && jal_vault_rule (JAL_VAULT_RULE_SECTOR_SLOT) ? JOURNAL_SLOT
                                                                                                  : TEMP_SLOT;
  file->slot = sqlite3_malloc64 (file->slot_size);
  file->seen_slot = sqlite3_malloc64 (file->slot_size);
  forget_slots (file);
  if (!jal_vault_run_init (&file->run, real, RUN_BYTES) || file->slot == NULL || file->seen_slot == NULL)
    rc = SQLITE_NOMEM;
  else
    rc = adopt (file);
  if (rc != SQLITE_OK)
    {
      sqlite3_free (file->slot);
      sqlite3_free (file->seen_slot);
      sodium_free (file->key);
      jal_vault_run_clear (&file->run);
      memset (file, 0, sizeof *file);
      return rc;
    }
  file->base.pMethods = &side_methods;
  return SQLITE_OK;
}
