/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unlock/jal-secret.h"
#include "store/jal-passphrase.h"

static void
test_judge (void)
{
  static const struct
  {
    const char *passphrase;
    JalPassphraseStrength strength;
  } cases[] = {
    { "", JAL_PASSPHRASE_EMPTY },
    { "short", JAL_PASSPHRASE_TOO_SHORT },
    { "sévén77", JAL_PASSPHRASE_TOO_SHORT }, /* characters, not bytes */
    { "aaaaaaaaaaaaaaaaaaaaaaaa", JAL_PASSPHRASE_WEAK },
    { "123456789012345678", JAL_PASSPHRASE_WEAK },
    { "password", JAL_PASSPHRASE_WEAK },
    { "kahawa na maziwa", JAL_PASSPHRASE_FAIR },
    { "nne maneno yasiyo ya kawaida", JAL_PASSPHRASE_STRONG },
    { "vT9#kq2!Lm7$wX4%", JAL_PASSPHRASE_FAIR },
    { "vT9#kq2!Lm7$wX4%pQ8", JAL_PASSPHRASE_STRONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].passphrase);
      g_assert_cmpint (jal_passphrase_judge (cases[i].passphrase), ==, cases[i].strength);
    }
}

static void
test_secret (void)
{
  char typed[] = "kahawa na maziwa";
  g_autoptr (JalSecret) secret = jal_secret_new (typed);

  typed[0] = 'x';
  g_assert_cmpstr (jal_secret_get (secret), ==, "kahawa na maziwa");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/passphrase/judge", test_judge);
  g_test_add_func ("/app/passphrase/secret", test_secret);
  return g_test_run ();
}
