/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a name in text however it is written there. Pure: no file, no locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How what stands in the text is like the words that are looked for, the nearest first. */
typedef enum
{
  JAL_NEAR_EXACT,   /* the same letters: case, accents, apostrophes, white space and a break at a line's end apart */
  JAL_NEAR_SPLIT,   /* broken up or run together: "Ami na", "A m i n a", "AminaJuma"; drawn twice: "AAmmiinnaa" */
  JAL_NEAR_RUN,     /* run into the word beside it: "SpanAmina", "xAmina Jumay" */
  JAL_NEAR_MIDDLE,  /* a name of several words with one or two more between: "Amina W. Juma", "Amina binti Juma" */
  JAL_NEAR_DOUBLED, /* a letter doubled or not: "Aminna" */
  JAL_NEAR_ONE,     /* one letter more, less, changed or two exchanged: "Amena" */
  JAL_NEAR_PART,    /* one word of a name of several */
  JAL_NEAR_INSIDE,  /* inside a longer word: "Aminaville" */
  JAL_N_NEARS,
} JalNear;

#define JAL_NEAR_FLAG(near) (1u << (near))
/* What nobody would call another name. */
#define JAL_NEAR_SAME                                                                                                  \
  (JAL_NEAR_FLAG (JAL_NEAR_EXACT) | JAL_NEAR_FLAG (JAL_NEAR_SPLIT) | JAL_NEAR_FLAG (JAL_NEAR_RUN)                      \
   | JAL_NEAR_FLAG (JAL_NEAR_MIDDLE))
#define JAL_NEAR_ALL (JAL_NEAR_FLAG (JAL_N_NEARS) - 1)
/* Beside them: a word that a program read wrongly from a picture ("Amlna", "Arnina"), told as JAL_NEAR_ONE. */
#define JAL_NEAR_FLAG_MISREAD (1u << 16)

/* "exact", "split", "run", "middle", "doubled", "one", "part", "inside". */
const char *jal_near_id (JalNear near);

/**
 * JalLetters:
 *
 * A text as its letters and digits: decomposed, without accents, in small letters, each knowing the character it came
 * from and what stood before it.
 */
typedef struct _JalLetters JalLetters;

/* @text need not be valid UTF-8; @n_bytes -1 when it ends with a NUL. */
JalLetters *jal_letters_new (const char *text, gssize n_bytes);
void jal_letters_free (JalLetters *letters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalLetters, jal_letters_free)
/* How many letters and digits it has. */
guint jal_letters_get_n (const JalLetters *letters);

typedef struct
{
  guint first; /* character of the text */
  guint n;
  JalNear near;
} JalNearHit;

/* Returns (transfer full, element type JalNearHit): where @words stand in @text, in the order of the text, none
   overlapping: the nearer likeness wins. @nears are JAL_NEAR_FLAG()s. Likenesses other than exact want four letters at
   least, since every short word is one letter from another. */
GArray *jal_letters_find (const JalLetters *text, const JalLetters *words, guint nears);
/* Whether the @n letters of @text are the @m of @word as a program may have read them from a picture, and not the same. */
gboolean jal_phrase_is_misread (const gunichar *text, guint n, const gunichar *word, guint m);
/* Returns (transfer full, element type char *): the words of a name of several that give it away by themselves, each once,
   as letters; empty for a name of one word. "binti" and its like are not among them, nor words of one or two letters, nor groups of fewer than six digits. */
GPtrArray *jal_letters_dup_parts (const JalLetters *words);
/* Returns (transfer full, element type char *): how else somebody of that name is called in full: two of its words, in either order
   ("Amina Wanjiru", "Wanjiru, Amina" for "Amina Wanjiku Wanjiru"); not the name itself. Particles and initials are none of them. */
GPtrArray *jal_phrase_dup_forms (const char *name);
/* How often @words (as JAL_NEAR_SAME) begin inside @quoted when it is read between @before and @after. */
guint jal_letters_count_from (const char *before, const char *quoted, const char *after, const JalLetters *words);
/* Whether the two are the same words: exactly, or but for spaces. */
gboolean jal_letters_equal (const JalLetters *a, const JalLetters *b);

/* Returns (transfer full): the letters of @text that stand alone on their lines, in its order; a space where other lines lie between.
   Appends to @places (of guint), for each character of that, which character of @text it is; G_MAXUINT of a space. */
char *jal_phrase_dup_stacked (const char *text, GArray *places);

/* --- Over the end of a page ----------------------------------------------------------------------------------- */

/**
 * JalPageJoin:
 *
 * The foot of one page and the head of the next, read together: as they follow each other, and without the one or two lines
 * of a running foot or head between them.
 */
typedef struct _JalPageJoin JalPageJoin;

/* One place where words begin on the one page and end on the next; both in characters of their page. */
typedef struct
{
  guint foot_first;
  guint foot_n;
  guint head_first;
  guint head_n;
  JalNear near;
} JalJoinHit;

/* @foot and @head are the texts of two pages, and may be wrong UTF-8. */
JalPageJoin *jal_page_join_new (const char *foot, const char *head);
void jal_page_join_free (JalPageJoin *join);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPageJoin, jal_page_join_free)
/* Returns (transfer full, element type JalJoinHit): where @words stand across the pages' end, each place once. */
GArray *jal_page_join_find (const JalPageJoin *join, const JalLetters *words, guint nears);

G_END_DECLS
