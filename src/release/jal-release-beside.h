/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves with a copy and is none of its pages' words: marks, the title, bookmarks, information, attached files. */
#pragma once

#include "release/jal-release.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_names;     /* places where words stand that are redacted or protected */
  char *name_places; /* nullable: "the title, a mark on page 3" */
  guint n_parts;     /* places where single words of protected names stand by themselves */
  char *part_places; /* nullable */
  gboolean unread;   /* an original could not be looked through */
  char *unlooked_pages; /* nullable: pages of which not everything could be: "3, 7–9" */
  guint n_packed;      /* attached files that leave along and that nobody could look through */
  char *covered;       /* nullable: what is hidden on pages and still there, in sentences, as of JalGuardTold */
  char *covered_pages; /* nullable */
  char *told;        /* nullable: places and words, a line each: for the person at the screen, and for no log */
} JalReleaseBeside;

void jal_release_beside_clear (JalReleaseBeside *beside);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalReleaseBeside, jal_release_beside_clear)
/* Returns (transfer full): that in sentences, a line each, without the words; empty when there is nothing to say. */
char *jal_release_beside_describe (const JalReleaseBeside *beside);
/* Looks through what leaves with the copy that @look describes, or with a file of its marks alone (@only_marks), for what the
   case protects and what is redacted in the document. What stands on the pages, in notes and in fields is looked for by
   jal_redactions_look_bare(). Opens readers, so never on the UI thread. @beside (out). FALSE when it was cancelled or the vault
   cannot be read. */
gboolean jal_release_look_beside (JalStore *store, JalId document_id, const JalReleaseLook *look, gboolean only_marks,
                                  JalReleaseBeside *beside, GCancellable *cancellable, GError **error);

G_END_DECLS
