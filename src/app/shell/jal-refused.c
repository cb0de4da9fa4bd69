/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A copy that was refused: the sentence says where; what stands there only its reader may see. */
#include "app/shell/jal-refused.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-looked-window.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "marks/jal-redactions.h"
#include "store/jal-store.h"

/* --- What is hidden ------------------------------------------------------------------------------------------------ */

typedef struct
{
  JalStore *store;
  GArray *documents; /* of JalId */
  guint page;        /* of the first */
  guint n;           /* (out) redacted */
} Hidden;

/* What comes after the question: it is saved all the same, or redacted first. */
typedef struct
{
  JalDialogDone stay;
  gpointer data;
  GDestroyNotify free_data;
  Hidden *hidden; /* handed on */
} Covered;

static void
free_hidden (gpointer data)
{
  Hidden *hidden = data;

  g_object_unref (hidden->store);
  g_array_unref (hidden->documents);
  g_free (hidden);
}

static void
free_covered (gpointer data)
{
  Covered *covered = data;

  if (covered->free_data != NULL && covered->data != NULL)
    covered->free_data (covered->data);
  g_clear_pointer (&covered->hidden, free_hidden);
  g_free (covered);
}

static gpointer
redact_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Hidden *hidden = data;

  g_autoptr (GArray) ids = NULL;

  if (jal_redactions_add_hidden (hidden->store, hidden->documents, NULL, &ids, cancellable, error))
    hidden->n = ids->len;
  return NULL;
}

static void
redacted_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  const Hidden *hidden = data;
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u hidden place is redacted in copies. Look at it, and save the copy again",
                   "%u hidden places are redacted in copies. Look at them, and save the copy again", hidden->n),
      hidden->n);

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  jal_shell_open_document (owner, g_array_index (hidden->documents, JalId, 0), hidden->page);
  jal_shell_toast_undo (owner, words);
}

/* Takes @hidden. */
static void
redact (GtkWidget *inside, Hidden *hidden)
{
  jal_task_run (inside, redact_work, redact_work, hidden, free_hidden, NULL, redacted_cb);
}

void
jal_refused_redact_hidden (GtkWidget *inside, JalStore *store, JalId document_id, guint page)
{
  Hidden *hidden = g_new0 (Hidden, 1);

  *hidden = (Hidden){ g_object_ref (store), g_array_new (FALSE, FALSE, sizeof (JalId)), page, 0 };
  g_array_append_val (hidden->documents, document_id);
  redact (inside, hidden);
}

static void
redact_cb (GtkWidget *inside, gpointer data)
{
  redact (inside, g_steal_pointer (&((Covered *)data)->hidden));
}

static void
stay_cb (GtkWidget *inside, gpointer data)
{
  Covered *covered = data;

  covered->stay (inside, covered->data);
}

static void
ask_covered (GtkWidget *inside, JalStore *store, const JalGuardTold *told, gboolean printed, JalDialogDone stay, gpointer data,
             GDestroyNotify free_data)
{
  gboolean more = jal_guard_told_is_open (told, JAL_GUARD_UNSEARCHED);
  g_autofree char *body = g_strdup_printf (
      "%s%s%s\n\n%s", told->covered, more ? "\n\n" : "", more ? told->unsearched : "",
      _ ("Nothing has left the vault yet. Whoever gets this copy can take away the cover, or copy what lies under it. When it is "
         "redacted the copy is made without it."));
  Covered *covered = g_new0 (Covered, 1);

  *covered = (Covered){ stay, data, free_data, g_new0 (Hidden, 1) };
  *covered->hidden = (Hidden){ g_object_ref (store), g_array_ref (told->covered_documents), told->covered_page, 0 };
  jal_dialog_ask_either (inside, _ ("What Is Hidden Can Be Copied Out"), body,
                         printed ? _ ("_Print All the Same") : _ ("_Save All the Same"), stay_cb, _ ("_Redact What Is Hidden"),
                         redact_cb, covered, free_covered);
}

static void
ask_incomplete (GtkWidget *inside, const JalGuardTold *told, gboolean printed, JalDialogDone stay, gpointer data,
                GDestroyNotify free_data)
{
  g_autofree char *body = g_strdup_printf (
      "%s\n\n%s", told->incomplete,
      printed ? _ ("Nothing has left the vault yet. Look at these pages in the original. When it is printed, compare them before you pass "
                   "the paper on, and destroy it if something is missing: then print the page of the original, black out what must not be "
                   "read, scan it and add the scan.")
              : _ ("Nothing has left the vault yet. Look at these pages in the original. Save the copy, compare them before you pass it on, "
                   "and delete it if something is missing: then print the page of the original, black out what must not be read, scan "
                   "it and add the scan."));

  jal_dialog_ask (inside, _ ("Look at These Pages First"), body,
                  printed ? _ ("_Print All the Same") : _ ("_Save All the Same"), TRUE, stay, data, free_data);
}

/* --- All of it ----------------------------------------------------------------------------------------------------- */

void
jal_refused_show (GtkWidget *inside, JalStore *store, const GError *error, const JalGuardTold *told, gboolean printed,
                  JalDialogDone stay, gpointer data, GDestroyNotify free_data)
{
  const char *words = told->leaks != NULL ? told->leaks : told->drawable != NULL ? told->drawable : told->parts;
  g_autofree char *text = jal_error_text (error);
  g_autofree char *body = words != NULL ? g_strdup_printf ("%s\n\n%s", text, words) : g_strdup (text);

  if (told->drawable != NULL && told->leaks == NULL && stay != NULL)
    {
      jal_dialog_ask (inside, _ ("Draw These Pages as Pictures?"), body, _ ("_Draw as Pictures"), FALSE, stay, data, free_data);
      return;
    }
  if (told->parts != NULL && !told->parts_stay && stay != NULL)
    {
      jal_dialog_ask (inside, _ ("Parts of Protected Names Remain"), body, _ ("They May _Stay"), TRUE, stay, data, free_data);
      return;
    }
  if (told->leaks == NULL && told->covered_documents != NULL && jal_guard_told_is_open (told, JAL_GUARD_COVERED) && stay != NULL
      && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED))
    {
      ask_covered (inside, store, told, printed, stay, data, free_data);
      return;
    }
  if (told->leaks == NULL && jal_guard_told_is_open (told, JAL_GUARD_UNSEARCHED) && stay != NULL
      && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED))
    {
      jal_looked_window_ask (inside, store, told, printed, stay, data, free_data);
      return;
    }
  if (told->leaks == NULL && jal_guard_told_is_open (told, JAL_GUARD_INCOMPLETE) && stay != NULL
      && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED))
    {
      ask_incomplete (inside, told, printed, stay, data, free_data);
      return;
    }
  if (words != NULL || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED))
    jal_dialog_tell (inside, printed ? _ ("The Copy Was Not Printed") : _ ("The Copy Was Not Saved"), body);
  else
    jal_shell_report (inside, error);
  if (free_data != NULL && data != NULL)
    free_data (data);
}
