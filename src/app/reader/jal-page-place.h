/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  JAL_ZOOM_WIDTH, /* the widest page fills the view */
  JAL_ZOOM_PAGE,  /* the whole page is in view */
  JAL_ZOOM_FREE,
} JalZoomMode;

/* Where one is reading, for coming back to it. */
typedef struct
{
  guint page;
  double y; /* part of the page's height above the view's upper edge */
  JalZoomMode mode;
  double zoom;
  guint rotation; /* of the view, clockwise */
  gboolean night;
} JalPagePlace;

/* Returns (transfer full): @place in one line, for the vault. */
char *jal_page_place_to_text (const JalPagePlace *place);
/* FALSE, @place untouched, when @text is none of these or makes no sense. */
gboolean jal_page_place_parse (const char *text, JalPagePlace *place);

G_END_DECLS
