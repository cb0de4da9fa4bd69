/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the bytes of a page say and its words do not.
 *
 * 1. A pattern, a glyph that is drawn, letters along a curve show in the picture that is made of the page, on no place that could be burnt:
 *    somebody has to look.
 * 2. Pages that are copied are looked at in the copy.
 * 3. Where the bytes cannot be looked through, nobody knows: it is asked, too.
 */
#define G_LOG_DOMAIN "jal-release"

#include "base/jal-phrase.h"
#include "pages/jal-geometry.h"
#include "release/jal-redacted-copy-private.h"

gboolean
jal_redacted_has_number (const GArray *pages, guint page)
{
  for (guint i = 0; i < pages->len; i++)
    if (g_array_index (pages, guint, i) == page)
      return TRUE;
  return FALSE;
}

static gboolean
says (const char *text, const JalLetters *wanted)
{
  g_autoptr (JalLetters) letters = jal_letters_new (text, -1);
  g_autoptr (GArray) hits = jal_letters_find (letters, wanted, JAL_NEAR_SAME);

  return hits->len > 0;
}

/* Whether the phrase is written on the page where characters have places: among its words, along a slanted line or a letter a line.
   The copy is looked through for those. */
gboolean
jal_redacted_is_written (JalRedactedWork *work, JalReader *reader, guint page, const char *phrase)
{
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, work->cancellable, NULL);
  g_autoptr (JalLetters) wanted = jal_letters_new (phrase, -1);
  g_autofree char *stacked = text != NULL ? jal_geometry_dup_stacked (text, NULL, NULL) : NULL;
  g_autoptr (GArray) scattered = text != NULL ? jal_geometry_find_scattered (text, phrase, NULL) : NULL;

  return text != NULL && (says (text->text, wanted) || says (stacked, wanted) || scattered->len > 0);
}

/* Whether @phrase is a form of @rule: some of its words, in whatever order. */
static gboolean
is_form_of (const char *phrase, const char *rule)
{
  g_auto (GStrv) words = g_strsplit_set (phrase, " ,", -1);
  gboolean all = *rule != '\0';

  for (guint i = 0; all && words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        g_autoptr (JalLetters) word = jal_letters_new (words[i], -1);

        all = says (rule, word);
      }
  return all;
}

/* Whether the phrase has a place on page @p of the document: it is written there, or, in whatever pieces, under a redaction that was
   searched for with it. */
static gboolean
has_place (JalRedactedWork *work, JalReader *reader, guint p, const char *phrase)
{
  gboolean any = jal_redacted_is_written (work, reader, g_array_index (work->pages, JalRedactedPage, p).page, phrase);

  for (guint i = 0; !any && i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);

      any = redaction->document_page == (int)p && !g_str_equal (redaction->state, "rejected") && is_form_of (phrase, redaction->rule);
    }
  return any;
}

/* What the bytes of a page say and its words do not (a pattern, letters along a curve) shows in the picture that is made of it, on
   no place that could be burnt. Pages that are copied are looked at in the copy. */
gboolean
jal_redacted_unplaced_find (JalRedactedWork *work, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint p = 0; jal_guard_has_phrases (&work->guard) && p < work->pages->len; p++)
    {
      const JalDocumentPart *part = jal_redacted_part_of (work, &g_array_index (work->pages, JalRedactedPage, p));
      g_autoptr (GArray) findings = NULL, blind = NULL;
      g_autoptr (GError) local = NULL;
      JalReader *reader;

      if (!g_array_index (work->pages, JalRedactedPage, p).raster || !g_hash_table_add (seen, (gpointer)&part->original_id))
        continue;
      reader = jal_redacted_get_reader (work, part, error);
      if (reader == NULL)
        return FALSE;
      findings = jal_reader_scan (reader, (const char *const *)work->guard.phrases->pdata, JAL_SCAN_WRITTEN, work->cancellable, &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      blind = jal_reader_dup_unlooked (reader);
      for (guint i = p; i < work->pages->len; i++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

          if (!page->raster || !jal_id_equal (jal_redacted_part_of (work, page)->original_id, part->original_id))
            continue;
          page->unlooked = page->unlooked || findings == NULL || jal_redacted_has_number (blind, page->page);
          for (guint f = 0; findings != NULL && f < findings->len && !page->unplaced; f++)
            {
              const JalFinding *finding = &g_array_index (findings, JalFinding, f);

              /* Layers that are not shown are not drawn. What a pattern says it says beside what is written and burnt. */
              page->unplaced = finding->place == JAL_PLACE_PAGE && finding->draws && finding->page == (int)page->page
                               && (finding->apart
                                   || (!finding->layered
                                       && !has_place (work, reader, i, work->guard.phrases->pdata[finding->phrase])));
            }
        }
    }
  return TRUE;
}
