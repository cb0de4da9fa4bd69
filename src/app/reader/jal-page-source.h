/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "app/reader/jal-page-picture.h"
#include "app/reader/jal-page-place.h"
#include "evidence/jal-evidence.h"
#include "pages/jal-geometry.h"

G_BEGIN_DECLS

/* Where the words sought stand. */
typedef struct
{
  guint page;
  guint first; /* character */
  guint n;
  GArray *quads; /* nullable: ask jal_page_source_get_quads() */
  char *line;    /* GRefString: the words with some on either side */
} JalPageHit;

/**
 * JalPageSource:
 *
 * An open document as the page view needs it: sizes, pictures and texts of pages, read in tasks, one at a time, what is
 * in view first. UI thread only.
 *
 * Signals: "opened" (); "failed" (GError): it cannot be opened at all; "sizes" (): page sizes have become known;
 * "page" (guint): a page has a better picture, its text, its links, or trouble; "hits" (): the search went on; "thumb" (guint): a page has
 * its small picture; "outline" (): the outline has been read.
 */
#define JAL_TYPE_PAGE_SOURCE (jal_page_source_get_type ())
G_DECLARE_FINAL_TYPE (JalPageSource, jal_page_source, JAL, PAGE_SOURCE, GObject)

JalPageSource *jal_page_source_new (void);
/* In pixels of a page. */
typedef struct
{
  guint x;
  guint y;
  guint width; /* 0: none */
  guint height;
} JalPageArea;

/* Returns at how many pixels a point page @page of @n_pages will be shown first, as far as can be foreseen; 0: that cannot be
   known. @left: where the document was left, NULL when that was not asked for; @info: the page, not turned for viewing;
   @rotation (out): how it will be turned for viewing. */
typedef double (*JalPageSourceForesee) (gpointer data, const JalPagePlace *left, guint n_pages, guint page,
                                        const JalPageInfo *info, guint *rotation);
/* Called with @data once, when the document has been opened and before "opened". */
void jal_page_source_set_foresee (JalPageSource *self, JalPageSourceForesee foresee, gpointer data);
/* Opens the document; one source opens one document once. @page is where reading will begin; -1: where it was left when the
   document was open last, in this run of the program or an earlier one. */
void jal_page_source_open (JalPageSource *self, JalStore *store, JalId document_id, int page);
/* FALSE when the place was not asked for or none was kept. From "opened" on. */
gboolean jal_page_source_get_left_place (JalPageSource *self, JalPagePlace *place);
/* Forgets everything and ends the workers. No signal follows. */
void jal_page_source_drop (JalPageSource *self);

/* 0 until it is open. */
guint jal_page_source_get_n_pages (JalPageSource *self);
/* Returns (transfer none) (nullable): NULL until it is known. */
const JalPageInfo *jal_page_source_get_info (JalPageSource *self, guint page);
/* Returns (transfer none) (nullable): NULL until it has been read; pages in view are read by themselves. */
JalPageText *jal_page_source_get_text (JalPageSource *self, guint page);
/* Returns (transfer none) (nullable): a translated sentence when the text cannot be read. */
const char *jal_page_source_get_text_trouble (JalPageSource *self, guint page);
/* Asks for the text of a page that may not be in view. "page" tells when it is there. */
void jal_page_source_want_text (JalPageSource *self, guint page);
/* Nobody waits for it any more: it may go when it is far from what is in view. */
void jal_page_source_let_text_go (JalPageSource *self, guint page);
/* Returns (transfer none) (nullable): the best picture there is. @scale (out): its pixels a point of the page. */
JalPagePicture *jal_page_source_get_picture (JalPageSource *self, guint page, double *scale);
/* Returns (transfer none) (nullable): a translated sentence when the page cannot be shown. */
const char *jal_page_source_get_trouble (JalPageSource *self, guint page);
/* Whether nothing better will be made of @page in view: its picture is sharp, or it cannot be shown. */
gboolean jal_page_source_is_settled (JalPageSource *self, guint page);
/* "This page may be incomplete". */
gboolean jal_page_source_is_incomplete (JalPageSource *self, guint page);
/* Pages @first…@last are in view, @main_page is the one being read, at @scale pixels a point. */
void jal_page_source_set_wanted (JalPageSource *self, guint first, guint last, guint main_page, double scale);
/* The part of @page that is in view, in pixels of the page at the scale that jal_page_source_set_wanted() is told next. Only
   where a page is too large to be drawn whole does it matter. */
