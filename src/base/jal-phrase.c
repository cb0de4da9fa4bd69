/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a name in text however it is written there.
 *
 * 1. Only letters and digits are compared; what stands between them says where words begin and end.
 * 2. A hit begins and ends where a word does, but for JAL_NEAR_INSIDE: "Juma" is not found in "Jumatatu" as a name.
 */
#include "base/jal-phrase.h"

#include <string.h>

#define SHORT 4
/* A group of fewer digits is no number of anybody. */
#define DIGITS_MIN 6
/* A name is not pieced together over more than this between two letters. */
#define GAP_MAX 4
/* Letters from which a name of several words is one inside a longer word too: no other word is like that. */
#define LONG 8
/* Words of a name of which any two are taken for it. */
#define FORMS_MAX 6
/* Words that may stand between those of a name. */
#define MIDDLE_MAX 2

typedef enum
{
  GAP_NONE,
  GAP_QUOTE, /* an apostrophe inside a word: Ng'endo */
  GAP_BREAK, /* a hyphen at a line's end, or a soft one: may be nothing at all */
  GAP_WORD,  /* white space, a hyphen, a full stop … */
  GAP_FAR,   /* more than that */
} Gap;

typedef struct
{
  gunichar letter;
  guint index; /* of the character */
  Gap gap;     /* before it */
  gboolean upper;
  gboolean parted; /* before it a hyphen at a line's end: of one word, or between two ("Finwick-\nOmar") */
} Letter;

typedef struct
{
  guint first; /* letter */
  guint end;
} Word;

struct _JalLetters
{
  GArray *letters; /* of Letter */
  GArray *words;   /* of Word */
};

const char *
jal_near_id (JalNear near)
{
  static const char *const ids[] = { "exact", "split", "run", "middle", "doubled", "one", "part", "inside" };

  g_return_val_if_fail (near < JAL_N_NEARS, NULL);
  return ids[near];
}

/* --- A text as letters --------------------------------------------------------------------------------------- */

static gboolean
is_quote (gunichar c)
{
  return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x02bc || c == 0x60 || c == 0xb4;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010 || c == 0x2011 || c == 0x00ad || c == 0x2012 || c == 0x2013 || c == 0x2212;
}

/* What no reader sees: joiners, marks of direction, the byte order mark, fillers of Hangul; the stroke that draws Arabic letters apart; and what stands for
   what nobody knows: a page that ends with such a mark goes on on the next. */
static gboolean
is_unseen (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0x640 || c == 0x115f
         || c == 0x1160 || c == 0x180e || c == 0x3164 || c == 0xffa0
         || c == 0xfffc || c == 0xfffd;
}

typedef struct
{
  guint n;      /* characters since the last letter */
  guint quotes;
  gboolean hyphen; /* the last one that is no white space is a hyphen */
  gboolean soft;
  gboolean newline;
  guint hyphens;
} Between;

static Gap
get_gap (const Between *between, gboolean begins)
{
  if (begins)
    return GAP_WORD;
  if (between->n == 0)
    return GAP_NONE;
  if (between->quotes == 1 && between->n == 1)
    return GAP_QUOTE;
  if (between->soft || (between->hyphens == 1 && between->newline))
    return GAP_BREAK;
  return between->n <= GAP_MAX ? GAP_WORD : GAP_FAR;
}

/* Letters of other alphabets that look like a Latin one, as small letters, and small capitals, which do not decompose (the Unicode
   Consortium lists such in its confusables.txt); letters that are written for each other in Arabic; Latin ones that do not decompose. What is looked for is changed alike, so a
   name written in that alphabet is found as before. */
