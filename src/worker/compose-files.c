/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files that libqpdf sees.
 *
 * libqpdf's C interface opens its input and output by name with fopen(). The composer has no files: its inputs are ranges
 * asked from the program that holds the key, its output is a stream to it. So the composer brings its own fopen(), which
 * knows the names "jalada:in:N" and "jalada:out" and hands every other name (fonts) to the C library.
 *
 * 1. No file descriptor is used for inputs or output: 1,000 open inputs cost 1,000 small buffers.
 * 2. A failed range is remembered until somebody asks: libqpdf may take a short read for the end of a file.
 * 3. After a cancel or a refused write nothing more is asked from or given to the program.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-files.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OUTPUT_BUFFER 262144

typedef struct
{
  GArray *pieces; /* of JalComposePiece */
  guint64 size;
} File;

typedef struct
{
  guint input;
  guint64 position;
} Handle;

static struct
{
  const JalComposeIo *io;
  const JalComposeInput *inputs;
  File *files;
  guint n_inputs;
  guint failed_input;
  gboolean read_failed;
  gboolean write_failed;
  gboolean cancelled;
} table;

static void
piece_clear (gpointer data)
{
  g_clear_pointer (&((JalComposePiece *)data)->memory, g_bytes_unref);
}

void
jal_compose_files_start (const JalComposeIo *io, const JalComposeInput *inputs, guint n_inputs)
{
  g_return_if_fail (table.io == NULL);

  memset (&table, 0, sizeof table);
  table.io = io;
  table.inputs = inputs;
  table.n_inputs = n_inputs;
  table.files = g_new0 (File, n_inputs);
  for (guint i = 0; i < n_inputs; i++)
    {
      JalComposePiece whole = { .length = inputs[i].size };

      jal_compose_files_set_pieces (i, &whole, 1);
    }
}

void
jal_compose_files_stop (void)
{
  for (guint i = 0; i < table.n_inputs; i++)
    g_array_unref (table.files[i].pieces);
  g_free (table.files);
  memset (&table, 0, sizeof table);
}

void
jal_compose_files_set_pieces (guint input, const JalComposePiece *pieces, guint n_pieces)
{
  File *file;

  g_return_if_fail (input < table.n_inputs);

  file = &table.files[input];
  g_clear_pointer (&file->pieces, g_array_unref);
  file->pieces = g_array_sized_new (FALSE, FALSE, sizeof (JalComposePiece), n_pieces);
  g_array_set_clear_func (file->pieces, piece_clear);
  g_array_append_vals (file->pieces, pieces, n_pieces);
  file->size = 0;
  for (guint i = 0; i < n_pieces; i++)
    file->size += pieces[i].length;
}

gboolean
jal_compose_files_read_failed (guint *input)
{
  if (table.read_failed && input != NULL)
    *input = table.failed_input;
  return table.read_failed;
}

void
jal_compose_files_forget_failures (void)
{
  table.read_failed = FALSE;
}

gboolean
jal_compose_files_write_failed (void)
{
  return table.write_failed;
}

void
jal_compose_files_cancel (void)
{
  table.cancelled = TRUE;
}

gboolean
jal_compose_files_read (guint input, guint64 offset, gpointer buffer, gsize length)
{
  if (input >= table.n_inputs || offset > table.inputs[input].size || length > table.inputs[input].size - offset)
    return FALSE;
  if (!table.cancelled && table.io->read (table.io->data, input, table.inputs[input].size, offset, buffer, length))
    return TRUE;
  if (!table.read_failed)
    table.failed_input = input;
  table.read_failed = TRUE;
  return FALSE;
}

static ssize_t
read_cb (void *cookie, char *buffer, size_t size)
{
  Handle *handle = cookie;
  File *file = &table.files[handle->input];
  guint64 start = 0;
  gsize done = 0;

  for (guint i = 0; i < file->pieces->len && done < size; i++)
    {
      const JalComposePiece *piece = &g_array_index (file->pieces, JalComposePiece, i);

      if (handle->position < start + piece->length)
        {
          guint64 skip = handle->position - start;
          gsize part = (gsize)MIN (size - done, piece->length - skip);

          if (piece->memory != NULL)
            memcpy (buffer + done, (const char *)g_bytes_get_data (piece->memory, NULL) + skip, part);
          else if (!jal_compose_files_read (handle->input, piece->offset + skip, buffer + done, part))
            {
              errno = EIO;
              return -1;
            }
          done += part;
          handle->position += part;
        }
      start += piece->length;
    }
  return (ssize_t)done;
}

static int
seek_cb (void *cookie, off64_t *offset, int whence)
{
  Handle *handle = cookie;
  gint64 base = 0;

  if (whence == SEEK_CUR)
    base = (gint64)handle->position;
  else if (whence == SEEK_END)
    base = (gint64)table.files[handle->input].size;
  if (*offset < -base || *offset > G_MAXINT64 - base)
    {
      errno = EINVAL;
      return -1;
    }
  handle->position = (guint64)(base + *offset);
  *offset = (off64_t)handle->position;
  return 0;
}

static int
close_cb (void *cookie)
{
  g_free (cookie);
  return 0;
}

static ssize_t
write_cb (void *cookie, const char *buffer, size_t size)
{
  if (table.cancelled || table.write_failed || !table.io->write (table.io->data, buffer, size))
    {
      table.write_failed = TRUE;
      errno = EIO;
      return 0;
    }
  return (ssize_t)size;
}

static FILE *
open_input (const char *number)
{
  char *end;
  guint64 input = g_ascii_strtoull (number, &end, 10);
  cookie_io_functions_t functions = { .read = read_cb, .seek = seek_cb, .close = close_cb };
  Handle *handle;
  FILE *stream;

  if (table.io == NULL || *end != '\0' || end == number || input >= table.n_inputs)
    {
      errno = ENOENT;
      return NULL;
    }
  handle = g_new0 (Handle, 1);
  handle->input = (guint)input;
  stream = fopencookie (handle, "r", functions);
  if (stream == NULL)
    g_free (handle);
  return stream;
}

static FILE *
open_output (void)
{
  cookie_io_functions_t functions = { .write = write_cb };
  FILE *stream;

  if (table.io == NULL)
    {
      errno = ENOENT;
      return NULL;
    }
  stream = fopencookie (NULL, "w", functions);
  if (stream != NULL)
    setvbuf (stream, NULL, _IOFBF, OUTPUT_BUFFER);
  return stream;
}

/* These take the place of the C library's for every library of this program; the linker exports them because libraries
   need them. Both names, because stdio.h renames the one to the other where offsets have 64 bits. */
FILE *jal_compose_fopen (const char *path, const char *mode) __asm__ ("fopen");
FILE *jal_compose_fopen64 (const char *path, const char *mode) __asm__ ("fopen64");

FILE *
jal_compose_fopen (const char *path, const char *mode)
{
  static FILE *(*system_fopen) (const char *, const char *);

  if (g_str_has_prefix (path, "jalada:in:"))
    return open_input (path + strlen ("jalada:in:"));
  if (strcmp (path, JAL_COMPOSE_OUT) == 0)
    return open_output ();
  if (system_fopen == NULL)
    *(void **)&system_fopen = dlsym (RTLD_NEXT, "fopen64");
  return system_fopen (path, mode);
}

FILE *
jal_compose_fopen64 (const char *path, const char *mode)
{
  return jal_compose_fopen (path, mode);
}
