/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes that came with a file, and copies that go without them.
 *
 * 1. A note is what people write on a page afterwards (markup annotations, ISO 32000-1, 12.5.6.2). Fields, links, stamps and
 *    pictures of attached files are what the page shows: they stay.
 * 2. People black out with notes, too: a filled box, a black highlight, a broad pen. To take such a note away would lay bare
 *    what it hides. It is told apart here, and when in doubt a note hides something.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/received.h"

#include <math.h>
#include <string.h>

#include "worker/received-private.h"

/* Points from which a line of a drawing is no line any more. */
#define BROAD 6.0
/* A sign that stands for words is no larger, nor is the head of an arrow. */
#define SIGN 40.0
#define HEAD 15.0
/* Letters of one or two kinds in a row that are typed over a word. */
#define OVERTYPED_MIN 4

typedef enum
{
  LINES,  /* their appearance is a line by their kind: underline, strikeout */
  ICON,   /* a small picture that stands for words */
  BLOCK,  /* may be filled: a box, a polygon, a text on a ground */
  PEN,
  MARKER, /* a highlight: harmless while it is seen through */
} Look;

static const struct
{
  const char *subtype;
  Look look;
} notes[] = { { "/Text", ICON },       { "/Caret", ICON },    { "/Popup", ICON },    { "/Underline", LINES }, { "/Squiggly", LINES },
              { "/StrikeOut", LINES }, { "/Square", BLOCK },  { "/Circle", BLOCK },  { "/Polygon", BLOCK },   { "/FreeText", BLOCK },
              { "/Redact", BLOCK },    { "/Line", PEN },      { "/PolyLine", PEN },  { "/Ink", PEN },         { "/Highlight", MARKER } };

static gboolean
has_color (qpdf_data pdf, qpdf_oh annotation, const char *key)
{
  qpdf_oh array = jal_received_get (pdf, annotation, key);

  return qpdf_oh_is_array (pdf, array) && qpdf_oh_get_array_n_items (pdf, array) > 0;
}

gboolean
jal_received_is_dark (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh array = jal_received_get (pdf, annotation, "/C");
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) : 0;
  double value[4] = { 0 };

  if (n != 1 && n != 3 && n != 4)
    return TRUE;
  for (int i = 0; i < n; i++)
    value[i] = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, array, i), 0);
  if (n == 1)
    return value[0] < 0.35;
  if (n == 3)
    return 0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2] < 0.35;
  return value[3] > 0.65 || value[0] + value[1] + value[2] > 2;
}

/* What lies under something thin can be read through it. An appearance that fills is drawn as it is, whatever this says. */
static gboolean
is_tint (qpdf_data pdf, qpdf_oh annotation)
{
  return jal_received_number (pdf, jal_received_get (pdf, annotation, "/CA"), 1) < JAL_RECEIVED_THIN;
}

/* Letters that say nothing: people type them over words. One or two, again and again ("XXXXXX", "#-#-#-"). */
static gboolean
says_nothing (const char *words)
{
  gunichar said[2] = { 0 };
  guint n = 0;

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_toupper (g_utf8_get_char (p));

      if (g_unichar_isspace (c))
        continue;
      if (said[0] == 0)
        said[0] = c;
      else if (said[0] != c && said[1] == 0)
        said[1] = c;
      else if (said[0] != c && said[1] != c)
        return FALSE;
      n++;
    }
  return n >= OVERTYPED_MIN;
}

/* Letters that are blocks, or stand for them: people type them over words. */
static gboolean
has_blocks (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh string = jal_received_get (pdf, annotation, "/Contents");
  g_autofree char *words = qpdf_oh_is_string (pdf, string) ? g_utf8_make_valid (qpdf_oh_get_utf8_value (pdf, string), -1) : NULL;

  for (const char *p = words; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) >= 0x2580 && g_utf8_get_char (p) <= 0x25ff)
      return TRUE;
  return words != NULL && says_nothing (words);
}

/* --- Kind by kind ------------------------------------------------------------------------------------------------ */

