/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of a redacted copy as a picture.
 *
 * 1. One page's pixels are in memory at a time.
 * 2. Notes that came with the file are not on it; what such a note may have hidden is burnt (jal-redacted-pens.c).
 * 3. Only words that can be seen on the picture are laid over it: those under a box that the page draws itself are not.
 * 4. A word that is not laid over it for the sake of some of its letters still shows the others, and is in nothing that could be searched: a
 *    name of which half can be read so is noted.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/jal-phrase.h"
#include "pages/jal-geometry.h"
#include "pages/jal-hidden-text.h"
#include "release/jal-redacted-copy-private.h"

#define FINE_SCALE (300.0 / 72.0)
#define COLOUR_SCALE (200.0 / 72.0)
/* The most pixels of a page: a poster is drawn coarser. */
#define PIXELS_MAX 60e6
/* Letters of a name that say something of it. */
#define SHOWN_MIN 3

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
          JalBox box = jal_redacted_line_of (g_array_index (boxes, JalBox, k));

          g_array_append_val (touch, box);
        }
    }
}

static gboolean
is_touched (const GArray *touch, const JalBox *box)
{
  double x = (box->x1 + box->x2) / 2, y = (box->y1 + box->y2) / 2;

  for (guint i = 0; i < touch->len; i++)
    {
      const JalBox *other = &g_array_index (touch, JalBox, i);

      if (x >= other->x1 && x <= other->x2 && y >= other->y1 && y <= other->y2)
        return TRUE;
    }
  return FALSE;
}

/* Rule 4: whether half of what is found there, or more, shows, and some of it does not. */
static gboolean
shows_half (const JalPageInfo *info, const JalPageText *text, const JalNearHit *hit, const GArray *touch)
{
  guint n = 0, shown = 0;

  for (guint c = hit->first; c < hit->first + hit->n && c < text->n_chars; c++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[c]);

      if (!g_unichar_isalnum (g_utf8_get_char (text->text + text->offsets[c])))
        continue;
      n++;
      shown += is_touched (touch, &box) ? 0 : 1;
    }
  return shown < n && shown >= SHOWN_MIN && 2 * shown >= n;
}

static void
note_half_shown (JalRedactedWork *work, JalRedactedPage *page, const JalPageInfo *info, const JalPageText *text, const GArray *touch)
{
  g_autoptr (JalLetters) letters = jal_letters_new (text->text, (gssize)text->n_bytes);
  guint number = (guint)(page - (const JalRedactedPage *)(gpointer)work->pages->data);

  for (guint i = 0; work->guard.phrases->pdata[i] != NULL && !page->unplaced; i++)
    {
      g_autoptr (JalLetters) phrase = jal_letters_new (work->guard.phrases->pdata[i], -1);
      g_autoptr (GArray) hits = jal_letters_find (letters, phrase, JAL_NEAR_SAME);
      gboolean allowed = FALSE;

      for (guint k = 0; k < work->guard.allowed->len; k++)
        {
          const JalLeakAllowance *allowance = &g_array_index (work->guard.allowed, JalLeakAllowance, k);

          allowed = allowed || (allowance->phrase == i && allowance->page == number);
        }
      for (guint k = 0; k < hits->len && !allowed; k++)
        page->unplaced = page->unplaced || shows_half (info, text, &g_array_index (hits, JalNearHit, k), touch);
    }
}

static double
get_scale (const JalPageInfo *info, double wanted)
{
  double scale = fmin (wanted, (JAL_READER_PIXELS_MAX - 1) / fmax (info->width, info->height));

  return fmin (scale, sqrt (PIXELS_MAX / (info->width * info->height)));
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

guint64
jal_redacted_draw_get_size_max (const JalPageInfo *info)
{
  double width, height;

  jal_reader_get_pixel_size (info, get_scale (info, FINE_SCALE), 0, &width, &height);
  return jal_raster_get_size_max ((guint)width, (guint)height);
}

GBytes *
jal_redacted_draw_page (JalRedactedWork *work, JalRedactedPage *page, GError **error)
{
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (JalBox));
  g_autoptr (JalPixels) pixels = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GArray) strokes = g_array_new (FALSE, FALSE, sizeof (JalBox));
  g_autoptr (GArray) covered = g_array_copy (page->burn);
  g_autoptr (GArray) touch = g_array_copy (page->touch);
  g_autoptr (GArray) burn = NULL;
  guint rotation = (guint)jal_redacted_part_of (work, page)->rotation;
  gboolean incomplete;
  JalRasterDepth depth;
  JalReader *reader;
  JalPageInfo info;

  if (!jal_redacted_get_info (work, page, &reader, &info, error) || (notes = get_notes (work, reader, page, error)) == NULL)
    return NULL;
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
  jal_redacted_pens_add (work, page, notes, &info, text, pixels,
                         get_scale (&info, depth != JAL_RASTER_BLACK_WHITE ? COLOUR_SCALE : FINE_SCALE), covered, touch, strokes);
  /* Strokes are no words beside each other: together they would be their rectangle again. */
  burn = jal_raster_merge (covered);
  g_array_append_vals (burn, strokes->data, strokes->len);
  add_unseen (touch, &info, text, pixels);
  note_half_shown (work, page, &info, text, touch);
  if (faded != NULL)
    fade (pixels, pixels->width / info.width);
  return jal_raster_make (pixels, &info, burning ? burn : nothing, burning ? touch : nothing, text, depth);
}
