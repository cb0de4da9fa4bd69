/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look at every object of a file (reader-phrases.c), and at which page leads to it (reader-look-ways.c). */
#pragma once

#include <qpdf/qpdf-c.h>

#include "worker/reader-phrases.h"
#include "worker/reader-private.h"

G_BEGIN_DECLS

/* How deep an object may lie within others. */
#define DEPTH_MAX 40

typedef struct
{
  qpdf_data pdf;
  JalPhrases *scan;
  GHashTable *page_of; /* object number → page + 1 */
  GHashTable *apart;   /* object numbers: what is drawn by a pattern, a glyph or a mask alone */
  GHashTable *drawn;   /* the same: what something that draws leads to */
  GHashTable *content; /* the same: what is drawn as it is written, whatever it says it is */
  GArray *said;        /* of Said: what pages say */
  GHashTable *seen;    /* of one annotation: object numbers */
  GArray *findings;    /* of JalWireFinding */
  gboolean more;
  GHashTable *unlooked; /* pages (+ 1) of which not everything could be looked through */
  gboolean pictures;   /* their pixels are looked at, too */
  gboolean *layered;   /* of each page */
  GHashTable *attached; /* object numbers of attached files */
  guint n_packed;      /* of those, such as nobody here can read */
  guint n_pages;
  int object;          /* whose turn it is */
  int *last;           /* of each phrase: the object that said it last */
  JalWireFinding here; /* what a phrase found now is reported as */
} Look;

/* An object of a page says a phrase; other pages may share it. */
typedef struct
{
  int object;
  guint phrase;
  JalWireFinding here;
} Said;

/* A page that has more than can be gone through; with -1 nobody knows which. */
void jal_look_note_unlooked (Look *look, gint32 page);
/* @data: Look. A phrase was found where the look is now. */
void jal_look_found (gpointer data, guint phrase);
qpdf_oh jal_look_get_key (Look *look, qpdf_oh dict, const char *key);
gboolean jal_look_has_key (Look *look, qpdf_oh dict, const char *key);
/* Returns (transfer full, element type char *) */
GPtrArray *jal_look_dup_keys (Look *look, qpdf_oh dict);
void jal_look_clear_errors (Look *look);

/* Objects belong to the first page that leads to them, and are drawn as it leads there. */
void jal_look_begin_ways (Look *look);
void jal_look_claim_pages (Look *look, guint n_pages);
/* What one page says is said by every other page that leads to it. */
void jal_look_tell_other_pages (Look *look, guint n_pages);
void jal_look_forget_ways (Look *look);

G_END_DECLS
