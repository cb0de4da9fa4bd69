/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a search found to redactions: where the words stand on the page is asked of a reader. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions-search-private.h"
#include "marks/jal-redactions.h"
#include "pages/jal-geometry.h"
#include "pages/jal-reader.h"

/* Points by which a redaction without a place lies beyond the page's edge: more than is burnt round a box. */
#define BEYOND 10.0
/* Of words that are placed letter by letter. */
#define LETTERS_MAX 900

typedef struct
{
  JalRedactionHit *hit; /* a reference */
  GArray *quads;        /* of JalMarkQuad */
} Placed;

static void
clear_placed (gpointer data)
{
  Placed *placed = data;

  g_clear_object (&placed->hit);
  g_clear_pointer (&placed->quads, g_array_unref);
}

/* What the search saw around the hit, without marks of direction, which pages taken in long ago have in their text. */
static char *
dup_without_directions (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_utf8_get_char (c) < 0x202a || g_utf8_get_char (c) > 0x202c)
      g_string_append_unichar (out, g_utf8_get_char (c));
  return g_string_free (out, FALSE);
}

/* Whether what stands around the place in @text is what the search saw around the hit. */
static gboolean
has_context (const JalPageText *text, guint first, guint n, const char *before, const char *after)
{
  guint n_before = MIN (first, (guint)g_utf8_strlen (before, -1));
  guint n_after = MIN (text->n_chars - first - n, (guint)g_utf8_strlen (after, -1));
  g_autofree char *there = jal_geometry_get_text (text, first - n_before, n_before);
  g_autofree char *then = jal_geometry_get_text (text, first + n, n_after);
  g_autoptr (JalLetters) before_there = jal_letters_new (there, -1), before_then = jal_letters_new (before, -1);
  g_autoptr (JalLetters) after_there = jal_letters_new (then, -1), after_then = jal_letters_new (after, -1);

  return jal_letters_equal (before_there, before_then) && jal_letters_equal (after_there, after_then);
}

/* Where the hit's words stand in @text: at the place that the search gave, or, should the reader see the page otherwise
   than when it was taken in, wherever they are found again. */
static gboolean
find_again (const JalPageText *text, const JalRedactionHit *hit, guint *first)
{
  g_autofree char *there = jal_geometry_get_text (text, hit->first, hit->n);
  g_autoptr (JalLetters) page = NULL;
  g_autoptr (JalLetters) words = NULL;
  g_autoptr (GArray) hits = NULL;
  g_autofree char *before = NULL, *after = NULL;
  guint best;

  *first = hit->first;
  if (g_str_equal (there, hit->words))
    return TRUE;
  page = jal_letters_new (text->text, (gssize)text->n_bytes);
  words = jal_letters_new (hit->words, -1);
  hits = jal_letters_find (page, words, JAL_NEAR_SAME);
  if (hits->len == 0)
    return FALSE;
  best = 0;
  before = dup_without_directions (hit->before);
  after = dup_without_directions (hit->after);
  for (guint i = 0; i < hits->len; i++)
    {
      const JalNearHit *near = &g_array_index (hits, JalNearHit, i), *nearest = &g_array_index (hits, JalNearHit, best);

      if (has_context (text, near->first, near->n, before, after))
        {
          *first = near->first;
          return TRUE;
        }
      if (ABS ((gint64)near->first - hit->first) < ABS ((gint64)nearest->first - hit->first))
        best = i;
    }
  *first = g_array_index (hits, JalNearHit, best).first;
  return TRUE;
}

static JalMarkQuad
quad_of (const JalBox *box)
{
  return (JalMarkQuad){ .x = { box->x1, box->x2, box->x1, box->x2 }, .y = { box->y2, box->y2, box->y1, box->y1 } };
}

/* A note or a field is taken out whole. */
static void
place_beside (JalRedactionHit *hit, GArray *placed)
{
  Placed place = { g_object_ref (hit), g_array_new (FALSE, TRUE, sizeof (JalMarkQuad)) };
  JalMarkQuad quad = quad_of (&hit->box);

  g_array_append_val (place.quads, quad);
  g_array_append_val (placed, place);
}

static void
add_quads (Placed *place, const GArray *quads)
{
  for (guint i = 0; i < quads->len; i++)
    {
      JalMarkQuad to;

      for (guint corner = 0; corner < 4; corner++)
        {
          to.x[corner] = g_array_index (quads, JalQuad, i).corners[corner].x;
          to.y[corner] = g_array_index (quads, JalQuad, i).corners[corner].y;
        }
      g_array_append_val (place->quads, to);
    }
}

