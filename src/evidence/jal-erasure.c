/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing content, and exhibits that are registered without it.
 *
 * 1. The same bytes go everywhere in the vault: a second case must not keep what the first may not.
 * 2. What stays is written anew, never cut out of what was: number, SHA-256, holder, the custody of the exhibit.
 * 3. Older backups are deleted only after a newer one, which no longer holds it, was read back whole. Those that cannot be
 *    reached are named, because only a person can reach them (jal-erasure-left.c).
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-erasure.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "evidence/jal-erasure-private.h"
#include "record/jal-document-rows.h"
#include "record/jal-rank.h"
#include "store/jal-blob.h"
#include "store/jal-erase.h"

/* What is kept of an exhibit and of a case: these tables are overwritten, not emptied. */
static const char *const kept[] = { "document", "document_part", "original", "custody_event", "court_case", NULL };

typedef struct
{
  JalId document_id;
  JalId case_id;
  const char *why;
  const char *holder;
  GArray *ids;      /* of JalId: whose history goes */
  guint n_documents;
} Erase;

void
jal_erasure_report_clear (JalErasureReport *report)
{
  g_clear_pointer (&report->not_reached, g_strfreev);
  g_clear_pointer (&report->unseen, g_strfreev);
  g_clear_pointer (&report->trouble, g_free);
}

static gboolean
refuse (const char *text, GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, text);
  return FALSE;
}

/* Returns (transfer full): the ids in the first column. */
static GArray *
list_ids (JalTx *tx, const char *sql, JalId id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, sql, "I", &id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      JalId found = jal_rows_id (rows, 0);

      g_array_append_val (ids, found);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

/* Titles come from file names, and stand in the records of bundles too. */
static gboolean
erase_title (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, "SELECT title FROM document WHERE id = ?", "I", &document_id);
  g_autofree char *title = NULL;

  if (rows == NULL)
    return FALSE;
  title = jal_rows_dup_text (rows, 0);
  g_clear_pointer (&rows, jal_rows_free);
  if (title != NULL && g_utf8_strlen (title, -1) >= 6
      && !jal_tx_run (tx, error, "UPDATE bundle_build SET spec = replace (spec, ?, '') WHERE instr (spec, ?) > 0", "ss", title,
                      title))
    return FALSE;
  return jal_tx_run (tx, error,
                     "UPDATE document SET title = CASE WHEN coalesce (exhibit, '') <> '' THEN exhibit ELSE ? END, note = '' "
                     "WHERE id = ?",
                     "sI", _ ("Content not held here"), &document_id);
}

static gboolean
erase_original (JalTx *tx, Erase *erase, JalId original_id, GError **error)
{
  g_autoptr (GArray) documents
      = list_ids (tx, "SELECT DISTINCT document_id FROM document_part WHERE original_id = ?", original_id, error);
  JalId none = JAL_ID_NONE;

  if (documents == NULL || !jal_page_text_remove (tx, original_id, error)
      || !jal_tx_erase_dependents (tx, "original_id", original_id, kept, erase->ids, error))
    return FALSE;
  for (guint i = 0; i < documents->len; i++)
    {
      JalId document_id = g_array_index (documents, JalId, i);

      if (!erase_title (tx, document_id, error))
        return FALSE;
      g_array_append_val (erase->ids, document_id);
      erase->n_documents++;
    }
  g_array_append_val (erase->ids, original_id);
  return jal_tx_run (tx, error,
                     "UPDATE original SET blob_id = ?, name = '', password = NULL, erased_at = ?, erased_why = ?, holder = ? WHERE id = ?",
                     "IissI", &none, jal_tx_get_now (tx), erase->why, erase->holder, &original_id)
         && jal_custody_rows_insert (tx, original_id, "erased", "", error)
         && jal_erasure_left_mark (tx, original_id, error);
}

/* All originals that have the bytes of this one, and the bytes. */
static gboolean
erase_same (JalTx *tx, Erase *erase, JalId original_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select_one (tx, error, "SELECT blob_id FROM original WHERE id = ?", "I", &original_id);
  g_autoptr (GArray) same = NULL;
  JalId blob_id;

  if (rows == NULL)
    return FALSE;
  blob_id = jal_rows_id (rows, 0);
  g_clear_pointer (&rows, jal_rows_free);
  /* Erased before, or never held. */
  if (jal_id_is_none (blob_id))
    return TRUE;
  same = list_ids (tx, "SELECT id FROM original WHERE blob_id = ?", blob_id, error);
  if (same == NULL)
    return FALSE;
  for (guint i = 0; i < same->len; i++)
    if (!erase_original (tx, erase, g_array_index (same, JalId, i), error))
      return FALSE;
  return jal_tx_remove_blob (tx, blob_id, error);
}

