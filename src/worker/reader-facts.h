/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page's dictionary says and poppler does not tell: its boxes, rotation, user unit, and the sizes of its pictures.
   Read with libqpdf, an object at a time: neither the file nor the whole tree of pages is read for one page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double media[4]; /* x1 < x2, y1 < y2 */
  double crop[4];  /* within media */
  double user_unit;
  guint rotate; /* 0, 90, 180, 270 */
  gboolean is_plain; /* nothing of it had to be guessed or put right */
  gboolean is_elsewhere; /* the counts of the tree lead to another page */
} JalPageFacts;

typedef struct
{
  guint n_images;
  guint64 largest; /* pixels */
  gboolean lacks_parts; /* the page names what the file does not have */
} JalImageFacts;

typedef struct _JalFacts JalFacts;

/* Opens the input that jal_reader_fopen_set() named. Returns NULL when libqpdf cannot. */
JalFacts *jal_facts_open (const char *password);
void jal_facts_free (JalFacts *facts);
/* Returns (transfer none): the open file, a qpdf_data, for whoever looks through all of it. */
gpointer jal_facts_get_qpdf (JalFacts *facts);
/* From now on pages are found by going through the whole tree, as poppler does, whatever its counts say. @n_pages: of poppler. A long
   scan is read from one end to the other for it. */
void jal_facts_be_exact (JalFacts *facts, guint n_pages);
/* Whether the file is as it should be, as far as was read, and not encrypted. @n_pages: as its tree of pages says. */
gboolean jal_facts_is_in_order (JalFacts *facts, guint *n_pages);
/* Whether the counts of the tree are the numbers of its pages, as far as can be said without reading pages. */
gboolean jal_facts_has_true_counts (JalFacts *facts);
/* Fills @out for page @page (from 0) of @n_pages. FALSE when the tree of pages does not lead there. */
gboolean jal_facts_get_page (JalFacts *facts, guint page, JalPageFacts *out);
/* Counts the pictures that page @page can draw (image XObjects, through forms too), and looks whether all is there that it is made of. */
gboolean jal_facts_get_images (JalFacts *facts, guint page, JalImageFacts *out);

/* Returns (transfer full) the label of a page, as readers show it: its number when it has none of its own. */
char *jal_facts_get_label (JalFacts *facts, guint page);

/* Pages beside each other that are read as a document of their own. */
typedef struct
{
  guint first;
  guint n;
} JalNearPages;

/* Makes of a file in order (jal_facts_is_in_order()) one in which @page and some beside it, more of them before it when one
   is going @backward, are all the pages there are. @size: of the file; @end: its last bytes.
   Returns (transfer full, nullable): the bytes to be added to it; NULL when its tree of pages does not lend itself to it. */
GBytes *jal_facts_make_near (JalFacts *facts, guint64 size, const char *end, gsize n_end, guint page, gboolean backward,
                             JalNearPages *near);

/* A page that shows one JPEG picture, upright, and nothing else. */
typedef struct
{
  guint8 *bytes; /* the picture's file */
  gsize n_bytes;
  guint width; /* pixels, as its dictionary says */
  guint height;
  guint n_channels; /* 1: grey, 3: RGB */
  double box[4];    /* where it lies, default user space */
} JalScan;

/* FALSE when the page is anything else. @scan is to be cleared. */
gboolean jal_facts_get_scan (JalFacts *facts, guint page, JalScan *scan);
/* Whether jal_facts_get_scan() would find one: the picture itself is not read. Such a page has no words and no links. */
gboolean jal_facts_is_scan (JalFacts *facts, guint page);
/* Whether the page can have links, notes or fields. TRUE when that is not known. */
gboolean jal_facts_has_annotations (JalFacts *facts, guint page);
/* Whether there is an outline. TRUE when that is not known. */
gboolean jal_facts_has_outline (JalFacts *facts);
/* Whether pages have labels of their own. TRUE when that is not known. */
gboolean jal_facts_has_labels (JalFacts *facts);
void jal_scan_clear (JalScan *scan);

G_END_DECLS
