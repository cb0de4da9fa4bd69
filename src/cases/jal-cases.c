/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cases of a vault.
 *
 * 1. Every change is one action of the store, with its undo.
 * 2. A case number is kept as typed: two cases may bear the same one, and then neither is found by it.
 * 3. A case put aside is a tombstone; what belongs to it is left alone and comes back with it.
 */
#define G_LOG_DOMAIN "jal-cases"

#include "cases/jal-cases.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-case-rows.h"

#define MAX_TITLE_CHARS 200
#define MAX_LINE_BYTES 400
#define MAX_NOTE_BYTES (64 * 1024)

typedef struct
{
  const JalCaseDraft *draft;
  JalId id;
  JalDate today;
  gpointer result; /* (transfer full) */
} Call;

/* --- The rules of a draft ------------------------------------------------------------------------------------ */

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
line_is_good (const char *line)
{
  return line == NULL || (strlen (line) <= MAX_LINE_BYTES && g_utf8_validate (line, -1, NULL));
}

static gboolean
check_draft (const JalCaseDraft *draft, gboolean is_new, GError **error)
{
  if (draft->title != NULL || is_new)
    {
      if (!jal_text_is_label (draft->title, G_MAXSIZE))
        return refuse (error, _ ("A case needs a title."));
      if (g_utf8_strlen (draft->title, -1) > MAX_TITLE_CHARS)
        return refuse (error, _ ("The title is too long. Use at most 200 characters."));
    }
  if (!line_is_good (draft->number) || !line_is_good (draft->court) || !line_is_good (draft->stage))
    return refuse (error, _ ("The case number, the court or the stage is too long."));
  if (draft->capacity != NULL && !g_str_equal (draft->capacity, "prosecutor")
      && !g_str_equal (draft->capacity, "watching"))
    return refuse (error, _ ("The capacity is either prosecutor or watching brief."));
  if (draft->note != NULL && (strlen (draft->note) > MAX_NOTE_BYTES || !g_utf8_validate (draft->note, -1, NULL)))
    return refuse (error, _ ("The note is too long."));
  if (draft->plea_date != JAL_DATE_NONE && (draft->plea_date < JAL_DATE_MIN || draft->plea_date > JAL_DATE_MAX))
    return refuse (error, _ ("The date of plea is not a date this program can keep."));
  return TRUE;
}

/* A line as it is kept; an empty one is none. */
static void
fill_maybe (char **field, const char *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = jal_text_one_line (value, 0);
  if (**field == '\0')
    g_clear_pointer (field, g_free);
}

static void
fill_always (char **field, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_free (*field);
  *field = jal_text_one_line (value, 0);
}

static void
fill_from_draft (JalCase *value, const JalCaseDraft *draft)
{
  fill_always (&value->title, draft->title);
  fill_maybe (&value->number, draft->number);
  fill_maybe (&value->court, draft->court);
  fill_always (&value->capacity, draft->capacity);
  fill_always (&value->stage, draft->stage);
  if (draft->note != NULL)
    {
      g_free (value->note);
      value->note = g_strdup (draft->note);
    }
  if (draft->plea_date != JAL_DATE_NONE)
    value->plea_date = draft->plea_date;
  if (draft->in_custody >= 0)
    value->in_custody = draft->in_custody != 0;
}

/* --- Inside a transaction ------------------------------------------------------------------------------------ */

static gboolean
add_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) value = g_object_new (JAL_TYPE_CASE, NULL);

  value->id = call->id;
  value->created_at = jal_tx_get_now (tx);
  fill_always (&value->capacity, "prosecutor");
  fill_always (&value->stage, "investigation");
  fill_from_draft (value, call->draft);
  return jal_case_rows_insert (tx, value, error);
}

static gboolean
update_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) value = jal_case_rows_get (tx, call->id, call->today, error);

  if (value == NULL)
    return FALSE;
  fill_from_draft (value, call->draft);
  return jal_case_rows_update (tx, value, error);
}

