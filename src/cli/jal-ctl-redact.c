/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redactions and protected names. Pages are counted from 1 here, as people do. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-evidence.h"
#include "law/jal-redaction-law.h"
#include "marks/jal-redactions.h"
#include "pages/jal-hidden-text.h"
#include "release/jal-redacted-copy.h"

static const JalCtlColumn columns[] = {
  { "id", N_ ("Id") },       { "page", N_ ("Page") },   { "quoted", N_ ("Words") },  { "reason", N_ ("Reason") },
  { "state", N_ ("State") }, { "reach", N_ ("Reach") }, { "author", N_ ("Author") }, { NULL },
};

static void
put_redaction (JsonBuilder *builder, JalRedaction *value)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", value->id);
  jal_ctl_put_number (builder, "page", value->document_page + 1);
  jal_ctl_put_string (builder, "quoted", value->quoted);
  jal_ctl_put_string (builder, "reason", value->reason);
  jal_ctl_put_string (builder, "origin", value->origin);
  jal_ctl_put_string (builder, "rule", value->rule);
  jal_ctl_put_string (builder, "state", value->state);
  jal_ctl_put_string (builder, "reach", value->reach);
  jal_ctl_put_string (builder, "author", value->author);
  jal_ctl_put_instant (builder, "modified", value->modified_at);
  json_builder_end_object (builder);
}

/* The redactions of @document_id; with @only (nullable: element type JalId) just those. */
static gboolean
put_redactions (JalCtl *ctl, JsonBuilder *builder, JalId document_id, GArray *only, GError **error)
{
  g_autoptr (GListStore) all = jal_redactions_list (ctl->store, document_id, ctl->cancellable, error);

  if (all == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalRedaction) value = g_list_model_get_item (G_LIST_MODEL (all), i);
      gboolean wanted = only == NULL;

      for (guint k = 0; only != NULL && k < only->len; k++)
        wanted = wanted || jal_id_equal (g_array_index (only, JalId, k), value->id);
      if (wanted)
        put_redaction (builder, value);
    }
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
print_redactions (JalCtl *ctl, JalId document_id, GArray *only, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!put_redactions (ctl, builder, document_id, only, error))
    return FALSE;
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

/* --- Finding ------------------------------------------------------------------------------------------------- */

static void
warn_of_blind (const GArray *blind)
{
  for (guint i = 0; i < blind->len; i++)
    {
      const JalBlindPages *pages = &g_array_index (blind, JalBlindPages, i);

      jal_ctl_warn (_ ("%s: pages without words that could be searched: %s. Look through them yourself."),
                    pages->document, pages->pages);
    }
}

/* What --find, --names and --pattern ask for, in one document or the case. */
static GListStore *
search (JalCtl *ctl, JalId case_id, JalId document_id, GError **error)
{
  g_autoptr (GListStore) names = NULL;
  gboolean more = FALSE;
  const char *patterns[] = { jal_ctl_get_option (ctl, "pattern"), NULL };
  JalRedactionQuery query = { .words = jal_ctl_get_option (ctl, "find"),
                              .patterns = patterns,
                              .names = jal_ctl_get_option (ctl, "names") != NULL,
                              .document_id = document_id,
                              .more = &more };
  g_autoptr (GArray) blind = NULL;
  GListStore *hits;

  if (query.names && (names = jal_protected_names_list (ctl->store, case_id, ctl->cancellable, error)) == NULL)
    return NULL;
  /* A list of nothing finds nothing, which is no answer to the question whether a name stands there. */
  if (query.names && query.words == NULL && patterns[0] == NULL && g_list_model_get_n_items (G_LIST_MODEL (names)) == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("This case protects no name yet. Add one with “case names CASE add NAME”."));
      return NULL;
    }
  hits = jal_redactions_search (ctl->store, case_id, &query, &blind, ctl->cancellable, error);
  if (hits != NULL)
    warn_of_blind (blind);
  if (more)
    jal_ctl_warn (_ ("More places were found than can be listed at once: these are the first %u. Redact them, or search one document after "
                     "the other, then search again."),
                  JAL_REDACTION_HITS_MAX);
  return hits;
}

static gboolean
get_document (JalCtl *ctl, JalId *document_id, JalId *case_id, GError **error)
{
  g_autoptr (JalDocument) document = NULL;

  if (!jal_ctl_get_id (ctl, "document", 0, document_id, error))
    return FALSE;
  document = jal_evidence_get (ctl->store, *document_id, error);
  if (document != NULL)
    *case_id = document->case_id;
  return document != NULL;
}

