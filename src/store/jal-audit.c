/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit: one chain of records a device.

   1. hash(n) = BLAKE2b-256 over "JALAUDIT1" and the fields of record n, each led by its length, the first of them
      hash(n − 1) (32 zero bytes before the first record). Records are numbered from 1 without a gap.
   2. A payload and a changeset enter the hash only as digests keyed with 32 random bytes that stand beside them. So
      they can be erased, with their salts, and the chain still holds; the digest left behind tells nothing.
   3. The end of each chain is kept in audit_head too, and printed on bundles: cutting records off at the end shows.
   4. Points of it are signed (jal-audit-sign.c): an end that was put right shows too.
   Whoever holds the vault's key could rewrite his own chain from the start; printed heads witness against it. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define DOMAIN_TEXT "JALAUDIT1"
#define SALT_SIZE 32

static void
put_field (crypto_generichash_state *state, const void *data, gsize length)
{
  guint64 prefix = GUINT64_TO_LE ((guint64)length);

  crypto_generichash_update (state, (const guint8 *)&prefix, sizeof prefix);
  if (length > 0)
    crypto_generichash_update (state, data, length);
}

static void
put_number (crypto_generichash_state *state, guint64 number)
{
  guint64 little = GUINT64_TO_LE (number);

  put_field (state, &little, sizeof little);
}

/* An absent digest or id counts as a field of length 0. */
static void
put_optional (crypto_generichash_state *state, const void *data, gsize length, gboolean present)
{
  put_field (state, data, present ? length : 0);
}

typedef struct
{
  gboolean present;
  guint8 salt[SALT_SIZE];
  guint8 digest[JAL_HASH_SIZE];
} Salted;

static void
compute_digest (const guint8 salt[SALT_SIZE], const void *data, gsize size, guint8 digest[JAL_HASH_SIZE])
{
  crypto_generichash (digest, JAL_HASH_SIZE, data, size, salt, SALT_SIZE);
}

static void
make_salted (Salted *salted, const void *data, gsize size)
{
  salted->present = data != NULL;
  if (!salted->present)
    return;
  randombytes_buf (salted->salt, sizeof salted->salt);
  compute_digest (salted->salt, data, size, salted->digest);
}

static void
compute_hash (const guint8 before[JAL_HASH_SIZE], JalId device, guint64 seq, const char *hlc, const JalNote *record,
              const guint8 *payload_digest, const guint8 *change_digest, guint8 hash[JAL_HASH_SIZE])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, JAL_HASH_SIZE);
  crypto_generichash_update (&state, (const guint8 *)DOMAIN_TEXT, strlen (DOMAIN_TEXT));
  put_field (&state, before, JAL_HASH_SIZE);
  put_field (&state, device.bytes, sizeof device.bytes);
  put_number (&state, seq);
  put_field (&state, hlc, strlen (hlc));
  put_number (&state, (guint64)record->at);
  put_field (&state, record->actor, strlen (record->actor));
  put_field (&state, record->verb, strlen (record->verb));
  put_optional (&state, record->case_id.bytes, sizeof record->case_id.bytes, !jal_id_is_none (record->case_id));
  put_optional (&state, record->subject_id.bytes, sizeof record->subject_id.bytes,
                !jal_id_is_none (record->subject_id));
  put_optional (&state, payload_digest, JAL_HASH_SIZE, payload_digest != NULL);
  put_optional (&state, change_digest, JAL_HASH_SIZE, change_digest != NULL);
  crypto_generichash_final (&state, hash, JAL_HASH_SIZE);
}

static GBytes *
bytes_if (gboolean present, const guint8 *data)
{
  return present ? g_bytes_new (data, JAL_HASH_SIZE) : NULL;
}

