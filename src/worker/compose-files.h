/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "worker/compose-spec.h"
#include "worker/compose.h"

G_BEGIN_DECLS

/* The name under which libqpdf opens input number N through this program's fopen(): "jalada:in:N". */
#define JAL_COMPOSE_IN "jalada:in:%u"
#define JAL_COMPOSE_OUT "jalada:out"

/* A run of bytes of a virtual file: @memory (owned by the table) when it is set, else from @offset of the input. */
typedef struct
{
  guint64 length;
  guint64 offset;
  GBytes *memory;
} JalComposePiece;

/* Makes the inputs and the output known to fopen() until jal_compose_files_stop(). @io and @inputs must outlive that. */
void jal_compose_files_start (const JalComposeIo *io, const JalComposeInput *inputs, guint n_inputs);
void jal_compose_files_stop (void);
/* Replaces what "jalada:in:@input" holds by @n_pieces pieces one after the other; takes their memory over. */
void jal_compose_files_set_pieces (guint input, const JalComposePiece *pieces, guint n_pieces);
/* Reads exactly @length bytes at @offset of the input itself, past any pieces. */
gboolean jal_compose_files_read (guint input, guint64 offset, gpointer buffer, gsize length);
/* Returns whether bytes of an input failed since the start or the last forget; @input then names the first one. */
gboolean jal_compose_files_read_failed (guint *input);
void jal_compose_files_forget_failures (void);
gboolean jal_compose_files_write_failed (void);
/* From now on every read and write fails. */
void jal_compose_files_cancel (void);

G_END_DECLS
