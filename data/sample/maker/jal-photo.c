/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photographs without a camera: scenes drawn in the manner of a telephone's picture, with the data a telephone adds. */
#include "jal-photo.h"

#include <math.h>
#include <string.h>

#include "jal-exif.h"
#include "jal-ink.h"
#include "jal-scan.h"

#define SHOWN_WIDTH 3000
#define SHOWN_HEIGHT 4000

typedef void (*Scene) (cairo_t *cr);

static void
shade (cairo_t *cr, double x, double y, double w, double h, const double from[3], const double to[3])
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, y, x, y + h);

  cairo_pattern_add_color_stop_rgb (pattern, 0, from[0], from[1], from[2]);
  cairo_pattern_add_color_stop_rgb (pattern, 1, to[0], to[1], to[2]);
  cairo_set_source (cr, pattern);
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

#define SHADE(cr, x, y, w, h, r1, g1, b1, r2, g2, b2) \
  shade (cr, x, y, w, h, (const double[]){ r1, g1, b1 }, (const double[]){ r2, g2, b2 })

static void
block (cairo_t *cr, double x, double y, double w, double h, double r, double g, double b)
{
  cairo_set_source_rgb (cr, r, g, b);
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
}

static void
words (cairo_t *cr, const char *text, double x, double y, double size, gboolean bold)
{
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - extents.x_advance / 2, y);
  cairo_show_text (cr, text);
}

/* A palm: a bent trunk and nine leaves. */
static void
palm (cairo_t *cr, double x, double y, double height)
{
  cairo_set_source_rgb (cr, 0.36, 0.27, 0.18);
  cairo_set_line_width (cr, height * 0.05);
  cairo_move_to (cr, x, y);
  cairo_curve_to (cr, x + height * 0.05, y - height * 0.4, x - height * 0.08, y - height * 0.7, x + height * 0.06, y - height);
  cairo_stroke (cr);
  for (int i = 0; i < 9; i++)
    {
      double angle = -G_PI + i * G_PI / 8;
      double reach = height * 0.42;
      double tip_x = x + height * 0.06 + reach * cos (angle);
      double tip_y = y - height + reach * sin (angle) * 0.5 + height * 0.12;

      cairo_set_source_rgb (cr, 0.13 + 0.02 * (i % 3), 0.36 + 0.05 * (i % 2), 0.16);
      cairo_set_line_width (cr, height * 0.034);
      cairo_move_to (cr, x + height * 0.06, y - height);
      cairo_curve_to (cr, x + height * 0.06 + reach * 0.4 * cos (angle), y - height * 1.16, tip_x, tip_y - height * 0.1, tip_x, tip_y);
      cairo_stroke (cr);
    }
}

static void
hotel_front (cairo_t *cr)
{
  SHADE (cr, 0, 0, 3, 2.2, 0.36, 0.60, 0.86, 0.80, 0.90, 0.96);
  SHADE (cr, 0, 2.2, 3, 0.9, 0.40, 0.48, 0.30, 0.55, 0.52, 0.36);
  SHADE (cr, 0, 3.0, 3, 1.0, 0.62, 0.53, 0.40, 0.46, 0.39, 0.30);
  SHADE (cr, 0.35, 1.05, 2.3, 2.0, 0.95, 0.91, 0.82, 0.84, 0.78, 0.67);
  block (cr, 0.27, 0.96, 2.46, 0.11, 0.55, 0.25, 0.18);
  for (int floor = 0; floor < 2; floor++)
    for (int i = 0; i < 4; i++)
      {
        double x = 0.53 + i * 0.54, y = 1.38 + floor * 0.62;

        if (floor == 1 && i == 2)
          continue;
        block (cr, x - 0.03, y - 0.03, 0.36, 0.42, 0.98, 0.97, 0.94);
        SHADE (cr, x, y, 0.30, 0.36, 0.25, 0.33, 0.40, 0.44, 0.53, 0.60);
        block (cr, x + 0.14, y, 0.02, 0.36, 0.95, 0.94, 0.90);
      }
  block (cr, 1.56, 2.05, 0.44, 0.98, 0.33, 0.20, 0.12);
  block (cr, 1.60, 2.10, 0.36, 0.90, 0.43, 0.27, 0.16);
  block (cr, 0.62, 1.11, 1.76, 0.20, 0.09, 0.32, 0.42);
  cairo_set_source_rgb (cr, 1, 0.98, 0.90);
  words (cr, "BAHARI TISA GUEST HOUSE", 1.5, 1.245, 0.105, TRUE);
  SHADE (cr, 1.40, 3.02, 0.78, 0.98, 0.72, 0.68, 0.62, 0.58, 0.55, 0.50);
  palm (cr, 0.30, 3.15, 1.7);
  palm (cr, 2.78, 3.25, 1.3);
}

