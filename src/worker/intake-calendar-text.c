/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of a calendar file before it is read.
 *
 * 1. Lines are put together where they were folded, byte by byte: some programs fold within a letter.
 * 2. Only what is read stays: an attached photograph is one line of millions of letters, and libical's time grows with
 * the square of it. What is no property at all stays too, so that a broken file is seen to be broken.
 * 3. Letters are UTF-8; a file in UTF-16 says so by its first bytes, and a line that is neither is taken as
 * Windows-1252.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/intake-calendar-private.h"

/* A title is cut to 120 letters later on. */
#define TITLE_BYTES 2048

static const char *const read_names[] = {
  "BEGIN",   "END",   "METHOD", "TZID",   "TZOFFSETFROM", "TZOFFSETTO", "UID",    "SEQUENCE", "SUMMARY",       "STATUS",
  "DTSTART", "DTEND", "RRULE",  "EXRULE", "DURATION",     "RDATE",      "TRANSP", "EXDATE",   "RECURRENCE-ID",
};

/* Rule 2. */
static gboolean
is_read (const char *line, gsize length)
{
  gsize name = 0;

  while (name < length && (g_ascii_isalnum (line[name]) || line[name] == '-'))
    name++;
  if (name == 0 || name == length || (line[name] != ':' && line[name] != ';'))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (read_names); i++)
    if (strlen (read_names[i]) == name && g_ascii_strncasecmp (line, read_names[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Rule 3: the letters that Windows-1252 has where Latin-1 has none; 0 where it has none either. */
static char *
from_windows (const char *text)
{
  static const gunichar letters[32]
      = { 0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
          0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
          0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178 };
  GString *out = g_string_sized_new (strlen (text) + 64);

  for (const guchar *p = (const guchar *)text; *p != '\0'; p++)
    {
      gunichar letter = *p >= 0x80 && *p < 0xa0 ? letters[*p - 0x80] : *p;

      g_string_append_unichar (out, letter != 0 ? letter : 0xfffd);
    }
  return g_string_free (out, FALSE);
}

static void
end_line (GString *text, gsize start)
{
  gsize length = text->len - start;

  if (!is_read (text->str + start, length))
    {
      g_string_truncate (text, start);
      return;
    }
  if (length > TITLE_BYTES && g_ascii_strncasecmp (text->str + start, "SUMMARY", 7) == 0)
    {
      length = TITLE_BYTES;
      while (((guchar)text->str[start + length] & 0xc0) == 0x80 && length > TITLE_BYTES - 4)
        length--;
      g_string_truncate (text, start + length);
    }
  if (!g_utf8_validate (text->str + start, (gssize)length, NULL))
    {
      g_autofree char *letters = from_windows (text->str + start);

      g_string_truncate (text, start);
      g_string_append (text, letters);
    }
  g_string_append (text, "\r\n");
}

/* Rule 1. Returns (transfer full). */
static GString *
unfold (const char *bytes, gsize length)
{
  GString *text = g_string_sized_new (length + 2);
  gsize start = 0, i = 0;

  while (i < length)
    {
      gsize end = i;

      while (end < length && bytes[end] != '\r' && bytes[end] != '\n')
        end++;
      g_string_append_len (text, bytes + i, (gssize)(end - i));
      i = end + (end + 1 < length && bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1);
      if (i < length && (bytes[i] == ' ' || bytes[i] == '\t'))
        {
          i++;
          continue;
        }
      end_line (text, start);
      start = text->len;
    }
  return text;
}

/* Returns (transfer full) (nullable). @little: the low byte comes first. */
static char *
from_utf16 (const guint8 *bytes, gsize length, gboolean little)
{
  g_autofree gunichar2 *units = g_new (gunichar2, length / 2 + 1);

  for (gsize i = 0; i < length / 2; i++)
    units[i] = (gunichar2)(little ? bytes[2 * i] | bytes[2 * i + 1] << 8 : bytes[2 * i] << 8 | bytes[2 * i + 1]);
  return g_utf16_to_utf8 (units, (glong)(length / 2), NULL, NULL, NULL);
}

char *
jal_intake_text_prepare (const char *bytes, gsize length)
{
  g_autofree char *decoded = NULL;

  if (length >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0))
    {
      decoded = from_utf16 ((const guint8 *)bytes + 2, length - 2, bytes[0] == '\xff');
      if (decoded == NULL)
        return NULL;
      bytes = decoded;
      length = strlen (decoded);
    }
  else if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  if (memchr (bytes, 0, length) != NULL)
    return NULL;
  return g_string_free (unfold (bytes, length), FALSE);
}
