/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the release room: how a redacted copy is made. */
#pragma once

#include "pages/jal-raster.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-guard.h"
#include "release/jal-redacted-copy.h"
#include "release/jal-release-bookmarks.h"
#include "release/jal-release-inputs.h"

G_BEGIN_DECLS

/* One page of the document. */
typedef struct
{
  guint part;     /* place in the parts */
  guint page;     /* of the original */
  gboolean raster; /* becomes a picture */
  guint input;    /* of the composer, when it does */
  gboolean incomplete; /* could not be drawn without complaint */
  gboolean lost;       /* the copy shows less than the original */
  gboolean unlooked;   /* its bytes could not be looked through, and it is a picture now */
  gboolean unplaced;   /* what must not be said is in it, and nobody knows whether it can be seen */
  guint n_notes;  /* that came with the file and are not on that picture */
  GArray *burn;   /* of JalBox, displayed page */
  GArray *touch;
} JalRedactedPage;

typedef struct
{
  JalStore *store;
  JalId document_id;
  JalId id;              /* of the copy: the same gives the same bytes */
  GCancellable *cancellable;
  JalReleaseProgress progress;
  gpointer progress_data;
  JalGuardTold decided;  /* what somebody has decided */

  JalDocument *document;
  GArray *parts;         /* of JalDocumentPart */
  GListStore *names;     /* of JalProtectedName: what the case protects */
  GListStore *redactions; /* of JalRedaction, with the rejected ones */
  char *text;             /* the document's pages as they were read, between form feeds */
  GArray *hidden;         /* of JalHiddenWords: what was found when the file was taken in */
  GHashTable *readers;   /* JalId * of an original → JalReader */
  GArray *pages;         /* of JalRedactedPage */
  JalReleaseInputs *inputs;
  JalGuard guard;

  guint n_received;      /* notes that came with the file and were left out by the composer */
  guint current;         /* page whose raster is at hand, + 1 */
  GBytes *raster;        /* nullable */
  GError *trouble;       /* nullable: why a raster could not be made */
  GByteArray *output;
  GArray *blind;         /* of guint: pages of the copy of which not everything could be looked through */
} JalRedactedWork;

/* jal-redacted-plan.c */
/* Fills in pages and boxes from the redactions. */
gboolean jal_redacted_pages_plan (JalRedactedWork *work, GError **error);
/* Where the page comes from. */
const JalDocumentPart *jal_redacted_part_of (JalRedactedWork *work, const JalRedactedPage *page);
/* Returns (transfer none): the part's original, without notes. */
JalReader *jal_redacted_get_reader (JalRedactedWork *work, const JalDocumentPart *part, GError **error);
/* The page as the document shows it. */
gboolean jal_redacted_get_info (JalRedactedWork *work, const JalRedactedPage *page, JalReader **reader, JalPageInfo *info,
                                GError **error);
/* The boxes of letters are higher than their lines: the words above and below are not meant. */
JalBox jal_redacted_line_of (JalBox box);

/* jal-redacted-pens.c */
/* Adds what notes that are not drawn may have hidden on @page, of which @bare is @scale to a point: to @burn and @touch rectangles and words, to
   @touch and @strokes the strokes of pens. */
void jal_redacted_pens_add (JalRedactedWork *work, const JalRedactedPage *page, const GPtrArray *notes, const JalPageInfo *info,
                            const JalPageText *text, const JalPixels *bare, double scale, GArray *burn, GArray *touch, GArray *strokes);

/* jal-redacted-unplaced.c */
/* Notes the pages that are drawn and whose bytes say what no word of theirs does. */
gboolean jal_redacted_unplaced_find (JalRedactedWork *work, GError **error);
/* Whether @page is one of @pages (of guint). */
gboolean jal_redacted_has_number (const GArray *pages, guint page);
/* Whether the phrase is written on page @page of the original where characters have places. */
gboolean jal_redacted_is_written (JalRedactedWork *work, JalReader *reader, guint page, const char *phrase);

/* jal-redacted-draw.c */
/* Returns (transfer full): the page as a raster, its boxes burnt. */
GBytes *jal_redacted_draw_page (JalRedactedWork *work, JalRedactedPage *page, GError **error);
/* The most bytes that such a raster can have. */
guint64 jal_redacted_draw_get_size_max (const JalPageInfo *info);

/* jal-redacted-pages.c */
/* Composes the copy into output, as often as pages have to become pictures that were not planned as such. */
gboolean jal_redacted_pages_compose (JalRedactedWork *work, GError **error);
/* Returns (transfer full, element type JalPageInfo): the document's pages as it shows them. */
GArray *jal_redacted_pages_get_infos (JalRedactedWork *work, GError **error);
/* Whether no letter of the finished copy lies where a box was burnt. */
gboolean jal_redacted_pages_check (JalRedactedWork *work, JalReader *reader, GError **error);

/* jal-redacted-answered.c */
/* Notes in @told which pages of the finished @copy show no more than they say, where the document's did. */
gboolean jal_redacted_answered_look (JalRedactedWork *work, JalReader *copy, JalGuardTold *told, GError **error);

/* jal-redacted-whole.c */
/* Draws each page of the finished @copy and of the document, and notes which pages show less than they should, or cannot be compared. */
gboolean jal_redacted_whole_look (JalRedactedWork *work, JalReader *copy, GError **error);
/* Says in @told which pages may be incomplete. */
void jal_redacted_whole_tell (JalRedactedWork *work, JalGuardTold *told);

/* For tests alone: what the copy would say if nothing were burnt and nobody looked. */
void jal_redacted_copy_set_burning (gboolean burning);
gboolean jal_redacted_copy_is_burning (void);
/* The same of a fault that draws pages fainter in @box (displayed page; NULL: no fault); @left of a hundred parts of the ink are left. */
void jal_redacted_copy_set_faded (const JalBox *box, guint left);

G_END_DECLS
