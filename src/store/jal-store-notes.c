/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a store tells later: records of mere looking, written when nothing else waits, and the signal "changed". */
#include "store/jal-later-private.h"

#include <string.h>

#include "base/jal-clock.h"

void
jal_store_free_note (gpointer data)
{
  JalNote *note = data;

  g_free (note->verb);
  g_free (note->actor);
  g_free (note->payload);
  g_free (note->setting);
  g_free (note);
}

static gboolean
append_notes (JalTx *tx, GPtrArray *notes, JalAuditHead *head, GError **error)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];

      if (note->setting != NULL ? !jal_tx_set_local_setting (tx, note->setting, note->payload, error)
                                : !jal_audit_append (tx, head, note, NULL, 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_notes_now (JalStore *store, GPtrArray *notes, GError **error)
{
  JalAuditHead head = store->head;
  gboolean ok;
  JalTx tx;

  jal_tx_init (&tx, store, TRUE);
  jal_tx_set_clock (&tx, store->clock);
  ok = jal_store_begin (store, error) && append_notes (&tx, notes, &head, error) && jal_store_commit (store, error);
  jal_tx_clear (&tx);
  if (ok)
    store->head = head;
  else
    jal_store_rollback (store);
  return ok;
}

gboolean
jal_store_write_notes (JalStore *store, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GError) local = NULL;
  gboolean ok;

  g_mutex_lock (&store->lock);
  notes = g_steal_pointer (&store->notes);
  store->notes = g_ptr_array_new_with_free_func (jal_store_free_note);
  store->notes_queued = FALSE;
  g_mutex_unlock (&store->lock);
  if (notes->len == 0)
    return TRUE;

  ok = !store->damaged && write_notes_now (store, notes, &local);
  if (!ok && (store->damaged || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)))
    {
      g_clear_error (&local);
      ok = jal_later_keep_notes (store, notes, &local);
    }
  if (ok)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  /* Kept for the next note or the closing: a full disk must not lose who looked at what. */
  g_mutex_lock (&store->lock);
  for (guint i = 0; i < store->notes->len; i++)
    g_ptr_array_add (notes, store->notes->pdata[i]);
  g_ptr_array_set_free_func (store->notes, NULL);
  g_ptr_array_unref (store->notes);
  store->notes = g_steal_pointer (&notes);
  g_mutex_unlock (&store->lock);
  return FALSE;
}

static void
notes_finished (gpointer data, gboolean ok, GError *error)
{
}

/* @note is taken over. */
static void
add_note (JalStore *store, JalNote *note)
{
  gboolean queue;

  note->at = jal_clock_now ();
  g_mutex_lock (&store->lock);
  note->actor = g_strdup (store->actor);
  g_ptr_array_add (store->notes, note);
  queue = !store->notes_queued;
  store->notes_queued = TRUE;
  g_mutex_unlock (&store->lock);
  if (queue)
    jal_store_run_detached (store, jal_store_write_notes, NULL, JAL_STORE_PRIORITY_BACKGROUND, notes_finished);
}

void
jal_store_note_setting (JalStore *store, const char *name, const char *value)
{
  JalNote *note;

  g_return_if_fail (JAL_IS_STORE (store) && name != NULL);

  note = g_new0 (JalNote, 1);
  note->setting = g_strdup (name);
  note->payload = g_strdup (value);
  add_note (store, note);
}

gboolean
jal_store_find_noted (JalStore *store, const char *name, char **value)
{
  gboolean found = FALSE;

  g_mutex_lock (&store->lock);
  for (guint i = store->notes->len; i > 0 && !found; i--)
    {
      const JalNote *note = store->notes->pdata[i - 1];

      found = g_strcmp0 (note->setting, name) == 0;
      if (found)
        *value = g_strdup (note->payload);
    }
  g_mutex_unlock (&store->lock);
  return found;
}

void
jal_store_note_view (JalStore *store, const char *verb, JalId case_id, JalId subject_id, const char *payload)
{
  JalNote *note;

  g_return_if_fail (JAL_IS_STORE (store) && verb != NULL);

  note = g_new0 (JalNote, 1);
  note->verb = g_strdup (verb);
  note->payload = g_strdup (payload);
  note->case_id = case_id;
  note->subject_id = subject_id;
  add_note (store, note);
}

void
jal_store_note_view_once (JalStore *store, const char *verb, JalId case_id, JalId subject_id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];
  GHashTable *seen;
  gboolean first;

  g_return_if_fail (JAL_IS_STORE (store) && verb != NULL);

  g_mutex_lock (&store->lock);
  seen = g_object_get_data (G_OBJECT (store), "jal-seen");
  if (seen == NULL)
    {
      seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (store), "jal-seen", seen, (GDestroyNotify)g_hash_table_unref);
    }
  first = g_hash_table_add (seen, g_strconcat (verb, " ", jal_id_to_hex (subject_id, hex), NULL));
  g_mutex_unlock (&store->lock);
  if (first)
    jal_store_note_view (store, verb, case_id, subject_id, NULL);
}

static gboolean
emit_cb (gpointer data)
{
  g_autoptr (JalStore) store = g_weak_ref_get (data);
  g_autoptr (GPtrArray) changed = NULL;

  if (store == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&store->lock);
  changed = g_steal_pointer (&store->changed);
  store->changed = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&store->lock);
  for (guint i = 0; i < changed->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (changed->pdata[i], "\n", 2);

      g_signal_emit_by_name (store, "changed", parts[0], parts[1]);
    }
  return G_SOURCE_REMOVE;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
jal_store_emit_later (JalStore *store, const char *verb, JalId case_id)
{
  char hex[JAL_ID_HEX_LENGTH + 1] = "";
  g_autofree char *entry = NULL;
  gboolean first;

  if (!jal_id_is_none (case_id))
    jal_id_to_hex (case_id, hex);
  entry = g_strconcat (verb, "\n", hex, NULL);
  g_mutex_lock (&store->lock);
  first = store->changed->len == 0;
  if (!g_ptr_array_find_with_equal_func (store->changed, entry, g_str_equal, NULL))
    g_ptr_array_add (store->changed, g_steal_pointer (&entry));
  g_mutex_unlock (&store->lock);
  if (first)
    {
      GSource *source = g_idle_source_new ();
      GWeakRef *weak = g_new (GWeakRef, 1);

      /* A weak one: a store that nobody wants any more is not kept for a main loop that never turns. */
      g_weak_ref_init (weak, store);
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, emit_cb, weak, free_weak_ref);
      g_source_set_static_name (source, "[jalada] changed");
      g_source_attach (source, store->owner);
      g_source_unref (source);
    }
}
