/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which table do rows belong to that no tree leads to?

   1. Only tables that have lost something are asked: one whose tree is torn, or that the table of contents no longer names.
   2. The record of changes knows the table of every synced row by its id: what it says counts, against anything else.
   3. Rows of the other tables are known by their columns; where two tables would do, neither gets them. Better lost than wrong.
   4. Rows whose keys lie between those of rows that can still be reached are old ones. */
#define G_LOG_DOMAIN "jal-store"

#include <stdlib.h>
#include <string.h>

#include "store/jal-btree-private.h"
#include "store/jal-rescue-pages-private.h"

#define P JAL_BTREE_PAGE

/* What is read of a record: to know its columns, and to read a changeset. */
#define BEGINNING (4 * 1024)
#define WHOLE (64 * 1024 * 1024)

/* In page 1. */
enum
{
  AT_CHANGES = 24,
  AT_COUNT = 28,
  AT_FREE = 32,
  AT_COOKIE = 40,
  AT_VERSION = 60,
  AT_APPLICATION = 68,
  AT_COUNTED_AT = 92,
};

typedef struct
{
  char type; /* of the declaration: I, T, B, R, A */
  gboolean may_be_null;
  gboolean may_be_missing; /* it came with a later version of the program */
} Column;

typedef struct
{
  JalStore *store;
  JalRescueMap *map;
  sqlite3 *model;      /* owned: the program's own tables, empty */
  GHashTable *columns; /* table → GArray of Column */
  GHashTable *owners;  /* id in hexadecimal → table, as the record of changes has it */
  guint64 end;         /* the last page, new ones included */
} Splint;

/* --- Columns ------------------------------------------------------------------------------------------------- */

/* Returns (transfer none): the columns of @table; none when the program does not know it. */
static const GArray *
get_columns (Splint *splint, const char *table)
{
  GArray *columns = g_hash_table_lookup (splint->columns, table);
  sqlite3_stmt *statement = NULL;

  if (columns != NULL)
    return columns;
  columns = g_array_new (FALSE, FALSE, sizeof (Column));
  if (sqlite3_prepare_v2 (splint->model, "SELECT type, \"notnull\", pk, dflt_value IS NOT NULL FROM pragma_table_info (?) ORDER BY cid",
                          -1, &statement, NULL)
      == SQLITE_OK)
    sqlite3_bind_text (statement, 1, table, -1, SQLITE_TRANSIENT);
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *type = (const char *)sqlite3_column_text (statement, 0);
      gboolean not_null = sqlite3_column_int (statement, 1) != 0;
      Column column = { type != NULL ? type[0] : 'A', FALSE, FALSE };

      /* The key itself is not in the record. */
      column.may_be_null = !not_null || (sqlite3_column_int (statement, 2) == 1 && g_strcmp0 (type, "INTEGER") == 0);
      column.may_be_missing = !not_null || sqlite3_column_int (statement, 3) != 0;
      g_array_append_val (columns, column);
    }
  sqlite3_finalize (statement);
  g_hash_table_insert (splint->columns, g_strdup (table), columns);
  return columns;
}

static gboolean
value_fits (const Column *column, guint64 serial)
{
  gboolean integer = (serial >= 1 && serial <= 6) || serial == 8 || serial == 9;

  if (serial == 0)
    return column->may_be_null;
  switch (column->type)
    {
    case 'I':
      return integer;
    case 'R':
      return integer || serial == 7;
    case 'T':
      return serial >= 13 && serial % 2 == 1;
    case 'B':
      return serial >= 12 && serial % 2 == 0;
    default:
      return TRUE;
    }
}

static gboolean
record_fits (Splint *splint, const char *table, const GByteArray *record)
{
  const GArray *columns = get_columns (splint, table);
  JalRescueColumn step = { 0 };
  guint n = 0;

  for (; n < columns->len && jal_rescue_next_column (record, &step); n++)
    if (!value_fits (&g_array_index (columns, Column, n), step.serial))
      return FALSE;
  if (n == 0 || jal_rescue_next_column (record, &step))
    return FALSE;
  for (; n < columns->len; n++)
    if (!g_array_index (columns, Column, n).may_be_missing)
      return FALSE;
  return TRUE;
}