static void
room_door (cairo_t *cr)
{
  SHADE (cr, 0, 0, 3, 4, 0.84, 0.80, 0.70, 0.70, 0.65, 0.55);
  SHADE (cr, 0, 3.62, 3, 0.38, 0.42, 0.30, 0.24, 0.30, 0.21, 0.17);
  block (cr, 0.72, 0.42, 1.56, 3.22, 0.30, 0.19, 0.11);
  SHADE (cr, 0.82, 0.52, 1.36, 3.12, 0.52, 0.33, 0.19, 0.42, 0.26, 0.14);
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      {
        double x = 0.95 + i * 0.60, y = 0.75 + j * 1.55;

        block (cr, x - 0.02, y - 0.02, 0.54, j == 0 ? 1.22 : 1.10, 0.34, 0.21, 0.11);
        SHADE (cr, x, y, 0.50, j == 0 ? 1.18 : 1.06, 0.49, 0.31, 0.17, 0.55, 0.36, 0.21);
      }
  SHADE (cr, 1.36, 0.98, 0.28, 0.28, 0.88, 0.78, 0.45, 0.70, 0.58, 0.28);
  cairo_set_source_rgb (cr, 0.18, 0.12, 0.06);
  words (cr, "7", 1.5, 1.20, 0.22, TRUE);
  cairo_set_source_rgb (cr, 0.78, 0.76, 0.70);
  cairo_arc (cr, 2.06, 2.14, 0.055, 0, 2 * G_PI);
  cairo_fill (cr);
  block (cr, 2.035, 2.25, 0.05, 0.10, 0.60, 0.58, 0.53);
}

static void
register_page (cairo_t *cr)
{
  static const char *const rows[][4] = {
    { "1", "Guest R. T.", "3", "2000" }, { "2", "Mr D. R.", "7", "3500" }, { "3", "Family, two", "5", "4000" }, { "4", "No name", "7", "3500" },
    { "5", "Guest L.", "1", "2000" },    { "6", "Mr D. R.", "7", "3500" }, { "7", "Driver", "2", "1500" },      { "8", "No name", "7", "3500" },
  };
  JalDice dice;

  jal_dice_init (&dice, "register page");
  SHADE (cr, 0, 0, 3, 4, 0.42, 0.28, 0.17, 0.33, 0.21, 0.12);
  cairo_save (cr);
  cairo_translate (cr, 1.5, 2);
  cairo_rotate (cr, -0.045);
  cairo_translate (cr, -1.5, -2);
  block (cr, 0.31, 0.36, 2.50, 3.36, 0.22, 0.14, 0.08);
  SHADE (cr, 0.25, 0.28, 2.5, 3.36, 0.96, 0.94, 0.86, 0.90, 0.87, 0.77);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.15);
  words (cr, "GUEST REGISTER", 1.5, 0.58, 0.13, TRUE);
  words (cr, "No.          Name                          Room            Paid (KSh)", 1.46, 0.80, 0.075, FALSE);
  cairo_set_line_width (cr, 0.006);
  for (int i = 0; i < 10; i++)
    {
      cairo_set_source_rgb (cr, 0.55, 0.62, 0.78);
      cairo_move_to (cr, 0.35, 0.86 + i * 0.29);
      cairo_rel_line_to (cr, 2.3, 0);
      cairo_stroke (cr);
    }
  cairo_set_source_rgb (cr, 0.10, 0.13, 0.42);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int c = 0; c < 4; c++)
      jal_ink_hand (cr, rows[i][c], (const double[]){ 0.40, 0.72, 1.68, 2.14 }[c], 1.10 + i * 0.29, 0.125, &dice);
  cairo_restore (cr);
}

