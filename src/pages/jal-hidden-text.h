/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bad redactions: words that can be read in a file although they cannot be seen on the page. */
#pragma once

#include "pages/jal-reader.h"

G_BEGIN_DECLS

/* Pixels a point at which jal_hidden_text_find() looks at a page. */
#define JAL_HIDDEN_TEXT_SCALE 1.25

typedef enum
{
  JAL_HIDDEN_BOX,    /* under something dark or coloured */
  JAL_HIDDEN_UNSEEN, /* nothing of them is drawn: white on white, or painted over in the paper's colour */
} JalHiddenKind;

typedef struct
{
  JalHiddenKind kind;
  char *words;
  JalBox box; /* of the displayed page, points */
  GArray *boxes; /* of JalBox: the same, one a line */
} JalHiddenText;

/* "box", "unseen". */
const char *jal_hidden_kind_id (JalHiddenKind kind);
/* Returns (transfer full, element type JalHiddenText, elements cleared with the array): the words of @text that @pixels, the
   displayed page at any scale, show nothing of: their whole place has one colour. Pure. */
GArray *jal_hidden_text_find (const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels);
/* The same, with single letters, which may be a fault of fonts: what nobody misses. */
GArray *jal_hidden_text_find_all (const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels);
/* Pixels a point at which a page is looked at for that: fewer of a large one. */
double jal_hidden_text_get_scale (const JalPageInfo *info);
/* Returns (transfer full): the page as it is looked at for that. */
JalPixels *jal_hidden_text_draw (JalReader *reader, guint page, const JalPageInfo *info, GCancellable *cancellable, GError **error);
/* The same for @page of an open document. A page without words is not drawn at all. */
GArray *jal_reader_find_hidden (JalReader *reader, guint page, GCancellable *cancellable, GError **error);

G_END_DECLS
