/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions: all or nothing, and what goes with them. */
#include "test-store.h"

#include "base/jal-clock.h"

/* What one action does to one case: a title, or NULL to delete it. */
typedef struct
{
  JalId id;
  const char *title;
  gboolean insert;
  gboolean fail;
} Write;

static gboolean
write_func (JalTx *tx, gpointer data, GError **error)
{
  const Write *write = data;
  gboolean ok;

  if (write->insert)
    ok = jal_tx_insert (tx, "court_case", write->id, error, "title", 's', write->title, "created_at", 'i',
                        jal_tx_get_now (tx), NULL);
  else if (write->title != NULL)
    ok = jal_tx_update (tx, "court_case", write->id, error, "title", 's', write->title, NULL);
  else
    ok = jal_tx_delete (tx, "court_case", write->id, error);
  if (ok && write->fail)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, "no");
      return FALSE;
    }
  return ok;
}

static void
do_write (JalStore *store, const char *verb, Write write)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = verb, .label = "A label", .case_id = write.id, .subject_id = write.id, .undoable = TRUE };

  jal_store_act (store, &act, write_func, &write, NULL, &error);
  g_assert_no_error (error);
}

static void
test_together (Fixture *fixture, gconstpointer data)
{
  gint64 audit = ask (fixture->store, "SELECT count(*) FROM audit");
  gint64 change = ask (fixture->store, "SELECT count(*) FROM change");
  JalId id = jal_id_new ();
  g_autofree char *verb = NULL, *actor = NULL, *title = NULL;

  jal_store_set_actor (fixture->store, "Wanjiru");
  do_write (fixture->store, "case.add", (Write){ id, "One", .insert = TRUE });
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, audit + 1);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM change"), ==, change + 1);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM undo"), ==, 1);
  verb = ask_text (fixture->store, "SELECT verb FROM audit ORDER BY seq DESC LIMIT 1");
  actor = ask_text (fixture->store, "SELECT actor FROM audit ORDER BY seq DESC LIMIT 1");
  title = ask_text (fixture->store, "SELECT title FROM court_case");
  g_assert_cmpstr (verb, ==, "case.add");
  g_assert_cmpstr (actor, ==, "Wanjiru");
  g_assert_cmpstr (title, ==, "One");
  /* The row carries the clock of its action and the device of the vault. */
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM court_case c JOIN audit a ON a.hlc = c.hlc AND "
                                        "a.device = c.device WHERE a.verb = 'case.add' AND length (c.hlc) = 16"),
                   ==, 1);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  gint64 audit = ask (fixture->store, "SELECT count(*) FROM audit");
  gint64 change = ask (fixture->store, "SELECT count(*) FROM change");
  Write write = { jal_id_new (), "One", .insert = TRUE, .fail = TRUE };
  JalAct act = { .verb = "case.add", .undoable = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_false (jal_store_act (fixture->store, &act, write_func, &write, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM court_case"), ==, 0);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, audit);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM change"), ==, change);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM undo"), ==, 0);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, NULL));
}

/* Each of these would leave a row that could not be carried to another laptop. */
static void
test_rules (Fixture *fixture, gconstpointer data)
{
  static const char *const statements[] = {
    "UPDATE court_case SET title = 'Two'",
    "DELETE FROM court_case",
    "UPDATE court_case SET title = 'Two', hlc = '0000000000000001'",
    "UPDATE court_case SET title = 'Two', hlc = 'ffffffffffffffff', device = x'00'",
  };

  do_write (fixture->store, "case.add", (Write){ jal_id_new (), "One", .insert = TRUE });
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *title = NULL;
      JalAct act = { .verb = "test.break" };
      /* The rule is for programmers: it is critical, and here that is what we want to see. */
      GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

      g_test_expect_message ("jal-store", G_LOG_LEVEL_CRITICAL, "*broke a rule of the synced tables*");
      g_assert_false (jal_store_act (fixture->store, &act, run_func, (gpointer)statements[i], NULL, &error));
      g_test_assert_expected_messages ();
      g_log_set_always_fatal (fatal);
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      title = ask_text (fixture->store, "SELECT title FROM court_case");
      g_assert_cmpstr (title, ==, "One");
    }
}

static void
test_statements (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gboolean write;
    int code;
  } cases[] = {
    { "UPDATE local_setting SET value = 'x'", FALSE, JAL_STORE_ERROR_REFUSED },
    { "COMMIT", TRUE, JAL_STORE_ERROR_REFUSED },
    { "PRAGMA foreign_keys = OFF", TRUE, JAL_STORE_ERROR_REFUSED },
    { "SELECT 1; SELECT 2", FALSE, JAL_STORE_ERROR_REFUSED },
    { "SELECT nothing FROM nowhere", FALSE, JAL_STORE_ERROR_FAILED },
    { "INSERT INTO local_setting (name) VALUES ('device')", TRUE, JAL_STORE_ERROR_CONFLICT },
  };
  JalAct act = { .verb = "test.try" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (cases[i].write)
        g_assert_false (jal_store_act (fixture->store, &act, run_func, (gpointer)cases[i].sql, NULL, &error));
      else
        g_assert_false (jal_store_read (fixture->store, run_func, (gpointer)cases[i].sql, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, cases[i].code);
    }
}

