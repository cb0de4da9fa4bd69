/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A taken-over reader, seen from outside: every probe, after opening and after rendering, with the walls and without. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../pages/pdf-maker.h"
#include <glib/gstdio.h>

#include "pages/jal-link-private.h"
#include "pages/jal-pages-error.h"
#include "probes.h"

static const char *prober; /* path of the test's own reader */

typedef enum
{
  DENIED,     /* an answer: it did not work */
  SUCCEEDED,  /* an answer: it worked */
  KILLED,     /* by seccomp */
  REPLACED,   /* by another program, which ended well */
  TIMED_OUT,
  CRASHED,
} Outcome;

typedef struct
{
  const char *name;
  guint probe;
  Outcome walled;
  int walled_errno; /* of DENIED; 0: any */
  Outcome open;
} Probe;

static const Probe probes[] = {
  { "read /etc/passwd", PROBE_READ_FILE, DENIED, EACCES, SUCCEEDED },
  { "list /tmp", PROBE_LIST_FOLDER, DENIED, EACCES, SUCCEEDED },
  { "create a file", PROBE_CREATE_FILE, DENIED, EACCES, SUCCEEDED },
  { "write to a device", PROBE_WRITE_DEVICE, DENIED, EACCES, SUCCEEDED },
  { "socket", PROBE_SOCKET, DENIED, EACCES, SUCCEEDED },
  { "connect", PROBE_CONNECT, DENIED, EACCES, SUCCEEDED },
  { "exec", PROBE_EXEC, KILLED, 0, REPLACED },
  { "fork", PROBE_FORK, DENIED, EPERM, SUCCEEDED },
  { "fork by number", PROBE_RAW_FORK, KILLED, 0, SUCCEEDED },
  { "ptrace", PROBE_PTRACE, KILLED, 0, SUCCEEDED },
  { "kill the parent", PROBE_KILL_PARENT, KILLED, 0, SUCCEEDED },
  { "environment of the parent", PROBE_PARENT_MEMORY, DENIED, EACCES, SUCCEEDED },
  { "map writable code", PROBE_MAP_CODE, DENIED, EACCES, SUCCEEDED },
  { "make memory code", PROBE_MAKE_CODE, DENIED, EACCES, SUCCEEDED },
  { "io_uring", PROBE_IO_URING, KILLED, 0, SUCCEEDED },
  { "memfd_create", PROBE_MEMFD, DENIED, EACCES, SUCCEEDED },
  { "unshare", PROBE_UNSHARE, KILLED, 0, SUCCEEDED },
  { "malloc bomb", PROBE_HOARD, DENIED, ENOMEM, SUCCEEDED },
  /* these two are contained by the program outside, walls or not */
  { "endless loop", PROBE_LOOP, TIMED_OUT, 0, TIMED_OUT },
  { "crash", PROBE_CRASH, CRASHED, 0, CRASHED },
};

static gboolean
read_pdf_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  memcpy (to, (const guint8 *)g_bytes_get_data (user_data, NULL) + offset, length);
  return TRUE;
}

static JalLink *
start (gboolean walled)
{
  static const char *const off[] = { PROBE_WALLS_OFF "=1", NULL };
  g_autoptr (GError) error = NULL;
  JalProcess *process = jal_process_new_program (prober, JAL_WIRE_ROLE_READER, walled ? NULL : off, &error);
  JalLink *link;

  g_assert_no_error (error);
  link = jal_link_new_for_process (process);
  g_assert_true (jal_link_ensure_window (link, JAL_WIRE_SLOT_BYTES, JAL_WIRE_RANGE_MAX, NULL));
  return link;
}

