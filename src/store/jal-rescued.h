/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault that was rescued with losses: protected names and redactions may be missing in it, so it holds copies back until somebody
   says that they were looked through. */
#pragma once

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalRescueDoubt:
 * @at: when it was rescued, microseconds since 1970 UTC
 * @n_lost: how often entries could not be read
 * @uncounted: there may be more of them, which could not even be counted
 * @about: translated, what they belong to: "protected names and places", "redactions"
 */
typedef struct
{
  gint64 at;
  guint64 n_lost;
  gboolean uncounted;
  GStrv about;
} JalRescueDoubt;

void jal_rescue_doubt_free (JalRescueDoubt *doubt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalRescueDoubt, jal_rescue_doubt_free)
/* Returns (transfer full): that in sentences. */
char *jal_rescue_doubt_to_text (const JalRescueDoubt *doubt);

/* Any thread but the store's. @doubt (out) (transfer full) (nullable): what nobody has looked through yet; NULL when the vault was not
   rescued with losses, or somebody has. FALSE when it cannot be said. */
gboolean jal_rescued_get_doubt (JalStore *store, JalRescueDoubt **doubt, GCancellable *cancellable, GError **error);
/* Somebody says that the protected names and redactions of every case were looked through: copies leave again. On record, with who
   and when; can be taken back. REFUSED when there is nothing to look through. */
gboolean jal_rescued_say_looked_through (JalStore *store, GCancellable *cancellable, GError **error);
/* FALSE, with @error saying what to do, while nobody has; also when it cannot be found out. For jal_store_allows_copies(). */
gboolean jal_rescued_check (JalStore *store, GError **error);

G_END_DECLS
