/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "pages/jal-bytes.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalReleaseInputs:
 *
 * The originals that a composed file is made of, each once, in the order in which they were first named. The composer
 * knows them by their place in this list and by nothing else.
 */
typedef struct _JalReleaseInputs JalReleaseInputs;

JalReleaseInputs *jal_release_inputs_new (void);
/* Returns the place of the part's original; the same bytes have the same place. */
guint jal_release_inputs_add (JalReleaseInputs *inputs, const JalDocumentPart *part);
/* Adds @bytes, a PDF made of @parts (element type JalDocumentPart) in which the document's redactions are burnt: it stands
   in the list as "pdf". Returns its place; the same document has the same place. */
guint jal_release_inputs_add_copy (JalReleaseInputs *inputs, JalId document_id, GArray *parts, GBytes *bytes);
/* Whether the input is a redacted copy; @document_id, @parts (out) (optional) (transfer none): of which document, made of what. */
gboolean jal_release_inputs_get_copy (JalReleaseInputs *inputs, guint i, JalId *document_id, GArray **parts);
guint jal_release_inputs_get_n (JalReleaseInputs *inputs);
JalId jal_release_inputs_get_original (JalReleaseInputs *inputs, guint i);
/* "pdf", "jpeg", "png" */
const char *jal_release_inputs_get_media (JalReleaseInputs *inputs, guint i);
/* Hashes the originals of @parts (element type JalDocumentPart) again before anything is made of them: DAMAGED when the bytes
   are no longer those that were taken in, or were found so before; what is found stands in the custody. */
gboolean jal_release_check_originals (JalStore *store, JalId case_id, GArray *parts, GCancellable *cancellable, GError **error);
/* The same for the inputs. */
gboolean jal_release_inputs_check (JalReleaseInputs *inputs, JalStore *store, JalId case_id, GCancellable *cancellable,
                                   GError **error);
/* Opens all of them for reading; nothing new can be added afterwards, only places asked for. */
gboolean jal_release_inputs_open (JalReleaseInputs *inputs, JalStore *store, GCancellable *cancellable, GError **error);
/* (transfer none): for jal_compose(), after jal_release_inputs_open(). */
const JalBytes *jal_release_inputs_get_bytes (JalReleaseInputs *inputs);
/* Returns (nullable): what opens the input, from jal_release_inputs_open() on. */
const char *jal_release_inputs_get_password (JalReleaseInputs *inputs, guint i);
/* Adds the member "inputs" of a build record, after jal_release_inputs_open(). It holds no password. */
void jal_release_inputs_put_json (JalReleaseInputs *inputs, JsonBuilder *builder);
/* Returns (transfer full): the spec with the passwords of the inputs that came locked, for the composer alone: it is to be given to
   jal_original_password_free() and kept nowhere. NULL with @error set when @spec is none. */
char *jal_release_inputs_unlock (JalReleaseInputs *inputs, const char *spec, GError **error);
void jal_release_inputs_free (JalReleaseInputs *inputs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalReleaseInputs, jal_release_inputs_free)

/* Adds one page of a build record: {"input", "page", "rotate"}. */
void jal_release_put_page (JsonBuilder *builder, guint input, guint page, int rotation);
/* Adds a member with a string. */
void jal_release_put_string (JsonBuilder *builder, const char *name, const char *value);
/* Writes in the custody of each of the inputs that it was exported; inside an action. */
gboolean jal_release_inputs_note_export (JalReleaseInputs *inputs, JalTx *tx, const char *detail, GError **error);

G_END_DECLS
