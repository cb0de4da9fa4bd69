/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers, read by programs that are not ours: pdftotext, qpdf, zbarimg. */
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jal-test-case.h"
#include "release/jal-paper.h"
#include "store/jal-tx.h"

/* Returns (transfer full): what the program says on standard output; it must end with 0. */
static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return output;
}

static char *
save (JalTestVault *vault, JalPaper *paper)
{
  const JalPaperRecord record = { .kind = "test" };
  char *path = g_build_filename (vault->folder, "paper.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *checked = NULL;

  jal_release_paper_save (vault->store, paper, &record, path, TRUE, NULL, &error);
  g_assert_no_error (error);
  checked = run ((const char *const[]){ "qpdf", "--check", path, NULL });
  g_assert_nonnull (strstr (checked, "No syntax or stream encoding errors"));
  return path;
}

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

static void
test_table (void)
{
  static const JalPaperColumnSpec columns[] = { { "When", 1 }, { "What happened", 3 }, { "Pages", 1, TRUE } };
  g_autoptr (JalPaper) paper = jal_paper_new ("Custody", JAL_LANG_EN);
  g_autofree char *path = NULL, *text = NULL, *info = NULL;
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  jal_paper_add_heading (paper, 1, "Custody of exhibit P4");
  jal_paper_add_text (paper, "Mashahidi wawili\nwalikuwepo.", JAL_PAPER_PLAIN);
  jal_paper_set_footer (paper, "Jalada, a fictional case");
  jal_paper_add_table (paper, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *what = g_strdup_printf ("Event number %u with words enough to need a second line of its own here", i);

      jal_paper_add_row (paper, (const char *const[]){ "1 Mar 2026", what, "12" });
    }
  path = save (&vault, paper);
  text = run ((const char *const[]){ "pdftotext", "-layout", path, "-", NULL });
  info = run ((const char *const[]){ "pdfinfo", path, NULL });
  g_assert_nonnull (strstr (info, "Title:           Custody"));
  g_assert_nonnull (strstr (info, "(A4)"));
  g_assert_cmpuint (count (text, "Event number"), ==, 120);
  g_assert_nonnull (strstr (text, "Event number 119 "));
  /* Every page repeats the table's head and has its foot. */
  g_assert_cmpuint (count (text, "What happened"), ==, count (text, "\f"));
  g_assert_cmpuint (count (text, "Jalada, a fictional case"), ==, count (text, "\f"));
  g_assert_cmpuint (count (text, "\f"), >, 3);
  {
    g_autofree char *last = g_strdup_printf ("%u/%u", count (text, "\f"), count (text, "\f"));
    g_auto (GStrv) words = g_strsplit (text, " ", -1);
    g_autofree char *together = g_strjoinv ("", words);

    g_assert_nonnull (strstr (together, last));
  }
  jal_test_vault_close (&vault);
}

static void
test_code (void)
{
  const char *code = "JALADA1:ABCDEFGHJKMNPQRSTVWXYZ0123456789";
  g_autoptr (JalPaper) paper = jal_paper_new ("Sheet", JAL_LANG_SW);
  g_autofree char *path = NULL, *png = NULL, *prefix = NULL, *seen = NULL, *text = NULL, *drawn = NULL;
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  jal_paper_add_code (paper, "ABCD-EFGH", TRUE);
  jal_paper_add_qr (paper, code, 60, TRUE);
  path = save (&vault, paper);
  prefix = g_build_filename (vault.folder, "page", NULL);
  png = g_strconcat (prefix, ".png", NULL);
  drawn = run ((const char *const[]){ "pdftoppm", "-singlefile", "-png", "-r", "150", path, prefix, NULL });
  seen = run ((const char *const[]){ "zbarimg", "--quiet", "--raw", png, NULL });
  g_strchomp (seen);
  g_assert_cmpstr (seen, ==, code);
  text = run ((const char *const[]){ "pdftotext", path, "-", NULL });
  g_assert_nonnull (strstr (text, "ABCD-EFGH"));
  jal_test_vault_close (&vault);
}

static void
test_drawing (void)
{
  static const double red[] = { 0.8, 0, 0 };
  g_autoptr (JalPaper) paper = jal_paper_new (NULL, JAL_LANG_EN);
  g_autofree char *path = NULL, *info = NULL, *box = NULL;
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  jal_paper_set_a3 (paper, TRUE);
  jal_paper_set_landscape (paper, TRUE);
  g_assert_cmpfloat (jal_paper_get_width (paper), ==, 384);
  jal_paper_add_drawing (paper, jal_paper_get_height (paper));
  jal_paper_draw_line (paper, 0, 0, 384, 0, 0.5, TRUE, red);
  jal_paper_draw_box (paper, 10, 10, 20, 10, 0.3, FALSE, red, NULL);
  jal_paper_draw_circle (paper, 50, 50, 5, 0.3, TRUE, NULL, red);
  jal_paper_draw_words (paper, 384, 100, 0, "at the very end", 10, TRUE, 1, NULL);
  path = save (&vault, paper);
  info = run ((const char *const[]){ "pdfinfo", path, NULL });
  g_assert_nonnull (strstr (info, "(A3)"));
  g_assert_nonnull (strstr (info, "Pages:           1\n"));
  /* The words end where the margin begins: 402 of 420 mm are 1139.5 points. */
  box = run ((const char *const[]){ "pdftotext", "-bbox", path, "-", NULL });
  {
    const char *word = strstr (box, ">end</word>");
    const char *at = word;

    g_assert_nonnull (word);
    while (strncmp (at, "xMax=\"", 6) != 0)
      at--;
    g_assert_cmpfloat_with_epsilon (g_ascii_strtod (at + 6, NULL), 1139.5, 1);
  }
  jal_test_vault_close (&vault);
}

/* The audit knows the paper; an existing file is not harmed without being asked. */
static void
test_record (void)
{
  const JalPaperRecord record = { .kind = "test" };
  g_autoptr (JalPaper) paper = jal_paper_new (NULL, JAL_LANG_EN);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  JalStoreInfo before, after;
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  jal_paper_add_text (paper, "Words", JAL_PAPER_BOLD | JAL_PAPER_CENTRED);
  path = g_build_filename (vault.folder, "paper.pdf", NULL);
  g_assert_true (jal_store_get_info (vault.store, &before, NULL, NULL));
  g_assert_true (jal_release_paper_save (vault.store, paper, &record, path, FALSE, NULL, &error));
  g_assert_true (jal_store_get_info (vault.store, &after, NULL, NULL));
  g_assert_cmpuint (after.audit_length, ==, before.audit_length + 1);
  g_assert_false (jal_release_paper_save (vault.store, paper, &record, path, FALSE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  jal_test_vault_close (&vault);
}

/* Whether another process would find the file locked. */
static gboolean
is_locked (const char *path)
{
  int fd = open (path, O_RDWR), status = 0;
  pid_t child;

  g_assert_cmpint (fd, >=, 0);
  child = fork ();
  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512 };

      _exit (fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  /* Closing it here would drop the lock that is asked about: it stays open until the test ends. */
  return WEXITSTATUS (status) == 1;
}

/* Asked to replace the open vault it refuses, and the vault stays locked against others. */
static void
test_vault (void)
{
  const JalPaperRecord record = { .kind = "test" };
  g_autoptr (JalPaper) paper = jal_paper_new (NULL, JAL_LANG_EN);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  path = g_strdup (jal_store_get_path (vault.store));
  g_assert_true (is_locked (path));
  g_assert_false (jal_release_paper_save (vault.store, paper, &record, path, TRUE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_assert_true (is_locked (path));
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/paper/table", test_table);
  g_test_add_func ("/release/paper/code", test_code);
  g_test_add_func ("/release/paper/drawing", test_drawing);
  g_test_add_func ("/release/paper/record", test_record);
  g_test_add_func ("/release/paper/vault", test_vault);
  return g_test_run ();
}
