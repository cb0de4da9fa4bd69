/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words whose pieces lie about.
 *
 * Of slanted and curved writing the text has only pieces, in an order of its own. What a page says there is put together here by where
 * the pieces stand: each begins near the place where the one before it ended, and they are pieces, not the words themselves, so that
 * two people who stand on two lines are not taken for one.
 */
#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"

/* Fewer letters may come together by chance. */
#define LETTERS_MIN 5
#define PIECES_MIN 3
/* Sizes of a letter by which the next piece may be away from the last. */
#define AWAY 3.5
/* Pieces that are looked at, and steps: a page that needs more is one of letters alone. */
#define PIECES_MAX 6000
#define STEPS_MAX 200000

typedef struct
{
  guint first; /* of its letters, among those of all */
  guint n;
  JalPoint head; /* the middle of its first and of its last letter */
  JalPoint tail;
  double size;
  gboolean used;
} Piece;

typedef struct
{
  GArray *letters; /* gunichar */
  GArray *places;  /* guint: which character of the page each is */
  GArray *pieces;  /* Piece */
  const gunichar *wanted;
  const gboolean *ends; /* of each letter that is wanted: a word ends with it */
  guint n;
  guint steps;
} Scatter;

static JalPoint
middle (const JalBox *box)
{
  return (JalPoint){ (box->x1 + box->x2) / 2, (box->y1 + box->y2) / 2 };
}

static void
gather (Scatter *scatter, const JalPageText *text, const gboolean *known)
{
  Piece piece = { 0 };

  for (guint i = 0; i <= text->n_chars; i++)
    {
      gunichar c = i < text->n_chars && (known == NULL || !known[i]) ? g_utf8_get_char (text->text + text->offsets[i]) : ' ';
      const JalBox *box = &text->boxes[MIN (i, text->n_chars - 1)];

      if (g_unichar_isspace (c))
        {
          if (piece.n > 0 && scatter->pieces->len < PIECES_MAX)
            g_array_append_val (scatter->pieces, piece);
          piece = (Piece){ 0 };
          continue;
        }
      if (!g_unichar_isalnum (c))
        continue;
      c = g_unichar_tolower (c);
      if (piece.n == 0)
        {
          piece.first = scatter->letters->len;
          piece.head = middle (box);
        }
      piece.tail = middle (box);
      piece.size = fmax (piece.size, fmax (box->x2 - box->x1, box->y2 - box->y1));
      piece.n++;
      g_array_append_val (scatter->letters, c);
      g_array_append_val (scatter->places, i);
    }
}

static gboolean
fits (const Scatter *scatter, const Piece *piece, guint at)
{
  return piece->n <= scatter->n - at
         && memcmp (&g_array_index (scatter->letters, gunichar, piece->first), scatter->wanted + at, piece->n * sizeof (gunichar)) == 0;
}

/* Whether the piece that stands for the letters from @at on is no word of what is wanted. */
static gboolean
is_broken (const Scatter *scatter, const Piece *piece, guint at)
{
  return (at > 0 && !scatter->ends[at - 1]) || !scatter->ends[at + piece->n - 1];
}

/* Either end of a piece may be where the writing goes on: it may be upside down. */
static gboolean
is_near (const Piece *a, const Piece *b)
{
  double size = fmax (a->size, b->size), most = AWAY * size;
  double d1 = hypot (a->tail.x - b->head.x, a->tail.y - b->head.y), d2 = hypot (a->head.x - b->tail.x, a->head.y - b->tail.y);

  return fmin (d1, d2) <= most;
}

/* @all gets the characters of the pieces, the last piece first. */
static gboolean
go_on (Scatter *scatter, const Piece *last, guint at, guint n_pieces, gboolean broken, GArray *all)
{
  if (at == scatter->n)
    return broken && n_pieces >= PIECES_MIN;
  for (guint i = 0; i < scatter->pieces->len && scatter->steps < STEPS_MAX; i++)
    {
      Piece *piece = &g_array_index (scatter->pieces, Piece, i);
      gboolean found;

      scatter->steps++;
      if (piece->used || !fits (scatter, piece, at) || (last != NULL && !is_near (last, piece)))
        continue;
      piece->used = TRUE;
      found = go_on (scatter, piece, at + piece->n, n_pieces + 1, broken || is_broken (scatter, piece, at), all);
      piece->used = FALSE;
      if (found)
        {
          g_array_append_vals (all, &g_array_index (scatter->places, guint, piece->first), piece->n);
          return TRUE;
        }
    }
  return FALSE;
}

GArray *
jal_geometry_find_scattered (const JalPageText *text, const char *words, const gboolean *known)
{
  Scatter scatter = { .letters = g_array_new (FALSE, FALSE, sizeof (gunichar)),
                      .places = g_array_new (FALSE, FALSE, sizeof (guint)),
                      .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)) };
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gunichar)), ends = g_array_new (FALSE, TRUE, sizeof (gboolean));
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (const char *c = words; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (c));
      gboolean end = FALSE;

      if (!g_unichar_isalnum (letter))
        {
          if (g_unichar_isspace (letter) && ends->len > 0)
            g_array_index (ends, gboolean, ends->len - 1) = TRUE;
          continue;
        }
      g_array_append_val (wanted, letter);
      g_array_append_val (ends, end);
    }
  if (wanted->len >= LETTERS_MIN && text->n_chars > 0)
    {
      g_array_index (ends, gboolean, ends->len - 1) = TRUE;
      scatter.wanted = (const gunichar *)(gpointer)wanted->data;
      scatter.ends = (const gboolean *)(gpointer)ends->data;
      scatter.n = wanted->len;
      gather (&scatter, text, known);
      go_on (&scatter, NULL, 0, 0, FALSE, found);
    }
  g_array_unref (scatter.letters);
  g_array_unref (scatter.places);
  g_array_unref (scatter.pieces);
  return found;
}
