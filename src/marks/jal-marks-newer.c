/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A newer version of a document.
 *
 *   before   document ── parts ── old original ── marks
 *   after    document ── parts ── new original ── marks brought over      (the same document: links, bundles, exhibit stay)
 *            older version ── parts ── old original ── the marks as they were
 *
 * 1. Nothing is lost: the old file, its custody and its marks stay, in a document of their own behind the newer one.
 * 2. Every mark is brought over. One whose words are found again in the same surroundings is sure; any other is doubtful and
 *    listed until somebody has looked.
 * 3. The change of places and all marks are one action, and one undo.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks-anchor.h"
#include "marks/jal-marks.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-rank.h"

/* How alike two pages have to be for a mark without words to stand where it stood. */
#define SAME_PAGE 0.9
#define CONTEXT 32

typedef struct
{
  JalStore *store;
  JalId document_id;
  JalId newer_id; /* the document that the file was taken in as; the older version afterwards */
  JalId case_id;
  GListStore *marks;
  GPtrArray *brought; /* of JalMark; document_page is the page of the newer version */
  GPtrArray *old_texts;
  GPtrArray *new_texts;
  GArray *infos; /* of JalPageInfo: of the newer version */
  JalMarksNewer *result;
} Newer;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static void
free_text (gpointer text)
{
  if (text != NULL)
    jal_page_text_unref (text);
}

/* --- Where marks go ------------------------------------------------------------------------------------------ */

static void
set_quads (JalMark *mark, const JalMarkQuad *quads, guint n_quads)
{
  g_free (mark->quads);
  mark->quads = g_memdup2 (quads, n_quads * sizeof (JalMarkQuad));
  mark->n_quads = n_quads;
}

static gboolean
is_word (const char *letter)
{
  return g_unichar_isalnum (g_utf8_get_char (letter));
}

/* What is only like the quote may begin with the full stop of the sentence before: a quote that begins and ends with a word stays so. */
static void
trim_to_words (const JalPageText *text, const char *quoted, JalAnchor *anchor)
{
  const char *last = g_utf8_find_prev_char (quoted, quoted + strlen (quoted));

  if (last == NULL)
    return;
  while (anchor->n > 1 && is_word (quoted) && !is_word (text->text + text->offsets[anchor->first]))
    {
      anchor->first++;
      anchor->n--;
    }
  while (anchor->n > 1 && is_word (last) && !is_word (text->text + text->offsets[anchor->first + anchor->n - 1]))
    anchor->n--;
}

/* The mark's own shape round the words that were found: their lines, their frame, their margin. */
static gboolean
put_on_words (Newer *newer, JalMark *mark, JalAnchor *anchor)
{
  const JalPageInfo *info = &g_array_index (newer->infos, JalPageInfo, anchor->page);
  JalPageText *text = g_ptr_array_index (newer->new_texts, anchor->page);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));
  guint before, end;
  g_autofree char *words = NULL;
  JalBox box = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };

  /* Words that are only like the quoted ones may end in the middle of one. */
  if (anchor->likeness < 1)
    {
      trim_to_words (text, mark->quoted, anchor);
      jal_geometry_widen_to_words (text, &anchor->first, &anchor->n);
    }
  before = anchor->first > CONTEXT ? anchor->first - CONTEXT : 0;
  end = anchor->first + anchor->n;
  found = jal_geometry_get_quads (info, text, anchor->first, anchor->n);
  if (found->len == 0)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const JalQuad *quad = &g_array_index (found, JalQuad, i);
      JalBox part = jal_geometry_quad_to_display (info, quad);
      JalMarkQuad kept;

      for (guint k = 0; k < 4; k++)
        {
          kept.x[k] = quad->corners[k].x;
          kept.y[k] = quad->corners[k].y;
        }
      g_array_append_val (quads, kept);
      box = (JalBox){ fmin (box.x1, part.x1), fmin (box.y1, part.y1), fmax (box.x2, part.x2), fmax (box.y2, part.y2) };
    }
  mark->document_page = (int)anchor->page;
  if (jal_mark_kind_is_text (mark->kind))
    set_quads (mark, (const JalMarkQuad *)(gpointer)quads->data, quads->len);
  else
    {
      JalBox was = jal_mark_shape_box (info, mark);
      double width = fmin (was.x2 - was.x1, info->width), height = fmin (was.y2 - was.y1, info->height);
      JalMarkQuad kept;

      /* A note stays at its side of the page; a frame goes round the words. */
      if (g_str_equal (mark->kind, "note"))
        box = jal_mark_shape_inside (info, (JalBox){ was.x1, box.y1, was.x1 + width, box.y1 + height });
      else
        box = jal_mark_shape_inside (info, (JalBox){ box.x1 - 3, box.y1 - 3, box.x2 + 3, box.y2 + 3 });
      kept = jal_mark_shape_quad (info, box);
      set_quads (mark, &kept, 1);
    }
  g_free (mark->quoted);
  g_free (mark->context_before);
  g_free (mark->context_after);
  /* As everywhere: words that run over a line end are quoted as they are read. */
  words = jal_geometry_get_text (text, anchor->first, anchor->n);
  mark->quoted = jal_text_one_line (words, 0);
  mark->context_before = jal_geometry_get_text (text, before, anchor->first - before);
  mark->context_after = jal_geometry_get_text (text, end, MIN (CONTEXT, text->n_chars - end));
  return TRUE;
}

