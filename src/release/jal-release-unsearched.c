/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages that go out and that nobody can say anything of.
 *
 * A scan or a photo may show a protected name as well as any other page, and the search for names passes over it in silence; so may a
 * picture beside words. Somebody has to look at it, and to say so, before it goes to others.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-unsearched.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"

#define LINES_SAID 12

typedef struct
{
  const GArray *documents;
  const JalGuardTold *told; /* what boxes have answered for */
  GPtrArray *lines; /* of char * */
} Look;

static gboolean
was_looked_at (GListModel *redactions, guint page)
{
  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      /* On a page without words only somebody who saw it draws a box, kept or not. */
      if (redaction->document_page == (int)page)
        return TRUE;
    }
  return FALSE;
}

/* Why nobody can say anything of a page. */
typedef enum
{
  WHY_WORDLESS,
  WHY_UNREADABLE, /* it has words, and some of them cannot be read */
  WHY_UNSAID,     /* it has words, and shows more than they say */
} Why;

/* Where words stand, a box may be for any of them, and answers for nothing else; what a page shows beside its words is answered for when
   the redacted copy shows none of it. */
static gboolean
is_unsearched (const char *text, guint page, Why why, GListModel *redactions)
{
  if (text == NULL || !jal_text_has_words (text))
    return why == WHY_WORDLESS && !was_looked_at (redactions, page);
  return why == WHY_UNREADABLE ? jal_text_has_unreadable (text) : why == WHY_UNSAID && jal_text_has_unsaid (text);
}

/* Returns (transfer full) (nullable): "3, 7–9", the pages of one kind; @n: how many. */
static char *
list_pages (Look *look, JalDocument *document, const char *const *texts, Why why, GListModel *redactions, guint *n)
{
  guint n_texts = g_strv_length ((char **)texts);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint page = 0; page < document->n_pages; page++)
    if (is_unsearched (page < n_texts ? texts[page] : NULL, page, why, redactions)
        && !(why == WHY_UNSAID && jal_guard_told_is_answered (look->told, document->id, page)))
      g_array_append_val (pages, page);
  *n = pages->len;
  return pages->len > 0 ? jal_text_pages (pages) : NULL;
}

static gboolean
look_at (JalTx *tx, Look *look, JalDocument *document, GError **error)
{
  g_autofree char *text = jal_document_rows_dup_text (tx, document->id, error);
  g_autoptr (GListStore) redactions = text != NULL ? jal_redaction_rows_list (tx, document->id, error) : NULL;
  g_auto (GStrv) texts = NULL;
  g_autofree char *pages = NULL, *unreadable = NULL, *unsaid = NULL;
  guint n, n_unreadable, n_unsaid;

  if (redactions == NULL)
    return FALSE;
  texts = g_strsplit (text, "\f", -1);
  pages = list_pages (look, document, (const char *const *)texts, WHY_WORDLESS, G_LIST_MODEL (redactions), &n);
  unreadable = list_pages (look, document, (const char *const *)texts, WHY_UNREADABLE, G_LIST_MODEL (redactions), &n_unreadable);
  unsaid = list_pages (look, document, (const char *const *)texts, WHY_UNSAID, G_LIST_MODEL (redactions), &n_unsaid);
  if (pages != NULL)
    g_ptr_array_add (look->lines,
                     /* Translators: a document, then its page or pages: "3, 7–9". */
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s”: page %s has no words that could be searched for names.",
                                                   "“%s”: pages %s have no words that could be searched for names.", n),
                                      document->title, pages));
  if (unreadable != NULL)
    g_ptr_array_add (look->lines,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   "“%s”: page %s shows words that could not be searched for names: the file does not say "
                                                   "which letters they are.",
                                                   "“%s”: pages %s show words that could not be searched for names: the file does not say "
                                                   "which letters they are.",
                                                   n_unreadable),
                                      document->title, unreadable));
  if (unsaid != NULL)
    g_ptr_array_add (look->lines,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   "“%s”: page %s shows a picture or writing beside its words, which could not be searched "
                                                   "for names.",
                                                   "“%s”: pages %s show pictures or writing beside their words, which could not be searched "
                                                   "for names.",
                                                   n_unsaid),
                                      document->title, unsaid));
  return TRUE;
}

static gboolean
look_through (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;

  for (guint i = 0; i < look->documents->len; i++)
    {
      g_autoptr (JalDocument) document = jal_document_rows_get (tx, g_array_index (look->documents, JalId, i), error);
      g_autoptr (GListStore) names = document != NULL ? jal_protected_name_rows_list (tx, document->case_id, error) : NULL;

      if (names == NULL)
        return FALSE;
      /* All are of one case. */
      if (g_list_model_get_n_items (G_LIST_MODEL (names)) == 0)
        return TRUE;
      if (!look_at (tx, look, document, error))
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
    g_string_append_printf (out,
                            g_dngettext (GETTEXT_PACKAGE, "\nand %u more document", "\nand %u more documents", lines->len - LINES_SAID),
                            lines->len - LINES_SAID);
  return g_string_free (out, FALSE);
}

gboolean
jal_release_unsearched_look (JalStore *store, const GArray *documents, JalGuardTold *told, GPtrArray *lines,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Look look = { documents, told, found };

  g_return_val_if_fail (JAL_IS_STORE (store) && documents != NULL && told != NULL, FALSE);

  if (!jal_store_read (store, look_through, &look, cancellable, error))
    return FALSE;
  g_free (told->unsearched);
  g_free (told->unsearched_whole);
  told->unsearched = found->len > 0 ? join (found) : NULL;
  g_ptr_array_add (found, NULL);
  told->unsearched_whole = told->unsearched != NULL ? g_strjoinv ("\n", (char **)found->pdata) : NULL;
  g_ptr_array_remove_index (found, found->len - 1);
  for (guint i = 0; lines != NULL && i < found->len; i++)
    g_ptr_array_add (lines, g_strdup (found->pdata[i]));
  return TRUE;
}

char *
jal_release_unlooked_tell (const GArray *pages)
{
  g_autofree char *numbers = jal_text_pages (pages);

  /* Translators: a page or pages: "3, 7–9". */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
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
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("Nothing left the vault: this case protects names, and pages of this copy show what could not be searched. "
                          "Look at them, redact what they show, or decide that they may go out."));
  return FALSE;
}