static gboolean
run_find (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn hit_columns[] = {
    { "document_title", N_ ("Document") }, { "page", N_ ("Page") },     { "words", N_ ("Words") },
    { "likeness", N_ ("Likeness") },       { "where", N_ ("Where") },   { "marked", N_ ("Marked") },
    { "let_stand", N_ ("May stay") },      { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) hits = NULL;
  JalId case_id;

  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || (hits = search (ctl, case_id, JAL_ID_NONE, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (hits), i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "document", hit->document_id);
      jal_ctl_put_string (builder, "document_title", hit->document);
      jal_ctl_put_number (builder, "page", hit->page + 1);
      jal_ctl_put_string (builder, "words", hit->words);
      jal_ctl_put_string (builder, "rule", hit->rule);
      jal_ctl_put_string (builder, "origin", hit->origin);
      jal_ctl_put_string (builder, "likeness", jal_near_id (hit->near));
      jal_ctl_put_flag (builder, "over_page_end", hit->half);
      jal_ctl_put_flag (builder, "in_note_or_field", hit->beside);
      jal_ctl_put_string (builder, "where", jal_hit_where_id (hit->where));
      jal_ctl_put_flag (builder, "wanted", hit->wanted);
      /* Redacted already. */
      jal_ctl_put_flag (builder, "marked", hit->marked && !hit->let_stand);
      jal_ctl_put_flag (builder, "let_stand", hit->let_stand);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, hit_columns);
  return TRUE;
}

/* --- Making -------------------------------------------------------------------------------------------------- */

static gboolean
add_area (JalCtl *ctl, JalId document_id, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double numbers[4] = { 0 };
  guint64 page = 0;
  gboolean good = g_strv_length (parts) == 5 && g_ascii_string_to_unsigned (parts[0], 10, 1, 1000000, &page, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalId id;

  for (guint i = 0; good && i < 4; i++)
    {
      char *end;

      numbers[i] = g_ascii_strtod (parts[i + 1], &end);
      good = *parts[i + 1] != '\0' && *end == '\0' && numbers[i] >= 0 && numbers[i] < 1e6;
    }
  if (!good || numbers[2] <= 0 || numbers[3] <= 0)
    return jal_ctl_usage (error, _ ("--area is PAGE,X,Y,WIDTH,HEIGHT in points from the upper left corner of the page."));
  if (!jal_redactions_add_area (ctl->store, document_id, (guint)page - 1,
                                (JalBox){ numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3] },
                                jal_ctl_get_option (ctl, "reason"), &id, ctl->cancellable, error))
    return FALSE;
  g_array_append_val (ids, id);
  return print_redactions (ctl, document_id, ids, error);
}

static gboolean
add_found (JalCtl *ctl, JalId document_id, JalId case_id, GError **error)
{
  g_autoptr (GListStore) hits = search (ctl, case_id, document_id, error);
  g_autoptr (GArray) ids = NULL;
  guint n_marked = 0, n_parts = 0, n_let_stand = 0;

  if (hits == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (hits), i);

      /* --near takes whatever is like the words; otherwise what is surely meant. */
      if (jal_ctl_get_option (ctl, "near") != NULL)
        hit->wanted = !hit->marked;
      n_marked += hit->marked ? 1 : 0;
      n_let_stand += hit->let_stand ? 1 : 0;
      n_parts += !hit->marked && !hit->wanted && hit->near == JAL_NEAR_PART ? 1 : 0;
    }
  if (n_parts > 0)
    jal_ctl_warn (g_dngettext (GETTEXT_PACKAGE, "%u part of a name stands there too: “redact find” lists it, --near takes it along.",
                               "%u parts of names stand there too: “redact find” lists them, --near takes them along.", n_parts),
                  n_parts);
  if (n_let_stand > 0)
    jal_ctl_warn (g_dngettext (GETTEXT_PACKAGE, "%u place was rejected in the review and stays readable.",
                               "%u places were rejected in the review and stay readable.", n_let_stand),
                  n_let_stand);
  ids = jal_redactions_add_hits (ctl->store, G_LIST_MODEL (hits), jal_ctl_get_option (ctl, "reason"), ctl->cancellable,
                                 error);
  if (ids == NULL)
    return FALSE;
  if (ids->len == 0 && n_marked == 0 && n_parts == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("These words are not in the document's text. A scanned page has no words that could be "
                              "found: use --area."));
      return FALSE;
    }
  return print_redactions (ctl, document_id, ids, error);
}

