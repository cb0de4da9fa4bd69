/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ISO 32000-1, 8.3.2.3 (user space, UserUnit), 14.11.2 (crop box), table 30 (Rotate: clockwise, when displayed). */
#include "pages/jal-geometry.h"

#include <math.h>

/* Two boxes are of one line when they share this part of the smaller one's height (or width, where text stands). */
#define SAME_LINE 0.5

void
jal_geometry_get_size (const JalPageInfo *info, double *width, double *height)
{
  double w = (info->crop.x2 - info->crop.x1) * info->user_unit;
  double h = (info->crop.y2 - info->crop.y1) * info->user_unit;
  gboolean lies = info->rotate % 180 == 90;

  *width = lies ? h : w;
  *height = lies ? w : h;
}

JalPoint
jal_geometry_to_display (const JalPageInfo *info, JalPoint user)
{
  double w = info->crop.x2 - info->crop.x1, h = info->crop.y2 - info->crop.y1;
  double u = user.x - info->crop.x1, v = user.y - info->crop.y1;
  JalPoint shown;

  switch (info->rotate)
    {
    case 90:
      shown = (JalPoint){ v, u };
      break;
    case 180:
      shown = (JalPoint){ w - u, v };
      break;
    case 270:
      shown = (JalPoint){ h - v, w - u };
      break;
    default:
      shown = (JalPoint){ u, h - v };
      break;
    }
  return (JalPoint){ shown.x * info->user_unit, shown.y * info->user_unit };
}

JalPoint
jal_geometry_to_user (const JalPageInfo *info, JalPoint displayed)
{
  double w = info->crop.x2 - info->crop.x1, h = info->crop.y2 - info->crop.y1;
  double x = displayed.x / info->user_unit, y = displayed.y / info->user_unit;
  JalPoint user;

  switch (info->rotate)
    {
    case 90:
      user = (JalPoint){ y, x };
      break;
    case 180:
      user = (JalPoint){ w - x, y };
      break;
    case 270:
      user = (JalPoint){ w - y, h - x };
      break;
    default:
      user = (JalPoint){ x, h - y };
      break;
    }
  return (JalPoint){ user.x + info->crop.x1, user.y + info->crop.y1 };
}

static JalBox
box_of (JalPoint a, JalPoint b)
{
  return (JalBox){ fmin (a.x, b.x), fmin (a.y, b.y), fmax (a.x, b.x), fmax (a.y, b.y) };
}

JalBox
jal_geometry_box_to_display (const JalPageInfo *info, JalBox user)
{
  return box_of (jal_geometry_to_display (info, (JalPoint){ user.x1, user.y1 }),
                 jal_geometry_to_display (info, (JalPoint){ user.x2, user.y2 }));
}

JalBox
jal_geometry_box_to_user (const JalPageInfo *info, JalBox displayed)
{
  return box_of (jal_geometry_to_user (info, (JalPoint){ displayed.x1, displayed.y1 }),
                 jal_geometry_to_user (info, (JalPoint){ displayed.x2, displayed.y2 }));
}

JalBox
jal_geometry_quad_to_display (const JalPageInfo *info, const JalQuad *quad)
{
  JalPoint first = jal_geometry_to_display (info, quad->corners[0]);
  JalBox box = box_of (first, first);

  for (int i = 1; i < 4; i++)
    {
      JalPoint p = jal_geometry_to_display (info, quad->corners[i]);

      box = (JalBox){ fmin (box.x1, p.x), fmin (box.y1, p.y), fmax (box.x2, p.x), fmax (box.y2, p.y) };
    }
  return box;
}

static gboolean
is_empty (const JalBox *box)
{
  return box->x2 <= box->x1 || box->y2 <= box->y1;
}

static gboolean
overlap (double a1, double a2, double b1, double b2)
{
  return fmin (a2, b2) - fmax (a1, b1) >= SAME_LINE * fmin (a2 - a1, b2 - b1);
}

static gboolean
is_same_line (const JalBox *line, const JalBox *next)
{
  return overlap (line->y1, line->y2, next->y1, next->y2) || overlap (line->x1, line->x2, next->x1, next->x2);
}

