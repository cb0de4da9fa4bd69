/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pen and stamp. Letters of the hand are skeletons on a grid: x 0…9, y 0…e in hexadecimal, where 0 is the foot of a g,
 * 4 the line, 9 the top of an x and e the top of a capital. Pairs of digits are points, a space lifts the pen; the pen
 * passes smoothly through the points.
 */
#include "jal-ink.h"

#include <math.h>
#include <string.h>

#define GRID_LINE 4.0
#define GRID_CAPITAL 10.0

static const char *const letters[128] = {
  ['a'] = "583917153456 59556475", ['b'] = "1e1917144557392816", ['c'] = "583917153455", ['d'] = "583917153456 6e69556475",
  ['e'] = "164658391715345566", ['f'] = "5d4e3b33 1959", ['g'] = "583917153456 5951301112", ['h'] = "1e14 163957546475",
  ['i'] = "19152434 1c1d", ['j'] = "2922100102 2c2d", ['k'] = "1e14 491645465465", ['l'] = "1e152434", ['m'] = "1914 17293834 374859546475",
  ['n'] = "1914 173957546475", ['o'] = "3917153456583949", ['p'] = "1910 173957564415", ['q'] = "583917153456 59505162",
  ['r'] = "1914 17394958", ['s'] = "583918274655341415", ['t'] = "2d253445 1949", ['u'] = "191534465659 59556475", ['v'] = "193459",
  ['w'] = "192447648999", ['x'] = "1954 5914", ['y'] = "19163556 5951301112", ['z'] = "19591454",
  ['A'] = "144e74 2868", ['B'] = "1e14 1e5d5a3919 3967653414", ['C'] = "6c4e2c19163465", ['D'] = "1e14 1e4e79755414", ['E'] = "6e1e1464 1959",
  ['F'] = "6e1e14 1959", ['G'] = "6c4e2c191634656848", ['H'] = "1e14 6e64 1969", ['I'] = "2e24 1e3e 1434", ['J'] = "2e6e 4e46341415",
  ['K'] = "1e14 6e192964", ['L'] = "1e1464", ['M'] = "141e48 488e84", ['N'] = "141e64 646e", ['O'] = "4e2c1916345476796c4e",
  ['P'] = "1e14 1e5d6b4918", ['Q'] = "4e2c1916345476796c4e 5674", ['R'] = "1e14 1e5d6b49183964", ['S'] = "6d4e2d1b4966553415",
  ['T'] = "0e7e 3e34", ['U'] = "1e163454666e", ['V'] = "1e447e", ['W'] = "0e2448648e", ['X'] = "1e64 6e14", ['Y'] = "1e39 6e3934", ['Z'] = "1e6e1464",
  ['0'] = "3e1c1634565c3e", ['1'] = "1b3e34", ['2'] = "1c3e5c481454", ['3'] = "1d3e5c3a 3a573414", ['4'] = "4e1868 4a44", ['5'] = "5e2e19 1949574515",
  ['6'] = "5d2a163456482817", ['7'] = "1e5e24", ['8'] = "3e1c2a56341648 485c3e", ['9'] = "5a391b3d5c5a44", ['.'] = "1415", [','] = "151402",
  [':'] = "1415 1819", [';'] = "151402 1819", ['-'] = "1848", ['/'] = "136e", ['('] = "3e1a1733", [')'] = "1e3a3713", ['\''] = "1e1c",
  ['"'] = "1e1c 3e3c", ['?'] = "1c3e5c3936 3433", ['!'] = "1e17 1415", ['='] = "1848 1545", ['+'] = "1848 3b35", ['&'] = "6416 4c3e2c6454", ['@'] = "5839371536565b3e1a163466",
  ['*'] = "2a26 1948 1846", ['#'] = "2c24 4c44 1a5a 1656",
};

static int
hex (char c)
{
  return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static double
advance (guchar c)
{
  const char *skeleton = c < 128 ? letters[c] : NULL;
  int widest = 0;

  if (skeleton == NULL)
    return c == ' ' ? 5 : 0;
  for (const char *p = skeleton; *p != '\0'; p += *p == ' ' ? 1 : 2)
    {
      if (*p != ' ' && p[1] == '\0')
        break;
      if (*p != ' ')
        widest = MAX (widest, *p - '0');
    }
  return widest + 1.4;
}

double
jal_ink_hand_width (const char *text, double size)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p++)
    width += advance ((guchar)*p);
  return width * size / GRID_CAPITAL;
}

