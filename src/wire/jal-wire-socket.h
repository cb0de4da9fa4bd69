/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets over a SOCK_SEQPACKET socket. */
#pragma once

#include "wire/jal-wire.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_WIRE_RECEIVED,
  JAL_WIRE_CLOSED, /* the other side is gone */
  JAL_WIRE_BREACH, /* what came is no message, or carried a descriptor it may not carry */
} JalWireReceived;

/* Sends @packet; with @pass_fd ≥ 0 that descriptor goes along (it stays open here). With @wait FALSE a full queue is a
   failure. Returns FALSE with errno when the packet was not sent. Never raises SIGPIPE. */
gboolean jal_wire_send (int fd, const JalWirePacket *packet, int pass_fd, gboolean wait);
/* Waits for one packet and checks it. @passed_fd (nullable) receives the descriptor that came along, or -1; when it is
   NULL, descriptors are refused by the kernel and count as a breach. A descriptor is accepted with WINDOW only, and
   WINDOW only with one. */
JalWireReceived jal_wire_receive (int fd, JalWirePacket *packet, int *passed_fd);

G_END_DECLS
