/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages that no search can read, and what somebody said of them.
 *
 * 1. A look belongs to the page of an original and to what was asked of it: a new version of a document is asked about,
 * and so is a page of which something else is asked now.
 * 2. Who looked had the names in mind that the case protected then. With one more the look does not count; with fewer
 * it does.
 * 3. Nor does it where a box is gone that was there: what lay under it may be what nobody should read.
 * 4. Who looked may have left since: it was a decision of somebody who had a key then, and it stays one. It is said with the name.
 * 5. A box on a page without words says that somebody saw it. On a page with words it may be for any of them: see
 *    jal-redacted-answered.c.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-looked.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "law/jal-words.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"

/* Names of those who looked that are said one by one. */
#define AUTHORS_SAID 3

static gboolean
has_box (GListModel *redactions, guint page)
{
  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      /* On a page without words only somebody who saw it draws a box. One that was rejected hides nothing, and says nothing of the names of
         today: a look does. */
      if (redaction->document_page == (int)page && g_strcmp0 (redaction->state, "rejected") != 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_unsearched (const char *text, guint page, JalUnsearched why, GListModel *redactions)
{
  if (text == NULL || !jal_text_has_words (text))
    return why == JAL_UNSEARCHED_WORDLESS && !has_box (redactions, page);
  return why == JAL_UNSEARCHED_UNREADABLE ? jal_text_has_unreadable (text)
                                          : why == JAL_UNSEARCHED_UNSAID && jal_text_has_unsaid (text);
}

/* The last one that counts, else the last one. */
static void
find_look (const GPtrArray *looks, GHashTable *gone, const char *names, GListModel *redactions, JalUnsearchedPage *page)
{
  page->is_open = TRUE;
  for (guint i = 0; i < looks->len; i++)
    {
      const JalPageLook *look = looks->pdata[i];
      g_autofree char *boxes = NULL;
      JalLookDoubt doubt;

      if (look->document_page != page->page || !g_str_equal (look->kind, jal_unsearched_id (page->why)))
        continue;
      boxes = jal_page_look_boxes (redactions, page->page);
      doubt = jal_page_look_doubt (look, names, boxes);
      if (doubt != JAL_LOOK_STANDS && !page->is_open)
        continue;
      page->is_open = doubt != JAL_LOOK_STANDS;
      page->doubt = doubt;
      g_free (page->author);
      page->author = g_strdup (look->author);
      page->is_gone = g_hash_table_contains (gone, look->author);
      page->looked_at = look->looked_at;
    }
}

gboolean
jal_looked_gather (JalTx *tx, JalDocument *document, GListModel *names, GPtrArray *pages, GError **error)
{
  g_autofree char *text = jal_document_rows_dup_text (tx, document->id, error);
  g_autoptr (GListStore) redactions = text != NULL ? jal_redaction_rows_list (tx, document->id, error) : NULL;
  g_autoptr (GPtrArray) looks = redactions != NULL ? jal_page_look_rows_list (tx, document->id, error) : NULL;
  g_autoptr (GHashTable) gone = looks != NULL ? jal_page_look_rows_gone (tx, error) : NULL;
  g_autofree char *now = NULL;
  g_auto (GStrv) texts = NULL;
  guint n_texts;

  if (gone == NULL)
    return FALSE;
  now = jal_page_look_names (names);
  texts = g_strsplit (text, "\f", -1);
  n_texts = g_strv_length (texts);
  for (guint page = 0; page < document->n_pages; page++)
    for (JalUnsearched why = 0; why < JAL_N_UNSEARCHED; why++)
      {
        JalUnsearchedPage *one;

        if (!is_unsearched (page < n_texts ? texts[page] : NULL, page, why, G_LIST_MODEL (redactions)))
          continue;
        one = g_new0 (JalUnsearchedPage, 1);
        *one = (JalUnsearchedPage){
          .document_id = document->id, .title = g_strdup (document->title), .page = page, .why = why
        };
        find_look (looks, gone, now, G_LIST_MODEL (redactions), one);
        g_ptr_array_add (pages, one);
      }
  return TRUE;
}

/* --- In words -------------------------------------------------------------------------------------------------- */

static char *
say_day (gint64 at)
{
  return jal_words_date (jal_lang_from_locale (C_ ("language code", "en")), jal_date_from_instant (at));
}

char *
jal_looked_dup_author (const JalUnsearchedPage *page)
{
  /* Translators: a person who could open the vault, and no longer can. */
  return page->is_gone ? g_strdup_printf (_ ("%s (no longer has a key)"), page->author) : g_strdup (page->author);
}

char *
jal_looked_describe (const GPtrArray *pages)
{
  g_autoptr (GPtrArray) authors = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *day = NULL, *last_day = NULL, *who = NULL;
  gint64 first = G_MAXINT64, last = 0;
  guint n = 0;

  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *page = pages->pdata[i];
      g_autofree char *author = NULL;

      if (page->is_open)
        continue;
      n++;
      first = MIN (first, page->looked_at);
      last = MAX (last, page->looked_at);
      author = jal_looked_dup_author (page);
      if (!g_ptr_array_find_with_equal_func (authors, author, g_str_equal, NULL) && authors->len < AUTHORS_SAID)
        g_ptr_array_add (authors, g_steal_pointer (&author));
    }
  if (n == 0)
    return NULL;
  g_ptr_array_add (authors, NULL);
  who = g_strjoinv (", ", (char **)authors->pdata);
  day = say_day (first);
  last_day = say_day (last);
  return g_str_equal (day, last_day)
             /* Translators: who, then a day. */
             ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page was looked at before (by %s, on %s).",
                                             "%u pages were looked at before (by %s, on %s).", n),
                                n, who, day)
             /* Translators: who, then two days. */
             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page was looked at before (by %s, from %s to %s).",
                                             "%u pages were looked at before (by %s, from %s to %s).", n),
                                n, who, day, last_day);
}

