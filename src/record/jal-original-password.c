/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-original-password.h"

#include <string.h>

#include "record/jal-document-rows.h"

typedef struct
{
  JalId original_id;
  char *password;
} Question;

static gboolean
read_password (JalTx *tx, gpointer data, GError **error)
{
  Question *question = data;

  return jal_original_rows_get_password (tx, question->original_id, &question->password, error);
}

gboolean
jal_original_password_get (JalStore *store, JalId original_id, char **password, GCancellable *cancellable, GError **error)
{
  Question question = { original_id, NULL };

  *password = NULL;
  if (jal_id_is_none (original_id))
    return TRUE;
  if (!jal_store_read (store, read_password, &question, cancellable, error))
    return FALSE;
  *password = question.password;
  return TRUE;
}

void
jal_original_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}
