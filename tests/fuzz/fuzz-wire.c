/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets between the program and its workers. */
#include <string.h>

#include "wire/jal-wire.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  JalWirePacket packet;
  gsize length;

  if (size < 2)
    return 0;
  /* As it is, then with the head of a packet of a real type, so that the fields behind it are reached. */
  memset (&packet, 0, sizeof packet);
  memcpy (packet.raw, data, MIN (size, sizeof packet.raw));
  jal_wire_is_valid (&packet, MIN (size, sizeof packet.raw));
  length = jal_wire_size (data[0]);
  if (length == 0)
    return 0;
  jal_wire_init (&packet, data[0], data[1]);
  for (size_t i = 2; i < size && 12 + i < length; i++)
    packet.raw[12 + i] = data[i];
  jal_wire_is_valid (&packet, length);
  return 0;
}
