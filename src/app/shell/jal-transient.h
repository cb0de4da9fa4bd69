/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-lock-signals.h"

G_BEGIN_DECLS

/* Puts right, from now on and for every window over another one (dialogs, forms, the toolkit's own):
   the key that locks calls @lock (data) there too: a dialog takes the keys, and the toolkit finds "win.lock" in the window itself only;
   it forgets the window below when that goes (GTK 4.8 lets one that is still held look for it when it is let go of, and falls). */
void jal_transient_mend (JalLockFunc lock, gpointer data);

G_END_DECLS
