/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back and doing again.

   1. Taking back is an action of its own: it applies the inverse of what the last turn of an entry changed, and the
      entry then points to what this turn changed. So undo and redo are the same step, and both are in the audit.
   2. A row goes back only from the values the entry left it with. hlc and device are not compared, they are stamped
      anew: for another laptop an undo is the newest change. A row that this would bring into being, and nothing else,
      is turned into a tombstone instead of vanishing, and out of one again.
   3. A living row never ends up pointing at a deleted one: work that hangs on a row keeps it from being taken back. A
      bundle is no such work: it is made by looking at it, and leaves out what is not there.
   4. One row that does not fit refuses the whole step.
   5. An erasure ends what can be taken back: nothing jumps over it to an older change.
   6. What belongs to no case (the court calendar, how to plan, counsel's days away) was done by whoever sits before the case that
      is open: it stands in the row of things to take back with those of that case. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char *table;
  JalId id;
} Touched;

typedef struct
{
  JalStore *store;
  JalId case_id;
  gboolean redo;
  /* The entry found. */
  guint64 seq;
  guint64 change;
  char *verb;
  char *label;
  JalId entry_case;
  JalId entry_subject;
  guint64 moved;
  gboolean barred; /* something was erased for good since the entry found, or since the beginning */
  GArray *touched; /* of Touched */
} Step;

static void
clear_touched (gpointer data)
{
  g_free (((Touched *)data)->table);
}

static void
clear_step (Step *step)
{
  g_clear_pointer (&step->verb, g_free);
  g_clear_pointer (&step->label, g_free);
  g_clear_pointer (&step->touched, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, clear_step)

static gboolean
conflict (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT,
                       _ ("This cannot be taken back or done again: the same entries have been changed since, or "
                          "later work depends on them. Change them by hand."));
  return FALSE;
}

/* Invariant 5: whether something of the case was erased after the entry found; also by an erasure in another case, which takes the
   same bytes everywhere. */
static gboolean
find_bar (JalTx *tx, Step *step, GError **error)
{
  gint64 n = 0;

  if (!jal_tx_select_int (tx, &n, error,
                          "SELECT EXISTS (SELECT 1 FROM audit WHERE device = ?1 AND seq > ?2 "
                          "AND verb IN (" JAL_STORE_ERASURES ") AND (?3 IS NULL OR case_id = ?3 OR EXISTS "
                          "(SELECT 1 FROM original o WHERE o.case_id = ?3 AND o.erased_at = audit.at)))",
                          "IiI", &tx->store->device, (gint64)step->moved,
                          jal_id_is_none (step->case_id) ? NULL : &step->case_id))
    return FALSE;
  step->barred = n > 0;
  return TRUE;
}

/* Sets @found; FALSE only on failure. */
static gboolean
find_entry (JalTx *tx, Step *step, gboolean *found, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  gint64 state = step->redo ? 1 : 0;

  if (jal_id_is_none (step->case_id))
    rows = jal_tx_select (tx, error,
                          "SELECT seq, change, verb, label, case_id, subject_id, moved FROM undo WHERE state = ? "
                          "ORDER BY moved DESC LIMIT 1",
                          "i", state);
  else
    rows = jal_tx_select (tx, error,
                          "SELECT seq, change, verb, label, case_id, subject_id, moved FROM undo WHERE state = ? "
                          "AND (case_id = ? OR case_id IS NULL) ORDER BY moved DESC LIMIT 1",
                          "iI", state, &step->case_id);
  if (rows == NULL)
    return FALSE;
  *found = jal_rows_next (rows, &local);
  if (*found)
    {
      step->seq = (guint64)jal_rows_int (rows, 0);
      step->change = (guint64)jal_rows_int (rows, 1);
      step->verb = jal_rows_dup_text (rows, 2);
      step->label = jal_rows_dup_text (rows, 3);
      step->entry_case = jal_rows_id (rows, 4);
      step->entry_subject = jal_rows_id (rows, 5);
      step->moved = (guint64)jal_rows_int (rows, 6);
    }
  return jal_tx_ended (g_steal_pointer (&local), error) && (step->redo || find_bar (tx, step, error));
}

