/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The court calendar of a year: what the user entered, what the rules give, and the recesses, which are advice. */
#include "app/timeline/jal-calendar-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "app/timeline/jal-calendar-form.h"

struct _JalCalendarDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  GPtrArray *entries; /* nullable: of JalCalendarEntry */
  AdwToastOverlay *toasts;
  GtkButton *add;
  GtkSpinButton *year;
  AdwPreferencesGroup *own_group;
  AdwPreferencesGroup *holidays_group;
  AdwPreferencesGroup *recess_group;
  GtkWidget *nothing;
  GPtrArray *own_rows;
  GPtrArray *holiday_rows;
  GPtrArray *recess_rows;

  guint n_acts; /* done in this dialog and not taken back: Ctrl+Z reaches no further */
};

G_DEFINE_FINAL_TYPE (JalCalendarDialog, jal_calendar_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalDate from, to;
  GArray *ids;      /* nullable: JalId */
  const char *said; /* nullable: translated, static */
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_clear_pointer (&call->ids, g_array_unref);
  g_free (call);
}

static void read_days (JalCalendarDialog *self);

/* --- Changing --------------------------------------------------------------------------------------------------- */

static void
say (JalCalendarDialog *self, const char *text, gboolean undo)
{
  /* Undo takes back the last action: an older offer would take back something else than it says. */
  if (undo)
    jal_toasts_forget (self->toasts, "calendar-dialog.undo");
  undo = undo && jal_store_left_undo (self->store);
  self->n_acts += undo ? 1 : 0;
  jal_toasts_show (self->toasts, text, undo ? _ ("_Undo") : NULL, undo ? "calendar-dialog.undo" : NULL);
}

static void
say_error (JalCalendarDialog *self, const GError *error)
{
  g_autofree char *text = jal_error_text (error);

  say (self, text, FALSE);
}

static void
changed_by_core_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCalendarDialog *self = owner;
  Call *call = data;

  if (call->ids != NULL && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    return; /* pressed twice: it is gone, as was wished */
  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  if (call->said != NULL)
    say (self, call->said, TRUE);
  read_days (self);
}

static gpointer
undo_work (gpointer data, GCancellable *cancellable, GError **error)
{
  jal_store_undo (((Call *)data)->store, JAL_ID_NONE, NULL, cancellable, error);
  return NULL;
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (widget);
  Call *call;

  /* What was done elsewhere is not seen from here. */
  if (self->n_acts == 0)
    {
      say (self, _ ("There is nothing to undo"), FALSE);
      return;
    }
  self->n_acts--;
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  jal_task_line_add (self, undo_work, call, free_call, changed_by_core_cb);
}

static void
kept_cb (GtkWidget *inside, const char *said)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (inside);

  say (self, said, TRUE);
  read_days (self);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (widget);
  int year = gtk_spin_button_get_value_as_int (self->year);
  JalDate today = jal_date_today ();
  int this_year;

  jal_date_to_ymd (today, &this_year, NULL, NULL);
  jal_calendar_form_day (widget, self->store, NULL, year == this_year ? today : jal_date_from_ymd (year, 1, 1), kept_cb);
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_calendar_remove (call->store, (const JalId *)(gpointer)call->ids->data, call->ids->len, error);
  return NULL;
}

static const JalCalendarEntry *
entry_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "entry");
}

static void
remove_clicked_cb (JalCalendarDialog *self, GtkWidget *button)
{
  const JalCalendarEntry *entry = entry_of (button);
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->ids = g_array_ref (entry->ids);
  call->said = entry->holiday != NULL ? _ ("The feast is back on its expected date") : _ ("The day was removed");
  jal_task_line_add (self, remove_work, call, free_call, changed_by_core_cb);
}

static void
edit_clicked_cb (JalCalendarDialog *self, GtkWidget *button)
{
  const JalCalendarEntry *entry = entry_of (button);

  if (entry->movable)
    jal_calendar_form_feast (GTK_WIDGET (self), self->store, entry, kept_cb);
  else
    jal_calendar_form_day (GTK_WIDGET (self), self->store, entry, entry->from, kept_cb);
}

