/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What can be done with the custody of a document. @inside outlives the dialogs, or nothing happens. */
void jal_custody_verbs_hand_over (GtkWidget *inside, JalStore *store, JalDocument *document);
void jal_custody_verbs_check (GtkWidget *inside, JalStore *store, JalDocument *document);
void jal_custody_verbs_save (GtkWidget *inside, JalStore *store, JalDocument *document);
/* Hashes the document in the background while it is read; speaks up only when it is no longer what was taken in. */
void jal_custody_verbs_watch (GtkWidget *inside, JalStore *store, JalId document_id);

G_END_DECLS
