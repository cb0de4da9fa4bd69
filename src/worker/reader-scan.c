/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page that is one grey or coloured JPEG picture and nothing else, as scanners make them, is drawn without poppler: the
 * picture is decoded at half, a quarter or an eighth where that is still twice as fine as the page, and every pixel of
 * the page is the mean of those that it covers, as poppler does it, too. It takes a tenth of the time, and of the picture
 * there are two rows at a time, where poppler holds all of it. Whatever is out of the ordinary (another filter, a mask, a
 * note, a small picture that must be enlarged, a warning of the decoder) is left to poppler.
 *
 *   source rows ──> added up for the row of the page that they cover (sums) ──> each column's mean ──> pixels */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "worker/reader-private.h"

/* A picture decoded smaller must still be so much finer than the page: averaged once more from hardly more pixels than
   it gets, letters are blurred. */
#define FINER 2
/* A picture of more pixels is not held whole: poppler takes four bytes for each. */
#define GIANT (4u * 1024 * 1024)

typedef struct
{
  struct jpeg_error_mgr errors;
  jmp_buf leave;
} Errors;

/* Weights of parts of a pixel are whole numbers, for speed: this is a whole pixel. */
#define WHOLE 4096u
/* Rows of the picture to one of the page: more would not go into the sums. */
#define ROWS_MAX 2000u

/* One row of the page: the part of the source that it covers. */
typedef struct
{
  guint first;
  guint n;
  guint before; /* of the first source pixel, of WHOLE */
  guint after;  /* of the last one, when n > 1 */
} Span;

/* The columns of the page: each is made of as many pixels of the source as the widest needs, some of which weigh nothing.
   So there is nothing to be guessed from one column to the next, and several are made at once. */
typedef struct
{
  guint n;
  guint n_parts;
  guint *first;    /* n */
  double *weights; /* n × n_parts, of WHOLE: whole numbers, and so are all sums up to 2^53 */
  double *weight;  /* n: all of a column */
} Columns;

static void
error_exit_cb (j_common_ptr jpeg)
{
  longjmp (((Errors *)jpeg->err)->leave, 1);
}

static void
silent_cb (j_common_ptr jpeg)
{
}

/* Where the picture lies in the page as it is drawn before turning, in pixels. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} Place;

/* The spans of @n columns from a picture of @size pixels that lies at @at, @length long. */
static Span *
make_spans (guint n, double at, double length, guint size)
{
  Span *spans = g_new0 (Span, n);
  double ratio = size / length;

  for (guint i = 0; i < n; i++)
    {
      double from = fmax (0, (i - at) * ratio), to = fmin (size, (i + 1 - at) * ratio);

      if (to <= from)
        continue;
      spans[i].first = MIN ((guint)from, size - 1);
      spans[i].n = MIN ((guint)ceil (to), size) - spans[i].first;
      spans[i].before = (guint)lround ((fmin (to, spans[i].first + 1.0) - from) * WHOLE);
      spans[i].after = (guint)lround ((to - (spans[i].first + spans[i].n - 1)) * WHOLE);
    }
  return spans;
}

/* The same where the picture is enlarged: between the middles of two of its pixels there is a mixture of both. */
static Span *
make_steps (guint n, double at, double length, guint size)
{
  Span *spans = g_new0 (Span, n);
  double ratio = size / length;

  for (guint i = 0; i < n; i++)
    {
      double middle = (i + 0.5 - at) * ratio, left = fmax (0, middle - 0.5);

      if (middle < 0 || middle > size)
        continue;
      spans[i].first = MIN ((guint)left, size - 1);
      spans[i].n = spans[i].first + 1 < size ? 2 : 1;
      spans[i].after = spans[i].n == 2 ? (guint)lround ((left - spans[i].first) * WHOLE) : 0;
      spans[i].before = WHOLE - spans[i].after;
    }
  return spans;
}

static guint
weight (const Span *span)
{
  return span->n == 0 ? 0 : span->n == 1 ? span->before : span->before + span->after + (span->n - 2) * WHOLE;
}

