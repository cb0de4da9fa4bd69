/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking a vault. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-damage.h"

static const char *const kind_words[] = {
  [JAL_FINDING_PAGE] = "block",  [JAL_FINDING_STRUCTURE] = "table", [JAL_FINDING_ORIGINAL] = "original",
  [JAL_FINDING_INDEX] = "index", [JAL_FINDING_AUDIT] = "audit",     [JAL_FINDING_SEAL] = "seal",
  [JAL_FINDING_AGE] = "age",     [JAL_FINDING_JOURNAL] = "journal", [JAL_FINDING_HISTORY] = "history",
  [JAL_FINDING_HEADER] = "header", [JAL_FINDING_TAIL] = "tail",
  [JAL_FINDING_RECORD] = "record",
};

static void
put_damage (JsonBuilder *builder, const JalDamage *damage)
{
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "kind", kind_words[damage->kind]);
  jal_ctl_put_flag (builder, "damage", damage->damage);
  jal_ctl_put_string (builder, "text", damage->text);
  jal_ctl_put_string (builder, "case_number", damage->case_number);
  jal_ctl_put_id (builder, "case", damage->case_id);
  jal_ctl_put_id (builder, "document", damage->document_id);
  jal_ctl_put_string (builder, "title", damage->document);
  jal_ctl_put_string (builder, "exhibit", damage->exhibit);
  jal_ctl_put_number (builder, "first_page", damage->first_page);
  jal_ctl_put_number (builder, "pages", damage->n_pages);
  json_builder_end_object (builder);
}

static void
print_report (JalCtl *ctl, const JalCheckReport *report, GPtrArray *list)
{
  static const JalCtlColumn columns[] = {
    { "blocks", N_ ("Blocks of the file") },   { "originals", N_ ("Stored files") }, { "bytes", N_ ("Their bytes") },
    { "audit_records", N_ ("Audit records") }, { "damages", N_ ("Damages found") },  { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "blocks", (gint64)report->n_pages);
  jal_ctl_put_number (builder, "originals", (gint64)report->n_originals);
  jal_ctl_put_number (builder, "bytes", (gint64)report->original_bytes);
  jal_ctl_put_number (builder, "audit_records", (gint64)report->n_records);
  jal_ctl_put_string (builder, "audit_head", report->audit_head);
  jal_ctl_put_number (builder, "damages", report->n_damages);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    put_damage (builder, list->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *text = jal_damage_to_text (list->pdata[i]);

      jal_ctl_say (ctl, "• %s", text);
    }
  if (report->n_damages == 0)
    jal_ctl_say (ctl, _ ("The vault is whole."));
}

static gboolean
run_check (JalCtl *ctl, GError **error)
{
  g_autoptr (JalCheckReport) report = NULL;
  g_autoptr (GPtrArray) list = NULL;
  int shown = -1;

  if (jal_ctl_get_option (ctl, "vault") == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  /* A vault that is too damaged to be used may still be checked. */
  if (!jal_ctl_open_so_far (ctl, TRUE, TRUE, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "accept-older") != NULL && !jal_store_accept_age (ctl->store, error))
    return FALSE;
  report = jal_store_check (ctl->store, JAL_CHECK_ALL, jal_ctl_show_fraction, &shown, ctl->cancellable, error);
  if (report == NULL)
    return FALSE;
  list = jal_damage_list (ctl->store, report, ctl->cancellable, error);
  if (list == NULL)
    return FALSE;
  print_report (ctl, report, list);
  if (report->n_damages == 0)
    return TRUE;
  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
               ngettext ("%u damage was found. What is not listed can be read, or copied to a new vault with “jaladactl vault rescue”.",
                         "%u damages were found. What is not listed can be read, or copied to a new vault with “jaladactl vault rescue”.",
                         report->n_damages),
               report->n_damages);
  return FALSE;
}

const JalCtlVerb jal_ctl_check_verbs[] = {
  { "vault", "check", "", 0, 0, "accept-older", N_ ("Check every block, every stored file and the record of what was done."),
    JAL_CTL_NO_VAULT, run_check },
  { NULL },
};
