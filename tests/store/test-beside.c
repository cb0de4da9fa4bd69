/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beside a vault since it was damaged: a vault opens whatever that is, and what could not be taken in, was not whole or is
   missing is told. */
#include "test-store.h"

#include <sys/stat.h>
#include <unistd.h>

#include "store/jal-check.h"
#include "store/jal-rescue.h"
#include "test-raw.h"
#include "vault/jal-vault-later.h"

#define PAGE 8192
#define FIRST 16384

typedef struct
{
  Fixture fixture;
  char *beside; /* the file of entries */
  char *bytes;  /* the vault as it was closed */
  gsize length;
} Sample;

static void
setup_sample (Sample *sample, gconstpointer data)
{
  setup (&sample->fixture, data);
  sample->beside = g_strconcat (sample->fixture.path, "-record", NULL);
  close_store (&sample->fixture);
  g_assert_true (g_file_get_contents (sample->fixture.path, &sample->bytes, &sample->length, NULL));
}

static void
teardown_sample (Sample *sample, gconstpointer data)
{
  g_chmod (sample->fixture.folder, 0700);
  g_rmdir (sample->beside);
  for (guint i = 1; i < 9; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s-foreign-%u", sample->beside, i);

      g_rmdir (aside);
    }
  g_free (sample->beside);
  g_free (sample->bytes);
  teardown (&sample->fixture, data);
}

static void
put (const char *path, const char *bytes, gsize length)
{
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static guint
count_findings (JalStore *store, gboolean damage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalCheckReport) report = jal_store_check (store, JAL_CHECK_ALL, NULL, NULL, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const JalFinding *finding = report->findings->pdata[i];

      n += finding->kind == JAL_FINDING_RECORD && finding->damage == damage;
    }
  return n;
}

/* It opens, a change is kept, and @expected is told: in its health, by the check. */
static void
assert_opens (Sample *sample, guint expected)
{
  const JalAct act = { .verb = "test.change" };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error);
  JalStoreHealth health;

  g_assert_no_error (error);
  g_assert_true (jal_store_get_health (store, &health, &error));
  g_assert_cmpuint (health.beside, ==, expected);
  g_assert_true (jal_store_act (store, &act, run_func, (gpointer) "SELECT 1", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_findings (store, FALSE), ==, (expected & JAL_STORE_BESIDE_LEFT) != 0);
  g_assert_cmpuint (count_findings (store, TRUE), ==, ((expected & JAL_STORE_BESIDE_CUT) != 0) + ((expected & JAL_STORE_BESIDE_BROKEN) != 0));
  if ((expected & ~(guint)JAL_STORE_BESIDE_LEFT) != 0)
    g_assert_cmpint (ask (store, "SELECT count(*) FROM audit WHERE verb = 'record.later' AND payload LIKE '%\"whole\":false%'"), >, 0);
  jal_store_close (store, NULL);
}

