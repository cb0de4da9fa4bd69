/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading what pieces of a file write.
 *
 * 1. A piece is a page again: without its crop box, on paper that has no end, in a file without layers; what "/ActualText" says instead of
 *    its letters is not asked. poppler reads that.
 * 2. The files are made in memory, some hundred pieces each; pictures stay out of them. What cannot be made or opened is made of half as
 *    many pieces, down to a single one: that nobody can read, and it is said.
 * 3. What has no operator that shows text, and draws nothing that might, is not read.
 * 4. poppler leaves out what stands beyond the paper: what is drawn farther out is drawn smaller, until it stands on it.
 * 5. Nor does it read any more letters when a page had 50,000 tiny ones. So the last thing that is drawn is a word of ours, a tiny one: where
 *    it is missing others may be.
 */
#include "worker/reader-pieces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-pieces-drawn.h"

/* Of a file that is made: pieces, bytes of their contents, bytes of the whole. */
#define BATCH_MAX 400
#define BATCH_BYTES_MAX (24u << 20)
#define MADE_MAX (200u << 20)
/* Points from the origin to the paper's edge; at which things may begin; which are too far. */
#define PAPER "14000"
#define NEAR_MAX 12000.0
#define FAR_MAX 1e8
/* Rule 5. A content of fewer bytes that draws no forms has not that many letters. */
#define LAST_WORD "Qz7Xj9Kv3End"
#define LAST_FONT "/Qz7Xj9Kv3"
#define STATES_MAX 400
#define FEW_BYTES 20000

typedef struct
{
  JalPieces *pieces;
  qpdf_data from;
  qpdf_data to;
  GArray *made;      /* of guint: which piece each page is */
  GHashTable *lent;  /* object numbers of resources in @from → handles in @to */
  gsize n_bytes;
  GArray *ended; /* of gboolean, by pages: its last word is ours */
} Making;

static void
clear_errors (qpdf_data qpdf)
{
  while (qpdf_has_error (qpdf))
    qpdf_get_error (qpdf);
  while (qpdf_more_warnings (qpdf))
    qpdf_next_warning (qpdf);
}

/* --- Contents ------------------------------------------------------------------------------------------------------ */

static gboolean
ends_name (guint8 c)
{
  return c <= ' ' || strchr ("()<>[]{}/%", c) != NULL;
}

/* Letters count, not what is said to stand for them; a name's letters may be written as numbers ("/Actual#54ext"). */
static void
silence_actual_text (guint8 *bytes, gsize length)
{
  static const char actual[] = "ActualText";
  guint8 *end = bytes + length;

  for (guint8 *at = bytes; (at = memchr (at, '/', (gsize)(end - at))) != NULL;)
    {
      guint n = 0;
      gboolean same = TRUE;

      for (at++; at < end && !ends_name (*at) && same; n++)
        {
          guint8 c = *at;

          if (c == '#' && at + 2 < end && g_ascii_isxdigit ((char)at[1]) && g_ascii_isxdigit ((char)at[2]))
            {
              c = (guint8)(g_ascii_xdigit_value ((char)at[1]) << 4 | g_ascii_xdigit_value ((char)at[2]));
              at += 2;
            }
          at++;
          same = n < strlen (actual) && c == (guint8)actual[n];
        }
      /* "t" becomes "u", and "#74" "#75". */
      if (same && n == strlen (actual))
        at[-1]++;
    }
}

/* Whether the content may show text, by itself or by @forms. */
static gboolean
may_write (const guint8 *bytes, gsize length, gboolean forms)
{
  return memmem (bytes, length, "Tj", 2) != NULL || memmem (bytes, length, "TJ", 2) != NULL || memchr (bytes, '\'', length) != NULL
         || memchr (bytes, '"', length) != NULL || (forms && memmem (bytes, length, "Do", 2) != NULL);
}

