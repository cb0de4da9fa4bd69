/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* All cases together: who is where and when, what is next, what is overdue. */

#define JAL_TYPE_DIARY_ENTRY (jal_diary_entry_get_type ())
G_DECLARE_FINAL_TYPE (JalDiaryEntry, jal_diary_entry, JAL, DIARY_ENTRY, GObject)
struct _JalDiaryEntry
{
  GObject parent_instance;

  JalSession *session;
  JalCase *owner;
  char *clash; /* nullable: a sentence about the other cases of that day */
};

/* Returns (transfer full): a GListStore of JalDiaryEntry in order of date: the sessions of all cases, vacated ones left out,
   with @from ≤ date ≤ @to (JAL_DATE_NONE: no bound). */
GListStore *jal_diary_list (JalStore *store, JalDate from, JalDate to, GCancellable *cancellable, GError **error);

/**
 * JalAgenda:
 *
 * What is next. All lists are in order of date.
 */
typedef struct
{
  JalDate today;
  JalDiaryEntry *next;    /* nullable: the next session from today on */
  GListStore *unrecorded; /* JalDiaryEntry: planned or fixed for a day that has passed */
  GListStore *sessions;   /* JalDiaryEntry: from today to @days later */
  GListStore *overdue;    /* JalTask */
  GListStore *tasks;      /* JalTask: due from today to @days later, not done */
} JalAgenda;

/* Returns (transfer full). @days: 7 for the week. */
JalAgenda *jal_agenda_read (JalStore *store, guint days, GCancellable *cancellable, GError **error);
void jal_agenda_free (JalAgenda *agenda);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalAgenda, jal_agenda_free)

/* A day on which somebody should be reminded, and how much there is: numbers only, so that nothing of a case can leak. */
typedef struct
{
  JalDate day;
  guint n_today;    /* sessions on the day itself */
  guint n_tomorrow; /* on the next court day within three days */
  guint n_ahead;    /* counted sessions @ahead days later */
  guint n_tasks;    /* tasks due on the day */
} JalReminderDay;

/* Returns (transfer full) (element-type JalReminderDay): the days from today to @days later on which there is something.
   @ahead: how many days before a session it is announced early; 0: not at all. */
GArray *jal_reminder_days (JalStore *store, guint days, guint ahead, GCancellable *cancellable, GError **error);

G_END_DECLS
