/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marking by measure: areas, lines and ink given as they are seen on the page, for scans and for scripts. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "evidence/jal-evidence.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

#define CONTEXT 32

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* @text: nullable; put in when the page has some. */
static gboolean
read_page (JalStore *store, JalId document_id, guint page, JalPageInfo *info, JalPageText **text, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (store, document_id, cancellable, error);

  if (reader == NULL || !jal_document_reader_get_page (reader, page, info, cancellable, error))
    return FALSE;
  if (text != NULL)
    *text = jal_document_reader_get_text (reader, page, cancellable, NULL);
  return TRUE;
}

/* Where the word ends that begins at letter @i: at a space, or after one letter of a writing that has no spaces. */
static guint
end_of_word (const JalPageText *text, guint i)
{
  guint end = i;

  while (end < text->n_chars)
    {
      gunichar letter = g_utf8_get_char (text->text + text->offsets[end]);

      if (g_unichar_isspace (letter) || (end > i && g_unichar_iswide (letter)))
        break;
      end++;
      if (g_unichar_iswide (letter))
        break;
    }
  return end;
}

static guint
count_inside (const JalPageInfo *info, const JalPageText *text, guint first, guint end, const JalBox *area)
{
  guint n = 0;

  for (guint i = first; i < end; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);
      double x = (box.x1 + box.x2) / 2, y = (box.y1 + box.y2) / 2;

      n += x >= area->x1 && x <= area->x2 && y >= area->y1 && y <= area->y2;
    }
  return n;
}

/* Words of which so many letters lie in @area: @part of two. Whole ones, since nobody quotes "lainant". */
static char *
quote_words (const JalPageInfo *info, const JalPageText *text, const JalBox *area, guint part)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0, end; i < text->n_chars; i = MAX (end, i + 1))
    {
      guint n, from = text->offsets[i];

      end = end_of_word (text, i);
      n = count_inside (info, text, i, end, area);
      if (n > 0 && n * 2 >= (end - i) * part)
        g_string_append_len (words, text->text + from, text->offsets[end] - from);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  return g_strdup (g_strstrip (words->str));
}

/* The words of @text that lie in @area of the displayed page, half of their letters at least: an area of a page with text is quoted
   too. Where it holds only bits of words, those they are of. */
static char *
quote_area (const JalPageInfo *info, const JalPageText *text, JalBox area)
{
  char *words;

  if (text == NULL)
    return g_strdup ("");
  words = quote_words (info, text, &area, 1);
  if (*words != '\0')
    return words;
  g_free (words);
  return quote_words (info, text, &area, 0);
}

char *
jal_marks_quote_area (const JalPageInfo *info, const JalPageText *text, JalBox displayed)
{
  return quote_area (info, text, displayed);
}

static JalBox
shown_box (const JalPageInfo *info, const JalMarkQuad *kept)
{
  JalQuad quad;

  for (guint i = 0; i < 4; i++)
    quad.corners[i] = (JalPoint){ kept->x[i], kept->y[i] };
  return jal_geometry_quad_to_display (info, &quad);
}

gboolean
jal_marks_find_letters (const JalPageInfo *info, const JalPageText *text, const JalMarkQuad *quads, guint n_quads, guint *first, guint *last)
{
  gboolean found = FALSE;

  for (guint i = 0; i < text->n_chars; i++)
    {
      JalBox at = jal_geometry_box_to_display (info, text->boxes[i]);
      double x = (at.x1 + at.x2) / 2, y = (at.y1 + at.y2) / 2;

      for (guint k = 0; at.x2 > at.x1 && k < n_quads; k++)
        {
          JalBox box = shown_box (info, &quads[k]);

          if (x < box.x1 || x > box.x2 || y < box.y1 || y > box.y2)
            continue;
          if (!found)
            *first = i;
          *last = i;
          found = TRUE;
          break;
        }
    }
  return found;
}

gboolean
jal_marks_quote_anew (const JalPageInfo *info, const JalPageText *text, const char *kind, JalMarkPlace *place)
{
  guint first, last, before;

  if (text == NULL || place->n_quads == 0 || (!g_str_equal (kind, "box") && !jal_mark_kind_is_text (kind)))
    return FALSE;
  if (g_str_equal (kind, "box"))
    {
      place->quoted = quote_area (info, text, shown_box (info, &place->quads[0]));
      place->context_before = g_strdup ("");
      place->context_after = g_strdup ("");
      return TRUE;
    }
  if (!jal_marks_find_letters (info, text, place->quads, place->n_quads, &first, &last))
    {
      place->quoted = g_strdup ("");
      place->context_before = g_strdup ("");
      place->context_after = g_strdup ("");
      return TRUE;
    }
  before = first > CONTEXT ? first - CONTEXT : 0;
  place->quoted = jal_geometry_get_text (text, first, last - first + 1);
  place->context_before = jal_geometry_get_text (text, before, first - before);
  place->context_after = jal_geometry_get_text (text, last + 1, MIN (CONTEXT, text->n_chars - last - 1));
  return TRUE;
}

