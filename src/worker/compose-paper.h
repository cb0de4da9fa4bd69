/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers: pages that the program writes itself (sheets, lists, pictures of a plan), from the member "paper" of a build
   record; see COMPOSE.md. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  JAL_PAPER_HEADING,
  JAL_PAPER_TEXT,
  JAL_PAPER_CODE,
  JAL_PAPER_TABLE,
  JAL_PAPER_QR,
  JAL_PAPER_SPACE,
  JAL_PAPER_PAGE,
  JAL_PAPER_DRAWING,
} JalPaperBlockKind;

typedef enum
{
  JAL_PAPER_LINE,
  JAL_PAPER_BOX,
  JAL_PAPER_CIRCLE,
  JAL_PAPER_WORDS,
} JalPaperShapeKind;

/* Lengths in points, from the upper left corner of the drawing. A colour below zero is none. */
typedef struct
{
  JalPaperShapeKind kind;
  double x;
  double y;
  double x2; /* of a line; the width and height of a box, the radius of a circle, the width of words (0: no limit) */
  double y2;
  double line;
  double fill[3];
  double color[3];
  double size; /* of words */
  gboolean dashed;
  gboolean bold;
  int align; /* of words: -1 start, 0 centre, 1 end */
  char *text;
} JalPaperShape;

typedef struct
{
  char *title;
  double share;
  gboolean end; /* numbers stand at the end of their column */
} JalPaperColumn;

typedef struct
{
  JalPaperBlockKind kind;
  guint level; /* of a heading: 1 to 3 */
  gboolean bold;
  gboolean small;
  gboolean centred;
  char *text;
  double height; /* points; of a space, a drawing, a code's square */
  GArray *columns; /* of JalPaperColumn */
  GPtrArray *rows; /* of GStrv, each as long as @columns */
  GArray *shapes;  /* of JalPaperShape */
} JalPaperBlock;

typedef struct
{
  double width; /* points */
  double height;
  char *footer;
  GPtrArray *blocks; /* of JalPaperBlock */
} JalPaperSpec;

/* Returns (transfer full): the checked paper, or NULL and @what in it is not usable (static). */
JalPaperSpec *jal_paper_spec_parse (JsonObject *object, const char **what);
void jal_paper_spec_free (JalPaperSpec *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPaperSpec, jal_paper_spec_free)

G_END_DECLS
