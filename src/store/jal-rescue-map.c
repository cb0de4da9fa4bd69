/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the rows of a damaged vault are. A page that only leads to others may take thousands of rows with it when it is lost,
   although they are all there: so rows that no tree leads to any more are looked for in every page of the file.

   1. No number of a page is believed before it was compared with the file's length and the page's own; no page is visited twice.
   2. Free pages hold what was deleted: they are passed over.
   3. An overflow page begins with a page number; in a file of fewer than 83 million pages that is no page of rows. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescue-private.h"

#include <string.h>

#include "store/jal-btree-private.h"

#define P JAL_BTREE_PAGE

/* Deeper than any tree of 2^32 pages. */
#define DEEPEST 40

JalRescueTree *
jal_rescue_tree_new (const char *name, guint64 root)
{
  JalRescueTree *tree = g_new0 (JalRescueTree, 1);

  tree->name = g_strdup (name);
  tree->root = root;
  tree->leaves = g_array_new (FALSE, FALSE, sizeof (JalRescueLeaf));
  return tree;
}

static void
free_tree (gpointer data)
{
  JalRescueTree *tree = data;

  g_free (tree->name);
  g_array_unref (tree->leaves);
  g_free (tree);
}

static void
free_entry (gpointer data)
{
  JalRescueEntry *entry = data;

  g_free (entry->type);
  g_free (entry->name);
  g_free (entry->table);
  g_free (entry->sql);
  g_free (entry);
}

void
jal_rescue_map_free (JalRescueMap *map)
{
  if (map == NULL)
    return;
  g_free (map->reached);
  g_ptr_array_unref (map->trees);
  g_ptr_array_unref (map->orphans);
  g_ptr_array_unref (map->entries);
  g_free (map);
}

gboolean
jal_rescue_read (JalRescueMap *map, guint64 number, guint8 *page)
{
  return number > 0 && number <= map->n_pages
         && jal_vault_read_page (map->store->vault, number, page) == JAL_VAULT_PAGE_WHOLE;
}

/* --- One page ------------------------------------------------------------------------------------------------ */

/* Only page 1 has SQLite's header in front. */
static const guint8 *
head_of (guint64 number, const guint8 *page)
{
  return number == 1 ? page + 100 : page;
}

/* Where the cells' places are listed, and how many there are. */
static gsize
list_cells (const guint8 *page, const guint8 *head, guint *n)
{
  gsize at = (gsize)(head - page) + (head[0] < JAL_BTREE_INDEX_LEAF ? 12 : 8);

  *n = MIN (jal_btree_get (head + 3, 2), (JAL_BTREE_USABLE - at) / 2);
  return at;
}

/* Where cell @cell begins, and its payload; 0 when it runs off the page. */
static gsize
find_payload (const guint8 *page, gsize list, guint cell, guint64 *size, gint64 *key)
{
  gsize at = jal_btree_get (page + list + 2 * cell, 2), length;
  guint64 number;

  length = jal_btree_get_varint (page, JAL_BTREE_USABLE, at, size);
  if (length == 0)
    return 0;
  at += length;
  length = jal_btree_get_varint (page, JAL_BTREE_USABLE, at, &number);
  if (length == 0 || *size > G_MAXINT32)
    return 0;
  at += length;
  *key = (gint64)number;
  return at + jal_btree_get_local (*size, TRUE) <= JAL_BTREE_USABLE ? at : 0;
}

/* Whether @page is a page of rows, its keys rising as they must; how far they reach. */
static gboolean
read_leaf (guint64 number, const guint8 *page, JalRescueLeaf *leaf)
{
  const guint8 *head = head_of (number, page);
  gsize list;
  guint n;

  if (head[0] != JAL_BTREE_TABLE_LEAF)
    return FALSE;
  list = list_cells (page, head, &n);
  leaf->page = number;
  for (guint i = 0; i < n; i++)
    {
      guint64 size;
      gint64 key;

      if (find_payload (page, list, i, &size, &key) == 0 || (i > 0 && key <= leaf->last))
        return FALSE;
      if (i == 0)
        leaf->first = key;
      leaf->last = key;
    }
  return n > 0;
}

