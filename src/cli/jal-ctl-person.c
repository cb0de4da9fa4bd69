/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a case, and when they cannot come. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cases/jal-people.h"
#include "cli/jal-ctl.h"

static const JalCtlColumn person_columns[] = {
  { "id", N_ ("Id") },     { "role", N_ ("Role") },   { "code", N_ ("Code") },  { "name", N_ ("Name") },
  { "born", N_ ("Born") }, { "since", N_ ("Since") }, { "until", N_ ("Until") }, { "note", N_ ("Note") },
  { NULL },
};

static const JalCtlColumn absence_columns[] = {
  { "id", N_ ("Id") },     { "from", N_ ("From") }, { "to", N_ ("To") },
  { "who", N_ ("Who") },   { "hard", N_ ("Fixed") }, { "reason", N_ ("Reason") },
  { NULL },
};

static void
put_person (JsonBuilder *builder, JalPerson *person, GListStore *elsewhere)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", person->id);
  jal_ctl_put_string (builder, "role", person->role);
  jal_ctl_put_string (builder, "code", *person->code != '\0' ? person->code : NULL);
  jal_ctl_put_string (builder, "name", *person->name != '\0' ? person->name : NULL);
  jal_ctl_put_flag (builder, "name_hidden", person->hidden);
  jal_ctl_put_date (builder, "born", person->born);
  jal_ctl_put_date (builder, "since", person->since);
  jal_ctl_put_date (builder, "until", person->until);
  jal_ctl_put_flag (builder, "in_custody", person->in_custody);
  jal_ctl_put_string (builder, "note", person->note);
  /* Where a last day is entered: the other cases that the same magistrate hears on. */
  if (elsewhere != NULL)
    {
      json_builder_set_member_name (builder, "stays_in");
      json_builder_begin_array (builder);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (elsewhere)); i++)
        {
          g_autoptr (JalPerson) other = g_list_model_get_item (G_LIST_MODEL (elsewhere), i);

          json_builder_add_string_value (builder, other->case_number);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

/* Returns (transfer full) (nullable): where a magistrate who leaves this case stays. */
static GListStore *
find_elsewhere (JalCtl *ctl, JalPerson *person, GError **error)
{
  return g_str_equal (person->role, "magistrate") && person->until != JAL_DATE_NONE
             ? jal_people_elsewhere (ctl->store, person->id, ctl->cancellable, error)
             : NULL;
}

static void
put_absence (JsonBuilder *builder, JalAbsence *absence)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", absence->id);
  jal_ctl_put_id (builder, "case_id", absence->case_id);
  jal_ctl_put_id (builder, "person_id", absence->person_id);
  jal_ctl_put_string (builder, "who",
                      !jal_id_is_none (absence->person_id) ? absence->who
                      : jal_id_is_none (absence->case_id)  ? _ ("counsel")
                                                           : _ ("the whole case"));
  jal_ctl_put_date (builder, "from", absence->from);
  jal_ctl_put_date (builder, "to", absence->to);
  jal_ctl_put_flag (builder, "hard", absence->hard);
  jal_ctl_put_string (builder, "reason", absence->reason);
  jal_ctl_put_flag (builder, "imported", absence->uid != NULL);
  jal_ctl_put_string (builder, "entered_in", absence->entered_in);
  json_builder_end_object (builder);
}

/* An option that is a date, or empty to take the date out. */
static gboolean
get_maybe_date (JalCtl *ctl, const char *name, JalDate *date, const JalDate **given, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, name);

  *given = NULL;
  if (text == NULL)
    return TRUE;
  *date = JAL_DATE_NONE;
  *given = date;
  return *text == '\0' || jal_ctl_get_date (ctl, name, date, error);
}

typedef struct
{
  JalPersonDraft draft;
  JalDate born, since, until;
} Given;

