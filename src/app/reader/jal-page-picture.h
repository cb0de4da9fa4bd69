/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

/**
 * JalPagePicture:
 *
 * The pixels of a page as the window draws them. As a GdkPaintable it fills what it is given.
 */
#define JAL_TYPE_PAGE_PICTURE (jal_page_picture_get_type ())
G_DECLARE_FINAL_TYPE (JalPagePicture, jal_page_picture, JAL, PAGE_PICTURE, GObject)

/* Holds on to @pixels: nothing is copied. */
JalPagePicture *jal_page_picture_new (JalPixels *pixels);
guint jal_page_picture_get_width (JalPagePicture *self);
guint jal_page_picture_get_height (JalPagePicture *self);
/* Bytes of its pixels. */
gsize jal_page_picture_get_size (JalPagePicture *self);
/* Draws it into @rect; at @night light and dark are exchanged. */
void jal_page_picture_append (JalPagePicture *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, gboolean night);
/* Tells by what @widget's window is drawn; all windows are drawn by the same. */
void jal_page_picture_note_renderer (GtkWidget *widget);
/* Whether that is cairo, which has to be told to draw little at a time. */
gboolean jal_page_picture_is_by_cairo (void);

G_END_DECLS
