/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door for writing.

   1. An action is one transaction: the caller's rows, the changeset of the synced tables, the audit record with the
      new head, the entry of the undo journal. Either all of them are on the disk or none.
   2. The store's copies of the head and of the clock move only after the commit.
   3. Every synced row that an action wrote carries the action's hlc and this device; no synced row disappears (it
      becomes a tombstone). An action that breaks this fails whole: it could not be carried to another laptop.
   4. Import chunks go into a transaction of their own, the batch. Whoever else wants to write commits it first; a
      batch that fails takes its writers with it and nobody else. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-later-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-clock.h"

/* The clock: 48 bits of milliseconds, 16 bits that count within one. */
#define HLC_SHIFT 16

gboolean
jal_store_exec (JalStore *store, const char *sql, GError **error)
{
  int rc = sqlite3_exec (store->db, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || jal_store_fail (store, rc, error);
}

gboolean
jal_store_begin (JalStore *store, GError **error)
{
  if (store->damaged)
    return jal_later_refuse (error);
  /* The batch's own failure reaches its writers; that is no reason to refuse this action beforehand. */
  if (store->batch_open)
    jal_import_commit_batch (store, NULL);
  /* SQLite 3.40's full-text index keeps in memory what a full disk has undone, and would call itself malformed now: a
     transaction of its own that is taken back makes it read the disk again. */
  if (store->index_stale)
    {
      sqlite3_exec (store->db,
                    "BEGIN; INSERT INTO page_text_index (page_text_index, rank) VALUES ('automerge', 4); ROLLBACK", NULL, NULL,
                    NULL);
      if (!sqlite3_get_autocommit (store->db))
        sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
      store->index_stale = FALSE;
    }
  return jal_store_exec (store, "BEGIN IMMEDIATE", error);
}

void
jal_store_rollback (JalStore *store)
{
  /* SQLite may have rolled back by itself, on a full disk for instance. */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  else
    store->index_stale = TRUE;
}

gboolean
jal_store_commit (JalStore *store, GError **error)
{
  if (jal_store_exec (store, "COMMIT", error))
    return TRUE;
  jal_store_rollback (store);
  return FALSE;
}

static int
filter_cb (void *data, const char *table)
{
  return jal_store_get_table_class (data, table) == JAL_TABLE_SYNCED;
}

static gboolean
broken_rule (const char *what, GError **error)
{
  g_critical ("an action broke a rule of the synced tables: %s", what);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("This change was refused because it could not be shared or taken back."));
  return FALSE;
}

static gboolean
has_stamp (JalTx *tx, sqlite3_value *hlc, sqlite3_value *device)
{
  /* The device of an updated row stays out of the changeset when it does not change. */
  return hlc != NULL && sqlite3_value_type (hlc) == SQLITE_TEXT &&
         strcmp ((const char *)sqlite3_value_text (hlc), tx->hlc) == 0 &&
         (device == NULL || (sqlite3_value_bytes (device) == sizeof tx->store->device.bytes &&
                             memcmp (sqlite3_value_blob (device), tx->store->device.bytes,
                                     sizeof tx->store->device.bytes) == 0));
}

/* Invariant 3. */
static gboolean
check_changeset (JalTx *tx, void *changeset, int size, GError **error)
{
  sqlite3_changeset_iter *iter = NULL;
  int rc = sqlite3changeset_start (&iter, size, changeset);
  const char *broken = NULL;

  if (rc != SQLITE_OK)
    return jal_store_fail (tx->store, rc, error);
  while (broken == NULL && sqlite3changeset_next (iter) == SQLITE_ROW)
    {
      sqlite3_value *hlc = NULL, *device = NULL;
      const char *table;
      int n_columns, operation, indirect;

      sqlite3changeset_op (iter, &table, &n_columns, &operation, &indirect);
      if (operation == SQLITE_DELETE)
        {
          broken = "a row was deleted instead of getting a tombstone";
          continue;
        }
      sqlite3changeset_new (iter, JAL_COLUMN_HLC, &hlc);
      sqlite3changeset_new (iter, JAL_COLUMN_DEVICE, &device);
      if (!has_stamp (tx, hlc, device))
        broken = "hlc or device are not those of the action";
    }
  rc = sqlite3changeset_finalize (iter);
  if (broken != NULL)
    return broken_rule (broken, error);
  return rc == SQLITE_OK || jal_store_fail (tx->store, rc, error);
}

