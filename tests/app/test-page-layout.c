/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where pages stand, and what of them is selected: sums checked against figures worked out by hand. */
#include "app/reader/jal-page-layout.h"
#include "app/reader/jal-page-selection.h"

#define GAP JAL_PAGE_LAYOUT_GAP

/* Three pages: A4 upright, A4 lying, a small card. */
static JalPageLayout *
new_layout (double zoom)
{
  JalPageLayout *layout = jal_page_layout_new ();

  jal_page_layout_reset (layout, 3, 600, 800);
  g_assert_false (jal_page_layout_set_size (layout, 0, 600, 800));
  g_assert_true (jal_page_layout_set_size (layout, 1, 800, 600));
  g_assert_true (jal_page_layout_set_size (layout, 2, 200, 100));
  jal_page_layout_set_zoom (layout, zoom);
  return layout;
}

static void
test_places (void)
{
  g_autoptr (JalPageLayout) layout = new_layout (0.5);
  JalPageRect rect;
  double width, height;

  jal_page_layout_get_extent (layout, &width, &height);
  g_assert_cmpfloat (width, ==, 400 + 2 * GAP);
  g_assert_cmpfloat (height, ==, 400 + 300 + 50 + 4 * GAP);

  /* In a wide view everything is centred. */
  rect = jal_page_layout_get_rect (layout, 0, 1000);
  g_assert_cmpfloat (rect.x, ==, 350);
  g_assert_cmpfloat (rect.y, ==, GAP);
  g_assert_cmpfloat (rect.width, ==, 300);
  g_assert_cmpfloat (rect.height, ==, 400);
  rect = jal_page_layout_get_rect (layout, 2, 1000);
  g_assert_cmpfloat (rect.x, ==, 450);
  g_assert_cmpfloat (rect.y, ==, 400 + 300 + 3 * GAP);
  /* In a narrow one it is centred in what can be scrolled. */
  rect = jal_page_layout_get_rect (layout, 1, 100);
  g_assert_cmpfloat (rect.x, ==, GAP);
}

static void
test_pages_in_view (void)
{
  g_autoptr (JalPageLayout) layout = new_layout (0.5);
  g_autoptr (JalPageLayout) empty = jal_page_layout_new ();
  static const struct
  {
    double y, height;
    guint first, last, main;
  } cases[] = {
    { 0, 200, 0, 0, 0 },    { 300, 300, 0, 1, 1 }, /* 112 of the first, 176 of the second */
    { 200, 300, 0, 1, 0 },                         /* 212 of the first, 76 of the second */
    { 413, 100, 1, 1, 1 },                         /* only the gap of the first */
    { 0, 5000, 0, 2, 0 },   { 722, 100, 1, 2, 2 }, /* the last two lines of pixels of the second, all of the card */
    { 9000, 100, 2, 2, 2 },
  };
  guint first, last;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (jal_page_layout_get_range (layout, cases[i].y, cases[i].height, &first, &last));
      g_assert_cmpuint (last, ==, cases[i].last);
      if (cases[i].y < 800)
        g_assert_cmpuint (first, ==, cases[i].first);
      g_assert_cmpuint (jal_page_layout_find_main_page (layout, cases[i].y, cases[i].height), ==, cases[i].main);
    }
  g_assert_false (jal_page_layout_get_range (empty, 0, 100, &first, &last));
  g_assert_cmpuint (jal_page_layout_find_page (empty, 10), ==, 0);
}

static void
test_fit (void)
{
  g_autoptr (JalPageLayout) layout = new_layout (1);

  /* The lying page is the widest. */
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_width (layout, 824), 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_width (layout, 424), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_page (layout, 0, 2000, 424), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_page (layout, 0, 324, 2000), 0.5, 1e-9);
  g_assert_cmpfloat (jal_page_layout_fit_width (layout, 1), ==, JAL_PAGE_LAYOUT_ZOOM_MIN);
  jal_page_layout_set_zoom (layout, 1000);
  g_assert_cmpfloat (jal_page_layout_get_zoom (layout), ==, JAL_PAGE_LAYOUT_ZOOM_MAX);

  /* A plan among letters leaves them legible; among plans it is a page as any other. */
  jal_page_layout_reset (layout, 5, 600, 800);
  jal_page_layout_set_size (layout, 1, 1199, 800);
  jal_page_layout_set_size (layout, 2, 100000, 100000);
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_width (layout, 1223), 1.0, 1e-9);
  jal_page_layout_reset (layout, 2, 2400, 3300);
  jal_page_layout_set_size (layout, 0, 600, 800);
  g_assert_cmpfloat_with_epsilon (jal_page_layout_fit_width (layout, 2424), 1.0, 1e-9);
}

/* Every pixel of a thousand pages of many sizes belongs to the page that a plain walk finds. */
static void
test_against_walk (void)
{
  g_autoptr (JalPageLayout) layout = jal_page_layout_new ();
  double width, height;
  guint page = 0;

  jal_page_layout_reset (layout, 1000, 595, 842);
  for (guint i = 0; i < 1000; i++)
    jal_page_layout_set_size (layout, i, g_test_rand_int_range (10, 2000), g_test_rand_int_range (1, 3000) + 0.37);
  jal_page_layout_set_zoom (layout, 0.313);
  jal_page_layout_get_extent (layout, &width, &height);
  for (double y = 0; y < height; y += 7)
    {
      while (page + 1 < 1000 && jal_page_layout_get_rect (layout, page + 1, 0).y <= y)
        page++;
      g_assert_cmpuint (jal_page_layout_find_page (layout, y), ==, page);
    }
}

