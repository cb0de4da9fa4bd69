/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A font may draw whatever it likes for a letter: a name, a line, a picture of one. However wide it says that its
 * letter is, the page shows more than its text says.
 *
 * 1. The glyph is drawn upright and alone. It is taken apart into bands, with nothing between one and the next.
 * 2. A glyph wider than high with a band of ROW_MIN pieces beside each other is a word; letters of one have two or
 * three ("%", "…").
 * 3. So is one much wider than high whose rows are crossed as often as writing is: its letters are joined. Dashes and
 * arrows are not.
 * 4. So is one of two such bands, however high it is: signs of the east are of many pieces, in one band at most.
 *
 * Most glyphs are no wider than high, and are not drawn: of those only drawn ones (Type 3) are, or what is larger than
 * its font.
 */
#include "worker/reader-glyphs-private.h"

#include <math.h>

/* Pixels of the longer side. */
#define SIDE 240.0
#define EM 100.0
#define ROW_MIN 4
#define WIDE 1.5
#define JOINED_WIDE 2.5
#define JOINED_RUNS 3
/* Of 255: what ink changes at least. */
#define SEEN 48
/* Of the font's size. */
#define LARGE 1.6

typedef struct
{
  cairo_font_face_t *face;
  gulong index;
  gboolean is_word;
} Judged;

static GHashTable *judged;

static guint
hash (gconstpointer key)
{
  const Judged *glyph = key;

  return g_direct_hash (glyph->face) ^ (guint)glyph->index * 2654435761u;
}

static gboolean
are_equal (gconstpointer a, gconstpointer b)
{
  return ((const Judged *)a)->face == ((const Judged *)b)->face
         && ((const Judged *)a)->index == ((const Judged *)b)->index;
}

static void
free_judged (gpointer key)
{
  cairo_font_face_destroy (((Judged *)key)->face);
  g_free (key);
}

void
jal_glyphs_forget_words (void)
{
  g_clear_pointer (&judged, g_hash_table_unref);
}

static cairo_scaled_font_t *
scale (cairo_font_face_t *face, double size)
{
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_matrix_t matrix, upright;
  cairo_scaled_font_t *font;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_matrix_init_scale (&matrix, size, size);
  cairo_matrix_init_identity (&upright);
  font = cairo_scaled_font_create (face, &matrix, &upright, options);
  cairo_font_options_destroy (options);
  return font;
}

/* Pieces beside each other of the rows from @top up to @bottom. */
static guint
count_pieces (const guint8 *ink, guint width, guint top, guint bottom)
{
  gboolean was = FALSE;
  guint n = 0;

  for (guint x = 0; x < width; x++)
    {
      gboolean is = FALSE;

      for (guint y = top; y < bottom && !is; y++)
        is = ink[(gsize)y * width + x] != 0;
      n += is && !was ? 1 : 0;
      was = is;
    }
  return n;
}

static guint
count_runs (const guint8 *row, guint width)
{
  guint n = 0;

  for (guint x = 0; x < width; x++)
    n += row[x] != 0 && (x == 0 || row[x - 1] == 0) ? 1 : 0;
  return n;
}

static gboolean
is_row_of_letters (const guint8 *ink, guint width, guint height)
{
  guint n_bands = 0, runs = 0, n_rows = 0, top = 0;
  gboolean was = FALSE;

  for (guint y = 0; y <= height; y++)
    {
      guint n = y < height ? count_runs (ink + (gsize)y * width, width) : 0;

      runs += n;
      n_rows += n > 0 ? 1 : 0;
      if (n > 0 && !was)
        top = y;
      if (n == 0 && was && count_pieces (ink, width, top, y) >= ROW_MIN)
        n_bands++;
      was = n > 0;
    }
  return n_bands >= 2 || (width >= WIDE * height && n_bands > 0)
         || (width >= JOINED_WIDE * height && n_rows > 0 && runs >= JOINED_RUNS * n_rows);
}

/* Draws the glyph as large as SIDE, and looks at it. */
static gboolean
look_at (cairo_font_face_t *face, gulong index, double size, const cairo_text_extents_t *extents)
{
  double by = SIDE / fmax (extents->width, extents->height);
  guint width = (guint)ceil (extents->width * by) + 1, height = (guint)ceil (extents->height * by) + 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)width, (int)height);
  cairo_scaled_font_t *font = scale (face, size * by);
  cairo_glyph_t glyph = { index, -extents->x_bearing * by, -extents->y_bearing * by };
  cairo_t *cairo = cairo_create (surface);
  g_autofree guint8 *ink = g_malloc0 ((gsize)width * height);
  gboolean is_word = FALSE;
  const guint8 *pixels;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_set_scaled_font (cairo, font);
  cairo_show_glyphs (cairo, &glyph, 1);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  if (cairo_status (cairo) == CAIRO_STATUS_SUCCESS && pixels != NULL)
    {
      gsize stride = (gsize)cairo_image_surface_get_stride (surface);

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          ink[(gsize)y * width + x] = pixels[y * stride + (gsize)4 * x + 1] < 255 - SEEN;
      is_word = is_row_of_letters (ink, width, height);
    }
  cairo_destroy (cairo);
  cairo_scaled_font_destroy (font);
  cairo_surface_destroy (surface);
  return is_word;
}

static gboolean
judge (cairo_font_face_t *face, gulong index)
{
  cairo_scaled_font_t *font = scale (face, EM);
  const cairo_glyph_t glyph = { index, 0, 0 };
  cairo_text_extents_t extents = { 0 };
  gboolean is_large;

  if (cairo_scaled_font_status (font) == CAIRO_STATUS_SUCCESS)
    cairo_scaled_font_glyph_extents (font, &glyph, 1, &extents);
  cairo_scaled_font_destroy (font);
  if (!(extents.width > 0 && extents.height > 0))
    return FALSE;
  is_large = cairo_font_face_get_type (face) == CAIRO_FONT_TYPE_USER || extents.height > LARGE * EM;
  return (is_large || extents.width >= WIDE * extents.height) && look_at (face, index, EM, &extents);
}

gboolean
jal_glyphs_is_word (cairo_font_face_t *face, gulong index)
{
  Judged asked = { face, index, FALSE }, *known;

  if (judged == NULL)
    judged = g_hash_table_new_full (hash, are_equal, free_judged, NULL);
  known = g_hash_table_lookup (judged, &asked);
  if (known == NULL)
    {
      asked.is_word = judge (face, index);
      cairo_font_face_reference (face);
      known = g_memdup2 (&asked, sizeof asked);
      g_hash_table_add (judged, known);
    }
  return known->is_word;
}