gboolean
jal_marks_add_area (JalStore *store, JalId document_id, guint page, JalBox displayed, const JalMarkDraft *look,
                    JalId *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (store, document_id, cancellable, error);
  g_autoptr (JalPageText) text = NULL;
  g_autofree char *quoted = NULL;
  JalMarkDraft draft = *look;
  JalMarkQuad quad;
  JalPageInfo info;

  if (reader == NULL || !jal_document_reader_get_page (reader, page, &info, cancellable, error))
    return FALSE;
  if (!(displayed.x2 > displayed.x1 && displayed.y2 > displayed.y1) || displayed.x1 < -1 || displayed.y1 < -1
      || displayed.x2 > info.width + 1 || displayed.y2 > info.height + 1)
    return refuse (error, _ ("The mark lies outside the page."));
  if (!g_str_equal (look->kind, "note") && !g_str_equal (look->kind, "text"))
    text = jal_document_reader_get_text (reader, page, cancellable, NULL);
  quoted = quote_area (&info, text, displayed);
  quad = jal_mark_shape_quad (&info, displayed);
  draft.document_id = document_id;
  draft.page = page;
  draft.quads = &quad;
  draft.n_quads = 1;
  draft.quoted = quoted;
  return jal_marks_add (store, &draft, id, error);
}

gboolean
jal_marks_add_strokes (JalStore *store, JalId document_id, guint page, GArray *displayed, const JalMarkDraft *look,
                       JalId *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) points = g_array_sized_new (FALSE, FALSE, sizeof (JalMarkPoint), displayed->len);
  JalMarkDraft draft = *look;
  JalPageInfo info;

  if (!read_page (store, document_id, page, &info, NULL, cancellable, error))
    return FALSE;
  for (guint i = 0; i < displayed->len; i++)
    {
      const JalMarkPoint *shown = &g_array_index (displayed, JalMarkPoint, i);
      JalMarkPoint point = jal_mark_shape_point (&info, (JalPoint){ shown->x, shown->y }, shown->begins > 0.5);

      if (shown->x < -1 || shown->y < -1 || shown->x > info.width + 1 || shown->y > info.height + 1)
        return refuse (error, _ ("The mark lies outside the page."));
      g_array_append_val (points, point);
    }
  draft.document_id = document_id;
  draft.page = page;
  draft.points = (const JalMarkPoint *)(gpointer)points->data;
  draft.n_points = points->len;
  return jal_marks_add (store, &draft, id, error);
}

gboolean
jal_marks_move (JalStore *store, JalId id, const JalMarkMove *move, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalMark) mark = jal_marks_get (store, id, error);
  g_autoptr (GArray) quads = NULL;
  g_autoptr (GArray) points = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  JalMarkPlace place = { 0 };
  JalPageInfo info;
  JalId document_id;
  JalBox from, to;
  guint page;

  if (mark == NULL || !jal_marks_find_page (store, id, &document_id, &page, error)
      || !read_page (store, document_id, page, &info, &text, cancellable, error))
    return FALSE;
  from = to = jal_mark_shape_box (&info, mark);
  if (move->absolute)
    to = (JalBox){ move->x, move->y, move->x + (from.x2 - from.x1), move->y + (from.y2 - from.y1) };
  else
    to = (JalBox){ from.x1 + move->x, from.y1 + move->y, from.x2 + move->x, from.y2 + move->y };
  if (move->width > 0 && move->height > 0 && !g_str_equal (mark->kind, "note"))
    {
      to.x2 = to.x1 + move->width;
      to.y2 = to.y1 + move->height;
    }
  if (!isfinite (to.x1 + to.y1 + to.x2 + to.y2) || to.x1 < -1 || to.y1 < -1 || to.x2 > info.width + 1
      || to.y2 > info.height + 1)
    return refuse (error, _ ("The mark lies outside the page."));
  quads = jal_mark_shape_map (&info, mark, from, to, &points);
  place.quads = (const JalMarkQuad *)(gpointer)quads->data;
  place.n_quads = quads->len;
  place.points = (const JalMarkPoint *)(gpointer)points->data;
  place.n_points = points->len;
  if (jal_marks_quote_anew (&info, text, mark->kind, &place))
    {
      quoted = (char *)place.quoted;
      before = (char *)place.context_before;
      after = (char *)place.context_after;
    }
  return jal_marks_place (store, id, &place, error);
}
