/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels are copies, and what was given up holds nothing of them. */
#include <string.h>
#include <sys/mman.h>

#include "pages/jal-page-text.h"

#define WIDTH 1000
#define HEIGHT 800
#define SIZE (WIDTH * HEIGHT * 4)

static gboolean
is_only (const guint8 *bytes, gsize length, guint8 value)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] != value)
      return FALSE;
  return TRUE;
}

static JalPixels *
copy (const guint8 *rows, guint height, const guint8 **bytes)
{
  JalPixels *pixels = jal_pixels_new_copy (WIDTH, height, WIDTH * 4, rows);
  gsize size;

  g_assert_nonnull (pixels);
  *bytes = g_bytes_get_data (pixels->bytes, &size);
  g_assert_cmpuint (size, ==, (gsize)WIDTH * 4 * height);
  g_assert_cmpmem (*bytes, size, rows, size);
  return pixels;
}

static void
test_wiped (void)
{
  g_autofree guint8 *rows = g_malloc (SIZE);
  const guint8 *first, *second, *third;
  JalPixels *pixels, *other;

  memset (rows, 0xa5, SIZE);
  pixels = copy (rows, HEIGHT, &first);
  other = copy (rows, HEIGHT, &second);
  memset (rows, 0x5a, SIZE);
  g_assert_true (is_only (first, SIZE, 0xa5));
  g_assert_true (first != second);

  /* It waits for the next page, and may be looked at meanwhile. */
  jal_pixels_unref (pixels);
  g_assert_true (is_only (first, SIZE, 0));
  g_assert_true (is_only (second, SIZE, 0xa5));
  pixels = copy (rows, HEIGHT - 1, &third);
  g_assert_true (third == first);
  g_assert_true (is_only (third + WIDTH * 4 * (HEIGHT - 1), WIDTH * 4, 0));
  jal_pixels_unref (pixels);
  jal_pixels_unref (other);
  jal_pixels_forget_pooled ();
}

/* What is much too large is not handed out, nor what is too small. */
static void
test_sizes (void)
{
  g_autofree guint8 *rows = g_malloc0 (SIZE);
  const guint8 *large, *small;
  JalPixels *pixels = copy (rows, HEIGHT, &large);

  jal_pixels_unref (pixels);
  pixels = copy (rows, HEIGHT / 3, &small);
  g_assert_true (small != large);
  jal_pixels_unref (pixels);
  jal_pixels_forget_pooled ();
}

/* Memory of sizes that came once makes room for that of pages that are turned now. */
static void
test_newest (void)
{
  static const guint once[] = { HEIGHT / 8, HEIGHT / 6, HEIGHT / 4 };
  g_autofree guint8 *rows = g_malloc0 (SIZE);
  void *in_its_place[8];
  const guint8 *before, *after;
  JalPixels *pixels;

  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    jal_pixels_unref (copy (rows, once[i], &before));
  jal_pixels_unref (copy (rows, HEIGHT, &before));
  /* Had it been given back, other memory would stand there now. */
  for (guint i = 0; i < G_N_ELEMENTS (in_its_place); i++)
    in_its_place[i] = mmap (NULL, SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  pixels = copy (rows, HEIGHT - 2, &after);
  g_assert_true (after == before);
  jal_pixels_unref (pixels);
  for (guint i = 0; i < G_N_ELEMENTS (in_its_place); i++)
    munmap (in_its_place[i], SIZE);
  jal_pixels_forget_pooled ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixels/wiped", test_wiped);
  g_test_add_func ("/pixels/sizes", test_sizes);
  g_test_add_func ("/pixels/newest", test_newest);
  return g_test_run ();
}