/* The pieces of a stored file are numbered so; the index of words has keys of another kind. */
static gboolean
key_fits (const char *table, gint64 key)
{
  return strcmp (table, "chunk") != 0 || (key >= (gint64)JAL_CHUNK_KEY (1, 0) && (key & 0xffffff) < 0x100000);
}

/* Whether the rows of the first page of @orphan could be rows of @table. */
static gboolean
rows_fit (Splint *splint, const JalRescueTree *orphan, const char *table)
{
  const JalRescueLeaf *leaf = &g_array_index (orphan->leaves, JalRescueLeaf, 0);
  g_autofree guint8 *page = g_malloc (P);

  if (!key_fits (table, leaf->first) || !jal_rescue_read (splint->map, leaf->page, page))
    return FALSE;
  for (guint i = 0;; i++)
    {
      g_autoptr (GByteArray) record = jal_rescue_get_record (splint->map, page, i, BEGINNING);

      if (record == NULL)
        return i > 0;
      if (!record_fits (splint, table, record))
        return FALSE;
    }
}

/* --- The record of changes ----------------------------------------------------------------------------------- */

static char *
to_hex (const guint8 *bytes, gsize length)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (g_steal_pointer (&hex), FALSE);
}

/* Returns (transfer full) (nullable): the id that the first row of @orphan begins with. */
static char *
get_first_id (Splint *splint, const JalRescueTree *orphan)
{
  g_autofree guint8 *page = g_malloc (P);
  g_autoptr (GByteArray) record = NULL;
  JalRescueColumn step = { 0 };

  if (jal_rescue_read (splint->map, g_array_index (orphan->leaves, JalRescueLeaf, 0).page, page))
    record = jal_rescue_get_record (splint->map, page, 0, BEGINNING);
  return record != NULL && jal_rescue_next_column (record, &step) && step.serial == 12 + 2 * 16 && !step.cut
             ? to_hex (step.bytes, 16)
             : NULL;
}

/* Takes up the tables of the ids that are wanted. */
static void
read_changeset (Splint *splint, const guint8 *bytes, gsize length)
{
  sqlite3_changeset_iter *iter = NULL;

  if (sqlite3changeset_start (&iter, (int)length, (void *)bytes) != SQLITE_OK)
    return;
  while (sqlite3changeset_next (iter) == SQLITE_ROW)
    {
      const char *table;
      int n, op, indirect;
      sqlite3_value *value = NULL;
      g_autofree char *hex = NULL;

      sqlite3changeset_op (iter, &table, &n, &op, &indirect);
      if (op == SQLITE_INSERT)
        sqlite3changeset_new (iter, 0, &value);
      else
        sqlite3changeset_old (iter, 0, &value);
      if (value == NULL || sqlite3_value_bytes (value) != 16)
        continue;
      hex = to_hex (sqlite3_value_blob (value), 16);
      if (g_hash_table_contains (splint->owners, hex))
        g_hash_table_insert (splint->owners, g_steal_pointer (&hex), g_strdup (table));
    }
  sqlite3changeset_finalize (iter);
}

/* Calls @func with each record of @tree, the last first. */
typedef gboolean (*EachRecord) (Splint *splint, const GByteArray *record, gpointer data);

static void
for_each_record (Splint *splint, const JalRescueTree *tree, EachRecord func, gpointer data)
{
  g_autofree guint8 *page = g_malloc (P);

  for (guint i = tree->leaves->len; i > 0; i--)
    {
      guint n = 0;

      if (g_cancellable_is_cancelled (splint->store->cancellable))
        return;
      if (!jal_rescue_read (splint->map, g_array_index (tree->leaves, JalRescueLeaf, i - 1).page, page))
        continue;
      n = jal_btree_get (page + 3, 2);
      while (n-- > 0)
        {
          g_autoptr (GByteArray) record = jal_rescue_get_record (splint->map, page, n, WHOLE);

          if (record != NULL && !func (splint, record, data))
            return;
        }
    }
}