static void
phone_table (cairo_t *cr)
{
  SHADE (cr, 0, 0, 3, 4, 0.66, 0.50, 0.34, 0.50, 0.36, 0.23);
  for (int i = 0; i < 26; i++)
    {
      cairo_set_source_rgba (cr, 0.28, 0.18, 0.10, 0.22);
      cairo_set_line_width (cr, 0.008 + 0.004 * (i % 3));
      cairo_move_to (cr, 0, 0.1 + i * 0.16);
      cairo_curve_to (cr, 1, 0.02 + i * 0.16, 2, 0.2 + i * 0.155, 3, 0.1 + i * 0.16);
      cairo_stroke (cr);
    }
  cairo_save (cr);
  cairo_translate (cr, 1.5, 1.9);
  cairo_rotate (cr, 0.12);
  block (cr, -0.56, -1.10, 1.22, 2.34, 0.24, 0.16, 0.10);
  block (cr, -0.62, -1.18, 1.24, 2.36, 0.07, 0.07, 0.08);
  SHADE (cr, -0.55, -1.02, 1.10, 2.04, 0.10, 0.16, 0.24, 0.20, 0.30, 0.40);
  cairo_set_source_rgb (cr, 0.86, 0.90, 0.94);
  words (cr, "17:31", 0, -0.45, 0.30, FALSE);
  words (cr, "Friday 8 May", 0, -0.26, 0.09, FALSE);
  cairo_restore (cr);
  block (cr, 0.30, 3.25, 1.05, 0.34, 0.97, 0.93, 0.55);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  words (cr, "EXHIBIT 3", 0.825, 3.40, 0.12, TRUE);
  words (cr, "SAMPLE", 0.825, 3.53, 0.08, FALSE);
  for (int i = 0; i < 16; i++)
    block (cr, 1.6 + i * 0.07, 3.32, 0.07, 0.16, i % 2 ? 0.95 : 0.08, i % 2 ? 0.95 : 0.08, i % 2 ? 0.92 : 0.08);
}

static void
corridor (cairo_t *cr)
{
  SHADE (cr, 0, 0, 3, 4, 0.78, 0.75, 0.66, 0.58, 0.54, 0.46);
  cairo_set_source_rgb (cr, 0.45, 0.31, 0.24);
  cairo_move_to (cr, 0, 4);
  cairo_line_to (cr, 3, 4);
  cairo_line_to (cr, 1.78, 2.35);
  cairo_line_to (cr, 1.22, 2.35);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.92, 0.90, 0.84);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, 3, 0);
  cairo_line_to (cr, 1.78, 1.35);
  cairo_line_to (cr, 1.22, 1.35);
  cairo_fill (cr);
  SHADE (cr, 1.22, 1.35, 0.56, 1.0, 0.88, 0.92, 0.95, 0.70, 0.74, 0.74);
  for (int side = -1; side <= 1; side += 2)
    for (int i = 0; i < 3; i++)
      {
        double near = 1.36 - i * 0.42, far = near - 0.24;
        double tall = 0.5 + near, tall_far = 0.5 + far;

        cairo_set_source_rgb (cr, 0.46 - 0.05 * i, 0.29 - 0.03 * i, 0.17);
        cairo_move_to (cr, 1.5 + side * near, 2.0 + tall * 0.92);
        cairo_line_to (cr, 1.5 + side * near, 2.0 - tall * 0.55);
        cairo_line_to (cr, 1.5 + side * far, 2.0 - tall_far * 0.55);
        cairo_line_to (cr, 1.5 + side * far, 2.0 + tall_far * 0.92);
        cairo_fill (cr);
      }
  cairo_set_source_rgb (cr, 1, 1, 0.92);
  cairo_arc (cr, 1.5, 0.72, 0.10, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
reception (cairo_t *cr)
{
  SHADE (cr, 0, 0, 3, 2.6, 0.86, 0.84, 0.76, 0.76, 0.72, 0.62);
  SHADE (cr, 0, 2.3, 3, 1.7, 0.47, 0.30, 0.18, 0.32, 0.19, 0.11);
  block (cr, 0, 2.24, 3, 0.12, 0.62, 0.42, 0.26);
  block (cr, 0.35, 0.55, 1.0, 1.15, 0.40, 0.26, 0.16);
  for (int i = 0; i < 9; i++)
    {
      double x = 0.52 + (i % 3) * 0.32, y = 0.75 + (i / 3) * 0.36;
      char number[2] = { (char)('1' + i), '\0' };

      cairo_set_source_rgb (cr, 0.85, 0.80, 0.62);
      words (cr, number, x, y, 0.09, TRUE);
      if (i != 6)
        {
          cairo_set_source_rgb (cr, 0.86, 0.72, 0.32);
          cairo_arc (cr, x, y + 0.08, 0.035, 0, 2 * G_PI);
          cairo_fill (cr);
          block (cr, x - 0.012, y + 0.10, 0.024, 0.13, 0.80, 0.66, 0.28);
        }
    }
  SHADE (cr, 1.75, 0.45, 0.9, 1.2, 0.60, 0.78, 0.88, 0.85, 0.93, 0.96);
  block (cr, 2.18, 0.45, 0.04, 1.2, 0.97, 0.96, 0.92);
  block (cr, 0.9, 2.02, 0.86, 0.24, 0.93, 0.90, 0.80);
  block (cr, 0.9, 2.02, 0.86, 0.03, 0.20, 0.28, 0.46);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.15);
  words (cr, "RECEPTION", 1.5, 3.1, 0.22, TRUE);
}