static gboolean
read_draft (JalCtl *ctl, Given *given, GError **error)
{
  const char *hidden = jal_ctl_get_option (ctl, "hide-name");
  const char *custody = jal_ctl_get_option (ctl, "in-custody");

  given->draft = JAL_PERSON_DRAFT_INIT;
  given->draft.role = jal_ctl_get_option (ctl, "role");
  given->draft.code = jal_ctl_get_option (ctl, "alias");
  given->draft.name = jal_ctl_get_option (ctl, "name");
  given->draft.note = jal_ctl_get_option (ctl, "note");
  if (g_strcmp0 (hidden, "yes") == 0)
    given->draft.hidden = TRUE;
  else if (g_strcmp0 (hidden, "no") == 0)
    given->draft.hidden = FALSE;
  else if (hidden != NULL)
    return jal_ctl_usage (error, _ ("--hide-name is yes or no."));
  if (g_strcmp0 (custody, "yes") == 0)
    given->draft.in_custody = TRUE;
  else if (g_strcmp0 (custody, "no") == 0)
    given->draft.in_custody = FALSE;
  else if (custody != NULL)
    return jal_ctl_usage (error, _ ("--in-custody is yes or no."));
  return get_maybe_date (ctl, "born", &given->born, &given->draft.born, error)
         && get_maybe_date (ctl, "since", &given->since, &given->draft.since, error)
         && get_maybe_date (ctl, "until", &given->until, &given->draft.until, error);
}

static gboolean
print_person (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (JalPerson) person = jal_people_get (ctl->store, id, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_autoptr (GListStore) elsewhere = NULL;

  if (person == NULL)
    return FALSE;
  elsewhere = find_elsewhere (ctl, person, NULL);
  put_person (builder, person, elsewhere);
  jal_ctl_print (ctl, builder, person_columns);
  return TRUE;
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  Given given;
  JalId case_id, id;

  if (!read_draft (ctl, &given, error) || !jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || !jal_people_add (ctl->store, case_id, &given.draft, &id, error) || !print_person (ctl, id, error))
    return FALSE;
  if (given.draft.in_custody >= 0)
    jal_ctl_warn_mentions (ctl, case_id);
  return TRUE;
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  g_autoptr (JalPerson) person = NULL;
  Given given;
  JalId id;

  if (!read_draft (ctl, &given, error) || !jal_ctl_get_id (ctl, "person", 0, &id, error)
      || !jal_people_update (ctl->store, id, &given.draft, error) || !print_person (ctl, id, error))
    return FALSE;
  if ((given.draft.in_custody >= 0 || given.draft.role != NULL) && (person = jal_people_get (ctl->store, id, NULL)) != NULL)
    jal_ctl_warn_mentions (ctl, person->case_id);
  return TRUE;
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  gboolean names = jal_ctl_get_option (ctl, "names") != NULL;
  g_autoptr (GListStore) people = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId id;

  if (!jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  people = jal_people_list (ctl->store, id, ctl->cancellable, error);
  if (people == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (people), i);
      g_autoptr (JalPerson) named = NULL;
      g_autoptr (GListStore) elsewhere = find_elsewhere (ctl, person, NULL);

      if (names && person->hidden && (named = jal_people_reveal (ctl->store, person->id, error)) == NULL)
        return FALSE;
      put_person (builder, named != NULL ? named : person, elsewhere);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, person_columns);
  return TRUE;
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  g_autoptr (JalPerson) person = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "person", 0, &id, error))
    return FALSE;
  person = jal_people_get (ctl->store, id, NULL);
  if (!jal_people_remove (ctl->store, id, error))
    return FALSE;
  if (person != NULL && person->in_custody)
    jal_ctl_warn_mentions (ctl, person->case_id);
  return TRUE;
}

static gboolean
run_transfer (JalCtl *ctl, GError **error)
{
  JalId id;
  guint n = 0;

  if (!jal_ctl_get_id (ctl, "person", 0, &id, error) || !jal_people_transfer (ctl->store, id, &n, error))
    return FALSE;
  jal_ctl_say (ctl, g_dngettext (GETTEXT_PACKAGE, "Taken over into %u other case.", "Taken over into %u other cases.", n), n);
  return print_person (ctl, id, error);
}

static gboolean
print_absences (JalCtl *ctl, JalId case_id, GError **error)
{
  g_autoptr (GListStore) absences = jal_people_list_absences (ctl->store, case_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (absences == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (absences)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (absences), i);

      put_absence (builder, absence);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, absence_columns);
  return TRUE;
}