char *
jal_looked_describe_doubt (const JalUnsearchedPage *page)
{
  g_autofree char *day = page->looked_at != 0 ? say_day (page->looked_at) : NULL, *author = NULL;

  if (day == NULL || page->doubt == JAL_LOOK_STANDS)
    return NULL;
  author = jal_looked_dup_author (page);
  /* Translators: who, then a day. */
  return g_strdup_printf (page->doubt == JAL_LOOK_NAMES
                              ? _ ("%s looked at it on %s, before the case protected more names.")
                              : _ ("%s looked at it on %s; a box on it is gone since."),
                          author, day);
}

/* --- Listing --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId case_id;
  JalId document_id;
  GPtrArray *pages;
} List;

static gboolean
list_all (JalTx *tx, gpointer data, GError **error)
{
  List *list = data;
  g_autoptr (GListStore) names = jal_protected_name_rows_list (tx, list->case_id, error);
  g_autoptr (GListStore) documents = names != NULL ? jal_document_rows_list (tx, list->case_id, error) : NULL;

  if (documents == NULL)
    return FALSE;
  for (guint i = 0;
       g_list_model_get_n_items (G_LIST_MODEL (names)) > 0 && i < g_list_model_get_n_items (G_LIST_MODEL (documents));
       i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if ((jal_id_is_none (list->document_id) || jal_id_equal (list->document_id, document->id))
          && !jal_looked_gather (tx, document, G_LIST_MODEL (names), list->pages, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
jal_looked_list (JalStore *store, JalId case_id, JalId document_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_unsearched_page_free);
  List list = { case_id, document_id, pages };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_all, &list, cancellable, error) ? g_steal_pointer (&pages) : NULL;
}

/* --- Saying so, and taking it back ------------------------------------------------------------------------------ */

/* Where @page of a document lies. */
static gboolean
locate (JalTx *tx, const JalUnsearchedPage *page, JalDocument **document, JalId *original_id, guint *original_page,
        GError **error)
{
  g_autoptr (JalDocument) found = jal_document_rows_get (tx, page->document_id, error);
  g_autoptr (GArray) parts = found != NULL ? jal_document_rows_parts (tx, page->document_id, error) : NULL;
  guint start = 0;

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (page->page < start + part->n_pages)
        {
          *document = g_steal_pointer (&found);
          *original_id = part->original_id;
          *original_page = part->first_page + page->page - start;
          return TRUE;
        }
      start += part->n_pages;
    }
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("The document has no such page."));
  return FALSE;
}

