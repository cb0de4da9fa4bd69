/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"

G_BEGIN_DECLS

/* The states of a session as the screen says them. */

/* Returns (transfer none) (array zero-terminated=1): the ids of the states, in the order of a session's life. */
const char *const *jal_session_words_states (void);
/* Returns (transfer none): "Planned", "Fixed" … */
const char *jal_session_words_state (const char *state);
/* Returns (transfer full): the state, and why it was adjourned or vacated. */
char *jal_session_words_ending (JalSession *session);
/* Returns (transfer full): all that is known of the session in one sentence, for screen readers and tooltips. */
char *jal_session_words_describe (JalSession *session);

G_END_DECLS