/* Returns (transfer full): the numbers of the pages below the interior page @page. */
static GArray *
list_children (guint64 number, const guint8 *page)
{
  const guint8 *head = head_of (number, page);
  GArray *children = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 child;
  guint n;
  gsize list = list_cells (page, head, &n);

  for (guint i = 0; i < n; i++)
    {
      gsize at = jal_btree_get (page + list + 2 * i, 2);

      child = at + 4 <= JAL_BTREE_USABLE ? jal_btree_get (page + at, 4) : 0;
      g_array_append_val (children, child);
    }
  child = jal_btree_get (head + 8, 4);
  g_array_append_val (children, child);
  return children;
}

GByteArray *
jal_rescue_get_record (JalRescueMap *map, const guint8 *page, guint cell, gsize most)
{
  g_autofree guint8 *next = g_malloc (P);
  GByteArray *record;
  guint64 size, left, number;
  gint64 key;
  gsize at, local;
  guint n;
  gsize list = list_cells (page, page, &n);

  at = cell < n ? find_payload (page, list, cell, &size, &key) : 0;
  if (at == 0)
    return NULL;
  local = jal_btree_get_local (size, TRUE);
  record = g_byte_array_new ();
  g_byte_array_append (record, page + at, (guint)local);
  left = size - local;
  number = left > 0 && at + local + 4 <= P ? jal_btree_get (page + at + local, 4) : 0;
  while (left > 0 && record->len < most && jal_rescue_read (map, number, next))
    {
      guint here = (guint)MIN (left, JAL_BTREE_USABLE - 4);

      g_byte_array_append (record, next + 4, here);
      left -= here;
      number = jal_btree_get (next, 4);
    }
  return record;
}

static gsize
get_length (guint64 serial)
{
  static const guint8 lengths[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };

  return serial < G_N_ELEMENTS (lengths) ? lengths[serial] : (gsize)(serial - 12) / 2;
}

gboolean
jal_rescue_next_column (const GByteArray *record, JalRescueColumn *step)
{
  guint64 number;
  gsize length;

  if (step->header == 0)
    {
      length = jal_btree_get_varint (record->data, record->len, 0, &number);
      if (length == 0 || number > record->len)
        return FALSE;
      step->at = length;
      step->header = step->content = (gsize)number;
    }
  else
    step->content = MIN (step->content, record->len) + MIN (step->length, record->len + 1);
  if (step->at >= step->header)
    return FALSE;
  length = jal_btree_get_varint (record->data, step->header, step->at, &step->serial);
  if (length == 0)
    return FALSE;
  step->at += length;
  step->length = get_length (step->serial);
  step->cut = step->length > record->len || step->content > record->len - step->length;
  step->bytes = step->cut ? NULL : record->data + step->content;
  return TRUE;
}

/* --- The table of contents ----------------------------------------------------------------------------------- */

static char *
dup_text (const JalRescueColumn *column)
{
  return !column->cut && column->serial >= 13 && column->serial % 2 == 1
                 && g_utf8_validate ((const char *)column->bytes, (gssize)column->length, NULL)
             ? g_strndup ((const char *)column->bytes, column->length)
             : NULL;
}

static guint64
get_number (const JalRescueColumn *column)
{
  if (column->serial == 9)
    return 1;
  return !column->cut && column->serial <= 4 ? jal_btree_get (column->bytes, (guint)column->length) : 0;
}

/* Returns (transfer full) (nullable): what a row of the table of contents says; NULL when it is none. */
static JalRescueEntry *
read_entry (const GByteArray *record)
{
  static const char *const types[] = { "table", "index", "trigger", "view", NULL };
  JalRescueEntry *entry = g_new0 (JalRescueEntry, 1);
  JalRescueColumn step = { 0 };
  guint n = 0;

  for (; n < 6 && jal_rescue_next_column (record, &step); n++)
    switch (n)
      {
      case 0:
        entry->type = dup_text (&step);
        break;
      case 1:
        entry->name = dup_text (&step);
        break;
      case 2:
        entry->table = dup_text (&step);
        break;
      case 3:
        entry->root = get_number (&step);
        break;
      default:
        entry->sql = dup_text (&step);
      }
  if (n == 5 && entry->type != NULL && g_strv_contains (types, entry->type) && entry->name != NULL && entry->table != NULL)
    return entry;
  free_entry (entry);
  return NULL;
}

