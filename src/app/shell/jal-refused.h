/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-dialog.h"
#include "release/jal-guard-told.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Tells why a copy was not saved, or not @printed, with the very words that stopped it; other errors as jal_shell_report(). Where what
   stopped it stands in parts of pages that nobody sees, where single
   words of protected names are all that stopped it, something that is hidden on a page and can be copied out, or pages without words in a case that protects names, asks for the decision:
   @stay (nullable) makes it once more with what jal_guard_told_agree() says; what is hidden can be redacted instead. @data is freed with
   @free_data (nullable) in every case. */
void jal_refused_show (GtkWidget *inside, JalStore *store, const GError *error, const JalGuardTold *told, gboolean printed,
                       JalDialogDone stay, gpointer data, GDestroyNotify free_data);

/* Redacts what others only covered in the document, then opens it at @page, from 0: one change with its undo. */
void jal_refused_redact_hidden (GtkWidget *inside, JalStore *store, JalId document_id, guint page);

G_END_DECLS
