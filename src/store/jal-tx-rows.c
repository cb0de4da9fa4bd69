/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of synced tables: the four columns every one of them begins with are written here and nowhere else, so that
   two laptops can later agree which of two changes came last. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

static gboolean
check_table (JalTx *tx, const char *table, GError **error)
{
  if (jal_store_get_table_class (tx->store, table) == JAL_TABLE_SYNCED)
    return TRUE;
  g_critical ("not a synced table");
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("Only rows can be read and written here."));
  return FALSE;
}

/* The caller's columns by name, with the letters of their types. */
static void
collect_names (va_list arguments, GPtrArray *names, GString *types)
{
  const char *name;

  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      char type = (char)va_arg (arguments, int);

      g_ptr_array_add (names, (gpointer)name);
      g_string_append_c (types, type);
      switch (type)
        {
        case 'i':
          (void)va_arg (arguments, gint64);
          break;
        case 'd':
          (void)va_arg (arguments, double);
          break;
        case 'n':
          break;
        default:
          (void)va_arg (arguments, gpointer);
        }
    }
}

static int
bind_next (sqlite3_stmt *statement, int index, va_list *arguments)
{
  char type;

  (void)va_arg (*arguments, const char *);
  type = (char)va_arg (*arguments, int);
  return jal_tx_bind_one (statement, index, type, arguments, SQLITE_STATIC);
}

/* Runs @sql, whose first parameters are hlc and device, then the caller's values, then the id. */
static gboolean
write_row (JalTx *tx, const char *sql, guint n_values, va_list *arguments, JalId id, GError **error)
{
  sqlite3_stmt *statement = jal_tx_take_statement (tx, sql, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  rc = sqlite3_bind_text (statement, 1, tx->hlc, JAL_HLC_LENGTH, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_bind_blob (statement, 2, tx->store->device.bytes, sizeof tx->store->device.bytes, SQLITE_STATIC);
  for (guint i = 0; i < n_values && rc == SQLITE_OK; i++)
    rc = bind_next (statement, (int)i + 3, arguments);
  if (rc == SQLITE_OK)
    rc = sqlite3_bind_blob (statement, (int)n_values + 3, id.bytes, sizeof id.bytes, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    return jal_tx_finish_statement (tx, statement, error);
  jal_store_fail (tx->store, rc, error);
  jal_tx_give_statement (tx->store, statement);
  return FALSE;
}

static gboolean
found_one (JalTx *tx, GError **error)
{
  if (tx->changes == 1)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such entry, or it has been deleted."));
  return FALSE;
}

gboolean
jal_tx_insert (JalTx *tx, const char *table, JalId id, GError **error, ...)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) types = g_string_new (NULL);
  g_autoptr (GString) sql = g_string_new (NULL);
  va_list arguments;
  gboolean ok;

  g_return_val_if_fail (tx != NULL && table != NULL, FALSE);

  if (!check_table (tx, table, error))
    return FALSE;
  va_start (arguments, error);
  collect_names (arguments, names, types);
  va_end (arguments);

  g_string_printf (sql, "INSERT INTO \"%s\" (hlc, device, deleted", table);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (sql, ", \"%s\"", (const char *)names->pdata[i]);
  g_string_append (sql, ", id) VALUES (?, ?, 0");
  for (guint i = 0; i < names->len; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ", ?)");

  va_start (arguments, error);
  ok = write_row (tx, sql->str, names->len, &arguments, id, error);
  va_end (arguments);
  return ok;
}

gboolean
jal_tx_update (JalTx *tx, const char *table, JalId id, GError **error, ...)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) types = g_string_new (NULL);
  g_autoptr (GString) sql = g_string_new (NULL);
  va_list arguments;
  gboolean ok;

  g_return_val_if_fail (tx != NULL && table != NULL, FALSE);

  if (!check_table (tx, table, error))
    return FALSE;
  va_start (arguments, error);
  collect_names (arguments, names, types);
  va_end (arguments);

  g_string_printf (sql, "UPDATE \"%s\" SET hlc = ?, device = ?", table);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (sql, ", \"%s\" = ?", (const char *)names->pdata[i]);
  g_string_append (sql, " WHERE id = ? AND deleted = 0");

  va_start (arguments, error);
  ok = write_row (tx, sql->str, names->len, &arguments, id, error);
  va_end (arguments);
  return ok && found_one (tx, error);
}

gboolean
jal_tx_delete (JalTx *tx, const char *table, JalId id, GError **error)
{
  return jal_tx_update (tx, table, id, error, "deleted", 'i', (gint64)1, NULL);
}

