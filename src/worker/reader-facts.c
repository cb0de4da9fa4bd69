/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: ISO 32000-1, 7.7.3 (page tree, inherited attributes), 14.11.2 (boxes). A box that makes no sense counts as not
   given, as poppler does; without a media box a page is Letter. */
#include "worker/reader-facts.h"

#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "worker/image-page.h"
#include "worker/reader-fopen.h"

#define DEPTH_MAX 64
#define FORM_DEPTH_MAX 6
#define OBJECTS_MAX 4000

struct _JalFacts
{
  qpdf_data qpdf;
};

/* A page's own dictionary and what its ancestors hand down (0: nothing). */
typedef struct
{
  qpdf_oh page;
  qpdf_oh media;
  qpdf_oh crop;
  qpdf_oh rotate;
  qpdf_oh resources;
} Found;

JalFacts *
jal_facts_open (const char *password)
{
  JalFacts *facts = g_new0 (JalFacts, 1);

  facts->qpdf = qpdf_init ();
  qpdf_silence_errors (facts->qpdf);
  qpdf_set_suppress_warnings (facts->qpdf, QPDF_TRUE);
  if ((qpdf_read (facts->qpdf, JAL_READER_FILE_NAME, password) & QPDF_ERRORS) != 0)
    g_clear_pointer (&facts, jal_facts_free);
  return facts;
}

void
jal_facts_free (JalFacts *facts)
{
  if (facts == NULL)
    return;
  qpdf_cleanup (&facts->qpdf);
  g_free (facts);
}

gboolean
jal_facts_is_in_order (JalFacts *facts, guint *n_pages)
{
  qpdf_data qpdf = facts->qpdf;
  qpdf_oh pages = qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages");
  int count = 0;
  gboolean is_in_order = qpdf_oh_is_dictionary (qpdf, pages)
                         && qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, pages, "/Count"), &count) && count > 0
                         && !qpdf_is_encrypted (qpdf) && !qpdf_more_warnings (qpdf);

  *n_pages = (guint)MAX (count, 0);
  qpdf_oh_release_all (qpdf);
  return is_in_order;
}

gpointer
jal_facts_get_qpdf (JalFacts *facts)
{
  return facts->qpdf;
}

static void
inherit (qpdf_data qpdf, qpdf_oh node, const char *key, qpdf_oh *value)
{
  if (qpdf_oh_has_key (qpdf, node, key))
    *value = qpdf_oh_get_key (qpdf, node, key);
}

static gboolean
is_tree_node (qpdf_data qpdf, qpdf_oh node)
{
  return qpdf_oh_is_dictionary (qpdf, node) && qpdf_oh_has_key (qpdf, node, "/Kids");
}

static guint
count_leaves (qpdf_data qpdf, qpdf_oh node)
{
  int count;

  if (!is_tree_node (qpdf, node))
    return 1;
  if (!qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, node, "/Count"), &count) || count < 0)
    return 0;
  return (guint)count;
}

/* Goes down to the leaf by the counts, so that leaves on the way need not be read when a node has leaves only. */
static gboolean
find_page (qpdf_data qpdf, guint page, Found *found)
{
  qpdf_oh node = qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages");

  for (guint depth = 0; depth < DEPTH_MAX; depth++)
    {
      qpdf_oh kids, next = 0;
      guint n_kids;

      if (!qpdf_oh_is_dictionary (qpdf, node))
        return FALSE;
      inherit (qpdf, node, "/MediaBox", &found->media);
      inherit (qpdf, node, "/CropBox", &found->crop);
      inherit (qpdf, node, "/Rotate", &found->rotate);
      inherit (qpdf, node, "/Resources", &found->resources);
      if (!is_tree_node (qpdf, node))
        {
          found->page = node;
          return page == 0;
        }
      kids = qpdf_oh_get_key (qpdf, node, "/Kids");
      n_kids = qpdf_oh_is_array (qpdf, kids) ? (guint)MAX (0, qpdf_oh_get_array_n_items (qpdf, kids)) : 0;
      if (count_leaves (qpdf, node) == n_kids)
        {
          if (page >= n_kids)
            return FALSE;
          next = qpdf_oh_get_array_item (qpdf, kids, (int)page);
          page = 0;
        }
      else
        for (guint i = 0; i < n_kids && next == 0; i++)
          {
            qpdf_oh kid = qpdf_oh_get_array_item (qpdf, kids, (int)i);
            guint n = count_leaves (qpdf, kid);

            if (page < n)
              next = kid;
            else
              page -= n;
          }
      if (next == 0)
        return FALSE;
      node = next;
    }
  return FALSE;
}

