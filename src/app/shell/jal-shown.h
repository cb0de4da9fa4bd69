/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "record/jal-record.h"

G_BEGIN_DECLS

/* Values of the core as words on the screen, in the screen's language. All return (transfer full) unless said. */

/* "14 March 2027", or "" for JAL_DATE_NONE. */
char *jal_shown_date (JalDate date);
/* "Mon 14 Mar 2027" */
char *jal_shown_date_short (JalDate date);
/* The day of a session, and its time when one was said: "Mon 14 Mar 2027, 09:00". */
char *jal_shown_session_day (JalSession *session);
/* "14 Mar 2027": for columns. */
char *jal_shown_date_brief (JalDate date);
/* "today", "tomorrow", "in 12 days", "in 5 months", "3 days ago". */
char *jal_shown_distance (JalDate date);
/* Date and time in Nairobi of an instant in microseconds. */
char *jal_shown_instant (gint64 at);
char *jal_shown_size (guint64 bytes);
/* "1 page", "12 pages" */
char *jal_shown_pages (guint n);
/* Labels of the law data; the id itself when the data do not know it. Transfer none. */
const char *jal_shown_doctype (const char *id);
const char *jal_shown_stage (const char *id);
const char *jal_shown_session_kind (const char *id);
const char *jal_shown_court (const char *id);
const char *jal_shown_sensitivity (const char *id);
/* How a case is called in lists and titles: the court's number, the title while there is none. Transfer none. */
const char *jal_shown_case (JalCase *court_case);
/* "Hearing in 12 days", "No date set", "A date has passed: record what happened", "A part of it is damaged". */
char *jal_shown_next (JalCase *court_case);

/* Reads a date typed by a person: 2027-03-14, 14/3/2027, 14.3.2027, 14 March 2027 (English or Kiswahili). "" gives
   JAL_DATE_NONE. FALSE, leaving @date alone, when it is no date. */
gboolean jal_shown_parse_date (const char *typed, JalDate *date);

G_END_DECLS
