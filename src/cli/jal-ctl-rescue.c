/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving what is left of a damaged vault, and looking through what may be missing in the new one. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "marks/jal-look-through.h"
#include "store/jal-rescue.h"
#include "store/jal-rescued.h"

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

  if (jal_ctl_get_option (ctl, "vault") == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  if (!jal_ctl_open_so_far (ctl, FALSE, TRUE, error)
      || !jal_store_rescue (ctl->store, to, &report, jal_ctl_show_fraction, &shown, ctl->cancellable, error))
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
  jal_ctl_put_flag (builder, "unsure", report.unsure);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  if (report.unsure)
    jal_ctl_warn ("%s", _ ("Protected names and redactions may be missing in the new vault. No copy leaves it until somebody has looked through "
                           "them: “jaladactl vault rescued” lists the cases."));
  return TRUE;
}

static void
put_case (JsonBuilder *builder, const JalLookCase *look)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", look->id);
  jal_ctl_put_string (builder, "number", look->number);
  jal_ctl_put_string (builder, "title", look->title);
  jal_ctl_put_number (builder, "names", look->n_names);
  jal_ctl_put_number (builder, "redactions", look->n_redactions);
  jal_ctl_put_number (builder, "documents", look->n_documents);
  json_builder_set_member_name (builder, "redacted");
  json_builder_begin_array (builder);
  for (guint i = 0; i < look->documents->len; i++)
    {
      const JalLookDocument *document = look->documents->pdata[i];

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", document->id);
      jal_ctl_put_string (builder, "title", document->title);
      jal_ctl_put_string (builder, "exhibit", document->exhibit);
      jal_ctl_put_number (builder, "redactions", document->n_redactions);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_case (JalCtl *ctl, const JalLookCase *look)
{
  gboolean numbered = look->number != NULL && *look->number != '\0';

  /* Translators: a case, then three numbers. */
  jal_ctl_say (ctl, _ ("• %s: protected names %u, redactions %u in %u documents"), numbered ? look->number : look->title, look->n_names,
               look->n_redactions, look->documents->len);
}

static void
print_doubt (JalCtl *ctl, const JalRescueDoubt *doubt, GPtrArray *cases)
{
  static const JalCtlColumn columns[] = {
    { "unsure", N_ ("Waits to be looked through") }, { "at", N_ ("Rescued") }, { "lost", N_ ("Rows that could not be read") }, { NULL }
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = doubt != NULL ? jal_rescue_doubt_to_text (doubt) : NULL;

  json_builder_begin_object (builder);
  jal_ctl_put_flag (builder, "unsure", doubt != NULL);
  jal_ctl_put_instant (builder, "at", doubt != NULL ? doubt->at : 0);
  jal_ctl_put_number (builder, "lost", doubt != NULL ? (gint64)doubt->n_lost : 0);
  jal_ctl_put_flag (builder, "uncounted", doubt != NULL && doubt->uncounted);
  jal_ctl_put_string (builder, "text", text);
  json_builder_set_member_name (builder, "cases");
  json_builder_begin_array (builder);
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    put_case (builder, cases->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  if (doubt == NULL)
    jal_ctl_say (ctl, "%s", _ ("Nothing waits to be looked through in this vault."));
  else
    jal_ctl_say (ctl, "%s", text);
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    say_case (ctl, cases->pdata[i]);
  if (doubt != NULL)
    jal_ctl_say (ctl, "%s", _ ("When all of them are looked through, and what is missing is entered again: “jaladactl vault rescued --looked-through”."));
}

static gboolean
run_rescued (JalCtl *ctl, GError **error)
{
  g_autoptr (JalRescueDoubt) doubt = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  if (jal_ctl_get_option (ctl, "looked-through") != NULL && !jal_rescued_say_looked_through (ctl->store, ctl->cancellable, error))
    return FALSE;
  if (!jal_rescued_get_doubt (ctl->store, &doubt, ctl->cancellable, error))
    return FALSE;
  if (doubt != NULL && (cases = jal_look_through_list (ctl->store, ctl->cancellable, error)) == NULL)
    return FALSE;
  print_doubt (ctl, doubt, cases);
  return TRUE;
}

const JalCtlVerb jal_ctl_rescue_verbs[] = {
  { "vault", "rescue", "DEST", 1, 1, NULL, N_ ("Copy what can be read of a damaged vault to a new one."), JAL_CTL_NO_VAULT,
    run_rescue },
  { "vault", "rescued", "", 0, 0, "looked-through",
    N_ ("After a rescue with losses: list what has to be looked through before a copy leaves, or say that it was."), JAL_CTL_OPEN_VAULT,
    run_rescued },
  { NULL },
};
