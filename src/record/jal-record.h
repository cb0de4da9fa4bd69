/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-date.h"
#include "base/jal-id.h"

/**
 * The nouns as values.
 *
 * Each is a GObject with public fields only so that it can sit in a GListModel. It is a snapshot: made by the core,
 * complete, and never changed afterwards; whoever holds it may read the fields from any thread. When the store says
 * "changed", ask for a new list. Strings are valid UTF-8 and never NULL unless a field says "nullable".
 */

G_BEGIN_DECLS

#define JAL_TYPE_CASE (jal_case_get_type ())
G_DECLARE_FINAL_TYPE (JalCase, jal_case, JAL, CASE, GObject)
struct _JalCase
{
  GObject parent_instance;

  JalId id;
  char *title;
  char *number;         /* nullable: as the court writes it */
  char *court;          /* nullable: id of a court in the law data, or free text */
  char *capacity;       /* "prosecutor" or "watching" */
  char *stage;          /* id of a stage in the law data */
  JalDate plea_date;    /* or JAL_DATE_NONE */
  gboolean in_custody;  /* an accused is remanded */
  char *note;
  gint64 created_at;

  /* Summed up when the list was made. */
  guint n_documents;
  guint n_pages;
  guint n_sessions;      /* counted ones, not vacated */
  guint n_sessions_held; /* counted ones */
  JalDate next_date;     /* the next planned or fixed session from today on, or JAL_DATE_NONE */
  char *next_kind;       /* nullable: its kind */
  gboolean overdue;      /* a planned or fixed session lies in the past */
  gboolean incomplete;   /* the vault is damaged where its documents or sessions are counted: what is summed up may be 0 */
};

#define JAL_TYPE_DOCUMENT (jal_document_get_type ())
G_DECLARE_FINAL_TYPE (JalDocument, jal_document, JAL, DOCUMENT, GObject)
struct _JalDocument
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  char *title;
  char *kind;         /* id of a document type in the law data */
  JalDate date;       /* or JAL_DATE_NONE */
  char *exhibit;      /* nullable: "P4", "MFI 2" */
  char *language;     /* "en", "sw" */
  char *sensitivity;  /* "normal", "protected", "privileged" */
  char *note;
  double rank;
  gint64 created_at;

  guint n_pages;
  guint n_marks;
  /* Of the first original of the document. */
  char *media;        /* "pdf", "jpeg", "png" */
  char *sha256;       /* 64 hex digits */
  guint64 size;
  char *source_name;  /* the file's name when it was taken in: never printed, never in a bundle */
  gint64 imported_at;
  JalId newer_id;     /* the document this is an older version of, or JAL_ID_NONE */
  gboolean exhibit_clash; /* another document of the case bears the same exhibit number */
};

/* One run of pages of one original inside a document. */
typedef struct
{
  JalId id;
  JalId original_id;
  JalId blob_id;
  char media[8];
  guint first_page; /* from 0, in the original */
  guint n_pages;
  int rotation;     /* clockwise, added to the page's own: 0, 90, 180, 270 */
  guint original_pages; /* all pages of the original */
} JalDocumentPart;

#define JAL_TYPE_CUSTODY_EVENT (jal_custody_event_get_type ())
G_DECLARE_FINAL_TYPE (JalCustodyEvent, jal_custody_event, JAL, CUSTODY_EVENT, GObject)
struct _JalCustodyEvent
{
  GObject parent_instance;

  JalId id;
  JalId original_id;
  gint64 at;
  char *verb;  /* "received", "handed", "returned", "disclosed", "copied", "checked", "mismatch", "exported" */
  char *actor;
  char *detail;
  char *party;      /* nullable: to whom it was handed or disclosed, from whom it came back */
  JalDate happened; /* of a handover, or JAL_DATE_NONE */
};

/* A quadrilateral in default user space of a page: unrotated, not shifted by any box, origin bottom-left, in the units
   of the page. Top-left, top-right, bottom-left, bottom-right as the reader of the words sees them. */
typedef struct
{
  double x[4];
  double y[4];
} JalMarkQuad;

/* A point of a line or of a stroke of ink, in default user space; @begins is 1 where the pen is put down, else 0. */
typedef struct
{
  double x;
  double y;
  double begins;
} JalMarkPoint;

