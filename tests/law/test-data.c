/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "law/jal-court.h"
#include "law/jal-doctype.h"
#include "law/jal-holiday-rules.h"
#include "law/jal-plan-weights.h"
#include "law/jal-session-kind.h"

static const char *const files[] = { "law/courts.json", "law/doctypes.json", "law/holidays.json", "law/planner.json",
                                     "law/redaction.json",
                                     "law/stages.json", "law/tasks.json", "law/words.json", "profiles/kenya-trial.json" };

/* An entry is an object with an identifier. */
static void
check_entries (JsonNode *node, const char *file, guint *count)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        check_entries (json_array_get_element (array, i), file, count);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) members = json_object_get_values (object);

      if (json_object_has_member (object, "id") || json_object_has_member (object, "n")
          || json_object_has_member (object, "prefix"))
        {
          JsonNode *verified = json_object_get_member (object, "verified");
          const char *source = json_object_get_string_member_with_default (object, "source", NULL);

          if (verified == NULL || json_node_get_value_type (verified) != G_TYPE_BOOLEAN || source == NULL
              || *source == '\0')
            g_error ("%s: an entry without standing: %s", file, json_to_string (node, FALSE));
          (*count)++;
        }
      for (GList *l = members; l != NULL; l = l->next)
        check_entries (l->data, file, count);
    }
}

static void
test_standing (void)
{
  guint total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", files[i], NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      guint count = 0;

      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      check_entries (json_parser_get_root (parser), files[i], &count);
      g_assert_cmpuint (count, >, 5);
      total += count;
    }
  g_test_message ("%u entries, each with its source", total);
  g_assert_cmpuint (total, >, 220);
}

static void
test_courts (void)
{
  guint n;
  const JalCourt *courts = jal_court_list (&n);

  g_assert_cmpuint (n, ==, 23);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (jal_court_find (courts[i].id) == &courts[i]);
      g_assert_cmpstr (courts[i].name.text[JAL_LANG_EN], !=, "");
      g_assert_cmpstr (courts[i].name.text[JAL_LANG_SW], !=, "");
    }
  g_assert_cmpstr (jal_court_find ("shanzu-magistrates")->name.text[JAL_LANG_EN], ==, "Shanzu Magistrates' Court");
  g_assert_cmpstr (jal_court_find ("malindi-court-of-appeal")->type, ==, "court_of_appeal");
  g_assert_cmpstr (jal_court_find ("voi-magistrates")->town, ==, "Voi");
  g_assert_null (jal_court_find ("nowhere"));
  g_assert_null (jal_court_find (NULL));
}

static void
test_doctypes (void)
{
  guint n, unverified = 0;
  const JalDoctype *kinds = jal_doctype_list (&n);

  g_assert_cmpuint (n, ==, 31);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (jal_doctype_find (kinds[i].id) == &kinds[i]);
      unverified += !kinds[i].standing.verified;
    }
  g_assert_cmpstr (jal_doctype_find ("p3_form")->label.text[JAL_LANG_SW], ==, "Fomu ya P3");
  g_assert_nonnull (jal_doctype_find (JAL_DOCTYPE_OTHER));
  /* The mark of what nobody read in a source must survive loading. */
  g_assert_false (jal_doctype_find ("ob_extract")->standing.verified);
  g_assert_true (jal_doctype_find ("p3_form")->standing.verified);
  g_assert_cmpuint (unverified, ==, 13);
}

