/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that are asked for when they are needed: the bridge over which evidence reaches a worker without this room
   knowing the vault. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes the @length bytes at @offset (both within the size) to @to. Called on whatever thread makes the call that needs
   them, never on two at once for one JalBytes. */
typedef gboolean (*JalBytesReadFunc) (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error);
/* Takes the next @length bytes of an output. */
typedef gboolean (*JalBytesWriteFunc) (gpointer user_data, const guint8 *bytes, gsize length, GError **error);

typedef struct
{
  guint64 size;
  JalBytesReadFunc read;
  gpointer user_data;
  GDestroyNotify destroy; /* nullable; called once by whoever took the bytes over */
} JalBytes;

/* Returns bytes that read from @bytes (a reference is taken). */
JalBytes jal_bytes_from_memory (GBytes *bytes);
/* Calls destroy, if any, and leaves @bytes empty. Safe to call twice. */
void jal_bytes_clear (JalBytes *bytes);

G_END_DECLS
