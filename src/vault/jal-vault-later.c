/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the vault itself cannot take: while it is damaged and only read, what is looked at and copied out is written here.
 *
 *   0         8              24    32
 *   | JVLATE1 | vault id[16] | 0 | record | record | …     record: LE32 n | nonce[24] | ciphertext[n] | tag[16]
 *
 * 1. A record is bound to the vault, to its number, to its length and to the seal of the one before: none can be changed, taken
 *    out, exchanged or put elsewhere. That the last ones are cut off is seen by the computer that wrote them: it remembers how many
 *    there are and the seal of the last one (jal-vault-seen.c). Another computer cannot know.
 * 2. A record is on the disk before what it speaks of has left.
 * 3. Whatever is not whole is kept under another name, and said: a torn end is what a power cut leaves, and may be more.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-later.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-seen.h"

#define MAGIC "JVLATE1"
#define HEAD 32
#define NONCE 24
#define TAG JAL_VAULT_LATER_TAG
#define FRAME (4 + NONCE + TAG)
#define MAX_RECORD ((guint32)16 << 20)
#define MAX_FILE ((gsize)1 << 30)
#define AD_SIZE (8 + 16 + 8 + 4 + TAG)

static char *
get_path (JalVault *vault)
{
  return g_strconcat (vault->path, "-record", NULL);
}

static void
fill_head (JalVault *vault, guint8 head[HEAD])
{
  memset (head, 0, HEAD);
  memcpy (head, MAGIC, 8);
  jal_vault_header_get_id (&vault->header, head + 8);
}

static void
fill_ad (const guint8 head[HEAD], guint64 number, guint32 length, const guint8 before[TAG], guint8 ad[AD_SIZE])
{
  memcpy (ad, head, 24);
  jal_vault_put64 (ad + 24, number);
  jal_vault_put32 (ad + 32, length);
  memcpy (ad + 36, before, TAG);
}

static void
free_wiped (gpointer data)
{
  GByteArray *bytes = data;

  sodium_memzero (bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

static GBytes *
open_record (const guint8 *key, const guint8 *head, guint64 number, const guint8 *at, guint32 length, const guint8 *before)
{
  GByteArray *plain = g_byte_array_sized_new (MAX (length, 1));
  guint8 ad[AD_SIZE];

  g_byte_array_set_size (plain, length);
  fill_ad (head, number, length, before, ad);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain->data, NULL, NULL, at + 4 + NONCE, (guint64)length + TAG, ad, sizeof ad,
                                                  at + 4, key)
      == 0)
    return g_bytes_new_with_free_func (plain->data, length, free_wiped, plain);
  free_wiped (plain);
  return NULL;
}

/* Returns how many bytes of @content are a whole list. */
static gsize
parse (JalVault *vault, const guint8 *key, const guint8 *content, gsize length, JalVaultLater *later)
{
  guint8 head[HEAD];
  gsize at = HEAD;

  fill_head (vault, head);
  if (length < HEAD || memcmp (content, head, HEAD) != 0)
    return 0;
  while (length - at > FRAME)
    {
      guint32 n = jal_vault_get32 (content + at);
      GBytes *record;

      if (n > MAX_RECORD || n > length - at - FRAME)
        break;
      record = open_record (key, head, later->records->len, content + at, n, later->tag);
      if (record == NULL)
        break;
      g_ptr_array_add (later->records, record);
      at += FRAME + n;
      memcpy (later->tag, content + at - TAG, TAG);
      g_byte_array_append (later->tags, later->tag, TAG);
    }
  return at;
}

static gboolean
fail (GError **error)
{
  int why = errno;

  jal_vault_set_error (error, why == ENOSPC || why == EDQUOT ? JAL_VAULT_ERROR_DISK_FULL : JAL_VAULT_ERROR_READ_ONLY);
  return FALSE;
}

/* The whole file anew, in one step. */
static gboolean
write_all (JalVault *vault, const GByteArray *bytes, GError **error)
{
  g_autofree char *path = get_path (vault);

  if (!g_file_set_contents_full (path, (const char *)bytes->data, bytes->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL))
    return fail (error);
  return jal_vault_sync_folder (path, error);
}

