/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where and how a content stream shows text.
 *
 * 1. Only matrices, moves and what shows are followed (ISO 32000-1, 8.4 and 9.4); all else is passed over. Widths of letters are not
 *    known here: what is told is where strings begin.
 * 2. It errs to the safe side: of numbers that cannot be followed it says HUGE_VAL.
 */
#include "worker/reader-pieces-drawn.h"

#include <math.h>
#include <string.h>

#define NUMBERS_MAX 6
#define DEPTH_MAX 512
/* Points between two letters, or two words, by which a single string leaves the page: where it ends nobody knows then but that it is far. */
#define SPACING_MAX 150.0
#define FAR 1e5

typedef struct
{
  double a, b, c, d, e, f;
} Matrix;

typedef struct
{
  Matrix ctm;
  double size;
  double leading;
  double stretch; /* 1: as the font is */
  double spacing; /* between letters or words, the larger one */
} State;

typedef struct
{
  const guint8 *p;
  const guint8 *end;
  double numbers[NUMBERS_MAX]; /* the last ones, the newest last */
  guint n;
  State state;
  GArray *stack; /* of State */
  Matrix text;
  Matrix line;
  double moved; /* by the numbers of an array of strings, farthest */
  JalDrawn drawn;
} Scan;

static Matrix
multiply (Matrix m, Matrix n)
{
  return (Matrix){ m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
                   m.c * n.b + m.d * n.d,       m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f };
}

static double
farthest_of (Matrix m)
{
  double far = fmax (fabs (m.e), fabs (m.f));

  return isfinite (far) ? far : HUGE_VAL;
}

static void
note (Scan *scan, Matrix m)
{
  scan->drawn.mirrored = scan->drawn.mirrored || m.a * m.d - m.b * m.c < 0;
  scan->drawn.farthest = fmax (scan->drawn.farthest, farthest_of (m));
}

static void
show (Scan *scan)
{
  Matrix glyph = { scan->state.size * scan->state.stretch, 0, 0, scan->state.size, scan->moved * scan->state.size * scan->state.stretch, 0 };

  Matrix page = multiply (scan->text, scan->state.ctm);

  note (scan, multiply (glyph, page));
  if (scan->state.spacing * hypot (page.a, page.b) > SPACING_MAX)
    scan->drawn.farthest = fmax (scan->drawn.farthest, FAR);
}

static void
move (Scan *scan, double x, double y)
{
  scan->line = multiply ((Matrix){ 1, 0, 0, 1, x, y }, scan->line);
  scan->text = scan->line;
}

static double
number (const Scan *scan, guint from_last)
{
  return from_last < scan->n ? scan->numbers[scan->n - 1 - from_last] : 0;
}

static void
set_matrix (Scan *scan)
{
  scan->text = scan->line
      = (Matrix){ number (scan, 5), number (scan, 4), number (scan, 3), number (scan, 2), number (scan, 1), number (scan, 0) };
}

/* A large one counts until the state is restored: which of the two a number replaces is not followed. */
static void
space (Scan *scan, double by)
{
  scan->state.spacing = fmax (scan->state.spacing, fabs (by));
}

static void
save (Scan *scan)
{
  if (scan->stack->len < DEPTH_MAX)
    g_array_append_val (scan->stack, scan->state);
  else
    scan->drawn.farthest = HUGE_VAL;
}

static void
restore (Scan *scan)
{
  if (scan->stack->len == 0)
    {
      scan->drawn.surplus++;
      return;
    }
  scan->state = g_array_index (scan->stack, State, scan->stack->len - 1);
  g_array_set_size (scan->stack, scan->stack->len - 1);
}

static void pass_picture (Scan *scan);

static void
run (Scan *scan, const char *name)
{
  if (g_str_equal (name, "q"))
    save (scan);
  else if (g_str_equal (name, "Q"))
    restore (scan);
  else if (g_str_equal (name, "cm"))
    scan->state.ctm = multiply ((Matrix){ number (scan, 5), number (scan, 4), number (scan, 3), number (scan, 2), number (scan, 1), number (scan, 0) },
                                scan->state.ctm);
  else if (g_str_equal (name, "BT"))
    scan->text = scan->line = (Matrix){ 1, 0, 0, 1, 0, 0 };
  else if (g_str_equal (name, "Tm"))
    set_matrix (scan);
  else if (g_str_equal (name, "Td"))
    move (scan, number (scan, 1), number (scan, 0));
  else if (g_str_equal (name, "TD"))
    {
      scan->state.leading = -number (scan, 0);
      move (scan, number (scan, 1), number (scan, 0));
    }
  else if (g_str_equal (name, "TL"))
    scan->state.leading = number (scan, 0);
  else if (g_str_equal (name, "T*"))
    move (scan, 0, -scan->state.leading);
  else if (g_str_equal (name, "Tf"))
    scan->state.size = number (scan, 0);
  else if (g_str_equal (name, "Tz"))
    scan->state.stretch = number (scan, 0) / 100;
  else if (g_str_equal (name, "Tc") || g_str_equal (name, "Tw"))
    space (scan, number (scan, 0));
  else if (g_str_equal (name, "Tj") || g_str_equal (name, "TJ"))
    show (scan);
  else if (g_str_equal (name, "'") || g_str_equal (name, "\""))
    {
      if (*name == '"')
        {
          space (scan, number (scan, 0));
          space (scan, number (scan, 1));
        }
      move (scan, 0, -scan->state.leading);
      show (scan);
    }
  else if (g_str_equal (name, "Do"))
    note (scan, scan->state.ctm);
  else if (g_str_equal (name, "ID"))
    pass_picture (scan);
}

