/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "worker/jal-worker.h"

G_BEGIN_DECLS

#define JAL_TYPE_READER_STREAM (jal_reader_stream_get_type ())
G_DECLARE_FINAL_TYPE (JalReaderStream, jal_reader_stream, JAL, READER_STREAM, GMemoryInputStream)

/* Returns (transfer full) a seekable stream over input 0, @size bytes long, that asks the program for what is read; and then
   over @more (nullable). */
GInputStream *jal_reader_stream_new (JalWorker *worker, guint64 size, GBytes *more);

G_END_DECLS
