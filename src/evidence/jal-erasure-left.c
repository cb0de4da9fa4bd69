/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an erasure has not reached: backups in a drawer, folders that may not be looked into.
 *
 * 1. The list is written with the erasure itself, with every backup on it; what is found gone is crossed off afterwards.
 * 2. A backup counts as gone when we took it away just now, or when the user says so. That it is not where it was put tells nothing:
 *    two sticks of one name lie at one place in turn.
 * 3. A place counts as looked at when it is there and the search came to it without naming it again.
 * 4. Looking again deletes what is on the list, and of the rest what is older than the erasures or has no name of ours. Cancelled,
 *    it changes nothing.
 * 5. A copy that lies apart (beside the vault, where earlier backups went) is deleted only when its history is the beginning of the
 *    vault's; else somebody may have worked in it, and it is named.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "evidence/jal-erasure-private.h"
#include "store/jal-backup.h"

gboolean
jal_erasure_left_mark (JalTx *tx, JalId original_id, GError **error)
{
  return jal_tx_run (tx, error,
                     "INSERT OR IGNORE INTO erasure_left (original_id, path, unseen) "
                     "SELECT ?, folder || '/' || name, 0 FROM backup WHERE state <> 'removed'",
                     "I", &original_id)
         && jal_tx_run (tx, error,
                        "INSERT OR IGNORE INTO erasure_left (original_id, path, unseen) "
                        "SELECT ?, value, 1 FROM local_setting WHERE name = 'backup.folder' AND value IS NOT NULL",
                        "I", &original_id);
}

/* --- The list -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId document_id;
  GPtrArray *paths[2]; /* by "unseen" */
} Left;

static void
init_left (Left *left)
{
  for (guint i = 0; i < G_N_ELEMENTS (left->paths); i++)
    left->paths[i] = g_ptr_array_new_with_free_func (g_free);
}

static char **
take_paths (GPtrArray **paths)
{
  g_ptr_array_add (*paths, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (paths), FALSE);
}

static gboolean
read_left (JalTx *tx, gpointer data, GError **error)
{
  Left *left = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_id_is_none (left->document_id)
            ? jal_tx_select (tx, error, "SELECT DISTINCT path, unseen FROM erasure_left ORDER BY path", NULL)
            : jal_tx_select (tx, error,
                             "SELECT DISTINCT path, unseen FROM erasure_left WHERE original_id IN "
                             "(SELECT original_id FROM document_part WHERE document_id = ?) ORDER BY path",
                             "I", &left->document_id);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    g_ptr_array_add (left->paths[jal_rows_int (rows, 1) != 0], jal_rows_dup_text (rows, 0));
  return jal_tx_ended (g_steal_pointer (&local), error);
}

gboolean
jal_erasure_list_left (JalStore *store, JalId document_id, char ***not_reached, char ***unseen, GError **error)
{
  Left left = { .document_id = document_id };
  gboolean read;

  g_return_val_if_fail (JAL_IS_STORE (store) && not_reached != NULL && unseen != NULL, FALSE);

  init_left (&left);
  read = jal_store_read (store, read_left, &left, NULL, error);
  *not_reached = take_paths (&left.paths[0]);
  *unseen = take_paths (&left.paths[1]);
  if (!read)
    {
      g_clear_pointer (not_reached, g_strfreev);
      g_clear_pointer (unseen, g_strfreev);
    }
  return read;
}

/* What the list is to say now. */
typedef struct
{
  GArray *ids;        /* nullable: of JalId, of those just erased; NULL: all that are on the list */
  char **not_reached;
  char **unseen;
  GPtrArray *reached; /* of const char *: gone, whatever it held */
} Settle;

static gboolean
put_on_list (JalTx *tx, JalId original_id, char **paths, gint64 unseen, GError **error)
{
  for (guint i = 0; paths[i] != NULL; i++)
    if (!jal_tx_run (tx, error, "INSERT OR IGNORE INTO erasure_left (original_id, path, unseen) VALUES (?, ?, ?)", "Isi", &original_id,
                     paths[i], unseen))
      return FALSE;
  return TRUE;
}

/* Returns (transfer full): the originals on the list, of @among only. */
static GArray *
list_originals (JalTx *tx, GArray *among, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id FROM original WHERE erased_at IS NOT NULL AND (? OR id IN (SELECT original_id FROM erasure_left))", "i",
      (gint64)(among != NULL));

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      JalId id = jal_rows_id (rows, 0);
      gboolean wanted = among == NULL;

      for (guint i = 0; !wanted && i < among->len; i++)
        wanted = jal_id_equal (g_array_index (among, JalId, i), id);
      if (wanted)
        g_array_append_val (found, id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&found);
}

