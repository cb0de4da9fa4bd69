/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence bytes: in and out again unchanged, once, wholly or not at all. */
#include "test-store.h"

#include <signal.h>
#include <unistd.h>

/* Bytes that differ everywhere and are the same every time. */
static guint8 *
make_bytes (gsize size, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *bytes = g_malloc (size + 4);

  for (gsize i = 0; i < size; i += 4)
    {
      guint32 word = g_rand_int (rand);

      memcpy (bytes + i, &word, 4);
    }
  return bytes;
}

static void
append (JalBlobWriter *writer, const guint8 *bytes, gsize size, gsize step)
{
  g_autoptr (GError) error = NULL;

  for (gsize done = 0; done < size; done += step)
    {
      jal_blob_writer_append (writer, bytes + done, MIN (step, size - done), NULL, &error);
      g_assert_no_error (error);
    }
}

typedef struct
{
  JalBlobWriter *writer;
  JalBlobInfo info;
  gboolean fail;
} Adopt;

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  Adopt *adopt = data;

  if (!jal_blob_writer_adopt (adopt->writer, tx, &adopt->info, error))
    return FALSE;
  if (adopt->fail)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, "no");
  return !adopt->fail;
}

static JalBlobInfo
import (JalStore *store, const guint8 *bytes, gsize size, gsize step)
{
  g_autoptr (JalBlobWriter) writer = jal_blob_writer_new (store);
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "evidence.add" };
  Adopt adopt = { .writer = writer };
  JalBlobInfo info;

  append (writer, bytes, size, step);
  jal_blob_writer_finish (writer, &info, NULL, &error);
  g_assert_no_error (error);
  jal_store_act (store, &act, adopt_func, &adopt, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_id_equal (info.id, adopt.info.id));
  g_assert_cmpstr (info.sha256, ==, adopt.info.sha256);
  g_assert_cmpint (info.duplicate, ==, adopt.info.duplicate);
  return adopt.info;
}

