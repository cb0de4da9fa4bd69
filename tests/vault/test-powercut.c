/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power cuts: from a record of everything a busy vault wrote, files are made as a power cut could have left them. Each
   must open, pass every check and hold exactly the commits that were acknowledged (or one more). Then one rule after the
   other is switched off, and the same trial must find that out.

   JALADA_POWER_CUTS (or the first argument that is a number): how many images, 120 unless told. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault-disk.h"
#include "vault-work.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-vfs.h"

#define COMMITS 16
#define COPY_AFTER 7

static guint n_images = 120;

typedef struct
{
  guint8 digest[COMMITS + 1][32];
  guint copied;       /* length of the record when the copy was complete */
  const char *damage; /* what was not right at the end although nothing had happened */
} Life;

typedef struct
{
  guint images;
  guint unopened;
  guint damaged;
  guint lost;
  guint wrong;
  guint copies;
  const char *first;
} Outcome;

static guint
failures (const Outcome *outcome)
{
  return outcome->unopened + outcome->damaged + outcome->lost + outcome->wrong;
}

/* Lives through COMMITS transactions under the recorder. */
static void
live (Life *life)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.jalada", NULL);
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  vault_work_prepare (vault);
  g_assert_true (vault_work_digest (vault, life->digest[0]));
  g_assert_true (jal_vault_close (vault, &error));
  vault_disk_record (folder);
  vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  vault_work_exec (vault, "PRAGMA cache_size = 10");
  for (gint64 i = 1; i <= COMMITS; i++)
    {
      if (vault_work_do (vault, i) != SQLITE_OK || !vault_work_digest (vault, life->digest[i]))
        {
          life->damage = "a transaction fails";
          break;
        }
      vault_disk_mark (i);
      if (i == COPY_AFTER)
        {
          g_assert_true (jal_vault_save_copy (vault, copy, &error));
          life->copied = vault_disk_length ();
        }
      if (i == 3)
        vault_work_exec (vault, "VACUUM");
    }
  g_assert_true (jal_vault_close (vault, &error));
  vault_disk_stop ();
  vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  if (life->damage == NULL)
    life->damage = vault_work_check (vault, FALSE);
  g_assert_true (jal_vault_close (vault, &error));
  vault_work_remove (folder);
}

static void
fail (Outcome *outcome, guint *count, const char *what)
{
  (*count)++;
  if (outcome->first == NULL)
    outcome->first = what;
}

/* Opens what the power cut left and compares. */
static void
examine (const char *path, const Life *life, gint64 at_least, gint64 at_most, Outcome *outcome)
{
  JalVault *vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, NULL);
  guint8 digest[32];
  const char *damage;
  gint64 last;

  if (vault == NULL)
    {
      fail (outcome, &outcome->unopened, "does not open");
      return;
    }
  last = vault_work_last (vault);
  damage = vault_work_check (vault, TRUE);
  if (damage != NULL)
    fail (outcome, &outcome->damaged, damage);
  else if (last < at_least || last > at_most)
    fail (outcome, &outcome->lost, "acknowledged commits are missing");
  else if (!vault_work_digest (vault, digest) || memcmp (digest, life->digest[last], 32) != 0)
    fail (outcome, &outcome->wrong, "content is not that of its commit");
  jal_vault_close (vault, NULL);
}

static void
run_trial (const Life *life, guint images, guint32 seed, Outcome *outcome)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  memset (outcome, 0, sizeof *outcome);
  for (guint i = 0; i < images; i++)
    {
      char *folder = vault_work_folder ();
      g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
      g_autofree char *copy = g_build_filename (folder, "copy.jalada", NULL);
      guint length = vault_disk_moment (random, i % 2 ? "a.jalada" : "a.jalada-journal");
      gint64 acknowledged = vault_disk_power_cut (length, random, folder);

      outcome->images++;
      examine (path, life, acknowledged, MIN (acknowledged + 1, COMMITS), outcome);
      if (length >= life->copied && g_file_test (copy, G_FILE_TEST_EXISTS))
        {
          outcome->copies++;
          examine (copy, life, COPY_AFTER, COPY_AFTER, outcome);
        }
      vault_work_remove (folder);
    }
}

static void
test_power_cuts (void)
{
  Life life = { 0 };
  Outcome outcome;

  live (&life);
  run_trial (&life, n_images, 20260101, &outcome);
  g_test_message ("%u images of a record of %u, %u complete copies: %u do not open, %u damaged, %u lost, %u wrong",
                  outcome.images, vault_disk_length (), outcome.copies, outcome.unopened, outcome.damaged, outcome.lost,
                  outcome.wrong);
  g_assert_cmpstr (life.damage, ==, NULL);
  g_assert_cmpstr (outcome.first, ==, NULL);
  g_assert_cmpuint (outcome.copies, >, 0);
}

static void
test_without_rule (gconstpointer data)
{
  Life life = { 0 };
  Outcome outcome;

  jal_vault_rules_off = GPOINTER_TO_UINT (data);
  live (&life);
  run_trial (&life, 120, 20260102, &outcome);
  jal_vault_rules_off = 0;
  g_test_message ("without the rule: %u of %u images fail, the first: %s; without a power cut: %s", failures (&outcome),
                  outcome.images, outcome.first, life.damage);
  g_assert_true (failures (&outcome) > 0 || life.damage != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("JALADA_POWER_CUTS") != NULL)
    n_images = (guint)atoi (g_getenv ("JALADA_POWER_CUTS"));
  if (argc > 1 && atoi (argv[1]) > 0)
    n_images = (guint)atoi (argv[1]);
  g_assert_true (jal_vault_init_process (NULL));
  vault_disk_init ();
  g_assert_cmpint (jal_vault_vfs_register ("disk"), ==, SQLITE_OK);
  g_test_add_func ("/powercut/nothing-lost", test_power_cuts);
  g_test_add_data_func ("/powercut/without/gap", GUINT_TO_POINTER (JAL_VAULT_RULE_GAP), test_without_rule);
  g_test_add_data_func ("/powercut/without/sector", GUINT_TO_POINTER (JAL_VAULT_RULE_SECTOR_SLOT), test_without_rule);
  g_test_add_data_func ("/powercut/without/padding", GUINT_TO_POINTER (JAL_VAULT_RULE_PADDING), test_without_rule);
  g_test_add_data_func ("/powercut/without/torn-tail", GUINT_TO_POINTER (JAL_VAULT_RULE_TORN_TAIL), test_without_rule);
  return g_test_run ();
}