static gboolean
erase_document (JalTx *tx, gpointer data, GError **error)
{
  Erase *erase = data;
  g_autoptr (GArray) originals = list_ids (
      tx, "SELECT DISTINCT original_id FROM document_part WHERE document_id = ?", erase->document_id, error);
  g_autoptr (JalRows) rows = NULL;

  rows = jal_tx_select_one (tx, error, "SELECT case_id FROM document WHERE id = ?", "I", &erase->document_id);
  if (originals == NULL || rows == NULL)
    return FALSE;
  jal_tx_set_case (tx, jal_rows_id (rows, 0));
  g_clear_pointer (&rows, jal_rows_free);
  for (guint i = 0; i < originals->len; i++)
    if (!erase_same (tx, erase, g_array_index (originals, JalId, i), error))
      return FALSE;
  return jal_tx_erase_history (tx, (const JalId *)(gpointer)erase->ids->data, erase->ids->len, error);
}

static gboolean
erase_case (JalTx *tx, gpointer data, GError **error)
{
  Erase *erase = data;
  g_autoptr (GArray) originals
      = list_ids (tx, "SELECT id FROM original WHERE case_id = ?", erase->case_id, error);

  if (originals == NULL)
    return FALSE;
  for (guint i = 0; i < originals->len; i++)
    if (!erase_same (tx, erase, g_array_index (originals, JalId, i), error))
      return FALSE;
  g_array_append_val (erase->ids, erase->case_id);
  return jal_tx_erase_dependents (tx, "case_id", erase->case_id, kept, erase->ids, error)
         && jal_tx_run (tx, error, "UPDATE document SET note = '' WHERE case_id = ?", "I", &erase->case_id)
         && jal_tx_run (tx, error,
                        "UPDATE court_case SET title = coalesce (nullif (number, ''), ?), note = '' WHERE id = ?", "sI",
                        _ ("Case whose retention is over"), &erase->case_id)
         && jal_tx_erase_history (tx, (const JalId *)(gpointer)erase->ids->data, erase->ids->len, error);
}

static gboolean
run (JalStore *store, const char *verb, Erase *erase, JalStoreFunc func, JalErasureReport *report, JalErasureProgress progress,
     gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *holder = jal_text_one_line (erase->holder != NULL ? erase->holder : "", 200);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autofree char *payload = g_strdup_printf ("{\"why\":\"%s\"}", erase->why);
  JalAct act = { .verb = verb, .case_id = erase->case_id, .subject_id = erase->document_id, .payload = payload };

  if (*holder == '\0')
    return refuse (_ ("Say who holds the exhibit now: that stays on record."), error);
  erase->holder = holder;
  erase->ids = ids;
  if (progress != NULL)
    progress (JAL_ERASURE_ERASING, 0, 0, progress_data);
  if (!jal_store_erase (store, &act, func, erase, cancellable, error))
    return FALSE;
  report->n_documents = erase->n_documents;
  jal_erasure_left_replace (store, ids, report, progress, progress_data, cancellable);
  return TRUE;
}

gboolean
jal_erasure_erase_document (JalStore *store, JalId document_id, JalErasureWhy why, const char *holder,
                            JalErasureReport *report, JalErasureProgress progress, gpointer progress_data,
                            GCancellable *cancellable, GError **error)
{
  Erase erase = { .document_id = document_id,
                  .why = why == JAL_ERASURE_ABUSE ? "abuse" : "retention",
                  .holder = holder };

  g_return_val_if_fail (JAL_IS_STORE (store) && report != NULL, FALSE);

  return run (store, "document.erase", &erase, erase_document, report, progress, progress_data, cancellable, error);
}

gboolean
jal_erasure_erase_case (JalStore *store, JalId case_id, const char *holder, JalErasureReport *report,
                        JalErasureProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error)
{
  Erase erase = { .case_id = case_id, .why = "retention", .holder = holder };

  g_return_val_if_fail (JAL_IS_STORE (store) && report != NULL, FALSE);

  return run (store, "case.erase", &erase, erase_case, report, progress, progress_data, cancellable, error);
}

/* --- Registered without content -------------------------------------------------------------------------------- */

typedef struct
{
  JalId case_id;
  JalId document_id;
  const char *title;
  const char *exhibit;
  const char *sha256;
  const char *holder;
} Register;

