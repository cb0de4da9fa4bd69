/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where words stand on a page that are none of its text: slanted or along a curve, a letter a line, mirrored.
 *
 * 1. What a copy would be kept back for is found here letter by letter, so that it can be burnt where it stands.
 * 2. Every place is found, up to PLACES_MAX: the copy is looked through for one that is left.
 * 3. The box of a turned letter holds less than the letter: what is slanted or curved gets boxes as large as its largest letter, and half more.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <math.h>

#include "marks/jal-redactions-search-private.h"
#include "pages/jal-geometry.h"

#define PLACES_MAX 40
/* Shorter words are other words backwards. */
#define MIRRORED_MIN 4
#define WIDER 0.75

/* With @size the box is as large in either direction round the letter's middle. */
static gboolean
take (const JalPageText *text, guint index, double size, gboolean *known, GArray *all)
{
  JalBox box;

  if (index >= text->n_chars || known[index])
    return FALSE;
  known[index] = TRUE;
  box = text->boxes[index];
  if (size > 0)
    {
      double x = (box.x1 + box.x2) / 2, y = (box.y1 + box.y2) / 2;

      box = (JalBox){ x - size, y - size, x + size, y + size };
    }
  if (box.x2 > box.x1 && box.y2 > box.y1)
    g_array_append_val (all, box);
  return TRUE;
}

static double
get_largest (const JalPageText *text, const GArray *letters)
{
  double size = 0;

  for (guint i = 0; i < letters->len; i++)
    {
      const JalBox *box = &text->boxes[g_array_index (letters, guint, i)];

      size = fmax (size, fmax (box->x2 - box->x1, box->y2 - box->y1));
    }
  return size;
}

static void
find_columns (const JalPageText *text, const JalLetters *words, gboolean *known, GArray *all)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *columns = jal_geometry_dup_stacked (text, known, places);
  g_autoptr (JalLetters) letters = jal_letters_new (columns, -1);
  g_autoptr (GArray) hits = jal_letters_find (letters, words, JAL_NEAR_SAME);

  for (guint i = 0; i < MIN (hits->len, PLACES_MAX); i++)
    {
      const JalNearHit *hit = &g_array_index (hits, JalNearHit, i);

      for (guint k = hit->first; k < hit->first + hit->n && k < places->len; k++)
        take (text, g_array_index (places, guint, k), 0, known, all);
    }
}

static void
find_mirrored (const JalPageText *text, const char *phrase, gboolean *known, GArray *all)
{
  g_autofree char *backwards = g_utf8_strreverse (phrase, -1);
  g_autoptr (JalLetters) words = jal_letters_new (backwards, -1);
  g_autoptr (JalLetters) letters = jal_letters_new (text->text, (gssize)text->n_bytes);
  g_autoptr (GArray) hits = jal_letters_get_n (words) >= MIRRORED_MIN ? jal_letters_find (letters, words, JAL_NEAR_SAME) : NULL;

  for (guint i = 0; hits != NULL && i < MIN (hits->len, PLACES_MAX); i++)
    {
      const JalNearHit *hit = &g_array_index (hits, JalNearHit, i);

      for (guint k = hit->first; k < hit->first + hit->n; k++)
        take (text, k, 0, known, all);
    }
}

GArray *
jal_redaction_find_anyhow (const JalPageText *text, const char *phrase)
{
  g_autoptr (JalLetters) words = jal_letters_new (phrase, -1);
  g_autofree gboolean *known = g_new0 (gboolean, text->n_chars + 1);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (JalBox));
  gboolean more = TRUE;

  find_columns (text, words, known, all);
  find_mirrored (text, phrase, known, all);
  for (guint i = 0; i < PLACES_MAX && more; i++)
    {
      g_autoptr (GArray) found = jal_geometry_find_scattered (text, phrase, known);

      more = FALSE;
      for (guint k = 0; k < found->len; k++)
        more = take (text, g_array_index (found, guint, k), WIDER * get_largest (text, found), known, all) || more;
    }
  return all;
}