/* person away PERSON|CASE|counsel --from DATE --to DATE, or the list of a case or of everything. */
static gboolean
run_away (JalCtl *ctl, GError **error)
{
  const char *who = jal_ctl_get_argument (ctl, 0);
  JalAbsenceDraft draft = JAL_ABSENCE_DRAFT_INIT;
  g_autoptr (GError) local = NULL;

  if (!jal_ctl_get_date (ctl, "from", &draft.from, error) || !jal_ctl_get_date (ctl, "to", &draft.to, error))
    return FALSE;
  if (draft.from == JAL_DATE_NONE)
    return jal_ctl_usage (error, _ ("Say from when: --from DATE."));
  if (draft.to == JAL_DATE_NONE)
    draft.to = draft.from;
  draft.reason = jal_ctl_get_option (ctl, "reason");
  draft.hard = jal_ctl_get_option (ctl, "could-be-arranged") == NULL;
  if (!g_str_equal (who, "counsel") && !jal_ctl_resolve (ctl, "person", who, &draft.person_id, &local)
      && !jal_ctl_resolve (ctl, "case", who, &draft.case_id, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!jal_people_add_absence (ctl->store, &draft, NULL, error))
    return FALSE;
  if (!jal_id_is_none (draft.person_id))
    {
      g_autoptr (JalPerson) person = jal_people_get (ctl->store, draft.person_id, error);

      if (person == NULL)
        return FALSE;
      draft.case_id = person->case_id;
    }
  return print_absences (ctl, draft.case_id, error);
}

static gboolean
run_absences (JalCtl *ctl, GError **error)
{
  JalId id = JAL_ID_NONE;

  if (ctl->arguments->len > 0 && !jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  return print_absences (ctl, id, error);
}

static gboolean
run_change_away (JalCtl *ctl, GError **error)
{
  JalAbsenceDraft draft = JAL_ABSENCE_DRAFT_INIT;
  const char *hard = jal_ctl_get_option (ctl, "hard");
  JalId id;

  draft.reason = jal_ctl_get_option (ctl, "reason");
  if (hard != NULL)
    draft.hard = g_str_equal (hard, "yes");
  return jal_ctl_get_date (ctl, "from", &draft.from, error) && jal_ctl_get_date (ctl, "to", &draft.to, error)
         && jal_ctl_get_id (ctl, "absence", 0, &id, error)
         && jal_people_update_absence (ctl->store, id, &draft, error);
}

static gboolean
run_back (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "absence", 0, &id, error) && jal_people_remove_absence (ctl->store, id, error);
}

#define FIELDS "alias=CODE name=NAME born=DATE since=DATE until=DATE hide-name=YES|NO in-custody=YES|NO note=TEXT"

const JalCtlVerb jal_ctl_person_verbs[] = {
  { "person", "add", "CASE", 1, 1, "!role=ROLE " FIELDS,
    N_ ("Add somebody: survivor, witness, accused, investigator, counsel, magistrate, interpreter, support, other."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "person", "list", "CASE", 1, 1, "names",
    N_ ("List the people of a case; --names shows hidden names too, and that goes on record."), JAL_CTL_OPEN_VAULT, run_list },
  { "person", "update", "PERSON", 1, 1, "role=ROLE " FIELDS, N_ ("Change what is given; an empty value empties it."),
    JAL_CTL_OPEN_VAULT, run_update },
  { "person", "remove", "PERSON", 1, 1, NULL, N_ ("Take somebody out; undo brings them back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { "person", "transfer", "MAGISTRATE", 1, 1, NULL, N_ ("Take her last day over into the other cases of the court that she hears."),
    JAL_CTL_OPEN_VAULT, run_transfer },
  { "person", "away", "PERSON|CASE|counsel", 1, 1, "from=DATE to=DATE reason=TEXT could-be-arranged",
    N_ ("Days on which somebody cannot come; of a case: nobody; counsel: in every case."), JAL_CTL_OPEN_VAULT, run_away },
  { "person", "absences", "[CASE]", 0, 1, NULL, N_ ("List the days away."), JAL_CTL_OPEN_VAULT, run_absences },
  { "person", "change-away", "ABSENCE", 1, 1, "from=DATE to=DATE reason=TEXT hard=YES|NO", N_ ("Change days away."),
    JAL_CTL_OPEN_VAULT, run_change_away },
  { "person", "back", "ABSENCE", 1, 1, NULL, N_ ("Take days away out; undo brings them back."), JAL_CTL_OPEN_VAULT,
    run_back },
  { NULL },
};
