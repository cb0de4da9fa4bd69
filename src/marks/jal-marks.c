/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks: what a reader puts on a page.
 *
 * 1. A mark belongs to the case's original, not to its content: the same bytes in another case bring no notes along.
 * 2. Geometry is in default user space of the original's page, whatever turns the document makes.
 * 3. A mark is private until somebody says otherwise.
 * 4. Every change is committed before the call returns, with its undo.
 */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"

#define MAX_QUADS 1000
#define MAX_POINTS 1e6
#define MAX_TEXT_BYTES (64 * 1024)
#define MAX_QUOTED_BYTES (16 * 1024)

typedef struct
{
  const JalMarkDraft *draft;
  JalId id;
  const char *text;
  const char *audience;
  const char *color;
  gpointer result; /* (transfer full) */
} Call;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

gboolean
jal_marks_color (const char *name, double rgb[3])
{
  return jal_mark_rows_color (name, rgb);
}

/* --- The rules of a draft ------------------------------------------------------------------------------------ */

static gboolean
text_is_good (const char *text, gsize max_bytes)
{
  return text == NULL || (strlen (text) <= max_bytes && g_utf8_validate (text, -1, NULL));
}

static gboolean
check_look (const char *text, const char *audience, const char *color, GError **error)
{
  static const char *const audiences[] = { "private", "team", "court", NULL };
  double rgb[3];

  if (!text_is_good (text, MAX_TEXT_BYTES))
    return refuse (error, _ ("The note is too long."));
  if (audience != NULL && !g_strv_contains (audiences, audience))
    return refuse (error, _ ("A mark is private, for the team or for the court."));
  if (color != NULL && !jal_marks_color (color, rgb))
    return refuse (error, _ ("A mark is yellow, green, blue, pink or orange."));
  return TRUE;
}

static gboolean
check_kind (const char *kind, GError **error)
{
  static const char *const kinds[] = { "highlight", "underline", "strikeout", "note", "box", NULL };

  if (kind == NULL || !g_strv_contains (kinds, kind))
    return refuse (error, _ ("A mark is a highlight, an underline, a strikeout, a note or a box."));
  return TRUE;
}

static gboolean
check_draft (const JalMarkDraft *draft, GError **error)
{
  if (!check_kind (draft->kind, error) || !check_look (draft->text, draft->audience, draft->color, error))
    return FALSE;
  if (draft->quads == NULL || draft->n_quads < 1 || draft->n_quads > MAX_QUADS)
    return refuse (error, _ ("The mark covers nothing, or too much at once."));
  for (guint i = 0; i < draft->n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      if (!isfinite (draft->quads[i].x[corner]) || !isfinite (draft->quads[i].y[corner])
          || fabs (draft->quads[i].x[corner]) > MAX_POINTS || fabs (draft->quads[i].y[corner]) > MAX_POINTS)
        return refuse (error, _ ("The mark lies outside the page."));
  if (!text_is_good (draft->quoted, MAX_QUOTED_BYTES) || !text_is_good (draft->context_before, MAX_QUOTED_BYTES)
      || !text_is_good (draft->context_after, MAX_QUOTED_BYTES))
    return refuse (error, _ ("The mark covers nothing, or too much at once."));
  return TRUE;
}

/* --- Inside a transaction ------------------------------------------------------------------------------------ */

/* Which page of which original the draft's page is. */
static gboolean
locate (JalTx *tx, const JalMarkDraft *draft, JalMark *mark, GError **error)
{
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, draft->document_id, error);
  g_autoptr (GArray) parts = document != NULL ? jal_document_rows_parts (tx, draft->document_id, error) : NULL;
  guint page = draft->page;

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (page < part->n_pages)
        {
          mark->case_id = document->case_id;
          mark->original_id = part->original_id;
          mark->page = part->first_page + page;
          return TRUE;
        }
      page -= part->n_pages;
    }
  return refuse (error, _ ("The document has no such page."));
}

/* Replaces the string; NULL for @value leaves it. */
static void
fill (char **field, const char *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
add_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalMarkDraft *draft = call->draft;
  g_autoptr (JalMark) mark = g_object_new (JAL_TYPE_MARK, NULL);

  if (!locate (tx, draft, mark, error))
    return FALSE;
  mark->id = call->id;
  mark->quads = g_memdup2 (draft->quads, draft->n_quads * sizeof (JalMarkQuad));
  mark->n_quads = draft->n_quads;
  fill (&mark->kind, draft->kind);
  fill (&mark->color, draft->color != NULL ? draft->color : "yellow");
  mark->opacity = g_str_equal (mark->kind, "highlight") ? 0.5 : 1.0;
  fill (&mark->text, draft->text);
  /* Words that run over a line end are quoted as they are read. */
  if (draft->quoted != NULL)
    {
      g_free (mark->quoted);
      mark->quoted = jal_text_one_line (draft->quoted, 0);
    }
  fill (&mark->context_before, draft->context_before);
  fill (&mark->context_after, draft->context_after);
  fill (&mark->author, jal_tx_get_actor (tx));
  fill (&mark->audience, draft->audience != NULL ? draft->audience : "private");
  mark->created_at = mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_insert (tx, mark, error);
}

static gboolean
update_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);

  if (mark == NULL)
    return FALSE;
  fill (&mark->text, call->text);
  fill (&mark->audience, call->audience);
  fill (&mark->color, call->color);
  mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_update (tx, mark, error);
}

static gboolean
remove_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);

  if (mark == NULL)
    return FALSE;
  jal_tx_set_case (tx, mark->case_id);
  return jal_tx_delete (tx, "mark", call->id, error);
}

static gboolean
list_marks (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->id, error);

  return document != NULL && (call->result = jal_mark_rows_list (tx, call->id, error)) != NULL;
}

/* --- The room's door ----------------------------------------------------------------------------------------- */

gboolean
jal_marks_add (JalStore *store, const JalMarkDraft *draft, JalId *id, GError **error)
{
  Call call = { .draft = draft, .id = jal_id_new () };
  JalAct act = { .verb = "mark.add", .label = N_ ("new mark"), .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_draft (draft, error) || !jal_store_act (store, &act, add_mark, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

gboolean
jal_marks_update (JalStore *store, JalId id, const char *text, const char *audience, const char *color, GError **error)
{
  Call call = { .id = id, .text = text, .audience = audience, .color = color };
  JalAct act = { .verb = "mark.update", .label = N_ ("change of mark"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return check_look (text, audience, color, error) && jal_store_act (store, &act, update_mark, &call, NULL, error);
}

gboolean
jal_marks_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "mark.remove", .label = N_ ("removal of mark"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_mark, &call, NULL, error);
}

GListStore *
jal_marks_list (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Call call = { .id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_marks, &call, cancellable, error) ? call.result : NULL;
}
