/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rescue may have lost: the new vault holds copies back until somebody has looked, and only where something can be missing. */
#include "test-store.h"

#include "store/jal-rescue.h"
#include "store/jal-rescued.h"
#include "test-raw.h"

#define PAGE 8192
#define FIRST 16384
#define NAMES "SELECT count(*) FROM protected_name WHERE deleted = 0"

typedef struct
{
  Fixture fixture;
  char *saved; /* where it is rescued to */
} Sample;

static gboolean
name_func (JalTx *tx, gpointer data, GError **error)
{
  JalId *case_id = data;

  if (jal_id_is_none (*case_id))
    {
      *case_id = jal_id_new ();
      if (!jal_tx_insert (tx, "court_case", *case_id, error, "title", 's', "A title", "created_at", 'i', (gint64)1, NULL))
        return FALSE;
    }
  return jal_tx_insert (tx, "protected_name", jal_id_new (), error, "case_id", 'I', case_id, "kind", 's', "person", "name", 's', "A name",
                        "created_at", 'i', (gint64)1, NULL);
}

static void
setup_sample (Sample *sample, gconstpointer data)
{
  JalAct act = { .verb = "name.add", .undoable = TRUE };
  g_autoptr (GError) error = NULL;
  JalId case_id = JAL_ID_NONE;

  setup (&sample->fixture, data);
  sample->saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_true (jal_store_act (sample->fixture.store, &act, name_func, &case_id, NULL, &error));
  close_store (&sample->fixture);
}

static void
teardown_sample (Sample *sample, gconstpointer data)
{
  g_free (sample->saved);
  teardown (&sample->fixture, data);
}

/* One bit of a leaf of each of @tables (separated by spaces); of a page that leads to them after "^". */
static void
damage (const char *path, const char *tables)
{
  g_auto (GStrv) names = g_strsplit (tables, " ", -1);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (int));
  JalVault *vault = jal_vault_open (path, PASSPHRASE, &error);
  gsize length;

  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      sqlite3_stmt *row = NULL;
      int page;

      g_assert_cmpint (sqlite3_prepare_v2 (jal_vault_get_db (vault), "SELECT max (pageno) FROM dbstat WHERE name = ltrim (?1, '^') AND pagetype = iif (?1 GLOB '^*', 'internal', 'leaf')",
                                           -1, &row, NULL), ==, SQLITE_OK);
      sqlite3_bind_text (row, 1, names[i], -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
      page = sqlite3_column_int (row, 0);
      g_assert_cmpint (page, >, 1);
      g_array_append_val (pages, page);
      sqlite3_finalize (row);
    }
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
  for (guint i = 0; i < pages->len; i++)
    bytes[FIRST + (gsize)(g_array_index (pages, int, i) - 1) * PAGE + 99] ^= 8;
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error));
}

/* Rescues @path to @to, and opens that. */
static JalStore *
rescue (const char *path, const char *to, JalRescueReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = jal_store_open_damaged (path, PASSPHRASE, NULL, &error);
  JalStore *fresh;

  g_assert_no_error (error);
  g_unlink (to);
  g_assert_true (jal_store_rescue (store, to, report, NULL, NULL, NULL, &error));
  jal_store_close (store, NULL);
  fresh = jal_store_open_vault (to, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  return fresh;
}

static void
assert_refused (JalStore *store, gboolean refused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalRescueDoubt) doubt = NULL;

  g_assert_true (jal_rescued_get_doubt (store, &doubt, NULL, &error));
  g_assert_cmpint (doubt != NULL, ==, refused);
  g_assert_cmpint (jal_store_allows_copies (store, &error), ==, !refused);
  if (refused)
    g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  else
    g_assert_no_error (error);
}