static gboolean
equals_column (sqlite3_value *value, sqlite3_stmt *row, int column)
{
  int type = sqlite3_value_type (value);

  if (type != sqlite3_column_type (row, column))
    return FALSE;
  switch (type)
    {
    case SQLITE_INTEGER:
      return sqlite3_value_int64 (value) == sqlite3_column_int64 (row, column);
    case SQLITE_FLOAT:
      {
        double a = sqlite3_value_double (value), b = sqlite3_column_double (row, column);

        return memcmp (&a, &b, sizeof a) == 0;
      }
    case SQLITE_NULL:
      return TRUE;
    default:
      {
        int size = sqlite3_value_bytes (value);

        return size == sqlite3_column_bytes (row, column) &&
               (size == 0 || memcmp (sqlite3_value_blob (value), sqlite3_column_blob (row, column), (gsize)size) == 0);
      }
    }
}

/* One row of the inverted changeset. */
typedef struct
{
  sqlite3_changeset_iter *iter;
  const char *table;
  int n_columns;
  int operation;
  JalId id;
} Turn;

/* Whether the row in the vault still has the values the entry left it with. */
static gboolean
row_fits (JalTx *tx, const Turn *turn, gboolean *fits, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" WHERE id = ?", turn->table);
  sqlite3_stmt *row = jal_tx_take_statement (tx, sql, error);
  gboolean touches_deleted = FALSE;
  int rc;

  if (row == NULL)
    return FALSE;
  sqlite3_bind_blob (row, 1, turn->id.bytes, sizeof turn->id.bytes, SQLITE_STATIC);
  rc = sqlite3_step (row);
  *fits = rc == SQLITE_ROW && sqlite3_column_count (row) >= turn->n_columns;
  for (int i = JAL_COLUMN_DELETED; *fits && i < turn->n_columns; i++)
    {
      sqlite3_value *old = NULL;

      sqlite3changeset_old (turn->iter, i, &old);
      if (old == NULL)
        continue;
      touches_deleted = touches_deleted || i == JAL_COLUMN_DELETED;
      *fits = equals_column (old, row, i);
    }
  if (*fits && !touches_deleted)
    *fits = sqlite3_column_int64 (row, JAL_COLUMN_DELETED) == 0;
  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    jal_tx_fail (tx, rc, error);
  jal_tx_give_statement (tx->store, row);
  return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static gboolean