static gboolean
write_journal (JalTx *tx, const JalAct *act, guint64 seq, gboolean changed, guint64 undo_seq, int state, GError **error)
{
  if (undo_seq != 0)
    return jal_tx_run (tx, error, "UPDATE undo SET state = ?, moved = ?, change = ? WHERE seq = ?", "iiii",
                       (gint64)state, (gint64)seq, (gint64)seq, (gint64)undo_seq);
  if (act->undoable)
    g_atomic_int_set (&tx->store->left_undo, changed);
  if (!act->undoable || !changed)
    return TRUE;
  /* What was taken back before cannot be done again on top of this. */
  return jal_tx_run (tx, error, "UPDATE undo SET state = 2 WHERE state = 1 AND (case_id IS ? OR case_id IS NULL)", "I",
                     jal_id_is_none (tx->case_id) ? NULL : &tx->case_id) &&
         jal_tx_run (tx, error,
                     "INSERT INTO undo (seq, state, moved, change, verb, label, case_id, subject_id) "
                     "VALUES (?, 0, ?, ?, ?, ?, ?, ?)",
                     "iiissII", (gint64)seq, (gint64)seq, (gint64)seq, act->verb, act->label,
                     jal_id_is_none (tx->case_id) ? NULL : &tx->case_id,
                     jal_id_is_none (tx->subject_id) ? NULL : &tx->subject_id);
}

/* Everything that goes with the caller's rows; moves @head. */
static gboolean
write_record (JalTx *tx, const JalAct *act, sqlite3_session *session, guint64 undo_seq, int state, JalAuditHead *head,
              GError **error)
{
  JalNote record = { .verb = (char *)act->verb, .actor = tx->actor, .payload = tx->payload, .case_id = tx->case_id,
                     .subject_id = tx->subject_id, .at = tx->now };
  g_autoptr (GBytes) bytes = NULL;
  void *changeset = NULL;
  int size = 0, rc;

  rc = sqlite3session_changeset (session, &size, &changeset);
  if (rc != SQLITE_OK)
    return jal_store_fail (tx->store, rc, error);
  bytes = g_bytes_new_with_free_func (changeset, (gsize)size, sqlite3_free, changeset);
  if (size > 0 && !check_changeset (tx, changeset, size, error))
    return FALSE;
  if (!jal_audit_append (tx, head, &record, changeset, (gsize)size, error))
    return FALSE;
  if (size > 0 && !jal_tx_run (tx, error, "INSERT INTO change (seq, hlc, changeset) VALUES (?, ?, ?)", "isb",
                               (gint64)head->seq, tx->hlc, bytes))
    return FALSE;
  return write_journal (tx, act, head->seq, size > 0, undo_seq, state, error);
}

guint64
jal_store_next_clock (JalStore *store, gint64 now)
{
  return MAX ((guint64)(now / 1000) << HLC_SHIFT, store->clock + 1);
}

static gboolean
start_session (JalStore *store, sqlite3_session **session, GError **error)
{
  int rc = sqlite3session_create (store->db, "main", session);

  if (rc == SQLITE_OK)
    {
      sqlite3session_table_filter (*session, filter_cb, store);
      rc = sqlite3session_attach (*session, NULL);
    }
  return rc == SQLITE_OK || jal_store_fail (store, rc, error);
}

static gboolean
run_in_transaction (JalTx *tx, const JalAct *act, JalStoreFunc func, gpointer data, guint64 undo_seq, int state,
                    JalAuditHead *head, GError **error)
{
  sqlite3_session *session = NULL;
  gboolean ok;

  ok = start_session (tx->store, &session, error);
  /* The old values of what is erased must not live on in a changeset. */
  if (ok && tx->store->erasing)
    sqlite3session_enable (session, 0);
  ok = ok && func (tx, data, error);
  if (ok && tx->broken != 0)
    ok = jal_store_fail (tx->store, tx->broken, error);
  if (ok)
    {
      /* Only the caller's own rows are the changeset; record and journal are not synced by it anyway. */
      sqlite3session_enable (session, 0);
      ok = write_record (tx, act, session, undo_seq, state, head, error);
    }
  if (session != NULL)
    sqlite3session_delete (session);
  return ok;
}

static void
begin_tx (JalTx *tx, JalStore *store, const JalAct *act)
{
  jal_tx_init (tx, store, TRUE);
  tx->now = jal_clock_now ();
  jal_tx_set_clock (tx, jal_store_next_clock (store, tx->now));
  tx->case_id = act->case_id;
  tx->subject_id = act->subject_id;
  tx->payload = g_strdup (act->payload);
  g_mutex_lock (&store->lock);
  tx->actor = g_strdup (store->actor);
  g_mutex_unlock (&store->lock);
}

