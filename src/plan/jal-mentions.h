/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-court-calendar.h"

G_BEGIN_DECLS

/* Two consecutive court days further apart than Criminal Procedure Code s.205(1) allows a magistrate's court to
   adjourn. */
typedef struct
{
  JalDate from, to;
  int days;  /* the day after @from is day 1, @to is day @days */
  int limit; /* 30, or 15 when the accused is in custody */
} JalMentionGap;

/* The longest adjournment in days: 30, or 15 in custody. */
int jal_mentions_limit (gboolean in_custody);
/* Returns (transfer full) (element-type JalMentionGap): the gaps over the limit between @entries (array length=n), the
   dates of all court days of a case, mentions included, in any order. */
GArray *jal_mentions_find_gaps (const JalDate *entries, guint n, gboolean in_custody);
/* Whether a mention on @date suits those who have to come. */
typedef gboolean (*JalMentionSuits) (JalDate date, gpointer data);

/* Returns (transfer full) (element-type JalDate): days for mentions between two court days that leave no gap over the
   limit: as few as possible, on open days, evenly spread, none before @earliest (which may be in the past), and where that is
   possible without more of them on days that @suits (nullable). The first has to fit between @earliest and the limit: see
   jal_mentions_can_begin(). Where the courts are closed for longer than the limit the gap that remains is as short as it can be. */
GArray *jal_mentions_propose (const JalCourtCalendar *calendar, JalDate from, JalDate to, JalDate earliest, gboolean in_custody,
                              JalMentionSuits suits, gpointer data);
/* Whether a court day not before @earliest is left within the limit after @from. */
gboolean jal_mentions_can_begin (const JalCourtCalendar *calendar, JalDate from, JalDate earliest, gboolean in_custody);

G_END_DECLS
