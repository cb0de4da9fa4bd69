/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/jal-bytes.h"
#include "record/jal-record.h"
#include "release/jal-guard-told.h"
#include "store/jal-store.h"

/* The one door out: everything that leaves the vault as a readable file passes here and is written in the audit. */

G_BEGIN_DECLS

typedef void (*JalReleaseProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * JalReleaseFile:
 *
 * A file on its way out. It grows under a hidden name beside @path and takes its place only when it is complete and on
 * the disk, so a cancelled, failed or cut export leaves neither half a file nor a harmed older one.
 */
typedef struct _JalReleaseFile JalReleaseFile;

JalReleaseFile *jal_release_file_new (const char *path, gboolean replace, GError **error);
/* A JalBytesWriteFunc whose user data is the JalReleaseFile. */
gboolean jal_release_file_write (gpointer file, const guint8 *bytes, gsize length, GError **error);
/* Writes the SHA-256 of what was written so far as 64 hex digits and a NUL. */
void jal_release_file_get_sha256 (JalReleaseFile *file, char sha256[65]);
/* Syncs and renames; @sha256 (65 bytes) may be NULL. Frees @file in every case. */
gboolean jal_release_file_commit (JalReleaseFile *file, char sha256[65], GError **error);
/* Removes what was written. Frees @file. NULL is allowed. */
void jal_release_file_abort (JalReleaseFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalReleaseFile, jal_release_file_abort)

/* Which marks leave, and how. */
typedef struct
{
  gboolean marked;
  const char *audience; /* who reads it: NULL or "court"; "team" adds the team's marks, "private" adds all others */
  gboolean flatten;     /* drawn into the pages, with nothing left to move or to read besides; else annotations */
  guint *n_received;    /* (out) (nullable) notes that came with the file and are not in the copy: those for the court go
                           without whatever nobody made a mark for the court */
} JalReleaseLook;

/* Whether a mark of @mark_audience goes to @audience (NULL: the court). */
gboolean jal_release_may_see (const char *audience, const char *mark_audience);
/* Saves the document as jal_release_save_document(), with the marks that @look lets go. A copy for the court is REFUSED when it
   says what is redacted or protected, and, unless @told (nullable) lets them stand, single words of protected names. */
gboolean jal_release_save_copy (JalStore *store, JalId document_id, const char *path, const JalReleaseLook *look,
                                gboolean replace, JalReleaseProgress progress, gpointer progress_data, JalGuardTold *told,
                                GCancellable *cancellable, GError **error);
/* Saves the marks that go to @audience as XFDF (ISO 19444-1), to be laid over a copy of the document in another program:
   pages count from 0 in the document. Custody and audit are written. @told (nullable) as jal_release_save_copy(). */
gboolean jal_release_save_xfdf (JalStore *store, JalId document_id, const char *path, const char *audience,
                                gboolean replace, JalGuardTold *told, GCancellable *cancellable, GError **error);

/* Saves the document: its original bytes when it is one whole unturned original and @marked is FALSE; otherwise its
   pages composed into a PDF, with the marks of audience "court" as true annotations when @marked. Custody and audit are
   written. */
gboolean jal_release_save_document (JalStore *store, JalId document_id, const char *path, gboolean marked,
                                    gboolean replace, JalReleaseProgress progress, gpointer progress_data,
                                    GCancellable *cancellable, GError **error);

G_END_DECLS
