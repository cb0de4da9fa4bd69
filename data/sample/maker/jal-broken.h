/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes files that are broken or hostile on purpose into the folder @dest; FALSE when one could not be written. */
gboolean jal_broken_write (const char *dest);

G_END_DECLS
