/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/intake-calendar.h"

int
main (void)
{
  jal_intake_calendar_prepare ();
  return jal_worker_run (JAL_WIRE_ROLE_INTAKE, JAL_SANDBOX_PLAIN, NULL, jal_intake_calendar_handle, NULL);
}