/* --- Showing ---------------------------------------------------------------------------------------------------- */

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_button (JalCalendarDialog *self, AdwActionRow *row, const JalCalendarEntry *entry, const char *icon, const char *label,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *whole = g_strdup_printf ("%s: %s", label, entry->name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  g_object_set_data (G_OBJECT (button), "entry", (gpointer)entry);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static char *
days_text (const JalCalendarEntry *entry)
{
  g_autofree char *from = jal_shown_date_short (entry->from);
  g_autofree char *to = NULL;

  if (entry->to == entry->from)
    return g_steal_pointer (&from);
  to = jal_shown_date_short (entry->to);
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

static const char *
what_it_is (const JalCalendarEntry *entry)
{
  if (g_str_equal (entry->type, "closed"))
    return _ ("the court does not sit");
  if (g_str_equal (entry->type, "open"))
    return _ ("the court sits");
  if (entry->provisional)
    return _ ("provisional");
  if (entry->ids->len > 0)
    return _ ("as gazetted");
  if (entry->observed)
    return _ ("in place of a Sunday");
  return NULL;
}

static void
add_row (JalCalendarDialog *self, const JalCalendarEntry *entry)
{
  gboolean own = entry->ids->len > 0 && entry->holiday == NULL;
  gboolean recess = g_str_equal (entry->type, "recess");
  AdwPreferencesGroup *group = own ? self->own_group : recess ? self->recess_group : self->holidays_group;
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *days = days_text (entry);
  g_autoptr (GString) subtitle = g_string_new (days);

  if (what_it_is (entry) != NULL)
    g_string_append_printf (subtitle, " · %s", what_it_is (entry));
  if (entry->court != NULL)
    g_string_append_printf (subtitle, " · %s", jal_shown_court (entry->court));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->name);
  adw_action_row_set_subtitle (row, subtitle->str);
  /* A day that was changed is a new entry of the same name. */
  jal_focus_set_key (GTK_WIDGET (row), entry->name);
  if (own)
    add_button (self, row, entry, "document-edit-symbolic", _ ("Edit Day"), G_CALLBACK (edit_clicked_cb));
  if (entry->movable)
    add_button (self, row, entry, "document-edit-symbolic", _ ("Enter the Gazetted Date"), G_CALLBACK (edit_clicked_cb));
  if (entry->ids->len > 0)
    add_button (self, row, entry, own ? "user-trash-symbolic" : "edit-undo-symbolic",
                own ? _ ("Remove Day") : _ ("Back to the Expected Date"), G_CALLBACK (remove_clicked_cb));
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (own ? self->own_rows : recess ? self->recess_rows : self->holiday_rows, row);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_schedule_calendar_list (call->store, call->from, call->to, cancellable, error);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalCalendarDialog *self = owner;
  AdwPreferencesGroup *groups[] = { self->own_group, self->holidays_group, self->recess_group };
  JalFocusPlace *places[G_N_ELEMENTS (groups)];

  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    places[i] = jal_focus_note (GTK_WIDGET (groups[i]));
  clear_rows (self->own_group, self->own_rows);
  clear_rows (self->holidays_group, self->holiday_rows);
  clear_rows (self->recess_group, self->recess_rows);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_ptr_array_ref (result);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const JalCalendarEntry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->ceased)
        add_row (self, entry);
    }
  gtk_widget_set_visible (self->nothing, self->own_rows->len == 0);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    jal_focus_restore (places[i], GTK_WIDGET (groups[i]), GTK_WIDGET (self->year));
}

static void
read_days (JalCalendarDialog *self)
{
  int year = gtk_spin_button_get_value_as_int (self->year);
  Call *call;

  if (self->store == NULL)
    return;
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  call->from = jal_date_from_ymd (year, 1, 1);
  call->to = jal_date_from_ymd (year, 12, 31);
  jal_task_renew (self, read_work, read_work, call, free_call, (GDestroyNotify)g_ptr_array_unref, read_cb);
}

static void
year_changed_cb (JalCalendarDialog *self)
{
  read_days (self);
}

/* --- The widget ------------------------------------------------------------------------------------------------- */

static void
jal_calendar_dialog_dispose (GObject *object)
{
  JalCalendarDialog *self = JAL_CALENDAR_DIALOG (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->own_rows, g_ptr_array_unref);
  g_clear_pointer (&self->holiday_rows, g_ptr_array_unref);
  g_clear_pointer (&self->recess_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_calendar_dialog_parent_class)->dispose (object);
}

static void
jal_calendar_dialog_finalize (GObject *object)
{
  g_clear_pointer (&JAL_CALENDAR_DIALOG (object)->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_calendar_dialog_parent_class)->finalize (object);
}

static void
jal_calendar_dialog_class_init (JalCalendarDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_calendar_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_calendar_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-calendar-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, add);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, year);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, own_group);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, holidays_group);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, recess_group);
  gtk_widget_class_bind_template_child (widget_class, JalCalendarDialog, nothing);
  gtk_widget_class_bind_template_callback (widget_class, year_changed_cb);
  gtk_widget_class_install_action (widget_class, "calendar-dialog.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "calendar-dialog.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "calendar-dialog.add", NULL);
}

/* Before the year's entry, which would take Ctrl+Z for its own digits and Escape for nothing. */
static void
add_key (GtkEventController *keys, const char *trigger, const char *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                                                                          gtk_named_action_new (action)));
}

static void
add_keys (GtkWidget *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  add_key (keys, "<Control>z", "calendar-dialog.undo");
  add_key (keys, "Escape", "window.close");
  gtk_widget_add_controller (self, keys);
}

static void
jal_calendar_dialog_init (JalCalendarDialog *self)
{
  int year;

  self->own_rows = g_ptr_array_new ();
  self->holiday_rows = g_ptr_array_new ();
  self->recess_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (GTK_WIDGET (self));
  jal_date_to_ymd (jal_date_today (), &year, NULL, NULL);
  gtk_spin_button_set_value (self->year, year);
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
