/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is hidden on the pages of a copy, and still in it.
 *
 * 1. A note that hides something is drawn over the page as a box is painted over a sheet: what lies under it can be copied out.
 *    So can words under a box that the page itself draws, and words in the colour of the paper. Only a redaction takes them away.
 *    Whoever saves the copy is asked first, with each such page.
 * 2. Where it cannot be found out whether anything lies there, something does.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-covered.h"

#include <json-glib/json-glib.h>

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-redaction-rows.h"

static JalReader *
open_input (JalReleaseInputs *inputs, guint input, GCancellable *cancellable, GError **error)
{
  JalBytes bytes = jal_release_inputs_get_bytes (inputs)[input];
  JalReader *reader;

  /* They stay the list's. */
  bytes.destroy = NULL;
  reader = jal_reader_open (&bytes, JAL_READER_PDF, jal_release_inputs_get_password (inputs, input), cancellable, error);
  /* What a note says itself does not lie under it. */
  if (reader != NULL)
    jal_reader_drop_notes (reader);
  return reader;
}

/* Whether a letter of @text stands where one of @notes hides something. */
static gboolean
has_words_under (const JalPageText *text, const GPtrArray *notes)
{
  gboolean any = FALSE;

  for (guint i = 0; i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];

      any = any || note->covers;
      for (guint k = 0; k < text->n_chars && note->covers; k++)
        {
          const JalBox *box = &text->boxes[k];

          if (box->x2 > box->x1 && box->x1 < note->box.x2 && box->x2 > note->box.x1 && box->y1 < note->box.y2 && box->y2 > note->box.y1
              && !g_unichar_isspace (g_utf8_get_char (text->text + text->offsets[k])))
            return TRUE;
        }
    }
  /* The composer saw one: this reader has to find it, too. */
  return !any;
}

/* Whether there is anything under what covers @covered's page; sets what kind. */
static gboolean
look_under (JalReader *reader, JalCovered *covered, GCancellable *cancellable, GError **error)
{
  gboolean more = FALSE;
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, covered->page, cancellable, error);
  g_autoptr (GPtrArray) notes = text != NULL ? jal_reader_get_notes (reader, covered->page, &more, cancellable, error) : NULL;

  if (notes == NULL || text->incomplete)
    return TRUE;
  covered->picture = !jal_text_has_words (text->text);
  return more || covered->picture || has_words_under (text, notes);
}

static gboolean
is_known (const GArray *covered, guint input, guint page)
{
  for (guint i = 0; i < covered->len; i++)
    if (g_array_index (covered, JalCovered, i).input == input && g_array_index (covered, JalCovered, i).page == page)
      return TRUE;
  return FALSE;
}

/* --- What was found when the file was taken in ------------------------------------------------------------------- */

typedef struct
{
  JalReleaseInputs *inputs; /* nullable */
  JalId original_id;        /* without inputs */
  GArray *pages;            /* of GArray of guint, one for each input */
} Hidden;

static gboolean
load_hidden (JalTx *tx, gpointer data, GError **error)
{
  Hidden *hidden = data;
  guint n = hidden->inputs != NULL ? jal_release_inputs_get_n (hidden->inputs) : 1;

  for (guint i = 0; i < n; i++)
    {
      GArray *pages;

      if (hidden->inputs != NULL && jal_release_inputs_get_copy (hidden->inputs, i, NULL, NULL))
        pages = g_array_new (FALSE, FALSE, sizeof (guint));
      else
        pages = jal_hidden_words_pages (
            tx, hidden->inputs != NULL ? jal_release_inputs_get_original (hidden->inputs, i) : hidden->original_id, error);
      if (pages == NULL)
        return FALSE;
      g_array_append_val (hidden->pages, pages);
    }
  return TRUE;
}

static void
clear_pages (gpointer data)
{
  g_array_unref (*(GArray **)data);
}

static gboolean
has_page (const Hidden *hidden, guint input, guint page)
{
  const GArray *pages = input < hidden->pages->len ? g_array_index (hidden->pages, GArray *, input) : NULL;

  for (guint i = 0; pages != NULL && i < pages->len; i++)
    if (g_array_index (pages, guint, i) == page)
      return TRUE;
  return FALSE;
}

/* The pages of the build record that are hidden ones. */
static gboolean
add_hidden (const Hidden *hidden, const char *spec, GArray *covered, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (spec, error);
  JsonArray *sections = root != NULL ? json_object_get_array_member (json_node_get_object (root), "sections") : NULL;

  for (guint i = 0; sections != NULL && i < json_array_get_length (sections); i++)
    {
      JsonArray *items = json_object_get_array_member (json_array_get_object_element (sections, i), "items");

      for (guint k = 0; k < json_array_get_length (items); k++)
        {
          JsonArray *pages = json_object_get_array_member (json_array_get_object_element (items, k), "pages");

          for (guint p = 0; p < json_array_get_length (pages); p++)
            {
              JsonObject *page = json_array_get_object_element (pages, p);
              JalCovered one = { .input = (guint)json_object_get_int_member (page, "input"),
                                 .page = (guint)json_object_get_int_member (page, "page") };

              if (has_page (hidden, one.input, one.page) && !is_known (covered, one.input, one.page))
                g_array_append_val (covered, one);
            }
        }
    }
  return root != NULL;
}

/* --- All of it --------------------------------------------------------------------------------------------------- */

