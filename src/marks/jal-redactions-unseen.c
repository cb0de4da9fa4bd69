/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding what a file says and no page shows: in a hidden layer, beyond the page's edge, in the address of a link.
 *
 * 1. A copy would be kept back for it; whoever has to get it out must be able to find it, and to redact it.
 * 2. Such a find has no place on the page: its redaction lies beyond the page's edge, and makes the page a picture.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>

#include "marks/jal-redactions-search-private.h"

/* As a guard looks for them. */
#define WORDS_MIN 2

typedef JalRedactionSearch Search;

const char *
jal_hit_where_id (JalHitWhere where)
{
  static const char *const ids[] = { "page", "note", "layer", "outside", "link", "file" };

  g_return_val_if_fail (where < G_N_ELEMENTS (ids), "page");

  return ids[where];
}

const char *
jal_hit_where_words (JalHitWhere where)
{
  switch (where)
    {
    case JAL_HIT_NOTE:
      return _ ("in a note or a field");
    case JAL_HIT_LAYER:
      return _ ("in a hidden layer");
    case JAL_HIT_OUTSIDE:
      return _ ("outside the page, or not to be seen on it");
    case JAL_HIT_LINK:
      return _ ("in the address of a link");
    case JAL_HIT_FILE:
      return _ ("in a hidden part of the file");
    case JAL_HIT_PAGE:
    default:
      return NULL;
    }
}

/* Whether the name was found on the page; with @page < 0 whether it was found anywhere in the document where nobody let it stand:
   a copy without that is made anew, and takes nothing along that belongs to no page. On a page with layers what was let stand was in
   sight: a layer may hide the same once more. */
static gboolean
was_found (Search *search, const char *name, int page, gboolean layered)
{
  for (guint i = search->first_hit; i < g_list_model_get_n_items (G_LIST_MODEL (search->hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (search->hits), i);

      if ((page < 0 ? !hit->let_stand : hit->page == (guint)page && !(layered && hit->let_stand)) && g_str_equal (hit->rule, name))
        return TRUE;
    }
  return FALSE;
}

static void
add_hidden (Search *search, const JalRedactionRule *rule, guint page, JalHitWhere where)
{
  g_autoptr (JalRedactionHit) hit = g_object_new (JAL_TYPE_REDACTION_HIT, NULL);

  hit->document_id = search->document->id;
  hit->document = g_strdup (search->title);
  hit->page = page;
  hit->words = g_strdup (rule->words);
  hit->before = g_strdup ("");
  hit->after = g_strdup ("");
  hit->rule = g_strdup (rule->name);
  hit->origin = g_strdup (rule->origin);
  hit->reason = rule->reason;
  hit->near = rule->form ? JAL_NEAR_MIDDLE : JAL_NEAR_EXACT;
  hit->where = where;
  jal_redaction_search_append (search, hit);
}

static JalHitWhere
where_of (const JalFinding *finding)
{
  if (finding->place == JAL_PLACE_LINK)
    return JAL_HIT_LINK;
  if (finding->place == JAL_PLACE_PAGE && finding->page >= 0)
    return finding->layered ? JAL_HIT_LAYER : JAL_HIT_OUTSIDE;
  return JAL_HIT_FILE;
}

/* Whether a longer phrase stands at the same place, which says this one as well. */
static gboolean
is_within (const GArray *findings, const JalFinding *finding, const GArray *rules)
{
  const JalRedactionRule *rule = g_array_index (rules, const JalRedactionRule *, finding->phrase);

  for (guint i = 0; i < findings->len; i++)
    {
      const JalFinding *other = &g_array_index (findings, JalFinding, i);
      const JalRedactionRule *longer = g_array_index (rules, const JalRedactionRule *, other->phrase);
      g_autoptr (GArray) hits = NULL;

      if (other->page != finding->page || jal_letters_get_n (longer->letters) <= jal_letters_get_n (rule->letters))
        continue;
      hits = jal_letters_find (longer->letters, rule->letters, JAL_NEAR_SAME);
      if (hits->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* What leaves no copy that is made anew (information, metadata) is no matter here; bookmarks are looked at where they leave. */
static gboolean
is_copied (const JalFinding *finding)
{
  return finding->place == JAL_PLACE_PAGE || finding->place == JAL_PLACE_LINK || finding->place == JAL_PLACE_OTHER
         || finding->place == JAL_PLACE_ANNOTATION;
}

/* Finds of pages first: what belongs to no page is often the same once more. */
static void
sort_findings (Search *search, const JalDocumentPart *part, guint start, const GArray *findings, const GArray *rules)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < findings->len; i++)
      {
        const JalFinding *finding = &g_array_index (findings, JalFinding, i);
        const JalRedactionRule *rule = g_array_index (rules, const JalRedactionRule *, finding->phrase);
        gboolean of_page = finding->page >= 0;
        int page = of_page ? finding->page - (int)part->first_page : 0;

        if (!is_copied (finding) || of_page != (round == 0) || page < 0 || page >= (int)part->n_pages)
          continue;
        if (!was_found (search, rule->name, of_page ? (int)start + page : -1, finding->layered) && !is_within (findings, finding, rules))
          add_hidden (search, rule, start + (guint)page, where_of (finding));
      }
}

static gboolean
has_number (const GArray *pages, guint page)
{
  for (guint i = 0; i < pages->len; i++)
    if (g_array_index (pages, guint, i) == page)
      return TRUE;
  return FALSE;
}

gboolean
jal_redaction_search_unseen (Search *search, const JalDocumentPart *part, guint start, JalReader *reader, GArray **blind,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (const JalRedactionRule *));
  g_autoptr (GPtrArray) phrases = g_ptr_array_new ();
  g_autoptr (GArray) findings = NULL, unlooked = NULL;
  g_autoptr (GError) local = NULL;

  *blind = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < search->rules->len; i++)
    {
      const JalRedactionRule *rule = &g_array_index (search->rules, JalRedactionRule, i);

      if (rule->words == NULL || jal_letters_get_n (rule->letters) < WORDS_MIN)
        continue;
      g_ptr_array_add (phrases, rule->words);
      g_array_append_val (rules, rule);
    }
  if (phrases->len == 0)
    return TRUE;
  g_ptr_array_add (phrases, NULL);
  findings = jal_reader_scan (reader, (const char *const *)phrases->pdata, JAL_SCAN_WRITTEN, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  unlooked = jal_reader_dup_unlooked (reader);
  for (guint i = 0; i < part->n_pages; i++)
    {
      guint page = start + i;

      if (findings == NULL || has_number (unlooked, part->first_page + i))
        g_array_append_val (*blind, page);
    }
  if (findings != NULL)
    sort_findings (search, part, start, findings, rules);
  return TRUE;
}
