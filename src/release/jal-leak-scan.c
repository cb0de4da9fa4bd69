/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking for a leak.
 *
 * 1. The file is opened as anybody would open it: nothing is believed of how it was made.
 * 2. What cannot be looked through is not clean.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-leak-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-phrase.h"
#include "base/jal-text.h"
#include "pages/jal-geometry.h"

#define PLACES_SAID 8
#define TOLD_MAX 30

typedef struct
{
  const JalLeakQuery *query;
  GPtrArray *parts;   /* of JalLetters */
  GArray *part_leaks;
  guint n_phrases;    /* in the caller's list */
  char *last;         /* nullable: the text of the page before */
  GArray *spent;      /* of guint, by place in @letters: what of that page's allowance its own text has used */
  GPtrArray *texts;   /* of const char *: those that are looked for */
  GPtrArray *letters; /* of JalLetters */
  GArray *numbers;    /* of guint: their places in the caller's list */
  GHashTable *excused; /* phrase and page where the text has no more than is allowed */
  GArray *leaks;
} Scan;

static gpointer
key_of (guint phrase, guint page)
{
  return GSIZE_TO_POINTER ((gsize)phrase << 32 | page);
}

static void
add_one (Scan *scan, const JalLeak *leak)
{
  for (guint i = 0; i < scan->leaks->len; i++)
    {
      const JalLeak *other = &g_array_index (scan->leaks, JalLeak, i);

      if (other->phrase == leak->phrase && other->place == leak->place && other->page == leak->page)
        return;
    }
  g_array_append_vals (scan->leaks, leak, 1);
}

static void
add_leak (Scan *scan, guint phrase, JalPlace place, int page, guint n)
{
  JalLeak leak = { .phrase = phrase, .place = place, .page = page, .n = n };

  add_one (scan, &leak);
}

static guint
get_allowance (const Scan *scan, guint phrase, guint page)
{
  guint n = 0;

  for (guint i = 0; scan->query->allowed != NULL && i < scan->query->allowed->len; i++)
    {
      const JalLeakAllowance *allowance = &g_array_index (scan->query->allowed, JalLeakAllowance, i);

      if (allowance->phrase == phrase && allowance->page == page)
        n += allowance->n;
    }
  return n;
}

gboolean
jal_leak_are_unread (const GArray *leaks)
{
  for (guint i = 0; i < leaks->len; i++)
    if (!g_array_index (leaks, JalLeak, i).unread)
      return FALSE;
  return leaks->len > 0;
}

gboolean
jal_leak_overlaps (const GArray *hits, const JalNearHit *hit)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const JalNearHit *other = &g_array_index (hits, JalNearHit, i);

      if (hit->first < other->first + other->n && other->first < hit->first + hit->n)
        return TRUE;
    }
  return FALSE;
}

/* Words of a name that stand alone; what belongs to a whole name (@whole) has been counted with it. */
static void
look_for_parts (Scan *scan, const JalLetters *letters, const GArray *whole, JalPlace place, guint page)
{
  for (guint i = 0; i < scan->parts->len; i++)
    {
      guint allowance = place == JAL_PLACE_PAGE ? get_allowance (scan, scan->n_phrases + i, page) : 0, n = 0;
      /* A scan's words are what some program read. */
      guint nears = JAL_LEAK_PART_NEARS | (place == JAL_PLACE_PAGE ? JAL_NEAR_FLAG_MISREAD : 0);
      g_autoptr (GArray) hits = jal_letters_find (letters, scan->parts->pdata[i], nears);
      JalLeak leak = { .phrase = i, .place = place, .page = (int)page };

      for (guint k = 0; k < hits->len; k++)
        n += jal_leak_overlaps (whole, &g_array_index (hits, JalNearHit, k)) ? 0 : 1;
      leak.n = n > allowance ? n - allowance : 0;
      if (leak.n > 0)
        g_array_append_val (scan->part_leaks, leak);
    }
}

/* The same in what stands in no page's text: notes, fields (@page: theirs), titles of bookmarks (@page: where they lead to). */
static void
look_for_parts_beside (Scan *scan, const GPtrArray *leads, JalPlace place, guint page)
{
  for (guint i = 0; i < leads->len; i++)
    {
      const JalLead *lead = leads->pdata[i];
      g_autoptr (JalLetters) letters = jal_letters_new (lead->text, -1);
      g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (JalNearHit));

      for (guint k = 0; k < scan->letters->len; k++)
        {
          g_autoptr (GArray) hits = jal_letters_find (letters, scan->letters->pdata[k], JAL_NEAR_SAME);

          g_array_append_vals (whole, hits->data, hits->len);
        }
      look_for_parts (scan, letters, whole, place, place == JAL_PLACE_OUTLINE ? (guint)MAX (lead->page, 0) : page);
    }
}

