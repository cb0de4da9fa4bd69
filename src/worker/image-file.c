/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats: JPEG, ITU-T T.81 annex B; EXIF 2.3 section 4.6 (orientation); PNG, RFC 2083. */
#include "worker/image-file-private.h"

#include <string.h>
#include <zlib.h>

#include "worker/image-page.h"

#define SOI 0xd8
#define EOI 0xd9
#define SOS 0xda
#define APP0 0xe0
#define APP1 0xe1
#define APP14 0xee
#define APP15 0xef
#define COM 0xfe

static const guint8 png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static guint32
get_number (const guint8 *at, guint n_bytes, gboolean big_endian)
{
  guint32 value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | at[big_endian ? i : n_bytes - 1 - i];
  return value;
}

static gboolean
fail (GError **error, GIOErrorEnum code, const char *what)
{
  g_set_error_literal (error, G_IO_ERROR, (int)code, what);
  return FALSE;
}

/* Returns the orientation that a TIFF structure asks for; 1 when it says nothing sensible. */
static guint
read_orientation (const guint8 *tiff, gsize length)
{
  gboolean big_endian;
  guint32 directory, n_entries;

  if (length < 8 || (memcmp (tiff, "II*\0", 4) != 0 && memcmp (tiff, "MM\0*", 4) != 0))
    return 1;
  big_endian = tiff[0] == 'M';
  directory = get_number (tiff + 4, 4, big_endian);
  if (directory > length - 2)
    return 1;
  n_entries = get_number (tiff + directory, 2, big_endian);
  for (guint32 i = 0; i < n_entries; i++)
    {
      gsize at = (gsize)directory + 2 + 12 * (gsize)i;

      if (at + 12 > length)
        break;
      if (get_number (tiff + at, 2, big_endian) == 0x0112)
        {
          guint32 value = get_number (tiff + at + 8, 2, big_endian);
          return value >= 1 && value <= 8 ? value : 1;
        }
    }
  return 1;
}

static gboolean
check_size (JalImageFile *file, GError **error)
{
  if (file->width == 0 || file->height == 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, "picture without size");
  if ((guint64)file->width * file->height > JAL_IMAGE_PIXELS_MAX)
    return fail (error, G_IO_ERROR_NO_SPACE, "picture too large");
  return TRUE;
}

static gboolean
read_frame (JalImageFile *file, guint marker, const guint8 *body, gsize length, GError **error)
{
  if (marker > 0xc2 || length < 6)
    return fail (error, G_IO_ERROR_INVALID_DATA, "kind of JPEG that readers do not know");
  if (file->components != 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, "JPEG with two pictures in one");
  file->progressive = marker == 0xc2;
  file->bits = body[0];
  file->height = get_number (body + 1, 2, TRUE);
  file->width = get_number (body + 3, 2, TRUE);
  file->components = body[5];
  if (file->bits != 8 || (file->components != 1 && file->components != 3 && file->components != 4))
    return fail (error, G_IO_ERROR_INVALID_DATA, "kind of JPEG that readers do not know");
  return check_size (file, error);
}

/* Copies the entropy-coded data after a scan's header; returns where the next marker begins. */
static gsize
copy_scan (JalImageFile *file, const guint8 *bytes, gsize length, gsize at)
{
  gsize end = at;

  while (end < length)
    {
      const guint8 *mark = memchr (bytes + end, 0xff, length - end);

      if (mark == NULL || mark + 1 >= bytes + length)
        {
          end = length;
          break;
        }
      end = (gsize)(mark - bytes);
      if (mark[1] != 0 && !(mark[1] >= 0xd0 && mark[1] <= 0xd7) && mark[1] != 0xff)
        break;
      end += mark[1] == 0xff ? 1 : 2;
    }
  g_byte_array_append (file->data, bytes + at, (guint)(end - at));
  return end;
}

static gboolean
is_side_information (guint marker)
{
  return (marker >= APP0 && marker <= APP15) || marker == COM;
}

/* Keeps of APPn only what changes the meaning of colours: that it is JFIF, and Adobe's marker. */
static void
keep_colour_marker (JalImageFile *file, guint marker, const guint8 *body, gsize length)
{
  static const guint8 jfif[] = { 0xff, APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0 };

  if (marker == APP0 && length >= 5 && memcmp (body, "JFIF", 5) == 0)
    g_byte_array_append (file->data, jfif, sizeof jfif);
  else if (marker == APP14 && length >= 12 && memcmp (body, "Adobe", 5) == 0)
    {
      const guint8 head[] = { 0xff, APP14, 0, 14 };

      file->adobe = TRUE;
      g_byte_array_append (file->data, head, sizeof head);
      g_byte_array_append (file->data, body, 12);
    }
  else if (marker == APP1 && length >= 6 && memcmp (body, "Exif\0", 6) == 0)
    file->orientation = read_orientation (body + 6, length - 6);
}

