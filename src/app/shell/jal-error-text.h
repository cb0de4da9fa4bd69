/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): what happened and what to do next, in plain translated words, for any error of the core. */
char *jal_error_text (const GError *error);
/* Whether the user must see it and confirm (damage, a full disk) rather than read it in passing. */
gboolean jal_error_is_grave (const GError *error);
/* Returns (transfer none): a translated heading for a grave error. */
const char *jal_error_heading (const GError *error);

G_END_DECLS
