/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Papers about what was done.
 *
 * 1. The sheet for the court is made from the custody of a document, of which only what jal_custody_words_is_for_court()
 *    names is printed; views and reveals are not even read.
 * 2. The audit is for counsel's own office: its heading says so.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-custody-sheet.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/jal-date.h"
#include "base/jal-text.h"
#include "bundle/jal-audit-list.h"
#include "bundle/jal-custody-words.h"
#include "cases/jal-cases.h"
#include "evidence/jal-custody.h"
#include "evidence/jal-evidence.h"
#include "law/jal-words.h"
#include "marks/jal-redactions.h"
#include "release/jal-guard.h"
#include "release/jal-paper.h"
#include "store/jal-audit.h"
#include "store/jal-tx.h"
#include "store/jal-rescue.h"

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

static int
compare_days (gconstpointer a, gconstpointer b, gpointer data)
{
  JalCustodyEvent *first = (JalCustodyEvent *)a, *second = (JalCustodyEvent *)b;
  JalDate one = jal_custody_event_date (first), two = jal_custody_event_date (second);

  return one != two ? (one > two) - (one < two) : (first->at > second->at) - (first->at < second->at);
}

/* In the order in which it happened, not in which it was written down. */
static GListStore *
list_events (JalStore *store, JalId document_id, GError **error)
{
  GListStore *events = jal_evidence_custody (store, document_id, error);

  if (events != NULL)
    g_list_store_sort (events, compare_days, NULL);
  return events;
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
      g_autofree char *day = when (lang, event);
      g_autofree char *detail = jal_custody_words_detail (lang, event);
      const char *cells[] = { day, jal_custody_words_verb (lang, event), event->party != NULL ? event->party : "", detail,
                              event->actor };

      if (jal_custody_words_is_for_court (event))
        jal_paper_add_row (paper, cells);
    }
}

/* --- Names that stay here ------------------------------------------------------------------------------------------ */

#define TOLD_MAX 30

/* The sheet is for the court: a name that the case protects is said to be withheld, wherever somebody wrote it. A single word of
   one may be an officer's: who saves the sheet is told of it, and decides. */
typedef struct
{
  JalGuard guard;
  const char *with;
  JalCustodyTold *told;
  GString *parts;
} Names;

void
jal_custody_told_clear (JalCustodyTold *told)
{
  g_clear_pointer (&told->parts, g_free);
}

char *
jal_custody_told_describe (const JalCustodyTold *told)
{
  guint n_parts = told->parts_stay ? 0 : told->n_parts;
  g_autofree char *names = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "In %u entry a protected name was withheld.", "In %u entries protected names were withheld.",
                   told->n_names),
      told->n_names);
  g_autofree char *parts = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "In %u entry a single word of a protected name was withheld. It may be somebody else's name.",
                   "In %u entries single words of protected names were withheld. They may be somebody else's names.", n_parts),
      n_parts);

  if (told->n_names == 0 && n_parts == 0)
    return NULL;
  return g_strconcat (told->n_names > 0 ? names : "", told->n_names > 0 && n_parts > 0 ? "\n" : "", n_parts > 0 ? parts : "", NULL);
}

/* @of (nullable): what entry it is, when @text does not say it. @printed: whether the text stands on the sheet. */
static void
withhold (Names *names, const char *of, char **text, gboolean printed)
{
  g_autofree char *before = jal_text_one_line (*text != NULL ? *text : "", 0), *whole = NULL;

  if (jal_guard_withhold_phrases (&names->guard, text, names->with) && printed)
    names->told->n_names++;
  whole = g_strdup (*text);
  if (!jal_guard_withhold (&names->guard, text, names->with))
    return;
  if (names->told->parts_stay)
    {
      g_free (*text);
      *text = g_steal_pointer (&whole);
    }
  if (!printed)
    return;
  if (names->told->n_parts++ < TOLD_MAX)
    g_string_append_printf (names->parts, "%s%s%s%s", names->parts->len > 0 ? "\n" : "", of != NULL ? of : "", of != NULL ? ": " : "",
                            before);
  else if (names->told->n_parts == TOLD_MAX + 1)
    g_string_append (names->parts, "\n…");
}

