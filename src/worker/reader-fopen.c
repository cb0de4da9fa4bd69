/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This program's own fopen(): the dynamic linker gives it to libqpdf too. Every other name goes on to the C library. */

/* Else the name below would become fopen64(), which is not the one that libqpdf calls. */
#undef _FILE_OFFSET_BITS

#include "worker/reader-fopen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "worker/jal-range-file.h"

static JalWorker *input_worker;
static guint64 input_size;

void
jal_reader_fopen_set (JalWorker *worker, guint64 size)
{
  input_worker = worker;
  input_size = size;
}

FILE *
fopen (const char *path, const char *mode)
{
  if (strcmp (path, JAL_READER_FILE_NAME) != 0)
    return fopen64 (path, mode);
  if (input_worker == NULL || mode[0] != 'r' || strchr (mode, '+') != NULL)
    {
      errno = EACCES;
      return NULL;
    }
  return jal_range_file_open (input_worker, 0, input_size);
}
