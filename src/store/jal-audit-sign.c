/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed points of the audit.
 *
 * 1. Each device has an Ed25519 key in its vault; the record that made it names the public half, so that another key
 *    cannot be put in its place without changing the chain.
 * 2. Every 64th record, and the last one at closing, is signed: "JALCHECK1", device, number, time, hash.
 * 3. A signed point that is missing, does not fit the record it names, or whose record is gone, is damage: this is how
 *    records cut off at the end are noticed although the head was put right.
 */
#include "store/jal-store-private.h"

#include <sodium.h>
#include <string.h>

#include "base/jal-clock.h"

#define DOMAIN_TEXT "JALCHECK1"
#define KEY_WORD "ed25519 "

typedef struct
{
  guint8 bytes[9 + 16 + 8 + 8 + JAL_HASH_SIZE];
} Message;

static void
put_number (guint8 *to, guint64 number)
{
  guint64 little = GUINT64_TO_LE (number);

  memcpy (to, &little, sizeof little);
}

static Message
make_message (JalId device, guint64 seq, gint64 at, const guint8 *hash)
{
  Message message;

  memcpy (message.bytes, DOMAIN_TEXT, 9);
  memcpy (message.bytes + 9, device.bytes, 16);
  put_number (message.bytes + 25, seq);
  put_number (message.bytes + 33, (guint64)at);
  memcpy (message.bytes + 41, hash, JAL_HASH_SIZE);
  return message;
}

char *
jal_audit_make_key (JalTx *tx, GError **error)
{
  guint8 public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  g_autoptr (GBytes) public_bytes = NULL, secret_bytes = NULL;
  char hex[2 * sizeof public + 1];
  gboolean made;

  crypto_sign_keypair (public, secret);
  public_bytes = g_bytes_new (public, sizeof public);
  secret_bytes = g_bytes_new (secret, sizeof secret);
  made = jal_tx_run (tx, error, "INSERT INTO audit_key (device, public, secret) VALUES (?, ?, ?)", "Ibb",
                     &tx->store->device, public_bytes, secret_bytes);
  sodium_memzero (secret, sizeof secret);
  sodium_memzero ((void *)g_bytes_get_data (secret_bytes, NULL), sizeof secret);
  sodium_bin2hex (hex, sizeof hex, public, sizeof public);
  return made ? g_strconcat (KEY_WORD, hex, NULL) : NULL;
}

gboolean
jal_audit_has_key (JalTx *tx, gboolean *has, GError **error)
{
  gint64 n = 0;

  if (!jal_tx_select_int (tx, &n, error, "SELECT count(*) FROM audit_key WHERE device = ? AND secret IS NOT NULL", "I",
                          &tx->store->device))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

gboolean
jal_audit_sign (JalTx *tx, const JalAuditHead *head, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, "SELECT secret FROM audit_key WHERE device = ?", "I",
                                            &tx->store->device);
  g_autoptr (GBytes) secret = NULL, hash = NULL, signature_bytes = NULL;
  g_autoptr (GError) local = NULL;
  guint8 signature[crypto_sign_BYTES];
  gint64 at = jal_clock_now ();
  Message message;

  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    secret = jal_rows_bytes (rows, 0);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* Before the key is made there is nothing to sign with. */
  if (secret == NULL || g_bytes_get_size (secret) != crypto_sign_SECRETKEYBYTES)
    return TRUE;
  message = make_message (tx->store->device, head->seq, at, head->hash);
  crypto_sign_detached (signature, NULL, message.bytes, sizeof message.bytes, g_bytes_get_data (secret, NULL));
  sodium_memzero ((void *)g_bytes_get_data (secret, NULL), crypto_sign_SECRETKEYBYTES);
  hash = g_bytes_new (head->hash, JAL_HASH_SIZE);
  signature_bytes = g_bytes_new (signature, sizeof signature);
  return jal_tx_run (tx, error,
                     "INSERT INTO audit_checkpoint (device, seq, at, hash, signature) VALUES (?, ?, ?, ?, ?) "
                     "ON CONFLICT (device, seq) DO NOTHING",
                     "Iiibb", &tx->store->device, (gint64)head->seq, at, hash, signature_bytes);
}

gboolean
jal_audit_sign_last (JalStore *store, GError **error)
{
  gint64 last = 0;
  gboolean has = FALSE, ok;
  JalTx tx;

  jal_tx_init (&tx, store, TRUE);
  ok = jal_audit_has_key (&tx, &has, error)
       && jal_tx_select_int (&tx, &last, error, "SELECT coalesce(max(seq), 0) FROM audit_checkpoint WHERE device = ?", "I",
                             &store->device);
  if (ok && has && (guint64)last < store->head.seq)
    {
      ok = jal_store_begin (store, error) && jal_audit_sign (&tx, &store->head, error) && jal_store_commit (store, error);
      if (!ok)
        jal_store_rollback (store);
    }
  jal_tx_clear (&tx);
  return ok;
}

