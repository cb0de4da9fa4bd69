/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A subclass of GMemoryInputStream that holds no memory. poppler takes a memory stream as it is and reads it at the
   offsets it needs; any other goes through a cache of its own, and the first page of a large scan comes several times
   later. So this one says it is one, and replaces all it does. */
#include "worker/reader-stream.h"

struct _JalReaderStream
{
  GMemoryInputStream parent;
  JalWorker *worker;
  guint64 size;
  guint64 offset;
};

static void seekable_init (GSeekableIface *iface);

G_DEFINE_TYPE_WITH_CODE (JalReaderStream, jal_reader_stream, G_TYPE_MEMORY_INPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, seekable_init))

static gssize
read_fn (GInputStream *stream, void *to, gsize length, GCancellable *cancellable, GError **error)
{
  JalReaderStream *self = JAL_READER_STREAM (stream);
  gssize got = jal_worker_read (self->worker, 0, self->size, self->offset, to, length);

  if (got < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "range refused");
  else
    self->offset += (guint64)got;
  return got;
}

static gssize
skip (GInputStream *stream, gsize length, GCancellable *cancellable, GError **error)
{
  JalReaderStream *self = JAL_READER_STREAM (stream);
  guint64 step = MIN ((guint64)length, self->size - MIN (self->offset, self->size));

  self->offset += step;
  return (gssize)step;
}

static gboolean
close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static goffset
tell (GSeekable *seekable)
{
  return (goffset)JAL_READER_STREAM (seekable)->offset;
}

static gboolean
can_seek (GSeekable *seekable)
{
  return TRUE;
}

static gboolean
seek (GSeekable *seekable, goffset offset, GSeekType type, GCancellable *cancellable, GError **error)
{
  JalReaderStream *self = JAL_READER_STREAM (seekable);
  goffset base = type == G_SEEK_SET ? 0 : type == G_SEEK_CUR ? (goffset)self->offset : (goffset)self->size;

  if (offset < -base || offset > (goffset)self->size - base)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "beyond the end");
      return FALSE;
    }
  self->offset = (guint64)(base + offset);
  return TRUE;
}

static gboolean
can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static gboolean
truncate_fn (GSeekable *seekable, goffset offset, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "read only");
  return FALSE;
}

static void
seekable_init (GSeekableIface *iface)
{
  iface->tell = tell;
  iface->can_seek = can_seek;
  iface->seek = seek;
  iface->can_truncate = can_truncate;
  iface->truncate_fn = truncate_fn;
}

static void
jal_reader_stream_class_init (JalReaderStreamClass *class)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (class);

  stream_class->read_fn = read_fn;
  stream_class->skip = skip;
  stream_class->close_fn = close_fn;
}

static void
jal_reader_stream_init (JalReaderStream *self)
{
}

GInputStream *
jal_reader_stream_new (JalWorker *worker, guint64 size)
{
  JalReaderStream *self = g_object_new (JAL_TYPE_READER_STREAM, NULL);

  self->worker = worker;
  self->size = size;
  return G_INPUT_STREAM (self);
}
