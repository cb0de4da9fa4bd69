/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that are redacted: made, and put elsewhere on their page. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions.h"
#include "pages/jal-geometry.h"

/* More words than these nobody reads in a list; the place is what is burnt. */
#define MAX_WORDS_BYTES (32 * 1024)

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* The words whose letters lie in @area for more than a sliver. */
static char *
words_in (const JalPageInfo *info, const JalPageText *text, JalBox area)
{
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean gap = FALSE;

  for (guint i = 0; i < text->n_chars; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);
      gunichar c = g_utf8_get_char (text->text + text->offsets[i]);
      double x = (box.x1 + box.x2) / 2, y = (box.y1 + box.y2) / 2;

      if (g_unichar_isspace (c) || x < area.x1 || x > area.x2 || y < area.y1 || y > area.y2)
        {
          gap = TRUE;
          continue;
        }
      if (gap && words->len > 0)
        g_string_append_c (words, ' ');
      gap = FALSE;
      g_string_append_unichar (words, c);
    }
  if (words->len > MAX_WORDS_BYTES)
    g_string_truncate (words, 0);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Where @area (of the displayed page) lies in the page's own space, and the words there. */
static gboolean
look_at (JalStore *store, JalId document_id, guint page, JalBox area, JalMarkQuad *quad, char **words, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (store, document_id, cancellable, error);
  g_autoptr (JalPageText) text = NULL;
  JalPageInfo info;
  double x1, y1, x2, y2;

  if (reader == NULL || !jal_document_reader_get_page (reader, page, &info, cancellable, error))
    return FALSE;
  x1 = fmax (fmin (area.x1, area.x2), 0);
  y1 = fmax (fmin (area.y1, area.y2), 0);
  x2 = fmin (fmax (area.x1, area.x2), info.width);
  y2 = fmin (fmax (area.y1, area.y2), info.height);
  if (!(x2 - x1 >= 1 && y2 - y1 >= 1))
    return refuse (error, _ ("The redaction lies outside the page."));
  for (guint corner = 0; corner < 4; corner++)
    {
      JalPoint point
          = jal_geometry_to_user (&info, (JalPoint){ corner % 2 == 0 ? x1 : x2, corner < 2 ? y1 : y2 });

      quad->x[corner] = point.x;
      quad->y[corner] = point.y;
    }
  /* A page without words can be redacted all the same. */
  text = jal_document_reader_get_text (reader, page, cancellable, NULL);
  *words = text != NULL ? words_in (&info, text, (JalBox){ x1, y1, x2, y2 }) : NULL;
  return TRUE;
}

gboolean
jal_redactions_add_area (JalStore *store, JalId document_id, guint page, JalBox area, const char *reason, JalId *id,
                         GCancellable *cancellable, GError **error)
{
  g_autofree char *words = NULL;
  g_autoptr (GArray) ids = NULL;
  JalMarkQuad quad;
  JalRedactionDraft draft = { .document_id = document_id, .page = page, .quads = &quad, .n_quads = 1, .reason = reason, .origin = "area" };

  if (!look_at (store, document_id, page, area, &quad, &words, cancellable, error))
    return FALSE;
  draft.quoted = words;
  if (!jal_redactions_add (store, &draft, 1, &ids, error))
    return FALSE;
  if (id != NULL)
    *id = g_array_index (ids, JalId, 0);
  return TRUE;
}

/* --- Elsewhere ------------------------------------------------------------------------------------------------ */

typedef struct
{
  JalId id;
  JalMarkQuad quad;
  const char *words; /* nullable */
} Placing;

gboolean
jal_redaction_is_box (const JalRedaction *redaction)
{
  return g_str_equal (redaction->origin, "area") && redaction->n_quads == 1;
}

static gboolean
place (JalTx *tx, gpointer data, GError **error)
{
  Placing *placing = data;
  g_autoptr (JalRedaction) value = jal_redaction_rows_get (tx, placing->id, error);

  if (value == NULL)
    return FALSE;
  if (!jal_redaction_is_box (value))
    return refuse (error, _ ("Only a box can be put elsewhere. Words are redacted where they stand."));
  value->quads[0] = placing->quad;
  g_free (value->quoted);
  value->quoted = placing->words != NULL ? jal_text_one_line (placing->words, 0) : g_strdup ("");
  *value->context_before = *value->context_after = '\0';
  /* Whoever accepted or rejected it has seen it elsewhere. */
  g_free (value->state);
  value->state = g_strdup ("pending");
  value->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, value->case_id);
  return jal_redaction_rows_place (tx, value, error);
}

gboolean
jal_redactions_place_area (JalStore *store, JalId id, JalId document_id, guint page, JalBox area, GCancellable *cancellable, GError **error)
{
  JalAct act = { .verb = "redaction.place", .label = N_ ("move of redaction"), .undoable = TRUE, .subject_id = id };
  Placing placing = { .id = id };
  g_autofree char *words = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!look_at (store, document_id, page, area, &placing.quad, &words, cancellable, error))
    return FALSE;
  placing.words = words;
  return jal_store_act (store, &act, place, &placing, cancellable, error);
}
