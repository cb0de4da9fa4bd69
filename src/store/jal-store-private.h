/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this room share. Nothing here is for other rooms. */
#pragma once

#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include "store/jal-audit.h"
#include "store/jal-blob.h"
#include "store/jal-store.h"
#include "store/jal-tx.h"
#include "vault/jal-vault-backup.h"
#include "vault/jal-vault.h"

G_BEGIN_DECLS

#define JAL_HASH_SIZE 32
/* A clock value as the tables hold it: 16 hex digits, so that text order is time order. */
#define JAL_HLC_LENGTH 16

/* Where one audit chain ends. */
typedef struct
{
  guint64 seq;
  guint8 hash[JAL_HASH_SIZE];
} JalAuditHead;

/* The part of a JalBlobWriter that the store's thread works on. */
typedef struct _JalImport JalImport;

/* A piece of work for the store's thread. */
typedef struct _JalJob JalJob;
typedef gboolean (*JalJobFunc) (JalStore *store, gpointer data, GError **error);

typedef enum
{
  JAL_JOB_QUEUED,
  JAL_JOB_RUNNING,
  JAL_JOB_DONE,
} JalJobState;

struct _JalJob
{
  JalJobFunc run;
  gpointer data;
  JalStorePriority priority;
  GCancellable *cancellable; /* borrowed from the waiting caller, NULL for detached work */
  JalStore *store;
  GCond done;
  JalJobState state;
  gboolean change;   /* somebody's: kept before the store closes */
  gboolean detached; /* nobody waits: freed by the thread, after the callback */
  void (*finished) (gpointer data, gboolean ok, GError *error); /* detached only; @error is lent */
  gboolean ok;
  GError *error;
};

typedef struct
{
  char *verb;
  char *actor;
  char *payload;
  JalId case_id;
  JalId subject_id;
  gint64 at;
  char *setting; /* nullable: no record but a local setting, to be @payload */
} JalNote;

struct _JalStore
{
  GObject parent_instance;

  char *path;
  GMainContext *owner;
  GThread *thread;

  /* Under lock. */
  GMutex lock;
  GCond work; /* something is queued, or closing */
  GQueue queues[JAL_STORE_PRIORITY_BACKGROUND + 1];
  gboolean closing;
  gboolean closed;
  GCond closed_cond;
  char *actor;
  GPtrArray *notes; /* of JalNote */
  gboolean notes_queued;
  GPtrArray *changed; /* "verb\ncase" strings not yet emitted */
  GPtrArray *cache;   /* of JalCachedChunk, the last one used at the end */
  int left_undo;      /* atomic: whether the last action that may be taken back changed anything */

  /* Only the store's thread, from the opening on. */
  gboolean lost; /* the vault could not be opened again: everything is refused */
  JalVault *vault;
  sqlite3 *db;
  GHashTable *statements; /* sql → idle sqlite3_stmt */
  GHashTable *tables;     /* name → JalTableClass */
  GHashTable *columns;    /* name → GStrv */
  GCancellable *cancellable;
  JalId device;
  guint64 clock; /* of the last action */
  JalAuditHead head;
  gboolean batch_open;
  gboolean index_stale; /* SQLite gave a transaction up by itself */
  gsize batch_bytes;
  GPtrArray *batch_imports; /* of JalImport, with chunks in the open batch */
  GError *close_error;
  JalVaultBackup *backup; /* while one is being made */
  gboolean read_only;     /* a copy that is only looked at */

  gboolean damaged;    /* opened although it is damaged: nothing in it changes, see jal-later.c */
  gboolean later_read; /* what lies beside it was looked through */
  int later;           /* atomic: a record had to be kept beside it */
  int beside;          /* atomic: JalStoreBeside of what lay beside it when it was opened */
  gboolean splinted;   /* a damaged vault of which pages were made anew: what else is missing cannot be counted */
  GPtrArray *torn;     /* (nullable) of char *: the tables whose trees these are; "sqlite_schema" is the table of contents */
  guint64 chunk_reads; /* atomic */
  gboolean erasing; /* on the store's thread: the running action leaves no changeset */
};

struct _JalTx
{
  JalStore *store;
  gboolean write;
  gint64 now;
  guint64 clock;
  char hlc[JAL_HLC_LENGTH + 1];
  guint64 changes;
  guint open_rows;
  int broken; /* the result with which SQLite gave up the whole transaction by itself, or 0 */
  char *actor;
  char *payload;
  JalId case_id;
  JalId subject_id;
  GPtrArray *adopted; /* of JalImport, whose blob completes when this commits */
};

/* jal-store-error.c: FALSE, with @error set to what the database just reported. */
gboolean jal_store_fail (JalStore *store, int rc, GError **error);

