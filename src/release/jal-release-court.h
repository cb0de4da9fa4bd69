/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves for others than the team: without what is redacted, and searched for what the case protects. */
#pragma once

#include "record/jal-document-rows.h"
#include "release/jal-guard.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

typedef struct
{
  JalGuard guard;
  GListStore *redactions; /* of JalRedaction */
  GArray *parts;          /* nullable, of JalDocumentPart: what the redacted copy is made of */
  GBytes *copy;           /* nullable: the redacted copy that pages are taken from */
  guint n_received;       /* notes that came with the file and are not in that copy */
} JalReleaseCourt;

/* Reads what the case protects and what is redacted in the document; inside a read. */
gboolean jal_release_court_load (JalReleaseCourt *court, JalTx *tx, JalDocument *document, GError **error);
/* Makes the redacted copy when the document has redactions, and moves the @marks (of JalMark) onto its pages: their page and
   geometry become those of the copy. @told (nullable) as jal_guard_decide(). */
gboolean jal_release_court_prepare (JalReleaseCourt *court, JalStore *store, JalId document_id, GListModel *marks, JalGuardTold *told,
                                    GCancellable *cancellable, GError **error);
/* REFUSED when the finished @file says what it must not; @told (nullable) as jal_guard_decide(). */
gboolean jal_release_court_check (const JalReleaseCourt *court, GBytes *file, JalGuardTold *told, GCancellable *cancellable,
                                  GError **error);
void jal_release_court_clear (JalReleaseCourt *court);

G_END_DECLS