static void
open_document (JalLink *link, GBytes *pdf, gboolean render)
{
  const JalBytes bytes = { g_bytes_get_size (pdf), read_pdf_cb, pdf, NULL };
  const JalLinkCall call = { &bytes, 1, NULL, NULL, 10000, NULL };
  g_autoptr (GError) error = NULL;
  JalWirePacket packet;

  jal_wire_init (&packet, JAL_WIRE_OPEN, 0);
  packet.open.size = bytes.size;
  jal_link_call (link, &packet, JAL_WIRE_OPENED, &call, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (packet.opened.n_pages, ==, 1);
  if (!render)
    return;
  g_assert_true (jal_link_ensure_window (link, JAL_WIRE_SLOT_RESULT, 100 * 100 * 4, NULL));
  jal_wire_init (&packet, JAL_WIRE_RENDER, 0);
  packet.render.scale = 0.5;
  packet.render.width = packet.render.height = 100;
  packet.render.stride = 400;
  jal_link_call (link, &packet, JAL_WIRE_RENDER_REPLY, &call, NULL, NULL, &error);
  g_assert_no_error (error);
}

static Outcome
outcome_of_end (pid_t pid)
{
  siginfo_t info = { 0 };

  g_assert_cmpint (waitid (P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), ==, 0);
  if (info.si_code == CLD_EXITED && info.si_status == 0)
    return REPLACED;
  return info.si_status == SIGSYS ? KILLED : CRASHED;
}

static Outcome
run_probe (JalLink *link, guint probe, int *number)
{
  const JalLinkCall call = { NULL, 0, NULL, NULL, probe == PROBE_LOOP ? 300 : 10000, NULL };
  g_autoptr (GError) error = NULL;
  JalWirePacket packet;

  jal_wire_init (&packet, PROBE_REQUEST, 0);
  packet.write.length = probe;
  if (jal_link_call (link, &packet, PROBE_REPLY, &call, NULL, NULL, &error))
    {
      *number = (int)packet.range_reply.length;
      return packet.range_reply.granted ? SUCCEEDED : DENIED;
    }
  if (g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT))
    return TIMED_OUT;
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  return outcome_of_end (jal_link_get_process (link)->pid);
}

static void
run_all (gboolean walled, gboolean render)
{
  const PdfPage page = { "/MediaBox [ 0 0 200 200 ]", "BT /F 20 Tf 20 100 Td (Probe) Tj ET" };
  g_autoptr (GBytes) pdf = pdf_make (&page, 1, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++)
    {
      g_autoptr (JalLink) link = start (walled);
      int number = 0;
      Outcome outcome;

      open_document (link, pdf, render);
      unlink (PROBE_FILE);
      outcome = run_probe (link, probes[i].probe, &number);
      g_test_message ("%s: %d (errno %d)", probes[i].name, outcome, number);
      g_assert_cmpint (outcome, ==, walled ? probes[i].walled : probes[i].open);
      if (walled && probes[i].walled_errno != 0)
        g_assert_cmpint (number, ==, probes[i].walled_errno);
      g_assert_cmpint (access (PROBE_FILE, F_OK) == 0, ==, !walled && probes[i].probe == PROBE_CREATE_FILE);
      unlink (PROBE_FILE);
    }
}

static void
test_walled_after_opening (void)
{
  run_all (TRUE, FALSE);
}

static void
test_walled_after_rendering (void)
{
  run_all (TRUE, TRUE);
}

/* Without the walls the same probes succeed: so it was the walls that stopped them. */
static void
test_open (void)
{
  run_all (FALSE, TRUE);
}

static void
test_inherits_nothing (void)
{
  g_autoptr (JalLink) link = start (TRUE);
  int number = 0;
  int kept = open ("/dev/null", O_RDONLY); /* not close-on-exec, on purpose */

  g_assert_cmpint (kept, >=, 0);
  g_assert_cmpint (run_probe (link, PROBE_INHERITED, &number), ==, DENIED);
  {
    g_autoptr (JalLink) later = start (TRUE);
    g_assert_cmpint (run_probe (later, PROBE_INHERITED, &number), ==, DENIED);
  }
  close (kept);
}

static gboolean
file_contains (const char *path, const char *text)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return memmem (bytes, length, text, strlen (text)) != NULL;
}

