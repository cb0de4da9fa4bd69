/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

/* Shows the window of keyboard shortcuts, made from the verbs themselves so that it cannot go stale. */
void jal_shortcuts_present (GtkWindow *window, const JalVerb *verbs, guint n_verbs);

G_END_DECLS
