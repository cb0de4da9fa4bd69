/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-calendar-files.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "cases/jal-people.h"
#include "release/jal-release-calendar.h"
#include "schedule/jal-calendar-in.h"

typedef void (*Done) (GtkWidget *inside, const char *said);

/* --- Out -------------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id; /* JAL_ID_NONE: there is none to save alone */
  JalReleaseCalendar what;
  JalReleaseCalendarSaved saved;
  char *path;
  AdwComboRow *which;
  GtkSwitch *full, *mentions;
  GtkLabel *meaning;
} Save;

static void
free_save (gpointer data)
{
  Save *save = data;

  g_object_unref (save->store);
  g_free (save->path);
  g_free (save);
}

static Save *
copy_save (const Save *save)
{
  Save *copy = g_memdup2 (save, sizeof *save);

  g_object_ref (copy->store);
  copy->path = g_strdup (save->path);
  return copy;
}

static gboolean
check_save (JalForm *form, gpointer data)
{
  Save *save = data;

  jal_form_set_meaning (save->meaning,
                        gtk_switch_get_active (save->full)
                            ? _ ("The file will name cases, courts and what is to happen. Whoever gets it, and whatever service it is put "
                                 "on, can read them.")
                            : NULL,
                        FALSE);
  return TRUE;
}

static gpointer
read_save (JalForm *form, gpointer data)
{
  Save *copy = copy_save (data);

  copy->what = (JalReleaseCalendar){ .full = gtk_switch_get_active (copy->full), .mentions = gtk_switch_get_active (copy->mentions) };
  if (copy->which != NULL && adw_combo_row_get_selected (copy->which) == 1)
    copy->what.case_id = copy->case_id;
  return copy;
}

static gpointer
nothing_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return NULL;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  jal_release_save_calendar (save->store, &save->what, save->path, TRUE, &save->saved, cancellable, error);
  return NULL;
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Save *save = data;

  if (error != NULL)
    jal_shell_report (owner, error);
  else if (save->saved.n_withheld > 0)
    {
      g_autofree char *words
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In %u session a protected name, or a word of one, was withheld.",
                                          "In %u sessions protected names, or words of them, were withheld.", save->saved.n_withheld),
                             save->saved.n_withheld);

      jal_dialog_tell (owner, _ ("The Calendar File Was Saved"), words);
    }
  else
    jal_shell_toast (owner, _ ("The calendar file was saved"));
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Save *save = copy_save (data);

  g_free (save->path);
  save->path = g_strdup (paths[0]);
  jal_task_run (inside, save_work, save_work, save, free_save, NULL, saved_cb);
}

static void
save_asked_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save Calendar File"), _ ("_Save"), _ ("Busy.ics"), place_chosen_cb,
                        copy_save (data), free_save);
}

void
jal_calendar_files_save (GtkWidget *inside, JalStore *store, JalCase *court_case)
{
  JalForm *form = jal_form_new (inside, _ ("Save as Calendar File"), _ ("_Choose Place…"));
  const char *cases[] = { _ ("Every case"), _ ("This case alone"), NULL };
  Save *save = g_new0 (Save, 1);

  save->store = g_object_ref (store);
  save->case_id = court_case != NULL ? court_case->id : JAL_ID_NONE;
  jal_form_add_group (form, NULL, _ ("For a telephone or another calendar: the days of the sessions to come, marked as busy, and nothing "
                                     "about the case. A later file replaces an earlier one."));
  if (court_case != NULL)
    save->which = jal_form_add_choice (form, _ ("Sessions Of"), cases, 0);
  save->mentions = jal_form_add_switch (form, _ ("Mentions Too"), NULL, FALSE);
  save->full = jal_form_add_switch (form, _ ("Say What They Are"), _ ("Number of the case, court, kind and purpose of the session"), FALSE);
  save->meaning = jal_form_add_meaning (form);
  g_signal_connect_object (save->full, "notify::active", G_CALLBACK (jal_form_changed), form, G_CONNECT_SWAPPED);
  jal_form_present (form, check_save, read_save, nothing_work, free_save, save_asked_cb, save, free_save);
}