/* What is no word of the page's text may be written on it all the same: slanted, mirrored, a letter a line. */
static void
add_letters (Placed *place, const JalPageText *text)
{
  g_autoptr (GArray) letters = jal_redaction_find_anyhow (text, place->hit->words);

  for (guint i = 0; i < MIN (letters->len, LETTERS_MAX); i++)
    {
      JalMarkQuad quad = quad_of (&g_array_index (letters, JalBox, i));

      g_array_append_val (place->quads, quad);
    }
}

/* What no page shows has no place on it: see jal-redactions-unseen.c. */
static void
place_unseen (JalRedactionHit *hit, const JalPageInfo *info, const JalPageText *text, GArray *placed)
{
  Placed place = { g_object_ref (hit), g_array_new (FALSE, TRUE, sizeof (JalMarkQuad)) };
  JalBox beyond = { info->crop.x1 - 2 * BEYOND, info->crop.y1, info->crop.x1 - BEYOND, info->crop.y1 + BEYOND };
  JalMarkQuad quad = quad_of (&beyond);

  if (text != NULL && (hit->where == JAL_HIT_OUTSIDE || hit->where == JAL_HIT_LAYER))
    add_letters (&place, text);
  if (place.quads->len == 0)
    g_array_append_val (place.quads, quad);
  g_array_append_val (placed, place);
}

static gboolean
place_hit (JalDocumentReader *reader, JalRedactionHit *hit, GArray *placed, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GArray) quads = NULL;
  Placed place = { 0 };
  JalPageInfo info;
  guint first;

  if (hit->beside)
    {
      place_beside (hit, placed);
      return TRUE;
    }
  if (!jal_document_reader_get_page (reader, hit->page, &info, cancellable, error))
    return FALSE;
  text = jal_document_reader_get_text (reader, hit->page, cancellable, hit->where > JAL_HIT_NOTE ? NULL : error);
  if (hit->where > JAL_HIT_NOTE)
    {
      place_unseen (hit, &info, text, placed);
      return TRUE;
    }
  if (text == NULL)
    return FALSE;
  if (find_again (text, hit, &first))
    quads = jal_geometry_get_quads (&info, text, first, hit->n);
  if (quads == NULL || quads->len == 0)
    {
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                   _ ("Words that were found are no longer where they were, on page %u. Search again, or redact the "
                      "area by hand."),
                   hit->page + 1);
      return FALSE;
    }
  place.hit = g_object_ref (hit);
  place.quads = g_array_new (FALSE, TRUE, sizeof (JalMarkQuad));
  add_quads (&place, quads);
  g_array_append_val (placed, place);
  return TRUE;
}

GArray *
jal_redactions_add_hits (JalStore *store, GListModel *hits, const char *reason, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, TRUE, sizeof (Placed));
  g_autoptr (JalDocumentReader) reader = NULL;
  g_autofree JalRedactionDraft *drafts = NULL;
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalId open = JAL_ID_NONE;
  GArray *ids = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store) && G_IS_LIST_MODEL (hits), NULL);

  g_array_set_clear_func (placed, clear_placed);
  for (guint i = 0; i < g_list_model_get_n_items (hits); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (hits, i);

      if (hit->wanted && hit->let_stand)
        g_array_append_val (again, hit->known_id);
      if (!hit->wanted || hit->marked)
        continue;
      if (reader == NULL || !jal_id_equal (open, hit->document_id))
        {
          g_clear_object (&reader);
          open = hit->document_id;
          reader = jal_document_reader_open (store, open, cancellable, error);
        }
      if (reader == NULL || !place_hit (reader, hit, placed, cancellable, error))
        return NULL;
    }
  if (placed->len + again->len == 0)
    return g_array_new (FALSE, FALSE, sizeof (JalId));
  drafts = g_new0 (JalRedactionDraft, placed->len);
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *place = &g_array_index (placed, Placed, i);

      drafts[i] = (JalRedactionDraft){ .document_id = place->hit->document_id,
                                       .page = place->hit->page,
                                       .quads = (const JalMarkQuad *)(gpointer)place->quads->data,
                                       .n_quads = place->quads->len,
                                       .quoted = place->hit->words,
                                       .context_before = place->hit->before,
                                       .context_after = place->hit->after,
                                       .reason = reason != NULL ? reason : place->hit->reason,
                                       .origin = place->hit->origin,
                                       /* Half a name may be anybody's: the whole one is looked for everywhere. */
                                       .reach = place->hit->half || place->hit->piece ? "here" : NULL,
                                       .rule = place->hit->rule };
    }
  return jal_redactions_add_again (store, drafts, placed->len, again, &ids, error) ? ids : NULL;
}
