/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making one PDF out of pages of many, in a walled-in worker. */
#pragma once

#include <gio/gio.h>

#include "pages/jal-bytes.h"
#include "pages/jal-pages-error.h"

G_BEGIN_DECLS

/* Pages done of all pages; called on the thread of jal_compose(). */
typedef void (*JalComposeProgress) (gpointer user_data, guint done, guint total);

/**
 * jal_compose:
 * @spec_json: the build record, see src/worker/COMPOSE.md; the same record and inputs give the same bytes
 * @inputs: as many as the record names, of the sizes that it names; read on this thread, any number of times
 * @write: takes the output in order; what it took is worthless when this function fails
 * @progress: (nullable)
 * @result_json: (out) (transfer full): how the pages were numbered, and a warning for everything that could not be
 *   included as it is, with a sentence for the user; see COMPOSE.md
 *
 * Composes a bundle or a document. An input that cannot be read, or that makes the worker end or hang, costs its own pages:
 * they are replaced by a plain page that says so, and a warning names the input. Blocks; starts a worker and ends it.
 *
 * Returns: FALSE with JAL_PAGES_ERROR (SANDBOX; NOT_SUPPORTED for a record that is not usable; DAMAGED when bytes of an
 * input failed after the output had begun; OUTPUT; CRASHED; TIMEOUT), with @write's own error, or with
 * G_IO_ERROR_CANCELLED.
 */
gboolean jal_compose (const char *spec_json, const JalBytes *inputs, guint n_inputs, JalBytesWriteFunc write,
                      gpointer write_data, JalComposeProgress progress, gpointer progress_data,
                      GCancellable *cancellable, char **result_json, GError **error);

G_END_DECLS
