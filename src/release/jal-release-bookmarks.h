/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outlines of a document's originals as that of its copy. */
#pragma once

#include <json-glib/json-glib.h>

#include "pages/jal-reader.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Returns (transfer none) (nullable): the reader of the part's original. */
typedef JalReader *(*JalReleaseReaderFunc) (gpointer user_data, const JalDocumentPart *part, GError **error);
/* Whether an entry of this @title that leads to the document's @page may stand in the copy. */
typedef gboolean (*JalReleaseTitleFunc) (gpointer user_data, const char *title, guint page);

/* Opens the part's original in a worker, with its password when it came locked. */
JalReader *jal_release_open_reader (JalStore *store, const JalDocumentPart *part, GCancellable *cancellable, GError **error);
/* Adds the member "bookmarks" to a build record of the job "document" whose pages are those of @parts (element type
   JalDocumentPart), or to an item of a bundle: the entries that lead to one of the document's pages @first … @first+@n-1 and that
   @may_stand (nullable) lets stand; what stood below an entry that does not moves up. An original whose outline cannot be read has none.
   FALSE only when it was cancelled. */
gboolean jal_release_bookmarks_put (JsonBuilder *builder, const GArray *parts, guint first, guint n, JalReleaseReaderFunc open,
                                    JalReleaseTitleFunc may_stand, gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
