/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing of which nobody knows the letters.
 *
 * A font numbers its shapes as it likes; which letters they are stands in its encoding or in a table of its own (/ToUnicode). Where
 * neither says so, poppler takes the numbers for letters, or leaves them out: the page shows a name, its text says "$PLQD" or nothing,
 * and no search finds it. The text stays as poppler says it, since other words of the page are right; what is said is only that
 * the page shows more.
 *
 * 1. A composite font that names its shapes by their place in the font (Identity-H, -V, or a table of its own), has no /ToUnicode, and
 *    is of no collection of characters that the standard lists (ISO 32000-1, 9.10.2).
 * 2. A simple font that is embedded or drawn (Type 3), has no /ToUnicode, and whose /Differences are mostly numbers ("g23"), unless they
 *    are the codes themselves.
 * 3. It counts where the content beside its dictionary names it. Files often list all of their fonts for every page.
 *
 * 4. A font whose glyphs are drawn with the letters of another one (Type 3): its encoding says what its maker likes, and the page shows the other's.
 *    So is one that draws a picture for a letter: the page may show what is on a scan. Small pictures, as long as they are wide, are letters.
 * 5. A font whose table is not to be believed is one of them: see reader-told.c. A table that lies about few letters, each for another one, in
 *    a font that names none, is seen by nobody but who looks at the page.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"

#define DEPTH_MAX 6
#define OBJECTS_MAX 400
#define GLYPHS_MAX 256
/* Pixels of a picture that is drawn for a letter, as small signs with faces are; and how much longer it is than the other side. */
#define PICTURE_MAX 320
#define PICTURE_LONG 2
/* Names in /Differences that are mere numbers. They must be half of all: others name what has a name, and number the rest (ligatures). */
#define NUMBERS_MIN 3

/* Collections whose characters poppler knows. */
static const char *const known_orderings[] = { "Japan1", "Japan2", "GB1", "CNS1", "Korea1", "KR", "UCS", "UCS2" };

typedef struct
{
  qpdf_data qpdf;
  guint budget;     /* objects still to be looked at */
  GHashTable *seen; /* of the numbers of forms and patterns, as pointers */
} Walk;

static gboolean
take_one (Walk *walk)
{
  if (walk->budget == 0)
    return FALSE;
  walk->budget--;
  return TRUE;
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

static gboolean
shows_text (Walk *walk, qpdf_oh stream)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  gboolean shows = qpdf_oh_is_stream (walk->qpdf, stream)
                   && (qpdf_oh_get_stream_data (walk->qpdf, stream, qpdf_dl_generalized, NULL, &bytes, &length) & QPDF_ERRORS) == 0 && bytes != NULL
                   && (memmem (bytes, length, "Tj", 2) != NULL || memmem (bytes, length, "TJ", 2) != NULL);

  free (bytes);
  return shows;
}

/* Whether what @resources name for a glyph is a picture that is large, or longer than any letter. A mask has the shape of what is seen. */
static gboolean
has_picture (Walk *walk, qpdf_oh resources, guint depth)
{
  qpdf_oh objects = qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/XObject");
  g_autoptr (GPtrArray) names = jal_facts_list_keys (walk->qpdf, objects, GLYPHS_MAX);

  for (guint i = 0; i < names->len && take_one (walk); i++)
    {
      qpdf_oh object = qpdf_oh_get_key (walk->qpdf, objects, names->pdata[i]);
      qpdf_oh dictionary = qpdf_oh_is_stream (walk->qpdf, object) ? qpdf_oh_get_dict (walk->qpdf, object) : 0;
      qpdf_oh width, height, mask;

      if (dictionary == 0)
        continue;
      if (depth < DEPTH_MAX && has_picture (walk, qpdf_oh_get_key (walk->qpdf, dictionary, "/Resources"), depth + 1))
        return TRUE;
      width = qpdf_oh_get_key (walk->qpdf, dictionary, "/Width");
      height = qpdf_oh_get_key (walk->qpdf, dictionary, "/Height");
      mask = qpdf_oh_get_key (walk->qpdf, dictionary, "/ImageMask");
      if (qpdf_oh_is_integer (walk->qpdf, width) && qpdf_oh_is_integer (walk->qpdf, height)
          && !(qpdf_oh_is_bool (walk->qpdf, mask) && qpdf_oh_get_bool_value (walk->qpdf, mask)))
        {
          gint64 w = qpdf_oh_get_int_value (walk->qpdf, width), h = qpdf_oh_get_int_value (walk->qpdf, height);

          if (w >= PICTURE_LONG * h || h >= PICTURE_LONG * w || MAX (w, h) > PICTURE_MAX)
            return TRUE;
        }
    }
  return FALSE;
}

/* Rule 4. Few fonts have resources with a font in them: of the others that have some nothing has to be read. */
static gboolean
draws_letters (Walk *walk, qpdf_oh font)
{
  qpdf_oh glyphs, resources;
  g_autoptr (GPtrArray) names = NULL;

  if (!qpdf_oh_is_dictionary (walk->qpdf, font) || !qpdf_oh_is_name_and_equals (walk->qpdf, qpdf_oh_get_key (walk->qpdf, font, "/Subtype"), "/Type3"))
    return FALSE;
  resources = qpdf_oh_get_key (walk->qpdf, font, "/Resources");
  if (qpdf_oh_is_dictionary (walk->qpdf, resources) && !qpdf_oh_is_dictionary (walk->qpdf, qpdf_oh_get_key (walk->qpdf, resources, "/Font"))
      && !qpdf_oh_is_dictionary (walk->qpdf, qpdf_oh_get_key (walk->qpdf, resources, "/XObject")))
    return FALSE;
  if (has_picture (walk, resources, 0))
    return TRUE;
  glyphs = qpdf_oh_get_key (walk->qpdf, font, "/CharProcs");
  names = jal_facts_list_keys (walk->qpdf, glyphs, GLYPHS_MAX);
  for (guint i = 0; i < names->len; i++)
    if (shows_text (walk, qpdf_oh_get_key_if_dict (walk->qpdf, glyphs, names->pdata[i])))
      return TRUE;
  return FALSE;
}

