/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that the pages of a file can write, in whatever font.
 *
 * A search of a file's bytes finds what is written in letters. Most programs write the numbers of a font's shapes, and poppler, which knows
 * the letters, tells of a page what it shows: nothing beyond its crop box, of a layer that is off, of a form that is not drawn, of a pattern,
 * of a stamp. Whoever gets a copy can turn layers on and boxes away. So a file is made in which everything is shown, and poppler reads that.
 *
 * 1. A page is a page again: without its crop box, on paper that has no end, in a file without layers; what "/ActualText" says instead of
 *    its letters is not asked. Forms, patterns, masks and what notes look like are pages of their own, drawn on the page or not.
 * 2. The file is made in memory and read here; pictures of pages stay out of it.
 * 3. Only what stands there more often than among the page's words is told: those are searched as they are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/jal-phrase.h"
#include "worker/reader-facts-private.h"
#include "worker/reader-phrases-private.h"
#include "worker/reader-private.h"

/* Bytes of the file that is made; pages of its own, of a page and in all. */
#define MADE_MAX (200u << 20)
#define PIECES_MAX 60
#define ALL_PIECES_MAX 20000
#define ANNOTATIONS_MAX 500
#define STATES_MAX 8

/* A page of the file that is made. */
typedef struct
{
  guint page;      /* of the original */
  gboolean apart;  /* not the page's content */
  gboolean note;   /* what a note or field looks like: */
  guint index;     /* of it among the page's */
  double rect[4];
} Piece;

typedef struct
{
  qpdf_data from;
  qpdf_data to;
  GArray *pieces; /* of Piece */
  guint page;
  guint n_here;   /* pieces of this page */
  GHashTable *seen; /* of this page: object numbers of streams that have a piece */
  gboolean failed;
} Making;

static void
clear_errors (Making *making)
{
  while (qpdf_has_error (making->from))
    qpdf_get_error (making->from);
  while (qpdf_more_warnings (making->from))
    qpdf_next_warning (making->from);
}

static qpdf_oh
get (Making *making, qpdf_oh dict, const char *key)
{
  return qpdf_oh_get_key_if_dict (making->from, dict, key);
}

static void
put (Making *making, qpdf_oh dict, const char *key, qpdf_oh value)
{
  if (!qpdf_oh_is_null (making->from, value))
    qpdf_oh_replace_key (making->from, dict, key, value);
}

/* Returns a stream of its own. Letters count, not what is said to stand for them. */
static qpdf_oh
make_stream (Making *making, unsigned char *bytes, gsize length)
{
  static const char actual[] = "/ActualText";
  qpdf_oh stream = qpdf_oh_new_stream (making->from);

  for (unsigned char *at = bytes; at != NULL && (at = memmem (at, length - (gsize)(at - bytes), actual, strlen (actual))) != NULL; at++)
    at[strlen (actual) - 1] = 'u';
  qpdf_oh_replace_stream_data (making->from, stream, bytes, length, qpdf_oh_new_null (making->from), qpdf_oh_new_null (making->from));
  return stream;
}

/* Returns the resources without pictures of their own: they are large and say nothing here. */
static qpdf_oh
leave_out_pictures (Making *making, qpdf_oh resources)
{
  qpdf_oh objects = get (making, resources, "/XObject"), left, copy;
  g_autoptr (GPtrArray) names = NULL;

  if (!qpdf_oh_is_dictionary (making->from, resources) || !qpdf_oh_is_dictionary (making->from, objects))
    return resources;
  left = qpdf_oh_new_dictionary (making->from);
  copy = qpdf_oh_new_dictionary (making->from);
  names = jal_facts_list_keys (making->from, objects, G_MAXUINT);
  for (guint i = 0; i < names->len; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (making->from, objects, names->pdata[i]);
      qpdf_oh dict = qpdf_oh_is_stream (making->from, object) ? qpdf_oh_get_dict (making->from, object) : 0;

      if (dict != 0 && !qpdf_oh_is_name_and_equals (making->from, qpdf_oh_get_key (making->from, dict, "/Subtype"), "/Image"))
        qpdf_oh_replace_key (making->from, left, names->pdata[i], object);
    }
  names = (g_ptr_array_unref (names), jal_facts_list_keys (making->from, resources, G_MAXUINT));
  for (guint i = 0; i < names->len; i++)
    qpdf_oh_replace_key (making->from, copy, names->pdata[i], qpdf_oh_get_key (making->from, resources, names->pdata[i]));
  qpdf_oh_replace_key (making->from, copy, "/XObject", left);
  return copy;
}

