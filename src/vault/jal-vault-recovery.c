/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A code that is typed from paper once, by somebody in trouble.
 *
 *   group     1      2            14
 *           cccc k  cccc k  …  cccc k        c: five bits each, most significant first; k: check character
 *
 * The 56 characters c carry 280 bits: the 32 bytes of the code and 3 bytes of checksum.
 *
 * 1. k = group number + Σ xⁱ⁺¹·cᵢ in GF(32), x a generator: every single wrong character, every two that changed places
 *    within a group, and every group in another group's place is caught where it happened.
 * 2. What slips through that (one in 32 of several mistakes within one group) meets the checksum of the whole.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-recovery.h"

#include <sodium.h>
#include <string.h>

#define GROUPS JAL_VAULT_RECOVERY_GROUPS
#define GROUP_CHARS JAL_VAULT_RECOVERY_GROUP_CHARS
#define DATA_CHARS (GROUP_CHARS - 1)
#define N_CHARS (GROUPS * GROUP_CHARS)
#define SUM_SIZE 3
#define RAW_SIZE (JAL_VAULT_RECOVERY_SIZE + SUM_SIZE)

G_STATIC_ASSERT (GROUPS * DATA_CHARS * 5 == RAW_SIZE * 8);

/* No I, L, O and U: on paper they look like others, or make words. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Multiplication by the generator x in GF(32) = GF(2)[x] / (x⁵ + x² + 1). */
static guint8
times_x (guint8 value)
{
  value = (guint8)(value << 1);
  return value & 0x20 ? value ^ 0x25 : value;
}

static guint8
compute_check (const guint8 *values, guint group)
{
  guint8 check = 0;

  /* Horner's rule, the last character with the lowest power. */
  for (guint i = 0; i < DATA_CHARS; i++)
    check = times_x (check ^ values[i]);
  return check ^ (guint8)(group + 1);
}

static void
compute_sum (const guint8 code[JAL_VAULT_RECOVERY_SIZE], guint8 out[SUM_SIZE])
{
  guint8 digest[32];

  crypto_generichash (digest, sizeof digest, code, JAL_VAULT_RECOVERY_SIZE, NULL, 0);
  memcpy (out, digest, SUM_SIZE);
  sodium_memzero (digest, sizeof digest);
}

/* The @nth five bits of @raw. */
static guint8
five_bits (const guint8 raw[RAW_SIZE], guint nth)
{
  guint bit = nth * 5;
  guint pair = (guint)raw[bit / 8] << 8 | (bit / 8 + 1 < RAW_SIZE ? raw[bit / 8 + 1] : 0);

  return (pair >> (11 - bit % 8)) & 0x1f;
}

void
jal_vault_recovery_format (const guint8 code[JAL_VAULT_RECOVERY_SIZE], char text[JAL_VAULT_RECOVERY_TEXT_SIZE])
{
  guint8 raw[RAW_SIZE], values[DATA_CHARS];
  char *to = text;

  memcpy (raw, code, JAL_VAULT_RECOVERY_SIZE);
  compute_sum (code, raw + JAL_VAULT_RECOVERY_SIZE);
  for (guint group = 0; group < GROUPS; group++)
    {
      for (guint i = 0; i < DATA_CHARS; i++)
        {
          values[i] = five_bits (raw, group * DATA_CHARS + i);
          *to++ = alphabet[values[i]];
        }
      *to++ = alphabet[compute_check (values, group)];
      *to++ = group + 1 < GROUPS ? '-' : '\0';
    }
  sodium_memzero (raw, sizeof raw);
  sodium_memzero (values, sizeof values);
}