/* --- In --------------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  Done done;
  char *path;
  GListStore *people; /* nullable: of JalPerson */
  JalCalendarInRequest request; /* of the preview that is shown or read */
  JalCalendarIn *in;            /* nullable */
  JalForm *form;
  AdwComboRow *whose;
  GtkSwitch *titles, *gone;
  AdwPreferencesGroup *preview;
  GPtrArray *rows;
} Taking;

static void
free_taking (gpointer data)
{
  Taking *taking = data;

  if (taking->form != NULL)
    g_object_set_data (G_OBJECT (taking->form), "taking", NULL);
  g_object_unref (taking->store);
  g_free (taking->path);
  g_clear_object (&taking->people);
  jal_calendar_in_free (taking->in);
  g_clear_pointer (&taking->rows, g_ptr_array_unref);
  g_free (taking);
}

/* For a thread: without what belongs to the window. */
static Taking *
copy_taking (const Taking *taking)
{
  Taking *copy = g_new0 (Taking, 1);

  copy->store = g_object_ref (taking->store);
  copy->path = g_strdup (taking->path);
  copy->request = taking->request;
  return copy;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Taking *taking = data;

  JalCalendarIn *in = jal_calendar_in_read (taking->store, taking->path, &taking->request, cancellable, error);
  GPtrArray *holder;

  if (in == NULL)
    return NULL;
  /* The window takes it out; nobody does when the window has gone. */
  holder = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_calendar_in_free);
  g_ptr_array_add (holder, in);
  return holder;
}

static const char *
change_text (const JalCalendarInItem *item)
{
  switch (item->type)
    {
    case JAL_CALENDAR_IN_NEW:
      return _ ("new");
    case JAL_CALENDAR_IN_CHANGED:
      return _ ("changed");
    case JAL_CALENDAR_IN_GONE:
      return _ ("no longer away");
    case JAL_CALENDAR_IN_SAME:
      return _ ("stays");
    case JAL_CALENDAR_IN_ODD: /* has a row of its own */
    case JAL_CALENDAR_IN_OLDER:
    default:
      return _ ("older than what is there");
    }
}

/* An event that was not understood is named first, with the reason. */
static void
add_odd (Taking *taking, const JalCalendarInItem *item)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *sign = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  g_autofree char *subtitle = g_strdup_printf (_ ("Not taken in. %s"), jal_calendar_odd_text (item->odd));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *item->title != '\0' ? item->title : _ ("An event without a title"));
  adw_action_row_set_subtitle (row, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Not understood"), -1);
  gtk_widget_add_css_class (sign, "warning");
  adw_action_row_add_prefix (row, sign);
  adw_preferences_group_add (taking->preview, GTK_WIDGET (row));
  g_ptr_array_add (taking->rows, row);
}

static void
add_item (Taking *taking, const JalCalendarInItem *item)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *from = jal_shown_date_short (item->from);
  g_autofree char *to = jal_shown_date_short (item->to);
  g_autofree char *days = item->from == item->to ? g_strdup (from) : g_strdup_printf (_ ("%s to %s"), from, to);
  g_autofree char *subtitle = g_strdup_printf ("%s%s%s%s%s", change_text (item), item->hard ? "" : " · ",
                                               item->hard ? "" : _ ("could be arranged"), item->zone_guessed ? " · " : "",
                                               item->zone_guessed ? _ ("unknown time zone, taken as Nairobi's") : "");

  if (*item->title != '\0')
    {
      g_autofree char *title = g_strdup_printf ("%s · %s", days, item->title);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    }
  else
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), days);
  adw_action_row_set_subtitle (row, subtitle);
  adw_preferences_group_add (taking->preview, GTK_WIDGET (row));
  g_ptr_array_add (taking->rows, row);
}

