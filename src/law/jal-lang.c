/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two languages of Kenyan court papers. */
#include "law/jal-lang.h"

static const char *const codes[JAL_N_LANGS] = { "en", "sw" };

const char *
jal_lang_code (JalLang lang)
{
  g_return_val_if_fail (lang < JAL_N_LANGS, "en");

  return codes[lang];
}

gboolean
jal_lang_parse (const char *code, JalLang *lang)
{
  for (guint i = 0; i < JAL_N_LANGS; i++)
    if (g_strcmp0 (code, codes[i]) == 0)
      {
        *lang = (JalLang)i;
        return TRUE;
      }
  return FALSE;
}

JalLang
jal_lang_from_locale (const char *locale)
{
  if (locale != NULL && g_str_has_prefix (locale, "sw") && !g_ascii_isalpha (locale[2]))
    return JAL_LANG_SW;
  return JAL_LANG_EN;
}

const char *
jal_label_get (const JalLabel *label, JalLang lang)
{
  g_return_val_if_fail (lang < JAL_N_LANGS, "");

  return label->text[lang];
}
