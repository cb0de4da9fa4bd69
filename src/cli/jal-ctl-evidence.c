/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence: taking in, the register, saving. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/jal-ctl.h"
#include "bundle/jal-custody-sheet.h"
#include "bundle/jal-custody-words.h"
#include "evidence/jal-custody.h"
#include "evidence/jal-evidence.h"

static const JalCtlColumn list_columns[] = {
  { "id", N_ ("Id") },     { "exhibit", N_ ("Exhibit") }, { "title", N_ ("Title") }, { "kind", N_ ("Kind") },
  { "date", N_ ("Date") }, { "pages", N_ ("Pages") },     { "marks", N_ ("Marks") }, { NULL },
};

static const JalCtlColumn show_columns[] = {
  { "id", N_ ("Id") },
  { "title", N_ ("Title") },
  { "kind", N_ ("Kind") },
  { "date", N_ ("Date") },
  { "exhibit", N_ ("Exhibit") },
  { "exhibit_clash", N_ ("Number clashes") },
  { "language", N_ ("Language") },
  { "sensitivity", N_ ("Sensitivity") },
  { "pages", N_ ("Pages") },
  { "marks", N_ ("Marks") },
  { "media", N_ ("Media") },
  { "size", N_ ("Bytes") },
  { "sha256", "SHA-256" },
  { "file_name", N_ ("File") },
  { "imported", N_ ("Taken in") },
  { "note", N_ ("Note") },
  { NULL },
};

static const JalCtlColumn import_columns[] = {
  { "outcome", N_ ("Outcome") }, { "id", N_ ("Id") },         { "pages", N_ ("Pages") },
  { "name", N_ ("File") },       { "reason", N_ ("Reason") }, { NULL },
};

static const JalCtlColumn custody_columns[] = {
  { "id", N_ ("Id") },          { "day", N_ ("When") },      { "words", N_ ("What") }, { "party", N_ ("With whom") },
  { "remarks", N_ ("What for") }, { "actor", N_ ("Who") }, { NULL },
};

static void
put_document (JsonBuilder *builder, JalDocument *document)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", document->id);
  jal_ctl_put_id (builder, "case_id", document->case_id);
  jal_ctl_put_string (builder, "title", document->title);
  jal_ctl_put_string (builder, "kind", document->kind);
  jal_ctl_put_date (builder, "date", document->date);
  jal_ctl_put_string (builder, "exhibit", document->exhibit);
  jal_ctl_put_flag (builder, "exhibit_clash", document->exhibit_clash);
  jal_ctl_put_string (builder, "language", document->language);
  jal_ctl_put_string (builder, "sensitivity", document->sensitivity);
  jal_ctl_put_string (builder, "note", document->note);
  jal_ctl_put_number (builder, "pages", document->n_pages);
  jal_ctl_put_flag (builder, "locked", document->n_pages == 0 && g_str_equal (document->media, "pdf"));
  jal_ctl_put_number (builder, "marks", document->n_marks);
  jal_ctl_put_string (builder, "media", document->media);
  jal_ctl_put_number (builder, "size", (gint64)document->size);
  jal_ctl_put_string (builder, "sha256", document->sha256);
  jal_ctl_put_string (builder, "file_name", document->source_name);
  jal_ctl_put_instant (builder, "imported", document->imported_at);
  json_builder_end_object (builder);
}

