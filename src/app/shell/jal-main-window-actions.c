/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The window's own verbs: each an action, so that menu, shortcut, command palette and tests use the same door. */
#include "app/shell/jal-main-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-keeper.h"
#include "app/cases/jal-custody-question.h"
#include "app/check/jal-check-window.h"
#include "app/check/jal-rescued-window.h"
#include "app/help/jal-help-window.h"
#include "app/prefs/jal-preferences-window.h"
#include "app/shell/jal-palette.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-menu-keys.h"
#include "app/shell/jal-shortcuts.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"

const JalVerb jal_main_window_verbs[] = {
  { "win.view('overview')", N_("Overview"), "<Control>1" },
  { "win.view('evidence')", N_("Evidence"), "<Control>2" },
  { "win.view('timeline')", N_("Timeline"), "<Control>3" },
  { "win.view('bundle')", N_("Bundle"), "<Control>4" },
  { "win.home", N_("What Is Next in All Cases"), "<Alt>Home" },
  { "win.all-cases", N_("All Cases in One Picture"), "<Alt>0" },
  { "win.step-back", N_("Back"), "<Alt>Left" },
  { "win.back", N_("Back to the Evidence"), NULL },
  { "win.sidebar", N_("Show or Hide the Cases"), "F9" },
  { "win.find", N_("Find in This View"), "<Control>f" },
  { "win.find-in-case", N_("Find in the Case"), "<Control><Shift>f" },
  { "win.new-case", N_("New Case…"), "<Control>n" },
  { "win.edit-case", N_("Edit Case…"), NULL },
  { "win.remove-case", N_("Remove Case…"), NULL },
  { "win.undo", N_("Undo"), "<Control>z" },
  { "win.redo", N_("Redo"), "<Control><Shift>z" },
  { "win.lock", N_("Lock"), "<Control><Shift>l" },
  { "win.palette", N_("All Commands…"), "<Control>k" },
  { "win.check-vault", N_("Check the Vault…"), NULL },
  { "win.rescued", N_("Look Through after the Rescue…"), NULL },
  { "win.preferences", N_("Preferences"), "<Control>comma" },
  { "win.keys", N_("Passphrase and People…"), NULL },
  { "win.backup-now", N_("Back Up Now"), NULL },
  { "win.backup-preferences", N_("Backups…"), NULL },
  { "win.audit", N_("Record of What Was Done…"), NULL },
  { "win.help", N_("Help"), "F1" },
  { "win.shortcuts", N_("Keyboard Shortcuts"), "<Control>question" },
  { "win.about", N_("About Jalada"), NULL },
  { "window.close", N_("Close the Window"), "<Control>q <Control>w" },
};
const guint jal_main_window_n_verbs = G_N_ELEMENTS (jal_main_window_verbs);

static void
view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_show_view (self->desk, g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_back (self->desk);
}

static void
step_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_step_back (self->desk);
}

static void
sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_toggle_cases (self->desk);
}

static void
home_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_go_home (self->desk, g_str_equal (name, "win.home") ? "next" : "all");
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk == NULL)
    return;
  if (g_str_equal (name, "win.find"))
    jal_desk_find (self->desk);
  else
    jal_desk_find_in_case (self->desk);
}

static void
case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk == NULL)
    return;
  if (g_str_equal (name, "win.new-case"))
    jal_desk_new_case (self->desk);
  else if (g_str_equal (name, "win.edit-case"))
    jal_desk_edit_case (self->desk);
  else
    jal_desk_remove_case (self->desk);
}

/* --- Undo ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  gboolean again; /* redo */
  gboolean last;  /* of the whole vault, from a message */
  char *verb;     /* nullable: of what was taken back or done again */
  JalId open;     /* the case on the screen, or JAL_ID_NONE */
  guint lacked;   /* mentions that its gaps lacked before */
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->store);
  g_free (undo->verb);
  g_free (undo);
}

/* Returns the label of what was taken back. */
static gpointer
undo_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  g_autofree char *label = NULL;
  gboolean done;

  if (!jal_id_is_none (undo->open))
    undo->lacked = jal_custody_question_count (undo->store, undo->open, cancellable);
  if (undo->again)
    {
      jal_store_can_redo (undo->store, undo->case_id, &label);
      done = jal_store_redo (undo->store, undo->case_id, &undo->verb, cancellable, error);
    }
  else
    {
      jal_store_can_undo (undo->store, undo->case_id, &label);
      done = jal_store_undo (undo->store, undo->case_id, &undo->verb, cancellable, error);
    }
  if (!done)
    return NULL;
  return label != NULL ? g_steal_pointer (&label) : g_strdup ("");
}

static void undo_action (GtkWidget *widget, const char *name, GVariant *parameter);

