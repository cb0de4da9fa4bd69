/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "evidence/jal-erasure.h"

G_BEGIN_DECLS

/* Forms about content that may not be held. Each asks, does it in a task, and says what came of it. */

/* Erases the content of a document for good. @label: its exhibit number or title. */
void jal_erasure_forms_erase_document (GtkWidget *inside, JalStore *store, JalId document_id, const char *label);
/* Erases a whole case at the end of its retention. */
void jal_erasure_forms_erase_case (GtkWidget *inside, JalStore *store, JalId case_id, const char *label);
/* Enters an exhibit whose content is not taken in. */
void jal_erasure_forms_register (GtkWidget *inside, JalStore *store, JalId case_id);
/* Says what came of an erasure, or of another look (@again). */
void jal_erasure_forms_tell (GtkWidget *inside, const JalErasureReport *report, gboolean again);

G_END_DECLS
