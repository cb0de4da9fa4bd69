/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* Why words are taken out of a copy. */
typedef struct
{
  const char *id;    /* "survivor": stored with redactions, never changes */
  JalLabel label;
  const char *basis; /* nullable: the rule of law, in English */
  JalStanding standing;
} JalRedactionReason;

/* What is found by its form: a telephone number, an M-PESA code. */
typedef struct
{
  const char *id;
  JalLabel label;
  const char *regex;  /* PCRE as GRegex takes it, over the text of a page */
  const char *reason; /* id of the reason that goes with it */
  JalStanding standing;
} JalRedactionPattern;

/* What a protected name names. */
typedef struct
{
  const char *id;
  JalLabel label;
  const char *reason; /* id of the reason that goes with it */
  JalStanding standing;
} JalProtectedKind;

/* Returns (transfer none) (array length=n): all in the order of the data. @n may be NULL. */
const JalRedactionReason *jal_redaction_reason_list (guint *n);
const JalRedactionPattern *jal_redaction_pattern_list (guint *n);
const JalProtectedKind *jal_protected_kind_list (guint *n);
/* Returns (transfer none) (nullable): the one with @id (nullable). */
const JalRedactionReason *jal_redaction_reason_find (const char *id);
const JalRedactionPattern *jal_redaction_pattern_find (const char *id);
const JalProtectedKind *jal_protected_kind_find (const char *id);
/* Whether names of this kind name people: then a single word of one may give somebody away. */
gboolean jal_protected_kind_is_person (const char *id);

G_END_DECLS
