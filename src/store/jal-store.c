/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One open vault: its life from the passphrase to the wiped key.

   1. The database is opened, used and closed by the store's thread alone; opening is its first job, closing its last.
   2. Once opened, its tables are up to date and its first audit record is that of its creation.
   3. Closing waits for the job that runs, writes the notes that are left, gives up an unfinished import batch and
      finalises every statement; the vault then wipes its keys. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-holder-private.h"
#include "store/jal-later-private.h"
#include "store/jal-rescue-private.h"
#include "store/jal-rescue.h"
#include "store/jal-rescued.h"
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "base/jal-text.h"

/* Virtual machine steps of SQLite between two looks at the cancellable: well under a millisecond. */
#define PROGRESS_STEPS 4000

G_DEFINE_FINAL_TYPE (JalStore, jal_store, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef struct
{
  const char *passphrase; /* or, to open: */
  const guint8 *code;
  JalStoreStrength strength;
  gboolean create;
  gboolean read_only;
  const guint8 *check_keys; /* instead of the passphrase */
  const char *name;
  const char *role;
  JalId holder; /* of a new vault */
  gboolean damaged; /* for what is left: nothing is brought up to date, nothing has to be there */
} OpenCall;

static int
progress_cb (void *data)
{
  JalStore *store = data;

  return store->cancellable != NULL && g_cancellable_is_cancelled (store->cancellable);
}

static JalVault *
open_vault (JalStore *store, const OpenCall *call, GError **error)
{
  const JalVaultSecret secret = { call->passphrase, call->code };
  GError *local = NULL;
  JalVault *vault;

  if (call->create)
    vault = jal_vault_create_for (store->path, call->holder.bytes, call->passphrase,
                                  jal_holder_get_strength (call->strength), &local);
  else if (call->check_keys != NULL)
    vault = jal_vault_open_to_check (store->path, call->check_keys, &local);
  else if (call->damaged)
    vault = jal_vault_open_damaged (store->path, &secret, &local);
  else if (call->read_only)
    vault = jal_vault_open_to_read_with (store->path, &secret, &local);
  else
    vault = jal_vault_open_with (store->path, &secret, &local);
  if (vault == NULL)
    jal_store_propagate_vault_error (error, local);
  return vault;
}

static gboolean
set_pragmas (JalStore *store, GError **error)
{
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return jal_store_exec (store, "PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST; PRAGMA cell_size_check = ON",
                         error);
}

void
jal_store_watch_cancelling (JalStore *store)
{
  sqlite3_progress_handler (store->db, PROGRESS_STEPS, progress_cb, store);
}

gboolean
jal_store_prepare_db (JalStore *store, GError **error)
{
  store->db = jal_vault_get_db (store->vault);
  jal_store_watch_cancelling (store);
  return set_pragmas (store, error);
}

static gboolean
load_device_func (JalTx *tx, gpointer data, GError **error)
{
  g_autofree char *hex = jal_tx_get_local_setting (tx, "device", error);

  if (hex != NULL && jal_id_parse (hex, &tx->store->device))
    return jal_audit_load_head (tx, &tx->store->head, &tx->store->clock, error);
  if (error == NULL || *error == NULL)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                         _ ("The vault does not say which device it belongs to. Restore it from your backup."));
  return FALSE;
}

static gboolean
key_func (JalTx *tx, gpointer data, GError **error)
{
  g_autofree char *words = jal_audit_make_key (tx, error);

  if (words == NULL)
    return FALSE;
  jal_tx_set_payload (tx, words);
  return TRUE;
}

/* A vault from before there were signatures gets its key now. */
static gboolean
ensure_key (JalStore *store, GError **error)
{
  JalAct act = { .verb = "audit.key" };
  gboolean has = FALSE, ok;
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  ok = jal_audit_has_key (&tx, &has, error);
  jal_tx_clear (&tx);
  return ok && (has || jal_store_do_act (store, &act, key_func, NULL, 0, 0, error));
}

