/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A copy that was refused, or saved with something in it that is only hidden: the sentence says where; what stands there only its
   reader may see. */
#include "app/shell/jal-refused.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shell.h"
#include "store/jal-store.h"

void
jal_refused_show (GtkWidget *inside, const GError *error, const JalGuardTold *told, JalDialogDone parts_stay, gpointer data,
                  GDestroyNotify free_data)
{
  const char *words = told->leaks != NULL ? told->leaks : told->parts;
  g_autofree char *text = jal_error_text (error);
  g_autofree char *body = words != NULL ? g_strdup_printf ("%s\n\n%s", text, words) : g_strdup (text);

  if (told->parts != NULL && parts_stay != NULL)
    {
      jal_dialog_ask (inside, _ ("Parts of Protected Names Remain"), body, _ ("They May _Stay"), TRUE, parts_stay, data, free_data);
      return;
    }
  if (words != NULL || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED))
    jal_dialog_tell (inside, _ ("The Copy Was Not Saved"), body);
  else
    jal_shell_report (inside, error);
  if (free_data != NULL && data != NULL)
    free_data (data);
}

static void
redact_cb (GtkWidget *inside, gpointer data)
{
  jal_shell_redact_document (inside, *(JalId *)data);
}

void
jal_refused_show_covered (GtkWidget *inside, JalId document_id, const JalGuardTold *told)
{
  g_autofree char *body = NULL;

  if (told->covered == NULL)
    return;
  body = g_strdup_printf (_ ("The copy is saved, but what is hidden on it is not gone.\n\n%s"), told->covered);
  jal_dialog_ask (inside, _ ("What Is Hidden Can Be Copied Out"), body, _ ("_Redact It…"), FALSE, redact_cb,
                  g_memdup2 (&document_id, sizeof document_id), g_free);
}