write_turn (JalTx *tx, const Turn *turn, GError **error)
{
  const char *const *columns = jal_store_get_columns (tx->store, turn->table, error);
  g_autoptr (GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement;
  int index = 4, rc;

  if (columns == NULL)
    return FALSE;
  g_string_printf (sql, "UPDATE \"%s\" SET hlc = ?1, device = ?2", turn->table);
  if (turn->operation == SQLITE_DELETE)
    g_string_append (sql, ", deleted = 1");
  for (int i = JAL_COLUMN_DELETED; turn->operation == SQLITE_UPDATE && i < turn->n_columns; i++)
    {
      sqlite3_value *new = NULL;

      sqlite3changeset_new (turn->iter, i, &new);
      if (new != NULL)
        g_string_append_printf (sql, ", \"%s\" = ?%d", columns[i], index++);
    }
  g_string_append (sql, " WHERE id = ?3");
  statement = jal_tx_take_statement (tx, sql->str, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, tx->hlc, JAL_HLC_LENGTH, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 2, tx->store->device.bytes, sizeof tx->store->device.bytes, SQLITE_STATIC);
  rc = sqlite3_bind_blob (statement, 3, turn->id.bytes, sizeof turn->id.bytes, SQLITE_STATIC);
  index = 4;
  for (int i = JAL_COLUMN_DELETED; rc == SQLITE_OK && turn->operation == SQLITE_UPDATE && i < turn->n_columns; i++)
    {
      sqlite3_value *new = NULL;

      sqlite3changeset_new (turn->iter, i, &new);
      if (new != NULL)
        rc = sqlite3_bind_value (statement, index++, new);
    }
  if (rc == SQLITE_OK)
    return jal_tx_finish_statement (tx, statement, error);
  jal_store_fail (tx->store, rc, error);
  jal_tx_give_statement (tx->store, statement);
  return FALSE;
}

static gboolean
apply_turn (JalTx *tx, Step *step, sqlite3_changeset_iter *iter, GError **error)
{
  Turn turn = { .iter = iter };
  sqlite3_value *key = NULL;
  gboolean fits = FALSE;
  Touched touched;
  int indirect;

  sqlite3changeset_op (iter, &turn.table, &turn.n_columns, &turn.operation, &indirect);
  sqlite3changeset_old (iter, JAL_COLUMN_ID, &key);
  /* The inverse of a DELETE, which no action leaves behind, has no old values. */
  if (turn.operation == SQLITE_INSERT || key == NULL || sqlite3_value_bytes (key) != sizeof turn.id.bytes)
    return conflict (error);
  memcpy (turn.id.bytes, sqlite3_value_blob (key), sizeof turn.id.bytes);
  if (!row_fits (tx, &turn, &fits, error))
    return FALSE;
  if (!fits)
    return conflict (error);
  touched.table = g_strdup (turn.table);
  touched.id = turn.id;
  g_array_append_val (step->touched, touched);
  return write_turn (tx, &turn, error);
}

/* Whether @sql, one row for each reference of a synced table to a synced table, finds a living row that points at a
   deleted one among the touched rows. */
static gboolean
check_reference (JalTx *tx, const Step *step, const char *from_table, const char *from_column, const char *to_table,
                 GError **error)
{
  g_autofree char *sql = NULL;

  for (guint i = 0; i < step->touched->len; i++)
    {
      const Touched *touched = &g_array_index (step->touched, Touched, i);
      g_autofree char *query = NULL;
      gint64 n = 0;

      if (strcmp (touched->table, to_table) == 0)
        {
          query = g_strdup_printf ("SELECT count(*) FROM \"%s\" t WHERE t.id = ?1 AND t.deleted = 1 AND EXISTS "
                                   "(SELECT 1 FROM \"%s\" f WHERE f.\"%s\" = ?1 AND f.deleted = 0)",
                                   to_table, from_table, from_column);
          if (!jal_tx_select_int (tx, &n, error, query, "I", &touched->id))
            return FALSE;
          g_clear_pointer (&query, g_free);
        }
      if (n == 0 && strcmp (touched->table, from_table) == 0)
        {
          query = g_strdup_printf ("SELECT count(*) FROM \"%s\" f JOIN \"%s\" t ON t.id = f.\"%s\" "
                                   "WHERE f.id = ?1 AND f.deleted = 0 AND t.deleted = 1",
                                   from_table, to_table, from_column);
          if (!jal_tx_select_int (tx, &n, error, query, "I", &touched->id))
            return FALSE;
        }
      if (n > 0)
        return conflict (error);
    }
  return TRUE;
}

/* Invariant 3. */
static gboolean
check_references (JalTx *tx, const Step *step, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  rows = jal_tx_select (tx, error,
                        "SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_schema m, "
                        "pragma_foreign_key_list (m.name) f WHERE m.type = 'table' "
                        "AND NOT (m.name IN ('bundle', 'bundle_item') AND f.\"table\" IN ('court_case', 'document')) "
                        /* What was read from a file is gone with it, and there again when the file is. */
                        "AND NOT (m.name = 'received_mark' AND f.\"table\" = 'original')",
                        NULL);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      const char *from = jal_rows_text (rows, 0), *to = jal_rows_text (rows, 2);

      if (jal_store_get_table_class (tx->store, from) == JAL_TABLE_SYNCED &&
          jal_store_get_table_class (tx->store, to) == JAL_TABLE_SYNCED &&
          !check_reference (tx, step, from, jal_rows_text (rows, 1), to, error))
        return FALSE;
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static GBytes *
load_change (JalTx *tx, guint64 seq, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select_one (tx, error, "SELECT changeset FROM change WHERE seq = ?", "i", (gint64)seq);

  return rows != NULL ? jal_rows_bytes (rows, 0) : NULL;
}

static gboolean
step_func (JalTx *tx, gpointer data, GError **error)
{
  Step *step = data;
  g_autoptr (GBytes) bytes = load_change (tx, step->change, error);
  sqlite3_changeset_iter *iter = NULL;
  void *inverse = NULL;
  int size = 0, rc;
  gboolean ok = TRUE;

  if (bytes == NULL)
    return FALSE;
  step->touched = g_array_new (FALSE, FALSE, sizeof (Touched));
  g_array_set_clear_func (step->touched, clear_touched);
  rc = sqlite3changeset_invert ((int)g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL), &size, &inverse);
  if (rc == SQLITE_OK)
    rc = sqlite3changeset_start (&iter, size, inverse);
  if (rc != SQLITE_OK)
    {
      sqlite3_free (inverse);
      return jal_store_fail (tx->store, rc, error);
    }
  while (ok && sqlite3changeset_next (iter) == SQLITE_ROW)
    ok = apply_turn (tx, step, iter, error);
  rc = sqlite3changeset_finalize (iter);
  sqlite3_free (inverse);
  if (ok && rc != SQLITE_OK)
    ok = jal_store_fail (tx->store, rc, error);
  return ok && check_references (tx, step, error);
}

/* Finds the entry outside of any transaction: nothing else can run on this thread in between. */
static gboolean
look (JalStore *store, Step *step, gboolean *found, GError **error)
{
  gboolean ok;
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  ok = find_entry (&tx, step, found, error);
  jal_tx_clear (&tx);
  return ok;
}

static gboolean
step_job (JalStore *store, gpointer data, GError **error)
{
  Step *step = data;
  g_autoptr (GError) local = NULL;
  gboolean found = FALSE;
  JalAct act;

  if (!look (store, step, &found, error))
    return FALSE;
  if (step->barred)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("An erasure cannot be taken back, and neither can what was changed before it. Nothing was "
                              "changed now."));
      return FALSE;
    }
  if (!found)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           step->redo ? _ ("There is nothing to do again.") : _ ("There is nothing to take back."));
      return FALSE;
    }
  act = (JalAct){ .verb = step->redo ? "redo" : "undo", .case_id = step->entry_case, .subject_id = step->entry_subject,
                  .payload = step->verb };
  if (jal_store_do_act (store, &act, step_func, step, step->seq, step->redo ? 0 : 1, &local))
    return TRUE;
  /* A unique column that somebody else uses by now. */
  if (g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT))
    return conflict (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
look_job (JalStore *store, gpointer data, GError **error)
{
  gboolean found = FALSE;

  return look (store, data, &found, error) && found && !((Step *)data)->barred;
}

static gboolean
run_step (JalStore *store, JalId case_id, gboolean redo, char **verb, GCancellable *cancellable, GError **error)
{
  g_auto (Step) step = { .store = store, .case_id = case_id, .redo = redo };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_run_job (store, step_job, &step, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error))
    return FALSE;
  if (verb != NULL)
    *verb = g_steal_pointer (&step.verb);
  return TRUE;
}

