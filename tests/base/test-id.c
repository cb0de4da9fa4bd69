/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/jal-clock.h"
#include "base/jal-id.h"

static void
test_time_order (void)
{
  JalId first, second;

  jal_clock_set_fake (G_GINT64_CONSTANT (1700000000000000));
  first = jal_id_new ();
  jal_clock_set_fake (G_GINT64_CONSTANT (1700000000001000));
  second = jal_id_new ();
  jal_clock_set_fake (-1);
  g_assert_cmpint (jal_id_compare (first, second), <, 0);
  /* 1,700,000,000,000 ms = 0x018bcfe56800 */
  g_assert_cmphex (first.bytes[0], ==, 0x01);
  g_assert_cmphex (first.bytes[5], ==, 0x00);
  g_assert_cmphex (first.bytes[2], ==, 0xcf);
}

static void
test_hex (void)
{
  char hex[JAL_ID_HEX_LENGTH + 1];
  JalId id = jal_id_new (), back = JAL_ID_NONE;

  g_assert_true (jal_id_is_none (back));
  g_assert_true (jal_id_parse (jal_id_to_hex (id, hex), &back));
  g_assert_true (jal_id_equal (id, back));
  hex[31] = '\0';
  g_assert_false (jal_id_parse (hex, &back));
  g_assert_false (jal_id_parse ("zz000000000000000000000000000000", &back));
  g_assert_true (jal_id_equal (id, back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/time-order", test_time_order);
  g_test_add_func ("/id/hex", test_hex);
  return g_test_run ();
}