static gunichar
get_look (gunichar c)
{
  static const gunichar looks[][2] = {
    { 0x430, 'a' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x43a, 'k' }, { 0x43c, 'm' }, { 0x43d, 'h' }, { 0x43e, 'o' }, { 0x440, 'p' },
    { 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' }, { 0x445, 'x' }, { 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x4bb, 'h' },
    { 0x4cf, 'l' }, { 0x501, 'd' }, { 0x51b, 'q' }, { 0x51d, 'w' }, { 0x3b1, 'a' }, { 0x3b2, 'b' }, { 0x3b5, 'e' }, { 0x3b6, 'z' },
    { 0x3b7, 'h' }, { 0x3b9, 'i' }, { 0x3ba, 'k' }, { 0x3bc, 'm' }, { 0x3bd, 'n' }, { 0x3bf, 'o' }, { 0x3c1, 'p' }, { 0x3c4, 't' },
    { 0x3c5, 'y' }, { 0x3c7, 'x' }, { 0x3f2, 'c' }, { 0x3f3, 'j' }, { 0x131, 'i' }, { 0x142, 'l' }, { 0xf8, 'o' }, { 0x111, 'd' },
    { 0x127, 'h' }, { 0x1d00, 'a' }, { 0x299, 'b' }, { 0x1d04, 'c' }, { 0x1d05, 'd' }, { 0x1d07, 'e' }, { 0xa730, 'f' }, { 0x262, 'g' },
    { 0x29c, 'h' }, { 0x26a, 'i' }, { 0x1d0a, 'j' }, { 0x1d0b, 'k' }, { 0x29f, 'l' }, { 0x1d0d, 'm' }, { 0x274, 'n' }, { 0x1d0f, 'o' },
    { 0x1d18, 'p' }, { 0x280, 'r' }, { 0xa731, 's' }, { 0x1d1b, 't' }, { 0x1d1c, 'u' }, { 0x1d20, 'v' }, { 0x1d21, 'w' }, { 0x28f, 'y' },
    { 0x1d22, 'z' }, { 0x251, 'a' }, { 0x261, 'g' }, { 0x3dc, 'f' }, { 0x3dd, 'f' }, { 0x461, 'w' }, { 0x566, 'q' }, { 0x570, 'h' },
    { 0x578, 'n' }, { 0x57d, 'u' }, { 0x581, 'g' }, { 0x585, 'o' }, { 0x649, 0x64a }, { 0x6cc, 0x64a }, { 0x629, 0x647 }, { 0x6a9, 0x643 },
  };

  for (gsize i = 0; c >= 0x80 && i < G_N_ELEMENTS (looks); i++)
    if (looks[i][0] == c)
      return looks[i][1];
  return c;
}

/* As it is compared: a small letter by its looks, a digit of any script as 0 to 9. */
static gunichar
get_letter (gunichar c)
{
  int digit = g_unichar_isdigit (c) ? g_unichar_digit_value (c) : -1;

  return digit >= 0 ? (gunichar)('0' + digit) : get_look (g_unichar_tolower (c));
}

static void
add_char (GArray *letters, gunichar c, guint index, Between *between)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
    if (g_unichar_isalnum (parts[i]) && !is_unseen (parts[i]))
      {
        Letter letter = { get_letter (parts[i]), index, get_gap (between, letters->len == 0), g_unichar_isupper (parts[i]), between->hyphens == 1 && between->newline };

        g_array_append_val (letters, letter);
        *between = (Between){ 0 };
        any = TRUE;
      }
  if (any || g_unichar_ismark (c) || is_unseen (c))
    return;
  between->n++;
  if (is_quote (c))
    between->quotes++;
  else if (c == 0x00ad)
    between->soft = TRUE;
  else if (is_hyphen (c))
    between->hyphens++;
  else if (c == '\n' || c == '\r' || c == 0x2028)
    between->newline = TRUE;
}

/* "'s" is no part of a name. */
static void
part_possessives (GArray *letters)
{
  for (guint i = 1; i < letters->len; i++)
    {
      Letter *letter = &g_array_index (letters, Letter, i);
      gboolean ends = i + 1 == letters->len || g_array_index (letters, Letter, i + 1).gap >= GAP_WORD;

      if (letter->gap == GAP_QUOTE && letter->letter == 's' && ends)
        letter->gap = GAP_WORD;
    }
}

static gboolean
begins_word (const GArray *letters, guint i)
{
  const Letter *letter = &g_array_index (letters, Letter, i);

  return letter->gap >= GAP_WORD || letter->parted
         || g_unichar_isdigit (letter->letter) != g_unichar_isdigit (g_array_index (letters, Letter, i - 1).letter);
}

static void
find_words (JalLetters *self)
{
  for (guint i = 0; i < self->letters->len;)
    {
      Word word = { i, i + 1 };

      while (word.end < self->letters->len && g_array_index (self->letters, Letter, word.end).gap < GAP_WORD)
        word.end++;
      g_array_append_val (self->words, word);
      i = word.end;
    }
}

