/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the room. */
#include "store/jal-store-error.h"

G_DEFINE_QUARK (jal-store-error-quark, jal_store_error)
