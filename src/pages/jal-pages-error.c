/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/jal-pages-error.h"

G_DEFINE_QUARK (jal-pages-error-quark, jal_pages_error)
