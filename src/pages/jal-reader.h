/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document being read: a worker of its own shows its pages, this is the handle on it. */
#pragma once

#include <gio/gio.h>

#include "pages/jal-bytes.h"
#include "pages/jal-lead.h"
#include "pages/jal-note.h"
#include "pages/jal-page-text.h"
#include "pages/jal-pages-error.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_READER_PDF,
  JAL_READER_JPEG,
  JAL_READER_PNG,
} JalReaderKind;

/* Bytes at the beginning that jal_reader_sniff() wants to see (fewer when the file is shorter). */
#define JAL_READER_SNIFF_SIZE 1024
/* The most pages a document may have. */
#define JAL_READER_PAGES_MAX 10000
/* The most pixels a rendered picture may have on a side. */
#define JAL_READER_PIXELS_MAX 10000

typedef struct _JalReader JalReader;

/* Tells from the first bytes what a file is. FALSE with JAL_PAGES_ERROR_NOT_SUPPORTED when it is none of the three, with
   its own sentence when it is empty. */
gboolean jal_reader_sniff (const guint8 *bytes, gsize length, JalReaderKind *kind, GError **error);

/* Opens a document. @bytes is taken over in any case (its destroy function is called when the reader goes, or at once on
   failure). @password (nullable) unlocks a PDF. A JPEG or PNG is a document of one A4 page with the picture on it.
   The calls below may be made from any thread and are done one after another; each may take a while, so never make them on
   the thread of the interface. When the worker ends on a page the call fails with JAL_PAGES_ERROR_CRASHED or _TIMEOUT,
   and the next call goes on with a new worker; a document that keeps ending it is refused from then on.
   Errors: any of JAL_PAGES_ERROR, G_IO_ERROR_CANCELLED. */
JalReader *jal_reader_open (const JalBytes *bytes, JalReaderKind kind, const char *password, GCancellable *cancellable,
                            GError **error);
/* Has a worker start that waits for the next document to be opened, so that opening need not wait for it. Takes as long as
   starting one does: never on the thread of the interface. */
void jal_reader_prepare (void);
/* Ends the worker that waits. */
void jal_reader_forget_prepared (void);
JalReader *jal_reader_ref (JalReader *reader);
void jal_reader_unref (JalReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalReader, jal_reader_unref)

guint jal_reader_get_n_pages (JalReader *reader);
JalReaderKind jal_reader_get_kind (JalReader *reader);
/* Whether the document as a whole has faults that were worked round when it was opened. */
gboolean jal_reader_is_incomplete (JalReader *reader);

/* Fills @info for @page (from 0). Cheap; asked once, remembered. */
gboolean jal_reader_get_page (JalReader *reader, guint page, JalPageInfo *info, GCancellable *cancellable, GError **error);
/* Fills @contents: how much text and how many pictures @page has. Reads the whole page. */
gboolean jal_reader_get_contents (JalReader *reader, guint page, JalPageContents *contents, GCancellable *cancellable,
                                  GError **error);
/* Returns (transfer full) the text of @page. */
JalPageText *jal_reader_get_text (JalReader *reader, guint page, GCancellable *cancellable, GError **error);
/* Returns (transfer full) @page at @scale pixels a point of the displayed page, turned clockwise by @rotation (0, 90, 180,
   270) beyond what the file asks. The size is that of jal_reader_get_pixel_size(). Errors: JAL_PAGES_ERROR_TOO_LARGE
   when a side would exceed JAL_READER_PIXELS_MAX: render a region then. */
JalPixels *jal_reader_render (JalReader *reader, guint page, double scale, guint rotation, GCancellable *cancellable,
                              GError **error);
/* The same without what is drawn with fonts: what a page draws besides its words. */
JalPixels *jal_reader_render_no_letters (JalReader *reader, guint page, double scale, guint rotation, GCancellable *cancellable,
                                         GError **error);
/* Returns (transfer full) the pixels x … x+width-1, y … y+height-1 of that picture (parts beyond it are white). */
JalPixels *jal_reader_render_region (JalReader *reader, guint page, double scale, guint rotation, guint x, guint y,
                                     guint width, guint height, GCancellable *cancellable, GError **error);
