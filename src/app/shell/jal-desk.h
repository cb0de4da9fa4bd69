/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

/**
 * JalDesk:
 *
 * What the window shows while a vault is open: cases at the start, the open case's views beside them. Made at unlock,
 * destroyed at lock.
 *
 * Signals "case-changed": another case is open, or the open one was read again; "view-changed": another page is shown.
 */
#define JAL_TYPE_DESK (jal_desk_get_type ())
G_DECLARE_FINAL_TYPE (JalDesk, jal_desk, JAL, DESK, AdwBin)

GtkWidget *jal_desk_new (JalStore *store);
JalStore *jal_desk_get_store (JalDesk *self);
/* Returns (transfer none) (nullable). */
JalCase *jal_desk_get_case (JalDesk *self);
/* Opens a case, or none with NULL. */
void jal_desk_set_case (JalDesk *self, JalCase *court_case);
void jal_desk_drop (JalDesk *self);
void jal_desk_refresh (JalDesk *self);
void jal_desk_show_view (JalDesk *self, const char *view);
const char *jal_desk_get_view (JalDesk *self);
/* Returns (transfer none) (nullable): the prefix of the verbs of the page that is shown. */
const char *jal_desk_get_visible_prefix (JalDesk *self);
/* A document of any case; JAL_ID_NONE: its evidence. */
void jal_desk_open_document_of (JalDesk *self, JalId case_id, JalId document_id);
void jal_desk_open_document (JalDesk *self, JalId document_id, guint page);
/* The same, and begins to make its redacted copy. */
void jal_desk_redact_document (JalDesk *self, JalId document_id);
/* From the reader back to the evidence, otherwise to the view shown before. Returns whether there was a way back. */
gboolean jal_desk_back (JalDesk *self);
/* A step back inside the page, where it has one; otherwise as jal_desk_back(). */
gboolean jal_desk_step_back (JalDesk *self);
gboolean jal_desk_find (JalDesk *self);
void jal_desk_find_in_case (JalDesk *self);
gboolean jal_desk_escape (JalDesk *self);
void jal_desk_toggle_cases (JalDesk *self);
/* Leaves the case: what is next in all cases ("next"), or all of them in one picture ("all"). */
void jal_desk_go_home (JalDesk *self, const char *view);
void jal_desk_new_case (JalDesk *self);
void jal_desk_edit_case (JalDesk *self);
void jal_desk_remove_case (JalDesk *self);
/* Returns (transfer full) (element-type JalVerb): the verbs of all pages. */
GArray *jal_desk_dup_verbs (JalDesk *self);

G_END_DECLS