static void
flush (const JalPageInfo *info, GArray *quads, JalBox *line)
{
  const JalPoint shown[4] = {
    { line->x1, line->y1 }, { line->x2, line->y1 }, { line->x1, line->y2 }, { line->x2, line->y2 }
  };
  JalQuad quad;

  if (is_empty (line))
    return;
  for (int i = 0; i < 4; i++)
    quad.corners[i] = jal_geometry_to_user (info, shown[i]);
  g_array_append_val (quads, quad);
  *line = (JalBox){ 0 };
}

static gunichar
char_at (const JalPageText *text, guint index)
{
  return g_utf8_get_char (text->text + text->offsets[index]);
}

GArray *
jal_geometry_get_quads (const JalPageInfo *info, const JalPageText *text, guint first, guint n)
{
  GArray *quads = g_array_new (FALSE, FALSE, sizeof (JalQuad));
  guint end = first < text->n_chars ? first + MIN (n, text->n_chars - first) : first;
  JalBox line = { 0 };

  for (guint i = first; i < end; i++)
    {
      gunichar c = char_at (text, i);
      JalBox box;

      if (c == '\n')
        flush (info, quads, &line);
      if (g_unichar_isspace (c))
        continue; /* what lies between two words is covered with them, what lies beside a line is not */
      box = jal_geometry_box_to_display (info, text->boxes[i]);
      if (is_empty (&box))
        continue;
      if (!is_empty (&line) && !is_same_line (&line, &box))
        flush (info, quads, &line);
      if (is_empty (&line))
        line = box;
      else
        line = (JalBox){ fmin (line.x1, box.x1), fmin (line.y1, box.y1), fmax (line.x2, box.x2), fmax (line.y2, box.y2) };
    }
  flush (info, quads, &line);
  return quads;
}

char *
jal_geometry_get_text (const JalPageText *text, guint first, guint n)
{
  guint start = MIN (first, text->n_chars);
  guint end = start + MIN (n, text->n_chars - start);

  return g_strndup (text->text + text->offsets[start], text->offsets[end] - text->offsets[start]);
}

/* A gap so many times as wide as the letters beside it are high parts two cells of a table or two columns: words are parted by a third
   of it, and seldom by more than two thirds where a line is stretched to the margin. */
#define CELL_GAP 0.8

/* Whether the space @at, between two characters of a line, is as wide as between two cells. */
static gboolean
is_cell_gap (const JalPageInfo *info, const JalPageText *text, guint at)
{
  guint before = at, after = at + 1;
  JalBox left, right;
  double height;

  while (before > 0 && text->text[text->offsets[before - 1]] == ' ')
    before--;
  while (after < text->n_chars && text->text[text->offsets[after]] == ' ')
    after++;
  if (before == 0 || after >= text->n_chars || text->text[text->offsets[before - 1]] == '\n' || text->text[text->offsets[after]] == '\n')
    return FALSE;
  left = jal_geometry_box_to_display (info, text->boxes[before - 1]);
  right = jal_geometry_box_to_display (info, text->boxes[after]);
  height = fmax (left.y2 - left.y1, right.y2 - right.y1);
  /* In a table read from the right the next cell is on the other side. */
  return height > 0 && fmax (right.x1 - left.x2, left.x1 - right.x2) > CELL_GAP * height;
}

char *
jal_geometry_get_table_text (const JalPageInfo *info, const JalPageText *text, guint first, guint n)
{
  char *words = jal_geometry_get_text (text, first, n);
  guint start = MIN (first, text->n_chars), end = start + MIN (n, text->n_chars - start);

  for (guint i = start; i < end; i++)
    if (text->text[text->offsets[i]] == ' ' && is_cell_gap (info, text, i))
      words[text->offsets[i] - text->offsets[start]] = '\t';
  return words;
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019 || c == '_';
}

void
jal_geometry_widen_to_words (const JalPageText *text, guint *first, guint *n)
{
  guint start = *first, end = *first + *n;

  if (start >= text->n_chars)
    return;
  end = CLAMP (end, start + 1, text->n_chars);
  while (start > 0 && is_word_char (char_at (text, start)) && is_word_char (char_at (text, start - 1)))
    start--;
  while (end < text->n_chars && is_word_char (char_at (text, end - 1)) && is_word_char (char_at (text, end)))
    end++;
  *first = start;
  *n = end - start;
}
