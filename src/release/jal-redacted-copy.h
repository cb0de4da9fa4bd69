/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "release/jal-guard.h"
#include "release/jal-release.h"

/* A copy of a document without what is redacted. */

G_BEGIN_DECLS

typedef struct
{
  guint n_pages;
  guint n_redactions;
  guint n_redacted_pages; /* pages that became pictures, for whatever reason */
  guint n_received;       /* notes that came with the file and are not in the copy */
  char sha256[65];
  /* When the copy was refused: where what can still be read, and what it is. For the person at the screen, and for no log. */
  GArray *leaks;      /* of JalLeak; empty otherwise */
  GPtrArray *phrases; /* of char *, ended by NULL: what the leaks number */
  /* Single words of protected names that stand in the copy; also when it was saved. */
  GArray *parts;         /* of JalLeak */
  GPtrArray *part_words; /* of char *, ended by NULL: what they number */
  JalGuardTold told;     /* what stopped it, in words */
  gboolean even_bare;    /* (in): it is made also when nothing in the document is redacted, for what no page shows */
  gboolean wants_pages;  /* (in): */
  GArray *pages;         /* of JalPageInfo: the document's pages as they are shown, for jal_redacted_copy_make() */
} JalRedactedCopy;

void jal_redacted_copy_clear (JalRedactedCopy *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalRedactedCopy, jal_redacted_copy_clear)

/**
 * jal_redacted_copy_save:
 * @path: where it goes
 * @decided: (nullable): what somebody has looked at and decided on: whether single words of protected names may stand in the copy,
 *   pages without words may go out, pages that may be incomplete may
 * @progress: (nullable)
 * @result: (out): also filled when the copy is refused because words can still be read in it; begin with { 0 }
 *
 * Makes a copy in which every page that a redaction touches is a picture with the boxes burnt in and, invisibly, the words
 * that no box touches; other pages are copied without notes, actions, metadata, layers, attachments, bookmarks. Then opens
 * the copy and looks for every redacted phrase in it. Nothing stands at @path before it has been found clean; custody and
 * audit are written first. Each page is drawn once more and compared with the original: ink that vanished is told. All redactions but the rejected ones are applied. Blocks.
 *
 * Returns: FALSE with JAL_STORE_ERROR_REFUSED when there is nothing to redact, when the copy still says a redacted phrase
 * (@result has leaks), when single words of protected names stand in it (@result has parts and no leaks), when pages have no words
 * or may be incomplete and nobody has said that they may go (its told says which), or with any error of the pages and the file.
 */
gboolean jal_redacted_copy_save (JalStore *store, JalId document_id, const char *path, gboolean replace,
                                 const JalGuardTold *decided, JalReleaseProgress progress, gpointer progress_data, GCancellable *cancellable,
                                 JalRedactedCopy *result, GError **error);

/**
 * jal_redacted_copy_make:
 * @parts: (out) (transfer full) (element type JalDocumentPart): what the copy is made of
 *
 * Makes the same copy in memory, for a file that it goes into: nothing is written, and nothing is put on record. The same
 * document and redactions give the same bytes. Pages that may be incomplete are told in @result and stop nothing: whoever makes the
 * file decides. Blocks.
 *
 * Returns: (transfer full): the copy, or NULL as jal_redacted_copy_save().
 */
GBytes *jal_redacted_copy_make (JalStore *store, JalId document_id, GCancellable *cancellable, JalRedactedCopy *result,
                                GArray **parts, GError **error);

G_END_DECLS
