/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "record/jal-record.h"
#include "release/jal-release.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Finds the case's bundle of @profile ("kenya-trial"), or makes it with the profile's sections and the case's documents
   placed by their kind. Documents that came in later are added by jal_bundle_place_new(). */
gboolean jal_bundle_ensure (JalStore *store, JalId case_id, const char *profile, JalId *bundle_id, GError **error);
/* Places the documents that never stood in a section: what was taken out, or whose placing was taken back, stays out; @n_placed may be NULL. One action, one undo; none when there are
 * none. */
gboolean jal_bundle_place_new (JalStore *store, JalId bundle_id, guint *n_placed, GError **error);

/* Returns (transfer full): a GListStore of JalSection with their items, in order. */
GListStore *jal_bundle_sections (JalStore *store, JalId bundle_id, GCancellable *cancellable, GError **error);
gboolean jal_bundle_get_language (JalStore *store, JalId bundle_id, char **language, GError **error);
gboolean jal_bundle_set_language (JalStore *store, JalId bundle_id, const char *language, GError **error);

/* Whether the copy @copy (an id) shows @section. */
gboolean jal_bundle_section_has_copy (JalSection *section, const char *copy);
/* Whether the copy @copy of a bundle by @profile shows @item of @section. */
gboolean jal_bundle_copy_shows (const char *profile, const char *copy, JalSection *section, JalItem *item);

gboolean jal_bundle_add_section (JalStore *store, JalId bundle_id, const char *title, const char *copies, JalId *id,
                                 GError **error);
/* NULL leaves a field as it is. */
gboolean jal_bundle_update_section (JalStore *store, JalId section_id, const char *title, const char *copies,
                                    GError **error);
/* Directly behind the section @after (JAL_ID_NONE: to the front). Codes A, B, C … follow the order. */
gboolean jal_bundle_move_section (JalStore *store, JalId section_id, JalId after, GError **error);
/* The section and its items leave the bundle; the documents stay in the register. */
gboolean jal_bundle_remove_section (JalStore *store, JalId section_id, GError **error);

gboolean jal_bundle_add_item (JalStore *store, JalId section_id, JalId document_id, JalId after, JalId *id,
                              GError **error);
/* Into @section_id, directly behind the item @after (JAL_ID_NONE: to the front). */
gboolean jal_bundle_move_item (JalStore *store, JalId item_id, JalId section_id, JalId after, GError **error);
/* @n_pages 0: to the end. */
gboolean jal_bundle_set_item_range (JalStore *store, JalId item_id, guint first_page, guint n_pages, GError **error);
gboolean jal_bundle_remove_item (JalStore *store, JalId item_id, GError **error);

/* --- What a copy leaves out ----------------------------------------------------------------------------------- */

typedef enum
{
  JAL_LEFT_OUT_UNSORTED,     /* in the section for whatever has no other: nobody sorted it */
  JAL_LEFT_OUT_UNPLACED,     /* in no section */
  JAL_LEFT_OUT_NOT_PRODUCED, /* its section shows what was produced as an exhibit alone */
  JAL_LEFT_OUT_PRIVILEGED,
  JAL_LEFT_OUT_SECTION,      /* its section is none of this copy */
  JAL_LEFT_OUT_NO_PAGES,     /* locked with a password, or held elsewhere */
  JAL_N_LEFT_OUT_WHYS,
} JalLeftOutWhy;

/* "unsorted", "unplaced", "not-produced", "privileged", "section". */
const char *jal_left_out_why_id (JalLeftOutWhy why);

#define JAL_TYPE_LEFT_OUT (jal_left_out_get_type ())
G_DECLARE_FINAL_TYPE (JalLeftOut, jal_left_out, JAL, LEFT_OUT, GObject)
struct _JalLeftOut
{
  GObject parent_instance;

  JalId document_id;
  char *title;
  char *exhibit; /* nullable */
  guint n_pages;
  JalLeftOutWhy why;
  JalId item_id; /* JAL_ID_NONE, like the next: unplaced */
  JalId section_id;
  char *section; /* nullable: "J. Other papers" */
};

