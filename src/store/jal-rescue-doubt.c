/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rescue cannot vouch for.

   1. A name that is lost from the list of protected names, a redaction that is lost, is missed by nobody: the copy leaves with the
      name. So the new vault has to know of its losses itself, and hold copies back until a person has looked.
   2. Only lists count that keep something in. What is lost of a stored file, of the record or of the undo is told, and lets no name out.
   3. What was lost has come back for certain when the record of changes is whole: every entry of the chain is there that its end
      speaks of, and every change that an entry speaks of; none was taken out by an erasure, and each could be applied.
   4. Where pages that lead to others were made anew it is not known whether a row is missing: their table counts as one that lost rows. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescue-doubt-private.h"

#include <sodium.h>
#include <string.h>

#include "base/jal-clock.h"

void
jal_rescue_losses_add (JalRescueLosses *losses, const char *table)
{
  if (!g_ptr_array_find_with_equal_func (losses->tables, table, g_str_equal, NULL))
    g_ptr_array_add (losses->tables, g_strdup (table));
}

static gboolean
is_among (const GPtrArray *tables, const char *table)
{
  return tables != NULL && g_ptr_array_find_with_equal_func ((GPtrArray *)tables, table, g_str_equal, NULL);
}

/* Whether @sql says 1; an error does not. */
static gboolean
says_one (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gboolean one = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW
                 && sqlite3_column_int64 (statement, 0) == 1;

  sqlite3_finalize (statement);
  return one;
}

/* Rule 3. */
static gboolean
has_every_change (sqlite3 *to, const JalRescueLosses *losses)
{
  return losses->n_gaps == 0 && !is_among (losses->tables, "change")
         && says_one (to, "SELECT count(*) FROM audit_head")
         && says_one (to, "SELECT count(*) FROM audit_head h WHERE h.seq = (SELECT count(*) FROM audit a WHERE a.device = h.device) "
                          "AND h.seq = (SELECT max (seq) FROM audit a WHERE a.device = h.device)")
         && says_one (to, "SELECT NOT EXISTS (SELECT 1 FROM audit a WHERE change_digest IS NOT NULL AND "
                          "NOT EXISTS (SELECT 1 FROM change c WHERE c.seq = a.seq))");
}

static gboolean
keeps_names_in (JalStore *store, const char *table)
{
  return jal_store_get_table_class (store, table) == JAL_TABLE_SYNCED || strcmp (table, "hidden_words") == 0
         || strcmp (table, "sqlite_schema") == 0;
}

/* What was found when a document was taken in is in no record of changes. */
static gboolean
comes_back (JalStore *store, const char *table)
{
  return jal_store_get_table_class (store, table) == JAL_TABLE_SYNCED;
}

static gboolean
look (JalStore *store, const GPtrArray *tables, gboolean whole)
{
  for (guint i = 0; tables != NULL && i < tables->len; i++)
    if (keeps_names_in (store, tables->pdata[i]) && (!whole || !comes_back (store, tables->pdata[i])))
      return TRUE;
  return FALSE;
}

/* What an earlier rescue left unsure, and nobody has looked through. Returns (transfer full) (nullable). */
static GVariant *
get_old (sqlite3 *to)
{
  sqlite3_stmt *statement = NULL;
  GVariant *old = NULL;

  if (sqlite3_prepare_v2 (to, "SELECT value FROM setting WHERE name = '" JAL_RESCUE_UNSURE "' AND deleted = 0", -1, &statement, NULL)
          == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_bytes (statement, 0) > 0)
    old = g_variant_parse (G_VARIANT_TYPE (JAL_RESCUE_UNSURE_TYPE), (const char *)sqlite3_column_text (statement, 0), NULL, NULL, NULL);
  sqlite3_finalize (statement);
  return old;
}

