/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking evidence in.
 *
 *   file → chunks → hashed and encrypted into the vault ─┐
 *     └──→ worker: pages, text ──────────────────────────┴─→ one action: blob, original, custody, document, text
 *
 * 1. One file is one action: either it stands in the register with its custody event, or nothing of it remains.
 * 2. One file's trouble is its own. What concerns all (no room, no sandbox, the vault closed) ends the import.
 * 3. Nothing is written outside the vault. The worker reads the user's file through the program, range by range.
 * 4. A page that cannot be read does not keep a document out; a document without one readable page stays out.
 * 5. A PDF that is locked with a password comes in as it is, without pages, until somebody enters the password.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/jal-erasure.h"
#include "evidence/jal-evidence.h"
#include "evidence/jal-import-files-private.h"
#include "evidence/jal-import-pages-private.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"
#include "record/jal-rank.h"
#include "store/jal-blob.h"

G_DEFINE_FINAL_TYPE (JalImportResult, jal_import_result, G_TYPE_OBJECT)

static void
jal_import_result_finalize (GObject *object)
{
  JalImportResult *self = JAL_IMPORT_RESULT (object);

  g_free (self->name);
  g_free (self->reason);
  G_OBJECT_CLASS (jal_import_result_parent_class)->finalize (object);
}

static void
jal_import_result_class_init (JalImportResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_import_result_finalize;
}

static void
jal_import_result_init (JalImportResult *self)
{
  self->name = g_strdup ("");
}

/* One import. */
typedef struct
{
  JalStore *store;
  JalId case_id;
  JalImportProgressFunc progress_func;
  gpointer progress_data;
  JalImportProgress progress;
  const char *password; /* nullable */
  GCancellable *cancellable;
} Import;

/* One file of it. */
typedef struct
{
  Import *import;
  const JalImportFile *file;
  int fd;
  struct stat info;
  JalReaderKind kind;
  JalBlobWriter *writer;
  JalBlobInfo blob;
  JalImportPages pages;
  JalImportLock lock;
  JalId document_id;
} Intake;

