/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A copy that was refused: the sentence says where; what stands there only its reader may see. */
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
