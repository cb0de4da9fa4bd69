/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that a page's content writes and the page does not show: beyond its crop box, in a layer that is off.
 *
 * The content is read without either (reader-pieces-read.c), and what the page's text says is taken away from that, word by word. What a page's
 * resources name and its content does not draw is none of it: files often list all of their forms for every page.
 */
#include "worker/reader-pieces.h"

/* Fewer letters in a row may be chance: two readings of the same line part it otherwise. */
#define LETTERS_MIN 4

static GHashTable *
count_words (const char *text)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\r\n\f", -1);

  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_insert (counts, g_strdup (words[i]), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, words[i])) + 1));
  return counts;
}

static guint
count_letters (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n += g_unichar_isalnum (g_utf8_get_char (text)) ? 1 : 0;
  return n;
}

/* Takes the words of @counts out of @line. */
static char *
take_away (const char *line, GHashTable *counts)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t\r\f", -1);
  GString *left = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, words[i]));

      if (n > 0)
        g_hash_table_insert (counts, g_strdup (words[i]), GUINT_TO_POINTER (n - 1));
      else if (*words[i] != '\0')
        g_string_append_printf (left, "%s%s", left->len > 0 ? " " : "", words[i]);
    }
  return g_string_free (left, FALSE);
}

static void
add_lines (JalReaderWorker *reader, const char *written, guint number, JalReaderLeads *leads)
{
  PopplerPage *page = poppler_document_get_page (jal_reader_worker_get_document (reader), (int)number);
  g_autofree char *shown = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autoptr (GHashTable) counts = count_words (shown);
  g_auto (GStrv) lines = g_strsplit (written, "\n", -1);

  for (guint i = 0; lines[i] != NULL && !jal_reader_leads_is_full (leads); i++)
    {
      g_autofree char *left = take_away (lines[i], counts);
      JalWireLead lead = { .depth = 0 };

      if (count_letters (left) >= LETTERS_MIN)
        jal_reader_leads_add (leads, &lead, left);
    }
  g_clear_object (&page);
}

void
jal_reader_worker_unshown (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  JalReaderLeads leads = jal_reader_leads_begin ();
  guint number = request->page.page;
  JalPieces *pieces;

  if (reader->facts != NULL && number < reader->n_pages && jal_reader_worker_get_document (reader) != NULL)
    {
      pieces = jal_pieces_gather (reader->facts, number, 1, FALSE);
      jal_pieces_read (pieces, reader->facts);
      for (guint i = 0; i < pieces->uses->len; i++)
        {
          const JalPieceUse *use = &g_array_index (pieces->uses, JalPieceUse, i);
          const char *text = g_array_index (pieces->pieces, JalPiece, use->piece).text;

          if (!use->note && !use->apart && text != NULL)
            add_lines (reader, text, number, &leads);
        }
      jal_pieces_free (pieces);
    }
  jal_reader_leads_answer (reader, worker, request, &leads);
}
