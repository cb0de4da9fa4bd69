/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How costly a guess at a passphrase shall be: as much as the owner will wait for, on the machine it is made on.
 *
 * Memory counts more than passes (it is what a guesser's hardware lacks), so memory is raised first: as far as three
 * passes over it stay within the time and a quarter of the memory at hand suffices, 512 MiB at most, since the vault
 * may be opened on a smaller machine one day. What time is left goes into passes.
 */
#define G_LOG_DOMAIN "jal-vault"

#include <sodium.h>
#include <stdio.h>

#include "vault/jal-vault-slots.h"

#define MIB (1u << 20)
#define BASE (64u * MIB)
#define MEMORY_MAX (512u * MIB)
#define PASSES_MIN 3
#define PASSES_MAX 16
#define WANTED_SECONDS 0.5

JalVaultStrength
jal_vault_choose_strength (double pass_seconds, guint64 available)
{
  JalVaultStrength strength = { PASSES_MIN, BASE };
  double pass = pass_seconds > 0 ? pass_seconds : 1e-6;
  double passes;

  while (strength.memlimit < MEMORY_MAX && PASSES_MIN * pass * 2 <= WANTED_SECONDS
         && (available == 0 ? strength.memlimit < 256u * MIB : (guint64)strength.memlimit * 2 <= available / 4))
    {
      strength.memlimit *= 2;
      pass *= 2;
    }
  passes = WANTED_SECONDS / pass;
  strength.opslimit = (guint64)CLAMP (passes, PASSES_MIN, PASSES_MAX);
  return strength;
}

/* MemAvailable of the kernel in bytes; 0 when it does not say. */
static guint64
read_available (void)
{
  FILE *file = fopen ("/proc/meminfo", "re");
  char line[128];
  guint64 kib = 0;

  if (file == NULL)
    return 0;
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "MemAvailable: %" G_GUINT64_FORMAT " kB", &kib) == 1)
      break;
  fclose (file);
  return kib * 1024;
}

JalVaultStrength
jal_vault_calibrate (void)
{
  static const guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 out[32];
  double best = 0;

  if (!jal_vault_init_process (NULL))
    return JAL_VAULT_STRENGTH_MODERATE;
  /* The better of two: the first also pays for fetching the memory, and the machine may be busy for a moment. */
  for (int i = 0; i < 2; i++)
    {
      gint64 began = g_get_monotonic_time ();
      double took;

      if (crypto_pwhash (out, sizeof out, "x", 1, salt, 1, BASE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return jal_vault_choose_strength (1, 0);
      took = (double)(g_get_monotonic_time () - began) / G_USEC_PER_SEC;
      best = i == 0 ? took : MIN (best, took);
    }
  return jal_vault_choose_strength (best, read_available ());
}
