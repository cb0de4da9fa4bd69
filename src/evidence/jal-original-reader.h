/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of one original. */
#pragma once

#include "pages/jal-reader.h"
#include "record/jal-document-rows.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * jal_original_open:
 * @reading: (nullable): ends reads of the file for as long as the reader lives
 * @cancellable: (nullable): of opening it
 *
 * Opens the original of @part in a worker, with its password when it came locked.
 *
 * Returns (transfer full) (nullable): the reader
 */
JalReader *jal_original_open (JalStore *store, const JalDocumentPart *part, GCancellable *reading, GCancellable *cancellable,
                              GError **error);

G_END_DECLS
