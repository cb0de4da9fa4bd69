/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who got the file of a build. What the court is told about each exhibit must not depend on whether it went out alone or in
 * a bundle, so a disclosure stands in the custody of every original; the build's SHA-256 in it says with which file.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/jal-text.h"
#include "bundle/jal-bundle-private.h"

#define MAX_LINE_BYTES 800

typedef struct
{
  JalId build_id;
  const char *party;
  const char *reason;
  JalDate date;
  char *originals;
  JalBuild *build;
  JalId case_id;
  GPtrArray *recipients;
} Call;

static void
clear_call (Call *call)
{
  g_clear_pointer (&call->originals, g_free);
  g_clear_object (&call->build);
}

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalBundleRow) bundle = NULL;

  call->build = jal_build_rows_get (tx, call->build_id, NULL, &call->originals, error);
  bundle = call->build != NULL ? jal_bundle_rows_get (tx, call->build->bundle_id, error) : NULL;
  if (bundle == NULL)
    return FALSE;
  call->case_id = bundle->case_id;
  return TRUE;
}

/* Of every input its original; of a redacted copy, which names its document first, all of them. Each once. */
static GPtrArray *
list_originals (JsonArray *array)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonArray *copy = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      for (guint k = copy != NULL ? 1 : 0; k < (copy != NULL ? json_array_get_length (copy) : 1); k++)
        {
          gpointer id = (gpointer)(copy != NULL ? json_array_get_string_element (copy, k) : json_node_get_string (node));

          if (!g_ptr_array_find_with_equal_func (out, id, g_str_equal, NULL))
            g_ptr_array_add (out, id);
        }
    }
  return out;
}

static gboolean
disclose (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JsonNode) ids = json_from_string (call->originals, error);
  JsonArray *array = ids != NULL && JSON_NODE_HOLDS_ARRAY (ids) ? json_node_get_array (ids) : NULL;
  g_autofree char *party = jal_text_one_line (call->party, 0);
  g_autofree char *reason = jal_text_one_line (call->reason != NULL ? call->reason : "", 0);
  g_autofree char *payload = g_strdup_printf ("{\"copy\":\"%s\",\"sha256\":\"%s\"}", call->build->copy, call->build->sha256);
  g_autofree char *detail = g_strdup_printf ("bundle, %s copy; SHA-256 %s%s%s", call->build->copy, call->build->sha256,
                                             *reason != '\0' ? "; " : "", reason);
  g_autoptr (GPtrArray) originals = NULL;
  JalDate date = call->date != JAL_DATE_NONE ? call->date : jal_date_from_instant (jal_tx_get_now (tx));

  if (ids == NULL)
    return FALSE;
  jal_tx_set_payload (tx, payload);
  originals = list_originals (array);
  for (guint i = 0; i < originals->len; i++)
    {
      JalId id = JAL_ID_NONE;

      if (!jal_id_parse (originals->pdata[i], &id))
        continue;
      if (!jal_tx_insert (tx, "custody_event", jal_id_new (), error, "original_id", 'I', &id, "at", 'i', jal_tx_get_now (tx),
                          "verb", 's', "disclosed", "actor", 's', jal_tx_get_actor (tx), "detail", 's', detail, "party", 's',
                          party, "happened", 'i', (gint64)date, NULL))
        return FALSE;
    }
  return TRUE;
}

char *
jal_bundle_dup_disclosure_trouble (JalBuild *build, JalDate date)
{
  JalDate built = jal_date_from_instant (build->built_at);
  char iso[JAL_DATE_ISO_SIZE];

  if (date != JAL_DATE_NONE && date > jal_date_today ())
    return g_strdup (_ ("A disclosure cannot lie in the future."));
  if (date == JAL_DATE_NONE || date >= built)
    return NULL;
  return g_strdup_printf (_ ("The bundle was built on %s. Nobody can have received it before that day."), jal_date_format (built, iso));
}

gboolean
jal_bundle_disclose (JalStore *store, JalId build_id, const char *party, const char *reason, JalDate date, GError **error)
{
  Call call = { .build_id = build_id, .party = party, .reason = reason, .date = date };
  JalAct act = { .verb = "bundle.disclose", .label = N_ ("disclosure"), .subject_id = build_id, .undoable = TRUE };
  gboolean done = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (party == NULL || !jal_text_is_label (party, MAX_LINE_BYTES)
      || (reason != NULL && (strlen (reason) > MAX_LINE_BYTES || !g_utf8_validate (reason, -1, NULL))))
    return jal_bundle_refuse (error, _ ("Say who received it, in at most 200 characters."));
  if (jal_store_read (store, load, &call, NULL, error))
    {
      g_autofree char *trouble = jal_bundle_dup_disclosure_trouble (call.build, date);

      if (trouble != NULL)
        {
          clear_call (&call);
          return jal_bundle_refuse (error, trouble);
        }
      act.case_id = call.case_id;
      done = jal_store_act (store, &act, disclose, &call, NULL, error);
    }
  clear_call (&call);
  return done;
}

static gboolean
list_recipients (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (!load (tx, call, error))
    return FALSE;
  rows = jal_tx_select (tx, error,
                        "SELECT DISTINCT party FROM custody_event WHERE verb = 'disclosed' AND deleted = 0 "
                        "AND instr (detail, ?) > 0 ORDER BY at",
                        "s", call->build->sha256);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    g_ptr_array_add (call->recipients, jal_rows_dup_text (rows, 0));
  return jal_tx_ended (g_steal_pointer (&local), error);
}

char **
jal_bundle_recipients (JalStore *store, JalId build_id, GError **error)
{
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func (g_free);
  Call call = { .build_id = build_id, .recipients = recipients };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  done = jal_store_read (store, list_recipients, &call, NULL, error);
  clear_call (&call);
  if (!done)
    return NULL;
  g_ptr_array_add (recipients, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&recipients), FALSE);
}