/* Hands on an error of the vault (transfer full) as one of JAL_STORE_ERROR with its message kept. */
void jal_store_propagate_vault_error (GError **error, GError *vault_error);

/* jal-store.c: a vault that is only looked at, its tables as they are: no byte of the file changes. @keys are those of
   jal_vault_get_check_keys(). */
JalStore *jal_store_open_to_read (const char *path, const char *passphrase, GCancellable *cancellable, GError **error);
/* The same with a recovery code as somebody typed it. */
JalStore *jal_store_open_to_read_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error);
JalStore *jal_store_open_to_check (const char *path, const guint8 *keys, GCancellable *cancellable, GError **error);
/* The last work of the thread. */
void jal_store_close_on_thread (JalStore *store);
/* Takes the connection of the vault that was just opened. */
gboolean jal_store_prepare_db (JalStore *store, GError **error);
/* Statements stop when the job's caller cancels. */
void jal_store_watch_cancelling (JalStore *store);

/* jal-store-health.c: begins to compare the file with its seal. */
void jal_store_begin_count (JalStore *store);
/* Says on the owner's context that its health is another. */
void jal_store_emit_health (JalStore *store);

/* jal-store-thread.c */
gpointer jal_store_thread (gpointer store);
gboolean jal_store_run_job (JalStore *store, JalJobFunc run, gpointer data, JalStorePriority priority,
                            GCancellable *cancellable, GError **error);
/* The same for what changes the vault: when it is interactive and queued, it is done before the store closes. */
gboolean jal_store_run_change (JalStore *store, JalJobFunc run, gpointer data, JalStorePriority priority,
                               GCancellable *cancellable, GError **error);
/* Takes @data's ownership over to @finished, which runs exactly once, on the store's thread or, when the store is
   closed, on the caller's. */
void jal_store_run_detached (JalStore *store, JalJobFunc run, gpointer data, JalStorePriority priority,
                             void (*finished) (gpointer data, gboolean ok, GError *error));
/* With the lock held: ends every queued job with JAL_STORE_ERROR_CLOSED, but for changes, which stay queued. */
void jal_store_refuse_queued (JalStore *store, GList **detached);
void jal_store_finish_refused (GList *detached);

/* jal-store-act.c, all on the store's thread */
gboolean jal_store_exec (JalStore *store, const char *sql, GError **error);
/* Commits the import batch, if one is open, and begins a transaction. */
gboolean jal_store_begin (JalStore *store, GError **error);
gboolean jal_store_commit (JalStore *store, GError **error);
void jal_store_rollback (JalStore *store);
gboolean jal_store_write_notes (JalStore *store, gpointer unused, GError **error);
/* Whether a value of the setting waits to be written: more urgent work may ask for it first. @value (transfer full, nullable):
   the last one. */
gboolean jal_store_find_noted (JalStore *store, const char *name, char **value);
/* An action in which the change log row may replace that of an undo entry (@undo_seq != 0, which turns to @state). */
gboolean jal_store_do_act (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, guint64 undo_seq,
                           int state, GError **error);
void jal_store_free_note (gpointer note);
void jal_store_emit_later (JalStore *store, const char *verb, JalId case_id);

/* The clock of the next action at @now. */
guint64 jal_store_next_clock (JalStore *store, gint64 now);

/* jal-store-migrate.c */
typedef enum
{
  JAL_TABLE_UNKNOWN,
  JAL_TABLE_SYNCED,
  JAL_TABLE_LOCAL,
  JAL_TABLE_DERIVED,
} JalTableClass;
/* The columns every synced table begins with. */
enum
{
  JAL_COLUMN_ID,
  JAL_COLUMN_HLC,
  JAL_COLUMN_DEVICE,
  JAL_COLUMN_DELETED,
};
GHashTable *jal_store_load_tables (GError **error);
JalTableClass jal_store_get_table_class (JalStore *store, const char *table);
gboolean jal_store_migrate (JalStore *store, guint *from, guint *to, GError **error);
guint jal_store_get_newest_version (void);
/* Returns (transfer full): all tables of @version, empty, in memory. */
sqlite3 *jal_store_make_model (guint version, GError **error);
/* Returns (transfer none): the column names of a table, in order. */
const char *const *jal_store_get_columns (JalStore *store, const char *table, GError **error);

/* jal-tx.c */
sqlite3_stmt *jal_tx_take_statement (JalTx *tx, const char *sql, GError **error);
void jal_tx_give_statement (JalStore *store, sqlite3_stmt *statement);
/* FALSE, with @error set, for the failure @rc of a statement. */
gboolean jal_tx_fail (JalTx *tx, int rc, GError **error);
/* Binds the next of @values as its type letter says; returns SQLite's result. @lifetime is SQLITE_STATIC when the
   values outlive the run of the statement: a chunk is not copied once more then. */