/* Four of these a step with what every processor has, eight with what most have. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__
#define MANY_AT_ONCE __attribute__ ((optimize ("O3"), target_clones ("avx2", "default")))
#else
#define MANY_AT_ONCE
#endif

/* Adds a row of the picture to the sums of a row of the page. */
MANY_AT_ONCE static void
add_row (guint32 *restrict sums, const guint8 *restrict row, guint n, guint part)
{
  for (guint i = 0; i < n; i++)
    sums[i] += part * row[i];
}

static void
make_columns (Columns *columns, guint n, const Span *spans, guint size)
{
  columns->n = n;
  columns->n_parts = 1;
  for (guint i = 0; i < n; i++)
    columns->n_parts = MAX (columns->n_parts, spans[i].n);
  columns->first = g_new0 (guint, n);
  columns->weights = g_new0 (double, (gsize)n * columns->n_parts);
  columns->weight = g_new0 (double, n);
  for (guint i = 0; i < n; i++)
    {
      const Span *span = &spans[i];
      guint shift;

      columns->first[i] = MIN (span->first, size - columns->n_parts);
      columns->weight[i] = weight (span);
      shift = span->first - columns->first[i];
      for (guint k = 0; k < span->n; k++)
        columns->weights[(gsize)(shift + k) * n + i]
            = k == 0 ? span->before : k + 1 == span->n ? span->after : WHOLE;
    }
}

static void
clear_columns (Columns *columns)
{
  g_free (columns->first);
  g_free (columns->weights);
  g_free (columns->weight);
}

static inline guint32
to_value (double mean)
{
  gint32 value = (gint32)mean;

  return (guint32)MIN (value, 255);
}

/* What the picture does not cover of a pixel is paper. Of every page this is much of the work, so it is compiled anew for
   usual numbers. */
static inline __attribute__ ((always_inline)) void
put_columns (guint32 *restrict to, const guint32 *restrict sums, const Columns *columns, guint n_parts, guint n_channels,
             double covered, double area)
{
  const guint *restrict first = columns->first;
  const double *restrict weights = columns->weights;
  const double share = 1 / area;

  for (guint i = 0; i < columns->n; i++)
    {
      const guint32 *from = sums + (gsize)first[i] * n_channels;
      double uncovered = area - columns->weight[i] * covered, rest = uncovered > 0 ? uncovered * 255 : 0;
      guint32 pixel = 0;

      for (guint c = 0; c < n_channels; c++)
        {
          double sum = 0;

          for (guint k = 0; k < n_parts; k++)
            sum += weights[(gsize)k * columns->n + i] * (double)(gint32)from[k * n_channels + c];
          pixel = pixel << 8 | to_value ((sum + rest) * share + 0.5);
        }
      to[i] = 0xff000000u | (n_channels == 1 ? pixel * 0x010101u : pixel);
    }
}

MANY_AT_ONCE static void
put_row (guint32 *to, const guint32 *sums, guint n_channels, const Columns *columns, guint covered, double area)
{
  guint n = columns->n_parts;

  if (n_channels == 1 && n == 2)
    put_columns (to, sums, columns, 2, 1, covered, area);
  else if (n_channels == 1 && n == 3)
    put_columns (to, sums, columns, 3, 1, covered, area);
  else if (n_channels == 1)
    put_columns (to, sums, columns, n, 1, covered, area);
  else if (n == 2)
    put_columns (to, sums, columns, 2, 3, covered, area);
  else if (n == 3)
    put_columns (to, sums, columns, 3, 3, covered, area);
  else
    put_columns (to, sums, columns, n, 3, covered, area);
}

typedef struct
{
  struct jpeg_decompress_struct jpeg;
  Errors errors;
  gboolean enlarges;
  guint8 *rows_read[2]; /* the last two, by whether their number is odd */
  guint32 *sums; /* of a row of the page, for every value of a row of the picture */
  Columns columns;
  Span *rows;
} Decoder;