static gboolean
print_document (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (JalDocument) document = jal_evidence_get (ctl->store, id, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (document == NULL)
    return FALSE;
  put_document (builder, document);
  jal_ctl_print (ctl, builder, show_columns);
  return TRUE;
}

/* Puts on record that somebody looked at this. */
static gboolean
note_view (JalCtl *ctl, JalId id, JalEvidenceView view, GError **error)
{
  g_autoptr (JalDocument) document = jal_evidence_get (ctl->store, id, error);

  if (document != NULL)
    jal_evidence_note_view (ctl->store, document, view);
  return document != NULL;
}

#define PASSWORD_FILE "pdf-password-file"

/* --- Taking in ----------------------------------------------------------------------------------------------- */

static void
show_progress (const JalImportProgress *progress, gpointer data)
{
  guint *last = data;

  if (progress->file + 1 == *last)
    return;
  *last = progress->file + 1;
  fprintf (stderr, "\r\033[K%u/%u", progress->file + 1, progress->n_files);
  fflush (stderr);
}

static void
put_result (JsonBuilder *builder, JalImportResult *result)
{
  static const char *const outcomes[] = { "taken", "duplicate", "refused", "cancelled" };

  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", result->document_id);
  jal_ctl_put_string (builder, "name", result->name);
  jal_ctl_put_string (builder, "outcome", outcomes[result->outcome]);
  jal_ctl_put_number (builder, "pages", result->n_pages);
  jal_ctl_put_string (builder, "reason", result->reason);
  jal_ctl_put_flag (builder, "locked", result->locked);
  json_builder_end_object (builder);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean shows_progress = isatty (STDERR_FILENO) && !ctl->json;
  guint n[4] = { 0 }, last = 0;
  char *password = NULL;
  JalId case_id;

  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error))
    return FALSE;
  for (guint i = 1; i < ctl->arguments->len; i++)
    g_ptr_array_add (paths, (char *)jal_ctl_get_argument (ctl, i));
  g_ptr_array_add (paths, NULL);
  if (jal_ctl_get_option (ctl, PASSWORD_FILE) != NULL
      && (password = jal_ctl_get_secret (ctl, PASSWORD_FILE, _ ("Password of the PDF: "), FALSE, error)) == NULL)
    return FALSE;
  results = jal_evidence_import_with_password (ctl->store, case_id, (const char *const *)paths->pdata, password,
                                 shows_progress ? show_progress : NULL, &last, ctl->cancellable, error);
  jal_ctl_free_passphrase (password);
  if (shows_progress)
    fputs ("\r\033[K", stderr);
  if (results == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (results)); i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (G_LIST_MODEL (results), i);

      put_result (builder, result);
      n[result->outcome]++;
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, import_columns);
  jal_ctl_say (ctl, _ ("%u taken in, %u already there, %u not taken in."), n[JAL_IMPORT_TAKEN], n[JAL_IMPORT_DUPLICATE],
               n[JAL_IMPORT_REFUSED] + n[JAL_IMPORT_CANCELLED]);
  if (n[JAL_IMPORT_TAKEN] > 0)
    jal_ctl_say (ctl,
                 _ ("The files outside the vault are as readable as before: put them where nobody else gets at them."));
  if (n[JAL_IMPORT_CANCELLED] > 0)
    {
      g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED,
                           _ ("Cancelled. What had been taken in before is kept."));
      return FALSE;
    }
  if (n[JAL_IMPORT_TAKEN] + n[JAL_IMPORT_DUPLICATE] == 0)
    {
      g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_REFUSED, _ ("Nothing was taken in."));
      return FALSE;
    }
  return TRUE;
}

/* --- The register -------------------------------------------------------------------------------------------- */

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  g_autoptr (GListStore) documents = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId case_id;

  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error))
    return FALSE;
  documents = jal_evidence_list (ctl->store, case_id, ctl->cancellable, error);
  if (documents == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      put_document (builder, document);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, list_columns);
  return TRUE;
}

static gboolean
run_show (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "document", 0, &id, error) && print_document (ctl, id, error)
         && note_view (ctl, id, JAL_EVIDENCE_ENTRY, error);
}

static gboolean
run_read_again (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "documents", N_ ("Documents") }, { NULL, NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n;

  if (!jal_evidence_read_again (ctl->store, NULL, NULL, &n, ctl->cancellable, error))
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "documents", n);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
run_text (JalCtl *ctl, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || (text = jal_evidence_dup_text (ctl->store, id, error)) == NULL
      || !note_view (ctl, id, JAL_EVIDENCE_TEXT, error))
    return FALSE;
  pages = g_strsplit (text, "\f", -1);
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", id);
      json_builder_set_member_name (builder, "pages");
      json_builder_begin_array (builder);
      for (guint i = 0; pages[i] != NULL; i++)
        json_builder_add_string_value (builder, pages[i]);
      /* A single page without text is still a page. */
      if (pages[0] == NULL)
        json_builder_add_string_value (builder, "");
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      jal_ctl_print (ctl, builder, show_columns);
    }
  else
    {
      /* What ends a page is ours: the text itself may hold nothing that a terminal would obey. */
      for (guint i = 0; pages[i] != NULL; i++)
        {
          if (i > 0)
            fputc ('\f', stdout);
          jal_ctl_put_text (stdout, pages[i]);
        }
      fputc ('\n', stdout);
    }
  return TRUE;
}

