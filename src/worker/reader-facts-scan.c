/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a page is one picture and nothing else. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "worker/image-page.h"
#include "worker/reader-facts-private.h"

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
      || jal_facts_get_pixels (qpdf, about) == 0 || jal_facts_get_pixels (qpdf, about) > JAL_IMAGE_PIXELS_MAX)
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
  is_scan = jal_facts_find_shown (facts, page, &found) && !found.is_doubtful && get_scan (facts->qpdf, &found, with_bytes, scan);
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
  gboolean has = !jal_facts_find_shown (facts, page, &found) || qpdf_oh_has_key (facts->qpdf, found.page, "/Annots");

  qpdf_oh_release_all (facts->qpdf);
  return has;
}

void
jal_scan_clear (JalScan *scan)
{
  g_clear_pointer (&scan->bytes, g_free);
}