static gboolean
get_column (const GByteArray *record, guint n, JalRescueColumn *column)
{
  *column = (JalRescueColumn){ 0 };
  for (guint i = 0; i <= n; i++)
    if (!jal_rescue_next_column (record, column))
      return FALSE;
  return TRUE;
}

static gboolean
change_cb (Splint *splint, const GByteArray *record, gpointer data)
{
  JalRescueColumn column;

  if (!get_column (record, 2, &column))
    return TRUE;
  if (!column.cut)
    read_changeset (splint, column.bytes, column.length);
  /* A long one, of which the beginning was read. */
  else if (column.content < record->len)
    read_changeset (splint, record->data + column.content, record->len - column.content);
  return TRUE;
}

static JalRescueTree *
find_tree (JalRescueMap *map, const char *name)
{
  for (guint i = 0; i < map->trees->len; i++)
    if (g_strcmp0 (((JalRescueTree *)map->trees->pdata[i])->name, name) == 0)
      return map->trees->pdata[i];
  return NULL;
}

static void
ask_changes (Splint *splint)
{
  const JalRescueTree *changes = find_tree (splint->map, "change");

  for (guint i = 0; i < splint->map->orphans->len; i++)
    {
      char *id = get_first_id (splint, splint->map->orphans->pdata[i]);

      if (id != NULL)
        g_hash_table_insert (splint->owners, id, NULL);
    }
  if (g_hash_table_size (splint->owners) == 0)
    return;
  if (changes != NULL)
    for_each_record (splint, changes, change_cb, NULL);
  for (guint i = 0; changes != NULL && changes->torn && i < splint->map->orphans->len; i++)
    if (rows_fit (splint, splint->map->orphans->pdata[i], "change"))
      for_each_record (splint, splint->map->orphans->pdata[i], change_cb, NULL);
}

/* --- Whose they are ------------------------------------------------------------------------------------------ */

