/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking a vault, and saving what is left of a damaged one. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-damage.h"
#include "store/jal-rescue.h"

static const char *const kind_words[] = {
  [JAL_FINDING_PAGE] = "block",  [JAL_FINDING_STRUCTURE] = "table", [JAL_FINDING_ORIGINAL] = "original",
  [JAL_FINDING_INDEX] = "index", [JAL_FINDING_AUDIT] = "audit",     [JAL_FINDING_SEAL] = "seal",
  [JAL_FINDING_AGE] = "age",     [JAL_FINDING_JOURNAL] = "journal", [JAL_FINDING_HISTORY] = "history",
  [JAL_FINDING_HEADER] = "header", [JAL_FINDING_TAIL] = "tail",
};

/* On a terminal only: a line that is written over. */
static void
progress_cb (double fraction, gpointer data)
{
  int *shown = data;
  int percent = (int)(fraction * 100);

  if (percent == *shown || !isatty (STDERR_FILENO))
    return;
  *shown = percent;
  fprintf (stderr, "\r%3d %%", percent);
  if (percent == 100)
    fputs ("\r     \r", stderr);
}

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

/* A vault that is too damaged to be used may still be checked. */
static gboolean
open_so_far (JalCtl *ctl, gboolean whole, GError **error)
{
  if (jal_ctl_get_option (ctl, "vault") == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  return jal_ctl_open_so_far (ctl, whole, TRUE, error);
}

static gboolean
run_check (JalCtl *ctl, GError **error)
{
  g_autoptr (JalCheckReport) report = NULL;
  g_autoptr (GPtrArray) list = NULL;
  int shown = -1;

  if (!open_so_far (ctl, TRUE, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "accept-older") != NULL && !jal_store_accept_age (ctl->store, error))
    return FALSE;
  report = jal_store_check (ctl->store, JAL_CHECK_ALL, progress_cb, &shown, ctl->cancellable, error);
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

static gboolean
run_rescue (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = {
    { "path", N_ ("File") },
    { "rows", N_ ("Rows copied") },
    { "lost", N_ ("Rows that could not be read") },
    { "restored", N_ ("Had back from the record of changes") },
    { "originals", N_ ("Whole stored files") },
    { "broken", N_ ("Stored files of which parts are missing") },
    { "carried", N_ ("Entries recorded beside it while it was damaged") },
    { NULL },
  };
  const char *to = jal_ctl_get_argument (ctl, 0);
  g_autoptr (JsonBuilder) builder = NULL;
  JalRescueReport report = { 0 };
  int shown = -1;

  if (!open_so_far (ctl, FALSE, error) || !jal_store_rescue (ctl->store, to, &report, progress_cb, &shown, ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "path", to);
  jal_ctl_put_number (builder, "rows", (gint64)report.n_rows);
  jal_ctl_put_number (builder, "lost", (gint64)report.n_lost);
  jal_ctl_put_number (builder, "restored", (gint64)report.n_restored);
  jal_ctl_put_number (builder, "originals", (gint64)report.n_originals);
  jal_ctl_put_number (builder, "broken", (gint64)report.n_broken);
  jal_ctl_put_number (builder, "carried", (gint64)report.n_carried);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_check_verbs[] = {
  { "vault", "check", "", 0, 0, "accept-older", N_ ("Check every block, every stored file and the record of what was done."),
    JAL_CTL_NO_VAULT, run_check },
  { "vault", "rescue", "DEST", 1, 1, NULL, N_ ("Copy what can be read of a damaged vault to a new one."), JAL_CTL_NO_VAULT,
    run_rescue },
  { NULL },
};
