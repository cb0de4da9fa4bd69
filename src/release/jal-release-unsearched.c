/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages that go out and that nobody can say anything of.
 *
 * A scan or a photo may show a protected name as well as any other page, and the search for names passes over it in
 * silence; so may a picture beside words. Somebody has to look at it, and to say so, before it goes to others.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-unsearched.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-release-looked.h"

#define LINES_SAID 6

typedef struct
{
  const GArray *documents;
  const JalGuardTold *told; /* what boxes have answered for */
  GPtrArray *lines;         /* of char * */
  GPtrArray *pages;         /* of JalUnsearchedPage */
  JalId case_id;
} Look;

/* Returns (transfer full) (nullable): "3, 7–9", the open pages of one kind from @first on; @n: how many. */
static char *
list_pages (const GPtrArray *all, guint first, JalUnsearched why, guint *n)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = first; i < all->len; i++)
    {
      const JalUnsearchedPage *page = all->pdata[i];

      if (page->is_open && page->why == why)
        g_array_append_val (pages, page->page);
    }
  *n = pages->len;
  return pages->len > 0 ? jal_text_pages (pages) : NULL;
}

static char *
say_pages (JalUnsearched why, const char *title, const char *pages, guint n)
{
  switch (why)
    {
    case JAL_UNSEARCHED_WORDLESS:
      /* Translators: a document, then its page or pages: "3, 7–9". */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "“%s”: page %s has no words that could be searched for names.",
                                           "“%s”: pages %s have no words that could be searched for names.", n),
                              title, pages);
    case JAL_UNSEARCHED_UNREADABLE:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "“%s”: page %s shows words that could not be searched for names: the file does not say "
                       "which letters they are.",
                       "“%s”: pages %s show words that could not be searched for names: the file does not say "
                       "which letters they are.",
                       n),
          title, pages);
    case JAL_UNSEARCHED_UNSAID:
    case JAL_N_UNSEARCHED:
    default:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "“%s”: page %s shows a picture or writing beside its words, which could not be searched "
                       "for names.",
                       "“%s”: pages %s show pictures or writing beside their words, which could not be searched "
                       "for names.",
                       n),
          title, pages);
    }
}

static gboolean
look_at (JalTx *tx, Look *look, JalDocument *document, GListModel *names, GError **error)
{
  guint first = look->pages->len;

  if (!jal_looked_gather (tx, document, names, look->pages, error))
    return FALSE;
  for (guint i = first; i < look->pages->len;)
    {
      const JalUnsearchedPage *page = look->pages->pdata[i];

      if (page->why == JAL_UNSEARCHED_UNSAID && jal_guard_told_is_answered (look->told, document->id, page->page))
        g_ptr_array_remove_index (look->pages, i);
      else
        i++;
    }
  for (JalUnsearched why = 0; why < JAL_N_UNSEARCHED; why++)
    {
      guint n;
      g_autofree char *pages = list_pages (look->pages, first, why, &n);

      if (pages != NULL)
        g_ptr_array_add (look->lines, say_pages (why, document->title, pages, n));
    }
  for (guint i = first; i < look->pages->len; i++)
    {
      const JalUnsearchedPage *page = look->pages->pdata[i];
      g_autofree char *doubt = page->is_open ? jal_looked_describe_doubt (page) : NULL;

      if (doubt != NULL)
        /* Translators: a document, one of its pages, a sentence. */
        g_ptr_array_add (look->lines,
                         g_strdup_printf (_ ("“%s”, page %u: %s"), document->title, page->page + 1, doubt));
    }
  return TRUE;
}

static gboolean
look_through (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;

  for (guint i = 0; i < look->documents->len; i++)
    {
      g_autoptr (JalDocument) document = jal_document_rows_get (tx, g_array_index (look->documents, JalId, i), error);
      g_autoptr (GListStore) names
          = document != NULL ? jal_protected_name_rows_list (tx, document->case_id, error) : NULL;

      if (names == NULL)
        return FALSE;
      /* All are of one case. */
      look->case_id = document->case_id;
      if (g_list_model_get_n_items (G_LIST_MODEL (names)) == 0)
        return TRUE;
      if (!look_at (tx, look, document, G_LIST_MODEL (names), error))
        return FALSE;
    }
  return TRUE;
}

static char *
join (const GPtrArray *lines)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < lines->len && i < LINES_SAID; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "\n" : "", (char *)lines->pdata[i]);
  if (lines->len > LINES_SAID)
    g_string_append_printf (
        out,
        g_dngettext (GETTEXT_PACKAGE, "\nand %u more like this", "\nand %u more like these", lines->len - LINES_SAID),
        lines->len - LINES_SAID);
  return g_string_free (out, FALSE);
}

gboolean
jal_release_unsearched_look (JalStore *store, const GArray *documents, JalGuardTold *told, GPtrArray *lines,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_unsearched_page_free);
  Look look = { documents, told, found, pages, JAL_ID_NONE };

  g_return_val_if_fail (JAL_IS_STORE (store) && documents != NULL && told != NULL, FALSE);

  if (!jal_store_read (store, look_through, &look, cancellable, error))
    return FALSE;
  g_free (told->unsearched);
  told->unsearched = found->len > 0 ? join (found) : NULL;
  g_clear_pointer (&told->unsearched_pages, g_ptr_array_unref);
  told->unsearched_pages = g_ptr_array_ref (pages);
  told->unsearched_case = look.case_id;
  g_free (told->looked);
  told->looked = jal_looked_describe (pages);
  for (guint i = 0; lines != NULL && i < found->len; i++)
    g_ptr_array_add (lines, g_strdup (found->pdata[i]));
  if (lines != NULL && told->looked != NULL)
    g_ptr_array_add (lines, g_strdup (told->looked));
  return TRUE;
}

char *
jal_release_unlooked_tell (const GArray *pages)
{
  g_autofree char *numbers = jal_text_pages (pages);

  /* Translators: a page or pages: "3, 7–9". */
  return g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "Page %s of this copy could not be looked through for what it does not show: layers, notes, parts that "
          "are not drawn. A box drawn on the page in its document makes it a picture, which has none of those.",
          "Pages %s of this copy could not be looked through for what they do not show: layers, notes, parts that "
          "are not drawn. A box drawn on a page in its document makes it a picture, which has none of those.",
          pages->len),
      numbers);
}

gboolean
jal_release_unsearched_decide (const JalGuardTold *told, GError **error)
{
  if (told == NULL || !jal_guard_told_is_open (told, JAL_GUARD_UNSEARCHED))
    return TRUE;
  g_set_error_literal (
      error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
      _ ("Nothing left the vault: this case protects names, and pages of this copy show what could not be searched. "
         "Look at them, redact what they show, or decide that they may go out."));
  return FALSE;
}