static gboolean
overlaps (const JalRescueTree *tree, const JalRescueTree *orphan)
{
  gint64 first = g_array_index (orphan->leaves, JalRescueLeaf, 0).first;
  gint64 last = g_array_index (orphan->leaves, JalRescueLeaf, orphan->leaves->len - 1).last;

  for (guint i = 0; i < tree->leaves->len; i++)
    {
      const JalRescueLeaf *leaf = &g_array_index (tree->leaves, JalRescueLeaf, i);

      if (leaf->first <= last && leaf->last >= first)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_candidate (Splint *splint, const JalRescueTree *tree, const JalRescueTree *orphan)
{
  /* What belongs to the index of words is made anew. */
  return tree->torn && !g_str_has_prefix (tree->name, "page_text_index_") && rows_fit (splint, orphan, tree->name)
         && !overlaps (tree, orphan);
}

/* Returns (transfer none) (nullable): the tree that @orphan belongs to. */
static JalRescueTree *
find_owner (Splint *splint, const JalRescueTree *orphan)
{
  g_autofree char *id = get_first_id (splint, orphan);
  const char *table = id != NULL ? g_hash_table_lookup (splint->owners, id) : NULL;
  JalRescueTree *found[2] = { NULL, NULL };
  guint n[2] = { 0, 0 };

  /* An id may stand at the beginning of rows of another table too: the device's does. */
  if (table != NULL && rows_fit (splint, orphan, table))
    {
      JalRescueTree *tree = find_tree (splint->map, table);

      return tree != NULL && is_candidate (splint, tree, orphan) ? tree : NULL;
    }
  for (guint i = 0; i < splint->map->trees->len; i++)
    {
      JalRescueTree *tree = splint->map->trees->pdata[i];
      gboolean synced = jal_store_get_table_class (splint->store, tree->name) == JAL_TABLE_SYNCED;

      if (!is_candidate (splint, tree, orphan))
        continue;
      found[synced] = tree;
      n[synced]++;
    }
  if (n[FALSE] > 0)
    return n[FALSE] == 1 ? found[FALSE] : NULL;
  return n[TRUE] == 1 ? found[TRUE] : NULL;
}

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  const JalRescueLeaf *left = a, *right = b;

  return (left->first > right->first) - (left->first < right->first);
}

static void
place_orphans (Splint *splint)
{
  for (guint i = 0; i < splint->map->orphans->len; i++)
    {
      JalRescueTree *orphan = splint->map->orphans->pdata[i], *tree = find_owner (splint, orphan);

      if (tree != NULL)
        g_array_append_vals (tree->leaves, orphan->leaves->data, orphan->leaves->len);
    }
  for (guint i = 0; i < splint->map->trees->len; i++)
    g_array_sort (((JalRescueTree *)splint->map->trees->pdata[i])->leaves, compare_leaves);
}

/* --- The table of contents ----------------------------------------------------------------------------------- */

/* The version that the vault was made with or brought to last. */
static gboolean
version_cb (Splint *splint, const GByteArray *record, gpointer data)
{
  guint *version = data;
  JalRescueColumn verb, payload;
  g_autofree char *text = NULL;
  const char *arrow;

  if (!get_column (record, 5, &verb) || !get_column (record, 8, &payload) || payload.serial < 13 || payload.cut || verb.cut
      || verb.length < 12
      || (memcmp (verb.bytes, "vault.create", 12) != 0 && memcmp (verb.bytes, "vault.update", 12) != 0))
    return TRUE;
  text = g_strndup ((const char *)payload.bytes, payload.length);
  arrow = strstr (text, "→ ");
  if (arrow == NULL)
    return TRUE;
  *version = (guint)strtoul (arrow + strlen ("→ "), NULL, 10);
  return FALSE;
}

static guint
find_version (Splint *splint, const guint8 *page_1)
{
  const JalRescueTree *audit = find_tree (splint->map, "audit");
  guint version = 0;

  if (page_1 != NULL)
    return jal_btree_get (page_1 + AT_VERSION, 4);
  if (audit != NULL)
    for_each_record (splint, audit, version_cb, &version);
  return version > 0 ? version : jal_store_get_newest_version ();
}

/* What the table of contents has lost, as the program makes it. */
static void
add_missing_entries (Splint *splint)
{
  JalRescueMap *map = splint->map;
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (splint->model, "SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema", -1, &statement, NULL);
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *)sqlite3_column_text (statement, 1);
      JalRescueEntry *entry;

      if (jal_rescue_has_entry (map, name))
        continue;
      entry = g_new0 (JalRescueEntry, 1);
      entry->type = g_strdup ((const char *)sqlite3_column_text (statement, 0));
      entry->name = g_strdup (name);
      entry->table = g_strdup ((const char *)sqlite3_column_text (statement, 2));
      entry->sql = g_strdup ((const char *)sqlite3_column_text (statement, 3));
      g_ptr_array_add (map->entries, entry);
      if (strcmp (entry->type, "table") == 0 && sqlite3_column_int64 (statement, 4) > 0)
        {
          JalRescueTree *tree = jal_rescue_tree_new (name, 0);

          tree->torn = TRUE;
          g_ptr_array_add (map->trees, tree);
        }
    }
  sqlite3_finalize (statement);
}

static guint64
new_page (guint64 number, const guint8 *page, gpointer data)
{
  Splint *splint = data;

  if (number == 0)
    number = ++splint->end;
  jal_vault_splint (splint->store->vault, number, page);
  return number;
}

