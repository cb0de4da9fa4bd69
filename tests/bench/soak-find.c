/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding words in the text that the vault holds, against finding them on the pages.
 *
 *   soak-find FOLDER [FILES] [PAGES A FILE]
 *
 * Takes every file into a vault, and looks for words of each page: whole, in capitals, in part, two over a line's end, without accents. Ends
 * with 1 when a hit of the one search is not one of the other, or when the text is another. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/jal-evidence.h"
#include "jal-test-vault.h"
#include "pages/jal-geometry.h"
#include "record/jal-case-rows.h"

#define WORDS_A_PAGE 6

static GPtrArray *paths;

typedef struct
{
  guint files, pages, unsaid, words, hits, faults;
} Counts;

static int
visit (const char *path, const struct stat *about, int type, struct FTW *where)
{
  if (type == FTW_F && about->st_size < 4 * 1024 * 1024)
    g_ptr_array_add (paths, g_strdup (path));
  return 0;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static gboolean
insert_case (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalCase) value = g_object_new (JAL_TYPE_CASE, NULL);

  value->id = *(JalId *)data;
  return jal_case_rows_insert (tx, value, error);
}

/* Two words from somewhere in the text, with whatever stands between, changed one way or another. */
static char *
pick (const JalPageText *text, guint nth)
{
  guint at = text->n_chars * (nth + 1) / (WORDS_A_PAGE + 2), n = 4 + nth * 5;
  g_autofree char *part = jal_geometry_get_text (text, at, MIN (n, text->n_chars - at));

  switch (nth % 3)
    {
    case 0:
      return g_utf8_strup (part, -1);
    case 1:
      return g_utf8_normalize (part, -1, G_NORMALIZE_ALL);
    default:
      return g_steal_pointer (&part);
    }
}

static void
compare (const JalPageInfo *info, const JalPageText *text, const char *said, const char *words, const char *name, guint page, Counts *counts)
{
  g_autoptr (GArray) there = jal_geometry_find (info, text, words);
  g_autoptr (GArray) here = jal_geometry_match (said, strlen (said), words);
  gboolean same = there->len == here->len;

  for (guint i = 0; same && i < here->len; i++)
    {
      const JalMatch *match = &g_array_index (here, JalMatch, i);
      const JalHit *hit = &g_array_index (there, JalHit, i);
      g_autofree char *line = jal_geometry_dup_line (said, strlen (said), match);

      same = match->first == hit->first && match->n == hit->n && strlen (hit->text) == match->end - match->start
             && memcmp (hit->text, said + match->start, match->end - match->start) == 0 && *line != '\0';
    }
  counts->words++;
  counts->hits += there->len;
  if (same)
    return;
  counts->faults++;
  printf ("%s, page %u: “%s”: %u hits on the page, %u in the text\n", name, page + 1, words, there->len, here->len);
}

static void
read_document (JalTestVault *vault, JalId id, guint pages_max, const char *name, Counts *counts)
{
  static const char *const usual[] = { "e", "the", "fi", "-", "a b" };
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (vault->store, id, NULL, NULL);
  guint n = reader != NULL ? MIN (jal_document_reader_get_n_pages (reader), pages_max) : 0;
  g_autoptr (GPtrArray) said = n > 0 ? jal_document_reader_dup_said (reader, 0, n, NULL, NULL) : NULL;

  for (guint page = 0; said != NULL && page < n; page++)
    {
      g_autoptr (JalPageText) text = jal_document_reader_get_text (reader, page, NULL, NULL);
      JalPageInfo info;

      counts->pages++;
      if (said->pdata[page] == NULL || text == NULL || !jal_document_reader_get_page (reader, page, &info, NULL, NULL))
        {
          counts->unsaid++;
          continue;
        }
      if (!g_str_equal (said->pdata[page], text->text))
        {
          counts->faults++;
          printf ("%s, page %u: another text\n", name, page + 1);
        }
      for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
        compare (&info, text, said->pdata[page], usual[i], name, page, counts);
      for (guint i = 0; i < WORDS_A_PAGE && text->n_chars > 40; i++)
        {
          g_autofree char *words = pick (text, i);

          compare (&info, text, said->pdata[page], words, name, page, counts);
        }
    }
}

int
main (int argc, char **argv)
{
  guint files_max = argc > 2 ? (guint)atoi (argv[2]) : G_MAXUINT, pages_max = argc > 3 ? (guint)atoi (argv[3]) : 20;
  JalAct act = { .verb = "test.case" };
  JalTestVault vault = { 0 };
  JalId case_id = jal_id_new ();
  Counts counts = { 0 };
  guint step;

  if (argc < 2)
    {
      fprintf (stderr, "soak-find FOLDER [FILES] [PAGES A FILE]\n");
      return 2;
    }
  paths = g_ptr_array_new_with_free_func (g_free);
  nftw (argv[1], visit, 16, FTW_PHYS);
  g_ptr_array_sort (paths, compare_paths);
  step = MAX (1, paths->len / MAX (1, MIN (files_max, paths->len)));
  jal_test_vault_open (&vault);
  g_assert_true (jal_store_act (vault.store, &act, insert_case, &case_id, NULL, NULL));
  for (guint i = 0; i < paths->len; i += step)
    {
      const char *one[] = { paths->pdata[i], NULL };
      g_autofree char *name = g_path_get_basename (one[0]);
      g_autoptr (GListStore) results = jal_evidence_import (vault.store, case_id, one, NULL, NULL, NULL, NULL);
      g_autoptr (JalImportResult) result = results != NULL ? g_list_model_get_item (G_LIST_MODEL (results), 0) : NULL;

      if (result == NULL || result->outcome != JAL_IMPORT_TAKEN)
        continue;
      counts.files++;
      read_document (&vault, result->document_id, pages_max, name, &counts);
    }
  jal_test_vault_close (&vault);
  printf ("%u files, %u pages (%u are read themselves): %u words, %u hits, %u faults\n", counts.files, counts.pages, counts.unsaid, counts.words,
          counts.hits, counts.faults);
  return counts.faults > 0 || counts.words == 0;
}
