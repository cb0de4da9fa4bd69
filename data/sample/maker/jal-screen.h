/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): a PNG of a telephone's screen, 1080 × 2400, showing a chat. The first line of @text is the
   other one's name; each further line is "< time | words" (received), "> time | words" (sent) or "= day". */
GBytes *jal_screen_shoot (const char *text, const char *footer);

G_END_DECLS
