/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-lang.h"
#include "pages/jal-page-text.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What a new mark is made of. It is kept with the original, so that it follows the page wherever it stands. */
typedef struct
{
  JalId document_id;
  guint page;               /* from 0, in the document */
  const char *kind;         /* one of jal_marks_kinds() */
  const JalMarkQuad *quads; /* in default user space of the original's page */
  guint n_quads;            /* 1…1000; a drawn mark may leave them out: they go round its points */
  const JalMarkPoint *points; /* of a line or an arrow (two) or of ink; in default user space */
  guint n_points;
  const char *color;        /* NULL: yellow */
  const char *text;         /* NULL: "" */
  const char *quoted;       /* NULL: "" */
  const char *context_before;
  const char *context_after;
  const char *audience; /* NULL: private */
  const char *received; /* nullable: the annotation of the file that it is adopted from */
} JalMarkDraft;

/* Where a mark stands now. */
typedef struct
{
  const JalMarkQuad *quads;
  guint n_quads;
  const JalMarkPoint *points;
  guint n_points;
  const char *quoted; /* NULL: as it is; the same for the context */
  const char *context_before;
  const char *context_after;
  JalId document_id; /* JAL_ID_NONE: the mark stays on its page; else it goes to page @page of this document */
  guint page;
} JalMarkPlace;

/* Makes the mark: a committed transaction with undo. The author is the store's actor. */
gboolean jal_marks_add (JalStore *store, const JalMarkDraft *draft, JalId *id, GError **error);
/* Finds @words on the page and marks the first hit (all hits when @every). Opens a reader, so never on the UI thread.
   Returns (transfer full): a GArray of JalId; NOT_FOUND when the words are not on the page. */
GArray *jal_marks_add_by_words (JalStore *store, JalId document_id, guint page, const char *words, gboolean every,
                                const JalMarkDraft *look, GCancellable *cancellable, GError **error);
/* The same for an area of the displayed page, in points from its top left corner: a box, a text, a note, or a highlight on
   a scan. REFUSED when it does not lie on the page. */
gboolean jal_marks_add_area (JalStore *store, JalId document_id, guint page, JalBox displayed, const JalMarkDraft *look,
                             JalId *id, GCancellable *cancellable, GError **error);
/* The same for a line, an arrow or ink; @displayed holds JalMarkPoint of the displayed page. */
gboolean jal_marks_add_strokes (JalStore *store, JalId document_id, guint page, GArray *displayed,
                                const JalMarkDraft *look, JalId *id, GCancellable *cancellable, GError **error);
/* Returns (transfer full): the words of the page whose letters lie in @displayed; "" for none. */
char *jal_marks_quote_area (const JalPageInfo *info, const JalPageText *text, JalBox displayed);
/* The letters of the page whose middle lies in one of the quads, from the first to the last of them; FALSE when there are none. */
gboolean jal_marks_find_letters (const JalPageInfo *info, const JalPageText *text, const JalMarkQuad *quads, guint n_quads, guint *first,
                                 guint *last);
/* Puts into @place what a mark of @kind quotes at the quads of @place, and what stands around it. What a box framed, or a mark on words
   covered, at its old place is not what it says at the new one; every other kind keeps its words: then this returns FALSE. The words
   are the caller's to free. */
gboolean jal_marks_quote_anew (const JalPageInfo *info, const JalPageText *text, const char *kind, JalMarkPlace *place);

/* In points of the displayed page. @width and @height 0: the size stays. A note keeps its size. */
typedef struct
{
  gboolean absolute; /* @x, @y is the new top left corner, not a way to go */
  double x;
  double y;
  double width;
  double height;
} JalMarkMove;

/* Moves the mark as it is seen in the document that shows it. Opens a reader, so never on the UI thread. */
gboolean jal_marks_move (JalStore *store, JalId id, const JalMarkMove *move, GCancellable *cancellable, GError **error);
/* NULL arguments leave a field as it is. */
gboolean jal_marks_update (JalStore *store, JalId id, const char *text, const char *audience, const char *color,
                           GError **error);
/* Moves or resizes the mark; a doubtful one is in doubt no more. */
gboolean jal_marks_place (JalStore *store, JalId id, const JalMarkPlace *place, GError **error);
/* Lets the mark lead to a document of its case, to a session of its case, or with both JAL_ID_NONE nowhere. */
gboolean jal_marks_link (JalStore *store, JalId id, JalId document_id, JalId session_id, GError **error);
/* Settles a doubtful mark where it stands: @anchor is "sure" (it is right) or "left" (it may stay as it is). */
gboolean jal_marks_settle (JalStore *store, JalId id, const char *anchor, GError **error);
gboolean jal_marks_remove (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalMark by page, then from top to bottom. */
GListStore *jal_marks_list (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);
/* Returns (transfer full): a GListStore of JalMark, what others put on the pages before the file came: audience "received", the
   author the file names, @received the identifier of the mark that adopted it, or NULL. Nobody can change them. */
GListStore *jal_marks_list_received (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error);
/* Makes a received mark of the document one's own: private, with its words; REFUSED when that has been done. */
gboolean jal_marks_adopt (JalStore *store, JalId document_id, JalId received_id, JalId *id, GError **error);
/* What became of the marks of an older version. */
typedef struct
{
  JalId older_id;  /* the document that holds the older version now */
  guint n_marks;   /* brought over */
  guint n_doubtful; /* of those, to be looked at */
} JalMarksNewer;

/* Takes the file at @path in and puts it in the document's place; the older file stays, with its marks, as a document of its
   own. Marks are brought over by the words they quote and what stands around them. Reads both versions, so never on the UI
   thread. One undo takes it back (the file then stands in the register as it was taken in). */
gboolean jal_marks_take_newer (JalStore *store, JalId document_id, const char *path, JalMarksNewer *result,
                               GCancellable *cancellable, GError **error);
/* Returns (transfer full): the mark, its document_page -1; NULL with NOT_FOUND. */
JalMark *jal_marks_get (JalStore *store, JalId id, GError **error);
/* A document that shows the mark and its page there, from 0. */
gboolean jal_marks_find_page (JalStore *store, JalId id, JalId *document_id, guint *page, GError **error);

/* Returns (transfer none), closed by NULL: the kinds of marks and the names of colours, in the order they are offered. */
const char *const *jal_marks_kinds (void);
const char *const *jal_marks_colors (void);
/* Returns (transfer full) (nullable): what each of jal_marks_colors() means in the case: the case's own word, else that
   of the law data in @lang. */
char **jal_marks_meanings (JalStore *store, JalId case_id, JalLang lang, GCancellable *cancellable, GError **error);
/* "" goes back to the word of the law data. */
gboolean jal_marks_set_meaning (JalStore *store, JalId case_id, const char *color, const char *meaning, GError **error);
/* The colour as a thin line is drawn in it, to be seen on white paper. */
gboolean jal_marks_line_color (const char *name, double rgb[3]);
/* The named colours as red, green, blue in 0…1; FALSE for an unknown name. */
gboolean jal_marks_color (const char *name, double rgb[3]);

G_END_DECLS