/* Names that begin on the page before and end on this one; told of the page they begin on. */
static void
look_over_end (Scan *scan, const char *text, guint page)
{
  g_autoptr (JalPageJoin) join = scan->last != NULL ? jal_page_join_new (scan->last, text) : NULL;

  for (guint i = 0; join != NULL && i < scan->letters->len; i++)
    {
      guint phrase = g_array_index (scan->numbers, guint, i);
      guint allowance = get_allowance (scan, phrase, page - 1) - g_array_index (scan->spent, guint, i);
      g_autoptr (GArray) hits = jal_page_join_find (join, scan->letters->pdata[i], JAL_NEAR_SAME);

      if (hits->len > allowance)
        add_leak (scan, phrase, JAL_PLACE_PAGE, (int)page - 1, hits->len - allowance);
    }
}

/* How often the phrase stands on the page in letters one under the other, as far as they are not @known; once when it is slanted. */
static guint
count_turned (Scan *scan, const JalPageText *text, guint i, const gboolean *known)
{
  g_autofree char *columns = jal_geometry_dup_stacked (text, known, NULL);
  g_autoptr (JalLetters) letters = *columns != '\0' ? jal_letters_new (columns, -1) : NULL;
  g_autoptr (GArray) hits = letters != NULL ? jal_letters_find (letters, scan->letters->pdata[i], JAL_NEAR_SAME) : NULL;

  g_autoptr (GArray) scattered = NULL;

  if (hits != NULL && hits->len > 0)
    return hits->len;
  scattered = jal_geometry_find_scattered (text, scan->texts->pdata[i], known);
  return scattered->len > 0 ? 1 : 0;
}

/* Letters one under the other, slanted and curved writing are no words of the text. What stands among those as well (@found, of GArray of
   JalNearHit) has been looked at with them, and what was let stand there lets nothing stand beside it. */
static void
look_at_columns (Scan *scan, const JalPageText *text, const GPtrArray *found, guint page)
{
  g_autofree gboolean *known = g_new0 (gboolean, text->n_chars + 1);

  for (guint i = 0; i < scan->letters->len; i++)
    {
      const GArray *hits = found->pdata[i];
      guint phrase = g_array_index (scan->numbers, guint, i), n;
      guint left = get_allowance (scan, phrase, page) - g_array_index (scan->spent, guint, i);

      memset (known, 0, text->n_chars * sizeof (gboolean));
      for (guint k = 0; k < hits->len; k++)
        {
          const JalNearHit *hit = &g_array_index (hits, JalNearHit, k);

          for (guint c = hit->first; c < hit->first + hit->n && c < text->n_chars; c++)
            known[c] = TRUE;
        }
      n = count_turned (scan, text, i, known);
      if (n > left)
        add_leak (scan, phrase, JAL_PLACE_PAGE, (int)page, n - left);
    }
}

static void
look_at_text (Scan *scan, const JalPageText *text, guint page)
{
  g_autofree char *words = g_strndup (text->text, text->n_bytes);
  g_autoptr (JalLetters) letters = jal_letters_new (words, -1);
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (JalNearHit));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  /* First, while what was spent is still told of the page before. */
  look_over_end (scan, words, page);
  g_array_set_size (scan->spent, scan->letters->len);
  for (guint i = 0; i < scan->letters->len; i++)
    {
      guint phrase = g_array_index (scan->numbers, guint, i), allowance = get_allowance (scan, phrase, page);
      g_autoptr (GArray) hits = jal_letters_find (letters, scan->letters->pdata[i], JAL_NEAR_SAME);

      g_array_append_vals (whole, hits->data, hits->len);
      g_array_index (scan->spent, guint, i) = MIN (hits->len, allowance);
      if (hits->len > allowance)
        add_leak (scan, phrase, JAL_PLACE_PAGE, (int)page, hits->len - allowance);
      else if (allowance > 0)
        g_hash_table_add (scan->excused, key_of (phrase, page));
      g_ptr_array_add (found, g_steal_pointer (&hits));
    }
  look_for_parts (scan, letters, whole, JAL_PLACE_PAGE, page);
  look_at_columns (scan, text, found, page);
  g_free (scan->last);
  scan->last = g_steal_pointer (&words);
}

