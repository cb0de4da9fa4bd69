/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Shows the names and places that the case protects, to be added to, changed and removed. */
void jal_protected_names_show (GtkWidget *inside, JalStore *store, JalId case_id);

G_END_DECLS
