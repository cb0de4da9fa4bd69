/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an embedded TrueType font says itself of its shapes.
 *
 * Its table of characters ("cmap", formats 0, 4, 6 and 12; OpenType, "cmap") and its list of names ("post", format 2) name letters for shapes.
 * Subsets often lack both, and say nothing then. Which shapes draw nothing stands in "loca". The bytes are anybody's: every offset is checked.
 */
#include "worker/reader-told-private.h"

#include <string.h>

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Bytes;

static guint32
get (const Bytes *bytes, gsize at, guint n)
{
  guint32 value = 0;

  if (at > bytes->length || n > bytes->length - at)
    return 0;
  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes->bytes[at + i];
  return value;
}

/* The table of that name; empty when there is none. */
static Bytes
find_table (const Bytes *font, const char *name)
{
  guint n = get (font, 4, 2);

  for (guint i = 0; i < MIN (n, 64); i++)
    {
      gsize at = 12 + 16 * (gsize)i, offset = get (font, at + 8, 4), length = get (font, at + 12, 4);

      if (at + 16 <= font->length && memcmp (font->bytes + at, name, 4) == 0 && offset < font->length)
        return (Bytes){ font->bytes + offset, MIN (length, font->length - offset) };
    }
  return (Bytes){ NULL, 0 };
}

static void
note (guint32 *shapes, gsize n_shapes, guint32 shape, guint letter)
{
  if (shape > 0 && shape < n_shapes && letter < 128 && g_ascii_isalpha ((char)letter))
    shapes[shape] |= 1u << (g_ascii_tolower ((char)letter) - 'a');
}

/* Which shape a part of the table has for @c; 0: none. */
static guint32
look_up (const Bytes *cmap, gsize at, guint c)
{
  guint format = get (cmap, at, 2);

  if (format == 0)
    return get (cmap, at + 6 + c, 1);
  if (format == 6)
    {
      guint first = get (cmap, at + 6, 2);

      return c >= first && c - first < get (cmap, at + 8, 2) ? get (cmap, at + 10 + 2 * (gsize)(c - first), 2) : 0;
    }
  if (format == 4)
    {
      gsize n = get (cmap, at + 6, 2) / 2, starts = at + 16 + 2 * n;

      for (gsize i = 0; i < n; i++)
        if (c <= get (cmap, at + 14 + 2 * i, 2))
          {
            guint start = get (cmap, starts + 2 * i, 2), delta = get (cmap, starts + 2 * (n + i), 2);
            gsize place = starts + 2 * (2 * n + i);
            guint range = get (cmap, place, 2), shape;

            if (c < start)
              return 0;
            if (range == 0)
              return (c + delta) & 0xffff;
            shape = get (cmap, place + range + 2 * (gsize)(c - start), 2);
            return shape != 0 ? (shape + delta) & 0xffff : 0;
          }
    }
  if (format == 12)
    {
      guint32 n = get (cmap, at + 12, 4);

      for (guint32 i = 0; i < MIN (n, 10000); i++)
        {
          gsize group = at + 16 + 12 * (gsize)i;
          guint32 first = get (cmap, group, 4);

          if (c >= first && c <= get (cmap, group + 4, 4))
            return get (cmap, group + 8, 4) + (c - first);
        }
    }
  return 0;
}

/* Tables for Unicode, and the old one of single bytes; symbols (3, 0) are numbered as their maker likes. */
static void
read_cmap (const Bytes *cmap, guint32 *shapes, gsize n_shapes)
{
  guint n = get (cmap, 2, 2);

  for (guint i = 0; i < MIN (n, 16); i++)
    {
      gsize entry = 4 + 8 * (gsize)i;
      guint platform = get (cmap, entry, 2), encoding = get (cmap, entry + 2, 2);
      gsize at = get (cmap, entry + 4, 4);

      if (platform != 0 && !(platform == 3 && (encoding == 1 || encoding == 10)))
        continue;
      for (guint c = 'A'; c <= 'z'; c++)
        if (g_ascii_isalpha ((char)c))
          note (shapes, n_shapes, look_up (cmap, at, c), c);
    }
}

/* Format 2: an index a shape, beyond 257 into strings with their length before them; below, 36 to 61 are A to Z and 68 to 93 a to z. */
static void
read_post (const Bytes *post, guint32 *shapes, gsize n_shapes)
{
  guint n = get (post, 0, 4) == 0x00020000 ? get (post, 32, 2) : 0;
  g_autoptr (GArray) strings = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize at = 34 + 2 * (gsize)n; n > 0 && at < post->length; at += 1 + get (post, at, 1))
    g_array_append_val (strings, at);
  for (guint shape = 0; shape < n; shape++)
    {
      guint index = get (post, 34 + 2 * (gsize)shape, 2);

      if (index >= 36 && index <= 61)
        note (shapes, n_shapes, shape, 'A' + index - 36);
      else if (index >= 68 && index <= 93)
        note (shapes, n_shapes, shape, 'a' + index - 68);
      else if (index >= 258 && index - 258 < strings->len && get (post, g_array_index (strings, gsize, index - 258), 1) == 1)
        note (shapes, n_shapes, shape, get (post, g_array_index (strings, gsize, index - 258) + 1, 1));
    }
}

void
jal_reader_told_read_shapes (const guint8 *font, gsize length, guint32 *shapes, gsize n_shapes)
{
  const Bytes bytes = { font, length };
  const Bytes cmap = find_table (&bytes, "cmap"), post = find_table (&bytes, "post");

  read_cmap (&cmap, shapes, n_shapes);
  read_post (&post, shapes, n_shapes);
}

gboolean
jal_reader_told_has_outlines (const guint8 *font, gsize length)
{
  const Bytes bytes = { font, length };

  return find_table (&bytes, "glyf").length > 0 && find_table (&bytes, "loca").length > 0 && find_table (&bytes, "head").length >= 54;
}

/* Where each shape begins: two bytes each, and half of it, or four. What is not there draws nothing. */
gboolean
jal_reader_told_draws (const guint8 *font, gsize length, guint shape)
{
  const Bytes bytes = { font, length };
  const Bytes head = find_table (&bytes, "head"), loca = find_table (&bytes, "loca");
  guint size = get (&head, 50, 2) != 0 ? 4 : 2;

  return ((gsize)shape + 2) * size <= loca.length && get (&loca, (gsize)shape * size, size) != get (&loca, ((gsize)shape + 1) * size, size);
}
