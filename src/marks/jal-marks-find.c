/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marking by words: what a person would drag over with the pointer. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "evidence/jal-evidence.h"
#include "marks/jal-marks.h"
#include "pages/jal-geometry.h"

/* The quoted words are kept with this much of their surroundings, to find them again in a new version of the page. */
#define CONTEXT_CHARS 32

static void
copy_quad (JalMarkQuad *to, const JalQuad *from)
{
  for (guint corner = 0; corner < 4; corner++)
    {
      to->x[corner] = from->corners[corner].x;
      to->y[corner] = from->corners[corner].y;
    }
}

/* The smallest upright rectangle around all of @quads. */
static void
surround (JalMarkQuad *to, const GArray *quads)
{
  JalBox box = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };

  for (guint i = 0; i < quads->len; i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        JalPoint point = g_array_index (quads, JalQuad, i).corners[corner];

        box.x1 = MIN (box.x1, point.x);
        box.y1 = MIN (box.y1, point.y);
        box.x2 = MAX (box.x2, point.x);
        box.y2 = MAX (box.y2, point.y);
      }
  *to = (JalMarkQuad){ { box.x1, box.x2, box.x1, box.x2 }, { box.y2, box.y2, box.y1, box.y1 } };
}

/* What the mark covers: the lines of the words, a rectangle round them for a box, their beginning for a note. */
static GArray *
shape (const char *kind, const GArray *quads)
{
  GArray *shaped = g_array_new (FALSE, TRUE, sizeof (JalMarkQuad));
  guint n = g_str_equal (kind, "box") || g_str_equal (kind, "note") ? 1 : quads->len;

  g_array_set_size (shaped, n);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (kind, "box"))
      surround (&g_array_index (shaped, JalMarkQuad, i), quads);
    else
      copy_quad (&g_array_index (shaped, JalMarkQuad, i), &g_array_index (quads, JalQuad, i));
  return shaped;
}

static gboolean
add_hit (JalStore *store, JalId document_id, guint page, const JalPageText *text, const JalHit *hit,
         const JalMarkDraft *look, GArray *ids, GError **error)
{
  JalMarkDraft draft = *look;
  guint before = hit->first > CONTEXT_CHARS ? hit->first - CONTEXT_CHARS : 0;
  guint end = hit->first + hit->n;
  g_autofree char *context_before = jal_geometry_get_text (text, before, hit->first - before);
  g_autofree char *context_after = jal_geometry_get_text (text, end, MIN (CONTEXT_CHARS, text->n_chars - end));
  g_autoptr (GArray) quads = shape (look->kind, hit->quads);
  JalId id;

  draft.document_id = document_id;
  draft.page = page;
  draft.quads = (const JalMarkQuad *)(gpointer)quads->data;
  draft.n_quads = quads->len;
  draft.quoted = hit->text;
  draft.context_before = context_before;
  draft.context_after = context_after;
  if (!jal_marks_add (store, &draft, &id, error))
    return FALSE;
  g_array_append_val (ids, id);
  return TRUE;
}

GArray *
jal_marks_add_by_words (JalStore *store, JalId document_id, guint page, const char *words, gboolean every,
                        const JalMarkDraft *look, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocumentReader) reader = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalPageInfo info;

  g_return_val_if_fail (JAL_IS_STORE (store) && words != NULL && look != NULL && look->kind != NULL, NULL);

  reader = jal_document_reader_open (store, document_id, cancellable, error);
  if (reader == NULL || !jal_document_reader_get_page (reader, page, &info, cancellable, error))
    return NULL;
  text = jal_document_reader_get_text (reader, page, cancellable, error);
  if (text == NULL)
    return NULL;
  hits = jal_geometry_find (&info, text, words);
  for (guint i = 0; i < hits->len && (every || ids->len == 0); i++)
    {
      const JalHit *hit = &g_array_index (hits, JalHit, i);

      if (hit->quads->len > 0 && !add_hit (store, document_id, page, text, hit, look, ids, error))
        return NULL;
    }
  if (ids->len == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("These words are not on that page. A scanned page has no words that could be found."));
      return NULL;
    }
  return g_steal_pointer (&ids);
}