/* --- Reading ------------------------------------------------------------------------------------------------------- */

static gboolean
is_white (guint8 c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

static gboolean
is_delimiter (guint8 c)
{
  return strchr ("()<>[]{}/%", c) != NULL;
}

static void
pass_literal (Scan *scan)
{
  guint depth = 0;

  for (; scan->p < scan->end; scan->p++)
    if (*scan->p == '\\' && scan->p + 1 < scan->end)
      scan->p++;
    else if (*scan->p == '(')
      depth++;
    else if (*scan->p == ')' && --depth == 0)
      {
        scan->p++;
        return;
      }
}

/* Up to "EI" by itself; a picture's bytes may say that too, and what follows is read as if it were content: more is said then, not less. */
static void
pass_picture (Scan *scan)
{
  for (; scan->p + 3 < scan->end; scan->p++)
    if (is_white (scan->p[0]) && scan->p[1] == 'E' && scan->p[2] == 'I' && is_white (scan->p[3]))
      {
        scan->p += 3;
        return;
      }
}

static void
put_number (Scan *scan, double value)
{
  if (scan->n == NUMBERS_MAX)
    memmove (scan->numbers, scan->numbers + 1, (NUMBERS_MAX - 1) * sizeof (double));
  else
    scan->n++;
  scan->numbers[scan->n - 1] = value;
}

/* Strings in brackets, and by how much the next one is moved. */
static void
pass_array (Scan *scan)
{
  double moved = 0;

  for (scan->p++; scan->p < scan->end && *scan->p != ']';)
    if (*scan->p == '(')
      pass_literal (scan);
    else if (*scan->p == '<')
      while (scan->p < scan->end && *scan->p++ != '>')
        ;
    else if (g_ascii_isdigit ((char)*scan->p) || strchr ("+-.", *scan->p) != NULL)
      {
        char text[40] = { 0 };
        gsize n = 0;

        while (scan->p < scan->end && n + 1 < sizeof text && (g_ascii_isdigit ((char)*scan->p) || strchr ("+-.", *scan->p) != NULL) && *scan->p != 0)
          text[n++] = (char)*scan->p++;
        moved -= g_ascii_strtod (text, NULL) / 1000;
        if (fabs (moved) > fabs (scan->moved))
          scan->moved = moved;
        if (n == 0)
          scan->p++;
      }
    else
      scan->p++;
  if (scan->p < scan->end)
    scan->p++;
}

static void
read_word (Scan *scan)
{
  char word[40];
  gsize n = 0;
  char *rest;
  double value;

  while (scan->p < scan->end && !is_white (*scan->p) && !is_delimiter (*scan->p))
    {
      if (n + 1 < sizeof word)
        word[n++] = (char)*scan->p;
      scan->p++;
    }
  word[n] = '\0';
  value = g_ascii_strtod (word, &rest);
  if (rest != word && *rest == '\0')
    {
      put_number (scan, value);
      return;
    }
  run (scan, word);
  scan->n = 0;
  scan->moved = 0;
}

JalDrawn
jal_drawn_scan (const guint8 *content, gsize length, const double *matrix)
{
  static const Matrix none = { 1, 0, 0, 1, 0, 0 };
  Scan scan = { .p = content,
                .end = content + length,
                .state = { .ctm = none, .stretch = 1 },
                .stack = g_array_new (FALSE, FALSE, sizeof (State)),
                .text = none,
                .line = none };

  if (matrix != NULL)
    scan.state.ctm = (Matrix){ matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5] };
  while (scan.p < scan.end)
    if (is_white (*scan.p))
      scan.p++;
    else if (*scan.p == '(')
      pass_literal (&scan);
    else if (*scan.p == '[')
      pass_array (&scan);
    else if (*scan.p == '%')
      while (scan.p < scan.end && *scan.p != '\n' && *scan.p != '\r')
        scan.p++;
    else if (*scan.p == '/')
      for (scan.p++; scan.p < scan.end && !is_white (*scan.p) && !is_delimiter (*scan.p);)
        scan.p++;
    else if (*scan.p == '<' && scan.p + 1 < scan.end && scan.p[1] != '<')
      while (scan.p < scan.end && *scan.p++ != '>')
        ;
    else if (is_delimiter (*scan.p))
      scan.p++;
    else
      read_word (&scan);
  scan.drawn.open = scan.stack->len;
  g_array_unref (scan.stack);
  return scan.drawn;
}
