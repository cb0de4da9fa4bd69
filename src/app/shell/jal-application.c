/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The program: one window, what the toolkit may remember, and the look. */
#include "app/shell/jal-application.h"

#include "app/shell/jal-accessible.h"
#include "app/shell/jal-lock-signals.h"
#include "app/shell/jal-main-window.h"
#include "app/shell/jal-settings.h"
#include "app/shell/jal-toolkit-words.h"
#include "app/shell/jal-transient.h"

struct _JalApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (JalApplication, jal_application, ADW_TYPE_APPLICATION)

static void
look_changed_cb (void)
{
  g_autofree char *look = g_settings_get_string (jal_settings_get (), "look");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (look, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (look, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static gboolean
lock_all (gpointer data)
{
  for (GList *l = gtk_application_get_windows (data); l != NULL; l = l->next)
    if (JAL_IS_MAIN_WINDOW (l->data))
      {
        JalMainWindow *main_window = l->data;

        /* Locking closes dialogs, and so changes the list. */
        jal_main_window_lock (main_window);
        return jal_main_window_is_wiped (main_window);
      }
  return TRUE;
}

static void
forget_filename (GObject *manager, guint property, const GValue *value, GParamSpec *pspec)
{
}

static void
startup (GApplication *application)
{
  GObjectClass *recent;

  G_APPLICATION_CLASS (jal_application_parent_class)->startup (application);

  jal_toolkit_words_lend ();
  /* Otherwise the file chooser writes the paths of the evidence into a file of the user's home. Told not to, the toolkit still
     writes an empty list as the program ends, which says when something was saved and wipes what other programs keep there. Its
     manager takes the file's name as a property: without one it neither reads nor writes. */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);
  recent = g_type_class_ref (GTK_TYPE_RECENT_MANAGER);
  recent->set_property = forget_filename;
  jal_accessible_mend_names ();
  gtk_window_set_default_icon_name ("org.jalada.Jalada");
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/org/jalada/Jalada/icons");
  jal_lock_signals_watch (lock_all, application);
  jal_transient_mend (lock_all, application);
  look_changed_cb ();
  g_signal_connect_object (jal_settings_get (), "changed::look", G_CALLBACK (look_changed_cb), application, G_CONNECT_SWAPPED);
}

static GtkWindow *
window (GApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  while (active != NULL && !JAL_IS_MAIN_WINDOW (active))
    active = gtk_window_get_transient_for (active);
  return active != NULL ? active : GTK_WINDOW (jal_main_window_new (ADW_APPLICATION (application)));
}

static void
activate (GApplication *application)
{
  gtk_window_present (window (application));
}

/* A vault given on the command line or by the file manager: its passphrase is asked for. */
static void
open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GtkWindow *shown = window (application);
  g_autofree char *path = g_file_get_path (files[0]);

  if (path != NULL)
    jal_main_window_choose_vault (JAL_MAIN_WINDOW (shown), path);
  gtk_window_present (shown);
}

static void
jal_application_class_init (JalApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = startup;
  application_class->activate = activate;
  application_class->open = open_files;
}

static void
jal_application_init (JalApplication *self)
{
}

JalApplication *
jal_application_new (void)
{
  return g_object_new (JAL_TYPE_APPLICATION, "application-id", "org.jalada.Jalada", "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/jalada/Jalada", NULL);
}
