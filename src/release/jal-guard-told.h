/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-page-look-rows.h"

G_BEGIN_DECLS

/* A page of a document, from 0. */
typedef struct
{
  JalId document_id;
  guint page;
} JalGuardPage;

/* Why nobody can say anything of a page. */
typedef enum
{
  JAL_UNSEARCHED_WORDLESS,
  JAL_UNSEARCHED_UNREADABLE, /* it has words, and some of them cannot be read */
  JAL_UNSEARCHED_UNSAID,     /* it has words, and shows more than they say */
  JAL_N_UNSEARCHED,
} JalUnsearched;

/* A page that no search can read, and whether somebody has looked at it. */
typedef struct
{
  JalId document_id;
  char *title;
  guint page; /* from 0 */
  JalUnsearched why;
  gboolean is_open; /* nobody has, or it does not count any more */
  JalLookDoubt doubt;
  char *author;     /* nullable: nobody has */
  gboolean is_gone; /* who has no key to the vault any more: the look counts, as it did */
  gint64 looked_at; /* 0: nobody has */
} JalUnsearchedPage;

void jal_unsearched_page_free (JalUnsearchedPage *page);
/* "wordless", "unreadable", "unsaid". */
const char *jal_unsearched_id (JalUnsearched why);

/* The same at every door out: what somebody has decided, and what was found. */
typedef struct
{
  gboolean parts_stay; /* (in): somebody has looked at the single words of protected names and lets them stand */
  /* What stopped the copy (out) (nullable): the very words by place, a line each. For the person at the screen, and for
   * no log. */
  char *leaks;
  /* The same, when all of it stands in parts of the file that no page shows, and drawing these documents' pages as
     pictures would take it away: somebody has to decide. */
  char *drawable;
  GArray *drawable_documents; /* nullable, of JalId */
  GArray *drawn_documents; /* (in) (nullable), of JalId: their pages are drawn as pictures where that takes away what no
                              page shows */
  char *parts; /* the same of single words of protected names, when nothing else stopped it: somebody has to decide */
  gboolean covers_stay; /* (in): somebody knows what lies under covers, and that it goes out with the copy */
  /* On which pages something is hidden and still in the copy (out) (nullable), a sentence for each kind: it stopped the
     copy, or it was let go. For the person at the screen, and for no log. */
  char *covered;
  char *covered_whole; /* nullable: all of it, where @covered is shortened: what is let go is let go as this reads */
  char *covered_pages; /* "3, 7–9"; of a bundle NULL */
  GArray *covered_documents; /* nullable, of JalId: whose pages these are */
  guint covered_page;        /* of the first of them, from 0 */
  gboolean unsearched_stay;  /* (in): somebody has looked at the pages without words */
  /* Which pages have no words that could be searched for names (out) (nullable), a line a document: they stopped the
     copy, or were let go. For the person at the screen, and for no log. */
  char *unsearched;
  GPtrArray
      *unsearched_pages; /* nullable, of JalUnsearchedPage: these, and those at which somebody has looked before */
  char *looked;          /* nullable: how many those are, by whom and when */
  JalId unsearched_case; /* whose pages these are */
  GArray *answered; /* nullable, of JalGuardPage: of which the redacted copy shows no more than it says, boxes have seen
                       to that */
  gboolean
      incomplete_stay; /* (in): somebody has looked at the pages that may be incomplete: they go as they are drawn */
  /* Which pages of redacted copies may lack something (out) (nullable), a line a document and kind: they stopped the
     copy, or were let go. For the person at the screen, and for no log. */
  char *incomplete;
  /* What somebody read when he let it go (in) (nullable: whatever there is may go). Where another run finds other pages
     they are asked about again. */
  char *covers_agreed;
  GPtrArray *unsearched_agreed; /* of JalUnsearchedPage */
  char *incomplete_agreed;
} JalGuardTold;

/* What there is to be let go of a copy, besides words of names. */
typedef enum
{
  JAL_GUARD_COVERED,
  JAL_GUARD_UNSEARCHED,
  JAL_GUARD_INCOMPLETE,
} JalGuardKind;

/* Whether something of @kind was found that nobody has let go, as it reads. */
gboolean jal_guard_told_is_open (const JalGuardTold *told, JalGuardKind kind);

/* Gives @told what was decided for @from. */
void jal_guard_told_decided (JalGuardTold *told, const JalGuardTold *from);
/* Lets @told (begun with { 0 }) pass what stopped @from and was asked about, and what was let pass before; whole names
   never. What was found and not asked about yet is asked about next. */
void jal_guard_told_agree (JalGuardTold *told, const JalGuardTold *from);

/* Whether pages of the document are to be drawn; @told may be NULL. */
gboolean jal_guard_told_draws (const JalGuardTold *told, JalId document_id);
/* Notes a document whose pages may be drawn. */
void jal_guard_told_add_drawable (JalGuardTold *told, JalId document_id);
/* Notes that a page of the document, from 0, is covered. */
void jal_guard_told_add_document (JalGuardTold *told, JalId document_id, guint page);
/* Notes a page that shows no more than it says any longer. */
void jal_guard_told_add_answered (JalGuardTold *told, JalId document_id, guint page);
/* Adds those of @from (nullable). */
void jal_guard_told_add_all_answered (JalGuardTold *told, const GArray *from);
gboolean jal_guard_told_is_answered (const JalGuardTold *told, JalId document_id, guint page);
/* What was found goes from @from to @told, whose decisions stay. */
void jal_guard_told_take (JalGuardTold *told, JalGuardTold *from);
/* Adds to the pages that may be incomplete. */
void jal_guard_told_add_incomplete (JalGuardTold *told, const char *lines);
/* FALSE with REFUSED when pages of @told (nullable: nothing is told then) may be incomplete, and nobody has said that
 * they may go. */
gboolean jal_guard_told_decide_incomplete (const JalGuardTold *told, GError **error);
/* Returns (transfer full) (nullable): what went out with a copy that was saved all the same, a line each. */
char *jal_guard_told_dup_let_go (const JalGuardTold *told);
void jal_guard_told_clear (JalGuardTold *told);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalGuardTold, jal_guard_told_clear)

G_END_DECLS