static gboolean
first_act_func (JalTx *tx, gpointer data, GError **error)
{
  const OpenCall *call = data;
  g_autofree char *key = NULL, *payload = NULL;
  char hex[JAL_ID_HEX_LENGTH + 1];

  key = jal_audit_make_key (tx, error);
  if (key == NULL)
    return FALSE;
  payload = g_strdup_printf ("%s; %s", tx->payload, key);
  jal_tx_set_payload (tx, payload);

  jal_id_to_hex (tx->store->device, hex);
  return jal_tx_set_local_setting (tx, "device", hex, error) &&
         jal_tx_insert (tx, "device", tx->store->device, error, "created", 'i', tx->now, NULL) &&
         jal_holder_insert_first (tx, call->holder, call->name, call->role, error);
}

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* The first action of a new vault, or of one that has no tables yet. */
static gboolean
begin_life (JalStore *store, const OpenCall *call, const JalAct *act, GError **error)
{
  OpenCall first = *call;
  GError *local = NULL;
  JalVaultSlot slot;

  store->device = jal_id_new ();
  if (!call->create)
    {
      first.holder = jal_holder_new_id ();
      first.name = g_get_user_name ();
    }
  jal_holder_set_actor (store, first.name);
  if (!jal_store_do_act (store, act, first_act_func, &first, 0, 0, error))
    return FALSE;
  if (call->create)
    return TRUE;
  jal_vault_get_unlocking_slot (store->vault, &slot);
  return jal_vault_set_slot_holder (store->vault, slot.index, first.holder.bytes, &local) ||
         jal_holder_fail (local, error);
}

/* The tables are there now; whose vault is it, and where do its chain and clock stand? */
static gboolean
load_identity (JalStore *store, const OpenCall *call, guint from, guint to, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("%u → %u", from, to);
  JalAct act = { .verb = from == 0 ? "vault.create" : "vault.update", .payload = payload };
  g_autoptr (GError) local = NULL;
  gboolean ok, known = TRUE;
  JalTx tx;

  if (from == 0)
    return begin_life (store, call, &act, error);
  jal_tx_init (&tx, store, FALSE);
  ok = load_device_func (&tx, NULL, &local);
  jal_tx_clear (&tx);
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return jal_holder_identify (store, &known, error) &&
         (from == to || jal_store_do_act (store, &act, nothing_func, NULL, 0, 0, error)) &&
         (known || jal_holder_adopt (store, error));
}

/* Of a copy that is only looked at: nothing is brought up to date, nothing swept. */
static gboolean
load_for_reading (JalStore *store, GError **error)
{
  gboolean ok;
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  ok = load_device_func (&tx, NULL, error);
  jal_tx_clear (&tx);
  return ok;
}

static gboolean
freeze (JalStore *store, GError **error)
{
  GError *local = NULL;

  if (jal_vault_freeze (store->vault, &local))
    return TRUE;
  jal_store_propagate_vault_error (error, local);
  return FALSE;
}

static gboolean
open_job (JalStore *store, gpointer data, GError **error)
{
  const OpenCall *call = data;
  gboolean known = FALSE;
  guint from = 0, to = 0;

  store->vault = open_vault (store, call, error);
  if (store->vault == NULL)
    return FALSE;
  if (!jal_store_prepare_db (store, error))
    return FALSE;
  store->tables = jal_store_load_tables (error);
  if (call->damaged)
    {
      if (store->tables == NULL || !jal_rescue_splint (store, error)
          || !jal_store_exec (store, "SELECT count(*) FROM sqlite_schema", error) || !freeze (store, error))
        return FALSE;
      if (load_for_reading (store, NULL) && jal_holder_identify (store, &known, NULL))
        g_debug ("the vault says whose it is");
      store->beside = (int)jal_later_look (store);
      return TRUE;
    }
  if (call->read_only)
    return store->tables != NULL && load_for_reading (store, error);
  return store->tables != NULL && jal_store_migrate (store, &from, &to, error) &&
         load_identity (store, call, from, to, error) && ensure_key (store, error) && jal_later_settle (store, error)
         && jal_import_sweep (store, error);
}

