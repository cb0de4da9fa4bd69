/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The window.
 *
 *  1. Its title is "Jalada" and nothing else, whatever is open: task switchers and screen sharing show it.
 *  2. Locking destroys the desk with everything it shows before the store is closed; nothing is hidden and kept.
 *  3. The first frame is drawn before any key is derived: the unlock page asks nothing of the core until it is told to.
 */
#include "app/shell/jal-main-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-lock-signals.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"

G_DEFINE_FINAL_TYPE (JalMainWindow, jal_main_window, ADW_TYPE_APPLICATION_WINDOW)

static JalMainWindow *
window_of (GtkWidget *inside)
{
  GtkRoot *root = inside != NULL ? gtk_widget_get_root (inside) : NULL;

  while (root != NULL && !JAL_IS_MAIN_WINDOW (root) && GTK_IS_WINDOW (root))
    root = (GtkRoot *)gtk_window_get_transient_for (GTK_WINDOW (root));
  return JAL_IS_MAIN_WINDOW (root) ? JAL_MAIN_WINDOW (root) : NULL;
}

static void
unlocked_cb (JalMainWindow *self, JalStore *store)
{
  jal_main_window_set_store (self, store);
}

/* As long as the door is held open for them; a page that is being drawn may take longer to hear that nobody wants it. */
#define CHANGES_MILLISECONDS 500

/* Closing the file can wait for a write in flight, so not here on the UI thread; nothing is shown any more by then. */
static gpointer
close_work (gpointer data, GCancellable *cancellable, GError **error)
{
  /* What was changed a moment ago may be on its way to the store still. */
  jal_task_wait_for_others (CHANGES_MILLISECONDS);
  jal_store_close (data, error);
  return NULL;
}

static void
closed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalMainWindow *self = owner;

  jal_lock_signals_wiped ();
  /* Closed meanwhile, with all that was in it. */
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  jal_unlock_page_set_busy (self->unlock, FALSE);
  jal_shell_report (GTK_WIDGET (self), error);
}

static gboolean
close_request (GtkWindow *window)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (window);
  g_autoptr (JalStore) store = self->desk != NULL ? g_object_ref (jal_desk_get_store (self->desk)) : NULL;

  if (store != NULL)
    {
      /* The last act of the program: the vault is sealed before the process ends. */
      jal_main_window_lock (self);
      jal_task_wait_for_others (CHANGES_MILLISECONDS); /* but for the one that closes it, too */
      jal_store_close (store, NULL);
    }
  return GTK_WINDOW_CLASS (jal_main_window_parent_class)->close_request (window);
}

static void
jal_main_window_dispose (GObject *object)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (object);

  jal_main_window_lock (self);
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_object (&self->reminders);
  G_OBJECT_CLASS (jal_main_window_parent_class)->dispose (object);
}

static void
jal_main_window_class_init (JalMainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_main_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  g_type_ensure (JAL_TYPE_UNLOCK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, JalMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, JalMainWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, JalMainWindow, unlock);
  gtk_widget_class_bind_template_callback (widget_class, unlocked_cb);
  jal_main_window_install_actions (widget_class);
}

static void
jal_main_window_init (JalMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_main_window_update_actions (self);
  jal_main_window_watch_idle (self);
}

GtkWidget *
jal_main_window_new (AdwApplication *application)
{
  JalMainWindow *self = g_object_new (JAL_TYPE_MAIN_WINDOW, "application", application, NULL);

  self->reminders = jal_reminders_new (G_APPLICATION (application));
  jal_main_window_install_accels (self);
  return GTK_WIDGET (self);
}

static gpointer
health_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalStoreHealth *health = g_new0 (JalStoreHealth, 1);

  if (jal_store_get_health (data, health, error))
    return health;
  g_free (health);
  return NULL;
}

static void
check_vault_cb (GtkWidget *inside, gpointer data)
{
  gtk_widget_activate_action (inside, "win.check-vault", NULL);
}

