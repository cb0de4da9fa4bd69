/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding what should be redacted, in all text that the vault has.
 *
 * 1. The search reads the text that was taken in with the pages; where the words stand on the page is asked of a reader
 *    only for what the user wants to redact.
 * 2. A page without words is named, never passed over in silence; nor is a list that is cut.
 * 3. What a file says and no page shows (a hidden layer, beyond the page's edge, a link's address) is found, too: a copy would be
 *    kept back for it, and whoever has to get it out must be able to.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <string.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "evidence/jal-original-reader.h"
#include "marks/jal-redactions-search-private.h"
#include "pages/jal-reader.h"
#include "record/jal-document-rows.h"

#define CONTEXT_CHARS 32

typedef JalRedactionSearch Search;

G_DEFINE_FINAL_TYPE (JalRedactionHit, jal_redaction_hit, G_TYPE_OBJECT)

static void
jal_redaction_hit_finalize (GObject *object)
{
  JalRedactionHit *self = JAL_REDACTION_HIT (object);

  g_free (self->document);
  g_free (self->words);
  g_free (self->before);
  g_free (self->after);
  g_free (self->rule);
  g_free (self->origin);
  G_OBJECT_CLASS (jal_redaction_hit_parent_class)->finalize (object);
}

static void
jal_redaction_hit_class_init (JalRedactionHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_redaction_hit_finalize;
}

static void
jal_redaction_hit_init (JalRedactionHit *self)
{
}

/* --- One page ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const JalRedactionRule *rule;
  guint first;
  guint n;
  JalNear near;
  int half;     /* 1: the rest stands on the next page, from @beyond; 2: it began on the last page and ended there at @beyond */
  guint beyond; /* character of that page */
  gboolean piece; /* of a name of a letter a line: it is not the name by itself */
} Found;

static void
find_letters (Search *search, const JalRedactionRule *rule, const JalLetters *page)
{
  guint nears = search->query->nears != 0 ? search->query->nears : JAL_NEAR_ALL;
  JalNear least = rule->form ? JAL_NEAR_MIDDLE : rule->part ? JAL_NEAR_PART : JAL_NEAR_EXACT;
  g_autoptr (GArray) hits = NULL;

  if (rule->part)
    nears = (nears & JAL_NEAR_FLAG (JAL_NEAR_PART)) != 0 ? JAL_NEAR_FLAG (JAL_NEAR_RUN) : 0;
  else if (rule->form)
    nears &= JAL_NEAR_SAME;
  if (nears == 0)
    return;
  hits = jal_letters_find (page, rule->letters, nears);

  for (guint i = 0; i < hits->len; i++)
    {
      const JalNearHit *hit = &g_array_index (hits, JalNearHit, i);
      Found found = { rule, hit->first, hit->n, MAX (hit->near, least), 0, 0, FALSE };

      g_array_append_val (search->found, found);
    }
}

/* One run of letters that follow each other, each on its line. */
static void
add_stacked (Search *search, const JalRedactionRule *rule, const GArray *places, guint from, guint to, gboolean piece)
{
  Found found = { .rule = rule, .first = g_array_index (places, guint, from), .near = JAL_NEAR_SPLIT, .piece = piece };

  found.n = g_array_index (places, guint, to - 1) - found.first + 1;
  g_array_append_val (search->found, found);
}

/* A name of a letter a line, in pieces where lines of another column come between. */
static void
find_stacked (Search *search)
{
  guint nears = (search->query->nears != 0 ? search->query->nears : JAL_NEAR_ALL) & JAL_NEAR_SAME;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *stacked = jal_phrase_dup_stacked (search->text, places);
  g_autoptr (JalLetters) letters = places->len > 0 ? jal_letters_new (stacked, -1) : NULL;

  for (guint i = 0; letters != NULL && i < search->rules->len; i++)
    {
      const JalRedactionRule *rule = &g_array_index (search->rules, JalRedactionRule, i);
      g_autoptr (GArray) hits = rule->letters != NULL && !rule->part ? jal_letters_find (letters, rule->letters, nears) : NULL;

      for (guint k = 0; hits != NULL && k < hits->len; k++)
        {
          const JalNearHit *hit = &g_array_index (hits, JalNearHit, k);
          guint from = hit->first, end = hit->first + hit->n;

          for (guint at = hit->first; at <= end; at++)
            if (at == end || g_array_index (places, guint, at) == G_MAXUINT)
              {
                if (at > from)
                  add_stacked (search, rule, places, from, at, at - from < hit->n);
                from = at + 1;
              }
        }
    }
}

