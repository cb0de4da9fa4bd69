/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file $XDG_STATE_HOME/jalada/seen/<vault id in hex>, 128 bytes:
 *
 *   0         8              24           32             40     72      76      80        96          128
 *   | JVSEEN1 | vault id[16] | generation | seal counter | seal | flags | count | tag[16] | keyed BLAKE2b over 0…95 |
 *
 * count and tag are those of the records beside the vault, see jal-vault-later.c; zeros when there are none.
 *
 * It tells no more than the vault's own header, and is of no use without the vault's key: who does not have it can only
 * delete it. It is written after the header it speaks of is on the disk, so it never knows more than there is.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-seen.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define MAGIC "JVSEEN1"
#define SIZE 128

enum
{
  AT_ID = 8,
  AT_GENERATION = 24,
  AT_COUNTER = 32,
  AT_SEAL = 40,
  AT_FLAGS = 72,
  AT_LATER = 76,
  AT_LATER_TAG = 80,
  AT_MAC = 96,
};

static char *
get_path (const JalVaultHeader *header)
{
  guint8 id[JAL_VAULT_ID_SIZE];
  char hex[2 * JAL_VAULT_ID_SIZE + 1];

  jal_vault_header_get_id (header, id);
  sodium_bin2hex (hex, sizeof hex, id, sizeof id);
  return g_build_filename (g_get_user_state_dir (), "jalada", "seen", hex, NULL);
}

static void
compute_mac (const guint8 *record, const JalVaultKeys *keys, guint8 mac[32])
{
  crypto_generichash (mac, 32, record, AT_MAC, keys->seal, sizeof keys->seal);
}

/* What is remembered; FALSE when nothing is, or it does not authenticate. */
static gboolean
read_record (const JalVaultHeader *header, const JalVaultKeys *keys, guint8 record[SIZE])
{
  g_autofree char *path = get_path (header);
  g_autofree char *content = NULL;
  guint8 id[JAL_VAULT_ID_SIZE], mac[32];
  gsize length;

  if (!g_file_get_contents (path, &content, &length, NULL) || length != SIZE)
    return FALSE;
  memcpy (record, content, SIZE);
  jal_vault_header_get_id (header, id);
  compute_mac (record, keys, mac);
  return memcmp (record, MAGIC, 8) == 0 && memcmp (record + AT_ID, id, sizeof id) == 0
         && sodium_memcmp (record + AT_MAC, mac, sizeof mac) == 0;
}

static void
write_record (const JalVaultHeader *header, const JalVaultKeys *keys, guint8 record[SIZE])
{
  g_autofree char *path = get_path (header);
  g_autofree char *folder = g_path_get_dirname (path);

  compute_mac (record, keys, record + AT_MAC);
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, (const char *)record, SIZE, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static void
fill_record (const JalVaultHeader *header, guint8 record[SIZE])
{
  memcpy (record, MAGIC, 8);
  jal_vault_header_get_id (header, record + AT_ID);
  jal_vault_put64 (record + AT_GENERATION, jal_vault_header_get_generation (header));
  jal_vault_put64 (record + AT_COUNTER, jal_vault_header_get_seal_counter (header));
  memcpy (record + AT_SEAL, jal_vault_header_get_seal (header), 32);
  jal_vault_put32 (record + AT_FLAGS, jal_vault_header_get_flags (header));
}

gboolean
jal_vault_seen_is_newer (const JalVaultHeader *header, const JalVaultKeys *keys, gboolean other_lost)
{
  guint8 record[SIZE];
  guint64 generation = jal_vault_header_get_generation (header);
  guint64 leeway = other_lost ? 1 : 0;

  if (!read_record (header, keys, record))
    return FALSE;
  if (jal_vault_get64 (record + AT_GENERATION) > generation + leeway
      || jal_vault_get64 (record + AT_COUNTER) > jal_vault_header_get_seal_counter (header) + leeway)
    return TRUE;
  return jal_vault_get64 (record + AT_GENERATION) == generation
         && (jal_vault_get32 (record + AT_FLAGS) != jal_vault_header_get_flags (header)
             || memcmp (record + AT_SEAL, jal_vault_header_get_seal (header), 32) != 0);
}

void
jal_vault_seen_remember (const JalVaultHeader *header, const JalVaultKeys *keys)
{
  guint8 record[SIZE], before[SIZE];
  gboolean known = read_record (header, keys, record);

  if (!known)
    memset (record, 0, sizeof record);
  memcpy (before, record, SIZE);
  fill_record (header, record);
  if (!known || memcmp (before, record, SIZE) != 0)
    write_record (header, keys, record);
}

void
jal_vault_seen_note_later (const JalVaultHeader *header, const JalVaultKeys *keys, guint32 count, const guint8 tag[JAL_VAULT_SEEN_TAG])
{
  guint8 record[SIZE];

  /* A damaged vault may be older than what is remembered of it: that stays. */
  if (!read_record (header, keys, record))
    {
      if (count == 0)
        return;
      memset (record, 0, sizeof record);
      fill_record (header, record);
    }
  jal_vault_put32 (record + AT_LATER, count);
  if (count > 0)
    memcpy (record + AT_LATER_TAG, tag, JAL_VAULT_SEEN_TAG);
  else
    memset (record + AT_LATER_TAG, 0, JAL_VAULT_SEEN_TAG);
  write_record (header, keys, record);
}

guint32
jal_vault_seen_get_later (const JalVaultHeader *header, const JalVaultKeys *keys, guint8 tag[JAL_VAULT_SEEN_TAG])
{
  guint8 record[SIZE];

  if (!read_record (header, keys, record))
    return 0;
  memcpy (tag, record + AT_LATER_TAG, JAL_VAULT_SEEN_TAG);
  return jal_vault_get32 (record + AT_LATER);
}