JalLetters *
jal_letters_new (const char *text, gssize n_bytes)
{
  JalLetters *self = g_new0 (JalLetters, 1);
  Between between = { 0 };
  g_autofree char *valid = g_utf8_make_valid (text, n_bytes);
  guint index = 0;

  self->letters = g_array_new (FALSE, FALSE, sizeof (Letter));
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c), index++)
    add_char (self->letters, g_utf8_get_char (c), index, &between);
  part_possessives (self->letters);
  find_words (self);
  return self;
}

void
jal_letters_free (JalLetters *letters)
{
  if (letters == NULL)
    return;
  g_array_unref (letters->letters);
  g_array_unref (letters->words);
  g_free (letters);
}

guint
jal_letters_get_n (const JalLetters *letters)
{
  return letters->letters->len;
}

/* --- Comparing ----------------------------------------------------------------------------------------------- */

static const Letter *
at (const JalLetters *self, guint i)
{
  return &g_array_index (self->letters, Letter, i);
}

static gboolean
is_whole (const JalLetters *text, guint first, guint end)
{
  return (first == 0 || begins_word (text->letters, first))
         && (end == text->letters->len || begins_word (text->letters, end));
}

/* "d’Amina": what stands beside an apostrophe may be a word by itself, and in bytes it is one. */
static gboolean
is_part (const JalLetters *text, guint i)
{
  return i == 0 || i == text->letters->len || begins_word (text->letters, i) || at (text, i)->gap == GAP_QUOTE;
}

/* "SpanAmina": where small letters are followed by a capital one a word begins that lost its space. */
static gboolean
is_seam (const JalLetters *text, guint i)
{
  return is_part (text, i)
         || (at (text, i)->upper && !at (text, i - 1)->upper);
}

/* Whether the letters from @first on are those of @words; *@same when words end and begin at the same places. */
static gboolean
compare (const JalLetters *text, guint first, const JalLetters *words, guint from, guint to, gboolean *same)
{
  *same = TRUE;
  if (first + (to - from) > text->letters->len)
    return FALSE;
  for (guint i = from; i < to; i++)
    {
      const Letter *letter = at (text, first + i - from), *wanted = at (words, i);

      if (letter->letter != wanted->letter)
        return FALSE;
      if (i == from)
        continue;
      if (letter->gap == GAP_FAR)
        return FALSE;
      if (letter->gap != GAP_BREAK && (letter->gap >= GAP_WORD) != (wanted->gap >= GAP_WORD))
        *same = FALSE;
    }
  return TRUE;
}

/* The next letter of @text from @i that counts when doubled ones count once. */
static guint
skip_doubled (const JalLetters *text, guint i, guint end)
{
  gunichar letter = at (text, i)->letter;

  while (i < end && at (text, i)->letter == letter)
    i++;
  return i;
}

static gboolean
is_doubled (const JalLetters *text, guint first, guint end, const JalLetters *words)
{
  guint w = 0, n = words->letters->len;

  while (first < end && w < n)
    {
      if (at (text, first)->letter != at (words, w)->letter || g_unichar_isdigit (at (words, w)->letter))
        return FALSE;
      first = skip_doubled (text, first, end);
      w = skip_doubled (words, w, n);
    }
  return first == end && w == n;
}

/* One letter inserted, left out, changed, or two neighbours exchanged. */
static gboolean
is_one_off (const JalLetters *text, guint first, guint end, const JalLetters *words)
{
  guint n = end - first, m = words->letters->len, head = 0, tail = 0;

  if (n > m + 1 || m > n + 1)
    return FALSE;
  while (head < MIN (n, m) && at (text, first + head)->letter == at (words, head)->letter)
    head++;
  while (tail < MIN (n, m) - head && at (text, end - 1 - tail)->letter == at (words, m - 1 - tail)->letter)
    tail++;
  if (n == m && n - head - tail == 2)
    return at (text, first + head)->letter == at (words, head + 1)->letter
           && at (text, first + head + 1)->letter == at (words, head)->letter;
  return MAX (n, m) - head - tail <= 1;
}

/* --- Finding ------------------------------------------------------------------------------------------------- */

typedef struct
{
  const JalLetters *text;
  const JalLetters *words;
  guint nears;
  GArray *hits;
  guint8 *taken; /* a letter each: part of a hit */
} Search;

static gboolean
wants (const Search *search, JalNear near)
{
  return (search->nears & JAL_NEAR_FLAG (near)) != 0;
}