static void
find_pattern (Search *search, const JalRedactionRule *rule)
{
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (rule->regex, search->text, 0, &match);
  while (g_match_info_matches (match))
    {
      int start, end;

      if (g_match_info_fetch_pos (match, 0, &start, &end) && end > start)
        {
          Found found = { rule, (guint)g_utf8_pointer_to_offset (search->text, search->text + start),
                          (guint)g_utf8_pointer_to_offset (search->text + start, search->text + end), JAL_NEAR_EXACT, 0, 0, FALSE };

          g_array_append_val (search->found, found);
        }
      if (!g_match_info_next (match, NULL))
        break;
    }
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *first = a, *second = b;

  if (first->near != second->near)
    return first->near < second->near ? -1 : 1;
  return first->n > second->n ? -1 : first->n < second->n;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Found *first = a, *second = b;

  return first->first < second->first ? -1 : first->first > second->first;
}

/* Of two that overlap the nearer and longer one stays. */
static void
drop_overlaps (GArray *found)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Found));

  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len; i++)
    {
      Found one = g_array_index (found, Found, i);
      gboolean free = TRUE;

      for (guint k = 0; k < kept->len && free; k++)
        {
          const Found *other = &g_array_index (kept, Found, k);

          free = one.first + one.n <= other->first || other->first + other->n <= one.first;
        }
      if (free)
        g_array_append_val (kept, one);
    }
  g_array_set_size (found, 0);
  g_array_append_vals (found, kept->data, kept->len);
  g_array_sort (found, compare_places);
}

static char *
cut (const char *text, glong first, glong end)
{
  glong n = g_utf8_strlen (text, -1);

  return g_utf8_substring (text, CLAMP (first, 0, n), CLAMP (end, 0, n));
}

/* What stands before and after it; of a half, what it goes on with on the other page. */
static void
set_context (Search *search, JalRedactionHit *hit, const Found *found)
{
  glong first = found->first, end = (glong)found->first + found->n, beyond = found->beyond;

  hit->before = found->half == 2 ? cut (search->last, beyond - CONTEXT_CHARS + 1, beyond)
                                 : cut (search->text, first - CONTEXT_CHARS, first);
  hit->after = found->half == 1 ? cut (search->next, beyond, beyond + CONTEXT_CHARS - 1)
                                : cut (search->text, end, end + CONTEXT_CHARS);
  if (found->half != 0)
    {
      char **field = found->half == 2 ? &hit->before : &hit->after;
      char *broken = found->half == 2 ? g_strconcat (*field, "\n", NULL) : g_strconcat ("\n", *field, NULL);

      g_free (*field);
      *field = broken;
    }
}

/* Returns (transfer full) (nullable): the redaction that covers these very words, known by what stands on either side; one that
   is rejected only where no other does. */
static JalRedaction *
find_known (Search *search, const JalRedactionHit *hit)
{
  g_autoptr (JalLetters) words = jal_letters_new (hit->words, -1);
  g_autoptr (JalRedaction) rejected = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (search->known); i++)
    {
      g_autoptr (JalRedaction) known = g_list_model_get_item (search->known, i);
      g_autoptr (JalLetters) theirs = NULL;

      if (known->document_page != (int)hit->page)
        continue;
      theirs = jal_letters_new (known->quoted, -1);
      if (!jal_letters_equal (words, theirs) || !g_str_equal (known->context_before, hit->before)
          || !g_str_equal (known->context_after, hit->after))
        continue;
      if (!g_str_equal (known->state, "rejected"))
        return g_steal_pointer (&known);
      g_set_object (&rejected, known);
    }
  return g_steal_pointer (&rejected);
}

