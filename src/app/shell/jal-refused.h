/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-dialog.h"
#include "base/jal-id.h"
#include "release/jal-guard-told.h"

G_BEGIN_DECLS

/* Tells why a copy was not saved, or not @printed, with the very words that stopped it; other errors as jal_shell_report(). Where single words of
   protected names are all that stopped it, asks for the decision: @parts_stay (nullable) saves it once more. @data is freed with
   @free_data (nullable) in every case. */
void jal_refused_show (GtkWidget *inside, const GError *error, const JalGuardTold *told, gboolean printed, JalDialogDone parts_stay,
                       gpointer data, GDestroyNotify free_data);

/* Where something is hidden on the pages of a copy of @document_id that was saved, and still in it, says where and offers to show
   the first page; else nothing. */
void jal_refused_show_covered (GtkWidget *inside, JalId document_id, const JalGuardTold *told);

G_END_DECLS
