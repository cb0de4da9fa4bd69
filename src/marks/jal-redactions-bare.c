/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a document says that goes out as it is.
 *
 * 1. An original is never changed and may always be saved, but nobody saves one without knowing whom it names.
 * 2. A page without words is told, since nobody can say whom it names.
 */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions.h"

#define TOLD_MAX 30
/* What is surely the name, or one of its words. */
#define NEARS (JAL_NEAR_SAME | JAL_NEAR_FLAG (JAL_NEAR_DOUBLED) | JAL_NEAR_FLAG (JAL_NEAR_PART))

void
jal_bare_copy_clear (JalBareCopy *bare)
{
  g_clear_pointer (&bare->name_pages, g_free);
  g_clear_pointer (&bare->part_pages, g_free);
  g_clear_pointer (&bare->blind_pages, g_free);
  g_clear_pointer (&bare->told, g_free);
}

gboolean
jal_bare_copy_says (const JalBareCopy *bare)
{
  return bare->n_redactions > 0 || bare->n_names > 0 || bare->n_parts > 0 || bare->n_blind > 0;
}

static void
add_line (GString *to, const char *line)
{
  g_string_append_printf (to, "%s%s", to->len > 0 ? "\n" : "", line);
}

char *
jal_bare_copy_describe (const JalBareCopy *bare)
{
  GString *out = g_string_new (NULL);

  if (bare->n_redactions > 0)
    {
      g_autofree char *line = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u redaction of this document is not in this copy: what is redacted can be read in it.",
                       "%u redactions of this document are not in this copy: what is redacted can be read in it.",
                       bare->n_redactions),
          bare->n_redactions);

      add_line (out, line);
    }
  if (bare->n_names > 0)
    {
      /* Translators: %s are pages: "3, 7–9". */
      g_autofree char *line
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Names or places that this case protects can be read in it: page %s.",
                                          "Names or places that this case protects can be read in it: pages %s.", bare->n_name_pages),
                             bare->name_pages);

      add_line (out, line);
    }
  if (bare->n_parts > 0)
    {
      /* Translators: %s are pages: "3, 7–9". */
      g_autofree char *line
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Single words of protected names can be read in it: page %s.",
                                          "Single words of protected names can be read in it: pages %s.", bare->n_part_pages),
                             bare->part_pages);

      add_line (out, line);
    }
  if (bare->more)
    add_line (out, _ ("There is more of it than could be counted."));
  if (bare->n_blind > 0)
    {
      /* Translators: %s are pages: "3, 7–9". */
      g_autofree char *line = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "This case protects names, and this page has no words, or words that could not be searched: page %s. Look at it yourself.",
                       "This case protects names, and these pages have no words, or words that could not be searched: pages %s. "
                       "Look at them yourself.",
                       bare->n_blind),
          bare->blind_pages);

      add_line (out, line);
    }
  return g_string_free (out, FALSE);
}

/* --- Looking --------------------------------------------------------------------------------------------------- */

static guint
count_redactions (GListModel *redactions)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      n += g_str_equal (redaction->state, "rejected") ? 0 : 1;
    }
  return n;
}

/* @pages are in order. */
static guint
count_pages (const GArray *pages)
{
  guint n = 0;

  for (guint i = 0; i < pages->len; i++)
    n += i == 0 || g_array_index (pages, guint, i) != g_array_index (pages, guint, i - 1) ? 1 : 0;
  return n;
}

static void
note_hits (JalBareCopy *bare, GListModel *hits)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) told = g_string_new (NULL);
  guint n_told = 0;

  for (guint i = 0; i < g_list_model_get_n_items (hits); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (hits, i);
      g_autofree char *words = NULL, *line = NULL;

      if (hit->let_stand)
        continue;
      g_array_append_val (hit->near == JAL_NEAR_PART ? parts : names, hit->page);
      if (n_told++ >= TOLD_MAX)
        continue;
      words = jal_text_one_line (hit->words, 0);
      line = jal_hit_where_words (hit->where) != NULL && hit->where != JAL_HIT_NOTE
                 /* Translators: a page, where there, the words: "page 3, in a hidden layer: Amina". */
                 ? g_strdup_printf (_ ("page %d, %s: %s"), hit->page + 1, jal_hit_where_words (hit->where), words)
                 : g_strdup_printf (_ ("page %d: %s"), hit->page + 1, words);
      add_line (told, line);
    }
  if (n_told > TOLD_MAX)
    add_line (told, "…");
  bare->n_name_pages = count_pages (names);
  bare->n_part_pages = count_pages (parts);
  bare->n_names = names->len;
  bare->n_parts = parts->len;
  bare->name_pages = names->len > 0 ? jal_text_pages (names) : NULL;
  bare->part_pages = parts->len > 0 ? jal_text_pages (parts) : NULL;
  bare->told = told->len > 0 ? g_strdup (told->str) : NULL;
}

gboolean
jal_redactions_look_bare (JalStore *store, JalId document_id, JalBareCopy *bare, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  g_autoptr (GListStore) redactions = NULL, names = NULL, hits = NULL;
  g_autoptr (GArray) blind = NULL;
  gboolean more = FALSE;
  const JalRedactionQuery query = { .names = TRUE, .nears = NEARS, .document_id = document_id, .more = &more };

  g_return_val_if_fail (JAL_IS_STORE (store) && bare != NULL, FALSE);

  *bare = (JalBareCopy){ 0 };
  document = jal_evidence_get (store, document_id, error);
  redactions = document != NULL ? jal_redactions_list (store, document_id, cancellable, error) : NULL;
  names = redactions != NULL ? jal_protected_names_list (store, document->case_id, cancellable, error) : NULL;
  if (names == NULL)
    return FALSE;
  bare->n_redactions = count_redactions (G_LIST_MODEL (redactions));
  if (g_list_model_get_n_items (G_LIST_MODEL (names)) == 0)
    return TRUE;
  hits = jal_redactions_search (store, document->case_id, &query, &blind, cancellable, error);
  if (hits == NULL)
    return FALSE;
  note_hits (bare, G_LIST_MODEL (hits));
  bare->more = more;
  for (guint i = 0; i < blind->len; i++)
    {
      const JalBlindPages *pages = &g_array_index (blind, JalBlindPages, i);

      bare->n_blind += pages->n_pages;
      g_free (bare->blind_pages);
      bare->blind_pages = g_strdup (pages->pages);
    }
  return TRUE;
}
