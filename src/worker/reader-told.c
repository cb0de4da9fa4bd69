/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fonts that say which letters their shapes are, and are not to be believed.
 *
 * A table (/ToUnicode) that names the letter "x" for every shape, or another letter than the font's own encoding, hides a name from every
 * search, and the page shows it. Whether a shape looks like its letter nobody can tell here but by what else the file says of it.
 *
 * 1. One letter has a few shapes at most: more than SHAPES_MAX for one are a table that lies, or one made of a scan, which errs.
 * 2. Two letters or more that the encoding names otherwise, as letters, are a table that lies: A and a are the same.
 * 3. So are two that the embedded font itself names otherwise: see reader-told-shapes.c.
 * 4. What is said of more than SHAPES_MAX codes by the very same characters is a lie as well: digits, dashes, letters of any alphabet. Arabic,
 *    the alphabets of India and the signs of the east have many shapes of one character, and rightly: OTHER_SHAPES_MAX of these. All
 *    characters that draw nothing (spaces, marks of direction, tags) are one. Where the font can be asked, only shapes that draw something count, and
 *    NOTHING_MAX of them may: the hyphen where a word may be broken is seen at a line's end.
 */
#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"
#include "worker/reader-told-private.h"

#define SHAPES_MAX 6
#define OTHER_SHAPES_MAX 24
#define NOTHING_MAX 3
#define SIGNS_MAX 24
#define OTHERS_MIN 2
/* Of what a table says of one code. */
#define UNITS_MAX 8
#define TABLE_MAX (1u << 20)
/* Of a font's file. */
#define FONT_MAX (64u << 20)
#define N_SHAPES 65536

typedef struct Told Told;

struct Told
{
  guint shapes[26]; /* of a letter, small and capital together */
  guint others;     /* codes of which the encoding says another letter */
  guint32 *shapes_named; /* nullable: by the font itself, for codes that are its shapes; see jal_reader_told_read_shapes() */
  guint8 named[256]; /* by the encoding of a simple font; 0: no letter */
  GHashTable *said;  /* of what is said of codes (4), in UTF-8: of how many */
  guint8 *codes;     /* N_SHAPES: of each code, whether it was counted there */
  gboolean (*draws) (const Told *told, gulong code); /* nullable: nobody knows which codes draw something */
  GBytes *program;   /* nullable: the font's file */
  guint8 drawn[256]; /* of a font that is drawn (Type 3): whether the code draws something */
  guint n_signs;     /* characters that draw nothing, and of which a shape does */
  gboolean has_many;
};

/* What a table says of a code. */
typedef struct
{
  gulong value; /* its first character, or a code's own number */
  gunichar2 units[UNITS_MAX];
  guint n_units;
} Number;

/* By Unicode: spaces, marks of direction, joiners, selectors, tags; no accents, nor vowels that stand over others. */
static gboolean
draws_nothing (const char *characters)
{
  for (const char *c = characters; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar one = g_utf8_get_char (c);

      if (!(g_unichar_isspace (one) && one >= 0x20) && !(g_unichar_type (one) == G_UNICODE_FORMAT && (one == 0xad || one >= 0x2000)) && !(one >= 0xe0000 && one <= 0xe0fff)
          && !(one >= 0xfe00 && one <= 0xfe0f) && one != 0x34f && one != 0x3164 && one != 0xffa0 && one != 0x2800)
        return FALSE;
    }
  return TRUE;
}

/* How many shapes may be said to be @characters. */
static guint
get_most (const char *characters)
{
  GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (characters));

  switch (script)
    {
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_INHERITED:
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_CYRILLIC:
      return SHAPES_MAX;
    default:
      return OTHER_SHAPES_MAX;
    }
}

