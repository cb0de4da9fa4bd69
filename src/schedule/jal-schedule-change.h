/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule/jal-schedule.h"

G_BEGIN_DECLS

/* Changes of dates that pull others after them: asked for first, shown as before and after, kept when accepted. */

/* What is refused until somebody says that it is meant, by the field of the draft or the move named here; the message is the question's text. Other
   errors of this room are of the store's domain. */
typedef enum
{
  JAL_SCHEDULE_ERROR_UNCONFIRMED, /* the same stands on that day already: same_day */
  JAL_SCHEDULE_ERROR_PAST,        /* the day has passed: past_day */
} JalScheduleError;

#define JAL_SCHEDULE_ERROR (jal_schedule_error_quark ())
GQuark jal_schedule_error_quark (void);

typedef enum
{
  JAL_SCHEDULE_OFFER,   /* the court has given the date: the session is fixed on it */
  JAL_SCHEDULE_MOVE,    /* moved by hand; its state stays */
  JAL_SCHEDULE_ADJOURN, /* adjourned with a reason; goes on on another day */
  JAL_SCHEDULE_VACATE,  /* taken out of the diary with a reason before its day; the others stay */
} JalScheduleMoveType;

/* Whether a session of @kind would be the same as one that stands in the case on @date already: of its kind, or both with witnesses.
   @session_id: itself, or JAL_ID_NONE for a new one. Returns (transfer full) (nullable): that it is, as a translated sentence. */
char *jal_schedule_same_day (JalStore *store, JalId case_id, JalId session_id, const char *kind, JalDate date, GError **error);

typedef struct
{
  JalScheduleMoveType type;
  JalId session_id;
  JalDate date;       /* the new day; JAL_DATE_NONE for an adjournment: as early as the rules allow */
  const char *reason; /* ADJOURN, VACATE: id of an outcome that adjourns, or vacates */
  int minutes;        /* OFFER, MOVE, ADJOURN to a date: the time of day that was said; 0: none */
  const char *note;   /* nullable: ADJOURN, VACATE: added to what the session says */
  gboolean whole_note; /* @note is all that it says afterwards: somebody had it before them */
  gboolean same_day;  /* keep it also where the same stands on that day already */
  gboolean past_day;  /* MOVE: keep it also on a day that has passed */
} JalScheduleMove;

/* What becomes of the tasks of a session that is not held on its day: titles in the screen's language, NULL-terminated. */
typedef struct
{
  char **closed;   /* nobody has done them, and nobody needs to */
  char **call_off; /* tasks that are added, because what they take back was done */
  char **carried;  /* go on with the session's new day */
} JalScheduleTasksOff;

/* What becomes of one counted session. */
typedef struct
{
  JalId session_id; /* JAL_ID_NONE: a new one */
  char *kind;       /* id of a session kind in the law data */
  guint ordinal;    /* afterwards; 0 for a light entry or one that was adjourned or vacated */
  JalDate before;   /* JAL_DATE_NONE: a new one */
  JalDate after;    /* JAL_DATE_NONE: it was adjourned or vacated and stays behind */
  gboolean kept;    /* held or fixed: nothing here moves it */
} JalScheduleChange;

typedef struct
{
  GArray *changes;      /* JalScheduleChange by date afterwards: every counted session from the moved one on */
  guint n_moved;        /* how many of them change their date, the moved one included */
  guint mentions_before; /* light entries to come */
  guint mentions_after;
  char **warnings;      /* translated sentences, NULL-terminated */
  char *same_day;       /* nullable: that the same stands on the new day already; keeping it wants the move's same_day */
  JalScheduleTasksOff tasks; /* of an adjournment or a vacated session; of NULLs otherwise */
  GListStore *sessions; /* of JalSession: the whole case afterwards, with warnings */
} JalScheduleOutcome;

/* Returns (transfer full): what @move would do; nothing is changed. REFUSED, naming the day or the rule. */
JalScheduleOutcome *jal_schedule_try (JalStore *store, const JalScheduleMove *move, GCancellable *cancellable, GError **error);
/* Keeps exactly @outcome, in one action with one undo. CONFLICT when the case has changed since it was made. */
gboolean jal_schedule_keep (JalStore *store, const JalScheduleMove *move, const JalScheduleOutcome *outcome, GError **error);
void jal_schedule_outcome_free (JalScheduleOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalScheduleOutcome, jal_schedule_outcome_free)

/* --- When somebody is remanded or released ---------------------------------------------------------------------- */

/* The mentions and other light entries to come, as they are and as CPC s.205 wants them. */
typedef struct
{
  guint before, after;
  guint added, removed; /* days that would come in, and go out; only what a plan put there and nobody touched goes out */
  gboolean gaps;        /* court dates lie further apart than the law allows now */
  gboolean wanted;      /* there are such gaps, or fewer would do */
} JalScheduleRefill;

