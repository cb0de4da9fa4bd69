/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photographs and scans, as the importer's worker looks at them. */
#include "worker/image-file-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  JalImageFile jpeg = { 0 }, png = { 0 };

  jal_image_file_read_jpeg (&jpeg, data, size, NULL);
  jal_image_file_clear (&jpeg);
  jal_image_file_read_png (&png, data, size, NULL);
  jal_image_file_clear (&png);
  return 0;
}
