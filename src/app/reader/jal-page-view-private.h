/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-page-layout.h"
#include "app/reader/jal-page-selection.h"
#include "app/reader/jal-page-view-hand.h"
#include "app/reader/jal-page-view.h"

struct _JalPageView
{
  GtkWidget parent_instance;

  JalPageSource *source; /* nullable */
  JalPageLayout *layout;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hpolicy;
  GtkScrollablePolicy vpolicy;

  JalZoomMode mode;
  gboolean configuring; /* the adjustments are being set by us, nobody scrolled */
  JalPagePlace place;   /* what is at the upper edge of the view, and stays there when the layout changes */
  guint page;
  gboolean night;
  guint telling; /* an idle source that reports page and zoom */
  gboolean bars_known; /* whether the two below have been told to the scrolled window */
  gboolean wide, high; /* the pages are wider, higher than the view */

  JalPageSelection selection;
  JalTextSpot word_start; /* of the double click that began a selection by words */
  gboolean by_words;
  gboolean selecting; /* the pointer is dragging */
  gboolean panning;   /* the middle button has hold of the page */
  double pan_x;       /* the adjustments as they were */
  double pan_y;
  double press_x;
  double press_y;
  double pointer_x;
  double pointer_y;
  guint tick;       /* scrolling while the pointer drags beyond an edge */
  double zoom_rest; /* of a smooth wheel */

  int link_page; /* of the framed link, -1: none */
  guint link_index;

  char *armed; /* nullable */
  const char *armed_color; /* nullable: a name */
  JalMarkHand *hand;
  GListModel *marks;
  JalId chosen;
  GPtrArray *notes; /* of GtkButton: the little icons */
  GtkWidget *menu;  /* nullable: GtkPopoverMenu */
};

/* What the signals are called with. */
typedef enum
{
  JAL_PAGE_VIEW_PAGE_CHANGED,
  JAL_PAGE_VIEW_ZOOMED,
  JAL_PAGE_VIEW_SELECTION_CHANGED,
  JAL_PAGE_VIEW_SELECTED,
  JAL_PAGE_VIEW_PLACED,
  JAL_PAGE_VIEW_MARK_CHOSEN,
  JAL_PAGE_VIEW_LINK_ACTIVATED,
  JAL_PAGE_VIEW_DRAWN,
  JAL_PAGE_VIEW_RESHAPED,
  JAL_PAGE_VIEW_N_SIGNALS
} JalPageViewSignal;

extern guint jal_page_view_signals[JAL_PAGE_VIEW_N_SIGNALS];

/* Where @page stands in the widget now. */
JalPageRect jal_page_view_get_rect (JalPageView *self, guint page);
/* Says to a screen reader which page is read and what is wrong with it. */
void jal_page_view_describe (JalPageView *self);
/* Tells the source what is in view. */
void jal_page_view_update_wanted (JalPageView *self);
/* Takes the zoom that the mode asks for. */
void jal_page_view_fit (JalPageView *self);
/* Puts the adjustments right for the layout; the place stays where it was. */
void jal_page_view_place_view (JalPageView *self);
/* All of it, when a size has changed. */
void jal_page_view_relayout (JalPageView *self);
void jal_page_view_scrolled_cb (JalPageView *self);
void jal_page_view_allocate_notes (JalPageView *self);
/* A box of the displayed page as a rectangle of the widget. */
graphene_rect_t jal_page_view_place_box (JalPageView *self, guint page, JalBox box);
/* The page at a point of the widget and the point on the displayed page. FALSE between pages, when @strict, and when
   there are none. */
gboolean jal_page_view_find_point (JalPageView *self, double x, double y, gboolean strict, guint *page,
                                   JalPoint *displayed);
gboolean jal_page_view_get_range (JalPageView *self, guint *first, guint *last);
void jal_page_view_zoom_at (JalPageView *self, double zoom, double x, double y);
void jal_page_view_scroll_by (JalPageView *self, double dx, double dy);
JalQuad jal_page_view_quad_of (const JalMarkQuad *quad);
/* @box taken hold of at @handle (rows of three, the middle left out) and moved there; never smaller than a few points. */
JalBox jal_page_view_size_box (JalBox box, guint handle, double dx, double dy);
/* Whether @key is an arrow, and which way it points. */
gboolean jal_page_view_get_arrow (guint key, int *across, int *down);
/* A box of that size in the middle of what is in view of the page that is read, whose @info it is. */
JalBox jal_page_view_place_here (JalPageView *self, const JalPageInfo *info, double width, double height);
/* Returns (transfer none) (nullable): the mark whose words or box are at a point of the displayed page. */
JalMark *jal_page_view_find_mark (JalPageView *self, guint page, JalPoint displayed);

/* Returns (transfer none) (nullable): the link at a point of the displayed page. */
const JalLead *jal_page_view_find_link (JalPageView *self, guint page, JalPoint displayed);
/* A frame around the link that is chosen. */
void jal_page_view_append_link (JalPageView *self, GtkSnapshot *snapshot, guint page);

void jal_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void jal_page_view_install_keys (GtkWidgetClass *widget_class);
void jal_page_view_add_gestures (JalPageView *self);
/* jal-page-view-pan.c */
void jal_page_view_add_pan (JalPageView *self);
