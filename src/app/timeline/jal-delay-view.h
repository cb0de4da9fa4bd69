/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Planned against real: what the sessions of a case lost, and to whom. */
#define JAL_TYPE_DELAY_VIEW (jal_delay_view_get_type ())
G_DECLARE_FINAL_TYPE (JalDelayView, jal_delay_view, JAL, DELAY_VIEW, AdwBin)

/* @case_id JAL_ID_NONE: of all cases together. */
void jal_delay_view_show (JalDelayView *self, JalStore *store, JalId case_id);
void jal_delay_view_refresh (JalDelayView *self);
void jal_delay_view_drop (JalDelayView *self);

G_END_DECLS
