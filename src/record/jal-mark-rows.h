/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Writes a new row from @value; at least one quad. */
gboolean jal_mark_rows_insert (JalTx *tx, JalMark *value, GError **error);
/* Overwrites text, audience, colour and the time of the change. */
gboolean jal_mark_rows_update (JalTx *tx, JalMark *value, GError **error);
/* Returns (transfer full): the mark, its document_page -1; NULL with NOT_FOUND. */
JalMark *jal_mark_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalMark on the document's pages, by page of the document, then from top to
   bottom in the page's own space. */
GListStore *jal_mark_rows_list (JalTx *tx, JalId document_id, GError **error);
/* The named colours as red, green, blue in 0…1; FALSE for an unknown name. */
gboolean jal_mark_rows_color (const char *name, double rgb[3]);

G_END_DECLS