static gboolean
read_box (qpdf_data qpdf, qpdf_oh array, double box[4])
{
  double value[4];

  if (array == 0 || !qpdf_oh_is_array (qpdf, array) || qpdf_oh_get_array_n_items (qpdf, array) != 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    if (!qpdf_oh_get_value_as_number (qpdf, qpdf_oh_get_array_item (qpdf, array, i), &value[i]) || !isfinite (value[i]))
      return FALSE;
  box[0] = fmin (value[0], value[2]);
  box[1] = fmin (value[1], value[3]);
  box[2] = fmax (value[0], value[2]);
  box[3] = fmax (value[1], value[3]);
  return box[0] < box[2] && box[1] < box[3];
}

static void
fill_facts (qpdf_data qpdf, const Found *found, JalPageFacts *out)
{
  static const double letter[4] = { 0, 0, 612, 792 };
  double crop[4], number;

  out->is_plain = qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, found->page, "/Type"), "/Page");
  if (!read_box (qpdf, found->media, out->media))
    {
      memcpy (out->media, letter, sizeof letter);
      out->is_plain = FALSE;
    }
  memcpy (out->crop, out->media, sizeof crop);
  if (found->crop != 0 && !read_box (qpdf, found->crop, crop))
    out->is_plain = FALSE;
  else if (found->crop != 0)
    {
      for (int i = 0; i < 2; i++)
        out->is_plain = out->is_plain && crop[i] >= out->media[i] && crop[i + 2] <= out->media[i + 2];
      for (int i = 0; i < 2; i++)
        {
          crop[i] = CLAMP (crop[i], out->media[i], out->media[i + 2]);
          crop[i + 2] = CLAMP (crop[i + 2], out->media[i], out->media[i + 2]);
        }
      if (crop[0] < crop[2] && crop[1] < crop[3])
        memcpy (out->crop, crop, sizeof crop);
    }
  out->rotate = 0;
  if (found->rotate != 0 && qpdf_oh_get_value_as_number (qpdf, found->rotate, &number) && fabs (number) < 1e6
      && fmod (number, 90) == 0)
    out->rotate = (guint)(((int)number % 360 + 360) % 360);
  else if (found->rotate != 0)
    out->is_plain = FALSE;
  out->user_unit = 1;
  if (qpdf_oh_get_value_as_number (qpdf, qpdf_oh_get_key (qpdf, found->page, "/UserUnit"), &number) && number >= 1e-3
      && number <= 1e4)
    out->user_unit = number;
}

gboolean
jal_facts_get_page (JalFacts *facts, guint page, JalPageFacts *out)
{
  Found found = { 0 };
  gboolean known = find_page (facts->qpdf, page, &found);

  if (known)
    fill_facts (facts->qpdf, &found, out);
  qpdf_oh_release_all (facts->qpdf);
  return known;
}

static guint64
get_pixels (qpdf_data qpdf, qpdf_oh dictionary)
{
  int width = 0, height = 0;

  if (!qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Width"), &width)
      || !qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Height"), &height) || width <= 0
      || height <= 0)
    return 0;
  return (guint64)width * (guint64)height;
}

static void
count_images (qpdf_data qpdf, qpdf_oh resources, guint depth, guint *budget, JalImageFacts *out)
{
  qpdf_oh objects = qpdf_oh_get_key_if_dict (qpdf, resources, "/XObject");
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  if (depth > FORM_DEPTH_MAX || !qpdf_oh_is_dictionary (qpdf, objects))
    return;
  /* libqpdf walks one dictionary at a time. */
  qpdf_oh_begin_dict_key_iter (qpdf, objects);
  while (qpdf_oh_dict_more_keys (qpdf) && keys->len < OBJECTS_MAX)
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (qpdf)));
  for (guint i = 0; i < keys->len && *budget > 0; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (qpdf, objects, keys->pdata[i]);
      qpdf_oh dictionary, subtype;

      (*budget)--;
      if (!qpdf_oh_is_stream (qpdf, object))
        continue;
      dictionary = qpdf_oh_get_dict (qpdf, object);
      subtype = qpdf_oh_get_key (qpdf, dictionary, "/Subtype");
      if (qpdf_oh_is_name_and_equals (qpdf, subtype, "/Image"))
        {
          out->n_images++;
          out->largest = MAX (out->largest, get_pixels (qpdf, dictionary));
        }
      else if (qpdf_oh_is_name_and_equals (qpdf, subtype, "/Form"))
        count_images (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Resources"), depth + 1, budget, out);
    }
}

