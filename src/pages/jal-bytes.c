/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/jal-bytes.h"

#include <string.h>

static gboolean
read_memory_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  gsize size;
  const guint8 *memory = g_bytes_get_data (user_data, &size);

  g_return_val_if_fail (offset <= size && length <= size - offset, FALSE);
  memcpy (to, memory + offset, length);
  return TRUE;
}

JalBytes
jal_bytes_from_memory (GBytes *bytes)
{
  return (JalBytes){ g_bytes_get_size (bytes), read_memory_cb, g_bytes_ref (bytes), (GDestroyNotify)g_bytes_unref };
}

void
jal_bytes_clear (JalBytes *bytes)
{
  if (bytes->destroy != NULL)
    bytes->destroy (bytes->user_data);
  *bytes = (JalBytes){ 0 };
}