/* A mark without words stands where it stood, on the page that is most like its own. */
static gboolean
put_on_page (Newer *newer, JalMark *mark, guint page)
{
  JalPageText *old = page < newer->old_texts->len ? g_ptr_array_index (newer->old_texts, page) : NULL;
  guint best = MIN (page, newer->new_texts->len - 1);
  double best_likeness = old != NULL ? jal_anchor_compare_pages (old, g_ptr_array_index (newer->new_texts, best)) : 0;

  for (guint i = 0; old != NULL && best_likeness < SAME_PAGE && i < newer->new_texts->len; i++)
    {
      double likeness = jal_anchor_compare_pages (old, g_ptr_array_index (newer->new_texts, i));

      if (likeness > best_likeness + 0.05)
        {
          best = i;
          best_likeness = likeness;
        }
    }
  mark->document_page = (int)best;
  return best_likeness >= SAME_PAGE;
}

static JalMark *
bring_over (Newer *newer, JalMark *from)
{
  JalMark *mark = g_object_new (JAL_TYPE_MARK, NULL);
  JalAnchor anchor;
  gboolean sure;

#define COPY(field) (g_free (mark->field), mark->field = g_strdup (from->field))
  COPY (kind);
  COPY (color);
  COPY (text);
  COPY (quoted);
  COPY (context_before);
  COPY (context_after);
  COPY (author);
  COPY (audience);
  COPY (received);
#undef COPY
  mark->id = jal_id_new ();
  mark->case_id = from->case_id;
  mark->opacity = from->opacity;
  mark->link_document_id = from->link_document_id;
  mark->link_session_id = from->link_session_id;
  mark->earlier_id = from->id;
  mark->created_at = from->created_at;
  set_quads (mark, from->quads, from->n_quads);
  mark->points = g_memdup2 (from->points, from->n_points * sizeof (JalMarkPoint));
  mark->n_points = from->n_points;
  if (*from->quoted != '\0' && !jal_mark_kind_is_drawn (from->kind)
      && jal_anchor_find (newer->new_texts, from->quoted, from->context_before, from->context_after,
                          (guint)from->document_page, &anchor)
      && put_on_words (newer, mark, &anchor))
    sure = anchor.sure;
  else
    sure = put_on_page (newer, mark, (guint)from->document_page) && *from->quoted == '\0';
  g_free (mark->anchor);
  mark->anchor = g_strdup (sure ? "sure" : "doubtful");
  newer->result->n_marks++;
  newer->result->n_doubtful += sure ? 0 : 1;
  return mark;
}

static GPtrArray *
read_texts (JalStore *store, JalId document_id, GArray *infos, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (store, document_id, cancellable, error);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (free_text);

  if (reader == NULL)
    return NULL;
  for (guint page = 0; page < jal_document_reader_get_n_pages (reader); page++)
    {
      JalPageInfo info = { .width = 595, .height = 842, .user_unit = 1, .media = { 0, 0, 595, 842 },
                           .crop = { 0, 0, 595, 842 } };
      JalPageText *text;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      /* A page that cannot be read has no words. */
      text = jal_document_reader_get_text (reader, page, cancellable, NULL);
      if (infos != NULL)
        {
          if (!jal_document_reader_get_page (reader, page, &info, cancellable, NULL))
            g_clear_pointer (&text, jal_page_text_unref);
          g_array_append_val (infos, info);
        }
      g_ptr_array_add (texts, text);
    }
  return g_steal_pointer (&texts);
}

/* --- The change ---------------------------------------------------------------------------------------------- */

static gboolean
give_parts (JalTx *tx, GArray *parts, JalId document_id, GError **error)
{
  for (guint i = 0; i < parts->len; i++)
    if (!jal_tx_update (tx, "document_part", g_array_index (parts, JalDocumentPart, i).id, error, "document_id", 'I',
                        &document_id, NULL))
      return FALSE;
  return TRUE;
}

/* The document that came with the file becomes the older version's. */
static gboolean
name_older (JalTx *tx, Newer *newer, JalDocument *document, GError **error)
{
  g_autoptr (JalDocument) older = jal_document_rows_get (tx, newer->newer_id, error);

  if (older == NULL)
    return FALSE;
  g_free (older->title);
  g_free (older->kind);
  g_free (older->language);
  g_free (older->sensitivity);
  g_free (older->note);
  g_clear_pointer (&older->exhibit, g_free);
  older->title = g_strdup (document->title);
  older->kind = g_strdup (document->kind);
  older->language = g_strdup (document->language);
  older->sensitivity = g_strdup (document->sensitivity);
  older->note = g_strdup (document->note);
  older->date = document->date;
  return jal_rank_behind (tx, "document", "case_id", document->case_id, document->id, older->id, &older->rank, error)
         && jal_document_rows_update (tx, older, error)
         && jal_tx_update (tx, "document", older->id, error, "newer_id", 'I', &document->id, NULL);
}

