/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/reader/jal-page-place.h"
#include "app/reader/jal-page-source.h"
#include "record/jal-record.h"

G_BEGIN_DECLS

/* What is selected of one page. */
typedef struct
{
  guint page;
  char *text;
  char *table;  /* the same with tabs between the cells of a table */
  char *before; /* some words on either side */
  char *after;
  GArray *quads; /* JalQuad, default user space of the page */
} JalSelectedText;

void jal_selected_text_free (JalSelectedText *selected);

/**
 * JalPageView:
 *
 * The pages of a document below each other: scrolled, zoomed, with selected text, hits and marks on them. It belongs in
 * a GtkScrolledWindow.
 *
 * Signals: "page-changed" (): another page is the one being read, or it has news; "zoomed" (); "selection-changed" ();
 * "selected" (): the pointer let a selection go; "placed" (guint page, double x, double y): a click while a note is
 * armed, in default user space of the page; "mark-chosen" (const char *id);
 * "link-activated" (const JalLead *): a link was clicked; "drawn" (JalMarkShape *): a drag while a tool is armed;
 * "reshaped" (JalMark *, JalMarkShape *): the chosen mark was moved or resized.
 */
#define JAL_TYPE_PAGE_VIEW (jal_page_view_get_type ())
G_DECLARE_FINAL_TYPE (JalPageView, jal_page_view, JAL, PAGE_VIEW, GtkWidget)

/* NULL shows nothing. */
void jal_page_view_set_source (JalPageView *self, JalPageSource *source);
/* Has to be told when the source is "opened". */
void jal_page_view_opened (JalPageView *self);
/* Returns at how many pixels a point page @page, the only one known (@info, not turned for viewing), will be shown when a
   document of @n_pages is opened at @place; 0 before the view has a size. */
double jal_page_view_foresee_scale (JalPageView *self, const JalPagePlace *place, guint n_pages, guint page,
                                    const JalPageInfo *info);

guint jal_page_view_get_page (JalPageView *self);
/* Puts the beginning of @page at the top. */
void jal_page_view_show_page (JalPageView *self, guint page);
void jal_page_view_get_place (JalPageView *self, JalPagePlace *place);
void jal_page_view_set_place (JalPageView *self, const JalPagePlace *place);
/* Scrolls as little as needed to have @box (displayed page, points) in view. */
void jal_page_view_reveal (JalPageView *self, guint page, JalBox box);

double jal_page_view_get_zoom (JalPageView *self);
void jal_page_view_set_zoom_mode (JalPageView *self, JalZoomMode mode);
JalZoomMode jal_page_view_get_zoom_mode (JalPageView *self);
/* @zoom: logical pixels a point; what is in the middle of the view stays there. */
void jal_page_view_set_zoom (JalPageView *self, double zoom);
void jal_page_view_set_night (JalPageView *self, gboolean night);

gboolean jal_page_view_has_selection (JalPageView *self);
/* Returns (transfer full) (element-type JalSelectedText): a page each. */
GPtrArray *jal_page_view_dup_selected (JalPageView *self);
/* Selects @n characters of @page from @first on; 0 selects nothing. */
void jal_page_view_select (JalPageView *self, guint page, guint first, guint n);
void jal_page_view_select_page (JalPageView *self);
/* The characters of @page that are selected. FALSE when none are. */
gboolean jal_page_view_get_selected_range (JalPageView *self, guint page, guint *first, guint *n);
/* Where the selection lies when it is of one page; its text need not be known. */
gboolean jal_page_view_get_selected_start (JalPageView *self, guint *page, guint *first, guint *n);

/* @kind (nullable): what a selection, a click or a drag makes: one of jal_marks_kinds(); @color is the name of a colour of
   jal_marks_colors(), for what is being drawn. */
void jal_page_view_set_armed (JalPageView *self, const char *kind);
void jal_page_view_set_armed_color (JalPageView *self, const char *color);
/* The point in default user space where a note goes that nobody pointed at: the upper start corner of what is in view.
 */
gboolean jal_page_view_get_resting_point (JalPageView *self, guint *page, JalPoint *user);
/* @marks (nullable, element-type JalMark) is kept and watched. */
void jal_page_view_set_marks (JalPageView *self, GListModel *marks);
/* Draws a frame around the mark; JAL_ID_NONE: around none. */
void jal_page_view_set_chosen (JalPageView *self, JalId id);
/* Where the mark is on its displayed page; FALSE when that is not known yet. */
gboolean jal_page_view_get_mark_box (JalPageView *self, JalMark *mark, JalBox *box);
/* Chooses the next link (or the one before) from the page being read on, and shows it framed. Returns (transfer none)
   (nullable): NULL when no link is known there. */
const JalLead *jal_page_view_choose_link (JalPageView *self, gboolean forward);
/* Returns (transfer none) (nullable): the link that is framed. */
const JalLead *jal_page_view_get_chosen_link (JalPageView *self);
/* Lets the framed link go; returns whether there was one. */
gboolean jal_page_view_leave_link (JalPageView *self);
/* Turns the pages for viewing by @rotation more degrees, clockwise. */
void jal_page_view_rotate (JalPageView *self, int rotation);
/* Puts a point of a page (default user space) near the top of the view, or the page's beginning when @point is NULL. */
void jal_page_view_show_point (JalPageView *self, guint page, const JalPoint *point);
void jal_page_view_set_menu (JalPageView *self, GMenuModel *menu);

G_END_DECLS