gboolean
jal_facts_get_images (JalFacts *facts, guint page, JalImageFacts *out)
{
  Found found = { 0 };
  gboolean known = find_page (facts->qpdf, page, &found);
  guint budget = OBJECTS_MAX;

  *out = (JalImageFacts){ 0 };
  if (known && found.resources != 0)
    count_images (facts->qpdf, found.resources, 0, &budget, out);
  qpdf_oh_release_all (facts->qpdf);
  return known;
}

/* --- Scans -------------------------------------------------------------------------------------------------------- */

#define CONTENT_MAX 400
#define SCAN_BYTES_MAX (64u << 20)

/* A page may say what its grey and its colours mean (ISO 32000-1, 8.6.5.6). */
static gboolean
has_own_colours (qpdf_data qpdf, const Found *found)
{
  qpdf_oh spaces = found->resources != 0 ? qpdf_oh_get_key_if_dict (qpdf, found->resources, "/ColorSpace") : 0;

  return spaces != 0 && qpdf_oh_is_dictionary (qpdf, spaces)
         && (qpdf_oh_has_key (qpdf, spaces, "/DefaultGray") || qpdf_oh_has_key (qpdf, spaces, "/DefaultRGB"));
}

/* Takes the single image of the page; everything that would change how it looks is refused, in poppler's short names of
   inline pictures, too, which it understands everywhere. */
static qpdf_oh
get_only_image (qpdf_data qpdf, const Found *found, char **name, JalScan *scan)
{
  static const char *const strange[] = { "/SMask", "/Mask", "/Decode", "/D", "/DecodeParms", "/DP", "/ImageMask", "/IM",
                                         "/OC", "/F", "/FFilter", "/SMaskInData" };
  qpdf_oh objects = found->resources != 0 ? qpdf_oh_get_key_if_dict (qpdf, found->resources, "/XObject") : 0;
  qpdf_oh image, about, filter, space;
  int bits;

  if (objects == 0 || !qpdf_oh_is_dictionary (qpdf, objects) || has_own_colours (qpdf, found))
    return 0;
  qpdf_oh_begin_dict_key_iter (qpdf, objects);
  while (qpdf_oh_dict_more_keys (qpdf))
    {
      if (*name != NULL)
        return 0;
      *name = g_strdup (qpdf_oh_dict_next_key (qpdf));
    }
  if (*name == NULL || !qpdf_oh_is_stream (qpdf, image = qpdf_oh_get_key (qpdf, objects, *name)))
    return 0;
  about = qpdf_oh_get_dict (qpdf, image);
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    if (qpdf_oh_has_key (qpdf, about, strange[i]))
      return 0;
  filter = qpdf_oh_get_key (qpdf, about, "/Filter");
  if (qpdf_oh_is_array (qpdf, filter) && qpdf_oh_get_array_n_items (qpdf, filter) == 1)
    filter = qpdf_oh_get_array_item (qpdf, filter, 0);
  space = qpdf_oh_get_key (qpdf, about, "/ColorSpace");
  scan->n_channels = qpdf_oh_is_name_and_equals (qpdf, space, "/DeviceGray")  ? 1
                     : qpdf_oh_is_name_and_equals (qpdf, space, "/DeviceRGB") ? 3
                                                                              : 0;
  if (!qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, about, "/Subtype"), "/Image")
      || !qpdf_oh_is_name_and_equals (qpdf, filter, "/DCTDecode") || scan->n_channels == 0
      || !qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, about, "/BitsPerComponent"), &bits) || bits != 8
      || get_pixels (qpdf, about) == 0 || get_pixels (qpdf, about) > JAL_IMAGE_PIXELS_MAX)
    return 0;
  scan->width = (guint)qpdf_oh_get_int_value_as_int (qpdf, qpdf_oh_get_key (qpdf, about, "/Width"));
  scan->height = (guint)qpdf_oh_get_int_value_as_int (qpdf, qpdf_oh_get_key (qpdf, about, "/Height"));
  return image;
}

