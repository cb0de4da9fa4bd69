/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names and places that a case protects: a plain list that its team edits. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-redaction-law.h"
#include "marks/jal-redactions.h"
#include "record/jal-case-rows.h"

#define MAX_NAME_BYTES 1000

typedef struct
{
  JalId id;
  JalId case_id;
  const char *kind;
  const char *name;
  gpointer result; /* (transfer full) */
} Call;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check (const char *kind, const char *name, GError **error)
{
  g_autoptr (JalLetters) letters = NULL;

  if (kind != NULL && jal_protected_kind_find (kind) == NULL)
    return refuse (error, _ ("There is no such kind of protected name."));
  if (name == NULL)
    return TRUE;
  if (!jal_text_is_label (name, MAX_NAME_BYTES))
    return refuse (error, _ ("Write the name that is to be protected."));
  letters = jal_letters_new (name, -1);
  if (jal_letters_get_n (letters) < 2)
    return refuse (error, _ ("A protected name has two letters or digits at least."));
  return TRUE;
}

/* The same name twice would be searched twice. */
static gboolean
is_new (JalTx *tx, JalId case_id, JalId self, const char *name, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_name_rows_list (tx, case_id, error);
  g_autoptr (JalLetters) letters = jal_letters_new (name, -1);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (names)); i++)
    {
      g_autoptr (JalProtectedName) other = g_list_model_get_item (G_LIST_MODEL (names), i);
      g_autoptr (JalLetters) theirs = jal_letters_new (other->name, -1);

      if (!jal_id_equal (other->id, self) && jal_letters_equal (letters, theirs))
        return refuse (error, _ ("This name is protected already."));
    }
  return TRUE;
}

static void
fill (char **field, const char *value, gboolean one_line)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = one_line ? jal_text_one_line (value, 0) : g_strdup (value);
}

static gboolean
add_name (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) court_case = jal_case_rows_get (tx, call->case_id, 0, error);
  g_autoptr (JalProtectedName) value = NULL;

  if (court_case == NULL || !is_new (tx, call->case_id, call->id, call->name, error))
    return FALSE;
  value = g_object_new (JAL_TYPE_PROTECTED_NAME, NULL);
  value->id = call->id;
  value->case_id = call->case_id;
  fill (&value->kind, call->kind, FALSE);
  fill (&value->name, call->name, TRUE);
  value->created_at = jal_tx_get_now (tx);
  return jal_protected_name_rows_insert (tx, value, error);
}

static gboolean
update_name (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalProtectedName) value = jal_protected_name_rows_get (tx, call->id, error);

  if (value == NULL || (call->name != NULL && !is_new (tx, value->case_id, call->id, call->name, error)))
    return FALSE;
  fill (&value->kind, call->kind, FALSE);
  fill (&value->name, call->name, TRUE);
  jal_tx_set_case (tx, value->case_id);
  return jal_protected_name_rows_update (tx, value, error);
}

static gboolean
remove_name (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalProtectedName) value = jal_protected_name_rows_get (tx, call->id, error);

  if (value == NULL)
    return FALSE;
  jal_tx_set_case (tx, value->case_id);
  return jal_tx_delete (tx, "protected_name", call->id, error);
}

static gboolean
list_names (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_protected_name_rows_list (tx, call->case_id, error)) != NULL;
}

GListStore *
jal_protected_names_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_names, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_protected_names_add (JalStore *store, JalId case_id, const char *kind, const char *name, JalId *id, GError **error)
{
  Call call = { .id = jal_id_new (), .case_id = case_id, .kind = kind, .name = name };
  JalAct act = { .verb = "name.add", .label = N_ ("new protected name"), .case_id = case_id, .subject_id = call.id,
                 .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && kind != NULL && name != NULL, FALSE);

  if (!check (kind, name, error) || !jal_store_act (store, &act, add_name, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

gboolean
jal_protected_names_update (JalStore *store, JalId id, const char *kind, const char *name, GError **error)
{
  Call call = { .id = id, .kind = kind, .name = name };
  JalAct act = { .verb = "name.update", .label = N_ ("change of protected name"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return check (kind, name, error) && jal_store_act (store, &act, update_name, &call, NULL, error);
}

gboolean
jal_protected_names_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "name.remove", .label = N_ ("removal of protected name"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_name, &call, NULL, error);
}
