/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"

G_BEGIN_DECLS

/**
 * JalReceivedList:
 *
 * What others had put on the pages before the file came: theirs, so nothing of it can be changed; each can be adopted.
 *
 * Signals: "activated" (JalMark): the pages should go to it; "adopt" (JalMark): it shall become one's own.
 */
#define JAL_TYPE_RECEIVED_LIST (jal_received_list_get_type ())
G_DECLARE_FINAL_TYPE (JalReceivedList, jal_received_list, JAL, RECEIVED_LIST, AdwBin)

/* @marks (element-type JalMark) is nullable. @more: there are more than these. */
void jal_received_list_set_marks (JalReceivedList *self, GListModel *marks, gboolean more);
guint jal_received_list_get_n (JalReceivedList *self);
/* Gives the keys to the chosen one, or to the first. */
void jal_received_list_focus (JalReceivedList *self);
/* Returns (transfer none) (nullable). */
JalMark *jal_received_list_get_chosen (JalReceivedList *self);

G_END_DECLS
