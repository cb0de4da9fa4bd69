/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-guard-told.h"

#include <glib/gi18n-lib.h>

#include "store/jal-store.h"

void
jal_guard_told_clear (JalGuardTold *told)
{
  g_clear_pointer (&told->leaks, g_free);
  g_clear_pointer (&told->parts, g_free);
  g_clear_pointer (&told->covered, g_free);
  g_clear_pointer (&told->covered_pages, g_free);
  g_clear_pointer (&told->covered_documents, g_array_unref);
  g_clear_pointer (&told->unsearched, g_free);
  g_clear_pointer (&told->incomplete, g_free);
}

void
jal_guard_told_agree (JalGuardTold *told, const JalGuardTold *from)
{
  /* One question at a time: parts of names first, then what is hidden with what could not be searched, then what may be missing. */
  gboolean parts_first = from->parts != NULL && !from->parts_stay;
  gboolean others_first = parts_first || (from->covered != NULL && !from->covers_stay) || (from->unsearched != NULL && !from->unsearched_stay);

  told->parts_stay = from->parts_stay || from->parts != NULL;
  told->covers_stay = from->covers_stay || (from->covered != NULL && !parts_first);
  told->unsearched_stay = from->unsearched_stay || (from->unsearched != NULL && !parts_first);
  told->incomplete_stay = from->incomplete_stay || (from->incomplete != NULL && !others_first);
}

void
jal_guard_told_decided (JalGuardTold *told, const JalGuardTold *from)
{
  told->parts_stay = from->parts_stay;
  told->covers_stay = from->covers_stay;
  told->unsearched_stay = from->unsearched_stay;
  told->incomplete_stay = from->incomplete_stay;
}

void
jal_guard_told_add_document (JalGuardTold *told, JalId document_id, guint page)
{
  if (told->covered_documents == NULL)
    {
      told->covered_documents = g_array_new (FALSE, FALSE, sizeof (JalId));
      told->covered_page = page;
    }
  for (guint i = 0; i < told->covered_documents->len; i++)
    if (jal_id_equal (g_array_index (told->covered_documents, JalId, i), document_id))
      return;
  g_array_append_val (told->covered_documents, document_id);
}

void
jal_guard_told_take (JalGuardTold *told, JalGuardTold *from)
{
  JalGuardTold decided = { 0 };

  jal_guard_told_decided (&decided, told);
  jal_guard_told_clear (told);
  *told = *from;
  *from = (JalGuardTold){ 0 };
  jal_guard_told_decided (told, &decided);
}

void
jal_guard_told_add_incomplete (JalGuardTold *told, const char *lines)
{
  char *all = told->incomplete != NULL ? g_strdup_printf ("%s\n%s", told->incomplete, lines) : g_strdup (lines);

  g_free (told->incomplete);
  told->incomplete = all;
}

gboolean
jal_guard_told_decide_incomplete (const JalGuardTold *told, GError **error)
{
  if (told == NULL || told->incomplete == NULL || told->incomplete_stay)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("Nothing left the vault: pages of the redacted copy may not show all that the original shows. Compare them "
                          "with the original, print and scan them if something is missing, or decide that they go out as they are drawn."));
  return FALSE;
}
