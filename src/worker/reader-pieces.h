/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything of a file that may write, each by itself, and what it writes. */
#pragma once

#include <qpdf/qpdf-c.h>

#include "worker/reader-private.h"

G_BEGIN_DECLS

/* Something that draws: the content of a page, a form, a pattern, a mask, a glyph, what a note looks like. */
typedef struct
{
  qpdf_oh stream;    /* 0: the content of @page */
  qpdf_oh page;
  qpdf_oh resources; /* 0: none */
  char *text;        /* nullable: what it writes, as far as letters are known */
  gboolean unread;   /* nobody knows what it writes */
  gboolean mirrored; /* some of it is drawn as in a mirror */
} JalPiece;

/* Where it is drawn, or could be. */
typedef struct
{
  guint page;     /* of the file */
  guint piece;
  gboolean apart; /* not the page's content */
  gboolean note;  /* in what a note or field looks like: */
  guint index;    /* of it among the page's */
  double rect[4];
} JalPieceUse;

typedef struct _JalPieces
{
  GArray *pieces;       /* of JalPiece */
  GArray *uses;         /* of JalPieceUse, by pages */
  GHashTable *unlooked; /* pages (+ 1) of which not everything could be looked through */
  gsize n_bytes;        /* of all texts */
} JalPieces;

/* reader-pieces.c: finds what @n_pages pages from @first on may draw; @notes_alone: what their notes and fields look like. */
JalPieces *jal_pieces_gather (JalFacts *facts, guint first, guint n_pages, gboolean notes_alone);
void jal_pieces_free (JalPieces *pieces);
/* reader-pieces-read.c: reads their texts. The handles of libqpdf are let go. */
void jal_pieces_read (JalPieces *pieces, JalFacts *facts);

G_END_DECLS
