/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the appearance of a note draws (ISO 32000-1, 8.4–8.10, 12.5.5).
 *
 * 1. Operators are followed with what matters of the graphics state: scale, width of lines, whether it can be looked through.
 * 2. Whatever is not followed counts as something that hides: more forms than these, an operand nobody knows, an end too early.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "worker/received-private.h"

/* An appearance whose packed bytes are more is not looked through. */
#define CONTENT_MAX (64u << 10)
#define UNPACKED_MAX (4u << 20)
#define FORMS_MAX 8
#define DEPTH_MAX 4
#define STATES_MAX 32
#define OPERANDS_MAX 6
#define SEGMENTS_MAX 50000
#define DARK 0.35

typedef struct
{
  double scale; /* the most that a length grows */
  double m[6];  /* to the page */
  double width;
  gboolean thin_fill;
  gboolean thin_line;
  double fill_hides; /* of what lies below, to 1 */
  double line_hides;
  gboolean blends; /* darkens only: what is dark below stays so */
  gboolean dark_fill;
  gboolean dark_line;
  double fill_color[3];
  double line_color[3];
} State;

typedef struct
{
  qpdf_data pdf;
  JalReceivedDrawing *drawing;
  guint n_forms;
  GArray *pieces; /* nullable */
  JalReceivedPiece *piece;
} Reading;

/* Of a path, on the page. */
typedef struct
{
  double from[2], to[2];
  guint part; /* of the path */
} Segment;

/* One stream of operators. */
typedef struct
{
  Reading *reading;
  qpdf_oh resources;
  State states[STATES_MAX];
  guint n_states; /* the last one is in force */
  double operands[OPERANDS_MAX];
  guint n_operands;
  char name[64]; /* the last name, "" when there was none */
  double path[4];
  gboolean has_path;
  GArray *segments; /* Segment */
  guint n_parts;
  double point[2], start[2];
  double tinted[4]; /* the last path of paint that can be looked through */
  guint n_tints;    /* of those, one over the other */
  guint depth;
} Content;

qpdf_oh
jal_received_get (qpdf_data pdf, qpdf_oh dict, const char *key)
{
  return qpdf_oh_is_dictionary (pdf, dict) ? qpdf_oh_get_key (pdf, dict, key) : qpdf_oh_new_null (pdf);
}

double
jal_received_number (qpdf_data pdf, qpdf_oh object, double fallback)
{
  double number;

  return qpdf_oh_get_value_as_number (pdf, object, &number) && isfinite (number) ? number : fallback;
}

static gboolean
get_numbers (qpdf_data pdf, qpdf_oh array, double *values, int n)
{
  if (!qpdf_oh_is_array (pdf, array) || qpdf_oh_get_array_n_items (pdf, array) != n)
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      qpdf_oh number = qpdf_oh_get_array_item (pdf, array, i);
      gboolean good = qpdf_oh_get_value_as_number (pdf, number, &values[i]) && fabs (values[i]) < 1e6;

      qpdf_oh_release (pdf, number);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_received_rectangle (qpdf_data pdf, qpdf_oh array, double rect[4])
{
  double v[4];

  if (!get_numbers (pdf, array, v, 4))
    return FALSE;
  rect[0] = fmin (v[0], v[2]);
  rect[1] = fmin (v[1], v[3]);
  rect[2] = fmax (v[0], v[2]);
  rect[3] = fmax (v[1], v[3]);
  return TRUE;
}

static double
scale_of (const double m[6])
{
  return fmax (hypot (m[0], m[1]), hypot (m[2], m[3]));
}

static void
multiply (const double a[6], double m[6])
{
  const double b[6] = { m[0], m[1], m[2], m[3], m[4], m[5] };

  m[0] = a[0] * b[0] + a[1] * b[2];
  m[1] = a[0] * b[1] + a[1] * b[3];
  m[2] = a[2] * b[0] + a[3] * b[2];
  m[3] = a[2] * b[1] + a[3] * b[3];
  m[4] = a[4] * b[0] + a[5] * b[2] + b[4];
  m[5] = a[4] * b[1] + a[5] * b[3] + b[5];
}

static gboolean
to_rgb (const double *value, guint n, double part[3])
{
  for (guint i = 0; i < 3; i++)
    part[i] = CLAMP (n == 1 ? value[0] : n == 3 ? value[i] : n == 4 ? (1 - value[i]) * (1 - value[3]) : 0, 0, 1);
  return n == 1 || n == 3 || n == 4;
}

gboolean
jal_received_get_color (qpdf_data pdf, qpdf_oh array, double part[3])
{
  int n = qpdf_oh_is_array (pdf, array) ? qpdf_oh_get_array_n_items (pdf, array) : 0;
  double value[4] = { 0 };

  for (int i = 0; i < MIN (n, 4); i++)
    value[i] = jal_received_number (pdf, qpdf_oh_get_array_item (pdf, array, i), 0);
  return to_rgb (value, (guint)n, part);
}

/* --- What it paints on the page ---------------------------------------------------------------------------------- */

static void
go_to (Content *content, double x, double y, gboolean drawn)
{
  const double *m = content->states[content->n_states - 1].m;
  double to[2] = { m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5] };
  Segment segment = { { content->point[0], content->point[1] }, { to[0], to[1] }, content->n_parts };

  memcpy (content->point, to, sizeof to);
  if (!drawn)
    {
      memcpy (content->start, to, sizeof to);
      content->n_parts++;
    }
  else if (content->segments != NULL && content->segments->len < SEGMENTS_MAX)
    g_array_append_val (content->segments, segment);
}

