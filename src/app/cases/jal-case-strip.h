/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "schedule/jal-diary.h"

G_BEGIN_DECLS

/* What a tick of the strip stands for. */
typedef enum
{
  JAL_STRIP_DAYS,
  JAL_STRIP_WEEKS,
  JAL_STRIP_MONTHS,
  JAL_STRIP_YEARS, /* ticks at quarters, names at years */
} JalStripScale;

/**
 * JalCaseStrip:
 *
 * One case along some days: a button for each session, on the same axis as the strips above and below it. A strip without
 * entries that heads others draws the names of the ticks.
 *
 * Signal "chosen" (JalDiaryEntry): a session was clicked.
 */
#define JAL_TYPE_CASE_STRIP (jal_case_strip_get_type ())
G_DECLARE_FINAL_TYPE (JalCaseStrip, jal_case_strip, JAL, CASE_STRIP, GtkWidget)

GtkWidget *jal_case_strip_new (gboolean heads);
void jal_case_strip_set_span (JalCaseStrip *self, JalDate first, JalDate last, JalStripScale scale);
/* @entries (element-type JalDiaryEntry) (nullable): by date. */
void jal_case_strip_set_entries (JalCaseStrip *self, GPtrArray *entries);

G_END_DECLS