static gboolean
insert_marks (JalTx *tx, Newer *newer, GArray *parts, GError **error)
{
  for (guint i = 0; i < newer->brought->len; i++)
    {
      JalMark *mark = g_ptr_array_index (newer->brought, i);
      guint page = (guint)mark->document_page;

      for (guint k = 0; k < parts->len; k++)
        {
          const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, k);

          if (page < part->n_pages)
            {
              mark->original_id = part->original_id;
              mark->page = part->first_page + page;
              break;
            }
          page -= part->n_pages;
        }
      mark->modified_at = jal_tx_get_now (tx);
      if (jal_id_is_none (mark->original_id))
        return refuse (error, _ ("The document has no such page."));
      if (!jal_mark_rows_insert (tx, mark, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
replace (JalTx *tx, gpointer data, GError **error)
{
  Newer *newer = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, newer->document_id, error);
  g_autoptr (GArray) old_parts = document != NULL ? jal_document_rows_parts (tx, newer->document_id, error) : NULL;
  g_autoptr (GArray) new_parts = old_parts != NULL ? jal_document_rows_parts (tx, newer->newer_id, error) : NULL;

  return new_parts != NULL && give_parts (tx, new_parts, newer->document_id, error)
         && give_parts (tx, old_parts, newer->newer_id, error) && name_older (tx, newer, document, error)
         && insert_marks (tx, newer, new_parts, error);
}

static gboolean
take_in (Newer *newer, const char *path, GCancellable *cancellable, GError **error)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GListStore) results
      = jal_evidence_import (newer->store, newer->case_id, paths, NULL, NULL, cancellable, error);
  g_autoptr (JalImportResult) result = NULL;

  if (results == NULL)
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (results)) != 1)
    return refuse (error, _ ("A newer version is one file."));
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  newer->newer_id = result->document_id;
  switch (result->outcome)
    {
    case JAL_IMPORT_TAKEN:
      return TRUE;
    case JAL_IMPORT_DUPLICATE:
      return refuse (error, _ ("This very file stands in the register already: it is no newer version."));
    case JAL_IMPORT_CANCELLED:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Not taken in, because you cancelled."));
      return FALSE;
    default:
      return refuse (error, result->reason != NULL ? result->reason : _ ("This file could not be opened."));
    }
}

static gboolean
prepare (Newer *newer, GCancellable *cancellable, GError **error)
{
  newer->marks = jal_marks_list (newer->store, newer->document_id, cancellable, error);
  if (newer->marks == NULL
      || (newer->old_texts = read_texts (newer->store, newer->document_id, NULL, cancellable, error)) == NULL
      || (newer->new_texts = read_texts (newer->store, newer->newer_id, newer->infos, cancellable, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (newer->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (newer->marks), i);

      if (g_strv_contains (jal_marks_kinds (), mark->kind))
        g_ptr_array_add (newer->brought, bring_over (newer, mark));
    }
  return TRUE;
}

gboolean
jal_marks_take_newer (JalStore *store, JalId document_id, const char *path, JalMarksNewer *result,
                      GCancellable *cancellable, GError **error)
{
  Newer newer = { .store = store, .document_id = document_id, .result = result };
  JalAct act = { .verb = "document.replace", .label = N_ ("newer version"), .subject_id = document_id, .undoable = TRUE };
  g_autoptr (JalDocument) document = NULL;
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL && result != NULL, FALSE);

  *result = (JalMarksNewer){ 0 };
  document = jal_evidence_get (store, document_id, error);
  if (document == NULL)
    return FALSE;
  if (!jal_id_is_none (document->newer_id))
    return refuse (error, _ ("This is an older version itself. Replace the newest one."));
  newer.case_id = act.case_id = document->case_id;
  if (!take_in (&newer, path, cancellable, error))
    return FALSE;
  newer.brought = g_ptr_array_new_with_free_func (g_object_unref);
  newer.infos = g_array_new (FALSE, FALSE, sizeof (JalPageInfo));
  done = prepare (&newer, cancellable, error) && jal_store_act (store, &act, replace, &newer, NULL, error);
  result->older_id = newer.newer_id;
  g_clear_object (&newer.marks);
  g_ptr_array_unref (newer.brought);
  g_array_unref (newer.infos);
  g_clear_pointer (&newer.old_texts, g_ptr_array_unref);
  g_clear_pointer (&newer.new_texts, g_ptr_array_unref);
  /* The file came only to take a place; when it could not, it goes again. */
  if (!done)
    jal_evidence_remove (store, newer.newer_id, NULL);
  return done;
}
