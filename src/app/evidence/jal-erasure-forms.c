/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Erasing for good, and exhibits that are entered without their content. */
#include "app/evidence/jal-erasure-forms.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/evidence/jal-erasure-wait.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-erasure.h"

typedef enum
{
  ERASE_DOCUMENT,
  ERASE_CASE,
  REGISTER,
} Verb;

/* What the form holds while it is shown, and what the task works on afterwards. */
typedef struct
{
  Verb verb;
  JalStore *store;
  JalId id;
  GtkWindow *dialog; /* borrowed while it is open */
  GtkEditable *holder;
  GtkEditable *exhibit;
  GtkEditable *title;
  GtkEditable *hash;
  AdwComboRow *why;
  GtkCheckButton *sure;
  char *holder_text;
  char *exhibit_text;
  char *title_text;
  char *hash_text;
  gboolean abuse;
  JalErasureWait *wait; /* owned; of the task */
} Form;

static void
free_form (gpointer data)
{
  Form *form = data;

  g_object_unref (form->store);
  g_free (form->holder_text);
  g_free (form->exhibit_text);
  g_free (form->title_text);
  g_free (form->hash_text);
  g_clear_pointer (&form->wait, jal_erasure_wait_unref);
  g_free (form);
}

static void
free_report (gpointer data)
{
  jal_erasure_report_clear (data);
  g_free (data);
}

static gpointer
work (gpointer data, GCancellable *cancellable, GError **error)
{
  Form *form = data;
  JalErasureReport *report = g_new0 (JalErasureReport, 1);
  gboolean done;

  if (form->verb == REGISTER)
    done = jal_erasure_register (form->store, form->id, form->title_text, form->exhibit_text, form->hash_text, form->holder_text,
                                 NULL, error);
  else if (form->verb == ERASE_CASE)
    done = jal_erasure_erase_case (form->store, form->id, form->holder_text, report, jal_erasure_wait_progress, form->wait, cancellable,
                                   error);
  else
    done = jal_erasure_erase_document (form->store, form->id, form->abuse ? JAL_ERASURE_ABUSE : JAL_ERASURE_RETENTION,
                                       form->holder_text, report, jal_erasure_wait_progress, form->wait, cancellable, error);
  if (!done)
    g_clear_pointer (&report, free_report);
  return report;
}

static void
add_paths (GString *text, const char *sentence, char **paths)
{
  if (paths == NULL || paths[0] == NULL)
    return;
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", sentence);
  for (guint i = 0; paths[i] != NULL; i++)
    g_string_append_printf (text, "\n• %s", paths[i]);
}

void
jal_erasure_forms_tell (GtkWidget *inside, const JalErasureReport *report, gboolean again)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean left = (report->not_reached != NULL && report->not_reached[0] != NULL)
                  || (report->unseen != NULL && report->unseen[0] != NULL);

  if (!again)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "The content of %u document is gone from this vault.",
                                               "The content of %u documents is gone from this vault.", report->n_documents),
                            report->n_documents);
  if (report->n_backups > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " A new backup was made and verified, and %u older one deleted.",
                                               " A new backup was made and verified, and %u older ones deleted.",
                                               report->n_backups),
                            report->n_backups);
  if (again && !left && report->trouble == NULL)
    g_string_append_printf (text, " %s", _ ("Nothing is left that the vault knows of."));
  add_paths (text, _ ("As far as the vault knows, these backups still hold it. Bring them here and look again; when one is deleted or destroyed, "
                      "say so at the document:"), report->not_reached);
  add_paths (text, _ ("These could not be looked at, and may hold copies:"), report->unseen);
  if (left && !again)
    g_string_append_printf (text, "\n\n%s", _ ("They stay listed at the document, where they can be looked for again."));
  if (report->trouble != NULL)
    g_string_append_printf (text, "\n\n%s", report->trouble);
  g_strstrip (text->str);
  jal_dialog_tell (inside, again ? _ ("Looked Again") : _ ("Erased for Good"), text->str);
}

static void
done_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Form *form = data;

  jal_shell_release_lock (owner);
  jal_erasure_wait_end (form->wait);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    jal_shell_toast (owner, _ ("Nothing was erased."));
  else if (error != NULL)
    jal_shell_report (owner, error);
  else if (form->verb == REGISTER)
    jal_shell_toast_undo (owner, _ ("The exhibit stands in the register, without its content"));
  else if (result != NULL)
    jal_erasure_forms_tell (owner, result, FALSE);
}

static void
cancelled_cb (GtkWidget *inside, gpointer data)
{
  jal_task_cancel (inside, work);
}

static char *
take_text (GtkEditable *entry)
{
  return entry != NULL ? g_strdup (gtk_editable_get_text (entry)) : NULL;
}

