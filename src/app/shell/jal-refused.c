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
jal_refused_show (GtkWidget *inside, const GError *error, const JalGuardTold *told, gboolean printed, JalDialogDone parts_stay,
                  gpointer data, GDestroyNotify free_data)
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
    jal_dialog_tell (inside, printed ? _ ("The Copy Was Not Printed") : _ ("The Copy Was Not Saved"), body);
  else
    jal_shell_report (inside, error);
  if (free_data != NULL && data != NULL)
    free_data (data);
}

typedef struct
{
  JalId document_id;
  guint page;
} Covered;

static void
show_page_cb (GtkWidget *inside, gpointer data)
{
  const Covered *covered = data;

  jal_shell_open_document (inside, covered->document_id, covered->page);
}

void
jal_refused_show_covered (GtkWidget *inside, JalId document_id, const JalGuardTold *told)
{
  g_autofree char *body = NULL;
  Covered covered = { document_id, 0 };

  if (told->covered == NULL || told->covered_pages == NULL)
    return;
  /* The list begins with the first of them. */
  covered.page = (guint)MAX (g_ascii_strtoull (told->covered_pages, NULL, 10), 1) - 1;
  body = g_strdup_printf (_ ("The copy is saved, but what is hidden on it is not gone.\n\n%s"), told->covered);
  jal_dialog_tell_more (inside, _ ("What Is Hidden Can Be Copied Out"), body, _ ("_Show the Page"), FALSE, show_page_cb,
                        g_memdup2 (&covered, sizeof covered), g_free);
}
