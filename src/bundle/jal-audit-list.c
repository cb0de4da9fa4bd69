/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record of what was done as a list. Labels of cases and documents are read first, in one state of the vault, because a
 * record is told while the store's thread is busy with the list.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-audit-list.h"

#include <string.h>

#include "store/jal-audit.h"
#include "store/jal-tx.h"

G_DEFINE_FINAL_TYPE (JalAuditEntry, jal_audit_entry, G_TYPE_OBJECT)

static void
jal_audit_entry_finalize (GObject *object)
{
  JalAuditEntry *self = JAL_AUDIT_ENTRY (object);

  g_free (self->actor);
  g_free (self->verb);
  g_free (self->about);
  g_free (self->detail);
  g_free (self->hash);
  G_OBJECT_CLASS (jal_audit_entry_parent_class)->finalize (object);
}

static void
jal_audit_entry_class_init (JalAuditEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_audit_entry_finalize;
}

static void
jal_audit_entry_init (JalAuditEntry *self)
{
}

typedef struct
{
  const JalAuditFilter *filter;
  char *needle; /* nullable, case folded */
  GHashTable *labels; /* JalId * of a case or a document → char * */
  GListStore *list;
  guint limit;
  guint n_matching;
} Listing;

static gboolean
read_labels (JalTx *tx, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT id, coalesce (nullif (exhibit, ''), title) FROM document UNION ALL SELECT id, coalesce (nullif (number, ''), title) "
      "FROM court_case",
      NULL);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalId id = jal_rows_id (rows, 0);

      g_hash_table_insert (listing->labels, g_memdup2 (&id, sizeof id), jal_rows_dup_text (rows, 1));
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static char *
describe (Listing *listing, const JalAuditRecord *record)
{
  const char *subject = g_hash_table_lookup (listing->labels, &record->subject_id);
  const char *court_case = g_hash_table_lookup (listing->labels, &record->case_id);

  if (jal_id_equal (record->subject_id, record->case_id))
    subject = NULL;
  if (subject != NULL && court_case != NULL)
    return g_strdup_printf ("%s · %s", subject, court_case);
  return g_strdup (subject != NULL ? subject : court_case != NULL ? court_case : "");
}

static gboolean
holds (const char *text, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
matches (Listing *listing, JalAuditEntry *entry)
{
  const char *needle = listing->needle;

  if (listing->filter->kind >= 0 && (int)entry->kind != listing->filter->kind)
    return FALSE;
  return needle == NULL || holds (entry->actor, needle) || holds (entry->what, needle) || holds (entry->about, needle)
         || holds (entry->detail, needle) || (strlen (needle) >= 6 && g_str_has_prefix (entry->hash, needle));
}

static gboolean
list_record (const JalAuditRecord *record, gpointer data)
{
  Listing *listing = data;
  g_autoptr (JalAuditEntry) entry = g_object_new (JAL_TYPE_AUDIT_ENTRY, NULL);

  entry->sequence = record->sequence;
  entry->at = record->at;
  entry->actor = g_strdup (record->actor);
  entry->verb = g_strdup (record->verb);
  entry->what = jal_audit_words_verb (entry->verb);
  entry->kind = jal_audit_words_kind (record->verb);
  entry->about = describe (listing, record);
  entry->detail = jal_audit_words_detail (record->payload);
  entry->hash = g_strdup (record->hash);
  entry->erased = record->erased;
  if (matches (listing, entry))
    {
      listing->n_matching++;
      if (listing->limit == 0 || listing->n_matching <= listing->limit)
        g_list_store_append (listing->list, entry);
    }
  return TRUE;
}

GListStore *
jal_audit_list (JalStore *store, const JalAuditFilter *filter, guint limit, guint *n_matching, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GHashTable) labels = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, g_free);
  g_autoptr (GListStore) list = g_list_store_new (JAL_TYPE_AUDIT_ENTRY);
  g_autofree char *needle
      = filter->text != NULL && *filter->text != '\0' ? g_utf8_casefold (filter->text, -1) : NULL;
  Listing listing = { .filter = filter, .needle = needle, .labels = labels, .list = list, .limit = limit };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_labels, &listing, cancellable, error)
      || !jal_audit_foreach (store, filter->case_id, 0, list_record, &listing, cancellable, error))
    return NULL;
  if (n_matching != NULL)
    *n_matching = listing.n_matching;
  return g_steal_pointer (&list);
}