static JalStore *
start (const char *path, const OpenCall *call, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalStore) store = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (call->passphrase != NULL || call->code != NULL || call->check_keys != NULL, NULL);

  store = g_object_new (JAL_TYPE_STORE, NULL);
  store->read_only = call->read_only || call->damaged;
  store->damaged = call->damaged;
  store->path = g_strdup (path);
  store->thread = g_thread_new ("store", jal_store_thread, store);
  if (!jal_store_run_job (store, open_job, (gpointer)call, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error))
    {
      gboolean began = store->vault != NULL;

      jal_store_close (store, NULL);
      /* A creation that failed half way leaves no file behind that would be in the way of the next. */
      if (call->create && began)
        {
          g_autofree char *journal = g_strconcat (path, "-journal", NULL);

          g_unlink (path);
          g_unlink (journal);
        }
      return NULL;
    }
  jal_store_begin_count (store);
  return g_steal_pointer (&store);
}

JalStore *
jal_store_create_vault_for (const char *path, const char *name, const char *role, const char *passphrase,
                            JalStoreStrength strength, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .passphrase = passphrase, .strength = strength, .create = TRUE, .role = role,
                    .name = name != NULL ? name : g_get_user_name () };

  if ((name != NULL && !jal_holder_check_name (name, error)) || !jal_holder_check_role (role, error))
    return NULL;
  if (!jal_vault_init_process (error))
    return NULL;
  call.holder = jal_holder_new_id ();
  return start (path, &call, cancellable, error);
}

JalStore *
jal_store_create_vault (const char *path, const char *passphrase, JalStoreStrength strength, GCancellable *cancellable,
                        GError **error)
{
  return jal_store_create_vault_for (path, NULL, NULL, passphrase, strength, cancellable, error);
}

JalStore *
jal_store_open_vault (const char *path, const char *passphrase, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .passphrase = passphrase };

  return start (path, &call, cancellable, error);
}

/* The same with the @code of the recovery sheet. */
static JalStore *
start_by_code (const char *path, const char *code, OpenCall *call, GCancellable *cancellable, GError **error)
{
  guint8 *bytes;
  JalStore *store;

  g_return_val_if_fail (code != NULL, NULL);

  bytes = jal_holder_parse_code (code, error);
  if (bytes == NULL)
    return NULL;
  call->code = bytes;
  store = start (path, call, cancellable, error);
  sodium_free (bytes);
  /* Not a mere looking: a sheet that was in a safe has been used. */
  if (store != NULL && !call->read_only)
    jal_store_note_view (store, "key.recovery-used", JAL_ID_NONE, JAL_ID_NONE, NULL);
  return store;
}

JalStore *
jal_store_open_to_read (const char *path, const char *passphrase, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .passphrase = passphrase, .read_only = TRUE };

  return start (path, &call, cancellable, error);
}

JalStore *
jal_store_open_to_read_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .read_only = TRUE };

  return start_by_code (path, code, &call, cancellable, error);
}

JalStore *
jal_store_open_to_check (const char *path, const guint8 *keys, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .check_keys = keys, .read_only = TRUE };

  return start (path, &call, cancellable, error);
}

JalStore *
jal_store_open_vault_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error)
{
  OpenCall call = { 0 };

  return start_by_code (path, code, &call, cancellable, error);
}

JalStore *
jal_store_open_damaged_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .damaged = TRUE };

  return start_by_code (path, code, &call, cancellable, error);
}

gboolean
jal_store_is_damaged (JalStore *store)
{
  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  /* Set before the store is anybody's. */
  return store->damaged;
}

gboolean
jal_store_is_splinted (JalStore *store)
{
  g_return_val_if_fail (JAL_IS_STORE (store), TRUE);

  return store->splinted;
}

gboolean
jal_store_allows_copies (JalStore *store, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!store->damaged)
    return jal_rescued_check (store, error);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("This vault is damaged: what is redacted, protected or marked in it may not be known in full, so only originals "
                          "leave it, as they came. Rescue what can be read to a new vault, and make the copy there."));
  return FALSE;
}

