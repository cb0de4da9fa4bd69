/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* --- Originals ----------------------------------------------------------------------------------------------- */

/* What one file brought, never changed. The strings belong to the caller. */
typedef struct
{
  JalId id;
  JalId case_id;
  JalId blob_id;
  const char *name;  /* the file's name, kept inside the vault only */
  const char *media; /* "pdf", "jpeg", "png" */
  guint64 size;
  const char *sha256; /* 64 hex digits */
  guint n_pages;
  gint64 imported_at;
  const char *password; /* nullable */
} JalOriginalRow;

gboolean jal_original_rows_insert (JalTx *tx, const JalOriginalRow *row, GError **error);
/* The living document of the case that holds the same bytes already; *@document_id is JAL_ID_NONE when there is none.
 */
gboolean jal_original_rows_find_same (JalTx *tx, JalId case_id, const char *sha256, JalId *document_id, GError **error);
/* The whole original as a part of no document, also when it has left the register: builds keep pointing to it. */
gboolean jal_original_rows_get (JalTx *tx, JalId id, JalDocumentPart *part, GError **error);
/* What opens a locked original: *@password (transfer full, nullable) is NULL when nothing does or nothing is needed. */
gboolean jal_original_rows_get_password (JalTx *tx, JalId id, char **password, GError **error);
/* Gives a locked original its password and its pages, in the documents that have it whole, too. */
gboolean jal_original_rows_unlock (JalTx *tx, JalId id, const char *password, guint n_pages, GError **error);
gboolean jal_custody_rows_insert (JalTx *tx, JalId original_id, const char *verb, const char *detail, GError **error);
/* What a look at the bytes of an original found: in its custody, and in the table that keeps a mismatch from leaving. */
gboolean jal_custody_rows_note_check (JalTx *tx, JalId original_id, gboolean matches, GError **error);
/* Whether the last look at the bytes of an original found others than were taken in. */
gboolean jal_custody_rows_is_bad (JalTx *tx, JalId original_id, gboolean *bad, GError **error);
/* Returns (transfer full): one event. */
JalCustodyEvent *jal_custody_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalCustodyEvent of all originals of the document, oldest first. */
GListStore *jal_custody_rows_list (JalTx *tx, JalId document_id, GError **error);
/* Takes the text of all its pages out of the table and the index. */
gboolean jal_page_text_remove (JalTx *tx, JalId original_id, GError **error);
/* The text of one page as the worker read it; replaces what was there. */
gboolean jal_page_text_set (JalTx *tx, JalId original_id, guint page, const char *text, GError **error);
/* What jal_page_text_set() writes beside the text: 1 since words that are read from the right keep all their letters, 2 since a page says that it shows
   words of unknown letters, 3 since it says that it shows more than its words say, 4 since rules, boxes and curves are no writing, and a stamp
   is some, 5 since the cells of a table are parted, and letters are told by standing in a row,
   6 since what fonts draw is left out to the pixel, 7 since the rows of a table come one after the other, 8 since fonts are asked about that say one
   character, or nothing, of many shapes, and letters that are drawn as words. */
#define JAL_PAGE_TEXT_READING 8
/* Puts the text of @n pages from @first on into @texts (char *, nullable each) from @at on. A page whose text is not kept, or was written by
   an older reading or by somebody's hand, stays as it was. */
gboolean jal_page_text_list (JalTx *tx, JalId original_id, guint first, GPtrArray *texts, guint at, guint n, GError **error);
/* The bytes of all text that is kept of an original. */
gboolean jal_page_text_get_size (JalTx *tx, JalId original_id, gint64 *n_bytes, GError **error);
/* A page whose text an older reading wrote. */
typedef struct
{
  JalDocumentPart part; /* original_id, blob_id and media alone */
  guint page;           /* of the original */
  JalId document_id;    /* one that has the original */
  JalId case_id;
} JalOldText;
/* Returns (transfer full, element type JalOldText): them all, by original and page. Goes through all text that the vault has. */
GArray *jal_page_text_list_old (JalTx *tx, GError **error);
/* Puts what was read again in place of what an older reading left; nothing where that is gone. */
gboolean jal_page_text_renew (JalTx *tx, JalId original_id, guint page, const char *text, GError **error);
/* The text stays as it is, and is not read again. */
gboolean jal_page_text_keep (JalTx *tx, JalId original_id, guint page, GError **error);

/* --- Documents ----------------------------------------------------------------------------------------------- */

/* Writes a new row from the persistent fields of @value. */
gboolean jal_document_rows_insert (JalTx *tx, JalDocument *value, GError **error);
/* Overwrites what a user can fill in, the rank included. */
gboolean jal_document_rows_update (JalTx *tx, JalDocument *value, GError **error);
/* Returns (transfer full): GListStore of JalDocument in order. */
GListStore *jal_document_rows_list (JalTx *tx, JalId case_id, GError **error);
/* Returns (transfer full), or NULL with NOT_FOUND. */
JalDocument *jal_document_rows_get (JalTx *tx, JalId id, GError **error);

/* Returns (transfer full): a GArray of JalDocumentPart in order. */
GArray *jal_document_rows_parts (JalTx *tx, JalId document_id, GError **error);
/* Whether the document came locked with a password that nobody has entered yet: its pages are not known then. */
gboolean jal_document_parts_are_locked (GArray *parts);
gboolean jal_document_rows_add_part (JalTx *tx, JalId document_id, const JalDocumentPart *part, double rank,
                                     GError **error);
/* Makes @parts the whole document: rows that agree in id stay and are updated, others go, new ones (empty id) come. */
gboolean jal_document_rows_set_parts (JalTx *tx, JalId document_id, GArray *parts, GError **error);
/* Returns (transfer full): the pages' text in the document's order, a form feed between two pages. */
char *jal_document_rows_dup_text (JalTx *tx, JalId document_id, GError **error);

G_END_DECLS