/* Returns FALSE when the content cannot be read. @bytes (nullable): to be freed. */
static gboolean
get_content (Making *making, const JalPiece *piece, unsigned char **bytes, size_t *length)
{
  QPDF_BOOL filtered = QPDF_TRUE;
  QPDF_ERROR_CODE failed = piece->stream != 0
                               ? qpdf_oh_get_stream_data (making->from, piece->stream, qpdf_dl_generalized, &filtered, bytes, length)
                               : qpdf_oh_get_page_content_data (making->from, piece->page, bytes, length);

  return (failed & QPDF_ERRORS) == 0 && filtered;
}

/* --- Resources ----------------------------------------------------------------------------------------------------- */

/* Returns the resources without pictures of their own: they are large and say nothing here. @forms: whether any form is left. */
static qpdf_oh
leave_out_pictures (Making *making, qpdf_oh resources, gboolean *forms)
{
  qpdf_oh objects = qpdf_oh_get_key_if_dict (making->from, resources, "/XObject");
  qpdf_oh left = qpdf_oh_new_dictionary (making->from), copy = qpdf_oh_new_dictionary (making->from);
  g_autoptr (GPtrArray) names = jal_facts_list_keys (making->from, objects, G_MAXUINT);

  *forms = FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (making->from, objects, names->pdata[i]);

      if (qpdf_oh_is_stream (making->from, object)
          && !qpdf_oh_is_name_and_equals (making->from, qpdf_oh_get_key (making->from, qpdf_oh_get_dict (making->from, object), "/Subtype"), "/Image"))
        {
          qpdf_oh_replace_key (making->from, left, names->pdata[i], object);
          *forms = TRUE;
        }
    }
  names = (g_ptr_array_unref (names), jal_facts_list_keys (making->from, resources, G_MAXUINT));
  for (guint i = 0; i < names->len; i++)
    qpdf_oh_replace_key (making->from, copy, names->pdata[i], qpdf_oh_get_key (making->from, resources, names->pdata[i]));
  qpdf_oh_replace_key (making->from, copy, "/XObject", left);
  return copy;
}

typedef struct
{
  qpdf_oh made;
  gboolean forms;
} Lent;

/* Returns the resources in the file that is made, which gets them once. */
static Lent
lend (Making *making, qpdf_oh resources)
{
  gboolean shared = resources != 0 && qpdf_oh_is_indirect (making->from, resources);
  gpointer id = shared ? GINT_TO_POINTER (qpdf_oh_get_object_id (making->from, resources)) : NULL;
  Lent *known = shared ? g_hash_table_lookup (making->lent, id) : NULL;
  Lent lent = { 0, FALSE };

  if (known != NULL)
    return *known;
  if (resources == 0)
    lent.made = qpdf_oh_new_dictionary (making->to);
  else
    lent.made = qpdf_oh_copy_foreign_object (
        making->to, making->from, qpdf_make_indirect_object (making->from, leave_out_pictures (making, resources, &lent.forms)));
  if (shared)
    g_hash_table_insert (making->lent, id, g_memdup2 (&lent, sizeof lent));
  return lent;
}

/* --- Where it stands ----------------------------------------------------------------------------------------------- */

static gboolean
get_matrix (Making *making, qpdf_oh stream, double *matrix)
{
  qpdf_oh numbers = stream != 0 ? qpdf_oh_get_key_if_dict (making->from, qpdf_oh_get_dict (making->from, stream), "/Matrix") : 0;
  gboolean good = numbers != 0 && qpdf_oh_is_array (making->from, numbers) && qpdf_oh_get_array_n_items (making->from, numbers) == 6;

  for (int i = 0; good && i < 6; i++)
    good = qpdf_oh_get_value_as_number (making->from, qpdf_oh_get_array_item (making->from, numbers, i), &matrix[i]);
  return good;
}

static void
append (GByteArray *to, const char *text, guint times)
{
  for (guint i = 0; i < times; i++)
    g_byte_array_append (to, (const guint8 *)text, (guint)strlen (text));
}