/* The sheet for the court, in the form that was asked for. */
static gboolean
save_sheet (JalCtl *ctl, JalId case_id, JalId document_id, GError **error)
{
  const char *pdf = jal_ctl_get_option (ctl, "pdf"), *json = jal_ctl_get_option (ctl, "json-file");
  const char *language = jal_ctl_get_option (ctl, "language");
  gboolean replace = jal_ctl_get_option (ctl, "replace") != NULL;
  g_auto (JalCustodyTold) told = { .parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL };
  g_autofree char *words = NULL;
  JalLang lang;

  if (pdf == NULL && json == NULL)
    return jal_ctl_usage (error, _ ("Say where to save it: --pdf FILE or --json-file FILE."));
  if (language != NULL && !jal_lang_parse (language, &lang))
    return jal_ctl_usage (error, _ ("--language is en or sw."));
  if (pdf != NULL
      && !jal_custody_sheet_save (ctl->store, case_id, document_id, language, FALSE, pdf, replace, &told, ctl->cancellable, error))
    return FALSE;
  /* Both say the same. */
  if (json != NULL
      && !jal_custody_sheet_save (ctl->store, case_id, document_id, language, TRUE, json, replace, &told, ctl->cancellable, error))
    return FALSE;
  words = jal_custody_told_describe (&told);
  if (words != NULL)
    jal_ctl_warn ("%s", words);
  if (told.parts != NULL && !told.parts_stay)
    jal_ctl_warn (_ ("%s\n--parts-stay prints these words."), told.parts);
  return TRUE;
}

static gboolean
run_custody (JalCtl *ctl, GError **error)
{
  const JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));
  g_autoptr (GListStore) events = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "pdf") != NULL || jal_ctl_get_option (ctl, "json-file") != NULL)
    return save_sheet (ctl, JAL_ID_NONE, id, error);
  if ((events = jal_evidence_custody (ctl->store, id, error)) == NULL || !note_view (ctl, id, JAL_EVIDENCE_ENTRY, error))
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (events)); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (events), i);
      g_autofree char *remarks = jal_custody_words_detail (lang, event);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", event->id);
      jal_ctl_put_instant (builder, "at", event->at);
      jal_ctl_put_string (builder, "verb", event->verb);
      jal_ctl_put_string (builder, "actor", event->actor);
      jal_ctl_put_string (builder, "detail", event->detail);
      jal_ctl_put_string (builder, "party", event->party);
      jal_ctl_put_date (builder, "happened", event->happened);
      jal_ctl_put_date (builder, "day", jal_custody_event_date (event));
      jal_ctl_put_string (builder, "words", jal_custody_words_verb (lang, event));
      jal_ctl_put_string (builder, "remarks", remarks);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, custody_columns);
  return TRUE;
}

static gboolean
read_handover (JalCtl *ctl, JalHandover *handover, GError **error)
{
  const char *const names[] = { "to", "from", "disclosed-to" };

  handover->party = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *party = jal_ctl_get_option (ctl, names[i]);

      if (party != NULL && handover->party != NULL)
        return jal_ctl_usage (error, _ ("Say only one of --to, --from and --disclosed-to."));
      if (party == NULL)
        continue;
      handover->party = party;
      handover->kind = (JalHandoverKind)i;
    }
  if (jal_ctl_get_option (ctl, "why") != NULL)
    handover->reason = jal_ctl_get_option (ctl, "why");
  return jal_ctl_get_option (ctl, "date") == NULL || jal_ctl_get_date (ctl, "date", &handover->date, error);
}

