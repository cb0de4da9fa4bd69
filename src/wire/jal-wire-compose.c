/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and bounds of the composer's messages. */
#include "wire/jal-wire-compose.h"

G_STATIC_ASSERT (sizeof (JalWireCompose) == 24);
G_STATIC_ASSERT (sizeof (JalWireComposing) == 24);
G_STATIC_ASSERT (sizeof (JalWireComposeReply) == 24);

gsize
jal_wire_compose_size (guint type)
{
  switch (type)
    {
    case JAL_WIRE_COMPOSE:
      return sizeof (JalWireCompose);
    case JAL_WIRE_COMPOSING:
      return sizeof (JalWireComposing);
    case JAL_WIRE_COMPOSE_REPLY:
      return sizeof (JalWireComposeReply);
    default:
      return 0;
    }
}

gboolean
jal_wire_compose_is_valid (const JalWirePacket *packet)
{
  switch (packet->header.type)
    {
    case JAL_WIRE_COMPOSE:
      {
        const JalWireCompose *compose = (const JalWireCompose *)packet;

        return compose->length > 0 && compose->length <= JAL_WIRE_RECORD_MAX && compose->n_skipped <= JAL_WIRE_INPUTS_MAX;
      }
    case JAL_WIRE_COMPOSING:
      {
        const JalWireComposing *composing = (const JalWireComposing *)packet;

        return composing->total > 0 && composing->total <= 1000000 && composing->done <= composing->total;
      }
    case JAL_WIRE_COMPOSE_REPLY:
      {
        const JalWireComposeReply *reply = (const JalWireComposeReply *)packet;

        return reply->length > 0 && reply->length <= JAL_WIRE_RECORD_MAX && reply->reserved == 0;
      }
    default:
      return FALSE;
    }
}
