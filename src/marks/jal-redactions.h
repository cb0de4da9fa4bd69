/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-phrase.h"
#include "pages/jal-page-text.h"
#include "record/jal-redaction-rows.h"
#include "store/jal-store.h"

/* What is to be taken out of copies. Nothing here changes a document: a copy is made by release/jal-redacted-copy.h. */

G_BEGIN_DECLS

typedef struct
{
  JalId document_id;
  guint page;               /* from 0, in the document */
  const JalMarkQuad *quads; /* in default user space of the original's page */
  guint n_quads;            /* 1…1000 */
  const char *quoted;       /* NULL: "" */
  const char *context_before;
  const char *context_after;
  const char *reason; /* id of a reason in the law data; NULL: the first, the survivor's identity */
  const char *origin; /* "text", "area", "search", "pattern", "name" */
  const char *rule;   /* NULL: "" */
  const char *reach;  /* NULL: "here" for an area, "everywhere" otherwise */
} JalRedactionDraft;

/* Makes them all: one committed action with one undo. @ids (nullable) (out) (transfer full, element type JalId). */
gboolean jal_redactions_add (JalStore *store, const JalRedactionDraft *drafts, guint n, GArray **ids, GError **error);
/* The same; @again (nullable, of JalId) are rejected ones, which are put back to be reviewed; @ids has them, too. One of both may be none. */
gboolean jal_redactions_add_again (JalStore *store, const JalRedactionDraft *drafts, guint n, const GArray *again, GArray **ids,
                                   GError **error);
/* Redacts what lies in @area of the displayed page (points from its upper left corner), with the words that are there.
   Opens a reader, so never on the UI thread. */
gboolean jal_redactions_add_area (JalStore *store, JalId document_id, guint page, JalBox area, const char *reason,
                                  JalId *id, GCancellable *cancellable, GError **error);
/* Whether it is a box that can be put elsewhere: words are redacted where they stand. */
gboolean jal_redaction_is_box (const JalRedaction *redaction);
/* Puts the box @id elsewhere on @page of the document, which it lies on: its words are those under it now, and it is to be reviewed again.
   REFUSED for anything but a box. Opens a reader, so never on the UI thread. */
gboolean jal_redactions_place_area (JalStore *store, JalId id, JalId document_id, guint page, JalBox area, GCancellable *cancellable,
                                    GError **error);
/* Redacts what others only covered in @documents (of JalId, all of one case): words that can be read in the received file and not seen, and what notes that came with it hide.
   One action with one undo; NOT_FOUND when there is nothing that is not redacted already. @ids (out) (optional) (transfer full,
   element type JalId). Opens readers, so never on the UI thread. */
gboolean jal_redactions_add_hidden (JalStore *store, const GArray *documents, const char *reason, GArray **ids,
                                    GCancellable *cancellable, GError **error);
/* Returns (transfer full): a GListStore of JalRedaction by page, then from top to bottom. */
GListStore *jal_redactions_list (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);
/* Returns (transfer full): those of all documents of the case, with the document of each, in the order of the register; one that two documents
   show stands under the first. */
