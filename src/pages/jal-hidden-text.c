/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bad redactions are found by comparing what can be read with what can be seen: a letter whose whole place on the rendered
 * page has one colour is not seen. This holds whatever hides it: a rectangle, an annotation, a picture, white ink.
 */
#include "pages/jal-hidden-text.h"

#include <math.h>

#include "pages/jal-geometry.h"

/* What a worker that smooths edges may make of one colour. */
#define SAME_COLOUR 10
/* Fewer letters in a row may be chance: a dot that is too small to be drawn. */
#define LETTERS_MIN 4
/* The part of a letter's height that it shares with its line. */
#define SAME_LINE 0.4
/* A box is darker, or more coloured, than paper can be. */
#define PAPER_MIN 200
#define PAPER_COLOURED 40
/* Points, either way: nobody sees smaller letters. */
#define TINY 1.2
/* Boxes without a size are of letters whose place nobody knows. */
#define NOTHING 0.01

const char *
jal_hidden_kind_id (JalHiddenKind kind)
{
  return kind == JAL_HIDDEN_BOX ? "box" : "unseen";
}

static void
clear_hidden (gpointer data)
{
  g_free (((JalHiddenText *)data)->words);
  g_array_unref (((JalHiddenText *)data)->boxes);
}

typedef struct
{
  const JalPageInfo *info;
  const JalPageText *text;
  const JalPixels *pixels;
  GArray *found;
  double scale_x;
  double scale_y;
  guint letters_min;
} Look;

/* Whether the letter's place has one colour; which one decides @kind. */
static gboolean
is_hidden (const Look *look, const JalBox *box, JalHiddenKind *kind)
{
  const guint8 *data = g_bytes_get_data (look->pixels->bytes, NULL);
  guint x1 = (guint)CLAMP (floor (box->x1 * look->scale_x), 0, look->pixels->width);
  guint x2 = (guint)CLAMP (ceil (box->x2 * look->scale_x), 0, look->pixels->width);
  guint y1 = (guint)CLAMP (floor (box->y1 * look->scale_y), 0, look->pixels->height);
  guint y2 = (guint)CLAMP (ceil (box->y2 * look->scale_y), 0, look->pixels->height);
  guint8 low[3] = { 255, 255, 255 }, high[3] = { 0, 0, 0 };

  /* The middle of the letter: neighbours and rules above and below reach into its box. */
  y1 += (y2 - y1) / 4;
  y2 -= (y2 - y1) / 4;
  if (look->letters_min > 1 && fmin (box->x2 - box->x1, box->y2 - box->y1) > NOTHING && fmax (box->x2 - box->x1, box->y2 - box->y1) < TINY)
    {
      *kind = JAL_HIDDEN_UNSEEN;
      return TRUE;
    }
  if (x2 < x1 + 2 || y2 < y1 + 2)
    return FALSE;
  for (guint y = y1; y < y2; y++)
    for (guint x = x1; x < x2; x++)
      for (guint c = 0; c < 3; c++)
        {
          guint8 value = data[(gsize)y * look->pixels->stride + 4 * x + c];

          low[c] = MIN (low[c], value);
          high[c] = MAX (high[c], value);
          if (high[c] - low[c] > SAME_COLOUR)
            return FALSE;
        }
  *kind = MIN (low[0], MIN (low[1], low[2])) < PAPER_MIN
                  || MAX (high[0], MAX (high[1], high[2])) - MIN (low[0], MIN (low[1], low[2])) > PAPER_COLOURED
              ? JAL_HIDDEN_BOX
              : JAL_HIDDEN_UNSEEN;
  return TRUE;
}

typedef struct
{
  guint first;
  guint end;
  guint letters;
  JalHiddenKind kind;
  JalBox box;
  GArray *boxes; /* nullable */
} Run;