/* Adds a page that writes what @stream writes with @resources. */
static void
add_piece (Making *making, qpdf_oh stream, qpdf_oh resources, const Piece *piece)
{
  qpdf_oh page = qpdf_oh_new_dictionary (making->from);

  if (making->failed || making->n_here >= PIECES_MAX || making->pieces->len >= ALL_PIECES_MAX)
    {
      making->failed = TRUE;
      return;
    }
  put (making, page, "/Type", qpdf_oh_new_name (making->from, "/Page"));
  put (making, page, "/MediaBox", qpdf_oh_parse (making->from, "[-14000 -14000 14000 14000]"));
  put (making, page, "/Contents", stream);
  put (making, page, "/Resources", leave_out_pictures (making, resources));
  making->failed = (qpdf_add_page (making->to, making->from, qpdf_make_indirect_object (making->from, page), QPDF_FALSE) & QPDF_ERRORS) != 0;
  if (making->failed)
    return;
  g_array_append_vals (making->pieces, piece, 1);
  making->n_here++;
}

/* The same of a form, a pattern or what a note looks like. */
static void
add_form (Making *making, qpdf_oh form, qpdf_oh page_resources, const Piece *piece)
{
  qpdf_oh resources;
  unsigned char *bytes = NULL;
  size_t length = 0;

  if (!qpdf_oh_is_stream (making->from, form)
      || !g_hash_table_add (making->seen, GINT_TO_POINTER (qpdf_oh_get_object_id (making->from, form))))
    return;
  resources = qpdf_oh_get_key (making->from, qpdf_oh_get_dict (making->from, form), "/Resources");
  if (!qpdf_oh_is_dictionary (making->from, resources))
    resources = page_resources;
  qpdf_oh_get_stream_data (making->from, form, qpdf_dl_generalized, NULL, &bytes, &length);
  /* What writes nothing by itself and draws nothing that might. */
  if (bytes != NULL && (memmem (bytes, length, "Tj", 2) != NULL || memmem (bytes, length, "TJ", 2) != NULL || memchr (bytes, '\'', length) != NULL
                        || memchr (bytes, '"', length) != NULL || memmem (bytes, length, "Do", 2) != NULL))
    add_piece (making, make_stream (making, bytes, length), resources, piece);
  free (bytes);
  clear_errors (making);
}

/* All that a dictionary of resources names. */
static void
add_named (Making *making, qpdf_oh resources, const char *kind)
{
  const Piece piece = { .page = making->page, .apart = TRUE };
  qpdf_oh list = get (making, resources, kind);
  g_autoptr (GPtrArray) names = jal_facts_list_keys (making->from, list, G_MAXUINT);

  for (guint i = 0; i < names->len && !making->failed; i++)
    {
      qpdf_oh one = qpdf_oh_get_key (making->from, list, names->pdata[i]);

      if (g_str_equal (kind, "/ExtGState"))
        one = get (making, get (making, one, "/SMask"), "/G");
      if (qpdf_oh_is_stream (making->from, one)
          && !qpdf_oh_is_name_and_equals (making->from, get (making, qpdf_oh_get_dict (making->from, one), "/Subtype"), "/Image"))
        add_form (making, one, resources, &piece);
    }
}