#define JAL_TYPE_MARK (jal_mark_get_type ())
G_DECLARE_FINAL_TYPE (JalMark, jal_mark, JAL, MARK, GObject)
struct _JalMark
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  JalId original_id;
  guint page;        /* from 0, in the original */
  int document_page; /* from 0, in the document it was listed for; -1 when listed otherwise */
  char *kind;        /* "highlight", "underline", "strikeout", "note", "box", "line", "arrow", "ink", "text" */
  JalMarkQuad *quads;
  guint n_quads;     /* at least one; a note's quad is where it sits, a drawn mark's is what it fills */
  JalMarkPoint *points; /* nullable: of a line or an arrow (two, the arrow's head at the second) or of ink */
  guint n_points;
  char *color;       /* "yellow", "green", "blue", "pink", "orange" */
  double opacity;
  char *text;        /* the note, or "" */
  char *quoted;      /* the words it covers, or "" */
  char *context_before;
  char *context_after;
  char *author;
  char *audience;    /* "private", "team", "court" */
  JalId link_document_id; /* the exhibit it leads to, or JAL_ID_NONE */
  JalId link_session_id;  /* the session it leads to, or JAL_ID_NONE */
  char *link_title;  /* nullable, of a listed mark: the document's; its exhibit number; the session's kind and date */
  char *link_exhibit;
  char *link_kind;
  JalDate link_date;
  char *received;    /* nullable: the annotation of the file that it was adopted from */
  char *anchor;      /* "sure"; "doubtful": brought over from an older version, to be looked at; "left": looked at */
  JalId earlier_id;  /* the mark of the older version, or JAL_ID_NONE */
  gint64 created_at;
  gint64 modified_at;
};

#define JAL_TYPE_SESSION (jal_session_get_type ())
G_DECLARE_FINAL_TYPE (JalSession, jal_session, JAL, SESSION, GObject)
struct _JalSession
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  char *kind;        /* id of a session kind in the law data */
  JalDate date;
  int minutes;       /* of the day in Nairobi at which it begins; 0: no time was said */
  char *state;       /* "planned", "fixed", "held", "adjourned", "vacated" */
  gboolean counted;
  char *purpose;
  char *place;
  char *reason;      /* nullable: id of an outcome in the law data */
  char *note;
  int template_entry; /* -1 when it came from no template */
  JalDate first_date; /* where it was first planned: what the delay is counted from; a new row takes its date */
  JalId resumes;      /* the adjourned session it goes on with, or JAL_ID_NONE */

  guint ordinal;     /* 1… among the counted ones that are not vacated, 0 otherwise */
  char *warning;     /* nullable: a translated sentence, e.g. that the court is closed that day */
};

#define JAL_TYPE_CALENDAR_DAY (jal_calendar_day_get_type ())
G_DECLARE_FINAL_TYPE (JalCalendarDay, jal_calendar_day, JAL, CALENDAR_DAY, GObject)
struct _JalCalendarDay
{
  GObject parent_instance;

  JalId id;
  JalDate date;
  gboolean closed;
  char *name;
  char *type;    /* "closed", "holiday" (gazetted), "open", "moved" */
  char *holiday; /* nullable: the id of the feast that was moved here */
  char *court;   /* nullable: closed or open for this court alone */
};

#define JAL_TYPE_PERSON (jal_person_get_type ())
G_DECLARE_FINAL_TYPE (JalPerson, jal_person, JAL, PERSON, GObject)
struct _JalPerson
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  char *role;      /* "survivor", "witness", "accused", "investigator", "counsel", "magistrate", "interpreter", "support",
                      "other" */
  char *code;      /* "Survivor A"; never "" when the name is hidden */
  char *name;      /* "" while it is hidden */
  gboolean hidden; /* the name is given out by jal_people_reveal() only */
  gboolean named;  /* there is a name, hidden or not */
  JalDate born;    /* or JAL_DATE_NONE */
  JalDate since;   /* in this role from that day on, or JAL_DATE_NONE */
  JalDate until;
  gboolean in_custody; /* an accused who is remanded */
  char *note;
  double rank;

  char *case_number; /* nullable: of the case, where people of other cases are listed */
};
/* Returns (transfer none): how lists call the person: the code, or the name of somebody without one. */
const char *jal_person_get_label (JalPerson *person);

#define JAL_TYPE_ABSENCE (jal_absence_get_type ())
G_DECLARE_FINAL_TYPE (JalAbsence, jal_absence, JAL, ABSENCE, GObject)
struct _JalAbsence
{
  GObject parent_instance;

  JalId id;
  JalId case_id;   /* JAL_ID_NONE: counsel, in every case */
  JalId person_id; /* JAL_ID_NONE: the case as a whole */
  JalDate from, to; /* both included */
  char *reason;
  gboolean hard;   /* FALSE: it could be arranged, at a cost */
  char *uid;       /* nullable: the event of a calendar file it came from */
  char *instance;  /* nullable: which occurrence of it */
  guint sequence;  /* of that event, as its calendar counts the changes to it */

  char *who;       /* the person's label when listed, "" otherwise */
  char *entered_in; /* nullable: the number of the other case in which it was entered, for the magistrate of several */
};

