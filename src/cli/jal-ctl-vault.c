/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault itself, its audit and undo. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "bundle/jal-audit-words.h"
#include "bundle/jal-custody-sheet.h"
#include "cases/jal-cases.h"
#include "cli/jal-ctl.h"
#include "store/jal-audit.h"
#include "store/jal-holder.h"

static const JalCtlColumn info_columns[] = {
  { "path", N_ ("File") },
  { "id", N_ ("Vault") },
  { "format", N_ ("Format") },
  { "size", N_ ("Bytes") },
  { "sealed", N_ ("Closed cleanly") },
  { "slots", N_ ("Ways to unlock") },
  { "schema", N_ ("Tables, version") },
  { "cases", N_ ("Cases") },
  { "originals", N_ ("Stored files") },
  { "audit_records", N_ ("Audit records") },
  { "audit_head", N_ ("Audit head") },
  { NULL },
};

static void
print_info (JalCtl *ctl, const char *path, const JalStoreInfo *info, gboolean opened, guint n_cases)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "id", info->vault_id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_number (builder, "format", info->format);
  jal_ctl_put_number (builder, "size", (gint64)info->file_size);
  jal_ctl_put_number (builder, "slots", info->n_slots);
  if (!opened)
    jal_ctl_put_flag (builder, "sealed", info->sealed);
  if (opened)
    {
      jal_ctl_put_number (builder, "schema", info->schema);
      jal_ctl_put_number (builder, "cases", n_cases);
      jal_ctl_put_number (builder, "originals", (gint64)info->n_blobs);
      jal_ctl_put_number (builder, "original_bytes", (gint64)info->blob_bytes);
      jal_ctl_put_number (builder, "audit_records", (gint64)info->audit_length);
      jal_ctl_put_string (builder, "audit_head", info->audit_head);
    }
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, info_columns);
}

gboolean
jal_ctl_get_strength (JalCtl *ctl, JalStoreStrength *strength, GError **error)
{
  static const char *const names[] = {
    [JAL_STORE_STRENGTH_MIN] = "min",
    [JAL_STORE_STRENGTH_INTERACTIVE] = "interactive",
    [JAL_STORE_STRENGTH_MODERATE] = "moderate",
    [JAL_STORE_STRENGTH_MACHINE] = "machine",
  };
  const char *name = jal_ctl_get_option (ctl, "strength");

  *strength = JAL_STORE_STRENGTH_MACHINE;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *strength = (JalStoreStrength)i;
        return TRUE;
      }
  return jal_ctl_usage (error, _ ("--strength is min, interactive, moderate or machine."));
}

