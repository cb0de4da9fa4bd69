/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pages of a redacted copy.
 *
 *   reader (has the original) --pixels, text--> here: boxes burnt, words chosen --raster--> composer (never sees the page)
 *
 * 1. A page is either a picture made here or copied by the composer; the composer gets the bytes of no page that it replaces
 *    but as a part of an original that other pages are copied from.
 * 2. One page's pixels are in memory at a time.
 *    Notes that came with the file are in neither; what such a note may have hidden is burnt.
 * 3. What makes a page doubtful (hidden layers, faults, more on it than it shows, words that cannot be seen) makes it a picture.
 * 4. Only words that can be seen on the picture are laid over it: those under a box that the page draws itself are not.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/jal-phrase.h"
#include "law/jal-words.h"
#include "pages/jal-composer.h"
#include "pages/jal-geometry.h"
#include "pages/jal-hidden-text.h"
#include "release/jal-redacted-copy-private.h"
#include "release/jal-release-bookmarks.h"

#define FINE_SCALE (300.0 / 72.0)
#define COLOUR_SCALE (200.0 / 72.0)
/* The most pixels of a page: a poster is drawn coarser. */
#define PIXELS_MAX 60e6
/* The part of a line's height that the next line's letters may reach into it. */
#define LINE_OVERLAP 0.2
/* Points by which a page may be larger than what is shown of it before it becomes a picture. */
#define CROP_MARGIN 1.0

static gboolean burning = TRUE;
/* What tests let a fault draw fainter. */
static const JalBox *faded;
static guint faded_left;

void
jal_redacted_copy_set_burning (gboolean on)
{
  burning = on;
}

void
jal_redacted_copy_set_faded (const JalBox *box, guint left)
{
  faded = box;
  faded_left = left;
}

/* @pixels are @scale to a point of the displayed page. */
static void
fade (JalPixels *pixels, double scale)
{
  guint8 *bytes = (gpointer)g_bytes_get_data (pixels->bytes, NULL);

  for (guint y = (guint)(faded->y1 * scale); y < pixels->height && y < faded->y2 * scale; y++)
    for (guint x = (guint)(faded->x1 * scale); x < pixels->width && x < faded->x2 * scale; x++)
      for (guint8 *p = bytes + (gsize)y * pixels->stride + (gsize)4 * x, *end = p + 4; p < end; p++)
        *p = (guint8)(255 - (255 - *p) / 100 * faded_left - (255 - *p) % 100 * faded_left / 100);
}

gboolean
jal_redacted_copy_is_burning (void)
{
  return burning;
}

static const JalDocumentPart *
part_of (JalRedactedWork *work, const JalRedactedPage *page)
{
  return &g_array_index (work->parts, JalDocumentPart, page->part);
}

static JalReader *
get_reader (JalRedactedWork *work, const JalDocumentPart *part, GError **error)
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
static gboolean
get_info (JalRedactedWork *work, const JalRedactedPage *page, JalReader **reader, JalPageInfo *info, GError **error)
{
  const JalDocumentPart *part = part_of (work, page);

  *reader = get_reader (work, part, error);
  if (*reader == NULL || !jal_reader_get_page (*reader, page->page, info, work->cancellable, error))
    return FALSE;
  info->rotate = (info->rotate + (guint)part->rotation) % 360;
  jal_geometry_get_size (info, &info->width, &info->height);
  return TRUE;
}