static void
add_note (Making *making, qpdf_oh note, guint index, qpdf_oh resources)
{
  static const char *const looks[] = { "/N", "/D", "/R" };
  Piece piece = { .page = making->page, .apart = TRUE, .note = TRUE, .index = index };
  qpdf_oh rect = get (making, note, "/Rect"), all = get (making, note, "/AP");

  for (int i = 0; qpdf_oh_is_array (making->from, rect) && i < MIN (4, qpdf_oh_get_array_n_items (making->from, rect)); i++)
    if (!qpdf_oh_get_value_as_number (making->from, qpdf_oh_get_array_item (making->from, rect, i), &piece.rect[i]))
      piece.rect[i] = 0;
  for (gsize k = 0; k < G_N_ELEMENTS (looks) && qpdf_oh_is_dictionary (making->from, all); k++)
    {
      qpdf_oh look = qpdf_oh_get_key (making->from, all, looks[k]);
      g_autoptr (GPtrArray) states = qpdf_oh_is_stream (making->from, look) ? NULL : jal_facts_list_keys (making->from, look, STATES_MAX);

      if (states == NULL)
        add_form (making, look, resources, &piece);
      for (guint i = 0; states != NULL && i < states->len; i++)
        add_form (making, qpdf_oh_get_key (making->from, look, states->pdata[i]), resources, &piece);
    }
}

static void
add_notes (Making *making, qpdf_oh page, qpdf_oh resources)
{
  qpdf_oh list = get (making, page, "/Annots");
  int n = qpdf_oh_is_array (making->from, list) ? qpdf_oh_get_array_n_items (making->from, list) : 0;

  for (int i = 0; i < MIN (n, ANNOTATIONS_MAX) && !making->failed; i++)
    {
      qpdf_oh note = qpdf_oh_get_array_item (making->from, list, i);

      if (qpdf_oh_is_dictionary (making->from, note))
        add_note (making, note, (guint)i, resources);
    }
}

static void
add_page (Making *making, JalFacts *facts, guint number, gboolean notes_alone)
{
  const Piece piece = { .page = number };
  Found found = { 0 };
  unsigned char *bytes = NULL;
  size_t length = 0;

  making->page = number;
  making->n_here = 0;
  g_hash_table_remove_all (making->seen);
  if (jal_facts_find_page (making->from, number, &found))
    {
      qpdf_oh resources = found.resources != 0 ? found.resources : qpdf_oh_new_dictionary (making->from);

      add_notes (making, found.page, resources);
      if (!notes_alone && (qpdf_oh_get_page_content_data (making->from, found.page, &bytes, &length) & QPDF_ERRORS) == 0 && bytes != NULL)
        {
          add_piece (making, make_stream (making, bytes, length), resources, &piece);
          add_named (making, resources, "/XObject");
          add_named (making, resources, "/Pattern");
          add_named (making, resources, "/ExtGState");
        }
      free (bytes);
    }
  /* What one page has too much of is left out; the file goes on. */
  if (making->n_here >= PIECES_MAX)
    making->failed = FALSE;
  clear_errors (making);
  qpdf_oh_release_all (making->from);
}

/* Returns (transfer full) (nullable): NULL when there is nothing. */
static PopplerDocument *
make_file (Making *making, JalFacts *facts, guint first, guint n_pages, gboolean notes_alone)
{
  PopplerDocument *document = NULL;

  qpdf_silence_errors (making->to);
  qpdf_set_suppress_warnings (making->to, QPDF_TRUE);
  if ((qpdf_empty_pdf (making->to) & QPDF_ERRORS) != 0)
    return NULL;
  for (guint i = first; i < first + n_pages && !making->failed; i++)
    add_page (making, facts, i, notes_alone);
  if (making->pieces->len > 0 && (qpdf_init_write_memory (making->to) & QPDF_ERRORS) == 0)
    {
      qpdf_set_static_ID (making->to, QPDF_TRUE);
      qpdf_set_stream_data_mode (making->to, qpdf_s_preserve);
      if ((qpdf_write (making->to) & QPDF_ERRORS) == 0 && qpdf_get_buffer_length (making->to) <= MADE_MAX)
        {
          g_autoptr (GBytes) bytes = g_bytes_new (qpdf_get_buffer (making->to), (gsize)qpdf_get_buffer_length (making->to));

          document = poppler_document_new_from_bytes (bytes, NULL, NULL);
        }
    }
  return document;
}

