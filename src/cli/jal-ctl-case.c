/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cases/jal-cases.h"
#include "cli/jal-ctl.h"

static const JalCtlColumn list_columns[] = {
  { "id", N_ ("Id") },
  { "number", N_ ("Number") },
  { "title", N_ ("Title") },
  { "next_date", N_ ("Next date") },
  { "documents", N_ ("Documents") },
  { "pages", N_ ("Pages") },
  { NULL },
};

static const JalCtlColumn show_columns[] = {
  { "id", N_ ("Id") },
  { "title", N_ ("Title") },
  { "number", N_ ("Number") },
  { "court", N_ ("Court") },
  { "capacity", N_ ("Capacity") },
  { "stage", N_ ("Stage") },
  { "plea_date", N_ ("Plea") },
  { "in_custody", N_ ("In custody") },
  { "documents", N_ ("Documents") },
  { "pages", N_ ("Pages") },
  { "sessions", N_ ("Sessions") },
  { "sessions_held", N_ ("Of these held") },
  { "next_date", N_ ("Next date") },
  { "next_kind", N_ ("Next session") },
  { "overdue", N_ ("Overdue") },
  { "incomplete", N_ ("Partly damaged") },
  { "note", N_ ("Note") },
  { NULL },
};

static void
put_case (JsonBuilder *builder, JalCase *value)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", value->id);
  jal_ctl_put_string (builder, "title", value->title);
  jal_ctl_put_string (builder, "number", value->number);
  jal_ctl_put_string (builder, "court", value->court);
  jal_ctl_put_string (builder, "capacity", value->capacity);
  jal_ctl_put_string (builder, "stage", value->stage);
  jal_ctl_put_date (builder, "plea_date", value->plea_date);
  jal_ctl_put_flag (builder, "in_custody", value->in_custody);
  jal_ctl_put_string (builder, "note", value->note);
  jal_ctl_put_instant (builder, "created", value->created_at);
  jal_ctl_put_number (builder, "documents", value->n_documents);
  jal_ctl_put_number (builder, "pages", value->n_pages);
  jal_ctl_put_number (builder, "sessions", value->n_sessions);
  jal_ctl_put_number (builder, "sessions_held", value->n_sessions_held);
  jal_ctl_put_date (builder, "next_date", value->next_date);
  jal_ctl_put_string (builder, "next_kind", value->next_kind);
  jal_ctl_put_flag (builder, "overdue", value->overdue);
  jal_ctl_put_flag (builder, "incomplete", value->incomplete);
  json_builder_end_object (builder);
}

static gboolean
print_case (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (JalCase) value = jal_cases_get (ctl->store, id, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (value == NULL)
    return FALSE;
  put_case (builder, value);
  jal_ctl_print (ctl, builder, show_columns);
  return TRUE;
}

static gboolean
read_draft (JalCtl *ctl, JalCaseDraft *draft, GError **error)
{
  const char *custody = jal_ctl_get_option (ctl, "in-custody");

  *draft = JAL_CASE_DRAFT_INIT;
  draft->title = jal_ctl_get_option (ctl, "title");
  draft->number = jal_ctl_get_option (ctl, "number");
  draft->court = jal_ctl_get_option (ctl, "court");
  draft->capacity = jal_ctl_get_option (ctl, "capacity");
  draft->stage = jal_ctl_get_option (ctl, "stage");
  draft->note = jal_ctl_get_option (ctl, "note");
  if (g_strcmp0 (custody, "yes") == 0)
    draft->in_custody = TRUE;
  else if (g_strcmp0 (custody, "no") == 0)
    draft->in_custody = FALSE;
  else if (custody != NULL)
    return jal_ctl_usage (error, _ ("--in-custody is yes or no."));
  return jal_ctl_get_date (ctl, "plea-date", &draft->plea_date, error);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  JalCaseDraft draft;
  JalId id;

  return read_draft (ctl, &draft, error) && jal_cases_add (ctl->store, &draft, &id, error)
         && print_case (ctl, id, error);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  JalCaseDraft draft;
  JalId id;

  if (!read_draft (ctl, &draft, error) || !jal_ctl_get_id (ctl, "case", 0, &id, error)
      || !jal_cases_update (ctl->store, id, &draft, error) || !print_case (ctl, id, error))
    return FALSE;
  if (draft.in_custody >= 0)
    jal_ctl_warn_mentions (ctl, id);
  return TRUE;
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  g_autoptr (GListStore) cases = jal_cases_list (ctl->store, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (cases == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      g_autoptr (JalCase) value = g_list_model_get_item (G_LIST_MODEL (cases), i);

      put_case (builder, value);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, list_columns);
  return TRUE;
}

static gboolean
run_show (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "case", 0, &id, error) && print_case (ctl, id, error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "case", 0, &id, error) && jal_cases_remove (ctl->store, id, error);
}

#define FIELDS "number=N court=ID capacity=CAPACITY stage=ID plea-date=DATE in-custody=YES|NO note=TEXT"

const JalCtlVerb jal_ctl_case_verbs[] = {
  { "case", "add", "", 0, 0, "!title=T " FIELDS, N_ ("Open a case."), JAL_CTL_OPEN_VAULT, run_add },
  { "case", "list", "", 0, 0, NULL, N_ ("List the cases, the next date first."), JAL_CTL_OPEN_VAULT, run_list },
  { "case", "show", "CASE", 1, 1, NULL, N_ ("Show one case."), JAL_CTL_OPEN_VAULT, run_show },
  { "case", "update", "CASE", 1, 1, "title=T " FIELDS, N_ ("Change what is given; an empty value empties it."),
    JAL_CTL_OPEN_VAULT, run_update },
  { "case", "remove", "CASE", 1, 1, NULL, N_ ("Put a case aside; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