/* Rule 4. */
static void
count_said (Told *told, gulong code, const Number *said, gulong offset)
{
  gunichar2 units[UNITS_MAX];
  g_autofree char *characters = NULL;
  gboolean nothing, known;
  guint n;

  if (code >= N_SHAPES || told->codes[code])
    return;
  told->codes[code] = 1;
  memcpy (units, said->units, sizeof units);
  if (said->n_units > 0)
    units[said->n_units - 1] = (gunichar2)(units[said->n_units - 1] + offset);
  characters = g_utf16_to_utf8 (units, said->n_units, NULL, NULL, NULL);
  /* Nothing that is a character, or what says itself that nobody knows: such a text is asked about by what it says. */
  if (characters == NULL || (said->n_units == 1 && (units[0] == 0 || units[0] == 0xfffd)))
    return;
  nothing = draws_nothing (characters);
  known = told->draws != NULL;
  if (nothing && known && !told->draws (told, code))
    return;
  /* Large fonts draw signs for each of them, once. */
  if (nothing && known && said->n_units == 1 && told->n_signs < SIGNS_MAX && !g_hash_table_contains (told->said, characters))
    {
      told->n_signs++;
      g_hash_table_insert (told->said, g_steal_pointer (&characters), GUINT_TO_POINTER (1));
      return;
    }
  if (nothing && known)
    *characters = '\0';
  n = GPOINTER_TO_UINT (g_hash_table_lookup (told->said, characters)) + 1;
  told->has_many = told->has_many || n > (nothing && known ? NOTHING_MAX : get_most (characters));
  g_hash_table_insert (told->said, g_steal_pointer (&characters), GUINT_TO_POINTER (n));
}

static void
add (Told *told, gulong code, const Number *said, gulong offset)
{
  gulong letter = said->value + offset;
  int c = letter < 128 && g_ascii_isalpha ((char)letter) ? g_ascii_tolower ((char)letter) : 0;

  if (c == 0)
    count_said (told, code, said, offset);
  if (c == 0)
    return;
  told->shapes[c - 'a']++;
  if (code < 256 && told->named[code] != 0 && told->named[code] != c)
    told->others++;
  else if (told->shapes_named != NULL && code < N_SHAPES && told->shapes_named[code] != 0
           && (told->shapes_named[code] & (1u << (c - 'a'))) == 0)
    told->others++;
}

/* The next "<…>" from *@at on, up to @end; FALSE when there is none. */
static gboolean
next_number (const char **at, const char *end, Number *number)
{
  const char *open = memchr (*at, '<', (gsize)(end - *at));
  const char *close = open != NULL ? memchr (open, '>', (gsize)(end - open)) : NULL;
  guint n = 0;

  if (close == NULL)
    return FALSE;
  *number = (Number){ 0 };
  for (const char *c = open + 1; c < close && n < 4 * UNITS_MAX; c++)
    if (g_ascii_isxdigit (*c))
      {
        gunichar2 *unit = &number->units[n / 4];

        *unit = (gunichar2)(*unit << 4 | g_ascii_xdigit_value (*c));
        n++;
        /* Of several letters the first stands for all. */
        if (n <= 4)
          number->value = *unit;
      }
  number->n_units = (n + 3) / 4;
  *at = close + 1;
  return TRUE;
}

static void
read_range (Told *told, const char **at, const char *end)
{
  Number first, last, said;
  const char *list;

  if (!next_number (at, end, &first) || !next_number (at, end, &last))
    {
      *at = end;
      return;
    }
  list = *at + strspn (*at, " \t\r\n");
  for (gulong code = first.value; code <= last.value && code < first.value + 256; code++)
    if (list < end && *list == '[')
      {
        const char *close = memchr (list, ']', (gsize)(end - list));

        if (close == NULL || !next_number (at, close, &said))
          break;
        add (told, code, &said, 0);
      }
    else if (code == first.value && !next_number (at, end, &said))
      break;
    else if (said.n_units > 0)
      add (told, code, &said, code - first.value);
}

