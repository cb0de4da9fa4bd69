/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The keeper of backups.
 *
 *  1. One backup or check at a time, each a task on a thread of its own.
 *  2. Nothing here holds the lock off: stopping cancels and does not wait.
 *  3. What it does by itself says nothing when it fails; the overview says it, and the next try comes by itself.
 */
#include "app/backup/jal-backup-keeper.h"

#include "app/backup/jal-backup-words.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "base/jal-clock.h"

/* Two minutes without a change. */
#define PAUSE_MS 120000
/* How often the clock is looked at for the daily one and for trying again. */
#define LOOK_SECONDS 300

struct _JalBackupKeeper
{
  GObject parent_instance;

  JalStore *store; /* nullable: stopped */
  guint pause_ms;
  guint pause_source;
  guint look_source;
  gboolean busy;
  JalBackupPhase phase;
  double fraction;
};

G_DEFINE_FINAL_TYPE (JalBackupKeeper, jal_backup_keeper, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  DO_IF_DUE,
  DO_RUN,
  DO_CHECK,
} What;

typedef struct
{
  JalStore *store;
  What what;
  gboolean paused;
  JalId id;
  JalBackupReport report;
  JalBackupKeeperDone done;
  GWeakRef object;
  gboolean wants_done;
  JalSteps *steps;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_weak_ref_clear (&work->object);
  jal_steps_free (work->steps);
  g_free (work);
}

static void
show_step (gpointer object, const JalStep *step)
{
  JalBackupKeeper *self = object;

  if (!self->busy)
    return;
  self->phase = (JalBackupPhase)step->part;
  self->fraction = jal_step_fraction (step);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
do_if_due (Work *work, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalBackupStatus) status = jal_backup_get_status (work->store, cancellable, error);

  if (status == NULL || !jal_backup_is_due (status, work->paused, jal_clock_now ()))
    return;
  /* One that was cut off while it was read back needs only that. */
  if (status->unverified != 0 && status->reachable
      && jal_backup_recheck (work->store, JAL_ID_NONE, &work->report, jal_backup_words_progressed, work->steps, cancellable, NULL))
    return;
  jal_backup_run (work->store, NULL, &work->report, jal_backup_words_progressed, work->steps, cancellable, error);
}

static gpointer
backup_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  if (work->what == DO_IF_DUE)
    do_if_due (work, cancellable, error);
  else if (work->what == DO_CHECK)
    jal_backup_recheck (work->store, work->id, &work->report, jal_backup_words_progressed, work->steps, cancellable, error);
  else
    jal_backup_run (work->store, NULL, &work->report, jal_backup_words_progressed, work->steps, cancellable, error);
  return NULL;
}

static void
ended_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBackupKeeper *self = owner;
  Work *work = data;
  g_autoptr (GObject) object = g_weak_ref_get (&work->object);

  self->busy = FALSE;
  if (work->wants_done && object != NULL)
    work->done (&work->report, error, object);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
begin (JalBackupKeeper *self, What what, gboolean paused, JalId id, JalBackupKeeperDone done, GObject *object)
{
  Work *work;

  if (self->store == NULL || self->busy)
    return FALSE;
  work = g_new0 (Work, 1);
  work->store = g_object_ref (self->store);
  work->what = what;
  work->paused = paused;
  work->id = id;
  work->done = done;
  work->wants_done = object != NULL && done != NULL;
  g_weak_ref_init (&work->object, object);
  work->steps = jal_steps_new (self, show_step);
  self->phase = what == DO_CHECK ? JAL_BACKUP_CHECKING : JAL_BACKUP_COPYING;
  self->fraction = 0;
  self->busy = jal_task_run (self, backup_work, backup_work, work, free_work, NULL, ended_cb);
  g_signal_emit (self, signals[CHANGED], 0);
  return self->busy;
}

