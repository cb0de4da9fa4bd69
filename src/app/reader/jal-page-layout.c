/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages below each other:
 *
 *      gap
 *    ┌──────┐ ← tops[0]
 *    │  0   │
 *    └──────┘
 *      gap
 *   ┌────────┐ ← tops[1]
 *   │   1    │
 *   └────────┘
 *      gap      ← tops[n]: the end
 *
 * 1. tops[] and widths are kept for the zoom they were made with and made anew when the zoom or a size changes.
 * 2. Every edge is a whole logical pixel, so that a picture of a page falls on the pixels of the screen.
 */
#include "app/reader/jal-page-layout.h"

#include <math.h>
#include <stdlib.h>

/* Times the width of the page in the middle of all widths. */
#define OUT_OF_PROPORTION 3

typedef struct
{
  double width; /* points */
  double height;
} Size;

struct _JalPageLayout
{
  GArray *sizes; /* of Size */
  double *tops;  /* n + 1 */
  double zoom;
  gboolean stale; /* tops must be made anew */
};

static const Size *
size_of (JalPageLayout *layout, guint page)
{
  return &g_array_index (layout->sizes, Size, page);
}

static double
pixels (JalPageLayout *layout, double points)
{
  return fmax (1, round (points * layout->zoom));
}

static void
refresh (JalPageLayout *layout)
{
  double top = JAL_PAGE_LAYOUT_GAP;

  if (!layout->stale)
    return;
  layout->tops = g_renew (double, layout->tops, layout->sizes->len + 1);
  for (guint i = 0; i < layout->sizes->len; i++)
    {
      layout->tops[i] = top;
      top += pixels (layout, size_of (layout, i)->height) + JAL_PAGE_LAYOUT_GAP;
    }
  layout->tops[layout->sizes->len] = top;
  layout->stale = FALSE;
}

static double
widest (JalPageLayout *layout)
{
  double width = 0;

  for (guint i = 0; i < layout->sizes->len; i++)
    width = fmax (width, size_of (layout, i)->width);
  return width;
}