static gboolean
begin (Decoder *decoder, const JalScan *scan, const Place *place)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

  jpeg_mem_src (jpeg, scan->bytes, (unsigned long)scan->n_bytes);
  if (jpeg_read_header (jpeg, TRUE) != JPEG_HEADER_OK || jpeg->image_width != scan->width
      || jpeg->image_height != scan->height || jpeg->num_components != (int)scan->n_channels)
    return FALSE;
  jpeg->out_color_space = scan->n_channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg->scale_num = 1;
  jpeg->scale_denom = 1;
  decoder->enlarges = place->width > scan->width && place->height > scan->height && (guint64)scan->width * scan->height > GIANT;
  while (jpeg->scale_denom < 8 && scan->width / (2 * jpeg->scale_denom) >= FINER * place->width
         && scan->height / (2 * jpeg->scale_denom) >= FINER * place->height)
    jpeg->scale_denom *= 2;
  return jpeg_start_decompress (jpeg)
         && (decoder->enlarges || (jpeg->output_width >= place->width && jpeg->output_height >= place->height));
}

/* Returns how much is added up for a pixel of the page. */
static double
plan (Decoder *decoder, const Place *place, guint width, guint height)
{
  Span *(*make) (guint n, double at, double length, guint size) = decoder->enlarges ? make_steps : make_spans;
  double across = decoder->jpeg.output_width / place->width, down = decoder->jpeg.output_height / place->height;
  g_autofree Span *columns = make (width, place->x, place->width, decoder->jpeg.output_width);

  make_columns (&decoder->columns, width, columns, decoder->jpeg.output_width);
  decoder->rows = make (height, place->y, place->height, decoder->jpeg.output_height);
  return (decoder->enlarges ? 1 : across * down) * WHOLE * WHOLE;
}

/* The row of the picture with that number. It is at most one before the last that was read. */
static const guint8 *
read_row (Decoder *decoder, guint number)
{
  while (decoder->jpeg.output_scanline <= number)
    {
      JSAMPROW row = decoder->rows_read[decoder->jpeg.output_scanline % 2];

      jpeg_read_scanlines (&decoder->jpeg, &row, 1);
    }
  return decoder->rows_read[number % 2];
}

/* Draws into @pixels, @width × @height, all of it. */
static gboolean
decode (Decoder *decoder, const JalScan *scan, const Place *place, guint32 *pixels, guint width, guint height)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  guint n_values;
  double area;

  jpeg->err = jpeg_std_error (&decoder->errors.errors);
  decoder->errors.errors.error_exit = error_exit_cb;
  decoder->errors.errors.output_message = silent_cb;
  if (setjmp (decoder->errors.leave) != 0)
    return FALSE;
  jpeg_create_decompress (jpeg);
  if (!begin (decoder, scan, place))
    return FALSE;
  n_values = jpeg->output_width * scan->n_channels;
  decoder->rows_read[0] = g_malloc (n_values);
  decoder->rows_read[1] = g_malloc (n_values);
  decoder->sums = g_new (guint32, n_values);
  area = plan (decoder, place, width, height);
  if (jpeg->output_height / place->height > ROWS_MAX)
    return FALSE;
  for (guint y = 0; y < height; y++)
    {
      const Span *span = &decoder->rows[y];

      memset (decoder->sums, 0, n_values * sizeof (guint32));
      for (guint k = 0; k < span->n; k++)
        add_row (decoder->sums, read_row (decoder, span->first + k), n_values,
                 k == 0 ? span->before : k + 1 == span->n ? span->after : WHOLE);
      put_row (pixels + (gsize)y * width, decoder->sums, scan->n_channels, &decoder->columns, weight (span), area);
    }
  return decoder->errors.errors.num_warnings == 0;
}

static void
turn_pixels (const guint32 *from, guint width, guint height, guint rotation, guint32 *to)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint32 pixel = from[(gsize)y * width + x];

        if (rotation == 90)
          to[(gsize)x * height + (height - 1 - y)] = pixel;
        else if (rotation == 180)
          to[(gsize)(height - 1 - y) * width + (width - 1 - x)] = pixel;
        else
          to[(gsize)(width - 1 - x) * height + y] = pixel;
      }
}

