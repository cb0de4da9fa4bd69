/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

#define JAL_TYPE_EVIDENCE_PAGE (jal_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (JalEvidencePage, jal_evidence_page, JAL, EVIDENCE_PAGE, AdwBin)

G_END_DECLS
