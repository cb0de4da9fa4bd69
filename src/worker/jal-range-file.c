/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/jal-range-file.h"

#include <errno.h>

typedef struct
{
  JalWorker *worker;
  guint input;
  guint64 size;
  guint64 offset;
} RangeFile;

static ssize_t
read_cb (void *cookie, char *to, size_t length)
{
  RangeFile *file = cookie;
  gssize got = jal_worker_read (file->worker, file->input, file->size, file->offset, (guint8 *)to, length);

  if (got < 0)
    errno = EIO;
  else
    file->offset += (guint64)got;
  return got;
}

static int
seek_cb (void *cookie, off64_t *offset, int whence)
{
  RangeFile *file = cookie;
  gint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (gint64)file->offset : (gint64)file->size;

  if (*offset < -base || *offset > (gint64)JAL_WIRE_SIZE_MAX - base)
    {
      errno = EINVAL;
      return -1;
    }
  file->offset = (guint64)(base + *offset);
  *offset = (off64_t)file->offset;
  return 0;
}

static int
close_cb (void *cookie)
{
  g_free (cookie);
  return 0;
}

FILE *
jal_range_file_open (JalWorker *worker, guint input, guint64 size)
{
  RangeFile *file = g_new0 (RangeFile, 1);
  FILE *stream;

  file->worker = worker;
  file->input = input;
  file->size = size;
  stream = fopencookie (file, "r", (cookie_io_functions_t){ read_cb, NULL, seek_cb, close_cb });
  if (stream == NULL)
    g_free (file);
  return stream;
}
