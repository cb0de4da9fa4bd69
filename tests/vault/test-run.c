/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes on their way to the disk: in one go, found while they wait, kept when the disk refuses. And a journal on such a
   disk, which holds exactly the writes that did not fail. */
#include <string.h>

#include "vault/jal-vault-file.h"
#include "vault/jal-vault-run.h"

/* A file in memory that refuses to be written while told so. */
typedef struct
{
  sqlite3_file base;
  GByteArray *content;
  guint writes;
  guint accepted; /* writes until it refuses */
} MemoryFile;

static int
memory_write (sqlite3_file *base, const void *from, int amount, sqlite3_int64 offset)
{
  MemoryFile *file = (MemoryFile *)base;

  /* What SQLite's own VFS can take. */
  g_assert_cmpint (amount, <=, 0x1ffff);
  if (file->accepted == 0)
    return SQLITE_FULL;
  file->accepted--;
  file->writes++;
  if (offset + amount > file->content->len)
    g_byte_array_set_size (file->content, (guint)(offset + amount));
  memcpy (file->content->data + offset, from, (gsize)amount);
  return SQLITE_OK;
}

static int
memory_read (sqlite3_file *base, void *to, int amount, sqlite3_int64 offset)
{
  GByteArray *content = ((MemoryFile *)base)->content;

  memset (to, 0, (gsize)amount);
  if (offset < content->len)
    memcpy (to, content->data + offset, (gsize)MIN (amount, content->len - offset));
  return offset + amount <= content->len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
memory_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  g_byte_array_set_size (((MemoryFile *)base)->content, (guint)size);
  return SQLITE_OK;
}

static int
memory_size (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = ((MemoryFile *)base)->content->len;
  return SQLITE_OK;
}

static int
memory_sync (sqlite3_file *base, int flags)
{
  return SQLITE_OK;
}

static int
memory_close (sqlite3_file *base)
{
  return SQLITE_OK;
}

static const sqlite3_io_methods memory_methods = {
  .iVersion = 1,
  .xClose = memory_close,
  .xRead = memory_read,
  .xWrite = memory_write,
  .xTruncate = memory_truncate,
  .xSync = memory_sync,
  .xFileSize = memory_size,
};

static void
set_up (MemoryFile *file, JalVaultRun *run, gsize size)
{
  memset (file, 0, sizeof *file);
  file->base.pMethods = &memory_methods;
  file->content = g_byte_array_new ();
  file->accepted = G_MAXUINT;
  g_assert_true (jal_vault_run_init (run, &file->base, size));
}

static void
tear_down (MemoryFile *file, JalVaultRun *run)
{
  jal_vault_run_clear (run);
  g_byte_array_unref (file->content);
}

/* Puts @length times @letter at @offset; returns the SQLite result. */
static int
put (JalVaultRun *run, gint64 offset, gsize length, char letter)
{
  int rc = SQLITE_OK;
  guint8 *to = jal_vault_run_reserve (run, offset, length, &rc);

  if (to != NULL)
    memset (to, letter, length);
  return rc;
}

static void
test_one_go (void)
{
  MemoryFile file;
  JalVaultRun run;

  set_up (&file, &run, 400000);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (put (&run, 10 + i * 50000, 50000, (char)('a' + i)), ==, SQLITE_OK);
  g_assert_cmpint (put (&run, 10 + 50000, 50000, 'B'), ==, SQLITE_OK);
  g_assert_cmpuint (file.writes, ==, 0);
  g_assert_cmpint (*jal_vault_run_find (&run, 10 + 50000, 50000), ==, 'B');
  g_assert_null (jal_vault_run_find (&run, 9, 50000));
  g_assert_null (jal_vault_run_find (&run, 10 + 150001, 50000));
  /* Elsewhere: what waits goes first. */
  g_assert_cmpint (put (&run, 900000, 10, 'z'), ==, SQLITE_OK);
  g_assert_cmpuint (file.writes, ==, 2);
  g_assert_cmpuint (file.content->len, ==, 200010);
  g_assert_cmpint (file.content->data[10], ==, 'a');
  g_assert_cmpint (file.content->data[10 + 99999], ==, 'B');
  g_assert_cmpint (file.content->data[200009], ==, 'd');
  g_assert_cmpint (jal_vault_run_flush (&run), ==, SQLITE_OK);
  g_assert_cmpuint (file.content->len, ==, 900010);
  tear_down (&file, &run);
}