static void
test_when (Sample *sample, gconstpointer data)
{
  static const struct
  {
    const char *tables;
    const char *before; /* nullable: done behind the program's back */
    gboolean unsure;
    gint64 names; /* left */
  } all[] = {
    { "protected_name", NULL, FALSE, 3 },                 /* all of them come back from the record of changes */
    { "change", NULL, FALSE, 3 },                         /* nothing that a copy needs */
    { "chunk audit undo", NULL, FALSE, 3 },
    { "protected_name change", NULL, TRUE, 0 },
    { "protected_name audit", NULL, TRUE, 3 },            /* who knows that the record of changes is whole? */
    { "protected_name audit_head", NULL, TRUE, 3 },
    { "protected_name", "DELETE FROM undo; DELETE FROM change WHERE seq = 3", TRUE, 2 },
    { "protected_name", "DELETE FROM undo; DELETE FROM change WHERE seq = 3; UPDATE audit SET change_salt = NULL WHERE seq = 3", TRUE, 2 }, /* as an erasure does */
    { "hidden_words", NULL, TRUE, 3 },                    /* in no record of changes */
    { "setting protected_name change", NULL, TRUE, 0 },
  };
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (sample->fixture.path, &whole, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (JalStore) store = NULL;
      JalRescueReport report = { 0 };

      g_unlink (sample->fixture.path);
      g_assert_true (g_file_set_contents_full (sample->fixture.path, whole, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      if (all[i].before != NULL)
        raw_unguarded (sample->fixture.path, all[i].before);
      damage (sample->fixture.path, all[i].tables);
      store = rescue (sample->fixture.path, sample->saved, &report);
      g_test_message ("%s: %u", all[i].tables, report.unsure);
      g_assert_cmpint (report.unsure, ==, all[i].unsure);
      g_assert_cmpint (ask (store, NAMES), ==, all[i].names);
      assert_refused (store, all[i].unsure);
      jal_store_close (store, NULL);
    }
}

static gboolean
many_func (JalTx *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < 300; i++)
    if (!name_func (tx, data, error))
      return FALSE;
  return TRUE;
}

/* A leaf that nothing leads to any more is not even counted when it cannot be read. */
static void
test_torn (Sample *sample, gconstpointer data)
{
  const JalAct act = { .verb = "name.add" };
  g_autoptr (JalRescueDoubt) doubt = NULL;
  g_autoptr (JalStore) store = NULL;
  g_autoptr (GError) error = NULL;
  JalRescueReport report = { 0 };
  JalId case_id = JAL_ID_NONE;

  reopen (&sample->fixture);
  g_assert_true (jal_store_act (sample->fixture.store, &act, many_func, &case_id, NULL, &error));
  close_store (&sample->fixture);
  raw (sample->fixture.path, "DELETE FROM undo; DELETE FROM change");
  damage (sample->fixture.path, "^protected_name protected_name");
  store = rescue (sample->fixture.path, sample->saved, &report);
  g_assert_cmpint (ask (store, NAMES), >, 100);
  g_assert_cmpint (ask (store, NAMES), <, 303);
  g_assert_cmpuint (report.n_lost, ==, 0);
  g_assert_true (report.unsure);
  assert_refused (store, TRUE);
  g_assert_true (jal_rescued_get_doubt (store, &doubt, NULL, &error));
  g_assert_true (doubt->uncounted);
  jal_store_close (store, NULL);
}

/* The consent: on record, taken back, done again; asked for anew after the next loss; and a rescue of the rescued one keeps both. */
static void
test_consent (Sample *sample, gconstpointer data)
{
  g_autofree char *again = g_build_filename (sample->fixture.folder, "again.jalada", NULL), *who = NULL;
  g_autoptr (JalRescueDoubt) doubt = NULL;
  g_autoptr (JalStore) store = NULL;
  g_autoptr (JalStore) second = NULL;
  g_autoptr (GError) error = NULL;
  JalRescueReport report = { 0 };

  damage (sample->fixture.path, "protected_name change");
  store = rescue (sample->fixture.path, sample->saved, &report);
  g_assert_true (jal_rescued_get_doubt (store, &doubt, NULL, &error));
  g_assert_cmpuint (doubt->n_lost, ==, 2);
  g_assert_cmpstr (doubt->about[0], ==, "protected names and places");
  g_assert_null (doubt->about[1]);
  /* It is a change like any other: the next laptop, and the next rescue, hear of it. */
  g_assert_cmpint (ask (store, "SELECT count(*) FROM change WHERE instr (changeset, 'rescue.unsure') > 0"), ==, 1);
  jal_store_close (store, NULL);

  g_clear_object (&store);
  store = rescue (sample->saved, again, &report);
  g_assert_true (report.unsure); /* the first one's doubt stands */
  assert_refused (store, TRUE);
  jal_store_set_actor (store, "Counsel");
  g_assert_true (jal_rescued_say_looked_through (store, NULL, &error));
  assert_refused (store, FALSE);
  who = ask_text (store, "SELECT actor || ' ' || payload FROM audit WHERE verb = 'rescue.looked-through'");
  g_assert_cmpstr (who, ==, "Counsel {\"lost\":2,\"uncounted\":true}");
  g_assert_false (jal_rescued_say_looked_through (store, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (jal_store_undo (store, JAL_ID_NONE, NULL, NULL, &error));
  assert_refused (store, TRUE);
  g_assert_true (jal_store_redo (store, JAL_ID_NONE, NULL, NULL, &error));
  assert_refused (store, FALSE);
  jal_store_close (store, NULL);

  /* Another loss has to be looked through again. */
  damage (again, "protected_name change");
  second = rescue (again, sample->saved, &report);
  g_assert_true (report.unsure);
  assert_refused (second, TRUE);
  jal_store_close (second, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rescued/" name, Sample, NULL, setup_sample, func, teardown_sample)
  ADD ("when", test_when);
  ADD ("torn", test_torn);
  ADD ("consent", test_consent);
  return g_test_run ();
}
