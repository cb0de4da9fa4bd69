/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/jal-worker.h"

G_BEGIN_DECLS

/* libqpdf opens files by name with fopen(). In the reader that name is this one, and it means input 0 of @worker. */
#define JAL_READER_FILE_NAME "jalada:in:0"

/* From now on fopen (JAL_READER_FILE_NAME) reads input 0 of @worker, @size bytes long. */
void jal_reader_fopen_set (JalWorker *worker, guint64 size);

G_END_DECLS
