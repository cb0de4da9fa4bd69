/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/jal-text.h"

static void
test_fold (void)
{
  g_autofree char *folded = jal_text_fold ("  Élan\n\tÑOÑO  of­fice  ");

  g_assert_cmpstr (folded, ==, "elan nono office");
}

static void
test_one_line (void)
{
  g_autofree char *line = jal_text_one_line ("a\nb\x01", 0);
  g_autofree char *cut = jal_text_one_line ("abcdef", 4);

  g_assert_cmpstr (line, ==, "a b");
  g_assert_cmpstr (cut, ==, "abc…");
}

static char *
count_on (const char *text, guint by)
{
  char *out = g_strdup (text);

  for (char *c = out; *c != '\0'; c++)
    if (g_ascii_islower (*c))
      *c = (char)('a' + (*c - 'a' + (int)by) % 26);
  return out;
}

/* Letters that stand in for others are none that anybody can read. */
static void
test_scrambled (void)
{
  static const char *const texts[] = {
    "the child was found at the harbour in the evening by two officers who brought her to the station, where she was given food and a place to "
    "sleep until the children's officer came on the next morning and wrote down what she remembered of the house and of the people there",
    "mtoto huyo alipatikana bandarini jioni na maafisa wawili waliompeleka kituoni, ambako alipewa chakula na mahali pa kulala hadi afisa wa watoto "
    "alipofika asubuhi iliyofuata na kuandika yale aliyoyakumbuka kuhusu nyumba ile na watu waliokuwa humo",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint n_found = 0;

      g_assert_false (jal_text_has_unreadable (texts[i]));
      for (guint by = 1; by < 26; by++)
        {
          g_autofree char *other = count_on (texts[i], by);

          n_found += jal_text_has_unreadable (other) ? 1 : 0;
        }
      /* Some alphabets have as many of the common letters by chance. */
      g_assert_cmpuint (n_found, >=, 15);
    }
}

static void
test_label (void)
{
  g_assert_true (jal_text_is_label ("Kesi", 10));
  g_assert_false (jal_text_is_label (" \n", 10));
  g_assert_false (jal_text_is_label ("", 10));
  g_assert_false (jal_text_is_label (NULL, 10));
  g_assert_false (jal_text_is_label ("\xff", 10));
  g_assert_false (jal_text_is_label ("abc", 2));
  g_assert_true (jal_text_is_name ("Wanjirũ wa Ng’ang’a", 120));
  g_assert_false (jal_text_is_name ("Wanjiru\nOtieno", 120));
  g_assert_false (jal_text_is_name ("Wanjiru\tOtieno", 120));
  g_assert_false (jal_text_is_name ("Wanjiru\342\200\250Otieno", 120));
  g_assert_false (jal_text_is_name ("Wanjiru \342\200\256oneitO", 120));
  g_assert_false (jal_text_is_name ("\342\201\246Wanjiru", 120));
  g_assert_false (jal_text_is_name (" ", 120));
  g_assert_false (jal_text_is_name ("abc", 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/one-line", test_one_line);
  g_test_add_func ("/text/scrambled", test_scrambled);
  g_test_add_func ("/text/label", test_label);
  return g_test_run ();
}