gboolean
jal_audit_append (JalTx *tx, JalAuditHead *head, const JalNote *record, const void *change, gsize change_size,
                  GError **error)
{
  g_autoptr (GBytes) payload_salt = NULL, payload_digest = NULL, change_salt = NULL, change_digest = NULL;
  g_autoptr (GBytes) hash_bytes = NULL;
  const JalId *device = &tx->store->device;
  Salted payload, changed;
  JalAuditHead next = { .seq = head->seq + 1 };

  make_salted (&payload, record->payload, record->payload != NULL ? strlen (record->payload) : 0);
  make_salted (&changed, change_size > 0 ? change : NULL, change_size);
  compute_hash (head->hash, *device, next.seq, tx->hlc, record, payload.present ? payload.digest : NULL,
                changed.present ? changed.digest : NULL, next.hash);
  payload_salt = bytes_if (payload.present, payload.salt);
  payload_digest = bytes_if (payload.present, payload.digest);
  change_salt = bytes_if (changed.present, changed.salt);
  change_digest = bytes_if (changed.present, changed.digest);
  hash_bytes = bytes_if (TRUE, next.hash);

  if (!jal_tx_run (tx, error,
                   "INSERT INTO audit (device, seq, hlc, at, actor, verb, case_id, subject_id, payload, payload_salt, "
                   "payload_digest, change_salt, change_digest, hash) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "IisissIIsbbbbb", device, (gint64)next.seq, tx->hlc, record->at, record->actor, record->verb,
                   jal_id_is_none (record->case_id) ? NULL : &record->case_id,
                   jal_id_is_none (record->subject_id) ? NULL : &record->subject_id, record->payload, payload_salt,
                   payload_digest, change_salt, change_digest, hash_bytes) ||
      !jal_tx_run (tx, error,
                   "INSERT INTO audit_head (device, seq, hash) VALUES (?, ?, ?) "
                   "ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
                   "Iib", device, (gint64)next.seq, hash_bytes))
    return FALSE;
  *head = next;
  return next.seq % JAL_AUDIT_INTERVAL != 0 || jal_audit_sign (tx, head, error);
}

static gboolean
copy_hash (JalRows *rows, int column, guint8 hash[JAL_HASH_SIZE])
{
  g_autoptr (GBytes) bytes = jal_rows_bytes (rows, column);

  if (bytes == NULL || g_bytes_get_size (bytes) != JAL_HASH_SIZE)
    return FALSE;
  memcpy (hash, g_bytes_get_data (bytes, NULL), JAL_HASH_SIZE);
  return TRUE;
}

gboolean
jal_audit_load_head (JalTx *tx, JalAuditHead *head, guint64 *clock, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  *head = (JalAuditHead){ 0 };
  rows = jal_tx_select (tx, error, "SELECT seq, hash FROM audit_head WHERE device = ?", "I", &tx->store->device);
  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      head->seq = (guint64)jal_rows_int (rows, 0);
      copy_hash (rows, 1, head->hash);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&rows, jal_rows_free);
  rows = jal_tx_select (tx, error, "SELECT hlc FROM audit WHERE device = ? AND seq = ?", "Ii", &tx->store->device,
                        (gint64)head->seq);
  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    *clock = g_ascii_strtoull (jal_rows_text (rows, 0), NULL, 16);
  return jal_tx_ended (g_steal_pointer (&local), error);
}

/* Whether a digest beside its text and salt fits; one whose text has been erased cannot be checked. */
static gboolean
digest_fits (GBytes *salt, GBytes *digest, const void *data, gsize size)
{
  guint8 computed[JAL_HASH_SIZE];

  if (salt == NULL || g_bytes_get_size (salt) != SALT_SIZE)
    return FALSE;
  compute_digest (g_bytes_get_data (salt, NULL), data, size, computed);
  return digest != NULL && g_bytes_get_size (digest) == JAL_HASH_SIZE &&
         memcmp (g_bytes_get_data (digest, NULL), computed, JAL_HASH_SIZE) == 0;
}

