/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Who can open the vault. */
#include "app/prefs/jal-keys-page.h"

#include <glib/gi18n-lib.h>

#include "app/prefs/jal-key-forms.h"
#include "app/prefs/jal-recovery-sheet.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

struct _JalKeysPage
{
  AdwPreferencesPage parent_instance;

  JalStore *store;
  GPtrArray *holders; /* nullable: not read yet */
  GPtrArray *rows;    /* of GtkWidget, borrowed: one a person */
  GSimpleActionGroup *actions;

  AdwActionRow *sheet;
  AdwPreferencesGroup *people;
};

G_DEFINE_FINAL_TYPE (JalKeysPage, jal_keys_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- The list ----------------------------------------------------------------------------------------------------- */

static char *
describe (const JalHolder *holder)
{
  const char *state = holder->is_self          ? _ ("has the vault open")
                      : holder->has_passphrase ? NULL
                                               : _ ("has no key: give a passphrase, or remove");

  if (holder->role == NULL || state == NULL)
    return g_strdup (holder->role != NULL ? holder->role : state != NULL ? state : "");
  return g_strdup_printf ("%s · %s", holder->role, state);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GtkWidget *
new_menu_button (const JalHolder *holder)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *id = jal_id_dup_hex (holder->id);
  /* Translators: %s is a person's name */
  g_autofree char *label = g_strdup_printf (_ ("What can be done about %s"), holder->name);

  add_item (menu, _ ("_Rename…"), "keys.rename", id);
  add_item (menu, holder->has_passphrase ? _ ("_Change Passphrase…") : _ ("_Give a Passphrase…"), "keys.passphrase-of", id);
  if (holder->has_recovery)
    add_item (menu, _ ("Make the Recovery Sheet _Worthless…"), "keys.withdraw-sheet", id);
  if (!holder->is_self)
    add_item (menu, _ ("Re_move…"), "keys.remove", id);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  /* What is focused, and read out, is the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

static void
add_row (JalKeysPage *self, const JalHolder *holder)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe (holder);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), holder->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_menu_button (holder));
  adw_preferences_group_add (self->people, row);
  g_ptr_array_add (self->rows, row);
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_holder_list (data, cancellable, error);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalKeysPage *self = owner;

  if (result == NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  self->holders = g_ptr_array_ref (result);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->people, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->holders->len; i++)
    {
      const JalHolder *holder = self->holders->pdata[i];

      add_row (self, holder);
      if (holder->is_self)
        adw_action_row_set_subtitle (self->sheet, holder->has_recovery
                                                      ? _ ("You have one. A new one makes it worthless.")
                                                      : _ ("There is none: a forgotten passphrase would close the vault for ever."));
    }
}

static void
refresh (JalKeysPage *self)
{
  jal_task_renew (self, list_work, list_work, g_object_ref (self->store), g_object_unref, (GDestroyNotify)g_ptr_array_unref,
                  listed_cb);
}

static void
store_changed_cb (JalStore *store, const char *verb, const char *case_id, JalKeysPage *self)
{
  /* Taking back a new name is a change, too. */
  if (*case_id == '\0')
    refresh (self);
}

/* --- Verbs -------------------------------------------------------------------------------------------------------- */

static const JalHolder *
find_holder (JalKeysPage *self, GVariant *parameter)
{
  JalId id;

  for (guint i = 0; self->holders != NULL && i < self->holders->len; i++)
    {
      const JalHolder *holder = self->holders->pdata[i];

      if (parameter == NULL ? holder->is_self
                            : jal_id_parse (g_variant_get_string (parameter, NULL), &id) && jal_id_equal (id, holder->id))
        return holder;
    }
  return NULL;
}

static void
passphrase_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;
  const JalHolder *holder = find_holder (self, parameter);

  if (holder != NULL)
    jal_key_forms_passphrase (GTK_WIDGET (self), self->store, holder);
}

static void
rename_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;
  const JalHolder *holder = find_holder (self, parameter);

  if (holder != NULL)
    jal_key_forms_rename (GTK_WIDGET (self), self->store, holder);
}

static void
remove_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;
  const JalHolder *holder = find_holder (self, parameter);

  if (holder != NULL)
    jal_key_forms_remove (GTK_WIDGET (self), self->store, holder);
}

static void
add_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;

  jal_key_forms_add (GTK_WIDGET (self), self->store);
}

static void
rekey_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;

  if (self->holders != NULL && self->holders->len > 0)
    jal_key_forms_rekey (GTK_WIDGET (self), self->store, self->holders);
}

static void
sheet_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;
  gboolean print = g_str_equal (g_action_get_name (G_ACTION (action)), "print-sheet");

  jal_key_forms_confirm (GTK_WIDGET (self), self->store, _ ("Recovery Sheet"),
                         _ ("Whoever has the sheet can open the vault. A sheet made earlier becomes worthless."),
                         print ? _ ("_Print…") : _ ("_Save…"), print ? jal_recovery_sheet_print : jal_recovery_sheet_save);
}

typedef struct
{
  JalStore *store;
  JalId id;
} Withdrawal;

static void
free_withdrawal (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_object_unref (withdrawal->store);
  g_free (withdrawal);
}

static gpointer
withdraw_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Withdrawal *withdrawal = data;

  jal_holder_remove_recovery (withdrawal->store, withdrawal->id, cancellable, error);
  return NULL;
}

static void
withdrawn_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  jal_shell_report (owner, error);
  refresh (owner);
}

static void
withdraw_confirmed_cb (GtkWidget *inside, gpointer data)
{
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  withdrawal->store = g_object_ref (JAL_KEYS_PAGE (inside)->store);
  withdrawal->id = *(JalId *)data;
  jal_task_run (inside, withdraw_confirmed_cb, withdraw_work, withdrawal, free_withdrawal, NULL, withdrawn_cb);
}

static void
withdraw_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalKeysPage *self = data;
  const JalHolder *holder = find_holder (self, parameter);

  if (holder != NULL)
    jal_dialog_ask (GTK_WIDGET (self), _ ("Make the Sheet Worthless?"),
                    _ ("The recovery sheet of this person will open nothing any more. Their passphrase still counts."),
                    _ ("_Make Worthless"), TRUE, withdraw_confirmed_cb, g_memdup2 (&holder->id, sizeof holder->id), g_free);
}

/* --- The widget --------------------------------------------------------------------------------------------------- */

static void
jal_keys_page_dispose (GObject *object)
{
  JalKeysPage *self = JAL_KEYS_PAGE (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_keys_page_parent_class)->dispose (object);
}

static void
jal_keys_page_class_init (JalKeysPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_keys_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-keys-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalKeysPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, JalKeysPage, people);
}

static void
jal_keys_page_init (JalKeysPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_activated_cb },
    { .name = "passphrase", .activate = passphrase_activated_cb },
    { .name = "passphrase-of", .activate = passphrase_activated_cb, .parameter_type = "s" },
    { .name = "rename", .activate = rename_activated_cb, .parameter_type = "s" },
    { .name = "remove", .activate = remove_activated_cb, .parameter_type = "s" },
    { .name = "withdraw-sheet", .activate = withdraw_activated_cb, .parameter_type = "s" },
    { .name = "print-sheet", .activate = sheet_activated_cb },
    { .name = "save-sheet", .activate = sheet_activated_cb },
    { .name = "rekey", .activate = rekey_activated_cb },
  };

  self->rows = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "keys", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
jal_keys_page_new (JalStore *store)
{
  JalKeysPage *self = g_object_new (JAL_TYPE_KEYS_PAGE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  refresh (self);
  return GTK_WIDGET (self);
}
