/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "law/jal-law.h"

G_BEGIN_DECLS

/* The fixed words of printed papers. The keys are the "id"s of data/law/words.json; asking for one that is not there
   is a programmer's mistake. */

/* Returns (transfer none): the words for @key in @lang, such as "Court copy". */
const char *jal_words_get (JalLang lang, const char *key);
/* Returns (transfer full): the same with every {name} replaced. Pairs of name and value follow, closed by NULL:
   jal_words_format (lang, "page_of", "page", "3", "total", "12", NULL). */
char *jal_words_format (JalLang lang, const char *key, ...) G_GNUC_NULL_TERMINATED;
/* Returns (transfer full): @date in words, "14 March 2027", "14 Machi 2027"; the word for "Undated" for
   JAL_DATE_NONE. */
char *jal_words_date (JalLang lang, JalDate date);
/* Returns (transfer none) (array zero-terminated=1): every key, in the order of the data. */
const char *const *jal_words_keys (void);

G_END_DECLS
