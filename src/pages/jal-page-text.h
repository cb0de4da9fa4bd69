/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double x;
  double y;
} JalPoint;

/* x1 ≤ x2, y1 ≤ y2; which way y counts is said where it is used. */
typedef struct
{
  double x1;
  double y1;
  double x2;
  double y2;
} JalBox;

/* Four corners in PDF's order: top left, top right, bottom left, bottom right, as the text is read. */
typedef struct
{
  JalPoint corners[4];
} JalQuad;

typedef struct
{
  JalBox media;     /* default user space */
  JalBox crop;      /* default user space; within media */
  double user_unit; /* points a unit */
  guint rotate;     /* clockwise: 0, 90, 180, 270 */
  double width;     /* of the displayed page, in points (72 an inch): crop box, turned, times the user unit */
  double height;
  gboolean incomplete; /* the file is doubtful here: "this page may be incomplete" */
  char label[128];     /* as the file numbers it ("iv", "12"); may be empty */
} JalPageInfo;

/* What is on a page, for deciding about OCR. */
typedef struct
{
  guint n_chars; /* that are not white space */
  guint n_images;
  guint64 largest_image; /* pixels, 0 when unknown */
  gboolean incomplete;
} JalPageContents;

/* The text of a page and where each character stands. */
typedef struct _JalPageText JalPageText;

struct _JalPageText
{
  char *text;       /* UTF-8, in reading order, lines ended by '\n' */
  guint n_chars;    /* characters, not bytes */
  gsize n_bytes;
  JalBox *boxes;    /* n_chars, in default user space; empty boxes for line breaks */
  guint32 *offsets; /* n_chars + 1: where each character begins in text */
  gboolean incomplete;
  gboolean lacks_shapes; /* the words are these, but the page shows empty boxes for some letters */
  gint ref_count;
};

/* Makes a text of @n_bytes of UTF-8 and the boxes of its characters (both taken over). Returns NULL and frees them when
   they do not fit together. */
JalPageText *jal_page_text_new_take (char *text, gsize n_bytes, JalBox *boxes, guint n_chars);
JalPageText *jal_page_text_ref (JalPageText *text);
void jal_page_text_unref (JalPageText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPageText, jal_page_text_unref)

/* Where words were found. */
typedef struct
{
  guint first; /* character */
  guint n;
  char *text;    /* as it stands on the page */
  GArray *quads; /* JalQuad, one for each line */
} JalHit;

void jal_hit_clear (JalHit *hit);

/* Pixels of a page or of a part of one. */
typedef struct _JalPixels JalPixels;

struct _JalPixels
{
  guint width;
  guint height;
  gsize stride;  /* bytes a row */
  GBytes *bytes; /* premultiplied BGRA (cairo's ARGB32 on a little-endian machine, GDK_MEMORY_DEFAULT), opaque */
  gboolean incomplete;
  gboolean is_scan; /* the page is one picture, drawn without poppler */
  gint ref_count;
};

/* Copies @height rows of @stride bytes. Returns NULL when there is no memory for them. */
JalPixels *jal_pixels_new_copy (guint width, guint height, gsize stride, const guint8 *rows);
/* The same from shared memory that is not needed any more: it is given back to the system as it is copied. */
JalPixels *jal_pixels_new_move (guint width, guint height, gsize stride, guint8 *window);
/* @bytes is taken over. */
JalPixels *jal_pixels_new_take (guint width, guint height, gsize stride, GBytes *bytes);
JalPixels *jal_pixels_ref (JalPixels *pixels);
void jal_pixels_unref (JalPixels *pixels);
/* Gives memory back that waits for the next pixels. There is nothing in it. */
void jal_pixels_forget_pooled (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPixels, jal_pixels_unref)

G_END_DECLS
