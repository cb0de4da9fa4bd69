/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Preferences: only what really changes something. */
#include "app/prefs/jal-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-backup-page.h"
#include "app/prefs/jal-audit-page.h"
#include "app/prefs/jal-keys-page.h"
#include "app/shell/jal-settings.h"
#include "app/shell/jal-task.h"
#include "store/jal-store.h"

struct _JalPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *auto_lock;
  AdwActionRow *swap;
  GtkWidget *check;
  GtkSwitch *reminders;
  AdwComboRow *reminder_days;
  AdwComboRow *language;
  AdwComboRow *look;
};

G_DEFINE_FINAL_TYPE (JalPreferencesWindow, jal_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows in the template. */
static const guint minutes[] = { 2, 5, 10, 20, 0 };
static const guint days_before[] = { 0, 3, 7, 14, 28 };
static const char *const languages[] = { "", "en", "sw" };
static const char *const looks[] = { "system", "light", "dark" };

static void
auto_lock_chosen_cb (JalPreferencesWindow *self)
{
  guint n = adw_combo_row_get_selected (self->auto_lock);

  if (n < G_N_ELEMENTS (minutes))
    g_settings_set_uint (jal_settings_get (), "auto-lock-minutes", minutes[n]);
}

static void
days_chosen_cb (JalPreferencesWindow *self)
{
  guint n = adw_combo_row_get_selected (self->reminder_days);

  if (n < G_N_ELEMENTS (days_before))
    g_settings_set_uint (jal_settings_get (), "reminder-days", days_before[n]);
}

static void
language_chosen_cb (JalPreferencesWindow *self)
{
  guint n = adw_combo_row_get_selected (self->language);

  if (n < G_N_ELEMENTS (languages))
    g_settings_set_string (jal_settings_get (), "language", languages[n]);
}

static void
look_chosen_cb (JalPreferencesWindow *self)
{
  guint n = adw_combo_row_get_selected (self->look);

  if (n < G_N_ELEMENTS (looks))
    g_settings_set_string (jal_settings_get (), "look", looks[n]);
}

/* The check has a window of its own, and the desk stays usable beside it. */
static void
check_clicked_cb (JalPreferencesWindow *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GtkWindow) parent = window != NULL ? g_object_ref (window) : NULL;

  if (parent == NULL)
    return;
  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.check-vault", NULL);
}

static guint
index_of (const char *const *values, guint n_values, const char *value)
{
  for (guint i = 0; i < n_values; i++)
    if (g_strcmp0 (values[i], value) == 0)
      return i;
  return 0;
}

static void
jal_preferences_window_class_init (JalPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, auto_lock);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, swap);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, check);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, reminders);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, reminder_days);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, language);
  gtk_widget_class_bind_template_child (widget_class, JalPreferencesWindow, look);
}

static gpointer
swap_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_store_find_open_swap ("/proc", "/sys");
}

/* Said where it can be read in peace: the remedy is a matter of the system. */
static void
swap_found_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPreferencesWindow *self = owner;
  g_autofree char *text = NULL;

  if (result != NULL)
    text = g_strdup_printf (_ ("%s is not encrypted: what is on the screen can end up there, readable. Encrypt it, or switch it "
                               "off."),
                            (const char *)result);
  adw_action_row_set_subtitle (self->swap, text != NULL ? text : _ ("None that is not encrypted"));
}

static void
jal_preferences_window_init (JalPreferencesWindow *self)
{
  g_autofree char *language = g_settings_get_string (jal_settings_get (), "language");
  g_autofree char *look = g_settings_get_string (jal_settings_get (), "look");
  guint limit = jal_settings_get_auto_lock_minutes ();

  gtk_widget_init_template (GTK_WIDGET (self));
  jal_task_renew (self, swap_work, swap_work, NULL, NULL, g_free, swap_found_cb);
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    if (minutes[i] == limit)
      adw_combo_row_set_selected (self->auto_lock, i);
  for (guint i = 0; i < G_N_ELEMENTS (days_before); i++)
    if (days_before[i] == jal_settings_get_reminder_days ())
      adw_combo_row_set_selected (self->reminder_days, i);
  g_settings_bind (jal_settings_get (), "reminders", self->reminders, "active", G_SETTINGS_BIND_DEFAULT);
  adw_combo_row_set_selected (self->language, index_of (languages, G_N_ELEMENTS (languages), language));
  adw_combo_row_set_selected (self->look, index_of (looks, G_N_ELEMENTS (looks), look));
  /* Only from here on, so that showing a value does not write it. */
  g_signal_connect_swapped (self->auto_lock, "notify::selected", G_CALLBACK (auto_lock_chosen_cb), self);
  g_signal_connect_swapped (self->reminder_days, "notify::selected", G_CALLBACK (days_chosen_cb), self);
  g_signal_connect_swapped (self->language, "notify::selected", G_CALLBACK (language_chosen_cb), self);
  g_signal_connect_swapped (self->look, "notify::selected", G_CALLBACK (look_chosen_cb), self);
}

void
jal_preferences_window_present (GtkWindow *parent, JalStore *store, const char *page)
{
  GtkWindow *self = g_object_new (JAL_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent",
                                  TRUE, NULL);
  GtkWidget *pages[3] = { NULL };

  if (store != NULL)
    {
      pages[0] = jal_keys_page_new (store);
      pages[1] = jal_backup_page_new (store);
      pages[2] = jal_audit_page_new (store);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i] != NULL)
      adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (pages[i]));
  gtk_widget_set_visible (GTK_WIDGET (JAL_PREFERENCES_WINDOW (self)->check), store != NULL);
  if (store != NULL && page != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), page);
  gtk_window_present (self);
  /* Whoever asked for a page by its name goes on there, not at the first tab. */
  for (guint i = 0; page != NULL && i < G_N_ELEMENTS (pages); i++)
    if (pages[i] != NULL && g_strcmp0 (adw_preferences_page_get_name (ADW_PREFERENCES_PAGE (pages[i])), page) == 0)
      gtk_widget_child_focus (pages[i], GTK_DIR_TAB_FORWARD);
}
