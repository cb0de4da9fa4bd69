/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thousand pictures would take a minute to compress. So a few are, with a restart marker after every row of blocks: the
   rows between two markers stand for themselves and can be put together anew, which costs no more than copying. */
#include "scan-maker.h"

#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "../pages/pdf-maker.h"

#define WIDTH 1654
#define HEIGHT 2339
#define BLOCK 8
#define N_ROWS ((HEIGHT + BLOCK - 1) / BLOCK)
/* Rows of blocks that make a line of letters. */
#define ROWS_A_LINE 5
#define N_BASE 12

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Row;

typedef struct
{
  guint8 *jpeg;
  unsigned long size;
  gsize of_header; /* up to the first row */
  Row rows[N_ROWS];
} Base;

static guint32 state = 2463534242u;

static guint32
chance (void)
{
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

static void
draw_letter (guint8 *pixels, guint x, guint y)
{
  guint shape = chance (), w = 9 + shape % 7, h = 16 + (shape >> 4) % 8;

  for (guint v = 0; v < h; v++)
    for (guint u = 0; u < w; u++)
      {
        gboolean ink = u < 3 || (v < 3 && (shape & 0x100) != 0) || (v + 3 >= h && (shape & 0x200) != 0)
                       || (u + 3 >= w && (shape & 0x400) != 0) || ((shape & 0x800) != 0 && v / 2 == h / 4);

        if (ink)
          pixels[(y + v) * WIDTH + x + u] = (guint8)(30 + chance () % 40);
      }
}

static void
draw_page (guint8 *pixels, guint grain)
{
  for (gsize i = 0; i < (gsize)WIDTH * HEIGHT; i++)
    pixels[i] = (guint8)(238 - chance () % grain);
  for (guint line = 3; line * ROWS_A_LINE * BLOCK + 60 < HEIGHT; line++)
    for (guint x = 170; x < WIDTH - 200; x += 18)
      if (chance () % 7 != 0)
        draw_letter (pixels, x, line * ROWS_A_LINE * BLOCK + 8);
}

static void
compress (Base *base, const guint8 *pixels, int quality)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &base->jpeg, &base->size);
  jpeg.image_width = WIDTH;
  jpeg.image_height = HEIGHT;
  jpeg.input_components = 1;
  jpeg.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, quality, TRUE);
  jpeg.restart_in_rows = 1;
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < HEIGHT)
    {
      JSAMPROW row = (JSAMPROW)pixels + (gsize)jpeg.next_scanline * WIDTH;

      jpeg_write_scanlines (&jpeg, &row, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
}

/* ITU T.81, B.1.1: FF DA begins the scan, FF D0…D7 are restart markers, FF 00 is a byte of data, FF D9 ends. */
static void
find_rows (Base *base)
{
  const guint8 *b = base->jpeg;
  gsize at = 2, start;
  guint row = 0;

  while (b[at + 1] != 0xda)
    at += 2 + (gsize)(b[at + 2] << 8 | b[at + 3]);
  at += 2 + (gsize)(b[at + 2] << 8 | b[at + 3]);
  base->of_header = start = at;
  for (; at + 1 < base->size; at++)
    if (b[at] == 0xff && b[at + 1] != 0)
      {
        g_assert (row < N_ROWS);
        base->rows[row++] = (Row){ b + start, at - start };
        start = at + 2;
        at++;
      }
  g_assert (row == N_ROWS);
}

static void
make_base (Base *base, gsize bytes_a_page)
{
  g_autofree guint8 *pixels = g_malloc ((gsize)WIDTH * HEIGHT);
  guint grain = 12;

  *base = (Base){ 0 };
  draw_page (pixels, grain);
  for (int quality = 8; quality <= 95; quality++)
    {
      free (base->jpeg);
      base->jpeg = NULL;
      compress (base, pixels, quality);
      if (base->size >= bytes_a_page)
        break;
    }
  find_rows (base);
}

/* Whole lines of any of the base pages, under the header of the first. */
static GByteArray *
make_picture (const Base *bases)
{
  static const guint8 end[2] = { 0xff, 0xd9 };
  GByteArray *jpeg = g_byte_array_new ();
  guint from = 0;

  g_byte_array_append (jpeg, bases[0].jpeg, (guint)bases[0].of_header);
  for (guint i = 0; i < N_ROWS; i++)
    {
      const guint8 restart[2] = { 0xff, (guint8)(0xd0 + i % 8) };

      if (i % ROWS_A_LINE == 0)
        from = chance () % N_BASE;
      g_byte_array_append (jpeg, bases[from].rows[i].bytes, (guint)bases[from].rows[i].length);
      g_byte_array_append (jpeg, i + 1 < N_ROWS ? restart : end, 2);
    }
  return jpeg;
}

GBytes *
scan_make (guint n_pages, gsize bytes_a_page)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GString) kids = g_string_new (NULL);
  Base bases[N_BASE];
  /* Every page adds three objects: picture, content, page; then come the tree and the catalogue. */
  guint tree = 3 * n_pages + 1, root;

  for (guint i = 0; i < N_BASE; i++)
    make_base (&bases[i], bytes_a_page);
  for (guint i = 0; i < n_pages; i++)
    {
      static const char content[] = "q 595 0 0 842 0 0 cm /I Do Q";
      g_autoptr (GByteArray) jpeg = make_picture (bases);
      g_autofree char *about
          = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
                             "/BitsPerComponent 8 /Filter /DCTDecode",
                             WIDTH, HEIGHT);
      guint picture = pdf_maker_add_stream (maker, about, jpeg->data, jpeg->len);
      guint drawn = pdf_maker_add_stream (maker, "", content, sizeof content - 1);
      guint page = pdf_maker_add (maker,
                                  "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 595 842 ] /Contents %u 0 R "
                                  "/Resources << /XObject << /I %u 0 R >> >> >>",
                                  tree, drawn, picture);

      g_string_append_printf (kids, "%u 0 R ", page);
    }
  pdf_maker_add (maker, "<< /Type /Pages /Count %u /Kids [ %s ] >>", n_pages, kids->str);
  root = pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", tree);
  for (guint i = 0; i < N_BASE; i++)
    free (bases[i].jpeg);
  return pdf_maker_finish (maker, root);
}