/* Letters one under the other are two lines, upright writing too. */
static void
add_letter (Run *run, const JalBox *box)
{
  JalBox *line = run->boxes->len > 0 ? &g_array_index (run->boxes, JalBox, run->boxes->len - 1) : NULL;

  if (line == NULL || (fmin (line->y2, box->y2) <= fmax (line->y1, box->y1) && fmin (line->x2, box->x2) <= fmax (line->x1, box->x1))
      || fmin (line->y2, box->y2) - fmax (line->y1, box->y1) < SAME_LINE * (box->y2 - box->y1))
    g_array_append_val (run->boxes, *box);
  else
    *line = (JalBox){ fmin (line->x1, box->x1), fmin (line->y1, box->y1), fmax (line->x2, box->x2), fmax (line->y2, box->y2) };
}

static void
end_run (Look *look, Run *run)
{
  JalHiddenText hidden = { run->kind, NULL, run->box, run->boxes };

  if (run->letters >= look->letters_min)
    {
      hidden.words = jal_geometry_get_text (look->text, run->first, run->end - run->first);
      g_strdelimit (hidden.words, "\n", ' ');
      g_array_append_val (look->found, hidden);
    }
  else
    g_clear_pointer (&run->boxes, g_array_unref);
  *run = (Run){ 0 };
}

static GArray *
find (const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels, guint letters_min)
{
  Look look = { info, text, pixels, g_array_new (FALSE, FALSE, sizeof (JalHiddenText)),
                pixels->width / info->width, pixels->height / info->height, letters_min };
  Run run = { 0 };

  g_array_set_clear_func (look.found, clear_hidden);
  for (guint i = 0; i < text->n_chars; i++)
    {
      gunichar c = g_utf8_get_char (text->text + text->offsets[i]);
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);
      JalHiddenKind kind;

      /* White space decides nothing, a box may be over several lines; full stops and dashes are too small. */
      if (!g_unichar_isalnum (c))
        continue;
      if (box.x2 <= 0 || box.y2 <= 0 || box.x1 >= info->width || box.y1 >= info->height
          || !is_hidden (&look, &box, &kind))
        {
          end_run (&look, &run);
          continue;
        }
      if (run.letters > 0 && run.kind != kind)
        end_run (&look, &run);
      if (run.letters == 0)
        {
          run.first = i;
          run.kind = kind;
          run.box = box;
          run.boxes = g_array_new (FALSE, FALSE, sizeof (JalBox));
        }
      add_letter (&run, &box);
      run.box = (JalBox){ fmin (run.box.x1, box.x1), fmin (run.box.y1, box.y1), fmax (run.box.x2, box.x2),
                          fmax (run.box.y2, box.y2) };
      run.end = i + 1;
      run.letters++;
    }
  end_run (&look, &run);
  return look.found;
}

GArray *
jal_hidden_text_find (const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels)
{
  return find (info, text, pixels, LETTERS_MIN);
}

GArray *
jal_hidden_text_find_all (const JalPageInfo *info, const JalPageText *text, const JalPixels *pixels)
{
  return find (info, text, pixels, 1);
}

double
jal_hidden_text_get_scale (const JalPageInfo *info)
{
  return fmin (JAL_HIDDEN_TEXT_SCALE, 3000 / fmax (info->width, info->height));
}

JalPixels *
jal_hidden_text_draw (JalReader *reader, guint page, const JalPageInfo *info, GCancellable *cancellable, GError **error)
{
  return jal_reader_render (reader, page, jal_hidden_text_get_scale (info), 0, cancellable, error);
}

GArray *
jal_reader_find_hidden (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  JalPageInfo info;

  if (!jal_reader_get_page (reader, page, &info, cancellable, error))
    return NULL;
  text = jal_reader_get_text (reader, page, cancellable, error);
  if (text == NULL)
    return NULL;
  if (text->n_chars < LETTERS_MIN)
    return g_array_new (FALSE, FALSE, sizeof (JalHiddenText));
  pixels = jal_hidden_text_draw (reader, page, &info, cancellable, error);
  return pixels != NULL ? jal_hidden_text_find (&info, text, pixels) : NULL;
}