static void
test_whatever (Sample *sample, gconstpointer data)
{
  assert_opens (sample, 0);
  put (sample->beside, "something else", 14);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  /* Once: it was put aside. */
  assert_opens (sample, 0);
  /* Nothing is nothing. */
  put (sample->beside, "", 0);
  assert_opens (sample, 0);
  g_assert_cmpint (g_mkdir (sample->beside, 0700), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  g_assert_cmpint (symlink ("/nowhere", sample->beside), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  g_assert_cmpint (mkfifo (sample->beside, 0600), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  put (sample->beside, "", 0);
  g_assert_cmpint (truncate (sample->beside, (goffset)3 << 30), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
}

/* Root may read everything: for what it may not read the test goes on as nobody, in all of its threads (glibc sees to that). */
#define NOBODY 65534

static void
become_nobody (Sample *sample, const char *state)
{
  g_autoptr (GDir) folder = g_dir_open (sample->fixture.folder, 0, NULL);

  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    {
      g_autofree char *path = g_build_filename (sample->fixture.folder, name, NULL);

      g_assert_cmpint (chown (path, NOBODY, NOBODY), ==, 0);
    }
  g_assert_cmpint (chown (sample->fixture.folder, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (chown (state, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

static void
test_not_ours (Sample *sample, gconstpointer data)
{
  gboolean root = geteuid () == 0;

  if (root)
    become_nobody (sample, g_getenv ("XDG_STATE_HOME"));
  put (sample->beside, "something else", 14);
  g_assert_cmpint (g_chmod (sample->beside, 0), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_LEFT);
  assert_opens (sample, JAL_STORE_BESIDE_LEFT);
  g_assert_cmpint (g_chmod (sample->beside, 0600), ==, 0);
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

/* Three times something is looked at in the damaged vault; then it is whole again, with what lay beside it. */
static void
record_beside (Sample *sample)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = NULL;

  store = jal_store_open_damaged (sample->fixture.path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      jal_store_note_view (store, "test.view", JAL_ID_NONE, JAL_ID_NONE, NULL);
      /* Each on the disk before the next. */
      ask (store, "SELECT 1");
      while (jal_store_count_waiting (store) > 0)
        g_thread_yield ();
    }
  jal_store_close (store, NULL);
}

static void
test_cut (Sample *sample, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *whole = NULL;
      gsize length;

      put (sample->fixture.path, sample->bytes, sample->length);
      record_beside (sample);
      g_assert_true (g_file_get_contents (sample->beside, &whole, &length, NULL));
      switch (i)
        {
        case 0: /* all there */
          assert_opens (sample, 0);
          break;
        case 1: /* without the last one: what is left is a whole list */
          {
            gsize at = 32, last = 32;

            while (at < length)
              {
                last = at;
                at += 44 + ((guint8)whole[at] | (gsize)(guint8)whole[at + 1] << 8);
              }
            g_assert_cmpuint (at, ==, length);
            put (sample->beside, whole, last);
            assert_opens (sample, JAL_STORE_BESIDE_CUT);
            break;
          }
        case 2: /* taken away altogether */
          g_assert_cmpint (g_unlink (sample->beside), ==, 0);
          assert_opens (sample, JAL_STORE_BESIDE_CUT);
          break;
        default: /* one bit of the last one */
          whole[length - 1] ^= 1;
          put (sample->beside, whole, length);
          assert_opens (sample, JAL_STORE_BESIDE_CUT | JAL_STORE_BESIDE_BROKEN);
          break;
        }
      /* Told once, on record for good. */
      assert_opens (sample, 0);
    }
}

/* Sealed with the key, and no entry all the same. */
static void
test_not_understood (Sample *sample, gconstpointer data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GError) error = NULL;
  JalVault *vault = jal_vault_open (sample->fixture.path, PASSPHRASE, &error);

  g_ptr_array_add (records, g_bytes_new_static ("\1\2\3", 3));
  g_assert_true (jal_vault_later_append (vault, records, &error));
  g_assert_true (jal_vault_close (vault, &error));
  assert_opens (sample, JAL_STORE_BESIDE_BROKEN);
  assert_opens (sample, 0);
}

/* What the rescue has carried is not missing; nor is the rescue kept from its work by what lies there. */
static void
test_rescued (Sample *sample, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL);
  g_autoptr (GError) error = NULL;
  JalStore *store;
  JalStoreHealth health;

  for (guint i = 0; i < 2; i++)
    {
      JalRescueReport report = { 0 };

      put (sample->fixture.path, sample->bytes, sample->length);
      record_beside (sample);
      if (i == 1)
        {
          put (sample->beside, "something else", 14);
          g_assert_cmpint (g_chmod (sample->beside, 0), ==, 0);
        }
      store = jal_store_open_damaged (sample->fixture.path, PASSPHRASE, NULL, &error);
      g_assert_true (jal_store_rescue (store, saved, &report, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (report.n_carried, ==, i == 0 ? 3 : 1);
      jal_store_close (store, NULL);
      g_object_unref (store);
      store = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
      g_assert_true (jal_store_get_health (store, &health, &error));
      if (i == 0)
        g_assert_cmpuint (health.beside, ==, 0);
      g_assert_cmpint (ask (store, "SELECT count(*) FROM audit WHERE verb = 'record.broken'"), ==, i);
      jal_store_close (store, NULL);
      g_object_unref (store);
      g_unlink (saved);
      g_unlink (sample->beside);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("jal-state-XXXXXX", NULL);
  int result;

  /* What this computer remembers is its own here. */
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/beside/" name, Sample, NULL, setup_sample, func, teardown_sample)
  ADD ("whatever", test_whatever);
  ADD ("not-ours", test_not_ours);
  ADD ("cut", test_cut);
  ADD ("not-understood", test_not_understood);
  ADD ("rescued", test_rescued);
  result = g_test_run ();
  return result;
}