static gboolean
block_covers (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  gboolean text = qpdf_oh_is_name_and_equals (pdf, jal_received_get (pdf, annotation, "/Subtype"), "/FreeText");

  if (text && has_blocks (pdf, annotation))
    return TRUE;
  if (drawing->opaque || drawing->pen > BROAD)
    return TRUE;
  return !is_tint (pdf, annotation)
         && (jal_received_pen_width (pdf, annotation) > BROAD || has_color (pdf, annotation, "/IC") || (text && has_color (pdf, annotation, "/C")));
}

static gboolean
pen_covers (qpdf_data pdf, qpdf_oh list, int at, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  gboolean arrow = !qpdf_oh_is_name_and_equals (pdf, jal_received_get (pdf, annotation, "/Subtype"), "/Ink")
                   && qpdf_oh_is_array (pdf, jal_received_get (pdf, annotation, "/LE"));
  double width = jal_received_pen_drawn (pdf, annotation, drawing);

  if ((drawing->opaque && !(arrow && drawing->large <= HEAD)) || width > BROAD)
    return TRUE;
  return width > 0 && jal_received_pens_hide (pdf, list, at, annotation, width);
}

static gboolean
sign_covers (qpdf_data pdf, qpdf_oh annotation, const JalReceivedDrawing *drawing)
{
  double rect[4];

  return drawing->opaque && jal_received_rectangle (pdf, jal_received_get (pdf, annotation, "/Rect"), rect)
         && fmax (rect[2] - rect[0], rect[3] - rect[1]) > SIGN;
}

JalReceivedFate
jal_received_fate (qpdf_data pdf, qpdf_oh list, int at, const JalReceivedTogether *together)
{
  qpdf_oh annotation = qpdf_oh_get_array_item (pdf, list, at), subtype = jal_received_get (pdf, annotation, "/Subtype");
  JalReceivedDrawing drawing;
  gboolean covers;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (notes); i++)
    if (qpdf_oh_is_name_and_equals (pdf, subtype, notes[i].subtype))
      break;
  if (i == G_N_ELEMENTS (notes))
    return JAL_RECEIVED_STAYS;
  /* Nobody draws it on a page. */
  if (qpdf_oh_is_name_and_equals (pdf, subtype, "/Popup"))
    return JAL_RECEIVED_LEAVES;
  drawing = jal_received_drawing (pdf, annotation);
  covers = drawing.unknown;
  switch (notes[i].look)
    {
    case BLOCK:
      covers = covers || block_covers (pdf, annotation, &drawing);
      break;
    case PEN:
      covers = covers || pen_covers (pdf, list, at, annotation, &drawing);
      break;
    case MARKER:
      covers = covers || (drawing.any ? drawing.opaque || drawing.pen > JAL_RECEIVED_THICK : jal_received_is_dark (pdf, annotation) && !is_tint (pdf, annotation));
      break;
    case LINES:
      covers = covers || drawing.thick > JAL_RECEIVED_THICK || drawing.pen > JAL_RECEIVED_THICK;
      break;
    case ICON:
      covers = covers || sign_covers (pdf, annotation, &drawing);
      break;
    default:
      break;
    }
  covers = covers || jal_received_tints_hide (pdf, list, at) || jal_received_together_hides (together, at);
  return covers ? JAL_RECEIVED_COVERS : JAL_RECEIVED_LEAVES;
}

double
jal_received_line (qpdf_data pdf, qpdf_oh annotation)
{
  JalReceivedDrawing drawing;
  double drawn;

  if (!jal_received_is_pen (pdf, annotation))
    return 0;
  drawing = jal_received_drawing (pdf, annotation);
  drawn = jal_received_pen_drawn (pdf, annotation, &drawing);
  return drawn > 0 ? drawn : jal_received_pen_width (pdf, annotation);
}

gboolean
jal_received_is_bare (qpdf_data pdf, qpdf_oh annotation)
{
  JalReceivedDrawing drawing = jal_received_drawing (pdf, annotation);

  return drawing.any && !drawing.words && !drawing.unknown;
}
