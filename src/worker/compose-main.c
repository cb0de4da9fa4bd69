/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/compose-worker.h"

int
main (void)
{
  return jal_worker_run (JAL_WIRE_ROLE_COMPOSER, JAL_SANDBOX_THREADS, NULL, jal_compose_worker_handle, NULL);
}
