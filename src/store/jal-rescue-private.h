/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a damaged vault's pages themselves say about its tables: for jal_store_open_damaged(). */
#pragma once

#include "store/jal-store-private.h"

G_BEGIN_DECLS

/* A page of rows. */
typedef struct
{
  guint64 page;
  gint64 first, last; /* keys of its rows */
} JalRescueLeaf;

/**
 * JalRescueTree:
 *
 * The tree of one table, as far as it can be reached from its root; or rows that no tree leads to.
 */
typedef struct
{
  char *name;     /* owned: of the table; NULL of a tree that nothing names */
  guint64 root;   /* 0 not known */
  GArray *leaves; /* of JalRescueLeaf, in the order of the tree */
  guint depth;    /* of the leaves; 0 none was reached (a root that is a leaf has depth 1) */
  gboolean torn;  /* a page above the leaves cannot be read, or its root is not known */
} JalRescueTree;

/* One row of the table of contents. */
typedef struct
{
  char *type;
  char *name;
  char *table;
  char *sql; /* nullable */
  guint64 root;
} JalRescueEntry;

typedef struct
{
  JalStore *store;
  guint64 n_pages;
  guint8 *reached; /* of each page, from 0: it is in a tree, or free */
  GPtrArray *trees;   /* of JalRescueTree: the tables that are known */
  GPtrArray *orphans; /* of JalRescueTree */
  GPtrArray *entries; /* of JalRescueEntry */
  gboolean contents_torn; /* the table of contents is not whole */
} JalRescueMap;

/* Reads the table of contents and walks the tree of every table; when one is torn, reads every page of the file for rows that
   no tree leads to. On the store's thread. Returns (transfer full) (nullable): the map; NULL when it was cancelled. */
JalRescueMap *jal_rescue_map_new (JalStore *store, GError **error);
void jal_rescue_map_free (JalRescueMap *map);
/* Whether the table of contents has an entry of this name. */
gboolean jal_rescue_has_entry (JalRescueMap *map, const char *name);
JalRescueTree *jal_rescue_tree_new (const char *name, guint64 root);

/* Reads page @number; FALSE unless it is whole. */
gboolean jal_rescue_read (JalRescueMap *map, guint64 number, guint8 *page);
/* Returns (transfer full) (nullable): the record of cell @cell of the leaf @page, as far as it can be read, and no more than about
   @most bytes of it. */
GByteArray *jal_rescue_get_record (JalRescueMap *map, const guint8 *page, guint cell, gsize most);
/* Steps through the columns of @record: the serial type and the content; FALSE after the last, and when the list of columns breaks
   off. @step begins as zeros. */
typedef struct
{
  gsize at, content, header;
  guint64 serial;
  const guint8 *bytes; /* the content, as many as @length; NULL when it is cut */
  gsize length;
  gboolean cut; /* the end of the content was not read */
} JalRescueColumn;
gboolean jal_rescue_next_column (const GByteArray *record, JalRescueColumn *step);

/* Makes the vault readable to SQLite again, so far as its pages allow: pages that cannot be read and that only lead to others are
   replaced, in memory, by ones made anew. On the store's thread. FALSE only when it was cancelled. */
gboolean jal_rescue_splint (JalStore *store, GError **error);

G_END_DECLS