/* The value of @c, -1 for what may stand between characters, -2 for anything else. */
static int
value_of (gunichar c)
{
  const char *found;

  if (g_unichar_isspace (c) || c == '-' || c == '.' || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014
      || c == 0xad || c == 0xfeff || c == 0x200b)
    return -1;
  c = c < 0x80 ? (gunichar)g_ascii_toupper ((char)c) : c;
  if (c == 'I' || c == 'L')
    return 1;
  if (c == 'O')
    return 0;
  if (c == 'U')
    c = 'V';
  found = c > 0 && c < 0x80 ? strchr (alphabet, (char)c) : NULL;
  return found != NULL ? (int)(found - alphabet) : -2;
}

/* Reads the characters; as many as there are room for. */
static JalVaultRecoveryFlaw
read_values (const char *text, guint8 values[N_CHARS], guint *n_values, guint *group)
{
  *n_values = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int value = value_of (g_utf8_get_char (p));

      if (value == -1)
        continue;
      if (*n_values == N_CHARS)
        return JAL_VAULT_RECOVERY_TOO_LONG;
      *group = *n_values / GROUP_CHARS + 1;
      if (value == -2)
        return JAL_VAULT_RECOVERY_CHARACTER;
      values[(*n_values)++] = (guint8)value;
    }
  return JAL_VAULT_RECOVERY_RIGHT;
}

static void
join (const guint8 values[N_CHARS], guint8 raw[RAW_SIZE])
{
  guint bits = 0, held = 0, at = 0;

  for (guint i = 0; i < N_CHARS; i++)
    {
      if (i % GROUP_CHARS == DATA_CHARS)
        continue;
      held = (held << 5 | values[i]) & 0xffff;
      bits += 5;
      if (bits >= 8)
        {
          bits -= 8;
          raw[at++] = (guint8)(held >> bits);
        }
    }
}

static JalVaultRecoveryFlaw
check_values (const guint8 values[N_CHARS], guint n_values, guint8 raw[RAW_SIZE], guint *group)
{
  guint8 sum[SUM_SIZE];

  /* Groups that are whole are checked even while the code is being typed. */
  for (guint i = 0; i < n_values / GROUP_CHARS; i++)
    if (compute_check (values + i * GROUP_CHARS, i) != values[i * GROUP_CHARS + DATA_CHARS])
      {
        *group = i + 1;
        return JAL_VAULT_RECOVERY_GROUP;
      }
  *group = 0;
  if (n_values < N_CHARS)
    return JAL_VAULT_RECOVERY_UNFINISHED;
  join (values, raw);
  compute_sum (raw, sum);
  return memcmp (sum, raw + JAL_VAULT_RECOVERY_SIZE, SUM_SIZE) == 0 ? JAL_VAULT_RECOVERY_RIGHT
                                                                     : JAL_VAULT_RECOVERY_SUM;
}

JalVaultRecoveryFlaw
jal_vault_recovery_parse (const char *text, guint8 code[JAL_VAULT_RECOVERY_SIZE], guint *group)
{
  guint8 values[N_CHARS] = { 0 }, raw[RAW_SIZE] = { 0 };
  guint n_values = 0, named = 0, wrong = 0;
  JalVaultRecoveryFlaw flaw = JAL_VAULT_RECOVERY_CHARACTER, read;

  g_return_val_if_fail (text != NULL, JAL_VAULT_RECOVERY_CHARACTER);

  if (g_utf8_validate (text, -1, NULL))
    {
      read = read_values (text, values, &n_values, &named);
      /* The first mistake is named, be it a character or a group before it. */
      flaw = check_values (values, n_values, raw, &wrong);
      if (read != JAL_VAULT_RECOVERY_RIGHT && flaw != JAL_VAULT_RECOVERY_GROUP)
        {
          flaw = read;
          wrong = read == JAL_VAULT_RECOVERY_CHARACTER ? named : 0;
        }
    }
  if (flaw == JAL_VAULT_RECOVERY_RIGHT && code != NULL)
    memcpy (code, raw, JAL_VAULT_RECOVERY_SIZE);
  if (group != NULL)
    *group = wrong;
  sodium_memzero (values, sizeof values);
  sodium_memzero (raw, sizeof raw);
  return flaw;
}
