/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * A document that came locked with a password is asked for it where its pages would be.
 *
 *  1. What is typed is taken out of the entry at once: an entry can be read in clear by assistive technology.
 *  2. While the pages are read the task can be cancelled; nothing is kept then.
 */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-error-text.h"
#include "app/unlock/jal-secret.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

typedef struct
{
  JalStore *store;
  JalId id;
  JalSecret *password;
} Unlock;

static void
free_unlock (gpointer data)
{
  Unlock *unlock = data;

  g_object_unref (unlock->store);
  jal_secret_free (unlock->password);
  g_free (unlock);
}

static gpointer
unlock_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Unlock *unlock = data;

  return jal_evidence_unlock (unlock->store, unlock->id, jal_secret_get (unlock->password), cancellable, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

static void
enable (JalReaderPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static gboolean
is_shown (JalReaderPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "locked") == 0;
}

static void
update (JalReaderPage *self)
{
  gboolean busy = jal_task_is_busy (self, unlock_work);

  enable (self, "unlock", is_shown (self) && !busy && *gtk_editable_get_text (self->lock_entry) != '\0');
  enable (self, "unlock-cancel", is_shown (self));
  jal_accessible_set_sensitive (GTK_WIDGET (self->lock_entry), !busy);
  gtk_spinner_set_spinning (self->lock_spinner, busy);
}

void
jal_reader_page_update_lock_cb (JalReaderPage *self)
{
  update (self);
}

static void
say (JalReaderPage *self, const char *words)
{
  gtk_label_set_text (self->lock_trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->lock_trouble), *words != '\0');
}

static void
unlocked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  update (self);
  if (error == NULL)
    {
      jal_shell_toast_undo (GTK_WIDGET (self), _ ("The document is open; its password is kept in the vault"));
      jal_reader_page_reopen (self);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = jal_error_text (error);

      say (self, words);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->lock_entry));
}

static void
unlock_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  const char *text = gtk_editable_get_text (self->lock_entry);
  Unlock *unlock;

  if (self->store == NULL || *text == '\0' || !is_shown (self))
    return;
  unlock = g_new0 (Unlock, 1);
  unlock->store = g_object_ref (self->store);
  unlock->id = self->document_id;
  unlock->password = jal_secret_new (text);
  gtk_editable_set_text (self->lock_entry, "");
  say (self, "");
  jal_task_run (self, unlock_work, unlock_work, unlock, free_unlock, NULL, unlocked_cb);
  update (self);
}

void
jal_reader_page_unlock_cb (JalReaderPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "unlock", NULL);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (jal_task_is_busy (self, unlock_work))
    {
      jal_task_cancel (self, unlock_work);
      return;
    }
  jal_reader_page_close (self);
  update (self);
  jal_shell_show_view (GTK_WIDGET (self), "evidence");
}

void
jal_reader_page_ask_password (JalReaderPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "locked");
  say (self, "");
  update (self);
  jal_reader_page_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->lock_entry));
}

void
jal_reader_page_forget_password (JalReaderPage *self)
{
  gtk_editable_set_text (self->lock_entry, "");
  say (self, "");
}

/* The toolkit gives the eye at the end of the entry no name. */
static void
name_eye (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show the password"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_eye (child);
}

void
jal_reader_page_add_unlock (JalReaderPage *self)
{
  const GActionEntry entries[] = { { .name = "unlock", .activate = unlock_cb },
                                   { .name = "unlock-cancel", .activate = cancel_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  enable (self, "unlock", FALSE);
  enable (self, "unlock-cancel", FALSE);
  name_eye (GTK_WIDGET (self->lock_entry));
}
