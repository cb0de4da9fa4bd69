/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "law/jal-words.h"

static void
test_both_languages (void)
{
  const char *const *keys = jal_words_keys ();
  guint n = g_strv_length ((char **)keys);

  g_assert_cmpuint (n, >=, 80);
  for (guint i = 0; i < n; i++)
    {
      const char *en = jal_words_get (JAL_LANG_EN, keys[i]);
      const char *sw = jal_words_get (JAL_LANG_SW, keys[i]);

      g_assert_cmpstr (en, !=, "");
      g_assert_cmpstr (sw, !=, "");
      g_assert_false (g_ascii_isspace (sw[0]) || g_ascii_isspace (sw[strlen (sw) - 1]));
      g_assert_true (g_utf8_validate (en, -1, NULL) && g_utf8_validate (sw, -1, NULL));
      /* What is filled in in one language is filled in in the other. */
      g_assert_true ((strstr (en, "{page}") != NULL) == (strstr (sw, "{page}") != NULL));
      g_assert_true ((strstr (en, "{total}") != NULL) == (strstr (sw, "{total}") != NULL));
      /* No notes of a glossary on a paper. */
      g_assert_null (strchr (sw, '('));
      g_assert_null (strchr (sw, '/'));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (keys[i], !=, keys[j]);
    }
}

static void
test_format (void)
{
  g_autofree char *en = jal_words_format (JAL_LANG_EN, "page_of", "page", "3", "total", "12", NULL);
  g_autofree char *sw = jal_words_format (JAL_LANG_SW, "page_of", "total", "12", "page", "{total}", NULL);
  g_autofree char *left = jal_words_format (JAL_LANG_EN, "page_of", "page", "3", NULL);

  g_assert_cmpstr (en, ==, "Page 3 of 12");
  g_assert_cmpstr (sw, ==, "Ukurasa {total} kati ya 12");
  g_assert_cmpstr (left, ==, "Page 3 of {total}");
}

static void
test_date (void)
{
  g_autofree char *en = jal_words_date (JAL_LANG_EN, jal_date_from_ymd (2027, 3, 14));
  g_autofree char *sw = jal_words_date (JAL_LANG_SW, jal_date_from_ymd (2028, 2, 29));
  g_autofree char *none = jal_words_date (JAL_LANG_SW, JAL_DATE_NONE);

  g_assert_cmpstr (en, ==, "14 March 2027");
  g_assert_cmpstr (sw, ==, "29 Februari 2028");
  g_assert_cmpstr (none, ==, "Bila tarehe");
}

static void
test_lang (void)
{
  JalLang lang = JAL_LANG_EN;

  g_assert_true (jal_lang_parse ("sw", &lang));
  g_assert_cmpint (lang, ==, JAL_LANG_SW);
  g_assert_false (jal_lang_parse ("fr", &lang));
  g_assert_false (jal_lang_parse (NULL, &lang));
  g_assert_cmpint (lang, ==, JAL_LANG_SW);
  g_assert_cmpint (jal_lang_from_locale ("sw_KE.UTF-8"), ==, JAL_LANG_SW);
  g_assert_cmpint (jal_lang_from_locale ("sw"), ==, JAL_LANG_SW);
  g_assert_cmpint (jal_lang_from_locale ("swg_DE"), ==, JAL_LANG_EN);
  g_assert_cmpint (jal_lang_from_locale (NULL), ==, JAL_LANG_EN);
  g_assert_cmpstr (jal_lang_code (JAL_LANG_SW), ==, "sw");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/both-languages", test_both_languages);
  g_test_add_func ("/words/format", test_format);
  g_test_add_func ("/words/date", test_date);
  g_test_add_func ("/words/lang", test_lang);
  return g_test_run ();
}
