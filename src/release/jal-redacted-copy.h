/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "release/jal-leak-scan.h"
#include "release/jal-release.h"

/* A copy of a document without what is redacted. */

G_BEGIN_DECLS

typedef struct
{
  guint n_pages;
  guint n_redactions;
  guint n_redacted_pages; /* pages that became pictures, for whatever reason */
  char sha256[65];
  /* When the copy was refused: where what can still be read, and what it is. */
  GArray *leaks;      /* of JalLeak; empty otherwise */
  GPtrArray *phrases; /* of char *: what the leaks number */
} JalRedactedCopy;

void jal_redacted_copy_clear (JalRedactedCopy *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalRedactedCopy, jal_redacted_copy_clear)

/**
 * jal_redacted_copy_save:
 * @path: where it goes
 * @progress: (nullable)
 * @result: (out): also filled when the copy is refused because words can still be read in it; begin with { 0 }
 *
 * Makes a copy in which every page that a redaction touches is a picture with the boxes burnt in and, invisibly, the words
 * that no box touches; other pages are copied without notes, actions, metadata, layers, attachments, bookmarks. Then opens
 * the copy and looks for every redacted phrase in it. Nothing stands at @path before it has been found clean; custody and
 * audit are written first. All redactions but the rejected ones are applied. Blocks.
 *
 * Returns: FALSE with JAL_STORE_ERROR_REFUSED when there is nothing to redact or when the copy still says a redacted
 * phrase, or with any error of the pages and the file.
 */
gboolean jal_redacted_copy_save (JalStore *store, JalId document_id, const char *path, gboolean replace,
                                 JalReleaseProgress progress, gpointer progress_data, GCancellable *cancellable,
                                 JalRedactedCopy *result, GError **error);

/**
 * jal_redacted_copy_make:
 * @parts: (out) (transfer full) (element type JalDocumentPart): what the copy is made of
 *
 * Makes the same copy in memory, for a file that it goes into: nothing is written, and nothing is put on record. The same
 * document and redactions give the same bytes. Blocks.
 *
 * Returns: (transfer full): the copy, or NULL as jal_redacted_copy_save().
 */
GBytes *jal_redacted_copy_make (JalStore *store, JalId document_id, GCancellable *cancellable, JalRedactedCopy *result,
                                GArray **parts, GError **error);

G_END_DECLS
