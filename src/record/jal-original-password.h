/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password of an original that came locked. */
#pragma once

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Returns (transfer full) (nullable): NULL when none is needed or known. To be given to jal_original_password_free(). */
char *jal_original_password_get (JalStore *store, JalId original_id, GCancellable *cancellable);
/* Overwrites and frees; NULL is nothing. */
void jal_original_password_free (char *password);

G_END_DECLS
