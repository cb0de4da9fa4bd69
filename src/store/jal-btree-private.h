/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's pages as numbers (its file format, 1.6: https://www.sqlite.org/fileformat2.html), for whoever reads a damaged vault past
   SQLite. No number of a page is believed before it was compared with the page's own length. */
#pragma once

#include <glib.h>

#include "vault/jal-vault.h"

#define JAL_BTREE_PAGE JAL_VAULT_PAGE_BYTES
/* What the vault keeps of each page for itself. */
#define JAL_BTREE_RESERVED 40
#define JAL_BTREE_USABLE (JAL_BTREE_PAGE - JAL_BTREE_RESERVED)

enum
{
  JAL_BTREE_INDEX_INTERIOR = 2,
  JAL_BTREE_TABLE_INTERIOR = 5,
  JAL_BTREE_INDEX_LEAF = 10,
  JAL_BTREE_TABLE_LEAF = 13,
};

/* The big-endian number of @bytes bytes at @at. */
static inline guint32
jal_btree_get (const guint8 *at, guint bytes)
{
  guint32 value = 0;

  for (guint i = 0; i < bytes; i++)
    value = value << 8 | at[i];
  return value;
}

static inline void
jal_btree_put (guint8 *at, guint bytes, guint32 value)
{
  for (guint i = bytes; i > 0; i--, value >>= 8)
    at[i - 1] = (guint8)value;
}

/* Reads SQLite's variable-length number at @at of @length @bytes; returns its length, 0 when it runs off the end. */
static inline gsize
jal_btree_get_varint (const guint8 *bytes, gsize length, gsize at, guint64 *value)
{
  *value = 0;
  for (gsize i = 0; i < 9 && at + i < length; i++)
    {
      if (i == 8)
        *value = *value << 8 | bytes[at + i];
      else
        *value = *value << 7 | (bytes[at + i] & 0x7f);
      if (i == 8 || bytes[at + i] < 0x80)
        return i + 1;
    }
  return 0;
}

/* How many bytes of a payload of @size lie in the cell itself. */
static inline guint64
jal_btree_get_local (guint64 size, gboolean is_table)
{
  guint64 most = is_table ? JAL_BTREE_USABLE - 35 : (JAL_BTREE_USABLE - 12) * 64 / 255 - 23;
  guint64 least = (JAL_BTREE_USABLE - 12) * 32 / 255 - 23;
  guint64 local;

  if (size <= most)
    return size;
  local = least + (size - least) % (JAL_BTREE_USABLE - 4);
  return local > most ? least : local;
}