/* What others only covered. */
static gboolean
add_hidden (JalCtl *ctl, JalId document_id, GError **error)
{
  g_autoptr (GArray) ids = NULL, documents = g_array_new (FALSE, FALSE, sizeof (JalId));

  g_array_append_val (documents, document_id);
  return jal_redactions_add_hidden (ctl->store, documents, jal_ctl_get_option (ctl, "reason"), &ids, ctl->cancellable, error)
         && print_redactions (ctl, document_id, ids, error);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  const char *area = jal_ctl_get_option (ctl, "area");
  gboolean hidden = jal_ctl_get_option (ctl, "hidden") != NULL;
  guint n = hidden + (area != NULL) + (jal_ctl_get_option (ctl, "find") != NULL) + (jal_ctl_get_option (ctl, "names") != NULL)
            + (jal_ctl_get_option (ctl, "pattern") != NULL);
  JalId document_id, case_id;

  if (n != 1)
    return jal_ctl_usage (error, _ ("Say what is to be redacted: one of --find, --area, --names, --pattern, --hidden."));
  if (!get_document (ctl, &document_id, &case_id, error))
    return FALSE;
  if (hidden)
    return add_hidden (ctl, document_id, error);
  return area != NULL ? add_area (ctl, document_id, area, error) : add_found (ctl, document_id, case_id, error);
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error) || (document = jal_evidence_get (ctl->store, id, error)) == NULL
      || !print_redactions (ctl, id, NULL, error))
    return FALSE;
  jal_evidence_note_view (ctl->store, document, JAL_EVIDENCE_REDACTIONS);
  return TRUE;
}

static GArray *
get_ids (JalCtl *ctl, const char *noun, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));

  for (guint i = 0; i < ctl->arguments->len; i++)
    {
      JalId id;

      if (!jal_ctl_get_id (ctl, noun, i, &id, error))
        return NULL;
      g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  g_autoptr (GArray) ids = get_ids (ctl, "redaction", error);

  return ids != NULL
         && jal_redactions_update (ctl->store, (const JalId *)(gpointer)ids->data, ids->len,
                                   jal_ctl_get_option (ctl, "state"), jal_ctl_get_option (ctl, "reason"),
                                   jal_ctl_get_option (ctl, "reach"), error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  g_autoptr (GArray) ids = get_ids (ctl, "redaction", error);

  return ids != NULL && jal_redactions_remove (ctl->store, (const JalId *)(gpointer)ids->data, ids->len, error);
}

/* --- Out ----------------------------------------------------------------------------------------------------- */

static gboolean
run_apply (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn copy_columns[] = { { "path", N_ ("Saved as") },
                                               { "redactions", N_ ("Redactions") },
                                               { "pages", N_ ("Pages") },
                                               { NULL } };
  const char *path = jal_ctl_get_argument (ctl, 1);
  const JalGuardTold decided = { .parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL,
                                 .unsearched_stay = jal_ctl_get_option (ctl, "unsearched-stay") != NULL,
                                 .incomplete_stay = jal_ctl_get_option (ctl, "incomplete-stay") != NULL };
  g_auto (JalRedactedCopy) copy = { 0 };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n_parts = 0;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  if (!jal_redacted_copy_save (ctl->store, id, path, jal_ctl_get_option (ctl, "replace") != NULL, &decided, NULL, NULL,
                               ctl->cancellable, &copy, error))
    {
      jal_ctl_say_told (&copy.told);
      return FALSE;
    }
  for (guint i = 0; i < copy.parts->len; i++)
    n_parts += g_array_index (copy.parts, JalLeak, i).n;
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_string (builder, "sha256", copy.sha256);
  jal_ctl_put_number (builder, "redactions", copy.n_redactions);
  jal_ctl_put_number (builder, "pages", copy.n_pages);
  jal_ctl_put_number (builder, "redacted_pages", copy.n_redacted_pages);
  jal_ctl_put_number (builder, "parts_of_names", n_parts);
  jal_ctl_put_number (builder, "received_left_out", copy.n_received);
  jal_ctl_put_string (builder, "unsearched", copy.told.unsearched);
  jal_ctl_put_string (builder, "looked_before", copy.told.looked);
  jal_ctl_put_string (builder, "incomplete", copy.told.incomplete);
  json_builder_end_object (builder);
  jal_ctl_say_told (&copy.told);
  jal_ctl_print (ctl, builder, copy_columns);
  return TRUE;
}

/* --- Bad redactions of others -------------------------------------------------------------------------------- */

static gboolean
read_file_cb (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  FILE *file = data;

  if (fseeko (file, (off_t)offset, SEEK_SET) == 0 && fread (to, 1, length, file) == length)
    return TRUE;
  g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED, _ ("The file cannot be read."));
  return FALSE;
}

