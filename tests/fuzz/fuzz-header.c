/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header of ours with bytes changed: the input is a list of (offset, byte). Whatever is read from it stays in bounds, and
   none that was changed authenticates. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/jal-vault-header.h"
#include "vault/jal-vault-seal.h"
#include "vault/jal-vault-slot.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const guint8 master[32] = { 1, 2, 3 };
  static JalVaultKeys *keys;
  static JalVaultHeader good;
  JalVaultHeader header;
  JalVaultSlot slot;
  JalVaultInfo info;
  JalVaultSeal seal;

  if (keys == NULL)
    {
      if (!jal_vault_init_process (NULL))
        abort ();
      keys = jal_vault_keys_new (master);
      jal_vault_header_init (&good);
      jal_vault_header_authenticate (&good, keys);
    }
  header = good;
  for (size_t i = 0; i + 2 < size; i += 3)
    header.bytes[(data[i] | data[i + 1] << 8) % JAL_VAULT_HEADER_COPY] = data[i + 2];
  /* Half of them with the open checksum made right again, as who wants to deceive would. */
  if (size % 2 == 1)
    crypto_generichash (header.bytes + 8160, 32, header.bytes, 8160, NULL, 0);
  jal_vault_header_inspect (&header);
  jal_vault_header_check_supported (&header, NULL);
  jal_vault_header_get_info (&header, &info);
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    jal_vault_header_get_slot (&header, i, &slot);
  jal_vault_seal_load (&seal, keys, &header);
  if (jal_vault_header_verify (&header, keys) && memcmp (header.bytes, good.bytes, 8128) != 0)
    abort ();
  return 0;
}
