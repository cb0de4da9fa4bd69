/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-guard-told.h"

#include <glib/gi18n-lib.h>

#include "store/jal-store.h"

static gboolean
has_document (const GArray *documents, JalId id)
{
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    if (jal_id_equal (g_array_index (documents, JalId, i), id))
      return TRUE;
  return FALSE;
}

static void
add_once (GArray **documents, JalId id)
{
  if (*documents == NULL)
    *documents = g_array_new (FALSE, FALSE, sizeof (JalId));
  if (!has_document (*documents, id))
    g_array_append_val (*documents, id);
}

void
jal_unsearched_page_free (JalUnsearchedPage *page)
{
  if (page == NULL)
    return;
  g_free (page->title);
  g_free (page->author);
  g_free (page);
}

const char *
jal_unsearched_id (JalUnsearched why)
{
  static const char *const ids[JAL_N_UNSEARCHED] = { "wordless", "unreadable", "unsaid" };

  g_return_val_if_fail (why < JAL_N_UNSEARCHED, "wordless");

  return ids[why];
}

static void
clear_decided (JalGuardTold *told)
{
  g_clear_pointer (&told->covers_agreed, g_free);
  g_clear_pointer (&told->unsearched_agreed, g_ptr_array_unref);
  g_clear_pointer (&told->incomplete_agreed, g_free);
  g_clear_pointer (&told->drawn_documents, g_array_unref);
}

void
jal_guard_told_clear (JalGuardTold *told)
{
  g_clear_pointer (&told->leaks, g_free);
  g_clear_pointer (&told->drawable, g_free);
  g_clear_pointer (&told->drawable_documents, g_array_unref);
  g_clear_pointer (&told->parts, g_free);
  g_clear_pointer (&told->covered, g_free);
  g_clear_pointer (&told->covered_whole, g_free);
  g_clear_pointer (&told->covered_pages, g_free);
  g_clear_pointer (&told->covered_documents, g_array_unref);
  g_clear_pointer (&told->unsearched, g_free);
  g_clear_pointer (&told->unsearched_pages, g_ptr_array_unref);
  g_clear_pointer (&told->looked, g_free);
  g_clear_pointer (&told->incomplete, g_free);
  g_clear_pointer (&told->answered, g_array_unref);
  clear_decided (told);
}

/* What was found of a kind, all of it: a list that is shown may be cut, and other pages behind its end are other pages.
 */
static const char *
get_found (const JalGuardTold *told, JalGuardKind kind)
{
  switch (kind)
    {
    case JAL_GUARD_COVERED:
      return told->covered_whole != NULL ? told->covered_whole : told->covered;
    case JAL_GUARD_UNSEARCHED: /* by its pages */
    case JAL_GUARD_INCOMPLETE:
    default:
      return told->incomplete;
    }
}

static gboolean
has_page (const GPtrArray *pages, const JalUnsearchedPage *page)
{
  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *one = pages->pdata[i];

      if (one->is_open && one->page == page->page && one->why == page->why
          && jal_id_equal (one->document_id, page->document_id))
        return TRUE;
    }
  return FALSE;
}

