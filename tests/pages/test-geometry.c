/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"

/* A page whose media box does not begin at nought, cut, turned and enlarged. */
static JalPageInfo
make_info (guint rotate, double user_unit)
{
  JalPageInfo info = { { -50, -20, 700, 900 }, { 10, 30, 410, 630 }, user_unit, rotate, 0, 0, FALSE, "" };

  jal_geometry_get_size (&info, &info.width, &info.height);
  return info;
}

static void
assert_point (JalPoint p, double x, double y)
{
  g_assert_cmpfloat_with_epsilon (p.x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, y, 1e-9);
}

/* The crop box is 400 wide and 600 high; where its lower left and upper left corners are shown is ISO 32000's picture of a
   page turned clockwise. */
static void
test_corners (void)
{
  static const struct
  {
    guint rotate;
    double width, height;
    JalPoint lower_left, upper_left, lower_right;
  } cases[] = {
    { 0, 400, 600, { 0, 600 }, { 0, 0 }, { 400, 600 } },
    { 90, 600, 400, { 0, 0 }, { 600, 0 }, { 0, 400 } },
    { 180, 400, 600, { 400, 0 }, { 400, 600 }, { 0, 0 } },
    { 270, 600, 400, { 600, 400 }, { 0, 400 }, { 600, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (double unit = 0.5; unit < 3; unit += 0.75)
      {
        JalPageInfo info = make_info (cases[i].rotate, unit);

        g_assert_cmpfloat (info.width, ==, cases[i].width * unit);
        g_assert_cmpfloat (info.height, ==, cases[i].height * unit);
        assert_point (jal_geometry_to_display (&info, (JalPoint){ 10, 30 }), cases[i].lower_left.x * unit,
                      cases[i].lower_left.y * unit);
        assert_point (jal_geometry_to_display (&info, (JalPoint){ 10, 630 }), cases[i].upper_left.x * unit,
                      cases[i].upper_left.y * unit);
        assert_point (jal_geometry_to_display (&info, (JalPoint){ 410, 30 }), cases[i].lower_right.x * unit,
                      cases[i].lower_right.y * unit);
      }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      JalPageInfo info = make_info ((guint)g_rand_int_range (rand, 0, 4) * 90, g_rand_double_range (rand, 0.1, 10));
      JalPoint user = { g_rand_double_range (rand, -1000, 1000), g_rand_double_range (rand, -1000, 1000) };
      JalPoint back = jal_geometry_to_user (&info, jal_geometry_to_display (&info, user));
      JalBox box = { user.x, user.y, user.x + 30, user.y + 4 };
      JalBox shown = jal_geometry_box_to_display (&info, box);
      JalBox again = jal_geometry_box_to_user (&info, shown);

      g_assert_cmpfloat_with_epsilon (back.x, user.x, 1e-8);
      g_assert_cmpfloat_with_epsilon (back.y, user.y, 1e-8);
      g_assert_cmpfloat (shown.x1, <, shown.x2);
      g_assert_cmpfloat (shown.y1, <, shown.y2);
      g_assert_cmpfloat_with_epsilon (again.x1, box.x1, 1e-8);
      g_assert_cmpfloat_with_epsilon (again.y2, box.y2, 1e-8);
    }
}

/* Characters 6 wide and 10 high on the displayed page, lines 20 apart, from (20, 40); a form feed begins a column 200 to the right. */
static JalPageText *
make_text (const JalPageInfo *info, const char *string)
{
  guint n = (guint)g_utf8_strlen (string, -1);
  JalBox *boxes = g_new0 (JalBox, n);
  double left = 20, x = 20, y = 40;
  guint i = 0;
  JalPageText *text;

  for (const char *c = string; *c != '\0'; c = g_utf8_next_char (c), i++)
    {
      gboolean ends = *c == '\n';

      boxes[i] = jal_geometry_box_to_user (info, (JalBox){ x, y, ends ? x : x + 6, ends ? y : y + 10 });
      x = ends ? left : x + 6;
      y += ends ? 20 : 0;
      if (*c != '\f')
        continue;
      boxes[i] = (JalBox){ 0 };
      x = left += 200;
      y = 40;
    }
  text = jal_page_text_new_take (g_strdup (string), strlen (string), boxes, n);
  g_assert_nonnull (text);
  return text;
}

static void
test_quads (void)
{
  for (guint rotate = 0; rotate < 360; rotate += 90)
    {
      JalPageInfo info = make_info (rotate, 1);
      g_autoptr (JalPageText) text = make_text (&info, "one two \n three\nfour");
      g_autoptr (GArray) quads = jal_geometry_get_quads (&info, text, 4, 12); /* "two \n three\n" */
      const JalQuad *first = &g_array_index (quads, JalQuad, 0);
      JalBox shown;

      g_assert_cmpuint (quads->len, ==, 2);
      /* TL, TR, BL, BR as the page is read, whichever way it is turned; the space at the line's end is not covered */
      assert_point (jal_geometry_to_display (&info, first->corners[0]), 44, 40);
      assert_point (jal_geometry_to_display (&info, first->corners[1]), 62, 40);
      assert_point (jal_geometry_to_display (&info, first->corners[2]), 44, 50);
      assert_point (jal_geometry_to_display (&info, first->corners[3]), 62, 50);
      shown = jal_geometry_quad_to_display (&info, &g_array_index (quads, JalQuad, 1));
      g_assert_cmpfloat_with_epsilon (shown.x1, 26, 1e-9);
      g_assert_cmpfloat_with_epsilon (shown.x2, 56, 1e-9);
      g_assert_cmpfloat_with_epsilon (shown.y1, 60, 1e-9);
    }
}

static void
test_ranges (void)
{
  JalPageInfo info = make_info (0, 1);
  g_autoptr (JalPageText) text = make_text (&info, "Mtoto’s caf\xc3\xa9\nend");
  g_autofree char *part = jal_geometry_get_text (text, 8, 6);
  g_autofree char *beyond = jal_geometry_get_text (text, 13, 1000);
  g_autofree char *nothing = jal_geometry_get_text (text, 1000, 5);
  g_autoptr (GArray) none = jal_geometry_get_quads (&info, text, G_MAXUINT, G_MAXUINT);
  guint first = 10, n = 0;

  g_assert_cmpstr (part, ==, "caf\xc3\xa9\ne");
  g_assert_cmpstr (beyond, ==, "end");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpuint (none->len, ==, 0);
  jal_geometry_widen_to_words (text, &first, &n);
  g_assert_cmpuint (first, ==, 8);
  g_assert_cmpuint (n, ==, 4);
  first = 1;
  n = 1;
  jal_geometry_widen_to_words (text, &first, &n);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (n, ==, 7); /* the apostrophe is within the word */
}

static void
test_nearest (void)
{
  static const struct
  {
    JalPoint at;
    guint index;
  } cases[] = {
    { { 21, 45 }, 0 },     /* within */
    { { 39, 45 }, 3 },
    { { 5, 45 }, 0 },      /* before the line */
    { { 380, 45 }, 4 },    /* after it */
    { { 33, 64 }, 8 },     /* second line: index 6 is its first */
    { { 33, 58 }, 8 },     /* between the lines, nearer to the second */
    { { 33, 500 }, 8 },    /* below all */
  };
  JalPageInfo info = make_info (270, 2);
  g_autoptr (JalPageText) text = make_text (&info, "abcde\nfghij");
  g_autoptr (JalPageText) empty = make_text (&info, "");
  guint index = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (jal_geometry_find_char (&info, text, cases[i].at, &index));
      g_assert_cmpuint (index, ==, cases[i].index);
    }
  index = 77;
  g_assert_false (jal_geometry_find_char (&info, empty, (JalPoint){ 1, 1 }, &index));
  g_assert_cmpuint (index, ==, 77);
}

static void
test_find (void)
{
  static const struct
  {
    const char *page;
    const char *words;
    const char *hits; /* "first:text:quads first:text:quads" */
  } cases[] = {
    { "The hotel and the Hotel", "hotel", "4:hotel:1 18:Hotel:1" },
    { "in the\nhotel room", "the hotel", "3:the\nhotel:2" },
    { "in the  \n  hotel", " The   HOTEL ", "3:the  \n  hotel:2" },
    { "a wit-\nness said", "witness", "2:wit-\nness:2" },
    { "a half-\nsister said", "half-sister", "2:half-\nsister:2" },
    { "a half-\nsister said", "half- sister", "2:half-\nsister:2" },
    /* Numbers are broken at a line's end, too; a range of years loses nothing by it. */
    { "Call 0712-\n345678 now", "0712-345678", "5:0712-\n345678:2" },
    { "Call 0712-\n345678 now", "0712345678", "5:0712-\n345678:2" },
    { "in 1990-\n1995 he", "1990- 1995", "3:1990-\n1995:2" },
    { "twelve -\nthirteen", "twelve - thirteen", "0:twelve -\nthirteen:2" },
    { "twelve -\nthirteen", "twelve thirteen", "" },
    { "Jos\xc3\xa9 said", "jose", "0:Jos\xc3\xa9:1" },
    { "Jose said", "JOS\xc3\x89", "0:Jose:1" },
    { "the \xef\xac\x81rst o\xef\xac\x83""cer", "first", "4:\xef\xac\x81rst:1" },
    { "the o\xef\xac\x83""cer", "officer", "4:o\xef\xac\x83""cer:1" },
    { "\xe2\x80\x9cmtoto\xe2\x80\x99s\xe2\x80\x9d", "mtoto's", "1:mtoto\xe2\x80\x99s:1" },
    { "12\xe2\x80\x93" "14 March", "12-14", "0:12\xe2\x80\x93" "14:1" },
    { "aaaa", "aa", "0:aa:1 2:aa:1" },
    { "abc", "abd", "" },
    { "abc", "", "" },
    { "abc", "  ", "" },
    { "", "abc", "" },
    { "abc", "\xff", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalPageInfo info = make_info (90, 1);
      g_autoptr (JalPageText) text = make_text (&info, cases[i].page);
      g_autoptr (GArray) hits = jal_geometry_find (&info, text, cases[i].words);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint h = 0; h < hits->len; h++)
        {
          const JalHit *hit = &g_array_index (hits, JalHit, h);

          g_string_append_printf (found, "%s%u:%s:%u", h > 0 ? " " : "", hit->first, hit->text, hit->quads->len);
          g_assert_cmpuint (hit->n, ==, g_utf8_strlen (hit->text, -1));
        }
      g_assert_cmpstr (found->str, ==, cases[i].hits);
    }
}

static void
test_text_is_checked (void)
{
  JalBox good[2] = { { 0, 0, 1, 1 }, { 1, 0, 2, 1 } };
  JalBox bad[] = { { 0, 1, 1, 0 },          { 1, 0, 0, 1 },         { 0, 0, INFINITY, 1 }, { 0, 0, 1, INFINITY },
                   { -INFINITY, 0, 1, 1 },  { 0, -INFINITY, 1, 1 }, { NAN, 0, 1, 1 },      { 0, 0, 1, NAN } };
  JalPageText *text = jal_page_text_new_take (g_strdup ("\xc3\xa9z"), 3, g_memdup2 (good, sizeof good), 2);

  g_assert_nonnull (text);
  g_assert_cmpuint (text->offsets[1], ==, 2);
  g_assert_cmpuint (text->offsets[2], ==, 3);
  jal_page_text_unref (text);
  g_assert_null (jal_page_text_new_take (g_strdup ("\xff" "a"), 2, g_memdup2 (good, sizeof good), 2));
  g_assert_null (jal_page_text_new_take (g_strdup ("abc"), 3, g_memdup2 (good, sizeof good), 2));
  /* A box upside down, or without an end. */
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      JalBox boxes[2] = { good[0], bad[i] };

      g_assert_null (jal_page_text_new_take (g_strdup ("ab"), 2, g_memdup2 (boxes, sizeof boxes), 2));
    }
}