/* Returns (transfer full) (nullable): the content as it is read, by rules 4 and 5; NULL: it is so far out that nobody can read it. */
static GByteArray *
frame (Making *making, JalPiece *piece, const unsigned char *bytes, size_t length, gboolean ended)
{
  double matrix[6];
  JalDrawn drawn = jal_drawn_scan (bytes, length, get_matrix (making, piece->stream, matrix) ? matrix : NULL);
  GByteArray *content;

  piece->mirrored = drawn.mirrored;
  if (!(drawn.farthest <= FAR_MAX) || drawn.open > STATES_MAX || drawn.surplus > STATES_MAX)
    return NULL;
  content = g_byte_array_sized_new ((guint)length + 100);
  append (content, "q ", drawn.surplus + 1);
  if (drawn.farthest > NEAR_MAX)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *smaller = NULL;

      g_ascii_formatd (text, sizeof text, "%.12f", NEAR_MAX / drawn.farthest);
      smaller = g_strdup_printf ("%s 0 0 %s 0 0 cm\n", text, text);
      append (content, smaller, 1);
    }
  g_byte_array_append (content, bytes, (guint)length);
  append (content, "\nQ", drawn.open + 1);
  append (content, "\nBT " LAST_FONT " 1 Tf 0 Tr -13990 -13990 Td (" LAST_WORD ") Tj ET\n", ended ? 1 : 0);
  return content;
}