static void
assert_content (JalStore *store, JalId blob, const guint8 *bytes, gsize size)
{
  g_autofree guint8 *back = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;

  jal_blob_read (store, blob, 0, size, back, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (back, size, bytes, size);
  g_assert_true (jal_blob_verify (store, blob, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static const gsize sizes[] = { 0, 1, 4095, JAL_BLOB_CHUNK - 1, JAL_BLOB_CHUNK, JAL_BLOB_CHUNK + 1, 5 * 1024 * 1024,
                               20 * 1024 * 1024 + 17 };

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  JalId ids[G_N_ELEMENTS (sizes)];
  JalStoreInfo info;
  guint64 total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = make_bytes (sizes[i], i);
      g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, sizes[i]);
      JalBlobInfo added = import (fixture->store, bytes, sizes[i], i % 2 == 0 ? 100003 : 1024 * 1024);

      g_assert_cmpuint (added.size, ==, sizes[i]);
      g_assert_cmpstr (added.sha256, ==, sha256);
      g_assert_false (added.duplicate);
      assert_content (fixture->store, added.id, bytes, sizes[i]);
      ids[i] = added.id;
      total += sizes[i];
    }
  reopen (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = make_bytes (sizes[i], i);
      JalBlobInfo found;

      g_assert_true (jal_blob_get_info (fixture->store, ids[i], &found, NULL, NULL));
      g_assert_cmpuint (found.size, ==, sizes[i]);
      assert_content (fixture->store, ids[i], bytes, sizes[i]);
    }
  g_assert_true (jal_store_get_info (fixture->store, &info, NULL, NULL));
  g_assert_cmpuint (info.n_blobs, ==, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (info.blob_bytes, ==, total);
}

static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  const gsize size = 3 * JAL_BLOB_CHUNK + 12345;
  g_autofree guint8 *bytes = make_bytes (size, 7);
  JalId id = import (fixture->store, bytes, size, size).id;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  guint8 last;
  guint64 before;

  for (int i = 0; i < 200; i++)
    {
      guint64 offset = (guint64)g_rand_int_range (rand, 0, (gint32)size);
      gsize length = (gsize)g_rand_int_range (rand, 0, (gint32)(size - offset) + 1);
      g_autofree guint8 *back = g_malloc (length + 1);

      jal_blob_read (fixture->store, id, offset, length, back, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (back, length, bytes + offset, length);
    }
  /* All four chunks are kept by now. */
  g_assert_cmpuint (jal_blob_get_chunk_reads (fixture->store), ==, 4);
  reopen (fixture);
  before = jal_blob_get_chunk_reads (fixture->store);
  for (gsize offset = 0; offset < JAL_BLOB_CHUNK; offset += 4096)
    g_assert_true (jal_blob_read (fixture->store, id, offset, 1, &last, NULL, NULL));
  g_assert_cmpuint (jal_blob_get_chunk_reads (fixture->store) - before, ==, 1);

  g_assert_false (jal_blob_read (fixture->store, id, size, 1, &last, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_blob_read (fixture->store, id, size - 1, 2, bytes, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_blob_read (fixture->store, id, G_MAXUINT64 - 1, 4, bytes, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_blob_read (fixture->store, jal_id_new (), 0, 1, &last, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
}

/* What the tables of blobs hold in all, adopted or not. */
static void
assert_rows (JalStore *store, gint64 blobs, gint64 chunks)
{
  g_assert_cmpint (ask (store, "SELECT count(*) FROM blob"), ==, blobs);
  g_assert_cmpint (ask (store, "SELECT count(*) FROM chunk"), ==, chunks);
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  const gsize size = 2 * 1024 * 1024 + 5;
  g_autofree guint8 *bytes = make_bytes (size, 3);
  JalBlobInfo first = import (fixture->store, bytes, size, 65536), second, other;

  second = import (fixture->store, bytes, size, 1000);
  g_assert_true (second.duplicate);
  g_assert_true (jal_id_equal (first.id, second.id));
  g_assert_cmpstr (first.sha256, ==, second.sha256);
  assert_rows (fixture->store, 1, 9);
  bytes[size - 1] ^= 1;
  other = import (fixture->store, bytes, size, 65536);
  g_assert_false (other.duplicate);
  assert_rows (fixture->store, 2, 18);
  assert_content (fixture->store, other.id, bytes, size);
}

static void
test_abort (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = make_bytes (sizes[i], i);
      JalBlobWriter *writer = jal_blob_writer_new (fixture->store);
      JalBlobInfo info;

      append (writer, bytes, sizes[i], 300000);
      if (i % 2 == 1)
        g_assert_true (jal_blob_writer_finish (writer, &info, NULL, NULL));
      jal_blob_writer_free (writer);
      assert_rows (fixture->store, 0, 0);
    }
}

/* The action that would have adopted it fails: nothing is there, and trying again works. */
static void
test_failed_act (Fixture *fixture, gconstpointer data)
{
  static const gsize both[] = { 1000, 3 * JAL_BLOB_CHUNK };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autofree guint8 *bytes = make_bytes (both[i], i);
      g_autoptr (JalBlobWriter) writer = jal_blob_writer_new (fixture->store);
      g_autoptr (GError) error = NULL;
      JalAct act = { .verb = "evidence.add" };
      Adopt adopt = { .writer = writer, .fail = TRUE };
      JalBlobInfo info;

      append (writer, bytes, both[i], 300000);
      g_assert_true (jal_blob_writer_finish (writer, &info, NULL, NULL));
      g_assert_false (jal_store_act (fixture->store, &act, adopt_func, &adopt, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_assert_false (jal_blob_get_info (fixture->store, info.id, &info, NULL, NULL));
      adopt.fail = FALSE;
      g_assert_true (jal_store_act (fixture->store, &act, adopt_func, &adopt, NULL, NULL));
      assert_content (fixture->store, adopt.info.id, bytes, both[i]);
    }
  reopen (fixture);
  assert_rows (fixture->store, 2, 4);
}

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* Two imports and other work at once: the chunks of both end up where they belong. */
static void
test_interleaved (Fixture *fixture, gconstpointer data)
{
  const gsize size = 4 * 1024 * 1024;
  g_autofree guint8 *one = make_bytes (size, 1), *two = make_bytes (size, 2);
  g_autoptr (JalBlobWriter) first = jal_blob_writer_new (fixture->store), second = jal_blob_writer_new (fixture->store);
  JalAct act = { .verb = "test.other" };
  Adopt adopt_first = { .writer = first }, adopt_second = { .writer = second };
  JalBlobInfo info;

  for (gsize done = 0; done < size; done += 1024 * 1024)
    {
      append (first, one + done, 1024 * 1024, 1024 * 1024);
      append (second, two + done, 1024 * 1024, 1024 * 1024);
      g_assert_true (jal_store_act (fixture->store, &act, nothing_func, NULL, NULL, NULL));
    }
  g_assert_true (jal_blob_writer_finish (first, &info, NULL, NULL));
  g_assert_true (jal_blob_writer_finish (second, &info, NULL, NULL));
  g_assert_true (jal_store_act (fixture->store, &act, adopt_func, &adopt_second, NULL, NULL));
  g_assert_true (jal_store_act (fixture->store, &act, adopt_func, &adopt_first, NULL, NULL));
  g_clear_pointer (&first, jal_blob_writer_free);
  g_clear_pointer (&second, jal_blob_writer_free);
  reopen (fixture);
  assert_content (fixture->store, adopt_first.info.id, one, size);
  assert_content (fixture->store, adopt_second.info.id, two, size);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  const gsize size = 1024 * 1024;
  g_autofree guint8 *bytes = make_bytes (size, 1);
  g_autoptr (JalBlobWriter) writer = jal_blob_writer_new (fixture->store);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_blob_writer_append (writer, bytes, size, cancellable, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (jal_blob_writer_append (writer, bytes, size, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&writer, jal_blob_writer_free);
  assert_rows (fixture->store, 0, 0);
}

/* A writer that outlives its store. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  const gsize size = 4 * 1024 * 1024;
  g_autofree guint8 *bytes = make_bytes (size, 1);
  JalBlobWriter *writer = jal_blob_writer_new (fixture->store);
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_blob_writer_append (writer, bytes, size, NULL, NULL));
  g_assert_true (jal_store_close (fixture->store, NULL));
  g_assert_false (jal_blob_writer_append (writer, bytes, size, NULL, &error)
                  && jal_blob_writer_append (writer, bytes, size, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  jal_blob_writer_free (writer);
  reopen (fixture);
  assert_rows (fixture->store, 0, 0);
}

static char *self;

/* Another process imports 40 MiB and dies in the middle of it. */
static void
test_crash (Fixture *fixture, gconstpointer data)
{
  const char *arguments[] = { self, "--crash", fixture->path, NULL };
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  JalStoreInfo info;
  int status = 0;

  run (fixture->store, "INSERT INTO local_setting (name, value) VALUES ('kept', 'yes')");
  g_assert_true (jal_store_close (fixture->store, NULL));
  g_assert_finalize_object (fixture->store);
  fixture->store = NULL;
  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  /* The first batches are really in the file. */
  g_assert_true (jal_store_peek_info (fixture->path, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (info.file_size, >, 16 * 1024 * 1024);
  reopen (fixture);
  assert_rows (fixture->store, 0, 0);
  kept = ask_text (fixture->store, "SELECT value FROM local_setting WHERE name = 'kept'");
  g_assert_cmpstr (kept, ==, "yes");
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, NULL));
}

static int
crash (const char *path)
{
  JalStore *store = jal_store_open_vault (path, PASSPHRASE, NULL, NULL);
  JalBlobWriter *writer = jal_blob_writer_new (store);
  g_autofree guint8 *bytes = make_bytes (40 * 1024 * 1024, 1);

  append (writer, bytes, 40 * 1024 * 1024, 1024 * 1024);
  kill (getpid (), SIGKILL);
  return 1;
}

static void
count_cb (guint64 done, guint64 size, gpointer data)
{
  g_assert_cmpuint (done, <=, size);
  *(guint64 *)data = done;
}

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  const gsize size = 600000;
  g_autofree guint8 *bytes = make_bytes (size, 1);
  JalId id = import (fixture->store, bytes, size, size).id;
  static const char *const damages[] = {
    "UPDATE chunk SET data = zeroblob (length (data)) WHERE id & 0xffffff = 1",
    "UPDATE chunk SET data = substr (data, 2) WHERE id & 0xffffff = 1",
    "DELETE FROM chunk WHERE id & 0xffffff = 1",
  };
  guint64 done = 0;

  g_assert_true (jal_blob_verify (fixture->store, id, count_cb, &done, NULL, NULL));
  g_assert_cmpuint (done, ==, size);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;

      run (fixture->store, damages[i]);
      g_assert_false (jal_blob_verify (fixture->store, id, NULL, NULL, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
    }
}

static gboolean
remove_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_remove_blob (tx, *(JalId *)data, error);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = make_bytes (600000, 1);
  JalId one = import (fixture->store, bytes, 600000, 600000).id;
  JalId two = import (fixture->store, bytes, 500000, 600000).id;
  JalAct act = { .verb = "evidence.erase" };
  g_autoptr (GError) error = NULL;

  assert_content (fixture->store, one, bytes, 600000);
  g_assert_true (jal_store_act (fixture->store, &act, remove_func, &one, NULL, &error));
  g_assert_no_error (error);
  assert_rows (fixture->store, 1, 2);
  g_assert_false (jal_blob_read (fixture->store, one, 0, 1, bytes, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  assert_content (fixture->store, two, bytes, 500000);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--crash") == 0)
    return crash (argv[2]);
  self = argv[0];
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/blob/" path, Fixture, NULL, setup, func, teardown)
  ADD ("sizes", test_sizes);
  ADD ("ranges", test_ranges);
  ADD ("duplicate", test_duplicate);
  ADD ("abort", test_abort);
  ADD ("failed-act", test_failed_act);
  ADD ("interleaved", test_interleaved);
  ADD ("cancel", test_cancel);
  ADD ("closed", test_closed);
  ADD ("crash", test_crash);
  ADD ("verify", test_verify);
  ADD ("remove", test_remove);
  return g_test_run ();
}