GListStore *jal_redactions_list_case (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
/* One action for all @ids. NULL arguments leave a field as it is. @state is "pending", "accepted" or "rejected". */
gboolean jal_redactions_update (JalStore *store, const JalId *ids, guint n, const char *state, const char *reason,
                                const char *reach, GError **error);
gboolean jal_redactions_remove (JalStore *store, const JalId *ids, guint n, GError **error);

/* --- Finding what should be redacted -------------------------------------------------------------------------- */

typedef struct
{
  const char *words;           /* nullable: what to look for */
  const char *const *patterns; /* nullable: ids of patterns in the law data, ended by NULL */
  gboolean names;              /* the case's protected names as well */
  guint nears;                 /* JAL_NEAR_FLAG()s of what counts as found; 0: JAL_NEAR_ALL */
  JalId document_id;           /* JAL_ID_NONE: the whole case */
  gboolean *more;              /* (out) (nullable): there is more than JAL_REDACTION_HITS_MAX of it */
} JalRedactionQuery;

#define JAL_REDACTION_HITS_MAX 20000

/* Where words stand. What nobody sees on the page keeps a copy back all the same; redacting it makes the copy without it. */
typedef enum
{
  JAL_HIT_PAGE,
  JAL_HIT_NOTE,    /* a note, a comment box, a field */
  JAL_HIT_LAYER,   /* a page with layers, and not in sight */
  JAL_HIT_OUTSIDE, /* outside what is shown of the page, or drawn with nothing to be seen */
  JAL_HIT_LINK,    /* the address of a link */
  JAL_HIT_FILE,    /* another part of the file */
} JalHitWhere;

/* "page", "note", "layer", "outside", "link", "file". */
const char *jal_hit_where_id (JalHitWhere where);
/* Returns (nullable): the same in words, "in a hidden layer"; NULL on the page itself. */
const char *jal_hit_where_words (JalHitWhere where);

#define JAL_TYPE_REDACTION_HIT (jal_redaction_hit_get_type ())
G_DECLARE_FINAL_TYPE (JalRedactionHit, jal_redaction_hit, JAL, REDACTION_HIT, GObject)
/* One place where something stands that may be redacted. */
struct _JalRedactionHit
{
  GObject parent_instance;

  JalId document_id;
  char *document;  /* exhibit number and title */
  guint page;      /* from 0, in the document */
  guint first;     /* character of the page's text */
  guint n;
  char *words;     /* as they stand there */
  char *before;    /* some words on either side */
  char *after;
  char *rule;      /* what was looked for */
  char *origin;    /* "search", "pattern", "name" */
  const char *reason; /* the reason that goes with the rule */
  JalNear near;
  gboolean half;   /* the name goes on over the page's end: its other half is a hit of its own */
  gboolean piece;  /* a column of a name that is written a letter a line, the rest of it stands elsewhere on the page */
  gboolean beside; /* in a note, a comment box or a field of a form, not among the page's words: */
  JalBox box;      /* where that is drawn, default user space */
  JalHitWhere where;
  gboolean marked; /* it is redacted already, or that was rejected: */
  gboolean let_stand; /* somebody has looked at it and said that it may stay */
  JalId known_id;     /* the redaction that is marked; JAL_ID_NONE */
  gboolean wanted; /* for whoever shows it: ticked. Set for what is surely meant, and not for what is marked */
};

/* Pages that have no words the program could search: a person has to look at them. */
typedef struct
{
  JalId document_id;
  char *document;
  char *pages; /* "3, 7–9" */
  guint n_pages;
} JalBlindPages;

/* Looks through all text that the vault has, and puts on record that somebody did. @blind (nullable) (out) (transfer full, element type JalBlindPages, elements
   cleared with the array). Returns (transfer full): a GListStore of JalRedactionHit by document and page. */
GListStore *jal_redactions_search (JalStore *store, JalId case_id, const JalRedactionQuery *query, GArray **blind,
                                   GCancellable *cancellable, GError **error);
/* Redacts the hits that are wanted and not marked; those that are wanted and were let stand are put back to be reviewed. One action
   with one undo. @reason (nullable): instead of the hits' own.
   Opens readers, so never on the UI thread. Returns (transfer full, element type JalId); empty when none was wanted. */
GArray *jal_redactions_add_hits (JalStore *store, GListModel *hits, const char *reason, GCancellable *cancellable,
                                 GError **error);

/* What somebody gets who gets the document as it is. */
typedef struct
{
  guint n_redactions; /* that such a copy would not carry; rejected ones are none */
  guint n_names;      /* how often the case's protected names and places stand in it, where nobody has said that they may */
  char *name_pages;   /* nullable: "3, 7–9" */
  guint n_parts;      /* single words of such names, likewise */
  char *part_pages;   /* nullable */
  guint n_name_pages; /* on so many pages */
  guint n_part_pages;
  gboolean more;      /* there is more of it than was counted */
  guint n_blind;      /* pages that nobody could search, in a case that protects names */
  char *blind_pages;  /* nullable */
  char *told;         /* nullable: page and words, a line each: for the person at the screen, and for no log */
} JalBareCopy;

void jal_bare_copy_clear (JalBareCopy *bare);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalBareCopy, jal_bare_copy_clear)
/* Whether there is anything that a person should hear of before the document goes out as it is. */
gboolean jal_bare_copy_says (const JalBareCopy *bare);
/* Returns (transfer full): that in sentences, a line each; without the words. Pages that could not be searched come last. */
char *jal_bare_copy_describe (const JalBareCopy *bare);
/* Looks through the document's words, notes and fields. Opens readers, so never on the UI thread. @bare (out). */
gboolean jal_redactions_look_bare (JalStore *store, JalId document_id, JalBareCopy *bare, GCancellable *cancellable,
                                   GError **error);

/* --- Protected names ------------------------------------------------------------------------------------------ */

/* Returns (transfer full): a GListStore of JalProtectedName in the order of their writing. */
GListStore *jal_protected_names_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
/* REFUSED when the name is empty or stands in the list already. */
gboolean jal_protected_names_add (JalStore *store, JalId case_id, const char *kind, const char *name, JalId *id,
                                  GError **error);
/* NULL arguments leave a field as it is. */
gboolean jal_protected_names_update (JalStore *store, JalId id, const char *kind, const char *name, GError **error);
gboolean jal_protected_names_remove (JalStore *store, JalId id, GError **error);

/* --- Bad redactions in received files -------------------------------------------------------------------------- */

/* Returns (transfer full, element type JalHiddenWords): what was found when the document was taken in. */
GArray *jal_redactions_hidden_words (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);

G_END_DECLS
