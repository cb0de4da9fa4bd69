/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks by kind of session, check-ins, school terms, the cost of a court day: data/law/tasks.json. */
#include "law/jal-task-template.h"

#include "law/jal-law-data.h"

typedef struct
{
  GArray *tasks, *checkins, *terms;
  JalCourtDayCost cost;
} Tasks;

static const char *const *
load_strings (JsonArray *list)
{
  guint n = json_array_get_length (list);
  const char **strings = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    strings[i] = json_array_get_string_element (list, i);
  return strings;
}

static void
load_tasks (Tasks *tasks, JsonArray *list)
{
  tasks->tasks = g_array_new (FALSE, TRUE, sizeof (JalTaskTemplate));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalTaskTemplate task = {
        .id = jal_law_data_string (entry, "id"),
        .label = jal_law_data_label (entry),
        .days_before = jal_law_data_int (entry, "days_before", 0),
        .kinds = load_strings (jal_law_data_array (entry, "kinds")),
        .legal_ref = jal_law_data_optional (entry, "legal_ref"),
        .survivor = jal_law_data_boolean (entry, "survivor", FALSE),
        .call_off = json_object_has_member (entry, "call_off") ? jal_law_data_label (jal_law_data_object (entry, "call_off"))
                                                               : (JalLabel){ { NULL } },
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (tasks->tasks, task);
    }
}

static void
load_checkins (Tasks *tasks, JsonArray *list)
{
  tasks->checkins = g_array_new (FALSE, TRUE, sizeof (JalCheckin));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalCheckin checkin = {
        .months = jal_law_data_int (entry, "months", 0),
        .label = jal_law_data_label (entry),
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (tasks->checkins, checkin);
    }
}

static void
load_terms (Tasks *tasks, JsonArray *list)
{
  tasks->terms = g_array_new (FALSE, TRUE, sizeof (JalSchoolTerm));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalSchoolTerm term = {
        .id = jal_law_data_string (entry, "id"),
        .label = jal_law_data_label (entry),
        .from_month = jal_law_data_int (entry, "from_month", 1),
        .from_day = jal_law_data_int (entry, "from_day", 1),
        .to_month = jal_law_data_int (entry, "to_month", 1),
        .to_day = jal_law_data_int (entry, "to_day", 1),
        .standing = jal_law_data_standing (entry),
      };

      g_array_append_val (tasks->terms, term);
    }
}

static const Tasks *
load (void)
{
  static Tasks *tasks;

  if (g_once_init_enter (&tasks))
    {
      Tasks *loaded = g_new0 (Tasks, 1);
      JsonObject *root = jal_law_data_root ("law/tasks.json");
      JsonObject *cost = jal_law_data_object (root, "court_day_cost");

      load_tasks (loaded, jal_law_data_array (root, "tasks"));
      load_checkins (loaded, jal_law_data_array (root, "checkins"));
      load_terms (loaded, jal_law_data_array (root, "school_terms"));
      loaded->cost.amount = jal_law_data_int (cost, "amount", 0);
      loaded->cost.currency = jal_law_data_string (cost, "currency");
      loaded->cost.label = jal_law_data_label (cost);
      g_once_init_leave (&tasks, loaded);
    }
  return tasks;
}

const JalTaskTemplate *
jal_task_template_list (guint *n)
{
  if (n != NULL)
    *n = load ()->tasks->len;
  return (const JalTaskTemplate *)(gpointer)load ()->tasks->data;
}

const JalTaskTemplate *
jal_task_template_find (const char *id)
{
  guint n;
  const JalTaskTemplate *templates = jal_task_template_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (templates[i].id, id) == 0)
      return &templates[i];
  return NULL;
}

gboolean
jal_task_template_is_for (const JalTaskTemplate *template, const char *kind)
{
  return kind != NULL && g_strv_contains (template->kinds, kind);
}

const JalCheckin *
jal_checkin_list (guint *n)
{
  if (n != NULL)
    *n = load ()->checkins->len;
  return (const JalCheckin *)(gpointer)load ()->checkins->data;
}

const JalSchoolTerm *
jal_school_term_list (guint *n)
{
  if (n != NULL)
    *n = load ()->terms->len;
  return (const JalSchoolTerm *)(gpointer)load ()->terms->data;
}

const JalCourtDayCost *
jal_court_day_cost_get (void)
{
  return &load ()->cost;
}
