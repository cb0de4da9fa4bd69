/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/evidence/jal-erasure-left.h"

#include <glib/gi18n-lib.h>

#include "app/evidence/jal-erasure-forms.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-erasure.h"

struct _JalErasureLeft
{
  AdwPreferencesGroup parent_instance;

  JalStore *store;
  GPtrArray *rows; /* borrowed widgets of the group */
};

G_DEFINE_FINAL_TYPE (JalErasureLeft, jal_erasure_left, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  JalStore *store;
  char *path;
} Word;

static void
free_word (gpointer data)
{
  Word *word = data;

  g_object_unref (word->store);
  g_free (word->path);
  g_free (word);
}

static gpointer
say_gone_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Word *word = data;

  jal_erasure_say_gone (word->store, word->path, error);
  return NULL;
}

static void
said_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
}

static Word *
new_word (JalStore *store, const char *path)
{
  Word *word = g_new0 (Word, 1);

  word->store = g_object_ref (store);
  word->path = g_strdup (path);
  return word;
}

static void
answered_cb (GtkWidget *inside, gpointer data)
{
  Word *word = data;

  jal_task_run (inside, say_gone_work, say_gone_work, new_word (word->store, word->path), free_word, NULL, said_cb);
}

static void
gone_clicked_cb (GtkButton *button, JalErasureLeft *self)
{
  const char *path = g_object_get_data (G_OBJECT (button), "path");

  jal_dialog_ask (GTK_WIDGET (self), _ ("Is It Deleted?"),
                  _ ("Say so only when the file is deleted, or what it lay on is destroyed. That you said it goes on record."),
                  _ ("It Is _Deleted"), FALSE, answered_cb, new_word (self->store, path), free_word);
}

static void
again_clicked_cb (JalErasureLeft *self)
{
  jal_erasure_forms_look_again (GTK_WIDGET (self), self->store);
}

static void
add_row (JalErasureLeft *self, const char *title, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *gone = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), path);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (gone), "path", g_strdup (path), g_free);
  gtk_widget_set_valign (gone, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (gone, "flat");
  gtk_widget_set_tooltip_text (gone, _ ("It Is Deleted…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gone), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("It Is Deleted…"), -1);
  g_signal_connect (gone, "clicked", G_CALLBACK (gone_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gone);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (JalErasureLeft *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
jal_erasure_left_dispose (GObject *object)
{
  JalErasureLeft *self = JAL_ERASURE_LEFT (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_erasure_left_parent_class)->dispose (object);
}

static void
jal_erasure_left_class_init (JalErasureLeftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_erasure_left_dispose;
}

static void
jal_erasure_left_init (JalErasureLeft *self)
{
  GtkWidget *again = gtk_button_new_with_mnemonic (_ ("_Look Again"));

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Not Reached"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("By the erasure of this content"));
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (again, "clicked", G_CALLBACK (again_clicked_cb), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), again);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
jal_erasure_left_show (JalErasureLeft *self, JalStore *store, char **not_reached, char **unseen)
{
  g_return_if_fail (JAL_IS_ERASURE_LEFT (self));

  clear (self);
  g_set_object (&self->store, store);
  for (guint i = 0; not_reached != NULL && not_reached[i] != NULL; i++)
    add_row (self, _ ("Still holds it"), not_reached[i]);
  for (guint i = 0; unseen != NULL && unseen[i] != NULL; i++)
    add_row (self, _ ("Could not be looked at"), unseen[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