static gboolean
run_create (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_option (ctl, "vault");
  const char *person = jal_ctl_get_option (ctl, "person");
  JalStoreStrength level;
  JalStoreInfo info = { 0 };
  char *passphrase;

  if (path == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  if (!jal_ctl_get_strength (ctl, &level, error))
    return FALSE;
  passphrase = jal_ctl_get_passphrase (ctl, TRUE, error);
  if (passphrase == NULL)
    return FALSE;
  ctl->store = jal_store_create_vault_for (path, person, jal_ctl_get_option (ctl, "role"), passphrase, level,
                                           ctl->cancellable, error);
  jal_ctl_free_passphrase (passphrase);
  if (ctl->store == NULL || !jal_store_get_info (ctl->store, &info, ctl->cancellable, error))
    return FALSE;
  print_info (ctl, path, &info, TRUE, 0);
  return TRUE;
}

/* Without a passphrase file it tells what anybody who holds the file could see. */
static gboolean
run_info (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_option (ctl, "vault");
  JalStoreInfo info = { 0 };
  g_autoptr (GListStore) cases = NULL;

  if (path == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  if (jal_ctl_get_option (ctl, "passphrase-file") == NULL && jal_ctl_get_option (ctl, "recovery-file") == NULL)
    {
      if (!jal_store_peek_info (path, &info, error))
        return FALSE;
      print_info (ctl, path, &info, FALSE, 0);
      return TRUE;
    }
  if (!jal_ctl_open_vault (ctl, error) || !jal_store_get_info (ctl->store, &info, ctl->cancellable, error))
    return FALSE;
  cases = jal_cases_list (ctl->store, ctl->cancellable, error);
  if (cases == NULL)
    return FALSE;
  print_info (ctl, path, &info, TRUE, g_list_model_get_n_items (G_LIST_MODEL (cases)));
  return TRUE;
}

static gboolean
run_undo (JalCtl *ctl, GError **error)
{
  g_autofree char *verb = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  JalId id = JAL_ID_NONE;
  static const JalCtlColumn columns[] = { { "undone", N_ ("Taken back") }, { NULL } };

  if (ctl->arguments->len > 0 && !jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  if (!jal_store_undo (ctl->store, id, &verb, ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "undone", verb);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  /* Somebody may be remanded, or released, again by it. */
  if (!jal_id_is_none (id) && (g_str_has_prefix (verb, "person.") || g_str_equal (verb, "case.update")))
    jal_ctl_warn_mentions (ctl, id);
  return TRUE;
}

static gboolean
run_audit_verify (JalCtl *ctl, GError **error)
{
  JalAuditReport report = { 0 };
  g_autoptr (JsonBuilder) builder = NULL;
  static const JalCtlColumn columns[] = {
    { "records", N_ ("Records") },
    { "erased", N_ ("Of these erased") },
    { "signed", N_ ("Signed points") },
    { "key", N_ ("Public key") },
    { "head", N_ ("Head") },
    { NULL },
  };

  if (!jal_audit_verify (ctl->store, &report, ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "records", (gint64)report.n_records);
  jal_ctl_put_number (builder, "erased", (gint64)report.n_erased);
  jal_ctl_put_number (builder, "signed", (gint64)report.n_points);
  jal_ctl_put_string (builder, "key", report.public_key);
  jal_ctl_put_string (builder, "head", report.head);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  jal_ctl_say (ctl, _ ("The record of what was done is whole."));
  return TRUE;
}

static void
put_record (JsonBuilder *builder, const JalAuditRecord *record)
{
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "sequence", (gint64)record->sequence);
  jal_ctl_put_instant (builder, "at", record->at);
  jal_ctl_put_string (builder, "actor", record->actor);
  jal_ctl_put_string (builder, "verb", record->verb);
  jal_ctl_put_string (builder, "words", jal_audit_words_verb (record->verb));
  jal_ctl_put_id (builder, "case_id", record->case_id);
  jal_ctl_put_id (builder, "subject_id", record->subject_id);
  jal_ctl_put_string (builder, "payload", record->payload);
  jal_ctl_put_string (builder, "hash", record->hash);
  jal_ctl_put_flag (builder, "erased", record->erased);
  json_builder_end_object (builder);
}

/* In the order of JalAuditKind. */
static const char *const audit_kinds[] = { "change", "view", "out", "vault" };

typedef struct
{
  JsonBuilder *builder;
  int kind;
  const char *hash; /* nullable */
} AuditList;

static gboolean
list_record (const JalAuditRecord *record, gpointer data)
{
  AuditList *list = data;

  if ((list->kind < 0 || (int)jal_audit_words_kind (record->verb) == list->kind)
      && (list->hash == NULL || g_ascii_strncasecmp (record->hash, list->hash, strlen (list->hash)) == 0))
    put_record (list->builder, record);
  return TRUE;
}

/* Internal: with views. */
static gboolean
run_audit (JalCtl *ctl, GError **error)
{
  const char *pdf = jal_ctl_get_option (ctl, "pdf"), *json = jal_ctl_get_option (ctl, "json-file");
  const char *kind = jal_ctl_get_option (ctl, "kind");
  gboolean replace = jal_ctl_get_option (ctl, "replace") != NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  AuditList list = { builder, -1, jal_ctl_get_option (ctl, "head") };
  JalId id = JAL_ID_NONE;
  static const JalCtlColumn columns[] = {
    { "sequence", "#" }, { "at", N_ ("When") }, { "actor", N_ ("Who") }, { "words", N_ ("What") }, { "payload", N_ ("Detail") },
    { NULL },
  };

  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (audit_kinds); i++)
    if (g_str_equal (kind, audit_kinds[i]))
      list.kind = (int)i;
  if (kind != NULL && list.kind < 0)
    return jal_ctl_usage (error, _ ("--kind is change, view, out or vault."));
  if (ctl->arguments->len > 0 && !jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "verify") != NULL)
    return run_audit_verify (ctl, error);
  if (pdf != NULL && !jal_audit_sheet_save (ctl->store, id, FALSE, pdf, replace, ctl->cancellable, error))
    return FALSE;
  if (json != NULL && !jal_audit_sheet_save (ctl->store, id, TRUE, json, replace, ctl->cancellable, error))
    return FALSE;
  if (pdf != NULL || json != NULL)
    return TRUE;
  json_builder_begin_array (builder);
  if (!jal_audit_foreach (ctl->store, id, 0, list_record, &list, ctl->cancellable, error))
    return FALSE;
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_vault_verbs[] = {
  { "vault", "create", "", 0, 0, "person=NAME role=TEXT strength=LEVEL",
    N_ ("Make a new vault."), JAL_CTL_NO_VAULT, run_create },
  { "vault", "info", "", 0, 0, NULL, N_ ("Say what the vault is; more with a passphrase file."), JAL_CTL_NO_VAULT,
    run_info },
  { "vault", "audit", "[CASE]", 0, 1, "verify kind=change|view|out|vault head=HEX pdf=FILE json-file=FILE replace",
    N_ ("List what was done in the vault, views too; find the entry whose head a bundle prints; or check it, or save it as a PDF "
        "or as JSON for your own office."),
    JAL_CTL_OPEN_VAULT, run_audit },
  { "undo", NULL, "[CASE]", 0, 1, NULL, N_ ("Take back the last change."), JAL_CTL_OPEN_VAULT, run_undo },
  { "audit", "verify", "", 0, 0, NULL, N_ ("Check that the record of what was done is whole."), JAL_CTL_OPEN_VAULT,
    run_audit_verify },
  { NULL },
};
