/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of the composer, types 200…299; the rules are those of jal-wire.h. */
#pragma once

#include "wire/jal-wire.h"

G_BEGIN_DECLS

/* As jal_wire_size() and jal_wire_is_valid(), for the composer's types alone (the header has been checked). */
gsize jal_wire_compose_size (guint type);
gboolean jal_wire_compose_is_valid (const JalWirePacket *packet);

G_END_DECLS
