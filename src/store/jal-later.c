/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recorded later.

   1. A damaged vault is only read: no byte of it changes. What is looked at and what leaves is written into a file beside it, sealed
      (src/vault/jal-vault-later.c), before it leaves. So no record is forgotten, and none is made up.
   2. An action that only lets something leave runs as ever; its rows and its record are taken from the transaction, which is then
      given up.
   3. The next time that the vault can take them they come into its chain, behind an entry that names the break, each with the time at
      which it happened; the end is signed. A rescue carries them into the new vault.
   4. They come in once: the vault keeps the seal of the last one it took. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-later-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "base/jal-clock.h"
#include "vault/jal-vault-later.h"

/* at, hlc, actor, verb, case, subject, payload, changeset; little-endian on the disk. */
#define RECORD_TYPE "(xsssayaymsay)"
/* Local settings of a rescued vault: what waits, and the seal of the last one taken from the file. */
#define WAITING "later."
#define TAKEN "later-taken"

/* --- One record ---------------------------------------------------------------------------------------------- */

static GVariant *
new_id (JalId id)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, id.bytes, jal_id_is_none (id) ? 0 : sizeof id.bytes, 1);
}

static GBytes *
pack (const JalNote *note, const char *hlc, const void *change, gsize change_size)
{
  g_autoptr (GVariant) record = NULL;

  record = g_variant_new ("(xsss@ay@ayms@ay)", note->at, hlc, note->actor, note->verb, new_id (note->case_id),
                          new_id (note->subject_id), note->payload,
                          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, change, change_size, 1));
  g_variant_ref_sink (record);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      g_autoptr (GVariant) swapped = g_variant_byteswap (record);

      return g_variant_get_data_as_bytes (swapped);
    }
  return g_variant_get_data_as_bytes (record);
}

static JalId
get_id (GVariant *record, gsize child)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (record, child);
  gsize n;
  const guint8 *bytes = g_variant_get_fixed_array (value, &n, 1);
  JalId id = JAL_ID_NONE;

  if (n == sizeof id.bytes)
    memcpy (id.bytes, bytes, n);
  return id;
}

/* Returns (transfer full) (nullable): NULL when @bytes are no record. */
static GVariant *
unpack (GBytes *bytes, JalNote *note, const char **hlc)
{
  g_autoptr (GVariant) record = g_variant_new_from_bytes (G_VARIANT_TYPE (RECORD_TYPE), bytes, FALSE);

  g_variant_ref_sink (record);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (record);

      g_variant_unref (record);
      record = swapped;
    }
  if (!g_variant_is_normal_form (record))
    return NULL;
  *note = (JalNote){ .case_id = get_id (record, 4), .subject_id = get_id (record, 5) };
  /* Lent by @record. */
  g_variant_get (record, "(x&s&s&s@ay@aym&s@ay)", &note->at, hlc, &note->actor, &note->verb, NULL, NULL, &note->payload, NULL);
  return g_steal_pointer (&record);
}

/* A record that says that something beside the vault was not whole. */
static GBytes *
new_broken (JalStore *store, guint faults)
{
  g_autofree char *actor = jal_store_dup_actor (store);
  const char *payload = (faults & JAL_STORE_BESIDE_LEFT) != 0 ? "{\"unread\":true}" : (faults & JAL_STORE_BESIDE_CUT) != 0 ? "{\"cut\":true}" : NULL;
  const JalNote note = { .verb = (char *)"record.broken", .actor = actor, .payload = (char *)payload, .at = jal_clock_now () };

  return pack (&note, "", NULL, 0);
}

static guint
get_faults (const JalVaultLater *later)
{
  return (later->broken ? JAL_STORE_BESIDE_BROKEN : 0) | (later->cut ? JAL_STORE_BESIDE_CUT : 0);
}

guint
jal_later_look (JalStore *store)
{
  g_autoptr (JalVaultLater) later = jal_vault_later_peek (store->vault, NULL);

  return later != NULL ? get_faults (later) : JAL_STORE_BESIDE_LEFT;
}

/* --- Writing them beside the vault --------------------------------------------------------------------------- */

gboolean
jal_later_refuse (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("This vault is damaged and open to read only: nothing in it is changed. Rescue what can be read to a new vault, "
                          "and go on there."));
  return FALSE;
}

static gboolean
append (JalStore *store, GPtrArray *records, GError **error)
{
  GError *local = NULL;

  /* What was not whole there is said among the records themselves. */
  if (!store->later_read)
    {
      g_autoptr (JalVaultLater) later = jal_vault_later_read (store->vault, &local);

      if (later == NULL)
        {
          jal_store_propagate_vault_error (error, local);
          return FALSE;
        }
      store->later_read = TRUE;
      if (get_faults (later) != 0)
        g_ptr_array_insert (records, 0, new_broken (store, get_faults (later)));
    }
  if (jal_vault_later_append (store->vault, records, &local))
    {
      if (g_atomic_int_exchange (&store->later, TRUE) == FALSE)
        jal_store_emit_health (store);
      return TRUE;
    }
  jal_store_propagate_vault_error (error, local);
  return FALSE;
}