static void
set_string (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static gboolean
register_exhibit (JalTx *tx, gpointer data, GError **error)
{
  Register *entry = data;
  g_autoptr (JalDocument) document = g_object_new (JAL_TYPE_DOCUMENT, NULL);
  JalOriginalRow original = { .id = jal_id_new (), .case_id = entry->case_id, .blob_id = JAL_ID_NONE, .name = "",
                              .media = "pdf", .sha256 = entry->sha256, .imported_at = jal_tx_get_now (tx) };
  JalDocumentPart part = { .original_id = original.id };

  document->id = entry->document_id;
  document->case_id = entry->case_id;
  set_string (&document->title, entry->title);
  set_string (&document->exhibit, entry->exhibit);
  set_string (&document->kind, "other");
  set_string (&document->language, "en");
  set_string (&document->sensitivity, "protected");
  document->created_at = original.imported_at;
  return jal_rank_last (tx, "document", "case_id", entry->case_id, &document->rank, error)
         && jal_original_rows_insert (tx, &original, error)
         && jal_tx_update (tx, "original", original.id, error, "erased_at", 'i', original.imported_at, "erased_why", 's',
                           "never-held", "holder", 's', entry->holder, NULL)
         && jal_document_rows_insert (tx, document, error)
         && jal_document_rows_add_part (tx, document->id, &part, 1.0, error)
         && jal_custody_rows_insert (tx, original.id, "registered", "", error);
}

gboolean
jal_erasure_register (JalStore *store, JalId case_id, const char *title, const char *exhibit, const char *sha256,
                      const char *holder, JalId *document_id, GError **error)
{
  g_autofree char *clean_title = jal_text_one_line (title != NULL ? title : "", 200);
  g_autofree char *clean_exhibit = jal_text_one_line (exhibit != NULL ? exhibit : "", 40);
  g_autofree char *clean_holder = jal_text_one_line (holder != NULL ? holder : "", 200);
  g_autofree char *hash = g_ascii_strdown (sha256 != NULL ? sha256 : "", -1);
  Register entry = { case_id, jal_id_new (), clean_title, *clean_exhibit != '\0' ? clean_exhibit : NULL, g_strstrip (hash),
                     clean_holder };
  JalAct act = { .verb = "document.register",
                 .label = N_ ("entry of an exhibit"),
                 .case_id = case_id,
                 .subject_id = entry.document_id,
                 .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (*clean_holder == '\0')
    return refuse (_ ("Say who holds the exhibit now: that stays on record."), error);
  if (*clean_title == '\0')
    entry.title = entry.exhibit != NULL ? entry.exhibit : _ ("Content not held here");
  if (*hash != '\0' && (strlen (hash) != 64 || strspn (hash, "0123456789abcdef") != 64))
    return refuse (_ ("A SHA-256 has 64 characters, digits and the letters a to f. Leave it empty when it is not known."), error);
  if (!jal_store_act (store, &act, register_exhibit, &entry, NULL, error))
    return FALSE;
  if (document_id != NULL)
    *document_id = entry.document_id;
  return TRUE;
}

gboolean
jal_erasure_forbids (JalTx *tx, const char *sha256, gboolean *forbids, GError **error)
{
  gint64 n = 0;

  if (!jal_tx_select_int (tx, &n, error,
                          "SELECT count(*) FROM original WHERE sha256 = ? AND deleted = 0 AND erased_why IN ('abuse', "
                          "'never-held')",
                          "s", sha256))
    return FALSE;
  *forbids = n > 0;
  return TRUE;
}

typedef struct
{
  JalId document_id;
  char *holder;
  char *sha256;
} Holder;

static gboolean
read_holder (JalTx *tx, gpointer data, GError **error)
{
  Holder *held = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (tx, error,
                                            "SELECT o.holder, o.sha256 FROM document_part p JOIN original o ON o.id = "
                                            "p.original_id WHERE p.document_id = ? AND o.erased_at IS NOT NULL LIMIT 1",
                                            "I", &held->document_id);

  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      held->holder = jal_rows_dup_text (rows, 0);
      held->sha256 = jal_rows_dup_text (rows, 1);
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

char *
jal_erasure_get_holder (JalStore *store, JalId document_id, char **sha256, GError **error)
{
  Holder held = { .document_id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_holder, &held, NULL, error))
    return NULL;
  if (sha256 != NULL)
    *sha256 = g_steal_pointer (&held.sha256);
  g_free (held.sha256);
  return held.holder;
}
