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

#include <stdlib.h>
#include <string.h>

/* Points from which a pen is no writing any more. */
#define BROAD 6.0
/* An appearance whose packed bytes are more is not looked through. */
#define CONTENT_MAX (64u << 10)
#define FORMS_MAX 8

typedef enum
{
  LINES,  /* their appearance is a line by their kind: underline, strikeout */
  ICON,   /* a small picture that stands for words */
  BLOCK,  /* may be filled: a box, a polygon, a text on a ground */
  PEN,
  MARKER, /* a highlight: harmless unless it is dark */
} Look;

static const struct
{
  const char *subtype;
  Look look;
} notes[] = { { "/Text", ICON },       { "/Caret", ICON },    { "/Popup", ICON },    { "/Underline", LINES }, { "/Squiggly", LINES },
              { "/StrikeOut", LINES }, { "/Square", BLOCK },  { "/Circle", BLOCK },  { "/Polygon", BLOCK },   { "/FreeText", BLOCK },
              { "/Redact", BLOCK },    { "/Line", PEN },      { "/PolyLine", PEN },  { "/Ink", PEN },         { "/Highlight", MARKER } };

typedef struct
{
  gboolean fills;
  gboolean words;    /* letters or pictures */
  gboolean unknown;  /* could not be read */
} Drawing;

static qpdf_oh
get (qpdf_data pdf, qpdf_oh dict, const char *key)
{
  return qpdf_oh_is_dictionary (pdf, dict) ? qpdf_oh_get_key (pdf, dict, key) : qpdf_oh_new_null (pdf);
}

static double
get_number (qpdf_data pdf, qpdf_oh object, double fallback)
{
  double number;

  return qpdf_oh_get_value_as_number (pdf, object, &number) ? number : fallback;
}

static gboolean
has_color (qpdf_data pdf, qpdf_oh annotation, const char *key)
{
  qpdf_oh array = get (pdf, annotation, key);

  return qpdf_oh_is_array (pdf, array) && qpdf_oh_get_array_n_items (pdf, array) > 0;
}

/* Letters under a highlight of this colour are not seen any more. */
static gboolean
is_dark (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh array = get (pdf, annotation, "/C");
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) : 0;
  double value[4] = { 0 };

  if (n != 1 && n != 3 && n != 4)
    return FALSE;
  for (int i = 0; i < n; i++)
    value[i] = get_number (pdf, qpdf_oh_get_array_item (pdf, array, i), 0);
  if (n == 1)
    return value[0] < 0.35;
  if (n == 3)
    return 0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2] < 0.35;
  return value[3] > 0.65 || value[0] + value[1] + value[2] > 2;
}

static gboolean
is_broad (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh border = get (pdf, annotation, "/Border"), style = get (pdf, annotation, "/BS");
  double width = 1;

  if (qpdf_oh_is_array (pdf, border) && qpdf_oh_get_array_n_items (pdf, border) >= 3)
    width = get_number (pdf, qpdf_oh_get_array_item (pdf, border, 2), width);
  return get_number (pdf, get (pdf, style, "/W"), width) > BROAD;
}

/* --- Its appearance ---------------------------------------------------------------------------------------------- */

static gboolean
is_space (guchar c)
{
  return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32;
}

static gboolean
is_delimiter (guchar c)
{
  return memchr ("()<>[]{}/%", c, 10) != NULL;
}

static void
take_word (const guchar *word, gsize length, Drawing *drawing)
{
  static const char *const fills[] = { "f", "F", "f*", "B", "B*", "b", "b*", "sh" };
  static const char *const words[] = { "Tj", "TJ", "'", "\"", "Do", "BI" };

  for (gsize i = 0; i < G_N_ELEMENTS (fills); i++)
    if (strlen (fills[i]) == length && memcmp (fills[i], word, length) == 0)
      drawing->fills = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == length && memcmp (words[i], word, length) == 0)
      drawing->words = TRUE;
}

