/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leaves beside the words of the pages.
 *
 * 1. The whole original takes along what its maker wrote into it: information, metadata, bookmarks, attached files. A copy that
 *    is made anew takes along bookmarks, the title that somebody gave the document here, and marks.
 * 2. What cannot be looked through is said: an original may always leave, but not as if somebody had looked.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-beside.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-guard.h"
#include "release/jal-release-bookmarks.h"
#include "release/jal-release-covered.h"
#include "release/jal-release-inputs.h"
#include "release/jal-release-marks.h"

#define PLACES_SAID 8
#define TOLD_MAX 30

typedef struct
{
  JalId document_id;
  JalDocument *document;
  GArray *parts; /* of JalDocumentPart */
  GListStore *marks;
  GListStore *names;
  GListStore *redactions;
  JalGuard guard;
  GString *places[2]; /* of names, of parts */
  guint n[2];
  guint n_said[2];
  char *last[2]; /* nullable: the place that was said last, which is not said twice */
  GString *told;
  guint n_told;
  gboolean unread;
  GArray *unlooked; /* nullable, of guint: pages of the document */
  GArray *covered; /* of JalCovered, by pages of the document */
  guint n_packed;
} Look;

void
jal_release_beside_clear (JalReleaseBeside *beside)
{
  g_clear_pointer (&beside->name_places, g_free);
  g_clear_pointer (&beside->part_places, g_free);
  g_clear_pointer (&beside->told, g_free);
  g_clear_pointer (&beside->unlooked_pages, g_free);
  g_clear_pointer (&beside->covered, g_free);
  g_clear_pointer (&beside->covered_pages, g_free);
}

char *
jal_release_beside_describe (const JalReleaseBeside *beside)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (beside->n_names > 0)
    /* Translators: %s are places: "the title, a mark on page 3, a bookmark". */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Words that are redacted or protected stand in: %s."), beside->name_places));
  if (beside->n_parts > 0)
    /* Translators: %s are places: "the title, a mark on page 3, a bookmark". */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Single words of protected names stand in: %s."), beside->part_places));
  if (beside->unread)
    g_ptr_array_add (lines, g_strdup (_ ("The file's own information, bookmarks and attached files could not be looked through.")));
  if (beside->unlooked_pages != NULL)
    /* Translators: %s is a page or pages: "3, 7–9". */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Not everything could be looked through that pages hold and do not show: %s."), beside->unlooked_pages));
  if (beside->n_packed > 0)
    g_ptr_array_add (lines, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u attached file was not looked through: it is no plain text (a word-processor "
                                                          "file, an archive, a picture). It leaves with the file.",
                                                          "%u attached files were not looked through: they are no plain text "
                                                          "(word-processor files, archives, pictures). They leave with the file.",
                                                          beside->n_packed),
                                             beside->n_packed));
  if (beside->covered != NULL)
    g_ptr_array_add (lines, g_strdup (beside->covered));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

/* --- One place --------------------------------------------------------------------------------------------------- */

static char *
say_cb (const JalLeak *leak, gpointer place)
{
  return g_strdup (place);
}

static void
add_place (Look *look, const char *place, const GArray *leaks, gboolean part)
{
  const GPtrArray *words = part ? look->guard.parts : look->guard.phrases;

  if (leaks->len == 0)
    return;
  look->n[part]++;
  if (g_strcmp0 (look->last[part], place) != 0)
    {
      if (look->n_said[part] < PLACES_SAID)
        g_string_append_printf (look->places[part], "%s%s", look->n_said[part] > 0 ? ", " : "", place);
      else if (look->n_said[part] == PLACES_SAID)
        g_string_append (look->places[part], " …");
      look->n_said[part]++;
      g_free (look->last[part]);
      look->last[part] = g_strdup (place);
    }
  if (look->n_told++ < TOLD_MAX)
    {
      g_autofree char *lines = jal_leak_tell_by (leaks, (const char *const *)words->pdata, say_cb, (gpointer)place);

      g_string_append_printf (look->told, "%s%s", look->told->len > 0 ? "\n" : "", lines);
    }
}

static void
look_at (Look *look, const char *place, const char *text)
{
  g_autoptr (GArray) leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalLeak));

  jal_guard_look (&look->guard, text, 0, leaks, parts);
  add_place (look, place, leaks, FALSE);
  add_place (look, place, parts, TRUE);
}

