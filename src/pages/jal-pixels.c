/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of pixels come and go by the dozen. They are not left to malloc(), which keeps such pieces in the process, but are
 * taken from the system in large pieces where it has some, and given back to it.
 *
 * 1. Those given up last wait for the next page, wiped: memory that is new costs several times what the copy does. What has
 *    waited longest makes room, or a few of a size that never comes again would be in the way for ever.
 * 2. What is given up is wiped or unmapped at once. */
#include "pages/jal-page-text.h"

#include <string.h>
#include <sys/mman.h>

#define LARGE (2u * 1024 * 1024)
/* A page that fills a large window; what is larger is rare. */
#define POOLED_MAX (8u * 1024 * 1024)
#define N_POOLED 2
/* Room comes in such steps, so that pages that differ a little fit into each other's. */
#define STEP (128u * 1024)

typedef struct
{
  guint8 *memory;
  gsize size;
  guint8 *start; /* of the bytes in it */
  gsize room;    /* for bytes */
  gsize used;
} Mapping;

static GMutex lock;
static Mapping pool[N_POOLED]; /* the one that came last first; memory NULL: free place */

static void
recycle (gpointer data)
{
  Mapping *mapping = data, gone = *mapping;

  if (mapping->room <= POOLED_MAX)
    {
      memset (mapping->start, 0, mapping->used);
      g_mutex_lock (&lock);
      gone = pool[N_POOLED - 1];
      memmove (pool + 1, pool, (N_POOLED - 1) * sizeof *pool);
      pool[0] = *mapping;
      g_mutex_unlock (&lock);
    }
  if (gone.memory != NULL)
    munmap (gone.memory, gone.size);
  g_free (mapping);
}

/* No room that is twice as large: what is in use is counted by the bytes. */
static gboolean
take_pooled (gsize length, Mapping *mapping)
{
  gboolean found = FALSE;

  g_mutex_lock (&lock);
  for (guint i = 0; i < N_POOLED && !found; i++)
    if ((found = pool[i].memory != NULL && pool[i].room >= length && pool[i].room / 2 < length))
      {
        *mapping = pool[i];
        memmove (pool + i, pool + i + 1, (N_POOLED - 1 - i) * sizeof *pool);
        pool[N_POOLED - 1] = (Mapping){ 0 };
      }
  g_mutex_unlock (&lock);
  return found;
}

static gboolean
map (gsize length, Mapping *mapping)
{
  gsize step = length >= LARGE ? LARGE : STEP, room = (length + step - 1) / step * step;
  gsize size = length >= LARGE ? room + LARGE : room;
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  *mapping = (Mapping){ memory, size, memory, room, 0 };
  if (length >= LARGE)
    {
      mapping->start += (LARGE - (gsize)((guintptr)memory % LARGE)) % LARGE;
      madvise (mapping->start, length / LARGE * LARGE, MADV_HUGEPAGE);
    }
  madvise (memory, size, MADV_DONTDUMP);
  return TRUE;
}

/* Gives back each step of what has been copied: there are never two of all. */
static void
move (guint8 *to, guint8 *from, gsize length)
{
  for (gsize at = 0; at < length; at += LARGE)
    {
      memcpy (to + at, from + at, MIN (LARGE, length - at));
      if (length - at >= LARGE)
        madvise (from + at, LARGE, MADV_REMOVE);
    }
}

static JalPixels *
make (guint width, guint height, gsize stride, guint8 *rows, gboolean moves)
{
  gsize length = stride * height;
  Mapping mapping;

  if (!take_pooled (length, &mapping) && !map (length, &mapping))
    return NULL;
  mapping.used = length;
  if (moves)
    move (mapping.start, rows, length);
  else
    memcpy (mapping.start, rows, length);
  return jal_pixels_new_take (width, height, stride,
                              g_bytes_new_with_free_func (mapping.start, length, recycle, g_memdup2 (&mapping, sizeof mapping)));
}

JalPixels *
jal_pixels_new_copy (guint width, guint height, gsize stride, const guint8 *rows)
{
  return make (width, height, stride, (guint8 *)rows, FALSE);
}

JalPixels *
jal_pixels_new_move (guint width, guint height, gsize stride, guint8 *window)
{
  return make (width, height, stride, window, TRUE);
}

void
jal_pixels_forget_pooled (void)
{
  g_mutex_lock (&lock);
  for (guint i = 0; i < N_POOLED; i++)
    if (pool[i].memory != NULL)
      munmap (pool[i].memory, pool[i].size);
  memset (pool, 0, sizeof pool);
  g_mutex_unlock (&lock);
}

JalPixels *
jal_pixels_new_take (guint width, guint height, gsize stride, GBytes *bytes)
{
  JalPixels *pixels = g_new0 (JalPixels, 1);

  pixels->width = width;
  pixels->height = height;
  pixels->stride = stride;
  pixels->bytes = bytes;
  pixels->ref_count = 1;
  return pixels;
}

JalPixels *
jal_pixels_ref (JalPixels *pixels)
{
  g_atomic_int_inc (&pixels->ref_count);
  return pixels;
}

void
jal_pixels_unref (JalPixels *pixels)
{
  if (pixels == NULL || !g_atomic_int_dec_and_test (&pixels->ref_count))
    return;
  g_bytes_unref (pixels->bytes);
  g_free (pixels);
}
