/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redacting what others only covered.
 *
 * 1. Words that can be read and not seen are found as they were when the file was taken in; what notes cover is found on every page.
 * 2. What is redacted already is passed over, so that doing it twice does no harm.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "evidence/jal-original-reader.h"
#include "marks/jal-redactions.h"
#include "pages/jal-geometry.h"
#include "pages/jal-hidden-text.h"
#include "record/jal-document-rows.h"

/* What one redaction may hold; what is longer is burnt whole all the same, as several. */
#define QUADS_MAX 1000
#define QUOTED_MAX 2000
/* Points by which two places may differ and be the same. */
#define SAME_PLACE 1.0

typedef struct
{
  JalStore *store;
  JalId document_id;
  const char *reason;
  GArray *parts;      /* of JalDocumentPart */
  GArray *hidden;     /* of JalHiddenWords */
  GListStore *known;  /* of JalRedaction */
  GArray *drafts;     /* of JalRedactionDraft; what they point to: */
  GPtrArray *memory;
  GCancellable *cancellable;
} Hiding;

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Hiding *hiding = data;

  hiding->parts = jal_document_rows_parts (tx, hiding->document_id, error);
  hiding->hidden = hiding->parts != NULL ? jal_hidden_words_list (tx, hiding->document_id, error) : NULL;
  hiding->known = hiding->hidden != NULL ? jal_redaction_rows_list (tx, hiding->document_id, error) : NULL;
  return hiding->known != NULL;
}

static gboolean
is_same (const JalMarkQuad *one, const JalMarkQuad *other)
{
  for (guint i = 0; i < 4; i++)
    if (fabs (one->x[i] - other->x[i]) > SAME_PLACE || fabs (one->y[i] - other->y[i]) > SAME_PLACE)
      return FALSE;
  return TRUE;
}

static gboolean
is_known (const Hiding *hiding, guint page, const JalMarkQuad *quad)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hiding->known)); i++)
    {
      g_autoptr (JalRedaction) known = g_list_model_get_item (G_LIST_MODEL (hiding->known), i);

      if (known->document_page != (int)page || g_str_equal (known->state, "rejected"))
        continue;
      for (guint k = 0; k < known->n_quads; k++)
        if (is_same (&known->quads[k], quad))
          return TRUE;
    }
  return FALSE;
}

/* Whether a cover that is redacted takes it along: quads of covers are upright, from the upper left to the lower right corner. */
static gboolean
is_under (const Hiding *hiding, guint page, const JalMarkQuad *quad)
{
  for (guint i = 0; i < hiding->drafts->len; i++)
    {
      const JalRedactionDraft *draft = &g_array_index (hiding->drafts, JalRedactionDraft, i);
      const JalMarkQuad *cover = &draft->quads[0];
      gboolean inside = draft->page == page && draft->quoted == NULL && jal_id_equal (draft->document_id, hiding->document_id);

      for (guint corner = 0; corner < 4; corner++)
        inside = inside && quad->x[corner] >= cover->x[0] - SAME_PLACE && quad->x[corner] <= cover->x[3] + SAME_PLACE
                 && quad->y[corner] <= cover->y[0] + SAME_PLACE && quad->y[corner] >= cover->y[3] - SAME_PLACE;
      if (inside)
        return TRUE;
    }
  return FALSE;
}

/* @quads (taken) are in default user space; those that are redacted already are left out. */
static void
add (Hiding *hiding, guint page, GArray *quads, const char *words)
{
  JalRedactionDraft draft
      = { .document_id = hiding->document_id, .page = page, .reason = hiding->reason, .origin = "area", .quoted = words };

  for (guint i = quads->len; i > 0; i--)
    if (is_known (hiding, page, &g_array_index (quads, JalMarkQuad, i - 1))
        || is_under (hiding, page, &g_array_index (quads, JalMarkQuad, i - 1)))
      g_array_remove_index (quads, i - 1);
  g_ptr_array_add (hiding->memory, quads);
  for (guint i = 0; i < quads->len; i += QUADS_MAX)
    {
      draft.quads = &g_array_index (quads, JalMarkQuad, i);
      draft.n_quads = MIN (quads->len - i, QUADS_MAX);
      g_array_append_val (hiding->drafts, draft);
    }
}

/* It is there to be recognised; the place is what is burnt. A copy is searched for it, too: only whole words are found again. */
static void
shorten (char **words)
{
  char *end, *space;

  if (g_utf8_strlen (*words, -1) <= QUOTED_MAX)
    return;
  end = g_utf8_offset_to_pointer (*words, QUOTED_MAX);
  for (space = end; space > *words && !g_unichar_isspace (g_utf8_get_char (space)); space = g_utf8_prev_char (space))
    ;
  *(space > *words ? space : end) = '\0';
}

