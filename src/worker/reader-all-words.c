/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that the pages of a file can write, in whatever font.
 *
 * A search of a file's bytes finds what is written in letters. Most programs write the numbers of a font's shapes, and poppler, which knows
 * the letters, tells of a page what it shows: nothing beyond its crop box, of a layer that is off, of a form that is not drawn, of a pattern,
 * of a stamp. Whoever gets a copy can turn layers on and boxes away. So everything that may write is read by itself: see reader-pieces.c.
 *
 * 1. Only what stands there more often than among the page's words is told: those are searched as they are.
 * 2. Pages of which something could not be read are told: a search that found nothing there says nothing.
 * 3. Mirrored writing is read from its end: a name of some length is looked for backwards as well, a short one where something is drawn as
 *    in a mirror.
 * 4. What was read is kept: one file is searched several times on the way to a copy.
 */
#include "base/jal-phrase.h"
#include "worker/reader-phrases-private.h"
#include "worker/reader-pieces.h"

/* Bytes of text that are kept. */
#define KEPT_MAX (32u << 20)

/* Shorter names are other words backwards: of those, and of any that are shorter still. */
#define MIRRORED_MIN 7
#define MIRRORED_SHORT 3

/* Returns (transfer none): what the file's pages write; with @notes_alone their notes and fields at least. */
static JalPieces *
get_pieces (JalReaderWorker *reader, guint n_pages, gboolean notes_alone)
{
  JalPieces **kept = &reader->pieces[notes_alone && reader->pieces[0] == NULL ? 1 : 0];

  if (*kept == NULL)
    {
      *kept = jal_pieces_gather (reader->facts, 0, n_pages, notes_alone);
      jal_pieces_read (*kept, reader->facts);
    }
  return *kept;
}

static void
forget_large (JalReaderWorker *reader)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reader->pieces); i++)
    if (reader->pieces[i] != NULL && reader->pieces[i]->n_bytes > KEPT_MAX)
      g_clear_pointer (&reader->pieces[i], jal_pieces_free);
}

static guint
count (const JalLetters *text, const JalLetters *words)
{
  g_autoptr (GArray) hits = text != NULL ? jal_letters_find (text, words, JAL_NEAR_SAME) : NULL;

  return hits != NULL ? hits->len : 0;
}

static JalLetters *
read_letters (PopplerDocument *document, guint number)
{
  PopplerPage *page = document != NULL ? poppler_document_get_page (document, (int)number) : NULL;
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;

  g_clear_object (&page);
  return text != NULL && *text != '\0' ? jal_letters_new (text, -1) : NULL;
}

/* How often a piece says a phrase. */
typedef struct
{
  guint phrase;
  guint n;
  gboolean mirrored; /* backwards */
} Says;

/* Returns (transfer full) (nullable): the phrase backwards, if it is another one then. */
static JalLetters *
mirror (const char *phrase)
{
  g_autofree char *backwards = g_utf8_strreverse (phrase, -1);
  JalLetters *letters = jal_letters_new (phrase, -1), *mirrored = NULL;

  if (jal_letters_get_n (letters) >= MIRRORED_SHORT)
    {
      mirrored = jal_letters_new (backwards, -1);
      if (count (mirrored, letters) > 0)
        g_clear_pointer (&mirrored, jal_letters_free);
    }
  jal_letters_free (letters);
  return mirrored;
}

static void
free_letters (gpointer letters)
{
  if (letters != NULL)
    jal_letters_free (letters);
}

