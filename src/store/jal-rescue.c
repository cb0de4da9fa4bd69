/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving what is left.

   1. The old vault is only read. The new one is made beside everything, filled in one transaction, and closed; it is there
      whole or not at all.
   2. Tables are read row by row, in the order of their keys. Where the tree is torn the next key that can be reached is
      searched: first in steps that double, then by halving.
   3. Rows of the synced tables that are lost are in the record of changes once more: every changeset is applied on top,
      and takes effect only where its row is missing or is what it was then. So nothing goes back to an older state.
   4. Where that is not sure to be all of it, the new vault says so itself, and holds copies back (jal-rescue-doubt.c).
   5. What can be made anew (indexes, full text) is not copied but made. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/jal-later-private.h"
#include "store/jal-rescue-blobs-private.h"
#include "store/jal-rescue-doubt-private.h"
#include "vault/jal-vault-error.h"

typedef struct
{
  JalStore *store;
  const char *path;
  JalRescueReport *report;
  JalRescueProgress progress;
  gpointer data;

  sqlite3 *from;
  sqlite3 *to;
  GPtrArray *tables; /* of char *: the ordinary ones, by name */
  JalRescueLosses losses;
  double done, total; /* bytes of stored files, about */
} Rescue;

static gboolean
is_cancelled (Rescue *rescue)
{
  return rescue->store->cancellable != NULL && g_cancellable_is_cancelled (rescue->store->cancellable);
}

static gboolean
is_damage (int rc)
{
  return rc == SQLITE_IOERR_DATA || rc == SQLITE_IOERR_SHORT_READ || (rc & 0xff) == SQLITE_CORRUPT ||
         (rc & 0xff) == SQLITE_NOTADB;
}

static gboolean
fail (Rescue *rescue, sqlite3 *db, int rc, GError **error)
{
  GError *local = NULL;

  if (is_cancelled (rescue))
    rc = SQLITE_INTERRUPT;
  jal_vault_error_from_db (db, rc, &local);
  jal_store_propagate_vault_error (error, local);
  return FALSE;
}