static gboolean
is_asked (const GPtrArray *pages, const JalUnsearchedPage *page)
{
  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *one = pages->pdata[i];

      if (one->page == page->page && one->why == page->why)
        return TRUE;
    }
  return FALSE;
}

/* What is known of the document whose pages are gone through. */
typedef struct
{
  JalDocument *document; /* nullable */
  GListStore *redactions;
  GPtrArray *asked;
  char *names;
} Gone;

static void
clear_gone (Gone *gone)
{
  g_clear_object (&gone->document);
  g_clear_object (&gone->redactions);
  g_clear_pointer (&gone->asked, g_ptr_array_unref);
  g_clear_pointer (&gone->names, g_free);
}

static gboolean
go_to (JalTx *tx, Gone *gone, JalDocument *document, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_name_rows_list (tx, document->case_id, error);

  clear_gone (gone);
  if (names == NULL || (gone->redactions = jal_redaction_rows_list (tx, document->id, error)) == NULL)
    return FALSE;
  gone->document = g_object_ref (document);
  gone->asked = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_unsearched_page_free);
  gone->names = jal_page_look_names (G_LIST_MODEL (names));
  return jal_looked_gather (tx, document, G_LIST_MODEL (names), gone->asked, error);
}

static gboolean
add_one (JalTx *tx, Gone *gone, const JalUnsearchedPage *page, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  g_autofree char *boxes = NULL;
  JalPageLook look = { 0 };

  if (!locate (tx, page, &document, &look.original_id, &look.page, error)
      || ((gone->document == NULL || !jal_id_equal (gone->document->id, document->id))
          && !go_to (tx, gone, document, error)))
    return FALSE;
  if (!is_asked (gone->asked, page))
    {
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                   _ ("Nothing is asked about page %u of this document."), page->page + 1);
      return FALSE;
    }
  boxes = jal_page_look_boxes (G_LIST_MODEL (gone->redactions), page->page);
  look.case_id = document->case_id;
  look.kind = (char *)jal_unsearched_id (page->why);
  look.names = gone->names;
  look.boxes = boxes;
  look.author = (char *)jal_tx_get_actor (tx);
  jal_tx_set_case (tx, document->case_id);
  return jal_page_look_rows_put (tx, &look, error);
}

static gboolean
add_all (JalTx *tx, gpointer data, GError **error)
{
  const GPtrArray *pages = data;
  Gone gone = { 0 };
  gboolean good = TRUE;

  for (guint i = 0; good && i < pages->len; i++)
    good = add_one (tx, &gone, pages->pdata[i], error);
  clear_gone (&gone);
  return good;
}

static gboolean
remove_all (JalTx *tx, gpointer data, GError **error)
{
  const GPtrArray *pages = data;
  gboolean some = FALSE;

  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *page = pages->pdata[i];
      g_autoptr (JalDocument) document = NULL;
      JalId original_id;
      guint original_page;
      gboolean any;

      if (!locate (tx, page, &document, &original_id, &original_page, error)
          || !jal_page_look_rows_remove (tx, original_id, original_page, jal_unsearched_id (page->why), &any, error))
        return FALSE;
      jal_tx_set_case (tx, document->case_id);
      some = some || any;
    }
  if (!some)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                         _ ("Nobody has said that these pages were looked at."));
  return some;
}

gboolean
jal_looked_add (JalStore *store, const GPtrArray *pages, GError **error)
{
  JalAct act = { .verb = "page.look", .label = N_ ("pages looked at"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && pages != NULL && pages->len > 0, FALSE);

  act.subject_id = ((const JalUnsearchedPage *)pages->pdata[0])->document_id;
  return jal_store_act (store, &act, add_all, (gpointer)pages, NULL, error);
}

gboolean
jal_looked_remove (JalStore *store, const GPtrArray *pages, GError **error)
{
  JalAct act = { .verb = "page.unlook", .label = N_ ("looks taken back"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && pages != NULL && pages->len > 0, FALSE);

  act.subject_id = ((const JalUnsearchedPage *)pages->pdata[0])->document_id;
  return jal_store_act (store, &act, remove_all, (gpointer)pages, NULL, error);
}
