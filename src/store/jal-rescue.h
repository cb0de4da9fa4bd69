/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalRescueReport:
 *
 * What came of a rescue.
 */
typedef struct
{
  guint64 n_rows;      /* copied */
  guint64 n_lost;      /* rows that could not be read, as far as they could be counted */
  guint64 n_restored;  /* of these, had back from the record of changes */
  guint64 n_originals; /* stored files that are whole */
  guint64 n_carried;   /* entries that were recorded beside the damaged vault */
  guint64 n_broken;    /* stored files of which pieces are missing: their documents stay listed */
  gboolean unsure;     /* something is lost that may keep a name in: no copy leaves the new vault before somebody has looked it
                          through, see jal-rescued.h */
} JalRescueReport;

/* How far it is, 0 to 1, on the store's thread. */
typedef void (*JalRescueProgress) (double fraction, gpointer data);

/* Opens @path although it is damaged, so far as that is possible: to read, to let things leave, for jal_store_check() and
   jal_store_rescue(). What lies in damaged blocks fails; every change is refused; no byte of the file changes. See
   jal_store_is_damaged(). */
JalStore *jal_store_open_damaged (const char *path, const char *passphrase, GCancellable *cancellable, GError **error);
/* Whether parts of a damaged vault's structure had to be made anew, in memory: then what a question finds may be incomplete without a
   word (an index that is lost is empty). Only jal_store_check() and jal_store_rescue() may be asked, which read tables whole. */
gboolean jal_store_is_splinted (JalStore *store);
/* FALSE, with @error saying so, when @store is damaged, or was rescued with losses that nobody has looked through (jal-rescued.h):
   what is protected, redacted or marked in it may not be known in full, so no copy is made but that of an original as it came. */
gboolean jal_store_allows_copies (JalStore *store, GError **error);
/* The same with a recovery code as somebody typed it. */
JalStore *jal_store_open_damaged_by_code (const char *path, const char *code, GCancellable *cancellable, GError **error);
/* Copies everything that can be read to @path, a new vault with the same identity and the same keys: every row, every
   piece of the stored files, indexes made anew; rows that the damage took are had back from the record of changes where
   that is whole. The old vault is not touched. On failure, or when cancelled, nothing is left at @path.
   Nothing else is served while it runs. */
gboolean jal_store_rescue (JalStore *store, const char *path, JalRescueReport *report, JalRescueProgress progress,
                           gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