/* Behind the @offset bytes that are there. */
static gboolean
write_behind (JalVault *vault, const GByteArray *bytes, gsize offset, GError **error)
{
  g_autofree char *path = get_path (vault);
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean done = fd >= 0;

  for (gsize at = 0; done && at < bytes->len;)
    {
      gssize n = pwrite (fd, bytes->data + at, bytes->len - at, (off_t)(offset + at));

      if (n < 0 && errno == EINTR)
        continue;
      done = n > 0;
      at += done ? (gsize)n : 0;
    }
  done = done && fsync (fd) == 0;
  if (!done)
    {
      fail (error);
      /* What was written in part is no record. */
      if (fd >= 0 && ftruncate (fd, (off_t)offset) != 0)
        g_debug ("a part of a record stays behind");
    }
  if (fd >= 0)
    close (fd);
  return done;
}

/* Returns (transfer full): @records sealed behind the one whose seal is @tag, which moves on; with the head when the file begins. */
static GByteArray *
seal_all (JalVault *vault, const guint8 *key, GPtrArray *records, gboolean begins, guint64 first, guint8 tag[TAG])
{
  GByteArray *out = g_byte_array_new ();
  guint8 head[HEAD], ad[AD_SIZE];

  fill_head (vault, head);
  if (begins)
    g_byte_array_append (out, head, HEAD);
  for (guint i = 0; i < records->len; i++)
    {
      gsize n;
      const guint8 *bytes = g_bytes_get_data (records->pdata[i], &n);
      guint at = out->len;
      guint64 sealed = 0;

      g_byte_array_set_size (out, (guint)(at + FRAME + n));
      jal_vault_put32 (out->data + at, (guint32)n);
      randombytes_buf (out->data + at + 4, NONCE);
      fill_ad (head, first + i, (guint32)n, tag, ad);
      crypto_aead_xchacha20poly1305_ietf_encrypt (out->data + at + 4 + NONCE, (unsigned long long *)&sealed, bytes, n, ad,
                                                  sizeof ad, NULL, out->data + at + 4, key);
      memcpy (tag, out->data + out->len - TAG, TAG);
    }
  return out;
}

/* A second name where the disk knows such, so that nothing is without one for a moment. */
static gboolean
set_aside (JalVault *vault, GError **error)
{
  g_autofree char *path = get_path (vault);

  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s-foreign-%u", path, i);

      if (g_file_test (aside, G_FILE_TEST_EXISTS))
        continue;
      if (link (path, aside) == 0 || g_rename (path, aside) == 0)
        return TRUE;
      break;
    }
  return fail (error);
}

/* Puts aside what is not whole and keeps the rest. */
static gboolean
mend (JalVault *vault, const guint8 *key, JalVaultLater *later, gsize *length, GError **error)
{
  g_autoptr (GByteArray) whole = NULL;

  memset (later->tag, 0, TAG);
  whole = seal_all (vault, key, later->records, TRUE, 0, later->tag);
  *length = whole->len;
  if (!set_aside (vault, error) || !write_all (vault, whole, error))
    return FALSE;
  jal_vault_seen_note_later (&vault->header, vault->keys, later->records->len, later->tag);
  return TRUE;
}

/* A pipe must not be waited for, and what it was is looked at before it is read. */
static gboolean
read_file (const char *path, char **content, gsize *length)
{
  GStatBuf found;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean done = fd >= 0 && fstat (fd, &found) == 0 && S_ISREG (found.st_mode) && (gsize)found.st_size <= MAX_FILE;

  *content = done ? g_malloc ((gsize)found.st_size + 1) : NULL;
  *length = 0;
  while (done && *length < (gsize)found.st_size)
    {
      gssize n = read (fd, *content + *length, (gsize)found.st_size - *length);

      if (n < 0 && errno == EINTR)
        continue;
      done = n > 0;
      *length += done ? (gsize)n : 0;
    }
  if (fd >= 0)
    close (fd);
  return done;
}

