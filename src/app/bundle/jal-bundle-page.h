/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

#define JAL_TYPE_BUNDLE_PAGE (jal_bundle_page_get_type ())
G_DECLARE_FINAL_TYPE (JalBundlePage, jal_bundle_page, JAL, BUNDLE_PAGE, AdwBin)

G_END_DECLS
