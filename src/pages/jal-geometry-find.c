/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding words on a page. Page and words are brought to the same plain form, a token a letter, each remembering the
   character it came from; a ligature gives two tokens, an accent none. */
#include "pages/jal-geometry.h"

#include <string.h>

#define HITS_MAX 10000
/* A hyphen before a line's end: may be the letter or nothing at all. */
#define BROKEN_WORD 0x110001u

typedef struct
{
  gunichar letter;
  guint index; /* of the character */
} Token;

static gunichar
plain_mark (gunichar c)
{
  switch (c)
    {
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x02bc:
    case 0x0060:
    case 0x00b4:
      return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x00ab:
    case 0x00bb:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return '-';
    default:
      return c;
    }
}

static void
add_token (GArray *tokens, gunichar letter, guint index)
{
  Token token = { letter, index };

  if (letter == ' ' && (tokens->len == 0 || g_array_index (tokens, Token, tokens->len - 1).letter == ' '
                        || g_array_index (tokens, Token, tokens->len - 1).letter == BROKEN_WORD))
    return;
  g_array_append_val (tokens, token);
}

static void
add_plain (GArray *tokens, gunichar c, guint index)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (c == 0x00ad) /* a soft hyphen is no letter */
    return;
  if (g_unichar_isspace (c))
    {
      add_token (tokens, ' ', index);
      return;
    }
  n = g_unichar_fully_decompose (plain_mark (c), TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    if (!g_unichar_ismark (parts[i]))
      add_token (tokens, g_unichar_tolower (parts[i]), index);
}

/* Returns the tokens of @text; a white space at its end is left out. */
static GArray *
tokenize (const char *text, gsize n_bytes)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  const char *end = text + n_bytes;
  guint index = 0;

  for (const char *c = text; c < end; c = g_utf8_next_char (c), index++)
    {
      gunichar letter = g_utf8_get_char (c);
      const char *next = g_utf8_next_char (c);
      gboolean ends_line = next < end && *next == '\n';

      if (ends_line && tokens->len > 0 && (plain_mark (letter) == '-' || letter == 0x00ad)
          && g_unichar_isalpha (g_array_index (tokens, Token, tokens->len - 1).letter))
        add_token (tokens, BROKEN_WORD, index);
      else
        add_plain (tokens, letter, index);
    }
  if (tokens->len > 0 && g_array_index (tokens, Token, tokens->len - 1).letter == ' ')
    g_array_set_size (tokens, tokens->len - 1);
  return tokens;
}

/* Returns the number of tokens from @at on that are @words, or 0. */
static guint
match (const GArray *page, guint at, const GArray *words)
{
  guint p = at, w = 0;

  while (w < words->len)
    {
      gunichar letter, wanted = g_array_index (words, Token, w).letter;

      if (p >= page->len)
        return 0;
      letter = g_array_index (page, Token, p).letter;
      if (letter == BROKEN_WORD && p > at)
        {
          w += wanted == '-' ? 1 : 0;
          p++;
          continue;
        }
      if (letter != wanted)
        return 0;
      p++;
      w++;
    }
  return p - at;
}

static void
add_hit (GArray *hits, const JalPageInfo *info, const JalPageText *text, guint first, guint last)
{
  JalHit hit = { first, last - first + 1, NULL, NULL };

  hit.text = jal_geometry_get_text (text, hit.first, hit.n);
  hit.quads = jal_geometry_get_quads (info, text, hit.first, hit.n);
  g_array_append_val (hits, hit);
}

GArray *
jal_geometry_find (const JalPageInfo *info, const JalPageText *text, const char *words)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (JalHit));
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autoptr (GArray) wanted = tokenize (valid, strlen (valid));
  g_autoptr (GArray) page = tokenize (text->text, text->n_bytes);

  g_array_set_clear_func (hits, (GDestroyNotify)jal_hit_clear);
  for (guint at = 0; wanted->len > 0 && at < page->len && hits->len < HITS_MAX;)
    {
      guint n = match (page, at, wanted);

      if (n > 0)
        add_hit (hits, info, text, g_array_index (page, Token, at).index, g_array_index (page, Token, at + n - 1).index);
      at += MAX (n, 1);
    }
  return hits;
}
