/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signed points of the audit: what the chain alone would not tell. */
#include "test-store.h"

#include <sodium.h>

#include "test-raw.h"

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

static void
fill (JalStore *store, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      JalAct act = { .verb = "test.note", .payload = "a word" };

      g_assert_true (jal_store_act (store, &act, nothing_func, NULL, NULL, NULL));
    }
}

/* Fills, closes, does @sql behind the program's back, and expects the check to name @bad (0: that it holds). */
static void
expect (Fixture *fixture, const char *sql, guint64 bad)
{
  g_autoptr (GError) error = NULL;
  JalAuditReport report = { 0 };

  fill (fixture->store, 69);
  close_store (fixture);
  if (sql != NULL)
    raw_unguarded (fixture->path, sql);
  fixture->store = jal_store_open_vault (fixture->path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (jal_audit_verify (fixture->store, &report, NULL, &error), ==, bad == 0);
  if (bad != 0)
    g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (report.bad_sequence, ==, bad);
  if (bad == 0)
    {
      /* 64, and the last one at closing. */
      g_assert_cmpuint (report.n_points, ==, 2);
      g_assert_cmpuint (report.last_point, ==, 70);
      g_assert_cmpuint (strlen (report.public_key), ==, 64);
    }
}

static void
test_holds (Fixture *fixture, gconstpointer data)
{
  expect (fixture, NULL, 0);
}

static void
test_edited (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "UPDATE audit SET payload = 'another' WHERE seq = 67", 67);
}

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "DELETE FROM audit WHERE seq = 66", 66);
}

static void
test_swapped (Fixture *fixture, gconstpointer data)
{
  expect (fixture,
          "UPDATE audit SET seq = 10050 WHERE seq = 50; UPDATE audit SET seq = 50 WHERE seq = 51; "
          "UPDATE audit SET seq = 51 WHERE seq = 10050",
          50);
}

/* Cut off at the end, and the head put right: only the signature at closing tells. */
static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  expect (fixture,
          "DELETE FROM audit WHERE seq > 68; "
          "UPDATE audit_head SET seq = 68, hash = (SELECT hash FROM audit WHERE seq = 68)",
          70);
}

static void
test_forged (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "UPDATE audit_checkpoint SET signature = zeroblob (64) WHERE seq = 64", 64);
}

static void
test_point_taken_away (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "DELETE FROM audit_checkpoint WHERE seq = 64", 64);
}

static void
test_other_time (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "UPDATE audit_checkpoint SET at = at + 1 WHERE seq = 64", 64);
}

/* A key of one's own in its place: the chain names another. */
static void
test_other_key (Fixture *fixture, gconstpointer data)
{
  guint8 public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  char public_hex[65], secret_hex[129];
  g_autofree char *sql = NULL;

  crypto_sign_keypair (public, secret);
  sodium_bin2hex (public_hex, sizeof public_hex, public, sizeof public);
  sodium_bin2hex (secret_hex, sizeof secret_hex, secret, sizeof secret);
  sql = g_strdup_printf ("UPDATE audit_key SET public = x'%s', secret = x'%s'; DELETE FROM audit_checkpoint", public_hex,
                         secret_hex);
  expect (fixture, sql, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/sign/" path, Fixture, NULL, setup, func, teardown)
  ADD ("holds", test_holds);
  ADD ("edited", test_edited);
  ADD ("deleted", test_deleted);
  ADD ("swapped", test_swapped);
  ADD ("cut-off", test_cut_off);
  ADD ("forged", test_forged);
  ADD ("point-taken-away", test_point_taken_away);
  ADD ("other-time", test_other_time);
  ADD ("other-key", test_other_key);
  return g_test_run ();
}
