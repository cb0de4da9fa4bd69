/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seal: it follows every change, and everything done to a closed vault behind the program's back shows, also what
   each page by itself cannot tell. Then its rules are switched off, one after the other, and these tests notice. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "vault-work.h"
#include "vault/jal-vault-header.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault.h"

#define PAGE 8192
#define FIRST 16384

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  fixture->folder = vault_work_folder ();
  fixture->path = g_build_filename (fixture->folder, "a.jalada", NULL);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  jal_vault_rules_off = 0;
  vault_work_remove (fixture->folder);
  g_free (fixture->path);
}

static JalVault *
open_vault (Fixture *fixture)
{
  GError *error = NULL;
  JalVault *vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);

  g_assert_no_error (error);
  vault_work_exec (vault, "PRAGMA cache_size = 10");
  return vault;
}

static void
close_well (JalVault *vault)
{
  GError *error = NULL;

  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
}

/* Compares to the end and says what was noticed. */
static JalVaultHealth
look (JalVault *vault)
{
  GError *error = NULL;
  JalVaultHealth health;
  gboolean done = FALSE;

  while (!done)
    {
      g_assert_true (jal_vault_count_sum (vault, 7, &done, &error));
      g_assert_no_error (error);
    }
  jal_vault_get_health (vault, &health);
  g_assert_true (health.counted);
  return health;
}

static JalVaultHealth
open_and_look (Fixture *fixture)
{
  JalVault *vault = open_vault (fixture);
  JalVaultHealth health = look (vault);

  close_well (vault);
  return health;
}

static void
assert_well (JalVaultHealth health)
{
  g_assert_true (health.clean);
  g_assert_false (health.exchanged);
  g_assert_false (health.older);
  g_assert_false (health.foreign_journal);
  g_assert_false (health.header_copy);
  g_assert_cmpuint (health.missing, ==, 0);
  g_assert_cmpuint (health.tail, ==, 0);
}

static void
create (Fixture *fixture, gint64 commits)
{
  GError *error = NULL;
  JalVault *vault = jal_vault_create (fixture->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  vault_work_prepare (vault);
  for (gint64 i = 1; i <= commits; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  close_well (vault);
}

static guint8 *
get (Fixture *fixture, gsize *length)
{
  char *bytes;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, length, NULL));
  return (guint8 *)bytes;
}