static void
test_refused (void)
{
  MemoryFile file;
  JalVaultRun run;

  set_up (&file, &run, 1000);
  g_assert_cmpint (put (&run, 0, 600, 'a'), ==, SQLITE_OK);
  file.accepted = 0;
  g_assert_cmpint (put (&run, 600, 600, 'b'), ==, SQLITE_FULL);
  g_assert_cmpint (jal_vault_run_flush (&run), ==, SQLITE_FULL);
  /* Still there, and only that. */
  g_assert_cmpint (*jal_vault_run_find (&run, 0, 600), ==, 'a');
  g_assert_null (jal_vault_run_find (&run, 600, 600));
  file.accepted = 1;
  g_assert_cmpint (jal_vault_run_flush (&run), ==, SQLITE_OK);
  g_assert_cmpuint (file.content->len, ==, 600);
  g_assert_cmpint (file.content->data[599], ==, 'a');
  g_assert_null (jal_vault_run_find (&run, 0, 600));
  tear_down (&file, &run);
}

static void
test_truncated (void)
{
  MemoryFile file;
  JalVaultRun run;

  set_up (&file, &run, 1000);
  g_assert_cmpint (put (&run, 100, 300, 'a'), ==, SQLITE_OK);
  jal_vault_run_truncate (&run, 250);
  g_assert_null (jal_vault_run_find (&run, 100, 300));
  g_assert_cmpint (*jal_vault_run_find (&run, 100, 150), ==, 'a');
  g_assert_cmpint (jal_vault_run_flush (&run), ==, SQLITE_OK);
  g_assert_cmpuint (file.content->len, ==, 250);
  g_assert_cmpint (put (&run, 250, 300, 'b'), ==, SQLITE_OK);
  jal_vault_run_truncate (&run, 90);
  g_assert_cmpint (jal_vault_run_flush (&run), ==, SQLITE_OK);
  g_assert_cmpuint (file.content->len, ==, 250);
  tear_down (&file, &run);
}

static MemoryFile *
new_file (GByteArray *content)
{
  MemoryFile *file = sqlite3_malloc (sizeof *file);

  memset (file, 0, sizeof *file);
  file->base.pMethods = &memory_methods;
  file->content = content;
  file->accepted = G_MAXUINT;
  return file;
}

static void
assert_reads (JalVaultSide *side, gint64 offset, gsize length, char letter)
{
  g_autofree char *got = g_malloc (length), *expected = g_malloc (length);

  memset (expected, letter, length);
  g_assert_cmpint (side->base.pMethods->xRead (&side->base, got, (int)length, offset), ==, SQLITE_OK);
  g_assert_cmpmem (got, length, expected, length);
}

static void
test_journal_refused (void)
{
  static const guint8 key[32] = { 1, 2, 3 };
  g_autoptr (GByteArray) content = g_byte_array_new ();
  MemoryFile *file = new_file (content);
  JalVaultSide side = { 0 };
  const sqlite3_io_methods *methods;
  char a[100], b[2000];
  sqlite3_int64 size;

  memset (a, 'a', sizeof a);
  memset (b, 'b', sizeof b);
  g_assert_cmpint (jal_vault_side_init (&side, &file->base, JAL_VAULT_SIDE_JOURNAL, key), ==, SQLITE_OK);
  methods = side.base.pMethods;
  /* Not even the head: nothing has begun. */
  file->accepted = 0;
  g_assert_cmpint (methods->xWrite (&side.base, a, sizeof a, 0), ==, SQLITE_FULL);
  g_assert_cmpint (methods->xSync (&side.base, 0), ==, SQLITE_OK);
  methods->xFileSize (&side.base, &size);
  g_assert_cmpint (size, ==, 0);
  file->accepted = 1;
  g_assert_cmpint (methods->xWrite (&side.base, a, sizeof a, 0), ==, SQLITE_OK);
  /* Later: the disk stays full, what was written can be synced and read. */
  g_assert_cmpint (methods->xWrite (&side.base, b, sizeof b, 100), ==, SQLITE_FULL);
  g_assert_cmpint (methods->xSync (&side.base, 0), ==, SQLITE_OK);
  methods->xFileSize (&side.base, &size);
  g_assert_cmpint (size, ==, 512);
  assert_reads (&side, 0, 100, 'a');
  file->accepted = G_MAXUINT;
  g_assert_cmpint (methods->xWrite (&side.base, b, sizeof b, 100), ==, SQLITE_OK);
  assert_reads (&side, 100, 2000, 'b');
  methods->xClose (&side.base);
  /* As a program finds it after a crash. */
  memset (&side, 0, sizeof side);
  g_assert_cmpint (jal_vault_side_init (&side, &new_file (content)->base, JAL_VAULT_SIDE_JOURNAL, key), ==, SQLITE_OK);
  assert_reads (&side, 0, 100, 'a');
  assert_reads (&side, 100, 2000, 'b');
  methods->xClose (&side.base);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  g_test_add_func ("/run/journal-refused", test_journal_refused);
  g_test_add_func ("/run/one-go", test_one_go);
  g_test_add_func ("/run/refused", test_refused);
  g_test_add_func ("/run/truncated", test_truncated);
  return g_test_run ();
}
