/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/reader/jal-page-source.h"

G_BEGIN_DECLS

/**
 * JalHitsPane:
 *
 * Everything that was found in the document, each with the words around it.
 *
 * Signal "activated" (guint index): of the source's hits.
 */
#define JAL_TYPE_HITS_PANE (jal_hits_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalHitsPane, jal_hits_pane, JAL, HITS_PANE, AdwBin)

/* @source (nullable). */
void jal_hits_pane_set_source (JalHitsPane *self, JalPageSource *source);
/* The hit being shown; -1: none. */
void jal_hits_pane_set_current (JalHitsPane *self, int index);

G_END_DECLS
