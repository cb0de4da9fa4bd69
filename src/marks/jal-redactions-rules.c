/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-redactions-rules-private.h"

#include <glib/gi18n-lib.h>

#include "law/jal-redaction-law.h"

static void
clear_rule (gpointer data)
{
  JalRedactionRule *rule = data;

  g_free (rule->name);
  g_free (rule->words);
  g_clear_pointer (&rule->letters, jal_letters_free);
  g_clear_pointer (&rule->regex, g_regex_unref);
}

static void
add_words (GArray *rules, const char *words, const char *origin, const char *reason)
{
  JalRedactionRule rule = { .name = g_strdup (words), .origin = origin, .reason = reason, .letters = jal_letters_new (words, -1),
                            .words = g_strdup (words) };

  g_array_append_val (rules, rule);
}

/* As a guard looks for it: where such a word stands by itself, the whole name finds it. */
static void
add_parts (GArray *rules, const char *name, const char *reason)
{
  g_autoptr (JalLetters) letters = jal_letters_new (name, -1);
  g_autoptr (GPtrArray) parts = jal_letters_dup_parts (letters);

  for (guint i = 0; i < parts->len; i++)
    {
      JalRedactionRule rule = { .name = g_strdup (name), .origin = "name", .reason = reason, .letters = jal_letters_new (parts->pdata[i], -1),
                    .part = TRUE };

      g_array_append_val (rules, rule);
    }
}

/* As a guard looks for it. */
static void
add_forms (GArray *rules, const char *name, const char *reason)
{
  g_autoptr (GPtrArray) forms = jal_phrase_dup_forms (name);

  for (guint i = 0; i < forms->len; i++)
    {
      JalRedactionRule rule = { .name = g_strdup (name), .origin = "name", .reason = reason, .letters = jal_letters_new (forms->pdata[i], -1),
                                .words = g_strdup (forms->pdata[i]), .form = TRUE };

      g_array_append_val (rules, rule);
    }
}

static gboolean
add_pattern (GArray *rules, const char *id, GError **error)
{
  const JalRedactionPattern *pattern = jal_redaction_pattern_find (id);
  JalRedactionRule rule;

  if (pattern == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("There is no such pattern."));
      return FALSE;
    }
  rule = (JalRedactionRule){ .name = g_strdup (id), .origin = "pattern", .reason = pattern->reason,
                             .regex = g_regex_new (pattern->regex, G_REGEX_OPTIMIZE, 0, error) };
  if (rule.regex == NULL)
    {
      clear_rule (&rule);
      return FALSE;
    }
  g_array_append_val (rules, rule);
  return TRUE;
}

static gboolean
add_names (GArray *rules, JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_names_list (store, case_id, cancellable, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (names)); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (G_LIST_MODEL (names), i);
      const JalProtectedKind *kind = jal_protected_kind_find (name->kind);

      add_words (rules, name->name, "name", kind != NULL ? kind->reason : NULL);
      if (!jal_protected_kind_is_person (name->kind))
        continue;
      add_forms (rules, name->name, kind != NULL ? kind->reason : NULL);
      add_parts (rules, name->name, kind != NULL ? kind->reason : NULL);
    }
  return TRUE;
}

GArray *
jal_redaction_rules_new (JalStore *store, JalId case_id, const JalRedactionQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (JalRedactionRule));
  const char *first = jal_redaction_reason_list (NULL)->id;

  g_array_set_clear_func (rules, clear_rule);
  if (query->words != NULL)
    {
      g_autofree char *words = g_strstrip (g_utf8_make_valid (query->words, -1));

      add_words (rules, words, "search", first);
      if (jal_letters_get_n (g_array_index (rules, JalRedactionRule, 0).letters) == 0)
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("Write what is to be looked for."));
          return NULL;
        }
    }
  if (query->names && !add_names (rules, store, case_id, cancellable, error))
    return NULL;
  for (guint i = 0; query->patterns != NULL && query->patterns[i] != NULL; i++)
    if (!add_pattern (rules, query->patterns[i], error))
      return NULL;
  return g_steal_pointer (&rules);
}
