/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar files, as they come from anybody. */
#include <libical/ical.h>

#include "worker/intake-calendar.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static gsize prepared;
  const JalWireCalendar asked = { .first = 20000, .last = 24000 };
  static JalWireEvent events[2000];
  guint n = 0, passed = 0;

  if (g_once_init_enter (&prepared))
    {
      jal_intake_calendar_prepare ();
      g_once_init_leave (&prepared, 1);
    }
  if (jal_intake_calendar_read ((const char *)data, size, &asked, events, G_N_ELEMENTS (events), &n, &passed) == 0)
    for (guint i = 0; i < n; i++)
      {
        if ((events[i].flags & JAL_WIRE_EVENT_CANCELLED) != 0)
          events[i].first = events[i].last = 0;
        g_assert_true (jal_wire_event_is_valid (&events[i]) && (events[i].uid[0] != 0 || events[i].odd != 0));
      }
  return 0;
}
