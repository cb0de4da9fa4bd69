/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "law/jal-doctype.h"
#include "law/jal-profile.h"

static JalProfile *
load (void)
{
  g_autoptr (GError) error = NULL;
  JalProfile *profile = jal_profile_new_builtin (JAL_PROFILE_DEFAULT, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_kenya_trial (void)
{
  g_autoptr (JalProfile) profile = load ();
  guint n;

  g_assert_cmpstr (jal_profile_get_id (profile), ==, "kenya-trial");
  g_assert_cmpint (jal_profile_get_stamp_position (profile), ==, JAL_STAMP_BOTTOM_RIGHT);
  g_assert_cmpfloat (jal_profile_get_stamp_points (profile), ==, 12);
  g_assert_cmpfloat_with_epsilon (jal_profile_get_stamp_margin (profile), 22.677, 0.001);
  g_assert_cmpint (jal_profile_get_first_number (profile), ==, 1);
  g_assert_cmpint (jal_profile_get_max_pages (profile), ==, 0);
  jal_profile_get_sections (profile, &n);
  g_assert_cmpuint (n, ==, 10);
  jal_profile_get_copies (profile, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (jal_profile_find_copy (profile, "court")->title.text[JAL_LANG_SW], ==, "Nakala ya mahakama");
  g_assert_null (jal_profile_find_copy (profile, "accused"));
}

/* The whole table: kind of document, its section, whether the court copy shows it, and when it was produced. */
static void
test_who_sees_what (void)
{
  static const struct
  {
    const char *kind, *section;
    gboolean court, court_produced;
  } rows[] = {
    { "charge_sheet", "charges", TRUE, TRUE },       { "witness_list", "lists", TRUE, TRUE },
    { "survivor_statement", "statements", FALSE, FALSE }, { "witness_statement", "statements", FALSE, FALSE },
    { "p3_form", "medical", FALSE, TRUE },           { "photographs", "exhibits", FALSE, TRUE },
    { "investigation_diary", "police", FALSE, TRUE }, { "victim_impact_statement", "sentence", FALSE, FALSE },
    { "submissions", "submissions", TRUE, TRUE },    { "authority", "authorities", TRUE, TRUE },
    { "other", "other", FALSE, TRUE },               { "never-heard-of", "other", FALSE, TRUE },
    { NULL, "other", FALSE, TRUE },
  };
  g_autoptr (JalProfile) profile = load ();
  const JalProfileCopy *court = jal_profile_find_copy (profile, "court");
  const JalProfileCopy *counsel = jal_profile_find_copy (profile, "counsel");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const JalProfileSection *section = jal_profile_section_for_kind (profile, rows[i].kind);

      g_assert_cmpstr (section->id, ==, rows[i].section);
      g_assert_true (jal_profile_shows (profile, court, section, FALSE) == rows[i].court);
      g_assert_true (jal_profile_shows (profile, court, section, TRUE) == rows[i].court_produced);
      g_assert_true (jal_profile_shows (profile, counsel, section, FALSE));
    }
}

static void
test_every_kind_has_a_section (void)
{
  g_autoptr (JalProfile) profile = load ();
  guint n_kinds, n_sections;
  const JalDoctype *kinds = jal_doctype_list (&n_kinds);
  const JalProfileSection *sections = jal_profile_get_sections (profile, &n_sections);

  for (guint i = 0; i < n_kinds; i++)
    {
      guint named = 0;

      for (guint s = 0; s < n_sections; s++)
        named += g_strv_contains (sections[s].kinds, kinds[i].id);
      g_assert_cmpuint (named, ==, 1);
    }
}

/* Each damage done to the good profile by itself is refused. */
static void
test_malformed (void)
{
  static const struct
  {
    const char *from, *to;
  } damages[] = {
    { "\"witness_statement\"", "\"no_such_kind\"" },
    { "\"witness_statement\"", "\"survivor_statement\"" },
    { "\"statements\": \"none\"", "\"statements\": \"perhaps\"" },
    { "\"statements\": \"none\"", "\"statement\": \"none\"" },
    { "\"fallback\": true", "\"fallback\": false" },
    { "\"points_at_a4\": 12", "\"points_at_a4\": 0" },
    { "\"first\": 1", "\"first\": 0" },
    { "\"position\": \"bottom-right\"", "\"position\": \"left\"" },
    { "\"id\": \"lists\"", "\"id\": \"charges\"" },
    { "\"letter\": \"C\"", "\"letter\": \"\"" },
    { "\"copies\": [", "\"copy\": [" },
    { "\"id\": \"court\"", "\"id\": \"counsel\"" },
    { "\"sw\": \"Taarifa\"", "\"sw\": null" },
  };
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data/profiles/kenya-trial.json", NULL);
  g_autofree char *good = NULL;
  g_autoptr (JalProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &good, NULL, &error);
  g_assert_no_error (error);
  profile = jal_profile_new_from_json (good, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GString) bad = g_string_new (good);

      g_assert_cmpuint (g_string_replace (bad, damages[i].from, damages[i].to, 1), ==, 1);
      g_assert_null (jal_profile_new_from_json (bad->str, -1, &error));
      g_assert_error (error, JAL_LAW_ERROR, JAL_LAW_ERROR_MALFORMED);
      g_clear_error (&error);
    }
  g_assert_null (jal_profile_new_from_json ("[1]", -1, &error));
  g_assert_error (error, JAL_LAW_ERROR, JAL_LAW_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (jal_profile_new_from_json ("", -1, &error));
  g_assert_error (error, JAL_LAW_ERROR, JAL_LAW_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (jal_profile_new_builtin ("../../etc/passwd", &error));
  g_assert_error (error, JAL_LAW_ERROR, JAL_LAW_ERROR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/kenya-trial", test_kenya_trial);
  g_test_add_func ("/profile/who-sees-what", test_who_sees_what);
  g_test_add_func ("/profile/every-kind-has-a-section", test_every_kind_has_a_section);
  g_test_add_func ("/profile/malformed", test_malformed);
  return g_test_run ();
}
