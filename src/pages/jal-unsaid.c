/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scan with a line of words over it ("Scanned with…", a court's stamp of filing) has words, and what it shows is in
 * none of them. So may a page with a photo of a document, with a letterhead or with handwriting. No search finds a name
 * there; somebody has to look.
 *
 * 1. Whatever draws it: what counts is what can be seen. The page is cut into cells, a line high and half as long
 * again. A cell is written when several of its rows change between dark and light as often as letters make them, and
 * several of its columns change, too. Rules, borders, bars and soft pictures do not.
 * 2. The letters of the text, and what lies within a note or a field, are left out before.
 * 3. The page shows more than it says when written cells stand in a row for some length; for less where nothing stands
 * above and below it, as with a line of writing; or when many stand anywhere. A country's arms and a small logo are
 * less than that: a page asked about for each of those would be asked about without being looked at. A signature is
 * often more, and is somebody's name.
 * 4. What is no writing is left out (jal-unsaid-shapes.c); not where letters stand in a row (jal-unsaid-rows.c).
 * 5. Colours that are as light as each other differ in red, green or blue: where these differ from grey each is looked
 * at.
 * 6. Large letters change less often within such a cell: the page is looked at once more, a third as large.
 */
#include "pages/jal-unsaid.h"

#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "pages/jal-lead.h"
#include "pages/jal-unsaid-private.h"

/* What a letter's box may miss of its letter. */
#define MARGIN 3.0
/* What of its height or width a letter may reach beyond its box: fonts say wrongly how high and wide they are. */
#define NEAR 1.0
/* Of a letter as high as LARGE points, or turned as wide, something is seen that is at least OTHER_MAX of it. What is lower is another
   letter's that stands in its place, where it is OTHER_PIECES beside each other: 80 points that nobody sees do not account for a name of 12.
   Where it is fewer, as of fonts that say they are much higher than they are, it accounts for what is as small. */
#define LARGE 36.0
#define OTHER_MAX 0.33
#define OTHER_PIECES 3
/* Of 255: what a letter changes at least, and what a channel differs from all. Pixels of the latter that are looked at.
 */
#define LETTER_SEEN 16
/* Nothing here sees less: not a change, nor ink on paper. */
#define PLAIN_MAX 40
#define COLOURED 40
#define COLOURED_LEAST 24
/* Of the box of a form's dots: above them. */
#define DOTS_FREE 0.6
/* The part of a page beyond which a note's frame covers more than its words. */
#define FRAME_MAX 0.1

static JalGrey
make_grey (guint width, guint height)
{
  gsize n = (gsize)width * height;

  return (JalGrey){ g_malloc (n), g_malloc0 (n), NULL, width, height };
}

/* The pixels of @box and of @margin around it. */
static void
get_place (const JalGrey *grey, const JalPageInfo *info, JalBox box, double margin, JalInkPiece *place)
{
  double sx = grey->width / info->width, sy = grey->height / info->height;

  place->x1 = (guint)CLAMP ((box.x1 - margin) * sx, 0, grey->width);
  place->x2 = (guint)CLAMP ((box.x2 + margin) * sx, 0, grey->width);
  place->y1 = (guint)CLAMP ((box.y1 - margin) * sy, 0, grey->height);
  place->y2 = (guint)CLAMP ((box.y2 + margin) * sy, 0, grey->height);
}

static void
leave_out (JalGrey *grey, const JalPageInfo *info, JalBox box, double margin)
{
  JalInkPiece place;

  get_place (grey, info, box, margin, &place);
  for (guint y = place.y1; y < place.y2 && place.x2 > place.x1; y++)
    memset (grey->known + (gsize)y * grey->width + place.x1, 1, place.x2 - place.x1);
}

static gboolean
is_dot (const JalPageText *text, guint at)
{
  gunichar c = at < text->n_chars ? g_utf8_get_char (text->text + text->offsets[at]) : 0;

  return c == '.' || c == '_' || c == 0x2026;
}

/* Where a character is drawn: its box; but of the dots of a form, on which somebody writes, the lower part of a line.
   The box of one is as high as a letter's, and what is written there would be known. Of dots upright in a column nobody
   can say which side is the lower. */
static JalBox
get_drawn (const JalPageInfo *info, const JalPageText *text, guint at)
{
  JalBox box = jal_geometry_box_to_display (info, text->boxes[at]), beside;
  guint other = at > 0 && is_dot (text, at - 1) ? at - 1 : at + 1;

  if (!is_dot (text, at) || !is_dot (text, other))
    return box;
  beside = jal_geometry_box_to_display (info, text->boxes[other]);
  if (fabs (beside.y1 - box.y1) < (box.y2 - box.y1) / 4 && fabs (beside.x1 - box.x1) > 0)
    box.y1 = fmin (box.y1 + DOTS_FREE * (box.y2 - box.y1) + MARGIN, box.y2);
  return box;
}

/* --- What the words account for ------------------------------------------------------------------------------------
 */

static gboolean
are_alike (const guint8 *a, const guint8 *b)
{
  for (guint c = 0; c < 3; c++)
    if (ABS (a[c] - b[c]) >= LETTER_SEEN)
      return FALSE;
  return TRUE;
}

typedef enum
{
  DRAWN_NOT,   /* by no font: it stands for what a picture shows */
  DRAWN_OTHER, /* what a font draws there is much smaller: another letter's, and this one is seen by nobody */
  DRAWN
} Drawn;

static gboolean
is_inked (const JalUnsaidPage *page, guint x, guint y)
{
  const guint8 *whole = g_bytes_get_data (page->whole->bytes, NULL),
               *without = g_bytes_get_data (page->no_letters->bytes, NULL);

  return !are_alike (whole + (gsize)y * page->whole->stride + (gsize)4 * x,
                     without + (gsize)y * page->no_letters->stride + (gsize)4 * x);
}

/* Pieces beside each other, or where @upright is FALSE under each other, of what fonts draw in @ink. */
static guint
count_pieces (const JalUnsaidPage *page, const JalInkPiece *ink, gboolean upright)
{
  guint n = 0;
  gboolean was = FALSE;

  for (guint a = upright ? ink->x1 : ink->y1; a < (upright ? ink->x2 : ink->y2); a++)
    {
      gboolean is = FALSE;

      for (guint b = upright ? ink->y1 : ink->x1; b < (upright ? ink->y2 : ink->x2) && !is; b++)
        is = upright ? is_inked (page, a, b) : is_inked (page, b, a);
      n += is && !was ? 1 : 0;
      was = is;
    }
  return n;
}

/* What of a letter @at a font is seen to draw in its @box; of a large one of which only a small part is, *@box is that part. */
static Drawn
get_ink (const JalUnsaidPage *page, const JalGrey *grey, guint at, JalBox *of)
{
  JalBox box = *of;
  double wide = box.x2 - box.x1, high = box.y2 - box.y1;
  gboolean is_large
      = fmax (wide, high) >= LARGE
        && g_unichar_isalnum (g_utf8_get_char (page->text->text + page->text->offsets[at]));
  JalInkPiece place, ink;

  get_place (grey, page->info, box, 0, &place);
  ink = (JalInkPiece){ .x1 = place.x2, .y1 = place.y2 };
  for (guint y = place.y1; y < place.y2; y++)
    for (guint x = place.x1; x < place.x2; x++)
      if (is_inked (page, x, y))
        {
          if (!is_large)
            return DRAWN;
          ink.x1 = MIN (ink.x1, x);
          ink.x2 = MAX (ink.x2, x + 1);
          ink.y1 = MIN (ink.y1, y);
          ink.y2 = MAX (ink.y2, y + 1);
        }
  if (ink.x2 == 0)
    return DRAWN_NOT;
  if (high >= wide ? ink.y2 - ink.y1 >= OTHER_MAX * (place.y2 - place.y1) : ink.x2 - ink.x1 >= OTHER_MAX * (place.x2 - place.x1))
    return DRAWN;
  if (count_pieces (page, &ink, high >= wide) >= OTHER_PIECES)
    return DRAWN_OTHER;
  *of = (JalBox){ ink.x1 * page->info->width / grey->width, ink.y1 * page->info->height / grey->height,
                  ink.x2 * page->info->width / grey->width, ink.y2 * page->info->height / grey->height };
  return DRAWN;
}

/* What a page draws besides its words. A letter of a font goes out to the pixel, and what is written across it stays;
   its box is wrong often enough, and may be as much too small as it is large. What a font draws farther from any letter
   is none that the words say. A letter that no font is seen to draw stands for what a picture shows there: its box goes
   out. */
static guint8 *
take_letters_away (const JalUnsaidPage *page, JalGrey *grey)
{
  const guint8 *whole = g_bytes_get_data (page->whole->bytes, NULL), *without = NULL;
  gsize row = (gsize)4 * grey->width;
  guint8 *seen = g_malloc (row * grey->height);

  if (page->no_letters != NULL && page->no_letters->width == grey->width && page->no_letters->height == grey->height)
    without = g_bytes_get_data (page->no_letters->bytes, NULL);
  for (guint y = 0; y < grey->height; y++)
    memcpy (seen + y * row, whole + (gsize)y * page->whole->stride, row);
  for (guint i = 0; i < page->text->n_chars; i++)
    {
      Drawn drawn;
      JalBox box;
      JalInkPiece place;

      if (g_unichar_isspace (g_utf8_get_char (page->text->text + page->text->offsets[i])))
        continue;
      box = jal_geometry_box_to_display (page->info, page->text->boxes[i]);
      drawn = without != NULL ? get_ink (page, grey, i, &box) : DRAWN_NOT;
      if (drawn == DRAWN_OTHER)
        continue;
      if (drawn == DRAWN_NOT)
        {
          leave_out (grey, page->info, get_drawn (page->info, page->text, i), MARGIN);
          continue;
        }
      get_place (grey, page->info, box, fmax (NEAR * fmax (box.x2 - box.x1, box.y2 - box.y1), MARGIN), &place);
      for (guint y = place.y1; y < place.y2 && place.x2 > place.x1; y++)
        memcpy (seen + y * row + (gsize)4 * place.x1,
                without + (gsize)y * page->no_letters->stride + (gsize)4 * place.x1, (gsize)4 * (place.x2 - place.x1));
    }
  return seen;
}

/* --- What it looks like --------------------------------------------------------------------------------------------
 */

/* Colours as light as each other differ in a channel. */
typedef enum
{
  PLANE_GREY = 3
} Plane;

static inline guint8
get_light (const guint8 *p)
{
  return (guint8)((p[0] + 2 * p[1] + p[2]) / 4);
}

/* Fills in @grey with one channel of @seen, or all of them. */
static void
set_plane (JalGrey *grey, const guint8 *seen, guint plane)
{
  gsize n = (gsize)grey->width * grey->height;

  for (gsize i = 0; i < n; i++)
    grey->light[i] = plane == PLANE_GREY ? get_light (seen + 4 * i) : seen[4 * i + plane];
}

/* @other (out): of each channel, in how many pixels it is another picture than all of them make. */
static void
find_coloured (const guint8 *seen, gsize n, gsize other[PLANE_GREY])
{
  memset (other, 0, sizeof (gsize) * PLANE_GREY);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 *p = seen + 4 * i;
      int light;

      if (p[0] == p[1] && p[1] == p[2])
        continue;
      light = get_light (p);
      for (guint plane = 0; plane < PLANE_GREY; plane++)
        other[plane] += ABS (p[plane] - light) >= COLOURED;
    }
}

