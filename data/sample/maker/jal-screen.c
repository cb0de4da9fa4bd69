/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screenshots of a chat in no real program's look. */
#include "jal-screen.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define WIDTH 1080
#define HEIGHT 2400

static PangoLayout *
lay_out (cairo_t *cr, const char *text, const char *font, int width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_layout_set_font_description (layout, description);
  if (width > 0)
    pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}

static void
say (cairo_t *cr, const char *text, const char *font, double x, double y, int width, PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = lay_out (cr, text, font, width);

  pango_layout_set_alignment (layout, align);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
round_box (cairo_t *cr, double x, double y, double w, double h, double r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
frame (cairo_t *cr, const char *name, const char *footer)
{
  cairo_set_source_rgb (cr, 0.93, 0.93, 0.89);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.16, 0.30, 0.38);
  cairo_rectangle (cr, 0, 0, WIDTH, 250);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  say (cr, "18:11", "Liberation Sans 38", 50, 24, 300, PANGO_ALIGN_LEFT);
  say (cr, "64 %", "Liberation Sans 38", 780, 24, 250, PANGO_ALIGN_RIGHT);
  say (cr, name, "Liberation Sans Bold 54", 200, 118, 760, PANGO_ALIGN_LEFT);
  say (cr, "last seen today", "Liberation Sans 32", 200, 190, 760, PANGO_ALIGN_LEFT);
  cairo_set_source_rgb (cr, 0.60, 0.70, 0.74);
  cairo_arc (cr, 120, 175, 52, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  round_box (cr, 40, HEIGHT - 230, WIDTH - 220, 110, 55);
  cairo_set_source_rgb (cr, 0.16, 0.42, 0.40);
  cairo_arc (cr, WIDTH - 95, HEIGHT - 175, 58, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  say (cr, "Message", "Liberation Sans 40", 90, HEIGHT - 202, 500, PANGO_ALIGN_LEFT);
  cairo_set_source_rgb (cr, 0.35, 0.1, 0.1);
  say (cr, footer, "Liberation Sans 27", 0, HEIGHT - 62, WIDTH, PANGO_ALIGN_CENTER);
}

static double
bubble (cairo_t *cr, gboolean sent, const char *time, const char *words, double y)
{
  g_autoptr (PangoLayout) layout = lay_out (cr, words, "Liberation Sans 42", 700);
  int width, height;
  double x;

  pango_layout_get_pixel_size (layout, &width, &height);
  width = MAX (width, 150);
  x = sent ? WIDTH - 40 - width - 60 : 40;
  cairo_set_source_rgb (cr, sent ? 0.82 : 1, sent ? 0.94 : 1, sent ? 0.82 : 1);
  round_box (cr, x, y, width + 60, height + 84, 26);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_move_to (cr, x + 30, y + 22);
  pango_cairo_show_layout (cr, layout);
  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  say (cr, time, "Liberation Sans 28", x + 30, y + height + 36, width, PANGO_ALIGN_RIGHT);
  return y + height + 108;
}

static double
day_chip (cairo_t *cr, const char *day, double y)
{
  cairo_set_source_rgb (cr, 0.83, 0.87, 0.88);
  round_box (cr, WIDTH / 2.0 - 190, y + 10, 380, 66, 22);
  cairo_set_source_rgb (cr, 0.25, 0.3, 0.33);
  say (cr, day, "Liberation Sans 32", WIDTH / 2.0 - 190, y + 22, 380, PANGO_ALIGN_CENTER);
  return y + 104;
}

static cairo_status_t
collect_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
jal_screen_shoot (const char *text, const char *footer)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  GByteArray *bytes = g_byte_array_new ();
  double y = 300;

  frame (cr, lines[0], footer);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "|", 2);

      if (lines[i][0] == '=')
        y = day_chip (cr, lines[i] + 2, y);
      else if ((lines[i][0] == '<' || lines[i][0] == '>') && parts[1] != NULL)
        y = bubble (cr, lines[i][0] == '>', g_strstrip (parts[0] + 1), g_strstrip (parts[1]), y);
    }
  cairo_destroy (cr);
  if (cairo_surface_write_to_png_stream (surface, collect_cb, bytes) != CAIRO_STATUS_SUCCESS)
    g_error ("A screenshot could not be written.");
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
