/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page that comes as a picture.
 *
 * 1. Nothing of the page that it stands for is here: neither this file nor this process ever saw it. What is not in the
 *    pixels and not among the words cannot come out.
 * 2. Black and white goes out as CCITT group 4 (ITU-T T.6), everything else as JPEG.
 * 3. The words are drawn in no colour at all (text rendering mode 3), each as wide as its box.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-raster.h"

#include <stdio.h> /* jpeglib.h wants it */

#include <jpeglib.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "wire/jal-wire-raster.h"
#include "worker/compose-files.h"
#include "worker/compose-font.h"

#define JPEG_QUALITY 82
/* Where the baseline of invisible words lies in their box. */
#define DESCENT 0.2

typedef struct
{
  JalWireRaster head;
  gsize stride;
  guint8 *bytes; /* rows, then words */
} Raster;

/* --- Group 4 ------------------------------------------------------------------------------------------------- */

typedef struct
{
  GByteArray *bytes;
  toff_t position;
} Memory;

static tmsize_t
memory_read (thandle_t handle, void *buffer, tmsize_t size)
{
  return 0;
}

static tmsize_t
memory_write (thandle_t handle, void *buffer, tmsize_t size)
{
  Memory *memory = handle;

  if (memory->position + (toff_t)size > memory->bytes->len)
    g_byte_array_set_size (memory->bytes, (guint)(memory->position + (toff_t)size));
  memcpy (memory->bytes->data + memory->position, buffer, (gsize)size);
  memory->position += (toff_t)size;
  return size;
}

static toff_t
memory_seek (thandle_t handle, toff_t offset, int whence)
{
  Memory *memory = handle;

  memory->position = whence == SEEK_SET   ? offset
                     : whence == SEEK_CUR ? memory->position + offset
                                          : memory->bytes->len + offset;
  return memory->position;
}

static int
memory_close (thandle_t handle)
{
  return 0;
}

static toff_t
memory_size (thandle_t handle)
{
  return ((Memory *)handle)->bytes->len;
}

static GBytes *
encode_group4 (const Raster *raster)
{
  Memory memory = { g_byte_array_new (), 0 };
  TIFF *tiff;
  GBytes *strip = NULL;

  TIFFSetWarningHandler (NULL);
  TIFFSetErrorHandler (NULL);
  tiff = TIFFClientOpen ("", "wm", &memory, memory_read, memory_write, memory_seek, memory_close, memory_size, NULL,
                         NULL);
  if (tiff != NULL)
    {
      TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, raster->head.width);
      TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, raster->head.height);
      TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 1);
      TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
      TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
      TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
      TIFFSetField (tiff, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
      TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, raster->head.height);
      if (TIFFWriteEncodedStrip (tiff, 0, raster->bytes, (tmsize_t)(raster->stride * raster->head.height)) >= 0
          && TIFFFlushData (tiff) == 1)
        {
          guint64 offset = TIFFGetStrileOffset (tiff, 0), length = TIFFGetStrileByteCount (tiff, 0);

          if (length > 0 && offset + length <= memory.bytes->len)
            strip = g_bytes_new (memory.bytes->data + offset, length);
        }
      TIFFClose (tiff);
    }
  g_byte_array_unref (memory.bytes);
  return strip;
}

/* --- JPEG ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  struct jpeg_error_mgr manager;
  jmp_buf back;
} JpegErrors;

static void
jpeg_failed_cb (j_common_ptr codec)
{
  longjmp (((JpegErrors *)codec->err)->back, 1);
}

static void
jpeg_silent_cb (j_common_ptr codec)
{
}

static GBytes *
encode_jpeg (const Raster *raster)
{
  struct jpeg_compress_struct codec;
  JpegErrors errors;
  unsigned char *out = NULL;
  unsigned long size = 0;

  codec.err = jpeg_std_error (&errors.manager);
  errors.manager.error_exit = jpeg_failed_cb;
  errors.manager.output_message = jpeg_silent_cb;
  if (setjmp (errors.back) != 0)
    {
      jpeg_destroy_compress (&codec);
      free (out);
      return NULL;
    }
  jpeg_create_compress (&codec);
  jpeg_mem_dest (&codec, &out, &size);
  codec.image_width = raster->head.width;
  codec.image_height = raster->head.height;
  codec.input_components = raster->head.bits == 24 ? 3 : 1;
  codec.in_color_space = raster->head.bits == 24 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults (&codec);
  jpeg_set_quality (&codec, JPEG_QUALITY, TRUE);
  codec.optimize_coding = TRUE;
  jpeg_start_compress (&codec, TRUE);
  while (codec.next_scanline < codec.image_height)
    {
      JSAMPROW row = raster->bytes + codec.next_scanline * raster->stride;

      jpeg_write_scanlines (&codec, &row, 1);
    }
  jpeg_finish_compress (&codec);
  jpeg_destroy_compress (&codec);
  return g_bytes_new_with_free_func (out, size, free, out);
}

/* --- The words ----------------------------------------------------------------------------------------------- */

