/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lets a program that was built but not installed find its workers, schemas, translations and the sample: when its own
   file lies in src/ of a build folder, JALADA_UNINSTALLED is set to that folder unless it is set already. Call it first in
   main(), before any thread. A program that was installed is left alone. */
void jal_dirs_init (void);

G_END_DECLS
