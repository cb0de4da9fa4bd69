/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving a redacted copy.
 *
 * 1. The copy is made and looked through in memory: a copy that leaks is never on the disk.
 * 2. The custody and the audit know of the copy before it has its name.
 * 3. The original is read and never written.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-redacted-copy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "release/jal-redacted-copy-private.h"
#include "release/jal-release-unsearched.h"
#include "store/jal-rescue.h"

void
jal_redacted_copy_clear (JalRedactedCopy *result)
{
  g_clear_pointer (&result->leaks, g_array_unref);
  g_clear_pointer (&result->phrases, g_ptr_array_unref);
  g_clear_pointer (&result->parts, g_array_unref);
  g_clear_pointer (&result->part_words, g_ptr_array_unref);
  g_clear_pointer (&result->pages, g_array_unref);
  jal_guard_told_clear (&result->told);
}

static void
clear_work (JalRedactedWork *work)
{
  g_clear_object (&work->document);
  g_clear_pointer (&work->parts, g_array_unref);
  g_clear_object (&work->redactions);
  g_clear_object (&work->names);
  g_clear_pointer (&work->hidden, g_array_unref);
  g_clear_pointer (&work->text, g_free);
  g_clear_pointer (&work->readers, g_hash_table_unref);
  g_clear_pointer (&work->pages, g_array_unref);
  g_clear_pointer (&work->inputs, jal_release_inputs_free);
  jal_guard_clear (&work->guard);
  g_clear_pointer (&work->raster, g_bytes_unref);
  g_clear_error (&work->trouble);
  g_clear_pointer (&work->output, g_byte_array_unref);
  g_clear_pointer (&work->blind, g_array_unref);
  jal_guard_told_clear (&work->decided);
}

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  JalRedactedWork *work = data;

  work->document = jal_document_rows_get (tx, work->document_id, error);
  work->parts = work->document != NULL ? jal_document_rows_parts (tx, work->document_id, error) : NULL;
  work->redactions = work->parts != NULL ? jal_redaction_rows_list (tx, work->document_id, error) : NULL;
  work->names = work->redactions != NULL ? jal_protected_name_rows_list (tx, work->document->case_id, error) : NULL;
  work->hidden = work->names != NULL ? jal_hidden_words_list (tx, work->document_id, error) : NULL;
  work->text = work->hidden != NULL ? jal_document_rows_dup_text (tx, work->document_id, error) : NULL;
  return work->text != NULL;
}

/* --- What must not be said ----------------------------------------------------------------------------------- */

/* The words of every redaction that is meant everywhere, what was searched for to find it, and whatever the case protects.
   Returns how many redactions are applied. */
static guint
gather_phrases (JalRedactedWork *work)
{
  guint n_applied;

  jal_guard_init (&work->guard, G_LIST_MODEL (work->names));
  n_applied = jal_guard_add_redactions (&work->guard, G_LIST_MODEL (work->redactions));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);

      jal_guard_allow (&work->guard, redaction, (guint)redaction->document_page);
    }
  return n_applied;
}

/* --- Looking through it -------------------------------------------------------------------------------------- */

static void
looked_cb (gpointer data, guint done, guint total)
{
  JalRedactedWork *work = data;

  if (work->progress != NULL)
    work->progress ((guint64)total + done, 3 * (guint64)total, work->progress_data);
}

/* All other pages of the original of page @p: they share with it what it says. */
static void
draw_others (JalRedactedWork *work, guint p, gboolean draws)
{
  const JalDocumentPart *part = jal_redacted_part_of (work, &g_array_index (work->pages, JalRedactedPage, p));

  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

      if (!jal_id_equal (jal_redacted_part_of (work, page)->original_id, part->original_id))
        continue;
      page->unplaced = page->unplaced || (!page->raster && draws);
      page->raster = TRUE;
    }
}

/* Nobody can say anything of pages that could not be looked through: they become pictures, and somebody looks at those. */
static gboolean
draw_blind (JalRedactedWork *work)
{
  gboolean any = FALSE;

  for (guint i = 0; i < work->blind->len; i++)
    {
      guint number = g_array_index (work->blind, guint, i);
      JalRedactedPage *page = number < work->pages->len ? &g_array_index (work->pages, JalRedactedPage, number) : NULL;

      if (page == NULL)
        continue;
      page->unlooked = TRUE;
      any = any || !page->raster;
      page->raster = TRUE;
    }
  return any;
}

/* Pages that the composer copied and that still say something become pictures: it may stand where no reader shows it. What can be
   read on them stands among the words of the picture as well, and is found there again. What was found on one page may be shared by
   many (a font): @again, it was found on another after that one was drawn. Returns whether there was one. */
