/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says of each page of PDF files what jal_reader_look_over() says: "unsaid", "said", "wordless" or "failed"; "untold" where
   the page's text ends with letters that nobody knows: its fonts are not to be believed.

   unsaid-tool FILE… */
#include <stdio.h>

#include "pages/jal-unsaid.h"

#define PAGES_MAX 200
#define UNTOLD "\357\277\275\357\277\275\357\277\275"

static const char *
look_at (JalReader *reader, guint page)
{
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, NULL, NULL);
  gboolean unsaid;
  g_autoptr (GArray) hidden = text != NULL ? jal_reader_look_over (reader, page, &unsaid, NULL, NULL) : NULL;

  if (hidden == NULL)
    return "failed";
  return text->n_chars == 0 ? "wordless" : unsaid ? "unsaid" : g_str_has_suffix (text->text, UNTOLD) ? "untold" : "said";
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GMappedFile) file = g_mapped_file_new (argv[i], FALSE, NULL);
      g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : g_bytes_new (NULL, 0);
      JalBytes source = jal_bytes_from_memory (bytes);
      g_autoptr (JalReader) reader = jal_reader_open (&source, JAL_READER_PDF, NULL, NULL, NULL);

      if (reader == NULL)
        printf ("%s\t0\tfailed\n", argv[i]);
      for (guint page = 0; reader != NULL && page < MIN (jal_reader_get_n_pages (reader), PAGES_MAX); page++)
        printf ("%s\t%u\t%s\n", argv[i], page + 1, look_at (reader, page));
      fflush (stdout);
    }
  return 0;
}
