/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"

G_BEGIN_DECLS

/* Rows of the bundle's one list: a heading for each section, and below it a row for each item. */

/* @menu is shown by the row's menu button. The row is selected before the menu opens, so that its verbs act on it. */
GtkWidget *jal_bundle_rows_new_section (JalSection *section, GMenuModel *menu);
/* An item of a section that is open to the court says so when it does not enter the court's copy all the same. */
GtkWidget *jal_bundle_rows_new_item (JalSection *section, JalItem *item, GMenuModel *menu);
/* Returns (transfer none) (nullable): the section of a heading row, or the item of an item row. */
JalSection *jal_bundle_rows_get_section (GtkListBoxRow *row);
JalItem *jal_bundle_rows_get_item (GtkListBoxRow *row);
/* Whether the section's list of copies names @copy. */
gboolean jal_bundle_rows_shows (JalSection *section, const char *copy);

G_END_DECLS
