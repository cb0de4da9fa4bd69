/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a copy for others must not say.
 *
 * 1. A name is protected for its own sake; redacted words because somebody redacted them, wherever else they stand.
 * 2. What was rejected in the review may stand where it was rejected, as often as there, and nowhere else.
 * 3. A single word of a protected name stops a file until somebody has let it stand; on a paper it is withheld.
 *    A whole name that was rejected lets none of its words stand by themselves.
 *    So does a word of a page that a program may have read wrongly from a picture.
 * 4. The half of a name that is broken over two pages is redacted for the whole name's sake: the half alone may be anybody.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-guard.h"

#include <glib/gi18n-lib.h>

#include "base/jal-phrase.h"
#include "law/jal-redaction-law.h"
#include "store/jal-store.h"

#define PHRASE_MIN 2

/* Adds the phrase when it is new. */
static void
add_phrase (GPtrArray *phrases, const char *text)
{
  g_autoptr (JalLetters) letters = jal_letters_new (text, -1);

  if (jal_letters_get_n (letters) < PHRASE_MIN)
    return;
  for (guint i = 0; phrases->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) other = jal_letters_new (phrases->pdata[i], -1);

      if (jal_letters_equal (letters, other))
        return;
    }
  g_ptr_array_insert (phrases, (int)phrases->len - 1, g_strdup (text));
}

/* Two words of somebody's name are that person, whatever is left out. */
static void
add_forms (GPtrArray *to, const char *name)
{
  g_autoptr (GPtrArray) forms = jal_phrase_dup_forms (name);

  for (guint i = 0; i < forms->len; i++)
    add_phrase (to, forms->pdata[i]);
}

static void
add_parts (GPtrArray *to, const char *name)
{
  g_autoptr (JalLetters) letters = jal_letters_new (name, -1);
  g_autoptr (GPtrArray) parts = jal_letters_dup_parts (letters);

  for (guint i = 0; i < parts->len; i++)
    add_phrase (to, parts->pdata[i]);
  /* A name of one word is looked for by itself; here for how a scan may have been read. */
  if (parts->len == 0)
    add_phrase (to, name);
}

void
jal_guard_init (JalGuard *guard, GListModel *names)
{
  *guard = (JalGuard){ g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free),
                       g_array_new (FALSE, FALSE, sizeof (JalLeakAllowance)) };
  g_ptr_array_add (guard->phrases, NULL);
  g_ptr_array_add (guard->parts, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (names, i);

      add_phrase (guard->phrases, name->name);
      if (!jal_protected_kind_is_person (name->kind))
        continue;
      add_forms (guard->phrases, name->name);
      add_parts (guard->parts, name->name);
    }
}

/* Rule 4: fewer letters than what was searched for, and only here. */
static gboolean
is_half (JalRedaction *redaction)
{
  g_autoptr (JalLetters) words = jal_letters_new (redaction->quoted, -1);
  g_autoptr (JalLetters) rule = jal_letters_new (redaction->rule, -1);

  return jal_letters_get_n (words) < jal_letters_get_n (rule);
}

guint
jal_guard_add_redactions (JalGuard *guard, GListModel *redactions)
{
  guint n_applied = 0;

  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);
      gboolean everywhere = g_str_equal (redaction->reach, "everywhere");
      gboolean searched = g_str_equal (redaction->origin, "search") || g_str_equal (redaction->origin, "name");

      if (g_str_equal (redaction->state, "rejected"))
        continue;
      n_applied++;
      if (everywhere)
        add_phrase (guard->phrases, redaction->quoted);
      if (searched && (everywhere || is_half (redaction)))
        add_phrase (guard->phrases, redaction->rule);
    }
  return n_applied;
}