/* Twenty keys are twenty steps, however fast they come; but none is taken after one that was refused, or that found nothing. */
static void
undo_next (JalMainWindow *self, gboolean go_on)
{
  const char *next = g_queue_pop_head (&self->undo_waiting);

  if (!go_on || self->desk == NULL)
    g_queue_clear (&self->undo_waiting);
  else if (next != NULL)
    undo_action (GTK_WIDGET (self), next, NULL);
}

static void
undone_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalMainWindow *self = owner;
  Undo *undo = data;
  const char *label = result;
  g_autofree char *text = NULL;

  undo_next (self, error == NULL);
  jal_main_window_forget_offers (self);
  if (g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    {
      jal_toasts_show (self->toasts, undo->again ? _ ("There is nothing to do again") : _ ("There is nothing to undo"), NULL,
                       "win.redo");
      return;
    }
  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  if (label == NULL || *label == '\0' || strchr (label, '.') != NULL)
    text = g_strdup (undo->again ? _ ("Done again") : _ ("Taken back"));
  else if (undo->again)
    /* Translators: %s is an action such as "Add Highlight" */
    text = g_strdup_printf (_ ("Done again: %s"), _ (label));
  else
    /* Translators: %s is an action such as "Add Highlight" */
    text = g_strdup_printf (_ ("Taken back: %s"), _ (label));
  jal_toasts_show (self->toasts, text, undo->again ? NULL : _ ("Redo"), undo->last ? "win.redo-last" : "win.redo");
  jal_custody_question_ask_undone (GTK_WIDGET (self), undo->store, undo->open, undo->verb, undo->lacked, jal_shell_toast_undo);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);
  JalCase *court_case;
  Undo *undo;

  if (self->desk == NULL)
    return;
  if (jal_task_is_busy (self, undo_action))
    {
      g_queue_push_tail (&self->undo_waiting, (gpointer)g_intern_string (name));
      return;
    }
  court_case = jal_desk_get_case (self->desk);
  undo = g_new0 (Undo, 1);
  undo->store = g_object_ref (jal_desk_get_store (self->desk));
  /* Without a case open there are only the actions on cases themselves, a removed one among them. */
  undo->last = g_str_has_suffix (name, "-last");
  undo->case_id = court_case != NULL && !undo->last ? court_case->id : JAL_ID_NONE;
  undo->open = court_case != NULL ? court_case->id : JAL_ID_NONE;
  undo->again = g_str_has_prefix (name, "win.redo");
  jal_task_run (self, undo_action, undo_work, undo, free_undo, g_free, undone_cb);
}

static void
lock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  jal_main_window_lock (JAL_MAIN_WINDOW (widget));
}

static void
palette_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);
  g_autoptr (GArray) verbs = jal_main_window_dup_verbs (self);

  jal_palette_present (GTK_WINDOW (self), (const JalVerb *)verbs->data, verbs->len);
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);
  g_autoptr (GArray) verbs = jal_main_window_dup_verbs (self);

  jal_shortcuts_present (GTK_WINDOW (self), (const JalVerb *)verbs->data, verbs->len);
}

/* About what is on the screen. */
static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  jal_help_window_present (GTK_WINDOW (self), self->desk == NULL
                                                  ? "vault"
                                                  : jal_help_window_topic_of (jal_desk_get_visible_prefix (self->desk)));
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);
  JalStore *store = self->desk != NULL ? jal_desk_get_store (self->desk) : NULL;
  const char *page = g_str_equal (name, "win.keys")                 ? "keys"
                     : g_str_equal (name, "win.backup-preferences") ? "backup"
                     : g_str_equal (name, "win.audit")              ? "audit"
                                                                    : NULL;

  jal_preferences_window_present (GTK_WINDOW (widget), store, page);
}

static void
backed_up_cb (const JalBackupReport *report, const GError *error, gpointer data)
{
  jal_shell_report (data, error);
  if (error == NULL)
    jal_shell_toast (data, _ ("Backed up, and read back whole"));
}

static void
backup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->keeper != NULL)
    jal_backup_keeper_run (self->keeper, backed_up_cb, G_OBJECT (widget));
}

static void
check_vault_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_check_window_present (widget, jal_desk_get_store (self->desk), FALSE);
}

static void
rescued_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_rescued_window_show (widget, jal_desk_get_store (self->desk));
}

static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about, "transient-for", widget, "modal", TRUE, "application-name", "Jalada", "application-icon",
                "org.jalada.Jalada", "version", JALADA_VERSION, "developer-name", _ ("The Jalada contributors"),
                "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("Prepares criminal cases of child trafficking and sexual offences, from the first paper to the bundle before the "
                   "court. Everything stays in one encrypted file on this computer."),
                NULL);
  gtk_window_present (GTK_WINDOW (about));
}

/* Escape that nobody closer took: let the visible page put something down. */
static void
escape_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalMainWindow *self = JAL_MAIN_WINDOW (widget);

  if (self->desk != NULL)
    jal_desk_escape (self->desk);
}

