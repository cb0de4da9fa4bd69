/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that go out and that nobody can say anything of: they have no words. */
#pragma once

#include "release/jal-guard-told.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Where the case of @documents (of JalId, all of one case; erased ones are passed over) protects names, says in @told which of their pages
   are pictures without words, a line for each document, which of them somebody has looked at before (see
   jal-release-looked.h), and how many those are; a page on which something is redacted was looked at by somebody. Pages that @told
   has as answered show nothing beside their words any more. @lines
   (nullable, of char *) gets the same lines. */
gboolean jal_release_unsearched_look (JalStore *store, const GArray *documents, JalGuardTold *told, GPtrArray *lines,
                                      GCancellable *cancellable, GError **error);
/* Returns (transfer full): which @pages (of guint, from 0; not empty) of a copy could not be looked through, and what can be done. */
char *jal_release_unlooked_tell (const GArray *pages);
/* FALSE with REFUSED when there are such pages and nobody has said that they may go out. */
gboolean jal_release_unsearched_decide (const JalGuardTold *told, GError **error);

G_END_DECLS