static gboolean
draw_leaking (JalRedactedWork *work, const GArray *leaks, gboolean again)
{
  gboolean any = FALSE;

  for (guint i = 0; i < leaks->len; i++)
    {
      const JalLeak *leak = &g_array_index (leaks, JalLeak, i);
      JalRedactedPage *page;

      if (leak->place != JAL_PLACE_PAGE || leak->page < 0 || (guint)leak->page >= work->pages->len)
        continue;
      page = &g_array_index (work->pages, JalRedactedPage, leak->page);
      any = any || !page->raster;
      /* What draws nothing is in no picture. */
      page->unplaced = page->unplaced || (!page->raster && (!leak->unread || leak->draws));
      if (!page->raster && again)
        draw_others (work, (guint)leak->page, !leak->unread || leak->draws);
      page->raster = TRUE;
    }
  return draw_blind (work) || any;
}

static guint
count_drawn (JalRedactedWork *work)
{
  guint n = 0;

  for (guint i = 0; i < work->pages->len; i++)
    n += g_array_index (work->pages, JalRedactedPage, i).raster ? 1 : 0;
  return n;
}

/* Pages may become pictures on the way: what they say is in no copy any more that could be searched. */
static gboolean
compose (JalRedactedWork *work, GError **error)
{
  guint n_drawn = count_drawn (work);

  return jal_redacted_pages_compose (work, error) && (count_drawn (work) == n_drawn || jal_redacted_unplaced_find (work, error));
}

/* Returns (transfer full): what the copy still says; @parts as jal_leak_scan(). */
static GArray *
scan (JalRedactedWork *work, GArray **parts, GError **error)
{
  g_autoptr (GBytes) memory = g_bytes_new_static (work->output->data, work->output->len);
  JalBytes bytes = jal_bytes_from_memory (memory);
  JalLeakQuery query = jal_guard_query (&work->guard);

  g_clear_pointer (&work->blind, g_array_unref);
  return jal_leak_scan (&bytes, &query, parts, &work->blind, looked_cb, work, work->cancellable, error);
}

static gboolean
look_through (JalRedactedWork *work, JalRedactedCopy *result, GError **error)
{
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (GBytes) memory = NULL;
  JalBytes bytes;
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (JalLeak));

  result->leaks = scan (work, &result->parts, error);
  if (result->leaks == NULL)
    return FALSE;
  for (guint round = 0; draw_leaking (work, result->leaks, round > 0); round++)
    {
      g_clear_pointer (&result->leaks, g_array_unref);
      g_clear_pointer (&result->parts, g_array_unref);
      if (!compose (work, error) || (result->leaks = scan (work, &result->parts, error)) == NULL)
        return FALSE;
    }
  /* All that could be drawn is. */
  for (guint i = 0; i < result->leaks->len; i++)
    g_array_index (result->leaks, JalLeak, i).unread = FALSE;
  result->phrases = g_ptr_array_ref (work->guard.phrases);
  result->part_words = g_ptr_array_ref (work->guard.parts);
  /* Parts last: what is under a box is no matter of decisions. */
  if (!jal_guard_decide (&work->guard, result->leaks, nothing,
                         /* Translators: %s is a list of places: "page 3, a bookmark". */
                         _ ("Nothing was saved: words that are redacted or protected can still be read in the copy: %s. Redact them "
                            "there too, or say in the review that they may stay there."),
                         &result->told, error))
    return FALSE;
  memory = g_bytes_new_static (work->output->data, work->output->len);
  bytes = jal_bytes_from_memory (memory);
  reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, work->cancellable, error);
  if (reader == NULL || !jal_redacted_pages_check (work, reader, error))
    return FALSE;
  result->told.parts_stay = work->decided.parts_stay;
  if (!jal_redacted_answered_look (work, reader, &result->told, error))
    return FALSE;
  /* Each holds a process: the pages have been drawn. */
  g_hash_table_remove_all (work->readers);
  if (!jal_guard_decide (&work->guard, nothing, result->parts, "%s", &result->told, error) || !jal_redacted_whole_look (work, reader, error))
    return FALSE;
  jal_redacted_whole_tell (work, &result->told);
  return TRUE;
}

/* --- On record ----------------------------------------------------------------------------------------------- */

typedef struct
{
  JalRedactedWork *work;
  JalRedactedCopy *result;
} Note;