/* --- The plan ------------------------------------------------------------------------------------------------ */

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
static JalBox
line_of (JalBox box)
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
    box = line_of (box);
  g_array_append_val (page->touch, box);
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
static gboolean
is_written (JalRedactedWork *work, JalReader *reader, guint page, const char *phrase)
{
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, work->cancellable, NULL);
  g_autoptr (JalLetters) wanted = jal_letters_new (phrase, -1);
  g_autofree char *stacked = text != NULL ? jal_geometry_dup_stacked (text) : NULL;

  return text != NULL && (says (text->text, wanted) || says (stacked, wanted) || jal_geometry_has_scattered (text, phrase));
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
  if (!get_info (work, page, &reader, &info, error))
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
        page->unplaced = page->unplaced || !is_written (work, reader, page->page, redaction->rule);
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
      g_autoptr (GArray) findings = NULL;
      JalReader *reader;

      if (!g_hash_table_add (seen, (gpointer)&part->original_id))
        continue;
      reader = get_reader (work, part, error);
      if (reader == NULL)
        return FALSE;
      findings = jal_reader_scan (reader, (const char *const *)work->guard.phrases->pdata, JAL_SCAN_ANNOTATIONS, work->cancellable, &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      for (guint p = 0; p < work->pages->len; p++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, p);
          JalPageInfo info;

          if (!jal_id_equal (part_of (work, page)->original_id, part->original_id))
            continue;
          /* A file that cannot be looked through is not copied. */
          if (findings == NULL)
            page->raster = TRUE;
          for (guint f = 0; findings != NULL && f < findings->len; f++)
            {
              const JalFinding *finding = &g_array_index (findings, JalFinding, f);

              if (finding->page != (int)page->page || !get_info (work, page, &reader, &info, NULL))
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

/* Adds the places of letters that @pixels shows nothing of: rule 4. */
static void
add_unseen (GArray *touch, const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels)
{
  g_autoptr (GArray) hidden = jal_hidden_text_find_all (info, text, pixels);

  for (guint i = 0; i < hidden->len; i++)
    {
      const GArray *boxes = g_array_index (hidden, JalHiddenText, i).boxes;

      for (guint k = 0; k < boxes->len; k++)
        {
          JalBox box = line_of (g_array_index (boxes, JalBox, k));

          g_array_append_val (touch, box);
        }
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

      if (!page->raster && get_info (work, page, &reader, &info, NULL)
          && (info.crop.x1 - info.media.x1 > CROP_MARGIN || info.crop.y1 - info.media.y1 > CROP_MARGIN
              || info.media.x2 - info.crop.x2 > CROP_MARGIN || info.media.y2 - info.crop.y2 > CROP_MARGIN))
        page->raster = TRUE;
    }
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
  gboolean any = is_written (work, reader, g_array_index (work->pages, JalRedactedPage, p).page, phrase);

  for (guint i = 0; !any && i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);

      any = redaction->document_page == (int)p && !g_str_equal (redaction->state, "rejected") && is_form_of (phrase, redaction->rule);
    }
  return any;
}

/* What the bytes of a page say and its words do not (a pattern, letters along a curve) shows in the picture that is made of it, on
   no place that could be burnt. Pages that are copied are looked at in the copy. */
static gboolean
add_unplaced (JalRedactedWork *work, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint p = 0; jal_guard_has_phrases (&work->guard) && p < work->pages->len; p++)
    {
      const JalDocumentPart *part = part_of (work, &g_array_index (work->pages, JalRedactedPage, p));
      g_autoptr (GArray) findings = NULL;
      g_autoptr (GError) local = NULL;
      JalReader *reader;

      if (!g_array_index (work->pages, JalRedactedPage, p).raster || !g_hash_table_add (seen, (gpointer)&part->original_id))
        continue;
      reader = get_reader (work, part, error);
      if (reader == NULL)
        return FALSE;
      findings = jal_reader_scan (reader, (const char *const *)work->guard.phrases->pdata, JAL_SCAN_WRITTEN, work->cancellable, &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      for (guint i = p; findings != NULL && i < work->pages->len; i++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

          for (guint f = 0; page->raster && f < findings->len && !page->unplaced; f++)
            {
              const JalFinding *finding = &g_array_index (findings, JalFinding, f);

              /* Layers that are not shown are not drawn. */
              page->unplaced = finding->place == JAL_PLACE_PAGE && !finding->layered && finding->page == (int)page->page
                               && jal_id_equal (part_of (work, page)->original_id, part->original_id)
                               && !has_place (work, reader, i, work->guard.phrases->pdata[finding->phrase]);
            }
        }
    }
  return TRUE;
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
  if (!add_unplaced (work, error))
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

/* --- One page as a picture ----------------------------------------------------------------------------------- */

static double
get_scale (const JalPageInfo *info, double wanted)
{
  double scale = fmin (wanted, (JAL_READER_PIXELS_MAX - 1) / fmax (info->width, info->height));

  return fmin (scale, sqrt (PIXELS_MAX / (info->width * info->height)));
}

/* Returns (transfer full): @boxes and what notes that are not drawn may have hidden. */
static GArray *
add_covers (const GArray *boxes, const GPtrArray *notes, const JalPageInfo *info)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (JalBox));

  g_array_append_vals (all, boxes->data, boxes->len);
  for (guint i = 0; i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];
      JalBox box = jal_geometry_box_to_display (info, note->box);

      if (note->covers)
        g_array_append_val (all, box);
    }
  return all;
}

