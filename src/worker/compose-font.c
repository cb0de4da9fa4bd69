/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A font that draws nothing. Tables: OpenType 1.8, chapters head, hhea, hmtx, maxp, loca, glyf, cmap, post. */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-font.h"

#include <string.h>

#define EM 1000
#define ADVANCE 500
#define N_GLYPHS 2

static void
put16 (GByteArray *to, guint value)
{
  const guint8 bytes[2] = { (guint8)(value >> 8), (guint8)value };

  g_byte_array_append (to, bytes, 2);
}

static void
put32 (GByteArray *to, guint32 value)
{
  put16 (to, value >> 16);
  put16 (to, value & 0xffff);
}

static void
put_all16 (GByteArray *to, const guint16 *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    put16 (to, values[i]);
}

#define PUT16(to, ...)                                                                                                 \
  do                                                                                                                   \
    {                                                                                                                  \
      static const guint16 values[] = { __VA_ARGS__ };                                                                 \
      put_all16 (to, values, G_N_ELEMENTS (values));                                                                   \
    }                                                                                                                  \
  while (0)

static void
make_table (const char *tag, GByteArray *to)
{
  if (strcmp (tag, "cmap") == 0)
    /* version, tables; platform 3, encoding 1, offset 12; format 4 of 24 bytes that maps nothing */
    PUT16 (to, 0, 1, 3, 1, 0, 12, 4, 24, 0, 2, 2, 0, 0, 0xffff, 0, 0xffff, 1, 0);
  else if (strcmp (tag, "glyf") == 0)
    PUT16 (to, 0);
  else if (strcmp (tag, "head") == 0)
    {
      put32 (to, 0x00010000);
      put32 (to, 0x00010000);
      put32 (to, 0); /* checksum of the whole, filled in later */
      put32 (to, 0x5f0f3cf5);
      /* flags, units an em, two dates, a box, style, smallest size, direction, short loca, format */
      PUT16 (to, 3, EM, 0, 0, 0, 0, 0, 0, 0, 0, 0, (guint16)-200, ADVANCE, 800, 0, 8, 2, 0, 0);
    }
  else if (strcmp (tag, "hhea") == 0)
    {
      put32 (to, 0x00010000);
      PUT16 (to, 800, (guint16)-200, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, N_GLYPHS);
    }
  else if (strcmp (tag, "hmtx") == 0)
    PUT16 (to, ADVANCE, 0, ADVANCE, 0);
  else if (strcmp (tag, "loca") == 0)
    PUT16 (to, 0, 0, 0);
  else if (strcmp (tag, "maxp") == 0)
    {
      put32 (to, 0x00010000);
      PUT16 (to, N_GLYPHS, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  else if (strcmp (tag, "post") == 0)
    {
      put32 (to, 0x00030000);
      PUT16 (to, 0, 0, (guint16)-100, 50, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

static guint32
checksum (const guint8 *bytes, gsize length)
{
  guint32 sum = 0;

  for (gsize i = 0; i < length; i += 4)
    for (gsize k = 0; k < 4; k++)
      sum += i + k < length ? (guint32)bytes[i + k] << (24 - 8 * k) : 0;
  return sum;
}

GByteArray *
jal_compose_font_without_glyphs (void)
{
  static const char *const tags[] = { "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post" };
  const guint n = G_N_ELEMENTS (tags);
  GByteArray *font = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gsize start = 12 + 16 * n, head = 0;
  guint32 adjust;

  put32 (font, 0x00010000);
  PUT16 (font, G_N_ELEMENTS (tags), 128, 3, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) table = g_byte_array_new ();

      make_table (tags[i], table);
      if (strcmp (tags[i], "head") == 0)
        head = start + body->len;
      g_byte_array_append (font, (const guint8 *)tags[i], 4);
      put32 (font, checksum (table->data, table->len));
      put32 (font, (guint32)(start + body->len));
      put32 (font, table->len);
      while (table->len % 4 != 0)
        g_byte_array_append (table, (const guint8 *)"", 1);
      g_byte_array_append (body, table->data, table->len);
    }
  g_byte_array_append (font, body->data, body->len);
  adjust = 0xb1b0afbau - checksum (font->data, font->len);
  for (guint k = 0; k < 4; k++)
    font->data[head + 8 + k] = (guint8)(adjust >> (24 - 8 * k));
  return font;
}