static gboolean
exec (Rescue *rescue, const char *sql, GError **error)
{
  int rc = sqlite3_exec (rescue->to, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || fail (rescue, rescue->to, rc, error);
}

/* --- The tables themselves ----------------------------------------------------------------------------------- */

/* Runs the statements that made the old vault's tables, or its indexes. */
static gboolean
copy_schema (Rescue *rescue, const char *which, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT sql FROM sqlite_schema t WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND ",
                                      which, " ORDER BY rowid", NULL);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (rescue->from, sql, -1, &statement, NULL);
  gboolean ok = rc == SQLITE_OK;

  while (ok && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    ok = exec (rescue, (const char *)sqlite3_column_text (statement, 0), error);
  sqlite3_finalize (statement);
  return ok && (rc == SQLITE_DONE || fail (rescue, rescue->from, rc, error));
}

/* The shadow tables of a full-text index come with it. */
#define ORDINARY                                                                                                       \
  "t.type = 'table' AND t.rootpage > 0 AND NOT EXISTS (SELECT 1 FROM sqlite_schema v WHERE v.type = 'table' AND "          \
  "v.rootpage = 0 AND substr (t.name, 1, length (v.name) + 1) = v.name || '_')"

static gboolean
list_tables (Rescue *rescue, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc;

  rc = sqlite3_prepare_v2 (rescue->from,
                           "SELECT name FROM sqlite_schema t WHERE " ORDINARY
                           " AND name NOT LIKE 'sqlite_%' ORDER BY name = 'chunk', name",
                           -1, &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (rescue->tables, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return rc == SQLITE_OK || fail (rescue, rescue->from, rc, error);
}

/* --- Rows ---------------------------------------------------------------------------------------------------- */

/* The first key from @from on that can be reached. Returns a SQLite result: ROW, DONE, or damage. */
static int
find_key (Rescue *rescue, const char *table, sqlite3_int64 from, sqlite3_int64 *key)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM \"%s\" NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid LIMIT 1",
                                          table);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (rescue->from, sql, -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_int64 (statement, 1, from);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    *key = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return rc;
}

/* Where reading goes on after @from could not be reached: FALSE when there is nothing more. */
static gboolean
skip (Rescue *rescue, const char *table, sqlite3_int64 from, sqlite3_int64 *key)
{
  guint64 step = 1;
  sqlite3_int64 bad = from, good;
  int rc;

  for (;; step *= 2)
    {
      if (step > (guint64)G_MAXINT64 - (guint64)MAX (from, 0))
        return FALSE;
      good = from + (sqlite3_int64)step;
      rc = find_key (rescue, table, good, key);
      if (!is_damage (rc))
        break;
      bad = good;
    }
  while (good - bad > 1)
    {
      sqlite3_int64 middle = bad + (good - bad) / 2, found;
      int there = find_key (rescue, table, middle, &found);

      if (is_damage (there))
        bad = middle;
      else
        {
          good = middle;
          rc = there;
          *key = found;
        }
    }
  return rc == SQLITE_ROW;
}

/* Copies the row the reading statement stands on. */
static int
copy_row (sqlite3_stmt *read, sqlite3_stmt *write)
{
  int n = sqlite3_column_count (read), rc;

  for (int i = 1; i < n; i++)
    sqlite3_bind_value (write, i, sqlite3_column_value (read, i));
  rc = sqlite3_step (write);
  sqlite3_reset (write);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static char *
insert_statement (sqlite3_stmt *read, const char *table)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);

  for (int i = 1; i < sqlite3_column_count (read); i++)
    {
      g_string_append_printf (names, "%s\"%s\"", i > 1 ? ", " : "", sqlite3_column_name (read, i));
      g_string_append (marks, i > 1 ? ", ?" : "?");
    }
  return g_strdup_printf ("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", table, names->str, marks->str);
}

static void
advance (Rescue *rescue, double by)
{
  rescue->done += by;
  if (rescue->progress != NULL)
    rescue->progress (MIN (rescue->done / MAX (rescue->total, 1), 1), rescue->data);
}

static gboolean
copy_table (Rescue *rescue, const char *table, GError **error)
{
  g_autofree char *select = g_strdup_printf ("SELECT rowid, * FROM \"%s\" NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid", table);
  g_autofree char *insert = NULL;
  sqlite3_stmt *read = NULL, *write = NULL;
  sqlite3_int64 next = G_MININT64, key;
  gboolean ok = TRUE, more = TRUE;
  int rc = sqlite3_prepare_v2 (rescue->from, select, -1, &read, NULL);

  if (rc != SQLITE_OK)
    return fail (rescue, rescue->from, rc, error);
  insert = insert_statement (read, table);
  rc = sqlite3_prepare_v2 (rescue->to, insert, -1, &write, NULL);
  if (rc != SQLITE_OK)
    ok = fail (rescue, rescue->to, rc, error);
  while (ok && more)
    {
      sqlite3_bind_int64 (read, 1, next);
      while (ok && (rc = sqlite3_step (read)) == SQLITE_ROW)
        {
          key = sqlite3_column_int64 (read, 0);
          rc = copy_row (read, write);
          ok = rc == SQLITE_OK || fail (rescue, rescue->to, rc, error);
          ok = ok && (!is_cancelled (rescue) || fail (rescue, rescue->from, SQLITE_INTERRUPT, error));
          rescue->report->n_rows++;
          if (strcmp (table, "chunk") == 0)
            advance (rescue, sqlite3_column_bytes (read, 2));
          more = key < G_MAXINT64;
          next = more ? key + 1 : key;
        }
      sqlite3_reset (read);
      if (!ok || rc == SQLITE_DONE || !more)
        break;
      if (!is_damage (rc))
        ok = fail (rescue, rescue->from, rc, error);
      else
        {
          rescue->report->n_lost++;
          jal_rescue_losses_add (&rescue->losses, table);
          /* A row whose key can be read is lost alone; else the part of the tree that holds it. */
          rc = find_key (rescue, table, next, &key);
          if (rc == SQLITE_ROW && key < G_MAXINT64)
            next = key + 1;
          else if (!is_damage (rc))
            more = FALSE;
          else
            {
              more = skip (rescue, table, MAX (next, -1), &key);
              next = key;
            }
        }
    }
  sqlite3_finalize (read);
  sqlite3_finalize (write);
  return ok;
}

/* --- The record of changes once more ------------------------------------------------------------------------- */

/* What is there, and another than it was then, stays. A row that is not there, though the record only speaks of its change, is lost
   for good; so is one that cannot come back beside what took its place. */
static int
conflict_cb (void *data, int why, sqlite3_changeset_iter *iter)
{
  if (why != SQLITE_CHANGESET_DATA && why != SQLITE_CHANGESET_CONFLICT)
    ((Rescue *)data)->losses.n_gaps++;
  return SQLITE_CHANGESET_OMIT;
}

static int
filter_cb (void *data, const char *table)
{
  return jal_store_get_table_class (((Rescue *)data)->store, table) == JAL_TABLE_SYNCED;
}

static gboolean
apply_changes (Rescue *rescue, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int before = sqlite3_total_changes (rescue->to);
  int rc = sqlite3_prepare_v2 (rescue->to, "SELECT changeset FROM change ORDER BY seq", -1, &statement, NULL);

  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    rc = sqlite3changeset_apply (rescue->to, sqlite3_column_bytes (statement, 0),
                                 (void *)sqlite3_column_blob (statement, 0), filter_cb, conflict_cb, rescue);
  sqlite3_finalize (statement);
  if (rc != SQLITE_DONE)
    return fail (rescue, rescue->to, rc, error);
  rescue->report->n_restored = (guint64)(sqlite3_total_changes (rescue->to) - before);
  return TRUE;
}

/* --- The new vault ------------------------------------------------------------------------------------------- */

static gint64
ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value = 0;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

/* What a vault must have to open: whose it is, and where its chain ends. */
static const char mend[]
    = "INSERT OR IGNORE INTO audit_head (device, seq, hash) SELECT device, seq, hash FROM audit a"
      "  WHERE seq = (SELECT max (seq) FROM audit b WHERE b.device = a.device);"
      "INSERT INTO local_setting (name, value) SELECT 'device', lower (hex (device)) FROM audit_head"
      "  WHERE NOT EXISTS (SELECT 1 FROM local_setting WHERE name = 'device') ORDER BY seq DESC LIMIT 1;"
      "INSERT INTO page_text_index (page_text_index) VALUES ('rebuild');";

static gboolean
list_blobs (Rescue *rescue, GError **error)
{
  guint64 n_listed = 0;
  int rc;

  /* A vault of a damaged table of contents may have neither table. */
  if (ask (rescue->to, "SELECT count (*) FROM sqlite_schema WHERE name IN ('blob', 'chunk', 'original')") < 3)
    return TRUE;
  rc = jal_rescue_list_blobs (rescue->store, rescue->to, &n_listed);
  rescue->report->n_restored += n_listed;
  return rc == SQLITE_OK || fail (rescue, rescue->to, rc, error);
}

/* The record of the rescue itself, and what was recorded beside the old vault: they come into the chain when the new one is opened. */
static gboolean
carry_record (Rescue *rescue, GError **error)
{
  g_autofree char *payload
      = g_strdup_printf ("{\"rows\":%" G_GUINT64_FORMAT ",\"lost\":%" G_GUINT64_FORMAT ",\"restored\":%" G_GUINT64_FORMAT "}",
                         rescue->report->n_rows, rescue->report->n_lost, rescue->report->n_restored);
  g_autoptr (GBytes) change = NULL;
  g_autofree char *hlc = NULL;
  int rc = SQLITE_OK;

  if (rescue->report->unsure)
    rc = jal_rescue_write_doubt (rescue->store, rescue->to, &rescue->losses, rescue->report->n_lost, &change, &hlc);
  if (rc == SQLITE_OK)
    rc = jal_later_carry (rescue->store, rescue->to, payload, change, hlc != NULL ? hlc : "", &rescue->report->n_carried);
  return rc == SQLITE_OK || fail (rescue, rescue->to, rc, error);
}

static gboolean
fill (Rescue *rescue, GError **error)
{
  g_autofree char *version
      = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, ask (rescue->from, "PRAGMA user_version"));

  if (!exec (rescue, "PRAGMA foreign_keys = OFF; BEGIN", error) || !list_tables (rescue, error) ||
      !copy_schema (rescue, ORDINARY, error) || !copy_schema (rescue, "type = 'table' AND rootpage = 0", error))
    return FALSE;
  for (guint i = 0; i < rescue->tables->len; i++)
    if (!copy_table (rescue, rescue->tables->pdata[i], error))
      return FALSE;
  /* A vault without a row would look like a rescue, and be none. */
  if (rescue->report->n_rows == 0)
    return fail (rescue, rescue->from, SQLITE_CORRUPT, error);
  if (!copy_schema (rescue, "type IN ('index', 'view')", error))
    return FALSE;
  if ((rescue->report->n_lost > 0 || rescue->store->splinted) && (!apply_changes (rescue, error) || !list_blobs (rescue, error)))
    return FALSE;
  rescue->report->unsure = jal_rescue_is_unsure (rescue->store, rescue->to, &rescue->losses);
  return exec (rescue, mend, error) && carry_record (rescue, error) &&
         /* The guards of the record come last: what is mended is not yet guarded. */
         copy_schema (rescue, "type = 'trigger'", error) && exec (rescue, version, error) && exec (rescue, "COMMIT", error);
}

