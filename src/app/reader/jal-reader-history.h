/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back through a document, as a web browser keeps it. Pure values, no widget. */
#pragma once

#include "app/reader/jal-page-view.h"

G_BEGIN_DECLS

typedef struct _JalReaderHistory JalReaderHistory;

JalReaderHistory *jal_reader_history_new (void);
void jal_reader_history_free (JalReaderHistory *history);
void jal_reader_history_clear (JalReaderHistory *history);
/* Remembers @from as the place that is being left for another; the way forward is forgotten. */
void jal_reader_history_leave (JalReaderHistory *history, const JalPagePlace *from);
/* Goes one step: @here is kept for the way in the other direction, *@there is where to go. FALSE when there is no step. */
gboolean jal_reader_history_step (JalReaderHistory *history, gboolean forward, const JalPagePlace *here,
                                  JalPagePlace *there);
gboolean jal_reader_history_can_step (JalReaderHistory *history, gboolean forward);

G_END_DECLS
