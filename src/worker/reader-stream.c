/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A subclass of GMemoryInputStream that holds no memory. poppler takes a memory stream as it is and reads it at the
   offsets it needs; any other goes through a cache of its own, and the first page of a large scan comes several times
   later. So this one says it is one, and replaces all it does. */
#include "worker/reader-stream.h"

#include <string.h>

struct _JalReaderStream
{
  GMemoryInputStream parent;
  JalWorker *worker;
  guint64 size; /* of the input */
  GBytes *more; /* nullable: stands behind it */
  guint64 offset;
};

static void seekable_init (GSeekableIface *iface);

G_DEFINE_TYPE_WITH_CODE (JalReaderStream, jal_reader_stream, G_TYPE_MEMORY_INPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, seekable_init))

static guint64
whole_size (JalReaderStream *self)
{
  return self->size + (self->more != NULL ? g_bytes_get_size (self->more) : 0);
}

static gssize
read_more (JalReaderStream *self, void *to, gsize length)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (self->more, &size);
  gsize from = (gsize)(self->offset - self->size), part = MIN (length, size - MIN (from, size));

  memcpy (to, bytes + MIN (from, size), part);
  self->offset += part;
  return (gssize)part;
}

static gssize
read_fn (GInputStream *stream, void *to, gsize length, GCancellable *cancellable, GError **error)
{
  JalReaderStream *self = JAL_READER_STREAM (stream);
  gssize got;

  if (self->more != NULL && self->offset >= self->size)
    return read_more (self, to, length);
  got = jal_worker_read (self->worker, 0, self->size, self->offset, to, length);

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
  guint64 step = MIN ((guint64)length, whole_size (self) - MIN (self->offset, whole_size (self)));

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
  goffset base = type == G_SEEK_SET ? 0 : type == G_SEEK_CUR ? (goffset)self->offset : (goffset)whole_size (self);

  if (offset < -base || offset > (goffset)whole_size (self) - base)
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
jal_reader_stream_finalize (GObject *object)
{
  g_clear_pointer (&JAL_READER_STREAM (object)->more, g_bytes_unref);
  G_OBJECT_CLASS (jal_reader_stream_parent_class)->finalize (object);
}

static void
jal_reader_stream_class_init (JalReaderStreamClass *class)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = jal_reader_stream_finalize;
  stream_class->read_fn = read_fn;
  stream_class->skip = skip;
  stream_class->close_fn = close_fn;
}

static void
jal_reader_stream_init (JalReaderStream *self)
{
}

GInputStream *
jal_reader_stream_new (JalWorker *worker, guint64 size, GBytes *more)
{
  JalReaderStream *self = g_object_new (JAL_TYPE_READER_STREAM, NULL);

  self->worker = worker;
  self->size = size;
  self->more = more != NULL ? g_bytes_ref (more) : NULL;
  return G_INPUT_STREAM (self);
}