static void
count_originals (Rescue *rescue)
{
  gint64 all = ask (rescue->to, "SELECT count (*) FROM blob WHERE state = 1");
  gint64 broken = ask (rescue->to, "SELECT count (*) FROM blob b WHERE state = 1 AND size <> "
                                   "(SELECT coalesce (sum (length (data)), 0) FROM chunk WHERE id BETWEEN b.number << 24 "
                                   "AND (b.number << 24) + 16777215)");

  rescue->report->n_originals = (guint64)(all - broken);
  rescue->report->n_broken = (guint64)broken;
}

/* A rescue that was killed leaves nothing under the name of a vault: half of one would open as an empty vault. */
static char *
make_hidden (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%s.rescue", base);

  return g_build_filename (folder, name, NULL);
}

/* Gives the complete vault at @hidden its name, which nothing has. */
static gboolean
take_name (const char *hidden, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GError *local = NULL;
  int fd;

  if (renameat2 (AT_FDCWD, hidden, AT_FDCWD, path, RENAME_NOREPLACE) != 0
      && (errno != EINVAL || g_file_test (path, G_FILE_TEST_EXISTS) || g_rename (hidden, path) != 0))
    {
      jal_vault_set_error (&local, errno == EEXIST || errno == EINVAL ? JAL_VAULT_ERROR_EXISTS : JAL_VAULT_ERROR_READ_ONLY);
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      if (fsync (fd) != 0)
        g_debug ("the folder could not be synced");
      close (fd);
    }
  return TRUE;
}