static void
test_product_has_no_probe (void)
{
  g_autofree char *product = g_build_filename (g_getenv ("JALADA_UNINSTALLED"), "src", "worker", "jalada-reader", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalLink) link = jal_link_new (JAL_WIRE_ROLE_READER, &error);
  int number = 0;

  g_assert_no_error (error);
  g_assert_true (file_contains (prober, PROBE_WALLS_OFF)); /* the search finds what is there */
  g_assert_true (file_contains (prober, PROBE_FILE));
  g_assert_false (file_contains (product, "PROBE"));
  g_assert_false (file_contains (product, "probe"));
  g_assert_false (file_contains (product, "/etc/passwd") && !file_contains (prober, "/etc/passwd"));
  /* asked for the verb, it ends the conversation */
  g_assert_cmpint (run_probe (link, PROBE_READ_FILE, &number), ==, CRASHED);
}

static void
test_walls_are_reported (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalProcess) process = jal_process_new (JAL_WIRE_ROLE_READER, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (process->walls, ==, JAL_WIRE_WALL_LANDLOCK | JAL_WIRE_WALL_SECCOMP);
}

/* A program that is no worker never gets a word. */
static void
test_no_worker (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (jal_process_new_program ("/bin/true", JAL_WIRE_ROLE_READER, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX);
  g_clear_error (&error);
  g_assert_null (jal_process_new_program ("/nonexistent/worker", JAL_WIRE_ROLE_READER, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX);
  g_clear_error (&error);
  g_assert_null (jal_process_new_program (prober, JAL_WIRE_ROLE_COMPOSER, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX);
}

/* One that is ended before it has said anything says nothing against the computer: it is tried again. */
static void
test_killed_at_start (void)
{
  static const char script[] = "#!/bin/sh\nkill -9 $$\n";
  g_autofree char *folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "worker", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_null (jal_process_new_program (path, JAL_WIRE_ROLE_READER, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  g_remove (path);
  g_rmdir (folder);
}

/* A worker busy in an endless loop dies when the program does, whatever the program dies of. */
static void
test_dies_with_program (void)
{
  int channel[2];
  pid_t program, worker;
  struct pollfd ended = { -1, POLLIN, 0 };

  g_assert_cmpint (pipe (channel), ==, 0);
  program = fork ();
  if (program == 0)
    {
      execl ("/proc/self/exe", "test-worker-sandbox", "--loop", prober, g_strdup_printf ("%d", channel[1]), NULL);
      _exit (1);
    }
  g_assert_cmpint (read (channel[0], &worker, sizeof worker), ==, sizeof worker);
  ended.fd = (int)syscall (SYS_pidfd_open, worker, 0);
  g_assert_cmpint (ended.fd, >=, 0);
  g_assert_cmpint (poll (&ended, 1, 0), ==, 0); /* it lives */
  kill (program, SIGKILL);
  g_assert_cmpint (waitpid (program, NULL, 0), ==, program);
  g_assert_cmpint (poll (&ended, 1, 10000), ==, 1);
  close (ended.fd);
  close (channel[0]);
  close (channel[1]);
}

static int
be_program_with_loop (const char *path, int channel)
{
  JalLink *link;
  JalWirePacket packet;

  prober = path;
  link = start (TRUE);
  jal_wire_init (&packet, PROBE_REQUEST, 1);
  packet.write.length = PROBE_LOOP;
  {
    const JalLinkCall call = { NULL, 0, NULL, NULL, 60000, NULL };

    if (write (channel, &jal_link_get_process (link)->pid, sizeof (pid_t)) != sizeof (pid_t))
      return 1;
    jal_link_call (link, &packet, PROBE_REPLY, &call, NULL, NULL, NULL);
  }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--loop") == 0)
    return be_program_with_loop (argv[2], atoi (argv[3]));
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  prober = argv[1];
  g_test_add_func ("/sandbox/walls-are-reported", test_walls_are_reported);
  g_test_add_func ("/sandbox/walled/after-opening", test_walled_after_opening);
  g_test_add_func ("/sandbox/walled/after-rendering", test_walled_after_rendering);
  g_test_add_func ("/sandbox/open", test_open);
  g_test_add_func ("/sandbox/inherits-nothing", test_inherits_nothing);
  g_test_add_func ("/sandbox/product-has-no-probe", test_product_has_no_probe);
  g_test_add_func ("/sandbox/no-worker", test_no_worker);
  g_test_add_func ("/sandbox/killed-at-start", test_killed_at_start);
  g_test_add_func ("/sandbox/dies-with-program", test_dies_with_program);
  return g_test_run ();
}
