/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reader/jal-page-selection.h"

int
jal_text_spot_compare (JalTextSpot a, JalTextSpot b)
{
  if (a.page != b.page)
    return a.page < b.page ? -1 : 1;
  return a.index < b.index ? -1 : a.index > b.index;
}

static void
sort (const JalPageSelection *selection, JalTextSpot *start, JalTextSpot *end)
{
  gboolean forward = jal_text_spot_compare (selection->anchor, selection->focus) <= 0;

  *start = forward ? selection->anchor : selection->focus;
  *end = forward ? selection->focus : selection->anchor;
}

gboolean
jal_page_selection_get_pages (const JalPageSelection *selection, guint *first, guint *last)
{
  JalTextSpot start, end;

  if (!selection->active)
    return FALSE;
  sort (selection, &start, &end);
  *first = start.page;
  *last = end.page;
  return TRUE;
}

gboolean
jal_page_selection_get_range (const JalPageSelection *selection, guint page, guint n_chars, guint *first, guint *n)
{
  JalTextSpot start, end;
  guint from, to;

  if (!selection->active || n_chars == 0)
    return FALSE;
  sort (selection, &start, &end);
  if (page < start.page || page > end.page)
    return FALSE;
  from = page == start.page ? start.index : 0;
  to = page == end.page ? MIN (end.index, n_chars - 1) : n_chars - 1;
  if (from > to)
    return FALSE;
  *first = from;
  *n = to - from + 1;
  return TRUE;
}

static gunichar
char_at (const JalPageText *text, guint index)
{
  return g_utf8_get_char (text->text + text->offsets[index]);
}

static gboolean
is_word (const JalPageText *text, guint index)
{
  return g_unichar_isalnum (char_at (text, index));
}

guint
jal_page_selection_step (const JalPageText *text, guint index, gboolean forward, gboolean words)
{
  guint last = text->n_chars > 0 ? text->n_chars - 1 : 0;
  gboolean was_in_word = FALSE;

  index = MIN (index, last);
  while (forward ? index < last : index > 0)
    {
      index += forward ? 1 : -1;
      if (!words)
        return index;
      /* A word is passed when we stand on its last letter. */
      was_in_word = was_in_word || is_word (text, index);
      if (was_in_word
          && (forward ? index == last || !is_word (text, index + 1) : index == 0 || !is_word (text, index - 1)))
        return index;
    }
  return index;
}

void
jal_page_selection_widen_to_line (const JalPageText *text, guint index, guint *first, guint *n)
{
  guint start = index, end = index;

  g_return_if_fail (index < text->n_chars);

  while (start > 0 && char_at (text, start - 1) != '\n')
    start--;
  while (end + 1 < text->n_chars && char_at (text, end + 1) != '\n' && char_at (text, end) != '\n')
    end++;
  *first = start;
  *n = end - start + 1;
}

static double
middle (const JalPageInfo *info, const JalPageText *text, guint index)
{
  JalBox box = jal_geometry_box_to_display (info, text->boxes[index]);

  return (box.x1 + box.x2) / 2;
}

guint
jal_page_selection_step_line (const JalPageInfo *info, const JalPageText *text, guint index, gboolean forward)
{
  guint first, n, best;

  if (text->n_chars == 0)
    return 0;
  index = MIN (index, text->n_chars - 1);
  jal_page_selection_widen_to_line (text, index, &first, &n);
  /* Between the lines stands the character that ends one. */
  if (forward ? first + n + 1 >= text->n_chars : first < 2)
    return forward ? text->n_chars - 1 : 0;
  best = forward ? first + n + 1 : first - 2;
  jal_page_selection_widen_to_line (text, best, &first, &n);
  best = first;
  for (guint i = first; i < first + n && char_at (text, i) != '\n'; i++)
    if (ABS (middle (info, text, i) - middle (info, text, index)) < ABS (middle (info, text, best) - middle (info, text, index)))
      best = i;
  return best;
}