static void
look_at_marks (Look *look, const char *audience)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (look->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (look->marks), i);
      g_autofree char *place = NULL;

      if (!jal_release_mark_leaves (mark, audience))
        continue;
      place = mark->document_page < 0 ? g_strdup (_ ("a mark")) : g_strdup_printf (_ ("a mark on page %u"), (guint)mark->document_page + 1);
      look_at (look, place, mark->text);
    }
}

/* --- The originals ----------------------------------------------------------------------------------------------- */

static const char *
name_place (JalPlace place)
{
  switch (place)
    {
    case JAL_PLACE_INFO:
      return _ ("the document's information");
    case JAL_PLACE_METADATA:
      return _ ("the document's metadata");
    case JAL_PLACE_OUTLINE:
      return _ ("a bookmark");
    case JAL_PLACE_ATTACHMENT:
      return _ ("an attached file");
    case JAL_PLACE_OTHER:
      return _ ("a hidden part of the file");
    case JAL_PLACE_PAGE:
    case JAL_PLACE_ANNOTATION:
    case JAL_PLACE_LINK:
    default:
      return NULL;
    }
}

static void
sort_findings (Look *look, const GArray *findings)
{
  const guint n_phrases = look->guard.phrases->len - 1;

  for (JalPlace place = JAL_PLACE_PAGE; place <= JAL_PLACE_OTHER; place++)
    {
      g_autoptr (GArray) leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
      g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalLeak));

      for (guint i = 0; name_place (place) != NULL && i < findings->len; i++)
        {
          const JalFinding *finding = &g_array_index (findings, JalFinding, i);
          gboolean part = finding->phrase >= n_phrases;
          JalLeak leak = { part ? finding->phrase - n_phrases : finding->phrase, place, 0, 1 };
          gboolean known = FALSE;
          GArray *to = part ? parts : leaks;

          for (guint k = 0; k < to->len; k++)
            known = known || g_array_index (to, JalLeak, k).phrase == leak.phrase;
          if (finding->place == place && !known)
            g_array_append_val (to, leak);
        }
      add_place (look, name_place (place), leaks, FALSE);
      /* Words of a whole name that stands there are no news, and a short word stands in a font by chance. */
      if (leaks->len == 0 && place != JAL_PLACE_OTHER)
        add_place (look, name_place (place), parts, TRUE);
    }
}

static gboolean
scan_original (Look *look, JalReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GArray) findings = NULL;

  for (guint i = 0; look->guard.phrases->pdata[i] != NULL; i++)
    g_ptr_array_add (words, look->guard.phrases->pdata[i]);
  for (guint i = 0; look->guard.parts->pdata[i] != NULL; i++)
    g_ptr_array_add (words, look->guard.parts->pdata[i]);
  g_ptr_array_add (words, NULL);
  findings = jal_reader_scan (reader, (const char *const *)words->pdata, JAL_SCAN_ALL, cancellable, error);
  if (findings == NULL)
    return FALSE;
  sort_findings (look, findings);
  look->n_packed += jal_reader_get_n_packed (reader);
  /* Here the document is the whole of one original. */
  g_clear_pointer (&look->unlooked, g_array_unref);
  look->unlooked = jal_reader_dup_unlooked (reader);
  return TRUE;
}

static gboolean
look_at_bookmarks (Look *look, const JalDocumentPart *part, JalReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = jal_reader_get_outline (reader, cancellable, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const JalLead *entry = entries->pdata[i];

      if (entry->page >= (int)part->first_page && entry->page < (int)(part->first_page + part->n_pages))
        look_at (look, _ ("a bookmark"), entry->text);
    }
  return entries != NULL;
}

static gboolean
is_whole_original (const Look *look)
{
  const JalDocumentPart *part = &g_array_index (look->parts, JalDocumentPart, 0);

  return look->parts->len == 1 && part->first_page == 0 && part->rotation == 0 && part->n_pages == part->original_pages;
}

