/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-form.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shown.h"

#define WIDTH 560
#define HEIGHT 560
#define HEIGHT_LEAST 360

struct _JalForm
{
  AdwWindow parent_instance;

  GWeakRef inside;
  JalFormCheck check;
  JalFormRead read;
  JalTaskWork work;
  GDestroyNotify free_data;
  JalFormKept kept;
  gpointer about;
  GDestroyNotify free_about;
  AdwPreferencesGroup *group; /* the one added last */
  GPtrArray *secrets;         /* of AdwEntryRow, borrowed */
  GWeakRef focus;             /* what had the keys when it was to be saved */

  AdwWindowTitle *heading;
  GtkButton *save;
  GtkLabel *trouble;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (JalForm, jal_form, ADW_TYPE_WINDOW)

const char *
jal_form_get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

gboolean
jal_form_get_date (AdwEntryRow *row, JalDate *date)
{
  return jal_shown_parse_date (jal_form_get_text (row), date);
}

void
jal_form_changed (JalForm *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), self->check == NULL || self->check (self, self->about));
}

/* Where one goes on: passphrases are typed again, since they were wiped when they were taken. */
static void
focus_again (JalForm *self)
{
  g_autoptr (GtkWidget) before = g_weak_ref_get (&self->focus);

  for (guint i = 0; i < self->secrets->len; i++)
    if (*jal_form_get_text (self->secrets->pdata[i]) == '\0')
      {
        gtk_widget_child_focus (self->secrets->pdata[i], GTK_DIR_TAB_FORWARD);
        return;
      }
  /* The button loses the keys while it cannot be pressed. */
  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalForm *self = owner;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      gtk_label_set_text (self->trouble, text);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
      jal_form_changed (self);
      focus_again (self);
      return;
    }
  if (inside != NULL && self->kept != NULL)
    self->kept (inside, data, self->about);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalForm *self = JAL_FORM (widget);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save)) || (self->check != NULL && !self->check (self, self->about)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  g_weak_ref_set (&self->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  jal_task_run (self, save_action, self->work, self->read (self, self->about), self->free_data, NULL, saved_cb);
}

/* --- Rows ----------------------------------------------------------------------------------------------------- */

AdwPreferencesGroup *
jal_form_add_group (JalForm *self, const char *title, const char *description)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  if (title != NULL)
    adw_preferences_group_set_title (self->group, title);
  if (description != NULL)
    adw_preferences_group_set_description (self->group, description);
  adw_preferences_page_add (self->page, self->group);
  return self->group;
}

static void
add_row (JalForm *self, GtkWidget *row)
{
  if (self->group == NULL)
    jal_form_add_group (self, NULL, NULL);
  adw_preferences_group_add (self->group, row);
}

static void
entered_cb (AdwEntryRow *row, JalForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "form.save", NULL);
}

AdwEntryRow *
jal_form_add_entry (JalForm *self, const char *title, const char *text)
{
  AdwEntryRow *row = ADW_ENTRY_ROW (adw_entry_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_object (row, "changed", G_CALLBACK (jal_form_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (row, "entry-activated", G_CALLBACK (entered_cb), self);
  add_row (self, GTK_WIDGET (row));
  return row;
}

AdwEntryRow *
jal_form_add_passphrase (JalForm *self, const char *title)
{
  AdwEntryRow *row = ADW_ENTRY_ROW (adw_password_entry_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_object (row, "changed", G_CALLBACK (jal_form_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (row, "entry-activated", G_CALLBACK (entered_cb), self);
  add_row (self, GTK_WIDGET (row));
  g_ptr_array_add (self->secrets, row);
  return row;
}

JalSecret *
jal_form_take_secret (AdwEntryRow *row)
{
  JalSecret *secret = jal_secret_new (jal_form_get_text (row));

  gtk_editable_set_text (GTK_EDITABLE (row), "");
  return secret;
}

static void
day_selected_cb (GtkCalendar *calendar, AdwEntryRow *row)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *shown = jal_shown_date (
      jal_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day)));

  gtk_editable_set_text (GTK_EDITABLE (row), shown);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER)));
}

static void
date_changed_cb (AdwEntryRow *row)
{
  JalDate date;

  if (jal_form_get_date (row, &date))
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

AdwEntryRow *
jal_form_add_date (JalForm *self, const char *title, JalDate date)
{
  g_autofree char *shown = jal_shown_date (date);
  AdwEntryRow *row = jal_form_add_entry (self, title, shown);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose a Date"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choose a Date"), -1);
  adw_entry_row_add_suffix (row, button);
  g_signal_connect (calendar, "day-selected", G_CALLBACK (day_selected_cb), row);
  g_signal_connect (row, "changed", G_CALLBACK (date_changed_cb), NULL);
  return row;
}