/* Whether there is nothing to look at: most pages say all that they show. */
static gboolean
is_plain (const JalGrey *grey)
{
  gsize n = (gsize)grey->width * grey->height;
  guint8 low = 255, high = 0;

  for (gsize i = 0; i < n; i++)
    if (!grey->known[i])
      {
        low = MIN (low, grey->light[i]);
        high = MAX (high, grey->light[i]);
        if (high - low >= PLAIN_MAX)
          return FALSE;
      }
  return TRUE;
}

static gboolean
is_plane_asked (JalGrey *grey, double scale)
{
  gsize n = (gsize)grey->width * grey->height;
  g_autofree guint8 *known = NULL;
  guint letters;
  gboolean asked;

  if (is_plain (grey))
    return FALSE;
  known = g_memdup2 (grey->known, n);
  letters = jal_unsaid_leave_out_shapes (grey, scale);
  asked = letters >= JAL_ROW_SURE || jal_unsaid_has_cells (grey, scale);
  memcpy (grey->known, known, n);
  return asked || (letters >= JAL_ROW_MIN && jal_unsaid_has_cells (grey, scale));
}

gboolean
jal_unsaid_find (const JalUnsaidPage *page, const GArray *frames, const GArray *covers)
{
  JalGrey grey = make_grey (page->whole->width, page->whole->height);
  g_autofree guint8 *seen = take_letters_away (page, &grey);
  double scale = grey.width / page->info->width;
  gsize other[PLANE_GREY];
  gboolean unsaid;

  for (guint i = 0; frames != NULL && i < frames->len; i++)
    {
      JalBox box = g_array_index (frames, JalBox, i);

      if ((box.x2 - box.x1) * (box.y2 - box.y1) < FRAME_MAX * page->info->width * page->info->height)
        leave_out (&grey, page->info, box, MARGIN);
    }
  for (guint i = 0; covers != NULL && i < covers->len; i++)
    leave_out (&grey, page->info, g_array_index (covers, JalBox, i), 0);
  set_plane (&grey, seen, PLANE_GREY);
  unsaid = is_plane_asked (&grey, scale);
  find_coloured (seen, (gsize)grey.width * grey.height, other);
  for (guint plane = 0; plane < PLANE_GREY && !unsaid; plane++)
    if (other[plane] >= COLOURED_LEAST)
      {
        set_plane (&grey, seen, plane);
        unsaid = is_plane_asked (&grey, scale);
      }
  jal_grey_clear (&grey);
  return unsaid;
}

