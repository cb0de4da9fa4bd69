/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's end of the wire: windows, ranges, the loop over requests. Shared by all roles. */
#pragma once

#include "wire/jal-wire.h"
#include "worker/jal-sandbox.h"

G_BEGIN_DECLS

typedef struct _JalWorker JalWorker;

/* Handles one request (any checked message but those of the loop itself). Replies with jal_worker_reply() or
   jal_worker_fail(); returns FALSE when the type is not one of this role's, which ends the worker. */
typedef gboolean (*JalWorkerHandler) (JalWorker *worker, const JalWirePacket *request, gpointer user_data);

/* Builds the walls and serves requests from descriptor 3 until the program closes it. @warm_up (nullable) is called once
   behind the walls when no request is waiting yet. Returns the exit status: 0 at the end of the conversation, 3 when a wall
   could not be built (nothing was read then). */
int jal_worker_run (JalWireRole role, JalSandboxFlags flags, void (*warm_up) (void), JalWorkerHandler handler,
                    gpointer user_data);
/* The loop alone, for those who built their walls themselves. */
int jal_worker_serve (JalWireRole role, guint walls, void (*warm_up) (void), JalWorkerHandler handler, gpointer user_data);

/* Sends @reply (made with jal_worker_prepare()). The worker ends when the program is gone: these do not return then. */
void jal_worker_reply (JalWorker *worker, const JalWirePacket *reply);
void jal_worker_fail (JalWorker *worker, const JalWirePacket *request, JalWireFailure failure, guint64 needed);
/* Sets up @reply as a message of @type that answers @request. */
void jal_worker_prepare (JalWirePacket *reply, guint type, const JalWirePacket *request);

/* Returns (nullable) the memory of a window, with its size in @size; NULL and 0 when the program gave none. */
guint8 *jal_worker_window (JalWorker *worker, guint slot, gsize *size);

/* Reads @length bytes at @offset of @input, which is @size bytes long, through a cache of whole chunks that all inputs share.
   Returns the number of bytes read (less than asked for at the end of the input only), or -1 when the program cannot give
   them. */
gssize jal_worker_read (JalWorker *worker, guint input, guint64 size, guint64 offset, guint8 *to, gsize length);
/* Returns whether a range was refused since the last request began. */
gboolean jal_worker_was_refused (JalWorker *worker);
/* Hands the next bytes of the output to the program, in pieces of the result window. FALSE when they were refused. */
gboolean jal_worker_write (JalWorker *worker, const guint8 *bytes, gsize length);

G_END_DECLS