gboolean
jal_rescue_is_unsure (JalStore *store, sqlite3 *to, const JalRescueLosses *losses)
{
  gboolean whole = has_every_change (to, losses);
  g_autoptr (GVariant) old = get_old (to);

  return old != NULL || look (store, losses->tables, whole) || look (store, store->torn, whole);
}

/* --- The setting ------------------------------------------------------------------------------------------------- */

static void
add_tables (JalStore *store, GVariantBuilder *builder, JalRescueLosses *seen, const GPtrArray *tables)
{
  for (guint i = 0; tables != NULL && i < tables->len; i++)
    if (!is_among (seen->tables, tables->pdata[i]) && keeps_names_in (store, tables->pdata[i]))
      {
        jal_rescue_losses_add (seen, tables->pdata[i]);
        g_variant_builder_add (builder, "s", tables->pdata[i]);
      }
}

static char *
make_value (JalStore *store, sqlite3 *to, const JalRescueLosses *losses, guint64 n_lost)
{
  g_autoptr (GVariant) old = get_old (to), value = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  JalRescueLosses seen = { names, 0 };
  gboolean uncounted = store->splinted;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  add_tables (store, &builder, &seen, losses->tables);
  add_tables (store, &builder, &seen, store->torn);
  if (old != NULL)
    {
      g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GVariantIter) tables = NULL;
      guint64 n = 0;
      gboolean more = FALSE;
      char *table;

      g_variant_get (old, "(xtbas)", NULL, &n, &more, &tables);
      while (g_variant_iter_next (tables, "s", &table))
        g_ptr_array_add (before, table);
      add_tables (store, &builder, &seen, before);
      n_lost += n;
      uncounted = uncounted || more;
    }
  value = g_variant_ref_sink (g_variant_new (JAL_RESCUE_UNSURE_TYPE, jal_clock_now (), n_lost, uncounted, &builder));
  return g_variant_print (value, FALSE);
}

static int
put_row (sqlite3 *to, JalId id, JalId device, const char *hlc, const char *value)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (to, "INSERT INTO setting (id, hlc, device, deleted, name, value) VALUES (?, ?, ?, 0, '" JAL_RESCUE_UNSURE
                                   "', ?) ON CONFLICT (id) DO UPDATE SET hlc = excluded.hlc, device = excluded.device, deleted = 0, "
                                   "value = excluded.value",
                               -1, &statement, NULL);

  if (rc == SQLITE_OK)
    {
      sqlite3_bind_blob (statement, 1, id.bytes, sizeof id.bytes, SQLITE_TRANSIENT);
      sqlite3_bind_text (statement, 2, hlc, -1, SQLITE_TRANSIENT);
      sqlite3_bind_blob (statement, 3, device.bytes, sizeof device.bytes, SQLITE_TRANSIENT);
      sqlite3_bind_text (statement, 4, value, -1, SQLITE_TRANSIENT);
      rc = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
jal_rescue_write_doubt (JalStore *store, sqlite3 *to, const JalRescueLosses *losses, guint64 n_lost, GBytes **change, char **hlc)
{
  g_autofree char *value = make_value (store, to, losses, n_lost);
  sqlite3_session *session = NULL;
  void *bytes = NULL;
  int size = 0, rc = sqlite3session_create (to, "main", &session);

  *hlc = g_strdup_printf ("%0*" G_GINT64_MODIFIER "x", JAL_HLC_LENGTH, jal_store_next_clock (store, jal_clock_now ()));
  if (rc == SQLITE_OK)
    rc = sqlite3session_attach (session, "setting");
  if (rc == SQLITE_OK)
    rc = put_row (to, jal_tx_get_setting_id (JAL_RESCUE_UNSURE), store->device, *hlc, value);
  if (rc == SQLITE_OK)
    rc = sqlite3session_changeset (session, &size, &bytes);
  if (rc == SQLITE_OK)
    *change = g_bytes_new (bytes, (gsize)size);
  sqlite3_free (bytes);
  if (session != NULL)
    sqlite3session_delete (session);
  return rc;
}