static void
put (Fixture *fixture, const guint8 *bytes, gsize length)
{
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents_full (fixture->path, (const char *)bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

/* Spilling, savepoints, rollbacks, VACUUM, sessions: the sum is right after each of them. */
static void
live (Fixture *fixture)
{
  gint64 i = 4;

  create (fixture, 3);
  for (int session = 0; session < 4; session++)
    {
      JalVault *vault = open_vault (fixture);

      /* Half way through the counting the vault goes on changing. */
      for (int n = 0; n < 3; n++, i++)
        {
          gboolean done;

          jal_vault_count_sum (vault, session * 9, &done, NULL);
          g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
        }
      if (session == 1)
        vault_work_exec (vault, "DELETE FROM chunk; VACUUM");
      if (session == 2)
        vault_work_exec (vault, "BEGIN; DELETE FROM row; INSERT INTO chunk (bytes) VALUES (zeroblob (300000)); ROLLBACK");
      if (session == 3)
        assert_well (look (vault));
      close_well (vault);
    }
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  JalVaultInfo info;

  live (fixture);
  assert_well (open_and_look (fixture));
  g_assert_true (jal_vault_read_info (fixture->path, &info, NULL));
  g_assert_true (info.sealed);
}

static void
test_follows_not (Fixture *fixture, gconstpointer data)
{
  JalVault *vault;

  create (fixture, 3);
  jal_vault_rules_off = JAL_VAULT_RULE_SEAL;
  vault = open_vault (fixture);
  g_assert_cmpint (vault_work_do (vault, 4), ==, SQLITE_OK);
  close_well (vault);
  jal_vault_rules_off = 0;
  g_assert_true (open_and_look (fixture).exchanged);
}

/* Looking changes no byte. */
static void
test_reading_only (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *before = NULL, *after = NULL;
  gsize length, after_length;
  guint8 digest[32];
  JalVault *vault;

  create (fixture, 3);
  before = get (fixture, &length);
  vault = open_vault (fixture);
  g_assert_true (vault_work_digest (vault, digest));
  assert_well (look (vault));
  close_well (vault);
  after = get (fixture, &after_length);
  g_assert_cmpmem (before, length, after, after_length);
}

/* One page put back from an earlier day, each alone: it authenticates, and the seal tells. It still does after that
   very page was written again, and after more sessions. */
static void
test_old_page (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *old = NULL, *new = NULL, *mixed = NULL;
  gsize old_length, new_length;
  guint tried = 0, opened = 0;
  JalVault *vault;

  create (fixture, 5);
  old = get (fixture, &old_length);
  vault = open_vault (fixture);
  vault_work_exec (vault, "UPDATE row SET text = 'x' || text; UPDATE chunk SET bytes = zeroblob (length (bytes))");
  close_well (vault);
  new = get (fixture, &new_length);
  for (gsize at = FIRST; at < MIN (old_length, new_length); at += PAGE)
    {
      GError *error = NULL;

      if (memcmp (old + at, new + at, PAGE) == 0)
        continue;
      g_free (mixed);
      mixed = g_memdup2 (new, new_length);
      memcpy (mixed + at, old + at, PAGE);
      put (fixture, mixed, new_length);
      tried++;
      vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
      if (vault == NULL)
        {
          g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
          g_clear_error (&error);
          continue;
        }
      opened++;
      g_assert_true (look (vault).exchanged);
      g_assert_true (look (vault).clean);
      close_well (vault);
    }
  g_test_message ("%u pages put back, %u vaults opened, all noticed", tried, opened);
  g_assert_cmpuint (opened, >=, 20);

  /* Those that SQLite can live with go through a session that overwrites everything before anybody counts. */
  opened = 0;
  for (gsize at = FIRST; opened < 3 && at < MIN (old_length, new_length); at += PAGE)
    {
      int rc;

      if (memcmp (old + at, new + at, PAGE) == 0)
        continue;
      g_free (mixed);
      mixed = g_memdup2 (new, new_length);
      memcpy (mixed + at, old + at, PAGE);
      put (fixture, mixed, new_length);
      vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, NULL);
      if (vault == NULL)
        continue;
      rc = sqlite3_exec (jal_vault_get_db (vault),
                         "UPDATE row SET text = 'y' || text; UPDATE chunk SET bytes = randomblob (length (bytes))", NULL,
                         NULL, NULL);
      close_well (vault);
      if (rc != SQLITE_OK)
        continue;
      opened++;
      g_assert_true (open_and_look (fixture).exchanged);
      g_assert_true (open_and_look (fixture).exchanged);
    }
  g_assert_cmpuint (opened, ==, 3);
}

/* Everything else that can be done to pages. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = NULL, *changed = NULL;
  gsize length;
  JalVaultHealth health;

  create (fixture, 4);
  bytes = get (fixture, &length);
  for (int i = 0; i < 4; i++)
    {
      gsize n = (length - FIRST) / PAGE, shorter = length;

      g_free (changed);
      changed = g_memdup2 (bytes, length);
      switch (i)
        {
        case 0: /* swapped */
          memcpy (changed + FIRST + (n - 1) * PAGE, bytes + FIRST + (n - 2) * PAGE, PAGE);
          memcpy (changed + FIRST + (n - 2) * PAGE, bytes + FIRST + (n - 1) * PAGE, PAGE);
          break;
        case 1: /* zeroed */
          memset (changed + FIRST + (n - 1) * PAGE, 0, PAGE);
          break;
        case 2: /* cut off */
          shorter = length - PAGE;
          break;
        default: /* only the trailer */
          changed[FIRST + n * PAGE - 1] ^= 1;
        }
      put (fixture, changed, shorter);
      if (shorter < length)
        {
          g_autoptr (GError) error = NULL;

          /* SQLite notices that by itself. */
          g_assert_null (jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error));
          g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
          continue;
        }
      health = open_and_look (fixture);
      g_assert_true (health.exchanged);
      /* A page of zeros at the end is a hole. */
      g_assert_cmpuint (health.missing, ==, i == 1 ? 1 : 0);
    }
  /* One too many: it was never the vault's, and goes. */
  g_free (changed);
  changed = g_malloc0 (length + PAGE);
  memcpy (changed, bytes, length);
  put (fixture, changed, length + PAGE);
  health = open_and_look (fixture);
  g_assert_cmpuint (health.tail, ==, PAGE);
  g_assert_false (health.exchanged);
  assert_well (open_and_look (fixture));
  put (fixture, bytes, length);
  assert_well (open_and_look (fixture));
}

/* The whole file from an earlier day. */
static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *old = NULL, *new = NULL;
  gsize old_length, new_length;
  JalVaultHealth health;
  JalVault *vault;

  create (fixture, 2);
  old = get (fixture, &old_length);
  vault = open_vault (fixture);
  g_assert_cmpint (vault_work_do (vault, 3), ==, SQLITE_OK);
  close_well (vault);
  new = get (fixture, &new_length);
  put (fixture, old, old_length);
  health = open_and_look (fixture);
  g_assert_true (health.older);
  g_assert_true (health.clean);
  g_assert_false (health.exchanged);
  /* Looking away does not make it new. */
  g_assert_true (open_and_look (fixture).older);
  put (fixture, new, new_length);
  assert_well (open_and_look (fixture));

  /* The user knows: from then on it is this one, and the other is the stranger. */
  put (fixture, old, old_length);
  vault = open_vault (fixture);
  jal_vault_accept_age (vault);
  g_assert_cmpint (vault_work_do (vault, 3), ==, SQLITE_OK);
  close_well (vault);
  assert_well (open_and_look (fixture));
  put (fixture, new, new_length);
  g_assert_true (open_and_look (fixture).older);
}

