/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power cuts: from a record of everything a busy vault wrote, files are made as a power cut could have left them. Each
   must open, pass every check and hold exactly the commits that were acknowledged (or one more). Then one rule after the
   other is switched off, and the same trial must find that out.

   JALADA_POWER_CUTS (or the first argument that is a number): how many images, 1,000 unless told. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault-disk.h"
#include "vault-work.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slots.h"
#include "vault/jal-vault-vfs.h"

#define COMMITS 16
#define COPY_AFTER 7
#define PASSPHRASES 3

static guint n_images = 1000;

typedef struct
{
  guint8 digest[COMMITS + 1][32];
  guint changed[PASSPHRASES + 1]; /* length of the record when the passphrase of this number was acknowledged */
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

/* The passphrase in force after change @n, 0 the one of the creation. */
static char *
passphrase (guint n)
{
  return n == 0 ? g_strdup (VAULT_WORK_PASSPHRASE) : g_strdup_printf ("passphrase number %u", n);
}

/* The key of the one who has the vault open is changed: both copies of the header, one after the other. */
static void
change_passphrase (JalVault *vault, Life *life, guint n)
{
  g_autofree char *text = passphrase (n);
  const JalVaultSecret secret = { text, NULL };
  const guint8 nobody[JAL_VAULT_HOLDER_SIZE] = { 0 };
  GError *error = NULL;

  jal_vault_set_slot (vault, nobody, &secret, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  life->changed[n] = vault_disk_length ();
}

static JalVault *
open_with (const char *path, guint n)
{
  g_autofree char *text = passphrase (n);
  JalVault *vault = jal_vault_open (path, text, NULL);

  if (vault != NULL)
    vault_work_exec (vault, "PRAGMA cache_size = 10");
  return vault;
}

/* Lives through COMMITS transactions under the recorder. */
static void
live (Life *life)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.jalada", NULL);
  GError *error = NULL;
  guint n = 0;
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  vault_work_prepare (vault);
  g_assert_true (vault_work_digest (vault, life->digest[0]));
  g_assert_true (jal_vault_close (vault, &error));
  vault_disk_record (folder);
  vault = open_with (path, 0);
  for (gint64 i = 1; i <= COMMITS && vault != NULL; i++)
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
          vault_disk_folder_synced ("copy.jalada-journal");
          life->copied = vault_disk_length ();
        }
      if (i == 3)
        vault_work_exec (vault, "VACUUM");
      if (i % 5 == 4)
        change_passphrase (vault, life, ++n);
      /* Sealed, opened, and unsealed by the next change; once with a change of keys in between. */
      if (i == 6 || i == 10)
        {
          g_assert_true (jal_vault_close (vault, &error));
          vault = open_with (path, n);
          if (vault == NULL)
            life->damage = "it does not open again";
        }
    }
  g_assert_true (jal_vault_close (vault, &error));
  vault_disk_stop ();
  vault = open_with (path, n);
  if (vault == NULL)
    life->damage = "it does not open again";
  else if (life->damage == NULL)
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

/* What the seal says; NULL when that is the truth: that nobody touched the vault. */
static const char *
ask_seal (JalVault *vault)
{
  JalVaultHealth health;
  gboolean done = FALSE;

  if (!jal_vault_count_sum (vault, G_MAXUINT, &done, NULL) || !done)
    return "the seal cannot be compared";
  jal_vault_get_health (vault, &health);
  if (health.exchanged || health.missing > 0)
    return "the seal says that pages were exchanged";
  return health.foreign_journal ? "its own journal was put aside" : NULL;
}

/* Opens what the power cut left and compares. @n: the last change of the passphrase that was acknowledged. */
static void
examine (const char *path, const Life *life, guint n, gint64 at_least, gint64 at_most, Outcome *outcome)
{
  JalVault *vault = open_with (path, n);
  guint8 digest[32];
  const char *damage;
  gint64 last;

  /* The next one may have been under way. */
  if (vault == NULL && n < PASSPHRASES)
    vault = open_with (path, n + 1);
  if (vault == NULL)
    {
      fail (outcome, &outcome->unopened, "does not open");
      return;
    }
  last = vault_work_last (vault);
  damage = vault_work_check (vault, TRUE);
  if (damage == NULL)
    damage = ask_seal (vault);
  if (damage != NULL)
    fail (outcome, &outcome->damaged, damage);
  else if (last < at_least || last > at_most)
    fail (outcome, &outcome->lost, "acknowledged commits are missing");
  else if (!vault_work_digest (vault, digest) || memcmp (digest, life->digest[last], 32) != 0)
    fail (outcome, &outcome->wrong, "content is not that of its commit");
  jal_vault_close (vault, NULL);
  /* What was taken away opens nothing any more, from neither copy. */
  if (n > 0 && (vault = open_with (path, n - 1)) != NULL)
    {
      fail (outcome, &outcome->wrong, "a passphrase that was changed still opens");
      jal_vault_close (vault, NULL);
    }
}