static void
close_file_cb (gpointer data)
{
  fclose (data);
}

static JalReader *
open_file (JalCtl *ctl, const char *path, GError **error)
{
  guint8 head[JAL_READER_SNIFF_SIZE];
  JalBytes bytes = { 0, read_file_cb, NULL, close_file_cb };
  JalReaderKind kind;
  FILE *file = fopen (path, "rbe");
  gsize n;

  if (file == NULL || fseeko (file, 0, SEEK_END) != 0 || ftello (file) < 0)
    {
      if (file != NULL)
        fclose (file);
      g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED, _ ("The file cannot be read."));
      return NULL;
    }
  bytes.size = (guint64)ftello (file);
  bytes.user_data = file;
  rewind (file);
  n = fread (head, 1, sizeof head, file);
  if (!jal_reader_sniff (head, n, &kind, error))
    {
      fclose (file);
      return NULL;
    }
  return jal_reader_open (&bytes, kind, NULL, ctl->cancellable, error);
}

/* Tells of words that stand beyond the page, or in a layer that is off. */
static guint
put_unshown (JalCtl *ctl, JsonBuilder *builder, JalReader *reader, guint page)
{
  g_autoptr (GPtrArray) lines = jal_reader_get_unshown (reader, page, ctl->cancellable, NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      json_builder_begin_object (builder);
      jal_ctl_put_number (builder, "page", page + 1);
      jal_ctl_put_string (builder, "kind", "outside");
      jal_ctl_put_string (builder, "words", ((const JalLead *)lines->pdata[i])->text);
      json_builder_end_object (builder);
    }
  if (lines == NULL)
    jal_ctl_warn (_ ("Page %u could not be looked at."), page + 1);
  else if (lines->len > 0)
    jal_ctl_warn (_ ("Page %u: words can be read outside the page, or in a hidden layer."), page + 1);
  return lines != NULL ? lines->len : 0;
}

static gboolean
run_inspect (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn hidden_columns[]
      = { { "page", N_ ("Page") }, { "kind", N_ ("What is wrong") }, { "words", N_ ("Words") }, { NULL } };
  g_autoptr (JalReader) reader = open_file (ctl, jal_ctl_get_argument (ctl, 0), error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n_found = 0;

  if (reader == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint page = 0; page < jal_reader_get_n_pages (reader); page++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GArray) found = jal_reader_find_hidden (reader, page, ctl->cancellable, &local);

      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (found == NULL)
        jal_ctl_warn (_ ("Page %u could not be looked at."), page + 1);
      else
        n_found += put_unshown (ctl, builder, reader, page);
      for (guint i = 0; found != NULL && i < found->len; i++, n_found++)
        {
          const JalHiddenText *hidden = &g_array_index (found, JalHiddenText, i);

          json_builder_begin_object (builder);
          jal_ctl_put_number (builder, "page", page + 1);
          jal_ctl_put_string (builder, "kind", jal_hidden_kind_id (hidden->kind));
          jal_ctl_put_string (builder, "words", hidden->words);
          json_builder_end_object (builder);
          jal_ctl_warn (hidden->kind == JAL_HIDDEN_BOX ? _ ("Page %u: words can be read under a dark or coloured box.")
                                                       : _ ("Page %u: words can be read that cannot be seen."),
                        page + 1);
        }
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, hidden_columns);
  if (n_found == 0)
    jal_ctl_say (ctl, "%s\n", _ ("No words were found that can be read and not seen."));
  return TRUE;
}

/* --- Protected names ----------------------------------------------------------------------------------------- */

