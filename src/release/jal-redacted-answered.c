/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boxes that answer for what a page shows beside its words.
 *
 * A page may show a picture or writing that no search reads: somebody is asked about it. A box that is drawn over all of it answers that, and
 * what is taken for an answer is what the copy shows: the page of the finished copy is drawn, and looked over like the original was.
 */
#define G_LOG_DOMAIN "jal-release"

#include "base/jal-text.h"
#include "pages/jal-hidden-text.h"
#include "pages/jal-unsaid.h"
#include "release/jal-redacted-copy-private.h"

/* @unsaid (out): whether page @i of the copy shows more than the document's page says. */
static gboolean
look_at (JalRedactedWork *work, JalReader *copy, guint i, gboolean *unsaid, GError **error)
{
  const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  JalPageInfo info, drawn;
  JalReader *original;

  *unsaid = TRUE;
  if (!jal_redacted_get_info (work, page, &original, &info, error) || !jal_reader_get_page (copy, i, &drawn, work->cancellable, error)
      || (text = jal_reader_get_text (original, page->page, work->cancellable, error)) == NULL
      || (pixels = jal_hidden_text_draw (copy, i, &drawn, work->cancellable, error)) == NULL)
    return FALSE;
  *unsaid = jal_unsaid_find (&info, text, NULL, pixels);
  return TRUE;
}

gboolean
jal_redacted_answered_look (JalRedactedWork *work, JalReader *copy, JalGuardTold *told, GError **error)
{
  g_auto (GStrv) texts = g_strsplit (work->text, "\f", -1);
  guint n = g_strv_length (texts);

  for (guint i = 0; i < MIN (n, work->pages->len); i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      g_autoptr (GError) local = NULL;
      gboolean unsaid;

      if (page->burn->len == 0 || !jal_text_has_unsaid (texts[i]))
        continue;
      /* What cannot be drawn is asked about. */
      if (!look_at (work, copy, i, &unsaid, &local) && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!unsaid)
        jal_guard_told_add_answered (told, work->document_id, i);
    }
  return TRUE;
}
