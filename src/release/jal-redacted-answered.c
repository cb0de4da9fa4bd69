/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boxes that answer for what a page shows beside its words.
 *
 * A page may show a picture or writing that no search reads: somebody is asked about it. A box that is drawn over all of it answers that, and
 * what is taken for an answer is what the copy shows: the page of the finished copy is drawn, and what is black there is left out when the
 * original is looked over once more.
 */
#define G_LOG_DOMAIN "jal-release"

#include <math.h>

#include "base/jal-text.h"
#include "pages/jal-hidden-text.h"
#include "pages/jal-unsaid.h"
#include "release/jal-redacted-copy-private.h"

/* Of 255: how light a box may be that a picture keeps with some loss. */
#define PAINTED_MAX 64

/* Whether the whole of @box, of a page of @width points, is painted over in @pixels; what is light within it is no box. */
static gboolean
is_painted (const JalPixels *pixels, double width, const JalBox *box)
{
  double scale = pixels->width / width;
  const guint8 *data = g_bytes_get_data (pixels->bytes, NULL);
  guint x1 = (guint)CLAMP (ceil (box->x1 * scale) + 1, 0, pixels->width), x2 = (guint)CLAMP (floor (box->x2 * scale) - 1, 0, pixels->width);
  guint y1 = (guint)CLAMP (ceil (box->y1 * scale) + 1, 0, pixels->height), y2 = (guint)CLAMP (floor (box->y2 * scale) - 1, 0, pixels->height);

  for (guint y = y1; y < y2; y++)
    for (guint x = x1; x < x2; x++)
      {
        const guint8 *p = data + (gsize)y * pixels->stride + (gsize)4 * x;

        if (MAX (p[0], MAX (p[1], p[2])) > PAINTED_MAX)
          return FALSE;
      }
  return TRUE;
}

/* @unsaid (out): whether page @i of the copy shows more than the document's page says: what that page shows beside its words, and no box
   of the copy lies on. */
static gboolean
look_at (JalRedactedWork *work, JalReader *copy, guint i, gboolean *unsaid, GError **error)
{
  const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
  guint rotation = (guint)jal_redacted_part_of (work, page)->rotation;
  g_autoptr (GArray) covers = g_array_new (FALSE, FALSE, sizeof (JalBox));
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (JalPixels) pixels = NULL, whole = NULL, no_letters = NULL;
  JalUnsaidPage looked;
  JalPageInfo info, drawn;
  JalReader *original;

  *unsaid = TRUE;
  if (!jal_redacted_get_info (work, page, &original, &info, error) || !jal_reader_get_page (copy, i, &drawn, work->cancellable, error)
      || (text = jal_reader_get_text (original, page->page, work->cancellable, error)) == NULL
      || (pixels = jal_hidden_text_draw (copy, i, &drawn, work->cancellable, error)) == NULL
      || !jal_unsaid_draw (original, page->page, &info, rotation, &whole, &no_letters, work->cancellable, error))
    return FALSE;
  for (guint k = 0; k < page->burn->len; k++)
    if (is_painted (pixels, info.width, &g_array_index (page->burn, JalBox, k)))
      g_array_append_val (covers, g_array_index (page->burn, JalBox, k));
  looked = (JalUnsaidPage){ &info, text, whole, no_letters };
  *unsaid = jal_unsaid_find (&looked, NULL, covers);
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