/* Where two cells stand far apart a tab takes the place of the space, character for character; words and lines stay. */
static void
test_table (void)
{
  for (guint rotate = 0; rotate < 360; rotate += 90)
    {
      JalPageInfo info = make_info (rotate, 1);
      const char *string = "3 May Amina 1,200\n4 May Otieno 35";
      g_autoptr (JalPageText) plain = make_text (&info, string);
      JalBox *boxes = g_memdup2 (plain->boxes, plain->n_chars * sizeof (JalBox));
      g_autoptr (JalPageText) text = NULL;
      g_autofree char *all = NULL, *part = NULL;

      /* From the second and the third cell on everything stands further to the right; what was a space is as wide as that. */
      for (guint i = 0; i < plain->n_chars; i++)
        {
          JalBox box = jal_geometry_box_to_display (&info, boxes[i]);
          guint column = i < 18 ? i : i - 18; /* in its line */
          double by = (column >= 6 ? 30 : 0) + (column >= (i < 18 ? 12 : 13) ? 30 : 0);

          if (plain->text[i] != '\n')
            boxes[i] = jal_geometry_box_to_user (&info, (JalBox){ box.x1 + by, box.y1, box.x2 + by, box.y2 });
        }
      text = jal_page_text_new_take (g_strdup (string), strlen (string), boxes, plain->n_chars);
      all = jal_geometry_get_table_text (&info, text, 0, text->n_chars);
      g_assert_cmpstr (all, ==, "3 May\tAmina\t1,200\n4 May\tOtieno\t35");
      part = jal_geometry_get_table_text (&info, text, 2, 9);
      g_assert_cmpstr (part, ==, "May\tAmina");
      g_free (all);
      all = jal_geometry_get_table_text (&info, plain, 0, plain->n_chars);
      g_assert_cmpstr (all, ==, string);
    }
}

