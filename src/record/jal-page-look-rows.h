/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Somebody looked at a page that no search can read, and said that it may go out. */
typedef struct
{
  JalId id;
  JalId case_id;
  JalId original_id;
  guint page;          /* from 0, in the original */
  guint document_page; /* from 0, in the document it was listed for */
  char *kind;          /* what was asked: "wordless", "unreadable", "unsaid" */
  char *names;         /* as jal_page_look_names() said then */
  char *boxes;         /* as jal_page_look_boxes() said then */
  char *author;
  gint64 looked_at;
} JalPageLook;

/* Why a look does not count any more. */
typedef enum
{
  JAL_LOOK_STANDS,
  JAL_LOOK_NAMES, /* the case protects names that it did not then */
  JAL_LOOK_BOXES, /* a box is gone, or was rejected */
} JalLookDoubt;

void jal_page_look_free (JalPageLook *look);
/* Returns (transfer full): what the case protects, for comparing; says no name. @names: of JalProtectedName. */
char *jal_page_look_names (GListModel *names);
/* Returns (transfer full): what is redacted on a page of a document. @redactions: of JalRedaction, of the document. */
char *jal_page_look_boxes (GListModel *redactions, guint document_page);
/* Whether @look still counts where these are the names and boxes now. Fewer names and more boxes do it no harm. */
JalLookDoubt jal_page_look_doubt (const JalPageLook *look, const char *names, const char *boxes);

/* Writes @look, id and time included; one of the same page and kind that is there already is written over. */
gboolean jal_page_look_rows_put (JalTx *tx, JalPageLook *look, GError **error);
/* Takes those of the page and kind back; *@any says whether there was one. */
gboolean jal_page_look_rows_remove (JalTx *tx, JalId original_id, guint page, const char *kind, gboolean *any,
                                    GError **error);
/* Returns (transfer full, keys char *): the names of people who had a key to the vault, and whose name nobody has who has one now. Whoever was
   renamed since has two names here, and the older one is not among them. */
GHashTable *jal_page_look_rows_gone (JalTx *tx, GError **error);
/* Returns (transfer full, element type JalPageLook): those of the document, by page. */
GPtrArray *jal_page_look_rows_list (JalTx *tx, JalId document_id, GError **error);

G_END_DECLS
