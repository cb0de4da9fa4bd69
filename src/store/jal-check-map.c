/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose page is it? A damaged page does not say itself; the tree that leads to it does. So the trees of all tables and
   indexes are walked (SQLite's file format, 1.6: https://www.sqlite.org/fileformat2.html) until a damaged page is met.

   Reads pages of damaged files: no number of them is believed before it was compared with the file's length and the
   page's own, and no page is visited twice. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-check-private.h"

#include <string.h>

#include "store/jal-btree-private.h"

#define P JAL_BTREE_PAGE
#define USABLE JAL_BTREE_USABLE

typedef struct
{
  JalStore *store;
  GHashTable *bad;
  GHashTable *owners;
  GHashTable *seen;
  GCancellable *cancellable;
  const char *table;
  guint64 n_pages;
  guint depth;
} Walk;

/* Whether the walk goes on into @number; a damaged page gets its owner here. */
static gboolean
enter (Walk *walk, guint64 number, guint8 *page)
{
  gpointer key = GUINT_TO_POINTER ((guint)number);

  if (number == 0 || number > walk->n_pages || g_cancellable_is_cancelled (walk->cancellable)
      || !g_hash_table_add (walk->seen, key))
    return FALSE;
  if (!g_hash_table_contains (walk->bad, key))
    return jal_vault_read_page (walk->store->vault, number, page) == JAL_VAULT_PAGE_WHOLE;
  g_hash_table_insert (walk->owners, key, g_strdup (walk->table));
  return FALSE;
}

static void
walk_overflow (Walk *walk, guint64 number, guint64 left)
{
  g_autofree guint8 *page = g_malloc (P);

  for (guint64 n = (left + USABLE - 5) / (USABLE - 4); n > 0 && enter (walk, number, page); n--)
    number = jal_btree_get (page, 4);
}

/* The overflow chain of a cell whose payload of @size bytes begins at @at. */
static void
walk_payload (Walk *walk, const guint8 *page, gsize at, guint64 size, gboolean is_table)
{
  guint64 local = jal_btree_get_local (size, is_table);

  if (local < size && at + local + 4 <= P)
    walk_overflow (walk, jal_btree_get (page + at + local, 4), size - local);
}

static void
walk_tree (Walk *walk, guint64 number)
{
  g_autofree guint8 *page = g_malloc (P);
  const guint8 *head;
  gsize begin = number == 1 ? 100 : 0, cells;
  gboolean interior, is_table;
  guint n;

  /* Deeper than any tree of 2^32 pages. */
  if (walk->depth > 40 || !enter (walk, number, page))
    return;
  head = page + begin;
  if (head[0] != JAL_BTREE_INDEX_INTERIOR && head[0] != JAL_BTREE_TABLE_INTERIOR && head[0] != JAL_BTREE_INDEX_LEAF
      && head[0] != JAL_BTREE_TABLE_LEAF)
    return;
  interior = head[0] < JAL_BTREE_INDEX_LEAF;
  is_table = head[0] == JAL_BTREE_TABLE_INTERIOR || head[0] == JAL_BTREE_TABLE_LEAF;
  cells = begin + (interior ? 12 : 8);
  n = MIN (jal_btree_get (head + 3, 2), (P - cells) / 2);
  walk->depth++;
  for (guint i = 0; i < n; i++)
    {
      gsize at = jal_btree_get (page + cells + 2 * i, 2), length;
      guint64 size, rowid;

      if (at + 4 > P)
        continue;
      if (interior)
        {
          walk_tree (walk, jal_btree_get (page + at, 4));
          at += 4;
        }
      if (interior && is_table)
        continue;
      length = jal_btree_get_varint (page, P, at, &size);
      at += length;
      if (length > 0 && is_table)
        {
          length = jal_btree_get_varint (page, P, at, &rowid);
          at += length;
        }
      if (length > 0)
        walk_payload (walk, page, at, size, is_table);
    }
  if (interior)
    walk_tree (walk, jal_btree_get (head + 8, 4));
  walk->depth--;
}

void
jal_check_find_owners (JalStore *store, guint64 n_pages, GHashTable *bad, GHashTable *owners, GCancellable *cancellable)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Walk walk = {
    .store = store, .bad = bad, .owners = owners, .seen = seen, .cancellable = cancellable, .table = "sqlite_schema"
  };
  sqlite3_stmt *statement = NULL;

  walk.n_pages = n_pages;
  walk_tree (&walk, 1);
  if (sqlite3_prepare_v2 (store->db,
                          "SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0 "
                          "ORDER BY tbl_name = 'chunk', tbl_name",
                          -1, &statement, NULL)
      != SQLITE_OK)
    return;
  while (g_hash_table_size (owners) < g_hash_table_size (bad) && sqlite3_step (statement) == SQLITE_ROW)
    {
      walk.table = (const char *)sqlite3_column_text (statement, 0);
      walk_tree (&walk, (guint64)sqlite3_column_int64 (statement, 1));
    }
  sqlite3_finalize (statement);
}
