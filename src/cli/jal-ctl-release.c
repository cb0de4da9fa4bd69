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
  gboolean marked = jal_ctl_get_option (ctl, "marked") != NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  static const JalCtlColumn columns[] = { { "path", N_ ("Saved as") }, { NULL } };
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || !jal_release_save_document (ctl->store, id, path, marked, jal_ctl_get_option (ctl, "replace") != NULL, NULL,
                                     NULL, ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_flag (builder, "marked", marked);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_release_verbs[] = {
  { "evidence", "save", "DOC DEST", 2, 2, "marked replace",
    N_ ("Save a readable copy; --marked with the marks meant for the court."), JAL_CTL_OPEN_VAULT, run_save },
  { NULL },
};
