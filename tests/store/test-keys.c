/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People with keys: who opened the vault acts in it; adding, changing, removing; recovery; new keys for the whole vault. */
#include "test-store.h"

#include <sqlite3.h>

#include "store/jal-holder.h"
#include "vault/jal-vault-slots.h"

static JalStore *
open_with (Fixture *fixture, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  if (fixture->store != NULL)
    {
      g_assert_true (jal_store_close (fixture->store, &error));
      g_assert_no_error (error);
      g_clear_object (&fixture->store);
    }
  fixture->store = jal_store_open_vault (fixture->path, passphrase, NULL, &error);
  g_assert_no_error (error);
  return fixture->store;
}

static void
close_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_close (fixture->store, &error));
  g_assert_no_error (error);
  g_clear_object (&fixture->store);
}

static gboolean
opens (Fixture *fixture, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = jal_store_open_vault (fixture->path, passphrase, NULL, &error);

  if (store == NULL)
    g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  return store != NULL;
}

static JalId
add (Fixture *fixture, const char *name, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  JalId id = JAL_ID_NONE;

  g_assert_true (jal_holder_add (fixture->store, name, "Paralegal", passphrase, JAL_STORE_STRENGTH_MIN, &id, NULL, &error));
  g_assert_no_error (error);
  return id;
}

static GPtrArray *
list (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *holders = jal_holder_list (fixture->store, NULL, &error);

  g_assert_no_error (error);
  return holders;
}

static const JalHolder *
nth (GPtrArray *holders, guint i)
{
  g_assert_cmpuint (i, <, holders->len);
  return holders->pdata[i];
}

/* A vault of Wanjiru's. */
static void
setup_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("jal-keys-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.jalada", NULL);
  fixture->store = jal_store_create_vault_for (fixture->path, "Wanjiru", "Prosecutor", PASSPHRASE, JAL_STORE_STRENGTH_MIN,
                                               NULL, &error);
  g_assert_no_error (error);
}

static char *
last_actor (Fixture *fixture)
{
  return ask_text (fixture->store, "SELECT actor FROM audit ORDER BY seq DESC LIMIT 1");
}

static void
test_actor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = last_actor (fixture), *second = NULL, *third = NULL, *again = NULL;
  g_autoptr (GPtrArray) holders = NULL;

  g_assert_cmpstr (first, ==, "Wanjiru");
  add (fixture, "Otieno", "second passphrase");
  open_with (fixture, "second passphrase");
  run (fixture->store, "DELETE FROM local_setting WHERE name = 'none'");
  second = last_actor (fixture);
  g_assert_cmpstr (second, ==, "Otieno");
  holders = list (fixture);
  g_assert_cmpuint (holders->len, ==, 2);
  g_assert_cmpstr (nth (holders, 0)->name, ==, "Otieno");
  g_assert_cmpstr (nth (holders, 0)->role, ==, "Paralegal");
  g_assert_true (nth (holders, 0)->is_self);
  g_assert_cmpstr (nth (holders, 1)->name, ==, "Wanjiru");
  g_assert_cmpstr (nth (holders, 1)->role, ==, "Prosecutor");
  g_assert_false (nth (holders, 1)->is_self);
  g_assert_true (nth (holders, 1)->has_passphrase);
  g_assert_false (nth (holders, 1)->has_recovery);
  g_assert_cmpuint (nth (holders, 1)->passes, ==, 1);

  /* A new name counts from now on; what is on record keeps the old one. Taking it back is an action, too. */
  g_assert_true (jal_holder_rename (fixture->store, nth (holders, 0)->id, "Otieno Ouma", NULL, NULL, NULL));
  run (fixture->store, "DELETE FROM local_setting WHERE name = 'none'");
  third = last_actor (fixture);
  g_assert_cmpstr (third, ==, "Otieno Ouma");
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE actor = 'Otieno'"), >, 0);
  g_assert_true (jal_store_undo (fixture->store, JAL_ID_NONE, NULL, NULL, NULL));
  open_with (fixture, "second passphrase");
  again = jal_store_dup_actor (fixture->store);
  g_assert_cmpstr (again, ==, "Otieno");
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, NULL));
}

/* No name is readable in the file, and no identifier of a row of another kind. */
static void
test_no_name_outside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize length;

  add (fixture, "Muthoni Kamau", "second passphrase");
  close_store (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_null (memmem (content, length, "Wanjiru", 7));
  g_assert_null (memmem (content, length, "Muthoni", 7));
  g_assert_null (memmem (content, length, "Paralegal", 9));
}