void
jal_redaction_search_append (Search *search, JalRedactionHit *hit)
{
  g_autoptr (JalRedaction) known = find_known (search, hit);

  hit->marked = known != NULL;
  hit->known_id = known != NULL ? known->id : JAL_ID_NONE;
  hit->let_stand = known != NULL && g_str_equal (known->state, "rejected");
  hit->wanted = !hit->marked && hit->near <= JAL_NEAR_DOUBLED;
  /* What is redacted already does not keep the rest out of the list. */
  if ((hit->marked ? search->n_marked++ : search->n_open++) < JAL_REDACTION_HITS_MAX)
    g_list_store_append (search->hits, hit);
  else
    search->more = TRUE;
}

static void
add_hit (Search *search, const Found *found)
{
  g_autoptr (JalRedactionHit) hit = g_object_new (JAL_TYPE_REDACTION_HIT, NULL);

  hit->document_id = search->document->id;
  hit->document = g_strdup (search->title);
  hit->page = search->page;
  hit->first = found->first;
  hit->n = found->n;
  hit->words = cut (search->text, found->first, (glong)found->first + found->n);
  set_context (search, hit, found);
  hit->half = found->half != 0;
  hit->piece = found->piece;
  hit->beside = search->note != NULL;
  hit->where = hit->beside ? JAL_HIT_NOTE : JAL_HIT_PAGE;
  if (search->note != NULL)
    hit->box = search->note->box;
  hit->rule = g_strdup (found->rule->name);
  hit->origin = g_strdup (found->rule->origin);
  hit->reason = found->rule->reason;
  hit->near = found->near;
  jal_redaction_search_append (search, hit);
}

/* Names that go on over the end of this page: their foot is found here, their head is kept for the page that follows. */
static void
find_over_end (Search *search)
{
  guint nears = (search->query->nears != 0 ? search->query->nears : JAL_NEAR_ALL) & JAL_NEAR_SAME;
  g_autoptr (JalPageJoin) join = *search->next != '\0' ? jal_page_join_new (search->text, search->next) : NULL;

  for (guint i = 0; join != NULL && i < search->rules->len; i++)
    {
      const JalRedactionRule *rule = &g_array_index (search->rules, JalRedactionRule, i);
      g_autoptr (GArray) hits = rule->letters != NULL && !rule->part ? jal_page_join_find (join, rule->letters, nears) : NULL;

      for (guint k = 0; hits != NULL && k < hits->len; k++)
        {
          const JalJoinHit *hit = &g_array_index (hits, JalJoinHit, k);
          Found foot = { rule, hit->foot_first, hit->foot_n, hit->near, 1, hit->head_first, FALSE };
          Found head = { rule, hit->head_first, hit->head_n, hit->near, 2, hit->foot_first + hit->foot_n, FALSE };

          g_array_append_val (search->found, foot);
          g_array_append_val (search->heads, head);
        }
    }
}

static void
search_page (Search *search)
{
  g_autoptr (JalLetters) page = jal_letters_new (search->text, -1);

  g_array_set_size (search->found, 0);
  if (search->note == NULL)
    {
      g_array_append_vals (search->found, search->heads->data, search->heads->len);
      g_array_set_size (search->heads, 0);
      find_over_end (search);
      find_stacked (search);
    }
  for (guint i = 0; i < search->rules->len; i++)
    {
      const JalRedactionRule *rule = &g_array_index (search->rules, JalRedactionRule, i);

      if (rule->letters != NULL)
        find_letters (search, rule, page);
      else
        find_pattern (search, rule);
    }
  drop_overlaps (search->found);
  for (guint i = 0; i < search->found->len && !search->more; i++)
    add_hit (search, &g_array_index (search->found, Found, i));
}

/* --- One document -------------------------------------------------------------------------------------------- */

/* Text that was taken in before words read from the right were put in order has poppler's marks around them, and lacks as many
   characters at its end: somebody has to look at the page. */
static gboolean
has_directions (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_utf8_get_char (c) >= 0x202a && g_utf8_get_char (c) <= 0x202c)
      return TRUE;
  return FALSE;
}

