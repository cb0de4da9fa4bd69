/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of a case, and when they cannot come.
 *
 * 1. A survivor is known by a neutral code; so is everybody whose name is hidden. A hidden name leaves the vault by
 *    jal_people_reveal() alone, which puts it on record.
 * 2. Every change is one action of the store, with its undo.
 * 3. An absence belongs to a person, to a case, or, without either, to counsel in every case.
 */
#define G_LOG_DOMAIN "jal-cases"

#include "cases/jal-people.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-case-rows.h"
#include "record/jal-person-rows.h"
#include "record/jal-rank.h"

#define MAX_LINE_CHARS 200
#define MAX_NOTE_BYTES (64 * 1024)
/* Longer absences are a mistyped year. */
#define MAX_ABSENCE_DAYS (10 * 366)

static const char *const roles[] = { "survivor", "witness",     "accused", "investigator", "counsel",
                                     "magistrate", "interpreter", "support", "other",        NULL };

typedef struct
{
  const JalPersonDraft *draft;
  const JalAbsenceDraft *absence;
  JalId case_id;
  JalId id;
  gboolean with_name;
  guint n;         /* (out) */
  gpointer result; /* (transfer full) */
} Call;

const char *const *
jal_people_roles (void)
{
  return roles;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
line_is_good (const char *line)
{
  return line == NULL || (g_utf8_validate (line, -1, NULL) && g_utf8_strlen (line, -1) <= MAX_LINE_CHARS);
}

static gboolean
date_is_good (const JalDate *date)
{
  return date == NULL || *date == JAL_DATE_NONE || (*date >= JAL_DATE_MIN && *date <= JAL_DATE_MAX);
}

static gboolean
check_draft (const JalPersonDraft *draft, GError **error)
{
  if (draft->role != NULL && !g_strv_contains (roles, draft->role))
    return refuse (error, _ ("There is no such role in a case."));
  if (!line_is_good (draft->code) || !line_is_good (draft->name))
    return refuse (error, _ ("The code or the name is too long."));
  if (draft->note != NULL && (strlen (draft->note) > MAX_NOTE_BYTES || !g_utf8_validate (draft->note, -1, NULL)))
    return refuse (error, _ ("The note is too long."));
  if (!date_is_good (draft->born) || !date_is_good (draft->since) || !date_is_good (draft->until))
    return refuse (error, _ ("That is not a date this program can keep."));
  if (draft->born != NULL && *draft->born != JAL_DATE_NONE && *draft->born > jal_date_today ())
    return refuse (error, _ ("A date of birth does not lie ahead."));
  return TRUE;
}

static void
fill_line (char **field, const char *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = jal_text_one_line (value, 0);
}

static void
fill_from_draft (JalPerson *person, const JalPersonDraft *draft)
{
  if (draft->role != NULL)
    fill_line (&person->role, draft->role);
  fill_line (&person->code, draft->code);
  fill_line (&person->name, draft->name);
  if (draft->name != NULL)
    person->named = *person->name != '\0';
  if (draft->note != NULL)
    {
      g_free (person->note);
      person->note = g_strdup (draft->note);
    }
  if (draft->born != NULL)
    person->born = *draft->born;
  if (draft->since != NULL)
    person->since = *draft->since;
  if (draft->until != NULL)
    person->until = *draft->until;
  if (draft->hidden >= 0)
    person->hidden = draft->hidden != 0;
  if (draft->in_custody >= 0)
    person->in_custody = draft->in_custody != 0;
  /* Whoever is no accused any more is not remanded. */
  person->in_custody = person->in_custody && g_str_equal (person->role, "accused");
}

/* "Survivor A", "Witness B": the first that nobody of the case bears. */
static gboolean
make_code (JalTx *tx, JalPerson *person, GError **error)
{
  g_autoptr (GListStore) others = jal_person_rows_list (tx, person->case_id, error);
  const char *word = g_str_equal (person->role, "survivor") ? _ ("Survivor") : _ ("Person");

  if (others == NULL)
    return FALSE;
  for (guint n = 0;; n++)
    {
      g_autofree char *code = n < 26 ? g_strdup_printf ("%s %c", word, 'A' + (char)n) : g_strdup_printf ("%s %u", word, n + 1);
      gboolean taken = FALSE;

      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (others)); i++)
        {
          g_autoptr (JalPerson) other = g_list_model_get_item (G_LIST_MODEL (others), i);

          taken = taken || (!jal_id_equal (other->id, person->id) && g_str_equal (other->code, code));
        }
      if (!taken)
        {
          g_free (person->code);
          person->code = g_steal_pointer (&code);
          return TRUE;
        }
    }
}