static gboolean
is_untold (Walk *walk, qpdf_oh font)
{
  qpdf_oh table = qpdf_oh_get_key_if_dict (walk->qpdf, font, "/ToUnicode");

  if (jal_reader_tells_wrong (walk->qpdf, font) || draws_letters (walk, font))
    return TRUE;
  if (!qpdf_oh_is_dictionary (walk->qpdf, font) || qpdf_oh_is_stream (walk->qpdf, table) || qpdf_oh_is_name (walk->qpdf, table))
    return FALSE;
  return qpdf_oh_is_name_and_equals (walk->qpdf, qpdf_oh_get_key (walk->qpdf, font, "/Subtype"), "/Type0") ? is_untold_composite (walk, font)
                                                                                                            : is_untold_simple (walk, font);
}

/* --- Where it is used --------------------------------------------------------------------------------------------- */

/* The content that goes with a dictionary of resources: of a page, or of a form or pattern. */
typedef struct
{
  qpdf_oh page;   /* 0: it is @stream's */
  qpdf_oh stream;
  gboolean lends; /* forms without resources of their own use these: nobody knows which */
} Content;

/* Whether @content may write in the font of that name (3). TRUE when that is not known. */
static gboolean
may_use (Walk *walk, const Content *content, const char *name)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_ERROR_CODE failed;
  gboolean used;

  if (content->lends)
    return TRUE;
  failed = content->page != 0 ? qpdf_oh_get_page_content_data (walk->qpdf, content->page, &bytes, &length)
                              : qpdf_oh_get_stream_data (walk->qpdf, content->stream, qpdf_dl_generalized, NULL, &bytes, &length);
  /* Names may be written in several ways. */
  used = (failed & QPDF_ERRORS) != 0 || bytes == NULL || memchr (bytes, '#', length) != NULL
         || memmem (bytes, length, name, strlen (name)) != NULL;
  free (bytes);
  return used;
}

/* Whether a form of @resources has none of its own. */
static gboolean
lends (Walk *walk, qpdf_oh resources)
{
  qpdf_oh objects = qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/XObject");
  g_autoptr (GPtrArray) names = jal_facts_list_keys (walk->qpdf, objects, OBJECTS_MAX);

  for (guint i = 0; i < names->len; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (walk->qpdf, objects, names->pdata[i]);
      qpdf_oh form = qpdf_oh_is_stream (walk->qpdf, object) ? qpdf_oh_get_dict (walk->qpdf, object) : 0;

      if (form != 0 && qpdf_oh_is_name_and_equals (walk->qpdf, qpdf_oh_get_key (walk->qpdf, form, "/Subtype"), "/Form")
          && !qpdf_oh_has_key (walk->qpdf, form, "/Resources"))
        return TRUE;
    }
  return FALSE;
}

static gboolean look_at_resources (Walk *walk, qpdf_oh resources, Content *content, guint depth);

/* What is drawn by name: forms, patterns. */
static gboolean
look_at_drawn (Walk *walk, qpdf_oh objects, guint depth)
{
  g_autoptr (GPtrArray) names = jal_facts_list_keys (walk->qpdf, objects, OBJECTS_MAX);

  for (guint i = 0; i < names->len && take_one (walk); i++)
    {
      Content content = { .stream = qpdf_oh_get_key (walk->qpdf, objects, names->pdata[i]) };
      int number = qpdf_oh_get_object_id (walk->qpdf, content.stream);

      if (qpdf_oh_is_stream (walk->qpdf, content.stream) && g_hash_table_add (walk->seen, GINT_TO_POINTER (number))
          && look_at_resources (walk, qpdf_oh_get_key (walk->qpdf, qpdf_oh_get_dict (walk->qpdf, content.stream), "/Resources"), &content,
                                depth + 1))
        return TRUE;
    }
  return FALSE;
}

static gboolean
look_at_resources (Walk *walk, qpdf_oh resources, Content *content, guint depth)
{
  qpdf_oh fonts = qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/Font");
  g_autoptr (GPtrArray) keys = jal_facts_list_keys (walk->qpdf, fonts, OBJECTS_MAX);

  content->lends = lends (walk, resources);
  for (guint i = 0; i < keys->len && take_one (walk); i++)
    if (is_untold (walk, qpdf_oh_get_key (walk->qpdf, fonts, keys->pdata[i])) && may_use (walk, content, keys->pdata[i]))
      return TRUE;
  return depth < DEPTH_MAX
         && (look_at_drawn (walk, qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/XObject"), depth)
             || look_at_drawn (walk, qpdf_oh_get_key_if_dict (walk->qpdf, resources, "/Pattern"), depth));
}

gboolean
jal_reader_worker_has_untold (JalReaderWorker *reader, guint page)
{
  Walk walk = { NULL, OBJECTS_MAX, NULL };
  Found found = { 0 };
  gboolean any;

  if (reader->facts == NULL)
    return FALSE;
  walk.qpdf = jal_facts_get_qpdf (reader->facts);
  walk.seen = g_hash_table_new (NULL, NULL);
  any = jal_facts_find_shown (reader->facts, page, &found) && found.resources != 0
        && look_at_resources (&walk, found.resources, &(Content){ .page = found.page }, 0);
  qpdf_oh_release_all (walk.qpdf);
  g_hash_table_unref (walk.seen);
  return any;
}