/* "q a 0 0 d e f cm /Name Do Q", with or without q and Q. */
static gboolean
read_content (const char *content, const char *name, double box[4])
{
  g_auto (GStrv) words = g_strsplit_set (content, " \t\r\n", -1);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  double number[6];
  guint at = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (tokens, words[i]);
  if (tokens->len == 11)
    {
      if (!g_str_equal (tokens->pdata[0], "q") || !g_str_equal (tokens->pdata[10], "Q"))
        return FALSE;
      at = 1;
    }
  else if (tokens->len != 9)
    return FALSE;
  for (guint i = 0; i < 6; i++)
    {
      char *end;

      number[i] = g_ascii_strtod (tokens->pdata[at + i], &end);
      if (*end != '\0' || !isfinite (number[i]))
        return FALSE;
    }
  box[0] = number[4];
  box[1] = number[5];
  box[2] = number[4] + number[0];
  box[3] = number[5] + number[3];
  return number[0] > 0 && number[3] > 0 && number[1] == 0 && number[2] == 0
         && g_str_equal (tokens->pdata[at + 6], "cm") && g_str_equal (tokens->pdata[at + 7], name)
         && g_str_equal (tokens->pdata[at + 8], "Do");
}

static gboolean
get_scan (qpdf_data qpdf, const Found *found, gboolean with_bytes, JalScan *scan)
{
  g_autofree char *name = NULL, *text = NULL;
  qpdf_oh contents = qpdf_oh_get_key (qpdf, found->page, "/Contents"), image;
  unsigned char *bytes = NULL;
  size_t n_bytes = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  gboolean ours;

  if (qpdf_oh_has_key (qpdf, found->page, "/Annots") || qpdf_oh_has_key (qpdf, found->page, "/Group")
      || (image = get_only_image (qpdf, found, &name, scan)) == 0)
    return FALSE;
  if (qpdf_oh_is_array (qpdf, contents) && qpdf_oh_get_array_n_items (qpdf, contents) == 1)
    contents = qpdf_oh_get_array_item (qpdf, contents, 0);
  if (!qpdf_oh_is_stream (qpdf, contents)
      || (qpdf_oh_get_stream_data (qpdf, contents, qpdf_dl_generalized, &filtered, &bytes, &n_bytes) & QPDF_ERRORS) != 0
      || bytes == NULL)
    return FALSE;
  text = filtered && n_bytes <= CONTENT_MAX ? g_strndup ((const char *)bytes, n_bytes) : NULL;
  g_clear_pointer (&bytes, free);
  if (text == NULL || !read_content (text, name, scan->box))
    return FALSE;
  if (!with_bytes)
    return TRUE;
  if ((qpdf_oh_get_stream_data (qpdf, image, qpdf_dl_none, &filtered, &bytes, &n_bytes) & QPDF_ERRORS) != 0
      || bytes == NULL)
    return FALSE;
  ours = n_bytes > 0 && n_bytes <= SCAN_BYTES_MAX;
  if (ours)
    {
      scan->bytes = g_memdup2 (bytes, n_bytes);
      scan->n_bytes = n_bytes;
    }
  g_clear_pointer (&bytes, free);
  return ours;
}

static gboolean
find_scan (JalFacts *facts, guint page, gboolean with_bytes, JalScan *scan)
{
  Found found = { 0 };
  gboolean is_scan;

  *scan = (JalScan){ 0 };
  is_scan = find_page (facts->qpdf, page, &found) && get_scan (facts->qpdf, &found, with_bytes, scan);
  qpdf_oh_release_all (facts->qpdf);
  return is_scan;
}

gboolean
jal_facts_get_scan (JalFacts *facts, guint page, JalScan *scan)
{
  return find_scan (facts, page, TRUE, scan);
}

gboolean
jal_facts_is_scan (JalFacts *facts, guint page)
{
  JalScan scan;

  return find_scan (facts, page, FALSE, &scan);
}

gboolean
jal_facts_has_annotations (JalFacts *facts, guint page)
{
  Found found = { 0 };
  gboolean has = !find_page (facts->qpdf, page, &found) || qpdf_oh_has_key (facts->qpdf, found.page, "/Annots");

  qpdf_oh_release_all (facts->qpdf);
  return has;
}

static gboolean
root_has (JalFacts *facts, const char *key)
{
  qpdf_oh root = qpdf_get_root (facts->qpdf);
  gboolean has = !qpdf_oh_is_dictionary (facts->qpdf, root) || qpdf_oh_has_key (facts->qpdf, root, key);

  qpdf_oh_release_all (facts->qpdf);
  return has;
}

gboolean
jal_facts_has_labels (JalFacts *facts)
{
  return root_has (facts, "/PageLabels");
}

gboolean
jal_facts_has_outline (JalFacts *facts)
{
  return root_has (facts, "/Outlines");
}

void
jal_scan_clear (JalScan *scan)
{
  g_clear_pointer (&scan->bytes, g_free);
}
