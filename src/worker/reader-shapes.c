/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters that are drawn as empty boxes.
 *
 * A font that is not in the file is replaced by one of this computer. Where none of them has the letter poppler draws a box, or
 * nothing, and complains of nothing.
 *
 * 1. Asked for are letters of the page's text that no font here has: with an alphabet of this computer nothing is missing.
 * 2. It counts where the page has a font that is not in the file. One that is has its own shapes, whatever it calls them.
 */
#include <fontconfig/fontconfig.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"

/* Every computer has Latin letters: they begin before this. */
#define FIRST_OTHER 0x250
/* Looked at, of the letters of a page: each of them once more costs little, but a page may have a million. */
#define LETTERS_MAX 4000
#define DEPTH_MAX 4
#define OBJECTS_MAX 400

/* All letters that the fonts of this computer have. Its fonts were read before the walls closed. */
static FcCharSet *
get_letters (void)
{
  static FcCharSet *letters;

  if (letters == NULL)
    {
      FcFontSet *fonts = FcConfigGetFonts (NULL, FcSetSystem);

      letters = FcCharSetCreate ();
      for (int i = 0; fonts != NULL && i < fonts->nfont; i++)
        {
          FcCharSet *of_font;

          if (FcPatternGetCharSet (fonts->fonts[i], FC_CHARSET, 0, &of_font) == FcResultMatch)
            FcCharSetMerge (letters, of_font, NULL);
        }
    }
  return letters;
}

static gboolean
has_other_letters (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0' && n < LETTERS_MAX; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter < FIRST_OTHER || !g_unichar_isalnum (letter))
        continue;
      n++;
      if (!FcCharSetHasChar (get_letters (), letter))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_elsewhere (qpdf_data qpdf, qpdf_oh font)
{
  qpdf_oh below = qpdf_oh_get_key_if_dict (qpdf, font, "/DescendantFonts");
  qpdf_oh descriptor;

  if (!qpdf_oh_is_dictionary (qpdf, font) || qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, font, "/Subtype"), "/Type3"))
    return FALSE;
  if (qpdf_oh_is_array (qpdf, below) && qpdf_oh_get_array_n_items (qpdf, below) > 0)
    font = qpdf_oh_get_array_item (qpdf, below, 0);
  descriptor = qpdf_oh_get_key_if_dict (qpdf, font, "/FontDescriptor");
  return !qpdf_oh_is_dictionary (qpdf, descriptor)
         || !(qpdf_oh_has_key (qpdf, descriptor, "/FontFile") || qpdf_oh_has_key (qpdf, descriptor, "/FontFile2")
              || qpdf_oh_has_key (qpdf, descriptor, "/FontFile3"));
}

/* Whether a page of @resources, or a form that it draws, has a font that is not in the file. */
static gboolean
look_at (qpdf_data qpdf, qpdf_oh resources, guint depth, guint *budget)
{
  qpdf_oh fonts = qpdf_oh_get_key_if_dict (qpdf, resources, "/Font");
  qpdf_oh objects = qpdf_oh_get_key_if_dict (qpdf, resources, "/XObject");
  g_autoptr (GPtrArray) font_keys = jal_facts_list_keys (qpdf, fonts, OBJECTS_MAX);
  g_autoptr (GPtrArray) object_keys = jal_facts_list_keys (qpdf, objects, OBJECTS_MAX);

  for (guint i = 0; i < font_keys->len && *budget > 0; i++, (*budget)--)
    if (is_elsewhere (qpdf, qpdf_oh_get_key (qpdf, fonts, font_keys->pdata[i])))
      return TRUE;
  for (guint i = 0; depth < DEPTH_MAX && i < object_keys->len && *budget > 0; i++, (*budget)--)
    {
      qpdf_oh object = qpdf_oh_get_key (qpdf, objects, object_keys->pdata[i]);

      if (qpdf_oh_is_stream (qpdf, object)
          && look_at (qpdf, qpdf_oh_get_key (qpdf, qpdf_oh_get_dict (qpdf, object), "/Resources"), depth + 1, budget))
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_reader_worker_lacks_shapes (JalReaderWorker *reader, guint page, const char *text)
{
  Found found = { 0 };
  guint budget = OBJECTS_MAX;
  gboolean lacks;

  if (text == NULL || reader->facts == NULL || !has_other_letters (text))
    return FALSE;
  lacks = jal_facts_find_shown (reader->facts, page, &found) && found.resources != 0
          && look_at (jal_facts_get_qpdf (reader->facts), found.resources, 0, &budget);
  qpdf_oh_release_all (jal_facts_get_qpdf (reader->facts));
  return lacks;
}
