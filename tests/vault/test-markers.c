/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words planted in a vault are found in none of its files: while it is open in the middle of a transaction, after
   kill -9, after closing. The same search finds them in a plain SQLite database that led the same life. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault-work.h"
#include "vault/jal-vault.h"

static const char *const markers[] = { "Zanzibarquartz-title", "kwaheri-filename.pdf", "a girl of fourteen said" };

/* One life, of a vault or of a plain database. Spills into the journal, the statement journal and sorters' files. */
static void
live (sqlite3 *db)
{
  g_autoptr (GString) sql = g_string_new ("PRAGMA cache_size = 10; PRAGMA temp_store = FILE;"
                                          "CREATE TABLE doc (id INTEGER PRIMARY KEY, text TEXT, wide BLOB);"
                                          "CREATE INDEX doc_text ON doc (text);"
                                          "CREATE VIRTUAL TABLE find USING fts5 (text);");
  char *message = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      g_autofree gunichar2 *utf16 = NULL;
      glong length;

      g_string_append_printf (sql,
                              "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 400)"
                              "INSERT INTO doc (text) SELECT '%s ' || n FROM c;"
                              "INSERT INTO find VALUES ('%s');",
                              markers[i], markers[i]);
      utf16 = g_utf8_to_utf16 (markers[i], -1, NULL, &length, NULL);
      for (int swap = 0; swap < 2; swap++)
        {
          g_string_append (sql, "INSERT INTO doc (wide) VALUES (x'");
          for (glong c = 0; c < length; c++)
            g_string_append_printf (sql, swap ? "%02x%02x" : "%2$02x%1$02x", utf16[c] >> 8, utf16[c] & 0xff);
          g_string_append (sql, "');");
        }
    }
  g_string_append (sql, "BEGIN;"
                        "UPDATE doc SET text = text || ' changed';"
                        "SAVEPOINT s;"
                        "UPDATE doc SET text = text || ' twice';"
                        "DELETE FROM doc WHERE id % 7 = 0;");
  sqlite3_exec (db, sql->str, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

/* The other process: leads both lives and then waits, a sort still going on in each. */
static int
live_and_wait (const char *folder)
{
  /* Large enough that it cannot be sorted in memory. */
  static const char sort[] = "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 60) "
                             "SELECT text FROM doc, c ORDER BY text || n DESC";
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *plain_path = g_build_filename (folder, "plain", "b.db", NULL);
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL);
  sqlite3_stmt *statements[2];
  sqlite3 *plain;

  g_assert_cmpint (sqlite3_open_v2 (plain_path, &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"), ==, 0);
  live (jal_vault_get_db (vault));
  live (plain);
  g_assert_cmpint (sqlite3_prepare_v2 (jal_vault_get_db (vault), sort, -1, &statements[0], NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (plain, sort, -1, &statements[1], NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statements[0]), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_step (statements[1]), ==, SQLITE_ROW);
  printf ("ready\n");
  fflush (stdout);
  getchar ();
  return 0;
}

/* What was searched and found. */
typedef struct
{
  guint files;
  guint nameless; /* of those, temporary files without a name */
  guint found;    /* (file, marker, encoding) triples */
} Search;

static gboolean
contains (const char *bytes, gsize length, const char *marker, gsize marker_length)
{
  return memmem (bytes, length, marker, marker_length) != NULL;
}

static void
search_file (const char *path, Search *search)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return;
  search->files++;
  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      gsize n = strlen (markers[i]);
      g_autofree char *little = g_malloc0 (2 * n), *big = g_malloc0 (2 * n);

      for (gsize c = 0; c < n; c++)
        little[2 * c] = big[2 * c + 1] = markers[i][c];
      search->found += contains (bytes, length, markers[i], n);
      search->found += contains (bytes, length, little, 2 * n);
      search->found += contains (bytes, length, big, 2 * n);
    }
}

static void
search_folder (const char *folder, Search *search)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        search_file (path, search);
    }
}

/* Everything process @pid has open whose name begins with @prefix, also what was already unlinked. */
static void
search_open_files (const char *pid, const char *prefix, Search *search)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%s/fd", pid);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      if (target == NULL || !g_str_has_prefix (target, prefix) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      search->nameless += g_str_has_suffix (target, " (deleted)");
      search_file (path, search);
    }
}

static GSubprocess *
start_other (const char *folder)
{
  GSubprocess *other;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *temp = g_build_filename (folder, "plain", "temp", NULL);
  g_autofree char *line = NULL;
  GError *error = NULL;

  /* Where a plain SQLite puts its temporary files. */
  g_subprocess_launcher_setenv (launcher, "SQLITE_TMPDIR", temp, TRUE);
  other = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "--live", folder, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (other));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "ready");
  return other;
}

