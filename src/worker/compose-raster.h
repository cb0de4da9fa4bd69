/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/compose-private.h"

G_BEGIN_DECLS

/* Reads input @input, a raster page (wire/jal-wire-raster.h), and makes a PDF of one page of it: the picture, and over it
   the words, invisible. Returns (transfer full) (nullable): NULL when the input is not what it should be. */
GBytes *jal_compose_raster_read (JalCompose *compose, guint input);

G_END_DECLS
