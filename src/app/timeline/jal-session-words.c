/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What a session is called on the screen. */
#include "app/timeline/jal-session-words.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shown.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"

const char *const *
jal_session_words_states (void)
{
  static const char *const states[] = { "planned", "fixed", "held", "adjourned", "vacated", NULL };

  return states;
}

const char *
jal_session_words_state (const char *state)
{
  if (g_strcmp0 (state, "fixed") == 0)
    return C_ ("session", "Fixed");
  if (g_strcmp0 (state, "held") == 0)
    return C_ ("session", "Held");
  if (g_strcmp0 (state, "adjourned") == 0)
    return C_ ("session", "Adjourned");
  if (g_strcmp0 (state, "vacated") == 0)
    return C_ ("session", "Vacated");
  return C_ ("session", "Planned");
}

char *
jal_session_words_ending (JalSession *session)
{
  const JalSessionOutcome *outcome = session->reason != NULL ? jal_session_outcome_find (session->reason) : NULL;
  const char *state = jal_session_words_state (session->state);

  if (outcome == NULL || !(g_str_equal (session->state, "adjourned") || g_str_equal (session->state, "vacated")))
    return g_strdup (state);
  /* Translators: "Vacated: the court is not sitting" */
  return g_strdup_printf (_ ("%s: %s"), state,
                          jal_session_outcome_reason (outcome, session->state, jal_lang_from_locale (g_get_language_names ()[0])));
}

char *
jal_session_words_describe (JalSession *session)
{
  g_autofree char *day = jal_shown_date (session->date);
  g_autofree char *date = jal_schedule_with_time (day, session->minutes);
  const char *kind = jal_shown_session_kind (session->kind);
  const char *state = jal_session_words_state (session->state);

  if (session->ordinal > 0)
    /* Translators: Session 3, Hearing, 14 March 2027, Planned */
    return g_strdup_printf (_ ("Session %u, %s, %s, %s"), session->ordinal, kind, date, state);
  return g_strdup_printf ("%s, %s, %s", kind, date, state);
}
