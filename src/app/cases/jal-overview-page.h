/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

#define JAL_TYPE_OVERVIEW_PAGE (jal_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (JalOverviewPage, jal_overview_page, JAL, OVERVIEW_PAGE, AdwBin)

G_END_DECLS
