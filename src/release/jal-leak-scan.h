/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/jal-reader.h"

/* Whether a finished PDF still says what it must not say. */

G_BEGIN_DECLS

/* Where one phrase can still be read. */
typedef struct
{
  guint phrase; /* place in the list of phrases */
  JalPlace place;
  int page;     /* of the file, from 0; -1: of no page */
} JalLeak;

/* What may stand on a page all the same, because somebody has looked at it and said so. */
typedef struct
{
  guint phrase;
  guint page;
  guint n; /* how often */
} JalLeakAllowance;

typedef void (*JalLeakProgress) (gpointer user_data, guint done, guint total);

/**
 * jal_leak_scan:
 * @pdf: the finished file; taken over
 * @phrases: ended by NULL; words of fewer than two letters are not looked for
 * @allowed: (nullable) (element-type JalLeakAllowance)
 * @progress: (nullable): pages done of all pages
 *
 * Opens the file in a new worker and looks for the phrases in the text of every page, in information, metadata, outline,
 * attachments, notes, fields, and in every string and decoded stream, in UTF-8, UTF-16 and hexadecimal. Case, accents,
 * hyphens at line ends and spaces within do not hide a phrase; a longer word that has it inside is another word. Pictures are
 * not read. Blocks.
 *
 * Returns: (transfer full) (element-type JalLeak): each phrase once a place and page; empty when it says none of them.
 * NULL with JAL_PAGES_ERROR when the file cannot be looked through, which is no reason to let it go.
 */
GArray *jal_leak_scan (const JalBytes *pdf, const char *const *phrases, const GArray *allowed, JalLeakProgress progress,
                       gpointer progress_data, GCancellable *cancellable, GError **error);
/* Returns (transfer full): where the leaks are, in words: "page 3, page 7, a bookmark". Says none of the phrases. */
char *jal_leak_describe (const GArray *leaks);

G_END_DECLS
