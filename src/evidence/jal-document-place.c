/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one stopped reading a document: a setting of this vault, never sent to others. */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-evidence.h"
#include "store/jal-tx.h"

static char *
setting_name (JalId document_id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  jal_id_to_hex (document_id, hex);
  return g_strconcat ("reader.place.", hex, NULL);
}

typedef struct
{
  const char *name;
  char *value;
} Lookup;

static gboolean
get_setting (JalTx *tx, gpointer data, GError **error)
{
  Lookup *lookup = data;

  lookup->value = jal_tx_get_local_setting (tx, lookup->name, error);
  return TRUE;
}

char *
jal_document_get_place (JalStore *store, JalId document_id, GCancellable *cancellable)
{
  g_autofree char *name = setting_name (document_id);
  Lookup lookup = { name, NULL };

  /* Without it one begins at the beginning: no reason to refuse the document. */
  jal_store_read (store, get_setting, &lookup, cancellable, NULL);
  return lookup.value;
}

void
jal_document_note_place (JalStore *store, JalId document_id, const char *place)
{
  g_autofree char *name = setting_name (document_id);

  jal_store_note_setting (store, name, place);
}
