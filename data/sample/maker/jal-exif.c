/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data a telephone puts into a picture: EXIF, in the structure of TIFF 6.0, big-endian. */
#include "jal-exif.h"

#include <string.h>

typedef struct
{
  GByteArray *bytes; /* from the TIFF header on */
  GByteArray *later; /* values longer than four bytes, behind the directory */
  guint later_at;
} Exif;

static void
put16 (GByteArray *to, guint value)
{
  g_byte_array_append (to, (const guint8[]){ (guint8)(value >> 8), (guint8)value }, 2);
}

static void
put32 (GByteArray *to, guint value)
{
  put16 (to, value >> 16);
  put16 (to, value & 0xffff);
}

static void
begin_directory (Exif *exif, guint n)
{
  put16 (exif->bytes, n);
  exif->later = g_byte_array_new ();
  exif->later_at = exif->bytes->len + n * 12 + 4;
}

static void
end_directory (Exif *exif)
{
  put32 (exif->bytes, 0);
  g_byte_array_append (exif->bytes, exif->later->data, exif->later->len);
  g_clear_pointer (&exif->later, g_byte_array_unref);
}

static void
entry (Exif *exif, guint tag, guint type, guint count, guint value)
{
  put16 (exif->bytes, tag);
  put16 (exif->bytes, type);
  put32 (exif->bytes, count);
  if (type == 3)
    value <<= 16;
  put32 (exif->bytes, value);
}

static void
entry_text (Exif *exif, guint tag, const char *text)
{
  guint length = (guint)strlen (text) + 1;

  entry (exif, tag, 2, length, exif->later_at + exif->later->len);
  g_byte_array_append (exif->later, (const guint8 *)text, length);
  if (length % 2 != 0)
    g_byte_array_append (exif->later, (const guint8 *)"", 1);
}

/* Degrees, minutes, seconds as three fractions. */
static void
entry_angle (Exif *exif, guint tag, guint degrees, guint minutes, guint seconds)
{
  entry (exif, tag, 5, 3, exif->later_at + exif->later->len);
  put32 (exif->later, degrees);
  put32 (exif->later, 1);
  put32 (exif->later, minutes);
  put32 (exif->later, 1);
  put32 (exif->later, seconds);
  put32 (exif->later, 1);
}

static guint
text_room (const char *text)
{
  guint length = (guint)strlen (text) + 1;

  return length + length % 2;
}

GBytes *
jal_exif_make (int orientation, const char *taken, guint width, guint height)
{
  static const char maker[] = "Fictional";
  static const char model[] = "Sample Phone 1";
  Exif exif = { g_byte_array_new (), NULL, 0 };
  GByteArray *segment = g_byte_array_new ();
  guint main_end = 8 + 2 + 6 * 12 + 4 + text_room (maker) + text_room (model) + text_room (taken);
  guint shot_end = main_end + 2 + 3 * 12 + 4 + text_room (taken);

  g_byte_array_append (exif.bytes, (const guint8 *)"MM\0*", 4);
  put32 (exif.bytes, 8);
  begin_directory (&exif, 6);
  entry_text (&exif, 0x010f, maker);
  entry_text (&exif, 0x0110, model);
  entry (&exif, 0x0112, 3, 1, (guint)orientation);
  entry_text (&exif, 0x0132, taken);
  entry (&exif, 0x8769, 4, 1, main_end);
  entry (&exif, 0x8825, 4, 1, shot_end);
  end_directory (&exif);
  g_assert (exif.bytes->len == main_end);
  begin_directory (&exif, 3);
  entry_text (&exif, 0x9003, taken);
  entry (&exif, 0xa002, 4, 1, width);
  entry (&exif, 0xa003, 4, 1, height);
  end_directory (&exif);
  g_assert (exif.bytes->len == shot_end);
  /* 4° 40′ 12″ S, 42° 15′ 30″ E: open water, some 280 km off the coast. */
  begin_directory (&exif, 5);
  entry (&exif, 0, 1, 4, 0x02030000);
  entry (&exif, 1, 2, 2, (guint)'S' << 24);
  entry_angle (&exif, 2, 4, 40, 12);
  entry (&exif, 3, 2, 2, (guint)'E' << 24);
  entry_angle (&exif, 4, 42, 15, 30);
  end_directory (&exif);
  g_byte_array_append (segment, (const guint8 *)"Exif\0\0", 6);
  g_byte_array_append (segment, exif.bytes->data, exif.bytes->len);
  g_byte_array_unref (exif.bytes);
  return g_byte_array_free_to_bytes (segment);
}