/* From now on (or no longer) a page with a picture that has to be held whole and takes much memory is not drawn:
   JAL_PAGES_ERROR_HEAVY. What leaves the vault is drawn whatever it takes; what is only looked at need not be. */
void jal_reader_set_light (JalReader *reader, gboolean light);
/* The size of a page rendered whole, in pixels: never less than one. */
void jal_reader_get_pixel_size (const JalPageInfo *info, double scale, guint rotation, double *width, double *height);
/* Returns (transfer full, element type JalLead) the document's outline, in reading order; empty when it has none. */
GPtrArray *jal_reader_get_outline (JalReader *reader, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalLead) the links of @page. */
GPtrArray *jal_reader_get_links (JalReader *reader, guint page, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalNote) what somebody put on @page before the file came. @more (out, nullable): there is
   more than JAL_READER_NOTES_MAX of it. */
GPtrArray *jal_reader_get_notes (JalReader *reader, guint page, gboolean *more, GCancellable *cancellable, GError **error);
#define JAL_READER_NOTES_MAX 5000
/* What the reader has given up, because it ended on it again and again, is tried anew. Waits for a call that is under way. */
void jal_reader_try_again (JalReader *reader);
/* From now on pages are drawn, and have text, without what jal_reader_get_notes() lists. What such a note hid is bare then. */
void jal_reader_drop_notes (JalReader *reader);
/* Returns (transfer full, element type JalLead) the words of @page that are none of its text: of notes and comment boxes (with
   what their pictures say), values, choices and captions of fields; each with the box where it is drawn. */
GPtrArray *jal_reader_get_beside (JalReader *reader, guint page, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalLead) the words that the content of @page writes and does not show: beyond its crop box, in a layer
   that is off. */
GPtrArray *jal_reader_get_unshown (JalReader *reader, guint page, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalHit) where @words stand on @page, as jal_geometry_find(). */
GArray *jal_reader_find (JalReader *reader, guint page, const char *words, GCancellable *cancellable, GError **error);

/* Where in the file a phrase was found. */
typedef enum
{
  JAL_PLACE_PAGE, /* what a page draws, or draws with */
  JAL_PLACE_ANNOTATION,
  JAL_PLACE_INFO,
  JAL_PLACE_METADATA,
  JAL_PLACE_OUTLINE,
  JAL_PLACE_ATTACHMENT,
  JAL_PLACE_OTHER,
  JAL_PLACE_LINK, /* where a link leads to */
} JalPlace;

typedef enum
{
  JAL_SCAN_ALL,
  JAL_SCAN_ANNOTATIONS, /* notes and fields of forms alone */
  JAL_SCAN_WRITTEN,     /* all but the pixels of pictures */
} JalScanWhat;

typedef struct
{
  guint phrase; /* place in the list of phrases */
  JalPlace place;
  int page;     /* from 0; -1: of no page */
  JalBox box;   /* of an annotation or a link, default user space; all 0 for others */
  gboolean layered; /* on a page that has layers, which may be hidden */
  guint n;          /* objects of the file that say it there */
  gboolean draws;   /* one of them may draw it: no name of a font, nor what a camera wrote beside a picture */
  gboolean apart;   /* one that draws it is a pattern, a glyph or a mask, whose words are none of the page's */
} JalFinding;

/* Looks for @phrases (ended by NULL; not empty) in every string and every decoded stream of a PDF, as UTF-8, UTF-16 and
   hexadecimal, and pieced together from strings that are drawn after each other. What a page shows by fonts with codes of
   their own is not found here but in jal_reader_get_text().
   Returns (transfer full, element type JalFinding): each phrase once a place and page. */
GArray *jal_reader_scan (JalReader *reader, const char *const *phrases, JalScanWhat what,
                         GCancellable *cancellable, GError **error);
/* Of the last jal_reader_scan() of all: how many attached files are no plain text (word-processor files, archives, pictures), so that
   nobody has looked through what they say. */
guint jal_reader_get_n_packed (JalReader *reader);
/* Of the last jal_reader_scan() that gave findings: returns (transfer full, element type guint) the pages, from 0, of which not everything
   could be looked through. That nothing was found there says nothing. */
GArray *jal_reader_dup_unlooked (JalReader *reader);

G_END_DECLS