static void
append_word (GString *out, const JalWireRasterWord *word, const char *text, double page_height)
{
  double x1 = word->box[0], x2 = word->box[2], y1 = page_height - word->box[3], y2 = page_height - word->box[1];
  gboolean lies = word->direction == 0;
  double size = lies ? y2 - y1 : x2 - x1, length = lies ? x2 - x1 : y2 - y1;
  g_autoptr (GString) hex = g_string_new (NULL);
  guint n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter > 0xffff || (letter >= 0xd800 && letter < 0xe000))
        continue;
      g_string_append_printf (hex, "%04x", letter);
      n++;
    }
  if (n == 0 || !(size > 0.1) || !(length > 0.1))
    return;
  jal_pdf_append_numbers (out, "/F % Tf % Tz ", size, 100 * length / (0.5 * n * size));
  if (lies)
    jal_pdf_append_numbers (out, "1 0 0 1 % % Tm", x1, y1 + DESCENT * size);
  else if (word->direction == 90)
    jal_pdf_append_numbers (out, "0 -1 1 0 % % Tm", x1 + DESCENT * size, y2);
  else
    jal_pdf_append_numbers (out, "0 1 -1 0 % % Tm", x2 - DESCENT * size, y1);
  g_string_append_printf (out, " <%s> Tj\n", hex->str);
}

/* FALSE when the words are not what the head says. */
static gboolean
append_words (GString *out, const Raster *raster)
{
  const guint8 *p = raster->bytes + raster->stride * raster->head.height;
  gsize left = raster->head.words_size;

  g_string_append (out, "BT 3 Tr\n");
  for (guint i = 0; i < raster->head.n_words; i++)
    {
      JalWireRasterWord word;
      g_autofree char *text = NULL;

      if (left < sizeof word)
        return FALSE;
      memcpy (&word, p, sizeof word);
      p += sizeof word;
      left -= sizeof word;
      for (guint k = 0; k < 4; k++)
        if (!isfinite (word.box[k]) || fabs (word.box[k]) > 2 * JAL_WIRE_RASTER_POINTS_MAX)
          return FALSE;
      if (word.length > left || !g_utf8_validate ((const char *)p, word.length, NULL))
        return FALSE;
      text = g_strndup ((const char *)p, word.length);
      p += word.length;
      left -= word.length;
      append_word (out, &word, text, raster->head.page_height);
    }
  g_string_append (out, "ET\n");
  return TRUE;
}

/* --- The file ------------------------------------------------------------------------------------------------ */

typedef struct
{
  GByteArray *bytes;
  GArray *offsets; /* of gsize */
} File;

static void
put (File *file, const char *text)
{
  g_byte_array_append (file->bytes, (const guint8 *)text, (guint)strlen (text));
}

static void
begin (File *file)
{
  g_autofree char *line = NULL;
  gsize offset = file->bytes->len;

  g_array_append_val (file->offsets, offset);
  line = g_strdup_printf ("%u 0 obj\n", file->offsets->len);
  put (file, line);
}

static void
put_object (File *file, const char *text)
{
  begin (file);
  put (file, text);
  put (file, "\nendobj\n");
}

static void
put_stream (File *file, const char *entries, gconstpointer data, gsize length)
{
  g_autofree char *dict = g_strdup_printf ("<< %s /Length %zu >>\nstream\n", entries, length);

  begin (file);
  put (file, dict);
  g_byte_array_append (file->bytes, data, (guint)length);
  put (file, "\nendstream\nendobj\n");
}

static void
put_image (File *file, const Raster *raster, GBytes *picture)
{
  const JalWireRaster *head = &raster->head;
  g_autofree char *filter = head->bits == 1 ? g_strdup_printf ("/CCITTFaxDecode /DecodeParms << /K -1 /Columns %u /Rows %u "
                                                               "/BlackIs1 false >>",
                                                               head->width, head->height)
                                            : g_strdup ("/DCTDecode");
  g_autofree char *entries = g_strdup_printf (
      "/Type /XObject /Subtype /Image /Width %u /Height %u /BitsPerComponent %u /ColorSpace %s /Filter %s", head->width,
      head->height, head->bits == 1 ? 1 : 8, head->bits == 24 ? "/DeviceRGB" : "/DeviceGray", filter);
  gsize length;
  gconstpointer data = g_bytes_get_data (picture, &length);

  put_stream (file, entries, data, length);
}

