/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet that opens the vault when the passphrase is forgotten.
 *
 * 1. The code counts before the paper is drawn: there is never a sheet in a safe that opens nothing.
 * 2. The text of the paper goes through a composer that has no file and no network, and is kept nowhere.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-recovery-paper.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-clock.h"
#include "law/jal-words.h"
#include "store/jal-holder.h"

#define GROUPS 14
#define GROUPS_A_ROW 4
#define QR_MILLIMETRES 45

/* The groups in numbered rows, as they are typed. */
static void
add_groups (JalPaper *paper, const char *code)
{
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  GString *row = g_string_new (NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (i % GROUPS_A_ROW == 0)
        g_string_append_printf (row, "%s%2u  ", i > 0 ? "\n" : "", i + 1);
      g_string_append_printf (row, "%s  ", groups[i]);
      memset (groups[i], 0, strlen (groups[i]));
    }
  g_strchomp (row->str);
  jal_paper_add_code (paper, row->str, TRUE);
  memset (row->str, 0, strlen (row->str));
  g_string_free (row, TRUE);
}

JalPaper *
jal_recovery_paper_new (const char *code, const char *name, const char *vault, JalDate day, JalLang lang)
{
  JalPaper *paper = jal_paper_new (jal_words_get (lang, "recovery_title"), lang);
  g_autofree char *date = jal_words_date (lang, day);
  g_autofree char *whose = jal_words_format (lang, "recovery_whose", "name", name, "date", date, NULL);

  jal_paper_add_heading (paper, 1, jal_words_get (lang, "recovery_title"));
  jal_paper_add_text (paper, whose, JAL_PAPER_PLAIN);
  if (vault != NULL)
    {
      g_autofree char *file = jal_words_format (lang, "recovery_file", "file", vault, NULL);

      jal_paper_add_text (paper, file, JAL_PAPER_PLAIN);
    }
  jal_paper_add_text (paper, jal_words_get (lang, "recovery_keep"), JAL_PAPER_BOLD);
  jal_paper_add_space (paper, 6);
  add_groups (paper, code);
  jal_paper_add_space (paper, 6);
  jal_paper_add_qr (paper, code, QR_MILLIMETRES, TRUE);
  jal_paper_add_space (paper, 6);
  jal_paper_add_heading (paper, 2, jal_words_get (lang, "recovery_how_title"));
  jal_paper_add_text (paper, jal_words_get (lang, "recovery_how"), JAL_PAPER_PLAIN);
  jal_paper_add_text (paper, jal_words_get (lang, "recovery_letters"), JAL_PAPER_PLAIN);
  jal_paper_add_text (paper, jal_words_get (lang, "recovery_new"), JAL_PAPER_SMALL);
  return paper;
}

/* Returns (transfer full) (nullable): the name of who has the vault open. */
static char *
dup_name (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) holders = jal_holder_list (store, cancellable, error);

  return holders != NULL && holders->len > 0 ? g_strdup (((JalHolder *)holders->pdata[0])->name) : NULL;
}

gboolean
jal_recovery_paper_release (JalStore *store, JalLang lang, JalReleaseFile *file, GCancellable *cancellable, GError **error)
{
  const JalPaperRecord record = { "recovery sheet", JAL_ID_NONE, JAL_ID_NONE, TRUE };
  g_autofree char *name = dup_name (store, cancellable, error);
  g_autofree char *vault = g_filename_display_basename (jal_store_get_path (store));
  g_autoptr (JalPaper) paper = NULL;
  g_autoptr (GError) local = NULL;
  char *code;

  code = name != NULL ? jal_holder_make_recovery (store, cancellable, error) : NULL;
  if (code == NULL)
    {
      jal_release_file_abort (file);
      return FALSE;
    }
  paper = jal_recovery_paper_new (code, name, vault, jal_date_from_instant (jal_clock_now ()), lang);
  jal_recovery_free (code);
  if (jal_release_paper (store, paper, &record, file, cancellable, &local))
    return TRUE;
  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
               _ ("The sheet did not come out, and an earlier one opens nothing any more: make it again. %s"), local->message);
  return FALSE;
}
