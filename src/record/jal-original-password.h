/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password of an original that came locked. */
#pragma once

#include "store/jal-store.h"

G_BEGIN_DECLS

/* @password (out) (transfer full) (nullable): NULL when none is needed or known; for jal_original_password_free(). FALSE with
   @error set when the vault could not be read. */
gboolean jal_original_password_get (JalStore *store, JalId original_id, char **password, GCancellable *cancellable,
                                    GError **error);
/* Overwrites and frees; NULL is nothing. */
void jal_original_password_free (char *password);

G_END_DECLS