static int
compare_widths (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/* The widest page, but for those that are out of all proportion: beside a plan of four metres nobody could read the letters. */
static double
widest_usual (JalPageLayout *layout)
{
  guint n = layout->sizes->len;
  g_autofree double *widths = g_new (double, n + 1);
  double width = 0;

  for (guint i = 0; i < n; i++)
    widths[i] = size_of (layout, i)->width;
  qsort (widths, n, sizeof *widths, compare_widths);
  for (guint i = 0; i < n && (i == 0 || widths[i] <= OUT_OF_PROPORTION * widths[n / 2] || i <= n / 2); i++)
    width = widths[i];
  return width;
}

JalPageLayout *
jal_page_layout_new (void)
{
  JalPageLayout *layout = g_new0 (JalPageLayout, 1);

  layout->sizes = g_array_new (FALSE, FALSE, sizeof (Size));
  layout->zoom = 1;
  layout->stale = TRUE;
  return layout;
}

void
jal_page_layout_free (JalPageLayout *layout)
{
  if (layout == NULL)
    return;
  g_array_unref (layout->sizes);
  g_free (layout->tops);
  g_free (layout);
}

void
jal_page_layout_reset (JalPageLayout *layout, guint n_pages, double width, double height)
{
  Size size = { width, height };

  g_array_set_size (layout->sizes, 0);
  for (guint i = 0; i < n_pages; i++)
    g_array_append_val (layout->sizes, size);
  layout->stale = TRUE;
}

gboolean
jal_page_layout_set_size (JalPageLayout *layout, guint page, double width, double height)
{
  Size *size;

  g_return_val_if_fail (page < layout->sizes->len, FALSE);

  size = &g_array_index (layout->sizes, Size, page);
  if (size->width == width && size->height == height)
    return FALSE;
  *size = (Size){ width, height };
  layout->stale = TRUE;
  return TRUE;
}

guint
jal_page_layout_get_n_pages (JalPageLayout *layout)
{
  return layout->sizes->len;
}

void
jal_page_layout_set_zoom (JalPageLayout *layout, double zoom)
{
  zoom = CLAMP (zoom, JAL_PAGE_LAYOUT_ZOOM_MIN, JAL_PAGE_LAYOUT_ZOOM_MAX);
  if (zoom == layout->zoom)
    return;
  layout->zoom = zoom;
  layout->stale = TRUE;
}

double
jal_page_layout_get_zoom (JalPageLayout *layout)
{
  return layout->zoom;
}

double
jal_page_layout_fit_width (JalPageLayout *layout, double view_width)
{
  double width = widest_usual (layout);
  double zoom = width > 0 ? floor (view_width - 2 * JAL_PAGE_LAYOUT_GAP) / width : 1;

  return CLAMP (zoom, JAL_PAGE_LAYOUT_ZOOM_MIN, JAL_PAGE_LAYOUT_ZOOM_MAX);
}

double
jal_page_layout_fit_page (JalPageLayout *layout, guint page, double view_width, double view_height)
{
  double zoom;

  if (page >= layout->sizes->len)
    return 1;
  zoom = fmin ((view_width - 2 * JAL_PAGE_LAYOUT_GAP) / size_of (layout, page)->width,
               (view_height - 2 * JAL_PAGE_LAYOUT_GAP) / size_of (layout, page)->height);
  return CLAMP (zoom, JAL_PAGE_LAYOUT_ZOOM_MIN, JAL_PAGE_LAYOUT_ZOOM_MAX);
}

void
jal_page_layout_get_extent (JalPageLayout *layout, double *width, double *height)
{
  refresh (layout);
  *width = layout->sizes->len > 0 ? pixels (layout, widest (layout)) + 2 * JAL_PAGE_LAYOUT_GAP : 0;
  *height = layout->sizes->len > 0 ? layout->tops[layout->sizes->len] : 0;
}

JalPageRect
jal_page_layout_get_rect (JalPageLayout *layout, guint page, double view_width)
{
  JalPageRect rect = { 0 };
  double width, height;

  g_return_val_if_fail (page < layout->sizes->len, rect);

  jal_page_layout_get_extent (layout, &width, &height);
  rect.width = pixels (layout, size_of (layout, page)->width);
  rect.height = pixels (layout, size_of (layout, page)->height);
  rect.x = floor ((fmax (width, view_width) - rect.width) / 2);
  rect.y = layout->tops[page];
  return rect;
}

guint
jal_page_layout_find_page (JalPageLayout *layout, double y)
{
  guint low = 0, high = layout->sizes->len;

  refresh (layout);
  /* The last page whose top is not below y. */
  while (high > low + 1)
    {
      guint middle = low + (high - low) / 2;

      if (layout->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

gboolean
jal_page_layout_get_range (JalPageLayout *layout, double y, double height, guint *first, guint *last)
{
  if (layout->sizes->len == 0)
    return FALSE;
  *first = jal_page_layout_find_page (layout, y);
  *last = jal_page_layout_find_page (layout, y + fmax (0, height - 1));
  if (*first < *last && jal_page_layout_get_rect (layout, *first, 0).height + layout->tops[*first] <= y)
    (*first)++; /* only the gap below it is in view */
  return TRUE;
}

guint
jal_page_layout_find_main_page (JalPageLayout *layout, double y, double height)
{
  guint first, last, best;
  double most = -1;

  if (!jal_page_layout_get_range (layout, y, height, &first, &last))
    return 0;
  best = first;
  for (guint i = first; i <= last; i++)
    {
      JalPageRect rect = jal_page_layout_get_rect (layout, i, 0);
      double seen = fmin (rect.y + rect.height, y + height) - fmax (rect.y, y);

      /* Of two pages that are wholly in view the upper one counts. */
      if (seen > most + 0.5)
        {
          most = seen;
          best = i;
        }
    }
  return best;
}
