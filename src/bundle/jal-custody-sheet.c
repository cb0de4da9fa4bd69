/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Papers about what was done.
 *
 * 1. The sheet for the court is made from the custody of a document, of which only the verbs of the table below are
 *    printed; views and reveals are not even read.
 * 2. The audit is for counsel's own office: its heading says so.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-custody-sheet.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "cases/jal-cases.h"
#include "evidence/jal-custody.h"
#include "evidence/jal-evidence.h"
#include "law/jal-words.h"
#include "release/jal-paper.h"
#include "store/jal-audit.h"

/* What the court sees, and the words for it. */
static const struct
{
  const char *verb;
  const char *word;
} court_verbs[] = {
  { "received", "custody_received" }, { "handed", "custody_handed" },     { "returned", "custody_returned" },
  { "copied", "custody_copied" },     { "exported", "custody_exported" }, { "checked", "custody_checked" },
  { "mismatch", "custody_mismatch" },
};

static const char *
word_of (JalLang lang, const char *verb)
{
  for (guint i = 0; i < G_N_ELEMENTS (court_verbs); i++)
    if (g_str_equal (court_verbs[i].verb, verb))
      return jal_words_get (lang, court_verbs[i].word);
  return NULL;
}

static char *
clock_of (gint64 at)
{
  /* Nairobi, the year round. */
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC + 3 * 3600);

  return time != NULL ? g_date_time_format (time, "%H:%M") : g_strdup ("");
}

static char *
when (JalLang lang, JalCustodyEvent *event)
{
  JalDate date = jal_custody_event_date (event);
  g_autofree char *day = jal_words_date (lang, date);
  g_autofree char *clock = clock_of (event->at);

  /* A handover has a day, what the program did has a minute. */
  return event->happened != JAL_DATE_NONE ? g_steal_pointer (&day) : g_strdup_printf ("%s, %s", day, clock);
}

static void
add_events (JalPaper *paper, JalLang lang, GListModel *events)
{
  const JalPaperColumnSpec columns[] = { { jal_words_get (lang, "custody_when"), 3, FALSE },
                                         { jal_words_get (lang, "custody_what"), 3, FALSE },
                                         { jal_words_get (lang, "custody_party"), 4, FALSE },
                                         { jal_words_get (lang, "custody_reason"), 5, FALSE },
                                         { jal_words_get (lang, "custody_by"), 3, FALSE } };

  jal_paper_add_table (paper, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (events, i);
      const char *word = word_of (lang, event->verb);
      g_autofree char *day = when (lang, event);
      const char *cells[] = { day, word, event->party != NULL ? event->party : "", event->detail, event->actor };

      if (word != NULL)
        jal_paper_add_row (paper, cells);
    }
}

static gboolean
add_document (JalPaper *paper, JalLang lang, JalStore *store, JalDocument *document, GError **error)
{
  g_autoptr (GListStore) events = jal_evidence_custody (store, document->id, error);
  g_autofree char *heading = document->exhibit != NULL ? g_strdup_printf ("%s  %s", document->exhibit, document->title)
                                                       : g_strdup (document->title);
  g_autofree char *pages = g_strdup_printf ("%u", document->n_pages);
  g_autofree char *extent
      = document->n_pages == 1 ? g_strdup (jal_words_get (lang, "one_page")) : jal_words_format (lang, "total_pages", "total", pages, NULL);

  if (events == NULL)
    return FALSE;
  jal_paper_add_heading (paper, 2, heading);
  jal_paper_add_text (paper, extent, JAL_PAPER_PLAIN);
  jal_paper_add_text (paper, "SHA-256", JAL_PAPER_SMALL);
  jal_paper_add_code (paper, document->sha256, FALSE);
  add_events (paper, lang, G_LIST_MODEL (events));
  jal_paper_add_space (paper, 6);
  return TRUE;
}

static char *
witness (JalStore *store, JalLang lang, GCancellable *cancellable, GError **error)
{
  JalStoreInfo info;
  g_autofree char *length = NULL;

  if (!jal_store_get_info (store, &info, cancellable, error))
    return NULL;
  length = g_strdup_printf ("%" G_GUINT64_FORMAT, info.audit_length);
  return jal_words_format (lang, "custody_witness", "number", length, "head", info.audit_head, NULL);
}

static gboolean
fill_sheet (JalPaper *paper, JalLang lang, JalStore *store, JalId case_id, JalDocument *only, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JalCase) court_case = jal_cases_get (store, case_id, error);
  g_autoptr (GListStore) documents = NULL;
  g_autofree char *footer = NULL;

  if (court_case == NULL || (footer = witness (store, lang, cancellable, error)) == NULL)
    return FALSE;
  jal_paper_add_heading (paper, 1, jal_words_get (lang, "custody_sheet"));
  if (court_case->number != NULL)
    jal_paper_add_text (paper, court_case->number, JAL_PAPER_BOLD);
  jal_paper_set_footer (paper, footer);
  if (only != NULL)
    return add_document (paper, lang, store, only, error);
  documents = jal_evidence_list (store, case_id, cancellable, error);
  for (guint i = 0; documents != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if (!add_document (paper, lang, store, document, error))
        return FALSE;
    }
  return documents != NULL;
}

