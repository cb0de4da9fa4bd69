/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

#define JAL_TYPE_TIMELINE_PAGE (jal_timeline_page_get_type ())
G_DECLARE_FINAL_TYPE (JalTimelinePage, jal_timeline_page, JAL, TIMELINE_PAGE, AdwBin)

G_END_DECLS
