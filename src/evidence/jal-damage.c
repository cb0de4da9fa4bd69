/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-damage.h"

#include <glib/gi18n-lib.h>

#include "store/jal-tx.h"

typedef struct
{
  const JalFinding *finding;
  GPtrArray *list;
} Naming;

void
jal_damage_free (JalDamage *damage)
{
  if (damage == NULL)
    return;
  g_free (damage->text);
  g_free (damage->case_number);
  g_free (damage->document);
  g_free (damage->exhibit);
  g_free (damage);
}

static JalDamage *
new_damage (const JalFinding *finding)
{
  JalDamage *damage = g_new0 (JalDamage, 1);

  damage->kind = finding->kind;
  damage->damage = finding->damage;
  damage->text = g_strdup (finding->text);
  return damage;
}

/* The documents that have pages of the stored file, each with the first of them and their number. A run of pages of a
   part counts from the parts before it. */
static gboolean
name_func (JalTx *tx, gpointer data, GError **error)
{
  static const char sql[]
      = "SELECT d.id, d.title, d.exhibit, c.id, c.number, p.page_count,"
        "  1 + (SELECT coalesce(sum(q.page_count), 0) FROM document_part q"
        "       WHERE q.document_id = d.id AND q.deleted = 0 AND (q.rank, q.id) < (p.rank, p.id)) "
        "FROM original o JOIN document_part p ON p.original_id = o.id AND p.deleted = 0 "
        "JOIN document d ON d.id = p.document_id AND d.deleted = 0 LEFT JOIN court_case c ON c.id = d.case_id "
        "WHERE o.blob_id = ? AND o.deleted = 0 ORDER BY c.number, d.rank, p.rank";
  Naming *naming = data;
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, sql, "I", &naming->finding->blob);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, error))
    {
      JalDamage *damage = new_damage (naming->finding);

      damage->document_id = jal_rows_id (rows, 0);
      damage->document = jal_rows_dup_text (rows, 1);
      damage->exhibit = jal_rows_dup_text (rows, 2);
      damage->case_id = jal_rows_id (rows, 3);
      damage->case_number = jal_rows_dup_text (rows, 4);
      damage->n_pages = (guint)jal_rows_int (rows, 5);
      damage->first_page = (guint)jal_rows_int (rows, 6);
      g_ptr_array_add (naming->list, damage);
    }
  return TRUE;
}

GPtrArray *
jal_damage_list (JalStore *store, const JalCheckReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_damage_free);

  g_return_val_if_fail (JAL_IS_STORE (store) && report != NULL, NULL);

  for (guint i = 0; i < report->findings->len; i++)
    {
      Naming naming = { report->findings->pdata[i], list };
      g_autoptr (GError) local = NULL;
      guint before = list->len;

      if (naming.finding->kind == JAL_FINDING_ORIGINAL)
        jal_store_read_background (store, name_func, &naming, cancellable, &local);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)
          || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (list->len == before)
        g_ptr_array_add (list, new_damage (naming.finding));
    }
  return g_steal_pointer (&list);
}

char *
jal_damage_to_text (const JalDamage *damage)
{
  g_autoptr (GString) place = g_string_new (NULL);

  g_return_val_if_fail (damage != NULL, NULL);

  if (damage->document == NULL)
    return g_strdup (damage->text);
  if (damage->case_number != NULL && *damage->case_number != '\0')
    /* Translators: %s is the number of a court case. */
    g_string_append_printf (place, _ ("Case %s, "), damage->case_number);
  g_string_append_printf (place, "“%s”", damage->document);
  if (damage->exhibit != NULL && *damage->exhibit != '\0')
    g_string_append_printf (place, " (%s)", damage->exhibit);
  if (damage->n_pages == 1)
    g_string_append_printf (place, _ (", page %u"), damage->first_page);
  else if (damage->n_pages > 1)
    g_string_append_printf (place, _ (", pages %u–%u"), damage->first_page, damage->first_page + damage->n_pages - 1);
  return g_strdup_printf ("%s: %s", place->str, damage->text);
}
