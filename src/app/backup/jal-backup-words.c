/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the screen says about backups. */
#include "app/backup/jal-backup-words.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shown.h"
#include "app/shell/jal-steps.h"

char *
jal_backup_words_age (gint64 then, gint64 now)
{
  guint minutes = (guint)(MAX (now - then, 0) / G_TIME_SPAN_MINUTE);

  /* Translators: an age, in "The last good backup is %s old." */
  if (minutes < 2)
    return g_strdup (_ ("moments"));
  if (minutes < 120)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", minutes / 60), minutes / 60);
  return g_strdup_printf (ngettext ("%u day", "%u days", minutes / 1440), minutes / 1440);
}

static void
add (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
add_age (GString *text, const JalBackupStatus *status, gint64 now, gboolean *warn)
{
  g_autofree char *age = jal_backup_words_age (status->last_good, now);
  g_autofree char *sentence = g_strdup_printf (_ ("The last good backup is %s old."), age);

  add (text, sentence);
  if (now - status->last_good > G_TIME_SPAN_DAY)
    {
      *warn = TRUE;
      if (status->folder == NULL)
        add (text, _ ("No folder for new ones is chosen."));
      else if (!status->reachable)
        add (text, _ ("Connect the disk or stick of the backup folder."));
    }
  else if (status->n_changes > 0)
    {
      g_autofree char *changes = g_strdup_printf (
          ngettext ("%u change is not in it yet.", "%u changes are not in it yet.", status->n_changes), status->n_changes);

      add (text, changes);
    }
}

char *
jal_backup_words_status (const JalBackupStatus *status, gint64 now, gboolean *warn)
{
  g_autoptr (GString) text = g_string_new (NULL);

  *warn = FALSE;
  if (status->last_good > 0)
    add_age (text, status, now, warn);
  else
    {
      *warn = TRUE;
      add (text, status->folder == NULL
                     ? _ ("There is no backup yet: if this computer is lost, everything in the vault is lost. Choose a "
                          "folder for backups in the preferences.")
                     : _ ("There is no backup yet: the first one is made when work pauses."));
    }
  if (status->unverified > 0)
    add (text, _ ("A newer one has not been read back yet."));
  if (status->failed != NULL)
    {
      *warn = TRUE;
      add (text, _ ("The last try failed:"));
      add (text, status->failed);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
jal_backup_words_state (const JalBackup *backup)
{
  g_autofree char *size = jal_shown_size (backup->size);
  g_autofree char *state = NULL;

  if (!backup->present)
    state = g_strdup (_ ("not there now"));
  else if (g_str_equal (backup->state, "verified"))
    state = g_strdup_printf (ngettext ("read back whole, %u stored file compared", "read back whole, %u stored files compared",
                                       (guint)backup->n_originals),
                             (guint)backup->n_originals);
  else if (g_str_equal (backup->state, "failed"))
    return g_strdup_printf ("%s · %s", size, backup->trouble != NULL ? backup->trouble : _ ("damaged"));
  else if (backup->other)
    {
      g_autofree char *name = g_filename_display_basename (backup->path);

      /* Translators: a file in the folder of backups that somebody copied or renamed; %s is its name */
      state = g_strdup_printf (_ ("other copy, not made here under this name: %s"), name);
    }
  else
    state = g_strdup (_ ("not read back yet"));
  return g_strdup_printf ("%s · %s", size, state);
}

void
jal_backup_words_progressed (JalBackupPhase phase, guint64 done, guint64 total, gpointer steps)
{
  const JalStep step = { .part = phase, .n_parts = 2, .done = done, .total = total };

  jal_steps_tell (steps, &step);
}