static void
take (Search *search, guint first, guint end, JalNear near)
{
  JalNearHit hit;

  for (guint i = first; i < end; i++)
    if (search->taken[i])
      return;
  memset (search->taken + first, 1, end - first);
  hit.first = at (search->text, first)->index;
  hit.n = at (search->text, end - 1)->index - hit.first + 1;
  hit.near = near;
  g_array_append_val (search->hits, hit);
}

/* Drawn twice a little aside, as some programs make letters bold, every letter stands in the text two times: "AAmmiinnaa". */
static JalLetters *
dup_doubled (const JalLetters *words)
{
  JalLetters *doubled = g_new0 (JalLetters, 1);

  doubled->letters = g_array_sized_new (FALSE, FALSE, sizeof (Letter), 2 * words->letters->len);
  doubled->words = g_array_new (FALSE, FALSE, sizeof (Word));
  for (guint i = 0; i < words->letters->len; i++)
    {
      Letter letter = *at (words, i);

      g_array_append_val (doubled->letters, letter);
      letter.gap = GAP_NONE;
      g_array_append_val (doubled->letters, letter);
    }
  return doubled;
}

static gboolean
is_run (const Search *search, guint first, guint end)
{
  return (is_seam (search->text, first) && is_seam (search->text, end))
         || (search->words->words->len > 1 && search->words->letters->len >= LONG);
}

static void
find_same (Search *search, JalNear wanted)
{
  guint n = search->words->letters->len;

  for (guint i = 0; i + n <= search->text->letters->len; i++)
    {
      gboolean same, whole;
      JalNear near;

      if (at (search->text, i)->letter != at (search->words, 0)->letter
          || !compare (search->text, i, search->words, 0, n, &same))
        continue;
      whole = is_whole (search->text, i, i + n);
      near = whole                          ? (same ? JAL_NEAR_EXACT : JAL_NEAR_SPLIT)
             : is_run (search, i, i + n)    ? JAL_NEAR_RUN
                                            : JAL_NEAR_INSIDE;
      if (near != wanted || (near != JAL_NEAR_EXACT && n < SHORT && !(near == JAL_NEAR_RUN && is_part (search->text, i) && is_part (search->text, i + n))) || (near == JAL_NEAR_INSIDE && !same))
        continue;
      take (search, i, i + n, near);
    }
}

static void
find_like (Search *search, JalNear near)
{
  GArray *words = search->text->words;
  guint k = search->words->words->len;

  if (search->words->letters->len < SHORT)
    return;
  for (guint i = 0; i + k <= words->len; i++)
    {
      guint first = g_array_index (words, Word, i).first;
      guint end = g_array_index (words, Word, i + k - 1).end;

      if (near == JAL_NEAR_DOUBLED ? is_doubled (search->text, first, end, search->words)
                                   : is_one_off (search->text, first, end, search->words))
        take (search, first, end, near);
    }
}

/* Words of their own that are @words, read wrongly. */
static void
find_misread (Search *search)
{
  guint m = search->words->letters->len;
  g_autofree gunichar *word = g_new (gunichar, m);

  for (guint k = 0; k < m; k++)
    word[k] = at (search->words, k)->letter;
  for (guint i = 0; i < search->text->words->len; i++)
    {
      const Word *of = &g_array_index (search->text->words, Word, i);
      guint n = of->end - of->first;
      gunichar letters[64];

      if (n > G_N_ELEMENTS (letters) || n + m / 2 < m || n > m + m / 2 + 2)
        continue;
      for (guint k = 0; k < n; k++)
        letters[k] = at (search->text, of->first + k)->letter;
      if (jal_phrase_is_misread (letters, n, word, m))
        take (search, of->first, of->end, JAL_NEAR_ONE);
    }
}

static const Word *
word_at (const JalLetters *self, guint i)
{
  return &g_array_index (self->words, Word, i);
}

static gboolean
is_word (const JalLetters *self, guint i, const char *word)
{
  const Word *letters = word_at (self, i);

  for (guint k = letters->first; k < letters->end; k++, word++)
    if ((gunichar)(guchar)*word != at (self, k)->letter)
      return FALSE;
  return *word == '\0';
}