static gboolean
record_fits (JalRows *rows, const JalAuditHead *before, JalId device, JalAuditHead *after, gboolean *erased)
{
  g_autoptr (GBytes) payload_salt = jal_rows_bytes (rows, 8), payload_digest = jal_rows_bytes (rows, 9);
  g_autoptr (GBytes) change_salt = jal_rows_bytes (rows, 10), change_digest = jal_rows_bytes (rows, 11);
  g_autoptr (GBytes) change = jal_rows_bytes (rows, 13);
  JalNote record = { .at = jal_rows_int (rows, 2), .actor = (char *)jal_rows_text (rows, 3),
                     .verb = (char *)jal_rows_text (rows, 4), .case_id = jal_rows_id (rows, 5),
                     .subject_id = jal_rows_id (rows, 6), .payload = (char *)jal_rows_text (rows, 7) };
  gsize digest_size = payload_digest != NULL ? g_bytes_get_size (payload_digest) : JAL_HASH_SIZE;
  gsize change_size = change_digest != NULL ? g_bytes_get_size (change_digest) : JAL_HASH_SIZE;
  guint8 stored[JAL_HASH_SIZE];

  *erased = payload_digest != NULL && record.payload == NULL && payload_salt == NULL;
  if (digest_size != JAL_HASH_SIZE || change_size != JAL_HASH_SIZE || !copy_hash (rows, 12, stored))
    return FALSE;
  if ((record.payload != NULL || payload_salt != NULL) &&
      (record.payload == NULL ||
       !digest_fits (payload_salt, payload_digest, record.payload, strlen (record.payload))))
    return FALSE;
  if ((change != NULL || change_salt != NULL) &&
      (change == NULL || !digest_fits (change_salt, change_digest, g_bytes_get_data (change, NULL),
                                       g_bytes_get_size (change))))
    return FALSE;
  after->seq = (guint64)jal_rows_int (rows, 0);
  compute_hash (before->hash, device, after->seq, jal_rows_text (rows, 1), &record,
                payload_digest != NULL ? g_bytes_get_data (payload_digest, NULL) : NULL,
                change_digest != NULL ? g_bytes_get_data (change_digest, NULL) : NULL, after->hash);
  return after->seq == before->seq + 1 && memcmp (after->hash, stored, JAL_HASH_SIZE) == 0;
}

/* One device's chain from its beginning; sets @report->bad_sequence at the first record that does not fit. */
static gboolean
verify_chain (JalTx *tx, JalId device, JalAuditReport *report, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (JalRows) heads = NULL;
  g_autoptr (GError) local = NULL;
  JalAuditHead head = { 0 }, next = { 0 };
  guint8 kept[JAL_HASH_SIZE];
  gboolean own = jal_id_equal (device, tx->store->device);

  /* The change log of this vault is that of its own device. */
  rows = jal_tx_select (tx, error,
                        "SELECT a.seq, a.hlc, a.at, a.actor, a.verb, a.case_id, a.subject_id, a.payload, "
                        "a.payload_salt, a.payload_digest, a.change_salt, a.change_digest, a.hash, c.changeset "
                        "FROM audit a LEFT JOIN change c ON ? AND c.seq = a.seq WHERE a.device = ? ORDER BY a.seq",
                        "iI", (gint64)own, &device);
  if (rows == NULL)
    return FALSE;
  while (report->bad_sequence == 0 && jal_rows_next (rows, &local))
    {
      gboolean erased = FALSE;

      if (!record_fits (rows, &head, device, &next, &erased))
        {
          report->bad_sequence = head.seq + 1;
          break;
        }
      head = next;
      report->n_records++;
      report->n_erased += erased;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  heads = jal_tx_select (tx, error, "SELECT seq, hash FROM audit_head WHERE device = ?", "I", &device);
  if (heads == NULL)
    return FALSE;
  if (report->bad_sequence == 0 &&
      (!jal_rows_next (heads, NULL) || (guint64)jal_rows_int (heads, 0) != head.seq || !copy_hash (heads, 1, kept) ||
       memcmp (kept, head.hash, JAL_HASH_SIZE) != 0))
    report->bad_sequence = head.seq + 1;
  if (report->bad_sequence == 0 && !jal_audit_verify_points (tx, device, head.seq, report, error))
    return FALSE;
  if (own)
    sodium_bin2hex (report->head, sizeof report->head, head.hash, JAL_HASH_SIZE);
  return TRUE;
}

static gboolean
verify_func (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalRows) devices = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *number = NULL;
  JalAuditReport *report = data;
  gboolean own = FALSE;

  devices = jal_tx_select (tx, error, "SELECT device FROM audit UNION SELECT device FROM audit_head", NULL);
  if (devices == NULL)
    return FALSE;
  while (report->bad_sequence == 0 && jal_rows_next (devices, &local))
    {
      JalId device = jal_rows_id (devices, 0);

      own = own || jal_id_equal (device, tx->store->device);
      if (!verify_chain (tx, device, report, error))
        return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* A vault begins with the record of its creation: no chain at all has been cut off whole. The head this program
     holds in memory knows what this session has written. */
  if (report->bad_sequence == 0 && (!own || report->n_records < tx->store->head.seq))
    report->bad_sequence = own ? report->n_records + 1 : 1;
  if (report->bad_sequence == 0)
    {
      gboolean stand = FALSE;

      if (!jal_audit_guards_stand (tx, &stand, error))
        return FALSE;
      report->unguarded = !stand;
      if (stand)
        return TRUE;
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                           _ ("The entries of the record fit together, but what keeps them from being changed was taken out of the "
                              "vault: another program wrote in it. Compare the vault with your backup and with printed "
                              "bundles."));
      return FALSE;
    }
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, report->bad_sequence);
  if (report->bad_point != 0)
    {
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                   _ ("The record of what was done in this vault does not hold: the signature of entry %s is missing, "
                      "forged or does not fit. Compare the vault with your backup and with printed bundles."),
                   number);
      return FALSE;
    }
  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
               _ ("The record of what was done in this vault does not hold: entry %s has been changed or removed. "
                  "Compare the vault with your backup and with printed bundles."),
               number);
  return FALSE;
}