static void
refuses_name (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (jal_holder_add (fixture->store, name, NULL, "x", JAL_STORE_STRENGTH_MIN, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (JAL_HOLDER_NAME_MAX + 1, 'a');
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;
  JalId other = add (fixture, "Otieno", "second passphrase");

  refuses_name (fixture, "");
  refuses_name (fixture, " \t");
  refuses_name (fixture, "wanjirU ");
  refuses_name (fixture, long_name);
  g_assert_false (jal_holder_rename (fixture->store, other, "WANJIRU", NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  /* One's own name in another spelling is fine. */
  g_assert_true (jal_holder_rename (fixture->store, other, "OTIENO", "Advocate", NULL, &error));
  g_assert_no_error (error);
  holders = list (fixture);
  g_assert_cmpuint (holders->len, ==, 2);
  g_assert_cmpstr (nth (holders, 1)->name, ==, "OTIENO");
  g_assert_cmpstr (nth (holders, 1)->role, ==, "Advocate");
  close_store (fixture);
  g_assert_true (opens (fixture, "second passphrase"));
  g_assert_false (opens (fixture, "x"));
}

static void
test_passphrase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalId other = add (fixture, "Otieno", "second passphrase");
  g_autoptr (GPtrArray) holders = list (fixture);
  JalId self = nth (holders, 0)->id;

  g_assert_false (jal_holder_set_passphrase (fixture->store, self, "wrong", "x", JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (jal_holder_set_passphrase (fixture->store, self, NULL, "x", JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  /* Another's passphrase is changed only by who knows it, vault open or not. */
  g_assert_false (jal_holder_set_passphrase (fixture->store, other, PASSPHRASE, "x", JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (jal_holder_set_passphrase (fixture->store, other, "second passphrase", "third passphrase",
                                            JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_true (jal_holder_set_passphrase (fixture->store, self, PASSPHRASE, "fourth passphrase", JAL_STORE_STRENGTH_MIN,
                                            NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_holder_check_passphrase (fixture->store, JAL_ID_NONE, "fourth passphrase", NULL, &error));
  g_assert_false (jal_holder_check_passphrase (fixture->store, JAL_ID_NONE, "third passphrase", NULL, NULL));
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'key.passphrase'"), ==, 2);
  close_store (fixture);
  g_assert_false (opens (fixture, PASSPHRASE));
  g_assert_false (opens (fixture, "second passphrase"));
  g_assert_true (opens (fixture, "third passphrase"));
  g_assert_true (opens (fixture, "fourth passphrase"));
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalId other = add (fixture, "Otieno", "second passphrase");
  g_autoptr (GPtrArray) holders = list (fixture);
  g_autoptr (GPtrArray) after = NULL;
  JalId self = nth (holders, 0)->id;

  g_assert_false (jal_holder_remove (fixture->store, self, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (jal_holder_remove (fixture->store, other, NULL, &error));
  g_assert_no_error (error);
  after = list (fixture);
  g_assert_cmpuint (after->len, ==, 1);
  /* The name is free again. */
  add (fixture, "Otieno", "another passphrase");
  close_store (fixture);
  g_assert_false (opens (fixture, "second passphrase"));
  g_assert_true (opens (fixture, "another passphrase"));
  open_with (fixture, PASSPHRASE);
}

static void
test_recovery (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holders = NULL, after = NULL;
  char *code = jal_holder_make_recovery (fixture->store, NULL, &error), *second, *typo;
  g_autofree char *actor = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (code), ==, 14 * 6 - 1);
  g_assert_true (jal_recovery_check (code, NULL, NULL));
  holders = list (fixture);
  g_assert_true (nth (holders, 0)->has_recovery);
  g_assert_false (jal_store_is_recovering (fixture->store));
  close_store (fixture);

  typo = g_strdup (code);
  typo[2 * 6 + 3] = typo[2 * 6 + 3] == 'A' ? 'B' : 'A';
  g_assert_null (jal_store_open_vault_by_code (fixture->path, typo, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_RECOVERY);
  g_assert_nonnull (strstr (error->message, "group 3"));
  g_clear_error (&error);

  fixture->store = jal_store_open_vault_by_code (fixture->path, code, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_store_is_recovering (fixture->store));
  actor = jal_store_dup_actor (fixture->store);
  g_assert_cmpstr (actor, ==, "Wanjiru");
  /* The forgotten passphrase is not asked for; afterwards it opens nothing. */
  g_assert_true (jal_holder_set_passphrase (fixture->store, nth (holders, 0)->id, NULL, "remembered", JAL_STORE_STRENGTH_MIN,
                                            NULL, &error));
  g_assert_no_error (error);
  g_assert_false (jal_store_is_recovering (fixture->store));
  close_store (fixture);
  g_assert_false (opens (fixture, PASSPHRASE));

  /* The next sheet makes this one worthless. */
  open_with (fixture, "remembered");
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'key.recovery-used'"), ==, 1);
  second = jal_holder_make_recovery (fixture->store, NULL, &error);
  g_assert_cmpstr (code, !=, second);
  close_store (fixture);
  g_assert_null (jal_store_open_vault_by_code (fixture->path, code, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_RECOVERY);
  g_clear_error (&error);
  fixture->store = jal_store_open_vault_by_code (fixture->path, second, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_holder_remove_recovery (fixture->store, nth (holders, 0)->id, NULL, &error));
  g_assert_no_error (error);
  after = list (fixture);
  g_assert_false (nth (after, 0)->has_recovery);
  g_assert_false (jal_holder_remove_recovery (fixture->store, nth (holders, 0)->id, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  close_store (fixture);
  g_assert_null (jal_store_open_vault_by_code (fixture->path, second, NULL, NULL));
  g_assert_true (opens (fixture, "remembered"));
  jal_recovery_free (code);
  jal_recovery_free (second);
  jal_recovery_free (typo);
}

static void
count_cb (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  JalBlobInfo info;

  return jal_blob_writer_adopt (data, tx, &info, error);
}

/* Stores @text; returns whether it was there already. */
static gboolean
store_text (JalStore *store, const char *text)
{
  g_autoptr (JalBlobWriter) writer = jal_blob_writer_new (store);
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.store" };
  JalBlobInfo info;

  jal_blob_writer_append (writer, text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  jal_blob_writer_finish (writer, &info, NULL, &error);
  g_assert_no_error (error);
  if (!info.duplicate)
    jal_store_act (store, &act, adopt_func, writer, NULL, &error);
  g_assert_no_error (error);
  return info.duplicate;
}

static void
test_rekey (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalId second = add (fixture, "Otieno", "second passphrase"), third = add (fixture, "Achieng", "third passphrase");
  g_autoptr (GPtrArray) holders = list (fixture), after = NULL;
  JalRekeyKey keys[] = { { nth (holders, 0)->id, "wrong" }, { second, "second passphrase" } };
  char *old_code = jal_holder_make_recovery (fixture->store, NULL, NULL), *code = NULL;
  double last = 0;
  guint wrong = 7;

  g_assert_false (store_text (fixture->store, "the same paper, twice"));
  g_assert_true (store_text (fixture->store, "the same paper, twice"));
  g_assert_false (jal_store_rekey (fixture->store, keys, 2, JAL_STORE_STRENGTH_MIN, &code, &wrong, count_cb, &last, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  g_assert_cmpuint (wrong, ==, 0);
  g_assert_null (code);
  g_clear_error (&error);
  keys[0].passphrase = PASSPHRASE;
  keys[1].passphrase = "third passphrase";
  g_assert_false (jal_store_rekey (fixture->store, keys, 2, JAL_STORE_STRENGTH_MIN, &code, &wrong, NULL, NULL, NULL, &error));
  g_assert_cmpuint (wrong, ==, 1);
  g_clear_error (&error);
  /* Not by somebody else than who has it open. */
  g_assert_false (jal_store_rekey (fixture->store, keys + 1, 1, JAL_STORE_STRENGTH_MIN, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  keys[1].passphrase = "second passphrase";
  g_assert_true (jal_store_rekey (fixture->store, keys, 2, JAL_STORE_STRENGTH_MIN, &code, &wrong, count_cb, &last, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (last, >, 0.5);
  g_assert_true (jal_recovery_check (code, NULL, NULL));
  /* The store goes on with the new file: it reads, writes and knows the same paper again. */
  g_assert_true (store_text (fixture->store, "the same paper, twice"));
  g_assert_false (store_text (fixture->store, "another paper"));
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'vault.rekey' AND actor = 'Wanjiru'"), ==, 1);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  after = list (fixture);
  g_assert_cmpuint (after->len, ==, 3);
  g_assert_true (jal_id_equal (nth (after, 1)->id, third));
  g_assert_false (nth (after, 1)->has_passphrase);
  g_assert_true (nth (after, 2)->has_passphrase);
  g_assert_true (nth (after, 0)->has_recovery);
  /* Who lost the key is given one again. */
  g_assert_true (jal_holder_set_passphrase (fixture->store, third, NULL, "fifth passphrase", JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_no_error (error);
  close_store (fixture);
  g_assert_true (opens (fixture, PASSPHRASE));
  g_assert_true (opens (fixture, "second passphrase"));
  g_assert_false (opens (fixture, "third passphrase"));
  g_assert_true (opens (fixture, "fifth passphrase"));
  g_assert_null (jal_store_open_vault_by_code (fixture->path, old_code, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_RECOVERY);
  g_clear_error (&error);
  fixture->store = jal_store_open_vault_by_code (fixture->path, code, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (store_text (fixture->store, "another paper"));
  jal_recovery_free (old_code);
  jal_recovery_free (code);
}

static void
cancel_cb (double fraction, gpointer data)
{
  if (fraction > 0.61)
    g_cancellable_cancel (data);
}

/* Cancelled while the new file is read back, and with a stored file that is damaged: everything is as it was. */
static void
test_rekey_given_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) holders = list (fixture);
  g_autofree char *beside = g_strconcat (fixture->path, "-rekey", NULL);
  g_autoptr (GError) error = NULL;
  const JalRekeyKey key = { nth (holders, 0)->id, PASSPHRASE };

  store_text (fixture->store, "one paper");
  store_text (fixture->store, "and another");
  g_assert_false (jal_store_rekey (fixture->store, &key, 1, JAL_STORE_STRENGTH_MIN, NULL, NULL, cancel_cb, cancellable, cancellable,
                                   &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  g_assert_true (store_text (fixture->store, "one paper"));

  run (fixture->store, "UPDATE chunk SET data = x'00' WHERE id = (SELECT min(id) FROM chunk)");
  g_assert_false (jal_store_rekey (fixture->store, &key, 1, JAL_STORE_STRENGTH_MIN, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  close_store (fixture);
  g_assert_true (opens (fixture, PASSPHRASE));
}

/* A vault from before there were names: its owner is called as the record has called him so far. */
static void
test_older_vault (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) holders = NULL;
  g_autofree char *actor = NULL;

  close_store (fixture);
  g_unlink (fixture->path);
  {
    static const char *const files[] = { "001-core.sql", "002-nouns.sql" };
    g_autoptr (GError) error = NULL;
    JalVault *vault = jal_vault_create (fixture->path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

    g_assert_no_error (error);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autofree char *file = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "migrations", files[i], NULL);
        g_autofree char *sql = NULL;

        g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
        g_assert_cmpint (sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, NULL), ==, SQLITE_OK);
      }
    g_assert_cmpint (sqlite3_exec (jal_vault_get_db (vault),
                                   "INSERT INTO local_setting VALUES ('device', '0123456789abcdef0123456789abcdef');"
                                   "PRAGMA user_version = 2",
                                   NULL, NULL, NULL), ==, SQLITE_OK);
    g_assert_true (jal_vault_close (vault, NULL));
  }
  open_with (fixture, PASSPHRASE);
  actor = jal_store_dup_actor (fixture->store);
  g_assert_cmpstr (actor, ==, g_get_user_name ());
  holders = list (fixture);
  g_assert_cmpuint (holders->len, ==, 1);
  g_assert_cmpstr (nth (holders, 0)->name, ==, g_get_user_name ());
  g_assert_true (nth (holders, 0)->is_self);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, NULL));
  /* Once and for all. */
  open_with (fixture, PASSPHRASE);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'key.name'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/keys/actor", Fixture, NULL, setup_named, test_actor, teardown);
  g_test_add ("/keys/no-name-outside", Fixture, NULL, setup_named, test_no_name_outside, teardown);
  g_test_add ("/keys/names", Fixture, NULL, setup_named, test_names, teardown);
  g_test_add ("/keys/passphrase", Fixture, NULL, setup_named, test_passphrase, teardown);
  g_test_add ("/keys/remove", Fixture, NULL, setup_named, test_remove, teardown);
  g_test_add ("/keys/recovery", Fixture, NULL, setup_named, test_recovery, teardown);
  g_test_add ("/keys/rekey", Fixture, NULL, setup_named, test_rekey, teardown);
  g_test_add ("/keys/rekey-given-up", Fixture, NULL, setup_named, test_rekey_given_up, teardown);
  g_test_add ("/keys/older-vault", Fixture, NULL, setup_named, test_older_vault, teardown);
  return g_test_run ();
}
