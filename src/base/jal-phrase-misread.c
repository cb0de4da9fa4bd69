/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that a program has read wrongly from a picture.
 *
 * A scan keeps what somebody's program took its letters for: "Amlna", "Arnina", "Finwlck". A word is one of those when
 * nothing but letters of one shape stand for each other in it, and no more than one of five, two of seven.
 */
#include "base/jal-phrase.h"

/* Shorter words are too easily others ("Ali", "All"). */
#define MISREAD_MIN 5
#define MISREAD_MAX 32
#define WRONG_MAX(m) (2 * (m) / 7)

/* Letters that are taken for one another, as JalLetters has them: small, without accents. */
static const char *const pairs[]
    = { "il", "i1", "l1", "it", "lt", "1t", "ij", "lj", "ce", "co", "o0", "mn", "hn", "nu", "s5",
        "b8", "b6", "86", "g9", "gq", "q9", "vy", "uv", "kx", "fr", "ft", "tr", "z2", "a4", "d0" };
/* One letter that is taken for two or three. */
static const struct
{
  const char *one;
  const char *several;
} runs[]
    = { { "m", "rn" }, { "m", "ni" }, { "m", "in" }, { "m", "iii" }, { "m", "nn" }, { "m", "lll" }, { "n", "ii" },
        { "n", "ri" }, { "n", "ll" }, { "n", "li" }, { "n", "il" },  { "w", "vv" }, { "d", "cl" },  { "k", "lc" },
        { "k", "ic" }, { "h", "li" }, { "h", "ii" }, { "u", "ii" },  { "u", "li" }, { "b", "lo" },  { "w", "uu" } };

typedef struct
{
  const gunichar *text, *word;
  guint n, m;
} Pair;

static gboolean
is_pair (gunichar a, gunichar b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if ((a == (gunichar)pairs[i][0] && b == (gunichar)pairs[i][1])
        || (a == (gunichar)pairs[i][1] && b == (gunichar)pairs[i][0]))
      return TRUE;
  return FALSE;
}

/* How many letters @said stands for at @at, 0 for none. */
static guint
begins (const gunichar *letters, guint n, guint at, const char *said)
{
  guint i = 0;

  for (; said[i] != '\0'; i++)
    if (at + i >= n || letters[at + i] != (gunichar)said[i])
      return 0;
  return i;
}

/* Whether the rest of the text can be the rest of the word, with @wrong of its letters read wrongly so far. */
static gboolean
matches (const Pair *pair, guint i, guint k, guint wrong)
{
  if (wrong > WRONG_MAX (pair->m))
    return FALSE;
  if (i == pair->n && k == pair->m)
    return wrong > 0;
  if (i < pair->n && k < pair->m && pair->text[i] == pair->word[k] && matches (pair, i + 1, k + 1, wrong))
    return TRUE;
  if (i < pair->n && k < pair->m && is_pair (pair->text[i], pair->word[k]) && matches (pair, i + 1, k + 1, wrong + 1))
    return TRUE;
  for (gsize r = 0; r < G_N_ELEMENTS (runs); r++)
    {
      guint one = begins (pair->word, pair->m, k, runs[r].one),
            several = begins (pair->text, pair->n, i, runs[r].several);

      if (one > 0 && several > 0 && matches (pair, i + several, k + one, wrong + 1))
        return TRUE;
      one = begins (pair->text, pair->n, i, runs[r].one);
      several = begins (pair->word, pair->m, k, runs[r].several);
      if (one > 0 && several > 0 && matches (pair, i + one, k + several, wrong + 1))
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_phrase_is_misread (const gunichar *text, guint n, const gunichar *word, guint m)
{
  const Pair pair = { text, word, n, m };

  /* A letter is taken for three at most. */
  return m >= MISREAD_MIN && m <= MISREAD_MAX && n <= m + 2 * WRONG_MAX (m) && m <= n + 2 * WRONG_MAX (m)
         && matches (&pair, 0, 0, 0);
}
