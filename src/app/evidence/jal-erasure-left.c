/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/evidence/jal-erasure-left.h"

#include <glib/gi18n-lib.h>

#include "app/evidence/jal-erasure-forms.h"
#include "app/evidence/jal-erasure-wait.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-erasure.h"

struct _JalErasureLeft
{
  AdwPreferencesGroup parent_instance;

  JalStore *store;
  GPtrArray *rows; /* borrowed widgets of the group */
  GtkWidget *again;
  JalErasureWait *waiting; /* owned, nullable */
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

/* --- Looking again ------------------------------------------------------------------------------------------------ */

typedef struct
{
  JalStore *store;
  JalErasureWait *wait; /* owned */
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_object_unref (look->store);
  jal_erasure_wait_unref (look->wait);
  g_free (look);
}

static void
free_report (gpointer data)
{
  jal_erasure_report_clear (data);
  g_free (data);
}

static gpointer
look_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  JalErasureReport *report = g_new0 (JalErasureReport, 1);

  if (!jal_erasure_look_again (look->store, report, jal_erasure_wait_progress, look->wait, cancellable, error))
    g_clear_pointer (&report, free_report);
  return report;
}

static void
stop_waiting (JalErasureLeft *self)
{
  gtk_widget_set_sensitive (self->again, TRUE);
  if (self->waiting != NULL)
    jal_erasure_wait_end (self->waiting);
  g_clear_pointer (&self->waiting, jal_erasure_wait_unref);
}

static void
looked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  jal_shell_release_lock (owner);
  stop_waiting (owner);
  /* Who cancelled it knows. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_erasure_forms_tell (owner, result, TRUE);
}

static void
cancelled_cb (GtkWidget *inside, gpointer data)
{
  jal_task_cancel (inside, look_work);
}

static void
again_clicked_cb (JalErasureLeft *self)
{
  Look *look = g_new0 (Look, 1);

  look->store = g_object_ref (self->store);
  look->wait = jal_erasure_wait_new ();
  if (!jal_task_run (self, look_work, look_work, look, free_look, free_report, looked_cb))
    return;
  jal_shell_hold_lock (GTK_WIDGET (self));
  gtk_widget_set_sensitive (self->again, FALSE);
  g_clear_pointer (&self->waiting, jal_erasure_wait_unref);
  self->waiting = g_atomic_rc_box_acquire (look->wait);
  jal_erasure_wait_show (self->waiting, GTK_WIDGET (self), _ ("Looking Again"),
                         _ ("A new backup is made and read back first; then the older ones that are here now are deleted."),
                         cancelled_cb, NULL);
}

/* --- The list ----------------------------------------------------------------------------------------------------- */

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
  g_clear_pointer (&self->waiting, jal_erasure_wait_unref);
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
  self->again = gtk_button_new_with_mnemonic (_ ("_Look Again"));
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Not Reached"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("By the erasure of this content"));
  gtk_widget_set_valign (self->again, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (again_clicked_cb), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->again);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
jal_erasure_left_show (JalErasureLeft *self, JalStore *store, char **not_reached, char **unseen)
{
  g_return_if_fail (JAL_IS_ERASURE_LEFT (self));

  clear (self);
  g_set_object (&self->store, store);
  for (guint i = 0; not_reached != NULL && not_reached[i] != NULL; i++)
    add_row (self, _ ("Still holds it, as far as is known"), not_reached[i]);
  for (guint i = 0; unseen != NULL && unseen[i] != NULL; i++)
    add_row (self, _ ("Could not be looked at"), unseen[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

void
jal_erasure_left_drop (JalErasureLeft *self)
{
  g_return_if_fail (JAL_IS_ERASURE_LEFT (self));

  if (jal_task_is_busy (self, look_work))
    jal_shell_release_lock (GTK_WIDGET (self));
  jal_task_cancel_all (self);
  stop_waiting (self);
  jal_erasure_left_show (self, NULL, NULL, NULL);
}