gboolean
jal_image_file_read_jpeg (JalImageFile *file, const guint8 *bytes, gsize length, GError **error)
{
  static const guint8 end_of_image[] = { 0xff, EOI };
  gsize at = 2;
  gboolean has_scan = FALSE;

  file->orientation = 1;
  file->data = g_byte_array_sized_new ((guint)MIN (length, G_MAXUINT));
  if (length < 4 || length > G_MAXUINT / 2 || bytes[0] != 0xff || bytes[1] != SOI)
    return fail (error, G_IO_ERROR_INVALID_DATA, "not a JPEG");
  g_byte_array_append (file->data, bytes, 2);
  while (at + 4 <= length && !file->whole)
    {
      guint marker = bytes[at + 1];
      gsize size;

      if (bytes[at] != 0xff)
        return fail (error, G_IO_ERROR_INVALID_DATA, "JPEG without a marker where one must be");
      if (marker == 0xff) /* a fill byte */
        {
          at++;
          continue;
        }
      if (marker == EOI)
        break;
      size = get_number (bytes + at + 2, 2, TRUE);
      if (size < 2 || size > length - at - 2)
        break;
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
          && !read_frame (file, marker, bytes + at + 4, size - 2, error))
        return FALSE;
      if (is_side_information (marker))
        keep_colour_marker (file, marker, bytes + at + 4, size - 2);
      else
        g_byte_array_append (file->data, bytes + at, (guint)size + 2);
      at += size + 2;
      if (marker == SOS)
        {
          has_scan = TRUE;
          at = copy_scan (file, bytes, length, at);
        }
    }
  file->whole = at + 2 <= length && bytes[at] == 0xff && bytes[at + 1] == EOI;
  if (!has_scan || file->components == 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, "JPEG without a picture");
  g_byte_array_append (file->data, end_of_image, sizeof end_of_image);
  return TRUE;
}

static gboolean
read_png_header (JalImageFile *file, const guint8 *body, gsize length, GError **error)
{
  static const guint8 components[] = { 1, 0, 3, 1, 2, 0, 4 };

  if (length != 13 || body[9] > 6 || components[body[9]] == 0 || body[10] != 0 || body[11] != 0 || body[12] > 1)
    return fail (error, G_IO_ERROR_INVALID_DATA, "PNG with a wrong header");
  file->width = get_number (body, 4, TRUE);
  file->height = get_number (body + 4, 4, TRUE);
  file->bits = body[8];
  file->colour_type = body[9];
  file->components = components[body[9]];
  file->interlaced = body[12] == 1;
  if ((file->bits & (file->bits - 1)) != 0 || file->bits == 0 || file->bits > 16)
    return fail (error, G_IO_ERROR_INVALID_DATA, "PNG with a wrong header");
  return check_size (file, error);
}

static void
read_png_chunk (JalImageFile *file, const char *name, const guint8 *body, gsize length)
{
  if (memcmp (name, "PLTE", 4) == 0 && length % 3 == 0 && length <= sizeof file->palette)
    {
      memcpy (file->palette, body, length);
      file->n_colours = (guint)length / 3;
    }
  else if (memcmp (name, "tRNS", 4) == 0)
    file->transparent = TRUE;
  else if (memcmp (name, "eXIf", 4) == 0)
    file->orientation = read_orientation (body, length);
  else if (memcmp (name, "IDAT", 4) == 0)
    g_byte_array_append (file->data, body, (guint)length);
}

gboolean
jal_image_file_read_png (JalImageFile *file, const guint8 *bytes, gsize length, GError **error)
{
  gsize at = sizeof png_signature;

  file->orientation = 1;
  file->data = g_byte_array_new ();
  if (length < 33 || length > G_MAXUINT / 2 || memcmp (bytes, png_signature, sizeof png_signature) != 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, "not a PNG");
  while (at + 12 <= length && !file->whole)
    {
      gsize size = get_number (bytes + at, 4, TRUE);
      const char *name = (const char *)bytes + at + 4;

      if (size > length - at - 12)
        {
          /* The file ends within this chunk: its rows up to there are still a picture. */
          if (memcmp (name, "IDAT", 4) == 0)
            read_png_chunk (file, name, bytes + at + 8, length - at - 8);
          break;
        }
      if (crc32 (0, bytes + at + 4, (uInt)size + 4) != get_number (bytes + at + 8 + size, 4, TRUE))
        return fail (error, G_IO_ERROR_INVALID_DATA, "PNG with a wrong checksum");
      if (at == sizeof png_signature)
        {
          if (memcmp (name, "IHDR", 4) != 0)
            return fail (error, G_IO_ERROR_INVALID_DATA, "PNG without a header");
          if (!read_png_header (file, bytes + at + 8, size, error))
            return FALSE;
        }
      else
        read_png_chunk (file, name, bytes + at + 8, size);
      file->whole = memcmp (name, "IEND", 4) == 0;
      at += size + 12;
    }
  if (file->width == 0 || file->data->len == 0 || (file->colour_type == 3 && file->n_colours == 0))
    return fail (error, G_IO_ERROR_INVALID_DATA, "PNG without a picture");
  return TRUE;
}

void
jal_image_file_clear (JalImageFile *file)
{
  g_clear_pointer (&file->data, g_byte_array_unref);
}