static void
test_ranges (void)
{
  JalPageSelection selection = { TRUE, { 1, 5 }, { 3, 2 } };
  JalPageSelection backwards = { TRUE, { 3, 2 }, { 1, 5 } };
  JalPageSelection none = { 0 };
  guint first, n;

  for (int turn = 0; turn < 2; turn++)
    {
      const JalPageSelection *s = turn == 0 ? &selection : &backwards;

      g_assert_false (jal_page_selection_get_range (s, 0, 10, &first, &n));
      g_assert_true (jal_page_selection_get_range (s, 1, 10, &first, &n));
      g_assert_cmpuint (first, ==, 5);
      g_assert_cmpuint (n, ==, 5);
      g_assert_true (jal_page_selection_get_range (s, 2, 7, &first, &n));
      g_assert_cmpuint (first, ==, 0);
      g_assert_cmpuint (n, ==, 7);
      g_assert_true (jal_page_selection_get_range (s, 3, 10, &first, &n));
      g_assert_cmpuint (first, ==, 0);
      g_assert_cmpuint (n, ==, 3);
      g_assert_false (jal_page_selection_get_range (s, 4, 10, &first, &n));
      g_assert_false (jal_page_selection_get_range (s, 2, 0, &first, &n));
      g_assert_true (jal_page_selection_get_pages (s, &first, &n));
      g_assert_cmpuint (first, ==, 1);
      g_assert_cmpuint (n, ==, 3);
    }
  g_assert_false (jal_page_selection_get_range (&none, 0, 10, &first, &n));
  g_assert_false (jal_page_selection_get_pages (&none, &first, &n));
}

static void
test_steps (void)
{
  const char *words = "Mtoto wa\nkike, 14";
  gsize n = strlen (words);
  g_autoptr (JalPageText) text = jal_page_text_new_take (g_strdup (words), n, g_new0 (JalBox, n), (guint)n);
  guint first, length;

  g_assert_nonnull (text);
  g_assert_cmpuint (jal_page_selection_step (text, 0, TRUE, FALSE), ==, 1);
  g_assert_cmpuint (jal_page_selection_step (text, 0, FALSE, FALSE), ==, 0);
  g_assert_cmpuint (jal_page_selection_step (text, 16, TRUE, FALSE), ==, 16);
  g_assert_cmpuint (jal_page_selection_step (text, 0, TRUE, TRUE), ==, 4);   /* to the end of "Mtoto" */
  g_assert_cmpuint (jal_page_selection_step (text, 4, TRUE, TRUE), ==, 7);   /* "wa" */
  g_assert_cmpuint (jal_page_selection_step (text, 7, TRUE, TRUE), ==, 12);  /* "kike" */
  g_assert_cmpuint (jal_page_selection_step (text, 12, TRUE, TRUE), ==, 16); /* "14" */
  g_assert_cmpuint (jal_page_selection_step (text, 9, FALSE, TRUE), ==, 6);  /* back to the beginning of "wa" */
  jal_page_selection_widen_to_line (text, 10, &first, &length);
  g_assert_cmpuint (first, ==, 9);
  g_assert_cmpuint (length, ==, 8);
  jal_page_selection_widen_to_line (text, 2, &first, &length);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (length, ==, 8);
}

/* Three lines, every letter ten points wide, the second line short and set in: up and down keep to the place across; on a page
   that lies, too. */
static void
test_lines (void)
{
  const char *words = "abcdefghij\nxyz\nklmnopqrst";
  gsize n = strlen (words);
  guint column = 0, line = 0;

  for (guint rotate = 0; rotate < 360; rotate += 90)
    {
      JalBox *boxes = g_new0 (JalBox, n);
      JalPageInfo info = { .media = { 0, 0, 200, 100 }, .crop = { 0, 0, 200, 100 }, .user_unit = 1, .rotate = rotate };
      g_autoptr (JalPageText) text = NULL;

      jal_geometry_get_size (&info, &info.width, &info.height);
      column = line = 0;
      for (gsize i = 0; i < n; i++, column++)
        {
          double x = 10 * column + (line == 1 ? 50 : 0), y = 12 * line;
          JalPoint a = jal_geometry_to_user (&info, (JalPoint){ x, y }), b = jal_geometry_to_user (&info, (JalPoint){ x + 10, y + 12 });

          boxes[i] = (JalBox){ MIN (a.x, b.x), MIN (a.y, b.y), MAX (a.x, b.x), MAX (a.y, b.y) };
          if (words[i] == '\n')
            {
              boxes[i] = (JalBox){ 0 };
              column = (guint)-1;
              line++;
            }
        }
      text = jal_page_text_new_take (g_strdup (words), n, boxes, (guint)n);
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 6, TRUE), ==, 12);  /* g → y */
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 1, TRUE), ==, 11);  /* b → x, the nearest */
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 9, TRUE), ==, 13);  /* j → z */
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 12, TRUE), ==, 21); /* y → q */
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 12, FALSE), ==, 6); /* y → g */
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 3, FALSE), ==, 0);
      g_assert_cmpuint (jal_page_selection_step_line (&info, text, 18, TRUE), ==, n - 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/page-layout/places", test_places);
  g_test_add_func ("/app/page-layout/in-view", test_pages_in_view);
  g_test_add_func ("/app/page-layout/fit", test_fit);
  g_test_add_func ("/app/page-layout/against-walk", test_against_walk);
  g_test_add_func ("/app/page-selection/ranges", test_ranges);
  g_test_add_func ("/app/page-selection/steps", test_steps);
  g_test_add_func ("/app/page-selection/lines", test_lines);
  return g_test_run ();
}
