/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters that stand alone on their lines, put together: what else stands between them is another column of the page. */
#include "base/jal-phrase.h"

/* Returns the only letter of the line, or 0; @at: which character of the line it is; @n: how many it has. */
static gunichar
get_only_letter (const char *line, const char *end, guint *at, guint *n)
{
  gunichar only = 0;
  guint n_letters = 0;

  *n = 0;
  for (const char *c = line; c < end; c = g_utf8_next_char (c), (*n)++)
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isspace (letter) || g_unichar_ismark (letter))
        continue;
      /* One sign beside it makes it something else: "a)", "1.". */
      if (n_letters++ > 0 || !g_unichar_isalnum (letter))
        only = 0;
      else
        {
          only = letter;
          *at = *n;
        }
    }
  return n_letters == 1 ? only : 0;
}

static gboolean
is_empty (const char *line, const char *end)
{
  for (const char *c = line; c < end; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

char *
jal_phrase_dup_stacked (const char *text, GArray *places)
{
  GString *out = g_string_new (NULL);
  const guint none = G_MAXUINT;
  guint index = 0;

  for (const char *line = text; *line != '\0';)
    {
      const char *end = line;
      guint at = 0, n;
      gunichar letter;

      while (*end != '\0' && *end != '\n')
        end++;
      letter = get_only_letter (line, end, &at, &n);
      if (letter != 0)
        {
          guint place = index + at;

          g_string_append_unichar (out, letter);
          g_array_append_val (places, place);
        }
      else if (out->len > 0 && out->str[out->len - 1] != ' ' && !is_empty (line, end))
        {
          g_string_append_c (out, ' ');
          g_array_append_val (places, none);
        }
      index += n + 1;
      line = *end != '\0' ? end + 1 : end;
    }
  return g_string_free (out, FALSE);
}
