/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-date.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Custody in the window: forms, checks, sheets. @inside is watched: when it is gone nothing is shown. */

/* Asks who took or gave the exhibit, or who got a copy. */
void jal_custody_verbs_hand_over (GtkWidget *inside, JalStore *store, JalDocument *document, GListModel *events);
/* The same form with what stands there, for correcting; takes it out. */
void jal_custody_verbs_change (GtkWidget *inside, JalStore *store, JalCustodyEvent *event, GListModel *events);
void jal_custody_verbs_remove (GtkWidget *inside, JalStore *store, JalCustodyEvent *event);
/* Asks who got the file of a build. */
void jal_custody_verbs_disclose_build (GtkWidget *inside, JalStore *store, JalBuild *build);
/* Hashes it again and says what came of it. */
void jal_custody_verbs_check (GtkWidget *inside, JalStore *store, JalDocument *document);
/* The same in the background, because somebody opens it: only a mismatch is said. */
void jal_custody_verbs_watch (GtkWidget *inside, JalStore *store, JalId document_id);
/* Asks where, and saves the sheet for the court: of one document or, when @whole, of all of the case. */
void jal_custody_verbs_save (GtkWidget *inside, JalStore *store, JalDocument *document, gboolean whole, gboolean json);

G_END_DECLS
