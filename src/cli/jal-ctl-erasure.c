/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs about content that may not be held. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-erasure.h"
#include "evidence/jal-evidence.h"

typedef struct
{
  gboolean shown;
  JalErasurePhase phase;
  int percent;
} Meter;

static void
show_progress (JalErasurePhase phase, guint64 done, guint64 total, gpointer data)
{
  Meter *meter = data;
  int percent = total > 0 ? (int)(done * 100 / total) : 0;

  if (!meter->shown || (phase == meter->phase && percent == meter->percent))
    return;
  meter->phase = phase;
  meter->percent = percent;
  if (total > 0)
    fprintf (stderr, "\r\033[K%s %d %%", jal_erasure_phase_words (phase), percent);
  else
    fprintf (stderr, "\r\033[K%s", jal_erasure_phase_words (phase));
  fflush (stderr);
}

static Meter
start_meter (JalCtl *ctl)
{
  return (Meter){ .shown = isatty (STDERR_FILENO) && !ctl->json, .percent = -1 };
}

/* Passes @done on. */
static gboolean
end_meter (Meter *meter, gboolean done)
{
  if (meter->shown)
    fputs ("\r\033[K", stderr);
  return done;
}

static void
put_paths (JsonBuilder *builder, const char *member, char **paths)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    json_builder_add_string_value (builder, paths[i]);
  json_builder_end_array (builder);
}

static void
say_left (JalCtl *ctl, char **not_reached, char **unseen)
{
  for (guint i = 0; not_reached != NULL && not_reached[i] != NULL; i++)
    jal_ctl_say (ctl, _ ("This backup still holds it, as far as the vault knows: %s"), not_reached[i]);
  for (guint i = 0; unseen != NULL && unseen[i] != NULL; i++)
    jal_ctl_say (ctl, _ ("This could not be looked at, and may hold it: %s"), unseen[i]);
}

static void
print_report (JalCtl *ctl, const JalErasureReport *report)
{
  static const JalCtlColumn columns[]
      = { { "documents", N_ ("Documents") }, { "backups_deleted", N_ ("Backups deleted") }, { NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "documents", report->n_documents);
  jal_ctl_put_number (builder, "backups_deleted", report->n_backups);
  put_paths (builder, "backups_not_reached", report->not_reached);
  put_paths (builder, "not_looked_at", report->unseen);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  say_left (ctl, report->not_reached, report->unseen);
  if (report->trouble != NULL)
    jal_ctl_say (ctl, "%s", report->trouble);
}

/* What is left of all erasures; with --again after another look, with --gone after the user's word. */
static gboolean
run_left (JalCtl *ctl, GError **error)
{
  const char *gone = jal_ctl_get_option (ctl, "gone");
  g_auto (JalErasureReport) report = { 0 };
  Meter meter = start_meter (ctl);

  if (gone != NULL && !jal_erasure_say_gone (ctl->store, gone, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "again") != NULL
          ? !end_meter (&meter, jal_erasure_look_again (ctl->store, &report, show_progress, &meter, ctl->cancellable, error))
          : !jal_erasure_list_left (ctl->store, JAL_ID_NONE, &report.not_reached, &report.unseen, error))
    return FALSE;
  print_report (ctl, &report);
  return TRUE;
}

static gboolean
run_erase (JalCtl *ctl, GError **error)
{
  const char *why = jal_ctl_get_option (ctl, "why");
  g_auto (JalErasureReport) report = { 0 };
  Meter meter = start_meter (ctl);
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || !jal_ctl_confirm (ctl, _ ("Erasing a document's content cannot be undone, in the vault and in backups within reach."), error)
      || !end_meter (&meter, jal_erasure_erase_document (
                                 ctl->store, id, g_strcmp0 (why, "retention") == 0 ? JAL_ERASURE_RETENTION : JAL_ERASURE_ABUSE,
                                 jal_ctl_get_option (ctl, "holder"), &report, show_progress, &meter, ctl->cancellable, error)))
    return FALSE;
  print_report (ctl, &report);
  return TRUE;
}

static gboolean
run_erase_case (JalCtl *ctl, GError **error)
{
  g_auto (JalErasureReport) report = { 0 };
  Meter meter = start_meter (ctl);
  JalId id;

  if (!jal_ctl_get_id (ctl, "case", 0, &id, error)
      || !jal_ctl_confirm (ctl, _ ("Erasing a case cannot be undone, in the vault and in backups within reach."), error)
      || !end_meter (&meter, jal_erasure_erase_case (ctl->store, id, jal_ctl_get_option (ctl, "holder"), &report, show_progress, &meter,
                                                     ctl->cancellable, error)))
    return FALSE;
  print_report (ctl, &report);
  return TRUE;
}

static gboolean
run_register (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "id", N_ ("Document") }, { NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId case_id, id;

  if (!jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || !jal_erasure_register (ctl->store, case_id, jal_ctl_get_option (ctl, "title"), jal_ctl_get_option (ctl, "exhibit"),
                                jal_ctl_get_option (ctl, "sha256"), jal_ctl_get_option (ctl, "holder"), &id, error))
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
run_holder (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "holder", N_ ("Holder") }, { "sha256", "SHA-256" }, { NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *holder = NULL;
  g_auto (GStrv) not_reached = NULL, unseen = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  holder = jal_erasure_get_holder (ctl->store, id, &sha256, &local);
  if (local == NULL)
    jal_erasure_list_left (ctl->store, id, &not_reached, &unseen, &local);
  if (local == NULL)
    {
      g_autoptr (JalDocument) document = jal_evidence_get (ctl->store, id, &local);

      if (document != NULL)
        jal_evidence_note_view (ctl->store, document, JAL_EVIDENCE_ENTRY);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "holder", holder);
  jal_ctl_put_string (builder, "sha256", sha256);
  put_paths (builder, "backups_not_reached", not_reached);
  put_paths (builder, "not_looked_at", unseen);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  say_left (ctl, not_reached, unseen);
  return TRUE;
}

const JalCtlVerb jal_ctl_erasure_verbs[] = {
  { "evidence", "erase", "DOC", 1, 1, "holder=TEXT why=abuse|retention yes",
    N_ ("Erase its content for good, in this vault and in backups within reach; number, hash and holder stay."),
    JAL_CTL_OPEN_VAULT, run_erase },
  { "evidence", "register", "CASE", 1, 1, "exhibit=NO title=T sha256=HEX holder=TEXT",
    N_ ("Enter an exhibit without its content; a file with that hash will be refused."), JAL_CTL_OPEN_VAULT, run_register },
  { "evidence", "holder", "DOC", 1, 1, NULL, N_ ("Who holds an exhibit whose content is not here."), JAL_CTL_OPEN_VAULT,
    run_holder },
  { "vault", "erased", "", 0, 0, "again gone=FILE",
    N_ ("What erasures have not reached: backups out of reach, places not looked at; --again looks once more, --gone says that you deleted it."),
    JAL_CTL_OPEN_VAULT, run_left },
  { "case", "erase", "CASE", 1, 1, "holder=TEXT yes",
    N_ ("Erase a case for good when its retention is over; court's number, exhibits' numbers and hashes stay."),
    JAL_CTL_OPEN_VAULT, run_erase_case },
  { NULL },
};