static gboolean
can_step (JalStore *store, JalId case_id, gboolean redo, char **label)
{
  g_auto (Step) step = { .store = store, .case_id = case_id, .redo = redo };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_run_job (store, look_job, &step, JAL_STORE_PRIORITY_INTERACTIVE, NULL, NULL))
    return FALSE;
  if (label != NULL)
    *label = step.label != NULL ? g_steal_pointer (&step.label) : g_steal_pointer (&step.verb);
  return TRUE;
}

gboolean
jal_store_undo (JalStore *store, JalId case_id, char **verb, GCancellable *cancellable, GError **error)
{
  return run_step (store, case_id, FALSE, verb, cancellable, error);
}

gboolean
jal_store_redo (JalStore *store, JalId case_id, char **verb, GCancellable *cancellable, GError **error)
{
  return run_step (store, case_id, TRUE, verb, cancellable, error);
}

gboolean
jal_store_can_undo (JalStore *store, JalId case_id, char **label)
{
  return can_step (store, case_id, FALSE, label);
}

gboolean
jal_store_can_redo (JalStore *store, JalId case_id, char **label)
{
  return can_step (store, case_id, TRUE, label);
}

gboolean
jal_store_left_undo (JalStore *store)
{
  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return g_atomic_int_get (&store->left_undo) != 0;
}