/* Draws one stroke through the points as a Catmull-Rom curve. */
static void
stroke_through (cairo_t *cr, const double (*points)[2], int n)
{
  if (n == 1)
    {
      cairo_move_to (cr, points[0][0], points[0][1]);
      cairo_rel_line_to (cr, 0.3, 0.3);
    }
  else
    {
      cairo_move_to (cr, points[0][0], points[0][1]);
      for (int i = 0; i + 1 < n; i++)
        {
          const double *before = points[MAX (i - 1, 0)];
          const double *from = points[i];
          const double *to = points[i + 1];
          const double *after = points[MIN (i + 2, n - 1)];

          cairo_curve_to (cr, from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6, to[0] - (after[0] - from[0]) / 6,
                          to[1] - (after[1] - from[1]) / 6, to[0], to[1]);
        }
    }
  cairo_stroke (cr);
}

static void
draw_letter (cairo_t *cr, const char *skeleton, double x, double y, double scale, double tilt, JalDice *dice)
{
  double points[32][2];
  int n = 0;

  for (const char *p = skeleton;; p += *p == ' ' ? 1 : 2)
    {
      if (*p == '\0' || p[1] == '\0' || *p == ' ')
        {
          if (n > 0)
            stroke_through (cr, points, n);
          n = 0;
          if (*p != ' ')
            break;
          continue;
        }
      double up = (hex (p[1]) - GRID_LINE + 0.38 * jal_dice_wobble (dice)) * scale;

      if (n < 32)
        {
          points[n][0] = x + (hex (*p) + 0.35 * jal_dice_wobble (dice)) * scale + up * tilt;
          points[n][1] = y - up;
          n++;
        }
    }
}

double
jal_ink_hand (cairo_t *cr, const char *text, double x, double y, double size, JalDice *dice)
{
  double scale = size / GRID_CAPITAL;
  double drift = 0;

  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (const char *p = text; *p != '\0'; p++)
    {
      const char *skeleton = (guchar)*p < 128 ? letters[(guchar)*p] : NULL;

      drift = 0.85 * drift + 0.25 * scale * jal_dice_wobble (dice);
      cairo_set_line_width (cr, size * (0.095 + 0.02 * jal_dice_wobble (dice)));
      if (skeleton != NULL)
        draw_letter (cr, skeleton, x, y + drift, scale * (1 + 0.07 * jal_dice_wobble (dice)), 0.17 + 0.05 * jal_dice_wobble (dice), dice);
      x += advance ((guchar)*p) * scale * (1 + 0.05 * jal_dice_wobble (dice));
    }
  cairo_restore (cr);
  return x;
}

/* A row of loops that flattens towards its end, as a hurried hand writes the rest of a name. */
static double
loops (cairo_t *cr, double x, double y, double width, double height, JalDice *dice)
{
  double points[60][2];
  int per_loop = 6;
  int n = per_loop * (3 + (int)jal_dice_below (dice, 5));
  double step = width / n;
  double round = 0.2 + 0.9 * jal_dice_unit (dice);

  n = MIN (n, 60);
  for (int i = 0; i < n; i++)
    {
      double turn = 2 * G_PI * i / per_loop;
      double tall = height * (1 - 0.75 * i / n) * (0.75 + 0.5 * jal_dice_unit (dice));

      points[i][0] = x + i * step - round * tall * 0.45 * sin (turn);
      points[i][1] = y - tall * (0.5 - 0.5 * cos (turn));
    }
  stroke_through (cr, (const double (*)[2])points, n);
  return points[n - 1][0];
}

/* Nobody signs with a rank: "Cpl. Tumu Ndarwe" is Tumu Ndarwe. */
static const char *
after_rank (const char *name)
{
  static const char *const ranks[] = { "Cpl. ", "Koplo ", "Insp. ", "P.C. (W) ", "P.C. ", "Dr ", "Hon. " };

  for (guint i = 0; i < G_N_ELEMENTS (ranks); i++)
    if (g_str_has_prefix (name, ranks[i]))
      return name + strlen (ranks[i]);
  return name;
}