static gboolean
settle_func (JalTx *tx, gpointer data, GError **error)
{
  Settle *settle = data;
  g_autoptr (GArray) originals = list_originals (tx, settle->ids, error);

  if (originals == NULL)
    return FALSE;
  for (guint i = 0; i < originals->len; i++)
    {
      JalId id = g_array_index (originals, JalId, i);

      if (!jal_tx_run (tx, error, "DELETE FROM erasure_left WHERE original_id = ?", "I", &id)
          || !put_on_list (tx, id, settle->not_reached, 0, error) || !put_on_list (tx, id, settle->unseen, 1, error))
        return FALSE;
    }
  for (guint i = 0; i < settle->reached->len; i++)
    if (!jal_tx_run (tx, error, "DELETE FROM erasure_left WHERE path = ?", "s", settle->reached->pdata[i]))
      return FALSE;
  return TRUE;
}

/* --- Reaching -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId id;
  gint64 n;
} Removed;

static gboolean
removed_func (JalTx *tx, gpointer data, GError **error)
{
  Removed *removed = data;

  return jal_tx_select_int (tx, &removed->n, error, "SELECT count(*) FROM backup WHERE id = ? AND state = 'removed'", "I", &removed->id);
}

/* Making the new one may have let older ones go by itself, which is on record. */
static gboolean
take_away (JalStore *store, const JalBackup *backup)
{
  Removed removed = { .id = backup->id };

  if (!jal_id_is_none (backup->id) && jal_store_read (store, removed_func, &removed, NULL, NULL) && removed.n > 0)
    return TRUE;
  return jal_backup_forget (store, backup, NULL);
}

static gboolean
newest_erasure (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_select_int (tx, data, error,
                            "SELECT coalesce (max (erased_at), 0) FROM original WHERE id IN (SELECT original_id FROM erasure_left)", NULL);
}

/* What was on the list before. */
typedef struct
{
  char **not_reached;
  char **unseen;
} Before;

