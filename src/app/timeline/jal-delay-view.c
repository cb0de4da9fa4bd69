/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-delay-view.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "app/timeline/jal-delay-bar.h"
#include "app/timeline/jal-session-words.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-lanes.h"

struct _JalDelayView
{
  AdwBin parent_instance;

  JalStore *store; /* nullable */
  JalId case_id;

  GtkStack *stack;
  GtkLabel *adjourned;
  GtkLabel *lost;
  GtkLabel *slip;
  AdwPreferencesGroup *reasons_group;
  AdwPreferencesGroup *sessions_group;
  GtkListBox *reasons;
  GtkListBox *sessions;
};

G_DEFINE_FINAL_TYPE (JalDelayView, jal_delay_view, ADW_TYPE_BIN)

typedef struct
{
  JalStore *store;
  JalId case_id;
} Question;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_delays_read (question->store, question->case_id, cancellable, error);
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static char *
say_days (int days)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong)ABS (days)), days);
}

static char *
say_reason (const JalDelayReason *reason, const char *times, const char *days)
{
  g_autofree char *vacated = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u date vacated", "%u dates vacated", reason->vacated),
                                              reason->vacated);

  if (reason->count == 0)
    return g_steal_pointer (&vacated);
  if (reason->vacated == 0)
    /* Translators: how many adjournments · how many days they cost */
    return g_strdup_printf (_ ("%s · %s lost"), times, days);
  /* Translators: how many adjournments · how many days they cost · how many dates were vacated */
  return g_strdup_printf (_ ("%s · %s lost · %s"), times, days, vacated);
}

static void
fill_reasons (JalDelayView *self, const JalDelays *delays)
{
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);
  int most = 1;

  for (guint i = 0; i < delays->reasons->len; i++)
    most = MAX (most, g_array_index (delays->reasons, JalDelayReason, i).days);
  for (guint i = 0; i < delays->reasons->len; i++)
    {
      const JalDelayReason *reason = &g_array_index (delays->reasons, JalDelayReason, i);
      const JalSessionOutcome *outcome = jal_session_outcome_find (reason->reason);
      g_autofree char *times = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u adjournment", "%u adjournments", reason->count),
                                                reason->count);
      g_autofree char *days = say_days (reason->days);
      g_autofree char *subtitle = say_reason (reason, times, days);
      AdwActionRow *row = jal_list_box_add (self->reasons, outcome != NULL ? jal_session_outcome_text (outcome, reason->count == 0 ? "vacated" : "adjourned", lang) : _ ("No reason recorded"),
                                   subtitle);
      GtkWidget *bar = gtk_progress_bar_new ();

      gtk_widget_set_visible (bar, reason->count > 0);
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), (double)reason->days / most);
      gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (bar, "share-bar");
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, days, -1);
      adw_action_row_add_suffix (row, bar);
    }
}

static char *
say_delay (const JalDelayedSession *entry)
{
  g_autofree char *planned = jal_shown_date_short (entry->session->first_date);
  g_autofree char *now = jal_shown_date_short (entry->session->date);
  g_autofree char *days = say_days (ABS (entry->days));

  if (entry->days == 0)
    /* Translators: a date */
    return g_strdup_printf (_ ("%s, as planned at first"), now);
  if (entry->days > 0)
    /* Translators: the date planned at first, the date it has now, "12 days" */
    return g_strdup_printf (_ ("Planned for %s, now %s: %s later"), planned, now, days);
  return g_strdup_printf (_ ("Planned for %s, now %s: %s earlier"), planned, now, days);
}

static void
fill_sessions (JalDelayView *self, const JalDelays *delays)
{
  JalDate first = JAL_DATE_MAX, last = JAL_DATE_MIN;

  for (guint i = 0; i < delays->entries->len; i++)
    {
      JalSession *session = g_array_index (delays->entries, JalDelayedSession, i).session;

      first = MIN (first, MIN (session->date, session->first_date));
      last = MAX (last, MAX (session->date, session->first_date));
    }
  for (guint i = 0; i < delays->entries->len; i++)
    {
      const JalDelayedSession *entry = &g_array_index (delays->entries, JalDelayedSession, i);
      g_autofree char *title = g_strdup_printf ("%u · %s · %s", entry->session->ordinal, jal_shown_session_kind (entry->session->kind),
                                                jal_session_words_state (entry->session->state));
      g_autofree char *subtitle = say_delay (entry);
      AdwActionRow *row = jal_list_box_add (self->sessions, title, subtitle);

      adw_action_row_add_suffix (row, jal_delay_bar_new (first, last, entry->session->first_date, entry->session->date));
    }
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalDelayView *self = owner;
  const JalDelays *delays = result;
  g_autofree char *adjourned = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *slip = NULL;

  if (error != NULL)
    {
      jal_shell_report (GTK_WIDGET (self), error);
      return;
    }
  jal_list_box_clear (self->reasons);
  jal_list_box_clear (self->sessions);
  adjourned = g_strdup_printf ("%u", delays->n_adjourned);
  lost = g_strdup_printf ("%d", delays->days_lost);
  slip = g_strdup_printf ("%+d", delays->last_slip);
  gtk_label_set_text (self->adjourned, adjourned);
  gtk_label_set_text (self->lost, lost);
  gtk_label_set_text (self->slip, delays->last_slip == 0 ? "0" : slip);
  fill_reasons (self, delays);
  fill_sessions (self, delays);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons_group), delays->reasons->len > 0);
  gtk_stack_set_visible_child_name (self->stack, delays->entries->len > 0 || delays->reasons->len > 0 ? "delays" : "none");
}

/* --- The view --------------------------------------------------------------------------------------------------- */

static void
jal_delay_view_dispose (GObject *object)
{
  jal_delay_view_drop (JAL_DELAY_VIEW (object));
  G_OBJECT_CLASS (jal_delay_view_parent_class)->dispose (object);
}

static void
jal_delay_view_class_init (JalDelayViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_delay_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-delay-view.ui");
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, stack);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, adjourned);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, lost);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, slip);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, reasons_group);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, sessions_group);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, reasons);
  gtk_widget_class_bind_template_child (widget_class, JalDelayView, sessions);
}

static void
jal_delay_view_init (JalDelayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
jal_delay_view_refresh (JalDelayView *self)
{
  Question *question;

  g_return_if_fail (JAL_IS_DELAY_VIEW (self));

  if (self->store == NULL)
    return;
  question = g_new0 (Question, 1);
  question->store = g_object_ref (self->store);
  question->case_id = self->case_id;
  jal_task_renew (self, read_work, read_work, question, free_question, (GDestroyNotify)jal_delays_free, read_cb);
}

void
jal_delay_view_show (JalDelayView *self, JalStore *store, JalId case_id)
{
  g_return_if_fail (JAL_IS_DELAY_VIEW (self));

  g_set_object (&self->store, store);
  self->case_id = case_id;
  jal_delay_view_refresh (self);
}

void
jal_delay_view_drop (JalDelayView *self)
{
  g_return_if_fail (JAL_IS_DELAY_VIEW (self));

  jal_task_cancel_all (self);
  if (self->reasons != NULL)
    {
      jal_list_box_clear (self->reasons);
      jal_list_box_clear (self->sessions);
      gtk_label_set_text (self->adjourned, "");
      gtk_label_set_text (self->lost, "");
      gtk_label_set_text (self->slip, "");
    }
  g_clear_object (&self->store);
}
