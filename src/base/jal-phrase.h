/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a name in text however it is written there. Pure: no file, no locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How what stands in the text is like the words that are looked for, the nearest first. */
typedef enum
{
  JAL_NEAR_EXACT,   /* the same letters: case, accents, apostrophes, white space and a break at a line's end apart */
  JAL_NEAR_SPLIT,   /* broken up or run together: "Ami na", "A m i n a", "AminaJuma" */
  JAL_NEAR_DOUBLED, /* a letter doubled or not: "Aminna" */
  JAL_NEAR_ONE,     /* one letter more, less, changed or two exchanged: "Amena" */
  JAL_NEAR_PART,    /* one word of a name of several */
  JAL_NEAR_INSIDE,  /* inside a longer word: "Aminaville" */
  JAL_N_NEARS,
} JalNear;

#define JAL_NEAR_FLAG(near) (1u << (near))
/* What nobody would call another name. */
#define JAL_NEAR_SAME (JAL_NEAR_FLAG (JAL_NEAR_EXACT) | JAL_NEAR_FLAG (JAL_NEAR_SPLIT))
#define JAL_NEAR_ALL (JAL_NEAR_FLAG (JAL_N_NEARS) - 1)

/* "exact", "split", "doubled", "one", "part", "inside". */
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
/* Whether the two are the same words: exactly, or but for spaces. */
gboolean jal_letters_equal (const JalLetters *a, const JalLetters *b);

G_END_DECLS