static void
report (Import *import, guint64 more)
{
  import->progress.bytes_done += more;
  if (import->progress_func != NULL)
    import->progress_func (&import->progress, import->progress_data);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* --- The user's file ----------------------------------------------------------------------------------------- */

static gboolean
read_range (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Intake *intake = data;

  while (length > 0)
    {
      gssize n = pread (intake->fd, to, length, (off_t)offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return refuse (error, n < 0 ? _ ("The file could not be read to its end. Is the disk or the stick still there?")
                                    : _ ("The file became shorter while it was read. Take it in again."));
      to += n;
      offset += (guint64)n;
      length -= (gsize)n;
    }
  return TRUE;
}

static gboolean
open_file (Intake *intake, GError **error)
{
  guint8 head[JAL_READER_SNIFF_SIZE];
  gsize n;

  /* NONBLOCK: a pipe that took the file's place since it was listed must not make us wait. */
  intake->fd = open (intake->file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (intake->fd < 0)
    return refuse (error, errno == EACCES ? _ ("You may not read this file.") : _ ("This file could not be opened."));
  if (fstat (intake->fd, &intake->info) != 0 || !S_ISREG (intake->info.st_mode))
    return refuse (error, _ ("Not a file that can be read."));
  n = MIN ((gsize)intake->info.st_size, sizeof head);
  if (!read_range (intake, 0, n, head, error))
    return FALSE;
  return jal_reader_sniff (head, n, &intake->kind, error);
}

/* The same file with the same bytes, as far as the system can tell. */
static gboolean
check_unchanged (Intake *intake, GError **error)
{
  struct stat now;

  if (fstat (intake->fd, &now) != 0 || now.st_size != intake->info.st_size
      || now.st_mtim.tv_sec != intake->info.st_mtim.tv_sec || now.st_mtim.tv_nsec != intake->info.st_mtim.tv_nsec)
    return refuse (error, _ ("The file was changed by another program while it was read. Take it in again."));
  return TRUE;
}

static gboolean
stream_in (Intake *intake, GError **error)
{
  Import *import = intake->import;
  g_autofree guint8 *buffer = g_malloc (JAL_BLOB_CHUNK);
  guint64 size = (guint64)intake->info.st_size;

  intake->writer = jal_blob_writer_new (import->store);
  for (guint64 offset = 0; offset < size;)
    {
      gsize n = (gsize)MIN (size - offset, (guint64)JAL_BLOB_CHUNK);

      if (!read_range (intake, offset, n, buffer, error)
          || !jal_blob_writer_append (intake->writer, buffer, n, import->cancellable, error))
        return FALSE;
      offset += n;
      report (import, n);
    }
  return jal_blob_writer_finish (intake->writer, &intake->blob, import->cancellable, error);
}

/* --- Into the register --------------------------------------------------------------------------------------- */

static gboolean
register_document (JalTx *tx, gpointer data, GError **error)
{
  static const char *const media[] = { [JAL_READER_PDF] = "pdf", [JAL_READER_JPEG] = "jpeg", [JAL_READER_PNG] = "png" };
  Intake *intake = data;
  JalId case_id = intake->import->case_id;
  g_autofree char *base = g_path_get_basename (intake->file->name);
  g_autofree char *detail = NULL;
  g_autofree char *payload = NULL;
  g_autoptr (JalDocument) document = g_object_new (JAL_TYPE_DOCUMENT, NULL);
  JalOriginalRow original = { .id = jal_id_new (), .case_id = case_id, .name = base, .media = media[intake->kind] };
  JalDocumentPart part = { .original_id = original.id, .n_pages = intake->pages.texts->len };

  if (!jal_blob_writer_adopt (intake->writer, tx, &intake->blob, error))
    return FALSE;
  original.blob_id = intake->blob.id;
  original.size = intake->blob.size;
  original.sha256 = intake->blob.sha256;
  original.n_pages = intake->pages.texts->len;
  original.imported_at = jal_tx_get_now (tx);

  document->id = intake->document_id;
  document->case_id = case_id;
  g_free (document->title);
  document->title = jal_import_make_title (base);
  g_free (document->kind);
  document->kind = g_strdup (jal_import_guess_kind (document->title));
  g_free (document->language);
  document->language = g_strdup ("en");
  g_free (document->sensitivity);
  document->sensitivity = g_strdup ("normal");
  document->created_at = original.imported_at;

  detail = g_strdup_printf (
      "SHA-256 %s; %" G_GUINT64_FORMAT " bytes; Jalada " JALADA_VERSION "%s%s%s%s", original.sha256, original.size,
      intake->pages.n_unread > 0 ? "; pages not readable: " : "", intake->pages.unread->str,
      intake->pages.n_doubtful > 0 ? "; pages perhaps not shown whole: " : "", intake->pages.doubtful->str);
  payload = g_strdup_printf ("{\"sha256\":\"%s\",\"bytes\":%" G_GUINT64_FORMAT ",\"pages\":%u}", original.sha256,
                             original.size, original.n_pages);
  jal_tx_set_payload (tx, payload);
  if (intake->lock == JAL_IMPORT_BY_PASSWORD)
    original.password = intake->import->password;
  return jal_rank_last (tx, "document", "case_id", case_id, &document->rank, error)
         && jal_original_rows_insert (tx, &original, error)
         && jal_custody_rows_insert (tx, original.id, "received", detail, error)
         && jal_document_rows_insert (tx, document, error)
         && jal_document_rows_add_part (tx, document->id, &part, 1.0, error)
         && jal_import_pages_write (&intake->pages, tx, original.id, error);
}

typedef struct
{
  JalId case_id;
  const char *sha256;
  JalId document_id;
  char *title; /* of that document, (transfer full) */
  gboolean forbidden; /* content that may not be held */
} Search;

static gboolean
find_same (JalTx *tx, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (JalDocument) document = NULL;

  if (!jal_erasure_forbids (tx, search->sha256, &search->forbidden, error))
    return FALSE;
  if (search->forbidden)
    return TRUE;
  if (!jal_original_rows_find_same (tx, search->case_id, search->sha256, &search->document_id, error))
    return FALSE;
  if (jal_id_is_none (search->document_id))
    return TRUE;
  document = jal_document_rows_get (tx, search->document_id, error);
  search->title = document != NULL ? g_strdup (document->title) : NULL;
  return document != NULL;
}

/* --- One file ------------------------------------------------------------------------------------------------ */

static void
clear_intake (Intake *intake)
{
  g_clear_pointer (&intake->writer, jal_blob_writer_free);
  jal_import_pages_clear (&intake->pages);
  if (intake->fd >= 0)
    close (intake->fd);
}

/* What to know of the pages of a file that was taken in; NULL when all is well. */
static char *
describe_pages (Intake *intake)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (intake->pages.n_unread > 0)
    g_string_append_printf (
        text,
        g_dngettext (GETTEXT_PACKAGE, "Page %s cannot be read.", "Pages %s cannot be read.", intake->pages.n_unread),
        intake->pages.unread->str);
  if (intake->pages.n_unread > 0 && intake->pages.n_doubtful > 0)
    g_string_append_c (text, ' ');
  if (intake->pages.n_doubtful > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, "Page %s may not be shown whole: hold it against the paper.",
                                         "Pages %s may not be shown whole: hold them against the paper.",
                                         intake->pages.n_doubtful),
                            intake->pages.doubtful->str);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Takes the file in; @result says what became of it. FALSE when it was not taken, for the reason in @error. */
static gboolean
take_in (Intake *intake, JalImportResult *result, GError **error)
{
  Import *import = intake->import;
  Search search = { .case_id = import->case_id };
  JalBytes bytes = { 0, read_range, intake, NULL };
  JalAct act = {
    .verb = "evidence.import", .label = N_ ("taking in of a file"), .case_id = import->case_id, .undoable = TRUE
  };

  if (!open_file (intake, error) || !stream_in (intake, error))
    return FALSE;
  bytes.size = intake->blob.size;
  search.sha256 = intake->blob.sha256;
  if (!jal_store_read (import->store, find_same, &search, import->cancellable, error))
    return FALSE;
  if (search.forbidden)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("The register says that this content may not be held: the exhibit stands there by number, hash "
                              "and holder only."));
      return FALSE;
    }
  if (!jal_id_is_none (search.document_id))
    {
      result->outcome = JAL_IMPORT_DUPLICATE;
      result->document_id = search.document_id;
      result->reason = g_strdup_printf (_ ("The same file is already in this case as “%s”."), search.title);
      g_free (search.title);
      return TRUE;
    }
  if (!jal_import_pages_read (&intake->pages, &bytes, intake->kind, import->password, &intake->lock, import->cancellable, error)
      || !check_unchanged (intake, error))
    return FALSE;
  act.subject_id = intake->document_id = jal_id_new ();
  if (!jal_store_act (import->store, &act, register_document, intake, import->cancellable, error))
    return FALSE;
  result->outcome = JAL_IMPORT_TAKEN;
  result->document_id = intake->document_id;
  result->n_pages = intake->pages.texts->len;
  result->locked = intake->lock == JAL_IMPORT_LOCKED;
  result->reason = result->locked ? g_strdup (_ ("It is locked with a password: open it and enter the password."))
                                  : describe_pages (intake);
  return TRUE;
}

