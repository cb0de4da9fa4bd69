/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files are taken in, and what their names say.
 *
 * 1. Nothing is opened here, so a pipe or a device cannot make the import wait.
 * 2. What is passed over is listed with its reason: a file that silently stays behind is a lost page.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-import-files-private.h"

#include <dirent.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/jal-text.h"
#include "law/jal-doctype.h"

/* A folder in a folder in a folder …: nobody files evidence deeper. */
#define MAX_DEPTH 32
#define MAX_FILES 100000

typedef struct
{
  GPtrArray *files;
  char *root; /* the chosen folder, resolved */
  GCancellable *cancellable;
} Walk;

static void
free_file (gpointer data)
{
  JalImportFile *file = data;

  g_free (file->path);
  g_free (file->name);
  g_free (file->refusal);
  g_free (file);
}

static void
add_file (GPtrArray *files, const char *path, const char *name, guint64 size, const char *refusal)
{
  JalImportFile *file = g_new0 (JalImportFile, 1);
  g_autofree char *shown = g_filename_display_name (name);

  file->path = g_strdup (path);
  file->name = jal_text_one_line (shown, 0);
  file->size = size;
  file->refusal = g_strdup (refusal);
  g_ptr_array_add (files, file);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *first_shown = g_filename_display_name (*(const char *const *)a);
  g_autofree char *second_shown = g_filename_display_name (*(const char *const *)b);
  g_autofree char *first = g_utf8_collate_key_for_filename (first_shown, -1);
  g_autofree char *second = g_utf8_collate_key_for_filename (second_shown, -1);
  int order = strcmp (first, second);

  return order != 0 ? order : strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Returns (transfer full) (nullable): the names in the folder, in order; NULL when it cannot be read. */
static GPtrArray *
list_folder (const char *path)
{
  g_autoptr (GPtrArray) names = NULL;
  DIR *folder = opendir (path);
  struct dirent *entry;

  if (folder == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((entry = readdir (folder)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (folder);
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* Whether the link leads to a file inside the chosen folder. */
static gboolean
link_stays_inside (Walk *walk, const char *path, struct stat *info)
{
  char *target = realpath (path, NULL);
  gsize length = strlen (walk->root);
  gboolean inside = target != NULL && strncmp (target, walk->root, length) == 0 && target[length] == '/'
                    && stat (target, info) == 0 && S_ISREG (info->st_mode);

  free (target);
  return inside;
}

static void
walk_folder (Walk *walk, const char *path, const char *shown, guint depth)
{
  g_autoptr (GPtrArray) names = depth > MAX_DEPTH ? NULL : list_folder (path);

  if (names == NULL)
    {
      add_file (walk->files, path, shown, 0,
                depth > MAX_DEPTH ? _ ("Folders lie too deep inside each other here.")
                                  : _ ("This folder could not be read."));
      return;
    }
  for (guint i = 0; i < names->len && walk->files->len < MAX_FILES; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *below = g_build_filename (path, name, NULL);
      g_autofree char *below_shown = g_build_filename (shown, name, NULL);
      struct stat info;

      if (g_cancellable_is_cancelled (walk->cancellable))
        return;
      if (name[0] == '.')
        add_file (walk->files, below, below_shown, 0,
                  _ ("A hidden file, passed over. Choose it by itself if it is evidence."));
      else if (lstat (below, &info) != 0)
        add_file (walk->files, below, below_shown, 0, _ ("This file could not be read."));
      else if (S_ISLNK (info.st_mode) && !link_stays_inside (walk, below, &info))
        add_file (walk->files, below, below_shown, 0, _ ("A link that leads out of the folder, passed over."));
      else if (S_ISDIR (info.st_mode))
        walk_folder (walk, below, below_shown, depth + 1);
      else if (S_ISREG (info.st_mode))
        add_file (walk->files, below, below_shown, (guint64)info.st_size, NULL);
      else
        add_file (walk->files, below, below_shown, 0, _ ("Not a file that can be read."));
    }
}

GPtrArray *
jal_import_files_collect (const char *const *paths, GCancellable *cancellable)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (free_file);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (paths[i]);
      struct stat info;

      if (stat (paths[i], &info) != 0)
        add_file (files, paths[i], name, 0,
                  errno == ENOENT ? _ ("There is no such file.") : _ ("This file could not be read."));
      else if (S_ISDIR (info.st_mode))
        {
          Walk walk = { files, realpath (paths[i], NULL), cancellable };

          if (walk.root != NULL)
            walk_folder (&walk, paths[i], name, 0);
          free (walk.root);
        }
      else if (S_ISREG (info.st_mode))
        add_file (files, paths[i], name, (guint64)info.st_size, NULL);
      else
        add_file (files, paths[i], name, 0, _ ("Not a file that can be read."));
    }
  return files;
}

/* --- What a name says ---------------------------------------------------------------------------------------- */

/* How many bytes of @text are a running number as in "03_", "12b - ", "7.": up to three digits, perhaps a letter, a
   separator, and then a word. */
static gsize
measure_number (const char *text)
{
  gsize digits = strspn (text, "0123456789");
  gsize length = digits + (digits > 0 && g_ascii_islower (text[digits]) ? 1 : 0);
  gsize separators = strspn (text + length, " _-.)");

  if (digits < 1 || digits > 3 || separators < 1 || !g_unichar_isalpha (g_utf8_get_char (text + length + separators)))
    return 0;
  return length + separators;
}

char *
jal_import_make_title (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *valid = g_utf8_make_valid (base, -1);
  g_autoptr (GString) title = g_string_new (NULL);
  char *dot = strrchr (valid, '.');
  const char *start;
  g_autofree char *line = NULL;
  gunichar first;

  if (dot != NULL && dot != valid && strlen (dot) <= 6)
    *dot = '\0';
  start = valid + measure_number (valid);
  for (const char *p = start; *p != '\0'; p++)
    {
      /* A hyphen between digits belongs to a date or a number. */
      gboolean in_number = p > start && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]);
      char c = *p == '_' || (*p == '-' && !in_number) ? ' ' : *p;

      if (c != ' ' || (title->len > 0 && title->str[title->len - 1] != ' '))
        g_string_append_c (title, c);
    }
  line = jal_text_one_line (title->str, 200);
  if (*line == '\0')
    return g_strdup (_ ("Untitled"));
  first = g_utf8_get_char (line);
  if (!g_unichar_islower (first))
    return g_steal_pointer (&line);
  g_string_truncate (title, 0);
  g_string_append_unichar (title, g_unichar_toupper (first));
  g_string_append (title, g_utf8_next_char (line));
  return g_string_free (g_steal_pointer (&title), FALSE);
}

/* Words that say nothing about the kind. */
static const char *const empty_words[] = { "form", "report", "of", "the", "ya", "la", "wa", "za", "kwa", "na", NULL };

static char **
split_words (const char *text)
{
  g_autofree char *folded = jal_text_fold (text);

  return g_strsplit_set (folded, " _-/.,()'", -1);
}

/* "photo" and "photographs", "authorities" and "authority", "106b" and "s106b" are the same word here. */
static gboolean
words_agree (const char *a, const char *b)
{
  gsize common = 0, shorter = MIN (strlen (a), strlen (b));

  while (a[common] != '\0' && a[common] == b[common])
    common++;
  if (shorter < 4)
    return strcmp (a, b) == 0;
  return common >= MIN (shorter, 6) || strstr (a, b) != NULL || strstr (b, a) != NULL;
}

/* How many words of @label stand in @title: 0 unless all that mean something do. */
static guint
count_agreement (const char *const *title, const char *label)
{
  g_auto (GStrv) words = split_words (label);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean found = FALSE;

      if (*words[i] == '\0' || g_strv_contains (empty_words, words[i]))
        continue;
      for (guint j = 0; title[j] != NULL && !found; j++)
        found = words_agree (title[j], words[i]);
      if (!found)
        return 0;
      n++;
    }
  return n;
}

const char *
jal_import_guess_kind (const char *title)
{
  g_auto (GStrv) words = split_words (title);
  const char *const *known = (const char *const *)words;
  const char *best = JAL_DOCTYPE_OTHER;
  guint most = 0, n;
  const JalDoctype *types = jal_doctype_list (&n);

  for (guint i = 0; i < n; i++)
    {
      guint agreement
          = MAX (count_agreement (known, types[i].id), count_agreement (known, types[i].label.text[JAL_LANG_SW]));

      if (agreement > most && !g_str_equal (types[i].id, JAL_DOCTYPE_OTHER))
        {
          best = types[i].id;
          most = agreement;
        }
    }
  /* "Statement of …", "Taarifa …": whose it is the name does not say. */
  if (most == 0 && words[0] != NULL && (g_str_equal (words[0], "statement") || g_str_equal (words[0], "taarifa")))
    return "witness_statement";
  return best;
}
