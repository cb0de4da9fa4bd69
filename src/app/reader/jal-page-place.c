/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reader/jal-page-place.h"

#include <math.h>

#include "app/reader/jal-page-layout.h"

#define N_FIELDS 6

char *
jal_page_place_to_text (const JalPagePlace *place)
{
  char y[G_ASCII_DTOSTR_BUF_SIZE], zoom[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (y, sizeof y, "%.5f", place->y);
  g_ascii_dtostr (zoom, sizeof zoom, place->zoom);
  return g_strdup_printf ("%u %s %d %s %u %d", place->page, y, (int)place->mode, zoom, place->rotation, place->night ? 1 : 0);
}

static gboolean
read_number (const char *word, double least, double most, double *number)
{
  char *end;

  *number = g_ascii_strtod (word, &end);
  return end != word && *end == '\0' && isfinite (*number) && *number >= least && *number <= most;
}

gboolean
jal_page_place_parse (const char *text, JalPagePlace *place)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
  double page, y, mode, zoom, rotation, night;

  if (g_strv_length (words) != N_FIELDS || !read_number (words[0], 0, 1e6, &page) || !read_number (words[1], -10, 10, &y)
      || !read_number (words[2], JAL_ZOOM_WIDTH, JAL_ZOOM_FREE, &mode)
      || !read_number (words[3], JAL_PAGE_LAYOUT_ZOOM_MIN, JAL_PAGE_LAYOUT_ZOOM_MAX, &zoom)
      || !read_number (words[4], 0, 270, &rotation) || fmod (rotation, 90) != 0 || !read_number (words[5], 0, 1, &night))
    return FALSE;
  *place = (JalPagePlace){ (guint)page, y, (JalZoomMode)mode, zoom, (guint)rotation, night > 0 };
  return TRUE;
}