static void
test_markers (void)
{
  char *folder = vault_work_folder ();
  char *plain = g_build_filename (folder, "plain", NULL);
  char *temp = g_build_filename (plain, "temp", NULL);
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *own_temp_files = g_strconcat (folder, "/.jalada-", NULL);
  g_autofree char *twin_temp_files = g_strconcat (temp, "/", NULL);
  Search open = { 0 }, killed = { 0 }, closed = { 0 }, twin = { 0 };
  g_autoptr (GSubprocess) other = NULL;
  GError *error = NULL;
  JalVault *vault;
  const char *pid;

  g_mkdir_with_parents (temp, 0700);
  other = start_other (folder);
  pid = g_subprocess_get_identifier (other);
  search_folder (folder, &open);
  search_open_files (pid, own_temp_files, &open);
  search_folder (plain, &twin);
  search_open_files (pid, twin_temp_files, &twin);
  g_test_message ("the vault: %u files, %u of them nameless: %u finds; its plain twin: %u files, %u nameless: %u finds",
                  open.files, open.nameless, open.found, twin.files, twin.nameless, twin.found);
  /* The file, its journal, and at least a statement journal and a sorter's file. */
  g_assert_cmpuint (open.files, >=, 4);
  g_assert_cmpuint (open.nameless, >=, 2);
  g_assert_cmpuint (open.found, ==, 0);
  g_assert_cmpuint (twin.files, >=, 4);
  g_assert_cmpuint (twin.nameless, >=, 2);
  g_assert_cmpuint (twin.found, >=, 9 + 2 * 3);
  g_subprocess_force_exit (other);
  g_subprocess_wait (other, NULL, NULL);
  search_folder (folder, &killed);
  g_assert_cmpuint (killed.files, ==, 2);
  g_assert_cmpuint (killed.found, ==, 0);
  vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM doc WHERE text LIKE '%fourteen%'", NULL), ==, 400);
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM find WHERE find MATCH 'fourteen'", NULL), ==, 1);
  vault_work_exec (vault, "DELETE FROM doc WHERE id > 10");
  g_assert_true (jal_vault_close (vault, &error));
  search_folder (folder, &closed);
  g_assert_cmpuint (closed.files, ==, 1);
  g_assert_cmpuint (closed.found, ==, 0);
  vault_work_remove (temp);
  vault_work_remove (plain);
  vault_work_remove (folder);
}

/* A word that only SQLite ever puts together. */
#define WORD_PARTS "'Malindi' || 'tourmaline'"
#define WORD_LENGTH 17

/* The other process: has the word in many rows, closes the vault at the first line of input, ends at the second. */
static int
close_on_demand (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL);

  vault_work_exec (vault, "PRAGMA cache_size = 20; CREATE TABLE t (a, b);"
                          "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 9000)"
                          "INSERT INTO t SELECT " WORD_PARTS " || n, n FROM c;"
                          "CREATE INDEX i ON t (a); CREATE VIRTUAL TABLE f USING fts5 (a);"
                          "INSERT INTO f SELECT a FROM t; SELECT a FROM t ORDER BY a || b DESC;"
                          "BEGIN; SAVEPOINT s; UPDATE t SET a = a || a; ROLLBACK TO s; RELEASE s; COMMIT;");
  printf ("open\n");
  fflush (stdout);
  getchar ();
  g_assert_true (jal_vault_close (vault, NULL));
  printf ("closed\n");
  fflush (stdout);
  getchar ();
  return 0;
}

/* How often the word is in the memory of process @pid. */
static guint
count_in_memory (const char *pid)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%s/maps", pid);
  g_autofree char *memory_path = g_strdup_printf ("/proc/%s/mem", pid);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  char word[WORD_LENGTH + 1] = "Malindi";
  guint found = 0;
  int fd = g_open (memory_path, O_RDONLY | O_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  memcpy (word + 7, "tourmaline", 11);
  g_assert_true (g_file_get_contents (maps_path, &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      unsigned long from, to;
      char flags[5];
      g_autofree char *bytes = NULL;
      gssize got;

      if (sscanf (lines[i], "%lx-%lx %4s", &from, &to, flags) != 3 || flags[0] != 'r' || flags[1] != 'w')
        continue;
      bytes = g_malloc (to - from);
      got = pread (fd, bytes, to - from, (off_t)from);
      for (const char *at = bytes; got > 0 && (at = memmem (at, (gsize)(bytes + got - at), word, WORD_LENGTH)) != NULL; at++)
        found++;
    }
  close (fd);
  return found;
}

static void
test_memory (void)
{
  char *folder = vault_work_folder ();
  g_autoptr (GSubprocess) other = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *first = NULL, *second = NULL;
  guint open, closed;
  GError *error = NULL;

  other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe",
                            "--close", folder, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (other));
  first = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (first, ==, "open");
  open = count_in_memory (g_subprocess_get_identifier (other));
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (other), "\n", 1, NULL, NULL, &error);
  second = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (second, ==, "closed");
  closed = count_in_memory (g_subprocess_get_identifier (other));
  g_subprocess_force_exit (other);
  g_subprocess_wait (other, NULL, NULL);
  g_test_message ("in memory %u times while open, %u times after closing", open, closed);
  g_assert_cmpuint (open, >, 100);
  g_assert_cmpuint (closed, ==, 0);
  vault_work_remove (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--live") == 0)
    {
      g_assert_true (jal_vault_init_process (NULL));
      return live_and_wait (argv[2]);
    }
  if (argc == 3 && strcmp (argv[1], "--close") == 0)
    return close_on_demand (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  g_test_add_func ("/markers/none-on-disk", test_markers);
  g_test_add_func ("/markers/none-in-memory", test_memory);
  return g_test_run ();
}