static gboolean
look_at_pages (Scan *scan, JalReader *reader, JalLeakProgress progress, gpointer data, GCancellable *cancellable,
               GError **error)
{
  guint n = jal_reader_get_n_pages (reader);

  for (guint page = 0; page < n; page++)
    {
      g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, cancellable, error);

      if (text == NULL)
        return FALSE;
      look_at_text (scan, text, page);
      if (scan->parts->len > 0)
        {
          g_autoptr (GPtrArray) notes = jal_reader_get_beside (reader, page, cancellable, error);

          if (notes == NULL)
            return FALSE;
          look_for_parts_beside (scan, notes, JAL_PLACE_ANNOTATION, page);
        }
      if (progress != NULL)
        progress (data, page + 1, n);
    }
  return TRUE;
}

static gboolean
look_at_rest (Scan *scan, JalReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) findings = NULL;

  if (scan->parts->len > 0)
    {
      g_autoptr (GPtrArray) entries = jal_reader_get_outline (reader, cancellable, error);

      if (entries == NULL)
        return FALSE;
      look_for_parts_beside (scan, entries, JAL_PLACE_OUTLINE, 0);
    }
  g_ptr_array_add (scan->texts, NULL);
  findings = jal_reader_scan (reader, (const char *const *)scan->texts->pdata, JAL_SCAN_ALL, cancellable, error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    {
      const JalFinding *finding = &g_array_index (findings, JalFinding, i);
      guint phrase = g_array_index (scan->numbers, guint, finding->phrase);

      gboolean of_page = finding->place == JAL_PLACE_PAGE && finding->page >= 0;
      JalLeak leak = { .phrase = phrase, .place = finding->place, .page = finding->page, .n = 1, .unread = of_page, .draws = finding->draws };

      /* What somebody let stand on a page was in sight: what its layers hide is another matter, and so is what more parts of the file say
         than were let stand. */
      if (!of_page || finding->layered || finding->apart || finding->n > get_allowance (scan, phrase, (guint)finding->page)
          || !g_hash_table_contains (scan->excused, key_of (phrase, (guint)finding->page)))
        add_one (scan, &leak);
    }
  return TRUE;
}

/* Fills in what is looked for. */
static void
take_query (Scan *scan)
{
  const char *const *phrases = scan->query->phrases, *const *parts = scan->query->parts;

  for (; phrases[scan->n_phrases] != NULL; scan->n_phrases++)
    {
      JalLetters *phrase = jal_letters_new (phrases[scan->n_phrases], -1);

      if (jal_letters_get_n (phrase) < 2)
        {
          jal_letters_free (phrase);
          continue;
        }
      g_ptr_array_add (scan->texts, (gpointer)phrases[scan->n_phrases]);
      g_ptr_array_add (scan->letters, phrase);
      g_array_append_val (scan->numbers, scan->n_phrases);
    }
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    g_ptr_array_add (scan->parts, jal_letters_new (parts[i], -1));
}

GArray *
jal_leak_scan (const JalBytes *pdf, const JalLeakQuery *query, GArray **parts, GArray **unlooked, JalLeakProgress progress,
               gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_letters_free);
  g_autoptr (GPtrArray) part_letters = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_letters_free);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) excused = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
  g_autoptr (GArray) spent = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GArray) part_leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
  g_autoptr (GArray) blind = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (JalReader) reader = jal_reader_open (pdf, JAL_READER_PDF, NULL, cancellable, error);
  Scan scan = { .query = query,
                .parts = part_letters,
                .part_leaks = part_leaks,
                .texts = texts,
                .letters = letters,
                .numbers = numbers,
                .excused = excused,
                .spent = spent,
                .leaks = leaks };
  gboolean good = TRUE;

  if (reader == NULL)
    return NULL;
  take_query (&scan);
  if (letters->len > 0)
    good = look_at_pages (&scan, reader, progress, progress_data, cancellable, error)
           && look_at_rest (&scan, reader, cancellable, error);
  g_free (scan.last);
  if (!good)
    return NULL;
  if (letters->len > 0)
    {
      g_array_unref (blind);
      blind = jal_reader_dup_unlooked (reader);
    }
  if (unlooked != NULL)
    *unlooked = g_steal_pointer (&blind);
  if (parts != NULL)
    *parts = g_steal_pointer (&part_leaks);
  return g_steal_pointer (&leaks);
}

/* --- In words ------------------------------------------------------------------------------------------------ */