/* --- Searching it ------------------------------------------------------------------------------------------------- */

static guint
count (const JalLetters *text, const JalLetters *words)
{
  g_autoptr (GArray) hits = text != NULL ? jal_letters_find (text, words, JAL_NEAR_SAME) : NULL;

  return hits != NULL ? hits->len : 0;
}

static char *
read_words (PopplerDocument *document, int number)
{
  PopplerPage *page = document != NULL ? poppler_document_get_page (document, number) : NULL;
  char *text = page != NULL ? poppler_page_get_text (page) : NULL;

  g_clear_object (&page);
  return text;
}

static JalLetters *
read_letters (PopplerDocument *document, int number)
{
  g_autofree char *text = read_words (document, number);

  return text != NULL && *text != '\0' ? jal_letters_new (text, -1) : NULL;
}

static void
begin (Making *making, JalReaderWorker *reader)
{
  *making = (Making){ .from = jal_facts_get_qpdf (reader->facts), .to = qpdf_init () };
  making->pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  making->seen = g_hash_table_new (NULL, NULL);
}

static void
end (Making *making)
{
  g_array_unref (making->pieces);
  g_hash_table_unref (making->seen);
  qpdf_cleanup (&making->to);
}

void
jal_reader_worker_scan_all_words (JalReaderWorker *reader, guint n_pages, gboolean notes_alone, const char *const *phrases,
                                  JalAllWordsFound found, gpointer data)
{
  Making making;
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_letters_free);
  PopplerDocument *document;
  JalLetters *page = NULL;
  int known = -1;

  begin (&making, reader);
  document = make_file (&making, reader->facts, 0, n_pages, notes_alone);
  for (guint i = 0; phrases[i] != NULL; i++)
    g_ptr_array_add (wanted, jal_letters_new (phrases[i], -1));
  for (guint i = 0; document != NULL && i < making.pieces->len; i++)
    {
      const Piece *piece = &g_array_index (making.pieces, Piece, i);
      JalLetters *letters = read_letters (document, (int)i);

      for (guint k = 0; letters != NULL && k < wanted->len; k++)
        {
          guint n = count (letters, wanted->pdata[k]);

          if (n > 0 && known != (int)piece->page)
            {
              g_clear_pointer (&page, jal_letters_free);
              page = read_letters (jal_reader_worker_get_document (reader), (int)piece->page);
              known = (int)piece->page;
            }
          if (n > 0 && (piece->note || n > count (page, wanted->pdata[k])))
            found (data, k, piece->page, piece->apart, piece->note ? piece->rect : NULL);
        }
      jal_letters_free (letters);
    }
  jal_letters_free (page);
  g_clear_object (&document);
  end (&making);
}

GPtrArray *
jal_reader_worker_list_note_words (JalReaderWorker *reader, guint page)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  PopplerDocument *document;
  Making making;

  begin (&making, reader);
  document = make_file (&making, reader->facts, page, 1, TRUE);
  for (guint i = 0; document != NULL && i < making.pieces->len; i++)
    {
      const Piece *piece = &g_array_index (making.pieces, Piece, i);
      g_autofree char *text = read_words (document, (int)i);

      if (words->len <= piece->index)
        g_ptr_array_set_size (words, (int)piece->index + 1);
      if (text != NULL && *text != '\0')
        {
          char *before = words->pdata[piece->index];

          words->pdata[piece->index] = before != NULL ? g_strconcat (before, "\n", text, NULL) : g_steal_pointer (&text);
          g_free (before);
        }
    }
  g_clear_object (&document);
  end (&making);
  return words;
}
