/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the pages of a document stand when they hang below each other. Pure sums, no widget. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Logical pixels around and between the pages. */
#define JAL_PAGE_LAYOUT_GAP 12.0
#define JAL_PAGE_LAYOUT_ZOOM_MIN 0.1
#define JAL_PAGE_LAYOUT_ZOOM_MAX 6.0

/* In logical pixels, from the top left of everything laid out. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} JalPageRect;

typedef struct _JalPageLayout JalPageLayout;

JalPageLayout *jal_page_layout_new (void);
void jal_page_layout_free (JalPageLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPageLayout, jal_page_layout_free)

/* Begins anew with @n_pages pages of @width × @height points each, until more is known about them. */
void jal_page_layout_reset (JalPageLayout *layout, guint n_pages, double width, double height);
/* Returns whether the page had another size before. */
gboolean jal_page_layout_set_size (JalPageLayout *layout, guint page, double width, double height);
guint jal_page_layout_get_n_pages (JalPageLayout *layout);
/* @zoom: logical pixels a point; brought within the limits. */
void jal_page_layout_set_zoom (JalPageLayout *layout, double zoom);
double jal_page_layout_get_zoom (JalPageLayout *layout);
/* The zoom at which the widest page fills @view_width; pages that are wider than three usual ones do not count. */
double jal_page_layout_fit_width (JalPageLayout *layout, double view_width);
/* The zoom at which the whole of @page is in view. */
double jal_page_layout_fit_page (JalPageLayout *layout, guint page, double view_width, double view_height);
/* The size of everything, gaps included. */
void jal_page_layout_get_extent (JalPageLayout *layout, double *width, double *height);
/* Where @page stands in a view @view_width wide: pages are centred, and in whole pixels. */
JalPageRect jal_page_layout_get_rect (JalPageLayout *layout, guint page, double view_width);
/* The page at @y; the gap below a page belongs to it. 0 when there are no pages. */
guint jal_page_layout_find_page (JalPageLayout *layout, double y);
/* The first and last page of which something is between @y and @y + @height. FALSE when there are no pages. */
gboolean jal_page_layout_get_range (JalPageLayout *layout, double y, double height, guint *first, guint *last);
/* The page of which most is to be seen there: what "page n of N" says. */
guint jal_page_layout_find_main_page (JalPageLayout *layout, double y, double height);

G_END_DECLS