/* Invariant 1, and that there is something to call the person by. */
static gboolean
settle (JalTx *tx, JalPerson *person, GError **error)
{
  if (g_str_equal (person->role, "survivor"))
    person->hidden = TRUE;
  if (person->since != JAL_DATE_NONE && person->until != JAL_DATE_NONE && person->until < person->since)
    return refuse (error, _ ("The last day in the role lies before the first."));
  if (person->hidden && *person->code == '\0')
    return make_code (tx, person, error);
  if (*person->code == '\0' && !person->named)
    return refuse (error, _ ("A person needs a code or a name."));
  return TRUE;
}

static gboolean
add_person (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalPerson) person = g_object_new (JAL_TYPE_PERSON, NULL);
  g_autoptr (JalCase) owner = jal_case_rows_get (tx, call->case_id, jal_date_today (), error);

  if (owner == NULL)
    return FALSE;
  person->id = call->id;
  person->case_id = call->case_id;
  fill_from_draft (person, call->draft);
  return settle (tx, person, error) && jal_rank_last (tx, "person", "case_id", call->case_id, &person->rank, error)
         && jal_person_rows_insert (tx, person, error);
}

static gboolean
update_person (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalPerson) person = jal_person_rows_get (tx, call->id, FALSE, error);

  if (person == NULL)
    return FALSE;
  jal_tx_set_case (tx, person->case_id);
  fill_from_draft (person, call->draft);
  return settle (tx, person, error) && jal_person_rows_update (tx, person, call->draft->name != NULL, error);
}

static gboolean
remove_person (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalPerson) person = jal_person_rows_get (tx, call->id, FALSE, error);

  if (person == NULL)
    return FALSE;
  jal_tx_set_case (tx, person->case_id);
  return jal_tx_delete (tx, "person", call->id, error);
}

static gboolean
list_people (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_person_rows_list (tx, call->case_id, error);
  return call->result != NULL;
}

static gboolean
get_person (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_person_rows_get (tx, call->id, call->with_name, error);
  return call->result != NULL;
}

static gboolean
list_elsewhere (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_person_rows_elsewhere (tx, call->id, error);
  return call->result != NULL;
}

static gboolean
transfer (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalPerson) person = jal_person_rows_get (tx, call->id, FALSE, error);
  g_autoptr (GListStore) others = person != NULL ? jal_person_rows_elsewhere (tx, call->id, error) : NULL;

  if (others == NULL)
    return FALSE;
  if (!g_str_equal (person->role, "magistrate") || person->until == JAL_DATE_NONE)
    return refuse (error, _ ("Only the last day of a magistrate is taken over into other cases. Enter it first."));
  jal_tx_set_case (tx, person->case_id);
  call->n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (others)); i++)
    {
      g_autoptr (JalPerson) other = g_list_model_get_item (G_LIST_MODEL (others), i);

      other->until = person->until;
      call->n++;
      if (!jal_person_rows_update (tx, other, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Absences ------------------------------------------------------------------------------------------------ */

static gboolean
check_absence (JalAbsence *absence, GError **error)
{
  if (absence->from == JAL_DATE_NONE || absence->to == JAL_DATE_NONE)
    return refuse (error, _ ("Days away need a first and a last day."));
  if (absence->from < JAL_DATE_MIN || absence->to > JAL_DATE_MAX)
    return refuse (error, _ ("That is not a date this program can keep."));
  if (absence->to < absence->from)
    return refuse (error, _ ("The last day away lies before the first."));
  if (absence->to - absence->from > MAX_ABSENCE_DAYS)
    return refuse (error, _ ("Nobody is away for more than ten years. Check the year."));
  return TRUE;
}

static void
fill_absence (JalAbsence *absence, const JalAbsenceDraft *draft)
{
  if (draft->from != JAL_DATE_NONE)
    absence->from = draft->from;
  if (draft->to != JAL_DATE_NONE)
    absence->to = draft->to;
  fill_line (&absence->reason, draft->reason);
  if (draft->hard >= 0)
    absence->hard = draft->hard != 0;
}

static gboolean
add_absence (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAbsence) absence = g_object_new (JAL_TYPE_ABSENCE, NULL);

  absence->id = call->id;
  absence->case_id = call->absence->case_id;
  absence->person_id = call->absence->person_id;
  if (!jal_id_is_none (absence->person_id))
    {
      g_autoptr (JalPerson) person = jal_person_rows_get (tx, absence->person_id, FALSE, error);

      if (person == NULL)
        return FALSE;
      absence->case_id = person->case_id;
    }
  else if (!jal_id_is_none (absence->case_id))
    {
      g_autoptr (JalCase) owner = jal_case_rows_get (tx, absence->case_id, jal_date_today (), error);

      if (owner == NULL)
        return FALSE;
    }
  jal_tx_set_case (tx, absence->case_id);
  fill_absence (absence, call->absence);
  return check_absence (absence, error) && jal_absence_rows_insert (tx, absence, error);
}

static gboolean
update_absence (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAbsence) absence = jal_absence_rows_get (tx, call->id, error);

  if (absence == NULL)
    return FALSE;
  jal_tx_set_case (tx, absence->case_id);
  fill_absence (absence, call->absence);
  return check_absence (absence, error) && jal_absence_rows_update (tx, absence, error);
}

static gboolean
remove_absence (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAbsence) absence = jal_absence_rows_get (tx, call->id, error);

  if (absence == NULL)
    return FALSE;
  jal_tx_set_case (tx, absence->case_id);
  return jal_tx_delete (tx, "unavailability", call->id, error);
}

