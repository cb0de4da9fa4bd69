/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): the text of a long record in the form jal_markup_write() takes: "money", "chat", "calls",
   "bookings", "register", "notebook"; NULL for any other name. */
char *jal_ledger_text (const char *name);

G_END_DECLS
