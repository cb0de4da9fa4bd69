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
 */
#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"
#include "worker/reader-told-private.h"

#define SHAPES_MAX 6
#define OTHERS_MIN 2
#define TABLE_MAX (1u << 20)
/* Of a font's file. */
#define FONT_MAX (64u << 20)
#define N_SHAPES 65536

typedef struct
{
  guint shapes[26]; /* of a letter, small and capital together */
  guint others;     /* codes of which the encoding says another letter */
  guint32 *shapes_named; /* nullable: by the font itself, for codes that are its shapes; see jal_reader_told_read_shapes() */
  guint8 named[256]; /* by the encoding of a simple font; 0: no letter */
} Told;

static void
add (Told *told, gulong code, gulong letter)
{
  int c = letter < 128 && g_ascii_isalpha ((char)letter) ? g_ascii_tolower ((char)letter) : 0;

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
next_number (const char **at, const char *end, gulong *value)
{
  const char *open = memchr (*at, '<', (gsize)(end - *at));
  const char *close = open != NULL ? memchr (open, '>', (gsize)(end - open)) : NULL;

  if (close == NULL)
    return FALSE;
  *value = 0;
  /* Of several letters the first stands for all. */
  for (const char *c = open + 1, *stop = close - open > 5 ? open + 5 : close; c < stop; c++)
    if (g_ascii_isxdigit (*c))
      *value = *value << 4 | (gulong)g_ascii_xdigit_value (*c);
  *at = close + 1;
  return TRUE;
}

static void
read_range (Told *told, const char **at, const char *end)
{
  gulong first, last, letter;
  const char *list;

  if (!next_number (at, end, &first) || !next_number (at, end, &last))
    {
      *at = end;
      return;
    }
  list = *at + strspn (*at, " \t\r\n");
  for (gulong code = first; code <= last && code < first + 256; code++)
    if (list < end && *list == '[')
      {
        const char *close = memchr (list, ']', (gsize)(end - list));

        if (close == NULL || !next_number (at, close, &letter))
          break;
        add (told, code, letter);
      }
    else if (code == first && !next_number (at, end, &letter))
      break;
    else
      add (told, code, letter + (code - first));
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
      gulong code, letter;

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
        else if (next_number (&at, stop, &code) && next_number (&at, stop, &letter))
          add (told, code, letter);
        else
          at = stop;
      at = stop + 1;
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
    return;
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

      read_table (&told, text, text + strlen (text));
    }
  free (bytes);
  g_free (told.shapes_named);
  wrong = told.others >= OTHERS_MIN;
  for (guint i = 0; i < G_N_ELEMENTS (told.shapes); i++)
    wrong = wrong || told.shapes[i] > SHAPES_MAX;
  return wrong;
}
