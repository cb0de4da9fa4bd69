/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which marks may leave. */
#pragma once

#include "release/jal-release.h"

G_BEGIN_DECLS

/* Whether @mark is one that is drawn or written at all (a redaction is applied, never shown) and goes to @audience. */
gboolean jal_release_mark_leaves (const JalMark *mark, const char *audience);
/* FALSE with REFUSED for a word that is no audience; NULL is the court. */
gboolean jal_release_check_audience (const char *audience, GError **error);

G_END_DECLS
