/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of redacting on the page share: what is drawn (jal-page-view-redact.c), the hand (jal-page-view-redact-hand.c). */
#pragma once

#include "app/reader/jal-page-view-private.h"
#include "app/reader/jal-page-view-redact.h"

G_BEGIN_DECLS

#define JAL_REDACT_HANDLES 8

typedef enum
{
  JAL_REDACT_IDLE,
  JAL_REDACT_DRAWING,
  JAL_REDACT_MOVING,
  JAL_REDACT_SIZING,
} JalRedactDoing;

/* Hangs on the view, which knows nothing of redactions but that they are drawn over a page. */
typedef struct
{
  JalPageView *view;
  GListModel *redactions; /* nullable */
  const JalRedactFuncs *funcs;
  gpointer data;

  JalRedactDoing doing;
  gboolean claimed;
  gboolean by_key;
  guint page;
  guint handle;
  JalPoint start; /* of the displayed page */
  JalBox area;    /* as it is being drawn, or as the hand has the chosen one */
  JalBox before;  /* the chosen one as the pointer took hold of it */
  double x;       /* where the pointer was pressed, on the widget */
  double y;

  JalId chosen;
  gboolean held; /* @area is where the chosen one is shown, until the rows are read anew */
  gboolean kept; /* nothing that was told is still being kept: rows that are read meanwhile are those of a step before */
} JalRedactHand;

/* Returns (transfer none) (nullable) */
JalRedactHand *jal_page_view_get_redacting (JalPageView *self);
/* Where @redaction is shown, round all its parts; FALSE while its page is not known. */
gboolean jal_page_view_redact_box (JalPageView *self, const JalRedaction *redaction, JalBox *box);
/* Where a chosen box can be taken hold of. */
void jal_page_view_redact_handles (JalBox box, JalPoint handles[JAL_REDACT_HANDLES]);
void jal_page_view_add_redact_hand (JalPageView *self, JalRedactHand *hand);

G_END_DECLS