static GPtrArray *
get_notes (JalRedactedWork *work, JalReader *reader, JalRedactedPage *page, GError **error)
{
  gboolean more;
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, page->page, &more, work->cancellable, error);

  if (notes != NULL && more)
    {
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                   _ ("Nothing was saved: more notes came with page %u of the file than can be looked through. Print and scan that page."),
                   page->page + 1);
      return NULL;
    }
  page->n_notes = notes != NULL ? notes->len : 0;
  return g_steal_pointer (&notes);
}

static GBytes *
draw_page (JalRedactedWork *work, JalRedactedPage *page, GError **error)
{
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (JalBox));
  g_autoptr (JalPixels) pixels = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GArray) covered = NULL;
  g_autoptr (GArray) burn = NULL;
  g_autoptr (GArray) touch = NULL;
  guint rotation = (guint)part_of (work, page)->rotation;
  gboolean incomplete;
  JalRasterDepth depth;
  JalReader *reader;
  JalPageInfo info;

  if (!get_info (work, page, &reader, &info, error) || (notes = get_notes (work, reader, page, error)) == NULL)
    return NULL;
  covered = add_covers (page->burn, notes, &info);
  burn = jal_raster_merge (covered);
  touch = add_covers (page->touch, notes, &info);
  pixels = jal_reader_render (reader, page->page, get_scale (&info, FINE_SCALE), rotation, work->cancellable, error);
  if (pixels == NULL)
    return NULL;
  /* Its faults are told once: what has been read is not read again. */
  incomplete = pixels->incomplete;
  depth = jal_raster_get_depth (pixels);
  if (depth != JAL_RASTER_BLACK_WHITE)
    {
      g_clear_pointer (&pixels, jal_pixels_unref);
      pixels = jal_reader_render (reader, page->page, get_scale (&info, COLOUR_SCALE), rotation, work->cancellable, error);
    }
  page->incomplete = page->incomplete || incomplete || (pixels != NULL && pixels->incomplete);
  text = pixels != NULL ? jal_reader_get_text (reader, page->page, work->cancellable, error) : NULL;
  if (text == NULL)
    return NULL;
  page->incomplete = page->incomplete || text->incomplete;
  add_unseen (touch, &info, text, pixels);
  if (faded != NULL)
    fade (pixels, pixels->width / info.width);
  return jal_raster_make (pixels, &info, burning ? burn : nothing, burning ? touch : nothing, text, depth);
}

typedef struct
{
  JalRedactedWork *work;
  guint page;
} Source;

/* A JalBytesReadFunc: the page is drawn when it is first asked for. What lies beyond it is nothing. */
static gboolean
read_raster (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Source *source = user_data;
  JalRedactedWork *work = source->work;
  const guint8 *bytes;
  gsize size, n;

  if (work->current != source->page + 1)
    {
      work->current = 0;
      g_clear_pointer (&work->raster, g_bytes_unref);
      g_clear_error (&work->trouble);
      work->raster = draw_page (work, &g_array_index (work->pages, JalRedactedPage, source->page), &work->trouble);
      if (work->raster == NULL)
        {
          g_propagate_error (error, g_error_copy (work->trouble));
          return FALSE;
        }
      work->current = source->page + 1;
    }
  bytes = g_bytes_get_data (work->raster, &size);
  n = offset < size ? (gsize)MIN (length, size - offset) : 0;
  if (n > 0)
    memcpy (to, bytes + offset, n);
  memset (to + n, 0, length - n);
  return TRUE;
}

/* --- Composing ----------------------------------------------------------------------------------------------- */

static void
put_input (JsonBuilder *builder, const char *kind, const char *password, guint64 size)
{
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "kind", kind);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, (gint64)size);
  if (password != NULL)
    jal_release_put_string (builder, "password", password);
  json_builder_end_object (builder);
}