static guint
last_change (const Life *life, guint length)
{
  guint n = 0;

  while (n < PASSPHRASES && life->changed[n + 1] > 0 && life->changed[n + 1] <= length)
    n++;
  return n;
}

static void
run_trial (const Life *life, guint images, guint32 seed, gboolean stop, Outcome *outcome)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  memset (outcome, 0, sizeof *outcome);
  for (guint i = 0; i < images && !(stop && failures (outcome) > 0); i++)
    {
      char *folder = vault_work_folder ();
      g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
      g_autofree char *copy = g_build_filename (folder, "copy.jalada", NULL);
      guint length = vault_disk_moment (random, i % 2 ? "a.jalada" : "a.jalada-journal");
      gint64 acknowledged;

      /* Now and then in the middle of a change of keys: two writes of the header, each with its sync. */
      if (i % 8 == 7 && life->changed[PASSPHRASES] > 0)
        length = life->changed[g_rand_int_range (random, 1, PASSPHRASES + 1)] - (guint)g_rand_int_range (random, 0, 4);
      acknowledged = vault_disk_power_cut (length, random, folder);

      outcome->images++;
      examine (path, life, last_change (life, length), acknowledged, MIN (acknowledged + 1, COMMITS), outcome);
      if (length >= life->copied && g_file_test (copy, G_FILE_TEST_EXISTS))
        {
          outcome->copies++;
          examine (copy, life, last_change (life, life->copied), COPY_AFTER, COPY_AFTER, outcome);
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
  run_trial (&life, n_images, 20260101, FALSE, &outcome);
  g_test_message ("%u images of a record of %u, %u complete copies: %u do not open, %u damaged, %u lost, %u wrong",
                  outcome.images, vault_disk_length (), outcome.copies, outcome.unopened, outcome.damaged, outcome.lost,
                  outcome.wrong);
  g_assert_cmpstr (life.damage, ==, NULL);
  g_assert_cmpstr (outcome.first, ==, NULL);
  g_assert_cmpuint (outcome.copies, >, 0);
}

/* --- Once more, while what the first left is being undone --------------------------------------------------------- */

typedef struct
{
  char *folder;
  guint passphrase; /* the last one acknowledged */
  gint64 acknowledged;
} Image;

/* Opens the vault in @image, changes something that no commit counts, and cuts the power @times in that. */
static void
cut_again (const Image *image, const Life *life, guint times, GRand *random, Outcome *outcome)
{
  g_autofree char *path = g_build_filename (image->folder, "a.jalada", NULL);
  JalVault *vault;

  vault_disk_record (image->folder);
  vault = open_with (path, image->passphrase);
  if (vault == NULL && image->passphrase < PASSPHRASES)
    vault = open_with (path, image->passphrase + 1);
  if (vault != NULL)
    vault_work_exec (vault, "CREATE TABLE later (number INTEGER)");
  vault_disk_stop ();
  jal_vault_close (vault, NULL);
  for (guint i = 0; i < times; i++)
    {
      char *folder = vault_work_folder ();
      g_autofree char *again = g_build_filename (folder, "a.jalada", NULL);

      vault_disk_power_cut ((guint)g_rand_int_range (random, 0, (gint)vault_disk_length () + 1), random, folder);
      outcome->images++;
      examine (again, life, image->passphrase, image->acknowledged, MIN (image->acknowledged + 1, COMMITS), outcome);
      vault_work_remove (folder);
    }
}

/* @images of the first power cut, each while a change is on its way to the disk; @times the second one in each. */
static void
run_second_trial (const Life *life, guint images, guint times, gboolean stop, Outcome *outcome)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260104);
  g_autofree Image *first = g_new0 (Image, images);

  memset (outcome, 0, sizeof *outcome);
  for (guint i = 0; i < images; i++)
    {
      guint length = vault_disk_moment (random, "a.jalada");

      first[i].folder = vault_work_folder ();
      first[i].passphrase = last_change (life, length);
      first[i].acknowledged = vault_disk_power_cut (length, random, first[i].folder);
    }
  for (guint i = 0; i < images; i++)
    {
      if (!stop || failures (outcome) == 0)
        cut_again (&first[i], life, times, random, outcome);
      vault_work_remove (first[i].folder);
    }
}

