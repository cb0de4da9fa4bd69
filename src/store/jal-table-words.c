/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/jal-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rest is "lists". */
static const struct
{
  const char *table;
  const char *words;
} names[] = {
  { "chunk", N_ ("stored files") },
  { "blob", N_ ("the list of stored files") },
  { "audit", N_ ("the record of what was done") },
  { "audit_head", N_ ("the record of what was done") },
  { "change", N_ ("the record of changes") },
  { "undo", N_ ("the list of what can be undone") },
  { "court_case", N_ ("the list of cases") },
  { "original", N_ ("the list of documents") },
  { "document", N_ ("the list of documents") },
  { "document_part", N_ ("the list of documents") },
  { "custody_event", N_ ("the custody of documents") },
  { "mark", N_ ("highlights and notes") },
  { "mark_meaning", N_ ("highlights and notes") },
  { "received_mark", N_ ("notes that came with documents") },
  { "protected_name", N_ ("protected names and places") },
  { "redaction", N_ ("redactions") },
  { "hidden_words", N_ ("what was found hidden in documents") },
  { "person", N_ ("the people of the cases") },
  { "session_person", N_ ("the people of the cases") },
  { "attendance", N_ ("attendance in court") },
  { "court_session", N_ ("court sessions") },
  { "session_note", N_ ("notes of proceedings") },
  { "calendar_day", N_ ("the court calendar") },
  { "bundle", N_ ("bundles") },
  { "bundle_section", N_ ("bundles") },
  { "bundle_item", N_ ("bundles") },
  { "bundle_build", N_ ("bundles") },
  { "page_text", N_ ("text for searching, which can be made anew") },
};

const char *
jal_table_words (const char *table)
{
  for (guint i = 0; table != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].table, table) == 0)
      return _ (names[i].words);
  if (table != NULL && g_str_has_prefix (table, "page_text_index"))
    return _ ("the search index, which can be made anew");
  if (table != NULL && strcmp (table, "sqlite_schema") == 0)
    return _ ("the vault's table of contents");
  return _ ("lists of the program");
}