/* @text ends with a NUL at @end. */
static void
read_table (Told *told, const char *text, const char *end)
{
  const char *at = text;

  while (at < end)
    {
      const char *singles = strstr (at, "beginbfchar"), *ranges = strstr (at, "beginbfrange");
      gboolean is_range = singles == NULL || (ranges != NULL && ranges < singles);
      const char *stop;
      Number code, said;

      at = is_range ? ranges : singles;
      if (at == NULL)
        return;
      at = strchr (at, 'f') + 1;
      stop = strstr (at, "endbf");
      if (stop == NULL)
        stop = end;
      while (at < stop && memchr (at, '<', (gsize)(stop - at)) != NULL)
        if (is_range)
          read_range (told, &at, stop);
        else if (next_number (&at, stop, &code) && next_number (&at, stop, &said))
          add (told, code.value, &said, 0);
        else
          at = stop;
      at = stop + 1;
    }
}

static gboolean
draws_code (const Told *told, gulong code)
{
  return code < G_N_ELEMENTS (told->drawn) && told->drawn[code];
}

/* Whether there is more in what draws a letter than its width and its frame. Said to be so where nobody can read it. */
static gboolean
is_ink (qpdf_data qpdf, qpdf_oh glyph)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  guint n = 0;

  if (!qpdf_oh_is_stream (qpdf, glyph))
    return FALSE;
  if ((qpdf_oh_get_stream_data (qpdf, glyph, qpdf_dl_generalized, NULL, &bytes, &length) & QPDF_ERRORS) != 0 || bytes == NULL)
    n = 1;
  else
    for (size_t i = 0; i < length; i++)
      n += g_ascii_isalpha ((char)bytes[i]) && bytes[i] != 'd' && bytes[i] != 'q' && bytes[i] != 'Q' ? 1 : 0;
  free (bytes);
  return n > 0;
}

/* Of a font that is drawn (Type 3): which codes draw something. */
static void
read_drawn (Told *told, qpdf_data qpdf, qpdf_oh font)
{
  qpdf_oh glyphs = qpdf_oh_get_key (qpdf, font, "/CharProcs");
  qpdf_oh differences = qpdf_oh_get_key_if_dict (qpdf, qpdf_oh_get_key (qpdf, font, "/Encoding"), "/Differences");
  int n = qpdf_oh_is_array (qpdf, differences) ? qpdf_oh_get_array_n_items (qpdf, differences) : 0;
  guint code = 0;

  told->draws = draws_code;
  for (int i = 0; i < MIN (n, 1024); i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (qpdf, differences, i);

      if (qpdf_oh_is_integer (qpdf, item))
        code = (guint)qpdf_oh_get_int_value_as_int (qpdf, item);
      else if (qpdf_oh_is_name (qpdf, item) && code < G_N_ELEMENTS (told->drawn))
        told->drawn[code++] = is_ink (qpdf, qpdf_oh_get_key_if_dict (qpdf, glyphs, qpdf_oh_get_name (qpdf, item))) ? 1 : 0;
      qpdf_oh_release (qpdf, item);
    }
}

/* What the encoding of a simple font names: its own list, else the standard ones, which agree about letters. */
static void
read_encoding (Told *told, qpdf_data qpdf, qpdf_oh font)
{
  qpdf_oh encoding = qpdf_oh_get_key (qpdf, font, "/Encoding"), differences = qpdf_oh_get_key_if_dict (qpdf, encoding, "/Differences");
  int n = qpdf_oh_is_array (qpdf, differences) ? qpdf_oh_get_array_n_items (qpdf, differences) : 0;
  guint code = 0;
  qpdf_oh kind = qpdf_oh_get_key (qpdf, font, "/Subtype");

  /* Names of drawn shapes are any names. */
  if (qpdf_oh_is_name_and_equals (qpdf, kind, "/Type3"))
    {
      read_drawn (told, qpdf, font);
      return;
    }
  for (guint c = 0; c < 128 && qpdf_oh_is_name (qpdf, encoding) && qpdf_oh_is_name_and_equals (qpdf, kind, "/Type1"); c++)
    told->named[c] = g_ascii_isalpha ((char)c) ? (guint8)g_ascii_tolower ((char)c) : 0;
  for (int i = 0; i < MIN (n, 1024); i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (qpdf, differences, i);
      const char *name = qpdf_oh_is_name (qpdf, item) ? qpdf_oh_get_name (qpdf, item) : NULL;

      if (qpdf_oh_is_integer (qpdf, item))
        code = (guint)qpdf_oh_get_int_value_as_int (qpdf, item);
      else if (name != NULL && code < 256)
        told->named[code++] = strlen (name) == 2 && g_ascii_isalpha (name[1]) ? (guint8)g_ascii_tolower (name[1]) : 0;
      qpdf_oh_release (qpdf, item);
    }
}

