/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes a time of day out of the note of a session, where versions before the column "minutes" kept it (only rows without a value there
   are asked): a line that begins "Time: 09:00", "Saa: 09:00" or "Saa: 3:00 asubuhi (09:00)". What somebody wrote after it, parted by a
   sign, stays; "Time: 09:00 she arrived" is a sentence of theirs. @note (inout) (transfer full): replaced when there was one.
   Returns minutes since midnight, 0 for none; a note with two different times says none, and is left as it is. */
int jal_session_time_take (char **note);

G_END_DECLS
