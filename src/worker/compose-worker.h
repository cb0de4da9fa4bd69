/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer as a worker: the record comes in a window, inputs and output over the wire. */
#pragma once

#include "worker/jal-worker.h"

G_BEGIN_DECLS

/* A JalWorkerHandler. */
gboolean jal_compose_worker_handle (JalWorker *worker, const JalWirePacket *request, gpointer user_data);

G_END_DECLS