gboolean
jal_rescue_has_entry (JalRescueMap *map, const char *name)
{
  for (guint i = 0; i < map->entries->len; i++)
    if (strcmp (((JalRescueEntry *)map->entries->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Takes up every row of the page; FALSE when one of them is none of the table of contents. */
static gboolean
read_contents (JalRescueMap *map, const guint8 *page)
{
  guint n;

  list_cells (page, page, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) record = jal_rescue_get_record (map, page, i, 64 * 1024);
      JalRescueEntry *entry = record != NULL ? read_entry (record) : NULL;

      if (entry == NULL)
        return FALSE;
      if (jal_rescue_has_entry (map, entry->name))
        free_entry (entry);
      else
        g_ptr_array_add (map->entries, entry);
    }
  return n > 0;
}

/* --- Trees --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalRescueMap *map;
  JalRescueTree *tree;
  guint depth;
  guint bad_above; /* the least depth at which a page cannot be read; 0 none */
} Walk;

static void
walk_tree (Walk *walk, guint64 number)
{
  g_autofree guint8 *page = g_malloc (P);
  g_autoptr (GArray) children = NULL;
  JalRescueLeaf leaf;

  if (walk->depth >= DEEPEST || number == 0 || number > walk->map->n_pages || walk->map->reached[number - 1]
      || g_cancellable_is_cancelled (walk->map->store->cancellable))
    return;
  walk->map->reached[number - 1] = TRUE;
  walk->depth++;
  if (!jal_rescue_read (walk->map, number, page))
    {
      if (walk->bad_above == 0 || walk->depth < walk->bad_above)
        walk->bad_above = walk->depth;
    }
  else if (head_of (number, page)[0] == JAL_BTREE_TABLE_INTERIOR)
    {
      children = list_children (number, page);
      for (guint i = 0; i < children->len; i++)
        walk_tree (walk, g_array_index (children, guint64, i));
    }
  else
    {
      walk->tree->depth = walk->depth;
      if (read_leaf (number, page, &leaf))
        g_array_append_val (walk->tree->leaves, leaf);
    }
  walk->depth--;
}

static void
add_tree (JalRescueMap *map, JalRescueTree *tree)
{
  Walk walk = { .map = map, .tree = tree };

  walk_tree (&walk, tree->root);
  /* All leaves are equally deep: what cannot be read at their depth is one, and leads nowhere. */
  tree->torn = walk.bad_above > 0 && (tree->depth == 0 || walk.bad_above < tree->depth);
  g_ptr_array_add (map->trees, tree);
}

/* The table of contents from page 1 on. */
static void
walk_contents (JalRescueMap *map)
{
  g_autofree guint8 *page = g_malloc (P);
  JalRescueTree *tree = jal_rescue_tree_new (NULL, 1);
  Walk walk = { .map = map, .tree = tree };

  walk_tree (&walk, 1);
  map->contents_torn = walk.bad_above > 0;
  for (guint i = 0; i < tree->leaves->len; i++)
    {
      guint64 number = g_array_index (tree->leaves, JalRescueLeaf, i).page;

      /* A table of contents of one page lies behind SQLite's header; no vault has so few tables. */
      if (number == 1 || !jal_rescue_read (map, number, page) || !read_contents (map, page))
        map->contents_torn = TRUE;
    }
  free_tree (tree);
}

/* --- Rows that no tree leads to ------------------------------------------------------------------------------ */

/* Reads every page that no tree has led to. @interior and @leaves: of page numbers. */
static gboolean
scan (JalRescueMap *map, GArray *interior, GArray *leaves, GError **error)
{
  g_autofree guint8 *page = g_malloc (P);
  JalRescueLeaf leaf;

  for (guint64 n = 2; n <= map->n_pages; n++)
    {
      if (n % 4096 == 0 && g_cancellable_set_error_if_cancelled (map->store->cancellable, error))
        return FALSE;
      if (map->reached[n - 1] || !jal_rescue_read (map, n, page))
        continue;
      if (page[0] == JAL_BTREE_TABLE_INTERIOR)
        g_array_append_val (interior, n);
      else if (read_leaf (n, page, &leaf))
        {
          /* Without page 1 nothing else says where the table of contents is. */
          if (map->contents_torn && read_contents (map, page))
            map->reached[n - 1] = TRUE;
          else
            g_array_append_val (leaves, n);
        }
    }
  return TRUE;
}

/* Of the pages that no tree has led to, those that no other of them leads to. */
static void
find_orphans (JalRescueMap *map, GArray *interior, GArray *leaves)
{
  g_autoptr (GHashTable) below = g_hash_table_new (NULL, NULL);
  g_autofree guint8 *page = g_malloc (P);
  GArray *lists[] = { interior, leaves };

  for (guint i = 0; i < interior->len; i++)
    {
      guint64 number = g_array_index (interior, guint64, i);
      g_autoptr (GArray) children = jal_rescue_read (map, number, page) ? list_children (number, page) : NULL;

      for (guint k = 0; children != NULL && k < children->len; k++)
        g_hash_table_add (below, GUINT_TO_POINTER ((guint)g_array_index (children, guint64, k)));
    }
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    for (guint i = 0; i < lists[k]->len; i++)
      {
        guint64 number = g_array_index (lists[k], guint64, i);
        JalRescueTree *tree;
        Walk walk = { .map = map };

        if (g_hash_table_contains (below, GUINT_TO_POINTER ((guint)number)))
          continue;
        walk.tree = tree = jal_rescue_tree_new (NULL, number);
        walk_tree (&walk, number);
        if (tree->leaves->len > 0)
          g_ptr_array_add (map->orphans, tree);
        else
          free_tree (tree);
      }
}

static gboolean
is_ordinary (const JalRescueEntry *entry)
{
  return strcmp (entry->type, "table") == 0 && entry->root > 0;
}

static gboolean
has_tree (JalRescueMap *map, guint64 root)
{
  for (guint i = 0; i < map->trees->len; i++)
    if (((JalRescueTree *)map->trees->pdata[i])->root == root)
      return TRUE;
  return FALSE;
}

static gboolean
walk_entries (JalRescueMap *map)
{
  gboolean torn = FALSE;

  for (guint i = 0; i < map->entries->len; i++)
    {
      const JalRescueEntry *entry = map->entries->pdata[i];

      if (is_ordinary (entry) && !has_tree (map, entry->root))
        add_tree (map, jal_rescue_tree_new (entry->name, entry->root));
    }
  for (guint i = 0; i < map->trees->len; i++)
    torn = torn || ((JalRescueTree *)map->trees->pdata[i])->torn;
  return torn;
}

static void
mark_free (JalRescueMap *map)
{
  g_autoptr (GHashTable) free = jal_vault_list_free_pages (map->store->vault);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, free);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (GPOINTER_TO_UINT (key) > 0 && GPOINTER_TO_UINT (key) <= map->n_pages)
      map->reached[GPOINTER_TO_UINT (key) - 1] = TRUE;
}

JalRescueMap *
jal_rescue_map_new (JalStore *store, GError **error)
{
  g_autoptr (GArray) interior = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (guint64));
  JalRescueMap *map = g_new0 (JalRescueMap, 1);
  JalVaultInfo info;
  gboolean torn;

  map->store = store;
  map->trees = g_ptr_array_new_with_free_func (free_tree);
  map->orphans = g_ptr_array_new_with_free_func (free_tree);
  map->entries = g_ptr_array_new_with_free_func (free_entry);
  jal_vault_get_info (store->vault, &info);
  map->n_pages = info.page_count;
  map->reached = g_malloc0 (map->n_pages);
  mark_free (map);
  walk_contents (map);
  torn = walk_entries (map) || map->contents_torn;
  if (torn && !scan (map, interior, leaves, error))
    {
      jal_rescue_map_free (map);
      return NULL;
    }
  if (map->contents_torn)
    walk_entries (map);
  find_orphans (map, interior, leaves);
  if (!g_cancellable_set_error_if_cancelled (store->cancellable, error))
    return map;
  jal_rescue_map_free (map);
  return NULL;
}
