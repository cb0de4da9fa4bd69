/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-lang.h"
#include "record/jal-record.h"

G_BEGIN_DECLS

/* Whether the event stands on the sheet for the court: receipts, handovers, disclosures, copies of the exhibit itself, hash
   checks. Copies with marks, marks as a file and redacted copies are counsel's work and stay inside. */
gboolean jal_custody_words_is_for_court (JalCustodyEvent *event);
/* What happened, as the sheet says it; NULL when the sheet has no word for it. Transfer none. */
const char *jal_custody_words_verb (JalLang lang, JalCustodyEvent *event);
/* Returns (transfer full): the remark of the event in @lang. What the program wrote is kept in English in the vault, so that
   each paper can say it in its own language; what a person wrote is left as it is. */
char *jal_custody_words_detail (JalLang lang, JalCustodyEvent *event);

G_END_DECLS