gboolean
jal_later_keep_notes (JalStore *store, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  for (guint i = 0; i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];

      /* How something is looked at is no record. */
      if (note->setting == NULL)
        g_ptr_array_add (records, pack (note, "", NULL, 0));
    }
  return records->len == 0 || append (store, records, error);
}

gboolean
jal_later_keep_act (JalTx *tx, const JalNote *note, const void *change, gsize change_size, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (records, pack (note, tx->hlc, change, change_size));
  return append (tx->store, records, error);
}

/* --- Into the chain ------------------------------------------------------------------------------------------ */

static int
conflict_cb (void *data, int why, sqlite3_changeset_iter *iter)
{
  return SQLITE_CHANGESET_OMIT;
}

static int
filter_cb (void *data, const char *table)
{
  return jal_store_get_table_class (data, table) == JAL_TABLE_SYNCED;
}

static gboolean
take_one (JalTx *tx, GBytes *bytes, JalAuditHead *head, GError **error)
{
  JalNote note;
  const char *hlc;
  g_autoptr (GVariant) record = unpack (bytes, &note, &hlc), change = NULL;
  g_autoptr (GBytes) changeset = NULL;
  gsize size = 0;
  gconstpointer data;
  int rc;

  /* add_record() has looked. */
  if (record == NULL)
    return TRUE;
  change = g_variant_get_child_value (record, 7);
  data = g_variant_get_fixed_array (change, &size, 1);
  if (size > 0)
    {
      rc = sqlite3changeset_apply (tx->store->db, (int)size, (void *)data, filter_cb, conflict_cb, tx->store);
      if (rc != SQLITE_OK)
        return jal_store_fail (tx->store, rc, error);
      changeset = g_bytes_new (data, size);
    }
  return jal_audit_append (tx, head, &note, data, size, error)
         && (size == 0
             || jal_tx_run (tx, error, "INSERT INTO change (seq, hlc, changeset) VALUES (?, ?, ?)", "isb", (gint64)head->seq,
                            *hlc != '\0' ? hlc : tx->hlc, changeset));
}

/* Names the break: what follows happened while the chain could not grow. */
static gboolean
name_break (JalTx *tx, guint n, guint faults, JalAuditHead *head, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("{\"entries\":%u,\"whole\":%s%s}", n, faults != 0 ? "false" : "true",
                                              (faults & JAL_STORE_BESIDE_CUT) != 0 ? ",\"cut\":true" : "");
  JalNote note = { .verb = (char *)"record.later", .actor = tx->actor, .payload = payload, .at = tx->now };

  return jal_audit_append (tx, head, &note, NULL, 0, error);
}

typedef struct
{
  GPtrArray *records; /* of GBytes */
  guint faults;       /* JalStoreBeside */
  gboolean left;      /* the file beside the vault could not be read, or not be put aside */
  char *tag; /* nullable: hexadecimal, of the last one of the file */
} Waiting;

/* What is sealed and cannot be understood is not passed over in silence. */
static void
add_record (Waiting *waiting, GBytes *bytes)
{
  JalNote note;
  const char *hlc;
  g_autoptr (GVariant) record = unpack (bytes, &note, &hlc);

  if (record != NULL)
    g_ptr_array_add (waiting->records, g_bytes_ref (bytes));
  else
    waiting->faults |= JAL_STORE_BESIDE_BROKEN;
}

