/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing through a real CUPS of its own: a scheduler in a temporary folder, whose one printer writes down what it gets. */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jal-test-case.h"
#include "release/jal-paper.h"
#include "release/jal-release-printer.h"

typedef struct
{
  char *folder;
  char *socket;
  GPid scheduler;
} Office;

static void
write_file (Office *office, const char *name, const char *format, ...)
{
  g_autofree char *path = g_build_filename (office->folder, name, NULL);
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
in_office (Office *office, const char *name)
{
  return g_build_filename (office->folder, name, NULL);
}

static void
make_folder (Office *office, const char *name)
{
  g_autofree char *path = in_office (office, name);

  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
  /* The printer runs as another user; programs in a folder that all may write to are not run. */
  g_assert_cmpint (chmod (path, g_str_has_prefix (name, "bin") ? 0755 : 0777), ==, 0);
}

/* Waits, without polling, until a file of that name is there. */
static void
wait_for (Office *office, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (office->folder, folder, name, NULL);
  g_autofree char *inside = g_build_filename (office->folder, folder, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (inside);
  g_autoptr (GFileMonitor) monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (monitor);
}

static int
run_quietly (const char *const *argv)
{
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &status, NULL));
  return status;
}

/* A test that dies leaves no scheduler behind. */
static void
end_with_us (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
open_office (Office *office)
{
  static const char *const parts[] = { "filter", "daemon", "cgi-bin", "notifier", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *bin = NULL, *backend = NULL, *conf = NULL, *files = NULL, *device = NULL;

  office->folder = g_dir_make_tmp ("jalada-cups-XXXXXX", NULL);
  office->socket = in_office (office, "cups.sock");
  g_assert_cmpint (chmod (office->folder, 0755), ==, 0);
  for (const char *const *name = (const char *const[]){ "state", "cache", "spool", "tmp", "log", "jobs", "bin",
                                                         "bin/backend", NULL };
       *name != NULL; name++)
    make_folder (office, *name);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *real = g_build_filename ("/usr/lib/cups", parts[i], NULL);
      g_autofree char *link = g_build_filename (office->folder, "bin", parts[i], NULL);

      g_assert_cmpint (symlink (real, link), ==, 0);
    }
  /* The printer: it writes down its options, then the document, then that it has both. */
  write_file (office, "bin/backend/paper",
              "#!/bin/sh\n[ $# = 0 ] && exit 0\nprintf '%%s\\n' \"$3\" \"$4\" \"$5\" >%s/jobs/options\n"
              "cat ${6:-/dev/stdin} >%s/jobs/document\nmv %s/jobs/document %s/jobs/printed\n",
              office->folder, office->folder, office->folder, office->folder);
  backend = in_office (office, "bin/backend/paper");
  g_assert_cmpint (chmod (backend, 0755), ==, 0);
  bin = in_office (office, "bin");
  write_file (office, "cups-files.conf",
              "ServerRoot %s\nStateDir %s/state\nCacheDir %s/cache\nRequestRoot %s/spool\nTempDir %s/tmp\n"
              "AccessLog %s/log/access\nErrorLog %s/log/error\nPageLog %s/log/page\nServerBin %s\nUser lp\nGroup lp\n"
              "SystemGroup lpadmin\n",
              office->folder, office->folder, office->folder, office->folder, office->folder, office->folder,
              office->folder, office->folder, bin);
  write_file (office, "cupsd.conf",
              "Listen %s\nBrowsing Off\nDefaultAuthType None\nWebInterface No\nPreserveJobFiles Yes\n"
              "PreserveJobHistory Yes\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Policy default>\n<Limit "
              "All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n",
              office->socket);
  conf = in_office (office, "cupsd.conf");
  files = in_office (office, "cups-files.conf");
  g_setenv ("CUPS_SERVER", office->socket, TRUE);
  {
    const char *argv[] = { "/usr/sbin/cupsd", "-f", "-c", conf, "-s", files, NULL };
    g_autoptr (GFile) folder = g_file_new_for_path (office->folder);
    g_autoptr (GFileMonitor) monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);

    g_assert_true (g_spawn_async (NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                                  end_with_us, NULL, &office->scheduler, &error));
    g_assert_no_error (error);
    while (!g_file_test (office->socket, G_FILE_TEST_EXISTS))
      g_main_context_iteration (NULL, TRUE);
    g_assert_nonnull (monitor);
  }
  device = g_strdup ("paper:/x");
  g_assert_cmpint (run_quietly ((const char *const[]){ "/usr/sbin/lpadmin", "-p", "Office", "-E", "-v", device, "-m", "raw",
                                                       "-D", "Printer at the desk", NULL }),
                   ==, 0);
}

