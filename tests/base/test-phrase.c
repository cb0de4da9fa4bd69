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
  { "SpanAmina said", "Amina", "run" },
  { "AminaSaid", "Amina", "run" },
  { "XAMINA JUMAY", "Amina Juma", "run" },
  { "/SpanAmina Juma", "Amina Juma", "run" },
  { "Amina W. Juma and AMINA N. JUMA", "Amina Juma", "middle middle" },
  { "Amina binti Juma, amina binti ali juma", "Amina Juma", "middle middle" },
  { "Amina wa Zawadi Juma", "Amina Juma", "middle" },
  { "Amina and then came Juma", "Amina Juma", "part part" },
  { "Amina W. X. Y. Juma", "Amina Juma", "part part" },
  { "Juma, Amina", "Amina Juma", "part part" },
  { "Amina binti Juma", "Amina binti Juma", "exact" },
  { "The binti of Amina", "Amina binti Juma", "part" },
  { "Ng'endo na Ngendo", "Ng’endo", "exact exact" },
  { "Ali", "Al", "" },
  { "Finwick of\xef\xac\x81" "ce", "office", "exact" },
  { "0712345678 and 0712 345 678", "0712 345 678", "split exact" },
  { "amina2010@example.org", "Amina", "exact" },
  /* Letters of other alphabets that look the same, whichever side they stand on. */
  { "Аminа and ΑМΙNΑ", "Amina", "exact exact" },
  { "Amina", "Аmіnа", "exact" },
  { "Нина пришла", "Нина", "exact" },
  { "Łukasz, Lukasz", "lukasz", "exact exact" },
  /* Arabic: letters that are written for each other, the stroke between them, forms of print, digits. */
  { "فاطمه علي", "فاطمة على", "exact" },
  { "فـاطمـة", "فاطمة", "exact" },
  { "\xef\xbb\x93\xef\xba\x8e\xef\xbb\x83\xef\xbb\xa4\xef\xba\x94", "فاطمة", "exact" },
  { "٠٧١٢٣٤٥٦٧٨", "0712345678", "exact" },
  { "A\nm\ni\nn\na", "Amina", "split" },
  /* A hyphen at a line's end is one of a word or one between two; small capitals; what stands for what nobody knows. */
  { "Finwick-\nOmar and Omar-\nFinwick", "Finwick", "exact exact" },
  { "Fin\xc2\xadwickOmar", "Finwick", "run" },
  { "Aᴍɪɴᴀ", "Amina", "exact" },
  /* Beside an apostrophe. */
  { "d’Amina, Amina’na", "Amina", "run run" },
  { "l’or, lor", "or", "run" },
  { "Ng'endo", "Endo", "run" },
  /* Drawn twice a little aside; letters that nobody sees between those of a word; other alphabets' again. */
  { "AAmmiinnaa came", "Amina", "split" },
  { "AAm\nmii nnaa  JJuu mmaa", "Amina Juma", "split" },
  { "AAmmiinnaax", "Amina", "" },
  { "Aㅤmㅤiㅤnㅤa", "Amina", "exact" },
  { "Amiոa Ϝinѡick", "Amina Finwick", "exact" },
  { "Amina\n\xef\xbf\xbc\xef\xbf\xbc\xef\xbf\xbc\nJuma", "Amina Juma", "exact" },
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

/* Over the end of a page: the foot of one, the head of the next, running lines between them. */
static void
test_join (void)
{
  static const struct
  {
    const char *foot;
    const char *head;
    guint n;
    guint foot_first, foot_n, head_first, head_n;
  } pages[] = {
    { "He met Amina", "Wanjiru there", 1, 7, 5, 0, 7 },
    { "He met Amina\n\n", "\n  Wanjiru there", 1, 7, 5, 3, 7 },
    { "He met Amina Wan-\n", "jiru there", 1, 7, 10, 0, 4 },
    { "He met Amina Wan", "jiru there", 1, 7, 9, 0, 4 },
    { "He met Amina\nPage 3 of 9\n", "Case 12 of 2026\nRuling\nWanjiru there", 1, 7, 5, 23, 7 },
    { "He met Amina\n", "W. Wanjiru there", 1, 7, 5, 0, 10 },
    { "Amina Wanjiru\n", "Wanjiru Amina", 0, 0, 0, 0, 0 },
    { "He met Amina\n", "and Wanjiru there", 0, 0, 0, 0, 0 },
    { "", "Amina Wanjiru", 0, 0, 0, 0, 0 },
  };
  g_autoptr (JalLetters) words = jal_letters_new ("Amina Wanjiru", -1);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (JalPageJoin) join = jal_page_join_new (pages[i].foot, pages[i].head);
      g_autoptr (GArray) hits = jal_page_join_find (join, words, JAL_NEAR_SAME);
      const JalJoinHit *hit = &g_array_index (hits, JalJoinHit, 0);

      g_test_message ("%s | %s", pages[i].foot, pages[i].head);
      g_assert_cmpuint (hits->len, ==, pages[i].n);
      if (pages[i].n == 0)
        continue;
      g_assert_cmpuint (hit->foot_first, ==, pages[i].foot_first);
      g_assert_cmpuint (hit->foot_n, ==, pages[i].foot_n);
      g_assert_cmpuint (hit->head_first, ==, pages[i].head_first);
      g_assert_cmpuint (hit->head_n, ==, pages[i].head_n);
    }
}

