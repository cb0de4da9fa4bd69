/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user help as it is compiled in. */
#include <gio/gio.h>
#include <pango/pango.h>
#include <string.h>

#include "app/help/jal-help-page.h"

static JalHelpPage *
page_of (const char *topic, JalLang lang)
{
  g_autoptr (GError) error = NULL;
  JalHelpPage *page = jal_help_page_new (topic, lang, &error);

  g_assert_no_error (error);
  return page;
}

static void
test_pages (void)
{
  for (guint i = 0; jal_help_topics[i] != NULL; i++)
    {
      g_autoptr (JalHelpPage) english = page_of (jal_help_topics[i], JAL_LANG_EN);
      g_autoptr (JalHelpPage) kiswahili = page_of (jal_help_topics[i], JAL_LANG_SW);

      g_test_message ("%s: %u pieces", english->title, english->blocks->len);
      g_assert_cmpstr (english->title, !=, "");
      g_assert_cmpstr (english->title, !=, kiswahili->title);
      g_assert_cmpuint (english->blocks->len, >, 5);
      g_assert_cmpuint (english->blocks->len, ==, kiswahili->blocks->len);
      for (guint j = 0; j < english->blocks->len; j++)
        {
          const JalHelpBlock *a = english->blocks->pdata[j], *b = kiswahili->blocks->pdata[j];
          g_autofree char *text = NULL;
          g_autoptr (GError) error = NULL;

          g_assert_cmpint (a->kind, ==, b->kind);
          g_assert_cmpuint (a->number, ==, b->number);
          g_assert_true (pango_parse_markup (a->markup, -1, 0, NULL, &text, NULL, &error));
          g_assert_no_error (error);
          g_assert_cmpstr (a->text, !=, "");
          g_assert_cmpstr (a->text, !=, b->text);
        }
    }
}

static void
test_words (void)
{
  g_autoptr (JalHelpPage) page = page_of ("marks", JAL_LANG_EN);
  const JalHelpBlock *first = page->blocks->pdata[0], *heading = page->blocks->pdata[1], *point = page->blocks->pdata[7];
  g_autoptr (JalHelpPage) steps = page_of ("backup", JAL_LANG_EN);
  const JalHelpBlock *last = steps->blocks->pdata[steps->blocks->len - 1];

  g_assert_cmpstr (page->title, ==, "Marks");
  g_assert_cmpint (first->kind, ==, JAL_HELP_PARAGRAPH);
  g_assert_cmpstr (first->text, ==,
                   "A mark is kept the moment you make it. There is no button for saving; Ctrl+Z takes it back.");
  g_assert_nonnull (strstr (first->markup, "Ctrl+Z\u2009</span> takes it back."));
  g_assert_cmpint (heading->kind, ==, JAL_HELP_HEADING);
  g_assert_cmpstr (heading->text, ==, "Making one");
  g_assert_cmpint (point->kind, ==, JAL_HELP_POINT);
  g_assert_cmpstr (point->markup, ==, "<b>Team</b> goes into copies for those who prepare the case.");
  g_assert_cmpint (last->kind, ==, JAL_HELP_STEP);
  g_assert_cmpuint (last->number, ==, 5);
  g_assert_true (jal_help_page_matches (page, "handles resized"));
  g_assert_true (jal_help_page_matches (page, "the court gets"));
  g_assert_false (jal_help_page_matches (page, "handles backups"));
}

static void
test_none (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (jal_help_page_new ("nothing", JAL_LANG_EN, &error));
  g_assert_error (error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/help/pages", test_pages);
  g_test_add_func ("/app/help/words", test_words);
  g_test_add_func ("/app/help/none", test_none);
  return g_test_run ();
}