gboolean jal_schedule_try_refill (JalStore *store, JalId case_id, JalScheduleRefill *refill, GCancellable *cancellable, GError **error);
/* Fills the gaps anew, as @shown said, in one action with one undo; no session moves. CONFLICT when the case has changed since. */
gboolean jal_schedule_refill (JalStore *store, JalId case_id, const JalScheduleRefill *shown, GError **error);

/* --- When the court offers a date ----------------------------------------------------------------------------- */

typedef struct
{
  JalDate date;
  gboolean clear;    /* nothing speaks against it */
  gboolean closed;   /* the court does not sit: it cannot be accepted */
  char **clashes;    /* translated sentences, the most serious first */
  char **advice;     /* what is good to know */
  char **can_come;   /* labels of the people of the case */
  char **cannot_come; /* the same, with the reason */
  JalDate better[3]; /* the nearest clear dates that are better, JAL_DATE_NONE for fewer */
} JalScheduleOffer;

/* Returns (transfer full): how @date suits the session. */
JalScheduleOffer *jal_schedule_offer (JalStore *store, JalId session_id, JalDate date, GCancellable *cancellable, GError **error);
void jal_schedule_offer_free (JalScheduleOffer *offer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalScheduleOffer, jal_schedule_offer_free)

/* One court day of a stretch. */
typedef struct
{
  JalDate date;
  gboolean clear;
  char *clash; /* nullable: the most serious one */
} JalScheduleChoice;

/* Returns (transfer full) (element-type JalScheduleChoice): the days from @from to @to on which the court sits and that are still to
   come, the clear ones first, each in order of date. */
GArray *jal_schedule_choices (JalStore *store, JalId session_id, JalDate from, JalDate to, GCancellable *cancellable, GError **error);

/* What was said of a date. */
typedef struct
{
  JalDate date;     /* the day; JAL_DATE_NONE when several are meant */
  JalDate from, to; /* the days that are meant, the same one twice for a day */
  int minutes;      /* of the day; -1 when no time was said */
  gboolean unclear; /* it is none, because the hour may be one of two: nobody guesses */
  gboolean over;    /* it is none, because what was said has passed */
} JalSaid;

#define JAL_SAID_NONE ((JalSaid){ JAL_DATE_NONE, JAL_DATE_NONE, JAL_DATE_NONE, -1, FALSE, FALSE })

/* Reads a date as it is said in court, in English or Kiswahili: "14" (the next 14th), "14 March", "14/3", "Tuesday" (the
   first one from tomorrow on), "next Tuesday" (of the week after this one), "Tuesday next week", "Monday week", "first Monday of
   March", "tomorrow", "in 3 weeks", "14 Mei saa tatu", and every full date; and stretches: "wiki ijayo", "next month", "end of
   March". FALSE when it is none. */
gboolean jal_schedule_read_said (const char *said, JalDate today, JalSaid *read);
/* Returns (transfer full) (nullable): why @said was read as none, as a translated sentence; NULL when there is no more to say. */
char *jal_schedule_said_trouble (const JalSaid *read, const char *said);
/* Returns (transfer full) (nullable): a time of day in the language of the screen, "09:00", "saa 3:00 asubuhi (09:00)"; NULL for none (0 or
   less). It is read back as what it was. */
char *jal_schedule_clock_text (int minutes);
/* Returns (transfer full): @day, words for a date, with that time: "Mon 14 Mar 2027, 09:00"; @day alone for none. Both are read back as what
   they are. */
char *jal_schedule_with_time (const char *day, int minutes);
/* The same with its word, "Time: 09:00". */
char *jal_schedule_time_text (int minutes);
/* Reads a time of day alone, as it is said or written: "9", "9.30", "2pm", "saa tatu", "09:00"; "" is none, 0. FALSE, leaving @minutes
   alone, when it is no time, or may be one of two hours (@unclear (out)). */
gboolean jal_schedule_read_time (const char *said, int *minutes, gboolean *unclear);
/* The same where only a day will do. FALSE, leaving @date alone, when it is none. */
gboolean jal_schedule_parse_said (const char *said, JalDate today, JalDate *date);

/* --- Across cases ---------------------------------------------------------------------------------------------- */

typedef struct
{
  JalDate date;
  JalId case_id;
  JalId session_id;
  char *number; /* what the case is called */
  char *text;   /* a translated sentence */
} JalScheduleClash;

/* Returns (transfer full) (element-type JalScheduleClash): sessions to come that cannot all be as they stand: two courts
   on one day, more than a day holds, people away, closed days; by date. @case_id JAL_ID_NONE: of every case. */
GArray *jal_schedule_clashes (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);

G_END_DECLS