void
jal_ink_sign (cairo_t *cr, const char *name, double x, double y, double width)
{
  JalDice dice;
  const char *first = after_rank (name);
  const char *last = strrchr (first, ' ');
  char initials[3] = { first[0], last != NULL ? last[1] : '\0', '\0' };
  double slope, end;

  jal_dice_init (&dice, first);
  slope = -0.12 + 0.16 * jal_dice_unit (&dice);
  width *= 0.75 + 0.35 * jal_dice_unit (&dice);
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.07, 0.10 + 0.06 * jal_dice_unit (&dice), 0.32 + 0.2 * jal_dice_unit (&dice));
  cairo_translate (cr, x, y);
  cairo_rotate (cr, slope);
  if (jal_dice_below (&dice, 3) == 0)
    initials[0] = initials[1] != '\0' ? initials[1] : initials[0], initials[1] = '\0';
  end = jal_ink_hand (cr, initials, 0, 0, width * (0.13 + 0.06 * jal_dice_unit (&dice)), &dice);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, width * 0.012);
  end = loops (cr, end, 0, width * 0.66, width * (0.09 + 0.10 * jal_dice_unit (&dice)), &dice);
  if (jal_dice_below (&dice, 2) == 0)
    {
      cairo_move_to (cr, end, 0);
      cairo_curve_to (cr, end + 0.12 * width, -0.05 * width, end - 0.3 * width, 0.11 * width, 0.1 * width, 0.05 * width);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static void
centred (cairo_t *cr, const char *text, double y, double size)
{
  cairo_text_extents_t extents;

  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, -extents.width / 2 - extents.x_bearing, y);
  cairo_show_text (cr, text);
}

static void
around_ring (cairo_t *cr, const char *text, double radius, double size)
{
  cairo_text_extents_t extents;
  double angle;

  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  angle = -extents.x_advance / radius / 2;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      char letter[7] = "";

      memcpy (letter, p, (gsize)(g_utf8_next_char (p) - p));
      cairo_text_extents (cr, letter, &extents);
      cairo_save (cr);
      cairo_rotate (cr, angle + extents.x_advance / radius / 2);
      cairo_move_to (cr, -extents.x_advance / 2, -radius);
      cairo_show_text (cr, letter);
      cairo_restore (cr);
      angle += extents.x_advance / radius;
    }
}

static void
begin_stamp (cairo_t *cr, double x, double y, double angle)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, angle);
  cairo_new_path (cr);
  cairo_set_source_rgba (cr, 0.25, 0.12, 0.55, 0.72);
  cairo_select_font_face (cr, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
}

void
jal_ink_stamp (cairo_t *cr, const char *around, const char *across, const char *below, double x, double y, double radius, double angle)
{
  begin_stamp (cr, x, y, angle);
  cairo_set_line_width (cr, radius * 0.045);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_set_line_width (cr, radius * 0.02);
  cairo_arc (cr, 0, 0, radius * 0.66, 0, 2 * G_PI);
  cairo_stroke (cr);
  around_ring (cr, around, radius * 0.75, radius * 0.19);
  centred (cr, across, -radius * 0.02, radius * 0.24);
  centred (cr, below, radius * 0.26, radius * 0.17);
  cairo_restore (cr);
}

void
jal_ink_box_stamp (cairo_t *cr, const char *const *lines, double x, double y, double angle)
{
  cairo_text_extents_t extents;
  double width = 0;
  guint n = g_strv_length ((char **)lines);
  double height = n * 13 + 8;

  begin_stamp (cr, x, y, angle);
  cairo_set_font_size (cr, 9.5);
  for (guint i = 0; i < n; i++)
    {
      cairo_text_extents (cr, lines[i], &extents);
      width = MAX (width, extents.x_advance + 18);
    }
  cairo_set_line_width (cr, 1.4);
  cairo_rectangle (cr, -width / 2, -height / 2, width, height);
  cairo_stroke (cr);
  for (guint i = 0; i < n; i++)
    centred (cr, lines[i], -height / 2 + 14 + i * 13, 9.5);
  cairo_restore (cr);
}
