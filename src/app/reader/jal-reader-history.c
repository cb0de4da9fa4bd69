/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reader/jal-reader-history.h"

#include <math.h>

#define STEPS_MAX 200

struct _JalReaderHistory
{
  GArray *ways[2]; /* of JalPagePlace: back, forward; the nearest last */
};

JalReaderHistory *
jal_reader_history_new (void)
{
  JalReaderHistory *history = g_new0 (JalReaderHistory, 1);

  for (int i = 0; i < 2; i++)
    history->ways[i] = g_array_new (FALSE, FALSE, sizeof (JalPagePlace));
  return history;
}

void
jal_reader_history_free (JalReaderHistory *history)
{
  if (history == NULL)
    return;
  for (int i = 0; i < 2; i++)
    g_array_unref (history->ways[i]);
  g_free (history);
}

void
jal_reader_history_clear (JalReaderHistory *history)
{
  for (int i = 0; i < 2; i++)
    g_array_set_size (history->ways[i], 0);
}

void
jal_reader_history_leave (JalReaderHistory *history, const JalPagePlace *from)
{
  GArray *back = history->ways[0];

  g_array_set_size (history->ways[1], 0);
  if (back->len > 0)
    {
      const JalPagePlace *last = &g_array_index (back, JalPagePlace, back->len - 1);

      if (last->page == from->page && fabs (last->y - from->y) < 0.02)
        return;
    }
  if (back->len >= STEPS_MAX)
    g_array_remove_index (back, 0);
  g_array_append_vals (back, from, 1);
}

gboolean
jal_reader_history_step (JalReaderHistory *history, gboolean forward, const JalPagePlace *here, JalPagePlace *there)
{
  GArray *way = history->ways[forward ? 1 : 0], *other = history->ways[forward ? 0 : 1];

  if (way->len == 0)
    return FALSE;
  *there = g_array_index (way, JalPagePlace, way->len - 1);
  g_array_set_size (way, way->len - 1);
  g_array_append_vals (other, here, 1);
  return TRUE;
}

gboolean
jal_reader_history_can_step (JalReaderHistory *history, gboolean forward)
{
  return history->ways[forward ? 1 : 0]->len > 0;
}