void
jal_main_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.view", "s", view_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.step-back", NULL, step_back_action);
  gtk_widget_class_install_action (widget_class, "win.home", NULL, home_action);
  gtk_widget_class_install_action (widget_class, "win.all-cases", NULL, home_action);
  gtk_widget_class_install_action (widget_class, "win.sidebar", NULL, sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.find-in-case", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.new-case", NULL, case_action);
  gtk_widget_class_install_action (widget_class, "win.edit-case", NULL, case_action);
  gtk_widget_class_install_action (widget_class, "win.remove-case", NULL, case_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.undo-last", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo-last", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action);
  gtk_widget_class_install_action (widget_class, "win.palette", NULL, palette_action);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_action);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.keys", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.check-vault", NULL, check_vault_action);
  gtk_widget_class_install_action (widget_class, "win.rescued", NULL, rescued_action);
  gtk_widget_class_install_action (widget_class, "win.backup-preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.audit", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.backup-now", NULL, backup_action);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_action);
  gtk_widget_class_install_action (widget_class, "win.escape", NULL, escape_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
}

void
jal_main_window_update_actions (JalMainWindow *self)
{
  const char *open_only[] = { "win.sidebar", "win.find", "win.new-case", "win.undo", "win.redo", "win.undo-last", "win.redo-last", "win.lock", "win.keys",
                              "win.check-vault", "win.home", "win.all-cases", "win.backup-now", "win.backup-preferences", "win.audit" };
  const char *case_only[] = { "win.view", "win.back", "win.step-back", "win.find-in-case", "win.edit-case", "win.remove-case" };
  gboolean open = self->desk != NULL;
  gboolean with_case = open && jal_desk_get_case (self->desk) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (open_only); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), open_only[i], open);
  for (guint i = 0; i < G_N_ELEMENTS (case_only); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), case_only[i], with_case);
  /* Its bar knows. */
  if (!open)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.rescued", FALSE);
}

GArray *
jal_main_window_dup_verbs (JalMainWindow *self)
{
  GArray *verbs = g_array_new (FALSE, FALSE, sizeof (JalVerb));

  g_array_append_vals (verbs, jal_main_window_verbs, jal_main_window_n_verbs);
  if (self->desk != NULL)
    {
      g_autoptr (GArray) more = jal_desk_dup_verbs (self->desk);

      g_array_append_vals (verbs, more->data, more->len);
    }
  return verbs;
}

/* Several pages may want the same keys (Ctrl+P prints the page that is shown): the page that is shown gets them. */
static GHashTable *
deal_accels (JalMainWindow *self, GArray *verbs)
{
  GHashTable *owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL); /* keys → action */
  const char *visible = self->desk != NULL ? jal_desk_get_visible_prefix (self->desk) : NULL;
  g_autofree char *prefix = visible != NULL ? g_strconcat (visible, ".", NULL) : NULL;

  for (guint i = 0; i < verbs->len; i++)
    {
      const JalVerb *verb = &g_array_index (verbs, JalVerb, i);
      g_auto (GStrv) accels = verb->accels != NULL && !verb->local ? g_strsplit (verb->accels, " ", -1) : NULL;

      for (guint n = 0; accels != NULL && accels[n] != NULL; n++)
        if (!g_hash_table_contains (owners, accels[n]) || (prefix != NULL && g_str_has_prefix (verb->action, prefix)))
          g_hash_table_replace (owners, g_strdup (accels[n]), (gpointer)verb->action);
    }
  return owners;
}

void
jal_main_window_install_accels (JalMainWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GArray) verbs = jal_main_window_dup_verbs (self);
  g_autoptr (GHashTable) owners = NULL;

  if (application == NULL)
    return;
  owners = deal_accels (self, verbs);
  for (guint i = 0; i < verbs->len; i++)
    {
      const JalVerb *verb = &g_array_index (verbs, JalVerb, i);
      g_auto (GStrv) accels = verb->accels != NULL && !verb->local ? g_strsplit (verb->accels, " ", -1) : NULL;
      g_auto (GStrv) before = NULL;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) mine = NULL;

      if (accels == NULL)
        continue;
      for (guint n = 0; accels[n] != NULL; n++)
        if (g_strcmp0 (g_hash_table_lookup (owners, accels[n]), verb->action) == 0)
          g_strv_builder_add (builder, accels[n]);
      mine = g_strv_builder_end (builder);
      before = gtk_application_get_accels_for_action (application, verb->action);
      if (mine[0] == NULL && before[0] != NULL)
        jal_menu_keys_mend (GTK_WIDGET (self));
      if (!g_strv_equal ((const char *const *)mine, (const char *const *)before))
        gtk_application_set_accels_for_action (application, verb->action, (const char *const *)mine);
    }
}