static void
close_part (Content *content)
{
  Segment segment
      = { { content->point[0], content->point[1] }, { content->start[0], content->start[1] }, content->n_parts };

  if (content->segments != NULL && content->segments->len > 0 && content->segments->len < SEGMENTS_MAX)
    g_array_append_val (content->segments, segment);
  memcpy (content->point, content->start, sizeof content->point);
}

static void
add_piece (Reading *reading, const JalReceivedPiece *piece)
{
  if (reading->pieces->len < SEGMENTS_MAX * 4)
    g_array_append_vals (reading->pieces, piece, 1);
}

/* The path, filled or drawn round in @color that hides @alpha of what lies below. */
static void
add_paint (Content *content, const State *state, gboolean filled, double alpha, const double color[3])
{
  Reading *reading = content->reading;
  JalReceivedPiece piece;
  const Segment *last = NULL;

  if (reading->pieces == NULL)
    return;
  reading->piece->op++;
  piece = *reading->piece;
  for (guint i = 0; i < 3; i++)
    piece.left[i] = 1 - alpha * (state->blends ? 1 - color[i] : 1);
  piece.is_box = filled;
  piece.width = filled ? 0 : state->width * scale_of (state->m);
  for (guint i = 0; i < content->segments->len; i++)
    {
      const Segment *segment = &g_array_index (content->segments, Segment, i);

      if (filled && last != NULL && last->part != segment->part)
        add_piece (reading, &piece);
      if (!filled || last == NULL || last->part != segment->part)
        {
          memcpy (piece.from, segment->from, sizeof piece.from);
          memcpy (piece.to, segment->to, sizeof piece.to);
        }
      for (guint k = 0; k < 2 && filled; k++)
        {
          double low = fmin (piece.from[k], piece.to[k]), high = fmax (piece.from[k], piece.to[k]);

          piece.from[k] = fmin (low, fmin (segment->from[k], segment->to[k]));
          piece.to[k] = fmax (high, fmax (segment->from[k], segment->to[k]));
        }
      if (!filled)
        add_piece (reading, &piece);
      last = segment;
    }
  if (filled && last != NULL)
    add_piece (reading, &piece);
}

/* --- Operators --------------------------------------------------------------------------------------------------- */

static gboolean
is_one_of (const char *word, const char *list)
{
  const char *at = list;
  gsize length = strlen (word);

  while ((at = strstr (at, word)) != NULL)
    {
      if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
        return TRUE;
      at += length;
    }
  return FALSE;
}

static void
add_point (Content *content, double x, double y)
{
  double *path = content->path;

  if (!content->has_path)
    {
      path[0] = path[2] = x;
      path[1] = path[3] = y;
    }
  content->has_path = TRUE;
  path[0] = fmin (path[0], x);
  path[1] = fmin (path[1], y);
  path[2] = fmax (path[2], x);
  path[3] = fmax (path[3], y);
}

