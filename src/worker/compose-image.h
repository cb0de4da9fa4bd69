/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/compose-private.h"

G_BEGIN_DECLS

/* Where @input is a picture, makes "jalada:in:@input" a PDF of one page that shows it. FALSE when that cannot be done;
   a PDF is left alone. */
gboolean jal_compose_image_prepare (JalCompose *compose, guint input);

G_END_DECLS
