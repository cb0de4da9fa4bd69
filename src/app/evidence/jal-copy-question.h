/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-dialog.h"
#include "release/jal-release.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * jal_copy_question_ask:
 * @how: what leaves: its audience is a static string
 * @only_marks: a file of the marks, without pages
 * @go_on: saves it: called at once when the document names nobody that the case protects and has nothing redacted
 * @data: freed with @free_data (nullable) in every case
 *
 * Before a document leaves as it is, with marks or without: looks through it on a thread, which can be cancelled, and when there
 * is something to say asks whether it is really meant; where that stands on the pages, with the way to a redacted copy beside it.
 * A second question while the first one looks is passed over.
 */
void jal_copy_question_ask (GtkWidget *inside, JalStore *store, JalId document_id, const JalReleaseLook *how, gboolean only_marks,
                            JalDialogDone go_on, gpointer data, GDestroyNotify free_data);

G_END_DECLS
