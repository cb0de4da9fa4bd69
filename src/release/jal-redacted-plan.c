/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which pages of a redacted copy become pictures, and what is burnt on them.
 *
 * 1. What makes a page doubtful (hidden layers, faults, more on it than it shows, words that cannot be seen) makes it a picture.
 * 2. Where a file cannot be looked through none of its pages is copied.
 */
#define G_LOG_DOMAIN "jal-release"

#include "pages/jal-geometry.h"
#include "release/jal-redacted-copy-private.h"

/* The part of a line's height that the next line's letters may reach into it. */
#define LINE_OVERLAP 0.2
/* Points by which a page may be larger than what is shown of it before it becomes a picture. */
#define CROP_MARGIN 1.0

const JalDocumentPart *
jal_redacted_part_of (JalRedactedWork *work, const JalRedactedPage *page)
{
  return &g_array_index (work->parts, JalDocumentPart, page->part);
}

JalReader *
jal_redacted_get_reader (JalRedactedWork *work, const JalDocumentPart *part, GError **error)
{
  JalReader *reader = g_hash_table_lookup (work->readers, &part->original_id);

  if (reader != NULL)
    return reader;
  reader = jal_release_open_reader (work->store, part, work->cancellable, error);
  if (reader != NULL)
    jal_reader_drop_notes (reader);
  if (reader != NULL)
    g_hash_table_insert (work->readers, g_memdup2 (&part->original_id, sizeof (JalId)), reader);
  return reader;
}

/* The page as the document shows it. */
gboolean
jal_redacted_get_info (JalRedactedWork *work, const JalRedactedPage *page, JalReader **reader, JalPageInfo *info, GError **error)
{
  const JalDocumentPart *part = jal_redacted_part_of (work, page);

  *reader = jal_redacted_get_reader (work, part, error);
  if (*reader == NULL || !jal_reader_get_page (*reader, page->page, info, work->cancellable, error))
    return FALSE;
  info->rotate = (info->rotate + (guint)part->rotation) % 360;
  jal_geometry_get_size (info, &info->width, &info->height);
  return TRUE;
}

static void
clear_page (gpointer data)
{
  JalRedactedPage *page = data;

  g_array_unref (page->burn);
  g_array_unref (page->touch);
}

static void
make_pages (JalRedactedWork *work)
{
  work->pages = g_array_new (FALSE, TRUE, sizeof (JalRedactedPage));
  g_array_set_clear_func (work->pages, clear_page);
  for (guint i = 0; i < work->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (work->parts, JalDocumentPart, i);

      for (guint k = 0; k < part->n_pages; k++)
        {
          JalRedactedPage page = { .part = i, .page = part->first_page + k };

          page.burn = g_array_new (FALSE, FALSE, sizeof (JalBox));
          page.touch = g_array_new (FALSE, FALSE, sizeof (JalBox));
          g_array_append_val (work->pages, page);
        }
    }
}

/* The boxes of letters are higher than their lines: the words above and below are not meant. */
JalBox
jal_redacted_line_of (JalBox box)
{
  double height = box.y2 - box.y1, width = box.x2 - box.x1;

  if (height <= width)
    {
      box.y1 += LINE_OVERLAP * height;
      box.y2 -= LINE_OVERLAP * height;
    }
  else
    {
      box.x1 += LINE_OVERLAP * width;
      box.x2 -= LINE_OVERLAP * width;
    }
  return box;
}

static void
add_box (JalRedactedPage *page, JalBox box, gboolean line)
{
  page->raster = TRUE;
  g_array_append_val (page->burn, box);
  if (line)
    box = jal_redacted_line_of (box);
  g_array_append_val (page->touch, box);
}

