/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* File dialogs. */
#include "app/shell/jal-file-dialog.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GWeakRef inside;
  JalFileDialogDone done;
  gpointer data;
  GDestroyNotify free_data;
} Choice;

static void
free_choice (gpointer data, GClosure *closure)
{
  Choice *choice = data;

  g_weak_ref_clear (&choice->inside);
  if (choice->free_data != NULL && choice->data != NULL)
    choice->free_data (choice->data);
  g_free (choice);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&choice->inside);

  if (response == GTK_RESPONSE_ACCEPT && inside != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
      g_auto (GStrv) list = NULL;

      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);
          g_autofree char *path = g_file_get_path (file);

          if (path != NULL)
            g_strv_builder_add (paths, path);
        }
      list = g_strv_builder_end (paths);
      if (list[0] != NULL)
        choice->done (inside, (const char *const *)list, choice->data);
    }
  /* A native dialog belongs to whoever made it. */
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes != NULL && suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  if (suffixes == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
suggest (GtkFileChooser *chooser, const char *suggested)
{
  g_autofree char *name = g_path_get_basename (suggested);

  gtk_file_chooser_set_current_name (chooser, name);
  if (g_path_is_absolute (suggested))
    {
      g_autofree char *folder = g_path_get_dirname (suggested);
      g_autoptr (GFile) file = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (chooser, file, NULL);
    }
}

void
jal_file_dialog_show (GtkWidget *inside, JalFileDialogKind kind, const char *title, const char *accept, const char *suggested,
                      JalFileDialogDone done, gpointer data, GDestroyNotify free_data)
{
  static const char *const evidence[] = { "pdf", "jpg", "jpeg", "png", NULL };
  static const char *const vault[] = { "jalada", NULL };
  static const char *const calendar[] = { "ics", "ical", "ifb", NULL };
  static const GtkFileChooserAction actions[] = { GTK_FILE_CHOOSER_ACTION_OPEN, GTK_FILE_CHOOSER_ACTION_OPEN,
                                                  GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, GTK_FILE_CHOOSER_ACTION_OPEN,
                                                  GTK_FILE_CHOOSER_ACTION_SAVE };
  GtkRoot *root = gtk_widget_get_root (inside);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                              actions[kind], accept, _ ("_Cancel"));
  Choice *choice = g_new0 (Choice, 1);

  g_weak_ref_init (&choice->inside, inside);
  choice->done = done;
  choice->data = data;
  choice->free_data = free_data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (kind == JAL_FILE_DIALOG_EVIDENCE)
    {
      gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("PDF, JPEG and PNG"), evidence);
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("All files"), NULL);
    }
  else if (kind == JAL_FILE_DIALOG_VAULT)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("Jalada vaults"), vault);
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("All files"), NULL);
    }
  else if (kind == JAL_FILE_DIALOG_CALENDAR)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("Calendar files"), calendar);
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("All files"), NULL);
    }
  if (suggested != NULL && kind == JAL_FILE_DIALOG_SAVE)
    suggest (GTK_FILE_CHOOSER (dialog), suggested);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), choice, free_choice, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
