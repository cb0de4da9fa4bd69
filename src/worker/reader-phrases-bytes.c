/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Phrases looked for in strings and bytes.
 *
 * Bytes are searched four times over: as they are for every way a phrase can be written (UTF-8, Latin-1, UTF-16 of either
 * order, each also in hexadecimal); as a text, when they look like one, so that accents, case and line ends do not matter;
 * and for what strings of a content stream say when they are read after each other, by single bytes and by UTF-16 units.
 */
#include "worker/reader-phrases.h"

#include <string.h>

#include "base/jal-phrase.h"

/* A phrase of fewer bytes stands in compressed or binary data by chance. */
#define BYTES_MIN 4
#define PICTURE_BYTES_MIN 8
#define TEXT_MAX (16u << 20)
#define LATIN_LAST 0x24f
/* Thousandths of an em that a TJ may move back before it is a space. */
#define SPACE 170.0

typedef struct
{
  GByteArray *bytes; /* small letters */
  guint unit;        /* bytes a letter: what stands before and after is looked at in these */
  guint low;         /* which byte of a unit holds the letter */
  gboolean hex;      /* each byte is two digits */
} Variant;

typedef struct
{
  JalLetters *letters;
  GArray *variants; /* of Variant */
} Phrase;

struct _JalPhrases
{
  GArray *phrases; /* of Phrase */
};

static void
clear_variant (gpointer data)
{
  g_byte_array_unref (((Variant *)data)->bytes);
}

static void
clear_phrase (gpointer data)
{
  jal_letters_free (((Phrase *)data)->letters);
  g_array_unref (((Phrase *)data)->variants);
}

static void
add_variant (GArray *variants, const guint8 *bytes, gsize length, guint unit, guint low)
{
  static const char digits[] = "0123456789abcdef";
  Variant plain = { g_byte_array_new (), unit, low, FALSE }, hex = { g_byte_array_new (), unit, low, TRUE };

  g_byte_array_append (plain.bytes, bytes, (guint)length);
  for (guint i = 0; i < plain.bytes->len; i++)
    plain.bytes->data[i] = (guint8)g_ascii_tolower ((char)plain.bytes->data[i]);
  g_array_append_val (variants, plain);
  for (gsize i = 0; i < length; i++)
    {
      const guint8 pair[2] = { (guint8)digits[bytes[i] >> 4], (guint8)digits[bytes[i] & 15] };

      g_byte_array_append (hex.bytes, pair, 2);
    }
  g_array_append_val (variants, hex);
}

static void
add_variants (GArray *variants, const char *phrase)
{
  glong n = 0;
  /* By hand: a worker cannot load tables of characters any more. */
  g_autofree gunichar2 *units = g_utf8_to_utf16 (phrase, -1, NULL, &n, NULL);
  g_autofree guint8 *big = g_malloc (2 * (gsize)n + 1);
  g_autofree guint8 *little = g_malloc (2 * (gsize)n + 1);
  g_autofree guint8 *latin = g_malloc ((gsize)n + 1);
  gboolean is_latin = TRUE;

  for (glong i = 0; i < n; i++)
    {
      big[2 * i] = little[2 * i + 1] = (guint8)(units[i] >> 8);
      big[2 * i + 1] = little[2 * i] = latin[i] = (guint8)units[i];
      is_latin = is_latin && units[i] < 0x100;
    }
  add_variant (variants, (const guint8 *)phrase, strlen (phrase), 1, 0);
  if (is_latin && (gsize)n != strlen (phrase))
    add_variant (variants, latin, (gsize)n, 1, 0);
  add_variant (variants, big, 2 * (gsize)n, 2, 1);
  add_variant (variants, little, 2 * (gsize)n, 2, 0);
}

