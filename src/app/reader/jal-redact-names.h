/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Shows the search for what should be redacted in the whole case: words, protected names, numbers by their form; hits with
   ticks. @words (nullable) is looked for at once. */
void jal_redact_names_show (GtkWidget *inside, JalStore *store, JalId case_id, const char *words);

G_END_DECLS
