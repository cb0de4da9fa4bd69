/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store-error.h"

G_BEGIN_DECLS

/**
 * JalStore:
 *
 * One open vault. All its SQL runs on one thread that the store owns, the most urgent work first. Every call is
 * synchronous for its caller and may come from any thread but that one: a #JalStoreFunc must use its #JalTx and never
 * the store. The window calls from worker threads (GTask), never from its own.
 *
 * Signal "changed" (const char *verb, const char *case_id): after a committed action, on the thread-default main
 * context of the thread that created the store; @case_id is 32 hex digits, or "" for an action of no case. The same
 * verb and case reported twice before the main loop turns arrive once. Taking back reports "undo", doing again "redo".
 * Signal "health": see #JalStoreHealth; on the same context, once.
 */
#define JAL_TYPE_STORE (jal_store_get_type ())
G_DECLARE_FINAL_TYPE (JalStore, jal_store, JAL, STORE, GObject)

typedef struct _JalTx JalTx;

/* What it costs to try a passphrase: MIN only for tests; MODERATE three passes over 256 MiB; MACHINE, for people, about
   half a second on this machine, never less than three passes over 64 MiB. */
typedef enum
{
  JAL_STORE_STRENGTH_MIN,
  JAL_STORE_STRENGTH_INTERACTIVE,
  JAL_STORE_STRENGTH_MODERATE,
  JAL_STORE_STRENGTH_MACHINE,
} JalStoreStrength;

typedef enum
{
  JAL_STORE_PRIORITY_INTERACTIVE, /* somebody waits for it */
  JAL_STORE_PRIORITY_BACKGROUND,  /* text recognition, indexing, checks */
} JalStorePriority;

/**
 * JalStoreInfo:
 *
 * What can be said about a vault. The second half is zero when it came from jal_store_peek_info().
 */
typedef struct
{
  guint format;                         /* version of the file format */
  char vault_id[JAL_ID_HEX_LENGTH + 1]; /* same in every copy of the vault */
  guint64 file_size;                    /* bytes */
  gboolean sealed;                      /* it was closed cleanly */
  guint n_slots;                        /* ways to unlock it */

  guint schema;                          /* the last migration applied */
  char device_id[JAL_ID_HEX_LENGTH + 1]; /* whose audit chain grows here */
  guint64 n_blobs;                       /* complete ones */
  guint64 blob_bytes;
  guint64 audit_length;   /* records in this device's chain */
  char audit_head[64 + 1]; /* hex of its last hash: the witness printed on bundles */
} JalStoreInfo;

/* For programs that hold a key: no core dumps, and no reading of this process' memory by others of the same user.
   Call it first thing in main(). */
void jal_store_harden_process (void);
/* Looks for swap space that is not encrypted: what is on the screen can end up there. @proc and @sys are "/proc" and "/sys".
   A swap file counts as open, whatever lies under its file system, because that cannot be told from here. Returns (transfer
   full) (nullable): the first such device or file. */
char *jal_store_find_open_swap (const char *proc, const char *sys);

/* Creates @path, which must not exist, and opens it, for @name (nullable: the login name), who is the first to have a
   key; see jal-holder.h. @role is nullable. */
JalStore *jal_store_create_vault_for (const char *path, const char *name, const char *role, const char *passphrase,
                                      JalStoreStrength strength, GCancellable *cancellable, GError **error);
/* The same without a name. */
JalStore *jal_store_create_vault (const char *path, const char *passphrase, JalStoreStrength strength,
                                  GCancellable *cancellable, GError **error);
/* Opens @path, brings its tables up to date and sweeps away imports that a crash cut off. */
JalStore *jal_store_open_vault (const char *path, const char *passphrase, GCancellable *cancellable, GError **error);
/* The same with a recovery code as somebody typed it. JAL_STORE_ERROR_RECOVERY when it is not one, or not of this vault. */
JalStore *jal_store_open_vault_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error);
/* Waits for the running work, refuses the waiting work with JAL_STORE_ERROR_CLOSED, closes the file and wipes the
   keys. Safe to call twice; the last unref does it too. FALSE when the file system complained: what had been committed
   is still committed, and the store is closed all the same. */