static void
test_second_cut (gconstpointer data)
{
  guint off = GPOINTER_TO_UINT (data);
  Life life = { 0 };
  Outcome outcome;

  live (&life);
  jal_vault_rules_off = off;
  run_second_trial (&life, 25, 8, off != 0, &outcome);
  jal_vault_rules_off = 0;
  g_test_message ("%u images: %u do not open, %u damaged, %u lost, %u wrong; the first: %s", outcome.images, outcome.unopened,
                  outcome.damaged, outcome.lost, outcome.wrong, outcome.first);
  g_assert_cmpstr (life.damage, ==, NULL);
  g_assert_cmpint (failures (&outcome) > 0, ==, off != 0);
}

/* --- New keys for the whole vault --------------------------------------------------------------------------- */

#define REKEY_AFTER 4
#define REKEY_COMMITS 7
#define NEW_PASSPHRASE "another passphrase for all of it"

typedef struct
{
  guint8 digest[REKEY_COMMITS + 1][32];
  guint begun;    /* length of the record when the new file was begun */
  guint finished; /* and when it was acknowledged that the vault has new keys */
} RekeyLife;

static void
folder_cb (const char *from, const char *to)
{
  if (from != NULL)
    vault_disk_renamed (from, to);
  else
    vault_disk_names_synced ();
}

/* Commits, new keys, with a change in the new file as the store makes one before it takes its place, and commits again. */
static void
live_with_new_keys (RekeyLife *life)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  const JalVaultNewKey key = { .secret = { NEW_PASSPHRASE, NULL } };
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error), *fresh;

  g_assert_no_error (error);
  vault_work_prepare (vault);
  g_assert_true (vault_work_digest (vault, life->digest[0]));
  g_assert_true (jal_vault_close (vault, &error));
  vault_disk_record (folder);
  jal_vault_folder_hook = folder_cb;
  vault = open_with (path, 0);
  for (gint64 i = 1; i <= REKEY_COMMITS; i++)
    {
      g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
      g_assert_true (vault_work_digest (vault, life->digest[i]));
      vault_disk_mark (i);
      if (i != REKEY_AFTER)
        continue;
      life->begun = vault_disk_length ();
      fresh = jal_vault_rekey_begin (vault, &key, 1, JAL_VAULT_STRENGTH_MIN, &error);
      g_assert_no_error (error);
      vault_work_exec (fresh, "PRAGMA cache_size = 10; UPDATE row SET text = text; UPDATE chunk SET number = number");
      g_assert_true (jal_vault_rekey_finish (vault, fresh, &error));
      life->finished = vault_disk_length ();
      g_assert_true (jal_vault_close (vault, &error));
      vault = jal_vault_open (path, NEW_PASSPHRASE, &error);
      g_assert_no_error (error);
      vault_work_exec (vault, "PRAGMA cache_size = 10");
    }
  g_assert_true (jal_vault_close (vault, &error));
  jal_vault_folder_hook = NULL;
  vault_disk_stop ();
  vault_work_remove (folder);
}

/* One of the two keys opens it, the new one alone once that was acknowledged; it holds what it should, and one file is left. */
static const char *
examine_rekeyed (const char *folder, const RekeyLife *life, guint length, gint64 acknowledged, gboolean *is_new)
{
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL), *beside = g_strconcat (path, "-rekey", NULL);
  JalVault *vault = jal_vault_open (path, NEW_PASSPHRASE, NULL);
  const char *damage;
  guint8 digest[32];
  gint64 last;

  *is_new = vault != NULL;
  if (vault == NULL && length < life->finished)
    vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, NULL);
  if (vault == NULL)
    return "does not open";
  last = vault_work_last (vault);
  damage = vault_work_check (vault, TRUE);
  if (damage == NULL)
    damage = ask_seal (vault);
  if (damage == NULL && (last < acknowledged || last > acknowledged + 1))
    damage = "acknowledged commits are missing";
  if (damage == NULL && (!vault_work_digest (vault, digest) || memcmp (digest, life->digest[last], 32) != 0))
    damage = "content is not that of its commit";
  jal_vault_close (vault, NULL);
  if (damage == NULL && g_file_test (beside, G_FILE_TEST_EXISTS))
    damage = "the unfinished file is still there";
  if (damage == NULL && *is_new && (vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, NULL)) != NULL)
    {
      jal_vault_close (vault, NULL);
      damage = "the old passphrase opens the vault with new keys";
    }
  return damage;
}