gboolean
jal_tx_revive (JalTx *tx, const char *table, JalId id, gboolean *revived, GError **error)
{
  g_autofree char *sql = NULL;

  g_return_val_if_fail (tx != NULL && table != NULL && revived != NULL, FALSE);

  if (!check_table (tx, table, error))
    return FALSE;
  sql = g_strdup_printf ("UPDATE \"%s\" SET hlc = ?, device = ?, deleted = 0 WHERE id = ? AND deleted = 1", table);
  if (!jal_tx_run (tx, error, sql, "sII", tx->hlc, &tx->store->device, &id))
    return FALSE;
  *revived = tx->changes == 1;
  return TRUE;
}

gboolean
jal_tx_find_id (JalTx *tx, const char *table, const char *prefix, JalId *id, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = NULL, *low_hex = NULL, *high_hex = NULL;
  gsize length = prefix != NULL ? strlen (prefix) : 0;
  JalId low, high, found;

  g_return_val_if_fail (tx != NULL && table != NULL && id != NULL, FALSE);

  if (!check_table (tx, table, error))
    return FALSE;
  /* All ids that begin so lie between the prefix filled up with zeros and with ones: a range of the key. */
  low_hex = g_strnfill (JAL_ID_HEX_LENGTH, '0');
  high_hex = g_strnfill (JAL_ID_HEX_LENGTH, 'f');
  if (length >= 6 && length <= JAL_ID_HEX_LENGTH)
    {
      memcpy (low_hex, prefix, length);
      memcpy (high_hex, prefix, length);
    }
  else
    low_hex[0] = 'x';
  if (!jal_id_parse (low_hex, &low) || !jal_id_parse (high_hex, &high))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("An identifier is 6 to 32 of the characters 0–9 and a–f."));
      return FALSE;
    }
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE id BETWEEN ? AND ? AND deleted = 0 LIMIT 2", table);
  rows = jal_tx_select_one (tx, error, sql, "II", &low, &high);
  if (rows == NULL)
    return FALSE;
  found = jal_rows_id (rows, 0);
  if (jal_rows_next (rows, &local))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_AMBIGUOUS,
                           _ ("More than one entry begins with these characters. Give more of them."));
      return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *id = found;
  return TRUE;
}

void
jal_tx_set_subject (JalTx *tx, JalId subject_id)
{
  tx->subject_id = subject_id;
}

void
jal_tx_set_case (JalTx *tx, JalId case_id)
{
  tx->case_id = case_id;
}

void
jal_tx_set_payload (JalTx *tx, const char *payload)
{
  g_free (tx->payload);
  tx->payload = g_strdup (payload);
}

gint64
jal_tx_get_now (JalTx *tx)
{
  return tx->now;
}

const char *
jal_tx_get_actor (JalTx *tx)
{
  return tx->actor;
}

JalId
jal_tx_get_device (JalTx *tx)
{
  return tx->store->device;
}

guint64
jal_tx_get_audit_head (JalTx *tx, char hex[64 + 1])
{
  sodium_bin2hex (hex, 64 + 1, tx->store->head.hash, JAL_HASH_SIZE);
  return tx->store->head.seq;
}

/* The first column of at most one row; NULL without @error when there is none. */
static char *
lookup (JalTx *tx, const char *sql, const char *name, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, sql, "s", name);

  if (rows == NULL || !jal_rows_next (rows, error))
    return NULL;
  return jal_rows_dup_text (rows, 0);
}

JalId
jal_tx_get_setting_id (const char *name)
{
  JalId id;

  crypto_generichash (id.bytes, sizeof id.bytes, (const guint8 *)name, strlen (name), NULL, 0);
  return id;
}

char *
jal_tx_get_setting (JalTx *tx, const char *name, GError **error)
{
  return lookup (tx, "SELECT value FROM setting WHERE name = ? AND deleted = 0", name, error);
}

gboolean
jal_tx_set_setting (JalTx *tx, const char *name, const char *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  JalId id = jal_tx_get_setting_id (name);

  if (jal_tx_update (tx, "setting", id, &local, "value", 's', value, NULL))
    return TRUE;
  if (g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    {
      /* An undone first setting has left a tombstone under the same id. */
      if (!jal_tx_run (tx, error, "UPDATE setting SET hlc = ?, device = ?, deleted = 0, value = ? WHERE id = ?", "sIsI",
                       tx->hlc, &tx->store->device, value, &id))
        return FALSE;
      return tx->changes == 1 || jal_tx_insert (tx, "setting", id, error, "name", 's', name, "value", 's', value, NULL);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

char *
jal_tx_get_local_setting (JalTx *tx, const char *name, GError **error)
{
  char *noted = NULL;

  if (jal_store_find_noted (tx->store, name, &noted))
    return noted;
  return lookup (tx, "SELECT value FROM local_setting WHERE name = ?", name, error);
}

gboolean
jal_tx_set_local_setting (JalTx *tx, const char *name, const char *value, GError **error)
{
  return jal_tx_run (tx, error,
                     "INSERT INTO local_setting (name, value) VALUES (?, ?) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                     "ss", name, value);
}
