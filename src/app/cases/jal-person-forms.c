/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The forms of a person and of days away. A hidden name that has not been revealed is not in the form: what is typed there
   replaces it, nothing typed leaves it. */
#include "app/cases/jal-person-forms.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-custody-question.h"
#include "app/shell/jal-form.h"
#include "cases/jal-people.h"

const char *
jal_person_forms_role (const char *role)
{
  static const struct
  {
    const char *id, *label;
  } labels[] = {
    { "survivor", N_ ("Survivor") },         { "witness", N_ ("Witness") },
    { "accused", N_ ("Accused") },           { "investigator", N_ ("Investigator") },
    { "counsel", N_ ("Prosecutor or counsel") }, { "magistrate", N_ ("Magistrate") },
    { "interpreter", N_ ("Interpreter") },   { "support", N_ ("Support person") },
    { "other", N_ ("Other") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].id, role) == 0)
      return _ (labels[i].label);
  return role;
}

/* --- A person --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId id;
  gboolean keeps_name; /* the name is hidden and was not revealed: "" leaves it */
  JalPersonFormsDone done;
  AdwComboRow *role;
  AdwEntryRow *code, *name, *born, *since, *until, *note;
  GtkSwitch *hidden, *custody;
  gboolean was_in_custody;
} PersonForm;

typedef struct
{
  JalStore *store;
  JalId case_id, id;
  const char *role;
  char *code, *name, *note;
  JalDate born, since, until;
  gboolean hidden, in_custody;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->code);
  g_free (saving->name);
  g_free (saving->note);
  g_free (saving);
}

static void
free_person_form (gpointer data)
{
  g_object_unref (((PersonForm *)data)->store);
  g_free (data);
}

static const char *
chosen_role (PersonForm *form)
{
  const char *const *roles = jal_people_roles ();

  return roles[MIN (adw_combo_row_get_selected (form->role), g_strv_length ((char **)roles) - 1)];
}

static gboolean
person_check (JalForm *window, gpointer about)
{
  PersonForm *form = about;
  gboolean survivor = g_str_equal (chosen_role (form), "survivor");
  gboolean known = survivor || gtk_switch_get_active (form->hidden) || *jal_form_get_text (form->code) != '\0'
                   || *jal_form_get_text (form->name) != '\0' || form->keeps_name;
  JalDate date;

  /* Rule of the core: a survivor's name is always hidden. */
  if (survivor)
    gtk_switch_set_active (form->hidden, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (form->hidden), !survivor);
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (form->custody), ADW_TYPE_ACTION_ROW),
                          g_str_equal (chosen_role (form), "accused"));
  return known && jal_form_get_date (form->born, &date) && jal_form_get_date (form->since, &date)
         && jal_form_get_date (form->until, &date);
}

static gpointer
person_read (JalForm *window, gpointer about)
{
  PersonForm *form = about;
  Saving *saving = g_new0 (Saving, 1);

  saving->store = g_object_ref (form->store);
  saving->case_id = form->case_id;
  saving->id = form->id;
  saving->role = chosen_role (form);
  saving->code = g_strdup (jal_form_get_text (form->code));
  if (!form->keeps_name || *jal_form_get_text (form->name) != '\0')
    saving->name = g_strdup (jal_form_get_text (form->name));
  saving->note = g_strdup (jal_form_get_text (form->note));
  jal_form_get_date (form->born, &saving->born);
  jal_form_get_date (form->since, &saving->since);
  jal_form_get_date (form->until, &saving->until);
  saving->hidden = gtk_switch_get_active (form->hidden);
  saving->in_custody = gtk_switch_get_active (form->custody);
  return saving;
}

static gpointer
person_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;

  draft.role = saving->role;
  draft.code = saving->code;
  draft.name = saving->name;
  draft.note = saving->note;
  draft.born = &saving->born;
  draft.since = &saving->since;
  draft.until = &saving->until;
  draft.hidden = saving->hidden;
  draft.in_custody = saving->in_custody;
  if (jal_id_is_none (saving->id))
    jal_people_add (saving->store, saving->case_id, &draft, NULL, error);
  else
    jal_people_update (saving->store, saving->id, &draft, error);
  return NULL;
}

static void
person_kept (GtkWidget *inside, gpointer data, gpointer about)
{
  PersonForm *form = about;
  Saving *saving = data;
  gboolean in_custody = saving->in_custody && g_str_equal (saving->role, "accused");

  form->done (inside, _ ("The person was saved"));
  if (in_custody != form->was_in_custody)
    jal_custody_question_ask (inside, form->store, form->case_id, form->done);
}

