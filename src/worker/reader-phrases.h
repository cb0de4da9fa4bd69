/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phrases looked for in strings and bytes. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _JalPhrases JalPhrases;

/* @phrases are @n strings one after the other in @length bytes, each ended by a NUL. Returns NULL when they are not. */
JalPhrases *jal_phrases_new (const char *phrases, gsize length, guint n);
void jal_phrases_free (JalPhrases *scan);
guint jal_phrases_get_n (const JalPhrases *scan);

/* Strings of longer bytes are not pieced together. */
#define JAL_PHRASES_STRINGS_MAX (64u << 20)

/* Both call @found for each phrase that is there, once. */
typedef void (*JalPhrasesFound) (gpointer data, guint phrase);
/* @text is UTF-8. */
void jal_phrases_text (const JalPhrases *scan, const char *text, gsize length, JalPhrasesFound found, gpointer data);
/* Bytes of any kind; @picture when they are pixels, where short phrases stand by chance. */
void jal_phrases_bytes (const JalPhrases *scan, const guint8 *bytes, gsize length, gboolean picture, JalPhrasesFound found,
                     gpointer data);
/* Whether the bytes are a text that jal_phrases_bytes() reads as one: no archive, no picture, nothing packed. */
gboolean jal_phrases_is_text (const guint8 *bytes, gsize length);
/* Returns (transfer full): what the strings of a content stream say when they are read after each other, each by the bytes that it most likely has a letter. */
char *jal_phrases_dup_strings (const guint8 *bytes, gsize length);

G_END_DECLS
