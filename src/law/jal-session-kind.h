/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* What a court day is for: plea, hearing, mention… */
typedef struct
{
  const char *id;       /* "part_heard": stored with sessions, never changes */
  JalLabel label;
  gboolean counted;     /* FALSE for light entries: mentions, bail, directions, applications */
  gboolean demanding;   /* witnesses are examined */
  int min_gap_days;     /* least days after the counted session before it */
  JalStanding standing;
} JalSessionKind;

#define JAL_SESSION_KIND_PLEA "plea"
#define JAL_SESSION_KIND_MENTION "mention"
#define JAL_SESSION_KIND_PART_HEARD "part_heard"

/* How a court day ended. */
typedef struct
{
  const char *id; /* "witness_absent" */
  JalLabel label;
  gboolean adjourns;
  gboolean vacates;  /* a reason to take a date out of the diary before it comes */
  JalLabel vacated;  /* what it is called then; @label where the data have no other words */
  JalStanding standing;
} JalSessionOutcome;

/* One of the sessions a case is planned for when nobody asked for others. */
typedef struct
{
  const JalSessionKind *kind;
  int month_offset; /* months after the plea, in the template's own horizon */
  gboolean survivor; /* the survivor testifies */
  JalLabel purpose;
} JalTemplateItem;

typedef struct
{
  const JalTemplateItem *items;
  guint n_items;
  guint fewest, most; /* counts of sessions the template can be stretched to */
  JalLabel further;   /* purpose of a hearing added beyond the template's own */
  JalStanding standing;
} JalTemplate;

/* A stage of a criminal case with the rule it rests on. */
typedef struct
{
  const char *id;
  int order;
  JalLabel label;
  const char *legal_ref; /* nullable */
  JalStanding standing;
} JalStage;

/* CPC s.205(1): the longest adjournment in days, the day after the adjournment being day 1. */
typedef struct
{
  int days_on_bail;
  int days_in_custody;
  int appeal_days; /* CPC s.349: days from sentence or order to appeal */
  JalStanding standing;
} JalTimeLimits;

/* Returns (transfer none) (array length=n): all of them in the order of the data. @n may be NULL. */
const JalSessionKind *jal_session_kind_list (guint *n);
/* Returns (transfer none) (nullable): the kind @id (nullable). */
const JalSessionKind *jal_session_kind_find (const char *id);
const JalSessionOutcome *jal_session_outcome_list (guint *n);
const JalSessionOutcome *jal_session_outcome_find (const char *id);
/* Whether a session of @state (nullable) can have ended so: adjourned with what adjourns, vacated with what vacates, held with all but
   what only vacates. */
gboolean jal_session_outcome_suits (const JalSessionOutcome *outcome, const char *state);
/* The @nth (from 0) of those that suit a session of @state, in the order of the data; NULL when there are no more. */
const JalSessionOutcome *jal_session_outcome_nth (const char *state, guint nth);
/* Returns (transfer none): what it is called where it stands with a session of @state (nullable). */
const char *jal_session_outcome_text (const JalSessionOutcome *outcome, const char *state, JalLang lang);
/* The same where the state itself stands before it: "court not sitting" of "Adjourned: court not sitting". */
const char *jal_session_outcome_reason (const JalSessionOutcome *outcome, const char *state, JalLang lang);
const JalStage *jal_stage_list (guint *n);
const JalTemplate *jal_template_get (void);
const JalTimeLimits *jal_time_limits_get (void);

G_END_DECLS
