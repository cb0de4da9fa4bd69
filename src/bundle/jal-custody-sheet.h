/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What the case protects and somebody wrote into what the sheet prints. Begin with { 0 }. */
typedef struct
{
  gboolean parts_stay; /* (in) somebody has looked at the single words of protected names and lets them stand */
  guint n_names;       /* (out) entries in which a whole name is withheld */
  guint n_parts;       /* (out) entries in which a single word of one stands, or is withheld unless @parts_stay */
  char *parts;         /* (out) (nullable) those entries as they were written, a line each: for the person at the screen, and no log */
} JalCustodyTold;

void jal_custody_told_clear (JalCustodyTold *told);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalCustodyTold, jal_custody_told_clear)
/* Returns (transfer full) (nullable): what was withheld, in a sentence or two, without the words. */
char *jal_custody_told_describe (const JalCustodyTold *told);

/* Saves the chain of custody for the court as a PDF or, when @json, as JSON: of @document_id, or with JAL_ID_NONE of every
   document of @case_id. It shows receipts, handovers, copies of the exhibit itself, disclosures and hash checks; who looked at
   what, copies with marks, and the file names of the sources, stay in the vault. @language (nullable): "en" or "sw"; without
   one that of the document, of a case that of the screen. Names that the case protects are withheld, and so are single words of
   them, which may be somebody else's, unless @told (nullable) lets those stand; @told counts what was withheld. On record as
   "paper.export". */
gboolean jal_custody_sheet_save (JalStore *store, JalId case_id, JalId document_id, const char *language, gboolean json,
                                 const char *path, gboolean replace, JalCustodyTold *told, GCancellable *cancellable, GError **error);
/* Saves the whole record of what was done (JAL_ID_NONE: of every case) as a PDF or, when @json, as JSON: internal, with
   views. */
gboolean jal_audit_sheet_save (JalStore *store, JalId case_id, gboolean json, const char *path, gboolean replace,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
