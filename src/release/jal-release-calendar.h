/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Sessions as a calendar file (.ics) for another program. */
typedef struct
{
  JalId case_id;     /* JAL_ID_NONE: of every case */
  gboolean full;     /* says the case's number, the court and what is to happen; else "busy" and nothing more */
  gboolean mentions; /* the light entries too */
} JalReleaseCalendar;

typedef struct
{
  guint n_events;
  guint n_withheld; /* events in which a protected name was withheld */
} JalReleaseCalendarSaved;

/* Saves the sessions to come, each a whole day, under an identifier that is random to everybody without this vault and the
   same in every file, so that a later file replaces an earlier one. Sessions that fell away since an earlier file are in it
   as called off. A full file withholds what any case of the vault protects, single words of people's names too. The audit is
   written. @saved (out, nullable). */
gboolean jal_release_save_calendar (JalStore *store, const JalReleaseCalendar *what, const char *path, gboolean replace,
                                    JalReleaseCalendarSaved *saved, GCancellable *cancellable, GError **error);

G_END_DECLS
