/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases: how strong, in words. One rule for the window and for jaladactl. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-passphrase.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "store/jal-store-error.h"

#define SHORTEST 8 /* characters */
#define FAIR_BITS 45.0
#define STRONG_BITS 65.0

/* Bits, as a patient guesser would count them: each new character by its class, each repeated or running one (aa, ab) next
   to nothing. */
static double
estimate_bits (const char *passphrase)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, other = FALSE;
  double length = 0;
  double alphabet;
  gunichar before = 0;

  for (const char *p = passphrase; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_islower (c))
        lower = TRUE;
      else if (g_unichar_isupper (c))
        upper = TRUE;
      else if (g_unichar_isdigit (c))
        digit = TRUE;
      else
        other = TRUE;
      length += before != 0 && (c == before || c == before + 1 || c + 1 == before) ? 0.25 : 1.0;
      before = c;
    }
  alphabet = (lower ? 26 : 0) + (upper ? 26 : 0) + (digit ? 10 : 0) + (other ? 12 : 0);
  /* People type words, not noise: about 60 % of what noise of the same length would give. */
  return alphabet > 0 ? 0.6 * length * log2 (alphabet) : 0;
}

JalPassphraseStrength
jal_passphrase_judge (const char *passphrase)
{
  double bits;

  g_return_val_if_fail (passphrase != NULL, JAL_PASSPHRASE_EMPTY);

  if (*passphrase == '\0')
    return JAL_PASSPHRASE_EMPTY;
  if (g_utf8_strlen (passphrase, -1) < SHORTEST)
    return JAL_PASSPHRASE_TOO_SHORT;
  bits = estimate_bits (passphrase);
  if (bits < FAIR_BITS)
    return JAL_PASSPHRASE_WEAK;
  return bits < STRONG_BITS ? JAL_PASSPHRASE_FAIR : JAL_PASSPHRASE_STRONG;
}

const char *
jal_passphrase_describe (JalPassphraseStrength strength)
{
  switch (strength)
    {
    case JAL_PASSPHRASE_TOO_SHORT:
      return _ ("Too short: at least eight characters");
    case JAL_PASSPHRASE_WEAK:
      return _ ("Weak: guessed in hours. Add more words");
    case JAL_PASSPHRASE_FAIR:
      return _ ("Fair: one more unusual word makes it strong");
    case JAL_PASSPHRASE_STRONG:
      return _ ("Strong");
    case JAL_PASSPHRASE_EMPTY:
    default:
      return _ ("Four or more unrelated words are strong and easy to remember");
    }
}

gboolean
jal_passphrase_check (const char *passphrase, GError **error)
{
  JalPassphraseStrength strength = jal_passphrase_judge (passphrase);

  if (strength >= JAL_PASSPHRASE_WEAK)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, jal_passphrase_describe (JAL_PASSPHRASE_TOO_SHORT));
  return FALSE;
}
