/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters one under the other.
 *
 * A name that is written a letter a line, or a letter a cell of a table, stands in no line of the text. Letters that stand alone are
 * put together here as they stand on the page: down, up, and along, in columns from one side to the other.
 */
#include <math.h>

#include "pages/jal-geometry.h"

/* Letters that are looked at: a page of more is a table of letters. */
#define LETTERS_MAX 1500
/* Parts of a letter's size by which the next one may stand aside, and may be away. */
#define ASIDE 0.7
#define AWAY 4.0

typedef struct
{
  gunichar c;
  guint index; /* of the character */
  double u; /* where its column stands, what it is away from the column's start, its size */
  double v;
  double size;
  gboolean used;
} Alone;

static gboolean
is_space_at (const JalPageText *text, gssize i)
{
  return i < 0 || i >= (gssize)text->n_chars || g_unichar_isspace (g_utf8_get_char (text->text + text->offsets[i]));
}

/* Letters without a letter beside them, turned so that columns go along v. */
static GArray *
gather (const JalPageText *text, const gboolean *known, guint turn)
{
  GArray *letters = g_array_new (FALSE, FALSE, sizeof (Alone));

  for (guint i = 0; i < text->n_chars && letters->len < LETTERS_MAX; i++)
    {
      gunichar c = g_utf8_get_char (text->text + text->offsets[i]);
      const JalBox *box = &text->boxes[i];
      double x = (box->x1 + box->x2) / 2, y = (box->y1 + box->y2) / 2;
      const Alone turned[] = { { .u = x, .v = -y }, { .u = x, .v = y }, { .u = -y, .v = x }, { .u = y, .v = -x } };
      Alone letter = turned[turn];

      if ((known != NULL && known[i]) || !g_unichar_isalnum (c) || !is_space_at (text, (gssize)i - 1) || !is_space_at (text, (gssize)i + 1))
        continue;
      letter.c = c;
      letter.index = i;
      letter.size = fmax (box->x2 - box->x1, box->y2 - box->y1);
      g_array_append_val (letters, letter);
    }
  return letters;
}

static int
compare_columns (gconstpointer a, gconstpointer b)
{
  const Alone *first = a, *second = b;

  if (first->u != second->u)
    return first->u < second->u ? -1 : 1;
  return first->v < second->v ? -1 : first->v > second->v;
}

static int
compare_along (gconstpointer a, gconstpointer b)
{
  const Alone *const *first = a, *const *second = b;

  return (*first)->v < (*second)->v ? -1 : (*first)->v > (*second)->v;
}

/* The unused letter that goes on below @from. */
static Alone *
find_next (GPtrArray *along, const Alone *from)
{
  for (guint i = 0; i < along->len; i++)
    {
      Alone *other = along->pdata[i];

      if (!other->used && other->v > from->v + 0.1 * from->size && other->v - from->v <= AWAY * from->size
          && fabs (other->u - from->u) <= ASIDE * from->size)
        return other;
    }
  return NULL;
}

static void
put (GString *out, GArray *places, gunichar c, guint index)
{
  g_string_append_unichar (out, c);
  if (places != NULL)
    g_array_append_val (places, index);
}

static void
put_columns (GString *out, GArray *places, GArray *letters)
{
  g_autoptr (GPtrArray) along = g_ptr_array_new ();

  g_array_sort (letters, compare_columns);
  for (guint i = 0; i < letters->len; i++)
    g_ptr_array_add (along, &g_array_index (letters, Alone, i));
  g_ptr_array_sort (along, compare_along);
  for (guint i = 0; i < letters->len; i++)
    {
      Alone *letter = &g_array_index (letters, Alone, i);

      /* The column begins with its first letter, not with the one that stands farthest aside. */
      for (guint k = 0; k < along->len && !letter->used; k++)
        {
          Alone *first = along->pdata[k];

          if (!first->used && fabs (first->u - letter->u) <= ASIDE * letter->size)
            {
              letter = first;
              break;
            }
        }
      if (letter->used)
        continue;
      for (Alone *next = letter; next != NULL; next = find_next (along, next))
        {
          next->used = TRUE;
          put (out, places, next->c, next->index);
        }
      put (out, places, ' ', G_MAXUINT);
      i--;
    }
  put (out, places, '\f', G_MAXUINT);
}

char *
jal_geometry_dup_stacked (const JalPageText *text, const gboolean *known, GArray *places)
{
  GString *out = g_string_new (NULL);

  for (guint turn = 0; turn < 4; turn++)
    {
      g_autoptr (GArray) letters = gather (text, known, turn);

      if (letters->len > 1)
        put_columns (out, places, letters);
    }
  return g_string_free (out, FALSE);
}
