/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that no search can read: which they are, who has looked at them, and the saying so. */
#pragma once

#include "record/jal-record.h"
#include "release/jal-guard-told.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Adds to @pages (of JalUnsearchedPage) those of @document, by page. @names: what its case protects, of
 * JalProtectedName. */
gboolean jal_looked_gather (JalTx *tx, JalDocument *document, GListModel *names, GPtrArray *pages, GError **error);
/* Returns (transfer full): who looked, and whether they still can open the vault. */
char *jal_looked_dup_author (const JalUnsearchedPage *page);
/* Returns (transfer full): the words for @pages at which somebody has looked before, by whom and when; NULL when there
 * are none. */
char *jal_looked_describe (const GPtrArray *pages);
/* Returns (transfer full): one sentence of a page that was looked at before and is asked about again; NULL when it is
 * not. */
char *jal_looked_describe_doubt (const JalUnsearchedPage *page);

/* Returns (transfer full, element type JalUnsearchedPage): the pages of the document, or, with JAL_ID_NONE, of all
   documents of the case. What a box covers is known only where a copy is made: such a page is listed as open here.
   Empty where the case protects no name. */
GPtrArray *jal_looked_list (JalStore *store, JalId case_id, JalId document_id, GCancellable *cancellable,
                            GError **error);
/* Keeps that somebody looked at @pages (of JalUnsearchedPage *, one at least; document, page and kind count), and that
   they may go out. One change with its undo. REFUSED for a page of which nothing is asked. */
gboolean jal_looked_add (JalStore *store, const GPtrArray *pages, GError **error);
/* Takes that back. */
gboolean jal_looked_remove (JalStore *store, const GPtrArray *pages, GError **error);

G_END_DECLS