static char *
say_place (const JalLeak *leak)
{
  switch (leak->place)
    {
    case JAL_PLACE_ANNOTATION:
      return leak->page < 0 ? g_strdup (_ ("a note or form field"))
                            : g_strdup_printf (_ ("a note or form field on page %d"), leak->page + 1);
    case JAL_PLACE_INFO:
      return g_strdup (_ ("the document's information"));
    case JAL_PLACE_METADATA:
      return g_strdup (_ ("the document's metadata"));
    case JAL_PLACE_OUTLINE:
      return g_strdup (_ ("a bookmark"));
    case JAL_PLACE_ATTACHMENT:
      return g_strdup (_ ("an attached file"));
    case JAL_PLACE_LINK:
      return leak->page < 0 ? g_strdup (_ ("a link")) : g_strdup_printf (_ ("the address of a link on page %d"), leak->page + 1);
    case JAL_PLACE_PAGE:
    case JAL_PLACE_OTHER:
    default:
      return leak->page < 0 ? g_strdup (_ ("a hidden part of the file")) : g_strdup_printf (_ ("page %d"), leak->page + 1);
    }
}

static int
compare_leaks (gconstpointer a, gconstpointer b)
{
  const JalLeak *first = a, *second = b;

  if (first->page != second->page)
    return first->page < 0 || (second->page >= 0 && first->page > second->page) ? 1 : -1;
  return first->place < second->place ? -1 : first->place > second->place;
}

char *
jal_leak_describe (const GArray *leaks)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)leaks);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *last = NULL;
  guint n = 0;

  g_array_sort (sorted, compare_leaks);
  for (guint i = 0; i < sorted->len; i++)
    {
      g_autofree char *place = say_place (&g_array_index (sorted, JalLeak, i));

      if (g_strcmp0 (place, last) == 0)
        continue;
      if (n < PLACES_SAID)
        g_string_append_printf (out, "%s%s", n > 0 ? ", " : "", place);
      else if (n == PLACES_SAID)
        g_string_append (out, " …");
      n++;
      g_free (last);
      last = g_steal_pointer (&place);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

char *
jal_leak_list_pages (const GArray *leaks, guint *n)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  guint all = 0;

  for (guint i = 0; i < leaks->len; i++)
    {
      guint page = (guint)MAX (g_array_index (leaks, JalLeak, i).page, 0);

      all += g_array_index (leaks, JalLeak, i).n;
      g_array_append_val (pages, page);
    }
  g_array_sort (pages, compare_numbers);
  if (n != NULL)
    *n = all;
  return jal_text_pages (pages);
}

/* Whether another leak of the very same place says this one's words and more: two words of a name that stands there whole. */
static gboolean
is_within (const GArray *leaks, const JalLeak *leak, const char *const *phrases)
{
  g_autoptr (JalLetters) words = jal_letters_new (phrases[leak->phrase], -1);

  for (guint i = 0; i < leaks->len; i++)
    {
      const JalLeak *other = &g_array_index (leaks, JalLeak, i);
      g_autoptr (JalLetters) more = NULL;
      g_autoptr (GArray) hits = NULL;

      if (other->phrase == leak->phrase || other->place != leak->place || other->page != leak->page)
        continue;
      more = jal_letters_new (phrases[other->phrase], -1);
      hits = jal_letters_find (more, words, JAL_NEAR_SAME);
      if (hits->len > 0)
        return TRUE;
    }
  return FALSE;
}

char *
jal_leak_tell_by (const GArray *leaks, const char *const *phrases, JalLeakPlaceFunc say, gpointer user_data)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)leaks);
  GString *out = g_string_new (NULL);
  guint n = 0;

  g_array_sort (sorted, compare_leaks);
  for (guint i = 0; i < sorted->len && n <= TOLD_MAX; i++)
    {
      const JalLeak *leak = &g_array_index (sorted, JalLeak, i);
      g_autofree char *place = NULL;

      if (is_within (sorted, leak, phrases))
        continue;
      place = say (leak, user_data);
      if (n++ < TOLD_MAX)
        g_string_append_printf (out, "%s%s: %s", n > 1 ? "\n" : "", place, phrases[leak->phrase]);
      else
        g_string_append (out, "\n…");
    }
  return g_string_free (out, FALSE);
}

static char *
say_place_cb (const JalLeak *leak, gpointer user_data)
{
  return say_place (leak);
}

char *
jal_leak_tell (const GArray *leaks, const char *const *phrases)
{
  return jal_leak_tell_by (leaks, phrases, say_place_cb, NULL);
}
