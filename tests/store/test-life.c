/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, closing, and many callers at once. */
#include "test-store.h"

#include <pthread.h>
#include <time.h>

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;
  JalStoreInfo info;

  g_assert_null (jal_store_open_vault (fixture->path, PASSPHRASE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_OPEN_ELSEWHERE);
  g_clear_error (&error);
  g_assert_true (jal_store_close (fixture->store, NULL));

  g_assert_true (g_file_get_contents (fixture->path, &before, &n_before, NULL));
  g_assert_null (jal_store_open_vault (fixture->path, "wrong", NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (jal_store_create_vault (fixture->path, PASSPHRASE, JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (fixture->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);

  g_assert_true (g_file_set_contents (other, "not a vault at all, but long enough to look at", -1, NULL));
  g_assert_null (jal_store_open_vault (other, PASSPHRASE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_A_VAULT);
  g_clear_error (&error);
  g_assert_false (jal_store_peek_info (other, &info, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_A_VAULT);
  g_clear_error (&error);
  g_assert_null (jal_store_open_vault (missing, PASSPHRASE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (jal_store_close (fixture->store, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  /* The first page of the database, after the header. */
  bytes[16384 + 4000] ^= 1;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize)length, NULL));
  g_assert_null (jal_store_open_vault (fixture->path, PASSPHRASE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
}

static void
test_info (Fixture *fixture, gconstpointer data)
{
  JalStoreInfo open, peeked;

  g_assert_true (jal_store_get_info (fixture->store, &open, NULL, NULL));
  g_assert_cmpstr (jal_store_get_path (fixture->store), ==, fixture->path);
  g_assert_cmpuint (open.schema, >=, 2);
  g_assert_cmpuint (open.audit_length, ==, 1);
  g_assert_cmpuint (strlen (open.audit_head), ==, 64);
  g_assert_cmpuint (strlen (open.device_id), ==, 32);
  g_assert_cmpuint (open.n_slots, ==, 1);
  g_assert_true (jal_store_close (fixture->store, NULL));
  g_assert_true (jal_store_peek_info (fixture->path, &peeked, NULL));
  g_assert_cmpstr (peeked.vault_id, ==, open.vault_id);
  g_assert_cmpuint (peeked.file_size, >=, 16384 + 8192);
  g_assert_cmpuint (peeked.n_slots, ==, 1);
  g_assert_cmpuint (peeked.schema, ==, 0);
}

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.nothing" };

  g_assert_true (jal_store_close (fixture->store, &error));
  g_assert_true (jal_store_close (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_false (jal_store_act (fixture->store, &act, nothing_func, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (jal_store_read (fixture->store, nothing_func, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (jal_store_undo (fixture->store, JAL_ID_NONE, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_assert_false (jal_store_can_undo (fixture->store, JAL_ID_NONE, NULL));
  jal_store_note_view (fixture->store, "document.open", JAL_ID_NONE, JAL_ID_NONE, NULL);
}

/* A gate that holds the store's thread until the test opens it. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean entered;
  gboolean open;
  JalStore *store;
  GThread *thread;
} Gate;

static gboolean
gate_func (JalTx *tx, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

static gpointer
gate_thread (gpointer data)
{
  Gate *gate = data;

  g_assert_true (jal_store_read (gate->store, gate_func, gate, NULL, NULL));
  return NULL;
}

static void
hold (Gate *gate, JalStore *store)
{
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->cond);
  gate->entered = gate->open = FALSE;
  gate->store = store;
  gate->thread = g_thread_new ("gate", gate_thread, gate);
  g_mutex_lock (&gate->lock);
  while (!gate->entered)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
let_go (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->lock);
  g_thread_join (gate->thread);
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->cond);
}

/* A caller on a thread of its own. */
typedef struct
{
  JalStore *store;
  gboolean background;
  JalStoreFunc func;
  gpointer data;
  GCancellable *cancellable;
  gboolean ok;
  GError *error;
  GThread *thread;
} Caller;

static gpointer
caller_thread (gpointer data)
{
  Caller *caller = data;

  if (caller->background)
    caller->ok = jal_store_read_background (caller->store, caller->func, caller->data, caller->cancellable,
                                            &caller->error);
  else
    caller->ok = jal_store_read (caller->store, caller->func, caller->data, caller->cancellable, &caller->error);
  return NULL;
}

static gboolean
order_func (JalTx *tx, gpointer data, GError **error)
{
  static GMutex lock;
  GString *order = ((gpointer *)data)[0];

  g_mutex_lock (&lock);
  g_string_append (order, ((gpointer *)data)[1]);
  g_mutex_unlock (&lock);
  return TRUE;
}

/* Three background readers wait first, then three interactive ones come. */
static void
test_priority (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) order = g_string_new (NULL);
  gpointer background[] = { order, (gpointer)"b" }, interactive[] = { order, (gpointer)"i" };
  Caller callers[6];
  Gate gate;

  hold (&gate, fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      gboolean late = i >= 3;

      callers[i] = (Caller){ .store = fixture->store, .background = !late, .func = order_func,
                             .data = late ? interactive : background };
      callers[i].thread = g_thread_new ("caller", caller_thread, &callers[i]);
      /* The queue can only be filled in order when each has arrived: see how many wait. */
      while (jal_store_count_waiting (fixture->store) != i + 1)
        g_thread_yield ();
    }
  let_go (&gate);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      g_thread_join (callers[i].thread);
      g_assert_true (callers[i].ok);
    }
  g_assert_cmpstr (order->str, ==, "iiibbb");
}

/* Closing with a running and a waiting caller: the first finishes, the second is refused. */
static gpointer
close_thread (gpointer store)
{
  return GINT_TO_POINTER (jal_store_close (store, NULL));
}

static void
test_close_waits (Fixture *fixture, gconstpointer data)
{
  Caller waiting = { .store = fixture->store, .func = nothing_func };
  GThread *closer;
  Gate gate;

  hold (&gate, fixture->store);
  waiting.thread = g_thread_new ("caller", caller_thread, &waiting);
  while (jal_store_count_waiting (fixture->store) != 1)
    g_thread_yield ();
  closer = g_thread_new ("closer", close_thread, fixture->store);
  /* Refused although the gate is still shut. */
  g_thread_join (waiting.thread);
  g_assert_false (waiting.ok);
  g_assert_error (waiting.error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_clear_error (&waiting.error);
  let_go (&gate);
  g_assert_true (GPOINTER_TO_INT (g_thread_join (closer)));
}

static gpointer
act_thread (gpointer data)
{
  Caller *caller = data;
  JalAct act = { .verb = "test.nothing" };

  caller->ok = jal_store_act (caller->store, &act, caller->func, caller->data, caller->cancellable, &caller->error);
  return NULL;
}

/* Closing while the store is busy: what somebody had changed before is kept, what was only asked for is not answered. */
static void
test_close_keeps (Fixture *fixture, gconstpointer data)
{
  Caller change = { .store = fixture->store, .func = nothing_func }, question = { .store = fixture->store, .func = nothing_func };
  JalStoreInfo info;
  GThread *closer;
  Gate gate;

  hold (&gate, fixture->store);
  question.thread = g_thread_new ("caller", caller_thread, &question);
  while (jal_store_count_waiting (fixture->store) != 1)
    g_thread_yield ();
  change.thread = g_thread_new ("caller", act_thread, &change);
  while (jal_store_count_waiting (fixture->store) != 2)
    g_thread_yield ();
  closer = g_thread_new ("closer", close_thread, fixture->store);
  g_thread_join (question.thread);
  g_assert_error (question.error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_clear_error (&question.error);
  let_go (&gate);
  g_thread_join (change.thread);
  g_assert_no_error (change.error);
  g_assert_true (change.ok);
  g_assert_true (GPOINTER_TO_INT (g_thread_join (closer)));
  g_clear_object (&fixture->store);
  fixture->store = jal_store_open_vault (fixture->path, PASSPHRASE, NULL, NULL);
  g_assert_nonnull (fixture->store);
  g_assert_true (jal_store_get_info (fixture->store, &info, NULL, NULL));
  g_assert_cmpuint (info.audit_length, ==, 2);
}

static void
test_cancel_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Caller waiting = { .store = fixture->store, .func = nothing_func, .cancellable = cancellable };
  Gate gate;

  hold (&gate, fixture->store);
  waiting.thread = g_thread_new ("caller", caller_thread, &waiting);
  while (jal_store_count_waiting (fixture->store) != 1)
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  g_thread_join (waiting.thread);
  g_assert_false (waiting.ok);
  g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&waiting.error);
  let_go (&gate);
}

static gint64
get_cpu_time (pthread_t thread)
{
  struct timespec time;
  clockid_t clock;

  g_assert_cmpint (pthread_getcpuclockid (thread, &clock), ==, 0);
  g_assert_cmpint (clock_gettime (clock, &time), ==, 0);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Cancels when the store's thread has calculated for 20 ms: in the midst of the statement. */
typedef struct
{
  GCancellable *cancellable;
  pthread_t thread;
  gint64 start;
} Canceller;

static gpointer
cancel_thread (gpointer data)
{
  const Canceller *canceller = data;

  while (get_cpu_time (canceller->thread) - canceller->start < 20000)
    g_thread_yield ();
  g_cancellable_cancel (canceller->cancellable);
  return NULL;
}

/* Would count for hours. */
static gboolean
endless_func (JalTx *tx, gpointer data, GError **error)
{
  static Canceller canceller;
  gint64 n;

  canceller = (Canceller){ data, pthread_self (), get_cpu_time (pthread_self ()) };
  g_thread_unref (g_thread_new ("canceller", cancel_thread, &canceller));
  return jal_tx_select_int (tx, &n, error,
                            "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1000000000000) "
                            "SELECT sum(n) FROM t",
                            NULL);
}

static gboolean
endless_act_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_set_local_setting (tx, "half", "done", error) && endless_func (tx, data, error);
}

static void
test_cancel_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new (), other = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.endless" };

  g_assert_false (jal_store_read (fixture->store, endless_func, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (jal_store_act (fixture->store, &act, endless_act_func, other, other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM local_setting WHERE name = 'half'"), ==, 0);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit"), ==, 1);
}

static gboolean
add_case_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_insert (tx, "court_case", jal_id_new (), error, "title", 's', "A title", "created_at", 'i', (gint64)1,
                        NULL);
}

static gpointer
busy_thread (gpointer store)
{
  JalAct act = { .verb = "case.add", .undoable = TRUE };

  for (int i = 0; i < 50; i++)
    {
      g_assert_true (jal_store_act (store, &act, add_case_func, NULL, NULL, NULL));
      g_assert_cmpint (ask (store, "SELECT count(*) FROM court_case"), >, i);
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("busy", busy_thread, fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM court_case"), ==, 200);
  g_assert_cmpint (ask (fixture->store, "SELECT count(DISTINCT hlc) FROM court_case"), ==, 200);
  g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
reenter_func (JalTx *tx, gpointer store, GError **error)
{
  return jal_store_read (store, nothing_func, NULL, NULL, error);
}

static void
test_own_thread (Fixture *fixture, gconstpointer data)
{
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_autoptr (GError) error = NULL;

  g_test_expect_message ("jal-store", G_LOG_LEVEL_CRITICAL, "*would wait for itself*");
  g_assert_false (jal_store_read (fixture->store, reenter_func, fixture->store, NULL, &error));
  g_test_assert_expected_messages ();
  g_log_set_always_fatal (fatal);
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED);
}

static void
changed_cb (JalStore *store, const char *verb, const char *case_id, gpointer data)
{
  g_string_append_printf (data, "%s(%s) ", verb, *case_id != '\0' ? "case" : "");
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  JalAct one = { .verb = "one", .case_id = jal_id_new (), .undoable = TRUE }, two = { .verb = "two" };
  gulong handler = g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), seen);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_string_truncate (seen, 0);
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (jal_store_act (fixture->store, &one, add_case_func, NULL, NULL, NULL));
      g_assert_true (jal_store_act (fixture->store, &two, nothing_func, NULL, NULL, NULL));
    }
  /* Nothing before the main loop turns, and a failed action says nothing. */
  g_assert_cmpstr (seen->str, ==, "");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (seen->str, ==, "one(case) two() ");
  g_assert_true (jal_store_undo (fixture->store, one.case_id, NULL, NULL, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (seen->str, ==, "one(case) two() undo(case) ");
  g_signal_handler_disconnect (fixture->store, handler);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/life/" path, Fixture, NULL, setup, func, teardown)
  ADD ("refusals", test_refusals);
  ADD ("damage", test_damage);
  ADD ("info", test_info);
  ADD ("closed", test_closed);
  ADD ("priority", test_priority);
  ADD ("close-waits", test_close_waits);
  ADD ("close-keeps", test_close_keeps);
  ADD ("cancel-waiting", test_cancel_waiting);
  ADD ("cancel-running", test_cancel_running);
  ADD ("threads", test_threads);
  ADD ("own-thread", test_own_thread);
  ADD ("changed", test_changed);
  return g_test_run ();
}
