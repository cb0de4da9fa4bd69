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
#include "law/jal-words.h"
#include "marks/jal-mark-shape.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-session-rows.h"

#define MAX_QUADS 1000
#define MAX_INK 20000
#define MAX_MEANING_BYTES 120
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
  const JalMarkPlace *place;
  JalId other;
  JalId session_id;
  guint page;
  JalLang lang;
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

gboolean
jal_marks_line_color (const char *name, double rgb[3])
{
  return jal_mark_rows_line_color (name, rgb);
}

const char *const *
jal_marks_kinds (void)
{
  static const char *const kinds[]
      = { "highlight", "underline", "strikeout", "note", "box", "line", "arrow", "ink", "text", NULL };

  return kinds;
}

const char *const *
jal_marks_colors (void)
{
  static const char *const colors[] = { "yellow", "green", "blue", "pink", "orange", NULL };

  return colors;
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
  if (kind == NULL || !g_strv_contains (jal_marks_kinds (), kind))
    return refuse (error, _ ("A mark is a highlight, an underline, a strikeout, a note, a box, a line, an arrow, ink or "
                             "a text."));
  return TRUE;
}

static gboolean
is_far (double x, double y)
{
  return !isfinite (x) || !isfinite (y) || fabs (x) > MAX_POINTS || fabs (y) > MAX_POINTS;
}

/* A mark that is drawn has its points, any other has its quads. */
static gboolean
check_geometry (const char *kind, const JalMarkQuad *quads, guint n_quads, const JalMarkPoint *points, guint n_points,
                GError **error)
{
  gboolean drawn = jal_mark_kind_is_drawn (kind);
  gboolean ink = g_str_equal (kind, "ink");

  if (n_quads > MAX_QUADS || (!drawn && (quads == NULL || n_quads < 1)))
    return refuse (error, _ ("The mark covers nothing, or too much at once."));
  if (drawn && (points == NULL || n_points < 2 || n_points > (ink ? MAX_INK : 2) || points[0].begins < 0.5))
    return refuse (error, ink ? _ ("Ink needs two points at least, and has 20,000 at most.")
                              : _ ("A line goes from one point to another."));
  for (guint i = 0; i < n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      if (is_far (quads[i].x[corner], quads[i].y[corner]))
        return refuse (error, _ ("The mark lies outside the page."));
  for (guint i = 0; drawn && i < n_points; i++)
    if (is_far (points[i].x, points[i].y))
      return refuse (error, _ ("The mark lies outside the page."));
  return TRUE;
}

static gboolean
check_draft (const JalMarkDraft *draft, GError **error)
{
  if (!check_kind (draft->kind, error) || !check_look (draft->text, draft->audience, draft->color, error))
    return FALSE;
  if (!check_geometry (draft->kind, draft->quads, draft->n_quads, draft->points, draft->n_points, error))
    return FALSE;
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

static void
take_geometry (JalMark *mark, const JalMarkQuad *quads, guint n_quads, const JalMarkPoint *points, guint n_points)
{
  g_clear_pointer (&mark->quads, g_free);
  g_clear_pointer (&mark->points, g_free);
  mark->n_quads = n_quads;
  mark->n_points = 0;
  if (jal_mark_kind_is_drawn (mark->kind))
    {
      mark->points = g_memdup2 (points, n_points * sizeof (JalMarkPoint));
      mark->n_points = n_points;
      mark->quads = g_new (JalMarkQuad, 1);
      mark->quads[0] = jal_mark_shape_around (points, n_points);
      mark->n_quads = 1;
    }
  else
    mark->quads = g_memdup2 (quads, n_quads * sizeof (JalMarkQuad));
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
  fill (&mark->kind, draft->kind);
  take_geometry (mark, draft->quads, draft->n_quads, draft->points, draft->n_points);
  mark->received = g_strdup (draft->received);
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
place_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalMarkPlace *place = call->place;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);

  if (mark == NULL
      || !check_geometry (mark->kind, place->quads, place->n_quads, place->points, place->n_points, error))
    return FALSE;
  if (!jal_id_is_none (place->document_id))
    {
      JalMarkDraft there = { .document_id = place->document_id, .page = place->page };

      JalId case_id = mark->case_id;

      if (!locate (tx, &there, mark, error))
        return FALSE;
      if (!jal_id_equal (case_id, mark->case_id))
        return refuse (error, _ ("A mark leads only to what belongs to its own case."));
    }
  take_geometry (mark, place->quads, place->n_quads, place->points, place->n_points);
  if (place->quoted != NULL)
    {
      g_free (mark->quoted);
      mark->quoted = jal_text_one_line (place->quoted, 0);
    }
  fill (&mark->context_before, place->context_before);
  fill (&mark->context_after, place->context_after);
  fill (&mark->anchor, "sure");
  mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_update (tx, mark, error);
}

static gboolean
link_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);
  g_autoptr (JalDocument) document = NULL;
  g_autoptr (JalSession) session = NULL;

  if (mark == NULL)
    return FALSE;
  if (!jal_id_is_none (call->other) && (document = jal_document_rows_get (tx, call->other, error)) == NULL)
    return FALSE;
  if (!jal_id_is_none (call->session_id) && (session = jal_session_rows_get (tx, call->session_id, error)) == NULL)
    return FALSE;
  if ((document != NULL && !jal_id_equal (document->case_id, mark->case_id))
      || (session != NULL && !jal_id_equal (session->case_id, mark->case_id)))
    return refuse (error, _ ("A mark leads only to what belongs to its own case."));
  mark->link_document_id = call->other;
  mark->link_session_id = call->session_id;
  mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_update (tx, mark, error);
}