static gboolean
list_waiting (JalTx *tx, Waiting *waiting, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT value FROM local_setting WHERE name GLOB '" WAITING "*' ORDER BY name", NULL);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      gsize n;
      guint8 *bytes = g_base64_decode (jal_rows_text (rows, 0), &n);
      g_autoptr (GBytes) record = NULL;

      record = g_bytes_new_take (bytes, n);
      add_record (waiting, record);
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

/* What this computer remembers came in by a rescue, as far as @taken goes. */
static gboolean
was_taken (JalTx *tx, const char *taken)
{
  guint8 tag[JAL_VAULT_LATER_TAG];
  char hex[2 * JAL_VAULT_LATER_TAG + 1];

  return taken != NULL && jal_vault_later_is_remembered (tx->store->vault, tag)
         && g_str_equal (taken, sodium_bin2hex (hex, sizeof hex, tag, sizeof tag));
}

/* A file that cannot be read or put aside is no reason not to open the vault: it stays, and is told. */
static void
list_beside (JalTx *tx, Waiting *waiting)
{
  g_autoptr (JalVaultLater) later = jal_vault_later_read (tx->store->vault, NULL);
  g_autofree char *taken = jal_tx_get_local_setting (tx, TAKEN, NULL);
  guint first = 0;
  char tag[2 * JAL_VAULT_LATER_TAG + 1];

  if (later == NULL)
    {
      waiting->left = TRUE;
      return;
    }
  later->cut = later->cut && !was_taken (tx, taken);
  waiting->faults |= get_faults (later);
  for (guint i = 0; i < later->records->len; i++)
    {
      sodium_bin2hex (tag, sizeof tag, later->tags->data + i * JAL_VAULT_LATER_TAG, JAL_VAULT_LATER_TAG);
      if (g_strcmp0 (taken, tag) == 0)
        first = i + 1;
    }
  if (later->records->len > first)
    waiting->tag = g_strdup (tag);
  for (guint i = first; i < later->records->len; i++)
    add_record (waiting, later->records->pdata[i]);
}

static gboolean
take_all (JalTx *tx, const Waiting *waiting, JalAuditHead *head, GError **error)
{
  if (!name_break (tx, waiting->records->len, waiting->faults, head, error))
    return FALSE;
  for (guint i = 0; i < waiting->records->len; i++)
    if (!take_one (tx, waiting->records->pdata[i], head, error))
      return FALSE;
  return (waiting->tag == NULL || jal_tx_set_local_setting (tx, TAKEN, waiting->tag, error))
         && jal_tx_run (tx, error, "DELETE FROM local_setting WHERE name GLOB '" WAITING "*'", NULL)
         && jal_audit_sign (tx, head, error);
}

static gboolean
settle (JalStore *store, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  Waiting waiting = { .records = records };
  JalAuditHead head = store->head;
  gboolean ok;
  JalTx tx;

  jal_tx_init (&tx, store, TRUE);
  tx.now = jal_clock_now ();
  tx.actor = jal_store_dup_actor (store);
  ok = list_waiting (&tx, &waiting, error);
  if (ok)
    list_beside (&tx, &waiting);
  if (ok && (records->len > 0 || waiting.faults != 0))
    {
      jal_tx_set_clock (&tx, jal_store_next_clock (store, tx.now));
      /* A rescued vault may have lost the document that left: that it left is on record all the same. */
      ok = jal_store_exec (store, "PRAGMA foreign_keys = OFF", error) && jal_store_begin (store, error);
      if (ok)
        {
          ok = take_all (&tx, &waiting, &head, error) && jal_store_commit (store, error);
          if (!ok)
            jal_store_rollback (store);
        }
      sqlite3_exec (store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
      if (ok)
        {
          store->head = head;
          store->clock = MAX (store->clock, tx.clock);
        }
    }
  jal_tx_clear (&tx);
  g_free (waiting.tag);
  g_atomic_int_set (&store->beside, (int)(waiting.faults | (waiting.left || !ok ? JAL_STORE_BESIDE_LEFT : 0)));
  if (!ok || waiting.left)
    return ok;
  if (jal_vault_later_exists (store->vault))
    jal_vault_later_remove (store->vault, NULL);
  jal_vault_later_forget (store->vault);
  return TRUE;
}

gboolean
jal_later_settle (JalStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (settle (store, &local))
    return TRUE;
  /* They lie where they are, and come in another time: no room on the disk is no reason not to open. */
  if (g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL)
      || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* --- Into a rescued vault ------------------------------------------------------------------------------------ */

static int
put_setting (sqlite3 *to, const char *name, const char *value)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (to, "INSERT OR REPLACE INTO local_setting (name, value) VALUES (?, ?)", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 2, value, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
put_waiting (sqlite3 *to, guint number, GBytes *record)
{
  g_autofree char *name = g_strdup_printf (WAITING "%08u", number);
  g_autofree char *value = g_base64_encode (g_bytes_get_data (record, NULL), g_bytes_get_size (record));

  return put_setting (to, name, value);
}

int
jal_later_carry (JalStore *store, sqlite3 *to, const char *payload, GBytes *change, const char *hlc, guint64 *n_carried)
{
  g_autoptr (JalVaultLater) later = jal_vault_later_read (store->vault, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint faults = later != NULL ? get_faults (later) : JAL_STORE_BESIDE_LEFT;
  g_autoptr (GBytes) rescue = NULL;
  JalNote note = { .verb = (char *)"vault.rescue", .payload = (char *)payload, .at = jal_clock_now () };
  g_autofree char *actor = jal_store_dup_actor (store);
  char tag[2 * JAL_VAULT_LATER_TAG + 1];
  int rc = SQLITE_OK;

  note.actor = actor;
  rescue = pack (&note, hlc, change != NULL ? g_bytes_get_data (change, NULL) : NULL, change != NULL ? g_bytes_get_size (change) : 0);
  for (guint i = 0; later != NULL && i < later->records->len; i++)
    g_ptr_array_add (records, g_bytes_ref (later->records->pdata[i]));
  if (faults != 0)
    g_ptr_array_add (records, new_broken (store, faults));
  *n_carried = records->len;
  g_ptr_array_add (records, g_bytes_ref (rescue));
  for (guint i = 0; rc == SQLITE_OK && i < records->len; i++)
    rc = put_waiting (to, i, records->pdata[i]);
  if (rc == SQLITE_OK && later != NULL && later->tags->len > 0)
    rc = put_setting (to, TAKEN, sodium_bin2hex (tag, sizeof tag, later->tag, sizeof later->tag));
  return rc;
}