#define MOST_SHOWN 200

static void
add_more (Taking *taking, guint n)
{
  AdwActionRow *row;
  g_autofree char *title = g_strdup_printf (ngettext ("And %u more", "And %u more", n), n);

  if (n == 0)
    return;
  row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (taking->preview, GTK_WIDGET (row));
  g_ptr_array_add (taking->rows, row);
}

static void
show_preview (Taking *taking)
{
  const JalCalendarIn *in = taking->in;
  g_autoptr (GString) words = g_string_new (NULL);
  guint shown = 0;

  g_string_append_printf (words, _ ("New: %u. Changed: %u. No longer away: %u. As they are: %u."), in->counts[JAL_CALENDAR_IN_NEW],
                          in->counts[JAL_CALENDAR_IN_CHANGED], in->counts[JAL_CALENDAR_IN_GONE], in->counts[JAL_CALENDAR_IN_SAME]);
  if (in->n_outside > 0)
    g_string_append_printf (words, " %s", _ ("Events outside the court's hours are passed over."));
  if (in->n_guessed > 0)
    g_string_append_printf (words, " %s", _ ("Times in a zone that nobody knows were taken as Nairobi's."));
  if (in->counts[JAL_CALENDAR_IN_ODD] > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words, ngettext ("Not understood: %u event.", "Not understood: %u events.", in->counts[JAL_CALENDAR_IN_ODD]),
                              in->counts[JAL_CALENDAR_IN_ODD]);
    }
  adw_preferences_group_set_description (taking->preview, words->str);
  for (guint i = 0; i < in->items->len && shown < MOST_SHOWN; i++)
    {
      const JalCalendarInItem *item = g_ptr_array_index (in->items, i);

      if (item->type != JAL_CALENDAR_IN_ODD)
        continue;
      add_odd (taking, item);
      shown++;
    }
  for (guint i = 0; i < in->items->len && shown < MOST_SHOWN; i++)
    {
      const JalCalendarInItem *item = g_ptr_array_index (in->items, i);

      if (item->type == JAL_CALENDAR_IN_SAME || item->type == JAL_CALENDAR_IN_ODD)
        continue;
      add_item (taking, item);
      shown++;
    }
  if (shown == MOST_SHOWN)
    add_more (taking, in->items->len - in->counts[JAL_CALENDAR_IN_SAME] - shown);
}

static void
preview_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Taking *taking = g_object_get_data (owner, "taking");

  for (guint i = 0; i < taking->rows->len; i++)
    adw_preferences_group_remove (taking->preview, g_ptr_array_index (taking->rows, i));
  g_ptr_array_set_size (taking->rows, 0);
  g_clear_pointer (&taking->in, jal_calendar_in_free);
  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      adw_preferences_group_set_description (taking->preview, text);
    }
  else
    {
      taking->in = g_ptr_array_steal_index (result, 0);
      show_preview (taking);
    }
  jal_form_changed (taking->form);
}

static JalCalendarInRequest
asked (Taking *taking)
{
  JalCalendarInRequest request = { .no_titles = !gtk_switch_get_active (taking->titles), .keep_gone = !gtk_switch_get_active (taking->gone) };
  guint selected = adw_combo_row_get_selected (taking->whose);

  if (selected > 0 && taking->people != NULL)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (taking->people), selected - 1);

      if (person != NULL)
        request.person_id = person->id;
    }
  return request;
}

static void
read_again (JalForm *form)
{
  Taking *taking = g_object_get_data (G_OBJECT (form), "taking");

  /* A row can still tell of a change while the window goes. */
  if (taking == NULL)
    return;
  taking->request = asked (taking);
  g_clear_pointer (&taking->in, jal_calendar_in_free);
  jal_task_renew (taking->form, read_work, read_work, copy_taking (taking), free_taking, (GDestroyNotify)g_ptr_array_unref, preview_cb);
  jal_form_changed (taking->form);
}