static gboolean
values_func (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3), empty = g_bytes_new (NULL, 0), back = NULL, back_empty = NULL;
  g_autoptr (JalRows) rows = NULL, inner = NULL;
  JalId id = jal_id_new ();

  rows = jal_tx_select (tx, error, "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?", "idsbbIsIn", G_MAXINT64, 0.1, "ndugu", bytes,
                        empty, &id, NULL, NULL);
  g_assert_nonnull (rows);
  /* The same text twice at once. */
  inner = jal_tx_select (tx, error, "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?", "innnnnnnn", (gint64)7);
  g_assert_true (jal_rows_next (rows, error));
  g_assert_true (jal_rows_next (inner, error));
  g_assert_cmpint (jal_rows_int (inner, 0), ==, 7);
  g_assert_cmpint (jal_rows_int (rows, 0), ==, G_MAXINT64);
  g_assert_cmpfloat (jal_rows_real (rows, 1), ==, 0.1);
  g_assert_cmpstr (jal_rows_text (rows, 2), ==, "ndugu");
  back = jal_rows_bytes (rows, 3);
  g_assert_true (g_bytes_equal (bytes, back));
  g_assert_false (jal_rows_is_null (rows, 4));
  back_empty = jal_rows_bytes (rows, 4);
  g_assert_cmpuint (g_bytes_get_size (back_empty), ==, 0);
  g_assert_true (jal_id_equal (jal_rows_id (rows, 5), id));
  for (int i = 6; i < 9; i++)
    g_assert_true (jal_rows_is_null (rows, i));
  g_assert_true (jal_id_is_none (jal_rows_id (rows, 7)));
  g_assert_null (jal_rows_text (rows, 6));
  g_assert_false (jal_rows_next (rows, error));
  return TRUE;
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_read (fixture->store, values_func, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_title (JalStore *store, JalId id, const char *title)
{
  g_autofree char *hex = jal_id_dup_hex (id);
  g_autofree char *sql = g_strdup_printf (
      "SELECT coalesce((SELECT title FROM court_case WHERE hex(id) = upper('%s') AND deleted = 0), 'none')", hex);
  g_autofree char *found = ask_text (store, sql);

  g_assert_cmpstr (found, ==, title != NULL ? title : "none");
}

static void
undo_one (JalStore *store, JalId case_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *verb = NULL;

  jal_store_undo (store, case_id, &verb, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (verb, ==, expected);
}

static void
redo_one (JalStore *store, JalId case_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *verb = NULL;

  jal_store_redo (store, case_id, &verb, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (verb, ==, expected);
}

/* Insert, update, delete; back to nothing and forward again, the vault closed and opened before every step. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *label = NULL;
  JalId id = jal_id_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (jal_store_can_undo (fixture->store, JAL_ID_NONE, NULL));
  do_write (fixture->store, "case.add", (Write){ id, "One", .insert = TRUE });
  do_write (fixture->store, "case.rename", (Write){ id, "Two" });
  do_write (fixture->store, "case.delete", (Write){ id, NULL });
  assert_title (fixture->store, id, NULL);
  g_assert_true (jal_store_can_undo (fixture->store, id, &label));
  g_assert_cmpstr (label, ==, "A label");

  for (int round = 0; round < 2; round++)
    {
      reopen (fixture);
      undo_one (fixture->store, id, "case.delete");
      assert_title (fixture->store, id, "Two");
      reopen (fixture);
      undo_one (fixture->store, JAL_ID_NONE, "case.rename");
      assert_title (fixture->store, id, "One");
      reopen (fixture);
      undo_one (fixture->store, id, "case.add");
      assert_title (fixture->store, id, NULL);
      g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM court_case WHERE deleted = 1"), ==, 1);
      g_assert_false (jal_store_can_undo (fixture->store, id, NULL));
      reopen (fixture);
      redo_one (fixture->store, id, "case.add");
      assert_title (fixture->store, id, "One");
      redo_one (fixture->store, JAL_ID_NONE, "case.rename");
      assert_title (fixture->store, id, "Two");
      reopen (fixture);
      redo_one (fixture->store, id, "case.delete");
      assert_title (fixture->store, id, NULL);
      g_assert_false (jal_store_can_redo (fixture->store, id, NULL));
    }
  /* 3 actions and 12 steps, each on record and stamped later than the one before. */
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb IN ('undo', 'redo')"), ==, 12);
  g_assert_cmpint (ask (fixture->store, "SELECT count(DISTINCT hlc) = count(*) FROM change"), ==, 1);
  g_assert_cmpint (ask (fixture->store, "SELECT (SELECT max(hlc) FROM change) = (SELECT hlc FROM court_case)"), ==, 1);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_redo_ends (Fixture *fixture, gconstpointer data)
{
  JalId one = jal_id_new (), two = jal_id_new ();
  g_autoptr (GError) error = NULL;

  do_write (fixture->store, "case.add", (Write){ one, "One", .insert = TRUE });
  do_write (fixture->store, "case.add", (Write){ two, "Two", .insert = TRUE });
  do_write (fixture->store, "case.rename", (Write){ one, "Uno" });
  undo_one (fixture->store, one, "case.rename");
  /* Work in another case leaves the way forward open, work in this one closes it. */
  do_write (fixture->store, "case.rename", (Write){ two, "Due" });
  g_assert_true (jal_store_can_redo (fixture->store, one, NULL));
  do_write (fixture->store, "case.rename", (Write){ one, "Eins" });
  g_assert_false (jal_store_can_redo (fixture->store, one, NULL));
  g_assert_false (jal_store_redo (fixture->store, one, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  undo_one (fixture->store, one, "case.rename");
  assert_title (fixture->store, one, "One");
  assert_title (fixture->store, two, "Due");
}

/* The same row changed since by something that cannot be taken back first. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalId id = jal_id_new ();
  Write later = { id, "Three" };
  JalAct act = { .verb = "case.rename", .case_id = id };
  gint64 audit;

  do_write (fixture->store, "case.add", (Write){ id, "One", .insert = TRUE });
  do_write (fixture->store, "case.rename", (Write){ id, "Two" });
  g_assert_true (jal_store_act (fixture->store, &act, write_func, &later, NULL, NULL));
  audit = ask (fixture->store, "SELECT count(*) FROM audit");
  g_assert_false (jal_store_undo (fixture->store, id, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT);
  assert_title (fixture->store, id, "Three");
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, audit);
}

static gboolean
other_column_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_update (tx, "court_case", *(JalId *)data, error, "note", 's', "a note", NULL);
}

/* Another column of the row changed since: no conflict, and it stays. */
static void
test_other_column (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = NULL;
  JalId id = jal_id_new ();
  JalAct act = { .verb = "case.note", .case_id = id };

  do_write (fixture->store, "case.add", (Write){ id, "One", .insert = TRUE });
  do_write (fixture->store, "case.rename", (Write){ id, "Two" });
  g_assert_true (jal_store_act (fixture->store, &act, other_column_func, &id, NULL, NULL));
  undo_one (fixture->store, id, "case.rename");
  assert_title (fixture->store, id, "One");
  note = ask_text (fixture->store, "SELECT note FROM court_case");
  g_assert_cmpstr (note, ==, "a note");
}

static gboolean
session_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_insert (tx, "court_session", jal_id_new (), error, "case_id", 'I', (JalId *)data, "kind", 's',
                        "hearing", "date", 'i', (gint64)20000, NULL);
}

/* A session hangs on the case: taking the case back would leave it pointing at nothing. */
static void
test_depends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalId id = jal_id_new ();
  JalAct act = { .verb = "session.add" };

  do_write (fixture->store, "case.add", (Write){ id, "One", .insert = TRUE });
  g_assert_true (jal_store_act (fixture->store, &act, session_func, &id, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (jal_store_undo (fixture->store, id, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT);
  assert_title (fixture->store, id, "One");
}

static gboolean
find_func (JalTx *tx, gpointer data, GError **error)
{
  JalId id;

  return jal_tx_find_id (tx, "court_case", data, &id, error);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  char first[JAL_ID_HEX_LENGTH + 1], common[JAL_ID_HEX_LENGTH + 1];
  g_autofree char *upper = NULL;
  JalId one, two;
  struct
  {
    const char *prefix;
    int code; /* -1: found */
  } cases[] = {
    { first, -1 },
    { NULL, -1 },
    { common, JAL_STORE_ERROR_AMBIGUOUS },
    { "ffffff", JAL_STORE_ERROR_NOT_FOUND },
    { "0", JAL_STORE_ERROR_NOT_FOUND },
    { "zzzzzz", JAL_STORE_ERROR_NOT_FOUND },
    { "", JAL_STORE_ERROR_NOT_FOUND },
  };

  jal_clock_set_fake (G_GINT64_CONSTANT (1790000000000000));
  one = jal_id_new ();
  two = jal_id_new ();
  jal_clock_set_fake (-1);
  do_write (fixture->store, "case.add", (Write){ one, "One", .insert = TRUE });
  do_write (fixture->store, "case.add", (Write){ two, "Two", .insert = TRUE });
  jal_id_to_hex (one, first);
  jal_id_to_hex (one, common);
  common[12] = '\0';
  cases[1].prefix = upper = g_ascii_strup (first, -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean found = jal_store_read (fixture->store, find_func, (gpointer)cases[i].prefix, NULL, &error);

      g_assert_cmpint (found, ==, cases[i].code < 0);
      if (!found)
        g_assert_error (error, JAL_STORE_ERROR, cases[i].code);
    }
}

static gboolean
setting_func (JalTx *tx, gpointer data, GError **error)
{
  const char *const *pair = data;

  return jal_tx_set_setting (tx, pair[0], pair[1], error) && jal_tx_set_local_setting (tx, pair[0], pair[1], error);
}

static gboolean
check_setting_func (JalTx *tx, gpointer data, GError **error)
{
  const char *const *pair = data;
  g_autofree char *synced = jal_tx_get_setting (tx, pair[0], error);
  g_autofree char *local = jal_tx_get_local_setting (tx, pair[0], error);

  g_assert_cmpstr (synced, ==, pair[1]);
  g_assert_cmpstr (local, ==, pair[2]);
  return TRUE;
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  const char *first[] = { "bundle.profile", "kenya-trial", "kenya-trial" };
  const char *second[] = { "bundle.profile", "other", "other" };
  const char *undone[] = { "bundle.profile", NULL, "other" };
  JalAct act = { .verb = "setting.change", .undoable = TRUE };

  g_assert_true (jal_store_act (fixture->store, &act, setting_func, first, NULL, NULL));
  g_assert_true (jal_store_read (fixture->store, check_setting_func, first, NULL, NULL));
  g_assert_true (jal_store_act (fixture->store, &act, setting_func, second, NULL, NULL));
  g_assert_true (jal_store_read (fixture->store, check_setting_func, second, NULL, NULL));
  undo_one (fixture->store, JAL_ID_NONE, "setting.change");
  undo_one (fixture->store, JAL_ID_NONE, "setting.change");
  g_assert_true (jal_store_read (fixture->store, check_setting_func, undone, NULL, NULL));
  /* Setting it again takes the tombstone out. */
  g_assert_true (jal_store_act (fixture->store, &act, setting_func, first, NULL, NULL));
  g_assert_true (jal_store_read (fixture->store, check_setting_func, first, NULL, NULL));
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM setting"), ==, 1);
}

/* What belongs to no case stands in one row with what was done in the case that is open; another case stays as it is. */
static void
test_no_case (Fixture *fixture, gconstpointer data)
{
  const char *weights[] = { "plan.weights", "recess_day=7", "recess_day=7" };
  JalAct act = { .verb = "plan.weights", .undoable = TRUE };
  JalId here = jal_id_new (), elsewhere = jal_id_new ();

  do_write (fixture->store, "case.add", (Write){ here, "One", .insert = TRUE });
  g_assert_true (jal_store_act (fixture->store, &act, setting_func, weights, NULL, NULL));
  g_assert_true (jal_store_left_undo (fixture->store));
  /* There was nothing to change: an Undo of that would take back something else. */
  g_assert_true (jal_store_act (fixture->store, &act, check_setting_func, weights, NULL, NULL));
  g_assert_false (jal_store_left_undo (fixture->store));
  do_write (fixture->store, "case.add", (Write){ elsewhere, "Other", .insert = TRUE });
  undo_one (fixture->store, here, "plan.weights");
  undo_one (fixture->store, here, "case.add");
  assert_title (fixture->store, elsewhere, "Other");
  redo_one (fixture->store, here, "case.add");
  redo_one (fixture->store, here, "plan.weights");
  undo_one (fixture->store, here, "plan.weights");
  /* Something else was done meanwhile: it cannot be done again on top of that. */
  do_write (fixture->store, "case.rename", (Write){ here, "Two" });
  g_assert_false (jal_store_can_redo (fixture->store, here, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/act/" path, Fixture, NULL, setup, func, teardown)
  ADD ("together", test_together);
  ADD ("nothing", test_nothing);
  ADD ("rules", test_rules);
  ADD ("statements", test_statements);
  ADD ("values", test_values);
  ADD ("undo", test_undo);
  ADD ("redo-ends", test_redo_ends);
  ADD ("conflict", test_conflict);
  ADD ("other-column", test_other_column);
  ADD ("depends", test_depends);
  ADD ("find", test_find);
  ADD ("settings", test_settings);
  ADD ("no-case", test_no_case);
  return g_test_run ();
}
