/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-phrase.h"
#include "pages/jal-reader.h"

/* Whether a finished PDF still says what it must not say. */

G_BEGIN_DECLS

/* How a single word of a name has to stand in a text to count. */
#define JAL_LEAK_PART_NEARS (JAL_NEAR_FLAG (JAL_NEAR_EXACT) | JAL_NEAR_FLAG (JAL_NEAR_RUN))

/* Where one phrase can still be read. */
typedef struct
{
  guint phrase; /* place in the list of phrases */
  JalPlace place;
  int page;     /* of the file, from 0; -1: of no page */
  guint n;      /* how often beyond what is allowed, as far as that is counted; 1 at least */
  gboolean unread; /* in the bytes of a page and not among its words: a picture of the page has none of them */
  gboolean draws;  /* of those: the page may show it all the same, by a pattern, a form, a font of codes */
} JalLeak;

/* What may stand on a page all the same, because somebody has looked at it and said so. */
typedef struct
{
  guint phrase;
  guint page;
  guint n; /* how often */
} JalLeakAllowance;

/* What is looked for. */
typedef struct
{
  const char *const *phrases; /* ended by NULL; words of fewer than two letters are not looked for */
  const char *const *parts;   /* nullable, ended by NULL: single words, looked for in pages, notes, fields and bookmarks */
  const GArray *allowed;      /* nullable, of JalLeakAllowance: parts are numbered behind the phrases */
} JalLeakQuery;

typedef void (*JalLeakProgress) (gpointer user_data, guint done, guint total);

/**
 * jal_leak_scan:
 * @pdf: the finished file; taken over
 * @progress: (nullable): pages done of all pages
 * @parts: (out) (optional) (transfer full) (element-type JalLeak): parts that stand outside of any phrase; numbered from 0
 * @unlooked: (out) (optional) (transfer full) (element-type guint): pages of which not everything could be looked through, from 0: somebody has to
 *   say that they may go
 *
 * Opens the file in a new worker and looks for the phrases in the text of every page and over the pages' ends, in information,
 * metadata, outline, attachments, notes, fields, and in every string and decoded stream, in UTF-8, UTF-16 and hexadecimal.
 * Case, accents, hyphens at line ends, spaces within and one or two names between do not hide a phrase; a longer word that has
 * it inside is another word. Pictures are not read. Blocks.
 *
 * Returns: (transfer full) (element-type JalLeak): each phrase once a place and page; empty when it says none of them.
 * NULL with JAL_PAGES_ERROR when the file cannot be looked through, which is no reason to let it go.
 */
GArray *jal_leak_scan (const JalBytes *pdf, const JalLeakQuery *query, GArray **parts, GArray **unlooked, JalLeakProgress progress,
                       gpointer progress_data, GCancellable *cancellable, GError **error);
/* Whether there are leaks, and drawing their pages as pictures would take all of them away. */
gboolean jal_leak_are_unread (const GArray *leaks);
/* Whether @hit overlaps one of @hits (of JalNearHit). */
gboolean jal_leak_overlaps (const GArray *hits, const JalNearHit *hit);
/* Returns (transfer full): where the leaks are, in words: "page 3, page 7, a bookmark". Says none of the phrases. */
char *jal_leak_describe (const GArray *leaks);
/* Returns (transfer full): the pages of the leaks: "3, 7–9". @n (out) (optional): how many there are. */
char *jal_leak_list_pages (const GArray *leaks, guint *n);
/* Returns (transfer full): each place with the words that can be read there, a line each: for the person at the screen who wrote
   or redacted them, and for no log: "page 3: Bahari Tisa". */
char *jal_leak_tell (const GArray *leaks, const char *const *phrases);
/* Returns (transfer full): the leak's place, in other words than the file's own: "“Charge sheet”, page 3". */
typedef char *(*JalLeakPlaceFunc) (const JalLeak *leak, gpointer user_data);
char *jal_leak_tell_by (const GArray *leaks, const char *const *phrases, JalLeakPlaceFunc say, gpointer user_data);

G_END_DECLS