gboolean
jal_unsaid_draw (JalReader *reader, guint page, const JalPageInfo *info, guint rotation, JalPixels **whole,
                 JalPixels **no_letters, GCancellable *cancellable, GError **error)
{
  double scale = jal_hidden_text_get_scale (info);

  *no_letters = NULL;
  *whole = jal_reader_render (reader, page, scale, rotation, cancellable, error);
  if (*whole != NULL)
    *no_letters = jal_reader_render_no_letters (reader, page, scale, rotation, cancellable, error);
  if (*no_letters == NULL)
    g_clear_pointer (whole, jal_pixels_unref);
  return *whole != NULL;
}

/* Where notes and fields are drawn. */
static GArray *
get_frames (JalReader *reader, guint page, const JalPageInfo *info, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) beside = jal_reader_get_beside (reader, page, cancellable, NULL);
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, page, NULL, cancellable, NULL);
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (JalBox));

  for (guint i = 0; beside != NULL && i < beside->len; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, ((const JalLead *)beside->pdata[i])->box);

      g_array_append_val (frames, box);
    }
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, ((const JalNote *)notes->pdata[i])->box);

      g_array_append_val (frames, box);
    }
  return frames;
}

GArray *
jal_reader_look_over (JalReader *reader, guint page, gboolean *unsaid, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalPixels) pixels = NULL, no_letters = NULL;
  g_autoptr (JalPageText) text = NULL;
  JalUnsaidPage looked;
  JalPageInfo info;

  *unsaid = TRUE;
  if (!jal_reader_get_page (reader, page, &info, cancellable, error)
      || (text = jal_reader_get_text (reader, page, cancellable, error)) == NULL)
    return NULL;
  if (text->n_chars == 0)
    {
      *unsaid = FALSE;
      return g_array_new (FALSE, FALSE, sizeof (JalHiddenText));
    }
  if (!jal_unsaid_draw (reader, page, &info, 0, &pixels, &no_letters, cancellable, error))
    return NULL;
  looked = (JalUnsaidPage){ &info, text, pixels, no_letters };
  *unsaid = jal_unsaid_find (&looked, NULL, NULL);
  if (*unsaid)
    {
      g_autoptr (GArray) frames = get_frames (reader, page, &info, cancellable);

      *unsaid = frames->len == 0 || jal_unsaid_find (&looked, frames, NULL);
    }
  return jal_hidden_text_find (&info, text, pixels);
}