/* Paint that can be looked through, once more over what the path before it went over. */
static void
tint (Content *content, double hides)
{
  JalReceivedDrawing *drawing = content->reading->drawing;
  const double *path = content->path, *last = content->tinted;
  gboolean again = content->has_path && content->n_tints > 0 && path[0] < last[2] + 1 && last[0] < path[2] + 1 && path[1] < last[3] + 1
                   && last[1] < path[3] + 1;

  drawing->tint = fmax (drawing->tint, hides);
  content->n_tints = again ? content->n_tints + 1 : 1;
  drawing->passes = MAX (drawing->passes, content->n_tints);
  memcpy (content->tinted, content->path, sizeof content->tinted);
}

static void
fill (Content *content, const State *state, gboolean whole)
{
  JalReceivedDrawing *drawing = content->reading->drawing;
  double width = content->path[2] - content->path[0], height = content->path[3] - content->path[1];

  add_paint (content, state, TRUE, state->thin_fill ? state->fill_hides : 1, state->fill_color);
  if (state->thin_fill && !(state->blends && !state->dark_fill))
    tint (content, state->fill_hides);
  if (state->thin_fill || (state->blends && !state->dark_fill && !whole))
    return;
  if (whole || !content->has_path)
    width = height = 1e6;
  drawing->opaque = TRUE;
  drawing->thick = fmax (drawing->thick, fmin (width, height) * state->scale);
  drawing->large = fmax (drawing->large, fmax (width, height) * state->scale);
}

static void
stroke (Content *content, const State *state)
{
  JalReceivedDrawing *drawing = content->reading->drawing;

  add_paint (content, state, FALSE, state->thin_line ? state->line_hides : 1, state->line_color);
  if (state->thin_line && !(state->blends && !state->dark_line) && state->width * state->scale > JAL_RECEIVED_THICK)
    tint (content, state->line_hides);
  if (!state->thin_line && !(state->blends && !state->dark_line))
    drawing->pen = fmax (drawing->pen, state->width * state->scale);
}

static gboolean
is_dark_color (const Content *content)
{
  const double *v = content->operands;

  switch (content->n_operands)
    {
    case 1:
      return v[0] < DARK;
    case 3:
      return 0.299 * v[0] + 0.587 * v[1] + 0.114 * v[2] < DARK;
    case 4:
      return v[3] > 1 - DARK || v[0] + v[1] + v[2] > 2;
    default:
      return TRUE; /* a pattern, or nothing known */
    }
}

static void
take_state (Content *content, State *state)
{
  qpdf_data pdf = content->reading->pdf;
  qpdf_oh dict = jal_received_get (pdf, jal_received_get (pdf, content->resources, "/ExtGState"), content->name);
  qpdf_oh blend = jal_received_get (pdf, dict, "/BM");

  if (!qpdf_oh_is_dictionary (pdf, dict))
    return;
  if (qpdf_oh_has_key (pdf, dict, "/ca"))
    {
      state->fill_hides = jal_received_number (pdf, qpdf_oh_get_key (pdf, dict, "/ca"), 1);
      state->thin_fill = state->fill_hides < JAL_RECEIVED_THIN;
    }
  if (qpdf_oh_has_key (pdf, dict, "/CA"))
    {
      state->line_hides = jal_received_number (pdf, qpdf_oh_get_key (pdf, dict, "/CA"), 1);
      state->thin_line = state->line_hides < JAL_RECEIVED_THIN;
    }
  state->width = jal_received_number (pdf, qpdf_oh_get_key (pdf, dict, "/LW"), state->width);
  if (qpdf_oh_is_array (pdf, blend) && qpdf_oh_get_array_n_items (pdf, blend) > 0)
    blend = qpdf_oh_get_array_item (pdf, blend, 0);
  if (qpdf_oh_is_name (pdf, blend))
    state->blends = qpdf_oh_is_name_and_equals (pdf, blend, "/Multiply") || qpdf_oh_is_name_and_equals (pdf, blend, "/Darken");
}

static void read_form (Reading *reading, qpdf_oh form, const State *state, guint depth);

