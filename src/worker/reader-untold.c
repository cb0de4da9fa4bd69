/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing of which nobody knows the letters.
 *
 * A font numbers its shapes as it likes; which letters they are stands in its encoding or in a table of its own (/ToUnicode). Where
 * neither says so, poppler takes the numbers for letters: the page shows a name, its text says "$PLQD", and no search finds it. So that
 * nobody believes such a page was searched, each of these characters becomes U+FFFD here.
 *
 * 1. A composite font that names its shapes by their place in the font (Identity-H, -V, or a table of its own), has no /ToUnicode, and
 *    is of no collection of characters that the standard lists (ISO 32000-1, 9.10.2).
 * 2. A simple font that is embedded or drawn (Type 3), has no /ToUnicode, and whose /Differences are mostly numbers ("g23"), unless they are
 *    the codes themselves.
 *
 * What a font says in error is believed: a table that lies is seen by nobody but who looks at the page.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"

#define UNREADABLE 0xfffd
#define DEPTH_MAX 6
#define OBJECTS_MAX 400
/* Names in /Differences that are mere numbers. They must be half of all: others name what has a name, and number the rest (ligatures). */
#define NUMBERS_MIN 3

/* Collections whose characters poppler knows. */
static const char *const known_orderings[] = { "Japan1", "Japan2", "GB1", "CNS1", "Korea1", "KR", "UCS", "UCS2" };

typedef struct
{
  qpdf_data qpdf;
  guint budget;      /* objects still to be looked at */
  GHashTable *names; /* of char * */
} Walk;

/* Returns (transfer full, element type utf8): libqpdf walks one dictionary at a time. */
static GPtrArray *
list_keys (Walk *walk, qpdf_oh dictionary)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  if (!qpdf_oh_is_dictionary (walk->qpdf, dictionary))
    return keys;
  qpdf_oh_begin_dict_key_iter (walk->qpdf, dictionary);
  while (qpdf_oh_dict_more_keys (walk->qpdf) && keys->len < OBJECTS_MAX)
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (walk->qpdf)));
  return keys;
}