static gboolean
add_redaction (JalRedactedWork *work, JalRedaction *redaction, GError **error)
{
  JalRedactedPage *page;
  JalReader *reader;
  JalPageInfo info;

  if (redaction->document_page < 0 || (guint)redaction->document_page >= work->pages->len)
    return TRUE;
  page = &g_array_index (work->pages, JalRedactedPage, redaction->document_page);
  if (!jal_redacted_get_info (work, page, &reader, &info, error))
    return FALSE;
  for (guint i = 0; i < redaction->n_quads; i++)
    {
      JalQuad quad;
      JalBox box;

      for (guint corner = 0; corner < 4; corner++)
        quad.corners[corner] = (JalPoint){ redaction->quads[i].x[corner], redaction->quads[i].y[corner] };
      box = jal_geometry_quad_to_display (&info, &quad);
      /* Found in the file's bytes, and on no place of the page. */
      if (box.x2 <= 0 || box.y2 <= 0 || box.x1 >= info.width || box.y1 >= info.height)
        page->unplaced = page->unplaced || !jal_redacted_is_written (work, reader, page->page, redaction->rule);
      add_box (page, box, !g_str_equal (redaction->origin, "area"));
    }
  return TRUE;
}

/* Notes and fields that say a phrase are burnt whole: their words are not among the page's. */
static gboolean
add_annotations (JalRedactedWork *work, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint i = 0; jal_guard_has_phrases (&work->guard) && i < work->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (work->parts, JalDocumentPart, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (GArray) findings = NULL, blind = NULL;
      JalReader *reader;

      if (!g_hash_table_add (seen, (gpointer)&part->original_id))
        continue;
      reader = jal_redacted_get_reader (work, part, error);
      if (reader == NULL)
        return FALSE;
      findings = jal_reader_scan (reader, (const char *const *)work->guard.phrases->pdata, JAL_SCAN_ANNOTATIONS, work->cancellable, &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      blind = jal_reader_dup_unlooked (reader);
      for (guint p = 0; p < work->pages->len; p++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, p);
          JalPageInfo info;

          if (!jal_id_equal (jal_redacted_part_of (work, page)->original_id, part->original_id))
            continue;
          /* What cannot be looked through is not copied. */
          if (findings == NULL || jal_redacted_has_number (blind, page->page))
            page->raster = TRUE;
          for (guint f = 0; findings != NULL && f < findings->len; f++)
            {
              const JalFinding *finding = &g_array_index (findings, JalFinding, f);

              if (finding->page != (int)page->page || !jal_redacted_get_info (work, page, &reader, &info, NULL))
                continue;
              /* An address is not drawn, and is no part of a picture. */
              if (finding->place == JAL_PLACE_LINK)
                page->raster = TRUE;
              else
                add_box (page, jal_geometry_box_to_display (&info, finding->box), FALSE);
            }
        }
    }
  return TRUE;
}

/* Words that somebody covered before the file came would be copied along with their page. */
static void
add_hidden (JalRedactedWork *work)
{
  for (guint i = 0; i < work->hidden->len; i++)
    {
      guint page = g_array_index (work->hidden, JalHiddenWords, i).page;

      if (page < work->pages->len)
        g_array_index (work->pages, JalRedactedPage, page).raster = TRUE;
    }
}

/* A page may have words beyond what is shown of it. */
static void
add_cropped (JalRedactedWork *work)
{
  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      JalReader *reader;
      JalPageInfo info;

      if (!page->raster && jal_redacted_get_info (work, page, &reader, &info, NULL)
          && (info.crop.x1 - info.media.x1 > CROP_MARGIN || info.crop.y1 - info.media.y1 > CROP_MARGIN
              || info.media.x2 - info.crop.x2 > CROP_MARGIN || info.media.y2 - info.crop.y2 > CROP_MARGIN))
        page->raster = TRUE;
    }
}

gboolean
jal_redacted_pages_plan (JalRedactedWork *work, GError **error)
{
  make_pages (work);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);

      if (!g_str_equal (redaction->state, "rejected") && !add_redaction (work, redaction, error))
        return FALSE;
    }
  if (!add_annotations (work, error))
    return FALSE;
  add_cropped (work);
  add_hidden (work);
  if (!jal_redacted_unplaced_find (work, error))
    return FALSE;
  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      GArray *merged = jal_raster_merge (page->burn);

      g_array_unref (page->burn);
      page->burn = merged;
    }
  return TRUE;
}
