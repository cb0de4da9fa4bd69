/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes on their way to the disk: in one go, found while they wait, kept when the disk refuses. */
#include <string.h>

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

static const sqlite3_io_methods memory_methods = { .iVersion = 1, .xWrite = memory_write };

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/one-go", test_one_go);
  g_test_add_func ("/run/refused", test_refused);
  g_test_add_func ("/run/truncated", test_truncated);
  return g_test_run ();
}
