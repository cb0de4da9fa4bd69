/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/jal-phrase.h"

static const struct
{
  const char *text;
  const char *words;
  const char *found; /* likenesses in the order of the text, separated by spaces */
} rows[] = {
  { "Amina came", "amina", "exact" },
  { "AMINÁ’s house", "Amina", "exact" },
  { "Ami-\nna came", "Amina", "exact" },
  { "Ami\xc2\xad" "na", "Amina", "exact" },
  { "A m i n a and Ami na", "Amina", "split split" },
  { "AminaJuma went", "Amina Juma", "split" },
  { "Amina\nJuma went", "Amina Juma", "exact" },
  { "Aminna Ammina", "Amina", "doubled doubled" },
  { "Amena Amin Aminah Aimna", "Amina", "one one one one" },
  { "Amela Ming", "Amina", "" },
  { "Jumatatu ni siku", "Juma", "inside" },
  { "Only Juma came", "Amina Juma", "part" },
  { "Ng'endo na Ngendo", "Ng’endo", "exact exact" },
  { "Ali", "Al", "" },
  { "Finwick of\xef\xac\x81" "ce", "office", "exact" },
  { "0712345678 and 0712 345 678", "0712 345 678", "split exact" },
  { "amina2010@example.org", "Amina", "exact" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JalLetters) text = jal_letters_new (rows[i].text, -1);
      g_autoptr (JalLetters) words = jal_letters_new (rows[i].words, -1);
      g_autoptr (GArray) hits = jal_letters_find (text, words, JAL_NEAR_ALL);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint k = 0; k < hits->len; k++)
        g_string_append_printf (found, "%s%s", k > 0 ? " " : "", jal_near_id (g_array_index (hits, JalNearHit, k).near));
      g_test_message ("%s in %s", rows[i].words, rows[i].text);
      g_assert_cmpstr (found->str, ==, rows[i].found);
    }
}

/* A hit says which characters it covers. */
static void
test_place (void)
{
  g_autoptr (JalLetters) text = jal_letters_new ("Áá Ami-\nna!", -1);
  g_autoptr (JalLetters) words = jal_letters_new ("amina", -1);
  g_autoptr (GArray) hits = jal_letters_find (text, words, JAL_NEAR_SAME);

  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpuint (g_array_index (hits, JalNearHit, 0).first, ==, 3);
  g_assert_cmpuint (g_array_index (hits, JalNearHit, 0).n, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/phrase/rows", test_rows);
  g_test_add_func ("/base/phrase/place", test_place);
  return g_test_run ();
}