/* The same phrase is written in several cases; a hexadecimal string hides them, so each has its own. */
static void
add_phrase (JalPhrases *scan, const char *text)
{
  Phrase phrase = { jal_letters_new (text, -1), g_array_new (FALSE, FALSE, sizeof (Variant)) };
  g_autofree char *upper = g_utf8_strup (text, -1);
  g_autofree char *lower = g_utf8_strdown (text, -1);

  g_array_set_clear_func (phrase.variants, clear_variant);
  add_variants (phrase.variants, text);
  if (strcmp (upper, text) != 0)
    add_variants (phrase.variants, upper);
  if (strcmp (lower, text) != 0)
    add_variants (phrase.variants, lower);
  g_array_append_val (scan->phrases, phrase);
}

JalPhrases *
jal_phrases_new (const char *phrases, gsize length, guint n)
{
  JalPhrases *scan = g_new0 (JalPhrases, 1);
  gsize at = 0;

  scan->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_array_set_clear_func (scan->phrases, clear_phrase);
  for (guint i = 0; i < n; i++)
    {
      gsize size = at < length ? strnlen (phrases + at, length - at) : 0;

      if (at + size >= length || !g_utf8_validate (phrases + at, (gssize)size, NULL))
        {
          jal_phrases_free (scan);
          return NULL;
        }
      add_phrase (scan, phrases + at);
      at += size + 1;
    }
  return scan;
}

void
jal_phrases_free (JalPhrases *scan)
{
  g_array_unref (scan->phrases);
  g_free (scan);
}

guint
jal_phrases_get_n (const JalPhrases *scan)
{
  return scan->phrases->len;
}

/* --- Text ---------------------------------------------------------------------------------------------------- */

/* Returns (transfer full) (nullable): an address's letters, which may be written as numbers ("Amina%20Finwick"); NULL: none are. */
static char *
dup_unescaped (const char *text, gsize length)
{
  GString *out = NULL;

  for (gsize i = 0; i + 2 < length; i++)
    if (text[i] == '%' && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
      {
        out = g_string_sized_new (length);
        break;
      }
  for (gsize i = 0; out != NULL && i < length; i++)
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
      {
        g_string_append_c (out, (char)(g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2])));
        i += 2;
      }
    else
      g_string_append_c (out, text[i] == '+' || text[i] == '\0' ? ' ' : text[i]);
  return out != NULL ? g_string_free (out, FALSE) : NULL;
}

void
jal_phrases_text (const JalPhrases *scan, const char *text, gsize length, JalPhrasesFound found, gpointer data)
{
  g_autoptr (JalLetters) letters = jal_letters_new (text, (gssize)length);
  g_autofree char *unescaped = dup_unescaped (text, length);
  g_autoptr (JalLetters) other = unescaped != NULL ? jal_letters_new (unescaped, -1) : NULL;

  for (guint i = 0; i < scan->phrases->len; i++)
    {
      g_autoptr (GArray) hits
          = jal_letters_find (letters, g_array_index (scan->phrases, Phrase, i).letters, JAL_NEAR_SAME);
      g_autoptr (GArray) more = other != NULL && hits->len == 0
                                    ? jal_letters_find (other, g_array_index (scan->phrases, Phrase, i).letters, JAL_NEAR_SAME)
                                    : NULL;

      if (hits->len > 0 || (more != NULL && more->len > 0))
        found (data, i);
    }
}

/* --- Bytes as they are --------------------------------------------------------------------------------------- */

