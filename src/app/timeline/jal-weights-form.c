/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What the planner weighs, each weight as the question it answers. Points are only worth something beside each other: the
   first row, a day away from the best date, is the measure. */
#include "app/timeline/jal-weights-form.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-shell.h"
#include "schedule/jal-schedule.h"

static const struct
{
  const char *id, *title, *subtitle;
} words[] = {
  { "distance_per_day", N_ ("Away from the Best Date"), N_ ("Points for each day earlier or later: the measure for all the others.") },
  { "survivor_late_per_day", N_ ("The Survivor Testifies Late"), N_ ("On top, for each day after the best date: she should be heard early, and once.") },
  { "recess_day", N_ ("In a Recess"), N_ ("Criminal matters go on, but benches are thin.") },
  { "near_provisional_day", N_ ("Next to a Feast Whose Date May Move"), N_ ("It may turn out to be the holiday.") },
  { "crowded_week", N_ ("Another Day of Witnesses That Week"), N_ ("For each one beyond the first, other cases counted.") },
  { "away_if_possible", N_ ("Somebody Would Rather Be Elsewhere"), N_ ("Also a witness who was not called by name.") },
  { "moved_session", N_ ("People Were Told Another Date"), N_ ("For a session that leaves the day it was announced for.") },
};

typedef struct
{
  JalStore *store;
  JalPlanWeights weights;
  JalSchedulePrefs prefs;
  void (*done) (GtkWidget *inside, const char *said);
  GtkSpinButton *points[G_N_ELEMENTS (words)];
  GtkSpinButton *day, *week;
} Weights;

static void
free_weights (gpointer data)
{
  g_object_unref (((Weights *)data)->store);
  g_free (data);
}

static Weights *
copy_weights (Weights *about)
{
  Weights *copy = g_memdup2 (about, sizeof *about);

  g_object_ref (copy->store);
  return copy;
}

static gpointer
read_form (JalForm *form, gpointer data)
{
  Weights *about = data;
  Weights *copy = copy_weights (about);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    jal_plan_weights_set (&copy->weights, words[i].id, jal_choice_get_number (about->points[i]));
  copy->prefs.day_capacity = (guint)jal_choice_get_number (about->day);
  copy->prefs.week_capacity = (guint)jal_choice_get_number (about->week);
  return copy;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Weights *kept = data;

  jal_schedule_set_prefs (kept->store, &kept->prefs, &kept->weights, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  ((Weights *)about)->done (inside, _ ("How to plan was saved"));
}

static int
value_of (const JalPlanWeights *weights, const char *id)
{
  guint n;
  const JalPlanWeightInfo *infos = jal_plan_weights_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (infos[i].id, id))
      return (int)jal_plan_weights_value (weights, &infos[i]);
  return 0;
}

static void
defaults_clicked_cb (GtkButton *button, Weights *about)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    gtk_spin_button_set_value (about->points[i], value_of (jal_plan_weights_get (), words[i].id));
}

static gpointer
load_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Weights *loaded = data;

  jal_schedule_get_prefs (loaded->store, &loaded->prefs, &loaded->weights, error);
  return NULL;
}

static void
loaded_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Weights *about;
  JalForm *form;
  AdwPreferencesGroup *group;
  GtkWidget *button;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  about = copy_weights (data);
  form = jal_form_new (owner, _ ("How to Plan"), NULL);
  group = jal_form_add_group (form, _ ("Points"),
                              _ ("Of all plans that keep the rules, the one with the fewest points is taken. These points are a "
                                 "proposal of the program, not law."));
  button = gtk_button_new_with_mnemonic (_ ("_Usual Points"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (button, 12);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (defaults_clicked_cb), about);
  adw_preferences_group_set_header_suffix (group, button);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    about->points[i] = jal_form_add_number (form, _ (words[i].title), _ (words[i].subtitle), 0, JAL_PLAN_WEIGHT_MAX,
                                            value_of (&about->weights, words[i].id));
  jal_form_add_group (form, _ ("Limits"), _ ("Sessions of all cases counted, without mentions. 0 is no limit."));
  about->day = jal_form_add_number (form, _ ("Most Sessions a Day"), NULL, 0, 20, (int)about->prefs.day_capacity);
  about->week = jal_form_add_number (form, _ ("Most Sessions a Week"), NULL, 0, 20, (int)about->prefs.week_capacity);
  jal_form_present (form, NULL, read_form, save_work, free_weights, kept_cb, about, free_weights);
}

void
jal_weights_form_present (GtkWidget *inside, JalStore *store, void (*done) (GtkWidget *inside, const char *said))
{
  Weights *about = g_new0 (Weights, 1);

  about->store = g_object_ref (store);
  about->done = done;
  jal_task_run (inside, load_work, load_work, about, free_weights, NULL, loaded_cb);
}