static gboolean
note_export (JalTx *tx, gpointer data, GError **error)
{
  Note *note = data;
  g_autofree char *detail = g_strdup_printf ("redacted copy; SHA-256 %s", note->result->sha256);
  const JalGuardTold *told = &note->result->told;
  g_autofree char *payload = g_strdup_printf (
      "{\"sha256\":\"%s\",\"redactions\":%u,\"parts_stay\":%s,\"unsearched\":%s,\"incomplete\":%s}", note->result->sha256,
      note->result->n_redactions, note->result->parts != NULL && note->result->parts->len > 0 ? "true" : "false",
      told->unsearched != NULL ? "true" : "false", told->incomplete != NULL ? "true" : "false");
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  jal_tx_set_payload (tx, payload);
  for (guint i = 0; i < note->work->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (note->work->parts, JalDocumentPart, i);

      if (g_hash_table_add (seen, (gpointer)&part->original_id)
          && !jal_custody_rows_insert (tx, part->original_id, "exported", detail, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_file (JalRedactedWork *work, const char *path, gboolean replace, JalRedactedCopy *result, GError **error)
{
  g_autoptr (JalReleaseFile) file = jal_release_file_new (path, replace, error);
  Note note = { work, result };
  JalAct act = { .verb = "document.redact", .case_id = work->document->case_id, .subject_id = work->document_id };

  if (file == NULL || !jal_release_file_write (file, work->output->data, work->output->len, error))
    return FALSE;
  jal_release_file_get_sha256 (file, result->sha256);
  return jal_store_act (work->store, &act, note_export, &note, work->cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&file), NULL, error);
}

/* A place that cannot be written to is said before the work, not after it. */
static gboolean
check_place (const char *path, gboolean replace, GError **error)
{
  g_autoptr (JalReleaseFile) file = jal_release_file_new (path, replace, error);

  return file != NULL;
}

/* What stops a copy that goes out alone. One that goes into another file is decided on with that. */
static gboolean
decide (JalRedactedWork *work, JalRedactedCopy *result, GError **error)
{
  g_autoptr (GArray) document = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalGuardTold *told = &result->told;

  g_array_append_val (document, work->document_id);
  jal_guard_told_decided (told, &work->decided);
  return !jal_redacted_copy_is_burning ()
         || (jal_release_unsearched_look (work->store, document, told, NULL, work->cancellable, error)
             && jal_release_unsearched_decide (told, error) && jal_guard_told_decide_incomplete (told, error));
}

/* With @path NULL the copy stays in memory. */
static gboolean
run (JalRedactedWork *work, const char *path, gboolean replace, JalRedactedCopy *result, GError **error)
{
  if (!jal_store_allows_copies (work->store, error) || !jal_store_read (work->store, load, work, work->cancellable, error))
    return FALSE;
  result->n_redactions = gather_phrases (work);
  if (result->n_redactions == 0 && !result->even_bare)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("Nothing in this document is redacted, so there is no redacted copy to save."));
      return FALSE;
    }
  if ((path != NULL && !check_place (path, replace, error))
      || !jal_release_check_originals (work->store, work->document->case_id, work->parts, work->cancellable, error)
      || !jal_redacted_pages_plan (work, error)
      || !compose (work, error))
    return FALSE;
  if (result->wants_pages && (result->pages = jal_redacted_pages_get_infos (work, error)) == NULL)
    return FALSE;
  if (jal_redacted_copy_is_burning () && !look_through (work, result, error))
    return FALSE;
  result->n_pages = work->pages->len;
  result->n_received = work->n_received;
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

      result->n_redacted_pages += page->raster ? 1 : 0;
      result->n_received += page->raster ? page->n_notes : 0;
    }
  return path == NULL || (decide (work, result, error) && write_file (work, path, replace, result, error));
}

/* A page that cannot be drawn is in no copy, and its document in none: what can be done is said with it. */
static gboolean
make (JalRedactedWork *work, const char *path, gboolean replace, JalRedactedCopy *result, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (run (work, path, replace, result, &local))
    return TRUE;
  if (g_error_matches (local, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED))
    g_set_error (error, local->domain, local->code,
                 /* Translators: %s is a sentence: "Page 2: This page cannot be shown because the file is damaged here." */
                 _ ("%s A redacted copy needs every page. Ask for the file again; or print it with a program that shows the page, scan that, "
                    "and redact the scan."),
                 local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
jal_redacted_copy_save (JalStore *store, JalId document_id, const char *path, gboolean replace,
                        const JalGuardTold *decided, JalReleaseProgress progress, gpointer progress_data, GCancellable *cancellable,
                        JalRedactedCopy *result, GError **error)
{
  JalRedactedWork work = { .store = store,
                           .document_id = document_id,
                           .id = jal_id_new (),
                           .cancellable = cancellable,
                           .progress = progress,
                           .progress_data = progress_data };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL && result != NULL, FALSE);

  if (decided != NULL)
    jal_guard_told_decided (&work.decided, decided);

  work.readers
      = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, (GDestroyNotify)jal_reader_unref);
  work.output = g_byte_array_new ();
  done = make (&work, path, replace, result, error);
  clear_work (&work);
  return done;
}

GBytes *
jal_redacted_copy_make (JalStore *store, JalId document_id, GCancellable *cancellable, JalRedactedCopy *result,
                        GArray **parts, GError **error)
{
  JalRedactedWork work
      = { .store = store, .document_id = document_id, .id = document_id, .cancellable = cancellable, .decided.parts_stay = TRUE };
  GBytes *bytes = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store) && result != NULL && parts != NULL, NULL);

  work.readers
      = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, (GDestroyNotify)jal_reader_unref);
  work.output = g_byte_array_new ();
  if (make (&work, NULL, FALSE, result, error))
    {
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&work.output));
      *parts = g_steal_pointer (&work.parts);
    }
  clear_work (&work);
  return bytes;
}
