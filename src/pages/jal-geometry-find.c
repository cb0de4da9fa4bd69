/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding words on a page, or in what is known of its text. Page and words are brought to the same plain form, a token a letter, each remembering the
   character it came from; a ligature gives two tokens, an accent none. */
#include "pages/jal-geometry.h"

#include <string.h>

#define HITS_MAX 10000
/* A hyphen before a line's end: may be the letter or nothing at all. */
#define BROKEN_WORD 0x110001u

/* Characters that are shown on either side of what was found, at most: a word is not cut. */
#define AROUND 28

typedef struct
{
  gunichar letter;
  guint index;  /* of the character */
  guint offset; /* of its first byte */
} Token;

/* Where one is in the text. */
typedef struct
{
  guint index;
  guint offset;
} Spot;

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
add_token (GArray *tokens, gunichar letter, Spot at)
{
  Token token = { letter, at.index, at.offset };

  if (letter == ' ' && (tokens->len == 0 || g_array_index (tokens, Token, tokens->len - 1).letter == ' '
                        || g_array_index (tokens, Token, tokens->len - 1).letter == BROKEN_WORD))
    return;
  g_array_append_val (tokens, token);
}

static void
add_plain (GArray *tokens, gunichar c, Spot at)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (c == 0x00ad) /* a soft hyphen is no letter */
    return;
  if (g_unichar_isspace (c))
    {
      add_token (tokens, ' ', at);
      return;
    }
  /* Most letters there are, at a tenth of the time. */
  if (c < 0x80)
    {
      add_token (tokens, plain_mark ((gunichar)g_ascii_tolower ((char)c)), at);
      return;
    }
  n = g_unichar_fully_decompose (plain_mark (c), TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    if (!g_unichar_ismark (parts[i]))
      add_token (tokens, g_unichar_tolower (parts[i]), at);
}

/* Returns the tokens of @text; a white space at its end is left out. */
static GArray *
tokenize (const char *text, gsize n_bytes)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  const char *end = text + n_bytes;
  Spot at = { 0, 0 };

  for (const char *c = text; c < end; c = g_utf8_next_char (c), at.index++)
    {
      gunichar letter = g_utf8_get_char (c);
      const char *next = g_utf8_next_char (c);
      gboolean ends_line = next < end && *next == '\n';

      at.offset = (guint)(c - text);
      if (ends_line && tokens->len > 0 && (plain_mark (letter) == '-' || letter == 0x00ad)
          && g_unichar_isalnum (g_array_index (tokens, Token, tokens->len - 1).letter))
        add_token (tokens, BROKEN_WORD, at);
      else
        add_plain (tokens, letter, at);
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
          p++;
          if (wanted == '-')
            w += w + 1 < words->len && g_array_index (words, Token, w + 1).letter == ' ' ? 2 : 1;
          continue;
        }
      if (letter != wanted)
        return 0;
      p++;
      w++;
    }
  return p - at;
}

GArray *
jal_geometry_match (const char *text, gsize n_bytes, const char *words)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (JalMatch));
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autoptr (GArray) wanted = tokenize (valid, strlen (valid));
  g_autoptr (GArray) page = tokenize (text, n_bytes);

  for (guint at = 0; wanted->len > 0 && at < page->len && matches->len < HITS_MAX;)
    {
      guint n = match (page, at, wanted);

      if (n > 0)
        {
          const Token *first = &g_array_index (page, Token, at), *last = &g_array_index (page, Token, at + n - 1);
          JalMatch found = { first->index, last->index - first->index + 1, first->offset,
                             last->offset + (guint)g_utf8_skip[(guchar)text[last->offset]] };

          /* A letter that counts twice ("f" in the ligature of two) is found once: who goes from hit to hit would stay there. */
          if (matches->len == 0 || g_array_index (matches, JalMatch, matches->len - 1).first != found.first
              || g_array_index (matches, JalMatch, matches->len - 1).n != found.n)
            g_array_append_val (matches, found);
        }
      at += MAX (n, 1);
    }
  return matches;
}

/* Behind the word that @start is in the middle of, as far as one ends before @limit. */
static const char *
skip_part (const char *text, const char *start, const char *limit)
{
  const char *c = start;

  if (start == text || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (start))))
    return start;
  while (c < limit && !g_unichar_isspace (g_utf8_get_char (c)))
    c = g_utf8_next_char (c);
  return c < limit ? c : start;
}

/* Before the word that @end is in the middle of. */
static const char *
drop_part (const char *text_end, const char *end, const char *limit)
{
  const char *c = end;

  if (end == text_end || g_unichar_isspace (g_utf8_get_char (end)))
    return end;
  while (c > limit && !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (c))))
    c = g_utf8_prev_char (c);
  return c > limit ? c : end;
}

char *
jal_geometry_dup_line (const char *text, gsize n_bytes, const JalMatch *match)
{
  const char *start = text + match->start, *end = text + match->end;
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < AROUND && start > text; i++)
    start = g_utf8_prev_char (start);
  for (guint i = 0; i < AROUND && end < text + n_bytes; i++)
    end = g_utf8_next_char (end);
  start = skip_part (text, start, text + match->start);
  end = drop_part (text + n_bytes, end, text + match->end);
  if (start > text)
    g_string_append (line, "…");
  while (start < text + match->start && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (const char *c = start; c < end; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_len (line, c, g_utf8_skip[(guchar)*c]);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  if (end < text + n_bytes)
    g_string_append (line, "…");
  return g_string_free (line, FALSE);
}

GArray *
jal_geometry_find (const JalPageInfo *info, const JalPageText *text, const char *words)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (JalHit));
  g_autoptr (GArray) matches = jal_geometry_match (text->text, text->n_bytes, words);

  g_array_set_clear_func (hits, (GDestroyNotify)jal_hit_clear);
  for (guint i = 0; i < matches->len; i++)
    {
      const JalMatch *match = &g_array_index (matches, JalMatch, i);
      JalHit hit = { match->first, match->n, jal_geometry_get_text (text, match->first, match->n),
                     jal_geometry_get_quads (info, text, match->first, match->n) };

      g_array_append_val (hits, hit);
    }
  return hits;
}
