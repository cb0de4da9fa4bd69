/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reminders say on the bus, read by a notification daemon of our own: never a name, a number or a title of a case. */
#include "../jal-test-vault.h"

#include "app/shell/jal-reminders.h"
#include "app/shell/jal-settings.h"
#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "schedule/jal-schedule.h"

static const char introspection[]
    = "<node><interface name='org.freedesktop.Notifications'>"
      "<method name='Notify'><arg direction='in' type='s'/><arg direction='in' type='u'/><arg direction='in' type='s'/>"
      "<arg direction='in' type='s'/><arg direction='in' type='s'/><arg direction='in' type='as'/>"
      "<arg direction='in' type='a{sv}'/><arg direction='in' type='i'/><arg direction='out' type='u'/></method>"
      "<method name='CloseNotification'><arg direction='in' type='u'/></method>"
      "<method name='GetCapabilities'><arg direction='out' type='as'/></method>"
      "<method name='GetServerInformation'><arg direction='out' type='s'/><arg direction='out' type='s'/>"
      "<arg direction='out' type='s'/><arg direction='out' type='s'/></method>"
      "</interface></node>";

static GString *heard; /* everything that any notification carried */
static guint n_heard;
static char *summary;

static void
call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method, GVariant *arguments,
         GDBusMethodInvocation *invocation, gpointer data)
{
  if (g_str_equal (method, "Notify"))
    {
      g_autofree char *all = g_variant_print (arguments, FALSE);

      g_string_append (heard, all);
      g_free (summary);
      g_variant_get_child (arguments, 3, "s", &summary);
      n_heard++;
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", n_heard));
    }
  else if (g_str_equal (method, "GetCapabilities"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", NULL));
  else if (g_str_equal (method, "GetServerInformation"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static JalDate
date_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

/* @minute of the day in Nairobi. */
static void
set_clock (const char *day, int minute)
{
  jal_clock_set_fake (((gint64)date_of (day) * 24 * 60 - 180 + minute) * 60 * G_USEC_PER_SEC);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came in ten seconds");
  return G_SOURCE_REMOVE;
}

static void
wait_for (gboolean (*question) (gpointer), gpointer data)
{
  guint late = g_timeout_add_seconds (10, late_cb, NULL);

  while (!question (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static gboolean
is_armed (gpointer reminders)
{
  return jal_reminders_count (reminders) > 0;
}

/* The week's early one has become a fortnight's: 1 December, the day before, and the day of the second session. */
static gboolean
has_three (gpointer reminders)
{
  return jal_reminders_count (reminders) >= 3;
}

static gboolean
has_heard (gpointer n)
{
  return n_heard >= GPOINTER_TO_UINT (n);
}

/* Until the answer to Notify has reached the application: GLib 2.74 forgets a notification it withdraws before that, and
   then writes into it. */
static void
settle (GDBusConnection *bus)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus", "GetId", NULL, NULL,
                                                             G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  for (guint i = 0; i < 20 || g_main_context_pending (NULL); i++)
    {
      g_usleep (5000);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
assert_nothing_told (void)
{
  static const char *const secrets[] = { "Makini", "Siri", "CR 77", "77", "Shanzu", "shanzu", "Hearing" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (strstr (heard->str, secrets[i]) != NULL)
      g_error ("the bus carried “%s”: %s", secrets[i], heard->str);
}

static void
test_bus (void)
{
  g_autoptr (GTestDBus) private_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (introspection, NULL);
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GApplication) application = NULL;
  g_autoptr (JalReminders) reminders = NULL;
  g_autoptr (GError) error = NULL;
  JalTestVault vault;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalSessionDraft session = JAL_SESSION_DRAFT_INIT;
  JalId case_id;
  guint owned;

  g_setenv ("GNOTIFICATION_BACKEND", "freedesktop", TRUE);
  g_test_dbus_up (private_bus);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_register_object (bus, "/org/freedesktop/Notifications", info->interfaces[0], &table, NULL, NULL, &error);
  g_assert_no_error (error);
  owned = g_bus_own_name_on_connection (bus, "org.freedesktop.Notifications", G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  application = g_application_new ("org.jalada.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (application, NULL, &error));
  heard = g_string_new (NULL);

  set_clock ("2026-11-23", 6 * 60);
  jal_test_vault_open (&vault);
  draft.title = "Republic v Makini Siri";
  draft.number = "CR 77";
  draft.court = "shanzu-magistrates";
  g_assert_true (jal_cases_add (vault.store, &draft, &case_id, &error));
  session.kind = "hearing";
  session.date = date_of ("2026-11-24");
  session.purpose = "Makini testifies";
  g_assert_true (jal_schedule_add (vault.store, case_id, &session, NULL, &error));
  g_assert_no_error (error);
  reminders = jal_reminders_new (application);
  jal_reminders_open (reminders, vault.store);
  wait_for (is_armed, reminders);

  /* Open: numbers only. Before the hour nothing is said. */
  set_clock ("2026-11-23", 7 * 60 + 29);
  jal_reminders_check (reminders);
  g_assert_cmpuint (n_heard, ==, 0);
  set_clock ("2026-11-23", 7 * 60 + 30);
  jal_reminders_check (reminders);
  wait_for (has_heard, GUINT_TO_POINTER (1));
  settle (bus);
  g_assert_cmpstr (summary, ==, "Jalada");
  g_assert_nonnull (strstr (heard->str, "A session on the next working day."));
  assert_nothing_told ();

  /* Switched off: the next morning passes in silence; the number of days chosen is the number of days said. */
  g_string_truncate (heard, 0);
  session.date = date_of ("2026-12-15");
  g_assert_true (jal_schedule_add (vault.store, case_id, &session, NULL, &error));
  g_settings_set_uint (jal_settings_get (), "reminder-days", 14);
  wait_for (has_three, reminders);
  g_settings_set_boolean (jal_settings_get (), "reminders", FALSE);
  set_clock ("2026-11-24", 7 * 60 + 30);
  jal_reminders_check (reminders);
  settle (bus);
  g_assert_cmpuint (n_heard, ==, 1);
  g_settings_set_boolean (jal_settings_get (), "reminders", TRUE);
  set_clock ("2026-12-01", 7 * 60 + 30);
  jal_reminders_check (reminders);
  wait_for (has_heard, GUINT_TO_POINTER (2));
  settle (bus);
  g_assert_nonnull (strstr (heard->str, "A session in 14 days."));
  assert_nothing_told ();

  /* Locked: the fact alone, from memory; the vault is closed by then. */
  g_string_truncate (heard, 0);
  jal_reminders_lock (reminders);
  jal_test_vault_close (&vault);
  g_assert_cmpuint (jal_reminders_count (reminders), >, 0);
  g_settings_set_boolean (jal_settings_get (), "reminders", FALSE);
  set_clock ("2026-12-08", 7 * 60 + 31);
  jal_reminders_check (reminders);
  settle (bus);
  g_assert_cmpuint (n_heard, ==, 2);
  g_settings_set_boolean (jal_settings_get (), "reminders", TRUE);
  set_clock ("2026-12-15", 7 * 60 + 31);
  jal_reminders_check (reminders);
  wait_for (has_heard, GUINT_TO_POINTER (3));
  settle (bus);
  g_assert_cmpstr (summary, ==, "Jalada: a reminder is waiting");
  g_assert_null (strstr (heard->str, "session"));
  assert_nothing_told ();

  g_clear_object (&reminders);
  g_bus_unown_name (owned);
  g_clear_object (&application);
  g_clear_object (&bus);
  g_string_free (heard, TRUE);
  g_free (summary);
  jal_clock_set_fake (-1);
  g_test_dbus_stop (private_bus);
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/reminders/bus", test_bus);
  return g_test_run ();
}