gboolean
jal_audit_verify (JalStore *store, JalAuditReport *report, GCancellable *cancellable, GError **error)
{
  JalAuditReport own = { 0 };
  gboolean ok;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  ok = jal_store_read_background (store, verify_func, &own, cancellable, error);
  if (report != NULL)
    *report = own;
  return ok;
}

typedef struct
{
  JalId case_id;
  guint limit;
  JalAuditFunc func;
  gpointer data;
} ForEach;

static gboolean
foreach_func (JalTx *tx, gpointer data, GError **error)
{
  const ForEach *each = data;
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  gboolean all = jal_id_is_none (each->case_id);

  rows = jal_tx_select (tx, error,
                        all ? "SELECT seq, at, actor, verb, case_id, subject_id, payload, payload_digest, lower (hex (hash)) FROM audit "
                              "WHERE ? IS NOT NULL ORDER BY rowid DESC LIMIT ?"
                            : "SELECT seq, at, actor, verb, case_id, subject_id, payload, payload_digest, lower (hex (hash)) FROM audit "
                              "WHERE case_id = ? ORDER BY rowid DESC LIMIT ?",
                        "Ii", &each->case_id, each->limit > 0 ? (gint64)each->limit : (gint64)-1);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalAuditRecord record = { .sequence = (guint64)jal_rows_int (rows, 0), .at = jal_rows_int (rows, 1),
                                .actor = jal_rows_text (rows, 2), .verb = jal_rows_text (rows, 3),
                                .case_id = jal_rows_id (rows, 4), .subject_id = jal_rows_id (rows, 5),
                                .payload = jal_rows_text (rows, 6),
                                .erased = jal_rows_is_null (rows, 6) && !jal_rows_is_null (rows, 7),
                                .hash = jal_rows_text (rows, 8) };

      if (!each->func (&record, each->data))
        break;
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

gboolean
jal_audit_foreach (JalStore *store, JalId case_id, guint limit, JalAuditFunc func, gpointer data,
                   GCancellable *cancellable, GError **error)
{
  ForEach each = { case_id, limit, func, data };

  g_return_val_if_fail (JAL_IS_STORE (store) && func != NULL, FALSE);

  return jal_store_read (store, foreach_func, &each, cancellable, error);
}

gboolean
jal_tx_erase_audit_payloads (JalTx *tx, JalId subject_id, GError **error)
{
  return jal_tx_run (tx, error, "UPDATE audit SET payload = NULL, payload_salt = NULL WHERE subject_id = ?", "I",
                     &subject_id);
}