/* Returns FALSE only when it was cancelled. */
static gboolean
look_at_originals (Look *look, JalStore *store, gboolean whole, GCancellable *cancellable, GError **error)
{
  guint start = 0;

  for (guint i = 0; i < look->parts->len; start += g_array_index (look->parts, JalDocumentPart, i++).n_pages)
    {
      const JalDocumentPart *part = &g_array_index (look->parts, JalDocumentPart, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (JalReader) reader = NULL;

      if (jal_id_is_none (part->blob_id))
        continue;
      /* A photo leaves with what its camera wrote beside the picture, which nobody here reads. */
      if (!g_str_equal (part->media, "pdf"))
        {
          look->unread = look->unread || (whole && jal_guard_has_phrases (&look->guard));
          continue;
        }
      reader = jal_release_open_reader (store, part, cancellable, &local);
      if (reader != NULL && jal_guard_has_phrases (&look->guard))
        {
          if (whole)
            scan_original (look, reader, cancellable, &local);
          else
            look_at_bookmarks (look, part, reader, cancellable, &local);
        }
      /* What could not be searched for names is looked at for covers all the same. */
      if (local != NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          look->unread = TRUE;
          g_clear_error (&local);
        }
      if (reader != NULL && local == NULL)
        {
          jal_reader_drop_notes (reader);
          jal_release_covered_look (store, reader, part, start, look->covered, cancellable, &local);
        }
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      look->unread = look->unread || local != NULL;
    }
  return TRUE;
}

/* --- All of it --------------------------------------------------------------------------------------------------- */

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;

  look->document = jal_document_rows_get (tx, look->document_id, error);
  look->parts = look->document != NULL ? jal_document_rows_parts (tx, look->document_id, error) : NULL;
  look->marks = look->parts != NULL ? jal_mark_rows_list (tx, look->document_id, error) : NULL;
  look->names = look->marks != NULL ? jal_protected_name_rows_list (tx, look->document->case_id, error) : NULL;
  look->redactions = look->names != NULL ? jal_redaction_rows_list (tx, look->document_id, error) : NULL;
  return look->redactions != NULL;
}

static gboolean
look_through (Look *look, JalStore *store, const JalReleaseLook *how, gboolean only_marks, GCancellable *cancellable,
              GError **error)
{
  gboolean whole = !how->marked && !only_marks && is_whole_original (look);

  jal_guard_init (&look->guard, G_LIST_MODEL (look->names));
  jal_guard_add_redactions (&look->guard, G_LIST_MODEL (look->redactions));
  if (!only_marks && !whole)
    look_at (look, _ ("the title"), look->document->title);
  if (how->marked || only_marks)
    look_at_marks (look, how->audience);
  return only_marks || look_at_originals (look, store, whole, cancellable, error);
}

gboolean
jal_release_look_beside (JalStore *store, JalId document_id, const JalReleaseLook *look, gboolean only_marks,
                         JalReleaseBeside *beside, GCancellable *cancellable, GError **error)
{
  Look found = { .document_id = document_id, .places = { g_string_new (NULL), g_string_new (NULL) }, .told = g_string_new (NULL) };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && look != NULL && beside != NULL, FALSE);

  *beside = (JalReleaseBeside){ 0 };
  found.covered = g_array_new (FALSE, TRUE, sizeof (JalCovered));
  done = jal_store_read (store, load, &found, cancellable, error)
         && look_through (&found, store, look, only_marks, cancellable, error);
  if (done)
    *beside = (JalReleaseBeside){ .n_names = found.n[0],
                                  .name_places = found.n[0] > 0 ? g_strdup (found.places[0]->str) : NULL,
                                  .n_parts = found.n[1],
                                  .part_places = found.n[1] > 0 ? g_strdup (found.places[1]->str) : NULL,
                                  .unread = found.unread,
                                  .unlooked_pages = found.unlooked != NULL && found.unlooked->len > 0 ? jal_text_pages (found.unlooked) : NULL,
                                  .n_packed = found.n_packed,
                                  .told = found.told->len > 0 ? g_strdup (found.told->str) : NULL };
  if (done && found.covered->len > 0)
    {
      g_auto (JalGuardTold) told = { 0 };

      jal_release_covered_tell (found.covered, found.document->title, &told);
      beside->covered = g_steal_pointer (&told.covered);
      beside->covered_pages = g_steal_pointer (&told.covered_pages);
    }
  g_array_unref (found.covered);
  g_clear_pointer (&found.unlooked, g_array_unref);
  if (found.guard.phrases != NULL)
    jal_guard_clear (&found.guard);
  for (guint i = 0; i < G_N_ELEMENTS (found.places); i++)
    {
      g_string_free (found.places[i], TRUE);
      g_free (found.last[i]);
    }
  g_string_free (found.told, TRUE);
  g_clear_object (&found.document);
  g_clear_pointer (&found.parts, g_array_unref);
  g_clear_object (&found.marks);
  g_clear_object (&found.names);
  g_clear_object (&found.redactions);
  return done;
}