int jal_tx_bind_one (sqlite3_stmt *statement, int index, char type, va_list *values, sqlite3_destructor_type lifetime);
/* Like jal_rows_bytes(), with the copy made by @copy. */
GBytes *jal_rows_bytes_with (JalRows *rows, int column, GBytes *(*copy) (gconstpointer data, gsize size));
/* The row of a synced setting. */
JalId jal_tx_get_setting_id (const char *name);
/* Steps @statement to its end and gives it back. */
gboolean jal_tx_finish_statement (JalTx *tx, sqlite3_stmt *statement, GError **error);
void jal_tx_init (JalTx *tx, JalStore *store, gboolean write);
void jal_tx_set_clock (JalTx *tx, guint64 clock);
void jal_tx_clear (JalTx *tx);

/* jal-audit.c */
/* Appends a record to the chain at @head and moves @head; @change is the changeset or NULL. */
gboolean jal_audit_append (JalTx *tx, JalAuditHead *head, const JalNote *record, const void *change, gsize change_size,
                           GError **error);
/* jal-audit-sign.c: makes this device's signing key; returns (transfer full) the words for the payload of the record that
   is to name it. */
char *jal_audit_make_key (JalTx *tx, GError **error);
gboolean jal_audit_has_key (JalTx *tx, gboolean *has, GError **error);
/* Signs the record at @head; nothing while there is no key. */
gboolean jal_audit_sign (JalTx *tx, const JalAuditHead *head, GError **error);
/* On the store's thread, without a transaction: signs where the chain ends, unless that is signed. */
gboolean jal_audit_sign_last (JalStore *store, GError **error);
/* Checks the signed points of a chain of @length records whose hashes hold. */
gboolean jal_audit_verify_points (JalTx *tx, JalId device, guint64 length, JalAuditReport *report, GError **error);
/* jal-audit-guard.c: whether the triggers that keep the record append-only are those that were made. */
gboolean jal_audit_guards_stand (JalTx *tx, gboolean *stand, GError **error);
gboolean jal_audit_load_head (JalTx *tx, JalAuditHead *head, guint64 *clock, GError **error);

/* jal-import.c, on the store's thread but for those that say otherwise */
struct _JalImport
{
  JalId id;
  /* Only the store's thread. */
  gint64 number;         /* of the row in blob, 0 while there is none */
  gboolean row_in_batch; /* that row is not committed yet: a failing batch or action takes it along */
  gboolean committed;    /* adopted by an action that committed */
  /* Under lock. */
  GMutex lock;
  GCond landed;
  guint in_flight; /* chunks on their way to the store's thread */
  GError *error;   /* the first failure; nothing more is written */
};
/* Any thread. Returns (transfer full), to be released with jal_import_unref(). */
JalImport *jal_import_new (void);
JalImport *jal_import_ref (JalImport *import);
void jal_import_unref (JalImport *import);
/* Any thread: puts chunk @index on its way; blocks while too many are. FALSE when the import has failed. */
gboolean jal_import_send (JalStore *store, JalImport *import, guint64 index, GBytes *bytes, GError **error);
/* Any thread: waits until nothing is on its way. FALSE when the import has failed. */
gboolean jal_import_wait (JalImport *import, GError **error);
/* Any thread but the store's: removes what was written unless it was adopted. */
void jal_import_abort (JalStore *store, JalImport *import);
gboolean jal_import_insert_row (JalTx *tx, JalImport *import, GError **error);
gboolean jal_import_insert_chunk (JalTx *tx, JalImport *import, guint64 index, GBytes *bytes, GError **error);
/* The action that adopted @import has ended. */
void jal_import_settled (JalImport *import, gboolean committed);
gboolean jal_import_commit_batch (JalStore *store, GError **error);
/* Gives the open batch up; its imports fail with @error, or as closed when it is NULL. */
void jal_import_batch_failed (JalStore *store, const GError *error);
/* Removes what a crash left half imported. */
gboolean jal_import_sweep (JalStore *store, GError **error);

/* jal-blob.c */
/* The key of chunk @index of blob @number. */
#define JAL_MAX_CHUNKS ((guint64)1 << 24)
#define JAL_CHUNK_KEY(number, index) ((guint64)(number) << 24 | (index))
GPtrArray *jal_blob_new_cache (void);
void jal_blob_clear_cache (JalStore *store);

/* The verbs of jal_store_erase(), as a list of SQL. */
#define JAL_STORE_ERASURES "'document.erase', 'case.erase'"

G_END_DECLS