static const struct
{
  const char *name;
  Scene draw;
} scenes[] = {
  { "hotel-front", hotel_front }, { "room-door", room_door }, { "register-page", register_page },
  { "phone-table", phone_table }, { "corridor", corridor },   { "reception", reception },
};

gboolean
jal_photo_draw (cairo_t *cr, const char *scene, double x, double y, double width, double height)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (strcmp (scenes[i].name, scene) == 0)
      {
        cairo_pattern_t *corners;

        cairo_save (cr);
        cairo_rectangle (cr, x, y, width, height);
        cairo_clip (cr);
        cairo_translate (cr, x, y);
        cairo_scale (cr, width / 3, height / 4);
        scenes[i].draw (cr);
        corners = cairo_pattern_create_radial (1.5, 1.9, 1.3, 1.5, 2, 2.7);
        cairo_pattern_add_color_stop_rgba (corners, 0, 0, 0, 0, 0);
        cairo_pattern_add_color_stop_rgba (corners, 1, 0, 0, 0, 0.38);
        cairo_set_source (cr, corners);
        cairo_paint (cr);
        cairo_pattern_destroy (corners);
        cairo_restore (cr);
        return TRUE;
      }
  return FALSE;
}

GBytes *
jal_photo_take (const char *scene, int orientation, const char *taken, const char *footer)
{
  gboolean sideways = orientation == 6 || orientation == 8;
  int width = sideways ? SHOWN_HEIGHT : SHOWN_WIDTH;
  int height = sideways ? SHOWN_WIDTH : SHOWN_HEIGHT;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  JalRaster raster = { 0 };
  JalDice dice;
  g_autoptr (GBytes) exif = jal_exif_make (orientation, taken, (guint)width, (guint)height);
  GBytes *jpeg;

  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_rotate (cr, orientation == 6 ? -G_PI / 2 : orientation == 8 ? G_PI / 2 : orientation == 3 ? G_PI : 0);
  cairo_translate (cr, -SHOWN_WIDTH / 2.0, -SHOWN_HEIGHT / 2.0);
  if (!jal_photo_draw (cr, scene, 0, 0, SHOWN_WIDTH, SHOWN_HEIGHT))
    g_error ("There is no scene called “%s”.", scene);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.55);
  cairo_rectangle (cr, 0, SHOWN_HEIGHT - 110, SHOWN_WIDTH, 110);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  words (cr, footer, SHOWN_WIDTH / 2.0, SHOWN_HEIGHT - 38, 58, FALSE);
  cairo_destroy (cr);
  jal_raster_from_surface (&raster, surface, FALSE);
  cairo_surface_destroy (surface);
  jal_dice_init (&dice, scene);
  jal_raster_soil (&raster, 18, 0, &dice);
  jpeg = jal_raster_to_jpeg (&raster, 82, exif);
  jal_raster_clear (&raster);
  return jpeg;
}