/* Operators alone count. A string that is not one after all can only make a drawing do more than it does. */
static void
read_content (const guchar *p, gsize length, Drawing *drawing)
{
  for (gsize i = 0; i < length;)
    {
      gsize start = i;

      if (p[i] == '%')
        while (i < length && p[i] != '\n' && p[i] != '\r')
          i++;
      else if (p[i] == '/')
        for (i++; i < length && !is_space (p[i]) && !is_delimiter (p[i]); i++)
          ;
      else if (is_space (p[i]) || is_delimiter (p[i]))
        i++;
      else
        {
          while (i < length && !is_space (p[i]) && !is_delimiter (p[i]))
            i++;
          take_word (p + start, i - start, drawing);
        }
    }
}

static void
read_form (qpdf_data pdf, qpdf_oh form, Drawing *drawing)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  gboolean known = (qpdf_oh_get_stream_data (pdf, form, qpdf_dl_none, NULL, &bytes, &length) & QPDF_ERRORS) == 0
                   && length <= CONTENT_MAX;

  g_clear_pointer (&bytes, free);
  known = known && (qpdf_oh_get_stream_data (pdf, form, qpdf_dl_generalized, &filtered, &bytes, &length) & QPDF_ERRORS) == 0
          && (length == 0 || filtered);
  if (known && bytes != NULL)
    read_content (bytes, length, drawing);
  drawing->unknown = drawing->unknown || !known;
  free (bytes);
  if (qpdf_has_error (pdf))
    qpdf_get_error (pdf);
}

/* The appearance, and the forms it draws, one deep: programs wrap a form into a form. */
static Drawing
read_drawing (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh form = get (pdf, get (pdf, annotation, "/AP"), "/N"), forms, key;
  Drawing drawing = { 0 }, inner = { 0 };
  guint n = 0;

  if (!qpdf_oh_is_stream (pdf, form))
    return drawing;
  read_form (pdf, form, &drawing);
  if (!drawing.words)
    return drawing;
  forms = get (pdf, get (pdf, qpdf_oh_get_dict (pdf, form), "/Resources"), "/XObject");
  if (!qpdf_oh_is_dictionary (pdf, forms))
    return drawing;
  qpdf_oh_begin_dict_key_iter (pdf, forms);
  while (qpdf_oh_dict_more_keys (pdf))
    {
      const char *name = qpdf_oh_dict_next_key (pdf);

      key = get (pdf, forms, name);
      if (!qpdf_oh_is_stream (pdf, key))
        continue;
      if (++n > FORMS_MAX || !qpdf_oh_is_name_and_equals (pdf, get (pdf, qpdf_oh_get_dict (pdf, key), "/Subtype"), "/Form"))
        inner.fills = inner.words = TRUE;
      else
        read_form (pdf, key, &inner);
    }
  drawing.fills = drawing.fills || inner.fills;
  drawing.unknown = drawing.unknown || inner.unknown;
  return drawing;
}

/* What lies under something thin can be read through it. */
static gboolean
is_tint (qpdf_data pdf, qpdf_oh annotation)
{
  return get_number (pdf, get (pdf, annotation, "/CA"), 1) < 0.9;
}

JalReceivedFate
jal_received_fate (qpdf_data pdf, qpdf_oh annotation)
{
  qpdf_oh subtype = get (pdf, annotation, "/Subtype");
  Drawing drawing;
  gboolean covers = FALSE;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (notes); i++)
    if (qpdf_oh_is_name_and_equals (pdf, subtype, notes[i].subtype))
      break;
  if (i == G_N_ELEMENTS (notes))
    return JAL_RECEIVED_STAYS;
  switch (notes[i].look)
    {
    case BLOCK:
      drawing = read_drawing (pdf, annotation);
      covers = !is_tint (pdf, annotation)
               && (drawing.fills || drawing.unknown || is_broad (pdf, annotation) || has_color (pdf, annotation, "/IC")
                   || (qpdf_oh_is_name_and_equals (pdf, subtype, "/FreeText") && has_color (pdf, annotation, "/C")));
      break;
    case PEN:
      covers = is_broad (pdf, annotation) && !is_tint (pdf, annotation);
      break;
    case MARKER:
      covers = is_dark (pdf, annotation);
      break;
    default:
      break;
    }
  return covers ? JAL_RECEIVED_COVERS : JAL_RECEIVED_LEAVES;
}

gboolean
jal_received_is_bare (qpdf_data pdf, qpdf_oh annotation)
{
  Drawing drawing = read_drawing (pdf, annotation);

  return !drawing.words && !drawing.unknown;
}
