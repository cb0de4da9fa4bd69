/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* A page of the preferences: the record of what was done. Who, what, when, in words; a filter; verifying it; saving it for
   one's own office. */
#define JAL_TYPE_AUDIT_PAGE (jal_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (JalAuditPage, jal_audit_page, JAL, AUDIT_PAGE, AdwPreferencesPage)

GtkWidget *jal_audit_page_new (JalStore *store);

G_END_DECLS
