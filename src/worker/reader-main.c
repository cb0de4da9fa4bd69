/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/reader.h"

int
main (void)
{
  JalReaderWorker *reader = jal_reader_worker_new ();

  return jal_worker_run (JAL_WIRE_ROLE_READER, JAL_SANDBOX_PLAIN, jal_reader_worker_warm_up, jal_reader_worker_handle, reader);
}