static void
accepted_cb (GtkWidget *inside, gpointer data)
{
  Form *form = data;
  Form *job = g_new0 (Form, 1);

  job->verb = form->verb;
  job->store = g_object_ref (form->store);
  job->id = form->id;
  job->holder_text = take_text (form->holder);
  job->exhibit_text = take_text (form->exhibit);
  job->title_text = take_text (form->title);
  job->hash_text = take_text (form->hash);
  job->abuse = form->why != NULL && adw_combo_row_get_selected (form->why) == 0;
  job->wait = jal_erasure_wait_new ();
  jal_shell_hold_lock (inside);
  if (!jal_task_run (inside, work, work, job, free_form, free_report, done_cb))
    jal_shell_release_lock (inside);
  else if (job->verb != REGISTER)
    jal_erasure_wait_show (job->wait, inside, _ ("Erasing for Good"),
                           _ ("First in the vault; then a new backup is made and read back, and the older ones within reach are deleted. If you "
                              "cancel that, what was not reached stays listed at the document."),
                           cancelled_cb, NULL);
}

static void
check (Form *form)
{
  g_autofree char *holder = g_strstrip (take_text (form->holder));
  g_autofree char *hash = form->hash != NULL ? g_strstrip (take_text (form->hash)) : g_strdup ("");
  gboolean good = *hash == '\0' || (strlen (hash) == 64 && strspn (hash, "0123456789abcdefABCDEF") == 64);

  if (form->hash != NULL && !good)
    gtk_widget_add_css_class (GTK_WIDGET (form->hash), "error");
  else if (form->hash != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (form->hash), "error");
  jal_dialog_set_ready (form->dialog,
                        good && *holder != '\0' && (form->sure == NULL || gtk_check_button_get_active (form->sure)));
}

static GtkEditable *
add_entry (Form *form, GtkListBox *list, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (list, row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (check), form);
  return GTK_EDITABLE (row);
}

static GtkWidget *
new_list (GtkListBox **list)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  *list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (*list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (*list), "boxed-list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (*list));
  return box;
}

static Form *
new_form (Verb verb, JalStore *store, JalId id)
{
  Form *form = g_new0 (Form, 1);

  form->verb = verb;
  form->store = g_object_ref (store);
  form->id = id;
  return form;
}

static void
add_sure (Form *form, GtkWidget *box, const char *text)
{
  form->sure = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (text));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->sure));
  g_signal_connect_swapped (form->sure, "toggled", G_CALLBACK (check), form);
}

void
jal_erasure_forms_erase_document (GtkWidget *inside, JalStore *store, JalId document_id, const char *label)
{
  Form *form = new_form (ERASE_DOCUMENT, store, document_id);
  const char *const reasons[] = { _ ("It shows abuse"), _ ("The time for keeping it is over"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (reasons);
  g_autofree char *heading = g_strdup_printf (_ ("Erase the Content of %s?"), label);
  GtkListBox *list;
  GtkWidget *box = new_list (&list);

  form->why = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->why), _ ("Reason"));
  adw_combo_row_set_model (form->why, G_LIST_MODEL (model));
  gtk_list_box_append (list, GTK_WIDGET (form->why));
  form->holder = add_entry (form, list, _ ("Who holds the exhibit"));
  add_sure (form, box, _ ("I know that this cannot be undone"));
  form->dialog = jal_dialog_form (inside, heading,
                                  _ ("Pages, text, marks and every trace in the vault and in the backups within reach are "
                                     "overwritten. Its number, its SHA-256 and its holder stay in the register."),
                                  box, _ ("_Erase"), accepted_cb, form, free_form);
  check (form);
}

void
jal_erasure_forms_erase_case (GtkWidget *inside, JalStore *store, JalId case_id, const char *label)
{
  Form *form = new_form (ERASE_CASE, store, case_id);
  g_autofree char *heading = g_strdup_printf (_ ("Erase the Case %s?"), label);
  GtkListBox *list;
  GtkWidget *box = new_list (&list);

  form->holder = add_entry (form, list, _ ("Who holds the exhibits"));
  add_sure (form, box, _ ("I know that this cannot be undone"));
  form->dialog = jal_dialog_form (inside, heading,
                                  _ ("For the end of the time for which a case may be kept: people, sessions, documents, marks, "
                                     "bundles and notes are overwritten. The court's number, and the exhibits' numbers, SHA-256 "
                                     "and holder stay."),
                                  box, _ ("_Erase"), accepted_cb, form, free_form);
  check (form);
}

void
jal_erasure_forms_register (GtkWidget *inside, JalStore *store, JalId case_id)
{
  Form *form = new_form (REGISTER, store, case_id);
  GtkListBox *list;
  GtkWidget *box = new_list (&list);

  form->exhibit = add_entry (form, list, _ ("Exhibit number"));
  form->title = add_entry (form, list, _ ("What it is, in neutral words"));
  form->holder = add_entry (form, list, _ ("Who holds the exhibit"));
  form->hash = add_entry (form, list, _ ("SHA-256, if known"));
  form->dialog = jal_dialog_form (inside, _ ("Exhibit Without Content"),
                                  _ ("For what may not be kept here, such as images of abuse: only number, hash and holder are "
                                     "entered, and a file with this hash will be refused."),
                                  box, _ ("_Enter"), accepted_cb, form, free_form);
  check (form);
}
