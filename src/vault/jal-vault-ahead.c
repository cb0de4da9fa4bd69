/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading ahead.
 *
 *   pages asked for:  … 40 41 42 |43 44 …
 *   windows of 15 pages:         [43 … 57] [58 … 72] …      one more for every 15 pages that were asked for in order
 *
 * 1. Only the vault's own thread reads the file; the second thread opens what was read, from one buffer into another.
 * 2. Nobody waits longer than a page takes: a page that the second thread has not finished then is opened by who asks.
 * 3. What a window holds is what the file holds: a page that is written takes its window with it.
 * 4. A page that does not authenticate here is read again by who asked, and judged there.
 * 5. When the keys go the second thread is outside, and what it opened is zeros.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-ahead.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "vault/jal-vault-file.h"

#define P JAL_VAULT_PAGE_SIZE
#define PAGES JAL_VAULT_AHEAD_PAGES
/* Enough that the second thread seldom sleeps: waking it up costs as much as opening a few pages. */
#define WINDOWS 5
/* Pages in order before anybody is believed to go on like that. */
#define STREAK 3
/* Looks at a page that the other thread is at: a few microseconds, about as long as opening one takes. */
#define SPINS 200
#if defined(__x86_64__) || defined(__i386__)
#define PAUSE() __builtin_ia32_pause ()
#else
#define PAUSE() __asm__ volatile ("" ::: "memory")
#endif

enum
{
  WAITING,
  TAKEN,
  READY,
  BAD,
};

typedef struct
{
  /* Only the vault's thread. */
  guint64 first;
  guint n; /* 0: nothing */
  /* Set before the second thread is told of it, then left alone while @busy. */
  guint64 job_first;
  guint job_n;
  const guint8 *key;
  guint8 *sealed;
  guint8 *plain;
  int state[PAGES]; /* atomic: who changes WAITING to TAKEN opens the page */
  gboolean busy;    /* under lock: the second thread is in it, or will be */
} Window;

struct _JalVaultAhead
{
  JalVaultAheadRead read;
  gpointer data;
  guint64 last; /* page asked for */
  guint streak;
  Window windows[WINDOWS];
  guint8 *bytes; /* all buffers */
  gboolean unable;
  GThread *thread;
  GMutex lock;
  GCond work;
  GCond idle;
  Window *queue[WINDOWS];
  guint n_queued;
  gboolean stop;
  int abandon; /* atomic */
};

JalVaultAhead *
jal_vault_ahead_new (JalVaultAheadRead read, gpointer data)
{
  JalVaultAhead *ahead = g_new0 (JalVaultAhead, 1);

  ahead->read = read;
  ahead->data = data;
  g_mutex_init (&ahead->lock);
  g_cond_init (&ahead->work);
  g_cond_init (&ahead->idle);
  return ahead;
}

static void
open_page (Window *window, guint i)
{
  gboolean good = jal_vault_page_open (window->key, window->job_first + i, window->sealed + i * P, window->plain + i * P);

  g_atomic_int_set (&window->state[i], good ? READY : BAD);
}

static void
open_window (JalVaultAhead *ahead, Window *window)
{
  for (guint i = 0; i < window->job_n && !g_atomic_int_get (&ahead->abandon); i++)
    if (g_atomic_int_compare_and_exchange (&window->state[i], WAITING, TAKEN))
      open_page (window, i);
}

static gpointer
second_thread (gpointer data)
{
  JalVaultAhead *ahead = data;

  g_mutex_lock (&ahead->lock);
  while (!ahead->stop)
    {
      Window *window;

      if (ahead->n_queued == 0)
        {
          g_cond_wait (&ahead->work, &ahead->lock);
          continue;
        }
      window = ahead->queue[0];
      ahead->n_queued--;
      memmove (ahead->queue, ahead->queue + 1, ahead->n_queued * sizeof *ahead->queue);
      g_mutex_unlock (&ahead->lock);
      open_window (ahead, window);
      g_mutex_lock (&ahead->lock);
      window->busy = FALSE;
      g_cond_signal (&ahead->idle);
    }
  g_mutex_unlock (&ahead->lock);
  jal_vault_cipher_wipe ();
  return NULL;
}

/* The buffers and the thread, made for whoever first reads in order. */
static gboolean
prepare (JalVaultAhead *ahead)
{
  if (ahead->thread != NULL || ahead->unable)
    return !ahead->unable;
  ahead->bytes = sqlite3_malloc64 (2 * WINDOWS * PAGES * P);
  ahead->thread = ahead->bytes != NULL ? g_thread_try_new ("jal-vault-ahead", second_thread, ahead, NULL) : NULL;
  /* It goes on without. */
  ahead->unable = ahead->thread == NULL;
  for (guint i = 0; i < WINDOWS && !ahead->unable; i++)
    {
      ahead->windows[i].sealed = ahead->bytes + (gsize)(2 * i) * PAGES * P;
      ahead->windows[i].plain = ahead->bytes + (gsize)(2 * i + 1) * PAGES * P;
    }
  return !ahead->unable;
}

static void
send (JalVaultAhead *ahead, Window *window)
{
  g_mutex_lock (&ahead->lock);
  window->busy = TRUE;
  ahead->queue[ahead->n_queued++] = window;
  g_cond_signal (&ahead->work);
  g_mutex_unlock (&ahead->lock);
}

static gboolean
is_busy (JalVaultAhead *ahead, const Window *window)
{
  gboolean busy;

  g_mutex_lock (&ahead->lock);
  busy = window->busy;
  g_mutex_unlock (&ahead->lock);
  return busy;
}

