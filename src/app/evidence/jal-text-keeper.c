/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/evidence/jal-text-keeper.h"

#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"

/* What was opened shall be on the screen first. */
#define DELAY_MS 4000

struct _JalTextKeeper
{
  GObject parent_instance;

  JalStore *store; /* nullable: stopped */
  guint source;
  JalTextState state;
  guint done, total;
  gboolean wish; /* to go on as soon as the thread has ended */
};

G_DEFINE_FINAL_TYPE (JalTextKeeper, jal_text_keeper, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  JalStore *store;
  JalSteps *steps;
  guint n_read;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  jal_steps_free (work->steps);
  g_free (work);
}

static void
change (JalTextKeeper *self, JalTextState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_step (gpointer object, const JalStep *step)
{
  JalTextKeeper *self = object;

  if (self->state == JAL_TEXTS_STOPPED || !jal_task_is_busy (self, show_step))
    return;
  self->done = (guint)step->done;
  self->total = (guint)step->total;
  change (self, JAL_TEXTS_READING);
}

/* On the thread, a file at a time. */
static void
progressed (gpointer data, guint done, guint total)
{
  jal_steps_progress (done, total, data);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  jal_evidence_read_again (work->store, progressed, work->steps, &work->n_read, cancellable, error);
  return NULL;
}

static gboolean begin_cb (gpointer data);

/* What goes wrong is tried again at the next opening: the search says of such pages that it has not read them. */
static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalTextKeeper *self = owner;
  Work *work = data;

  if (self->wish)
    {
      self->wish = FALSE;
      begin_cb (self);
      return;
    }
  if (self->state == JAL_TEXTS_STOPPED)
    return;
  self->done = work->n_read;
  change (self, work->n_read > 0 && error == NULL ? JAL_TEXTS_READ : JAL_TEXTS_FINE);
}

static gboolean
begin_cb (gpointer data)
{
  JalTextKeeper *self = data;
  Work *work = g_new0 (Work, 1);

  self->source = 0;
  work->store = g_object_ref (self->store);
  work->steps = jal_steps_new (self, show_step);
  jal_task_run (self, show_step, read_work, work, free_work, NULL, read_cb);
  return G_SOURCE_REMOVE;
}

static void
jal_text_keeper_dispose (GObject *object)
{
  jal_text_keeper_stop (JAL_TEXT_KEEPER (object));
  G_OBJECT_CLASS (jal_text_keeper_parent_class)->dispose (object);
}

static void
jal_text_keeper_class_init (JalTextKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_text_keeper_dispose;
  signals[CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
jal_text_keeper_init (JalTextKeeper *self)
{
}

JalTextKeeper *
jal_text_keeper_new (JalStore *store)
{
  JalTextKeeper *self = g_object_new (JAL_TYPE_TEXT_KEEPER, NULL);

  g_return_val_if_fail (JAL_IS_STORE (store), self);

  self->store = g_object_ref (store);
  g_object_set_data (G_OBJECT (store), "jal-text-keeper", self);
  /* Nothing is written to a damaged vault. */
  if (!jal_store_is_damaged (store))
    self->source = g_timeout_add (DELAY_MS, begin_cb, self);
  return self;
}

JalTextKeeper *
jal_text_keeper_of (JalStore *store)
{
  return store != NULL ? g_object_get_data (G_OBJECT (store), "jal-text-keeper") : NULL;
}

JalTextState
jal_text_keeper_get (JalTextKeeper *self, guint *done, guint *total)
{
  g_return_val_if_fail (JAL_IS_TEXT_KEEPER (self), JAL_TEXTS_FINE);

  *done = self->done;
  *total = self->total;
  return self->state;
}

void
jal_text_keeper_cancel (JalTextKeeper *self)
{
  g_return_if_fail (JAL_IS_TEXT_KEEPER (self));

  if (self->state != JAL_TEXTS_READING)
    return;
  change (self, JAL_TEXTS_STOPPED);
  jal_task_cancel (self, show_step);
}

void
jal_text_keeper_go_on (JalTextKeeper *self)
{
  g_return_if_fail (JAL_IS_TEXT_KEEPER (self));

  if (self->state != JAL_TEXTS_STOPPED)
    return;
  /* The thread may still be on its way out. */
  self->wish = jal_task_is_busy (self, show_step);
  if (!self->wish)
    begin_cb (self);
  change (self, JAL_TEXTS_READING);
}

void
jal_text_keeper_stop (JalTextKeeper *self)
{
  g_return_if_fail (JAL_IS_TEXT_KEEPER (self));

  g_clear_handle_id (&self->source, g_source_remove);
  jal_task_cancel_all (self);
  if (self->store == NULL)
    return;
  if (jal_text_keeper_of (self->store) == self)
    g_object_set_data (G_OBJECT (self->store), "jal-text-keeper", NULL);
  g_clear_object (&self->store);
}