/* The byte at @at, or -1; of digits two are one, and what is no digit is none. */
static int
get_byte_at (const guint8 *bytes, gsize length, gssize at, gboolean hex)
{
  int high, low;

  if (at < 0 || (gsize)at + (hex ? 2 : 1) > length)
    return -1;
  if (!hex)
    return bytes[at];
  high = g_ascii_xdigit_value ((char)bytes[at]);
  low = g_ascii_xdigit_value ((char)bytes[at + 1]);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Letters of Latin alphabets go on with a word; those of any other are no part of it either way. */
static gboolean
is_letter (int high, int low)
{
  gunichar c = high >= 0 && low >= 0 ? (gunichar)(high << 8 | low) : 0;

  return c <= LATIN_LAST && g_unichar_isalpha (c);
}

/* Whether a letter of UTF-8 that is no letter of ASCII begins or ends there. */
static gboolean
is_utf8_letter_at (const guint8 *bytes, gsize length, gsize at)
{
  gunichar c;

  for (guint i = 0; i < 3 && at > 0 && (bytes[at] & 0xc0) == 0x80; i++)
    at--;
  c = g_utf8_get_char_validated ((const char *)bytes + at, (gssize)MIN (length - at, 6));
  return c <= LATIN_LAST && g_unichar_isalpha (c);
}

/* Single bytes may be of any coding: what is no letter in UTF-8 ends the word. */
static gboolean
is_letter_at (const guint8 *bytes, gsize length, gssize at, const Variant *variant)
{
  gssize step = variant->hex ? 2 : 1;
  int byte = get_byte_at (bytes, length, at + step * (gssize)variant->low, variant->hex);

  if (variant->unit == 1)
    return byte >= 0 && (byte < 0x80 || variant->hex ? g_ascii_isalpha ((char)byte) : is_utf8_letter_at (bytes, length, (gsize)at));
  return is_letter (get_byte_at (bytes, length, at + step * (gssize)(1 - variant->low), variant->hex), byte);
}

/* Read from its second byte on, a string of the other order says nearly the same: "\0o\0b\0j\0e\0c\0t\0s “" is "object" and a letter of
   some other alphabet, made of the "s" and half of the quotation mark. So where the bytes are that word in the other order too, it has to be
   a whole one in both. */
static gboolean
goes_on_in_other_order (const guint8 *bytes, gsize length, gssize at, gsize n, const Variant *variant)
{
  gssize step = variant->hex ? 2 : 1;
  int before = get_byte_at (bytes, length, at - step, variant->hex), after = get_byte_at (bytes, length, at + (gssize)n, variant->hex);

  if (variant->unit != 2)
    return FALSE;
  return variant->low == 0 ? before == 0 && is_letter (0, after) : after == 0 && is_letter (0, before);
}

static gboolean
find_variant (const Variant *variant, const guint8 *lower, gsize length)
{
  gsize n = variant->bytes->len, from = 0;
  const guint8 *hit;

  while (from + n <= length && (hit = memmem (lower + from, length - from, variant->bytes->data, n)) != NULL)
    {
      gssize at = hit - lower;

      if (!is_letter_at (lower, length, at - (gssize)(variant->hex ? 2 : 1) * (gssize)variant->unit, variant)
          && !is_letter_at (lower, length, at + (gssize)n, variant)
          && !goes_on_in_other_order (lower, length, at, n, variant))
        return TRUE;
      from = (gsize)at + 1;
    }
  return FALSE;
}

static void
scan_raw (const JalPhrases *scan, const guint8 *bytes, gsize length, guint shortest, JalPhrasesFound found, gpointer data)
{
  g_autofree guint8 *lower = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    lower[i] = (guint8)g_ascii_tolower ((char)bytes[i]);
  for (guint i = 0; i < scan->phrases->len; i++)
    {
      GArray *variants = g_array_index (scan->phrases, Phrase, i).variants;

      for (guint v = 0; v < variants->len; v++)
        {
          const Variant *variant = &g_array_index (variants, Variant, v);

          if (variant->bytes->len >= shortest && find_variant (variant, lower, length))
            {
              found (data, i);
              break;
            }
        }
    }
}

static gboolean
looks_like_text (const guint8 *bytes, gsize length)
{
  gsize n = MIN (length, 4096), readable = 0;

  for (gsize i = 0; i < n; i++)
    readable += bytes[i] >= 0x20 || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t' ? 1 : 0;
  return n > 0 && readable * 100 >= n * 90;
}

gboolean
jal_phrases_is_text (const guint8 *bytes, gsize length)
{
  /* A PDF begins with readable lines, and packs its text all the same. */
  return length <= TEXT_MAX && (length == 0 || (looks_like_text (bytes, length) && memcmp (bytes, "%PDF", MIN (length, 4)) != 0));
}

/* --- Strings of a content stream ----------------------------------------------------------------------------- */

typedef struct
{
  const guint8 *p;
  const guint8 *end;
  GByteArray *single; /* Latin-1 */
  GByteArray *pairs;  /* UTF-16BE */
  gboolean in_array;
  GString *text;      /* nullable: each string as what it most likely is */
} Strings;

/* @unit is the number of bytes a letter: 1 or 2, the higher first. */
static GString *
decode (const GByteArray *bytes, guint unit)
{
  GString *text = g_string_sized_new (bytes->len);

  for (guint i = 0; i + unit <= bytes->len; i += unit)
    {
      gunichar c = unit == 1 ? bytes->data[i] : (gunichar)(bytes->data[i] << 8 | bytes->data[i + 1]);

      g_string_append_unichar (text, c == 0 || (c >= 0xd800 && c < 0xe000) ? ' ' : c);
    }
  return text;
}

/* Whether most letters of the string are two bytes of which the first is 0. Read by single bytes such a word would stand there
   letter by letter, and every word inside it would look like one that somebody spaced out. */
static gboolean
is_of_pairs (const GByteArray *string)
{
  guint n = 0;

  for (guint i = 0; i + 1 < string->len; i += 2)
    n += string->data[i] == 0 && string->data[i + 1] != 0 ? 1 : 0;
  return string->len % 2 == 0 && n * 4 > string->len;
}

static void
put_string (Strings *strings, GByteArray *string)
{
  gboolean of_pairs = is_of_pairs (string);

  if (strings->text != NULL)
    {
      g_autoptr (GString) text = decode (string, of_pairs ? 2 : 1);

      g_string_append (strings->text, text->str);
    }
  if (!of_pairs)
    g_byte_array_append (strings->single, string->data, string->len);
  if (string->len >= 2 && string->len % 2 == 0)
    g_byte_array_append (strings->pairs, string->data, string->len);
}

static void
put_space (Strings *strings)
{
  g_byte_array_append (strings->single, (const guint8 *)" ", 1);
  g_byte_array_append (strings->pairs, (const guint8 *)"\0 ", 2);
  if (strings->text != NULL)
    g_string_append_c (strings->text, ' ');
}

/* ISO 32000-1, 7.3.4.2 */
static void
read_literal (Strings *strings, GByteArray *to)
{
  guint depth = 1;

  for (strings->p++; strings->p < strings->end; strings->p++)
    {
      guint8 c = *strings->p;

      if (c == '\\' && strings->p + 1 < strings->end)
        {
          static const char from[] = "nrtbf", into[] = "\n\r\t\b\f";
          const char *known;

          c = *++strings->p;
          known = strchr (from, c);
          if (c >= '0' && c <= '7')
            {
              guint code = 0, n = 0;

              while (n < 3 && strings->p < strings->end && *strings->p >= '0' && *strings->p <= '7')
                {
                  code = code * 8 + (guint)(*strings->p++ - '0');
                  n++;
                }
              strings->p--;
              c = (guint8)code;
            }
          else if (c == '\r' || c == '\n')
            continue;
          else if (known != NULL && c != '\0')
            c = (guint8)into[known - from];
        }
      else if (c == '(')
        depth++;
      else if (c == ')' && --depth == 0)
        break;
      g_byte_array_append (to, &c, 1);
    }
  if (strings->p < strings->end)
    strings->p++;
}

static void
read_hex (Strings *strings, GByteArray *to)
{
  int high = -1;

  for (strings->p++; strings->p < strings->end && *strings->p != '>'; strings->p++)
    {
      int digit = g_ascii_xdigit_value ((char)*strings->p);

      if (digit < 0)
        continue;
      if (high < 0)
        high = digit;
      else
        {
          guint8 c = (guint8)(high << 4 | digit);

          g_byte_array_append (to, &c, 1);
          high = -1;
        }
    }
  if (strings->p < strings->end)
    strings->p++;
}

static void
read_strings (Strings *strings)
{
  while (strings->p < strings->end)
    {
      guint8 c = *strings->p;

      if (c == '(' || (c == '<' && strings->p + 1 < strings->end && strings->p[1] != '<'))
        {
          g_autoptr (GByteArray) string = g_byte_array_new ();

          if (!strings->in_array)
            put_space (strings);
          if (c == '(')
            read_literal (strings, string);
          else
            read_hex (strings, string);
          put_string (strings, string);
          continue;
        }
      if (c == '<')
        strings->p++;
      else if (c == '[')
        {
          strings->in_array = TRUE;
          put_space (strings);
        }
      else if (c == ']')
        strings->in_array = FALSE;
      else if (strings->in_array && c == '-' && strings->p + 1 < strings->end && g_ascii_isdigit (strings->p[1]))
        {
          char number[16] = { 0 };

          memcpy (number, strings->p + 1, MIN (sizeof number - 1, (gsize)(strings->end - strings->p - 1)));
          if (g_ascii_strtod (number, NULL) > SPACE)
            put_space (strings);
        }
      strings->p++;
    }
}

static void
scan_as (const JalPhrases *scan, const GByteArray *bytes, guint unit, JalPhrasesFound found, gpointer data)
{
  g_autoptr (GString) text = decode (bytes, unit);

  jal_phrases_text (scan, text->str, text->len, found, data);
}

char *
jal_phrases_dup_strings (const guint8 *bytes, gsize length)
{
  g_autoptr (GByteArray) single = g_byte_array_new ();
  g_autoptr (GByteArray) pairs = g_byte_array_new ();
  Strings strings = { bytes, bytes + length, single, pairs, FALSE, g_string_new (NULL) };

  if (length <= JAL_PHRASES_STRINGS_MAX)
    read_strings (&strings);
  return g_string_free (strings.text, FALSE);
}

static void
scan_strings (const JalPhrases *scan, const guint8 *bytes, gsize length, JalPhrasesFound found, gpointer data)
{
  g_autoptr (GByteArray) single = g_byte_array_new ();
  g_autoptr (GByteArray) pairs = g_byte_array_new ();
  Strings strings = { bytes, bytes + length, single, pairs, FALSE, NULL };

  read_strings (&strings);
  if (single->len > 0)
    scan_as (scan, single, 1, found, data);
  if (pairs->len > 0)
    scan_as (scan, pairs, 2, found, data);
}

typedef struct
{
  gboolean *seen;
  JalPhrasesFound found;
  gpointer data;
} Once;

static void
once_cb (gpointer data, guint phrase)
{
  Once *once = data;

  if (once->seen[phrase])
    return;
  once->seen[phrase] = TRUE;
  once->found (once->data, phrase);
}

void
jal_phrases_bytes (const JalPhrases *scan, const guint8 *bytes, gsize length, gboolean picture, JalPhrasesFound found,
                gpointer data)
{
  g_autofree gboolean *seen = g_new0 (gboolean, scan->phrases->len + 1);
  Once once = { seen, found, data };

  if (length == 0)
    return;
  scan_raw (scan, bytes, length, picture ? PICTURE_BYTES_MIN : BYTES_MIN, once_cb, &once);
  if (picture)
    return;
  if (length <= TEXT_MAX && looks_like_text (bytes, length))
    jal_phrases_text (scan, (const char *)bytes, length, once_cb, &once);
  if (length <= JAL_PHRASES_STRINGS_MAX)
    scan_strings (scan, bytes, length, once_cb, &once);
}
