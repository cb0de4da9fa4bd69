/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows come in powers of two from 256 KiB; a few of moderate size wait for the next worker. */
#include "pages/jal-window-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SMALLEST (256u * 1024u)
#define POOLED_MAX (16u * 1024u * 1024u)
#define N_POOLED 8

static GMutex lock;
static JalWindow *pool[N_POOLED];

static JalWindow *
take_pooled (gsize size)
{
  JalWindow *found = NULL;

  g_mutex_lock (&lock);
  for (guint i = 0; i < N_POOLED && found == NULL; i++)
    if (pool[i] != NULL && pool[i]->size == size)
      found = g_steal_pointer (&pool[i]);
  g_mutex_unlock (&lock);
  return found;
}

void
jal_window_discard (JalWindow *window)
{
  if (window == NULL)
    return;
  munmap (window->memory, window->size);
  close (window->fd);
  g_free (window);
}

JalWindow *
jal_window_new (gsize size, GError **error)
{
  gsize whole = SMALLEST;
  JalWindow *window;
  void *memory = MAP_FAILED;
  int fd;

  while (whole < size)
    whole *= 2;
  window = take_pooled (whole);
  if (window != NULL)
    return window;

  fd = memfd_create ("jalada", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd >= 0 && ftruncate (fd, (off_t)whole) == 0
      && fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    memory = mmap (NULL, whole, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    {
      int saved = errno;

      if (fd >= 0)
        close (fd);
      g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (saved), "%s",
                   _ ("There is not enough memory left to show this. Close some documents and try again."));
      return NULL;
    }
  madvise (memory, whole, MADV_DONTDUMP);
  window = g_new0 (JalWindow, 1);
  window->fd = fd;
  window->memory = memory;
  window->size = whole;
  return window;
}

void
jal_window_free (JalWindow *window)
{
  if (window == NULL)
    return;
  if (window->size <= POOLED_MAX)
    {
      memset (window->memory, 0, window->size);
      g_mutex_lock (&lock);
      for (guint i = 0; i < N_POOLED && window != NULL; i++)
        if (pool[i] == NULL)
          pool[i] = g_steal_pointer (&window);
      g_mutex_unlock (&lock);
    }
  jal_window_discard (window);
}
