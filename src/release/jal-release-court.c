/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A marked copy for the court.
 *
 * 1. A document with redactions goes out as its redacted copy, made by the very path that saves one alone; marks are laid over
 *    that copy where they are seen on the original.
 * 2. What others wrote on the pages before the file came stays out, unless it was made a mark for the court. What such a note
 *    hides stays out of sight; it is in the copy all the same unless it is redacted, and that is told: see jal-release-covered.c.
 * 3. The finished file is searched before anything of it is written: a mark may say what its page no longer says.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-court.h"

#include <glib/gi18n-lib.h>

#include "pages/jal-geometry.h"
#include "pages/jal-reader.h"
#include "record/jal-mark-rows.h"
#include "release/jal-redacted-copy.h"
#include "release/jal-release-unsearched.h"

gboolean
jal_release_court_load (JalReleaseCourt *court, JalTx *tx, JalDocument *document, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_name_rows_list (tx, document->case_id, error);

  court->redactions = names != NULL ? jal_redaction_rows_list (tx, document->id, error) : NULL;
  if (court->redactions == NULL)
    return FALSE;
  jal_guard_init (&court->guard, G_LIST_MODEL (names));
  return TRUE;
}

void
jal_release_court_clear (JalReleaseCourt *court)
{
  jal_guard_clear (&court->guard);
  g_clear_object (&court->redactions);
  g_clear_pointer (&court->parts, g_array_unref);
  g_clear_pointer (&court->copy, g_bytes_unref);
}

/* A point of the original's page on the page that stands for it. */
static void
move_point (const JalPageInfo *from, const JalPageInfo *to, double *x, double *y)
{
  JalPoint moved = jal_geometry_to_user (to, jal_geometry_to_display (from, (JalPoint){ *x, *y }));

  *x = moved.x;
  *y = moved.y;
}

static void
move_mark (JalMark *mark, const JalPageInfo *from, const JalPageInfo *to)
{
  for (guint i = 0; i < mark->n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      move_point (from, to, &mark->quads[i].x[corner], &mark->quads[i].y[corner]);
  for (guint i = 0; i < mark->n_points; i++)
    move_point (from, to, &mark->points[i].x, &mark->points[i].y);
  mark->page = (guint)mark->document_page;
}

static gboolean
move_marks (JalReleaseCourt *court, const GArray *shown, GListModel *marks, GCancellable *cancellable, GError **error)
{
  JalBytes bytes = jal_bytes_from_memory (court->copy);
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, cancellable, error);

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (marks, i);
      JalPageInfo to;

      if (mark->document_page < 0 || (guint)mark->document_page >= shown->len)
        continue;
      if (!jal_reader_get_page (reader, (guint)mark->document_page, &to, cancellable, error))
        return FALSE;
      move_mark (mark, &g_array_index (shown, JalPageInfo, mark->document_page), &to);
    }
  return TRUE;
}

gboolean
jal_release_court_prepare (JalReleaseCourt *court, JalStore *store, JalId document_id, GListModel *marks, JalGuardTold *told,
                           GCancellable *cancellable, GError **error)
{
  guint n_applied = jal_guard_add_redactions (&court->guard, G_LIST_MODEL (court->redactions));
  g_auto (JalRedactedCopy) result = { .wants_pages = TRUE, .even_bare = jal_guard_told_draws (told, document_id) };

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (court->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (court->redactions), i);

      jal_guard_allow (&court->guard, redaction, (guint)MAX (redaction->document_page, 0));
    }
  if (n_applied == 0 && !result.even_bare)
    return TRUE;
  court->copy = jal_redacted_copy_make (store, document_id, cancellable, &result, &court->parts, error);
  if (court->copy == NULL && told != NULL)
    told->leaks = g_steal_pointer (&result.told.leaks);
  if (told != NULL)
    jal_guard_told_add_all_answered (told, result.told.answered);
  if (result.told.incomplete != NULL && told != NULL)
    jal_guard_told_add_incomplete (told, result.told.incomplete);
  court->n_received = result.n_received;
  return court->copy != NULL && move_marks (court, result.pages, marks, cancellable, error);
}

gboolean
jal_release_court_check (const JalReleaseCourt *court, GBytes *file, JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  JalBytes bytes = jal_bytes_from_memory (file);
  JalLeakQuery query = jal_guard_query (&court->guard);
  g_autoptr (GArray) leaks = NULL, parts = NULL, blind = NULL;
  g_autofree char *line = NULL;

  if (!jal_guard_has_phrases (&court->guard))
    return TRUE;
  leaks = jal_leak_scan (&bytes, &query, &parts, &blind, NULL, NULL, cancellable, error);
  if (blind != NULL && blind->len > 0 && told != NULL)
    {
      line = jal_release_unlooked_tell (blind);
      jal_guard_told_add_incomplete (told, line);
    }
  return leaks != NULL
         && jal_guard_decide (&court->guard, leaks, parts,
                              /* Translators: %s is a list of places: "page 3, a note or form field on page 4". */
                              _ ("Nothing was saved: words that are redacted or protected can be read in this copy for the court: "
                                 "%s. Redact them in the document, take them out of the marks, or say in the review that they may "
                                 "stay there."),
                              told, error);
}