JalStore *
jal_store_open_damaged (const char *path, const char *passphrase, GCancellable *cancellable, GError **error)
{
  OpenCall call = { .passphrase = passphrase, .damaged = TRUE };

  return start (path, &call, cancellable, error);
}

void
jal_store_close_on_thread (JalStore *store)
{
  GError *local = NULL;

  if (store->vault == NULL)
    return;
  g_clear_pointer (&store->backup, jal_vault_backup_end);
  /* What was looked at goes on record before the door closes. */
  if (store->damaged)
    jal_store_write_notes (store, NULL, &store->close_error);
  else if (store->head.seq > 0 && !store->read_only)
    {
      jal_store_write_notes (store, NULL, &store->close_error);
      jal_import_batch_failed (store, NULL);
      jal_audit_sign_last (store, NULL);
    }
  jal_import_batch_failed (store, NULL);
  jal_store_rollback (store);
  g_hash_table_remove_all (store->statements);
  sqlite3_progress_handler (store->db, 0, NULL, NULL);
  store->db = NULL;
  if (!jal_vault_close (g_steal_pointer (&store->vault), &local))
    {
      g_clear_error (&store->close_error);
      jal_store_propagate_vault_error (&store->close_error, local);
    }
}

gboolean
jal_store_close (JalStore *store, GError **error)
{
  GList *detached = NULL;
  GError *close_error = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (g_thread_self () == store->thread)
    {
      g_critical ("a store cannot be closed from its own thread");
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The vault could not do this."));
      return FALSE;
    }
  g_mutex_lock (&store->lock);
  if (store->closing || store->thread == NULL)
    {
      while (store->closing && !store->closed)
        g_cond_wait (&store->closed_cond, &store->lock);
      g_mutex_unlock (&store->lock);
      return TRUE;
    }
  store->closing = TRUE;
  jal_store_refuse_queued (store, &detached);
  g_cond_signal (&store->work);
  g_mutex_unlock (&store->lock);

  g_thread_join (store->thread);
  jal_store_finish_refused (detached);
  jal_blob_clear_cache (store);
  g_mutex_lock (&store->lock);
  store->closed = TRUE;
  close_error = g_steal_pointer (&store->close_error);
  g_cond_broadcast (&store->closed_cond);
  g_mutex_unlock (&store->lock);
  if (close_error == NULL)
    return TRUE;
  g_propagate_error (error, close_error);
  return FALSE;
}

static void
fill_info (const JalVaultInfo *vault, JalStoreInfo *info)
{
  info->format = vault->version;
  sodium_bin2hex (info->vault_id, sizeof info->vault_id, vault->id, sizeof vault->id);
  info->sealed = vault->sealed;
  info->n_slots = vault->slots;
}

static guint64
get_file_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (guint64)status.st_size : 0;
}

gboolean
jal_store_peek_info (const char *path, JalStoreInfo *info, GError **error)
{
  GError *local = NULL;
  JalVaultInfo vault;

  g_return_val_if_fail (path != NULL && info != NULL, FALSE);

  if (!jal_vault_read_info (path, &vault, &local))
    {
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  memset (info, 0, sizeof *info);
  fill_info (&vault, info);
  info->file_size = get_file_size (path);
  return TRUE;
}

static gboolean
info_func (JalTx *tx, gpointer data, GError **error)
{
  JalStoreInfo *info = data;
  JalVaultInfo vault;
  gint64 schema = 0, blobs = 0, bytes = 0;

  jal_vault_get_info (tx->store->vault, &vault);
  if (!jal_tx_select_int (tx, &schema, error, "SELECT user_version FROM pragma_user_version", NULL) ||
      !jal_tx_select_int (tx, &blobs, error, "SELECT count(*) FROM blob WHERE state = 1", NULL) ||
      !jal_tx_select_int (tx, &bytes, error, "SELECT coalesce(sum(size), 0) FROM blob WHERE state = 1", NULL))
    return FALSE;
  fill_info (&vault, info);
  info->schema = (guint)schema;
  info->n_blobs = (guint64)blobs;
  info->blob_bytes = (guint64)bytes;
  jal_id_to_hex (tx->store->device, info->device_id);
  info->audit_length = jal_tx_get_audit_head (tx, info->audit_head);
  return TRUE;
}

gboolean
jal_store_get_info (JalStore *store, JalStoreInfo *info, GCancellable *cancellable, GError **error)
{
  JalStoreInfo own = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store) && info != NULL, FALSE);

  if (!jal_store_read (store, info_func, &own, cancellable, error))
    return FALSE;
  own.file_size = get_file_size (store->path);
  *info = own;
  return TRUE;
}

