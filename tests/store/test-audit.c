/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain: it holds through ordinary work, and everything done to it behind the program's back is caught. */
#include "test-store.h"

#include <sodium.h>

#include "store/jal-store-private.h"
#include "test-raw.h"

#define N_RECORDS 6

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
case_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_insert (tx, "court_case", *(JalId *)data, error, "title", 's', "A title", "created_at", 'i', (gint64)1,
                        NULL);
}

/* Record 1 is the creation, 2 to 5 carry a payload, 5 a changeset too, 6 nothing. */
static void
fill (JalStore *store, JalId *case_id)
{
  static const char *const payloads[] = { "one", "two", "three" };
  JalAct act = { .verb = "case.add", .case_id = *case_id, .subject_id = *case_id, .payload = "four", .undoable = TRUE };
  JalAct last = { .verb = "test.last" };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      JalAct plain = { .verb = "test.note", .payload = payloads[i] };

      g_assert_true (jal_store_act (store, &plain, nothing_func, NULL, NULL, NULL));
    }
  g_assert_true (jal_store_act (store, &act, case_func, case_id, NULL, NULL));
  g_assert_true (jal_store_act (store, &last, nothing_func, NULL, NULL, NULL));
}

static void
test_holds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalAuditReport report;
  JalStoreInfo info;
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  for (int round = 0; round < 2; round++)
    {
      g_assert_true (jal_audit_verify (fixture->store, &report, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (report.n_records, ==, N_RECORDS);
      g_assert_cmpuint (report.n_erased, ==, 0);
      g_assert_cmpuint (report.bad_sequence, ==, 0);
      g_assert_true (jal_store_get_info (fixture->store, &info, NULL, &error));
      g_assert_cmpuint (info.audit_length, ==, N_RECORDS);
      g_assert_cmpstr (info.audit_head, ==, report.head);
      reopen (fixture);
    }
}

static void
test_tampering (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *what;
    const char *sql;
    guint64 bad;
  } cases[] = {
    { "verb edited", "UPDATE audit SET verb = 'test.other' WHERE seq = 3", 3 },
    { "actor edited", "UPDATE audit SET actor = 'nobody' WHERE seq = 2", 2 },
    { "time edited", "UPDATE audit SET at = at + 1 WHERE seq = 4", 4 },
    { "clock edited", "UPDATE audit SET hlc = '0000000000000000' WHERE seq = 4", 4 },
    { "case edited", "UPDATE audit SET case_id = x'00112233445566778899aabbccddeeff' WHERE seq = 5", 5 },
    { "subject removed", "UPDATE audit SET subject_id = NULL WHERE seq = 5", 5 },
    { "payload edited", "UPDATE audit SET payload = 'two!' WHERE seq = 3", 3 },
    { "payload lost, salt kept", "UPDATE audit SET payload = NULL WHERE seq = 3", 3 },
    { "digest edited", "UPDATE audit SET payload_digest = zeroblob(32) WHERE seq = 3", 3 },
    { "digest shortened", "UPDATE audit SET payload_digest = zeroblob(31) WHERE seq = 3", 3 },
    { "payload and digest lost",
      "UPDATE audit SET payload = NULL, payload_salt = NULL, payload_digest = NULL WHERE seq = 3", 3 },
    { "changeset edited", "UPDATE change SET changeset = zeroblob (length (changeset)) WHERE seq = 5", 5 },
    { "changeset removed", "DELETE FROM undo; DELETE FROM change WHERE seq = 5", 5 },
    { "hash edited", "UPDATE audit SET hash = zeroblob(32) WHERE seq = 3", 3 },
    { "first deleted", "DELETE FROM audit WHERE seq = 1", 1 },
    { "one deleted", "DELETE FROM audit WHERE seq = 3", 3 },
    { "last deleted", "DELETE FROM audit WHERE seq = 6", 6 },
    { "two swapped",
      "UPDATE audit SET seq = 100 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; "
      "UPDATE audit SET seq = 3 WHERE seq = 100",
      2 },
    { "one deleted, the rest moved up",
      "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5;"
      " UPDATE audit SET seq = 5 WHERE seq = 6",
      3 },
    { "one put in at the end",
      "INSERT INTO audit SELECT device, 7, hlc, at, actor, verb, case_id, subject_id, payload, payload_salt, "
      "payload_digest, change_salt, change_digest, hash FROM audit WHERE seq = 6",
      7 },
    { "head moved", "UPDATE audit_head SET seq = 4", 7 },
    { "head changed", "UPDATE audit_head SET hash = zeroblob(32)", 7 },
    { "head removed", "DELETE FROM audit_head", 7 },
    { "a second chain without a head",
      "INSERT INTO audit SELECT zeroblob(16), 1, hlc, at, actor, verb, case_id, subject_id, payload, payload_salt, "
      "payload_digest, change_salt, change_digest, hash FROM audit WHERE seq = 1",
      1 },
    { "everything removed", "DELETE FROM audit; DELETE FROM audit_head", 1 },
  };
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  close_store (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/%u.jalada", fixture->folder, i);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JalStore) store = NULL;
      JalAuditReport report;
      gsize length;

      g_test_message ("%s", cases[i].what);
      g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (copy, bytes, (gssize)length, NULL));
      raw_unguarded (copy, cases[i].sql);
      store = jal_store_open_vault (copy, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (jal_audit_verify (store, &report, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      g_assert_cmpuint (report.bad_sequence, ==, cases[i].bad);
    }
}

/* Plain SQL of somebody who has the key: refused as long as the guards stand, and nothing is changed. */
static void
test_append_only (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "UPDATE audit SET verb = 'test.other' WHERE seq = 3",
    "UPDATE audit SET actor = 'nobody'",
    "UPDATE audit SET at = at + 1 WHERE seq = 4",
    "UPDATE audit SET payload = 'two!' WHERE seq = 3",
    "UPDATE audit SET payload = NULL WHERE seq = 3",
    "UPDATE audit SET payload_salt = NULL WHERE seq = 3",
    "UPDATE audit SET payload_salt = zeroblob (32), payload = 'x' WHERE seq = 6",
    "UPDATE audit SET change_salt = zeroblob (32) WHERE seq = 5",
    "UPDATE audit SET hash = zeroblob (32) WHERE seq = 3",
    "UPDATE audit SET seq = 100 WHERE seq = 2",
    "UPDATE audit SET rowid = 100 WHERE seq = 2",
    "DELETE FROM audit WHERE seq = 6",
    "DELETE FROM audit",
    "REPLACE INTO audit SELECT device, seq, hlc, at, 'nobody', verb, case_id, subject_id, payload, payload_salt, payload_digest, "
    "change_salt, change_digest, hash FROM audit WHERE seq = 3",
    "INSERT OR REPLACE INTO audit (rowid, device, seq, hlc, at, actor, verb, hash) SELECT rowid, device, seq, hlc, at, 'nobody', "
    "verb, hash FROM audit WHERE seq = 3",
    "UPDATE OR REPLACE audit SET seq = 5 WHERE seq = 6",
    "UPDATE audit_head SET seq = 4",
    "UPDATE audit_head SET hash = zeroblob (32)",
    "DELETE FROM audit_head",
    "REPLACE INTO audit_head SELECT device, 4, hash FROM audit WHERE seq = 4",
    "UPDATE audit_checkpoint SET at = at + 1",
    "DELETE FROM audit_checkpoint",
    "UPDATE audit_key SET public = zeroblob (32)",
    "DELETE FROM audit_key",
    "REPLACE INTO audit_key SELECT device, zeroblob (32), zeroblob (64) FROM audit_key",
    /* A row number that is taken: what stood there would go without any delete. */
    "INSERT OR REPLACE INTO audit (rowid, device, seq, hlc, at, actor, verb, hash) SELECT rowid, device, 900, hlc, at, 'nobody', "
    "verb, hash FROM audit WHERE seq = 3",
    "INSERT OR REPLACE INTO audit_head (rowid, device, seq, hash) SELECT rowid, zeroblob (16), seq, hash FROM audit_head",
    "INSERT OR REPLACE INTO audit_checkpoint (rowid, device, seq, at, hash, signature) SELECT rowid, device, 900, at, hash, "
    "signature FROM audit_checkpoint",
    "INSERT OR REPLACE INTO audit_key (rowid, device, public, secret) SELECT rowid, zeroblob (16), public, secret FROM audit_key",
    "UPDATE OR REPLACE audit_head SET rowid = rowid + 1, seq = seq + 1",
  };
  g_autoptr (GError) error = NULL;
  JalAuditReport report;
  JalId id = jal_id_new ();
  JalVault *vault;

  fill (fixture->store, &id);
  close_store (fixture);
  vault = jal_vault_open (fixture->path, PASSPHRASE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      g_assert_cmpint (sqlite3_exec (jal_vault_get_db (vault), refused[i], NULL, NULL, NULL) & 0xff, ==, SQLITE_CONSTRAINT);
    }
  g_assert_true (jal_vault_close (vault, NULL));
  reopen (fixture);
  g_assert_true (jal_audit_verify (fixture->store, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (report.unguarded);
}

/* The guards gone, weakened or outnumbered, and nothing else changed: said all the same. */
static void
test_unguarded (Fixture *fixture, gconstpointer data)
{
  static const char *const sqls[] = {
    "DROP TRIGGER audit_guard_delete",
    "DROP TRIGGER audit_guard_row",
    "DROP TRIGGER audit_guard_row; CREATE TRIGGER audit_guard_row BEFORE INSERT ON audit WHEN 0 BEGIN SELECT 1; END",
    "DROP TRIGGER audit_guard_update; CREATE TRIGGER audit_guard_update BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT 1; END",
    "CREATE TRIGGER audit_more AFTER INSERT ON audit BEGIN SELECT 1; END",
  };
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  close_store (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sqls); i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/%u.jalada", fixture->folder, i);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JalStore) store = NULL;
      JalAuditReport report;
      gsize length;

      g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (copy, bytes, (gssize)length, NULL));
      raw (copy, sqls[i]);
      store = jal_store_open_vault (copy, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (jal_audit_verify (store, &report, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      g_assert_true (report.unguarded);
      g_assert_cmpuint (report.bad_sequence, ==, 0);
    }
}

/* A backup from before the guards of row numbers has only the older ones: nothing was taken out of it. */
static void
test_older_guards (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = NULL;
  JalAuditReport report;
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  close_store (fixture);
  raw (fixture->path, "DROP TRIGGER audit_guard_row; DROP TRIGGER audit_guard_head_row; DROP TRIGGER audit_guard_head_move;"
                      "DROP TRIGGER audit_guard_point_row; DROP TRIGGER audit_guard_key_row; PRAGMA user_version = 16");
  store = jal_store_open_to_read (fixture->path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_audit_verify (store, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (report.unguarded);
}

/* The chain computed anew from its description, as somebody else's program would do it. */

static void
put (crypto_generichash_state *state, const void *data, gsize length)
{
  guint8 prefix[8];

  for (int i = 0; i < 8; i++)
    prefix[i] = (guint8)((guint64)length >> (8 * i));
  crypto_generichash_update (state, prefix, sizeof prefix);
  crypto_generichash_update (state, data, length);
}

static void
put_column (crypto_generichash_state *state, sqlite3_stmt *row, int column)
{
  guint8 number[8];
  gint64 value;

  if (sqlite3_column_type (row, column) != SQLITE_INTEGER)
    {
      const void *data = sqlite3_column_blob (row, column);

      put (state, data, (gsize)sqlite3_column_bytes (row, column));
      return;
    }
  value = sqlite3_column_int64 (row, column);
  for (int i = 0; i < 8; i++)
    number[i] = (guint8)((guint64)value >> (8 * i));
  put (state, number, sizeof number);
}

/* The hash of record @seq on top of @before. */
static void
compute (sqlite3 *db, gint64 seq, const guint8 before[32], guint8 hash[32])
{
  crypto_generichash_state state;
  sqlite3_stmt *row = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT device, seq, hlc, at, actor, verb, case_id, subject_id, "
                                           "payload_digest, change_digest FROM audit WHERE seq = ?",
                                       -1, &row, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_int64 (row, 1, seq);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  crypto_generichash_init (&state, NULL, 0, 32);
  crypto_generichash_update (&state, (const guint8 *)"JALAUDIT1", 9);
  put (&state, before, 32);
  for (int i = 0; i < sqlite3_column_count (row); i++)
    put_column (&state, row, i);
  crypto_generichash_final (&state, hash, 32);
  sqlite3_finalize (row);
}

static void
read_hash (sqlite3 *db, gint64 seq, guint8 hash[32])
{
  sqlite3_stmt *row = NULL;

  sqlite3_prepare_v2 (db, "SELECT hash FROM audit WHERE seq = ?", -1, &row, NULL);
  sqlite3_bind_int64 (row, 1, seq);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_bytes (row, 0), ==, 32);
  memcpy (hash, sqlite3_column_blob (row, 0), 32);
  sqlite3_finalize (row);
}

/* The stored hashes are those of the description; and a forger who gives his record the right hash is caught by the
   next one, which stands on the old. */
static void
test_description (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 before[32] = { 0 }, hash[32], stored[32];
  sqlite3_stmt *update = NULL;
  JalAuditReport report;
  JalVault *vault;
  JalId id = jal_id_new ();
  sqlite3 *db;

  fill (fixture->store, &id);
  close_store (fixture);
  vault = jal_vault_open (fixture->path, PASSPHRASE, &error);
  g_assert_no_error (error);
  db = jal_vault_get_db (vault);
  for (gint64 seq = 1; seq <= N_RECORDS; seq++)
    {
      compute (db, seq, before, hash);
      read_hash (db, seq, stored);
      g_assert_cmpmem (hash, 32, stored, 32);
      memcpy (before, hash, 32);
    }

  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER audit_guard_update", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE audit SET verb = 'forged' WHERE seq = 3", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  read_hash (db, 2, before);
  compute (db, 3, before, hash);
  sqlite3_prepare_v2 (db, "UPDATE audit SET hash = ? WHERE seq = 3", -1, &update, NULL);
  sqlite3_bind_blob (update, 1, hash, 32, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (update), ==, SQLITE_DONE);
  sqlite3_finalize (update);
  g_assert_true (jal_vault_close (vault, NULL));
  reopen (fixture);
  g_assert_false (jal_audit_verify (fixture->store, &report, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (report.bad_sequence, ==, 4);
}

static gboolean
erase_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_erase_audit_payloads (tx, *(JalId *)data, error);
}

static void
test_erasure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "case.erase" };
  JalAuditReport report;
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE payload = 'four'"), ==, 1);
  g_assert_true (jal_store_act (fixture->store, &act, erase_func, &id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE payload = 'four'"), ==, 0);
  g_assert_true (jal_audit_verify (fixture->store, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_erased, ==, 1);
}

static gboolean
collect_cb (const JalAuditRecord *record, gpointer data)
{
  GString *text = data;

  g_string_append_printf (text, "%u %s %s\n", (guint)record->sequence, record->verb,
                          record->payload != NULL ? record->payload : "-");
  return text->len < 100;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) some = g_string_new (NULL), of_case = g_string_new (NULL);
  JalId id = jal_id_new ();

  fill (fixture->store, &id);
  g_assert_true (jal_audit_foreach (fixture->store, JAL_ID_NONE, 3, collect_cb, some, NULL, NULL));
  g_assert_cmpstr (some->str, ==, "6 test.last -\n5 case.add four\n4 test.note three\n");
  g_assert_true (jal_audit_foreach (fixture->store, id, 0, collect_cb, of_case, NULL, NULL));
  g_assert_cmpstr (of_case->str, ==, "5 case.add four\n");
}

/* Looking is on record too: in its turn while the vault is open, and what is left when it closes. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JalId id = jal_id_new ();

  jal_store_note_view (fixture->store, "document.open", id, id, NULL);
  jal_store_note_view (fixture->store, "document.print", id, id, "page 3");
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, 3);
  for (int i = 0; i < 50; i++)
    jal_store_note_view (fixture->store, "document.open", id, id, NULL);
  reopen (fixture);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, 53);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_audit_foreach (fixture->store, id, 0, collect_cb, text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text->str, "53 document.open -\n52 "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/audit/" path, Fixture, NULL, setup, func, teardown)
  ADD ("holds", test_holds);
  ADD ("tampering", test_tampering);
  ADD ("append-only", test_append_only);
  ADD ("older-guards", test_older_guards);
  ADD ("unguarded", test_unguarded);
  ADD ("description", test_description);
  ADD ("erasure", test_erasure);
  ADD ("list", test_list);
  ADD ("views", test_views);
  return g_test_run ();
}
