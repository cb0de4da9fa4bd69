/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bundle/jal-bundle.h"
#include "law/jal-profile.h"
#include "record/jal-bundle-rows.h"
#include "release/jal-release-inputs.h"

G_BEGIN_DECLS

/* One call of this room, handed into the transaction. Which fields count depends on the verb. */
typedef struct
{
  JalId id;
  JalId other; /* what it goes behind, or belongs to */
  JalId section;
  JalId document;
  JalId case_id;
  const char *profile_id;
  JalProfile *profile;
  const char *title;
  const char *copies;
  const char *language;
  guint first;
  guint count;
  guint n_placed;
  gpointer result; /* (transfer full) */
} JalBundleCall;

/* One action with undo on a bundle; fills in the call's case and profile. */
gboolean jal_bundle_act (JalStore *store, JalId bundle_id, const char *verb, const char *label, JalStoreFunc func,
                         JalBundleCall *call, GError **error);
/* Returns (transfer full) */
JalSection *jal_bundle_load_section (JalStore *store, JalId section_id, GError **error);
/* Writes a new item that takes the whole document; @id is nullable. */
gboolean jal_bundle_insert_item (JalTx *tx, JalId section_id, JalId document_id, double rank, JalId *id,
                                 GError **error);

/* Whether the copy shows @item of @section: privileged documents are for counsel alone; a section that the profile
   opens to the copy for produced exhibits only shows those that bear an exhibit number. */
gboolean jal_bundle_shows_item (const JalProfile *profile, const JalProfileCopy *copy, JalSection *section,
                                JalItem *item);
/* Sets REFUSED; returns FALSE. */
gboolean jal_bundle_refuse (GError **error, const char *message);

/* --- The build record (jal-bundle-spec.c) -------------------------------------------------------------------- */

/* Everything that a build needs of the vault, read in one state of it. */
typedef struct
{
  JalId bundle_id;
  JalBundleRow *bundle;
  JalCase *court_case;
  GListStore *sections; /* of JalSection */
  GHashTable *parts;    /* JalId * of a document → GArray of JalDocumentPart */
  GHashTable *redactions; /* JalId * of a document → GListStore of JalRedaction */
  GListStore *all_redactions; /* of JalRedaction: of the whole case */
  GListStore *names;    /* of JalProtectedName: what the case protects */
  GHashTable *copies;   /* JalId * of a document → GBytes: the copy that goes in instead, filled by jal_bundle_redact_make() */
} JalBundleContent;

/* A JalStoreFunc: fills the JalBundleContent whose bundle_id is set. */
gboolean jal_bundle_content_load (JalTx *tx, gpointer content, GError **error);
void jal_bundle_content_clear (JalBundleContent *content);
/* Returns (transfer full): the build record of the copy with the identifier @id, its inputs added to @inputs and
   opened; REFUSED when the copy would be empty. @titles (element type char *) gets the title of the first item of each
   input, @notes sentences that the user should read. @audit_head (out, transfer full): of the vault, as the first page
   prints it. The record names no people's ids, no file names and no authors. */
char *jal_bundle_make_spec (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy, JalId id,
                            gint64 now, JalStore *store, JalReleaseInputs *inputs, GPtrArray *titles, GPtrArray *notes,
                            char **audit_head, GCancellable *cancellable, GError **error);

/* --- What must not leave (jal-bundle-redact.c) ---------------------------------------------------------------- */

/* Reads redactions and protected names, once the parts are known. */
gboolean jal_bundle_redact_load (JalTx *tx, JalBundleContent *content, GError **error);
/* Makes the redacted copy of every document that the copy shows and that has redactions; counsel's own copy has none. */
gboolean jal_bundle_redact_make (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy,
                                 JalStore *store, JalGuardTold *told, GCancellable *cancellable, GError **error);
/* Whether the finished file of the copy with this id has to be looked through before it goes anywhere. */
gboolean jal_bundle_redact_is_checked (JalBundleContent *content, const char *copy);
/* REFUSED, with document and page, when a protected name can be read in @file, which was made of @inputs by the build record
   @spec; @index_pages are the pages before the first document. @notes gets a sentence on single words of names that stand in
   it. @told (out) (optional) (transfer full) (nullable): the refused words by place, for the person at the screen alone. */
gboolean jal_bundle_redact_check (JalBundleContent *content, JalReleaseInputs *inputs, const char *spec, guint index_pages,
                                  GBytes *file, GPtrArray *notes, JalGuardTold *told, GCancellable *cancellable, GError **error);
/* REFUSED, with document and page, when pages that have redactions stand in @spec as they are, not as redacted copies: what an
   older copy for others may hold. */
gboolean jal_bundle_redact_check_bare (JalBundleContent *content, JalReleaseInputs *inputs, const char *spec, GError **error);

G_END_DECLS