/* Of pages those that were asked about may go, also when fewer are left. */
static gboolean
are_pages_open (const JalGuardTold *told)
{
  for (guint i = 0; told->unsearched_pages != NULL && i < told->unsearched_pages->len; i++)
    {
      const JalUnsearchedPage *page = told->unsearched_pages->pdata[i];

      if (page->is_open
          && !(told->unsearched_stay && (told->unsearched_agreed == NULL || has_page (told->unsearched_agreed, page))))
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_guard_told_is_open (const JalGuardTold *told, JalGuardKind kind)
{
  const char *found, *agreed = kind == JAL_GUARD_COVERED ? told->covers_agreed : told->incomplete_agreed;
  gboolean stays = kind == JAL_GUARD_COVERED ? told->covers_stay : told->incomplete_stay;

  if (kind == JAL_GUARD_UNSEARCHED)
    return are_pages_open (told);
  found = get_found (told, kind);
  return found != NULL && !(stays && (agreed == NULL || g_str_equal (agreed, found)));
}

/* What was asked about is let go as it reads; what was let go before as it read then. */
static void
agree (gboolean *stays, char **agreed, const JalGuardTold *from, JalGuardKind kind, gboolean stayed,
       const char *agreed_before, gboolean asked)
{
  gboolean is_new = asked && jal_guard_told_is_open (from, kind);

  *stays = stayed || is_new;
  g_free (*agreed);
  *agreed = g_strdup (is_new ? get_found (from, kind) : agreed_before);
}

static void
agree_to_pages (JalGuardTold *told, const JalGuardTold *from, gboolean asked)
{
  gboolean is_new = asked && jal_guard_told_is_open (from, JAL_GUARD_UNSEARCHED);
  GPtrArray *pages = is_new ? from->unsearched_pages : from->unsearched_agreed;

  told->unsearched_stay = from->unsearched_stay || is_new;
  g_clear_pointer (&told->unsearched_agreed, g_ptr_array_unref);
  told->unsearched_agreed = pages != NULL ? g_ptr_array_ref (pages) : NULL;
}

void
jal_guard_told_agree (JalGuardTold *told, const JalGuardTold *from)
{
  /* One question at a time: what no page shows first, then parts of names, then what is hidden with what could not be
     searched, then what may be missing. */
  gboolean parts_first = from->drawable != NULL || (from->parts != NULL && !from->parts_stay);
  gboolean others_first = parts_first || jal_guard_told_is_open (from, JAL_GUARD_COVERED)
                          || jal_guard_told_is_open (from, JAL_GUARD_UNSEARCHED);

  g_clear_pointer (&told->drawn_documents, g_array_unref);
  told->drawn_documents = from->drawn_documents != NULL ? g_array_copy (from->drawn_documents) : NULL;
  for (guint i = 0; from->drawable != NULL && from->drawable_documents != NULL && i < from->drawable_documents->len;
       i++)
    add_once (&told->drawn_documents, g_array_index (from->drawable_documents, JalId, i));
  told->parts_stay = from->parts_stay || (from->parts != NULL && from->drawable == NULL);
  agree (&told->covers_stay, &told->covers_agreed, from, JAL_GUARD_COVERED, from->covers_stay, from->covers_agreed,
         !parts_first);
  agree_to_pages (told, from, !parts_first);
  agree (&told->incomplete_stay, &told->incomplete_agreed, from, JAL_GUARD_INCOMPLETE, from->incomplete_stay,
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
  told->unsearched_agreed = from->unsearched_agreed != NULL ? g_ptr_array_ref (from->unsearched_agreed) : NULL;
  told->incomplete_stay = from->incomplete_stay;
  told->incomplete_agreed = g_strdup (from->incomplete_agreed);
  told->drawn_documents = from->drawn_documents != NULL ? g_array_copy (from->drawn_documents) : NULL;
}

void
jal_guard_told_add_document (JalGuardTold *told, JalId document_id, guint page)
{
  if (told->covered_documents == NULL)
    told->covered_page = page;
  add_once (&told->covered_documents, document_id);
}

void
jal_guard_told_add_drawable (JalGuardTold *told, JalId document_id)
{
  add_once (&told->drawable_documents, document_id);
}

gboolean
jal_guard_told_draws (const JalGuardTold *told, JalId document_id)
{
  return told != NULL && has_document (told->drawn_documents, document_id);
}

void
jal_guard_told_add_answered (JalGuardTold *told, JalId document_id, guint page)
{
  JalGuardPage answered = { document_id, page };

  if (told->answered == NULL)
    told->answered = g_array_new (FALSE, FALSE, sizeof (JalGuardPage));
  g_array_append_val (told->answered, answered);
}

void
jal_guard_told_add_all_answered (JalGuardTold *told, const GArray *from)
{
  for (guint i = 0; from != NULL && i < from->len; i++)
    {
      const JalGuardPage *page = &g_array_index (from, JalGuardPage, i);

      jal_guard_told_add_answered (told, page->document_id, page->page);
    }
}

gboolean
jal_guard_told_is_answered (const JalGuardTold *told, JalId document_id, guint page)
{
  for (guint i = 0; told->answered != NULL && i < told->answered->len; i++)
    {
      const JalGuardPage *one = &g_array_index (told->answered, JalGuardPage, i);

      if (one->page == page && jal_id_equal (one->document_id, document_id))
        return TRUE;
    }
  return FALSE;
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
  g_set_error_literal (
      error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
      _ ("Nothing left the vault: pages of this copy may show too little or too much. Compare them with the "
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