/* Objects 6 to 11. A code is a UTF-16 unit, whatever its glyph. */
static void
put_font (File *file)
{
  static const char to_unicode[]
      = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering "
        "(UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> "
        "<FFFF>\nendcodespacerange\n1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\nendcmap\nCMapName currentdict "
        "/CMap defineresource pop\nend\nend\n";
  g_autoptr (GByteArray) font = jal_compose_font_without_glyphs ();
  g_autofree guint8 *map = g_malloc0 (65536 * 2);
  g_autofree char *length = g_strdup_printf ("/Length1 %u", font->len);

  for (guint i = 0; i < 65536; i++)
    map[2 * i + 1] = 1;
  put_object (file, "<< /Type /Font /Subtype /Type0 /BaseFont /Glyphless /Encoding /Identity-H /DescendantFonts [7 0 R] "
                    "/ToUnicode 11 0 R >>");
  put_object (file, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Glyphless /CIDSystemInfo << /Registry (Adobe) "
                    "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R /DW 500 /CIDToGIDMap 10 0 R >>");
  put_object (file, "<< /Type /FontDescriptor /FontName /Glyphless /Flags 5 /FontBBox [0 -200 500 800] /ItalicAngle 0 "
                    "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 9 0 R >>");
  put_stream (file, length, font->data, font->len);
  put_stream (file, "", map, 65536 * 2);
  put_stream (file, "", to_unicode, strlen (to_unicode));
}

static GBytes *
make_file (const Raster *raster, GBytes *picture, const GString *content)
{
  File file = { g_byte_array_new (), g_array_new (FALSE, FALSE, sizeof (gsize)) };
  g_autoptr (GString) page = g_string_new ("<< /Type /Page /Parent 2 0 R");
  g_autoptr (GString) end = g_string_new (NULL);

  jal_pdf_append_numbers (page, " /MediaBox [0 0 % %]", raster->head.page_width, raster->head.page_height);
  g_string_append (page, " /Contents 4 0 R /Resources << /XObject << /I 5 0 R >>");
  g_string_append (page, raster->head.n_words > 0 ? " /Font << /F 6 0 R >> >> >>" : " >> >>");
  put (&file, "%PDF-1.7\n");
  put_object (&file, "<< /Type /Catalog /Pages 2 0 R >>");
  put_object (&file, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
  put_object (&file, page->str);
  put_stream (&file, "", content->str, content->len);
  put_image (&file, raster, picture);
  if (raster->head.n_words > 0)
    put_font (&file);
  g_string_append_printf (end, "xref\n0 %u\n0000000000 65535 f \n", file.offsets->len + 1);
  for (guint i = 0; i < file.offsets->len; i++)
    g_string_append_printf (end, "%010zu 00000 n \n", g_array_index (file.offsets, gsize, i));
  g_string_append_printf (end, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%u\n%%%%EOF\n", file.offsets->len + 1,
                          file.bytes->len);
  put (&file, end->str);
  g_array_unref (file.offsets);
  return g_byte_array_free_to_bytes (file.bytes);
}

/* --- Reading the input --------------------------------------------------------------------------------------- */

static gboolean
read_raster (JalCompose *compose, guint input, Raster *raster)
{
  const JalComposeInput *info = &g_array_index (compose->spec->inputs, JalComposeInput, input);
  JalWireRaster *head = &raster->head;
  guint64 size;

  if (info->size < sizeof *head || !jal_compose_files_read (input, 0, head, sizeof *head)
      || memcmp (head->magic, JAL_WIRE_RASTER_MAGIC, sizeof head->magic) != 0 || head->width < 1 || head->height < 1
      || head->width > JAL_WIRE_RASTER_SIDE_MAX || head->height > JAL_WIRE_RASTER_SIDE_MAX
      || (head->bits != 1 && head->bits != 8 && head->bits != 24) || head->words_size > JAL_WIRE_RASTER_WORDS_MAX
      || !(head->page_width >= 1 && head->page_width <= JAL_WIRE_RASTER_POINTS_MAX)
      || !(head->page_height >= 1 && head->page_height <= JAL_WIRE_RASTER_POINTS_MAX))
    return FALSE;
  raster->stride = ((gsize)head->width * head->bits + 7) / 8;
  size = (guint64)raster->stride * head->height + head->words_size;
  if (size > info->size - sizeof *head || (raster->bytes = g_try_malloc (size)) == NULL)
    return FALSE;
  return jal_compose_files_read (input, sizeof *head, raster->bytes, size);
}

GBytes *
jal_compose_raster_read (JalCompose *compose, guint input)
{
  Raster raster = { 0 };
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GBytes) picture = NULL;
  GBytes *file = NULL;

  if (read_raster (compose, input, &raster))
    {
      jal_pdf_append_numbers (content, "q % 0 0 % 0 0 cm /I Do Q\n", raster.head.page_width, raster.head.page_height);
      if (raster.head.n_words == 0 || append_words (content, &raster))
        picture = raster.head.bits == 1 ? encode_group4 (&raster) : encode_jpeg (&raster);
      if (picture != NULL)
        file = make_file (&raster, picture, content);
    }
  g_free (raster.bytes);
  return file;
}