gboolean
jal_custody_sheet_save (JalStore *store, JalId case_id, JalId document_id, const char *path, gboolean replace,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  g_autoptr (JalPaper) paper = NULL;
  JalPaperRecord record = { "custody sheet", case_id, jal_id_is_none (document_id) ? case_id : document_id };
  JalLang lang = JAL_LANG_EN;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (!jal_id_is_none (document_id))
    {
      document = jal_evidence_get (store, document_id, error);
      if (document == NULL)
        return FALSE;
      record.case_id = document->case_id;
      jal_lang_parse (document->language, &lang);
    }
  paper = jal_paper_new (jal_words_get (lang, "custody_sheet"), lang);
  return fill_sheet (paper, lang, store, record.case_id, document, cancellable, error)
         && jal_release_paper_save (store, paper, &record, path, replace, cancellable, error);
}

/* --- The audit --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalPaper *paper;
  JsonBuilder *builder;
} Sheet;

static void
put (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
put_id (JsonBuilder *builder, const char *name, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  put (builder, name, jal_id_is_none (id) ? NULL : jal_id_to_hex (id, hex));
}

static gboolean
add_record (const JalAuditRecord *record, gpointer data)
{
  Sheet *sheet = data;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (record->at / G_USEC_PER_SEC);
  g_autofree char *at = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, record->sequence);

  if (sheet->paper != NULL)
    {
      const char *cells[] = { number, at, record->actor, record->verb, record->payload };

      jal_paper_add_row (sheet->paper, cells);
      return TRUE;
    }
  json_builder_begin_object (sheet->builder);
  json_builder_set_member_name (sheet->builder, "sequence");
  json_builder_add_int_value (sheet->builder, (gint64)record->sequence);
  put (sheet->builder, "at", at);
  put (sheet->builder, "actor", record->actor);
  put (sheet->builder, "verb", record->verb);
  put_id (sheet->builder, "case_id", record->case_id);
  put_id (sheet->builder, "subject_id", record->subject_id);
  put (sheet->builder, "payload", record->payload);
  json_builder_set_member_name (sheet->builder, "erased");
  json_builder_add_boolean_value (sheet->builder, record->erased);
  json_builder_end_object (sheet->builder);
  return TRUE;
}

static gboolean
noted (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
save_json (JalStore *store, JalId case_id, const JalAuditReport *report, const char *path, gboolean replace,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JalReleaseFile) file = NULL;
  g_autofree char *text = NULL;
  Sheet sheet = { NULL, builder };
  JalAct act = { .verb = "audit.export", .case_id = case_id, .payload = "json" };

  json_builder_begin_object (builder);
  put (builder, "head", report->head);
  put (builder, "public_key", report->public_key);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  if (!jal_audit_foreach (store, case_id, 0, add_record, &sheet, cancellable, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  file = jal_release_file_new (path, replace, error);
  return file != NULL && jal_release_file_write (file, (const guint8 *)text, strlen (text), error)
         && jal_store_act (store, &act, noted, NULL, cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&file), NULL, error);
}

gboolean
jal_audit_sheet_save (JalStore *store, JalId case_id, gboolean json, const char *path, gboolean replace,
                      GCancellable *cancellable, GError **error)
{
  const JalLang lang = JAL_LANG_EN;
  const JalPaperColumnSpec columns[] = { { "#", 1, TRUE },
                                         { jal_words_get (lang, "custody_when"), 3, FALSE },
                                         { jal_words_get (lang, "custody_by"), 2, FALSE },
                                         { jal_words_get (lang, "custody_what"), 3, FALSE },
                                         { "", 7, FALSE } };
  JalPaperRecord record = { "audit", case_id, JAL_ID_NONE };
  g_autoptr (JalPaper) paper = NULL;
  g_autofree char *footer = NULL;
  JalAuditReport report = { 0 };
  Sheet sheet = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  /* A record that does not hold is not given out as if it did. */
  if (!jal_audit_verify (store, &report, cancellable, error))
    return FALSE;
  if (json)
    return save_json (store, case_id, &report, path, replace, cancellable, error);
  sheet.paper = paper = jal_paper_new (jal_words_get (lang, "audit_sheet"), lang);
  jal_paper_set_landscape (paper, TRUE);
  footer = witness (store, lang, cancellable, error);
  if (footer == NULL)
    return FALSE;
  jal_paper_set_footer (paper, footer);
  jal_paper_add_heading (paper, 1, jal_words_get (lang, "audit_sheet"));
  jal_paper_add_text (paper, jal_words_get (lang, "audit_internal"), JAL_PAPER_BOLD);
  jal_paper_add_table (paper, columns, G_N_ELEMENTS (columns));
  return jal_audit_foreach (store, case_id, 0, add_record, &sheet, cancellable, error)
         && jal_release_paper_save (store, paper, &record, path, replace, cancellable, error);
}
