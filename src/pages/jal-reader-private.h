/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "pages/jal-reader.h"

G_BEGIN_DECLS

/* For tests: how long the worker may take, and its process (0 when there is none now). */
void jal_reader_set_timeout (JalReader *reader, guint milliseconds);
pid_t jal_reader_get_pid (JalReader *reader);

G_END_DECLS
