/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-lang.h"
#include "release/jal-paper.h"

G_BEGIN_DECLS

/* The picture of a case on one page: the axis with its lanes, and every session in words under it. */

typedef enum
{
  JAL_TIMELINE_COUNSEL, /* everything, purposes and who is away among it */
  JAL_TIMELINE_COURT,   /* what the court knows: its own sessions, adjournments, the day of appeal; nobody's label */
} JalTimelineCopy;

/* "counsel", "court". FALSE for anything else, or NULL. */
gboolean jal_timeline_copy_parse (const char *id, JalTimelineCopy *copy);

typedef struct
{
  JalTimelineCopy copy;
  JalLang lang; /* of the printed words */
  gboolean a3;  /* A4 otherwise; in landscape */
  gboolean *withheld; /* (out) (nullable) set when a protected name, or a word of one, was withheld in the court's copy */
} JalTimelineSheet;

/* Draws it into @file (transfer full), a file or a printer. It is on record before it has its name. REFUSED for a case
   without any date. */
gboolean jal_timeline_sheet_write (JalStore *store, JalId case_id, const JalTimelineSheet *sheet, JalReleaseFile *file,
                                   GCancellable *cancellable, GError **error);
/* The same for a PDF at @path. */
gboolean jal_timeline_sheet_save (JalStore *store, JalId case_id, const JalTimelineSheet *sheet, const char *path,
                                  gboolean replace, GCancellable *cancellable, GError **error);

G_END_DECLS
