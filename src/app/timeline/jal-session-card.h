/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalSessionCard:
 *
 * One session: what is to be done before and after it, who comes and came, what was produced, the note of proceedings.
 *
 * Its verbs are in its own group "card", and it uses the page's "timeline" verbs for the date and the outcome.
 */
#define JAL_TYPE_SESSION_CARD (jal_session_card_get_type ())
G_DECLARE_FINAL_TYPE (JalSessionCard, jal_session_card, JAL, SESSION_CARD, AdwBin)

/* Shows the session, which may have been read anew. */
void jal_session_card_show (JalSessionCard *self, JalStore *store, JalSession *session);
/* Reads again what belongs to the session. */
void jal_session_card_refresh (JalSessionCard *self);
/* Keeps the note that is being typed and forgets everything; at lock, and before another session is shown. */
void jal_session_card_drop (JalSessionCard *self);
/* Gives the focus to what comes next: what happened, or, when that is known, the card's own verbs. */
void jal_session_card_focus (JalSessionCard *self);
/* Returns (transfer none) (nullable): the session on show. */
JalSession *jal_session_card_get_session (JalSessionCard *self);

G_END_DECLS