typedef struct
{
  guint n_shown; /* documents */
  guint n_pages; /* of those */
  guint n_left_out;
  guint n_by_why[JAL_N_LEFT_OUT_WHYS];
} JalBundleCounts;

/* Returns (transfer full): a GListStore of JalLeftOut in the order of the register: every document of the case that the copy does
   not show. @counts (out) (optional). */
GListStore *jal_bundle_left_out (JalStore *store, JalId bundle_id, const char *copy, JalBundleCounts *counts,
                                 GCancellable *cancellable, GError **error);
/* Whether the copy shows hardly anything of what there is: nothing, or less than a tenth of what it leaves out. */
gboolean jal_bundle_is_nearly_empty (const JalBundleCounts *counts);
/* Returns (transfer full) (nullable): "This copy leaves out 163 of 165 documents: 160 not sorted …"; NULL: it leaves out none. */
char *jal_bundle_describe_left_out (const JalBundleCounts *counts);
/* Returns (transfer full) (nullable): the same, read anew; NULL also for counsel's own copy, which holds everything. */
char *jal_bundle_dup_left_out (JalStore *store, JalId bundle_id, const char *copy, GCancellable *cancellable);
/* Puts the documents at the end of the section, in this order, wherever in the bundle they stand. One action, one undo. */
gboolean jal_bundle_sort_documents (JalStore *store, JalId section_id, const JalId *documents, guint n, GError **error);

/* --- Building -------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *copy; /* in */
  guint pages;
  guint index_pages;
  char sha256[65];
  JalId build_id;
  char **warnings; /* translated sentences, NULL-terminated: pages that could not be included … */
  JalGuardTold told; /* a decision on single words of protected names; what stopped the copy, in words */
} JalBundleResult;

void jal_bundle_result_clear (JalBundleResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalBundleResult, jal_bundle_result_clear)

/* Composes the copy ("counsel": everything; "court": what its sections name) into @path, and keeps the build record.
   Privileged documents never enter a court copy. REFUSED when the copy would be empty, and, for anybody but counsel, when it says a
   name that the case protects, or, unless @result lets them stand, a single word of one. */
gboolean jal_bundle_build (JalStore *store, JalId bundle_id, const char *copy, const char *path, gboolean replace,
                           JalReleaseProgress progress, gpointer progress_data, JalBundleResult *result,
                           GCancellable *cancellable, GError **error);
/* The same into @file (transfer full), which may be a print job: see jal_release_printer_new(). */
gboolean jal_bundle_build_into (JalStore *store, JalId bundle_id, const char *copy, JalReleaseFile *file,
                                JalReleaseProgress progress, gpointer progress_data, JalBundleResult *result,
                                GCancellable *cancellable, GError **error);
/* Returns (transfer full): a GListStore of JalBuild, newest first. */
GListStore *jal_bundle_builds (JalStore *store, JalId bundle_id, GError **error);
/* Writes the very same bytes again from the build record; DAMAGED when the hash differs. A copy for others is REFUSED when it
   says what the case protects today, or pages that were redacted since. @result (nullable): told and warnings are filled. */
gboolean jal_bundle_rebuild (JalStore *store, JalId build_id, const char *path, gboolean replace,
                             JalReleaseProgress progress, gpointer progress_data, JalBundleResult *result,
                             GCancellable *cancellable, GError **error);

/* Returns (transfer full) (nullable): why @build cannot have been handed out on @date, which lies before it was built or in the
   future; NULL when it can. */
char *jal_bundle_dup_disclosure_trouble (JalBuild *build, JalDate date);
/* Puts on record that @party got the file of the build (disclosure): in the custody of every original in it. @date
   JAL_DATE_NONE: today. REFUSED when @party is no name or the day has not come. With undo. */
gboolean jal_bundle_disclose (JalStore *store, JalId build_id, const char *party, const char *reason, JalDate date,
                              GError **error);
/* Returns (transfer full): who got the file of the build, NULL-terminated, oldest first. */
char **jal_bundle_recipients (JalStore *store, JalId build_id, GError **error);

G_END_DECLS
