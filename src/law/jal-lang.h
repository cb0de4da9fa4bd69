/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The language of a paper, or of a label of the law. It is always said, never taken from the screen's language: a
   Kiswahili speaker prints English papers for an English court. */
typedef enum
{
  JAL_LANG_EN,
  JAL_LANG_SW,
} JalLang;
#define JAL_N_LANGS 2

/* One text in each language; both always there, owned by whoever holds the label. */
typedef struct
{
  const char *text[JAL_N_LANGS];
} JalLabel;

/* "en" or "sw". */
const char *jal_lang_code (JalLang lang);
/* Parses exactly "en" or "sw"; FALSE, leaving @lang alone, on anything else. */
gboolean jal_lang_parse (const char *code, JalLang *lang);
/* The language nearest to a locale such as "sw_KE.UTF-8" (nullable): Kiswahili for "sw…", English for the rest. For
   labels on the screen. */
JalLang jal_lang_from_locale (const char *locale);
/* Returns (transfer none): the text of @label in @lang. */
const char *jal_label_get (const JalLabel *label, JalLang lang);

G_END_DECLS