static gboolean
draws_shape (const Told *told, gulong code)
{
  gsize length;
  const guint8 *font = g_bytes_get_data (told->program, &length);

  return jal_reader_told_draws (font, length, (guint)code);
}

/* Of a composite font whose codes are the numbers of its shapes: what its own file names them. */
static void
read_shapes (Told *told, qpdf_data qpdf, qpdf_oh font)
{
  qpdf_oh list = qpdf_oh_get_key (qpdf, font, "/DescendantFonts"), encoding = qpdf_oh_get_key (qpdf, font, "/Encoding");
  qpdf_oh descendant = qpdf_oh_is_array (qpdf, list) ? qpdf_oh_get_array_item (qpdf, list, 0) : list;
  qpdf_oh file = qpdf_oh_get_key_if_dict (qpdf, qpdf_oh_get_key_if_dict (qpdf, descendant, "/FontDescriptor"), "/FontFile2");
  qpdf_oh map = qpdf_oh_get_key_if_dict (qpdf, descendant, "/CIDToGIDMap");
  unsigned char *bytes = NULL;
  size_t length = 0;

  if (!qpdf_oh_is_stream (qpdf, file) || qpdf_oh_is_stream (qpdf, map)
      || !(qpdf_oh_is_name_and_equals (qpdf, encoding, "/Identity-H") || qpdf_oh_is_name_and_equals (qpdf, encoding, "/Identity-V")))
    return;
  qpdf_oh_get_stream_data (qpdf, file, qpdf_dl_generalized, NULL, &bytes, &length);
  if (bytes != NULL && length <= FONT_MAX)
    {
      told->shapes_named = g_new0 (guint32, N_SHAPES);
      jal_reader_told_read_shapes (bytes, length, told->shapes_named, N_SHAPES);
      told->program = g_bytes_new (bytes, length);
      if (jal_reader_told_has_outlines (bytes, length))
        told->draws = draws_shape;
    }
  free (bytes);
}

gboolean
jal_reader_tells_wrong (gpointer pdf, unsigned int font)
{
  qpdf_data qpdf = pdf;
  qpdf_oh table = qpdf_oh_get_key_if_dict (qpdf, font, "/ToUnicode");
  unsigned char *bytes = NULL;
  size_t length = 0;
  Told told = { 0 };
  gboolean wrong;

  if (!qpdf_oh_is_stream (qpdf, table))
    return FALSE;
  if (!qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, font, "/Subtype"), "/Type0"))
    read_encoding (&told, qpdf, font);
  else
    read_shapes (&told, qpdf, font);
  qpdf_oh_get_stream_data (qpdf, table, qpdf_dl_generalized, NULL, &bytes, &length);
  if (bytes != NULL && length <= TABLE_MAX)
    {
      g_autofree char *text = g_strndup ((const char *)bytes, length);

      told.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      told.codes = g_malloc0 (N_SHAPES);
      read_table (&told, text, text + strlen (text));
      g_hash_table_unref (told.said);
      g_free (told.codes);
    }
  free (bytes);
  g_clear_pointer (&told.program, g_bytes_unref);
  g_free (told.shapes_named);
  wrong = told.others >= OTHERS_MIN || told.has_many;
  for (guint i = 0; i < G_N_ELEMENTS (told.shapes); i++)
    wrong = wrong || told.shapes[i] > SHAPES_MAX;
  return wrong;
}
