/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Days on which the court does not sit. What the rules give is shown; what the user adds can be removed. */
#include "app/timeline/jal-calendar-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "schedule/jal-schedule.h"

#define YEARS_SHOWN 4

struct _JalCalendarDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  AdwWindowTitle *heading;
  GtkButton *add;
  AdwEntryRow *date;
  AdwEntryRow *name;
  GtkSwitch *sits;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  AdwPreferencesGroup *own_group;
  AdwPreferencesGroup *holidays_group;
  GPtrArray *own_rows;
  GPtrArray *holiday_rows;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (JalCalendarDialog, jal_calendar_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalId id;
  JalDate date;
  gboolean sits;
  char *name;
} Call;

/* What is shown: the user's days and the calendar they make. */
typedef struct
{
  GListStore *days;
  JalCourtCalendar *calendar;
} Shown;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call->name);
  g_free (call);
}

static void
free_shown (gpointer data)
{
  Shown *shown = data;

  g_clear_object (&shown->days);
  g_clear_pointer (&shown->calendar, jal_court_calendar_unref);
  g_free (shown);
}

static void read_days (JalCalendarDialog *self);

/* --- Changing --------------------------------------------------------------------------------------------------- */

static void
changed_by_core_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCalendarDialog *self = owner;
  Call *call = data;

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), error != NULL);
  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      gtk_label_set_text (self->trouble, text);
      return;
    }
  if (call->name != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->date), "");
      gtk_editable_set_text (GTK_EDITABLE (self->name), "");
    }
  read_days (self);
}

static gpointer
add_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_add_day (call->store, call->date, !call->sits, call->name, NULL, error);
  return NULL;
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_remove_day (call->store, call->id, error);
  return NULL;
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (widget);
  Call *call;
  JalDate date;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->add))
      || !jal_shown_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->date)), &date))
    return;
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  call->date = date;
  call->sits = gtk_switch_get_active (self->sits);
  call->name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  jal_task_run (self, add_action, add_work, call, free_call, NULL, changed_by_core_cb);
}

static void
remove_clicked_cb (JalCalendarDialog *self, GtkWidget *button)
{
  JalCalendarDay *day = g_object_get_data (G_OBJECT (button), "day");
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->id = day->id;
  jal_task_run (self, remove_work, remove_work, call, free_call, NULL, changed_by_core_cb);
}

/* --- Showing ---------------------------------------------------------------------------------------------------- */

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title, const char *subtitle)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (rows, row);
  return row;
}

static void
add_own_row (JalCalendarDialog *self, JalCalendarDay *day)
{
  g_autofree char *date = jal_shown_date_short (day->date);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", date, day->closed ? _ ("the court does not sit") : _ ("the court sits"));
  AdwActionRow *row = add_row (self->own_group, self->own_rows, day->name, subtitle);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Remove Day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Remove Day"), -1);
  g_object_set_data_full (G_OBJECT (button), "day", g_object_ref (day), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
add_holidays (JalCalendarDialog *self, JalCourtCalendar *calendar)
{
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);
  JalDate today = jal_date_today ();
  g_autoptr (GArray) days = jal_court_calendar_list (calendar, today, jal_date_add_months (today, 12 * YEARS_SHOWN));

  for (guint i = 0; i < days->len; i++)
    {
      const JalCourtDay *day = &g_array_index (days, JalCourtDay, i);
      g_autofree char *date = jal_shown_date_short (day->date);
      g_autofree char *subtitle = NULL;

      if (day->type != JAL_COURT_DAY_HOLIDAY || day->name == NULL || day->ceased)
        continue;
      subtitle = day->provisional ? g_strdup_printf ("%s · %s", date, _ ("provisional")) : g_strdup (date);
      add_row (self->holidays_group, self->holiday_rows, jal_label_get (day->name, lang), subtitle);
    }
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  Shown *shown = g_new0 (Shown, 1);

  shown->days = jal_schedule_days (call->store, error);
  if (shown->days != NULL)
    shown->calendar = jal_schedule_calendar (call->store, error);
  if (shown->calendar == NULL)
    g_clear_pointer (&shown, free_shown);
  return shown;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCalendarDialog *self = owner;
  Shown *shown = result;

  if (shown == NULL)
    return;
  clear_rows (self->own_group, self->own_rows);
  clear_rows (self->holidays_group, self->holiday_rows);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown->days)); i++)
    {
      g_autoptr (JalCalendarDay) day = g_list_model_get_item (G_LIST_MODEL (shown->days), i);

      add_own_row (self, day);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->own_group), self->own_rows->len > 0);
  add_holidays (self, shown->calendar);
}

static void
read_days (JalCalendarDialog *self)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  jal_task_renew (self, read_work, read_work, call, free_call, free_shown, read_cb);
}

/* --- The form --------------------------------------------------------------------------------------------------- */

static void
changed_cb (JalCalendarDialog *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->date));
  JalDate date = JAL_DATE_NONE;
  gboolean parsed = jal_shown_parse_date (typed, &date);

  if (parsed)
    gtk_widget_remove_css_class (GTK_WIDGET (self->date), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->date), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->add),
                            parsed && date != JAL_DATE_NONE && *gtk_editable_get_text (GTK_EDITABLE (self->name)) != '\0');
}

static void
entered_cb (JalCalendarDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "calendar-dialog.add", NULL);
}

static void
day_selected_cb (JalCalendarDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *shown = jal_shown_date (
      jal_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day)));

  gtk_editable_set_text (GTK_EDITABLE (self->date), shown);
  gtk_popover_popdown (self->calendar_popover);
}

static void
jal_calendar_dialog_dispose (GObject *object)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->own_rows, g_ptr_array_unref);
  g_clear_pointer (&self->holiday_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_calendar_dialog_parent_class)->dispose (object);
}

static void
jal_calendar_dialog_class_init (JalCalendarDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_calendar_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-calendar-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, add);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, date);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, name);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, sits);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, own_group);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, holidays_group);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_install_action (widget_class, "calendar-dialog.add", NULL, add_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
jal_calendar_dialog_init (JalCalendarDialog *self)
{
  self->own_rows = g_ptr_array_new ();
  self->holiday_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->own_group), FALSE);
  changed_cb (self);
}

void
jal_calendar_dialog_present (GtkWidget *inside, JalStore *store)
{
  JalCalendarDialog *self = g_object_new (JAL_TYPE_CALENDAR_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);

  g_set_object (&self->store, store);
  read_days (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
}
