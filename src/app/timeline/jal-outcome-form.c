/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What became of a session: the one door from the court day to "held" and to the adjournment. */
#include "app/timeline/jal-outcome-form.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-form.h"
#include "app/shell/jal-shown.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"

typedef struct
{
  JalStore *store;
  JalSession *session;
  JalChangeDialogDone done;
  AdwComboRow *outcome;
  AdwEntryRow *note;
  GtkLabel *meaning;
} About;

typedef struct
{
  JalStore *store;
  JalId session_id;
  const JalSessionOutcome *outcome;
  char *note;
} Call;

static void
free_about (gpointer data)
{
  About *about = data;

  g_object_unref (about->store);
  g_object_unref (about->session);
  g_free (about);
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_free (call->note);
  g_free (call);
}

/* What a court day can end with, in the order of the data. */
static const JalSessionOutcome *
nth_outcome (guint wanted)
{
  return jal_session_outcome_nth ("held", wanted);
}

static const JalSessionOutcome *
chosen_outcome (About *about)
{
  const JalSessionOutcome *chosen = nth_outcome (adw_combo_row_get_selected (about->outcome));

  return chosen != NULL ? chosen : nth_outcome (0);
}

static gboolean
check (JalForm *form, gpointer data)
{
  About *about = data;
  gboolean early = about->session->date > jal_date_today ();
  gboolean adjourns = chosen_outcome (about)->adjourns;

  jal_form_set_meaning (about->meaning,
                        adjourns ? _ ("The next step looks for the date on which it goes on, and shows what that moves.")
                        : early  ? _ ("The day of this session has not come yet.")
                                 : NULL,
                        early && !adjourns);
  return adjourns || !early;
}

static gpointer
read_rows (JalForm *form, gpointer data)
{
  About *about = data;
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (about->store);
  call->session_id = about->session->id;
  call->outcome = chosen_outcome (about);
  call->note = g_strdup (jal_form_get_text (about->note));
  return call;
}

static gpointer
keep_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;

  draft.state = "held";
  draft.reason = call->outcome->id;
  draft.note = call->note;
  /* Of an adjournment nothing is kept before its own before and after was accepted. */
  if (!call->outcome->adjourns)
    jal_schedule_update (call->store, call->session_id, &draft, error);
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about_data)
{
  About *about = about_data;
  Call *call = data;

  if (call->outcome->adjourns)
    jal_change_dialog_adjourn (inside, about->store, about->session, call->outcome->id, call->note, about->done);
  else
    about->done (inside, _ ("The session was recorded as held"));
}

void
jal_outcome_form_present (GtkWidget *inside, JalStore *store, JalSession *session, JalChangeDialogDone done)
{
  JalForm *form = jal_form_new (inside, _ ("What Happened?"), _ ("_Go On"));
  About *about = g_new0 (About, 1);
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);
  g_autofree char *day = jal_shown_date (session->date);
  g_autofree char *date = jal_schedule_with_time (day, session->minutes);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  about->store = g_object_ref (store);
  about->session = g_object_ref (session);
  about->done = done;
  for (guint i = 0; nth_outcome (i) != NULL; i++)
    g_ptr_array_add (labels, (gpointer)jal_label_get (&nth_outcome (i)->label, lang));
  g_ptr_array_add (labels, NULL);
  jal_form_add_group (form, jal_shown_session_kind (session->kind), date);
  about->outcome = jal_form_add_choice (form, _ ("Outcome"), (const char *const *)labels->pdata, 0);
  about->note = jal_form_add_entry (form, _ ("Note"), session->note);
  about->meaning = jal_form_add_meaning (form);
  jal_form_present (form, check, read_rows, keep_work, free_call, kept_cb, about, free_about);
}