/* Whether the part stands in @quoted as a word of a whole phrase: that is looked for by itself. */
static gboolean
is_of_whole (const JalGuard *guard, const JalLetters *part, const char *quoted)
{
  g_autoptr (JalLetters) text = jal_letters_new (quoted, -1);

  for (guint i = 0; guard->phrases->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) phrase = jal_letters_new (guard->phrases->pdata[i], -1);
      g_autoptr (GArray) inside = jal_letters_find (phrase, part, JAL_NEAR_FLAG (JAL_NEAR_EXACT));
      g_autoptr (GArray) hits = inside->len > 0 ? jal_letters_find (text, phrase, JAL_NEAR_SAME) : NULL;

      if (hits != NULL && hits->len > 0)
        return TRUE;
    }
  return FALSE;
}

void
jal_guard_allow (JalGuard *guard, JalRedaction *redaction, guint page)
{
  guint n_phrases = guard->phrases->len - 1;

  if (!g_str_equal (redaction->state, "rejected"))
    return;
  for (guint i = 0; i < n_phrases + guard->parts->len - 1; i++)
    {
      const char *phrase = i < n_phrases ? guard->phrases->pdata[i] : guard->parts->pdata[i - n_phrases];
      g_autoptr (JalLetters) letters = jal_letters_new (phrase, -1);
      JalLeakAllowance allowance = { i, page, 0 };

      allowance.n = jal_letters_count_from (redaction->context_before, redaction->quoted, redaction->context_after, letters);
      if (allowance.n > 0 && (i < n_phrases || !is_of_whole (guard, letters, redaction->quoted)))
        g_array_append_val (guard->allowed, allowance);
    }
}

void
jal_guard_clear (JalGuard *guard)
{
  g_clear_pointer (&guard->phrases, g_ptr_array_unref);
  g_clear_pointer (&guard->parts, g_ptr_array_unref);
  g_clear_pointer (&guard->allowed, g_array_unref);
}

gboolean
jal_guard_has_phrases (const JalGuard *guard)
{
  return guard->phrases->len > 1;
}

/* Returns (transfer full, element type JalNearHit): as the pages of a finished file are searched. */
static GArray *
find_part (const JalLetters *text, const char *part)
{
  g_autoptr (JalLetters) letters = jal_letters_new (part, -1);

  return jal_letters_find (text, letters, JAL_LEAK_PART_NEARS);
}

void
jal_guard_look (const JalGuard *guard, const char *text, guint page, GArray *leaks, GArray *parts)
{
  g_autoptr (JalLetters) letters = jal_letters_new (text != NULL ? text : "", -1);
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (JalNearHit));

  for (guint i = 0; guard->phrases->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) phrase = jal_letters_new (guard->phrases->pdata[i], -1);
      g_autoptr (GArray) hits = jal_letters_find (letters, phrase, JAL_NEAR_SAME);
      JalLeak leak = { .phrase = i, .place = JAL_PLACE_PAGE, .page = (int)page, .n = hits->len };

      g_array_append_vals (whole, hits->data, hits->len);
      if (hits->len > 0)
        g_array_append_val (leaks, leak);
    }
  for (guint i = 0; guard->parts->pdata[i] != NULL; i++)
    {
      g_autoptr (GArray) hits = find_part (letters, guard->parts->pdata[i]);
      JalLeak leak = { .phrase = i, .place = JAL_PLACE_PAGE, .page = (int)page };

      for (guint k = 0; k < hits->len; k++)
        leak.n += jal_leak_overlaps (whole, &g_array_index (hits, JalNearHit, k)) ? 0 : 1;
      if (leak.n > 0)
        g_array_append_val (parts, leak);
    }
}

gboolean
jal_guard_says (const JalGuard *guard, const char *text)
{
  g_autoptr (GArray) leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalLeak));

  jal_guard_look (guard, text, 0, leaks, parts);
  return leaks->len > 0 || parts->len > 0;
}