/* Adds the inputs: the originals that pages are copied from, then a raster for each other page. */
static gboolean
make_inputs (JalRedactedWork *work, JsonBuilder *builder, GArray *bytes, GArray *sources, GError **error)
{
  g_clear_pointer (&work->inputs, jal_release_inputs_free);
  work->inputs = jal_release_inputs_new ();
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

      if (!page->raster)
        jal_release_inputs_add (work->inputs, part_of (work, page));
    }
  if (!jal_release_inputs_open (work->inputs, work->store, work->cancellable, error))
    return FALSE;
  g_array_append_vals (bytes, jal_release_inputs_get_bytes (work->inputs), jal_release_inputs_get_n (work->inputs));
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bytes->len; i++)
    put_input (builder, jal_release_inputs_get_media (work->inputs, i), jal_release_inputs_get_password (work->inputs, i), g_array_index (bytes, JalBytes, i).size);
  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      Source *source = &g_array_index (sources, Source, i);
      JalBytes raster = { .read = read_raster, .user_data = source };
      double width, height;
      JalReader *reader;
      JalPageInfo info;

      if (!page->raster)
        continue;
      if (!get_info (work, page, &reader, &info, error))
        return FALSE;
      jal_reader_get_pixel_size (&info, get_scale (&info, FINE_SCALE), 0, &width, &height);
      raster.size = jal_raster_get_size_max ((guint)width, (guint)height);
      page->input = bytes->len;
      g_array_append_val (bytes, raster);
      put_input (builder, "raster", NULL, raster.size);
    }
  json_builder_end_array (builder);
  return TRUE;
}

static void
put_pages (JalRedactedWork *work, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "pages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      const JalDocumentPart *part = part_of (work, page);

      if (page->raster)
        jal_release_put_page (builder, page->input, 0, 0);
      else
        jal_release_put_page (builder, jal_release_inputs_add (work->inputs, part), page->page, part->rotation);
    }
  json_builder_end_array (builder);
}

static JalReader *
open_cb (gpointer user_data, const JalDocumentPart *part, GError **error)
{
  return get_reader (user_data, part, error);
}

/* A bookmark often says the heading of its page. Where words were redacted only here they are gone from here as well, and where
   nobody knows what lies under a box, nothing leads to its page. */
static gboolean
may_stand_cb (gpointer user_data, const char *title, guint page)
{
  JalRedactedWork *work = user_data;
  g_autoptr (JalLetters) letters = jal_letters_new (title, -1);

  if (!burning)
    return TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);
      g_autoptr (JalLetters) words = jal_letters_new (redaction->quoted, -1);
      g_autoptr (GArray) hits = NULL;

      if (g_str_equal (redaction->state, "rejected"))
        continue;
      if (jal_letters_get_n (words) == 0 && redaction->document_page == (int)page)
        return FALSE;
      hits = jal_letters_find (letters, words, JAL_NEAR_SAME | JAL_NEAR_FLAG (JAL_NEAR_DOUBLED) | JAL_NEAR_FLAG (JAL_NEAR_ONE));
      if (hits->len > 0)
        return FALSE;
    }
  return !jal_guard_says (&work->guard, title);
}

/* A document without a title: titles name people. */
static char *
make_record (JalRedactedWork *work, GArray *bytes, GArray *sources, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char hex[JAL_ID_HEX_LENGTH + 1];
  JalLang lang = JAL_LANG_EN;

  jal_lang_parse (work->document->language, &lang);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  jal_release_put_string (builder, "job", "document");
  jal_release_put_string (builder, "id", jal_id_to_hex (work->id, hex));
  jal_release_put_string (builder, "language", jal_lang_code (lang));
  jal_release_put_string (builder, "addresses", "dropped");
  jal_release_put_string (builder, "received", "dropped");
  if (!make_inputs (work, builder, bytes, sources, error))
    return NULL;
  json_builder_set_member_name (builder, "words");
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "missing", jal_words_get (lang, "not_included"));
  jal_release_put_string (builder, "missing_page", jal_words_get (lang, "page_not_readable"));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "sections");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "title", "");
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "title", "");
  put_pages (work, builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if (!jal_release_bookmarks_put (builder, work->parts, open_cb, may_stand_cb, work, work->cancellable, error))
    return NULL;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
append_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  JalRedactedWork *work = data;

  if (length > G_MAXUINT32 / 2 - work->output->len)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                           _ ("The copy is too large to be looked through. Redact the document in parts."));
      return FALSE;
    }
  g_byte_array_append (work->output, bytes, (guint)length);
  return TRUE;
}

static void
progress_cb (gpointer data, guint done, guint total)
{
  JalRedactedWork *work = data;

  if (work->progress != NULL)
    work->progress (done, 3 * (guint64)total, work->progress_data);
}

/* What the composer warned of becomes a picture the next time; so does a page on which a note hides something, with the place burnt.
   *@again when something did; FALSE when what it could not take in was a picture of ours. */
