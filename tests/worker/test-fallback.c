/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kernel without Landlock, made by taking the call away from this test and all it starts. */
#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/wait.h>

#include "../pages/pdf-maker.h"
#include "pages/jal-reader.h"
#include "pages/jal-spawn-private.h"

static void
take_away (const char *const *calls)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  for (; *calls != NULL; calls++)
    g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), seccomp_syscall_resolve_name (*calls), 0), ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
}

static JalReader *
open_page (GError **error)
{
  const PdfPage page = { "/MediaBox [ 0 0 200 200 ]", "BT /F 20 Tf 20 100 Td (Walls) Tj ET" };
  g_autoptr (GBytes) pdf = pdf_make (&page, 1, NULL);
  const JalBytes bytes = jal_bytes_from_memory (pdf);

  return jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, error);
}

static void
test_bubblewrap (void)
{
  static const char *const landlock[] = { "landlock_create_ruleset", NULL };

  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalProcess) process = NULL;
      g_autoptr (JalReader) reader = NULL;
      g_autoptr (JalPageText) text = NULL;

      take_away (landlock);
      process = jal_process_new (JAL_WIRE_ROLE_READER, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (process->walls, ==, JAL_WIRE_WALL_NAMESPACE | JAL_WIRE_WALL_SECCOMP);
      reader = open_page (&error);
      g_assert_no_error (error);
      text = jal_reader_get_text (reader, 0, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text->text, ==, "Walls");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_no_wall_at_all (void)
{
  static const char *const both[] = { "landlock_create_ruleset", "mount", "unshare", "pivot_root", NULL };

  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;

      take_away (both);
      g_assert_null (open_page (&error));
      g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX);
      g_assert_nonnull (strstr (error->message, "bubblewrap"));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* The worker itself refuses to go on without a file wall, even when it is started by hand. */
static void
test_worker_refuses (void)
{
  static const char *const landlock[] = { "landlock_create_ruleset", NULL };

  if (g_test_subprocess ())
    {
      g_autofree char *path = g_build_filename (g_getenv ("JALADA_UNINSTALLED"), "src", "worker", "jalada-reader", NULL);
      int status = 0;
      char *arguments[] = { path, NULL };

      take_away (landlock);
      g_assert_true (g_spawn_sync (NULL, arguments, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL));
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 3);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fallback/bubblewrap", test_bubblewrap);
  g_test_add_func ("/fallback/no-wall-at-all", test_no_wall_at_all);
  g_test_add_func ("/fallback/worker-refuses", test_worker_refuses);
  return g_test_run ();
}
