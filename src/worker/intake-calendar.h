/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar files (RFC 5545) in and out, inside the walls. */
#pragma once

#include "wire/jal-wire-intake.h"
#include "worker/jal-worker.h"

G_BEGIN_DECLS

/* Before the walls stand: how the library is to behave. */
void jal_intake_calendar_prepare (void);
/* Reads @length bytes of a file at @text into @events (room for @room), the occurrences between the days of @asked.
   Returns 0 with their number in @n and how many were free in @passed; or why the file is not taken. */
JalWireFailure jal_intake_calendar_read (const char *text, gsize length, const JalWireCalendar *asked, JalWireEvent *events,
                                         guint room, guint *n, guint *passed);
/* Returns (transfer full): a calendar file of @events, as @asked says; what is not valid is left out. */
char *jal_intake_calendar_write (const JalWireEvent *events, guint n, const JalWireCalendar *asked);
/* A JalWorkerHandler. */
gboolean jal_intake_calendar_handle (JalWorker *worker, const JalWirePacket *request, gpointer user_data);

G_END_DECLS
