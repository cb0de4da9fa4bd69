/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-usual-task-form.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-shown.h"
#include "law/jal-session-kind.h"

/* What the form is about; a copy of it is what its work needs. */
typedef struct
{
  JalStore *store;
  char *id; /* nullable: a new one */
  void (*done) (GtkWidget *inside, const char *said);
  char *title, *owner;
  int days_before;
  GPtrArray *kinds; /* of ids, ends with NULL */

  AdwEntryRow *title_row, *owner_row;
  GtkSpinButton *days_row;
  AdwComboRow *when_row;
  GPtrArray *switches; /* one a kind of the law data */
} About;

static void
free_about (gpointer data)
{
  About *about = data;

  g_object_unref (about->store);
  g_free (about->id);
  g_free (about->title);
  g_free (about->owner);
  g_clear_pointer (&about->kinds, g_ptr_array_unref);
  g_clear_pointer (&about->switches, g_ptr_array_unref);
  g_free (about);
}

static gboolean
check (JalForm *form, gpointer data)
{
  About *about = data;
  gboolean any = FALSE;

  for (guint i = 0; i < about->switches->len; i++)
    any = any || gtk_switch_get_active (g_ptr_array_index (about->switches, i));
  return any && *jal_form_get_text (about->title_row) != '\0';
}

static gpointer
read_form (JalForm *form, gpointer data)
{
  About *about = data;
  About *kept = g_new0 (About, 1);
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  kept->store = g_object_ref (about->store);
  kept->id = g_strdup (about->id);
  kept->title = g_strdup (jal_form_get_text (about->title_row));
  kept->owner = g_strdup (jal_form_get_text (about->owner_row));
  kept->days_before = jal_choice_get_number (about->days_row);
  if (adw_combo_row_get_selected (about->when_row) == 1)
    kept->days_before = -kept->days_before;
  kept->kinds = g_ptr_array_new ();
  for (guint i = 0; i < about->switches->len && i < n; i++)
    if (gtk_switch_get_active (g_ptr_array_index (about->switches, i)))
      g_ptr_array_add (kept->kinds, (gpointer)kinds[i].id);
  g_ptr_array_add (kept->kinds, NULL);
  return kept;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  About *kept = data;
  JalUsualTaskDraft draft = { .title = kept->title,
                              .owner = kept->owner,
                              .kinds = (const char *const *)kept->kinds->pdata,
                              .days_before = kept->days_before,
                              .set_days = TRUE };

  if (kept->id != NULL)
    jal_usual_tasks_update (kept->store, kept->id, &draft, error);
  else
    jal_usual_tasks_add (kept->store, &draft, NULL, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  ((About *)about)->done (inside, ((About *)data)->id != NULL ? _ ("The usual task was changed") : _ ("The usual task was added"));
}

void
jal_usual_task_form_present (GtkWidget *inside, JalStore *store, const JalUsualTask *task, const char *kind,
                             void (*done) (GtkWidget *inside, const char *said))
{
  JalForm *form = jal_form_new (inside, task != NULL ? _ ("Edit Usual Task") : _ ("Add Usual Task"), NULL);
  const char *when[] = { _ ("Before the session"), _ ("After the session"), NULL };
  About *about = g_new0 (About, 1);
  guint n;
  const JalSessionKind *kinds = jal_session_kind_list (&n);

  about->store = g_object_ref (store);
  about->id = task != NULL ? g_strdup (task->id) : NULL;
  about->done = done;
  about->switches = g_ptr_array_new ();
  about->title_row = jal_form_add_entry (form, _ ("Task"), task != NULL ? task->title : NULL);
  about->days_row = jal_form_add_number (form, _ ("Days"), _ ("Where the court does not sit, the court day before"), 0, 400,
                                         task != NULL ? ABS (task->days_before) : 7);
  about->when_row = jal_form_add_choice (form, _ ("When"), when, task != NULL && task->days_before < 0 ? 1 : 0);
  about->owner_row = jal_form_add_entry (form, _ ("Owner"), task != NULL ? task->owner : NULL);
  jal_form_add_group (form, _ ("For Which Sessions"), _ ("A new task comes with every session of these kinds from today on, in every case."));
  for (guint i = 0; i < n; i++)
    {
      gboolean chosen = task != NULL ? jal_usual_task_is_for (task, kinds[i].id) : g_strcmp0 (kind, kinds[i].id) == 0;
      GtkSwitch *control = jal_form_add_switch (form, jal_shown_session_kind (kinds[i].id), NULL, chosen);

      g_ptr_array_add (about->switches, control);
      g_signal_connect_object (control, "notify::active", G_CALLBACK (jal_form_changed), form, G_CONNECT_SWAPPED);
    }
  jal_form_present (form, check, read_form, save_work, free_about, kept_cb, about, free_about);
}
