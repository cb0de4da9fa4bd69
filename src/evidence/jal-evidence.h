/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/jal-reader.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* --- The register -------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *title;   /* NULL: as it is */
  const char *kind;    /* NULL: as it is */
  const char *exhibit; /* NULL: as it is; "": none */
  const char *language;
  const char *sensitivity;
  const char *note;
  JalDate date; /* used when @set_date; JAL_DATE_NONE takes the date away */
  gboolean set_date;
} JalDocumentDraft;

/* Returns (transfer full): a GListStore of JalDocument in the case's order. */
GListStore *jal_evidence_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
JalDocument *jal_evidence_get (JalStore *store, JalId document_id, GError **error);
gboolean jal_evidence_update (JalStore *store, JalId document_id, const JalDocumentDraft *draft, GError **error);
/* Moves the document directly behind @after (JAL_ID_NONE: to the front). */
gboolean jal_evidence_move (JalStore *store, JalId document_id, JalId after, GError **error);
/* Takes the document off the register (a tombstone; its bytes stay, undo brings it back). */
gboolean jal_evidence_remove (JalStore *store, JalId document_id, GError **error);
/* Turns pages @first…@first+@count-1 of the document clockwise by @degrees (90, 180, 270); the original is untouched.
 */
gboolean jal_evidence_rotate (JalStore *store, JalId document_id, guint first, guint count, int degrees,
                              GError **error);
/* Returns (transfer full): a GListStore of JalCustodyEvent, oldest first. */
GListStore *jal_evidence_custody (JalStore *store, JalId document_id, GError **error);

/* --- Taking in ----------------------------------------------------------------------------------------------- */

typedef enum
{
  JAL_IMPORT_TAKEN,     /* a new document stands in the register */
  JAL_IMPORT_DUPLICATE, /* the same bytes stand there already: document_id names it */
  JAL_IMPORT_REFUSED,   /* not taken: reason says why */
  JAL_IMPORT_CANCELLED, /* not begun, or rolled back, because the user cancelled */
} JalImportOutcome;

#define JAL_TYPE_IMPORT_RESULT (jal_import_result_get_type ())
G_DECLARE_FINAL_TYPE (JalImportResult, jal_import_result, JAL, IMPORT_RESULT, GObject)
struct _JalImportResult
{
  GObject parent_instance;

  char *name; /* the file's display name */
  JalImportOutcome outcome;
  JalId document_id; /* of the new document, or of the one that is the same */
  char *reason;      /* nullable: a translated sentence */
  guint n_pages;
  gboolean locked; /* taken in, but a password is needed to read it: jal_evidence_unlock() */
};

typedef struct
{
  guint file; /* from 0 */
  guint n_files;
  const char *name;   /* of the current file */
  guint64 bytes_done; /* over all files */
  guint64 bytes_total;
} JalImportProgress;

/* Called on the importing thread. */
typedef void (*JalImportProgressFunc) (const JalImportProgress *progress, gpointer user_data);

/* Takes files, and folders with everything below them, into the case: each streamed in, hashed, read by the worker for
   its pages and text, and entered in the register together with its custody event in one transaction. One file's
   trouble is its own: it is listed and the rest goes on. Cancelling takes back the file in hand and keeps the finished
   ones. Hidden files and links that leave the folder are passed over and listed.
   Returns (transfer full): a GListStore of JalImportResult, one a file in the order taken; NULL only when nothing could
   be begun (vault closed, no sandbox, disk full …). */
GListStore *jal_evidence_import (JalStore *store, JalId case_id, const char *const *paths,
                                 JalImportProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                                 GError **error);

/* The same; PDFs that are locked are opened with @password (nullable), which is kept with them. */
GListStore *jal_evidence_import_with_password (JalStore *store, JalId case_id, const char *const *paths,
                                               const char *password, JalImportProgressFunc progress, gpointer progress_data,
                                               GCancellable *cancellable, GError **error);

/* --- Reading ------------------------------------------------------------------------------------------------- */

/**
 * JalDocumentReader:
 *
 * A document open for reading: its pages in its own order and rotation, whatever originals they come from. Every call
 * is synchronous, may be made from any thread, and may take seconds: never call it on the UI thread.
 */
/* Where one stopped reading, as the window put it. Returns (transfer full) (nullable). */
char *jal_document_get_place (JalStore *store, JalId document_id, GCancellable *cancellable);
/* Keeps it, without waiting and outside audit and undo. */
void jal_document_note_place (JalStore *store, JalId document_id, const char *place);

#define JAL_TYPE_DOCUMENT_READER (jal_document_reader_get_type ())
G_DECLARE_FINAL_TYPE (JalDocumentReader, jal_document_reader, JAL, DOCUMENT_READER, GObject)

/* Returns (transfer full). Ends its workers when the last reference goes. */
JalDocumentReader *jal_document_reader_open (JalStore *store, JalId document_id, GCancellable *cancellable,
                                             GError **error);