static void
close_office (Office *office)
{
  g_assert_cmpint (kill (office->scheduler, SIGTERM), ==, 0);
  g_assert_cmpint (waitpid (office->scheduler, NULL, 0), ==, office->scheduler);
  run_quietly ((const char *const[]){ "rm", "-rf", office->folder, NULL });
  g_free (office->folder);
  g_free (office->socket);
}

/* How many readable documents lie in the spool. */
static guint
count_spooled (Office *office)
{
  g_autofree char *path = in_office (office, "spool");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    n += *name == 'd';
  return n;
}

static JalPaper *
make_paper (void)
{
  JalPaper *paper = jal_paper_new ("A secret title", JAL_LANG_EN);

  for (guint i = 0; i < 4; i++)
    {
      jal_paper_add_text (paper, "A page of the fictional case", JAL_PAPER_PLAIN);
      jal_paper_add_page_break (paper);
    }
  jal_paper_add_text (paper, "The last page", JAL_PAPER_PLAIN);
  return paper;
}

static void
test_print (gconstpointer data)
{
  Office *office = (gpointer)data;
  const JalPrintOptions options
      = { .printer = "Office", .copies = 3, .first_page = 2, .last_page = 4, .both_sides = TRUE };
  const JalPaperRecord record = { .kind = "test" };
  g_autoptr (JalPaper) paper = make_paper ();
  g_autoptr (GPtrArray) printers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *said = NULL, *list = NULL;
  JalTestVault vault = { 0 };
  const JalPrinter *printer;
  JalReleaseFile *file;

  printers = jal_release_list_printers (NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (printers->len, ==, 1);
  printer = printers->pdata[0];
  g_assert_cmpstr (printer->id, ==, "Office");
  g_assert_cmpstr (printer->title, ==, "Printer at the desk");

  jal_test_vault_open (&vault);
  file = jal_release_printer_new (&options, &error);
  g_assert_no_error (error);
  jal_release_paper (vault.store, paper, &record, file, NULL, &error);
  g_assert_no_error (error);
  wait_for (office, "jobs", "printed");

  /* The options reached the printer; the name of the job says nothing. */
  path = in_office (office, "jobs/options");
  g_assert_true (g_file_get_contents (path, &said, NULL, NULL));
  g_assert_true (g_str_has_prefix (said, "Jalada\n3\n"));
  g_assert_nonnull (strstr (said, "page-ranges=2-4"));
  g_assert_nonnull (strstr (said, "sides=two-sided-long-edge"));
  g_assert_nonnull (strstr (said, "a4_210x297mm"));
  g_assert_nonnull (strstr (said, "print-color-mode=monochrome"));
  g_assert_null (strstr (said, "secret"));
  {
    g_autofree char *printed = in_office (office, "jobs/printed");
    const char *argv[] = { "pdftotext", printed, "-", NULL };

    g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &list, NULL, NULL, NULL));
    g_assert_nonnull (strstr (list, "The last page"));
  }

  /* What CUPS kept readable is gone once the job is over. */
  g_assert_cmpuint (count_spooled (office), ==, 1);
  g_assert_cmpuint (jal_release_forget_print_jobs (60, NULL), ==, 0);
  g_assert_cmpuint (count_spooled (office), ==, 0);
  jal_test_vault_close (&vault);
}

/* What is given up half-way is not printed. */
static void
test_abort (gconstpointer data)
{
  Office *office = (gpointer)data;
  const JalPrintOptions options = { .printer = "Office", .copies = 1 };
  g_autofree guint8 *bytes = g_malloc0 (1 << 20);
  g_autofree char *path = in_office (office, "jobs/printed");
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  JalReleaseFile *file = jal_release_printer_new (&options, &error);
  const char *argv[] = { "lpstat", "-o", NULL };

  g_assert_no_error (error);
  g_assert_true (jal_release_file_write (file, bytes, 1 << 20, &error));
  jal_release_file_abort (file);
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL));
  g_assert_cmpstr (out, ==, "");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_spooled (office), ==, 0);
}

static void
test_missing (gconstpointer data)
{
  const JalPrintOptions options = { .printer = "Nobody", .copies = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (jal_release_printer_new (&options, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = NULL;
  Office office = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  /* No printers of whoever runs this. */
  home = g_dir_make_tmp ("jalada-home-XXXXXX", NULL);
  g_setenv ("HOME", home, TRUE);
  /* libcups remembers its server for as long as a thread lives: one office serves all. */
  open_office (&office);
  g_test_add_data_func ("/release/printer/abort", &office, test_abort);
  g_test_add_data_func ("/release/printer/print", &office, test_print);
  g_test_add_data_func ("/release/printer/missing", &office, test_missing);
  status = g_test_run ();
  close_office (&office);
  run_quietly ((const char *const[]){ "rm", "-rf", home, NULL });
  return status;
}