static gboolean
load_names (Names *names, JalStore *store, JalId case_id, JalLang lang, JalCustodyTold *told, GCancellable *cancellable, GError **error)
{
  g_autoptr (GListStore) list = jal_protected_names_list (store, case_id, cancellable, error);

  if (list == NULL)
    return FALSE;
  g_free (told->parts);
  *told = (JalCustodyTold){ .parts_stay = told->parts_stay };
  *names = (Names){ .with = jal_words_get (lang, "name_withheld"), .told = told, .parts = g_string_new (NULL) };
  jal_guard_init (&names->guard, G_LIST_MODEL (list));
  return TRUE;
}

static void
end_names (Names *names)
{
  if (names->parts->len > 0)
    names->told->parts = g_strdup (names->parts->str);
  g_string_free (names->parts, TRUE);
  jal_guard_clear (&names->guard);
}

/* Returns (transfer full): the custody of the document, whose title is changed as well. */
static GListStore *
read_custody (Names *names, JalStore *store, JalDocument *document, GError **error)
{
  GListStore *events = list_events (store, document->id, error);
  g_autofree char *of = g_strdup (document->exhibit != NULL && *document->exhibit != '\0' ? document->exhibit : document->title);

  withhold (names, NULL, &document->title, TRUE);
  withhold (names, NULL, &document->exhibit, TRUE);
  for (guint i = 0; events != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (events)); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (events), i);
      gboolean printed = jal_custody_words_is_for_court (event);

      withhold (names, of, &event->party, printed);
      withhold (names, of, &event->detail, printed);
    }
  return events;
}

static gboolean
add_document (JalPaper *paper, JalLang lang, Names *names, JalStore *store, JalDocument *document, GError **error)
{
  g_autoptr (GListStore) events = read_custody (names, store, document, error);
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
fill_sheet (JalPaper *paper, JalLang lang, Names *names, JalStore *store, JalId case_id, JalDocument *only,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (JalCase) court_case = jal_cases_get (store, case_id, error);
  g_autoptr (GListStore) documents = NULL;
  g_autofree char *footer = NULL;

  if (court_case == NULL || (footer = witness (store, lang, cancellable, error)) == NULL)
    return FALSE;
  withhold (names, NULL, &court_case->number, TRUE);
  jal_paper_add_heading (paper, 1, jal_words_get (lang, "custody_sheet"));
  if (court_case->number != NULL)
    jal_paper_add_text (paper, court_case->number, JAL_PAPER_BOLD);
  jal_paper_set_footer (paper, footer);
  if (only != NULL)
    return add_document (paper, lang, names, store, only, error);
  documents = jal_evidence_list (store, case_id, cancellable, error);
  for (guint i = 0; documents != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if (!add_document (paper, lang, names, store, document, error))
        return FALSE;
    }
  return documents != NULL;
}

/* --- The same for a program ---------------------------------------------------------------------------------------- */

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
put_number (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64)value);
}