/* Reads the notes that others had put on the pages, of a file that was taken in before they were kept; those are listed from then on.
   Returns at once when that has been done. @more (out) (nullable): a file has more of them than are listed. Runs a reader, so never on
   the UI thread. */
gboolean jal_evidence_read_received (JalStore *store, JalId document_id, gboolean *more, GCancellable *cancellable, GError **error);
/* Called on the reading thread, before each file. */
typedef void (*JalReadAgainProgress) (gpointer user_data, guint done, guint total);
/* Reads the text of pages again that an older version of the program cut (words read from the right), in all cases; each file in one action.
   Can be stopped at any file, and goes on there the next time; when all are done it returns at once. @n_documents (out) (nullable): how
   many files were read. Runs readers, so never on the UI thread. */
gboolean jal_evidence_read_again (JalStore *store, JalReadAgainProgress progress, gpointer progress_data, guint *n_documents,
                                  GCancellable *cancellable, GError **error);
/* Opens a document that came locked with a password (jal_document_reader_open() failed with JAL_PAGES_ERROR_ENCRYPTED): reads
   its pages, keeps them and the password. The bytes stay as they came. JAL_PAGES_ERROR_ENCRYPTED when it is another password.
   Undo locks it again. */
gboolean jal_evidence_unlock (JalStore *store, JalId document_id, const char *password, GCancellable *cancellable,
                              GError **error);
guint jal_document_reader_get_n_pages (JalDocumentReader *self);
/* Which page of which original stands at @page of the document, and by how much the document turns it. */
gboolean jal_document_reader_locate (JalDocumentReader *self, guint page, JalId *original_id, guint *original_page,
                                     int *rotation);
/* The page's boxes and displayed size, the document's own rotation included in info->rotate and the sizes. */
gboolean jal_document_reader_get_page (JalDocumentReader *self, guint page, JalPageInfo *info,
                                       GCancellable *cancellable, GError **error);
JalPageText *jal_document_reader_get_text (JalDocumentReader *self, guint page, GCancellable *cancellable,
                                           GError **error);
/* Returns (transfer full, element type char *, each nullable): what pages @first … @first + @n - 1 say, as the vault holds it, without asking
   the worker: the text of jal_document_reader_get_text(), or NULL where the page itself must be read for it. */
GPtrArray *jal_document_reader_dup_said (JalDocumentReader *self, guint first, guint n, GCancellable *cancellable, GError **error);
/* @scale is in pixels a point of the displayed page; the document's rotation is applied, @extra_rotation on top of it.
 */
JalPixels *jal_document_reader_render (JalDocumentReader *self, guint page, double scale, int extra_rotation,
                                       GCancellable *cancellable, GError **error);
/* The pixels x … x+width-1, y … y+height-1 of that picture. */
JalPixels *jal_document_reader_render_region (JalDocumentReader *self, guint page, double scale, int extra_rotation, guint x,
                                              guint y, guint width, guint height, GCancellable *cancellable, GError **error);
/* From now on (or no longer) a page with a picture that takes much memory is not drawn: JAL_PAGES_ERROR_HEAVY. */
void jal_document_reader_set_light (JalDocumentReader *self, gboolean light);
/* What was given up on the original that @page is of is tried anew. */
void jal_document_reader_try_again (JalDocumentReader *self, guint page);
/* Returns (transfer full, element type JalLead): the outlines of the originals, in the document's order, leading to the
   document's pages. Entries of pages that are not in the document are left out. */
GPtrArray *jal_document_reader_get_outline (JalDocumentReader *self, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalLead): the links on @page that lead to a page of the document, or outside. */
GPtrArray *jal_document_reader_get_links (JalDocumentReader *self, guint page, GCancellable *cancellable, GError **error);
/* Whether poppler complained while it drew or read the page: "this page may be incomplete". */
gboolean jal_document_reader_page_has_complaints (JalDocumentReader *self, guint page);

/* Returns (transfer full): the text of the whole document as the vault holds it, pages separated by form feeds. */
char *jal_evidence_dup_text (JalStore *store, JalId document_id, GError **error);

/* What somebody looked at of one document, apart from opening it in the reader, which puts itself on record. */
typedef enum
{
  JAL_EVIDENCE_ENTRY,      /* its entry: file, note, custody, holder */
  JAL_EVIDENCE_TEXT,       /* its text */
  JAL_EVIDENCE_MARKS,      /* its marks with their words and notes */
  JAL_EVIDENCE_REDACTIONS, /* its redactions with their words */
} JalEvidenceView;

/* Puts on record that somebody looked at it, once until the vault is closed. A list of titles is no look at any of them.
   Returns at once. */
void jal_evidence_note_view (JalStore *store, JalDocument *document, JalEvidenceView view);

G_END_DECLS