/* Cuts the power @times at each moment of the change of keys, and a little before and after it. Returns the first thing that was
   wrong. */
static const char *
cut_rekey (const RekeyLife *life, guint times, gboolean stop, guint *images, guint *failed, guint *n_new)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260103);
  const char *first = NULL;
  guint least = MAX (life->begun, 20) - 20, most = MIN (life->finished + 40, vault_disk_length ());

  *images = *failed = *n_new = 0;
  for (guint length = least; length <= most; length++)
    for (guint k = 0; k < times && !(stop && first != NULL); k++)
      {
        char *folder = vault_work_folder ();
        gint64 acknowledged = vault_disk_power_cut (length, random, folder);
        gboolean is_new = FALSE;
        const char *damage = examine_rekeyed (folder, life, length, acknowledged, &is_new);

        (*images)++;
        *n_new += is_new;
        *failed += damage != NULL;
        first = first != NULL ? first : damage;
        vault_work_remove (folder);
      }
  return first;
}

static void
test_new_keys (void)
{
  RekeyLife life = { 0 };
  guint images, failed, n_new;
  const char *first;

  live_with_new_keys (&life);
  first = cut_rekey (&life, MAX (n_images / 1000, 1), FALSE, &images, &failed, &n_new);
  g_test_message ("%u images of a change of keys of %u moments: %u with the new keys, %u failed", images,
                  life.finished - life.begun, n_new, failed);
  g_assert_cmpstr (first, ==, NULL);
  g_assert_cmpuint (n_new, >, 10);
  g_assert_cmpuint (n_new, <, images);
}

static void
test_new_keys_without_rule (gconstpointer data)
{
  RekeyLife life = { 0 };
  guint images, failed, n_new;
  const char *first;

  jal_vault_rules_off = GPOINTER_TO_UINT (data);
  live_with_new_keys (&life);
  first = cut_rekey (&life, 3, TRUE, &images, &failed, &n_new);
  jal_vault_rules_off = 0;
  g_test_message ("without the rule: image %u: %s", images, first);
  g_assert_nonnull (first);
}

static void
test_without_rule (gconstpointer data)
{
  Life life = { 0 };
  Outcome outcome;

  jal_vault_rules_off = GPOINTER_TO_UINT (data);
  live (&life);
  run_trial (&life, life.damage == NULL ? 600 : 0, 20260102, TRUE, &outcome);
  jal_vault_rules_off = 0;
  g_test_message ("without the rule: %u of %u images fail, the first: %s; without a power cut: %s", failures (&outcome),
                  outcome.images, outcome.first, life.damage);
  g_assert_true (failures (&outcome) > 0 || life.damage != NULL);
}

static const struct
{
  const char *path;
  guint rule;
} rules[] = {
  { "/powercut/without/gap", JAL_VAULT_RULE_GAP },
  { "/powercut/without/sector", JAL_VAULT_RULE_SECTOR_SLOT },
  { "/powercut/without/padding", JAL_VAULT_RULE_PADDING },
  { "/powercut/without/torn-tail", JAL_VAULT_RULE_TORN_TAIL },
  { "/powercut/without/peek", JAL_VAULT_RULE_PEEK },
  { "/powercut/without/other-copy", JAL_VAULT_RULE_OTHER_COPY },
  { "/powercut/without/header-sync", JAL_VAULT_RULE_HEADER_SYNC },
  { "/powercut/without/unseal", JAL_VAULT_RULE_UNSEAL },
  { "/powercut/without/seal", JAL_VAULT_RULE_SEAL },
};

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
  g_test_add_data_func ("/powercut/second-cut", NULL, test_second_cut);
  g_test_add_data_func ("/powercut/second-cut/without/replay", GUINT_TO_POINTER (JAL_VAULT_RULE_REPLAY), test_second_cut);
  g_test_add_data_func ("/powercut/second-cut/without/delete", GUINT_TO_POINTER (JAL_VAULT_RULE_DELETE), test_second_cut);
  g_test_add_func ("/powercut/new-keys", test_new_keys);
  g_test_add_data_func ("/powercut/new-keys/without/folder", GUINT_TO_POINTER (JAL_VAULT_RULE_FOLDER), test_new_keys_without_rule);
  g_test_add_data_func ("/powercut/new-keys/without/flush", GUINT_TO_POINTER (JAL_VAULT_RULE_FLUSH), test_new_keys_without_rule);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_test_add_data_func (rules[i].path, GUINT_TO_POINTER (rules[i].rule), test_without_rule);
  return g_test_run ();
}