static gboolean
run_handover (JalCtl *ctl, GError **error)
{
  JalHandover handover = { .date = JAL_DATE_NONE };
  JalId id;

  if (!read_handover (ctl, &handover, error))
    return FALSE;
  if (handover.party == NULL)
    return jal_ctl_usage (error, _ ("Say to whom it was handed (--to NAME), from whom it came (--from NAME), or who got a copy "
                                    "(--disclosed-to NAME)."));
  return jal_ctl_get_id (ctl, "document", 0, &id, error) && jal_custody_hand_over (ctl->store, id, &handover, error);
}

static gboolean
run_handover_change (JalCtl *ctl, GError **error)
{
  g_autoptr (JalCustodyEvent) event = NULL;
  JalHandover handover = { .date = JAL_DATE_NONE };
  JalId id;

  if (!jal_ctl_get_id (ctl, "event", 0, &id, error) || (event = jal_custody_get_event (ctl->store, id, error)) == NULL)
    return FALSE;
  jal_custody_event_is_typed (event, &handover.kind);
  handover.reason = event->detail;
  handover.date = event->happened;
  if (!read_handover (ctl, &handover, error))
    return FALSE;
  if (handover.party == NULL)
    handover.party = event->party != NULL ? event->party : "-";
  return jal_custody_change (ctl->store, id, &handover, error);
}

static gboolean
run_handover_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "event", 0, &id, error) && jal_custody_remove (ctl->store, id, error);
}

static gboolean
run_check (JalCtl *ctl, GError **error)
{
  gboolean matches = FALSE;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  static const JalCtlColumn columns[] = { { "matches", N_ ("Matches") }, { NULL } };
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || !jal_custody_check (ctl->store, id, TRUE, &matches, NULL, NULL, ctl->cancellable, error))
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_flag (builder, "matches", matches);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  if (matches)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                       _ ("The bytes of this document are no longer those that were taken in."));
  return FALSE;
}

static gboolean
run_case_custody (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "case", 0, &id, error) && save_sheet (ctl, id, JAL_ID_NONE, error);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  const char *date = jal_ctl_get_option (ctl, "date");
  JalDocumentDraft draft = {
    .title = jal_ctl_get_option (ctl, "title"),
    .kind = jal_ctl_get_option (ctl, "kind"),
    .exhibit = jal_ctl_get_option (ctl, "exhibit"),
    .language = jal_ctl_get_option (ctl, "language"),
    .sensitivity = jal_ctl_get_option (ctl, "sensitivity"),
    .note = jal_ctl_get_option (ctl, "note"),
    .date = JAL_DATE_NONE,
    .set_date = date != NULL,
  };
  JalId id;

  /* An empty date takes the date away. */
  if (date != NULL && *date != '\0' && !jal_ctl_get_date (ctl, "date", &draft.date, error))
    return FALSE;
  return jal_ctl_get_id (ctl, "document", 0, &id, error) && jal_evidence_update (ctl->store, id, &draft, error)
         && print_document (ctl, id, error);
}

static gboolean
run_rotate (JalCtl *ctl, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  guint degrees, page, count;
  JalId id;

  if (!jal_ctl_get_number (ctl, "degrees", 90, 270, 90, &degrees, error)
      || !jal_ctl_get_number (ctl, "page", 1, 100000, 0, &page, error)
      || !jal_ctl_get_number (ctl, "count", 1, 100000, 1, &count, error)
      || !jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  document = jal_evidence_get (ctl->store, id, error);
  if (document == NULL)
    return FALSE;
  /* Without a page: the whole document. */
  if (page == 0)
    count = document->n_pages;
  return jal_evidence_rotate (ctl->store, id, page > 0 ? page - 1 : 0, count, (int)degrees, error)
         && print_document (ctl, id, error);
}

static gboolean
run_move (JalCtl *ctl, GError **error)
{
  JalId id, after = JAL_ID_NONE;

  return jal_ctl_get_id (ctl, "document", 0, &id, error)
         && (ctl->arguments->len < 2 || jal_ctl_get_id (ctl, "document", 1, &after, error))
         && jal_evidence_move (ctl->store, id, after, error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "document", 0, &id, error) && jal_evidence_remove (ctl->store, id, error);
}

static gboolean
run_unlock (JalCtl *ctl, GError **error)
{
  char *password;
  gboolean done;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || (password = jal_ctl_get_secret (ctl, PASSWORD_FILE, _ ("Password of the PDF: "), FALSE, error)) == NULL)
    return FALSE;
  done = jal_evidence_unlock (ctl->store, id, password, ctl->cancellable, error);
  jal_ctl_free_passphrase (password);
  return done;
}

