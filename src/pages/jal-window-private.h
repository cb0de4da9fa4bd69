/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory shared with a worker: made, sized and sealed here, mapped once. (A fresh one a page costs milliseconds of page
   faults.) */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int fd;
  guint8 *memory;
  gsize size;
} JalWindow;

/* Returns a window of at least @size bytes, all zero, or NULL when the system has no memory for it. */
JalWindow *jal_window_new (gsize size, GError **error);
/* Gives the window back. No worker may live that still maps it: what it holds is wiped and the window is used again. */
void jal_window_free (JalWindow *window);
/* Gives the memory back to the system; for a window that a living worker may still map. */
void jal_window_discard (JalWindow *window);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalWindow, jal_window_free)

G_END_DECLS
