/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-guard-told.h"

#include <glib/gi18n-lib.h>

#include "store/jal-store.h"

static void
clear_decided (JalGuardTold *told)
{
  g_clear_pointer (&told->covers_agreed, g_free);
  g_clear_pointer (&told->unsearched_agreed, g_free);
  g_clear_pointer (&told->incomplete_agreed, g_free);
}

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
  clear_decided (told);
}

gboolean
jal_guard_told_is_open (const JalGuardTold *told, JalGuardKind kind)
{
  const char *found = kind == JAL_GUARD_COVERED ? told->covered : kind == JAL_GUARD_UNSEARCHED ? told->unsearched : told->incomplete;
  const char *agreed = kind == JAL_GUARD_COVERED      ? told->covers_agreed
                       : kind == JAL_GUARD_UNSEARCHED ? told->unsearched_agreed
                                                      : told->incomplete_agreed;
  gboolean stays = kind == JAL_GUARD_COVERED      ? told->covers_stay
                   : kind == JAL_GUARD_UNSEARCHED ? told->unsearched_stay
                                                  : told->incomplete_stay;

  return found != NULL && !(stays && (agreed == NULL || g_str_equal (agreed, found)));
}

/* What was asked about is let go as it reads; what was let go before as it read then. */
static void
agree (gboolean *stays, char **agreed, const JalGuardTold *from, JalGuardKind kind, gboolean stayed, const char *found,
       const char *agreed_before, gboolean asked)
{
  gboolean is_new = asked && jal_guard_told_is_open (from, kind);

  *stays = stayed || is_new;
  g_free (*agreed);
  *agreed = g_strdup (is_new ? found : agreed_before);
}

void
jal_guard_told_agree (JalGuardTold *told, const JalGuardTold *from)
{
  /* One question at a time: parts of names first, then what is hidden with what could not be searched, then what may be missing. */
  gboolean parts_first = from->parts != NULL && !from->parts_stay;
  gboolean others_first = parts_first || jal_guard_told_is_open (from, JAL_GUARD_COVERED) || jal_guard_told_is_open (from, JAL_GUARD_UNSEARCHED);

  told->parts_stay = from->parts_stay || from->parts != NULL;
  agree (&told->covers_stay, &told->covers_agreed, from, JAL_GUARD_COVERED, from->covers_stay, from->covered, from->covers_agreed,
         !parts_first);
  agree (&told->unsearched_stay, &told->unsearched_agreed, from, JAL_GUARD_UNSEARCHED, from->unsearched_stay, from->unsearched,
         from->unsearched_agreed, !parts_first);
  agree (&told->incomplete_stay, &told->incomplete_agreed, from, JAL_GUARD_INCOMPLETE, from->incomplete_stay, from->incomplete,
         from->incomplete_agreed, !others_first);
}

void
jal_guard_told_decided (JalGuardTold *told, const JalGuardTold *from)
{
  clear_decided (told);
  told->parts_stay = from->parts_stay;
  told->covers_stay = from->covers_stay;
  told->covers_agreed = g_strdup (from->covers_agreed);
  told->unsearched_stay = from->unsearched_stay;
  told->unsearched_agreed = g_strdup (from->unsearched_agreed);
  told->incomplete_stay = from->incomplete_stay;
  told->incomplete_agreed = g_strdup (from->incomplete_agreed);
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
  g_auto (JalGuardTold) decided = { 0 };

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
  if (told == NULL || !jal_guard_told_is_open (told, JAL_GUARD_INCOMPLETE))
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("Nothing left the vault: pages of the redacted copy may show too little or too much. Compare them with the "
                          "original, draw a box over what must not be read, print and scan a page that lacks something, or decide that "
                          "they go out as they are drawn."));
  return FALSE;
}

char *
jal_guard_told_dup_let_go (const JalGuardTold *told)
{
  const char *const lines[] = { told->covered, told->unsearched, told->incomplete };
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i] != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", lines[i]);
  return g_string_free (out, out->len == 0);
}
