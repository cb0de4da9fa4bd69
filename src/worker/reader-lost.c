/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of a page that the file names and does not have.
 *
 * poppler complains of the first object that is missing, once a file, and after that draws without a word: a page whose contents are not there
 * is blank, a picture loses its mask, a form its fonts, a stamp is gone.
 *
 * 1. What is missing is a reference that leads to nothing. (A file may say so on purpose: "may be incomplete" is all that is said.)
 * 2. Fonts, pictures and forms that a page draws by a name that leads to nothing are poppler's own complaint, each time.
 */
#include "worker/reader-facts-private.h"

#define NOTES_MAX 2000

gboolean
jal_facts_is_lost (qpdf_data qpdf, qpdf_oh object)
{
  return qpdf_oh_is_null (qpdf, object) && qpdf_oh_is_indirect (qpdf, object);
}

static gboolean
lacks (qpdf_data qpdf, qpdf_oh dictionary, const char *key)
{
  return jal_facts_is_lost (qpdf, qpdf_oh_get_key (qpdf, dictionary, key));
}

/* A list with a part that leads nowhere, or itself nowhere. */
static gboolean
has_lost_part (qpdf_data qpdf, qpdf_oh list)
{
  int n = qpdf_oh_is_array (qpdf, list) ? qpdf_oh_get_array_n_items (qpdf, list) : 0;
  gboolean lost = jal_facts_is_lost (qpdf, list);

  for (int i = 0; i < MIN (n, NOTES_MAX) && !lost; i++)
    lost = jal_facts_is_lost (qpdf, qpdf_oh_get_array_item (qpdf, list, i));
  return lost;
}

/* What is drawn of a note. */
static gboolean
has_lost_looks (qpdf_data qpdf, qpdf_oh list)
{
  int n = qpdf_oh_is_array (qpdf, list) ? qpdf_oh_get_array_n_items (qpdf, list) : 0;

  for (int i = 0; i < MIN (n, NOTES_MAX); i++)
    {
      qpdf_oh note = qpdf_oh_get_array_item (qpdf, list, i);
      qpdf_oh looks = qpdf_oh_is_dictionary (qpdf, note) ? qpdf_oh_get_key (qpdf, note, "/AP") : 0;

      if (looks != 0 && (jal_facts_is_lost (qpdf, looks) || (qpdf_oh_is_dictionary (qpdf, looks) && lacks (qpdf, looks, "/N"))))
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_facts_page_lacks_parts (qpdf_data qpdf, const Found *found)
{
  qpdf_oh notes = qpdf_oh_get_key (qpdf, found->page, "/Annots");

  return has_lost_part (qpdf, qpdf_oh_get_key (qpdf, found->page, "/Contents")) || lacks (qpdf, found->page, "/Resources")
         || has_lost_part (qpdf, notes) || has_lost_looks (qpdf, notes);
}

gboolean
jal_facts_picture_lacks_parts (qpdf_data qpdf, qpdf_oh dictionary)
{
  return lacks (qpdf, dictionary, "/SMask") || lacks (qpdf, dictionary, "/Mask") || lacks (qpdf, dictionary, "/ColorSpace");
}

gboolean
jal_facts_form_lacks_parts (qpdf_data qpdf, qpdf_oh dictionary)
{
  return lacks (qpdf, dictionary, "/Resources");
}