/* What stands in names between names and names nobody by itself. */
static gboolean
is_particle (const JalLetters *self, guint i)
{
  static const char *const particles[] = { "bin",  "binti", "bint", "ibn", "ben", "wa", "mwana", "ole", "arap", "abu", "umm",
                                           "mama", "baba",  "bibi", "son", "daughter", "of", "the", "de", "van", "von", NULL };

  for (guint k = 0; particles[k] != NULL; k++)
    if (is_word (self, i, particles[k]))
      return TRUE;
  return FALSE;
}

/* Groups of a telephone's or an identity number, which stand for nobody by themselves: "000", "2026". */
static gboolean
is_group_of_digits (const JalLetters *self, guint i)
{
  const Word *word = word_at (self, i);

  for (guint k = word->first; k < word->end; k++)
    if (!g_unichar_isdigit (at (self, k)->letter))
      return FALSE;
  return word->end - word->first < DIGITS_MIN;
}

static gboolean
same_words (const JalLetters *a, guint i, const JalLetters *b, guint k)
{
  const Word *first = word_at (a, i), *second = word_at (b, k);

  if (first->end - first->first != second->end - second->first)
    return FALSE;
  for (guint n = 0; n < first->end - first->first; n++)
    if (at (a, first->first + n)->letter != at (b, second->first + n)->letter)
      return FALSE;
  return TRUE;
}

/* Whether the word may be a part of somebody's name, as far as its form tells: an initial, a particle, a capital letter; any
   word where the name itself has none. */
static gboolean
is_name_like (const JalLetters *text, guint i, gboolean capitals)
{
  const Word *word = word_at (text, i);

  return !capitals || word->end - word->first <= 2 || at (text, word->first)->upper || is_particle (text, i);
}

/* Where the name that begins with the word @i of the text ends when up to two more stand between each of its words; 0: it does
   not. @more: how many stood there. */
static guint
follow (const Search *search, guint i, guint *more)
{
  const JalLetters *text = search->text;
  gboolean capitals = at (text, word_at (text, i)->first)->upper;
  guint w = i + 1;

  *more = 0;
  for (guint part = 1; part < search->words->words->len; part++)
    {
      guint skipped = 0;

      while (skipped <= MIDDLE_MAX && w < text->words->len && at (text, word_at (text, w)->first)->gap != GAP_FAR
             && !same_words (text, w, search->words, part) && is_name_like (text, w, capitals))
        {
          skipped++;
          w++;
        }
      if (skipped > MIDDLE_MAX || w >= text->words->len || at (text, word_at (text, w)->first)->gap == GAP_FAR
          || !same_words (text, w, search->words, part))
        return 0;
      *more += skipped;
      w++;
    }
  return word_at (text, w - 1)->end;
}

static void
find_middle (Search *search)
{
  if (search->words->words->len < 2 || search->words->letters->len < SHORT)
    return;
  for (guint i = 0; i + search->words->words->len < search->text->words->len; i++)
    if (same_words (search->text, i, search->words, 0))
      {
        guint more, end = follow (search, i, &more);

        if (end > 0 && more > 0)
          take (search, word_at (search->text, i)->first, end, JAL_NEAR_MIDDLE);
      }
}

static void
find_parts (Search *search)
{
  GArray *parts = search->words->words;

  for (guint p = 0; parts->len > 1 && p < parts->len; p++)
    {
      Word part = g_array_index (parts, Word, p);
      guint n = part.end - part.first;
      gboolean same;

      if (n < SHORT - 1 || is_particle (search->words, p))
        continue;
      for (guint i = 0; i + n <= search->text->letters->len; i++)
        if (at (search->text, i)->letter == at (search->words, part.first)->letter
            && compare (search->text, i, search->words, part.first, part.end, &same) && same
            && is_whole (search->text, i, i + n))
          take (search, i, i + n, JAL_NEAR_PART);
    }
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const JalNearHit *first = a, *second = b;

  return first->first < second->first ? -1 : first->first > second->first;
}

static void
find_doubled (Search *search)
{
  g_autoptr (JalLetters) doubled = dup_doubled (search->words);
  gboolean same;

  for (guint i = 0, n = doubled->letters->len; n >= 2 * SHORT && i + n <= search->text->letters->len; i++)
    if (at (search->text, i)->letter == at (doubled, 0)->letter && at (search->text, i + 1)->letter == at (doubled, 0)->letter
        && compare (search->text, i, doubled, 0, n, &same) && is_whole (search->text, i, i + n))
      take (search, i, i + n, JAL_NEAR_SPLIT);
}

