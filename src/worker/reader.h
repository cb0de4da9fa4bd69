/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader: one document, its pages, their text and their pixels. */
#pragma once

#include "worker/jal-worker.h"

G_BEGIN_DECLS

typedef struct _JalReaderWorker JalReaderWorker;

JalReaderWorker *jal_reader_worker_new (void);
/* Reads and draws a page of this program's own, so that nothing has to be loaded or looked up for the first page of the
   document that comes. */
void jal_reader_worker_warm_up (void);
/* A JalWorkerHandler; @reader is a JalReaderWorker. */
gboolean jal_reader_worker_handle (JalWorker *worker, const JalWirePacket *request, gpointer reader);

G_END_DECLS
