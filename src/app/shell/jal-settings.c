/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Settings, and the path of the vault used last. */
#include "app/shell/jal-settings.h"

#include <glib/gstdio.h>

#define SCHEMA "org.jalada.Jalada"

/* From the installed schemas, or from the build folder while the program runs uninstalled. */
static GSettingsSchema *
look_up_schema (void)
{
  const char *build = g_getenv ("JALADA_UNINSTALLED");
  g_autoptr (GSettingsSchemaSource) source = NULL;

  if (build != NULL)
    {
      g_autofree char *folder = g_build_filename (build, "data", "desktop", NULL);

      source = g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (), TRUE, NULL);
    }
  else if (g_settings_schema_source_get_default () != NULL)
    source = g_settings_schema_source_ref (g_settings_schema_source_get_default ());
  return source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
}

GSettings *
jal_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    {
      g_autoptr (GSettingsSchema) schema = look_up_schema ();

      if (schema == NULL)
        g_error ("The settings schema " SCHEMA " is not installed");
      settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}

guint
jal_settings_get_auto_lock_minutes (void)
{
  return g_settings_get_uint (jal_settings_get (), "auto-lock-minutes");
}

void
jal_settings_watch_auto_lock (GCallback callback, gpointer object)
{
  g_signal_connect_object (jal_settings_get (), "changed::auto-lock-minutes", callback, object, G_CONNECT_SWAPPED);
}

gboolean
jal_settings_get_reminders (void)
{
  return g_settings_get_boolean (jal_settings_get (), "reminders");
}

guint
jal_settings_get_reminder_days (void)
{
  return g_settings_get_uint (jal_settings_get (), "reminder-days");
}

void
jal_settings_watch_reminders (GCallback callback, gpointer object)
{
  g_signal_connect_object (jal_settings_get (), "changed::reminders", callback, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (jal_settings_get (), "changed::reminder-days", callback, object, G_CONNECT_SWAPPED);
}

static char *
state_file (void)
{
  return g_build_filename (g_get_user_state_dir (), "jalada", "last-vault", NULL);
}

char *
jal_settings_dup_last_vault (void)
{
  g_autofree char *file = state_file ();
  char *path = NULL;

  if (!g_file_get_contents (file, &path, NULL, NULL))
    return NULL;
  g_strchomp (path);
  if (!g_path_is_absolute (path))
    g_clear_pointer (&path, g_free);
  return path;
}

void
jal_settings_set_last_vault (const char *path)
{
  g_autofree char *file = state_file ();
  g_autofree char *folder = g_path_get_dirname (file);

  if (path == NULL)
    {
      g_unlink (file);
      return;
    }
  /* Losing it costs one visit to the file chooser, so nobody is told. */
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_file_set_contents_full (file, path, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}