/* The pointer stays in the column it is in, beside short lines and below the last one, too. */
static void
test_columns (void)
{
  static const struct
  {
    JalPoint at;
    guint index;
  } cases[] = {
    { { 21, 45 }, 0 },
    { { 200, 65 }, 23 },  /* right of a short line, nearer to the other column */
    { { 60, 105 }, 23 },  /* below the end of the column, beside the other one */
    { { 60, 400 }, 23 },
    { { 230, 400 }, 60 }, /* below the other one */
    { { 214, 65 }, 37 },  /* just before a line of the other one */
    { { 222, 85 }, 48 },
  };
  JalPageInfo info = make_info (0, 2);
  g_autoptr (JalPageText) text
      = make_text (&info, "aaaaaaaaaaaaaaaaaaaa\naaa\n\fbbbbbbbbbb\nbbbbbbbbbb\nbbbbbbbbbb\nbbbbbbbbbb\n");
  g_autoptr (JalPageText) headed = make_text (&info, "A heading that stands over both of the columns of a page\naaaaaaaaaaaaaa\n"
                                                     "aaaaaaaaaaaaaa\naaa\n\f\nbbbbbbbbbb\nbbbbbbbbbb\nbbbbbbbbbb\nbbbbbbbbbb");
  guint index = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (jal_geometry_find_char (&info, text, cases[i].at, &index));
      g_assert_cmpuint (index, ==, cases[i].index);
    }
  g_assert_true (jal_geometry_find_char (&info, headed, (JalPoint){ 200, 105 }, &index));
  g_assert_cmpuint (index, ==, 89); /* the last of the three */
  g_assert_true (jal_geometry_find_char (&info, headed, (JalPoint){ 350, 45 }, &index));
  g_assert_cmpuint (index, ==, 54); /* in the heading */
}