/* Of places below the chosen folder, and of the folder itself: the search came to those that are there. */
static gboolean
was_looked_at (const JalBackupStatus *status, const char *path)
{
  g_autofree char *below = status != NULL && status->folder != NULL ? g_strconcat (status->folder, "/", NULL) : NULL;

  return below != NULL && (g_str_equal (path, status->folder) || g_str_has_prefix (path, below))
         && g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Of folders apart, and of files in them: what is below was not looked at. */
static gboolean
was_looked_at_apart (char **looked, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_strv_contains ((const char *const *)looked, path)
         || (g_strv_contains ((const char *const *)looked, folder) && g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
keep_unseen (JalStore *store, const Before *before, char **looked, GPtrArray *unseen)
{
  g_autoptr (JalBackupStatus) status = jal_backup_get_status (store, NULL, NULL);

  for (guint i = 0; before->unseen[i] != NULL; i++)
    {
      const char *path = before->unseen[i];

      if (!was_looked_at (status, path) && !was_looked_at_apart (looked, path)
          && !g_ptr_array_find_with_equal_func (unseen, path, g_str_equal, NULL))
        g_ptr_array_add (unseen, g_strdup (path));
    }
}

static gboolean
knows (GPtrArray *backups, const char *path)
{
  for (guint i = 0; i < backups->len; i++)
    if (g_str_equal (((JalBackup *)backups->pdata[i])->path, path))
      return TRUE;
  return FALSE;
}

static GPtrArray *
to_array (char **strings)
{
  GPtrArray *array = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; strings[i] != NULL; i++)
    g_ptr_array_add (array, g_strdup (strings[i]));
  return array;
}

/* Who hears how far it is. */
typedef struct
{
  JalErasureProgress progress; /* nullable */
  gpointer data;
  guint64 done, of; /* copies looked through, of all */
} Hears;

const char *
jal_erasure_phase_words (JalErasurePhase phase)
{
  switch (phase)
    {
    case JAL_ERASURE_COPYING:
      return _ ("Making a new backup…");
    case JAL_ERASURE_READING:
      return _ ("Reading it back…");
    case JAL_ERASURE_LOOKING:
      return _ ("Looking through older copies…");
    case JAL_ERASURE_ERASING:
    default:
      return _ ("Erasing…");
    }
}

static void
backup_progress (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  Hears *hears = data;

  if (hears->progress != NULL)
    hears->progress (phase == JAL_BACKUP_COPYING ? JAL_ERASURE_COPYING : JAL_ERASURE_READING, done, total, hears->data);
}

static void
look_progress (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  Hears *hears = data;

  if (hears->progress != NULL)
    hears->progress (JAL_ERASURE_LOOKING, hears->done * 1000 + (total > 0 ? done * 1000 / total : 0), hears->of * 1000, hears->data);
}

/* @before is NULL right after an erasure: then every older backup has to go. FALSE when the list is what it was: nobody could look, or
   it was cancelled before anything was deleted. */
static gboolean
reach (JalStore *store, GArray *ids, const Before *before, JalErasureReport *report, Hears *hears, GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_auto (GStrv) found_unseen = NULL, looked = NULL;
  g_autoptr (GPtrArray) old = jal_backup_list_all (store, &found_unseen, &looked, cancellable, error);
  g_autoptr (GPtrArray) left = NULL, unseen = NULL, reached = NULL;
  JalAct act = { .verb = "backup.reach" };
  Settle settle = { .ids = ids };
  gint64 until = G_MAXINT64;
  gboolean made;

  if (old == NULL)
    return FALSE;
  made = old->len > 0 && jal_backup_run (store, NULL, NULL, backup_progress, hears, cancellable, &trouble);
  if (!made && g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  left = g_ptr_array_new_with_free_func (g_free);
  reached = g_ptr_array_new ();
  unseen = to_array (found_unseen);
  if (before != NULL && !jal_store_read (store, newest_erasure, &until, NULL, NULL))
    until = G_MAXINT64;
  hears->of = old->len;
  for (guint i = 0; i < old->len; i++)
    {
      JalBackup *backup = old->pdata[i];
      gint64 at = backup->at;
      /* One that holds work of its own is not deleted, but named; where nothing is deleted there is nothing to find out. */
      gboolean spare
          = backup->apart && (!made || !jal_backup_is_contained (store, backup->path, &at, look_progress, hears, cancellable));

      hears->done = i + 1;
      look_progress (JAL_BACKUP_CHECKING, 0, 0, hears);

      if (before != NULL && !spare && (!backup->other || backup->apart) && at > until
          && !g_strv_contains ((const char *const *)before->not_reached, backup->path))
        continue;
      if (made && !spare && take_away (store, backup))
        g_ptr_array_add (reached, backup->path);
      else
        g_ptr_array_add (left, g_strdup (backup->path));
    }
  report->n_backups = reached->len;
  /* One that a name in the folder led to, and that was come to by itself. */
  for (guint i = unseen->len; i > 0; i--)
    if (g_ptr_array_find_with_equal_func (reached, unseen->pdata[i - 1], g_str_equal, NULL))
      g_ptr_array_remove_index (unseen, i - 1);
  for (guint i = 0; before != NULL && before->not_reached[i] != NULL; i++)
    if (!knows (old, before->not_reached[i]))
      g_ptr_array_add (left, g_strdup (before->not_reached[i]));
  if (before != NULL)
    keep_unseen (store, before, looked, unseen);
  report->not_reached = take_paths (&left);
  report->unseen = take_paths (&unseen);
  settle.reached = reached;
  settle.not_reached = report->not_reached;
  settle.unseen = report->unseen;
  if (trouble != NULL)
    report->trouble = g_strdup (trouble->message);
  g_clear_error (&trouble);
  if (!jal_store_act (store, &act, settle_func, &settle, NULL, &trouble) && report->trouble == NULL)
    report->trouble = g_strdup (trouble->message);
  return TRUE;
}

void
jal_erasure_left_replace (JalStore *store, GArray *ids, JalErasureReport *report, JalErasureProgress progress,
                          gpointer progress_data, GCancellable *cancellable)
{
  g_autoptr (GError) trouble = NULL;
  Hears hears = { progress, progress_data, 0, 0 };

  if (reach (store, ids, NULL, report, &hears, cancellable, &trouble))
    return;
  report->trouble = g_strdup (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                  ? _ ("It was stopped before a new backup was made: no backup was deleted.")
                                  : trouble->message);
  jal_erasure_list_left (store, JAL_ID_NONE, &report->not_reached, &report->unseen, NULL);
}

gboolean
jal_erasure_look_again (JalStore *store, JalErasureReport *report, JalErasureProgress progress, gpointer progress_data,
                        GCancellable *cancellable, GError **error)
{
  Hears hears = { progress, progress_data, 0, 0 };
  Before before;
  gboolean looked = TRUE;

  g_return_val_if_fail (JAL_IS_STORE (store) && report != NULL, FALSE);

  if (!jal_erasure_list_left (store, JAL_ID_NONE, &before.not_reached, &before.unseen, error))
    return FALSE;
  if (*before.not_reached != NULL || *before.unseen != NULL)
    looked = reach (store, NULL, &before, report, &hears, cancellable, error);
  g_strfreev (before.not_reached);
  g_strfreev (before.unseen);
  return looked;
}

typedef struct
{
  const char *path;
  gint64 n;
} Gone;

static gboolean
gone_func (JalTx *tx, gpointer data, GError **error)
{
  Gone *gone = data;

  if (!jal_tx_select_int (tx, &gone->n, error, "SELECT count(*) FROM erasure_left WHERE path = ?", "s", gone->path))
    return FALSE;
  if (gone->n == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("No erasure has left anything at that place, as far as the vault knows."));
      return FALSE;
    }
  /* Off the list of backups too: the next look would name it anew. Should it lie there again one day, it is found again. */
  return jal_tx_run (tx, error, "DELETE FROM erasure_left WHERE path = ?", "s", gone->path)
         && jal_tx_run (tx, error, "UPDATE backup SET state = 'removed' WHERE folder || '/' || name = ?", "s", gone->path)
         && jal_backup_forget_folder (tx, gone->path, error);
}

gboolean
jal_erasure_say_gone (JalStore *store, const char *path, GError **error)
{
  JalAct act = { .verb = "backup.said-gone", .payload = path };
  Gone gone = { .path = path };

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  return jal_store_act (store, &act, gone_func, &gone, NULL, error);
}
