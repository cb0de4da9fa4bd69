/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small rules about text that every room shares. */
#include "base/jal-text.h"

#include <string.h>

/* Characters beside each other that nobody can read. */
#define UNREADABLE_MIN 3
/* Letters that are looked at together, and how many of them in a hundred must be common ones. */
#define SCRAMBLED_LETTERS 150
#define SCRAMBLED_PERCENT 45

char *
jal_text_fold (const char *text)
{
  g_autofree char *decomposed = NULL;
  g_autofree char *folded = NULL;
  GString *out;
  gboolean space = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  folded = g_utf8_casefold (text, -1);
  decomposed = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  out = g_string_new (NULL);
  for (const char *p = decomposed != NULL ? decomposed : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          space = out->len > 0;
          continue;
        }
      if (g_unichar_ismark (c) || c == 0x00ad)
        continue;
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
jal_text_one_line (const char *text, gsize max_chars)
{
  g_autofree char *valid = NULL;
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  out = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
  g_strstrip (out->str);
  out->len = strlen (out->str);
  if (max_chars > 0 && (gsize)g_utf8_strlen (out->str, -1) > max_chars)
    {
      g_string_truncate (out, (gsize)(g_utf8_offset_to_pointer (out->str, (glong)max_chars - 1) - out->str));
      g_string_append (out, "…");
    }
  return g_string_free (out, FALSE);
}

gboolean
jal_text_is_label (const char *text, gsize max_bytes)
{
  if (text == NULL || strlen (text) > max_bytes || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

gboolean
jal_text_turns_direction (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

gboolean
jal_text_is_name (const char *text, gsize max_bytes)
{
  if (!jal_text_is_label (text, max_bytes))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || jal_text_turns_direction (c))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_text_has_words (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

/* Whether the letter, without what stands above or below it, is one of those of which Latin writing mostly consists. */
static gboolean
is_common (gunichar letter)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  g_unichar_fully_decompose (g_unichar_tolower (letter), TRUE, parts, G_N_ELEMENTS (parts));
  return parts[0] < 128 && strchr ("aeiounrtsl", (int)parts[0]) != NULL;
}

/* Whether Latin letters stand in for others: of real ones, six or seven in ten are of ten kinds, in English, Kiswahili, French or German
   (measured: 0.6 to 0.78; letters of a font that are counted on from another place, or taken at random: 0.2 to 0.45). */
static gboolean
is_scrambled (const char *text)
{
  guint n = 0, common = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isalpha (letter) && g_unichar_get_script (letter) == G_UNICODE_SCRIPT_LATIN)
        {
          n++;
          common += is_common (letter) ? 1 : 0;
        }
      if (n < SCRAMBLED_LETTERS || (letter != '\n' && n < 2 * SCRAMBLED_LETTERS))
        continue;
      if (100 * common < SCRAMBLED_PERCENT * n)
        return TRUE;
      n = common = 0;
    }
  return n >= SCRAMBLED_LETTERS && 100 * common < SCRAMBLED_PERCENT * n;
}

gboolean
jal_text_has_unreadable (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0' && n < UNREADABLE_MIN; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);
      GUnicodeType type = g_unichar_type (letter);
      gboolean readable = letter != 0xfffd && type != G_UNICODE_PRIVATE_USE && (type != G_UNICODE_CONTROL || g_unichar_isspace (letter));

      n = readable ? 0 : n + 1;
    }
  return n >= UNREADABLE_MIN || is_scrambled (text);
}

gboolean
jal_text_has_unsaid (const char *text)
{
  return strstr (text, JAL_TEXT_UNSAID) != NULL;
}

char *
jal_text_pages (const GArray *numbers)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < numbers->len;)
    {
      guint first = g_array_index (numbers, guint, i), last = first;

      while (++i < numbers->len && g_array_index (numbers, guint, i) <= last + 1)
        last = g_array_index (numbers, guint, i);
      g_string_append_printf (out, "%s%u", out->len > 0 ? ", " : "", first + 1);
      if (last > first)
        g_string_append_printf (out, "–%u", last + 1);
    }
  return g_string_free (out, FALSE);
}
