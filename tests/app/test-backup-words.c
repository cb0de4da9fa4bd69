/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How old the last good backup is, in words, and when that is a warning. */
#include "app/backup/jal-backup-words.h"

#define NOW ((gint64)1800000000 * G_USEC_PER_SEC)
#define DAY G_TIME_SPAN_DAY

static void
test_age (void)
{
  static const struct
  {
    gint64 age;
    const char *words;
    gboolean warn;
  } cases[] = {
    { 0, "The last good backup is moments old.", FALSE },
    { -DAY, "The last good backup is moments old.", FALSE }, /* the clock went back */
    { 5 * G_TIME_SPAN_MINUTE, "The last good backup is 5 minutes old.", FALSE },
    { 3 * G_TIME_SPAN_HOUR, "The last good backup is 3 hours old.", FALSE },
    { DAY, "The last good backup is 24 hours old.", FALSE },
    { DAY + G_TIME_SPAN_HOUR, "The last good backup is 25 hours old.", TRUE },
    { 6 * DAY, "The last good backup is 6 days old.", TRUE },
    { 7 * DAY, "The last good backup is 7 days old.", TRUE },
    { 30 * DAY, "The last good backup is 30 days old.", TRUE },
  };
  char folder[] = "/media/stick";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalBackupStatus status = { .folder = folder, .reachable = TRUE, .last_good = NOW - cases[i].age };
      gboolean warn = !cases[i].warn;
      g_autofree char *words = jal_backup_words_status (&status, NOW, &warn);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpint (warn, ==, cases[i].warn);
    }
}

static void
test_what_to_do (void)
{
  char folder[] = "/media/stick", failed[] = "The disk is full.";
  JalBackupStatus away = { .folder = folder, .last_good = NOW - 7 * DAY };
  JalBackupStatus none = { .last_good = NOW - 7 * DAY };
  JalBackupStatus never = { 0 };
  JalBackupStatus failing = { .folder = folder, .reachable = TRUE, .last_good = NOW - 6 * DAY, .failed = failed, .failed_at = NOW };
  JalBackupStatus changed = { .folder = folder, .reachable = TRUE, .last_good = NOW - G_TIME_SPAN_HOUR * 3, .n_changes = 2 };
  const struct
  {
    JalBackupStatus *status;
    const char *words;
    gboolean warn;
  } cases[] = {
    { &away, "The last good backup is 7 days old. Connect the disk or stick of the backup folder.", TRUE },
    { &none, "The last good backup is 7 days old. No folder for new ones is chosen.", TRUE },
    { &never, "There is no backup yet: if this computer is lost, everything in the vault is lost. Choose a folder for backups in the "
              "preferences.", TRUE },
    { &failing, "The last good backup is 6 days old. The last try failed: The disk is full.", TRUE },
    { &changed, "The last good backup is 3 hours old. 2 changes are not in it yet.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean warn = !cases[i].warn;
      g_autofree char *words = jal_backup_words_status (cases[i].status, NOW, &warn);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpint (warn, ==, cases[i].warn);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/backup-words/age", test_age);
  g_test_add_func ("/app/backup-words/what-to-do", test_what_to_do);
  return g_test_run ();
}