static gboolean
is_of_known_collection (Walk *walk, qpdf_oh font)
{
  qpdf_oh list = qpdf_oh_get_key_if_dict (walk->qpdf, font, "/DescendantFonts");
  qpdf_oh descendant = qpdf_oh_is_array (walk->qpdf, list) ? qpdf_oh_get_array_item (walk->qpdf, list, 0) : list;
  qpdf_oh system = qpdf_oh_get_key_if_dict (walk->qpdf, descendant, "/CIDSystemInfo");
  qpdf_oh ordering = qpdf_oh_get_key_if_dict (walk->qpdf, system, "/Ordering");

  for (gsize i = 0; i < G_N_ELEMENTS (known_orderings); i++)
    if (qpdf_oh_is_string (walk->qpdf, ordering) && g_str_equal (qpdf_oh_get_utf8_value (walk->qpdf, ordering), known_orderings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_untold_composite (Walk *walk, qpdf_oh font)
{
  qpdf_oh encoding = qpdf_oh_get_key (walk->qpdf, font, "/Encoding");

  return (qpdf_oh_is_stream (walk->qpdf, encoding) || qpdf_oh_is_name_and_equals (walk->qpdf, encoding, "/Identity-H")
          || qpdf_oh_is_name_and_equals (walk->qpdf, encoding, "/Identity-V"))
         && !is_of_known_collection (walk, font);
}

/* Whether a glyph's name is a number after at most a few letters, and not the number of its code. */
static gboolean
is_mere_number (const char *name, guint code)
{
  static const char *const meant[] = { "uni", "u", "afii", "SF", "H" };
  gsize n = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const char *number = name + n + (name[n] == '.' || name[n] == '_' ? 1 : 0);
  guint64 value;

  if (n > 8 || *number == '\0' || number[strspn (number, "0123456789")] != '\0')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (meant); i++)
    if (strlen (meant[i]) == n && strncmp (name, meant[i], n) == 0 && strlen (number) >= 4)
      return FALSE;
  value = g_ascii_strtoull (number, NULL, 10);
  return value != code && g_ascii_strtoull (number, NULL, 16) != code;
}

static gboolean
is_untold_simple (Walk *walk, qpdf_oh font)
{
  qpdf_oh encoding = qpdf_oh_get_key (walk->qpdf, font, "/Encoding");
  qpdf_oh differences = qpdf_oh_get_key_if_dict (walk->qpdf, encoding, "/Differences");
  qpdf_oh descriptor = qpdf_oh_get_key (walk->qpdf, font, "/FontDescriptor");
  int n = qpdf_oh_is_array (walk->qpdf, differences) ? qpdf_oh_get_array_n_items (walk->qpdf, differences) : 0;
  guint numbers = 0, n_names = 0, code = 0;

  if (!qpdf_oh_is_name_and_equals (walk->qpdf, qpdf_oh_get_key (walk->qpdf, font, "/Subtype"), "/Type3")
      && !(qpdf_oh_is_dictionary (walk->qpdf, descriptor)
           && (qpdf_oh_has_key (walk->qpdf, descriptor, "/FontFile") || qpdf_oh_has_key (walk->qpdf, descriptor, "/FontFile2")
               || qpdf_oh_has_key (walk->qpdf, descriptor, "/FontFile3"))))
    return FALSE;
  for (int i = 0; i < MIN (n, 1024); i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (walk->qpdf, differences, i);

      if (qpdf_oh_is_integer (walk->qpdf, item))
        code = (guint)qpdf_oh_get_int_value_as_int (walk->qpdf, item);
      else if (qpdf_oh_is_name (walk->qpdf, item) && !qpdf_oh_is_name_and_equals (walk->qpdf, item, "/.notdef"))
        {
          numbers += is_mere_number (qpdf_oh_get_name (walk->qpdf, item) + 1, code++) ? 1 : 0;
          n_names++;
        }
      else
        code++;
      qpdf_oh_release (walk->qpdf, item);
    }
  return numbers >= NUMBERS_MIN && 2 * numbers >= n_names;
}

/* As poppler names it: without the mark of a part ("ABCDEF+"), and by a word of its own where it has no name. */
static char *
dup_name (Walk *walk, qpdf_oh font)
{
  qpdf_oh name = qpdf_oh_get_key (walk->qpdf, font, "/BaseFont");
  const char *base = qpdf_oh_is_name (walk->qpdf, name) ? qpdf_oh_get_name (walk->qpdf, name) + 1 : "";
  const char *plus = strlen (base) > 7 && base[6] == '+' ? base + 6 : NULL;

  return g_strdup (plus != NULL ? plus + 1 : *base != '\0' ? base : "Default");
}

static void
look_at_font (Walk *walk, qpdf_oh font)
{
  qpdf_oh table = qpdf_oh_get_key_if_dict (walk->qpdf, font, "/ToUnicode");
  gboolean untold;

  if (!qpdf_oh_is_dictionary (walk->qpdf, font) || qpdf_oh_is_stream (walk->qpdf, table) || qpdf_oh_is_name (walk->qpdf, table))
    return;
  if (qpdf_oh_is_name_and_equals (walk->qpdf, qpdf_oh_get_key (walk->qpdf, font, "/Subtype"), "/Type0"))
    untold = is_untold_composite (walk, font);
  else
    untold = is_untold_simple (walk, font);
  if (untold)
    g_hash_table_add (walk->names, dup_name (walk, font));
}

/* Through forms and patterns, too. */
static void
look_at_resources (Walk *walk, qpdf_oh resources, guint depth)
{
  static const char *const drawn[] = { "/XObject", "/Pattern" };
  qpdf_oh fonts = qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/Font");
  g_autoptr (GPtrArray) keys = list_keys (walk, fonts);

  for (guint i = 0; i < keys->len && walk->budget > 0; i++, walk->budget--)
    look_at_font (walk, qpdf_oh_get_key (walk->qpdf, fonts, keys->pdata[i]));
  for (gsize k = 0; k < G_N_ELEMENTS (drawn) && depth < DEPTH_MAX; k++)
    {
      qpdf_oh objects = qpdf_oh_get_key_if_dict (walk->qpdf, resources, drawn[k]);
      g_autoptr (GPtrArray) names = list_keys (walk, objects);

      for (guint i = 0; i < names->len && walk->budget > 0; i++, walk->budget--)
        {
          qpdf_oh object = qpdf_oh_get_key (walk->qpdf, objects, names->pdata[i]);

          if (qpdf_oh_is_stream (walk->qpdf, object))
            look_at_resources (walk, qpdf_oh_get_key (walk->qpdf, qpdf_oh_get_dict (walk->qpdf, object), "/Resources"), depth + 1);
        }
    }
}

/* Returns (transfer full, element type utf8): the names of the page's fonts whose letters nobody knows. */
static GHashTable *
find_fonts (JalReaderWorker *reader, guint page)
{
  Walk walk = { NULL, OBJECTS_MAX, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  Found found = { 0 };

  if (reader->facts == NULL)
    return walk.names;
  walk.qpdf = jal_facts_get_qpdf (reader->facts);
  if (jal_facts_find_shown (reader->facts, page, &found) && found.resources != 0)
    look_at_resources (&walk, found.resources, 0);
  qpdf_oh_release_all (walk.qpdf);
  return walk.names;
}

/* The characters of fonts in @names, by poppler's own list of what is written in which font. */
static void
mark_fonts (PopplerPage *page, GHashTable *names, gunichar *chars, glong n)
{
  GList *runs = poppler_page_get_text_attributes (page);

  for (GList *l = runs; l != NULL; l = l->next)
    {
      const PopplerTextAttributes *run = l->data;

      if (!g_hash_table_contains (names, run->font_name != NULL ? run->font_name : "Default"))
        continue;
      for (glong i = MAX (run->start_index, 0); i <= run->end_index && i < n; i++)
        if (!g_unichar_isspace (chars[i]))
          chars[i] = UNREADABLE;
    }
  poppler_page_free_text_attributes (runs);
}

char *
jal_reader_worker_mark_untold (JalReaderWorker *reader, guint number, PopplerPage *page, char *text)
{
  g_autoptr (GHashTable) names = find_fonts (reader, number);
  g_autofree gunichar *chars = NULL;
  char *marked;
  glong n;

  if (g_hash_table_size (names) == 0)
    return text;
  chars = g_utf8_to_ucs4_fast (text, -1, &n);
  mark_fonts (page, names, chars, n);
  marked = g_ucs4_to_utf8 (chars, n, NULL, NULL, NULL);
  if (marked == NULL)
    return text;
  g_free (text);
  return marked;
}