/* Whether this computer wrote more than is there. */
static gboolean
is_cut (JalVault *vault, const JalVaultLater *later)
{
  guint8 tag[TAG];
  guint32 count = jal_vault_seen_get_later (&vault->header, vault->keys, tag);

  return count > 0 && (later->records->len < count || memcmp (later->tags->data + (gsize)(count - 1) * TAG, tag, TAG) != 0);
}

/* Without @mends nothing is changed on the disk. */
static JalVaultLater *
read_with (JalVault *vault, const guint8 *key, gboolean mends, gsize *length, GError **error)
{
  g_autoptr (JalVaultLater) later = g_new0 (JalVaultLater, 1);
  g_autofree char *path = get_path (vault), *content = NULL;
  gboolean whole;
  GStatBuf found;

  later->records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  later->tags = g_byte_array_new ();
  *length = 0;
  if (g_lstat (path, &found) != 0)
    whole = TRUE;
  else if (!S_ISREG (found.st_mode) || (gsize)found.st_size > MAX_FILE)
    whole = FALSE;
  else if (!read_file (path, &content, length))
    {
      fail (error);
      return NULL;
    }
  else
    whole = parse (vault, key, (const guint8 *)content, *length, later) == *length;
  later->cut = is_cut (vault, later);
  later->broken = !whole;
  if (!whole && mends && !mend (vault, key, later, length, error))
    return NULL;
  return g_steal_pointer (&later);
}

static guint8 *
new_key (JalVault *vault, GError **error)
{
  guint8 *key = jal_vault_locked_alloc (JAL_VAULT_KEY_SIZE);

  if (key != NULL && jal_vault_keys_derive (vault->keys, JAL_VAULT_SUBKEY_LATER, key))
    return key;
  sodium_free (key);
  jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
  return NULL;
}

gboolean
jal_vault_later_exists (JalVault *vault)
{
  g_autofree char *path = get_path (vault);
  GStatBuf found;

  return g_lstat (path, &found) == 0;
}

static JalVaultLater *
read_later (JalVault *vault, gboolean mends, GError **error)
{
  guint8 *key = new_key (vault, error);
  JalVaultLater *later;
  gsize length;

  if (key == NULL)
    return NULL;
  later = read_with (vault, key, mends, &length, error);
  sodium_free (key);
  return later;
}

JalVaultLater *
jal_vault_later_read (JalVault *vault, GError **error)
{
  return read_later (vault, TRUE, error);
}

JalVaultLater *
jal_vault_later_peek (JalVault *vault, GError **error)
{
  return read_later (vault, FALSE, error);
}

gboolean
jal_vault_later_is_remembered (JalVault *vault, guint8 tag[JAL_VAULT_LATER_TAG])
{
  return jal_vault_seen_get_later (&vault->header, vault->keys, tag) > 0;
}

void
jal_vault_later_forget (JalVault *vault)
{
  guint8 tag[TAG];

  if (jal_vault_later_is_remembered (vault, tag))
    jal_vault_seen_note_later (&vault->header, vault->keys, 0, NULL);
}

void
jal_vault_later_free (JalVaultLater *later)
{
  if (later == NULL)
    return;
  g_ptr_array_unref (later->records);
  g_byte_array_unref (later->tags);
  g_free (later);
}

gboolean
jal_vault_later_append (JalVault *vault, GPtrArray *records, GError **error)
{
  g_autoptr (JalVaultLater) later = NULL;
  g_autoptr (GByteArray) sealed = NULL;
  guint8 *key = new_key (vault, error);
  gsize length = 0;
  gboolean done = FALSE;

  if (key == NULL)
    return FALSE;
  later = read_with (vault, key, TRUE, &length, error);
  if (later != NULL)
    {
      sealed = seal_all (vault, key, records, length == 0, later->records->len, later->tag);
      done = length == 0 ? write_all (vault, sealed, error) : write_behind (vault, sealed, length, error);
      if (done)
        jal_vault_seen_note_later (&vault->header, vault->keys, later->records->len + records->len, later->tag);
    }
  sodium_free (key);
  return done;
}

gboolean
jal_vault_later_remove (JalVault *vault, GError **error)
{
  g_autofree char *path = get_path (vault);

  if (g_unlink (path) != 0 && errno != ENOENT)
    return fail (error);
  return jal_vault_sync_folder (path, error);
}