static gboolean
check_taking (JalForm *form, gpointer data)
{
  Taking *taking = data;

  return taking->in != NULL
         && taking->in->counts[JAL_CALENDAR_IN_NEW] + taking->in->counts[JAL_CALENDAR_IN_CHANGED] + taking->in->counts[JAL_CALENDAR_IN_GONE] > 0;
}

static gpointer
read_taking (JalForm *form, gpointer data)
{
  Taking *taking = data;
  Taking *copy = copy_taking (taking);

  /* The preview goes with the work; a refusal reads it anew. */
  copy->in = g_steal_pointer (&taking->in);
  return copy;
}

static gpointer
keep_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Taking *taking = data;

  jal_calendar_in_keep (taking->store, taking->in, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  ((Taking *)about)->done (inside, _ ("The calendar was taken in"));
}

static gpointer
people_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Taking *taking = data;

  return jal_id_is_none (taking->request.case_id) ? g_list_store_new (JAL_TYPE_PERSON)
                                                  : jal_people_list (taking->store, taking->request.case_id, cancellable, error);
}

static void
people_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Taking *from = data;
  Taking *taking;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  taking = g_new0 (Taking, 1);
  taking->store = g_object_ref (from->store);
  taking->path = g_strdup (from->path);
  taking->done = from->done;
  taking->people = g_object_ref (result);
  taking->rows = g_ptr_array_new ();
  g_ptr_array_add (labels, g_strdup (_ ("My own, in every case")));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (taking->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (taking->people), i);

      g_ptr_array_add (labels, g_strdup (jal_person_get_label (person)));
    }
  g_ptr_array_add (labels, NULL);
  taking->form = jal_form_new (owner, _ ("Days Away from a Calendar"), _ ("_Take In"));
  g_object_set_data (G_OBJECT (taking->form), "taking", taking);
  jal_form_add_group (taking->form, NULL, _ ("What takes half a day of the court's hours or more becomes days away; shorter events could be "
                                             "arranged."));
  taking->whose = jal_form_add_choice (taking->form, _ ("Whose Calendar"), (const char *const *)labels->pdata, 0);
  taking->titles = jal_form_add_switch (taking->form, _ ("Keep What the Events Are Called"), _ ("As the reason, inside the vault"), TRUE);
  taking->gone = jal_form_add_switch (taking->form, _ ("Take Out What Is No Longer in the File"), NULL, TRUE);
  taking->preview = jal_form_add_group (taking->form, _ ("What Comes In"), _ ("Reading the file…"));
  g_signal_connect_object (taking->whose, "notify::selected", G_CALLBACK (read_again), taking->form, G_CONNECT_SWAPPED);
  g_signal_connect_object (taking->titles, "notify::active", G_CALLBACK (read_again), taking->form, G_CONNECT_SWAPPED);
  g_signal_connect_object (taking->gone, "notify::active", G_CALLBACK (read_again), taking->form, G_CONNECT_SWAPPED);
  jal_form_present (taking->form, check_taking, read_taking, keep_work, free_taking, kept_cb, taking, free_taking);
  read_again (taking->form);
}

static void
file_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Taking *from = data;
  Taking *taking = copy_taking (from);

  taking->done = from->done;
  g_free (taking->path);
  taking->path = g_strdup (paths[0]);
  jal_task_renew (inside, people_work, people_work, taking, free_taking, g_object_unref, people_cb);
}

void
jal_calendar_files_take_in (GtkWidget *inside, JalStore *store, JalCase *court_case, Done done)
{
  Taking *taking = g_new0 (Taking, 1);

  taking->store = g_object_ref (store);
  taking->done = done;
  taking->request.case_id = court_case != NULL ? court_case->id : JAL_ID_NONE;
  jal_file_dialog_show (inside, JAL_FILE_DIALOG_CALENDAR, _ ("Open Calendar File"), _ ("_Open"), NULL, file_chosen_cb, taking, free_taking);
}
