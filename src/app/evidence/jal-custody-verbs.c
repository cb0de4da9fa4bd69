/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Handovers, disclosures, hash checks and the sheet for the court. */
#include "app/evidence/jal-custody-verbs.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-bundle.h"
#include "bundle/jal-custody-sheet.h"
#include "evidence/jal-custody.h"

/* The longest rest while a document that is open is hashed in the background (µs). */
#define REST_MAX 20000

/* What a form holds while it is shown, and what a task works on. */
typedef struct
{
  JalStore *store;
  JalId id;      /* of the document, of the event when @event, of the build when @build */
  JalId case_id; /* of all documents, when set */
  gboolean event;
  JalBuild *build; /* owned, nullable */
  gboolean json;
  gboolean on_record;
  gboolean matches;
  JalHandoverKind kind;
  JalDate date;
  char *party;
  char *reason;
  char *path;
  JalCustodyTold told; /* the sheet */
  /* The form. */
  GtkWindow *dialog;
  GListModel *events; /* nullable: what stands in the custody */
  AdwPreferencesGroup *group;
  AdwComboRow *direction; /* nullable */
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
  work->date = JAL_DATE_NONE;
  return work;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_clear_object (&work->events);
  g_clear_object (&work->build);
  g_free (work->party);
  g_free (work->reason);
  g_free (work->path);
  jal_custody_told_clear (&work->told);
  g_free (work);
}

/* --- Handovers and disclosures ------------------------------------------------------------------------------------ */

static gpointer
hand_over_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  JalHandover handover = { work->kind, work->party, work->reason, work->date };

  if (work->build != NULL)
    jal_bundle_disclose (work->store, work->id, work->party, work->reason, work->date, error);
  else if (work->event)
    jal_custody_change (work->store, work->id, &handover, error);
  else
    jal_custody_hand_over (work->store, work->id, &handover, error);
  return NULL;
}

static void
handed_over_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Work *work = data;

  if (error != NULL)
    jal_shell_report (owner, error);
  else if (work->event)
    jal_shell_toast_undo (owner, _ ("The entry was corrected; the record of what was done keeps both"));
  else if (work->build != NULL || work->kind == JAL_HANDOVER_DISCLOSED)
    jal_shell_toast_undo (owner, _ ("The disclosure is on record"));
  else
    jal_shell_toast_undo (owner, _ ("The handover is on record"));
}

static void
form_done (GtkWidget *inside, gpointer data)
{
  Work *form = data;
  Work *work = new_work (form->store, form->id);

  work->event = form->event;
  g_set_object (&work->build, form->build);
  work->kind = form->direction != NULL ? (JalHandoverKind)adw_combo_row_get_selected (form->direction) : JAL_HANDOVER_DISCLOSED;
  work->party = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->who)));
  work->reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->why)));
  if (!jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->day)), &work->date))
    work->date = JAL_DATE_NONE;
  jal_task_run (inside, hand_over_work, hand_over_work, work, free_work, NULL, handed_over_cb);
}

/* The sentence stands in the form, so that what was typed is still there to be corrected. */
static void
form_changed_cb (Work *form)
{
  JalHandoverKind kind
      = form->direction != NULL ? (JalHandoverKind)adw_combo_row_get_selected (form->direction) : JAL_HANDOVER_DISCLOSED;
  JalDate date = JAL_DATE_NONE;
  gboolean read = jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (form->day)), &date);
  g_autofree char *trouble = !read               ? NULL
                             : form->build != NULL ? jal_bundle_dup_disclosure_trouble (form->build, date)
                                                   : jal_custody_dup_trouble (form->events, form->event ? form->id : JAL_ID_NONE,
                                                                              kind, date);

  adw_preferences_group_set_description (form->group, trouble);
  if (read && trouble == NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (form->day), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (form->day), "error");
  if (form->dialog != NULL)
    jal_dialog_set_ready (form->dialog,
                          read && trouble == NULL && *gtk_editable_get_text (GTK_EDITABLE (form->who)) != '\0');
}

static void
accept_cb (Work *form)
{
  if (form->dialog != NULL)
    jal_dialog_accept (form->dialog);
}

static AdwEntryRow *
add_entry (GtkWidget *group, const char *title, const char *text, Work *form)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (form_changed_cb), form);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (accept_cb), form);
  return ADW_ENTRY_ROW (row);
}

/* @event (nullable): what stands there. */
static void
show_form (GtkWidget *inside, Work *form, JalCustodyEvent *event, const char *heading, const char *verb)
{
  const char *const directions[] = { _ ("Handed to somebody"), _ ("Received from somebody"), _ ("Disclosed: somebody got a copy"), NULL };
  GtkWidget *group = adw_preferences_group_new ();
  JalHandoverKind kind = JAL_HANDOVER_HANDED;
  g_autofree char *day
      = jal_shown_date (event != NULL && event->happened != JAL_DATE_NONE ? event->happened : jal_date_today ());

  if (form->build == NULL)
    {
      GtkWidget *direction = adw_combo_row_new ();
      g_autoptr (GtkStringList) list = gtk_string_list_new (directions);

      if (event != NULL)
        jal_custody_event_is_typed (event, &kind);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (direction), _ ("The Exhibit Was"));
      adw_combo_row_set_model (ADW_COMBO_ROW (direction), G_LIST_MODEL (list));
      adw_combo_row_set_selected (ADW_COMBO_ROW (direction), kind);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), direction);
      form->direction = ADW_COMBO_ROW (direction);
      g_signal_connect_swapped (direction, "notify::selected", G_CALLBACK (form_changed_cb), form);
    }
  form->group = ADW_PREFERENCES_GROUP (group);
  form->who = add_entry (group, _ ("Who"), event != NULL ? event->party : NULL, form);
  form->day = add_entry (group, _ ("Day"), NULL, form);
  form->why = add_entry (group, _ ("Why"), event != NULL ? event->detail : NULL, form);
  gtk_editable_set_text (GTK_EDITABLE (form->day), day);
  form->dialog = jal_dialog_form (inside, heading,
                                  _ ("It will stand on the custody sheet for the court. Write the name and office as the "
                                     "court should read them."),
                                  group, verb, form_done, form, free_work);
  form_changed_cb (form);
}