gboolean jal_store_close (JalStore *store, GError **error);
/* Closing a vault that was not closed cleanly before may take up to @milliseconds, so that its history can be checked next time (60
   unless set: locking and suspending wait for nothing). */
void jal_store_set_patience (JalStore *store, guint milliseconds);
/* The part of @info that is readable without a passphrase. */
gboolean jal_store_peek_info (const char *path, JalStoreInfo *info, GError **error);
gboolean jal_store_get_info (JalStore *store, JalStoreInfo *info, GCancellable *cancellable, GError **error);
/* Returns (transfer full): who acts. */
char *jal_store_dup_actor (JalStore *store);
/* Whether the vault was opened with a recovery code and its owner has not chosen a new passphrase since. */
gboolean jal_store_is_recovering (JalStore *store);
/* What was wrong with the entries that lay beside the vault since it was damaged (src/vault/jal-vault-later.h). */
typedef enum
{
  JAL_STORE_BESIDE_LEFT = 1 << 0,   /* they could not be taken in: the file cannot be read, or not be put aside */
  JAL_STORE_BESIDE_BROKEN = 1 << 1, /* they were not whole, or something else lay there: it was put aside */
  JAL_STORE_BESIDE_CUT = 1 << 2,    /* this computer had written more of them than were there */
} JalStoreBeside;

/* Returns (transfer none): one of them in a translated sentence. */
const char *jal_store_beside_words (JalStoreBeside what);

/**
 * JalStoreHealth:
 * @clean: it was closed cleanly before: what its seal says could be compared
 * @checked: the comparison, which runs in the background from the opening on, has come to its end
 * @exchanged: blocks of the file were exchanged or taken away since it was closed
 * @older: this computer has seen a newer state of this vault
 * @foreign_journal: a journal that is not its own lay beside it, and was renamed
 * @tail: bytes that are not its own lay behind it, and were cut off
 * @record_beside: a part of its record is damaged, so that entries had to be kept beside it
 * @beside: JalStoreBeside, known from the opening on: what was wrong with what lay beside it
 * @header_copy: one of the two copies of its header was damaged, and was made whole again
 *
 * What was done to the vault while it was closed. The signal "health" says that @checked has become TRUE.
 */
typedef struct
{
  gboolean clean;
  gboolean checked;
  gboolean exchanged;
  gboolean older;
  gboolean foreign_journal;
  gboolean tail;
  gboolean record_beside;
  guint beside;
  gboolean header_copy;
} JalStoreHealth;

/* Whether the vault was opened although it is damaged. Everything that can be read is there, and can leave; whatever would change
   something is refused. What is looked at and what leaves is recorded beside the vault, and comes into its record with the rescue.
   Any thread. */
gboolean jal_store_is_damaged (JalStore *store);
/* Says at once what is known so far. */
gboolean jal_store_get_health (JalStore *store, JalStoreHealth *health, GError **error);
/* The user knows why the vault is older than what this computer remembers: from now on it is this one. */
gboolean jal_store_accept_age (JalStore *store, GError **error);
/* Returns (transfer none): the path it was opened with. */
const char *jal_store_get_path (JalStore *store);
/* Who acts from now on, for the audit. Until set, the person whose key opened the vault: only tests set another one. */
void jal_store_set_actor (JalStore *store, const char *actor);