static gboolean
list_absences (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_absence_rows_list (tx, call->case_id, error);
  return call->result != NULL;
}

/* --- The room's door ----------------------------------------------------------------------------------------- */

gboolean
jal_people_add (JalStore *store, JalId case_id, const JalPersonDraft *draft, JalId *id, GError **error)
{
  Call call = { .draft = draft, .case_id = case_id, .id = jal_id_new () };
  JalAct act = { .verb = "person.add", .label = N_ ("new person"), .case_id = case_id, .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_draft (draft, error))
    return FALSE;
  if (draft->role == NULL)
    return refuse (error, _ ("A person has a role in the case."));
  if (!jal_store_act (store, &act, add_person, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

gboolean
jal_people_update (JalStore *store, JalId id, const JalPersonDraft *draft, GError **error)
{
  Call call = { .draft = draft, .id = id };
  JalAct act = { .verb = "person.update", .label = N_ ("change of person"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return check_draft (draft, error) && jal_store_act (store, &act, update_person, &call, NULL, error);
}

gboolean
jal_people_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "person.remove", .label = N_ ("removal of person"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_person, &call, NULL, error);
}

GListStore *
jal_people_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_people, &call, cancellable, error) ? call.result : NULL;
}

JalPerson *
jal_people_get (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, get_person, &call, NULL, error) ? call.result : NULL;
}

GListStore *
jal_people_elsewhere (JalStore *store, JalId id, GCancellable *cancellable, GError **error)
{
  Call call = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_elsewhere, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_people_transfer (JalStore *store, JalId id, guint *n, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "person.transfer", .label = N_ ("last day of magistrate"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_act (store, &act, transfer, &call, NULL, error))
    return FALSE;
  if (n != NULL)
    *n = call.n;
  return TRUE;
}

JalPerson *
jal_people_reveal (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id, .with_name = TRUE };
  JalPerson *person;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, get_person, &call, NULL, error))
    return NULL;
  person = call.result;
  jal_store_note_view (store, "person.reveal", person->case_id, id, NULL);
  return person;
}

gboolean
jal_people_add_absence (JalStore *store, const JalAbsenceDraft *draft, JalId *id, GError **error)
{
  Call call = { .absence = draft, .id = jal_id_new () };
  JalAct act = { .verb = "absence.add", .label = N_ ("new days away"), .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!line_is_good (draft->reason))
    return refuse (error, _ ("The reason is too long."));
  if (!jal_store_act (store, &act, add_absence, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

gboolean
jal_people_update_absence (JalStore *store, JalId id, const JalAbsenceDraft *draft, GError **error)
{
  Call call = { .absence = draft, .id = id };
  JalAct act = { .verb = "absence.update", .label = N_ ("change of days away"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!line_is_good (draft->reason))
    return refuse (error, _ ("The reason is too long."));
  return jal_store_act (store, &act, update_absence, &call, NULL, error);
}

gboolean
jal_people_remove_absence (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "absence.remove", .label = N_ ("removal of days away"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_absence, &call, NULL, error);
}

GListStore *
jal_people_list_absences (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_absences, &call, cancellable, error) ? call.result : NULL;
}