static gboolean
rescue_job (JalStore *store, gpointer data, GError **error)
{
  Rescue *rescue = data;
  g_autofree char *hidden = make_hidden (rescue->path);
  GError *local = NULL;
  JalVault *fresh;
  gboolean ok;

  /* What was looked at until now goes along. Where it cannot be written the rescue says so in the new record. */
  if (!jal_store_write_notes (store, NULL, NULL))
    g_debug ("entries could not be kept beside the vault");
  if (g_file_test (rescue->path, G_FILE_TEST_EXISTS) || g_file_test (rescue->path, G_FILE_TEST_IS_SYMLINK))
    {
      jal_vault_set_error (&local, JAL_VAULT_ERROR_EXISTS);
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  jal_vault_discard (hidden);
  fresh = jal_vault_create_like (store->vault, hidden, &local);
  if (fresh == NULL)
    {
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  rescue->from = store->db;
  rescue->to = jal_vault_get_db (fresh);
  rescue->total = (double)ask (rescue->from, "SELECT sum (size) FROM blob");
  ok = fill (rescue, error);
  if (ok)
    count_originals (rescue);
  if (!jal_vault_close (fresh, &local) && ok)
    {
      jal_store_propagate_vault_error (error, local);
      ok = FALSE;
    }
  else
    g_clear_error (&local);
  ok = ok && take_name (hidden, rescue->path, error);
  if (!ok)
    jal_vault_discard (hidden);
  return ok;
}

gboolean
jal_store_rescue (JalStore *store, const char *path, JalRescueReport *report, JalRescueProgress progress, gpointer data,
                  GCancellable *cancellable, GError **error)
{
  JalRescueReport own = { 0 };
  Rescue rescue = { .store = store, .path = path, .report = &own, .progress = progress, .data = data };
  gboolean ok;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  rescue.tables = g_ptr_array_new_with_free_func (g_free);
  rescue.losses.tables = g_ptr_array_new_with_free_func (g_free);
  ok = jal_store_run_job (store, rescue_job, &rescue, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error);
  g_ptr_array_unref (rescue.tables);
  g_ptr_array_unref (rescue.losses.tables);
  if (ok && report != NULL)
    *report = own;
  return ok;
}
