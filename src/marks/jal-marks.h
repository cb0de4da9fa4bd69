/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What a new mark is made of. It is kept with the original, so that it follows the page wherever it stands. */
typedef struct
{
  JalId document_id;
  guint page;               /* from 0, in the document */
  const char *kind;         /* "highlight", "underline", "strikeout", "note", "box" */
  const JalMarkQuad *quads; /* in default user space of the original's page */
  guint n_quads;            /* 1…1000 */
  const char *color;        /* NULL: yellow */
  const char *text;         /* NULL: "" */
  const char *quoted;       /* NULL: "" */
  const char *context_before;
  const char *context_after;
  const char *audience; /* NULL: private */
} JalMarkDraft;

/* Makes the mark: a committed transaction with undo. The author is the store's actor. */
gboolean jal_marks_add (JalStore *store, const JalMarkDraft *draft, JalId *id, GError **error);
/* Finds @words on the page and marks the first hit (all hits when @every). Opens a reader, so never on the UI thread.
   Returns (transfer full): a GArray of JalId; NOT_FOUND when the words are not on the page. */
GArray *jal_marks_add_by_words (JalStore *store, JalId document_id, guint page, const char *words, gboolean every,
                                const JalMarkDraft *look, GCancellable *cancellable, GError **error);
/* NULL arguments leave a field as it is. */
gboolean jal_marks_update (JalStore *store, JalId id, const char *text, const char *audience, const char *color,
                           GError **error);
gboolean jal_marks_remove (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalMark by page, then from top to bottom. */
GListStore *jal_marks_list (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);
/* The named colours as red, green, blue in 0…1; FALSE for an unknown name. */
gboolean jal_marks_color (const char *name, double rgb[3]);

G_END_DECLS