/* Returns FALSE when the import as a whole cannot go on. */
static gboolean
take_file (Import *import, const JalImportFile *file, JalImportResult *result, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint64 done_before = import->progress.bytes_done;
  Intake intake = { .import = import, .file = file, .fd = -1 };

  jal_import_pages_init (&intake.pages);
  if (!take_in (&intake, result, &local))
    {
      result->outcome
          = g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? JAL_IMPORT_CANCELLED : JAL_IMPORT_REFUSED;
      g_free (result->reason);
      result->reason = g_strdup (result->outcome == JAL_IMPORT_CANCELLED ? _ ("Not taken in, because you cancelled.")
                                                                         : local->message);
    }
  clear_intake (&intake);
  import->progress.bytes_done = done_before;
  report (import, file->size);
  if (local != NULL && jal_import_concerns_all (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

/* --- All of them --------------------------------------------------------------------------------------------- */

static gboolean
find_case (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalCase) value = jal_case_rows_get (tx, *(JalId *)data, jal_date_today (), error);

  return value != NULL;
}

GListStore *
jal_evidence_import (JalStore *store, JalId case_id, const char *const *paths, JalImportProgressFunc progress,
                     gpointer progress_data, GCancellable *cancellable, GError **error)
{
  return jal_evidence_import_with_password (store, case_id, paths, NULL, progress, progress_data, cancellable, error);
}

GListStore *
jal_evidence_import_with_password (JalStore *store, JalId case_id, const char *const *paths, const char *password,
                                   JalImportProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                                   GError **error)
{
  Import import = { .store = store,
                    .case_id = case_id,
                    .password = password,
                    .progress_func = progress,
                    .progress_data = progress_data,
                    .cancellable = cancellable };
  g_autoptr (GListStore) results = g_list_store_new (JAL_TYPE_IMPORT_RESULT);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) fatal = NULL;
  gboolean any_taken = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store) && paths != NULL, NULL);

  if (!jal_store_read (store, find_case, &case_id, cancellable, error))
    return NULL;
  files = jal_import_files_collect (paths, cancellable);
  import.progress.n_files = files->len;
  for (guint i = 0; i < files->len; i++)
    import.progress.bytes_total += ((JalImportFile *)g_ptr_array_index (files, i))->size;

  for (guint i = 0; i < files->len; i++)
    {
      const JalImportFile *file = g_ptr_array_index (files, i);
      g_autoptr (JalImportResult) result = g_object_new (JAL_TYPE_IMPORT_RESULT, NULL);

      import.progress.file = i;
      import.progress.name = file->name;
      g_free (result->name);
      result->name = g_strdup (file->name);
      g_list_store_append (results, result);
      if (file->refusal != NULL || fatal != NULL)
        {
          result->outcome = JAL_IMPORT_REFUSED;
          result->reason = g_strdup (file->refusal != NULL ? file->refusal : fatal->message);
        }
      else if (g_cancellable_is_cancelled (cancellable))
        {
          result->outcome = JAL_IMPORT_CANCELLED;
          result->reason = g_strdup (_ ("Not taken in, because you cancelled."));
        }
      else
        {
          report (&import, 0);
          take_file (&import, file, result, &fatal);
          any_taken = any_taken || result->outcome == JAL_IMPORT_TAKEN || result->outcome == JAL_IMPORT_DUPLICATE;
        }
    }
  if (fatal != NULL && !any_taken)
    {
      g_propagate_error (error, g_steal_pointer (&fatal));
      return NULL;
    }
  return g_steal_pointer (&results);
}
