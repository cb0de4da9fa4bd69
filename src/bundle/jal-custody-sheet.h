/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Saves the chain of custody for the court as a PDF or, when @json, as JSON: of @document_id, or with JAL_ID_NONE of every
   document of @case_id. It shows receipts, handovers, copies of the exhibit itself, disclosures and hash checks; who looked at
   what, copies with marks, and the file names of the sources, stay in the vault. @language (nullable): "en" or "sw"; without
   one that of the document, of a case that of the screen. On record as "paper.export". */
gboolean jal_custody_sheet_save (JalStore *store, JalId case_id, JalId document_id, const char *language, gboolean json,
                                 const char *path, gboolean replace, GCancellable *cancellable, GError **error);
/* Saves the whole record of what was done (JAL_ID_NONE: of every case) as a PDF or, when @json, as JSON: internal, with
   views. */
gboolean jal_audit_sheet_save (JalStore *store, JalId case_id, gboolean json, const char *path, gboolean replace,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
