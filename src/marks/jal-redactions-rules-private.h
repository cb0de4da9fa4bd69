/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search for what should be redacted looks for. */
#pragma once

#include "base/jal-text.h"
#include "marks/jal-redactions.h"

typedef struct
{
  char *name;   /* as it is shown, or the pattern's id */
  const char *origin;
  const char *reason;
  JalLetters *letters; /* nullable; of these words: */
  char *words;         /* nullable */
  GRegex *regex;       /* nullable */
  gboolean form;       /* two words of the name: never nearer than with another between */
  gboolean part;       /* one word of the name: looked for where it runs into the word beside it */
} JalRedactionRule;

/* Returns (transfer full) (nullable) (element-type JalRedactionRule): the words, names and patterns of @query, with @error set when
   there is nothing to look for. */
GArray *jal_redaction_rules_new (JalStore *store, JalId case_id, const JalRedactionQuery *query, GCancellable *cancellable,
                                 GError **error);
