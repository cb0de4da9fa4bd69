/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: long straight runs of ink that are thin. */
#include <math.h>

#include "pages/jal-unsaid-private.h"

/* Points. */
#define RULE_MIN 30.0
#define RULE_THICK 3.5
/* A thick one is longer: letters have bars. */
#define THICK_MIN 100.0
#define THICK_MAX 10.0

/* How much ink there is across a run at a pixel, up to @most; @step: to the next pixel across, of which there are
 * @before and @after. */
static guint
get_thickness (const JalInk *ink, gsize place, gsize step, guint before, guint after, guint most)
{
  guint n = 1;

  for (guint i = 1; i <= before && n <= most && ink->ink[place - i * step]; i++)
    n++;
  for (guint i = 1; i <= after && n <= most && ink->ink[place + i * step]; i++)
    n++;
  return n;
}

/* @length pixels of ink from @start on. As thick as most of its thin places are, it is a rule; where it is thicker
 * something stands on it. */
static void
mark_rule (JalInk *ink, gsize start, gsize step, guint length, gsize step_across, guint across, guint n_across)
{
  guint most = (guint)lround (THICK_MAX * ink->scale), most_thin = (guint)lround (RULE_THICK * ink->scale),
        counts[16] = { 0 }, thin = 0, usual = 1;
  g_autofree guint8 *thick = g_malloc (length);
  gboolean is_thin;

  most = MIN (most, G_N_ELEMENTS (counts) - 1);
  most_thin = MIN (most_thin, most);
  for (guint i = 0; i < length; i++)
    {
      thick[i] = (guint8)get_thickness (ink, start + i * step, step_across, across, n_across - 1 - across, most);
      if (thick[i] > most)
        continue;
      thin += thick[i] <= most_thin;
      counts[thick[i]]++;
    }
  is_thin = thin >= RULE_MIN * ink->scale;
  for (guint i = 2; i <= (is_thin ? most_thin : most); i++)
    usual = counts[i] > counts[usual] ? i : usual;
  if (!is_thin && counts[usual] < THICK_MIN * ink->scale)
    return;
  for (guint i = 0; i < length; i++)
    if (thick[i] <= usual)
      ink->rule[start + i * step] = 1;
}

/* One row or column of @length pixels from @start on; @across: which of @n_across it is. */
static void
find_rules_in (JalInk *ink, gsize start, gsize step, guint length, gsize step_across, guint across, guint n_across)
{
  guint least = (guint)(RULE_MIN * ink->scale);

  for (guint i = 0; i < length;)
    {
      guint end = i;

      while (end < length && ink->ink[start + end * step])
        end++;
      if (end - i >= least)
        mark_rule (ink, start + i * step, step, end - i, step_across, across, n_across);
      i = MAX (end, i + 1);
    }
}

void
jal_ink_find_rules (JalInk *ink)
{
  guint width = ink->grey->width, height = ink->grey->height;

  for (guint y = 0; y < height; y++)
    find_rules_in (ink, jal_ink_at (ink, 0, y), 1, width, width, y, height);
  for (guint x = 0; x < width; x++)
    find_rules_in (ink, x, width, height, 1, x, width);
}