/* A computer that only looked at the newer one has seen it too; opening the old one does not make it forget. */
static void
test_only_looked (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *old = NULL, *new = NULL;
  g_autofree char *hex = g_malloc (33), *path = NULL;
  gsize old_length, new_length;
  JalVaultInfo info;
  JalVault *vault;

  create (fixture, 2);
  old = get (fixture, &old_length);
  vault = open_vault (fixture);
  g_assert_cmpint (vault_work_do (vault, 3), ==, SQLITE_OK);
  close_well (vault);
  new = get (fixture, &new_length);
  g_assert_true (jal_vault_read_info (fixture->path, &info, NULL));
  sodium_bin2hex (hex, 33, info.id, 16);
  path = g_build_filename (g_get_user_state_dir (), "jalada", "seen", hex, NULL);
  /* Another computer: it knows nothing yet. */
  g_assert_cmpint (g_remove (path), ==, 0);
  assert_well (open_and_look (fixture));
  put (fixture, old, old_length);
  g_assert_true (open_and_look (fixture).older);
  put (fixture, new, new_length);
  assert_well (open_and_look (fixture));
}

/* Either copy of the header lost: that is said, and it is not mistaken for an old vault put back. Two generations back are. */
static void
test_one_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = NULL, *old = NULL;
  gsize length, old_length;

  create (fixture, 2);
  old = get (fixture, &old_length);
  for (int copy = 0; copy < 2; copy++)
    {
      JalVaultHealth health;
      JalVault *vault = open_vault (fixture);

      g_assert_cmpint (vault_work_do (vault, 3 + copy), ==, SQLITE_OK);
      close_well (vault);
      bytes = get (fixture, &length);
      bytes[copy * 8192 + 300] ^= 1;
      put (fixture, bytes, length);
      g_clear_pointer (&bytes, g_free);
      health = open_and_look (fixture);
      g_assert_true (health.header_copy);
      g_assert_false (health.older);
      g_assert_false (health.exchanged);
      assert_well (open_and_look (fixture));
    }
  old[300] ^= 1;
  put (fixture, old, old_length);
  g_assert_true (open_and_look (fixture).older);
}

/* What this computer remembers cannot be changed by who has not the key. */
static void
test_forged_memory (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hex = g_malloc (33), *path = NULL, *content = NULL;
  JalVaultInfo info;
  gsize length;

  create (fixture, 2);
  g_assert_true (jal_vault_read_info (fixture->path, &info, NULL));
  sodium_bin2hex (hex, 33, info.id, 16);
  path = g_build_filename (g_get_user_state_dir (), "jalada", "seen", hex, NULL);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, ==, 128);
  content[24 + 7] = 1; /* a generation far away */
  g_assert_true (g_file_set_contents (path, content, (gssize)length, NULL));
  assert_well (open_and_look (fixture));
}

/* The vault as a crash leaves it, in the middle of a transaction: with a journal, without a seal. */
static void
crash (Fixture *fixture, guint8 **bytes, gsize *length, char **journal, gsize *journal_length)
{
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL);
  JalVault *vault = open_vault (fixture);

  vault_work_exec (vault, "BEGIN");
  for (int i = 0; i < 6; i++)
    vault_work_exec (vault, "INSERT INTO chunk (bytes) VALUES (randomblob (60000)); UPDATE row SET text = 'x' || text");
  *bytes = get (fixture, length);
  g_assert_true (g_file_get_contents (path, journal, journal_length, NULL));
  close_well (vault);
}

/* Closing counts what is left as long as it may: a vault that could not be sealed says so, and is sealed by whoever has time. */
static void
test_patience (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL), *journal = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length, journal_length;
  JalVaultHealth health;
  JalVault *vault;

  create (fixture, 3);
  crash (fixture, &bytes, &length, &journal, &journal_length);
  put (fixture, bytes, length);
  g_assert_true (g_file_set_contents (path, journal, (gssize)journal_length, NULL));
  for (guint i = 0; i < 3; i++)
    {
      vault = open_vault (fixture);
      jal_vault_get_health (vault, &health);
      g_assert_cmpint (health.clean, ==, i == 2);
      jal_vault_set_patience (vault, i == 0 ? 0 : 10000);
      close_well (vault);
    }
}