/* What lay beside the vault since it was damaged. */
static void
tell_beside (JalMainWindow *self, guint beside)
{
  static const JalStoreBeside all[] = { JAL_STORE_BESIDE_CUT, JAL_STORE_BESIDE_BROKEN, JAL_STORE_BESIDE_LEFT };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if ((beside & all[i]) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", jal_store_beside_words (all[i]));
  jal_dialog_ask (GTK_WIDGET (self),
                  beside == JAL_STORE_BESIDE_LEFT ? _ ("Entries Beside the Vault Were Not Taken In") : _ ("Entries of the Record Are Missing"),
                  text->str, _ ("_Check the Vault…"), FALSE, check_vault_cb, NULL, NULL);
}

static void
health_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalMainWindow *self = owner;
  const JalStoreHealth *health = result;

  if (error == NULL && self->desk != NULL && health->record_beside && !self->told_record)
    {
      self->told_record = TRUE;
      jal_dialog_ask (GTK_WIDGET (self), _ ("The Record of What Was Done Is Damaged"),
                      _ ("What you looked at or copied out just now could not be entered there; it was kept in a file beside the vault. "
                         "Check the vault, and rescue what can be read to a new one: it takes these entries along."),
                      _ ("_Check the Vault…"), FALSE, check_vault_cb, NULL, NULL);
      return;
    }
  if (error == NULL && self->desk != NULL && health->beside != 0 && !self->told_beside
      && !jal_store_is_damaged (jal_desk_get_store (self->desk)))
    {
      self->told_beside = TRUE;
      tell_beside (self, health->beside);
    }
  /* The list of damage is shown, and has all of it. */
  if (error != NULL || self->desk == NULL || self->told_health || jal_store_is_damaged (jal_desk_get_store (self->desk)))
    return;
  if (health->older)
    jal_dialog_ask (GTK_WIDGET (self), _ ("This Vault Is Older Than Before"),
                    _ ("This computer has seen a newer state of this vault. If you did not restore a backup or open a copy on "
                       "purpose, somebody has put an old vault in the place of yours."),
                    _ ("_Check the Vault…"), FALSE, check_vault_cb, NULL, NULL);
  else if (health->exchanged || health->foreign_journal || health->tail)
    jal_dialog_ask (GTK_WIDGET (self), _ ("This Vault Was Changed from Outside"),
                    _ ("Something was done to the vault's file since it was last closed, not by Jalada. Check the vault to see "
                       "what can be said about it."),
                    _ ("_Check the Vault…"), FALSE, check_vault_cb, NULL, NULL);
  else if (health->header_copy)
    jal_dialog_ask (GTK_WIDGET (self), _ ("The Vault's Header Was Damaged"),
                    _ ("One of the two copies of the vault's header was damaged. The other one was used, and both are whole again: "
                       "nothing is lost. Should it happen again, the disk may be failing: make a backup."),
                    _ ("_Check the Vault…"), FALSE, check_vault_cb, NULL, NULL);
  else if (health->checked && !health->clean)
    jal_shell_toast (GTK_WIDGET (self), _ ("The vault was not closed cleanly; its history could not be checked"));
  self->told_health = health->checked || health->older || health->exchanged || health->foreign_journal || health->tail
                      || health->header_copy;
}

/* What was done to the vault while it was closed: some of it is known at once, the rest when its seal was compared. */
static void
ask_health (JalMainWindow *self)
{
  if (self->desk != NULL)
    jal_task_renew (self, ask_health, health_work, g_object_ref (jal_desk_get_store (self->desk)), g_object_unref, g_free,
                    health_cb);
}

void
jal_main_window_set_store (JalMainWindow *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_MAIN_WINDOW (self));
  g_return_if_fail (self->desk == NULL);

  /* Before the pages, which ask for it. */
  self->keeper = store != NULL ? jal_backup_keeper_new (store) : NULL;
  self->texts = store != NULL ? jal_text_keeper_new (store) : NULL;
  self->desk = JAL_DESK (jal_desk_new (store));
  if (self->reminders != NULL)
    jal_reminders_open (self->reminders, store);
  g_signal_connect_object (self->desk, "case-changed", G_CALLBACK (jal_main_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "view-changed", G_CALLBACK (jal_main_window_install_accels), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->desk), "desk");
  gtk_stack_set_visible_child_name (self->stack, "desk");
  jal_main_window_install_accels (self);
  jal_main_window_update_actions (self);
  jal_main_window_watch_idle (self);
  self->told_health = self->told_record = self->told_beside = FALSE;
  g_signal_connect_object (store, "health", G_CALLBACK (ask_health), self, G_CONNECT_SWAPPED);
  ask_health (self);
}