typedef struct
{
  JalId document_id;
  GArray *parts; /* (transfer full) of JalDocumentPart */
} Load;

static gboolean
load_parts (JalTx *tx, gpointer data, GError **error)
{
  Load *load = data;

  return (load->parts = jal_document_rows_parts (tx, load->document_id, error)) != NULL;
}

/* What is read beside the text: the originals, each opened when its first page is come to. */
typedef struct
{
  GArray *parts;    /* of JalDocumentPart */
  guint part;       /* that is open + 1 */
  JalReader *reader; /* nullable */
  gboolean failed;   /* it could not be opened: its pages are blind */
} Beside;

/* The reader of the page's original; NULL without an error where there is none, or where opening it has failed before. */
static JalReader *
get_reader (Search *search, Beside *beside, guint *page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < beside->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (beside->parts, JalDocumentPart, i);

      if (*page >= part->n_pages)
        {
          *page -= part->n_pages;
          continue;
        }
      *page += part->first_page;
      if (beside->part != i + 1)
        {
          g_clear_pointer (&beside->reader, jal_reader_unref);
          beside->part = i + 1;
          /* What is erased, and what is no PDF, has no notes. */
          if (!jal_id_is_none (part->blob_id) && g_str_equal (part->media, "pdf"))
            beside->reader = jal_original_open (search->store, part, cancellable, cancellable, &local);
          beside->failed = local != NULL;
          if (local != NULL)
            g_propagate_error (error, g_steal_pointer (&local));
        }
      return beside->reader;
    }
  return NULL;
}

/* What no page of the part shows. Pages where that cannot be looked through have to be looked at. */
static gboolean
search_unseen (Search *search, const JalDocumentPart *part, guint start, JalReader *reader, gboolean *blind, GArray *without,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) unlooked = NULL;

  if (!jal_redaction_search_unseen (search, part, start, reader, &unlooked, cancellable, error))
    return FALSE;
  for (guint k = 0; k < unlooked->len; k++)
    {
      guint page = g_array_index (unlooked, guint, k);
      gboolean known = FALSE;

      for (guint i = 0; i < without->len; i++)
        known = known || g_array_index (without, guint, i) == page;
      /* The last is the one that is searched now. */
      *blind = *blind || page == search->page;
      if (!known && page < search->page)
        g_array_append_val (without, page);
    }
  return TRUE;
}

/* Notes, comment boxes and fields of the page: their words are none of the text that was taken in. @blind: set where they
   could not be read, so that somebody looks at the page. */
static gboolean
search_beside (Search *search, Beside *beside, gboolean *blind, GArray *without, GCancellable *cancellable, GError **error)
{
  guint page = search->page;
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  JalReader *reader = get_reader (search, beside, &page, cancellable, &local);

  if (reader != NULL)
    notes = jal_reader_get_beside (reader, page, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *blind = *blind || local != NULL || beside->failed;
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      search->note = notes->pdata[i];
      search->text = search->note->text;
      search_page (search);
    }
  search->note = NULL;
  if (reader != NULL)
    {
      const JalDocumentPart *part = &g_array_index (beside->parts, JalDocumentPart, beside->part - 1);

      /* When all of its pages have been searched. */
      if (page + 1 == part->first_page + part->n_pages)
        return search_unseen (search, part, search->page + 1 - part->n_pages, reader, blind, without, cancellable, error);
    }
  return TRUE;
}

static gboolean
search_pages (Search *search, const char *const *texts, Beside *beside, GArray *without, GCancellable *cancellable,
              GError **error)
{
  guint n = g_strv_length ((char **)texts);
  gboolean blind, unreadable, incomplete;

  g_array_set_size (search->heads, 0);
  for (search->page = 0; search->page < search->document->n_pages; search->page++)
    {
      search->last = search->page > 0 && search->page <= n ? texts[search->page - 1] : "";
      search->text = search->page < n ? texts[search->page] : "";
      search->next = search->page + 1 < n ? texts[search->page + 1] : "";
      blind = !jal_text_has_words (search->text);
      unreadable = jal_text_has_unreadable (search->text) || jal_text_has_unsaid (search->text);
      incomplete = has_directions (search->text);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!blind)
        search_page (search);
      if (!search_beside (search, beside, &blind, without, cancellable, error))
        return FALSE;
      if (blind || unreadable || incomplete)
        g_array_append_val (without, search->page);
    }
  return TRUE;
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  const JalRedactionHit *first = *(JalRedactionHit *const *)a, *second = *(JalRedactionHit *const *)b;

  return first->page < second->page ? -1 : first->page > second->page;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return (int)*(const guint *)a - (int)*(const guint *)b;
}