static void
draw_object (Content *content, const State *state)
{
  Reading *reading = content->reading;
  qpdf_data pdf = reading->pdf;
  qpdf_oh object = jal_received_get (pdf, jal_received_get (pdf, content->resources, "/XObject"), content->name);
  double matrix[6];
  State inner = *state;

  if (!qpdf_oh_is_stream (pdf, object))
    return;
  if (!qpdf_oh_is_name_and_equals (pdf, qpdf_oh_get_key (pdf, qpdf_oh_get_dict (pdf, object), "/Subtype"), "/Form"))
    {
      reading->drawing->words = TRUE;
      fill (content, state, TRUE);
      return;
    }
  if (get_numbers (pdf, qpdf_oh_get_key (pdf, qpdf_oh_get_dict (pdf, object), "/Matrix"), matrix, 6))
    {
      inner.scale *= scale_of (matrix);
      multiply (matrix, inner.m);
    }
  read_form (reading, object, &inner, content->depth + 1);
}

static void
take_path (Content *content, const char *word)
{
  const double *v = content->operands;

  if (is_one_of (word, "re") && content->n_operands >= 4)
    {
      add_point (content, v[0], v[1]);
      add_point (content, v[0] + v[2], v[1] + v[3]);
      go_to (content, v[0], v[1], FALSE);
      go_to (content, v[0] + v[2], v[1], TRUE);
      go_to (content, v[0] + v[2], v[1] + v[3], TRUE);
      go_to (content, v[0], v[1] + v[3], TRUE);
      close_part (content);
    }
  else
    for (guint i = 0; i + 1 < content->n_operands; i += 2)
      {
        add_point (content, v[i], v[i + 1]);
        go_to (content, v[i], v[i + 1], !is_one_of (word, "m"));
      }
}

static void
take_graphics (Content *content, State *state, const char *word)
{
  JalReceivedDrawing *drawing = content->reading->drawing;

  if (is_one_of (word, "q"))
    {
      if (content->n_states < STATES_MAX)
        content->states[content->n_states++] = *state;
      else
        drawing->unknown = TRUE;
    }
  else if (is_one_of (word, "Q"))
    content->n_states = MAX (content->n_states - 1, 1);
  else if (is_one_of (word, "cm") && content->n_operands == 6)
    {
      state->scale *= scale_of (content->operands);
      multiply (content->operands, state->m);
    }
  else if (is_one_of (word, "w") && content->n_operands > 0)
    state->width = fabs (content->operands[content->n_operands - 1]);
  else if (is_one_of (word, "gs"))
    take_state (content, state);
  else if (is_one_of (word, "g rg k sc scn"))
    {
      state->dark_fill = is_dark_color (content);
      to_rgb (content->operands, content->n_operands, state->fill_color);
    }
  else if (is_one_of (word, "G RG K SC SCN"))
    {
      state->dark_line = is_dark_color (content);
      to_rgb (content->operands, content->n_operands, state->line_color);
    }
  else if (is_one_of (word, "cs"))
    state->dark_fill = TRUE;
  else if (is_one_of (word, "CS"))
    state->dark_line = TRUE;
}

static void
take_operator (Content *content, const char *word)
{
  JalReceivedDrawing *drawing = content->reading->drawing;
  State *state = &content->states[content->n_states - 1];

  if (is_one_of (word, "m l c v y re"))
    take_path (content, word);
  else if (is_one_of (word, "h s b b*"))
    close_part (content);
  else if (is_one_of (word, "Tj TJ ' \""))
    drawing->words = TRUE;
  else if (is_one_of (word, "sh"))
    fill (content, state, TRUE);
  else if (is_one_of (word, "BI"))
    {
      drawing->words = TRUE;
      fill (content, state, TRUE);
    }
  else if (is_one_of (word, "Do"))
    draw_object (content, state);
  else
    take_graphics (content, state, word);
  if (is_one_of (word, "f F f* B B* b b*"))
    fill (content, state, FALSE);
  if (is_one_of (word, "S s B B* b b*"))
    stroke (content, state);
  if (is_one_of (word, "f F f* B B* b b* S s n"))
    {
      content->has_path = FALSE;
      if (content->segments != NULL)
        g_array_set_size (content->segments, 0);
    }
  content->n_operands = 0;
  content->name[0] = '\0';
}

/* --- Words of the stream ----------------------------------------------------------------------------------------- */

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

