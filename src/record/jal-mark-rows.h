/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Writes a new row from @value; at least one quad. */
gboolean jal_mark_rows_insert (JalTx *tx, JalMark *value, GError **error);
/* Overwrites what a user can change: place, words, text, audience, colour, links, anchor and the time of the change. */
gboolean jal_mark_rows_update (JalTx *tx, JalMark *value, GError **error);
/* Returns (transfer full): the mark, its document_page -1; NULL with NOT_FOUND. */
JalMark *jal_mark_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalMark on the document's pages, by page of the document, then from top to
   bottom in the page's own space. */
GListStore *jal_mark_rows_list (JalTx *tx, JalId document_id, GError **error);
/* What somebody put on the pages before the file came: JalMark with the audience "received", the author the file names, no time;
   received is the identifier of the mark that adopted it, or NULL. */
gboolean jal_received_rows_insert (JalTx *tx, JalMark *value, GError **error);
/* Returns (transfer full): GListStore of them on the document's pages, in the order of jal_mark_rows_list(). */
GListStore *jal_received_rows_list (JalTx *tx, JalId document_id, GError **error);
/* The named colour that comes nearest to 0xRRGGBB. */
const char *jal_mark_rows_nearest_color (guint32 rgb);
/* The named colours as red, green, blue in 0…1; FALSE for an unknown name. */
gboolean jal_mark_rows_color (const char *name, double rgb[3]);
/* The same as thin lines need it on white paper. */
gboolean jal_mark_rows_line_color (const char *name, double rgb[3]);
/* A living document that shows the mark's page (a newest version before an older one) and the page in it, from 0.
   NOT_FOUND when none does. */
gboolean jal_mark_rows_find_page (JalTx *tx, const JalMark *mark, JalId *document_id, guint *page, GError **error);

/* Returns (transfer full): what the case says the colour means, "" when it says nothing; @id is JAL_ID_NONE then. */
char *jal_mark_meaning_rows_get (JalTx *tx, JalId case_id, const char *color, JalId *id, GError **error);
/* "" takes the case's own meaning away. */
gboolean jal_mark_meaning_rows_set (JalTx *tx, JalId case_id, const char *color, const char *meaning, GError **error);
/* The shape as it is stored: eight little-endian doubles a quad. Both return (transfer full). */
GBytes *jal_mark_quads_pack (const JalMarkQuad *quads, guint n_quads);
JalMarkQuad *jal_mark_quads_unpack (GBytes *packed, guint *n_quads);

G_END_DECLS