/* What leaves a vault that cannot take the record of it: see jal-later.c. */
static gboolean
do_later (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, GError **error)
{
  sqlite3_session *session = NULL;
  void *changeset = NULL;
  int size = 0, rc;
  gboolean ok;
  JalTx tx;

  /* What such a vault says may be incomplete. */
  if (store->splinted)
    return jal_later_refuse (error);
  if (!jal_store_exec (store, "BEGIN IMMEDIATE", error))
    return FALSE;
  begin_tx (&tx, store, act);
  ok = start_session (store, &session, error) && func (&tx, data, error);
  if (ok && tx.broken != 0)
    ok = jal_store_fail (store, tx.broken, error);
  if (ok && (rc = sqlite3session_changeset (session, &size, &changeset)) != SQLITE_OK)
    ok = jal_store_fail (store, rc, error);
  if (session != NULL)
    sqlite3session_delete (session);
  jal_store_rollback (store);
  ok = ok && (size == 0 || check_changeset (&tx, changeset, size, error));
  if (ok)
    {
      const JalNote note = { .verb = (char *)act->verb, .actor = tx.actor, .payload = tx.payload, .case_id = tx.case_id,
                             .subject_id = tx.subject_id, .at = tx.now };

      ok = jal_later_keep_act (&tx, &note, changeset, (gsize)size, error);
      if (ok)
        store->clock = tx.clock;
    }
  sqlite3_free (changeset);
  jal_tx_clear (&tx);
  return ok;
}

static gboolean
do_now (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, guint64 undo_seq, int state, GError **error)
{
  JalAuditHead head = store->head;
  gboolean ok;
  JalTx tx;

  if (!jal_store_begin (store, error))
    return FALSE;
  begin_tx (&tx, store, act);
  ok = run_in_transaction (&tx, act, func, data, undo_seq, state, &head, error) && jal_store_commit (store, error);
  if (ok)
    {
      store->head = head;
      store->clock = tx.clock;
      jal_store_emit_later (store, act->verb, tx.case_id);
    }
  else
    jal_store_rollback (store);
  for (guint i = 0; tx.adopted != NULL && i < tx.adopted->len; i++)
    jal_import_settled (tx.adopted->pdata[i], ok);
  jal_tx_clear (&tx);
  return ok;
}

gboolean
jal_store_do_act (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, guint64 undo_seq, int state,
                  GError **error)
{
  g_autoptr (GError) local = NULL;

  if (store->damaged && act->leaves)
    return do_later (store, act, func, data, error);
  if (do_now (store, act, func, data, undo_seq, state, &local))
    return TRUE;
  /* A part of the record turned out to be damaged only now. */
  if (act->leaves && g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
      && do_later (store, act, func, data, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

typedef struct
{
  const JalAct *act;
  JalStoreFunc func;
  gpointer data;
} Call;

static gboolean
act_job (JalStore *store, gpointer data, GError **error)
{
  const Call *call = data;

  return jal_store_do_act (store, call->act, call->func, call->data, 0, 0, error);
}

static gboolean
read_job (JalStore *store, gpointer data, GError **error)
{
  const Call *call = data;
  gboolean ok;
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  tx.now = jal_clock_now ();
  ok = call->func (&tx, call->data, error);
  jal_tx_clear (&tx);
  return ok;
}

gboolean
jal_store_act (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, GCancellable *cancellable,
               GError **error)
{
  Call call = { act, func, data };

  g_return_val_if_fail (JAL_IS_STORE (store) && act != NULL && act->verb != NULL && func != NULL, FALSE);

  return jal_store_run_change (store, act_job, &call, act->priority, cancellable, error);
}

gboolean
jal_store_read (JalStore *store, JalStoreFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  Call call = { NULL, func, data };

  g_return_val_if_fail (JAL_IS_STORE (store) && func != NULL, FALSE);

  return jal_store_run_job (store, read_job, &call, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error);
}

gboolean
jal_store_read_background (JalStore *store, JalStoreFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  Call call = { NULL, func, data };

  g_return_val_if_fail (JAL_IS_STORE (store) && func != NULL, FALSE);

  return jal_store_run_job (store, read_job, &call, JAL_STORE_PRIORITY_BACKGROUND, cancellable, error);
}