void jal_page_source_set_seen (JalPageSource *self, guint page, const JalPageArea *seen);
/* Returns (transfer none) (nullable): what is in view of a page that is too large to be drawn whole. @area (out): where it
   belongs, in pixels of the page at @scale (out). */
JalPagePicture *jal_page_source_get_detail (JalPageSource *self, guint page, double *scale, JalPageArea *area);
/* The page is tried again, whatever happened to it before. */
void jal_page_source_try_again (JalPageSource *self, guint page);
/* The scale at which the picture of a whole page is made for @scale: a huge one is made small, drawn larger, and what is in
   view of it is made for itself. */
double jal_page_source_limit_scale (const JalPageInfo *info, double scale);

/* Turns every page clockwise by @rotation (0, 90, 180, 270) for viewing: sizes, boxes and pictures are those of the turned
   pages from then on. "sizes" follows. */
void jal_page_source_set_rotation (JalPageSource *self, guint rotation);
guint jal_page_source_get_rotation (JalPageSource *self);

/* Small pictures of pages @first…@last are to be seen, @pixels long on the longer side. */
void jal_page_source_want_thumbs (JalPageSource *self, guint first, guint last, double pixels);
void jal_page_source_stop_thumbs (JalPageSource *self);
/* Returns (transfer none) (nullable). */
JalPagePicture *jal_page_source_get_thumb (JalPageSource *self, guint page);
/* Asks for the outline; "outline" tells when it is there. */
void jal_page_source_want_outline (JalPageSource *self);
/* Returns (transfer none) (nullable, element-type JalLead): NULL until it has been read. */
GPtrArray *jal_page_source_get_outline (JalPageSource *self);
/* Returns (transfer none) (nullable, element-type JalLead): NULL until they have been read; pages in view are read by
   themselves. */
GPtrArray *jal_page_source_get_links (JalPageSource *self, guint page);
/* The page whose label is @label (or, failing that, whose number it is). -1: there is none. */
int jal_page_source_find_label (JalPageSource *self, const char *label);

/* Looks for @words on every page, from @page on and round; NULL or "" ends the search and forgets the hits. */
void jal_page_source_find (JalPageSource *self, const char *words, guint page);
/* Returns (transfer none) (element-type JalPageHit): in the document's order. */
GArray *jal_page_source_get_hits (JalPageSource *self);
/* Of the hits, the first on @page or behind it. */
guint jal_page_source_get_first_hit (JalPageSource *self, guint page);
/* Returns (transfer none) (nullable) (element-type JalQuad): where a hit stands, in default user space; NULL until the text of its page has been
   read. */
GArray *jal_page_source_get_quads (JalPageSource *self, guint index);
/* The hit that is shown: the texts of the pages to which the next steps lead are read soon. */
void jal_page_source_set_near (JalPageSource *self, guint index);
gboolean jal_page_source_is_finding (JalPageSource *self);
/* How many pages have been looked through. */
guint jal_page_source_get_n_searched (JalPageSource *self);
/* Returns (transfer full) (nullable): on how many pages nothing can be found, because they cannot be read or have no words. */
char *jal_page_source_dup_unsearched (JalPageSource *self);
/* Whether words are sought, found or not. */
gboolean jal_page_source_is_seeking (JalPageSource *self);

G_END_DECLS