static char *
iso_instant (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

static void
put_event (JsonBuilder *builder, JalLang lang, JalCustodyEvent *event)
{
  g_autofree char *at = iso_instant (event->at);
  g_autofree char *day = jal_date_dup_iso (jal_custody_event_date (event));
  g_autofree char *detail = jal_custody_words_detail (lang, event);

  if (!jal_custody_words_is_for_court (event))
    return;
  json_builder_begin_object (builder);
  put (builder, "date", day);
  put (builder, "recorded", at);
  put (builder, "event", event->verb);
  put (builder, "words", jal_custody_words_verb (lang, event));
  put (builder, "party", event->party);
  put (builder, "remarks", detail);
  put (builder, "recorded_by", event->actor);
  json_builder_end_object (builder);
}

static gboolean
put_document (JsonBuilder *builder, JalStore *store, JalLang lang, Names *names, JalDocument *document, GError **error)
{
  g_autoptr (GListStore) events = read_custody (names, store, document, error);

  if (events == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  put (builder, "exhibit", document->exhibit);
  put (builder, "title", document->title);
  put_number (builder, "pages", document->n_pages);
  put (builder, "sha256", document->sha256);
  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (events)); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (events), i);

      put_event (builder, lang, event);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
fill_json (JsonBuilder *builder, JalLang lang, Names *names, JalStore *store, JalId case_id, JalDocument *only,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (JalCase) court_case = jal_cases_get (store, case_id, error);
  g_autoptr (GListStore) documents = NULL;
  JalStoreInfo info;

  if (court_case == NULL || !jal_store_get_info (store, &info, cancellable, error))
    return FALSE;
  withhold (names, NULL, &court_case->number, TRUE);
  json_builder_begin_object (builder);
  put (builder, "paper", "custody sheet");
  put (builder, "case", court_case->number);
  put_number (builder, "audit_records", info.audit_length);
  put (builder, "audit_head", info.audit_head);
  json_builder_set_member_name (builder, "documents");
  json_builder_begin_array (builder);
  documents = only == NULL ? jal_evidence_list (store, case_id, cancellable, error) : g_list_store_new (JAL_TYPE_DOCUMENT);
  if (documents == NULL)
    return FALSE;
  if (only != NULL)
    g_list_store_append (documents, only);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if (!put_document (builder, store, lang, names, document, error))
        return FALSE;
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

typedef struct
{
  const char *kind; /* for "paper.export"; NULL: an "audit.export" */
  const char *sha256;
} Noted;

static gboolean
note_json (JalTx *tx, gpointer data, GError **error)
{
  Noted *noted = data;
  g_autofree char *payload = noted->kind != NULL
                                 ? g_strdup_printf ("{\"paper\":\"%s\",\"sha256\":\"%s\"}", noted->kind, noted->sha256)
                                 : g_strdup_printf ("{\"sha256\":\"%s\"}", noted->sha256);

  jal_tx_set_payload (tx, payload);
  return TRUE;
}

static gboolean
save_json (JalStore *store, JsonBuilder *builder, JalPaperRecord *record, const char *path, gboolean replace,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  g_autoptr (JalReleaseFile) file = jal_release_file_new (path, replace, error);
  gboolean audit = g_str_equal (record->kind, "audit");
  char sha256[65];
  Noted noted = { audit ? NULL : record->kind, sha256 };
  JalAct act = { .verb = audit ? "audit.export" : "paper.export", .case_id = record->case_id, .subject_id = record->subject_id };

  if (file == NULL || !jal_store_allows_copies (store, error) || !jal_release_file_write (file, (const guint8 *)text, strlen (text), error))
    return FALSE;
  jal_release_file_get_sha256 (file, sha256);
  return jal_store_act (store, &act, note_json, &noted, cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&file), NULL, error);
}

gboolean
jal_custody_sheet_save (JalStore *store, JalId case_id, JalId document_id, const char *language, gboolean json,
                        const char *path, gboolean replace, JalCustodyTold *told, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  g_auto (JalCustodyTold) own = { 0 };
  Names names;
  gboolean done;
  JalPaperRecord record = { "custody sheet", case_id, jal_id_is_none (document_id) ? case_id : document_id };
  JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (!jal_id_is_none (document_id))
    {
      document = jal_evidence_get (store, document_id, error);
      if (document == NULL)
        return FALSE;
      record.case_id = document->case_id;
      jal_lang_parse (document->language, &lang);
    }
  if (language != NULL)
    jal_lang_parse (language, &lang);
  if (!load_names (&names, store, record.case_id, lang, told != NULL ? told : &own, cancellable, error))
    return FALSE;
  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      done = fill_json (builder, lang, &names, store, record.case_id, document, cancellable, error)
             && save_json (store, builder, &record, path, replace, cancellable, error);
    }
  else
    {
      g_autoptr (JalPaper) paper = jal_paper_new (jal_words_get (lang, "custody_sheet"), lang);

      done = fill_sheet (paper, lang, &names, store, record.case_id, document, cancellable, error)
             && jal_release_paper_save (store, paper, &record, path, replace, cancellable, error);
    }
  end_names (&names);
  return done;
}