static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL), *journal = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length, journal_length;
  guint8 before[32], after[32];
  JalVaultHealth health;
  JalVault *vault;

  create (fixture, 3);
  vault = open_vault (fixture);
  g_assert_true (vault_work_digest (vault, before));
  close_well (vault);
  crash (fixture, &bytes, &length, &journal, &journal_length);
  put (fixture, bytes, length);
  g_assert_true (g_file_set_contents (path, journal, (gssize)journal_length, NULL));
  vault = open_vault (fixture);
  g_assert_true (vault_work_digest (vault, after));
  g_assert_cmpmem (before, 32, after, 32);
  health = look (vault);
  g_assert_false (health.clean);
  g_assert_false (health.exchanged);
  g_assert_false (health.foreign_journal);
  close_well (vault);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  health = open_and_look (fixture);
  g_assert_true (health.clean);
  g_assert_false (health.exchanged);
}

/* A journal that lies beside a sealed vault, its own from another day included, is named and never played back. */
static void
test_foreign_journal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL), *journal = NULL;
  g_autofree char *aside = g_strconcat (path, "-foreign-1", NULL), *kept = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length, journal_length, kept_length;
  guint8 before[32], after[32];
  gboolean whole;
  JalVault *vault;
  JalVaultHealth health;

  create (fixture, 3);
  crash (fixture, &bytes, &length, &journal, &journal_length);
  vault = open_vault (fixture);
  for (gint64 i = 4; i < 8; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, before));
  close_well (vault);
  g_assert_true (g_file_set_contents (path, journal, (gssize)journal_length, NULL));
  jal_vault_rules_off = GPOINTER_TO_UINT (data);
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, NULL);
  jal_vault_rules_off = 0;
  whole = vault != NULL && vault_work_digest (vault, after) && memcmp (before, after, 32) == 0;
  if (data != NULL)
    {
      g_assert_false (whole);
      jal_vault_close (vault, NULL);
      return;
    }
  g_assert_true (whole);
  health = look (vault);
  g_assert_true (health.clean);
  g_assert_true (health.foreign_journal);
  g_assert_false (health.exchanged);
  close_well (vault);
  g_assert_true (g_file_get_contents (aside, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, journal, journal_length);
  assert_well (open_and_look (fixture));
}

/* With one copy of the header damaged the other may be an older one: its seal is not believed, and a journal is. */
static void
test_damaged_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = NULL;
  JalVaultHealth health;
  gsize length;

  create (fixture, 3);
  bytes = get (fixture, &length);
  for (gsize copy = 0; copy < 2; copy++)
    {
      bytes[copy * 8192 + 900] ^= 1;
      put (fixture, bytes, length);
      bytes[copy * 8192 + 900] ^= 1;
      health = open_and_look (fixture);
      g_assert_false (health.clean);
      g_assert_false (health.exchanged);
    }
}

/* A copy has a seal of its own. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.jalada", NULL);
  GError *error = NULL;
  JalVaultInfo info;
  JalVault *vault;

  create (fixture, 4);
  for (int i = 0; i < 2; i++)
    {
      vault = open_vault (fixture);
      if (i == 1)
        g_assert_cmpint (vault_work_do (vault, 5), ==, SQLITE_OK);
      g_assert_true (jal_vault_save_copy (vault, copy, &error));
      g_assert_no_error (error);
      close_well (vault);
      assert_well (open_and_look (fixture));
      g_assert_true (jal_vault_read_info (copy, &info, NULL));
      g_assert_true (info.sealed);
      vault = jal_vault_open (copy, VAULT_WORK_PASSPHRASE, &error);
      g_assert_no_error (error);
      g_assert_false (look (vault).exchanged);
      g_assert_true (look (vault).clean);
      close_well (vault);
      g_unlink (copy);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
#define ADD(name, data, func) g_test_add ("/seal/" name, Fixture, data, setup, func, teardown)
  ADD ("follows", NULL, test_follows);
  ADD ("without/seal", NULL, test_follows_not);
  ADD ("reading-only", NULL, test_reading_only);
  ADD ("old-page", NULL, test_old_page);
  ADD ("pages", NULL, test_pages);
  ADD ("rollback", NULL, test_rollback);
  ADD ("only-looked", NULL, test_only_looked);
  ADD ("one-copy", NULL, test_one_copy);
  ADD ("patience", NULL, test_patience);
  ADD ("forged-memory", NULL, test_forged_memory);
  ADD ("crash", NULL, test_crash);
  ADD ("foreign-journal", NULL, test_foreign_journal);
  ADD ("without/set-aside", GUINT_TO_POINTER (JAL_VAULT_RULE_SET_ASIDE), test_foreign_journal);
  ADD ("damaged-copy", NULL, test_damaged_copy);
  ADD ("copy", NULL, test_copy);
  return g_test_run ();
}
