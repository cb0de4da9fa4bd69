/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/jal-page-text.h"

#include <math.h>
#include <string.h>

static gboolean
box_is_sane (const JalBox *box)
{
  return isfinite (box->x1) && isfinite (box->y1) && isfinite (box->x2) && isfinite (box->y2) && box->x1 <= box->x2
         && box->y1 <= box->y2;
}

JalPageText *
jal_page_text_new_take (char *text, gsize n_bytes, JalBox *boxes, guint n_chars)
{
  JalPageText *self = NULL;
  gboolean fits = g_utf8_validate_len (text, n_bytes, NULL) && g_utf8_strlen (text, (gssize)n_bytes) == (glong)n_chars;

  for (guint i = 0; i < n_chars && fits; i++)
    fits = box_is_sane (&boxes[i]);
  if (!fits)
    {
      g_free (text);
      g_free (boxes);
      return NULL;
    }
  self = g_new0 (JalPageText, 1);
  self->text = text;
  self->n_bytes = n_bytes;
  self->boxes = boxes;
  self->n_chars = n_chars;
  self->offsets = g_new (guint32, n_chars + 1);
  self->ref_count = 1;
  for (guint i = 0, at = 0; i <= n_chars; i++)
    {
      self->offsets[i] = at;
      if (i < n_chars)
        at += (guint)g_utf8_skip[(guchar)text[at]];
    }
  return self;
}

JalPageText *
jal_page_text_ref (JalPageText *text)
{
  g_atomic_int_inc (&text->ref_count);
  return text;
}

void
jal_page_text_unref (JalPageText *text)
{
  if (text == NULL || !g_atomic_int_dec_and_test (&text->ref_count))
    return;
  g_free (text->text);
  g_free (text->boxes);
  g_free (text->offsets);
  g_free (text);
}

void
jal_hit_clear (JalHit *hit)
{
  g_clear_pointer (&hit->text, g_free);
  g_clear_pointer (&hit->quads, g_array_unref);
}
