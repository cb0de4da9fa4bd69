/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Reminders.
 *
 * 1. What is armed are times and numbers: nothing that could name anybody reaches a notification, which lock screens show and
 *    notification daemons keep.
 * 2. While the vault is locked there are only times, in memory; nothing is written down and no other process is asked.
 * 3. Once a day, at the hour below in Nairobi. A time that passed before the vault was opened is not said any more: the start
 *    page shows it.
 * 4. Who switched reminders off hears nothing, not even that one is waiting.
 */
#include "app/shell/jal-reminders.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-settings.h"
#include "app/shell/jal-task.h"
#include "base/jal-clock.h"
#include "schedule/jal-diary.h"

#define ID "reminder"
#define DAYS_AHEAD 60
#define MINUTE_OF_DAY (7 * 60 + 30)
/* The computer may sleep through a timer: look again at least this often. */
#define LOOK_SECONDS 60

typedef struct
{
  gint64 at; /* microseconds since 1970 UTC */
  guint n_today, n_tomorrow, n_ahead, n_tasks; /* zero while locked */
  guint ahead; /* days before a session, as it was chosen when this was armed */
} Reminder;

struct _JalReminders
{
  GObject parent_instance;

  GApplication *application; /* weak */
  JalStore *store;           /* nullable: locked */
  gulong changed;
  gint64 since;       /* what lies before was never to be said */
  GArray *reminders;  /* Reminder, the next first */
  guint source;
};

G_DEFINE_FINAL_TYPE (JalReminders, jal_reminders, G_TYPE_OBJECT)

static void
append (GString *words, guint n, const char *one, const char *many)
{
  if (n == 0)
    return;
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append_printf (words, "%s", n == 1 ? one : many);
}

/* Rule 1. */
static char *
describe (const Reminder *reminder)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *one = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A session in %u day.", "A session in %u days.", reminder->ahead),
                                          reminder->ahead);
  g_autofree char *many
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Several sessions in %u day.", "Several sessions in %u days.", reminder->ahead),
                         reminder->ahead);

  append (words, reminder->n_today, _ ("A session today."), _ ("Several sessions today."));
  append (words, reminder->n_tomorrow, _ ("A session on the next working day."), _ ("Several sessions on the next working day."));
  append (words, reminder->n_ahead, one, many);
  append (words, reminder->n_tasks, _ ("A task is due today."), _ ("Several tasks are due today."));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Also before the end: GLib 2.74 stumbles over notifications that are on show when the application goes. */
static void
withdraw (JalReminders *self)
{
  if (self->application != NULL && g_application_get_is_registered (self->application))
    g_application_withdraw_notification (self->application, ID);
}

static void
say (JalReminders *self, const Reminder *reminder)
{
  g_autoptr (GNotification) notification = NULL;

  /* Rule 4. */
  if (self->application == NULL || !jal_settings_get_reminders ())
    return;
  /* Not replaced: GLib 2.74 keeps both then, and falls over them when the program ends. */
  withdraw (self);
  if (self->store == NULL)
    notification = g_notification_new (_ ("Jalada: a reminder is waiting"));
  else
    {
      g_autofree char *words = describe (reminder);

      notification = g_notification_new ("Jalada");
      g_notification_set_body (notification, words);
    }
  g_application_send_notification (self->application, ID, notification);
}

static void schedule (JalReminders *self);

void
jal_reminders_check (JalReminders *self)
{
  gint64 now = jal_clock_now ();

  g_return_if_fail (JAL_IS_REMINDERS (self));

  while (self->reminders->len > 0 && g_array_index (self->reminders, Reminder, 0).at <= now)
    {
      Reminder reminder = g_array_index (self->reminders, Reminder, 0);

      g_array_remove_index (self->reminders, 0);
      self->since = MAX (self->since, reminder.at);
      /* After a long sleep only the last of them is news. */
      if (self->reminders->len == 0 || g_array_index (self->reminders, Reminder, 0).at > now)
        say (self, &reminder);
    }
  schedule (self);
}