AdwComboRow *
jal_form_add_choice (JalForm *self, const char *title, const char *const *labels, guint selected)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, selected);
  jal_choice_show_whole (row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (jal_form_changed), self, G_CONNECT_SWAPPED);
  add_row (self, GTK_WIDGET (row));
  return row;
}

static AdwActionRow *
add_action_row (JalForm *self, const char *title, const char *subtitle, GtkWidget *control)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (row, subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (row, control);
  adw_action_row_set_activatable_widget (row, control);
  /* The row names it too: a screen reader would say it twice. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  add_row (self, GTK_WIDGET (row));
  return row;
}

GtkSwitch *
jal_form_add_switch (JalForm *self, const char *title, const char *subtitle, gboolean active)
{
  GtkWidget *control = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (control), active);
  add_action_row (self, title, subtitle, control);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (jal_form_changed), self, G_CONNECT_SWAPPED);
  return GTK_SWITCH (control);
}

GtkSpinButton *
jal_form_add_number (JalForm *self, const char *title, const char *subtitle, int least, int most, int value)
{
  GtkWidget *control = gtk_spin_button_new_with_range (least, most, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), value);
  jal_choice_enter (GTK_SPIN_BUTTON (control), "form.save");
  add_action_row (self, title, subtitle, control);
  g_signal_connect_object (control, "value-changed", G_CALLBACK (jal_form_changed), self, G_CONNECT_SWAPPED);
  return GTK_SPIN_BUTTON (control);
}

GtkLabel *
jal_form_add_meaning (JalForm *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "meaning");
  gtk_widget_set_visible (label, FALSE);
  add_row (self, label);
  return GTK_LABEL (label);
}

void
jal_form_set_meaning (GtkLabel *label, const char *text, gboolean blocked)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
  if (blocked)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
}

/* --- The window ------------------------------------------------------------------------------------------------ */

static void
jal_form_dispose (GObject *object)
{
  JalForm *self = JAL_FORM (object);

  jal_task_cancel_all (self);
  self->check = NULL;
  if (self->free_about != NULL && self->about != NULL)
    self->free_about (g_steal_pointer (&self->about));
  G_OBJECT_CLASS (jal_form_parent_class)->dispose (object);
}

static void
jal_form_finalize (GObject *object)
{
  JalForm *self = JAL_FORM (object);

  g_ptr_array_unref (self->secrets);
  g_weak_ref_clear (&self->focus);
  g_weak_ref_clear (&self->inside);
  G_OBJECT_CLASS (jal_form_parent_class)->finalize (object);
}

static void
jal_form_class_init (JalFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_form_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-form.ui");
  gtk_widget_class_bind_template_child (widget_class, JalForm, heading);
  gtk_widget_class_bind_template_child (widget_class, JalForm, save);
  gtk_widget_class_bind_template_child (widget_class, JalForm, trouble);
  gtk_widget_class_bind_template_child (widget_class, JalForm, page);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "form.save", NULL);
}

static void
jal_form_init (JalForm *self)
{
  self->secrets = g_ptr_array_new ();
  g_weak_ref_init (&self->focus, NULL);
  g_weak_ref_init (&self->inside, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

JalForm *
jal_form_new (GtkWidget *inside, const char *heading, const char *verb)
{
  JalForm *self = g_object_new (JAL_TYPE_FORM, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);

  g_weak_ref_set (&self->inside, inside);
  adw_window_title_set_title (self->heading, heading);
  if (verb != NULL)
    gtk_button_set_label (self->save, verb);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  /* Over a small window the rest is scrolled to. */
  if (GTK_IS_WINDOW (root) && gtk_widget_get_height (GTK_WIDGET (root)) > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, CLAMP (gtk_widget_get_height (GTK_WIDGET (root)), HEIGHT_LEAST, HEIGHT));
  return self;
}

void
jal_form_present (JalForm *self, JalFormCheck check, JalFormRead read, JalTaskWork work, GDestroyNotify free_data,
                  JalFormKept kept, gpointer about, GDestroyNotify free_about)
{
  g_return_if_fail (JAL_IS_FORM (self) && read != NULL && work != NULL);

  self->check = check;
  self->read = read;
  self->work = work;
  self->free_data = free_data;
  self->kept = kept;
  self->about = about;
  self->free_about = free_about;
  jal_form_changed (self);
  gtk_window_present (GTK_WINDOW (self));
  /* Not on “Cancel”, which stands first. */
  gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}
