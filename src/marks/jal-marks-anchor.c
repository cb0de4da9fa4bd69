/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1. Words that are there exactly are preferred to words that are like them, wherever they stand.
 * 2. Among equals the surroundings decide, then the nearness of the page. When they do not decide, it is not sure.
 * 3. What is not exact is searched for on the few pages that share most of its threes of letters; there by the least number of
 *    changes (P. H. Sellers, The theory and computation of evolutionary distances, 1980).
 * 4. A letter that nobody knows (U+FFFD) is like no other, and words with one in them are never sure.
 */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-marks-anchor.h"

#include <math.h>
#include <stdlib.h>

#define LONGEST 240  /* letters of a quote that are searched for */
#define CONTEXT 32
#define PAGES_TRIED 6
#define LEAST_LIKE 0.6
#define SURE_LIKE 0.9
#define SURE_CONTEXT 0.6
#define AHEAD 0.15   /* by which the surroundings of the best have to be more alike than those of the next */
#define SHORT_QUOTE 6
#define UNKNOWN 0xfffd

/* Text as it is compared: folded, white space as one space; where each letter stands in the page. */
typedef struct
{
  GArray *letters; /* of gunichar */
  GArray *places;  /* of guint: characters of the page */
} Folded;

static void
folded_clear (Folded *folded)
{
  g_clear_pointer (&folded->letters, g_array_unref);
  g_clear_pointer (&folded->places, g_array_unref);
}

static Folded
fold (const char *text, gboolean trim)
{
  Folded folded = { g_array_new (FALSE, FALSE, sizeof (gunichar)), g_array_new (FALSE, FALSE, sizeof (guint)) };
  guint place = 0;
  gunichar last = trim ? ' ' : 0;

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p), place++)
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      if (g_unichar_isspace (c))
        c = ' ';
      if (c == 0xad || (c == ' ' && last == ' '))
        continue;
      g_array_append_val (folded.letters, c);
      g_array_append_val (folded.places, place);
      last = c;
    }
  if (trim && folded.letters->len > 0 && last == ' ')
    {
      g_array_set_size (folded.letters, folded.letters->len - 1);
      g_array_set_size (folded.places, folded.places->len - 1);
    }
  return folded;
}

static gunichar
at (const GArray *letters, guint i)
{
  return g_array_index (letters, gunichar, i);
}

static gboolean
is_same (gunichar a, gunichar b)
{
  return a == b && a != UNKNOWN;
}

static gboolean
has_unknown (const GArray *letters)
{
  for (guint i = 0; i < letters->len; i++)
    if (at (letters, i) == UNKNOWN)
      return TRUE;
  return FALSE;
}

/* Changes that make @n letters of @a into @m letters of @b, over the longer of the two. */
static double
likeness_of (const gunichar *a, guint n, const gunichar *b, guint m)
{
  guint row[CONTEXT + 2];

  n = MIN (n, CONTEXT);
  m = MIN (m, CONTEXT);
  if (n == 0 && m == 0)
    return 1;
  for (guint j = 0; j <= m; j++)
    row[j] = j;
  for (guint i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= m; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (above, row[j - 1]) + 1, diagonal + (is_same (a[i - 1], b[j - 1]) ? 0 : 1));
          diagonal = above;
        }
    }
  return 1 - (double)row[m] / MAX (n, m);
}

/* How alike the surroundings of letters @first…@end - 1 of @page are to those that were kept. */
static double
context_of (const Folded *page, guint first, guint end, const Folded *before, const Folded *after)
{
  const gunichar *letters = (const gunichar *)(gpointer)page->letters->data;
  guint n_before = MIN (MIN (before->letters->len, CONTEXT), first);
  guint n_after = MIN (MIN (after->letters->len, CONTEXT), page->letters->len - end);
  guint wanted_before = MIN (before->letters->len, CONTEXT), wanted_after = MIN (after->letters->len, CONTEXT);
  double left = likeness_of (letters + first - n_before, n_before,
                             (const gunichar *)(gpointer)before->letters->data + before->letters->len - wanted_before,
                             wanted_before);
  double right = likeness_of (letters + end, n_after, (const gunichar *)(gpointer)after->letters->data, wanted_after);

  if (wanted_before == 0 && wanted_after == 0)
    return 0.5;
  return wanted_before == 0 ? right : wanted_after == 0 ? left : (left + right) / 2;
}

typedef struct
{
  guint page;
  guint first; /* in the folded page */
  guint end;
  double likeness;
  double context;
} Found;

static double
rank_of (const Found *found, guint page)
{
  return found->likeness * 2 + found->context - 0.0005 * abs ((int)found->page - (int)page);
}

static void
find_exact (GArray *all, const Folded *page, guint number, const Folded *quoted, const Folded *before, const Folded *after)
{
  guint n = quoted->letters->len;

  for (guint i = 0; i + n <= page->letters->len; i++)
    {
      guint k = 0;

      while (k < n && is_same (at (page->letters, i + k), at (quoted->letters, k)))
        k++;
      if (k == n)
        {
          Found found = { number, i, i + n, 1, context_of (page, i, i + n, before, after) };

          g_array_append_val (all, found);
        }
    }
}

