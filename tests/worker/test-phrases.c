/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words looked for in bytes: where they are written, and where a longer word is that only begins or ends like them. */
#include "worker/reader-phrases.h"

/* How a row's text is put into bytes. */
typedef enum
{
  UTF8,
  BIG,        /* UTF-16, the higher byte first: "(…)" */
  LITTLE,     /* the lower byte first */
  BIG_HEX,    /* the same in digits: "<…>", as redacted copies write their words */
  LITTLE_HEX,
  N_CODINGS,
} Coding;

static const struct
{
  const char *text;
  const char *phrase;
  gboolean found;
} rows[] = {
  { "A trace of it", "trace", TRUE },
  { "A TRACE of it", "trace", TRUE },
  { "trace", "trace", TRUE },
  { "traces of it", "trace", FALSE },
  { "these traces", "trace", FALSE },
  { "retrace it", "trace", FALSE },
  /* The letter that ends the word is read with the first half of a quotation mark as one of another alphabet. */
  { "simply as “traces”. The", "trace", FALSE },
  { "objects’ representations", "object", FALSE },
  { "“trace” it", "trace", TRUE },
  { "object’s shape", "object", TRUE },
  { "an object—any", "object", TRUE },
  { "le vérificateur", "rificateur", FALSE },
  { "un “Zoë", "Zo", FALSE },
  { "d’avis", "avis", TRUE },
  { "x?n=Amina%20Finwick", "Amina Finwick", TRUE },
  { "x?n=%41mina+%46inwick", "Amina Finwick", TRUE },
};

static GByteArray *
write_as (const char *text, Coding coding)
{
  GByteArray *bytes = g_byte_array_new ();
  gboolean hex = coding == BIG_HEX || coding == LITTLE_HEX, big = coding == BIG || coding == BIG_HEX;
  glong n;
  g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);

  if (coding == UTF8)
    {
      g_byte_array_append (bytes, (const guint8 *)text, (guint)strlen (text));
      return bytes;
    }
  /* What is no text at all stands around it, as in a packed file. */
  g_byte_array_append (bytes, (const guint8 *)(hex ? "q\n<" : "q\n("), 3);
  for (glong i = 0; i < n; i++)
    for (guint k = 0; k < 2; k++)
      {
        guint8 byte = (guint8)((k == 0) == big ? units[i] >> 8 : units[i] & 0xff);
        g_autofree char *digits = g_strdup_printf ("%02x", byte);

        g_byte_array_append (bytes, hex ? (const guint8 *)digits : &byte, hex ? 2 : 1);
      }
  g_byte_array_append (bytes, (const guint8 *)(hex ? "> Tj" : ") Tj"), 4);
  return bytes;
}

static void
found_cb (gpointer data, guint phrase)
{
  gboolean *found = data;

  g_assert_cmpuint (phrase, ==, 0);
  *found = TRUE;
}

static void
test_words (gconstpointer data)
{
  Coding coding = (Coding)GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = write_as (rows[i].text, coding);
      JalPhrases *scan = jal_phrases_new (rows[i].phrase, strlen (rows[i].phrase) + 1, 1);
      gboolean found = FALSE;

      g_assert_nonnull (scan);
      jal_phrases_bytes (scan, bytes->data, bytes->len, FALSE, found_cb, &found);
      g_test_message ("“%s” in “%s”: %d", rows[i].phrase, rows[i].text, found);
      /* A string with the lower byte first is read letter by letter as well, and every word inside a longer one is found there: the
         standard knows no such strings, and to find too much is the safe side. */
      if ((rows[i].found && strchr (rows[i].text, '%') == NULL) || (coding != LITTLE && coding != LITTLE_HEX))
        g_assert_cmpint (found, ==, rows[i].found);
      jal_phrases_free (scan);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const names[N_CODINGS] = { "utf-8", "utf-16be", "utf-16le", "utf-16be-hex", "utf-16le-hex" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < N_CODINGS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/worker/phrases/%s", names[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_words);
    }
  return g_test_run ();
}
