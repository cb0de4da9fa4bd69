/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose-tool [--in-process] SPEC.json OUT.pdf INPUT…: composes in the walled-in worker, or in this process, and prints
   the result. For tests and benches; it is not installed. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "pages/jal-composer.h"
#include "worker/compose.h"

typedef struct
{
  FILE **inputs;
  FILE *out;
} Files;

static gboolean
read_at (FILE *file, guint64 offset, gpointer buffer, gsize length)
{
  return pread (fileno (file), buffer, length, (off_t)offset) == (ssize_t)length;
}

static gboolean
read_cb (gpointer data, guint input, guint64 size, guint64 offset, gpointer buffer, gsize length)
{
  return read_at (((Files *)data)->inputs[input], offset, buffer, length);
}

static gboolean
write_cb (gpointer data, gconstpointer bytes, gsize length)
{
  return fwrite (bytes, 1, length, ((Files *)data)->out) == length;
}

static gboolean
bytes_read_cb (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  if (read_at (data, offset, to, length))
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_IO, "cannot read");
  return FALSE;
}

static gboolean
bytes_write_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  if (fwrite (bytes, 1, length, ((Files *)data)->out) == length)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_IO, "cannot write");
  return FALSE;
}

static char *
compose_behind_walls (const char *spec, Files *files, guint n_inputs, GError **error)
{
  g_autofree JalBytes *inputs = g_new0 (JalBytes, n_inputs + 1);
  char *result = NULL;

  for (guint i = 0; i < n_inputs; i++)
    {
      fseeko (files->inputs[i], 0, SEEK_END);
      inputs[i] = (JalBytes){ .size = (guint64)ftello (files->inputs[i]), .read = bytes_read_cb,
                              .user_data = files->inputs[i] };
    }
  return jal_compose (spec, inputs, n_inputs, bytes_write_cb, files, NULL, NULL, NULL, &result, error) ? result : NULL;
}

int
main (int argc, char **argv)
{
  g_autofree char *spec = NULL;
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;
  Files files = { 0 };
  JalComposeIo io = { read_cb, write_cb, NULL, &files, NULL, 0 };
  gboolean in_process = argc > 1 && strcmp (argv[1], "--in-process") == 0;
  char **names = argv + (in_process ? 4 : 3);
  int n_inputs = argc - (in_process ? 4 : 3);

  if (n_inputs < 0 || !g_file_get_contents (names[-2], &spec, NULL, &error))
    {
      fprintf (stderr, "compose-tool [--in-process] SPEC.json OUT.pdf INPUT…: %s\n", error != NULL ? error->message : "usage");
      return 2;
    }
  files.inputs = g_new0 (FILE *, n_inputs + 1);
  for (int i = 0; i < n_inputs; i++)
    if ((files.inputs[i] = fopen (names[i], "rb")) == NULL)
      return 2;
  if ((files.out = fopen (names[-1], "wb")) == NULL)
    return 2;
  result = in_process ? jal_compose_run (spec, &io, &error)
                      : compose_behind_walls (spec, &files, (guint)n_inputs, &error);
  for (int i = 0; i < n_inputs; i++)
    fclose (files.inputs[i]);
  g_free (files.inputs);
  if (fclose (files.out) != 0 || result == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "cannot write");
      return 1;
    }
  puts (result);
  return 0;
}