/* Returns where the string that begins at @i ends, or @length. */
static gsize
skip_string (const guchar *p, gsize i, gsize length)
{
  guint depth = 0;

  for (; i < length; i++)
    if (p[i] == '\\')
      i++;
    else if (p[i] == '(')
      depth++;
    else if (p[i] == ')' && --depth == 0)
      return i + 1;
  return length;
}

/* The data of a picture in the stream end with EI between spaces. */
static gsize
skip_picture (const guchar *p, gsize i, gsize length)
{
  for (; i + 3 < length; i++)
    if (is_space (p[i]) && p[i + 1] == 'E' && p[i + 2] == 'I' && (i + 3 == length || is_space (p[i + 3])))
      return i + 3;
  return length;
}

static void
take_word (Content *content, const guchar *p, gsize length)
{
  char word[64];
  char *end;
  double number;

  if (length >= sizeof word)
    {
      content->reading->drawing->unknown = TRUE;
      return;
    }
  memcpy (word, p, length);
  word[length] = '\0';
  number = g_ascii_strtod (word, &end);
  if (*end != '\0' || end == word || !isfinite (number))
    take_operator (content, word);
  else if (content->n_operands < OPERANDS_MAX)
    content->operands[content->n_operands++] = number;
  else
    {
      memmove (content->operands, content->operands + 1, (OPERANDS_MAX - 1) * sizeof (double));
      content->operands[OPERANDS_MAX - 1] = number;
    }
}

static void
read_content (Content *content, const guchar *p, gsize length)
{
  for (gsize i = 0; i < length;)
    {
      gsize start = i;

      if (p[i] == '%')
        while (i < length && p[i] != '\n' && p[i] != '\r')
          i++;
      else if (p[i] == '(')
        {
          i = skip_string (p, i, length);
          content->reading->drawing->unknown |= i == length;
        }
      else if (is_space (p[i]) || (is_delimiter (p[i]) && p[i] != '/'))
        i++;
      else
        {
          gboolean name = p[i] == '/';

          for (i++; i < length && !is_space (p[i]) && !is_delimiter (p[i]); i++)
            ;
          if (name)
            g_strlcpy (content->name, "", sizeof content->name);
          if (name && i - start < sizeof content->name)
            {
              memcpy (content->name, p + start, i - start);
              content->name[i - start] = '\0';
            }
          else if (!name)
            take_word (content, p + start, i - start);
          if (!name && i - start == 2 && p[start] == 'I' && p[start + 1] == 'D')
            i = skip_picture (p, i, length);
        }
    }
}

static void
read_form (Reading *reading, qpdf_oh form, const State *state, guint depth)
{
  qpdf_data pdf = reading->pdf;
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  gboolean known = depth < DEPTH_MAX && ++reading->n_forms <= FORMS_MAX
                   && (qpdf_oh_get_stream_data (pdf, form, qpdf_dl_none, NULL, &bytes, &length) & QPDF_ERRORS) == 0
                   && length <= CONTENT_MAX;

  g_clear_pointer (&bytes, free);
  known = known && (qpdf_oh_get_stream_data (pdf, form, qpdf_dl_generalized, &filtered, &bytes, &length) & QPDF_ERRORS) == 0
          && (length == 0 || filtered) && length <= UNPACKED_MAX;
  if (known && bytes != NULL)
    {
      g_autofree Content *content = g_new0 (Content, 1);

      content->reading = reading;
      content->resources = jal_received_get (pdf, qpdf_oh_get_dict (pdf, form), "/Resources");
      content->states[0] = *state;
      content->n_states = 1;
      content->depth = depth;
      content->segments = reading->pieces != NULL ? g_array_new (FALSE, FALSE, sizeof (Segment)) : NULL;
      read_content (content, bytes, length);
      g_clear_pointer (&content->segments, g_array_unref);
    }
  reading->drawing->unknown = reading->drawing->unknown || !known;
  free (bytes);
  if (qpdf_has_error (pdf))
    qpdf_get_error (pdf);
}

/* --- The annotation ---------------------------------------------------------------------------------------------- */

/* How many times larger the page shows the form than it is, and where (12.5.5, algorithm 8.1); FALSE when nobody can
 * tell. */