const JalCtlVerb jal_ctl_evidence_verbs[] = {
  { "evidence", "add", "CASE PATH…", 2, G_MAXUINT, PASSWORD_FILE "=FILE", N_ ("Take in files and folders: PDF, JPEG, PNG."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "evidence", "unlock", "DOC", 1, 1, PASSWORD_FILE "=FILE",
    N_ ("Open a document that came locked with a password; the password is kept in the vault."), JAL_CTL_OPEN_VAULT, run_unlock },
  { "evidence", "list", "CASE", 1, 1, NULL, N_ ("List the documents of a case."), JAL_CTL_OPEN_VAULT, run_list },
  { "evidence", "show", "DOC", 1, 1, NULL, N_ ("Show one document."), JAL_CTL_OPEN_VAULT, run_show },
  { "evidence", "read-again", "", 0, 0, NULL,
    N_ ("Read text again that an older version cut (words read from the right), in all cases; the window does it by itself."),
    JAL_CTL_OPEN_VAULT, run_read_again },
  { "evidence", "text", "DOC", 1, 1, NULL, N_ ("Print its text, pages separated by form feeds."), JAL_CTL_OPEN_VAULT,
    run_text },
  { "evidence", "custody", "DOC", 1, 1, "pdf=FILE json-file=FILE language=en|sw replace parts-stay",
    N_ ("Who had it, and when; or the sheet for the court as a PDF or as JSON."),
    JAL_CTL_OPEN_VAULT, run_custody },
  { "evidence", "handover", "DOC", 1, 1, "to=NAME from=NAME disclosed-to=NAME why=TEXT date=DATE",
    N_ ("Put on record that the exhibit was handed to somebody or received from somebody, or that somebody got a copy."),
    JAL_CTL_OPEN_VAULT, run_handover },
  { "evidence", "handover-change", "EVENT", 1, 1, "to=NAME from=NAME disclosed-to=NAME why=TEXT date=DATE",
    N_ ("Correct a handover or a disclosure; what is not given stays."), JAL_CTL_OPEN_VAULT, run_handover_change },
  { "evidence", "handover-remove", "EVENT", 1, 1, NULL, N_ ("Take a handover or a disclosure out of the custody."),
    JAL_CTL_OPEN_VAULT, run_handover_remove },
  { "evidence", "check", "DOC", 1, 1, NULL, N_ ("Hash it again and compare; the check stands in its custody."),
    JAL_CTL_OPEN_VAULT, run_check },
  { "case", "custody", "CASE", 1, 1, "pdf=FILE json-file=FILE language=en|sw replace parts-stay",
    N_ ("The custody of every document of a case for the court, as a PDF or as JSON."),
    JAL_CTL_OPEN_VAULT, run_case_custody },
  { "evidence", "update", "DOC", 1, 1, "title=T kind=ID date=DATE exhibit=NO language=en|sw sensitivity=S note=TEXT",
    N_ ("Change what is given; an empty exhibit or date takes it away."), JAL_CTL_OPEN_VAULT, run_update },
  { "evidence", "rotate", "DOC", 1, 1, "degrees=90|180|270 page=N count=N",
    N_ ("Turn pages clockwise; without --page all of them."), JAL_CTL_OPEN_VAULT, run_rotate },
  { "evidence", "move", "DOC [AFTER]", 1, 2, NULL, N_ ("Move it behind another one, or to the front."),
    JAL_CTL_OPEN_VAULT, run_move },
  { "evidence", "remove", "DOC", 1, 1, NULL, N_ ("Take it off the register; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
