/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Microseconds since 1970-01-01 UTC: the wall clock, or the fake one while it is set. */
gint64 jal_clock_now (void);
/* Stops the clock at @microseconds for every thread of this process; a negative value starts the real one again. */
void jal_clock_set_fake (gint64 microseconds);

/* For tests of whole programs: stops the clock at nine in the morning, in Nairobi, of the day in JALADA_TEST_TODAY
   (YYYY-MM-DD); with a time behind it (YYYY-MM-DDTHH:MM:SS, in Nairobi) the clock starts there and runs on. Only a program run from its build folder listens; call it after jal_dirs_init(). */
void jal_clock_init (void);

G_END_DECLS
