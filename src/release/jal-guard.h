/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-redaction-rows.h"
#include "release/jal-guard-told.h"
#include "release/jal-leak-scan.h"

/* What must not be readable in a copy for others, and what of it somebody has looked at and let stand. */

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *phrases; /* of char *, ended by NULL: protected names and places, redacted words */
  GPtrArray *parts;   /* of char *, ended by NULL: single words of protected names of people, as letters */
  GArray *allowed;    /* of JalLeakAllowance; parts are numbered behind the phrases */
} JalGuard;

/* Begins with the case's protected @names (of JalProtectedName). */
void jal_guard_init (JalGuard *guard, GListModel *names);
/* Adds the words of @redactions (of JalRedaction) that are not rejected and meant everywhere, and what was searched for to find
   them. Returns how many redactions are applied. To be called before any is allowed. */
guint jal_guard_add_redactions (JalGuard *guard, GListModel *redactions);
/* Lets stand on @page of the file what @redaction covers, when it is rejected. */
void jal_guard_allow (JalGuard *guard, JalRedaction *redaction, guint page);
void jal_guard_clear (JalGuard *guard);

/* Whether there is anything to look for. */
gboolean jal_guard_has_phrases (const JalGuard *guard);
/* Whether @text (nullable) says one of the phrases or a part. */
gboolean jal_guard_says (const JalGuard *guard, const char *text);
/* Adds (of JalLeak, on @page) what @text (nullable) says: the phrases to @leaks, parts that stand alone to @parts. */
void jal_guard_look (const JalGuard *guard, const char *text, guint page, GArray *leaks, GArray *parts);
/* Returns (transfer full) (nullable): @text with @with in place of each phrase and each part: on a paper nobody is asked, so a
   part is withheld as the whole name is. */
char *jal_guard_mask (const JalGuard *guard, const char *text, const char *with);
/* The same in place (@text: transfer full both ways, nullable). Returns whether anything was withheld. */
gboolean jal_guard_withhold (const JalGuard *guard, char **text, const char *with);
/* The same of the phrases alone. */
gboolean jal_guard_withhold_phrases (const JalGuard *guard, char **text, const char *with);
/* What the answer to a file is in which @leaks and @parts (of JalLeak) were found: FALSE with REFUSED and @message (with one %s for
   the places) where a phrase stands in it, and where a part does that nobody has let stand. @told (nullable): filled then. */
gboolean jal_guard_decide (const JalGuard *guard, const GArray *leaks, const GArray *parts, const char *message, JalGuardTold *told,
                           GError **error);
/* For jal_leak_scan(). */
JalLeakQuery jal_guard_query (const JalGuard *guard);

G_END_DECLS
