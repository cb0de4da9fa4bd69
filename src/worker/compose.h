/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_COMPOSE_ERROR (jal_compose_error_quark ())

typedef enum
{
  JAL_COMPOSE_ERROR_SPEC,      /* the build record is not one that this composer understands */
  JAL_COMPOSE_ERROR_READ,      /* an input could be opened, but its bytes failed while the output was being written */
  JAL_COMPOSE_ERROR_WRITE,     /* the receiver refused bytes of the output */
  JAL_COMPOSE_ERROR_CANCELLED,
  JAL_COMPOSE_ERROR_FAILED,
} JalComposeError;

GQuark jal_compose_error_quark (void);

/**
 * JalComposeIo:
 * @read: copies exactly @length bytes at @offset of input number @input, which is @size bytes long by the record; FALSE
 *   when that is not possible
 * @write: takes the next @length bytes of the output; FALSE refuses them and ends the run
 * @progress: (nullable): pages done of all pages; FALSE cancels the run
 * @skipped: numbers of inputs that must not be opened, because they ended an earlier attempt
 *
 * Everything the composer does outside its own memory. All calls come from the thread of jal_compose_run().
 */
typedef struct
{
  gboolean (*read) (gpointer data, guint input, guint64 size, guint64 offset, gpointer buffer, gsize length);
  gboolean (*write) (gpointer data, gconstpointer bytes, gsize length);
  gboolean (*progress) (gpointer data, guint done, guint total);
  gpointer data;
  const guint32 *skipped;
  guint n_skipped;
} JalComposeIo;

/**
 * jal_compose_run:
 * @spec_json: the build record, see COMPOSE.md
 *
 * Composes one PDF. The same record and inputs give the same bytes. Not reentrant: libqpdf reaches the inputs through
 * this program's own fopen() and one table of the running build.
 *
 * Returns: (transfer full): the result as JSON, see COMPOSE.md; NULL with @error set on failure, when what was written
 * so far is worthless.
 */
char *jal_compose_run (const char *spec_json, const JalComposeIo *io, GError **error);

G_END_DECLS