GArray *
jal_letters_find (const JalLetters *text, const JalLetters *words, guint nears)
{
  Search search = { text, words, nears, g_array_new (FALSE, FALSE, sizeof (JalNearHit)), NULL };

  if (words->letters->len > 0 && text->letters->len > 0)
    {
      search.taken = g_malloc0 (text->letters->len);
      if (wants (&search, JAL_NEAR_EXACT))
        find_same (&search, JAL_NEAR_EXACT);
      if (wants (&search, JAL_NEAR_SPLIT))
        {
          find_same (&search, JAL_NEAR_SPLIT);
          find_doubled (&search);
        }
      if (wants (&search, JAL_NEAR_RUN))
        find_same (&search, JAL_NEAR_RUN);
      if (wants (&search, JAL_NEAR_MIDDLE))
        find_middle (&search);
      if (wants (&search, JAL_NEAR_DOUBLED))
        find_like (&search, JAL_NEAR_DOUBLED);
      if (wants (&search, JAL_NEAR_ONE))
        find_like (&search, JAL_NEAR_ONE);
      if ((nears & JAL_NEAR_FLAG_MISREAD) != 0)
        find_misread (&search);
      if (wants (&search, JAL_NEAR_PART))
        find_parts (&search);
      if (wants (&search, JAL_NEAR_INSIDE))
        find_same (&search, JAL_NEAR_INSIDE);
      g_free (search.taken);
      g_array_sort (search.hits, compare_hits);
    }
  return search.hits;
}

GPtrArray *
jal_letters_dup_parts (const JalLetters *words)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words->words->len > 1 && i < words->words->len; i++)
    {
      const Word *word = word_at (words, i);
      g_autoptr (GString) part = g_string_new (NULL);

      if (word->end - word->first < SHORT - 1 || is_particle (words, i) || is_group_of_digits (words, i))
        continue;
      for (guint k = word->first; k < word->end; k++)
        g_string_append_unichar (part, at (words, k)->letter);
      if (!g_ptr_array_find_with_equal_func (parts, part->str, g_str_equal, NULL))
        g_ptr_array_add (parts, g_strdup (part->str));
    }
  return parts;
}

/* The words of a name that name somebody: at most FORMS_MAX. */
static GPtrArray *
split_name (const char *name)
{
  g_auto (GStrv) all = g_strsplit_set (name, " \t\n", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; all[i] != NULL && words->len < FORMS_MAX; i++)
    {
      g_autoptr (JalLetters) letters = jal_letters_new (all[i], -1);

      if (letters->letters->len >= SHORT - 1 && letters->words->len == 1 && !is_particle (letters, 0)
          && !is_group_of_digits (letters, 0))
        g_ptr_array_add (words, g_strdup (all[i]));
    }
  return words;
}

GPtrArray *
jal_phrase_dup_forms (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autoptr (GPtrArray) words = split_name (valid);
  g_autoptr (JalLetters) whole = jal_letters_new (valid, -1);
  GPtrArray *forms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < words->len; i++)
    for (guint k = 0; k < words->len; k++)
      {
        g_autofree char *form = g_strdup_printf ("%s %s", (char *)words->pdata[i], (char *)words->pdata[k]);
        g_autoptr (JalLetters) letters = jal_letters_new (form, -1);

        if (i != k && !jal_letters_equal (letters, whole))
          g_ptr_array_add (forms, g_steal_pointer (&form));
      }
  return forms;
}

guint
jal_letters_count_from (const char *before, const char *quoted, const char *after, const JalLetters *words)
{
  g_autofree char *all = g_strconcat (before, quoted, after, NULL);
  g_autofree char *valid = g_utf8_make_valid (all, -1);
  g_autoptr (JalLetters) text = jal_letters_new (valid, -1);
  g_autoptr (GArray) hits = jal_letters_find (text, words, JAL_NEAR_SAME);
  glong first = g_utf8_strlen (before, -1), end = first + g_utf8_strlen (quoted, -1);
  guint n = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      glong at_char = g_array_index (hits, JalNearHit, i).first;

      n += at_char >= first && at_char < end ? 1 : 0;
    }
  return n;
}

gboolean
jal_letters_equal (const JalLetters *a, const JalLetters *b)
{
  if (a->letters->len != b->letters->len)
    return FALSE;
  for (guint i = 0; i < a->letters->len; i++)
    if (at (a, i)->letter != at (b, i)->letter)
      return FALSE;
  return TRUE;
}
