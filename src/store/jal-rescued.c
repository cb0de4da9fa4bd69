/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescued.h"

#include <glib/gi18n-lib.h>

#include "store/jal-check-private.h"
#include "store/jal-rescue-doubt-private.h"

void
jal_rescue_doubt_free (JalRescueDoubt *doubt)
{
  if (doubt == NULL)
    return;
  g_strfreev (doubt->about);
  g_free (doubt);
}

/* Several tables may hold what one word says. */
static GStrv
list_words (GVariantIter *tables)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *table;

  while (g_variant_iter_next (tables, "&s", &table))
    {
      const char *said = jal_table_words (table);

      if (g_ptr_array_find_with_equal_func (words, said, g_str_equal, NULL))
        continue;
      g_ptr_array_add (words, (gpointer)said);
      g_strv_builder_add (builder, said);
    }
  return g_strv_builder_end (builder);
}

/* What cannot be understood is a doubt all the same. */
static JalRescueDoubt *
parse (const char *text)
{
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (JAL_RESCUE_UNSURE_TYPE), text, NULL, NULL, NULL);
  g_autoptr (GVariantIter) tables = NULL;
  JalRescueDoubt *doubt = g_new0 (JalRescueDoubt, 1);

  if (value == NULL)
    {
      doubt->uncounted = TRUE;
      doubt->about = g_new0 (char *, 1);
      return doubt;
    }
  g_variant_get (value, JAL_RESCUE_UNSURE_TYPE, &doubt->at, &doubt->n_lost, &doubt->uncounted, &tables);
  doubt->about = list_words (tables);
  return doubt;
}

static gboolean
read_func (JalTx *tx, gpointer data, GError **error)
{
  GError *local = NULL;
  g_autofree char *text = jal_tx_get_setting (tx, JAL_RESCUE_UNSURE, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (text != NULL && *text != '\0')
    *(JalRescueDoubt **)data = parse (text);
  return TRUE;
}

gboolean
jal_rescued_get_doubt (JalStore *store, JalRescueDoubt **doubt, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store) && doubt != NULL, FALSE);

  *doubt = NULL;
  return jal_store_read (store, read_func, doubt, cancellable, error);
}

char *
jal_rescue_doubt_to_text (const JalRescueDoubt *doubt)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *about = NULL, *number = NULL;

  g_return_val_if_fail (doubt != NULL, NULL);

  number = g_strdup_printf ("%" G_GUINT64_FORMAT, doubt->n_lost);
  text = g_string_new (NULL);
  if (doubt->n_lost > 0)
    /* Translators: %s is a number. */
    g_string_append_printf (text, ngettext ("When this vault was rescued, entries could not be read at %s place, and not all of them are known to have "
                                            "come back.",
                                            "When this vault was rescued, entries could not be read at %s places, and not all of them are known to "
                                            "have come back.",
                                            (gulong)doubt->n_lost),
                            number);
  else
    g_string_append (text, _ ("When this vault was rescued, parts of its structure were damaged."));
  if (doubt->uncounted)
    g_string_append_printf (text, " %s", _ ("There may be more that could not be counted."));
  if (doubt->about != NULL && doubt->about[0] != NULL)
    {
      about = g_strjoinv (", ", doubt->about);
      g_string_append (text, " ");
      /* Translators: %s is a list: "protected names and places, redactions". */
      g_string_append_printf (text, _ ("They belong to: %s."), about);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
jal_rescued_check (JalStore *store, GError **error)
{
  g_autoptr (JalRescueDoubt) doubt = NULL;

  if (!jal_rescued_get_doubt (store, &doubt, NULL, error))
    return FALSE;
  if (doubt == NULL)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("This vault was rescued with losses: protected names and redactions may be missing, and a copy would not miss them. "
                          "Look through those of each case and say that you have; until then only originals leave, as they came."));
  return FALSE;
}

static gboolean
say_func (JalTx *tx, gpointer data, GError **error)
{
  JalRescueDoubt *doubt = NULL;
  g_autofree char *payload = NULL;

  if (!read_func (tx, &doubt, error))
    return FALSE;
  if (doubt == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("Nothing waits to be looked through in this vault."));
      return FALSE;
    }
  payload = g_strdup_printf ("{\"lost\":%" G_GUINT64_FORMAT ",\"uncounted\":%s}", doubt->n_lost, doubt->uncounted ? "true" : "false");
  jal_rescue_doubt_free (doubt);
  jal_tx_set_payload (tx, payload);
  return jal_tx_set_setting (tx, JAL_RESCUE_UNSURE, "", error);
}

gboolean
jal_rescued_say_looked_through (JalStore *store, GCancellable *cancellable, GError **error)
{
  const JalAct act = { .verb = "rescue.looked-through", .label = N_ ("“I Have Looked Through Them”"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, say_func, NULL, cancellable, error);
}
