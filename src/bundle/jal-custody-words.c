/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The custody of a document in words.
 *
 * 1. The sheet for the court names what it shows: a verb that stands in no row here, or an export that is not a copy of the
 *    exhibit itself, is left out.
 * 2. A remark of the program is a list of parts with a semicolon between them; a part that is not known is shown as it is.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-custody-words.h"

#include <string.h>

#include "law/jal-words.h"

#define BUNDLE "bundle, "
#define HASH "SHA-256 "

static const struct
{
  const char *verb;
  const char *word;
  gboolean court;
} verbs[] = {
  { "received", "custody_received", TRUE },   { "handed", "custody_handed", TRUE },     { "returned", "custody_returned", TRUE },
  { "copied", "custody_copied", TRUE },       { "exported", "custody_exported", TRUE }, { "disclosed", "custody_disclosed", TRUE },
  { "checked", "custody_checked", TRUE },     { "mismatch", "custody_mismatch", TRUE }, { "erased", "custody_erased", FALSE },
  { "registered", "custody_registered", FALSE },
};

/* Parts that are said in one way. */
static const struct
{
  const char *part;
  const char *word;
} parts[] = {
  { "copy", "custody_copy" },
  { "marked copy", "custody_marked_copy" },
  { "marks as XFDF", "custody_marks" },
  { "redacted copy", "custody_redacted_copy" },
  { "bundle, court copy", "custody_bundle_court" },
  { "bundle, counsel copy", "custody_bundle_counsel" },
  { "SHA-256 matches", "custody_matches" },
  { "SHA-256 DOES NOT MATCH", "custody_no_match" },
};

/* Parts that begin in one way, with something behind it. */
static const struct
{
  const char *beginning;
  const char *word; /* with {what} */
} beginnings[] = {
  { "pages not readable: ", "custody_unread" },
  { "pages perhaps not shown whole: ", "custody_doubtful" },
};

gboolean
jal_custody_words_is_for_court (JalCustodyEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, event->verb))
      return verbs[i].court && (!g_str_equal (event->verb, "exported") || g_str_has_prefix (event->detail, "copy; "));
  return FALSE;
}

const char *
jal_custody_words_verb (JalLang lang, JalCustodyEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, event->verb))
      return jal_words_get (lang, verbs[i].word);
  return NULL;
}

static char *
translate (JalLang lang, const char *part)
{
  gsize digits = strspn (part, "0123456789");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (parts[i].part, part))
      return g_strdup (jal_words_get (lang, parts[i].word));
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (part, beginnings[i].beginning))
      return jal_words_format (lang, beginnings[i].word, "what", part + strlen (beginnings[i].beginning), NULL);
  if (digits > 0 && g_str_equal (part + digits, " bytes"))
    {
      g_autofree char *number = g_strndup (part, digits);

      return jal_words_format (lang, "custody_bytes", "number", number, NULL);
    }
  return g_strdup (part);
}

/* How many parts of the remark the program wrote: all of them, none, or those before what a person added. */
static guint
count_own (JalCustodyEvent *event)
{
  if (event->party == NULL)
    return G_MAXUINT;
  /* jal_bundle_disclose(): which copy, its hash, and then why. */
  return (g_str_has_prefix (event->detail, BUNDLE "court copy; " HASH)
          || g_str_has_prefix (event->detail, BUNDLE "counsel copy; " HASH))
             ? 2
             : 0;
}

char *
jal_custody_words_detail (JalLang lang, JalCustodyEvent *event)
{
  guint n_own = count_own (event);
  g_auto (GStrv) list = NULL;

  if (n_own == 0)
    return g_strdup (event->detail);
  list = g_strsplit (event->detail, "; ", n_own == G_MAXUINT ? -1 : (int)n_own + 1);
  for (guint i = 0; list[i] != NULL && i < n_own; i++)
    {
      char *words = translate (lang, list[i]);

      g_free (list[i]);
      list[i] = words;
    }
  return g_strjoinv ("; ", list);
}
