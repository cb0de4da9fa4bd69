/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readable copies of documents: what leaves the vault. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "marks/jal-redactions.h"
#include "release/jal-release-covered.h"
#include "release/jal-release.h"

/* What goes out as it is: said before it goes, to the screen of who asked. The court's marked copy is searched by its own door. */
static gboolean
look (JalCtl *ctl, JalId id, const JalReleaseLook *how, JalBareCopy *bare, JalReleaseBeside *beside, GError **error)
{
  g_autofree char *words = NULL;

  if (how->marked && (how->audience == NULL || g_str_equal (how->audience, "court")))
    return TRUE;
  if (!jal_redactions_look_bare (ctl->store, id, bare, ctl->cancellable, error)
      || !jal_release_look_beside (ctl->store, id, how, FALSE, beside, ctl->cancellable, error))
    return FALSE;
  words = jal_bare_copy_describe (bare);
  if (*words != '\0')
    jal_ctl_warn ("%s", words);
  if (bare->told != NULL)
    jal_ctl_warn ("%s", bare->told);
  jal_ctl_say_beside (beside);
  if (beside->covered == NULL || jal_ctl_get_option (ctl, "covers-stay") != NULL)
    return TRUE;
  jal_ctl_say_covers_stay ();
  return jal_release_covered_decide (&(const JalGuardTold){ .covered = beside->covered }, error);
}

static void
put_bare (JsonBuilder *builder, const JalBareCopy *bare, const JalReleaseBeside *beside)
{
  json_builder_set_member_name (builder, "bare");
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "redactions", bare->n_redactions);
  jal_ctl_put_number (builder, "names", bare->n_names);
  jal_ctl_put_string (builder, "name_pages", bare->name_pages);
  jal_ctl_put_number (builder, "parts_of_names", bare->n_parts);
  jal_ctl_put_string (builder, "part_pages", bare->part_pages);
  jal_ctl_put_number (builder, "pages_without_words", bare->n_blind);
  jal_ctl_put_string (builder, "blind_pages", bare->blind_pages);
  jal_ctl_put_beside (builder, beside);
  json_builder_end_object (builder);
}

static gboolean
save (JalCtl *ctl, JalId id, const JalReleaseLook *how, JalGuardTold *told, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 1);
  gboolean replace = jal_ctl_get_option (ctl, "replace") != NULL;
  g_autoptr (GError) local = NULL;

  if (jal_release_save_copy (ctl->store, id, path, how, replace, NULL, NULL, told, ctl->cancellable, &local))
    return TRUE;
  if (jal_ctl_draws_pages (ctl, told))
    return jal_release_save_copy (ctl->store, id, path, how, replace, NULL, NULL, told, ctl->cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run_save (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 1);
  JalReleaseLook how = { .marked = jal_ctl_get_option (ctl, "marked") != NULL,
                         .audience = jal_ctl_get_option (ctl, "audience"),
                         .flatten = jal_ctl_get_option (ctl, "flatten") != NULL };
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (JalBareCopy) bare = { 0 };
  g_auto (JalReleaseBeside) beside = { 0 };
  g_auto (JalGuardTold) told = { .parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL,
                                 .covers_stay = jal_ctl_get_option (ctl, "covers-stay") != NULL,
                                 .unsearched_stay = jal_ctl_get_option (ctl, "unsearched-stay") != NULL,
                                 .incomplete_stay = jal_ctl_get_option (ctl, "incomplete-stay") != NULL };
  static const JalCtlColumn columns[]
      = { { "path", N_ ("Saved as") }, { "received_left_out", N_ ("Received notes left out") }, { NULL } };
  guint n_received = 0;
  JalId id;

  how.n_received = &n_received;
  if (!how.marked && (how.audience != NULL || how.flatten))
    return jal_ctl_usage (error, _ ("--audience and --flatten are for marks: say --marked too."));
  if (!jal_ctl_get_id (ctl, "document", 0, &id, error) || !look (ctl, id, &how, &bare, &beside, error))
    return FALSE;
  if (!save (ctl, id, &how, &told, error))
    {
      jal_ctl_say_told (&told);
      return FALSE;
    }
  jal_ctl_say_told (&told);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_flag (builder, "marked", how.marked);
  jal_ctl_put_string (builder, "audience", !how.marked ? NULL : how.audience != NULL ? how.audience : "court");
  jal_ctl_put_flag (builder, "flattened", how.flatten);
  jal_ctl_put_number (builder, "received_left_out", n_received);
  jal_ctl_put_string (builder, "covered_pages", told.covered_pages != NULL ? told.covered_pages : beside.covered_pages);
  jal_ctl_put_string (builder, "unsearched", told.unsearched);
  jal_ctl_put_string (builder, "looked_before", told.looked);
  jal_ctl_put_string (builder, "incomplete", told.incomplete);
  put_bare (builder, &bare, &beside);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

const JalCtlVerb jal_ctl_release_verbs[] = {
  { "evidence", "save", "DOC DEST", 2, 2, "marked audience=court|team|private flatten replace parts-stay covers-stay unsearched-stay incomplete-stay draw-pages",
    N_ ("Save a readable copy; --marked with the marks meant for the court, or for --audience; --flatten draws them into "
        "the pages; --parts-stay: single words of protected names may stand in the court's; --covers-stay: what is hidden on pages "
        "and can be copied out may go along; --unsearched-stay: somebody has looked at pages without words."), JAL_CTL_OPEN_VAULT, run_save },
  { NULL },
};
