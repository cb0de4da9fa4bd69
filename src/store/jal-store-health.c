/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to the vault while it was closed: told by its seal, compared in the background from the opening on. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>

/* Blocks whose trailers are counted in one job: some milliseconds on a warm disk. */
#define BATCH 4096

typedef struct
{
  JalStore *store; /* not a reference: the store waits for its thread before it goes */
  gboolean done;
} Count;

static gboolean
emit_cb (gpointer data)
{
  g_autoptr (JalStore) store = g_weak_ref_get (data);

  if (store != NULL)
    g_signal_emit_by_name (store, "health");
  return G_SOURCE_REMOVE;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
jal_store_emit_health (JalStore *store)
{
  GSource *source = g_idle_source_new ();
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, store);
  g_source_set_callback (source, emit_cb, weak, free_weak_ref);
  g_source_set_static_name (source, "[jalada] health");
  g_source_attach (source, store->owner);
  g_source_unref (source);
}

static gboolean
count_job (JalStore *store, gpointer data, GError **error)
{
  Count *count = data;

  return jal_vault_count_sum (store->vault, BATCH, &count->done, error);
}

static void
counted (gpointer data, gboolean ok, GError *error)
{
  Count *count = data;

  /* A job that fails, or is refused because the store closes, is the last. */
  if (ok && !count->done)
    jal_store_begin_count (count->store);
  else if (ok)
    jal_store_emit_health (count->store);
  g_free (count);
}

void
jal_store_begin_count (JalStore *store)
{
  Count *count = g_new0 (Count, 1);

  count->store = store;
  jal_store_run_detached (store, count_job, count, JAL_STORE_PRIORITY_BACKGROUND, counted);
}

const char *
jal_store_beside_words (JalStoreBeside what)
{
  switch (what)
    {
    case JAL_STORE_BESIDE_LEFT:
      return _ ("Entries of the record were kept in a file beside the vault while it was damaged (its name ends in “-record”), and could not be taken "
                "in: that file cannot be read, or not be put aside. Give it to the user who works here, in a folder of his own, and open the vault "
                "again.");
    case JAL_STORE_BESIDE_BROKEN:
      return _ ("What lay beside the vault as entries of its record was not whole, or not its own. What could be read was taken into the record; "
                "the rest was put aside there, under a name that ends in “-foreign” and a number.");
    case JAL_STORE_BESIDE_CUT:
    default:
      return _ ("Entries of the record are missing: this computer had kept more of them beside the vault while it was damaged. They were taken away, "
                "or lie beside another copy of the vault.");
    }
}

static gboolean
health_job (JalStore *store, gpointer data, GError **error)
{
  JalStoreHealth *health = data;
  JalVaultHealth vault;

  jal_vault_get_health (store->vault, &vault);
  *health = (JalStoreHealth){ .clean = vault.clean,
                              .checked = vault.counted,
                              .exchanged = vault.exchanged || vault.missing > 0 || vault.holes > 0,
                              .older = vault.older,
                              .foreign_journal = vault.foreign_journal,
                              .tail = vault.tail > 0,
                              .record_beside = !store->damaged && g_atomic_int_get (&store->later),
                              .beside = (guint)g_atomic_int_get (&store->beside),
                              .header_copy = vault.header_copy };
  return TRUE;
}

gboolean
jal_store_get_health (JalStore *store, JalStoreHealth *health, GError **error)
{
  JalStoreHealth own = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store) && health != NULL, FALSE);

  if (!jal_store_run_job (store, health_job, &own, JAL_STORE_PRIORITY_INTERACTIVE, NULL, error))
    return FALSE;
  *health = own;
  return TRUE;
}

static gboolean
patience_job (JalStore *store, gpointer data, GError **error)
{
  jal_vault_set_patience (store->vault, GPOINTER_TO_UINT (data));
  return TRUE;
}

void
jal_store_set_patience (JalStore *store, guint milliseconds)
{
  g_return_if_fail (JAL_IS_STORE (store));

  jal_store_run_job (store, patience_job, GUINT_TO_POINTER (milliseconds), JAL_STORE_PRIORITY_INTERACTIVE, NULL, NULL);
}

static gboolean
accept_job (JalStore *store, gpointer data, GError **error)
{
  jal_vault_accept_age (store->vault);
  return TRUE;
}

gboolean
jal_store_accept_age (JalStore *store, GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_run_job (store, accept_job, NULL, JAL_STORE_PRIORITY_INTERACTIVE, NULL, error);
}