const char *
jal_store_get_path (JalStore *store)
{
  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return store->path;
}

void
jal_store_set_actor (JalStore *store, const char *actor)
{
  g_return_if_fail (JAL_IS_STORE (store) && actor != NULL);

  g_mutex_lock (&store->lock);
  g_free (store->actor);
  store->actor = g_strdup (actor);
  g_mutex_unlock (&store->lock);
}

char *
jal_store_dup_actor (JalStore *store)
{
  char *actor;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  g_mutex_lock (&store->lock);
  actor = g_strdup (store->actor);
  g_mutex_unlock (&store->lock);
  return actor;
}

static gboolean
recovering_func (JalTx *tx, gpointer data, GError **error)
{
  JalVaultSlot slot;

  jal_vault_get_unlocking_slot (tx->store->vault, &slot);
  *(gboolean *)data = slot.type == JAL_VAULT_SLOT_RECOVERY;
  return TRUE;
}

gboolean
jal_store_is_recovering (JalStore *store)
{
  gboolean recovering = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_read (store, recovering_func, &recovering, NULL, NULL) && recovering;
}

static void
jal_store_dispose (GObject *object)
{
  JalStore *store = JAL_STORE (object);

  if (store->thread != NULL && !store->closed)
    jal_store_close (store, NULL);
  G_OBJECT_CLASS (jal_store_parent_class)->dispose (object);
}

static void
jal_store_finalize (GObject *object)
{
  JalStore *store = JAL_STORE (object);

  g_clear_pointer (&store->path, g_free);
  g_clear_pointer (&store->actor, g_free);
  g_clear_pointer (&store->owner, g_main_context_unref);
  g_clear_pointer (&store->notes, g_ptr_array_unref);
  g_clear_pointer (&store->changed, g_ptr_array_unref);
  g_clear_pointer (&store->cache, g_ptr_array_unref);
  g_clear_pointer (&store->statements, g_hash_table_unref);
  g_clear_pointer (&store->tables, g_hash_table_unref);
  g_clear_pointer (&store->columns, g_hash_table_unref);
  g_clear_pointer (&store->batch_imports, g_ptr_array_unref);
  g_clear_pointer (&store->torn, g_ptr_array_unref);
  g_clear_error (&store->close_error);
  g_mutex_clear (&store->lock);
  g_cond_clear (&store->work);
  g_cond_clear (&store->closed_cond);
  G_OBJECT_CLASS (jal_store_parent_class)->finalize (object);
}

static void
jal_store_class_init (JalStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = jal_store_dispose;
  object_class->finalize = jal_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", JAL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_STRING, G_TYPE_STRING);
  g_signal_new ("health", JAL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
jal_store_init (JalStore *store)
{
  g_mutex_init (&store->lock);
  g_cond_init (&store->work);
  g_cond_init (&store->closed_cond);
  for (guint i = 0; i < G_N_ELEMENTS (store->queues); i++)
    g_queue_init (&store->queues[i]);
  store->owner = g_main_context_ref_thread_default ();
  store->actor = g_strdup (g_get_user_name ());
  store->notes = g_ptr_array_new_with_free_func (jal_store_free_note);
  store->changed = g_ptr_array_new_with_free_func (g_free);
  store->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  store->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  store->batch_imports = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_import_unref);
  store->cache = jal_blob_new_cache ();
}
