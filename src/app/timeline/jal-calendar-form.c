/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-calendar-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/shell/jal-form.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "cases/jal-cases.h"
#include "law/jal-court.h"

static const char *const types[] = { "closed", "holiday", "open" };

/* What a form is about; a copy of it is what its work needs. */
typedef struct
{
  JalStore *store;
  JalCalendarFormDone done;
  GPtrArray *courts; /* of char *, the first one NULL: every court */
  GArray *replaced;  /* nullable: JalId */
  char *holiday;     /* nullable */
  char *type, *name, *court;
  JalDate from, to;

  AdwComboRow *type_row, *court_row;
  AdwEntryRow *from_row, *to_row, *name_row;
} About;

static void
free_about (gpointer data)
{
  About *about = data;

  g_object_unref (about->store);
  g_clear_pointer (&about->courts, g_ptr_array_unref);
  g_clear_pointer (&about->replaced, g_array_unref);
  g_free (about->holiday);
  g_free (about->type);
  g_free (about->name);
  g_free (about->court);
  g_free (about);
}

static About *
new_about (JalStore *store, JalCalendarFormDone done)
{
  About *about = g_new0 (About, 1);

  about->store = g_object_ref (store);
  about->done = done;
  about->to = JAL_DATE_NONE;
  return about;
}

/* --- A day ------------------------------------------------------------------------------------------------------ */

static gboolean
check_day (JalForm *form, gpointer data)
{
  About *about = data;
  JalDate from = JAL_DATE_NONE, to = JAL_DATE_NONE;

  gtk_widget_set_sensitive (GTK_WIDGET (about->court_row), adw_combo_row_get_selected (about->type_row) != 1);
  return jal_form_get_date (about->from_row, &from) && from != JAL_DATE_NONE && jal_form_get_date (about->to_row, &to)
         && (to == JAL_DATE_NONE || to >= from) && *jal_form_get_text (about->name_row) != '\0';
}

static gpointer
read_day (JalForm *form, gpointer data)
{
  About *about = data;
  About *kept = new_about (about->store, NULL);
  guint type = MIN (adw_combo_row_get_selected (about->type_row), G_N_ELEMENTS (types) - 1);
  guint court = adw_combo_row_get_selected (about->court_row);

  kept->type = g_strdup (types[type]);
  kept->name = g_strdup (jal_form_get_text (about->name_row));
  kept->court = type != 1 && court < about->courts->len ? g_strdup (g_ptr_array_index (about->courts, court)) : NULL;
  jal_form_get_date (about->from_row, &kept->from);
  jal_form_get_date (about->to_row, &kept->to);
  kept->replaced = about->replaced != NULL ? g_array_ref (about->replaced) : NULL;
  return kept;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  About *kept = data;
  JalCalendarDraft draft = { kept->type, kept->from, kept->to, kept->name, kept->court };

  if (kept->holiday != NULL)
    jal_schedule_calendar_move (kept->store, kept->holiday, kept->from, error);
  else if (kept->replaced != NULL)
    jal_schedule_calendar_change (kept->store, (const JalId *)(gpointer)kept->replaced->data, kept->replaced->len, &draft, error);
  else
    jal_schedule_calendar_add (kept->store, &draft, NULL, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  About *kept = data;

  ((About *)about)->done (inside, kept->holiday != NULL    ? _ ("The date of the feast was saved")
                                  : kept->replaced != NULL ? _ ("The day was changed")
                                                           : _ ("The day was added"));
}

static gpointer
courts_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_cases_list (((About *)data)->store, cancellable, error);
}

static gboolean
has_court (GPtrArray *courts, const char *court)
{
  for (guint i = 1; i < courts->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (courts, i), court) == 0)
      return TRUE;
  return FALSE;
}

static void
add_court (GPtrArray *courts, const char *court)
{
  if (court != NULL && *court != '\0' && !has_court (courts, court))
    g_ptr_array_add (courts, g_strdup (court));
}

/* The courts of the cases first, then all others the program knows. */
static GPtrArray *
list_courts (GListModel *cases, const char *also)
{
  GPtrArray *courts = g_ptr_array_new_with_free_func (g_free);
  guint n;
  const JalCourt *known = jal_court_list (&n);

  g_ptr_array_add (courts, NULL);
  add_court (courts, also);
  for (guint i = 0; i < g_list_model_get_n_items (cases); i++)
    {
      g_autoptr (JalCase) value = g_list_model_get_item (cases, i);

      add_court (courts, value->court);
    }
  for (guint i = 0; i < n; i++)
    add_court (courts, known[i].id);
  return courts;
}