static Window *
find (JalVaultAhead *ahead, guint64 pgno)
{
  for (guint i = 0; i < WINDOWS; i++)
    if (pgno >= ahead->windows[i].first && pgno - ahead->windows[i].first < ahead->windows[i].n)
      return &ahead->windows[i];
  return NULL;
}

/* Returns (transfer none) (nullable): a window that holds nothing which is still to come. */
static Window *
find_free (JalVaultAhead *ahead, guint64 pgno)
{
  for (guint i = 0; i < WINDOWS; i++)
    {
      Window *window = &ahead->windows[i];

      if ((window->n == 0 || pgno >= window->first + window->n || pgno + 2 * WINDOWS * PAGES < window->first)
          && !is_busy (ahead, window))
        return window;
    }
  return NULL;
}

/* Reads a window that begins at page @first, while @pgno is asked for. */
static void
load (JalVaultAhead *ahead, const JalVaultKeys *keys, guint64 pgno, guint64 first, guint64 n_pages)
{
  Window *window = prepare (ahead) ? find_free (ahead, pgno) : NULL;

  if (window == NULL)
    return;
  window->n = 0;
  window->job_n = (guint)MIN (PAGES, n_pages - first + 1);
  if (!ahead->read (ahead->data, first, window->job_n, window->sealed))
    return;
  window->first = window->job_first = first;
  window->n = window->job_n;
  window->key = keys->pages;
  for (guint i = 0; i < window->n; i++)
    g_atomic_int_set (&window->state[i], WAITING);
  send (ahead, window);
}

/* The second thread is at page @i just now. Meanwhile the last page of the window that nobody has begun is opened: so each page
   is opened once, by the one or the other. Returns the state of page @i. */
static int
help (Window *window, guint i)
{
  int state;

  for (guint k = window->n; k > i + 1; k--)
    if (g_atomic_int_compare_and_exchange (&window->state[k - 1], WAITING, TAKEN))
      {
        open_page (window, k - 1);
        break;
      }
  for (guint n = 0; (state = g_atomic_int_get (&window->state[i])) == TAKEN && n < SPINS; n++)
    PAUSE ();
  return state;
}

static gboolean
take_from (Window *window, guint64 pgno, guint8 *plain)
{
  guint i = (guint)(pgno - window->first);
  int state = g_atomic_int_get (&window->state[i]);

  if (state == TAKEN)
    state = help (window, i);
  if (state == BAD)
    return FALSE;
  if (state == READY)
    {
      memcpy (plain, window->plain + i * P, P);
      return TRUE;
    }
  g_atomic_int_compare_and_exchange (&window->state[i], WAITING, TAKEN);
  return jal_vault_page_open (window->key, pgno, window->sealed + i * P, plain);
}

gboolean
jal_vault_ahead_take (JalVaultAhead *ahead, const JalVaultKeys *keys, guint64 pgno, guint64 n_pages, guint8 *plain)
{
  Window *window = find (ahead, pgno);
  guint64 next = pgno + 1, wanted;
  const Window *covering;

  ahead->streak = window != NULL || pgno == ahead->last + 1 ? ahead->streak + 1 : 0;
  ahead->last = pgno;
  if (ahead->streak >= STREAK)
    {
      while ((covering = find (ahead, next)) != NULL)
        next = covering->first + covering->n;
      wanted = MIN (ahead->streak / PAGES, WINDOWS - 2) * PAGES + PAGES / 2;
      if (next - pgno <= wanted && next <= n_pages)
        load (ahead, keys, pgno, next, n_pages);
    }
  return window != NULL && take_from (window, pgno, plain);
}

void
jal_vault_ahead_changed (JalVaultAhead *ahead, guint64 pgno, gboolean behind)
{
  for (guint i = 0; i < WINDOWS; i++)
    {
      Window *window = &ahead->windows[i];

      if (window->n > 0 && pgno < window->first + window->n && (behind || pgno >= window->first))
        window->n = 0;
    }
}

void
jal_vault_ahead_wait (JalVaultAhead *ahead)
{
  g_mutex_lock (&ahead->lock);
  for (guint i = 0; i < WINDOWS; i++)
    while (ahead->windows[i].busy)
      g_cond_wait (&ahead->idle, &ahead->lock);
  g_mutex_unlock (&ahead->lock);
}

void
jal_vault_ahead_wipe (JalVaultAhead *ahead)
{
  ahead->streak = 0;
  ahead->last = 0;
  if (ahead->thread == NULL)
    return;
  g_atomic_int_set (&ahead->abandon, TRUE);
  jal_vault_ahead_wait (ahead);
  g_atomic_int_set (&ahead->abandon, FALSE);
  for (guint i = 0; i < WINDOWS; i++)
    {
      ahead->windows[i].n = 0;
      sodium_memzero (ahead->windows[i].plain, PAGES * P);
    }
}

void
jal_vault_ahead_free (JalVaultAhead *ahead)
{
  if (ahead == NULL)
    return;
  jal_vault_ahead_wipe (ahead);
  if (ahead->thread != NULL)
    {
      g_mutex_lock (&ahead->lock);
      ahead->stop = TRUE;
      g_cond_signal (&ahead->work);
      g_mutex_unlock (&ahead->lock);
      g_thread_join (ahead->thread);
    }
  sqlite3_free (ahead->bytes);
  g_mutex_clear (&ahead->lock);
  g_cond_clear (&ahead->work);
  g_cond_clear (&ahead->idle);
  g_free (ahead);
}
