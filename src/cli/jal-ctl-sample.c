/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample case in a vault of its own. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "bundle/jal-sample.h"
#include "cli/jal-ctl.h"

static const JalCtlColumn columns[] = {
  { "path", N_ ("Vault") },
  { "id", N_ ("Case") },
  { "documents", N_ ("Documents") },
  { "pages", N_ ("Pages") },
  { "marks", N_ ("Marks") },
  { "sessions", N_ ("Sessions") },
  { NULL },
};

static gboolean
run_sample (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 0);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalStoreStrength strength;
  JalSampleResult result;
  char *passphrase;

  if (!jal_ctl_get_strength (ctl, &strength, error) || (passphrase = jal_ctl_get_passphrase (ctl, TRUE, error)) == NULL)
    return FALSE;
  ctl->store = jal_store_create_vault (path, passphrase, strength, ctl->cancellable, error);
  jal_ctl_free_passphrase (passphrase);
  if (ctl->store == NULL)
    return FALSE;
  if (!jal_sample_fill (ctl->store, NULL, NULL, &result, ctl->cancellable, error))
    {
      /* A sample cut short is of no use to anybody, and the file was made here a moment ago. */
      jal_store_close (ctl->store, NULL);
      g_unlink (path);
      return FALSE;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", result.case_id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_number (builder, "documents", result.n_documents);
  jal_ctl_put_number (builder, "pages", result.n_pages);
  jal_ctl_put_number (builder, "marks", result.n_marks);
  jal_ctl_put_number (builder, "sessions", result.n_sessions);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_sample_verbs[] = {
  { "sample", NULL, "DEST.jalada", 1, 1, "strength=LEVEL", N_ ("Make a vault with the fictional sample case."),
    JAL_CTL_NO_VAULT, run_sample },
  { NULL },
};
