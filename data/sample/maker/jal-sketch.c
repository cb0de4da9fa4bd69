/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line drawings: the plan of the house, and a shield that is nobody's coat of arms. */
#include "jal-sketch.h"

#include <math.h>
#include <string.h>

static void
wall (cairo_t *cr, double x1, double y1, double x2, double y2)
{
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
label (cairo_t *cr, const char *text, double x, double y, double size)
{
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - extents.x_advance / 2, y);
  cairo_show_text (cr, text);
}

static void
door (cairo_t *cr, double x, double y, double size, double from)
{
  cairo_save (cr);
  cairo_set_line_width (cr, 0.8);
  cairo_move_to (cr, x, y);
  cairo_arc (cr, x, y, size, from, from + G_PI / 2);
  cairo_close_path (cr);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* In a field of 1000 × 560. */
static void
plan (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 4);
  cairo_rectangle (cr, 110, 70, 700, 400);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 2.5);
  wall (cr, 110, 220, 810, 220);
  wall (cr, 110, 320, 630, 320);
  wall (cr, 630, 320, 630, 470);
  for (int i = 1; i < 5; i++)
    wall (cr, 110 + i * 140, 70, 110 + i * 140, 220);
  for (int i = 1; i < 4; i++)
    wall (cr, 110 + i * 130, 320, 110 + i * 130, 470);
  for (int i = 0; i < 5; i++)
    {
      char name[] = "Room 1";

      name[5] = (char)('1' + i);
      label (cr, name, 180 + i * 140, 150, 17);
      door (cr, 200 + i * 140, 220, 26, G_PI);
    }
  for (int i = 0; i < 4; i++)
    {
      char name[] = "Room 6";

      name[5] = (char)('6' + i);
      label (cr, name, 175 + i * 130, 405, 17);
      door (cr, 190 + i * 130, 320, 26, G_PI / 2);
    }
  cairo_set_source_rgba (cr, 0.85, 0.2, 0.15, 0.16);
  cairo_rectangle (cr, 242, 322, 126, 146);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  label (cr, "Corridor", 400, 277, 17);
  label (cr, "Reception", 720, 300, 17);
  cairo_rectangle (cr, 660, 330, 110, 22);
  cairo_stroke (cr);
  label (cr, "desk", 715, 346, 12);
  label (cr, "Main door", 860, 395, 14);
  door (cr, 810, 390, 34, 1.5 * G_PI);
  label (cr, "Side gate", 55, 282, 14);
  door (cr, 110, 285, 30, G_PI);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (double[]){ 8, 5 }, 2, 0);
  cairo_rectangle (cr, 20, 20, 930, 500);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  label (cr, "A", 305, 440, 22);
  label (cr, "B", 715, 385, 22);
  label (cr, "C", 80, 320, 22);
  label (cr, "Compound wall", 480, 512, 13);
  label (cr, "11.6 m", 400, 492, 13);
  wall (cr, 110, 482, 810, 482);
  wall (cr, 110, 477, 110, 487);
  wall (cr, 810, 477, 810, 487);
  wall (cr, 900, 120, 900, 60);
  wall (cr, 900, 60, 893, 76);
  wall (cr, 900, 60, 907, 76);
  label (cr, "N", 900, 140, 18);
}

/* In a field of 1000 × 1000. */
static void
emblem (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.15);
  cairo_set_line_width (cr, 34);
  cairo_move_to (cr, 200, 120);
  cairo_line_to (cr, 800, 120);
  cairo_curve_to (cr, 800, 560, 720, 780, 500, 920);
  cairo_curve_to (cr, 280, 780, 200, 560, 200, 120);
  cairo_close_path (cr);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 22);
  wall (cr, 500, 230, 500, 740);
  wall (cr, 300, 330, 700, 330);
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_arc (cr, 500 + side * 190, 480, 90, 0, G_PI);
      cairo_close_path (cr);
      cairo_stroke (cr);
      wall (cr, 500 + side * 190, 335, 500 + side * 110, 480);
      wall (cr, 500 + side * 190, 335, 500 + side * 270, 480);
    }
}

gboolean
jal_sketch_draw (cairo_t *cr, const char *name, double x, double y, double width, double height)
{
  gboolean is_plan = strcmp (name, "sketch-plan") == 0;
  double side_x = 1000, side_y = is_plan ? 560 : 1000;
  double scale = MIN (width / side_x, height / side_y);

  if (!is_plan && strcmp (name, "emblem") != 0)
    return FALSE;
  cairo_save (cr);
  cairo_translate (cr, x + (width - side_x * scale) / 2, y + (height - side_y * scale) / 2);
  cairo_scale (cr, scale, scale);
  if (is_plan)
    plan (cr);
  else
    emblem (cr);
  cairo_restore (cr);
  return TRUE;
}
