/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Is the 14th convenient?": what the window asks the core for at every change of the date.
 *
 *   offer-bench [--json] [--cases N]
 *   offer-bench [--json] --vault FILE --passphrase-file FILE    (its own cases; nothing is written)
 *
 * N cases (60) of ten sessions, half of them with a year behind them, with eight people and their days away. For dates over two
 * years: the offer judged, and the plan of the rest of the case should it be accepted. The floor is reading the case's sessions. */
#include <glib/gstdio.h>

#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "cases/jal-people.h"
#include "schedule/jal-schedule-change.h"

#define PASSPHRASE "a passphrase for measuring"
#define DATES_A_CASE 4

static int n_cases = 60;
static gboolean json;
static char *given;
static char *secret;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
  { "cases", 0, 0, G_OPTION_ARG_INT, &n_cases, "How many", "N" },
  { "vault", 0, 0, G_OPTION_ARG_FILENAME, &given, "Ask for the cases of this vault", "FILE" },
  { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &secret, "Its passphrase", "FILE" },
  { NULL },
};

static void
must (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* --- Making the cases ---------------------------------------------------------------------------------------------- */

static void
add_people (JalStore *store, JalId case_id, JalDate plea, GRand *rand)
{
  static const char *const roles[] = { "survivor", "witness", "witness", "witness", "investigator", "accused", "magistrate", "interpreter" };

  for (guint p = 0; p < G_N_ELEMENTS (roles); p++)
    {
      g_autofree char *code = g_strdup_printf ("P%u", p + 1);
      JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
      GError *error = NULL;
      JalId id;

      draft.role = roles[p];
      draft.code = code;
      jal_people_add (store, case_id, &draft, &id, &error);
      must (error);
      for (guint a = 0; a < 2; a++)
        {
          JalDate from = plea + g_rand_int_range (rand, 0, 1400);
          JalAbsenceDraft away = { .case_id = case_id, .person_id = id, .from = from, .to = from + g_rand_int_range (rand, 1, 12),
                                   .reason = "Fictional", .hard = a > 0 };

          jal_people_add_absence (store, &away, NULL, &error);
          must (error);
        }
    }
}

static void
add_case (JalStore *store, guint number, GRand *rand)
{
  static const char *const courts[] = { "shanzu-magistrates", "malindi-magistrates", "kwale-magistrates" };
  JalDate plea = jal_date_today () + (number % 2 == 0 ? 20 : -380) + g_rand_int_range (rand, 0, 300);
  g_autofree char *name = g_strdup_printf ("CR %u", number);
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalScheduleRequest request = { .n_sessions = 10, .months_min = 36, .months_max = 48 };
  g_autoptr (GListStore) proposal = NULL;
  GError *error = NULL;
  JalId id;

  draft.title = "Fictional";
  draft.number = name;
  draft.court = courts[number % 3];
  jal_cases_add (store, &draft, &id, &error);
  must (error);
  add_people (store, id, plea, rand);
  for (request.from = plea; proposal == NULL; request.from++)
    {
      g_clear_error (&error);
      proposal = jal_schedule_propose (store, id, &request, NULL, &error);
      if (request.from > plea + 20)
        must (error);
    }
  request.from--;
  jal_schedule_accept (store, id, &request, G_LIST_MODEL (proposal), &error);
  must (error);
}

/* --- Asking ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  GArray *ours; /* double, ms */
  GArray *judged;
  GArray *floor;
} Times;

static void
add_since (GArray *times, gint64 begin)
{
  double ms = (double)(g_get_monotonic_time () - begin) / 1000;

  g_array_append_val (times, ms);
}

static void
ask (JalStore *store, JalId session_id, JalDate date, Times *times)
{
  JalScheduleMove move = { .type = JAL_SCHEDULE_OFFER, .session_id = session_id, .date = date };
  g_autoptr (JalScheduleOffer) offer = NULL;
  g_autoptr (JalScheduleOutcome) outcome = NULL;
  g_autoptr (GError) refused = NULL;
  GError *error = NULL;
  gint64 begin = g_get_monotonic_time ();

  offer = jal_schedule_offer (store, session_id, date, NULL, &error);
  must (error);
  add_since (times->judged, begin);
  outcome = jal_schedule_try (store, &move, NULL, &refused); /* A date that clashes may be refused: also an answer */
  add_since (times->ours, begin);
}

static void
ask_case (JalStore *store, JalId case_id, GRand *rand, Times *times)
{
  GError *error = NULL;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GListStore) sessions = jal_schedule_list (store, case_id, NULL, &error);
  guint n;

  must (error);
  add_since (times->floor, begin);
  n = g_list_model_get_n_items (G_LIST_MODEL (sessions));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (!session->counted || !g_str_equal (session->state, "planned") || session->date < jal_date_today ())
        continue;
      for (guint d = 0; d < DATES_A_CASE; d++)
        ask (store, session->id, MAX (jal_date_today () + 1, session->date + g_rand_int_range (rand, -60, 90)), times);
      return;
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return one < other ? -1 : one > other;
}

#define AT(times, share) g_array_index (times, double, (guint)((times)->len * (share)))

static JalStore *
open_vault (const char *path, GRand *rand)
{
  g_autofree char *passphrase = NULL;
  GError *error = NULL;
  JalStore *store;

  if (given != NULL)
    {
      g_file_get_contents (secret != NULL ? secret : "", &passphrase, NULL, &error);
      must (error);
      store = jal_store_open_vault (given, g_strchomp (passphrase), NULL, &error);
      must (error);
      return store;
    }
  store = jal_store_create_vault (path, PASSPHRASE, JAL_STORE_STRENGTH_MIN, NULL, &error);
  must (error);
  for (int c = 0; c < n_cases; c++)
    add_case (store, (guint)c + 1, rand);
  return store;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261127);
  g_autoptr (GListStore) cases = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  Times times = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)),
                  g_array_new (FALSE, FALSE, sizeof (double)) };
  JalStore *store;
  GError *error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_parse (context, &argc, &argv, &error);
  must (error);
  if (given == NULL)
    jal_clock_set_fake ((gint64)jal_date_from_ymd (2026, 11, 23) * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
  folder = g_dir_make_tmp ("jalada-offer-XXXXXX", &error);
  must (error);
  path = g_build_filename (folder, "a.jalada", NULL);
  store = open_vault (path, rand);
  cases = jal_cases_list (store, NULL, &error);
  must (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      g_autoptr (JalCase) one = g_list_model_get_item (G_LIST_MODEL (cases), i);

      ask_case (store, one->id, rand, &times);
    }
  jal_store_close (store, NULL);
  g_object_unref (store);
  g_unlink (path);
  g_rmdir (folder);
  g_assert_cmpuint (times.ours->len, >, 0);
  g_array_sort (times.ours, compare);
  g_array_sort (times.judged, compare);
  g_array_sort (times.floor, compare);
  g_print ("{\"ours_ms\": %.2f, \"floor_ms\": %.2f, \"ours_p95_ms\": %.2f, \"floor_p95_ms\": %.2f, \"judged_ms\": %.2f,"
           " \"worst_ms\": %.2f, \"asked\": %u, \"cases\": %u}\n",
           AT (times.ours, 0.5), AT (times.floor, 0.5), AT (times.ours, 0.95), AT (times.floor, 0.95), AT (times.judged, 0.5),
           AT (times.ours, 0.9999), times.ours->len, g_list_model_get_n_items (G_LIST_MODEL (cases)));
  return 0;
}
