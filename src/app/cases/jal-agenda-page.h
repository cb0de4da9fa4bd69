/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalAgendaPage:
 *
 * What is next in all cases: overdue, this week, and who is where, with clashes in words; shown while no case is open.
 *
 * Signals "case-chosen" (char *): the 32 hex digits of the case that was chosen; "session-chosen" (char *, char *): those of a
 * case and of one of its sessions. "session-chosen" (hex of the case, hex of
   the session): one of its sessions. */
#define JAL_TYPE_AGENDA_PAGE (jal_agenda_page_get_type ())
G_DECLARE_FINAL_TYPE (JalAgendaPage, jal_agenda_page, JAL, AGENDA_PAGE, AdwBin)

void jal_agenda_page_set_store (JalAgendaPage *self, JalStore *store);
void jal_agenda_page_refresh (JalAgendaPage *self);
/* "next" or "all". */
void jal_agenda_page_show_view (JalAgendaPage *self, const char *view);
void jal_agenda_page_drop (JalAgendaPage *self);

G_END_DECLS