/* --- The audit --------------------------------------------------------------------------------------------------- */

static void
put_id (JsonBuilder *builder, const char *name, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  put (builder, name, jal_id_is_none (id) ? NULL : jal_id_to_hex (id, hex));
}

static gboolean
add_record (const JalAuditRecord *record, gpointer data)
{
  JsonBuilder *builder = data;
  g_autofree char *at = iso_instant (record->at);

  json_builder_begin_object (builder);
  put_number (builder, "sequence", record->sequence);
  put (builder, "at", at);
  put (builder, "actor", record->actor);
  put (builder, "verb", record->verb);
  put (builder, "words", jal_audit_words_verb (record->verb));
  put_id (builder, "case_id", record->case_id);
  put_id (builder, "subject_id", record->subject_id);
  put (builder, "payload", record->payload);
  put (builder, "hash", record->hash);
  json_builder_set_member_name (builder, "erased");
  json_builder_add_boolean_value (builder, record->erased);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
fill_audit_json (JsonBuilder *builder, JalStore *store, JalId case_id, const JalAuditReport *report, GCancellable *cancellable,
                 GError **error)
{
  json_builder_begin_object (builder);
  put (builder, "head", report->head);
  put (builder, "public_key", report->public_key);
  put_number (builder, "signed_points", report->n_points);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  if (!jal_audit_foreach (store, case_id, 0, add_record, builder, cancellable, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
fill_audit (JalPaper *paper, JalLang lang, JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  const JalPaperColumnSpec columns[] = { { "#", 1, TRUE },
                                         { jal_words_get (lang, "custody_when"), 4, FALSE },
                                         { jal_words_get (lang, "custody_by"), 3, FALSE },
                                         { jal_words_get (lang, "custody_what"), 5, FALSE },
                                         { jal_words_get (lang, "audit_about"), 4, FALSE },
                                         { jal_words_get (lang, "custody_reason"), 5, FALSE } };
  const JalAuditFilter filter = { -1, NULL, case_id };
  g_autoptr (GListStore) entries = jal_audit_list (store, &filter, 0, NULL, cancellable, error);
  g_autofree char *footer = entries != NULL ? witness (store, lang, cancellable, error) : NULL;

  if (footer == NULL)
    return FALSE;
  jal_paper_set_landscape (paper, TRUE);
  jal_paper_set_footer (paper, footer);
  jal_paper_add_heading (paper, 1, jal_words_get (lang, "audit_sheet"));
  jal_paper_add_text (paper, jal_words_get (lang, "audit_internal"), JAL_PAPER_BOLD);
  jal_paper_add_table (paper, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (entries)); i++)
    {
      g_autoptr (JalAuditEntry) entry = g_list_model_get_item (G_LIST_MODEL (entries), i);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->sequence);
      g_autofree char *day = jal_words_date (lang, jal_date_from_instant (entry->at));
      g_autofree char *clock = clock_of (entry->at);
      g_autofree char *at = g_strdup_printf ("%s, %s", day, clock);
      const char *cells[] = { number, at, entry->actor, entry->what, entry->about, entry->detail };

      jal_paper_add_row (paper, cells);
    }
  return TRUE;
}

gboolean
jal_audit_sheet_save (JalStore *store, JalId case_id, gboolean json, const char *path, gboolean replace,
                      GCancellable *cancellable, GError **error)
{
  /* What it prints are words of the screen's language; so is the rest. */
  const JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));
  JalPaperRecord record = { "audit", case_id, JAL_ID_NONE };
  JalAuditReport report = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  /* A record that does not hold is not given out as if it did. */
  if (!jal_audit_verify (store, &report, cancellable, error))
    return FALSE;
  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      return fill_audit_json (builder, store, case_id, &report, cancellable, error)
             && save_json (store, builder, &record, path, replace, cancellable, error);
    }
  else
    {
      g_autoptr (JalPaper) paper = jal_paper_new (jal_words_get (lang, "audit_sheet"), lang);

      return fill_audit (paper, lang, store, case_id, cancellable, error)
             && jal_release_paper_save (store, paper, &record, path, replace, cancellable, error);
    }
}
