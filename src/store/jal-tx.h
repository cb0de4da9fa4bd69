/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalTx:
 *
 * One transaction, lent to a #JalStoreFunc for as long as it runs, on the store's thread.
 *
 * Values are passed by a string of types, one letter each:
 *   i gint64 (cast it!) · d double · s const char *, NULL is null · b GBytes *, NULL is null · I const JalId *, NULL is
 *   null · n null, takes no argument
 *
 *   jal_tx_run (tx, error, "UPDATE job SET state = ? WHERE id = ?", "iI", (gint64)2, &id)
 */

/* Runs a statement that returns no rows. JAL_STORE_ERROR_CONFLICT when a rule of the tables forbids it;
   JAL_STORE_ERROR_REFUSED for a write inside jal_store_read(). Rows of synced tables are written with jal_tx_insert(),
   jal_tx_update() and jal_tx_delete(), which keep hlc and device right: an action that does not fails whole. */
gboolean jal_tx_run (JalTx *tx, GError **error, const char *sql, const char *types, ...);
/* How many rows the last jal_tx_run() wrote. */
guint64 jal_tx_get_changes (JalTx *tx);

/**
 * JalRows:
 *
 * What a SELECT returns. Columns count from 0. Free it before the function returns (g_autoptr does).
 */
typedef struct _JalRows JalRows;

/* Returns (transfer full): the rows, before the first one. */
JalRows *jal_tx_select (JalTx *tx, GError **error, const char *sql, const char *types, ...);
/* Returns (transfer full): rows standing on the first one; NULL with JAL_STORE_ERROR_NOT_FOUND when there is none. */
JalRows *jal_tx_select_one (JalTx *tx, GError **error, const char *sql, const char *types, ...);
/* First column of the first row as a number, e.g. of count(*). JAL_STORE_ERROR_NOT_FOUND when there is no row. */
gboolean jal_tx_select_int (JalTx *tx, gint64 *value, GError **error, const char *sql, const char *types, ...);
/* Steps on; FALSE at the end or on failure: then @error is set. Cancellation is noticed here.
     while (jal_rows_next (rows, &local)) …;  return jal_tx_ended (g_steal_pointer (&local), error); */
gboolean jal_rows_next (JalRows *rows, GError **error);
/* How such a list ended: TRUE when @local is NULL, else FALSE with it in @error. @local (transfer full) (nullable). */
gboolean jal_tx_ended (GError *local, GError **error);
gint64 jal_rows_int (JalRows *rows, int column); /* 0 for null */
double jal_rows_real (JalRows *rows, int column);
/* Returns (transfer none) (nullable): until the next step. */
const char *jal_rows_text (JalRows *rows, int column);
/* Returns (transfer full) (nullable) */
char *jal_rows_dup_text (JalRows *rows, int column);
/* JAL_ID_NONE for null */
JalId jal_rows_id (JalRows *rows, int column);
/* Returns (transfer full) (nullable): a copy */
GBytes *jal_rows_bytes (JalRows *rows, int column);
gboolean jal_rows_is_null (JalRows *rows, int column);
void jal_rows_free (JalRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalRows, jal_rows_free)

/* Rows of synced tables. After @error come column, type letter, value (nothing after 'n') …, NULL; id, hlc, device and
   deleted fill themselves.
     jal_tx_insert (tx, "mark", id, error, "page", 'i', (gint64)3, "note", 's', note, NULL) */
gboolean jal_tx_insert (JalTx *tx, const char *table, JalId id, GError **error, ...) G_GNUC_NULL_TERMINATED;
/* JAL_STORE_ERROR_NOT_FOUND when @id does not exist or is deleted. */
gboolean jal_tx_update (JalTx *tx, const char *table, JalId id, GError **error, ...) G_GNUC_NULL_TERMINATED;
/* Leaves a tombstone (deleted = 1); JAL_STORE_ERROR_NOT_FOUND when there is no such living row. */
gboolean jal_tx_delete (JalTx *tx, const char *table, JalId id, GError **error);
/* For rows whose id is made from something: an insertion that was taken back has left a tombstone under the same id.
   Brings it to life again as it was; @revived says whether there was one. Update it then instead of inserting. */
gboolean jal_tx_revive (JalTx *tx, const char *table, JalId id, gboolean *revived, GError **error);
/* The one living row of a synced table whose id begins with @prefix (6 to 32 hex digits of either case).
   JAL_STORE_ERROR_NOT_FOUND, JAL_STORE_ERROR_AMBIGUOUS. */
gboolean jal_tx_find_id (JalTx *tx, const char *table, const char *prefix, JalId *id, GError **error);

/* For the audit record, when it is known only now: replaces JalAct.subject_id. */
void jal_tx_set_subject (JalTx *tx, JalId subject_id);
/* Replaces JalAct.case_id (a case that this very action makes). */
void jal_tx_set_case (JalTx *tx, JalId case_id);
/* Replaces JalAct.payload; nullable. */
void jal_tx_set_payload (JalTx *tx, const char *payload);

/* Microseconds since 1970 UTC at which the action began. */
gint64 jal_tx_get_now (JalTx *tx);
/* Returns (transfer none): who acts. */
const char *jal_tx_get_actor (JalTx *tx);
JalId jal_tx_get_device (JalTx *tx);
/* The head of this device's audit chain before this action: its length and 64 hex digits and a NUL into @hex. */
guint64 jal_tx_get_audit_head (JalTx *tx, char hex[64 + 1]);

/* Settings, by a plain name such as "bundle.profile". The synced ones travel with the case team, the local ones stay
   in this vault. Returns (transfer full) (nullable): the value, NULL when it was never set or is unset. */
char *jal_tx_get_setting (JalTx *tx, const char *name, GError **error);
/* @value NULL unsets it. */
gboolean jal_tx_set_setting (JalTx *tx, const char *name, const char *value, GError **error);
char *jal_tx_get_local_setting (JalTx *tx, const char *name, GError **error);
gboolean jal_tx_set_local_setting (JalTx *tx, const char *name, const char *value, GError **error);

G_END_DECLS
