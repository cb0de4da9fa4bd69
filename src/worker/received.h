/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* What becomes of an annotation of a received file in a copy that goes without the notes that came with it. */
typedef enum
{
  JAL_RECEIVED_STAYS,  /* no note: a field, a link, a stamp, a picture */
  JAL_RECEIVED_LEAVES, /* somebody's note: nothing of it is in the copy */
  JAL_RECEIVED_COVERS, /* somebody's note that hides what lies under it: that stays hidden, its words leave */
} JalReceivedFate;

/* What notes of one page hide together. */
typedef struct _JalReceivedTogether JalReceivedTogether;

/* Looks at the @n notes from @first of @list, the annotations of a page with the /MediaBox @media. */
JalReceivedTogether *jal_received_together_new (qpdf_data pdf, qpdf_oh media, qpdf_oh list, int first, int n);
void jal_received_together_free (JalReceivedTogether *together);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalReceivedTogether, jal_received_together_free)

/* Tells by kind, colours, appearance and strokes of the dictionary @at of @list, a page's annotations; what could hide
   something counts as if it did. Pens are looked at with those beside them in the list, all with those of @together. */
JalReceivedFate jal_received_fate (qpdf_data pdf, qpdf_oh list, int at, const JalReceivedTogether *together);
/* The width of the line of @annotation, a pen: as it is drawn, or as it says; 0 for what is no pen. */
double jal_received_line (qpdf_data pdf, qpdf_oh annotation);
/* Whether @annotation has an appearance that is free of words and pictures and may be drawn as the cover. */
gboolean jal_received_is_bare (qpdf_data pdf, qpdf_oh annotation);

G_END_DECLS