/* Words on either side, whole ones, in one line. */
static void
test_line (void)
{
  static const struct
  {
    const char *text, *words, *line;
  } cases[] = {
    { "The witness\nsaw the child.", "saw", "The witness saw the child." },
    { "abcdefghijklmnopqrstuvwxyz The   witness\n saw the child here and nowhere at all", "SAW THE", "…The witness saw the child here and nowhere at…" },
    { "One two three four five six seven", "three", "One two three four five six seven" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaxbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "x",
      "…aaaaaaaaaaaaaaaaaaaaaaaaaaaaxbbbbbbbbbbbbbbbbbbbbbbbbbbbb…" },
    { "the wit-\nness", "witness", "the wit- ness" },
    /* A ligature of two letters has the one of them in one place, and not in two. */
    { "the o\xef\xac\x80ice", "f", "the o\xef\xac\x80ice" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) matches = jal_geometry_match (cases[i].text, strlen (cases[i].text), cases[i].words);
      g_autofree char *line = NULL;

      g_assert_cmpuint (matches->len, ==, 1);
      line = jal_geometry_dup_line (cases[i].text, strlen (cases[i].text), &g_array_index (matches, JalMatch, 0));
      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/line", test_line);
  g_test_add_func ("/geometry/corners", test_corners);
  g_test_add_func ("/geometry/round-trip", test_round_trip);
  g_test_add_func ("/geometry/quads", test_quads);
  g_test_add_func ("/geometry/ranges", test_ranges);
  g_test_add_func ("/geometry/nearest", test_nearest);
  g_test_add_func ("/geometry/columns", test_columns);
  g_test_add_func ("/geometry/table", test_table);
  g_test_add_func ("/geometry/find", test_find);
  g_test_add_func ("/geometry/text-is-checked", test_text_is_checked);
  return g_test_run ();
}