/* The public key of @device, which must be the one its chain names; @first is the record that does. */
static gboolean
load_key (JalTx *tx, JalId device, guint8 public[crypto_sign_PUBLICKEYBYTES], guint64 *first, gboolean *right, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error,
                                            "SELECT k.public, (SELECT min(a.seq) FROM audit a WHERE a.device = k.device AND "
                                            "a.verb IN ('vault.create', 'audit.key') AND "
                                            "instr(a.payload, 'ed25519 ' || lower(hex(k.public))) > 0) "
                                            "FROM audit_key k WHERE k.device = ?",
                                            "I", &device);
  g_autoptr (GError) local = NULL;

  *right = FALSE;
  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      g_autoptr (GBytes) bytes = jal_rows_bytes (rows, 0);

      *right = bytes != NULL && g_bytes_get_size (bytes) == crypto_sign_PUBLICKEYBYTES && !jal_rows_is_null (rows, 1);
      if (*right)
        memcpy (public, g_bytes_get_data (bytes, NULL), crypto_sign_PUBLICKEYBYTES);
      *first = (guint64)jal_rows_int (rows, 1);
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static gboolean
point_fits (JalRows *rows, JalId device, const guint8 *public)
{
  g_autoptr (GBytes) hash = jal_rows_bytes (rows, 2), signature = jal_rows_bytes (rows, 3), record = jal_rows_bytes (rows, 4);
  Message message;

  if (hash == NULL || g_bytes_get_size (hash) != JAL_HASH_SIZE || signature == NULL
      || g_bytes_get_size (signature) != crypto_sign_BYTES || record == NULL || !g_bytes_equal (hash, record))
    return FALSE;
  message = make_message (device, (guint64)jal_rows_int (rows, 0), jal_rows_int (rows, 1), g_bytes_get_data (hash, NULL));
  return crypto_sign_verify_detached (g_bytes_get_data (signature, NULL), message.bytes, sizeof message.bytes, public) == 0;
}

gboolean
jal_audit_verify_points (JalTx *tx, JalId device, guint64 length, JalAuditReport *report, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  gint64 known = 0, n = 0;
  guint64 first = 0, wanted;
  gboolean right;

  /* A backup from before there were signatures. */
  if (!jal_tx_select_int (tx, &known, error, "SELECT count(*) FROM sqlite_schema WHERE name = 'audit_checkpoint'", NULL))
    return FALSE;
  if (known == 0)
    return TRUE;
  if (!jal_tx_select_int (tx, &n, error,
                          "SELECT (SELECT count(*) FROM audit_checkpoint WHERE device = ?1) + "
                          "(SELECT count(*) FROM audit_key WHERE device = ?1) + "
                          "(SELECT count(*) FROM audit WHERE device = ?1 AND instr(payload, 'ed25519 ') > 0 AND "
                          "verb IN ('vault.create', 'audit.key'))",
                          "I", &device)
      || !load_key (tx, device, public, &first, &right, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  if (!right)
    {
      report->bad_point = report->bad_sequence = MAX (first, 1);
      return TRUE;
    }
  rows = jal_tx_select (tx, error,
                        "SELECT c.seq, c.at, c.hash, c.signature, a.hash FROM audit_checkpoint c "
                        "LEFT JOIN audit a ON a.device = c.device AND a.seq = c.seq WHERE c.device = ? ORDER BY c.seq",
                        "I", &device);
  if (rows == NULL)
    return FALSE;
  wanted = (first / JAL_AUDIT_INTERVAL + 1) * JAL_AUDIT_INTERVAL;
  while (report->bad_point == 0 && jal_rows_next (rows, &local))
    {
      guint64 seq = (guint64)jal_rows_int (rows, 0);

      if (seq > wanted || !point_fits (rows, device, public))
        report->bad_point = MIN (seq, wanted);
      if (seq == wanted)
        wanted += JAL_AUDIT_INTERVAL;
      report->n_points++;
      report->last_point = MAX (report->last_point, seq);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (report->bad_point == 0 && wanted <= length)
    report->bad_point = wanted;
  if (report->bad_point != 0)
    report->bad_sequence = report->bad_point;
  if (jal_id_equal (device, tx->store->device))
    sodium_bin2hex (report->public_key, sizeof report->public_key, public, sizeof public);
  return TRUE;
}
