/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole process does for the key's sake. */
#include "store/jal-store.h"

#include <stdlib.h>
#include <string.h>

#include "vault/jal-vault.h"

void
jal_store_harden_process (void)
{
  jal_vault_harden_process ();
}

/* Whether the block device @name ("dm-3") is encrypted by the kernel, or one that lives in memory. */
static gboolean
keeps_secrets (const char *sys, const char *name)
{
  g_autofree char *path = g_build_filename (sys, "block", name, "dm", "uuid", NULL);
  g_autofree char *uuid = NULL;

  return g_str_has_prefix (name, "zram") || (g_file_get_contents (path, &uuid, NULL, NULL) && g_str_has_prefix (uuid, "CRYPT-"));
}

char *
jal_store_find_open_swap (const char *proc, const char *sys)
{
  g_autofree char *path = g_build_filename (proc, "swaps", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  /* The first line is the head of the table; spaces in a name are written as \040. */
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      gsize length = strcspn (lines[i], " \t");
      g_autofree char *device = g_strndup (lines[i], length);
      g_autofree char *real = length > 0 ? realpath (device, NULL) : NULL;
      g_autofree char *name = g_path_get_basename (real != NULL ? real : device);

      if (length > 0 && !keeps_secrets (sys, name))
        return g_steal_pointer (&device);
    }
  return NULL;
}
