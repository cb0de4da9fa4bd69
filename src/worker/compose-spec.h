/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "worker/compose-paper.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_COMPOSE_BUNDLE,
  JAL_COMPOSE_DOCUMENT,
  JAL_COMPOSE_PAPER,
} JalComposeJob;

typedef enum
{
  JAL_COMPOSE_PDF,
  JAL_COMPOSE_JPEG,
  JAL_COMPOSE_PNG,
  JAL_COMPOSE_RASTER, /* a page as pixels and words, wire/jal-wire-raster.h */
} JalComposeKind;

typedef struct
{
  JalComposeKind kind;
  guint64 size;
  char *password; /* nullable: of a PDF that is locked */
} JalComposeInput;

/* One page of an input: @page counts from 0, @rotate is 0, 90, 180 or 270 degrees clockwise on top of the page's own. */
typedef struct
{
  guint input;
  guint page;
  int rotate;
} JalComposePageRef;

typedef struct
{
  char *title;
  char *label;
  char *date;
  GArray *pages;     /* of JalComposePageRef */
  GArray *bookmarks; /* of JalComposeBookmark; their pages are those of the item, from 0 */
} JalComposeItem;

typedef struct
{
  char *title;
  GPtrArray *items; /* of JalComposeItem */
} JalComposeSection;

typedef enum
{
  JAL_COMPOSE_HIGHLIGHT,
  JAL_COMPOSE_UNDERLINE,
  JAL_COMPOSE_STRIKEOUT,
  JAL_COMPOSE_BOX,
  JAL_COMPOSE_NOTE,
  JAL_COMPOSE_LINE,
  JAL_COMPOSE_ARROW,
  JAL_COMPOSE_INK,
  JAL_COMPOSE_TEXT,
} JalComposeMarkKind;

/* Geometry in default user space of the input's page; a quad is TL, TR, BL, BR as x,y pairs. */
typedef struct
{
  JalComposeMarkKind kind;
  guint input;
  guint page;
  GArray *quads; /* of double, a multiple of 8 */
  GArray *points;  /* of double, x and y: a line's two ends, or the strokes of ink one after the other */
  GArray *strokes; /* of guint: how many points each stroke has */
  gboolean has_rect;
  double rect[4];
  double color[3];
  double opacity;
  char *text;
  char *author;
  char *modified; /* a PDF date, or NULL */
  char *id;
  gboolean replaces;   /* a note that came with the input: it stays out, the mark stands for it */
  double replaced[4];  /* round what that note is drawn by */
} JalComposeMark;

/* An entry of the outline of a document, or of a document in a bundle. */
typedef struct
{
  char *title;
  guint page;  /* of the output, from 0 */
  guint depth; /* 0 at the top; at most one more than the entry before it */
} JalComposeBookmark;

typedef struct
{
  char *text;
  char *style;
} JalComposeLine;

typedef enum
{
  JAL_COMPOSE_WORD_INDEX,
  JAL_COMPOSE_WORD_NUMBER,
  JAL_COMPOSE_WORD_DOCUMENT,
  JAL_COMPOSE_WORD_DATE,
  JAL_COMPOSE_WORD_PAGES,
  JAL_COMPOSE_WORD_MISSING,
  JAL_COMPOSE_WORD_MISSING_PAGE,
  JAL_COMPOSE_N_WORDS,
} JalComposeWord;

typedef enum
{
  JAL_COMPOSE_TOP_RIGHT,
  JAL_COMPOSE_TOP_CENTRE,
  JAL_COMPOSE_TOP_LEFT,
  JAL_COMPOSE_BOTTOM_RIGHT,
  JAL_COMPOSE_BOTTOM_CENTRE,
  JAL_COMPOSE_BOTTOM_LEFT,
} JalComposePosition;

typedef struct
{
  JalComposeJob job;
  char *id;       /* 32 hex digits */
  char *title;    /* may be NULL */
  char *language; /* may be NULL */
  char *created;  /* a PDF date, or NULL */
  char *font;
  GArray *inputs; /* of JalComposeInput */
  char *words[JAL_COMPOSE_N_WORDS];
  GPtrArray *front; /* of JalComposeLine */
  gboolean stamped;
  JalComposePosition stamp_position;
  double stamp_size;
  char *stamp_prefix;
  GPtrArray *sections; /* of JalComposeSection */
  GPtrArray *marks;    /* of JalComposeMark */
  gboolean marks_drawn;
  GArray *bookmarks;   /* of JalComposeBookmark; of the job "document" alone */
  guint n_bookmarks;   /* of all items */
  JalPaperSpec *paper; /* of the job "paper" alone */
  gboolean no_addresses; /* links to web and mail addresses stay out */
  gboolean no_received;  /* notes that came with the inputs stay out */
} JalComposeSpec;

/* Returns (transfer full): the record of @json with every number checked; NULL and JAL_COMPOSE_ERROR_SPEC otherwise. */
JalComposeSpec *jal_compose_spec_parse (const char *json, GError **error);
void jal_compose_spec_free (JalComposeSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalComposeSpec, jal_compose_spec_free)

G_END_DECLS