/**
 * JalAct:
 * @verb: what is done, as "noun.verb" in ASCII, e.g. "mark.add"
 * @label: (nullable): for "Undo %s": an untranslated msgid (mark it with N_())
 * @case_id: the case it belongs to, or JAL_ID_NONE
 * @subject_id: the row it is about, or JAL_ID_NONE; see also jal_tx_set_subject()
 * @undoable: whether jal_store_undo() may take it back
 * @payload: (nullable): more for the audit, text or JSON; the chain keeps only a salted digest of it, so that it can
 *   be erased later. See also jal_tx_set_payload()
 * @priority: zero is interactive
 * @leaves: by it something leaves the vault, and nothing in the vault is another than before: so it is done, and put on record,
 *   also where a damaged vault is only read
 *
 * An action, described before it is done. Strings are copied.
 */
typedef struct
{
  const char *verb;
  const char *label;
  JalId case_id;
  JalId subject_id;
  gboolean undoable;
  const char *payload;
  JalStorePriority priority;
  gboolean leaves;
} JalAct;

/* Runs on the store's thread inside one transaction. Returns FALSE with @error set to have nothing kept. */
typedef gboolean (*JalStoreFunc) (JalTx *tx, gpointer data, GError **error);

/* The only way to write. In one transaction: what @func does, the changeset of the synced tables, an audit record and,
   when undoable and something changed, an entry of the undo journal. On failure nothing of the four remains. */
gboolean jal_store_act (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, GCancellable *cancellable,
                        GError **error);
/* Runs @func over one consistent state; statements that write are refused. */
gboolean jal_store_read (JalStore *store, JalStoreFunc func, gpointer data, GCancellable *cancellable, GError **error);
/* The same, after everything that somebody waits for. */
gboolean jal_store_read_background (JalStore *store, JalStoreFunc func, gpointer data, GCancellable *cancellable,
                                    GError **error);
/* How many calls wait for their turn: for showing that the vault is busy. */
guint jal_store_count_waiting (JalStore *store);
/* Puts on record that something was looked at, opened or printed. Returns at once; the record is written when nothing
   more urgent waits, at the latest by jal_store_close(). @payload is nullable. */
void jal_store_note_view (JalStore *store, const char *verb, JalId case_id, JalId subject_id, const char *payload);
/* The same, once from opening to closing for each verb and subject: what a window shows again with every refresh was seen
   once. */
void jal_store_note_view_once (JalStore *store, const char *verb, JalId case_id, JalId subject_id);

/* Keeps how something is looked at (where one stopped reading): a local setting, neither in the audit nor undoable, read with
   jal_tx_get_local_setting(). Returns at once; written as jal_store_note_view() is. @value is nullable. */
void jal_store_note_setting (JalStore *store, const char *name, const char *value);

/* Takes back the last undoable action of @case_id or of no case at all (JAL_ID_NONE: of the whole vault), by a new action with
   the verb "undo"; works after a restart too. JAL_STORE_ERROR_REFUSED when something was erased since, for good;
   JAL_STORE_ERROR_NOT_FOUND when there is none, JAL_STORE_ERROR_CONFLICT, changing
   nothing, when the same rows have been changed since or later work hangs on them. @verb (out, nullable, transfer
   full): the verb of the action taken back. */
gboolean jal_store_undo (JalStore *store, JalId case_id, char **verb, GCancellable *cancellable, GError **error);
/* Does again what jal_store_undo() took back last; impossible once something else has been done in the same case. */
gboolean jal_store_redo (JalStore *store, JalId case_id, char **verb, GCancellable *cancellable, GError **error);
/* Whether there is something to take back (to do again). @label (out, nullable, transfer full): its untranslated label,
   or its verb if it has none. FALSE also when the store is closed. */
gboolean jal_store_can_undo (JalStore *store, JalId case_id, char **label);
gboolean jal_store_can_redo (JalStore *store, JalId case_id, char **label);
/* Whether the last action that may be taken back left something to take back. What changed nothing (a form saved as it was) did
   not: an Undo offered for it would take back something else. Any thread. */
gboolean jal_store_left_undo (JalStore *store);

G_END_DECLS
