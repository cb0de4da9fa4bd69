/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the desktop says when nobody is to see the screen any more. The buses are reached asynchronously: the first frame
   does not wait for them. */
#include "app/shell/jal-lock-signals.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"

typedef struct
{
  JalLockFunc lock;
  gpointer data;
  GDBusConnection *system;
  int inhibitor;      /* closing it lets the computer sleep; -1 for none */
  gboolean inhibiting; /* one is being asked for */
  gboolean sleeping;  /* sleep or shutdown has begun */
} Watch;

static Watch the_watch = { .inhibitor = -1 };

static void
let_go (Watch *watch)
{
  if (watch->inhibitor >= 0)
    close (watch->inhibitor);
  watch->inhibitor = -1;
}

static void
inhibited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &fds, result, NULL);
  gint32 index = -1;

  watch->inhibiting = FALSE;
  if (reply == NULL || fds == NULL)
    return;
  g_variant_get (reply, "(h)", &index);
  let_go (watch);
  watch->inhibitor = g_unix_fd_list_get (fds, index, NULL);
  /* Too late: nothing is left to wait for. */
  if (watch->sleeping)
    let_go (watch);
}

/* logind waits for the end of this before it lets the computer sleep. */
static void
hold (Watch *watch)
{
  if (watch->system == NULL || watch->inhibitor >= 0 || watch->inhibiting)
    return;
  watch->inhibiting = TRUE;
  g_dbus_connection_call_with_unix_fd_list (
      watch->system, LOGIND, LOGIND_PATH, LOGIND_MANAGER, "Inhibit",
      g_variant_new ("(ssss)", "sleep:shutdown", "Jalada", _ ("Locking the vault"), "delay"), G_VARIANT_TYPE ("(h)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, inhibited_cb, watch);
}

static void
prepare_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
            GVariant *parameters, gpointer user_data)
{
  Watch *watch = user_data;
  gboolean begins = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  watch->sleeping = begins;
  if (!begins)
    hold (watch);
  else if (watch->lock (watch->data))
    let_go (watch);
}

void
jal_lock_signals_wiped (void)
{
  if (the_watch.sleeping)
    let_go (&the_watch);
}

/* "ActiveChanged" of a screen saver carries whether it begins or ends. */
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
  static const char *const ends[] = { "PrepareForSleep", "PrepareForShutdown" };
  Watch *watch = user_data;

  watch->system = g_bus_get_finish (result, NULL);
  if (watch->system == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_dbus_connection_signal_subscribe (watch->system, LOGIND, LOGIND_MANAGER, ends[i], LOGIND_PATH, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, prepare_cb, watch, NULL);
  g_dbus_connection_signal_subscribe (watch->system, LOGIND, "org.freedesktop.login1.Session", "Lock", NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, told_cb, watch, NULL);
  hold (watch);
}

void
jal_lock_signals_watch (JalLockFunc lock, gpointer data)
{
  g_return_if_fail (the_watch.lock == NULL);

  the_watch.lock = lock;
  the_watch.data = data;
  g_bus_get (G_BUS_TYPE_SESSION, NULL, session_bus_cb, &the_watch);
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, system_bus_cb, &the_watch);
}