static gboolean
get_scale (qpdf_data pdf, qpdf_oh annotation, qpdf_oh dict, double *scale, double to_page[6])
{
  double rect[4], box[4], m[6] = { 1, 0, 0, 1, 0, 0 }, width, height;

  if (!jal_received_rectangle (pdf, jal_received_get (pdf, annotation, "/Rect"), rect)
      || !jal_received_rectangle (pdf, jal_received_get (pdf, dict, "/BBox"), box))
    return FALSE;
  if (!qpdf_oh_is_null (pdf, jal_received_get (pdf, dict, "/Matrix"))
      && !get_numbers (pdf, jal_received_get (pdf, dict, "/Matrix"), m, 6))
    return FALSE;
  width = fabs (m[0]) * (box[2] - box[0]) + fabs (m[2]) * (box[3] - box[1]);
  height = fabs (m[1]) * (box[2] - box[0]) + fabs (m[3]) * (box[3] - box[1]);
  if (width < 1e-6 || height < 1e-6)
    return FALSE;
  *scale = scale_of (m) * fmax ((rect[2] - rect[0]) / width, (rect[3] - rect[1]) / height);
  memcpy (to_page, m, sizeof m);
  {
    double low[2] = { INFINITY, INFINITY };
    double fit[6] = { (rect[2] - rect[0]) / width, 0, 0, (rect[3] - rect[1]) / height, 0, 0 };

    for (guint i = 0; i < 4; i++)
      for (guint k = 0; k < 2; k++)
        low[k] = fmin (low[k], m[k] * box[i % 2 == 0 ? 0 : 2] + m[2 + k] * box[i < 2 ? 1 : 3] + m[4 + k]);
    fit[4] = rect[0] - low[0] * fit[0];
    fit[5] = rect[1] - low[1] * fit[3];
    multiply (to_page, fit);
    memcpy (to_page, fit, sizeof fit);
  }
  return isfinite (*scale);
}

/* Nothing is painted beyond the rectangle of the note. */
static void
clip_boxes (qpdf_data pdf, qpdf_oh annotation, GArray *pieces, guint first)
{
  double rect[4];

  if (!jal_received_rectangle (pdf, jal_received_get (pdf, annotation, "/Rect"), rect))
    return;
  for (guint i = first; i < pieces->len; i++)
    {
      JalReceivedPiece *piece = &g_array_index (pieces, JalReceivedPiece, i);

      for (guint k = 0; k < 2 && piece->is_box; k++)
        {
          piece->from[k] = CLAMP (piece->from[k], rect[k], rect[k + 2]);
          piece->to[k] = CLAMP (piece->to[k], rect[k], rect[k + 2]);
        }
    }
}

JalReceivedDrawing
jal_received_drawing (qpdf_data pdf, qpdf_oh annotation)
{
  return jal_received_pieces (pdf, annotation, NULL, NULL);
}

JalReceivedDrawing
jal_received_pieces (qpdf_data pdf, qpdf_oh annotation, GArray *pieces, JalReceivedPiece *piece)
{
  JalReceivedDrawing drawing = { 0 };
  Reading reading = { .pdf = pdf, .drawing = &drawing, .pieces = pieces, .piece = piece };
  guint first = pieces != NULL ? pieces->len : 0;
  State state = { .scale = 1, .width = 1, .dark_fill = TRUE, .dark_line = TRUE };
  qpdf_oh normal = jal_received_get (pdf, jal_received_get (pdf, annotation, "/AP"), "/N"), name;

  if (qpdf_oh_is_null (pdf, normal))
    return drawing;
  drawing.any = TRUE;
  if (qpdf_oh_is_dictionary (pdf, normal))
    {
      name = jal_received_get (pdf, annotation, "/AS");
      normal = qpdf_oh_is_name (pdf, name) ? qpdf_oh_get_key (pdf, normal, qpdf_oh_get_name (pdf, name)) : qpdf_oh_new_null (pdf);
    }
  if (!qpdf_oh_is_stream (pdf, normal)
      || !get_scale (pdf, annotation, qpdf_oh_get_dict (pdf, normal), &state.scale, state.m))
    {
      drawing.unknown = TRUE;
      return drawing;
    }
  read_form (&reading, normal, &state, 0);
  if (pieces != NULL)
    clip_boxes (pdf, annotation, pieces, first);
  return drawing;
}