static void
end (Decoder *decoder)
{
  jpeg_destroy_decompress (&decoder->jpeg);
  g_free (decoder->rows_read[0]);
  g_free (decoder->rows_read[1]);
  g_free (decoder->sums);
  clear_columns (&decoder->columns);
  g_free (decoder->rows);
}

gboolean
jal_reader_worker_draw_jpeg (const JalScan *scan, guint32 *pixels, guint width, guint height)
{
  const Place place = { 0, 0, width, height };
  Decoder decoder = { 0 };
  gboolean drawn = decode (&decoder, scan, &place, pixels, width, height);

  end (&decoder);
  return drawn;
}

/* What is wanted of the page, in pixels of the unturned page. FALSE when it is not all on the page of @whole_width ×
   @whole_height, unturned. */
static gboolean
get_unturned (const JalWireRender *render, guint rotation, double whole_width, double whole_height, double *x, double *y)
{
  gboolean lies = rotation % 180 == 90;
  double width = lies ? render->height : render->width, height = lies ? render->width : render->height;
  double across = lies ? render->y : render->x, down = lies ? render->x : render->y;

  /* A turn of a quarter makes the last row the first column, one of three the last column the first row. */
  *x = rotation == 180 || rotation == 270 ? whole_width - across - width : across;
  *y = rotation == 180 || rotation == 90 ? whole_height - down - height : down;
  return *x >= 0 && *y >= 0 && *x + width <= whole_width && *y + height <= whole_height;
}

gboolean
jal_reader_worker_draw_scan (JalReaderWorker *reader, const JalWireRender *render, guint8 *pixels)
{
  const JalPageFacts *facts = &reader->page_facts;
  guint rotation = (facts->rotate + render->rotation) % 360;
  gboolean lies = rotation % 180 == 90;
  guint width = lies ? render->height : render->width, height = lies ? render->width : render->height;
  double scale = render->scale * facts->user_unit, x, y;
  double page_width = (facts->crop[2] - facts->crop[0]) * scale, page_height = (facts->crop[3] - facts->crop[1]) * scale;
  /* As jal_reader_get_pixel_size() reckons. */
  double whole_width = fmax (1, ceil (page_width - 0.001)), whole_height = fmax (1, ceil (page_height - 0.001));
  g_autofree guint32 *unturned = NULL;
  Decoder decoder = { 0 };
  JalScan scan;
  Place place;
  gboolean drawn;

  if (reader->facts == NULL || reader->page_doubtful || reader->page_is_no_scan
      || !get_unturned (render, rotation, whole_width, whole_height, &x, &y))
    return FALSE;
  if (!jal_facts_get_scan (reader->facts, render->page, &scan))
    {
      reader->page_is_no_scan = TRUE;
      return FALSE;
    }
  place = (Place){ (scan.box[0] - facts->crop[0]) * scale - x, (facts->crop[3] - scan.box[3]) * scale - y,
                   (scan.box[2] - scan.box[0]) * scale, (scan.box[3] - scan.box[1]) * scale };
  /* The page begins at the upper left after turning: what is left of the last pixel goes to the other side. */
  if (rotation == 180 || rotation == 270)
    place.x += whole_width - page_width;
  if (rotation == 180 || rotation == 90)
    place.y += whole_height - page_height;
  if (rotation != 0)
    unturned = g_new (guint32, (gsize)width * height);
  drawn = place.width >= 1 && place.height >= 1
          && decode (&decoder, &scan, &place, unturned != NULL ? unturned : (guint32 *)(gpointer)pixels, width, height);
  end (&decoder);
  if (drawn && unturned != NULL)
    turn_pixels (unturned, width, height, rotation, (guint32 *)(gpointer)pixels);
  jal_scan_clear (&scan);
  return drawn;
}
