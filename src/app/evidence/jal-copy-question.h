/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-dialog.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * jal_copy_question_ask:
 * @go_on: saves it: called at once when the document names nobody that the case protects and has nothing redacted
 * @data: freed with @free_data (nullable) in every case
 *
 * Before a document leaves as it is, with marks or without: looks through it on a thread, which can be cancelled, and when there
 * is something to say asks whether it is really meant, with the way to a redacted copy beside it. A second question while the
 * first one looks is passed over.
 */
void jal_copy_question_ask (GtkWidget *inside, JalStore *store, JalId document_id, JalDialogDone go_on, gpointer data,
                            GDestroyNotify free_data);

G_END_DECLS
