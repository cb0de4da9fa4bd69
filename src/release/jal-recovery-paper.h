/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "release/jal-paper.h"

G_BEGIN_DECLS

/* Returns (transfer full): the sheet with @code (as jal_holder_make_recovery() gives it) of @name, made on @day; @vault
   (nullable): the name of the vault's file. */
JalPaper *jal_recovery_paper_new (const char *code, const char *name, const char *vault, JalDate day, JalLang lang);
/* Draws a new code for the person who has the vault open and its sheet into @file (transfer full), a file or a printer.
   Whoever comes by the sheet can open the vault. When the sheet does not come out, the error says that an earlier one
   is worthless all the same. */
gboolean jal_recovery_paper_release (JalStore *store, JalLang lang, JalReleaseFile *file, GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