/* The place on the page that is made of the quote with the fewest changes. */
static gboolean
find_like (const Folded *page, guint number, const Folded *quoted, const Folded *before, const Folded *after, Found *found)
{
  guint n = MIN (quoted->letters->len, LONGEST), m = page->letters->len, best = G_MAXUINT, best_end = 0, best_first = 0;
  g_autofree guint *cost = g_new (guint, n + 1);
  g_autofree guint *start = g_new (guint, n + 1);

  for (guint i = 0; i <= n; i++)
    {
      cost[i] = i;
      start[i] = 0;
    }
  for (guint j = 1; j <= m; j++)
    {
      guint diagonal = cost[0], diagonal_start = start[0];

      cost[0] = 0;
      start[0] = j;
      for (guint i = 1; i <= n; i++)
        {
          guint old = cost[i], old_start = start[i];
          guint same = diagonal + (is_same (at (quoted->letters, i - 1), at (page->letters, j - 1)) ? 0 : 1);

          if (same <= old + 1 && same <= cost[i - 1] + 1)
            {
              cost[i] = same;
              start[i] = diagonal_start;
            }
          else if (old <= cost[i - 1])
            cost[i] = old + 1;
          else
            {
              cost[i] = cost[i - 1] + 1;
              start[i] = start[i - 1];
            }
          diagonal = old;
          diagonal_start = old_start;
        }
      if (cost[n] < best)
        {
          best = cost[n];
          best_end = j;
          best_first = start[n];
        }
    }
  if (n == 0 || best >= n || best_end <= best_first)
    return FALSE;
  *found = (Found){ number, best_first, best_end, 1 - (double)best / n,
                    context_of (page, best_first, best_end, before, after) };
  return found->likeness >= LEAST_LIKE;
}

/* Every three letters in a row, as a set. */
static GHashTable *
threes_of (const GArray *letters)
{
  GHashTable *threes = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i + 3 <= letters->len; i++)
    g_hash_table_add (threes, GUINT_TO_POINTER (at (letters, i) * 31u * 31u + at (letters, i + 1) * 31u + at (letters, i + 2)));
  return threes;
}

static guint
count_shared (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_hash_table_contains (b, key) ? 1 : 0;
  return n;
}

double
jal_anchor_compare_pages (const JalPageText *a, const JalPageText *b)
{
  Folded first = fold (a != NULL ? a->text : NULL, TRUE), second = fold (b != NULL ? b->text : NULL, TRUE);
  g_autoptr (GHashTable) ours = threes_of (first.letters);
  g_autoptr (GHashTable) theirs = threes_of (second.letters);
  guint shared = count_shared (ours, theirs), all = g_hash_table_size (ours) + g_hash_table_size (theirs) - shared;

  folded_clear (&first);
  folded_clear (&second);
  return all > 0 ? (double)shared / all : 0;
}

typedef struct
{
  guint page;
  guint shared;
} Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  return first->shared != second->shared ? (first->shared > second->shared ? -1 : 1)
                                         : (int)first->page - (int)second->page;
}

static void
find_fuzzy (GArray *all, const Folded *pages, guint n_pages, const Folded *quoted, const Folded *before,
            const Folded *after)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GHashTable) wanted = threes_of (quoted->letters);

  for (guint i = 0; i < n_pages; i++)
    {
      g_autoptr (GHashTable) here = threes_of (pages[i].letters);
      Candidate candidate = { i, count_shared (wanted, here) };

      if (candidate.shared > 0)
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < MIN (candidates->len, PAGES_TRIED); i++)
    {
      guint page = g_array_index (candidates, Candidate, i).page;
      Found found;

      if (find_like (&pages[page], page, quoted, before, after, &found))
        g_array_append_val (all, found);
    }
}

gboolean
jal_anchor_find (GPtrArray *texts, const char *quoted, const char *before, const char *after, guint page,
                 JalAnchor *anchor)
{
  g_autofree Folded *pages = g_new0 (Folded, MAX (texts->len, 1));
  Folded words = fold (quoted, TRUE), left = fold (before, FALSE), right = fold (after, FALSE);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  const Found *best = NULL, *next = NULL;

  for (guint i = 0; i < texts->len; i++)
    {
      const JalPageText *text = g_ptr_array_index (texts, i);

      pages[i] = fold (text != NULL ? text->text : NULL, FALSE);
      if (words.letters->len > 0)
        find_exact (all, &pages[i], i, &words, &left, &right);
    }
  if (all->len == 0 && words.letters->len >= 3)
    find_fuzzy (all, pages, texts->len, &words, &left, &right);
  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = &g_array_index (all, Found, i);

      if (best == NULL || rank_of (found, page) > rank_of (best, page))
        {
          next = best;
          best = found;
        }
      else if (next == NULL || rank_of (found, page) > rank_of (next, page))
        next = found;
    }
  if (best != NULL)
    {
      const GArray *places = pages[best->page].places;
      gboolean alone = next == NULL || best->likeness - next->likeness >= 0.2;

      anchor->page = best->page;
      anchor->first = g_array_index (places, guint, best->first);
      anchor->n = g_array_index (places, guint, best->end - 1) - anchor->first + 1;
      anchor->likeness = best->likeness;
      if (has_unknown (words.letters))
        anchor->sure = FALSE;
      else if (best->likeness >= 1)
        anchor->sure = (alone && (words.letters->len >= SHORT_QUOTE || best->context >= SURE_CONTEXT))
                       || (best->context >= SURE_CONTEXT && (next == NULL || best->context - next->context >= AHEAD));
      else
        anchor->sure = alone && best->likeness >= SURE_LIKE && best->context >= SURE_CONTEXT;
    }
  for (guint i = 0; i < texts->len; i++)
    folded_clear (&pages[i]);
  folded_clear (&words);
  folded_clear (&left);
  folded_clear (&right);
  return best != NULL;
}
