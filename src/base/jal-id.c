/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers: 48 bits of milliseconds, 80 random bits. Purely random keys would touch fifteen times the pages. */
#include "base/jal-id.h"

#include <string.h>
#include <sys/random.h>

#include "base/jal-clock.h"

static void
fill_random (guint8 *to, gsize length)
{
  while (length > 0)
    {
      ssize_t got = getrandom (to, length, 0);
      if (got > 0)
        {
          to += got;
          length -= (gsize)got;
        }
    }
}

JalId
jal_id_new (void)
{
  JalId id;
  guint64 ms = (guint64)(jal_clock_now () / 1000);

  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8)(ms >> (8 * (5 - i)));
  fill_random (id.bytes + 6, 10);
  return id;
}

gboolean
jal_id_is_none (JalId id)
{
  return jal_id_equal (id, JAL_ID_NONE);
}

gboolean
jal_id_equal (JalId a, JalId b)
{
  return memcmp (a.bytes, b.bytes, sizeof a.bytes) == 0;
}

int
jal_id_compare (JalId a, JalId b)
{
  return memcmp (a.bytes, b.bytes, sizeof a.bytes);
}

char *
jal_id_to_hex (JalId id, char hex[JAL_ID_HEX_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";

  for (int i = 0; i < 16; i++)
    {
      hex[2 * i] = digits[id.bytes[i] >> 4];
      hex[2 * i + 1] = digits[id.bytes[i] & 15];
    }
  hex[JAL_ID_HEX_LENGTH] = '\0';
  return hex;
}

char *
jal_id_dup_hex (JalId id)
{
  return jal_id_to_hex (id, g_malloc (JAL_ID_HEX_LENGTH + 1));
}

gboolean
jal_id_parse (const char *hex, JalId *id)
{
  JalId parsed;

  if (hex == NULL || strlen (hex) != JAL_ID_HEX_LENGTH)
    return FALSE;
  for (int i = 0; i < 16; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      parsed.bytes[i] = (guint8)(high << 4 | low);
    }
  *id = parsed;
  return TRUE;
}

guint
jal_id_hash (gconstpointer id)
{
  guint hash;

  memcpy (&hash, ((const JalId *)id)->bytes + 8, sizeof hash);
  return hash;
}

gboolean
jal_id_equal_pointers (gconstpointer a, gconstpointer b)
{
  return jal_id_equal (*(const JalId *)a, *(const JalId *)b);
}
