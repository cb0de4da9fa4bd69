/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of the composer, types 200…299; the rules are those of jal-wire.h. */
#pragma once

#include "wire/jal-wire.h"

G_BEGIN_DECLS

/*   program                                                                               composer
 *     | ------- WINDOW (JAL_WIRE_SLOT_RECORD): the build record as JSON, then the skipped inputs ----> |
 *     | ------- COMPOSE -----------------------------------------------------------------------------> |
 *     | <------ RANGE, WRITE (answered), COMPOSING (not answered), any number ------------------------ |
 *     | <------ COMPOSE_REPLY: the result as JSON is in the window JAL_WIRE_SLOT_RECORD -------------- |   */
#define JAL_WIRE_SLOT_RECORD 2
#define JAL_WIRE_RECORD_MAX (128u * 1024u * 1024u)
#define JAL_WIRE_INPUTS_MAX 20000

enum
{
  JAL_WIRE_COMPOSE = 200,
  JAL_WIRE_COMPOSING = 201,
  JAL_WIRE_COMPOSE_REPLY = 202,
};

/* The record's @length bytes are followed in the window, at the next multiple of 4, by @n_skipped numbers (guint32) of
   inputs that must not be opened. */
typedef struct
{
  JalWireHeader header;
  guint32 length;
  guint32 n_skipped;
} JalWireCompose;

typedef struct
{
  JalWireHeader header;
  guint32 done; /* pages */
  guint32 total;
} JalWireComposing;

typedef struct
{
  JalWireHeader header;
  guint32 length;
  guint32 reserved;
} JalWireComposeReply;

/* As jal_wire_size() and jal_wire_is_valid(), for the composer's types alone (the header has been checked). */
gsize jal_wire_compose_size (guint type);
gboolean jal_wire_compose_is_valid (const JalWirePacket *packet);

G_END_DECLS