/* Takes @text. */
static char *
mask_hits (char *text, const GArray *hits, const char *with)
{
  for (guint k = hits->len; k > 0; k--)
    {
      const JalNearHit *hit = &g_array_index (hits, JalNearHit, k - 1);
      char *start = g_utf8_offset_to_pointer (text, hit->first);
      g_autofree char *head = g_strndup (text, (gsize)(start - text));
      char *rest = g_strconcat (head, with, g_utf8_offset_to_pointer (start, hit->n), NULL);

      g_free (text);
      text = rest;
    }
  return text;
}

static char *
mask_phrases (const JalGuard *guard, const char *text, const char *with)
{
  char *masked = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  for (guint i = 0; masked != NULL && guard->phrases->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) letters = jal_letters_new (masked, -1);
      g_autoptr (JalLetters) phrase = jal_letters_new (guard->phrases->pdata[i], -1);
      g_autoptr (GArray) hits = jal_letters_find (letters, phrase, JAL_NEAR_SAME);

      masked = mask_hits (masked, hits, with);
    }
  return masked;
}

char *
jal_guard_mask (const JalGuard *guard, const char *text, const char *with)
{
  char *masked = mask_phrases (guard, text, with);

  for (guint i = 0; masked != NULL && guard->parts->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) letters = jal_letters_new (masked, -1);
      g_autoptr (GArray) hits = find_part (letters, guard->parts->pdata[i]);

      masked = mask_hits (masked, hits, with);
    }
  return masked;
}

static gboolean
refuse_parts (const GArray *parts, GError **error)
{
  guint n;
  g_autofree char *pages = jal_leak_list_pages (parts, &n);

  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
               /* Translators: %s are pages: "3, 7–9". */
               g_dngettext (GETTEXT_PACKAGE,
                            "Nothing was saved: %u part of a protected name remains, on page %s. Redact it, or decide that it "
                            "may stay.",
                            "Nothing was saved: %u parts of protected names remain, on pages %s. Redact them, or decide that "
                            "they may stay.",
                            n),
               n, pages);
  return FALSE;
}

/* Takes @masked. */
static gboolean
replace (char **text, char *masked)
{
  gboolean changed = g_strcmp0 (masked, *text) != 0;

  g_free (*text);
  *text = masked;
  return changed;
}

gboolean
jal_guard_withhold (const JalGuard *guard, char **text, const char *with)
{
  return replace (text, jal_guard_mask (guard, *text, with));
}

gboolean
jal_guard_withhold_phrases (const JalGuard *guard, char **text, const char *with)
{
  return replace (text, mask_phrases (guard, *text, with));
}

gboolean
jal_guard_decide (const JalGuard *guard, const GArray *leaks, const GArray *parts, const char *message, JalGuardTold *told,
                  GError **error)
{
  if (leaks->len > 0)
    {
      gboolean drawable = told != NULL && jal_leak_are_unread (leaks);
      g_autofree char *places = jal_leak_describe (leaks);
      g_autoptr (GString) text
          = g_string_new (!drawable ? message
                                    /* Translators: %s is a list of places: "page 3, page 7". */
                                    : _ ("Nothing was saved: words that are redacted or protected stand in parts of the file that no page "
                                         "shows: %s. Drawn as pictures, these pages keep their words and lose those parts."));

      g_string_replace (text, "%s", places, 1);
      if (told != NULL)
        *(drawable ? &told->drawable : &told->leaks) = jal_leak_tell (leaks, (const char *const *)guard->phrases->pdata);
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, text->str);
      return FALSE;
    }
  if (parts->len == 0 || (told != NULL && told->parts_stay))
    return TRUE;
  if (told != NULL)
    told->parts = jal_leak_tell (parts, (const char *const *)guard->parts->pdata);
  return refuse_parts (parts, error);
}

JalLeakQuery
jal_guard_query (const JalGuard *guard)
{
  return (JalLeakQuery){ (const char *const *)guard->phrases->pdata, (const char *const *)guard->parts->pdata, guard->allowed };
}
