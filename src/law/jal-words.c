/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of printed papers: data/law/words.json. */
#include "law/jal-words.h"

#include <string.h>

#include "law/jal-law-data.h"

typedef struct
{
  GHashTable *labels; /* key → JalLabel * */
  GPtrArray *keys;
} Words;

static const Words *
load (void)
{
  static Words *words;

  if (g_once_init_enter (&words))
    {
      JsonArray *list = jal_law_data_array (jal_law_data_root ("law/words.json"), "words");
      Words *loaded = g_new0 (Words, 1);

      loaded->labels = g_hash_table_new (g_str_hash, g_str_equal);
      loaded->keys = g_ptr_array_new ();
      for (guint i = 0; i < json_array_get_length (list); i++)
        {
          JsonObject *entry = json_array_get_object_element (list, i);
          const char *key = jal_law_data_string (entry, "id");
          JalLabel label = jal_law_data_label (entry);

          g_hash_table_insert (loaded->labels, (gpointer)key, g_memdup2 (&label, sizeof label));
          g_ptr_array_add (loaded->keys, (gpointer)key);
        }
      g_ptr_array_add (loaded->keys, NULL);
      g_once_init_leave (&words, loaded);
    }
  return words;
}

const char *
jal_words_get (JalLang lang, const char *key)
{
  const JalLabel *label = g_hash_table_lookup (load ()->labels, key);

  g_return_val_if_fail (label != NULL, "");

  return jal_label_get (label, lang);
}

char *
jal_words_format (JalLang lang, const char *key, ...)
{
  const char *words = jal_words_get (lang, key);
  GString *out = g_string_new (NULL);

  /* One pass from left to right, so that a value with braces in it is left as it is. */
  for (const char *p = words; *p != '\0'; p++)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      const char *name, *found = NULL;
      va_list pairs;

      if (end != NULL)
        {
          va_start (pairs, key);
          while (found == NULL && (name = va_arg (pairs, const char *)) != NULL)
            {
              const char *value = va_arg (pairs, const char *);

              if (strlen (name) == (gsize)(end - p - 1) && strncmp (name, p + 1, strlen (name)) == 0)
                found = value;
            }
          va_end (pairs);
        }
      if (found == NULL)
        {
          g_string_append_c (out, *p);
          continue;
        }
      g_string_append (out, found);
      p = end;
    }
  return g_string_free (out, FALSE);
}

char *
jal_words_date (JalLang lang, JalDate date)
{
  char key[16];
  int year, month, day;

  if (date == JAL_DATE_NONE)
    return g_strdup (jal_words_get (lang, "undated"));
  jal_date_to_ymd (date, &year, &month, &day);
  g_snprintf (key, sizeof key, "month_%d", month);
  return g_strdup_printf ("%d %s %d", day, jal_words_get (lang, key), year);
}

const char *const *
jal_words_keys (void)
{
  return (const char *const *)load ()->keys->pdata;
}
