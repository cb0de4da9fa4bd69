/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An annotation that somebody put on a page before the file came. */
#pragma once

#include <glib.h>

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind; /* as of a mark: "highlight", "underline", "strikeout", "note", "box", "line", "arrow", "ink", "text" */
  JalBox box;       /* default user space; of what covers, with all of its shape */
  guint32 color;    /* 0xRRGGBB; 0xffffffff: none */
  double *numbers;  /* of its shape: quads of eight, points of three (x, y, 1 where the pen is put down) */
  guint n_numbers;
  gboolean covers;  /* it may hide what lies under it */
  double width;     /* of the line of a pen that covers, in user space; 0: none, or unknown */
  char *author;     /* "" when it does not say */
  char *text;
} JalNote;

void jal_note_free (JalNote *note);
/* Copies what the worker wrote to its window and checks the copy. Returns (transfer full, element type JalNote), NULL when it
   makes no sense. */
GPtrArray *jal_notes_copy (const guint8 *window, gsize size, guint n_items, guint n_numbers, guint n_bytes);

G_END_DECLS
