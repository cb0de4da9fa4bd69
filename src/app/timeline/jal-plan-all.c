/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * All cases planned together.
 *
 * 1. The search runs on a thread and tells how far it is; closing the window ends it. Nothing is kept before Accept.
 * 2. Each case can be left out; a case that has no plan says why and cannot be ticked.
 */
#include "app/timeline/jal-plan-all.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-steps.h"
#include "schedule/jal-schedule-together.h"

/* What the window is about. */
typedef struct
{
  JalStore *store;
  void (*done) (GtkWidget *inside, const char *said);
  JalScheduleTogether *together; /* nullable: while it is being looked for */
  GPtrArray *ticks;              /* of GtkCheckButton, one a case */
  AdwPreferencesGroup *group;
  GtkProgressBar *bar;
} About;

/* What the threads are given. */
typedef struct
{
  JalStore *store;
  JalScheduleTogether *together; /* nullable: what is kept; the window has none of it then */
  GArray *chosen;                /* JalId */
  JalSteps *steps;
} Call;

static void
free_about (gpointer data)
{
  About *about = data;

  g_object_unref (about->store);
  jal_schedule_together_free (about->together);
  g_ptr_array_unref (about->ticks);
  g_free (about);
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_clear_pointer (&call->chosen, g_array_unref);
  jal_schedule_together_free (call->together);
  jal_steps_free (call->steps);
  g_free (call);
}

/* --- Looking for it --------------------------------------------------------------------------------------------- */

static void
show_step (gpointer object, const JalStep *step)
{
  gtk_progress_bar_set_fraction (object, jal_step_fraction (step));
}

/* On the thread. */
static gboolean
told (guint done, guint total, gpointer data)
{
  jal_steps_progress (done, total, ((Call *)data)->steps);
  return TRUE;
}

static gpointer
propose_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalScheduleTogether *together = jal_schedule_propose_all (((Call *)data)->store, told, data, cancellable, error);
  GPtrArray *holder;

  if (together == NULL)
    return NULL;
  /* The window takes it out; nobody does when the window has gone. */
  holder = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_schedule_together_free);
  g_ptr_array_add (holder, together);
  return holder;
}

static JalDate
date_before (const JalScheduleOfCase *of_case, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (of_case->before)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (of_case->before), i);

      if (jal_id_equal (session->id, id))
        return session->date;
    }
  return JAL_DATE_NONE;
}

static void
add_session (AdwExpanderRow *expander, const JalScheduleOfCase *of_case, JalSession *session)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  JalDate before = date_before (of_case, session->id);
  g_autofree char *date = jal_shown_date_short (session->date);
  g_autofree char *old = before != JAL_DATE_NONE ? jal_shown_date_short (before) : NULL;
  g_autofree char *title = g_strdup_printf ("%u · %s", session->ordinal, jal_shown_session_kind (session->kind));
  g_autofree char *was = NULL;

  if (before == JAL_DATE_NONE)
    was = g_strdup_printf ("%s · %s", date, _ ("new"));
  else if (before == session->date)
    was = g_strdup_printf ("%s · %s", date, _ ("stays"));
  else
    was = g_strdup_printf (_ ("%s instead of %s"), date, old);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, was);
  adw_expander_row_add_row (expander, GTK_WIDGET (row));
}

static char *
case_text (const JalScheduleOfCase *of_case)
{
  if (of_case->trouble != NULL)
    return g_strdup (of_case->trouble);
  if (of_case->n_moved == 0)
    return g_strdup (_ ("Stays as it is"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u session gets another date", "%u sessions get another date", of_case->n_moved),
                          of_case->n_moved);
}

static void
add_case (JalForm *form, About *about, const JalScheduleOfCase *of_case)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  GtkWidget *tick = gtk_check_button_new ();
  g_autofree char *subtitle = case_text (of_case);

  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (tick, of_case->proposal != NULL && of_case->n_moved > 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), of_case->proposal != NULL && of_case->n_moved > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, of_case->number, -1);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (jal_form_changed), form, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), of_case->number);
  adw_expander_row_set_subtitle (row, subtitle);
  adw_expander_row_add_prefix (row, tick);
  for (guint i = 0; of_case->proposal != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (of_case->proposal)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (of_case->proposal), i);

      if (session->ordinal > 0)
        add_session (row, of_case, session);
    }
  adw_preferences_group_add (about->group, GTK_WIDGET (row));
  g_ptr_array_add (about->ticks, tick);
}

static void
proposed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalForm *form = owner;
  About *about = g_object_get_data (G_OBJECT (form), "about"); /* this only runs while the form is whole */
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (about->bar), FALSE);
  if (error != NULL)
    {
      words = jal_error_text (error);
      adw_preferences_group_set_description (about->group, words);
      return;
    }
  about->together = g_ptr_array_steal_index (result, 0);
  words = g_strdup_printf (_ ("Together %ld points; one case after the other %ld. Fewer points are better, and none of it counts before you "
                              "accept."), (long)about->together->cost, (long)about->together->greedy);
  adw_preferences_group_set_description (about->group, words);
  for (guint i = 0; i < about->together->cases->len; i++)
    add_case (form, about, g_ptr_array_index (about->together->cases, i));
  jal_form_changed (form);
}

/* --- Keeping it ------------------------------------------------------------------------------------------------- */

static gboolean
is_chosen (About *about, guint i)
{
  return gtk_check_button_get_active (g_ptr_array_index (about->ticks, i));
}

static gboolean
check (JalForm *form, gpointer data)
{
  About *about = data;

  for (guint i = 0; about->together != NULL && i < about->ticks->len; i++)
    if (is_chosen (about, i))
      return TRUE;
  return FALSE;
}

static gpointer
read_form (JalForm *form, gpointer data)
{
  About *about = data;
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (about->store);
  call->chosen = g_array_new (FALSE, FALSE, sizeof (JalId));
  for (guint i = 0; i < about->ticks->len; i++)
    if (is_chosen (about, i))
      g_array_append_val (call->chosen, ((JalScheduleOfCase *)g_ptr_array_index (about->together->cases, i))->case_id);
  call->together = g_steal_pointer (&about->together);
  return call;
}

static gpointer
accept_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_accept_all (call->store, call->together, (const JalId *)(gpointer)call->chosen->data, call->chosen->len, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  ((About *)about)->done (inside, _ ("The plans were kept"));
}

void
jal_plan_all_present (GtkWidget *inside, JalStore *store, void (*done) (GtkWidget *inside, const char *said))
{
  JalForm *form = jal_form_new (inside, _ ("Plan All Cases"), _ ("_Accept"));
  About *about = g_new0 (About, 1);
  Call *call = g_new0 (Call, 1);

  about->store = g_object_ref (store);
  about->done = done;
  about->ticks = g_ptr_array_new ();
  about->group = jal_form_add_group (form, NULL, _ ("Looking for dates that suit all cases together…"));
  about->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (about->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Planning"), -1);
  adw_preferences_group_add (about->group, GTK_WIDGET (about->bar));
  g_object_set_data (G_OBJECT (form), "about", about);
  call->steps = jal_steps_new (about->bar, show_step);
  call->store = g_object_ref (store);
  jal_form_present (form, check, read_form, accept_work, free_call, kept_cb, about, free_about);
  jal_task_renew (form, propose_work, propose_work, call, free_call, (GDestroyNotify)g_ptr_array_unref, proposed_cb);
}
