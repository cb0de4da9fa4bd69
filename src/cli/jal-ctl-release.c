/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readable copies of documents: what leaves the vault. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "release/jal-release.h"

static gboolean
run_save (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 1);
  JalReleaseLook look = { .marked = jal_ctl_get_option (ctl, "marked") != NULL,
                          .audience = jal_ctl_get_option (ctl, "audience"),
                          .flatten = jal_ctl_get_option (ctl, "flatten") != NULL };
  g_autoptr (JsonBuilder) builder = NULL;
  static const JalCtlColumn columns[] = { { "path", N_ ("Saved as") }, { NULL } };
  JalId id;

  if (!look.marked && (look.audience != NULL || look.flatten))
    return jal_ctl_usage (error, _ ("--audience and --flatten are for marks: say --marked too."));
  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || !jal_release_save_copy (ctl->store, id, path, &look, jal_ctl_get_option (ctl, "replace") != NULL, NULL, NULL,
                                 ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_flag (builder, "marked", look.marked);
  jal_ctl_put_string (builder, "audience", !look.marked ? NULL : look.audience != NULL ? look.audience : "court");
  jal_ctl_put_flag (builder, "flattened", look.flatten);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_release_verbs[] = {
  { "evidence", "save", "DOC DEST", 2, 2, "marked audience=court|team|private flatten replace",
    N_ ("Save a readable copy; --marked with the marks meant for the court, or for --audience; --flatten draws them into "
        "the pages."), JAL_CTL_OPEN_VAULT, run_save },
  { NULL },
};