static gboolean
heed_warnings (JalRedactedWork *work, const char *result, gboolean *again, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;
  JsonArray *warnings;

  *again = FALSE;
  if (!json_parser_load_from_data (parser, result, -1, error))
    return FALSE;
  root = json_node_get_object (json_parser_get_root (parser));
  work->n_received = (guint)json_object_get_int_member (root, "received_left_out");
  warnings = json_object_get_array_member (root, "warnings");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = json_array_get_object_element (warnings, i);
      guint input = (guint)json_object_get_int_member (warning, "input");
      JsonNode *number = json_object_get_member (warning, "page");
      gboolean whole = JSON_NODE_HOLDS_NULL (number);
      const char *code = json_object_get_string_member (warning, "code");

      if (g_str_equal (code, "stamp-small") || g_str_equal (code, "note-without-picture")
          || g_str_equal (code, "received-left-out"))
        continue;
      if (input >= jal_release_inputs_get_n (work->inputs))
        {
          if (work->trouble != NULL)
            g_propagate_error (error, g_steal_pointer (&work->trouble));
          else
            g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED,
                                 _ ("Nothing was saved: a page could not be made into a picture. Try again."));
          return FALSE;
        }
      for (guint p = 0; p < work->pages->len; p++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, p);

          if (page->raster || jal_release_inputs_add (work->inputs, part_of (work, page)) != input
              || (!whole && json_node_get_int (number) != (gint64)page->page))
            continue;
          page->raster = TRUE;
          *again = TRUE;
        }
    }
  return TRUE;
}

static gboolean
compose_once (JalRedactedWork *work, gboolean *again, GError **error)
{
  g_autoptr (GArray) bytes = g_array_new (FALSE, FALSE, sizeof (JalBytes));
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_autofree char *record = NULL;
  g_autofree char *result = NULL;

  for (guint i = 0; i < work->pages->len; i++)
    {
      Source source = { work, i };

      g_array_append_val (sources, source);
    }
  work->current = 0;
  g_clear_error (&work->trouble);
  g_byte_array_set_size (work->output, 0);
  record = make_record (work, bytes, sources, error);
  return record != NULL
         && jal_compose (record, (const JalBytes *)(gpointer)bytes->data, bytes->len, append_cb, work, progress_cb, work,
                         work->cancellable, &result, error)
         && heed_warnings (work, result, again, error);
}

gboolean
jal_redacted_pages_compose (JalRedactedWork *work, GError **error)
{
  gboolean again = TRUE;

  /* Every round makes one page more a picture, so it ends. */
  while (again)
    if (!compose_once (work, &again, error))
      return FALSE;
  g_clear_pointer (&work->raster, g_bytes_unref);
  return TRUE;
}

GArray *
jal_redacted_pages_get_infos (JalRedactedWork *work, GError **error)
{
  g_autoptr (GArray) infos = g_array_new (FALSE, FALSE, sizeof (JalPageInfo));

  for (guint i = 0; i < work->pages->len; i++)
    {
      JalReader *reader;
      JalPageInfo info;

      if (!get_info (work, &g_array_index (work->pages, JalRedactedPage, i), &reader, &info, error))
        return NULL;
      g_array_append_val (infos, info);
    }
  return g_steal_pointer (&infos);
}

/* --- Looking at the boxes ------------------------------------------------------------------------------------ */

gboolean
jal_redacted_pages_check (JalRedactedWork *work, JalReader *reader, GError **error)
{
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      g_autoptr (JalPageText) text = NULL;
      JalPageInfo info;

      if (page->touch->len == 0)
        continue;
      text = jal_reader_get_text (reader, i, work->cancellable, error);
      if (text == NULL || !jal_reader_get_page (reader, i, &info, work->cancellable, error))
        return FALSE;
      for (guint c = 0; c < text->n_chars; c++)
        {
          JalBox box = jal_geometry_box_to_display (&info, text->boxes[c]);
          double x = (box.x1 + box.x2) / 2, y = (box.y1 + box.y2) / 2;

          if (g_unichar_isspace (g_utf8_get_char (text->text + text->offsets[c])))
            continue;
          for (guint k = 0; k < page->touch->len; k++)
            {
              const JalBox *burnt = &g_array_index (page->touch, JalBox, k);

              if (x > burnt->x1 && x < burnt->x2 && y > burnt->y1 && y < burnt->y2)
                {
                  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                               _ ("Nothing was saved: on page %u words can be read under a redaction. Report this as a "
                                  "fault of the program."),
                               i + 1);
                  return FALSE;
                }
            }
        }
    }
  return TRUE;
}