/* What the composer warned of. */
static gboolean
add_warned (JalReleaseInputs *inputs, const char *result, GArray *found, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (result, error);
  g_autoptr (JalReader) reader = NULL;
  guint opened = G_MAXUINT;
  JsonArray *warnings;

  if (root == NULL)
    return FALSE;
  warnings = json_object_get_array_member (json_node_get_object (root), "warnings");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = json_array_get_object_element (warnings, i);
      JalCovered covered = { .input = (guint)json_object_get_int_member_with_default (warning, "input", 0) };
      g_autoptr (GError) trouble = NULL;

      if (!g_str_equal (json_object_get_string_member_with_default (warning, "code", ""), JAL_RELEASE_COVERED)
          || covered.input >= jal_release_inputs_get_n (inputs))
        continue;
      covered.page = (guint)json_object_get_int_member_with_default (warning, "page", 0);
      if (opened != covered.input)
        {
          g_clear_pointer (&reader, jal_reader_unref);
          reader = open_input (inputs, covered.input, cancellable, &trouble);
          opened = covered.input;
        }
      if (!is_known (found, covered.input, covered.page)
          && (reader == NULL || look_under (reader, &covered, cancellable, trouble == NULL ? &trouble : NULL)))
        g_array_append_val (found, covered);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

GArray *
jal_release_covered_find (JalStore *store, JalReleaseInputs *inputs, const char *spec, const char *result,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (JalCovered));
  Hidden hidden = { .inputs = inputs, .pages = g_array_new (FALSE, FALSE, sizeof (GArray *)) };
  gboolean done;

  g_array_set_clear_func (hidden.pages, clear_pages);
  done = jal_store_read (store, load_hidden, &hidden, cancellable, error)
         && add_warned (inputs, result, found, cancellable, error) && add_hidden (&hidden, spec, found, error);
  g_array_unref (hidden.pages);
  return done ? g_steal_pointer (&found) : NULL;
}

/* A note that hides nothing, or nothing that anybody could copy out, is no matter. */
static gboolean
is_covered (JalReader *reader, const Hidden *hidden, JalCovered *covered, GCancellable *cancellable)
{
  gboolean more = FALSE, covers = FALSE;
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, covered->page, &more, cancellable, NULL);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    covers = covers || ((const JalNote *)notes->pdata[i])->covers;
  return has_page (hidden, 0, covered->page) || ((covers || more || notes == NULL) && look_under (reader, covered, cancellable, NULL));
}

gboolean
jal_release_covered_look (JalStore *store, JalReader *reader, const JalDocumentPart *part, guint start, GArray *covered,
                          GCancellable *cancellable, GError **error)
{
  Hidden hidden = { .original_id = part->original_id, .pages = g_array_new (FALSE, FALSE, sizeof (GArray *)) };
  gboolean done;

  g_array_set_clear_func (hidden.pages, clear_pages);
  done = jal_store_read (store, load_hidden, &hidden, cancellable, error);
  for (guint i = 0; done && i < part->n_pages; i++)
    {
      JalCovered one = { .page = part->first_page + i };

      if (is_covered (reader, &hidden, &one, cancellable))
        {
          one.page = start + i;
          g_array_append_val (covered, one);
        }
      done = !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  g_array_unref (hidden.pages);
  return done;
}

gboolean
jal_release_covered_decide (const JalGuardTold *told, GError **error)
{
  if (told == NULL || !jal_guard_told_is_open (told, JAL_GUARD_COVERED))
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("Nothing left the vault: something is hidden on pages of this copy and can be copied out of it. Redact it, "
                          "or decide that it may go out."));
  return FALSE;
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  return (int)*(const guint *)a - (int)*(const guint *)b;
}

/* Returns (transfer full) (nullable): the pages as people count them, of one kind or (@kind < 0) of both; @n: how many. */
static char *
list_pages (const GArray *covered, int kind, guint *n)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < covered->len; i++)
    {
      const JalCovered *one = &g_array_index (covered, JalCovered, i);

      if (kind < 0 || one->picture == (kind > 0))
        g_array_append_val (pages, one->page);
    }
  g_array_sort (pages, compare_pages);
  *n = pages->len;
  return pages->len > 0 ? jal_text_pages (pages) : NULL;
}

void
jal_release_covered_tell (const GArray *covered, const char *title, JalGuardTold *told)
{
  guint n, n_words, n_pictures;
  g_autofree char *words = list_pages (covered, 0, &n_words), *pictures = list_pages (covered, 1, &n_pictures);
  g_autoptr (GString) out = g_string_new (NULL);

  if (words != NULL)
    g_string_append_printf (out,
                            /* Translators: a document, then its page or pages: "3, 7–9". */
                            g_dngettext (GETTEXT_PACKAGE,
                                         "“%s”: words are covered or cannot be seen on page %s, and can be copied out of this copy.",
                                         "“%s”: words are covered or cannot be seen on pages %s, and can be copied out of this copy.",
                                         n_words),
                            title, words);
  if (pictures != NULL)
    g_string_append_printf (out,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "%s“%s”: something is hidden under a box or a pen on page %s, but the whole picture is in this "
                                         "copy and can be taken out.",
                                         "%s“%s”: something is hidden under boxes or pens on pages %s, but the whole pictures are in this "
                                         "copy and can be taken out.",
                                         n_pictures),
                            out->len > 0 ? "\n" : "", title, pictures);
  g_free (told->covered);
  g_free (told->covered_pages);
  told->covered = out->len > 0 ? g_strdup (out->str) : NULL;
  told->covered_pages = list_pages (covered, -1, &n);
}
