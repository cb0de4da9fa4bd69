/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Build records, as the composer gets them. */
#include "worker/compose-spec.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *json = g_strndup ((const char *)data, size);
  g_autoptr (JalComposeSpec) spec = jal_compose_spec_parse (json, NULL);

  return 0;
}
