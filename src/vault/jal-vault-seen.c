/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file $XDG_STATE_HOME/jalada/seen/<vault id in hex>, 128 bytes:
 *
 *   0         8              24           32             40     72   80    96          128
 *   | JVSEEN1 | vault id[16] | generation | seal counter | seal | flags | 0 | keyed BLAKE2b over 0…95 |
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

gboolean
jal_vault_seen_is_newer (const JalVaultHeader *header, const JalVaultKeys *keys, gboolean other_lost)
{
  g_autofree char *path = get_path (header);
  g_autofree char *content = NULL;
  const guint8 *record;
  guint8 id[JAL_VAULT_ID_SIZE], mac[32];
  guint64 generation = jal_vault_header_get_generation (header);
  guint64 leeway = other_lost ? 1 : 0;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, NULL) || length != SIZE)
    return FALSE;
  record = (const guint8 *)content;
  jal_vault_header_get_id (header, id);
  compute_mac (record, keys, mac);
  if (memcmp (record, MAGIC, 8) != 0 || memcmp (record + AT_ID, id, sizeof id) != 0
      || sodium_memcmp (record + AT_MAC, mac, sizeof mac) != 0)
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
  g_autofree char *path = get_path (header);
  g_autofree char *folder = g_path_get_dirname (path);
  guint8 record[SIZE] = { 0 };

  memcpy (record, MAGIC, 8);
  jal_vault_header_get_id (header, record + AT_ID);
  jal_vault_put64 (record + AT_GENERATION, jal_vault_header_get_generation (header));
  jal_vault_put64 (record + AT_COUNTER, jal_vault_header_get_seal_counter (header));
  memcpy (record + AT_SEAL, jal_vault_header_get_seal (header), 32);
  jal_vault_put32 (record + AT_FLAGS, jal_vault_header_get_flags (header));
  compute_mac (record, keys, record + AT_MAC);
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, (const char *)record, sizeof record, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}