/* What no page shows was found after all pages. */
static void
sort_hits (Search *search)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (search->hits)) - search->first_hit;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (hits, g_list_model_get_item (G_LIST_MODEL (search->hits), search->first_hit + i));
  g_ptr_array_sort (hits, compare_pages);
  g_list_store_splice (search->hits, search->first_hit, n, hits->pdata, n);
}

static gboolean
search_document (Search *search, GArray *blind, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = jal_evidence_dup_text (search->store, search->document->id, error);
  g_autoptr (GListStore) known
      = text != NULL ? jal_redactions_list (search->store, search->document->id, cancellable, error) : NULL;
  g_autoptr (GArray) without = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (GStrv) pages = NULL;
  Load load = { search->document->id, NULL };
  Beside beside = { 0 };
  gboolean good;

  if (known == NULL || !jal_store_read (search->store, load_parts, &load, cancellable, error))
    return FALSE;
  search->known = G_LIST_MODEL (known);
  search->first_hit = g_list_model_get_n_items (G_LIST_MODEL (search->hits));
  pages = g_strsplit (text, "\f", -1);
  beside.parts = load.parts;
  good = search_pages (search, (const char *const *)pages, &beside, without, cancellable, error);
  g_clear_pointer (&beside.reader, jal_reader_unref);
  g_array_unref (beside.parts);
  sort_hits (search);
  g_array_sort (without, compare_numbers);
  if (good && blind != NULL && without->len > 0)
    {
      JalBlindPages pages_of = { search->document->id, g_strdup (search->title), jal_text_pages (without), without->len };

      g_array_append_val (blind, pages_of);
    }
  return good;
}

static void
clear_blind (gpointer data)
{
  JalBlindPages *blind = data;

  g_free (blind->document);
  g_free (blind->pages);
}

GListStore *
jal_redactions_search (JalStore *store, JalId case_id, const JalRedactionQuery *query, GArray **blind,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GListStore) documents = NULL;
  g_autoptr (GListStore) hits = g_list_store_new (JAL_TYPE_REDACTION_HIT);
  g_autoptr (GArray) rules = NULL;
  g_autoptr (GArray) without = g_array_new (FALSE, FALSE, sizeof (JalBlindPages));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (Found));
  Search search = { .query = query, .store = store, .hits = hits, .found = found, .heads = heads };

  g_return_val_if_fail (JAL_IS_STORE (store) && query != NULL, NULL);

  g_array_set_clear_func (without, clear_blind);
  search.rules = rules = jal_redaction_rules_new (store, case_id, query, cancellable, error);
  documents = rules != NULL ? jal_evidence_list (store, case_id, cancellable, error) : NULL;
  if (documents == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);
      g_autofree char *title = document->exhibit != NULL && *document->exhibit != '\0'
                                   ? g_strdup_printf ("%s %s", document->exhibit, document->title)
                                   : g_strdup (document->title);

      if (!jal_id_is_none (query->document_id) && !jal_id_equal (query->document_id, document->id))
        continue;
      search.document = document;
      search.title = title;
      if (!search_document (&search, without, cancellable, error))
        return NULL;
    }
  /* Not the words: they may be a name, and the record outlives what is erased. */
  jal_store_note_view (store, "case.search", case_id, jal_id_is_none (query->document_id) ? case_id : query->document_id, NULL);
  if (blind != NULL)
    *blind = g_steal_pointer (&without);
  if (query->more != NULL)
    *query->more = search.more;
  return g_steal_pointer (&hits);
}
