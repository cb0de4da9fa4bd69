/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An input of the worker as a C stream, for libraries that want files (libqpdf). */
#pragma once

#include <stdio.h>

#include "worker/jal-worker.h"

G_BEGIN_DECLS

/* Returns a read-only stream over @input, @size bytes long, that asks the program for what is read. Close with fclose(). */
FILE *jal_range_file_open (JalWorker *worker, guint input, guint64 size);

G_END_DECLS
