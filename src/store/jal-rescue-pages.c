/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages made anew, in memory, for a damaged vault: above rows that are there, and the table of contents (SQLite's file format,
   1.3 and 1.6). What they hold is known without them: interior pages only repeat the keys of the rows below. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescue-pages-private.h"

#include <string.h>

#include "store/jal-btree-private.h"

#define P JAL_BTREE_PAGE
#define USABLE JAL_BTREE_USABLE

/* Pages below one: a place (2), a number (4) and a key (9 at most) each. */
#define FAN 500

/* A page, and the greatest key below it. */
typedef struct
{
  guint64 page;
  gint64 last;
} Branch;

static guint
put_varint (guint8 *to, guint64 value)
{
  guint8 reversed[10];
  guint n = 0;

  if (value >> 56 != 0)
    {
      to[8] = (guint8)value;
      value >>= 8;
      for (int i = 7; i >= 0; i--, value >>= 7)
        to[i] = (guint8)(value & 0x7f) | 0x80;
      return 9;
    }
  do
    {
      reversed[n++] = (guint8)(value & 0x7f) | 0x80;
      value >>= 7;
    }
  while (value != 0);
  reversed[0] &= 0x7f;
  for (guint i = 0; i < n; i++)
    to[i] = reversed[n - 1 - i];
  return n;
}

void
jal_rescue_make_empty (guint8 *page, guint type)
{
  memset (page, 0, P);
  page[0] = (guint8)type;
  jal_btree_put (page + 5, 2, USABLE);
}

static void
make_interior (guint8 *page, const Branch *branches, guint n)
{
  guint end = USABLE;

  jal_rescue_make_empty (page, JAL_BTREE_TABLE_INTERIOR);
  jal_btree_put (page + 3, 2, n - 1);
  for (guint i = 0; i + 1 < n; i++)
    {
      guint8 cell[4 + 9];
      guint length;

      jal_btree_put (cell, 4, (guint32)branches[i].page);
      length = 4 + put_varint (cell + 4, (guint64)branches[i].last);
      end -= length;
      memcpy (page + end, cell, length);
      jal_btree_put (page + 12 + 2 * i, 2, end);
    }
  jal_btree_put (page + 5, 2, end);
  jal_btree_put (page + 8, 4, (guint32)branches[n - 1].page);
}

/* Puts pages above @branches until one level fits below one page; returns it. */
static GArray *
raise_level (GArray *branches, JalRescueNewPage make, gpointer data)
{
  g_autofree guint8 *page = g_malloc (P);

  while (branches->len > FAN)
    {
      guint n_pages = (branches->len + FAN - 1) / FAN;
      GArray *above = g_array_new (FALSE, FALSE, sizeof (Branch));

      for (guint i = 0; i < n_pages; i++)
        {
          guint from = (guint)((guint64)branches->len * i / n_pages), to = (guint)((guint64)branches->len * (i + 1) / n_pages);
          Branch branch = { 0, g_array_index (branches, Branch, to - 1).last };

          make_interior (page, &g_array_index (branches, Branch, from), to - from);
          branch.page = make (0, page, data);
          g_array_append_val (above, branch);
        }
      g_array_unref (branches);
      branches = above;
    }
  return branches;
}

guint64
jal_rescue_make_tree (const JalRescueTree *tree, JalRescueMap *map, JalRescueNewPage make, gpointer data)
{
  GArray *branches = g_array_new (FALSE, FALSE, sizeof (Branch));
  g_autofree guint8 *page = g_malloc (P);
  guint64 root;

  for (guint i = 0; i < tree->leaves->len; i++)
    {
      const JalRescueLeaf *leaf = &g_array_index (tree->leaves, JalRescueLeaf, i);
      Branch branch = { leaf->page, leaf->last };

      g_array_append_val (branches, branch);
    }
  branches = raise_level (branches, make, data);
  if (branches->len > 1)
    make_interior (page, &g_array_index (branches, Branch, 0), branches->len);
  else if (branches->len == 0 || !jal_rescue_read (map, g_array_index (branches, Branch, 0).page, page))
    jal_rescue_make_empty (page, JAL_BTREE_TABLE_LEAF);
  root = make (tree->root, page, data);
  g_array_unref (branches);
  return root;
}

/* --- The table of contents ----------------------------------------------------------------------------------- */

static gboolean
fill_contents (sqlite3 *db, JalRescueMap *map)
{
  int reserve = JAL_BTREE_RESERVED, rc;
  sqlite3_stmt *statement = NULL;

  rc = sqlite3_exec (db, "PRAGMA page_size = " G_STRINGIFY (JAL_VAULT_PAGE_BYTES), NULL, NULL, NULL);
  sqlite3_file_control (db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  if (rc == SQLITE_OK)
    rc = sqlite3_exec (db, "PRAGMA writable_schema = ON; BEGIN", NULL, NULL, NULL);
  if (rc == SQLITE_OK)
    rc = sqlite3_prepare_v2 (db, "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)", -1,
                             &statement, NULL);
  /* An index stands behind its table. */
  for (guint i = 0; rc == SQLITE_OK && i < 2 * map->entries->len; i++)
    {
      const JalRescueEntry *entry = map->entries->pdata[i % map->entries->len];

      if ((strcmp (entry->type, "table") == 0) != (i < map->entries->len))
        continue;
      sqlite3_bind_text (statement, 1, entry->type, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 2, entry->name, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 3, entry->table, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 4, (sqlite3_int64)entry->root);
      sqlite3_bind_text (statement, 5, entry->sql, -1, SQLITE_STATIC);
      rc = sqlite3_step (statement) == SQLITE_DONE ? sqlite3_reset (statement) : SQLITE_ERROR;
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_OK && sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

/* The pages of @bytes get other numbers: from @first on for those after the first. */
static void
renumber (guint8 *page, gsize begin, guint64 first)
{
  guint8 *head = page + begin;
  guint n = jal_btree_get (head + 3, 2);

  if (head[0] != JAL_BTREE_TABLE_INTERIOR)
    return;
  for (guint i = 0; i < n; i++)
    {
      guint8 *cell = page + jal_btree_get (head + 12 + 2 * i, 2);

      jal_btree_put (cell, 4, (guint32)(jal_btree_get (cell, 4) - 2 + first));
    }
  jal_btree_put (head + 8, 4, (guint32)(jal_btree_get (head + 8, 4) - 2 + first));
}

gboolean
jal_rescue_make_contents (JalRescueMap *map, guint8 *page_1, guint64 first, JalRescueNewPage make, gpointer data)
{
  guint8 *bytes = NULL;
  sqlite3_int64 size = 0;
  sqlite3 *db = NULL;

  if (sqlite3_open (":memory:", &db) == SQLITE_OK && fill_contents (db, map))
    bytes = sqlite3_serialize (db, "main", &size, 0);
  for (sqlite3_int64 at = 0; bytes != NULL && at + P <= size; at += P)
    {
      renumber (bytes + at, at == 0 ? 100 : 0, first);
      if (at > 0)
        make (0, bytes + at, data);
    }
  if (bytes != NULL)
    memcpy (page_1, bytes, P);
  sqlite3_free (bytes);
  sqlite3_close (db);
  return bytes != NULL;
}
