/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose-tool SPEC.json OUT.pdf INPUT…: runs the composer's core in this process, without walls, and prints the result.
   For tests and benches; it is not installed. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib.h>

#include "worker/compose.h"

typedef struct
{
  FILE **inputs;
  FILE *out;
} Files;

static gboolean
read_cb (gpointer data, guint input, guint64 offset, gpointer buffer, gsize length)
{
  FILE *file = ((Files *)data)->inputs[input];

  return fseeko (file, (off_t)offset, SEEK_SET) == 0 && fread (buffer, 1, length, file) == length;
}

static gboolean
write_cb (gpointer data, gconstpointer bytes, gsize length)
{
  return fwrite (bytes, 1, length, ((Files *)data)->out) == length;
}

int
main (int argc, char **argv)
{
  g_autofree char *spec = NULL;
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;
  Files files = { 0 };
  JalComposeIo io = { read_cb, write_cb, NULL, &files };

  if (argc < 3 || !g_file_get_contents (argv[1], &spec, NULL, &error))
    {
      fprintf (stderr, "compose-tool SPEC.json OUT.pdf INPUT…: %s\n", error != NULL ? error->message : "usage");
      return 2;
    }
  files.inputs = g_new0 (FILE *, argc);
  for (int i = 3; i < argc; i++)
    if ((files.inputs[i - 3] = fopen (argv[i], "rb")) == NULL)
      return 2;
  if ((files.out = fopen (argv[2], "wb")) == NULL)
    return 2;
  result = jal_compose_run (spec, &io, &error);
  for (int i = 3; i < argc; i++)
    fclose (files.inputs[i - 3]);
  g_free (files.inputs);
  if (fclose (files.out) != 0 || result == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "cannot write");
      return 1;
    }
  puts (result);
  return 0;
}