void
jal_person_forms_person (GtkWidget *inside, JalStore *store, JalId case_id, JalPerson *person, gboolean revealed,
                         JalPersonFormsDone done)
{
  JalForm *window = jal_form_new (inside, person == NULL ? _ ("Add Person") : _ ("Edit Person"), NULL);
  PersonForm *form = g_new0 (PersonForm, 1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  guint selected = 0;

  for (guint i = 0; jal_people_roles ()[i] != NULL; i++)
    {
      g_strv_builder_add (labels, jal_person_forms_role (jal_people_roles ()[i]));
      if (person != NULL && g_str_equal (person->role, jal_people_roles ()[i]))
        selected = i;
    }
  words = g_strv_builder_end (labels);
  form->store = g_object_ref (store);
  form->case_id = case_id;
  form->id = person != NULL ? person->id : JAL_ID_NONE;
  form->keeps_name = person != NULL && person->hidden && person->named && !revealed;
  form->done = done;
  form->was_in_custody = person != NULL && person->in_custody;
  form->role = jal_form_add_choice (window, _ ("Role"), (const char *const *)words, selected);
  form->code = jal_form_add_entry (window, _ ("Neutral Code"), person != NULL ? person->code : NULL);
  jal_form_add_group (window, NULL,
                      form->keeps_name ? _ ("The name is hidden. What you type here replaces it.")
                                       : _ ("The name stays in the vault. Lists and papers show the code where there is one."));
  form->name = jal_form_add_entry (window, _ ("Name"), person != NULL ? person->name : NULL);
  form->hidden = jal_form_add_switch (window, _ ("Hide the Name"), _ ("Also for relatives whose name would give the child away"),
                                      person == NULL || person->hidden);
  if (person == NULL)
    gtk_switch_set_active (form->hidden, TRUE);
  jal_form_add_group (window, NULL, NULL);
  form->custody = jal_form_add_switch (window, _ ("In Custody"), _ ("Then a case may be adjourned for 15 clear days, not 30 (CPC s.205)"),
                                       person != NULL && person->in_custody);
  form->born = jal_form_add_date (window, _ ("Date of Birth"), person != NULL ? person->born : JAL_DATE_NONE);
  form->since = jal_form_add_date (window, _ ("In This Role Since"), person != NULL ? person->since : JAL_DATE_NONE);
  form->until = jal_form_add_date (window, _ ("In This Role Until"), person != NULL ? person->until : JAL_DATE_NONE);
  form->note = jal_form_add_entry (window, _ ("Note"), person != NULL ? person->note : NULL);
  jal_form_present (window, person_check, person_read, person_work, free_saving, person_kept, form, free_person_form);
}

/* --- Days away -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId id;
  GListModel *people;
  JalPersonFormsDone done;
  AdwComboRow *who; /* nullable: it is not changed */
  AdwEntryRow *from, *to, *reason;
  GtkSwitch *soft;
} AbsenceForm;

typedef struct
{
  JalStore *store;
  JalId case_id, person_id, id;
  JalDate from, to;
  char *reason;
  gboolean hard;
} Away;

static void
free_away (gpointer data)
{
  Away *away = data;

  g_object_unref (away->store);
  g_free (away->reason);
  g_free (away);
}

static void
free_absence_form (gpointer data)
{
  AbsenceForm *form = data;

  g_object_unref (form->store);
  g_object_unref (form->people);
  g_free (form);
}

static gboolean
absence_check (JalForm *window, gpointer about)
{
  AbsenceForm *form = about;
  JalDate from, to;

  return jal_form_get_date (form->from, &from) && from != JAL_DATE_NONE && jal_form_get_date (form->to, &to);
}

static gpointer
absence_read (JalForm *window, gpointer about)
{
  AbsenceForm *form = about;
  Away *away = g_new0 (Away, 1);
  guint chosen = form->who != NULL ? adw_combo_row_get_selected (form->who) : 0;

  away->store = g_object_ref (form->store);
  away->id = form->id;
  jal_form_get_date (form->from, &away->from);
  jal_form_get_date (form->to, &away->to);
  if (away->to == JAL_DATE_NONE)
    away->to = away->from;
  away->reason = g_strdup (jal_form_get_text (form->reason));
  away->hard = !gtk_switch_get_active (form->soft);
  /* Counsel in every case, the whole case, then the people. */
  if (chosen > 0)
    away->case_id = form->case_id;
  if (chosen > 1)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (form->people, chosen - 2);

      away->person_id = person->id;
    }
  return away;
}

static gpointer
absence_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Away *away = data;
  JalAbsenceDraft draft = { .case_id = away->case_id, .person_id = away->person_id, .from = away->from, .to = away->to,
                            .reason = away->reason, .hard = away->hard };

  if (jal_id_is_none (away->id))
    jal_people_add_absence (away->store, &draft, NULL, error);
  else
    jal_people_update_absence (away->store, away->id, &draft, error);
  return NULL;
}

static void
absence_kept (GtkWidget *inside, gpointer data, gpointer about)
{
  ((AbsenceForm *)about)->done (inside, _ ("The days away were saved"));
}

void
jal_person_forms_absence (GtkWidget *inside, JalStore *store, JalId case_id, GListModel *people, JalAbsence *absence,
                          JalPersonFormsDone done)
{
  JalForm *window = jal_form_new (inside, absence == NULL ? _ ("Add Days Away") : _ ("Edit Days Away"), NULL);
  AbsenceForm *form = g_new0 (AbsenceForm, 1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  form->store = g_object_ref (store);
  form->case_id = case_id;
  form->id = absence != NULL ? absence->id : JAL_ID_NONE;
  form->people = g_object_ref (people);
  form->done = done;
  if (absence == NULL)
    {
      g_strv_builder_add (labels, _ ("I, in every case"));
      g_strv_builder_add (labels, _ ("The whole case"));
      for (guint i = 0; i < g_list_model_get_n_items (people); i++)
        {
          g_autoptr (JalPerson) person = g_list_model_get_item (people, i);

          g_strv_builder_add (labels, jal_person_get_label (person));
        }
      words = g_strv_builder_end (labels);
      form->who = jal_form_add_choice (window, _ ("Who Is Away"), (const char *const *)words, 0);
    }
  form->from = jal_form_add_date (window, _ ("First Day"), absence != NULL ? absence->from : JAL_DATE_NONE);
  form->to = jal_form_add_date (window, _ ("Last Day"), absence != NULL ? absence->to : JAL_DATE_NONE);
  form->reason = jal_form_add_entry (window, _ ("Reason"), absence != NULL ? absence->reason : NULL);
  form->soft = jal_form_add_switch (window, _ ("Could Be Arranged"), _ ("Such days are avoided where that costs little."),
                                    absence != NULL && !absence->hard);
  jal_form_present (window, absence_check, absence_read, absence_work, free_away, absence_kept, form, free_absence_form);
}
