/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The timeline on paper: for whom, in which language, and then the printer or a file. */
#include "app/timeline/jal-timeline-paper.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-print-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-timeline-sheet.h"

typedef struct
{
  JalStore *store;
  JalCase *court_case;
  gboolean print;
  AdwComboRow *copy, *language, *format;
  GtkLabel *meaning;
} About;

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalTimelineSheet sheet;
  char *path; /* nullable: the printer */
  gboolean withheld; /* a name, on the thread */
} Job;

static void
free_about (gpointer data)
{
  About *about = data;

  g_object_unref (about->store);
  g_object_unref (about->court_case);
  g_free (about);
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  g_free (job->path);
  g_free (job);
}

static gboolean
check (JalForm *form, gpointer data)
{
  About *about = data;

  jal_form_set_meaning (about->meaning,
                        adw_combo_row_get_selected (about->copy) == JAL_TIMELINE_COURT
                            ? _ ("Sessions, adjournments and the day of appeal. No purpose, no task and nobody who is away.")
                            : _ ("With purposes and with who is away: for your own office. Protected names are not withheld."),
                        FALSE);
  return TRUE;
}

static gpointer
read_rows (JalForm *form, gpointer data)
{
  About *about = data;
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (about->store);
  job->case_id = about->court_case->id;
  job->sheet.copy = adw_combo_row_get_selected (about->copy) == 1 ? JAL_TIMELINE_COURT : JAL_TIMELINE_COUNSEL;
  job->sheet.lang = adw_combo_row_get_selected (about->language) == 1 ? JAL_LANG_SW : JAL_LANG_EN;
  job->sheet.a3 = adw_combo_row_get_selected (about->format) == 1;
  return job;
}

static gpointer
no_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return NULL;
}

static Job *
copy_job (const Job *job)
{
  Job *copy = g_new0 (Job, 1);

  copy->store = g_object_ref (job->store);
  copy->case_id = job->case_id;
  copy->sheet = job->sheet;
  return copy;
}

/* --- Printer and file -------------------------------------------------------------------------------------------- */

static gboolean
print_work (gpointer data, JalReleaseFile *file, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->sheet.withheld = &job->withheld;
  return jal_timeline_sheet_write (job->store, job->case_id, &job->sheet, file, cancellable, error);
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->sheet.withheld = &job->withheld;
  /* The file dialog has asked. */
  jal_timeline_sheet_save (job->store, job->case_id, &job->sheet, job->path, TRUE, cancellable, error);
  return NULL;
}

static gboolean
printed_cb (GtkWidget *inside, gpointer data, const GError *error)
{
  if (error != NULL || !((Job *)data)->withheld)
    return FALSE;
  jal_dialog_tell (inside, _ ("The Timeline Is Printed"),
                   _ ("A protected name, or a word of one, was withheld in the number or the court of the case."));
  return TRUE;
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else if (((Job *)data)->withheld)
    jal_dialog_tell (owner, _ ("The Timeline Is Saved"),
                     _ ("A protected name, or a word of one, was withheld in the number or the court of the case."));
  else
    jal_shell_toast (owner, _ ("The timeline is saved: anyone who gets the file can read it"));
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Job *job = copy_job (data);

  job->path = g_str_has_suffix (paths[0], ".pdf") ? g_strdup (paths[0]) : g_strconcat (paths[0], ".pdf", NULL);
  jal_task_run (inside, save_work, save_work, job, free_job, NULL, saved_cb);
}

/* The number of the case and the kind of copy; never a title or a name. */
static char *
suggest_name (About *about, const Job *job)
{
  const char *number = about->court_case->number != NULL ? about->court_case->number : _ ("case");
  g_autofree char *name
      = g_strdup_printf ("%s %s %s.pdf", number, _ ("timeline"),
                         job->sheet.copy == JAL_TIMELINE_COURT ? _ ("Court copy") : _ ("Counsel's own copy"));

  return g_strdelimit (g_steal_pointer (&name), "/\\:", '-');
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about_data)
{
  About *about = about_data;
  Job *job = data;
  g_autofree char *name = suggest_name (about, job);

  if (about->print)
    jal_print_dialog_show (inside, _ ("Print Timeline"), job->sheet.a3, print_work, printed_cb, copy_job (job), free_job);
  else
    jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save the Timeline"), _ ("_Save"), name, place_chosen_cb, copy_job (job),
                          free_job);
}

void
jal_timeline_paper_present (GtkWidget *inside, JalStore *store, JalCase *court_case, gboolean print)
{
  JalForm *form = jal_form_new (inside, print ? _ ("Print Timeline") : _ ("Timeline as PDF"), print ? _ ("_Print…") : _ ("_Save…"));
  About *about = g_new0 (About, 1);
  const char *const copies[] = { _ ("Counsel's own copy"), _ ("Court copy"), NULL };
  const char *const languages[] = { _ ("English"), _ ("Kiswahili"), NULL };
  const char *const formats[] = { "A4", "A3", NULL };

  about->store = g_object_ref (store);
  about->court_case = g_object_ref (court_case);
  about->print = print;
  jal_form_add_group (form, NULL, _ ("All of it on one page, in landscape. What leaves the vault is put on record."));
  about->copy = jal_form_add_choice (form, _ ("For Whom"), copies, 0);
  about->language = jal_form_add_choice (form, _ ("Printed Words"), languages,
                                         jal_lang_from_locale (g_get_language_names ()[0]) == JAL_LANG_SW);
  about->format = jal_form_add_choice (form, _ ("Paper"), formats, 0);
  about->meaning = jal_form_add_meaning (form);
  jal_form_present (form, check, read_rows, no_work, free_job, kept_cb, about, free_about);
}