static void
test_parts (void)
{
  g_autoptr (JalLetters) name = jal_letters_new ("Amina binti W. Juma", -1), one = jal_letters_new ("Amina", -1);
  g_autoptr (JalLetters) phone = jal_letters_new ("0700 000 123", -1), number = jal_letters_new ("Amina 24681357", -1);
  g_autoptr (GPtrArray) groups = jal_letters_dup_parts (phone), numbered = jal_letters_dup_parts (number);
  g_autoptr (GPtrArray) forms = jal_phrase_dup_forms ("0700 000 123");
  g_autoptr (GPtrArray) parts = jal_letters_dup_parts (name), none = jal_letters_dup_parts (one);

  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpstr (parts->pdata[0], ==, "amina");
  g_assert_cmpstr (parts->pdata[1], ==, "juma");
  g_assert_cmpuint (none->len, ==, 0);
  /* A telephone's groups stand in every date and sum; a long number names somebody. */
  g_assert_cmpuint (groups->len, ==, 0);
  g_assert_cmpuint (numbered->len, ==, 2);
  g_assert_cmpstr (numbered->pdata[1], ==, "24681357");
  g_assert_cmpuint (forms->len, ==, 0);
  g_assert_cmpuint (jal_letters_count_from ("He met ", "Amina", "\nbinti W. Juma", name), ==, 1);
  g_assert_cmpuint (jal_letters_count_from ("He met Amina ", "binti W. Juma", "", name), ==, 0);
  g_assert_cmpuint (jal_letters_count_from ("He met ", "Amina", " there", name), ==, 0);
}

/* Letters that stand alone on their lines, and which character each is. */
static void
test_stacked (void)
{
  static const char text[] = "Statement\nA\nm\n i \nn\na\n\nside by side\n\nJ\nu\nm\na\n1.\nThe end";
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *stacked = jal_phrase_dup_stacked (text, places);
  g_autoptr (JalLetters) letters = jal_letters_new (stacked, -1), words = jal_letters_new ("Amina Juma", -1);
  g_autoptr (GArray) hits = jal_letters_find (letters, words, JAL_NEAR_SAME);

  g_assert_cmpstr (stacked, ==, "Amina Juma ");
  g_assert_cmpuint (places->len, ==, 11);
  g_assert_cmpuint (g_array_index (places, guint, 0), ==, 10);
  g_assert_cmpuint (g_array_index (places, guint, 2), ==, 15);
  g_assert_cmpuint (g_array_index (places, guint, 5), ==, G_MAXUINT);
  g_assert_cmpint (text[g_array_index (places, guint, 6)], ==, 'J');
  g_assert_cmpuint (hits->len, ==, 1);
}

/* What programs that read pictures take names for, and what nobody takes for them. */
static void
test_misread (void)
{
  static const struct
  {
    const char *text;
    const char *word;
    guint n;
  } cases[] = { { "Amlna Am1na AMTNA Arnina Anina", "Amina", 5 },
                { "Finwlck Flnvvick F1nwick Finwiek Finwiok Fiiiwick", "Finwick", 6 },
                { "Amina, amina", "Amina", 0 }, /* itself is found otherwise */
                { "Amani Anita Amena Farina Martina", "Amina", 0 },
                { "All AIl Ail", "Ali", 0 },
                { "Finnish Friday Warwick", "Finwick", 0 },
                { "haraka", "Baraka", 0 },
                { "hauna", "Halima", 0 },
                { "Achicng Achieny", "Achieng", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JalLetters) text = jal_letters_new (cases[i].text, -1), word = jal_letters_new (cases[i].word, -1);
      g_autoptr (GArray) hits = jal_letters_find (text, word, JAL_NEAR_FLAG_MISREAD);

      g_test_message ("%s: %u", cases[i].text, hits->len);
      g_assert_cmpuint (hits->len, ==, cases[i].n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/phrase/rows", test_rows);
  g_test_add_func ("/base/phrase/place", test_place);
  g_test_add_func ("/base/phrase/join", test_join);
  g_test_add_func ("/base/phrase/stacked", test_stacked);
  g_test_add_func ("/base/phrase/parts", test_parts);
  g_test_add_func ("/base/phrase/misread", test_misread);
  return g_test_run ();
}
