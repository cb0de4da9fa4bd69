/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names over the end of a page.
 *
 * A page's foot and the next one's head are read as one text, nine times over: with up to two lines less at either side, for
 * between them stand page numbers and running heads. What does not cross the seam is not told: it is found on its page.
 */
#include "base/jal-phrase.h"

#include <string.h>

#define LINES_DROPPED 2
#define CHARS_MAX 400
#define VARIANTS ((LINES_DROPPED + 1) * (LINES_DROPPED + 1))

typedef struct
{
  JalLetters *letters;
  guint foot_start; /* character of the page with which the text begins */
  guint foot_n;     /* characters of the foot */
  guint head_start; /* character of the next page that stands behind the seam */
} Variant;

struct _JalPageJoin
{
  Variant variants[VARIANTS];
  guint n;
};

static gboolean
is_empty (const char *text, const char *end)
{
  for (; text < end; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* The end of @text without its last line that says anything; NULL: there is no other. */
static const char *
drop_last (const char *text, const char *end)
{
  gboolean said = FALSE;

  for (const char *line_end = end; line_end > text;)
    {
      const char *start = line_end - 1;

      while (start > text && start[-1] != '\n')
        start--;
      if (said && !is_empty (start, line_end))
        return line_end;
      said = said || !is_empty (start, line_end);
      line_end = start;
    }
  return NULL;
}

static const char *
drop_first (const char *text)
{
  gboolean said = FALSE;

  while (*text != '\0')
    {
      const char *end = strchr (text, '\n');
      const char *next = end != NULL ? end + 1 : text + strlen (text);

      if (said && !is_empty (text, next))
        return text;
      said = said || !is_empty (text, next);
      text = next;
    }
  return NULL;
}

static void
add_variant (JalPageJoin *join, const char *foot, const char *foot_end, const char *head, const char *head_start)
{
  Variant *variant = &join->variants[join->n++];
  g_autoptr (GString) text = g_string_new (NULL);
  const char *from = foot_end;

  while (foot_end > foot && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (foot_end))))
    foot_end = g_utf8_prev_char (foot_end);
  from = foot_end;
  for (guint i = 0; i < CHARS_MAX && from > foot; i++)
    from = g_utf8_prev_char (from);
  g_string_append_len (text, from, foot_end - from);
  variant->foot_start = (guint)g_utf8_strlen (foot, from - foot);
  variant->foot_n = (guint)g_utf8_strlen (from, foot_end - from);
  while (g_unichar_isspace (g_utf8_get_char (head_start)))
    head_start = g_utf8_next_char (head_start);
  variant->head_start = (guint)g_utf8_strlen (head, head_start - head);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < CHARS_MAX && *head_start != '\0'; i++, head_start = g_utf8_next_char (head_start))
    g_string_append_unichar (text, g_utf8_get_char (head_start));
  variant->letters = jal_letters_new (text->str, (gssize)text->len);
}

JalPageJoin *
jal_page_join_new (const char *foot, const char *head)
{
  JalPageJoin *join = g_new0 (JalPageJoin, 1);
  g_autofree char *valid_foot = g_utf8_make_valid (foot, -1);
  g_autofree char *valid_head = g_utf8_make_valid (head, -1);
  const char *foot_end = valid_foot + strlen (valid_foot);

  for (guint i = 0; i <= LINES_DROPPED && foot_end != NULL; i++)
    {
      const char *head_start = valid_head;

      for (guint k = 0; k <= LINES_DROPPED && head_start != NULL; k++)
        {
          add_variant (join, valid_foot, foot_end, valid_head, head_start);
          head_start = drop_first (head_start);
        }
      foot_end = drop_last (valid_foot, foot_end);
    }
  return join;
}

void
jal_page_join_free (JalPageJoin *join)
{
  if (join == NULL)
    return;
  for (guint i = 0; i < join->n; i++)
    jal_letters_free (join->variants[i].letters);
  g_free (join);
}

static gboolean
is_known (const GArray *hits, const JalJoinHit *hit)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const JalJoinHit *other = &g_array_index (hits, JalJoinHit, i);

      if (hit->foot_first < other->foot_first + other->foot_n && other->foot_first < hit->foot_first + hit->foot_n
          && hit->head_first < other->head_first + other->head_n && other->head_first < hit->head_first + hit->head_n)
        return TRUE;
    }
  return FALSE;
}

static void
find_in (const Variant *variant, const JalLetters *words, guint nears, GArray *all)
{
  g_autoptr (GArray) hits = jal_letters_find (variant->letters, words, nears);

  for (guint i = 0; i < hits->len; i++)
    {
      const JalNearHit *hit = &g_array_index (hits, JalNearHit, i);
      JalJoinHit across = { variant->foot_start + hit->first, variant->foot_n - hit->first, variant->head_start, 0, hit->near };

      if (hit->first >= variant->foot_n || hit->first + hit->n <= variant->foot_n + 1)
        continue;
      across.head_n = hit->first + hit->n - variant->foot_n - 1;
      if (!is_known (all, &across))
        g_array_append_val (all, across);
    }
}

GArray *
jal_page_join_find (const JalPageJoin *join, const JalLetters *words, guint nears)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (JalJoinHit));

  /* The nearest likeness first, over all variants: a word of a running head is no middle name. */
  for (guint near = 0; near < JAL_N_NEARS; near++)
    for (guint i = 0; i < join->n && (nears & JAL_NEAR_FLAG (near)) != 0; i++)
      find_in (&join->variants[i], words, JAL_NEAR_FLAG (near), all);
  return all;
}
