/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Handovers, hash checks and the sheet for the court. */
#include "app/evidence/jal-custody-verbs.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-custody-sheet.h"
#include "evidence/jal-custody.h"

typedef struct
{
  JalStore *store;
  JalId id;
  gboolean on_record;
  gboolean matches;
  gboolean returned;
  JalDate date;
  char *party;
  char *reason;
  char *path;
  /* The form. */
  GtkWindow *dialog;
  AdwComboRow *direction;
  AdwEntryRow *who;
  AdwEntryRow *day;
  AdwEntryRow *why;
} Work;

static Work *
new_work (JalStore *store, JalId id)
{
  Work *work = g_new0 (Work, 1);

  work->store = g_object_ref (store);
  work->id = id;
  return work;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_free (work->party);
  g_free (work->reason);
  g_free (work->path);
  g_free (work);
}

/* --- Handover ---------------------------------------------------------------------------------------------------- */

static gpointer
hand_over_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  JalHandover handover = { work->returned, work->party, work->reason, work->date };

  jal_custody_hand_over (work->store, work->id, &handover, error);
  return NULL;
}

static void
handed_over_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_shell_toast_undo (owner, _ ("The handover is on record"));
}

static void
form_done (GtkWidget *inside, gpointer data)
{
  Work *form = data;
  Work *work = new_work (form->store, form->id);

  work->returned = adw_combo_row_get_selected (form->direction) == 1;
  work->party = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->who)));
  work->reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->why)));
  if (!jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->day)), &work->date))
    work->date = JAL_DATE_NONE;
  jal_task_run (inside, hand_over_work, hand_over_work, work, free_work, NULL, handed_over_cb);
}

static void
form_changed_cb (Work *form)
{
  JalDate date;
  gboolean dated = jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->day)), &date)
                   && (date == JAL_DATE_NONE || date <= jal_date_today ());

  if (dated)
    gtk_widget_remove_css_class (GTK_WIDGET (form->day), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (form->day), "error");
  if (form->dialog != NULL)
    jal_dialog_set_ready (form->dialog, dated && *gtk_editable_get_text (GTK_EDITABLE (form->who)) != '\0');
}

static AdwEntryRow *
add_entry (GtkWidget *group, const char *title, Work *form)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (form_changed_cb), form);
  return ADW_ENTRY_ROW (row);
}

void
jal_custody_verbs_hand_over (GtkWidget *inside, JalStore *store, JalDocument *document)
{
  const char *const directions[] = { _ ("Handed to somebody"), _ ("Received from somebody"), NULL };
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *direction = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (directions);
  g_autofree char *today = jal_shown_date (jal_date_today ());
  Work *form = new_work (store, document->id);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (direction), _ ("The Exhibit Was"));
  adw_combo_row_set_model (ADW_COMBO_ROW (direction), G_LIST_MODEL (list));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), direction);
  form->direction = ADW_COMBO_ROW (direction);
  form->who = add_entry (group, _ ("Who"), form);
  form->day = add_entry (group, _ ("Day"), form);
  form->why = add_entry (group, _ ("Why"), form);
  gtk_editable_set_text (GTK_EDITABLE (form->day), today);
  form->dialog = jal_dialog_form (inside, _ ("Handover of the Exhibit"),
                                  _ ("It will stand on the custody sheet for the court. Write the name and office as the "
                                     "court should read them."),
                                  group, _ ("_Record"), form_done, form, free_work);
  form_changed_cb (form);
}

/* --- Hash -------------------------------------------------------------------------------------------------------- */

static gpointer
check_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->matches = TRUE;
  jal_custody_check (work->store, work->id, work->on_record, &work->matches, NULL, NULL, cancellable, error);
  return NULL;
}

static void
checked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Work *work = data;

  if (error != NULL)
    {
      /* A look in the background that could not be finished is no news. */
      if (work->on_record)
        jal_shell_report (owner, error);
    }
  else if (!work->matches)
    jal_dialog_tell (owner, _ ("This Document Is Not What Was Taken In"),
                     _ ("Its bytes no longer have the SHA-256 they were received with. It stays readable, but it is neither "
                        "printed nor exported. Compare it with your backup."));
  else if (work->on_record)
    jal_shell_toast (owner, _ ("The hash matches: the document is what was taken in"));
}

void
jal_custody_verbs_check (GtkWidget *inside, JalStore *store, JalDocument *document)
{
  Work *work = new_work (store, document->id);

  work->on_record = TRUE;
  jal_task_run (inside, jal_custody_verbs_check, check_work, work, free_work, NULL, checked_cb);
}

void
jal_custody_verbs_watch (GtkWidget *inside, JalStore *store, JalId document_id)
{
  jal_task_renew (inside, jal_custody_verbs_watch, check_work, new_work (store, document_id), free_work, NULL, checked_cb);
}

/* --- The sheet --------------------------------------------------------------------------------------------------- */

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  /* The file dialog has asked. */
  jal_custody_sheet_save (work->store, JAL_ID_NONE, work->id, work->path, TRUE, cancellable, error);
  return NULL;
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_shell_toast (owner, _ ("The custody sheet is saved: anyone who gets the file can read it"));
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Work *chosen = data;
  Work *work = new_work (chosen->store, chosen->id);

  work->path = g_str_has_suffix (paths[0], ".pdf") ? g_strdup (paths[0]) : g_strconcat (paths[0], ".pdf", NULL);
  jal_task_run (inside, save_work, save_work, work, free_work, NULL, saved_cb);
}

void
jal_custody_verbs_save (GtkWidget *inside, JalStore *store, JalDocument *document)
{
  /* Translators: the name of a file, without its ending */
  g_autofree char *name = g_strconcat (_ ("Custody"), ".pdf", NULL);

  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save the Custody Sheet"), _ ("_Save"), name, place_chosen_cb,
                        new_work (store, document->id), free_work);
}