static gboolean
add_words (Hiding *hiding, JalReader *reader, guint page, guint original_page, GPtrArray *kept, GError **error)
{
  GArray *found;
  JalPageInfo info;

  if (!jal_reader_get_page (reader, original_page, &info, hiding->cancellable, error)
      || (found = jal_reader_find_hidden (reader, original_page, hiding->cancellable, error)) == NULL)
    return FALSE;
  /* Its words stay where they are until all of it is kept. */
  g_ptr_array_add (kept, found);
  for (guint i = 0; i < found->len; i++)
    {
      JalHiddenText *hidden = &g_array_index (found, JalHiddenText, i);
      GArray *quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));

      for (guint k = 0; k < hidden->boxes->len; k++)
        {
          const JalBox *box = &g_array_index (hidden->boxes, JalBox, k);
          JalMarkQuad quad;

          for (guint corner = 0; corner < 4; corner++)
            {
              JalPoint point = jal_geometry_to_user (
                  &info, (JalPoint){ corner % 2 == 0 ? box->x1 : box->x2, corner < 2 ? box->y1 : box->y2 });

              quad.x[corner] = point.x;
              quad.y[corner] = point.y;
            }
          g_array_append_val (quads, quad);
        }
      shorten (&hidden->words);
      add (hiding, page, quads, hidden->words);
    }
  return TRUE;
}

static gboolean
add_covers (Hiding *hiding, JalReader *reader, guint page, guint original_page, GError **error)
{
  gboolean more;
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, original_page, &more, hiding->cancellable, error);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];
      JalMarkQuad quad = { .x = { note->box.x1, note->box.x2, note->box.x1, note->box.x2 },
                           .y = { note->box.y2, note->box.y2, note->box.y1, note->box.y1 } };
      GArray *quads;

      if (!note->covers)
        continue;
      quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));
      g_array_append_val (quads, quad);
      add (hiding, page, quads, NULL);
    }
  return notes != NULL;
}

static gboolean
has_hidden (const Hiding *hiding, guint page)
{
  for (guint i = 0; i < hiding->hidden->len; i++)
    if (g_array_index (hiding->hidden, JalHiddenWords, i).page == page)
      return TRUE;
  return FALSE;
}

static gboolean
look (Hiding *hiding, GPtrArray *kept, GError **error)
{
  guint start = 0;

  for (guint i = 0; i < hiding->parts->len; start += g_array_index (hiding->parts, JalDocumentPart, i++).n_pages)
    {
      const JalDocumentPart *part = &g_array_index (hiding->parts, JalDocumentPart, i);
      g_autoptr (JalReader) reader = NULL;

      if (jal_id_is_none (part->blob_id) || !g_str_equal (part->media, "pdf"))
        continue;
      reader = jal_original_open (hiding->store, part, hiding->cancellable, hiding->cancellable, error);
      for (guint k = 0; reader != NULL && k < part->n_pages; k++)
        if (!add_covers (hiding, reader, start + k, part->first_page + k, error)
            || (has_hidden (hiding, start + k) && !add_words (hiding, reader, start + k, part->first_page + k, kept, error)))
          return FALSE;
      if (reader == NULL)
        return FALSE;
    }
  return TRUE;
}

/* One document's finds into the drafts of all. */
static gboolean
look_at (Hiding *hiding, JalId document_id, GPtrArray *kept, GError **error)
{
  gboolean done;

  hiding->document_id = document_id;
  done = jal_store_read (hiding->store, load, hiding, hiding->cancellable, error) && look (hiding, kept, error);
  g_clear_pointer (&hiding->parts, g_array_unref);
  g_clear_pointer (&hiding->hidden, g_array_unref);
  g_clear_object (&hiding->known);
  return done;
}

gboolean
jal_redactions_add_hidden (JalStore *store, const GArray *documents, const char *reason, GArray **ids, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_autoptr (GArray) drafts = g_array_new (FALSE, FALSE, sizeof (JalRedactionDraft));
  Hiding hiding = { .store = store, .reason = reason, .drafts = drafts, .memory = memory, .cancellable = cancellable };

  g_return_val_if_fail (JAL_IS_STORE (store) && documents != NULL, FALSE);

  for (guint i = 0; i < documents->len; i++)
    if (!look_at (&hiding, g_array_index (documents, JalId, i), kept, error))
      return FALSE;
  if (drafts->len == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           documents->len == 1 ? _ ("Nothing was found in this document that is hidden and not redacted yet.")
                                               : _ ("Nothing was found in these documents that is hidden and not redacted yet."));
      return FALSE;
    }
  return jal_redactions_add (store, (const JalRedactionDraft *)(gpointer)drafts->data, drafts->len, ids, error);
}
