/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-worker.h"

#include <string.h>

#include "wire/jal-wire-compose.h"
#include "worker/compose.h"

typedef struct
{
  JalWorker *worker;
  const JalWirePacket *request;
  guint told; /* the last progress sent */
} Build;

static gboolean
read_cb (gpointer data, guint input, guint64 size, guint64 offset, gpointer buffer, gsize length)
{
  Build *build = data;

  return jal_worker_read (build->worker, input, size, offset, buffer, length) == (gssize)length;
}

static gboolean
write_cb (gpointer data, gconstpointer bytes, gsize length)
{
  return jal_worker_write (((Build *)data)->worker, bytes, length);
}

static gboolean
progress_cb (gpointer data, guint done, guint total)
{
  Build *build = data;
  JalWirePacket packet;
  JalWireComposing *composing = (JalWireComposing *)&packet;

  /* A message a page would be more than anybody can see. */
  if (done == build->told || (done < total && (done - build->told) * 200 < total))
    return TRUE;
  build->told = done;
  jal_worker_prepare (&packet, JAL_WIRE_COMPOSING, build->request);
  composing->done = MIN (done, total);
  composing->total = total;
  jal_worker_reply (build->worker, &packet);
  return TRUE;
}

static JalWireFailure
failure_of (const GError *error)
{
  switch ((JalComposeError)error->code)
    {
    case JAL_COMPOSE_ERROR_READ:
      return JAL_WIRE_FAILURE_BYTES;
    case JAL_COMPOSE_ERROR_WRITE:
      return JAL_WIRE_FAILURE_OUTPUT;
    case JAL_COMPOSE_ERROR_SPEC:
      return JAL_WIRE_FAILURE_NOT_SUPPORTED;
    case JAL_COMPOSE_ERROR_CANCELLED:
    case JAL_COMPOSE_ERROR_FAILED:
    default:
      return JAL_WIRE_FAILURE_DAMAGED;
    }
}

static void
answer (JalWorker *worker, const JalWirePacket *request, const char *result)
{
  JalWirePacket packet;
  JalWireComposeReply *reply = (JalWireComposeReply *)&packet;
  gsize size;
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_RECORD, &size);
  gsize length = strlen (result);

  if (length > size)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, length);
      return;
    }
  memcpy (window, result, length);
  jal_worker_prepare (&packet, JAL_WIRE_COMPOSE_REPLY, request);
  reply->length = (guint32)length;
  jal_worker_reply (worker, &packet);
}

gboolean
jal_compose_worker_handle (JalWorker *worker, const JalWirePacket *request, gpointer user_data)
{
  const JalWireCompose *message = (const JalWireCompose *)request;
  Build build = { worker, request, 0 };
  JalComposeIo io = { read_cb, write_cb, progress_cb, &build, NULL, 0 };
  g_autofree guint32 *skipped = NULL;
  g_autofree char *record = NULL;
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *window;
  gsize size;
  gsize skipped_at;

  if (request->header.type != JAL_WIRE_COMPOSE)
    return FALSE;
  window = jal_worker_window (worker, JAL_WIRE_SLOT_RECORD, &size);
  skipped_at = ((gsize)message->length + 3) & ~(gsize)3;
  if (window == NULL || skipped_at + message->n_skipped * sizeof (guint32) > size)
    return FALSE;
  record = g_strndup ((const char *)window, message->length);
  skipped = g_memdup2 (window + skipped_at, message->n_skipped * sizeof (guint32));
  io.skipped = skipped;
  io.n_skipped = message->n_skipped;
  result = jal_compose_run (record, &io, &error);
  if (result != NULL)
    answer (worker, request, result);
  else
    jal_worker_fail (worker, request, failure_of (error), 0);
  return TRUE;
}
