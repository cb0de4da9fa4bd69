/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* A bundle itself; what is in it are sections and items. */
typedef struct
{
  JalId id;
  JalId case_id;
  char *profile;
  char *title;
  char *language;
} JalBundleRow;

void jal_bundle_row_free (JalBundleRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalBundleRow, jal_bundle_row_free)

gboolean jal_bundle_rows_insert (JalTx *tx, const JalBundleRow *row, GError **error);
/* The case's bundle of that profile; *@id is JAL_ID_NONE when there is none yet. */
gboolean jal_bundle_rows_find (JalTx *tx, JalId case_id, const char *profile, JalId *id, GError **error);
/* Returns (transfer full), or NULL with NOT_FOUND. */
JalBundleRow *jal_bundle_rows_get (JalTx *tx, JalId id, GError **error);

gboolean jal_section_rows_insert (JalTx *tx, JalSection *value, GError **error);
/* Returns (transfer full): GListStore of JalSection in order, each with its items in order. Items of documents that
   have left the register are not among them. */
GListStore *jal_section_rows_list (JalTx *tx, JalId bundle_id, GError **error);
/* Returns (transfer full): without its items; NULL with NOT_FOUND. */
JalSection *jal_section_rows_get (JalTx *tx, JalId id, GError **error);
/* Letters A, B, C … by rank, without I; writes only what changes. */
gboolean jal_section_rows_letter (JalTx *tx, JalId bundle_id, GError **error);

gboolean jal_item_rows_insert (JalTx *tx, JalItem *value, GError **error);
/* Returns (transfer full), or NULL with NOT_FOUND. */
JalItem *jal_item_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalDocument of the bundle's case that stand in no section of it. */
GListStore *jal_item_rows_unplaced (JalTx *tx, JalId bundle_id, GError **error);

/* What a build keeps beside JalBuild: @spec is the whole record, @inputs the ids of the originals as a JSON array. */
gboolean jal_build_rows_insert (JalTx *tx, JalBuild *value, const char *spec, const char *inputs, GError **error);
/* Returns (transfer full): GListStore of JalBuild, newest first. */
GListStore *jal_build_rows_list (JalTx *tx, JalId bundle_id, GError **error);
/* Returns (transfer full): NULL with NOT_FOUND. @spec, @inputs (out, transfer full). */
JalBuild *jal_build_rows_get (JalTx *tx, JalId id, char **spec, char **inputs, GError **error);

G_END_DECLS