/* Rule 5: its font. */
static void
add_last_font (Making *making, qpdf_oh resources)
{
  qpdf_oh fonts = qpdf_oh_get_key (making->to, resources, "/Font");

  if (!qpdf_oh_is_dictionary (making->to, fonts))
    {
      fonts = qpdf_oh_new_dictionary (making->to);
      qpdf_oh_replace_key (making->to, resources, "/Font", fonts);
    }
  qpdf_oh_replace_key (making->to, fonts, LAST_FONT, qpdf_oh_parse (making->to, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
}

/* --- A file of them ------------------------------------------------------------------------------------------------ */

/* Adds a page that writes what the piece writes, if it can write at all. FALSE: nobody knows. */
static gboolean
add_piece (Making *making, guint number)
{
  JalPiece *piece = &g_array_index (making->pieces->pieces, JalPiece, number);
  unsigned char *bytes = NULL;
  size_t length = 0;
  gboolean good = get_content (making, piece, &bytes, &length);

  if (good && bytes != NULL && may_write (bytes, length, TRUE))
    {
      Lent lent = lend (making, piece->resources);

      if (may_write (bytes, length, lent.forms))
        {
          qpdf_oh page = qpdf_oh_new_dictionary (making->to), stream = qpdf_oh_new_stream (making->to);
          gboolean ended = lent.forms || length > FEW_BYTES;
          g_autoptr (GByteArray) content = frame (making, piece, bytes, length, ended);

          if (content != NULL)
            {
              silence_actual_text (content->data, content->len);
              qpdf_oh_replace_stream_data (making->to, stream, content->data, content->len, qpdf_oh_new_null (making->to), qpdf_oh_new_null (making->to));
            }
          qpdf_oh_replace_key (making->to, page, "/Type", qpdf_oh_new_name (making->to, "/Page"));
          qpdf_oh_replace_key (making->to, page, "/MediaBox", qpdf_oh_parse (making->to, "[-" PAPER " -" PAPER " " PAPER " " PAPER "]"));
          qpdf_oh_replace_key (making->to, page, "/Contents", stream);
          qpdf_oh_replace_key (making->to, page, "/Resources", lent.made);
          if (ended)
            add_last_font (making, lent.made);
          good = content != NULL && !qpdf_has_error (making->to)
                 && (qpdf_add_page (making->to, making->to, qpdf_make_indirect_object (making->to, page), QPDF_FALSE) & QPDF_ERRORS) == 0;
          if (good)
            {
              g_array_append_val (making->made, number);
              g_array_append_val (making->ended, ended);
            }
          making->n_bytes += length;
        }
    }
  free (bytes);
  clear_errors (making->from);
  clear_errors (making->to);
  return good;
}

static gboolean
write_file (Making *making)
{
  if ((qpdf_init_write_memory (making->to) & QPDF_ERRORS) != 0)
    return FALSE;
  qpdf_set_static_ID (making->to, QPDF_TRUE);
  qpdf_set_stream_data_mode (making->to, qpdf_s_preserve);
  return (qpdf_write (making->to) & QPDF_ERRORS) == 0 && qpdf_get_buffer_length (making->to) <= MADE_MAX;
}

/* Takes the last word out of @text; FALSE: it is not there. */
static gboolean
take_last_word (char *text)
{
  char *last = text != NULL ? g_strrstr (text, LAST_WORD) : NULL;

  if (last != NULL)
    memmove (last, last + strlen (LAST_WORD), strlen (last + strlen (LAST_WORD)) + 1);
  return last != NULL;
}

static void
read_page (Making *making, PopplerDocument *document, guint number)
{
  JalPiece *piece = &g_array_index (making->pieces->pieces, JalPiece, g_array_index (making->made, guint, number));
  PopplerPage *page = poppler_document_get_page (document, (int)number);
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;

  piece->unread = text == NULL || (g_array_index (making->ended, gboolean, number) && !take_last_word (text));
  if (text != NULL && *text != '\0')
    {
      making->pieces->n_bytes += strlen (text);
      piece->text = g_steal_pointer (&text);
    }
  g_clear_object (&page);
}

/* FALSE: the file could not be made or opened. */
static gboolean
read_made (Making *making)
{
  g_autoptr (GBytes) bytes = NULL;
  PopplerDocument *document;
  gboolean good;

  if (making->made->len == 0)
    return TRUE;
  if (!write_file (making))
    return FALSE;
  /* The memory is libqpdf's, which has it until the file is let go. */
  bytes = g_bytes_new_static (qpdf_get_buffer (making->to), (gsize)qpdf_get_buffer_length (making->to));
  document = poppler_document_new_from_bytes (bytes, NULL, NULL);
  good = document != NULL && poppler_document_get_n_pages (document) == (int)making->made->len;
  for (guint i = 0; good && i < making->made->len; i++)
    read_page (making, document, i);
  g_clear_object (&document);
  return good;
}

static void
begin (Making *making)
{
  making->to = qpdf_init ();
  qpdf_silence_errors (making->to);
  qpdf_set_suppress_warnings (making->to, QPDF_TRUE);
  qpdf_empty_pdf (making->to);
  making->made = g_array_new (FALSE, FALSE, sizeof (guint));
  making->ended = g_array_new (FALSE, FALSE, sizeof (gboolean));
  making->lent = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  making->n_bytes = 0;
}

static void
end (Making *making)
{
  g_array_unref (making->made);
  g_array_unref (making->ended);
  g_hash_table_unref (making->lent);
  qpdf_cleanup (&making->to);
}

/* Reads pieces from @first on, up to @last. Returns how many. */
static guint
read_some (Making *making, guint first, guint last)
{
  guint at = first;
  gboolean good;

  begin (making);
  for (; at < last && making->made->len < BATCH_MAX && making->n_bytes < BATCH_BYTES_MAX; at++)
    if (!add_piece (making, at))
      g_array_index (making->pieces->pieces, JalPiece, at).unread = TRUE;
  good = read_made (making);
  end (making);
  if (!good && at - first == 1)
    g_array_index (making->pieces->pieces, JalPiece, first).unread = TRUE;
  else if (!good)
    {
      guint middle = first + (at - first) / 2;

      for (guint i = first; i < middle;)
        i += read_some (making, i, middle);
      for (guint i = middle; i < at;)
        i += read_some (making, i, at);
    }
  return at - first;
}

void
jal_pieces_read (JalPieces *pieces, JalFacts *facts)
{
  Making making = { .pieces = pieces, .from = jal_facts_get_qpdf (facts) };

  for (guint i = 0; i < pieces->pieces->len;)
    i += read_some (&making, i, pieces->pieces->len);
  for (guint i = 0; i < pieces->uses->len; i++)
    {
      const JalPieceUse *use = &g_array_index (pieces->uses, JalPieceUse, i);

      if (g_array_index (pieces->pieces, JalPiece, use->piece).unread)
        g_hash_table_add (pieces->unlooked, GUINT_TO_POINTER (use->page + 1));
    }
  qpdf_oh_release_all (making.from);
}
