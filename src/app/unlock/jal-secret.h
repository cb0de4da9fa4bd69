/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A passphrase on its way to the core. Wiped when freed. */
typedef struct _JalSecret JalSecret;
/* Takes @text over by copying; the caller clears its widget. */
JalSecret *jal_secret_new (const char *text);
const char *jal_secret_get (JalSecret *secret);
void jal_secret_free (JalSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalSecret, jal_secret_free)

G_END_DECLS