static gboolean
look_cb (gpointer data)
{
  JalReminders *self = data;

  self->source = 0;
  jal_reminders_check (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (JalReminders *self)
{
  gint64 left;

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->reminders->len == 0)
    return;
  left = g_array_index (self->reminders, Reminder, 0).at - jal_clock_now ();
  self->source = g_timeout_add ((guint)(CLAMP (left, 0, LOOK_SECONDS * G_USEC_PER_SEC) / 1000) + 1, look_cb, self);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  guint ahead;
} Question;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_reminder_days (question->store, DAYS_AHEAD, question->ahead, cancellable, error);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReminders *self = owner;
  GArray *days = result;

  /* The pages report a vault that cannot be read; a reminder is not the place for it. */
  if (days == NULL || self->store == NULL)
    return;
  g_array_set_size (self->reminders, 0);
  for (guint i = 0; i < days->len; i++)
    {
      const JalReminderDay *day = &g_array_index (days, JalReminderDay, i);
      Reminder reminder = { .at = ((gint64)day->day * 24 * 60 - 3 * 60 + MINUTE_OF_DAY) * 60 * G_USEC_PER_SEC,
                            .n_today = day->n_today,
                            .n_tomorrow = day->n_tomorrow,
                            .n_ahead = day->n_ahead,
                            .ahead = ((Question *)data)->ahead,
                            .n_tasks = day->n_tasks };

      if (reminder.at > self->since)
        g_array_append_val (self->reminders, reminder);
    }
  schedule (self);
}

static void
changed_cb (JalReminders *self)
{
  Question *question;

  if (self->store == NULL)
    return;
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->ahead = jal_settings_get_reminder_days ();
  jal_task_renew (self, read_work, read_work, question, free_question, (GDestroyNotify)g_array_unref, read_cb);
}

static void
leave_store (JalReminders *self)
{
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed, self->store);
  g_clear_object (&self->store);
}

void
jal_reminders_open (JalReminders *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_REMINDERS (self));

  leave_store (self);
  g_set_object (&self->store, store);
  self->since = jal_clock_now ();
  if (store == NULL)
    return;
  self->changed = g_signal_connect_swapped (store, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

void
jal_reminders_lock (JalReminders *self)
{
  g_return_if_fail (JAL_IS_REMINDERS (self));

  jal_task_cancel_all (self);
  leave_store (self);
  for (guint i = 0; i < self->reminders->len; i++)
    {
      Reminder *reminder = &g_array_index (self->reminders, Reminder, i);

      *reminder = (Reminder){ .at = reminder->at };
    }
  withdraw (self);
}

guint
jal_reminders_count (JalReminders *self)
{
  g_return_val_if_fail (JAL_IS_REMINDERS (self), 0);

  return self->reminders->len;
}

static void
jal_reminders_dispose (GObject *object)
{
  JalReminders *self = JAL_REMINDERS (object);

  g_clear_handle_id (&self->source, g_source_remove);
  leave_store (self);
  withdraw (self);
  g_clear_weak_pointer (&self->application);
  G_OBJECT_CLASS (jal_reminders_parent_class)->dispose (object);
}

static void
jal_reminders_finalize (GObject *object)
{
  g_array_unref (JAL_REMINDERS (object)->reminders);
  G_OBJECT_CLASS (jal_reminders_parent_class)->finalize (object);
}

static void
jal_reminders_class_init (JalRemindersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_reminders_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_reminders_finalize;
}

static void
jal_reminders_init (JalReminders *self)
{
  self->reminders = g_array_new (FALSE, TRUE, sizeof (Reminder));
}

JalReminders *
jal_reminders_new (GApplication *application)
{
  JalReminders *self = g_object_new (JAL_TYPE_REMINDERS, NULL);

  g_set_weak_pointer (&self->application, application);
  jal_settings_watch_reminders (G_CALLBACK (changed_cb), self);
  return self;
}