static gboolean
remove_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) value = jal_case_rows_get (tx, call->id, call->today, error);

  return value != NULL && jal_tx_delete (tx, "court_case", call->id, error);
}

static gboolean
list_cases (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_case_rows_list (tx, call->today, error);
  return call->result != NULL;
}

static gboolean
get_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_case_rows_get (tx, call->id, call->today, error);
  return call->result != NULL;
}

/* --- The room's door ----------------------------------------------------------------------------------------- */

gboolean
jal_cases_add (JalStore *store, const JalCaseDraft *draft, JalId *id, GError **error)
{
  Call call = { .draft = draft, .id = jal_id_new () };
  JalAct act
      = { .verb = "case.add", .label = N_ ("new case"), .case_id = call.id, .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_draft (draft, TRUE, error) || !jal_store_act (store, &act, add_case, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

gboolean
jal_cases_update (JalStore *store, JalId id, const JalCaseDraft *draft, GError **error)
{
  Call call = { .draft = draft, .id = id, .today = jal_date_today () };
  JalAct act
      = { .verb = "case.update", .label = N_ ("change of case"), .case_id = id, .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return check_draft (draft, FALSE, error) && jal_store_act (store, &act, update_case, &call, NULL, error);
}

gboolean
jal_cases_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id, .today = jal_date_today () };
  JalAct act
      = { .verb = "case.remove", .label = N_ ("removal of case"), .case_id = id, .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_case, &call, NULL, error);
}

GListStore *
jal_cases_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  Call call = { .today = jal_date_today () };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_cases, &call, cancellable, error) ? call.result : NULL;
}

JalCase *
jal_cases_get (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id, .today = jal_date_today () };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, get_case, &call, NULL, error) ? call.result : NULL;
}

/* --- Finding by a prefix ------------------------------------------------------------------------------------- */

static const struct
{
  const char *noun;
  const char *table;
} nouns[] = {
  { "redaction", "redaction" },      { "name", "protected_name" },
  { "case", "court_case" },       { "document", "document" },      { "mark", "mark" }, { "received", "received_mark" },
  { "session", "court_session" }, { "section", "bundle_section" }, { "item", "bundle_item" },
  { "build", "bundle_build" },    { "person", "person" },          { "absence", "unavailability" },
  { "day", "calendar_day" },      { "produced", "produced" },
  { "event", "custody_event" },
};

typedef struct
{
  const char *noun;
  const char *prefix;
  JalId id;
} Search;

static gboolean
prefix_is_hex (const char *prefix)
{
  gsize length = strlen (prefix);

  return length >= 6 && length <= JAL_ID_HEX_LENGTH && strspn (prefix, "0123456789abcdefABCDEF") == length;
}

static gboolean
find_row (JalTx *tx, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (GError) local = NULL;
  const char *table = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (nouns); i++)
    if (g_str_equal (nouns[i].noun, search->noun))
      table = nouns[i].table;
  g_return_val_if_fail (table != NULL, FALSE);

  if (prefix_is_hex (search->prefix))
    {
      if (jal_tx_find_id (tx, table, search->prefix, &search->id, &local))
        return TRUE;
      if (!g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND) || !g_str_equal (search->noun, "case"))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (g_str_equal (search->noun, "case"))
    return jal_case_rows_find_number (tx, search->prefix, &search->id, error);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                       _ ("Name it by at least the first six digits of its identifier, as the lists show it."));
  return FALSE;
}

gboolean
jal_cases_resolve (JalStore *store, const char *noun, const char *prefix, JalId *id, GError **error)
{
  Search search = { .noun = noun, .prefix = prefix };

  g_return_val_if_fail (JAL_IS_STORE (store) && noun != NULL && prefix != NULL && id != NULL, FALSE);

  if (!g_utf8_validate (prefix, -1, NULL) || !jal_store_read (store, find_row, &search, NULL, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is nothing of that name."));
      return FALSE;
    }
  *id = search.id;
  return TRUE;
}