/* Every index that is not known is an empty one. */
static void
give_roots (Splint *splint)
{
  g_autofree guint8 *page = g_malloc (P);

  jal_rescue_make_empty (page, JAL_BTREE_INDEX_LEAF);
  for (guint i = 0; i < splint->map->entries->len; i++)
    {
      JalRescueEntry *entry = splint->map->entries->pdata[i];
      const JalRescueTree *tree;

      if (entry->root > 0)
        continue;
      if (strcmp (entry->type, "index") == 0)
        entry->root = new_page (0, page, splint);
      else if (strcmp (entry->type, "table") == 0 && (tree = find_tree (splint->map, entry->name)) != NULL)
        entry->root = tree->root;
    }
}

static void
make_trees (Splint *splint)
{
  for (guint i = 0; i < splint->map->trees->len; i++)
    {
      JalRescueTree *tree = splint->map->trees->pdata[i];

      /* Where nothing was found the old root stays, so that what is lost is noticed. */
      if (tree->torn && (tree->root == 0 || tree->leaves->len > 0))
        tree->root = jal_rescue_make_tree (tree, splint->map, new_page, splint);
    }
}

/* Page 1 comes last: it says that all has changed. */
static void
make_page_1 (Splint *splint, const guint8 *old, guint version)
{
  g_autofree guint8 *page = g_malloc0 (P);
  guint32 changes = old != NULL ? jal_btree_get (old + AT_CHANGES, 4) + 1 : 1;

  if (old != NULL)
    memcpy (page, old, P);
  if (splint->map->contents_torn)
    {
      if (!jal_rescue_make_contents (splint->map, page, splint->end + 1, new_page, splint))
        return;
      jal_btree_put (page + AT_FREE, 4, 0);
      jal_btree_put (page + AT_FREE + 4, 4, 0);
      jal_btree_put (page + AT_COOKIE, 4, (old != NULL ? jal_btree_get (old + AT_COOKIE, 4) : 0) + 1);
      jal_btree_put (page + AT_VERSION, 4, version);
      memcpy (page + AT_APPLICATION, "JALA", 4);
    }
  jal_btree_put (page + AT_CHANGES, 4, changes);
  jal_btree_put (page + AT_COUNTED_AT, 4, changes);
  jal_btree_put (page + AT_COUNT, 4, (guint32)splint->end);
  new_page (1, page, splint);
}

/* Returns (transfer full): the names of the tables whose trees are torn. */
static GPtrArray *
list_torn (JalRescueMap *map)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  if (map->contents_torn)
    g_ptr_array_add (names, g_strdup ("sqlite_schema"));
  for (guint i = 0; i < map->trees->len; i++)
    {
      const JalRescueTree *tree = map->trees->pdata[i];

      if (tree->torn)
        g_ptr_array_add (names, g_strdup (tree->name));
    }
  return names;
}

static gboolean
splint_all (Splint *splint, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (P);
  const guint8 *page_1 = jal_rescue_read (splint->map, 1, bytes) ? bytes : NULL;
  guint version = find_version (splint, page_1);

  splint->model = jal_store_make_model (version, error);
  if (splint->model == NULL)
    return FALSE;
  if (splint->map->contents_torn)
    add_missing_entries (splint);
  ask_changes (splint);
  place_orphans (splint);
  make_trees (splint);
  give_roots (splint);
  make_page_1 (splint, page_1, version);
  return !g_cancellable_set_error_if_cancelled (splint->store->cancellable, error);
}

gboolean
jal_rescue_splint (JalStore *store, GError **error)
{
  Splint splint = { .store = store, .map = jal_rescue_map_new (store, error) };
  gboolean done = TRUE;

  if (splint.map == NULL)
    return FALSE;
  splint.end = splint.map->n_pages;
  splint.columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  splint.owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  store->torn = list_torn (splint.map);
  store->splinted = store->torn->len > 0;
  if (store->splinted)
    done = splint_all (&splint, error);
  sqlite3_close (splint.model);
  g_hash_table_unref (splint.columns);
  g_hash_table_unref (splint.owners);
  jal_rescue_map_free (splint.map);
  return done;
}