/* Returns (transfer full) (element-type GArray of Says) (nullable elements): of each piece. */
static GPtrArray *
search_pieces (const JalPieces *pieces, const char *const *phrases)
{
  GPtrArray *all = g_ptr_array_new_full (pieces->pieces->len, NULL);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (free_letters);
  g_autoptr (GPtrArray) mirrored = g_ptr_array_new_with_free_func (free_letters);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      g_ptr_array_add (wanted, jal_letters_new (phrases[i], -1));
      g_ptr_array_add (mirrored, mirror (phrases[i]));
    }
  for (guint i = 0; i < pieces->pieces->len; i++)
    {
      const JalPiece *piece = &g_array_index (pieces->pieces, JalPiece, i);
      JalLetters *letters = piece->text != NULL ? jal_letters_new (piece->text, -1) : NULL;
      GArray *says = NULL;

      for (guint k = 0; letters != NULL && k < wanted->len; k++)
        {
          Says one = { k, count (letters, wanted->pdata[k]), FALSE };

          if (one.n == 0 && mirrored->pdata[k] != NULL && (piece->mirrored || jal_letters_get_n (mirrored->pdata[k]) >= MIRRORED_MIN))
            one = (Says){ k, count (letters, mirrored->pdata[k]), TRUE };
          if (one.n > 0 && says == NULL)
            says = g_array_new (FALSE, FALSE, sizeof (Says));
          if (one.n > 0)
            g_array_append_val (says, one);
        }
      g_clear_pointer (&letters, jal_letters_free);
      g_ptr_array_add (all, says);
    }
  return all;
}

void
jal_reader_worker_scan_all_words (JalReaderWorker *reader, guint n_pages, gboolean notes_alone, const char *const *phrases,
                                  JalAllWordsFound found, JalAllWordsUnlooked unlooked, gpointer data)
{
  JalPieces *pieces = get_pieces (reader, n_pages, notes_alone);
  g_autoptr (GPtrArray) all = search_pieces (pieces, phrases);
  JalLetters *page = NULL;
  GHashTableIter iter;
  gpointer key;
  int known = -1;

  for (guint i = 0; i < pieces->uses->len; i++)
    {
      const JalPieceUse *use = &g_array_index (pieces->uses, JalPieceUse, i);
      const GArray *says = all->pdata[use->piece];

      for (guint k = 0; says != NULL && k < says->len && (use->note || !notes_alone); k++)
        {
          const Says *one = &g_array_index (says, Says, k);
          g_autoptr (JalLetters) words = jal_letters_new (phrases[one->phrase], -1);

          if (!use->note && known != (int)use->page)
            {
              g_clear_pointer (&page, jal_letters_free);
              page = read_letters (jal_reader_worker_get_document (reader), use->page);
              known = (int)use->page;
            }
          if (use->note || one->mirrored || one->n > count (page, words))
            found (data, one->phrase, use->page, use->apart, use->note ? use->rect : NULL);
        }
    }
  g_hash_table_iter_init (&iter, pieces->unlooked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    unlooked (data, GPOINTER_TO_UINT (key) - 1);
  g_clear_pointer (&page, jal_letters_free);
  for (guint i = 0; i < all->len; i++)
    if (all->pdata[i] != NULL)
      g_array_unref (all->pdata[i]);
  forget_large (reader);
}

GPtrArray *
jal_reader_worker_list_note_words (JalReaderWorker *reader, guint page)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  JalPieces *kept = reader->pieces[0] != NULL ? reader->pieces[0] : reader->pieces[1];
  JalPieces *pieces = kept != NULL ? kept : jal_pieces_gather (reader->facts, page, 1, TRUE);

  if (kept == NULL)
    jal_pieces_read (pieces, reader->facts);
  for (guint i = 0; i < pieces->uses->len; i++)
    {
      const JalPieceUse *use = &g_array_index (pieces->uses, JalPieceUse, i);
      const char *text = g_array_index (pieces->pieces, JalPiece, use->piece).text;

      if (use->page != page || !use->note || text == NULL)
        continue;
      if (words->len <= use->index)
        g_ptr_array_set_size (words, (int)use->index + 1);
      if (words->pdata[use->index] == NULL)
        words->pdata[use->index] = g_strdup (text);
      else
        {
          char *before = words->pdata[use->index];

          words->pdata[use->index] = g_strconcat (before, "\n", text, NULL);
          g_free (before);
        }
    }
  if (kept == NULL)
    jal_pieces_free (pieces);
  return words;
}