void
jal_custody_verbs_hand_over (GtkWidget *inside, JalStore *store, JalDocument *document, GListModel *events)
{
  Work *form = new_work (store, document->id);

  g_set_object (&form->events, events);
  show_form (inside, form, NULL, _ ("Handover or Disclosure"), _ ("_Record"));
}

void
jal_custody_verbs_change (GtkWidget *inside, JalStore *store, JalCustodyEvent *event, GListModel *events)
{
  Work *form = new_work (store, event->id);

  g_set_object (&form->events, events);
  form->event = TRUE;
  show_form (inside, form, event, _ ("Correct the Entry"), _ ("_Correct"));
}

void
jal_custody_verbs_disclose_build (GtkWidget *inside, JalStore *store, JalBuild *build)
{
  Work *form = new_work (store, build->id);

  form->build = g_object_ref (build);
  show_form (inside, form, NULL, _ ("Who Received This Bundle?"), _ ("_Record"));
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  jal_custody_remove (work->store, work->id, error);
  return NULL;
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_shell_toast_undo (owner, _ ("The entry was taken out; the record of what was done keeps it"));
}

void
jal_custody_verbs_remove (GtkWidget *inside, JalStore *store, JalCustodyEvent *event)
{
  jal_task_run (inside, remove_work, remove_work, new_work (store, event->id), free_work, NULL, removed_cb);
}

/* --- Hash -------------------------------------------------------------------------------------------------------- */

/* Rests for three times as long as the last piece took, so that pages being turned meanwhile find a processor. */
static void
rest_cb (guint64 done, guint64 size, gpointer data)
{
  gint64 *last = data, now = g_get_monotonic_time ();

  g_usleep ((gulong)CLAMP (3 * (now - *last), 0, REST_MAX));
  *last = g_get_monotonic_time ();
}

static gpointer
check_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  gint64 last = g_get_monotonic_time ();

  work->matches = TRUE;
  jal_custody_check (work->store, work->id, work->on_record, &work->matches, work->on_record ? NULL : rest_cb, &last,
                     cancellable, error);
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
                     _ ("Its bytes no longer have the SHA-256 they were received with. What is left of it can be read here, but it is "
                        "neither printed nor exported. Compare it with your backup."));
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
  jal_custody_sheet_save (work->store, work->case_id, work->id, NULL, work->json, work->path, TRUE, &work->told, cancellable,
                          error);
  return NULL;
}

static void saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error);

/* Returns (transfer full): what is needed to save it once more. */
static Work *
copy_saved (const Work *from)
{
  Work *work = new_work (from->store, from->id);

  work->case_id = from->case_id;
  work->json = from->json;
  work->path = g_strdup (from->path);
  return work;
}

/* Once more, into the same file, with the words that were withheld. */
static void
parts_stay_cb (GtkWidget *inside, gpointer data)
{
  Work *work = copy_saved (data);

  work->told.parts_stay = TRUE;
  jal_task_run (inside, save_work, save_work, work, free_work, NULL, saved_cb);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Work *work = data;
  g_autofree char *withheld = error == NULL ? jal_custody_told_describe (&work->told) : NULL;

  if (error != NULL)
    jal_shell_report (owner, error);
  else if (withheld == NULL)
    jal_shell_toast (owner, _ ("The custody sheet is saved: anyone who gets the file can read it"));
  else if (work->told.parts == NULL || work->told.parts_stay)
    jal_dialog_tell (owner, _ ("The Custody Sheet Is Saved"), withheld);
  else
    {
      g_autofree char *body
          = g_strdup_printf (_ ("The sheet is saved. %s\n\n%s\n\nThe court would not see these words. If none of them is a protected "
                                "person, save the sheet again with them."),
                             withheld, work->told.parts);

      jal_dialog_tell_more (owner, _ ("Parts of Protected Names Were Withheld"), body, _ ("Save Again _With Them"), TRUE,
                            parts_stay_cb, copy_saved (work), free_work);
    }
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Work *chosen = data;
  Work *work = new_work (chosen->store, chosen->id);
  const char *ending = chosen->json ? ".json" : ".pdf";

  work->case_id = chosen->case_id;
  work->json = chosen->json;
  work->path = g_str_has_suffix (paths[0], ending) ? g_strdup (paths[0]) : g_strconcat (paths[0], ending, NULL);
  jal_task_run (inside, save_work, save_work, work, free_work, NULL, saved_cb);
}

void
jal_custody_verbs_save (GtkWidget *inside, JalStore *store, JalDocument *document, gboolean whole, gboolean json)
{
  /* Translators: the name of a file, without its ending */
  g_autofree char *name = g_strconcat (_ ("Custody"), json ? ".json" : ".pdf", NULL);
  Work *work = new_work (store, whole ? JAL_ID_NONE : document->id);

  work->case_id = whole ? document->case_id : JAL_ID_NONE;
  work->json = json;
  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save the Custody Sheet"), _ ("_Save"), name, place_chosen_cb, work,
                        free_work);
}