#define JAL_TYPE_SECTION (jal_section_get_type ())
G_DECLARE_FINAL_TYPE (JalSection, jal_section, JAL, SECTION, GObject)
struct _JalSection
{
  GObject parent_instance;

  JalId id;
  JalId bundle_id;
  double rank;
  char *code;         /* "A" */
  char *title;
  char *copies;       /* ids of the copies that show it, separated by spaces: "counsel court" */
  GListStore *items;  /* of JalItem, in order */
  char *profile_section; /* nullable: id of the profile's section it was made from */
};

#define JAL_TYPE_ITEM (jal_item_get_type ())
G_DECLARE_FINAL_TYPE (JalItem, jal_item, JAL, ITEM, GObject)
struct _JalItem
{
  GObject parent_instance;

  JalId id;
  JalId section_id;
  JalId document_id;
  double rank;
  guint first_page;     /* from 0, in the document */
  guint n_pages;        /* what the item takes of it */
  gboolean whole;       /* to the end of the document, however long it becomes */
  char *title;          /* the document's */
  char *exhibit;        /* nullable */
  char *sensitivity;
  JalDate date;
  guint document_pages; /* all pages of the document */
};

#define JAL_TYPE_BUILD (jal_build_get_type ())
G_DECLARE_FINAL_TYPE (JalBuild, jal_build, JAL, BUILD, GObject)
struct _JalBuild
{
  GObject parent_instance;

  JalId id;
  JalId bundle_id;
  char *copy;   /* "counsel", "court" */
  gint64 built_at;
  guint pages;
  char *sha256; /* of the finished file, 64 hex digits */
  char *audit_head; /* of the vault's record of what was done, as printed on its first page; 64 hex digits */
};

#define JAL_TYPE_TASK (jal_task_get_type ())
G_DECLARE_FINAL_TYPE (JalTask, jal_task, JAL, TASK, GObject)
struct _JalTask
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  JalId session_id;  /* or JAL_ID_NONE: a task of the case */
  char *template;    /* nullable: id of a task in the law data */
  char *title;       /* in the screen's language where the law data name it */
  char *owner;
  JalId owner_id;    /* or JAL_ID_NONE: a person of the case */
  int days_before;   /* before the session; negative: after it */
  JalDate due;       /* or JAL_DATE_NONE */
  gboolean by_hand;  /* the day was set by hand and does not move with the session */
  gint64 done_at;    /* 0: not done */
  gboolean dropped;  /* not needed for this session */
  char *note;
  gint64 created_at;

  gboolean stored;      /* it has a row: somebody touched it */
  gboolean own_title;   /* somebody wrote the title */
  gboolean own_days;    /* somebody changed the number of days */
  gboolean survivor;    /* care for the survivor */
  char *legal_ref;      /* nullable */
  /* Filled in where tasks of several cases or sessions are listed. */
  JalDate session_date; /* or JAL_DATE_NONE */
  char *session_kind;   /* nullable */
  char *case_number;    /* nullable */
  char *case_title;
  gboolean overdue;     /* not done, not lapsed, and its day has passed */
  gboolean lapsed;      /* its session is over or will not be held: there is nothing left to do */
};

#define JAL_TYPE_ATTENDANCE (jal_attendance_get_type ())
G_DECLARE_FINAL_TYPE (JalAttendance, jal_attendance, JAL, ATTENDANCE, GObject)
struct _JalAttendance
{
  GObject parent_instance;

  JalId id;
  JalId session_id;
  JalId person_id; /* a person of the case, or JAL_ID_NONE */
  char *who;       /* that person's label, or a code or a name as typed */
  char *role;      /* the person's, or as chosen: see jal_attendance_roles() */
  char *state;     /* "expected", "came", "absent" */
  char *heard;     /* "", "heard", "part_heard", "stood_down" */
  gboolean escorted;
  int cost;        /* of the court day, in hundredths of @currency */
  char *currency;
  char *note;
};

#define JAL_TYPE_PRODUCED (jal_produced_get_type ())
G_DECLARE_FINAL_TYPE (JalProduced, jal_produced, JAL, PRODUCED, GObject)
struct _JalProduced
{
  GObject parent_instance;

  JalId id;
  JalId session_id;
  JalId document_id;
  char *state;   /* "identified", "produced", "objected", "rejected" */
  char *label;   /* "MFI 2", "P.Exh 4", or "" */
  JalId witness_id; /* through which person of the case, or JAL_ID_NONE */
  char *witness; /* that person's label, or as typed, or "" */
  char *note;
  gint64 created_at;

  char *title;          /* the document's */
  JalDate session_date;
};

G_END_DECLS
