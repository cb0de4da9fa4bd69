/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/prefs/jal-recovery-sheet.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-print-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "release/jal-recovery-paper.h"

static JalLang
get_language (void)
{
  /* Translators: the language of this catalogue as the papers know it: "en" or "sw" */
  return g_str_equal (C_ ("language of printed papers", "en"), "sw") ? JAL_LANG_SW : JAL_LANG_EN;
}

static gboolean
print_work (gpointer data, JalReleaseFile *file, GCancellable *cancellable, GError **error)
{
  return jal_recovery_paper_release (data, get_language (), file, cancellable, error);
}

void
jal_recovery_sheet_print (GtkWidget *inside, JalStore *store)
{
  jal_print_dialog_show (inside, _ ("Print the Recovery Sheet"), FALSE, print_work, NULL, g_object_ref (store), g_object_unref);
}

typedef struct
{
  JalStore *store;
  char *path;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->path);
  g_free (saving);
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  JalReleaseFile *file = jal_release_file_new (saving->path, TRUE, error);

  if (file != NULL)
    jal_recovery_paper_release (saving->store, get_language (), file, cancellable, error);
  return NULL;
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_dialog_tell (owner, _ ("The Recovery Sheet Is Saved"),
                     _ ("Whoever has this file can open the vault. Print it, put the paper in a safe, and delete the file."));
}

static void
chosen_cb (GtkWidget *inside, const char *const *paths, gpointer store)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->store = g_object_ref (store);
  saving->path = g_strdup (paths[0]);
  jal_task_run (inside, jal_recovery_sheet_save, save_work, saving, free_saving, NULL, saved_cb);
}

void
jal_recovery_sheet_save (GtkWidget *inside, JalStore *store)
{
  /* Translators: a file name */
  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save the Recovery Sheet"), _ ("_Save"), _ ("Recovery sheet.pdf"), chosen_cb,
                        g_object_ref (store), g_object_unref);
}

/* --- The offer ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GWeakRef inside;
  JalStore *store;
} Offer;

static void
free_offer (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  g_weak_ref_clear (&offer->inside);
  g_object_unref (offer->store);
  g_free (offer);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Offer *offer = data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&offer->inside);

  if (inside == NULL)
    return;
  if (g_str_equal (response, "print"))
    jal_recovery_sheet_print (inside, offer->store);
  else if (g_str_equal (response, "save"))
    jal_recovery_sheet_save (inside, offer->store);
}

void
jal_recovery_sheet_offer (GtkWidget *inside, JalStore *store)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  AdwMessageDialog *dialog;
  Offer *offer;

  if (!GTK_IS_WINDOW (root))
    return;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (root), _ ("Make the Recovery Sheet Now?"),
      _ ("When the passphrase is forgotten, only this sheet opens the vault: a code on paper, for a safe outside this office. Without "
         "it nobody can help, not even the makers of this program. You find it later in “Preferences” under “Keys”.")));
  offer = g_new0 (Offer, 1);
  g_weak_ref_init (&offer->inside, inside);
  offer->store = g_object_ref (store);
  gtk_window_set_title (GTK_WINDOW (dialog), "Jalada");
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_responses (dialog, "later", _ ("_Later"), "save", _ ("_Save as PDF…"), "print", _ ("_Print…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "print", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "print");
  adw_message_dialog_set_close_response (dialog, "later");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), offer, free_offer, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