static void
test_sessions (void)
{
  static const char *const light[] = { "mention", "bail", "directions", "misc_application", NULL };
  static const char *const demanding[] = { "hearing", "part_heard", "defence_hearing", NULL };
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);
  const JalSessionOutcome *outcomes;
  const JalTemplate *template = jal_template_get ();
  int before = -1;

  g_assert_cmpuint (n, ==, 15);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (jal_session_kind_find (kinds[i].id) == &kinds[i]);
      g_assert_true (kinds[i].counted == !g_strv_contains (light, kinds[i].id));
      g_assert_true (kinds[i].demanding == g_strv_contains (demanding, kinds[i].id));
    }
  g_assert_cmpstr (jal_session_kind_find ("mention")->label.text[JAL_LANG_SW], ==, "Kutajwa");
  g_assert_cmpuint (template->n_items, ==, 10);
  for (guint i = 0; i < template->n_items; i++)
    {
      g_assert_true (template->items[i].kind->counted);
      g_assert_cmpint (template->items[i].month_offset, >, before);
      before = template->items[i].month_offset;
    }
  g_assert_cmpint (before, ==, 36);
  g_assert_false (template->standing.verified);
  outcomes = jal_session_outcome_list (&n);
  for (guint i = 0; i < n; i++)
    {
      /* Every outcome is one of a court day, or takes a date out of the diary before it comes. */
      g_assert_true (g_str_equal (outcomes[i].id, "proceeded") || outcomes[i].adjourns || outcomes[i].vacates);
      g_assert_true (jal_session_outcome_suits (&outcomes[i], "vacated") == outcomes[i].vacates);
      g_assert_true (jal_session_outcome_suits (&outcomes[i], "held") || !outcomes[i].adjourns);
    }
  g_assert_true (jal_session_outcome_find ("accused_absent")->vacates);
  g_assert_false (jal_session_outcome_find ("no_file")->vacates);
  g_assert_cmpstr (jal_session_outcome_text (jal_session_outcome_find ("adjourned_court"), "vacated", JAL_LANG_EN), ==, "Court not sitting");
  g_assert_cmpstr (jal_session_outcome_text (jal_session_outcome_find ("adjourned_court"), "adjourned", JAL_LANG_EN), ==,
                   "Adjourned: court not sitting");
  g_assert_cmpstr (jal_session_outcome_reason (jal_session_outcome_find ("adjourned_court"), "adjourned", JAL_LANG_EN), ==,
                   "court not sitting");
  g_assert_cmpstr (jal_session_outcome_reason (jal_session_outcome_find ("adjourned_court"), "adjourned", JAL_LANG_SW), ==,
                   "mahakama haikuketi");
  g_assert_cmpstr (jal_session_outcome_reason (jal_session_outcome_find ("accused_absent"), "vacated", JAL_LANG_EN), ==,
                   jal_session_outcome_text (jal_session_outcome_find ("accused_absent"), "vacated", JAL_LANG_EN));
  g_assert_nonnull (jal_session_outcome_find ("witness_absent"));
  jal_stage_list (&n);
  g_assert_cmpuint (n, ==, 21);
}

static void
test_limits (void)
{
  const JalTimeLimits *limits = jal_time_limits_get ();
  const JalPlanWeights *weights = jal_plan_weights_get ();

  g_assert_cmpint (limits->days_on_bail, ==, 30);
  g_assert_cmpint (limits->days_in_custody, ==, 15);
  g_assert_cmpint (limits->appeal_days, ==, 14);
  g_assert_true (limits->standing.verified);
  g_assert_cmpint (weights->distance_per_day, >, 0);
  g_assert_cmpint (weights->survivor_late_per_day, >, 0);
  g_assert_cmpint (weights->recess_day, >, 0);
  g_assert_cmpint (weights->near_provisional_day, >, 0);
  g_assert_cmpint (weights->crowded_week, >, 0);
  g_assert_cmpint (weights->away_if_possible, >, 0);
  g_assert_cmpint (weights->moved_session, >, weights->recess_day + weights->away_if_possible);
}

static void
test_holiday_names (void)
{
  const JalHolidayRules *rules = jal_holiday_rules_get ();
  const JalHolidayRule *october = NULL;

  for (guint i = 0; i < rules->n_rules; i++)
    if (g_str_equal (rules->rules[i].id, "mazingira"))
      october = &rules->rules[i];
  g_assert_nonnull (october);
  g_assert_null (jal_holiday_rule_name (october, 2012));
  g_assert_cmpstr (jal_holiday_rule_name (october, 2022)->text[JAL_LANG_EN], ==, "Utamaduni Day");
  g_assert_cmpstr (jal_holiday_rule_name (october, 2050)->text[JAL_LANG_SW], ==, "Siku ya Mazingira");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/law/standing", test_standing);
  g_test_add_func ("/law/courts", test_courts);
  g_test_add_func ("/law/doctypes", test_doctypes);
  g_test_add_func ("/law/sessions", test_sessions);
  g_test_add_func ("/law/limits", test_limits);
  g_test_add_func ("/law/holiday-names", test_holiday_names);
  return g_test_run ();
}