void
jal_main_window_lock (JalMainWindow *self)
{
  g_autoptr (JalStore) store = NULL;
  GListModel *toplevels;

  g_return_if_fail (JAL_IS_MAIN_WINDOW (self));

  if (self->desk == NULL)
    return;
  store = g_object_ref (jal_desk_get_store (self->desk));

  /* Dialogs over the window show rows of the vault too. */
  toplevels = gtk_window_get_toplevels ();
  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (toplevels, i - 1);

      if (other != GTK_WINDOW (self) && window_of (GTK_WIDGET (other)) == self)
        gtk_window_destroy (other);
    }
  if (self->reminders != NULL)
    jal_reminders_lock (self->reminders);
  jal_desk_drop (self->desk);
  /* The tasks that held it off are cancelled and never come back to let go. */
  self->lock_holds = 0;
  if (self->keeper != NULL)
    jal_backup_keeper_stop (self->keeper);
  g_clear_object (&self->keeper);
  if (self->texts != NULL)
    jal_text_keeper_stop (self->texts);
  g_clear_object (&self->texts);
  /* Before it is shown: a stack gives the focus back to the entry that had it last, and one that becomes insensitive with the focus is
     not told that it lost it (GTK 4.8). */
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    jal_unlock_page_set_busy (self->unlock, TRUE);
  /* A window whose focus goes with what is hidden keeps that until the next frame wants a new one: nothing of the vault waits for it. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->unlock));
  gtk_stack_remove (self->stack, GTK_WIDGET (self->desk));
  self->desk = NULL;
  g_queue_clear (&self->undo_waiting);
  jal_toasts_wipe (self->toasts);
  jal_main_window_clear_clipboard (self);
  jal_main_window_update_actions (self);
  jal_main_window_watch_idle (self);
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    jal_task_run (self, jal_main_window_lock, close_work, g_steal_pointer (&store), g_object_unref, NULL, closed_cb);
}

gboolean
jal_main_window_is_locked (JalMainWindow *self)
{
  g_return_val_if_fail (JAL_IS_MAIN_WINDOW (self), TRUE);

  return self->desk == NULL;
}

gboolean
jal_main_window_is_wiped (JalMainWindow *self)
{
  g_return_val_if_fail (JAL_IS_MAIN_WINDOW (self), TRUE);

  return self->desk == NULL && !jal_task_is_busy (self, jal_main_window_lock);
}

void
jal_shell_toast (GtkWidget *inside, const char *text)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL)
    jal_toasts_show (self->toasts, text, NULL, NULL);
}

/* Undo takes back the last action, redo the last that was taken back: an older offer would do something else than it says, and what was
   said of the step before would be read after the next. */
void
jal_main_window_forget_offers (JalMainWindow *self)
{
  jal_toasts_forget (self->toasts, "win.undo-last");
  jal_toasts_forget (self->toasts, "win.redo-last");
  jal_toasts_forget (self->toasts, "win.redo");
}

void
jal_shell_toast_undo (GtkWidget *inside, const char *text)
{
  JalMainWindow *self = window_of (inside);

  if (self == NULL || self->desk == NULL)
    return;
  /* Of the vault, not of the case: how to plan and days away belong to no case. */
  jal_main_window_forget_offers (self);
  if (jal_store_left_undo (jal_desk_get_store (self->desk)))
    jal_toasts_show (self->toasts, text, _ ("Undo"), "win.undo-last");
  else
    jal_toasts_show (self->toasts, text, NULL, NULL);
}

void
jal_shell_report (GtkWidget *inside, const GError *error)
{
  JalMainWindow *self = window_of (inside);
  g_autofree char *text = NULL;

  if (self == NULL || error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = jal_error_text (error);
  if (jal_error_is_grave (error))
    jal_dialog_tell (GTK_WIDGET (self), jal_error_heading (error), text);
  else
    jal_toasts_show (self->toasts, text, NULL, NULL);
}

gboolean
jal_shell_report_done (GtkWidget *inside, const GError *error, const char *done)
{
  if (error != NULL)
    jal_shell_report (inside, error);
  else
    jal_shell_toast_undo (inside, done);
  return error == NULL;
}

void
jal_shell_open_document (GtkWidget *inside, JalId document_id, guint page)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL && self->desk != NULL)
    jal_desk_open_document (self->desk, document_id, page);
}

void
jal_shell_open_document_of (GtkWidget *inside, JalId case_id, JalId document_id)
{
  JalMainWindow *self = window_of (inside);

  if (self == NULL || self->desk == NULL)
    return;
  jal_desk_open_document_of (self->desk, case_id, document_id);
  gtk_window_present (GTK_WINDOW (self));
}

void
jal_shell_redact_document (GtkWidget *inside, JalId document_id)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL && self->desk != NULL)
    jal_desk_redact_document (self->desk, document_id);
}

void
jal_shell_show_view (GtkWidget *inside, const char *view)
{
  JalMainWindow *self = window_of (inside);

  if (self != NULL && self->desk != NULL)
    jal_desk_show_view (self->desk, view);
}

void
jal_main_window_choose_vault (JalMainWindow *self, const char *path)
{
  g_return_if_fail (JAL_IS_MAIN_WINDOW (self));

  if (self->desk == NULL)
    jal_unlock_page_choose (self->unlock, path);
}