static gboolean
pause_cb (gpointer data)
{
  JalBackupKeeper *self = data;

  self->pause_source = 0;
  begin (self, DO_IF_DUE, TRUE, JAL_ID_NONE, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer data)
{
  JalBackupKeeper *self = data;

  /* Nothing has changed for a while when no pause is being counted. */
  begin (self, DO_IF_DUE, self->pause_source == 0, JAL_ID_NONE, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static void
count_pause (JalBackupKeeper *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  self->pause_source = g_timeout_add (self->pause_ms, pause_cb, self);
}

static void
store_changed_cb (JalBackupKeeper *self, const char *verb, const char *case_id)
{
  /* Backups are no work; but a new folder may be what was waited for. */
  if (!g_str_has_prefix (verb, "backup.") || g_str_equal (verb, "backup.folder"))
    count_pause (self);
  if (g_str_has_prefix (verb, "backup."))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
jal_backup_keeper_dispose (GObject *object)
{
  jal_backup_keeper_stop (JAL_BACKUP_KEEPER (object));
  G_OBJECT_CLASS (jal_backup_keeper_parent_class)->dispose (object);
}

static void
jal_backup_keeper_class_init (JalBackupKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_backup_keeper_dispose;
  signals[CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
jal_backup_keeper_init (JalBackupKeeper *self)
{
  self->pause_ms = PAUSE_MS;
}

JalBackupKeeper *
jal_backup_keeper_new (JalStore *store)
{
  JalBackupKeeper *self = g_object_new (JAL_TYPE_BACKUP_KEEPER, NULL);

  g_return_val_if_fail (JAL_IS_STORE (store), self);

  self->store = g_object_ref (store);
  g_object_set_data (G_OBJECT (store), "jal-backup-keeper", self);
  /* Good backups are not pushed out by those of a damaged vault. */
  if (jal_store_is_damaged (store))
    return self;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->look_source = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  /* Yesterday's work, or a day that has passed. */
  count_pause (self);
  return self;
}

JalBackupKeeper *
jal_backup_keeper_of (JalStore *store)
{
  return store != NULL ? g_object_get_data (G_OBJECT (store), "jal-backup-keeper") : NULL;
}

void
jal_backup_keeper_set_pause (JalBackupKeeper *self, guint milliseconds)
{
  g_return_if_fail (JAL_IS_BACKUP_KEEPER (self));

  self->pause_ms = milliseconds;
  if (self->pause_source != 0)
    count_pause (self);
}

gboolean
jal_backup_keeper_run (JalBackupKeeper *self, JalBackupKeeperDone done, GObject *object)
{
  g_return_val_if_fail (JAL_IS_BACKUP_KEEPER (self), FALSE);

  return begin (self, DO_RUN, FALSE, JAL_ID_NONE, done, object);
}

gboolean
jal_backup_keeper_check (JalBackupKeeper *self, JalId id, JalBackupKeeperDone done, GObject *object)
{
  g_return_val_if_fail (JAL_IS_BACKUP_KEEPER (self), FALSE);

  return begin (self, DO_CHECK, FALSE, id, done, object);
}

void
jal_backup_keeper_cancel (JalBackupKeeper *self)
{
  g_return_if_fail (JAL_IS_BACKUP_KEEPER (self));

  jal_task_cancel (self, backup_work);
}

gboolean
jal_backup_keeper_is_busy (JalBackupKeeper *self, JalBackupPhase *phase, double *fraction)
{
  g_return_val_if_fail (JAL_IS_BACKUP_KEEPER (self), FALSE);

  *phase = self->phase;
  *fraction = self->fraction;
  return self->busy;
}

void
jal_backup_keeper_stop (JalBackupKeeper *self)
{
  g_return_if_fail (JAL_IS_BACKUP_KEEPER (self));

  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  jal_task_cancel_all (self);
  self->busy = FALSE;
  if (self->store == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_object_set_data (G_OBJECT (self->store), "jal-backup-keeper", NULL);
  g_clear_object (&self->store);
}