static gboolean
print_names (JalCtl *ctl, JalId case_id, GError **error)
{
  static const JalCtlColumn name_columns[]
      = { { "id", N_ ("Id") }, { "kind", N_ ("Kind") }, { "name", N_ ("Name") }, { NULL } };
  g_autoptr (GListStore) names = jal_protected_names_list (ctl->store, case_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (names == NULL)
    return FALSE;
  jal_store_note_view (ctl->store, "name.reveal", case_id, JAL_ID_NONE, NULL);
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (names)); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (G_LIST_MODEL (names), i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", name->id);
      jal_ctl_put_string (builder, "kind", name->kind);
      jal_ctl_put_string (builder, "name", name->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, name_columns);
  return TRUE;
}

static gboolean
refuse_kind (GError **error)
{
  guint n;
  const JalProtectedKind *kinds = jal_protected_kind_list (&n);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", kinds[i].id);
  return jal_ctl_usage (error, _ ("There is no such kind of protected name. The kinds are %s."), ids->str);
}

static gboolean
run_names (JalCtl *ctl, GError **error)
{
  const char *verb = jal_ctl_get_argument (ctl, 1);
  const char *what = jal_ctl_get_argument (ctl, 2);
  const char *kind = jal_ctl_get_option (ctl, "kind");
  gboolean add = g_strcmp0 (verb, "add") == 0, change = g_strcmp0 (verb, "update") == 0,
           remove = g_strcmp0 (verb, "remove") == 0;
  JalId case_id, id;

  if ((verb != NULL && !add && !change && !remove) || ((verb == NULL) != (what == NULL))
      || (kind != NULL && !add && !change) || (jal_ctl_get_option (ctl, "name") != NULL && !change))
    return jal_ctl_usage (error, _ ("After the case comes nothing, “add NAME”, “update ID” or “remove ID”."));
  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error))
    return FALSE;
  if (kind != NULL && jal_protected_kind_find (kind) == NULL)
    return refuse_kind (error);
  if (add && !jal_protected_names_add (ctl->store, case_id, kind != NULL ? kind : "person", what, &id, error))
    return FALSE;
  if ((change || remove) && !jal_ctl_resolve (ctl, "name", what, &id, error))
    return FALSE;
  if (change && !jal_protected_names_update (ctl->store, id, kind, jal_ctl_get_option (ctl, "name"), error))
    return FALSE;
  if (remove && !jal_protected_names_remove (ctl->store, id, error))
    return FALSE;
  return print_names (ctl, case_id, error);
}

#define WHAT "find=WORDS names pattern=phone|id|email|mpesa "

const JalCtlVerb jal_ctl_redact_verbs[] = {
  { "redact", "find", "CASE", 1, 1, WHAT,
    N_ ("List where words, protected names or numbers stand in the whole case, near spellings too."), JAL_CTL_OPEN_VAULT,
    run_find },
  { "redact", "add", "DOC", 1, 1, WHAT "area=PAGE,X,Y,W,H hidden near reason=CODE",
    N_ ("Redact what is found in a document, or an area in points; --near takes near spellings along, --hidden is what others only "
        "covered."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "redact", "list", "DOC", 1, 1, NULL, N_ ("List the redactions of a document."), JAL_CTL_OPEN_VAULT, run_list },
  { "redact", "update", "REDACTION…", 1, 10000,
    "state=pending|accepted|rejected reason=CODE reach=everywhere|here", N_ ("Accept, reject or change redactions."),
    JAL_CTL_OPEN_VAULT, run_update },
  { "redact", "remove", "REDACTION…", 1, 10000, NULL, N_ ("Take redactions away; undo brings them back."),
    JAL_CTL_OPEN_VAULT, run_remove },
  { "redact", "apply", "DOC DEST.pdf", 2, 2, "replace parts-stay unsearched-stay incomplete-stay",
    N_ ("Save a copy without what is redacted; refused when any of it can still be read there. --parts-stay: single words of "
        "protected names may; --unsearched-stay: somebody has looked at pages without words; --incomplete-stay: and at pages that may "
        "be incomplete."), JAL_CTL_OPEN_VAULT,
    run_apply },
  { "redact", "inspect", "FILE.pdf", 1, 1, NULL,
    N_ ("Look for words in a file that can be read although they cannot be seen."), JAL_CTL_NO_VAULT, run_inspect },
  { "case", "names", "CASE [add NAME|update ID|remove ID]", 1, 3, "kind=KIND name=NAME",
    N_ ("List or change the names and places that a case protects."), JAL_CTL_OPEN_VAULT, run_names },
  { NULL },
};
