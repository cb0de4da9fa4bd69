/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the desktop says when nobody is to see the screen any more. The buses are reached asynchronously: the first frame
   does not wait for them. */
#include "app/shell/jal-lock-signals.h"

typedef struct
{
  JalLockFunc lock;
  gpointer data;
} Watch;

/* "ActiveChanged" of a screen saver and "PrepareForSleep" carry whether it begins or ends. */
static void
begun_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
          GVariant *parameters, gpointer user_data)
{
  Watch *watch = user_data;
  gboolean begins = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (begins)
    watch->lock (watch->data);
}

static void
told_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
         GVariant *parameters, gpointer user_data)
{
  Watch *watch = user_data;

  watch->lock (watch->data);
}

static void
session_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const savers[] = { "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver", "org.cinnamon.ScreenSaver",
                                        "org.mate.ScreenSaver", "org.xfce.ScreenSaver" };
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  /* The connection is the shared one, and stays for the life of the program. */
  for (guint i = 0; bus != NULL && i < G_N_ELEMENTS (savers); i++)
    g_dbus_connection_signal_subscribe (bus, NULL, savers[i], "ActiveChanged", NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, begun_cb,
                                        user_data, NULL);
}

static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;
  g_dbus_connection_signal_subscribe (bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
                                      "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, begun_cb, user_data, NULL);
  g_dbus_connection_signal_subscribe (bus, "org.freedesktop.login1", "org.freedesktop.login1.Session", "Lock", NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, told_cb, user_data, NULL);
}

void
jal_lock_signals_watch (JalLockFunc lock, gpointer data)
{
  static Watch watch;

  g_return_if_fail (watch.lock == NULL);

  watch.lock = lock;
  watch.data = data;
  g_bus_get (G_BUS_TYPE_SESSION, NULL, session_bus_cb, &watch);
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, system_bus_cb, &watch);
}
