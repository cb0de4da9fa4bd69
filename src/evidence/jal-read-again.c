/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that an older version read.
 *
 * 1. Pages with words that are read from the right lost letters at their end once, and pages did not say that they show words of unknown
 *    letters, or more than their words say: names there are neither found nor asked about. Cells of a table had nothing between them. All PDF pages of an older reading are read again, and each original is one
 *    action: what is done when it is stopped stays done.
 * 2. A page that cannot be read keeps what it has, and is not tried again; what is not about the file leaves it for another time.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-evidence.h"
#include "evidence/jal-import-pages-private.h"
#include "evidence/jal-original-reader.h"
#include "pages/jal-unsaid.h"
#include "record/jal-document-rows.h"

/* A setting of this vault: there is nothing left that an older reading wrote. */
#define SETTING "texts.reading"

typedef struct
{
  GArray *old;      /* of JalOldText */
  gboolean is_done; /* nothing is left since the last time */
  guint first, n;   /* of the original whose turn it is */
  GPtrArray *texts; /* of char *, nullable each: of those pages */
} Again;

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Again *again = data;
  g_autoptr (GError) local = NULL;
  g_autofree char *done = jal_tx_get_local_setting (tx, SETTING, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  again->is_done = done != NULL && g_ascii_strtoull (done, NULL, 10) >= JAL_PAGE_TEXT_READING;
  again->old = again->is_done ? g_array_new (FALSE, FALSE, sizeof (JalOldText)) : jal_page_text_list_old (tx, error);
  return again->old != NULL;
}

static gboolean
write_texts (JalTx *tx, gpointer data, GError **error)
{
  Again *again = data;

  for (guint i = 0; i < again->n; i++)
    {
      const JalOldText *one = &g_array_index (again->old, JalOldText, again->first + i);
      const char *text = again->texts->pdata[i];

      if (text != NULL ? !jal_page_text_renew (tx, one->part.original_id, one->page, text, error)
                       : !jal_page_text_keep (tx, one->part.original_id, one->page, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT) || g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
}

/* Whether it goes on. @later: the original was left for another time. */
static gboolean
read_one (JalStore *store, Again *again, gboolean *later, GCancellable *cancellable, GError **error)
{
  const JalOldText *one = &g_array_index (again->old, JalOldText, again->first);
  JalAct act = { .verb = "document.text", .case_id = one->case_id, .subject_id = one->document_id, .priority = JAL_STORE_PRIORITY_BACKGROUND };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (JalReader) reader = jal_original_open (store, &one->part, cancellable, cancellable, &local);

  for (guint i = 0; i < again->n; i++)
    {
      g_autoptr (JalPageText) text = NULL;
      gboolean unsaid = FALSE;

      if (reader != NULL && !is_passing (local))
        {
          g_clear_error (&local);
          text = jal_reader_get_text (reader, g_array_index (again->old, JalOldText, again->first + i).page, cancellable, &local);
          if (text != NULL)
            {
              g_autoptr (GArray) hidden = jal_reader_look_over (reader, g_array_index (again->old, JalOldText, again->first + i).page, &unsaid,
                                                                cancellable, NULL);
            }
        }
      if (local != NULL && (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) || jal_import_concerns_all (local)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_ptr_array_add (texts, text != NULL ? jal_import_pages_dup_text (text, unsaid) : NULL);
    }
  *later = is_passing (local);
  again->texts = texts;
  return *later || jal_store_act (store, &act, write_texts, again, cancellable, error);
}

gboolean
jal_evidence_read_again (JalStore *store, JalReadAgainProgress progress, gpointer progress_data, guint *n_documents, GCancellable *cancellable,
                         GError **error)
{
  Again again = { 0 };
  guint n_all = 0, n_done = 0;
  gboolean left = FALSE, good;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  good = jal_store_read_background (store, load, &again, cancellable, error);
  for (guint i = 0; good && i < again.old->len; i++)
    n_all += i == 0 || !jal_id_equal (g_array_index (again.old, JalOldText, i).part.original_id,
                                      g_array_index (again.old, JalOldText, i - 1).part.original_id);
  for (again.first = 0; good && again.first < again.old->len; again.first += again.n)
    {
      const JalOldText *old = &g_array_index (again.old, JalOldText, again.first);
      gboolean later = FALSE;

      if (progress != NULL)
        progress (progress_data, n_done, n_all);
      for (again.n = 1; again.first + again.n < again.old->len
                        && jal_id_equal (old[again.n].part.original_id, old->part.original_id); again.n++)
        continue;
      good = read_one (store, &again, &later, cancellable, error);
      left = left || later;
      n_done += good && !later ? 1 : 0;
    }
  if (good && !left && !again.is_done && !jal_store_is_damaged (store))
    jal_store_note_setting (store, SETTING, G_STRINGIFY (JAL_PAGE_TEXT_READING));
  g_clear_pointer (&again.old, g_array_unref);
  if (n_documents != NULL)
    *n_documents = n_done;
  return good;
}