static void
present_day (GtkWidget *inside, About *about)
{
  const char *type_labels[] = { _ ("The court does not sit"), _ ("Public holiday declared in the Gazette"),
                                _ ("The court sits all the same"), NULL };
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  JalForm *form = jal_form_new (inside, about->replaced != NULL ? _ ("Edit Day") : _ ("Add Day"), NULL);
  guint type = 0, court = 0;

  for (guint i = 0; about->type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i], about->type))
      type = i;
  g_ptr_array_add (labels, (gpointer)_ ("Every court"));
  for (guint i = 1; i < about->courts->len; i++)
    {
      const char *id = g_ptr_array_index (about->courts, i);

      g_ptr_array_add (labels, (gpointer)jal_shown_court (id));
      if (about->court != NULL && g_str_equal (about->court, id))
        court = i;
    }
  g_ptr_array_add (labels, NULL);
  jal_form_add_group (form, NULL, _ ("It counts in every case of this vault, in plans and in offers of dates, from now on. Sessions that "
                                     "stand on such a day are not moved, but warned of."));
  about->type_row = jal_form_add_choice (form, _ ("What"), type_labels, type);
  about->name_row = jal_form_add_entry (form, _ ("Name"), about->name);
  about->from_row = jal_form_add_date (form, _ ("First Day"), about->from);
  about->to_row = jal_form_add_date (form, _ ("Last Day, Where There Are Several"), about->to);
  about->court_row = jal_form_add_choice (form, _ ("Court"), (const char *const *)labels->pdata, court);
  jal_form_present (form, check_day, read_day, save_work, free_about, kept_cb, about, free_about);
}

static void
courts_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  About *from = data;
  About *about;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  /* The task frees its own. */
  about = new_about (from->store, from->done);
  about->courts = list_courts (result, from->court);
  about->replaced = g_steal_pointer (&from->replaced);
  about->type = g_steal_pointer (&from->type);
  about->name = g_steal_pointer (&from->name);
  about->court = g_steal_pointer (&from->court);
  about->from = from->from;
  about->to = from->to;
  present_day (owner, about);
}

void
jal_calendar_form_day (GtkWidget *inside, JalStore *store, const JalCalendarEntry *entry, JalDate date, JalCalendarFormDone done)
{
  About *about = new_about (store, done);

  about->from = date;
  if (entry != NULL)
    {
      about->replaced = g_array_ref (entry->ids);
      about->type = g_strdup (entry->type);
      about->name = g_strdup (entry->name);
      about->court = g_strdup (entry->court);
      about->from = entry->from;
      about->to = entry->to != entry->from ? entry->to : JAL_DATE_NONE;
    }
  else
    about->name = g_strdup ("");
  jal_task_renew (inside, courts_work, courts_work, about, free_about, g_object_unref, courts_cb);
}

/* --- A feast ---------------------------------------------------------------------------------------------------- */

static gboolean
check_feast (JalForm *form, gpointer data)
{
  JalDate date = JAL_DATE_NONE;

  return jal_form_get_date (((About *)data)->from_row, &date) && date != JAL_DATE_NONE;
}

static gpointer
read_feast (JalForm *form, gpointer data)
{
  About *about = data;
  About *kept = new_about (about->store, NULL);

  kept->holiday = g_strdup (about->holiday);
  jal_form_get_date (about->from_row, &kept->from);
  return kept;
}

void
jal_calendar_form_feast (GtkWidget *inside, JalStore *store, const JalCalendarEntry *entry, JalCalendarFormDone done)
{
  About *about = new_about (store, done);
  JalForm *form = jal_form_new (inside, entry->name, NULL);

  about->holiday = g_strdup (entry->holiday);
  jal_form_add_group (form, NULL, _ ("The day for which it was declared in the Gazette. From then on it is certain; on a Sunday it moves as "
                                     "the law says."));
  about->from_row = jal_form_add_date (form, _ ("Date"), entry->from);
  jal_form_present (form, check_feast, read_feast, save_work, free_about, kept_cb, about, free_about);
}