static gboolean
settle_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);

  if (mark == NULL)
    return FALSE;
  fill (&mark->anchor, call->text);
  mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_update (tx, mark, error);
}

static gboolean
get_mark (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_mark_rows_get (tx, call->id, error)) != NULL;
}

static gboolean
find_page (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalMark) mark = jal_mark_rows_get (tx, call->id, error);

  return mark != NULL && jal_mark_rows_find_page (tx, mark, &call->other, &call->page, error);
}

static gboolean
list_meanings (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (const char *const *color = jal_marks_colors (); *color != NULL; color++)
    {
      JalId id;
      g_autofree char *own = jal_mark_meaning_rows_get (tx, call->id, *color, &id, error);
      g_autofree char *word = g_strconcat ("mark_", *color, NULL);

      if (own == NULL)
        return FALSE;
      g_strv_builder_add (builder, *own != '\0' ? own : jal_words_get (call->lang, word));
    }
  call->result = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
set_meaning (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return jal_mark_meaning_rows_set (tx, call->id, call->color, call->text, error);
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

gboolean
jal_marks_place (JalStore *store, JalId id, const JalMarkPlace *place, GError **error)
{
  Call call = { .id = id, .place = place };
  JalAct act = { .verb = "mark.place", .label = N_ ("move of mark"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && place != NULL, FALSE);

  if (!text_is_good (place->quoted, MAX_QUOTED_BYTES) || !text_is_good (place->context_before, MAX_QUOTED_BYTES)
      || !text_is_good (place->context_after, MAX_QUOTED_BYTES))
    return refuse (error, _ ("The mark covers nothing, or too much at once."));
  return jal_store_act (store, &act, place_mark, &call, NULL, error);
}

gboolean
jal_marks_link (JalStore *store, JalId id, JalId document_id, JalId session_id, GError **error)
{
  Call call = { .id = id, .other = document_id, .session_id = session_id };
  JalAct act = { .verb = "mark.link", .label = N_ ("link of mark"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, link_mark, &call, NULL, error);
}

gboolean
jal_marks_settle (JalStore *store, JalId id, const char *anchor, GError **error)
{
  Call call = { .id = id, .text = anchor };
  JalAct act = { .verb = "mark.settle", .label = N_ ("change of mark"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (g_strcmp0 (anchor, "sure") != 0 && g_strcmp0 (anchor, "left") != 0)
    return refuse (error, _ ("A doubtful mark is found right, placed anew or left where it is."));
  return jal_store_act (store, &act, settle_mark, &call, NULL, error);
}

JalMark *
jal_marks_get (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, get_mark, &call, NULL, error) ? call.result : NULL;
}

gboolean
jal_marks_find_page (JalStore *store, JalId id, JalId *document_id, guint *page, GError **error)
{
  Call call = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_read (store, find_page, &call, NULL, error))
    return FALSE;
  *document_id = call.other;
  *page = call.page;
  return TRUE;
}

char **
jal_marks_meanings (JalStore *store, JalId case_id, JalLang lang, GCancellable *cancellable, GError **error)
{
  Call call = { .id = case_id, .lang = lang };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_meanings, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_marks_set_meaning (JalStore *store, JalId case_id, const char *color, const char *meaning, GError **error)
{
  g_autofree char *line = meaning != NULL ? jal_text_one_line (meaning, 0) : NULL;
  Call call = { .id = case_id, .color = color, .text = line };
  JalAct act = { .verb = "mark.meaning",
                 .label = N_ ("meaning of a colour"),
                 .case_id = case_id,
                 .subject_id = case_id,
                 .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (line == NULL || color == NULL || !check_look (NULL, NULL, color, error))
    return FALSE;
  if (strlen (line) > MAX_MEANING_BYTES)
    return refuse (error, _ ("A colour's meaning is a word or a few."));
  return jal_store_act (store, &act, set_meaning, &call, NULL, error);
}
